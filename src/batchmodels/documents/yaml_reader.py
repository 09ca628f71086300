"""A parser of YAML 1.1 that keeps the position of every value and reports the traps of YAML.

It turns the events of the YAML library into values itself, without that library's constructors. So the result has only JSON
values, each with its node, and a text of a few lines can't grow to gigabytes.
"""

from __future__ import annotations

import contextlib
import copy
import re
from collections.abc import Iterable
from typing import Any

import msgspec
import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.reader import Reader, ReaderError

from ..paths import MAX_DEPTH, Steps
from ..rules.finding import Finding
from ..secrets.masking import cut
from .errors import EMPTY, MalformedTextError, too_deep
from .json_reader import duplicate_key
from .positions import Node, ParsedText
from .yaml_scalars import DATE, TAG, TEXT, date_finding, scalar, scalar_tag, strange_key, strange_tag

# The parser of the C library is about 20 times as fast as the one in Python, but not every installation has it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_MAX_REPEATED = 100_000
"""Limit on the values that aliases repeat in one file. A pool has some hundreds; more is an attack."""

_MERGE = "<<"
_OBJECT = TAG + "map"
_LIST = TAG + "seq"


def read_yaml(text: str) -> ParsedText:
    """Parse a YAML text; return a list if it has several documents.

    Raises:
        MalformedTextError: It isn't valid YAML, or contains values that JSON doesn't have.
    """
    builder = _Builder(text)
    try:
        builder.take_all(yaml.parse(text, _LOADER))
    except yaml.MarkedYAMLError as error:
        _refuse_depth(builder, _index(text, error))
        raise _broken(text, error) from None
    except ReaderError:
        found = Reader.NON_PRINTABLE.search(text)
        raise MalformedTextError("YAML doesn't allow this control character", *(found.span() if found else (0, 0))) from None
    return builder.result()


