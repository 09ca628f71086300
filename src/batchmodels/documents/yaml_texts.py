"""YAML texts: the content as YAML 1.1 has it, where everything stands, and the traps on the way.

The parser's events are turned into values here, not by its constructors: so nothing but JSON's values can come out, each
has its place, and a text of a few lines can't grow to gigabytes.
"""

from __future__ import annotations

import contextlib
import copy
import re
from collections.abc import Iterable
from typing import Any

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

from ..engine.paths import MAX_DEPTH, Path
from ..secrets.masking import cut
from .keys import is_known
from .places import Broken, Notice, Place, Read, too_deep
from .yaml_scalars import DATE, TAG, TEXT, date_notice, scalar, scalar_tag, strange_key, strange_tag

# The C library's parser is some 20 times as fast as the one in Python; not every installation has it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_MAX_REPEATED = 100_000
"""Values that aliases may repeat in one file. A pool has some hundreds; more means harm."""

_MERGE = "<<"
_OBJECT = TAG + "map"
_LIST = TAG + "seq"


def read_yaml(text: str) -> Read:
    """Read a YAML text; of several documents it makes a list.

    Raises:
        Broken: It is no YAML, or holds what JSON can't.
    """
    builder = _Builder(text)
    try:
        builder.take_all(yaml.parse(text, _LOADER))
    except yaml.MarkedYAMLError as error:
        _refuse_depth(builder, _index(text, error))
        raise _broken(text, error) from None
    except ReaderError:
        found = Reader.NON_PRINTABLE.search(text)
        raise Broken("YAML holds no such control character", *(found.span() if found else (0, 0))) from None
    return builder.result()


