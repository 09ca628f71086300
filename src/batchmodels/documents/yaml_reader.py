"""Parse YAML 1.1 with the position of every value, and report its traps.

The parser's events are turned into values here, not by its constructors: so nothing but JSON's values can come out, each
has its node, and a text of a few lines can't grow to gigabytes.
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
from .errors import MalformedTextError, too_deep
from .positions import Node, ParsedText
from .shown_keys import is_known
from .yaml_scalars import DATE, TAG, TEXT, date_finding, scalar, scalar_tag, strange_key, strange_tag

# The C library's parser is some 20 times as fast as the one in Python; not every installation has it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_MAX_REPEATED = 100_000
"""Values that aliases may repeat in one file. A pool has some hundreds; more means harm."""

_MERGE = "<<"
_OBJECT = TAG + "map"
_LIST = TAG + "seq"


def read_yaml(text: str) -> ParsedText:
    """Read a YAML text; of several documents it makes a list.

    Raises:
        MalformedTextError: It isn't valid YAML, or holds what JSON can't.
    """
    builder = _Builder(text)
    try:
        builder.take_all(yaml.parse(text, _LOADER))
    except yaml.MarkedYAMLError as error:
        _refuse_depth(builder, _index(text, error))
        raise _broken(text, error) from None
    except ReaderError:
        found = Reader.NON_PRINTABLE.search(text)
        raise MalformedTextError("YAML holds no such control character", *(found.span() if found else (0, 0))) from None
    return builder.result()


def _index(text: str, error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return min(mark.index, len(text)) if mark else 0


def _refuse_depth(builder: _Builder, end: int) -> None:
    """Let a builder see the brackets that the C library has read, but has sent no events for.

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
        return MalformedTextError("YAML takes no tabs for indentation; write blanks", index, index + 1)
    problem = _without_input(error.problem or "the parser does not say why")
    context = f" {_without_input(error.context)}" if error.context else ""
    return MalformedTextError(f"not valid YAML:{context} {problem}", index, index + 1)


# What a parser's message may quote: a kind of token, or a character that YAML has a use for. All else is the input.
_QUOTED = re.compile(r"'(?:<[a-z -]+>|[\[\]{},:?|>&*!#%@`-]|\.\.\.|---)'|(?P<input>'.*'|\".*\")", re.DOTALL)


def _without_input(message: str) -> str:
    """Return a message of the parser without what it quotes of the text."""
    # A quote may hold quotation marks: what is from the input goes up to the last one.
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
    """An object or a list whose end hasn't come yet."""

    def __init__(self, value: _Value, anchor: str | None) -> None:
        self.value = value
        self.anchor = anchor
        self.members: dict[str | int, Node] = {}
        value.node.members = self.members
        self.key: str | int | None = 0 if isinstance(value.content, list) else None  # None while a key is to come
        self.key_span: tuple[int, int] = (0, 0)
        self.merges = False  # whether the key is <<
        self.merged: list[_Value] = []


class _Builder:
    """Takes the events of a YAML stream, one by one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.documents: list[ParsedText] = []
        self.findings: list[Finding] = []
        self.frames: list[_Frame] = []
        self.anchors: dict[str, _Value | None] = {}
        self.repeated = 0
        self.taken = 0  # the offset after the last event

    def take_all(self, events: Iterable[Event]) -> None:
        """Take the events of a parser."""
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
        """Return what came: the one document, or the list of all that aren't empty."""
        found = [document for document in self.documents if document.content is not None]
        if len(found) == 1:
            return found[0]
        if not found:
            raise MalformedTextError("expected a start task, a pool or a node, got an empty file")
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
        elif key in frame.value.content:
            what = f"the key {key}" if is_known(key) else "this key"
            raise MalformedTextError(f"{what} appears twice in this object; remove one", *span)
        frame.key = key
        frame.key_span = span
        if tag != TEXT:
            self.findings.append(strange_key(self._path(), key, tag))

    def _take_alias(self, event: AliasEvent) -> None:
        span = _span(event)
        anchor = event.anchor or ""
        if anchor not in self.anchors:
            message = "YAML takes a text that begins with * for an alias, and nothing before this has its name"
            raise MalformedTextError(f"{message}; write the text in quotes", *span)
        value = self.anchors[anchor]
        if value is None:
            raise MalformedTextError("this alias is inside the value that it refers to, which would never end", *span)
        self.repeated += value.size
        if self.repeated > _MAX_REPEATED:
            raise MalformedTextError(f"the aliases of this file repeat more than {_MAX_REPEATED:,} values", *span)
        if self.frames and self.frames[-1].key is None:
            if not isinstance(value.content, str):
                raise MalformedTextError("a key is a text; this alias is something else", *span)
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
            raise MalformedTextError("a key is a text; this is an object or a list", *span)
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
        is_flow = end > start  # it has a bracket; else it ends with its last member
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
            frame.value.content[key] = value.content
            frame.members[key] = value.node


def _span(event: Event) -> tuple[int, int]:
    marks: Any = event  # every event of a parser has both
    return marks.start_mark.index, marks.end_mark.index


def _to_merge(value: _Value) -> list[_Value]:
    """Return the objects that a merge key names: one, or several in a list."""
    nodes = value.node.members or {}
    values = [value]
    if isinstance(value.content, list):
        values = [_Value(content, nodes[index]) for index, content in enumerate(value.content)]
    for each in values:
        if not isinstance(each.content, dict):
            raise MalformedTextError("<< takes an object, or a list of objects", value.node.start, value.node.end)
    return values