def _index(text: str, error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return min(mark.index, len(text)) if mark else 0


def _refuse_depth(builder: _Builder, end: int) -> None:
    """Raise if the brackets that the C library has read, but sent no events for, are nested too deeply.

    The library reads up to 1,024 characters ahead of its events. From libyaml 0.2.6 on, brackets that are nested 1,000 deep
    are an error there, before the events can show how deep they are. The parser in Python has no such limit.

    Raises:
        MalformedTextError: The text before the offset is too deep.
    """
    text = builder.text
    ahead = text.count("[", builder.taken, end) + text.count("{", builder.taken, end)
    if len(builder.frames) + ahead > MAX_DEPTH:
        with contextlib.suppress(yaml.YAMLError):
            _Builder(text).take_all(yaml.parse(text[:end], yaml.SafeLoader))


def _broken(text: str, error: yaml.MarkedYAMLError) -> MalformedTextError:
    index = _index(text, error)
    if text[index : index + 1] == "\t":
        return MalformedTextError("YAML doesn't allow tabs for indentation; use spaces", index, index + 1)
    problem = _without_input(error.problem or "the parser gives no reason")
    context = f" {_without_input(error.context)}" if error.context else ""
    return MalformedTextError(f"not valid YAML:{context} {problem}", index, index + 1)


# The parts of a parser's message that can be shown: a kind of token, or a special character of YAML. Other quotes are input.
_QUOTED = re.compile(r"'(?:<[a-z -]+>|[\[\]{},:?|>&*!#%@`-]|\.\.\.|---)'|(?P<input>'.*'|\".*\")", re.DOTALL)


def _without_input(message: str) -> str:
    """Return a message of the parser without quotes from the input."""
    # A quote may contain quotation marks, so the input extends to the last one.
    message = _QUOTED.sub(lambda found: "..." if found["input"] else found[0], message)
    return cut(" ".join(message.split()), 120)


class _Value:
    """A parsed value: its content, its node, the number of values in it, and its depth."""

    __slots__ = ("content", "depth", "node", "size")

    def __init__(self, content: Any, node: Node, size: int = 1, depth: int = 0) -> None:
        self.content = content
        self.node = node
        self.size = size
        self.depth = depth


class _Frame:
    """An object or a list that hasn't ended yet."""

    def __init__(self, value: _Value, anchor: str | None) -> None:
        self.value = value
        self.anchor = anchor
        self.members: dict[str | int, Node] = {}
        value.node.members = self.members
        self.key: str | int | None = 0 if isinstance(value.content, list) else None  # None before a key
        self.key_span: tuple[int, int] = (0, 0)
        self.merges = False  # whether the key is <<
        self.merged: list[_Value] = []


class _Builder:
    """A builder of values from the events of a YAML stream."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.documents: list[ParsedText] = []
        self.findings: list[Finding] = []
        self.frames: list[_Frame] = []
        self.anchors: dict[str, _Value | None] = {}
        self.repeated = 0
        self.taken = 0  # the offset after the last event

    def take_all(self, events: Iterable[Event]) -> None:
        """Process the events of a parser."""
        for event in events:
            self._take(event)
            self.taken = _span(event)[1]

    def _take(self, event: Event) -> None:
        if isinstance(event, ScalarEvent):
            self._take_scalar(event)
        elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            self._enter(event)
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self._leave(event)
        elif isinstance(event, AliasEvent):
            self._take_alias(event)
        elif isinstance(event, DocumentEndEvent):
            self.anchors = {}
            self.findings = []

    def result(self) -> ParsedText:
        """Return the only document, or the list of all documents that aren't empty."""
        found = [document for document in self.documents if document.content is not None]
        if len(found) == 1:
            return found[0]
        if not found:
            raise MalformedTextError(EMPTY)
        members: dict[str | int, Node] = {index: document.node for index, document in enumerate(found)}
        node = Node(members[0].start, members[len(found) - 1].end, members)
        findings = [
            msgspec.structs.replace(finding, steps=(index, *finding.steps))
            for index, document in enumerate(found)
            for finding in document.findings
        ]
        return ParsedText([document.content for document in found], node, findings)

    def _path(self) -> Steps:
        return tuple(frame.key for frame in self.frames if frame.key is not None)

    def _take_scalar(self, event: ScalarEvent) -> None:
        start, end = _span(event)
        if event.style in ("|", ">"):
            end = start + len(self.text[start:end].rstrip())
        tag = scalar_tag(event, start, end)
        if self.frames and self.frames[-1].key is None:
            if event.anchor:
                self.anchors[event.anchor] = _Value(event.value, Node(start, end))
            self._take_key(event.value, tag, not event.style, (start, end))
            return
        content = event.value if tag in (TEXT, DATE) else scalar(tag, event.value, start, end)
        plain = event.value if tag != TEXT and not event.style else None
        if tag == DATE and plain:
            self.findings.append(date_finding(self._path()))
        self._put(_Value(content, Node(start, end, plain=plain)), event.anchor)

    def _take_key(self, key: str, tag: str, plain: bool, span: tuple[int, int]) -> None:
        frame = self.frames[-1]
        if key == _MERGE and plain:
            frame.merges = True
        frame.key = key
        frame.key_span = span
        if key in frame.value.content and not frame.merges:
            self.findings.append(duplicate_key(self._path(), key))
        if tag != TEXT:
            self.findings.append(strange_key(self._path(), key, tag))

    def _take_alias(self, event: AliasEvent) -> None:
        span = _span(event)
        anchor = event.anchor or ""
        if anchor not in self.anchors:
            message = "YAML reads a text that begins with * as an alias, and no anchor before it has this name"
            raise MalformedTextError(f"{message}; write the text in quotes", *span)
        value = self.anchors[anchor]
        if value is None:
            raise MalformedTextError("this alias is inside the value that it refers to, so the value would be infinite", *span)
        self.repeated += value.size
        if self.repeated > _MAX_REPEATED:
            raise MalformedTextError(f"the aliases of this file repeat more than {_MAX_REPEATED:,} values", *span)
        if self.frames and self.frames[-1].key is None:
            if not isinstance(value.content, str):
                raise MalformedTextError("a key must be a text, but this alias isn't one", *span)
            self._take_key(value.content, TEXT, False, span)
            return
        if len(self.frames) + value.depth > MAX_DEPTH:
            raise too_deep(*span)
        node = Node(value.node.start, value.node.end, value.node.members, plain=value.node.plain)
        self._put(_Value(copy.deepcopy(value.content), node, value.size, value.depth), None)

    def _enter(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        is_object = isinstance(event, MappingStartEvent)
        span = _span(event)
        if self.frames and self.frames[-1].key is None:
            raise MalformedTextError("a key must be a text, but this is an object or a list", *span)
        if event.tag not in (None, "!", _OBJECT if is_object else _LIST):
            raise strange_tag(event.tag, *span)
        if len(self.frames) >= MAX_DEPTH:
            raise too_deep(*span)
        if event.anchor:
            self.anchors[event.anchor] = None  # until it is complete
        node = Node(span[0], span[1])
        self.frames.append(_Frame(_Value({} if is_object else [], node), event.anchor))

    def _leave(self, event: Event) -> None:
        frame = self.frames.pop()
        value = frame.value
        start, end = _span(event)
        is_flow = end > start  # it has a bracket; otherwise it ends with its last member
        value.node.end = end if is_flow else max([value.node.end, *[member.end for member in frame.members.values()]])
        for merged in frame.merged:
            for key, member in merged.content.items():
                if key not in value.content:
                    value.content[key] = member
                    frame.members[key] = (merged.node.members or {})[key]
        self._put(value, frame.anchor)

    def _put(self, value: _Value, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = value
        if not self.frames:
            self.documents.append(ParsedText(value.content, value.node, self.findings))
            return
        frame = self.frames[-1]
        frame.value.size += value.size
        frame.value.depth = max(frame.value.depth, value.depth + 1)
        key = frame.key
        if isinstance(key, int):
            frame.value.content.append(value.content)
            frame.members[key] = value.node
            frame.key = key + 1
            return
        frame.key = None
        if frame.merges:
            frame.merges = False
            frame.merged += _to_merge(value)
        elif key is not None:
            value.node.key = frame.key_span
            value.node.earlier = frame.members.get(key)
            frame.value.content[key] = value.content
            frame.members[key] = value.node


def _span(event: Event) -> tuple[int, int]:
    marks: Any = event  # every event of the parser has both
    return marks.start_mark.index, marks.end_mark.index


def _to_merge(value: _Value) -> list[_Value]:
    """Return the objects that a merge key names: one, or several in a list."""
    nodes = value.node.members or {}
    values = [value]
    if isinstance(value.content, list):
        values = [_Value(content, nodes[index]) for index, content in enumerate(value.content)]
    for each in values:
        if not isinstance(each.content, dict):
            raise MalformedTextError("<< needs an object or a list of objects", value.node.start, value.node.end)
    return values