def _index(text: str, error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return min(mark.index, len(text)) if mark else 0


def _refuse_depth(builder: _Builder, end: int) -> None:
    """Let a builder see the brackets that the C library has read, but has sent no events for.

    The library reads up to 1,024 characters ahead of its events. From libyaml 0.2.6 on, brackets that are nested 1,000 deep
    are an error there, before the events can show how deep they are. The parser in Python has no such limit.

    Raises:
        Broken: The text before the offset is too deep.
    """
    text = builder.text
    ahead = text.count("[", builder.taken, end) + text.count("{", builder.taken, end)
    if len(builder.frames) + ahead > MAX_DEPTH:
        with contextlib.suppress(yaml.YAMLError):
            _Builder(text).take_all(yaml.parse(text[:end], yaml.SafeLoader))


def _broken(text: str, error: yaml.MarkedYAMLError) -> Broken:
    index = _index(text, error)
    if text[index : index + 1] == "\t":
        return Broken("YAML takes no tabs for indentation; write blanks", index, index + 1)
    problem = _without_input(error.problem or "the parser does not say why")
    context = f" {_without_input(error.context)}" if error.context else ""
    return Broken(f"this is no YAML:{context} {problem}", index, index + 1)


# What a parser's message may quote: a kind of token, or a character that YAML has a use for. All else is the input.
_QUOTED = re.compile(r"'(?:<[a-z -]+>|[\[\]{},:?|>&*!#%@`-]|\.\.\.|---)'|(?P<input>'.*'|\".*\")", re.DOTALL)


def _without_input(message: str) -> str:
    """A message of the parser without what it quotes of the text."""
    # A quote may hold quotation marks: what is from the input goes up to the last one.
    message = _QUOTED.sub(lambda found: "..." if found["input"] else found[0], message)
    return cut(" ".join(message.split()), 120)


class _Value:
    """A value that was read: what it is, where it stands, how many values it is all in all, and in how many levels."""

    __slots__ = ("content", "depth", "place", "size")

    def __init__(self, content: Any, place: Place, size: int = 1, depth: int = 0) -> None:
        self.content = content
        self.place = place
        self.size = size
        self.depth = depth


class _Frame:
    """An object or a list whose end hasn't come yet."""

    def __init__(self, value: _Value, anchor: str | None) -> None:
        self.value = value
        self.anchor = anchor
        self.members: dict[str | int, Place] = {}
        value.place.members = self.members
        self.key: str | int | None = 0 if isinstance(value.content, list) else None  # None while a key is to come
        self.key_span: tuple[int, int] = (0, 0)
        self.merges = False  # whether the key is <<
        self.merged: list[_Value] = []


class _Builder:
    """Takes the events of a YAML stream, one by one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.documents: list[Read] = []
        self.notices: list[Notice] = []
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
            self.notices = []

    def result(self) -> Read:
        """What came: the one document, or the list of all that aren't empty."""
        found = [document for document in self.documents if document.content is not None]
        if len(found) == 1:
            return found[0]
        if not found:
            raise Broken("expected a start task, a pool or a node, got an empty file")
        members: dict[str | int, Place] = {index: document.place for index, document in enumerate(found)}
        place = Place(members[0].start, members[len(found) - 1].end, members)
        notices = [
            Notice((index, *notice.path), notice.rule, notice.message, notice.fix)
            for index, document in enumerate(found)
            for notice in document.notices
        ]
        return Read([document.content for document in found], place, notices)

    def _path(self) -> Path:
        return tuple(frame.key for frame in self.frames if frame.key is not None)

    def _take_scalar(self, event: ScalarEvent) -> None:
        start, end = _span(event)
        if event.style in ("|", ">"):
            end = start + len(self.text[start:end].rstrip())
        tag = scalar_tag(event, start, end)
        if self.frames and self.frames[-1].key is None:
            if event.anchor:
                self.anchors[event.anchor] = _Value(event.value, Place(start, end))
            self._take_key(event.value, tag, not event.style, (start, end))
            return
        content = event.value if tag in (TEXT, DATE) else scalar(tag, event.value, start, end)
        plain = event.value if tag != TEXT and not event.style else None
        if tag == DATE and plain:
            self.notices.append(date_notice(self._path()))
        self._put(_Value(content, Place(start, end, plain=plain)), event.anchor)

    def _take_key(self, key: str, tag: str, plain: bool, span: tuple[int, int]) -> None:
        frame = self.frames[-1]
        if key == _MERGE and plain:
            frame.merges = True
        elif key in frame.value.content:
            what = f"the key {key}" if is_known(key) else "this key"
            raise Broken(f"{what} stands twice in this object; remove one", *span)
        frame.key = key
        frame.key_span = span
        if tag != TEXT:
            self.notices.append(strange_key(self._path(), key, tag))

    def _take_alias(self, event: AliasEvent) -> None:
        span = _span(event)
        anchor = event.anchor or ""
        if anchor not in self.anchors:
            message = "YAML takes a text that begins with * for an alias, and nothing before this has its name"
            raise Broken(f"{message}; write the text in quotes", *span)
        value = self.anchors[anchor]
        if value is None:
            raise Broken("this alias stands in what it is an alias of, which would have no end", *span)
        self.repeated += value.size
        if self.repeated > _MAX_REPEATED:
            raise Broken(f"the aliases of this file repeat more than {_MAX_REPEATED:,} values", *span)
        if self.frames and self.frames[-1].key is None:
            if not isinstance(value.content, str):
                raise Broken("a key is a text; this alias stands for something else", *span)
            self._take_key(value.content, TEXT, False, span)
            return
        if len(self.frames) + value.depth > MAX_DEPTH:
            raise too_deep(*span)
        place = Place(value.place.start, value.place.end, value.place.members, plain=value.place.plain)
        self._put(_Value(copy.deepcopy(value.content), place, value.size, value.depth), None)

    def _enter(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        is_object = isinstance(event, MappingStartEvent)
        span = _span(event)
        if self.frames and self.frames[-1].key is None:
            raise Broken("a key is a text; this is an object or a list", *span)
        if event.tag not in (None, "!", _OBJECT if is_object else _LIST):
            raise strange_tag(event.tag, *span)
        if len(self.frames) >= MAX_DEPTH:
            raise too_deep(*span)
        if event.anchor:
            self.anchors[event.anchor] = None  # until it is complete
        place = Place(span[0], span[1])
        self.frames.append(_Frame(_Value({} if is_object else [], place), event.anchor))

    def _leave(self, event: Event) -> None:
        frame = self.frames.pop()
        value = frame.value
        start, end = _span(event)
        is_flow = end > start  # it has a bracket; else it ends with its last member
        value.place.end = end if is_flow else max([value.place.end, *[member.end for member in frame.members.values()]])
        for merged in frame.merged:
            for key, member in merged.content.items():
                if key not in value.content:
                    value.content[key] = member
                    frame.members[key] = (merged.place.members or {})[key]
        self._put(value, frame.anchor)

    def _put(self, value: _Value, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = value
        if not self.frames:
            self.documents.append(Read(value.content, value.place, self.notices))
            return
        frame = self.frames[-1]
        frame.value.size += value.size
        frame.value.depth = max(frame.value.depth, value.depth + 1)
        key = frame.key
        if isinstance(key, int):
            frame.value.content.append(value.content)
            frame.members[key] = value.place
            frame.key = key + 1
            return
        frame.key = None
        if frame.merges:
            frame.merges = False
            frame.merged += _to_merge(value)
        elif key is not None:
            value.place.key = frame.key_span
            frame.value.content[key] = value.content
            frame.members[key] = value.place


def _span(event: Event) -> tuple[int, int]:
    marks: Any = event  # every event of a parser has both
    return marks.start_mark.index, marks.end_mark.index


def _to_merge(value: _Value) -> list[_Value]:
    """The objects that a merge key names: one, or several in a list."""
    places = value.place.members or {}
    values = [value]
    if isinstance(value.content, list):
        values = [_Value(content, places[index]) for index, content in enumerate(value.content)]
    for each in values:
        if not isinstance(each.content, dict):
            raise Broken("<< takes an object, or a list of objects", value.place.start, value.place.end)
    return values
