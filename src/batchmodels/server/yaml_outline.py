"""The outline of a YAML text, line by line: the indentation says what is in what, whatever is missing."""

from __future__ import annotations

import re

from ..paths import MAX_DEPTH
from .json_outline import outline_into
from .outline import Item, Span, unquoted

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_KEY = re.compile(
    r"""
    (?P<key>
        "(?:[^"\\]|\\.)*" | '(?:[^']|'')*'
        | (?: [^\s\#'"{}\[\],&*!|>%@`-] | -(?=\S) ) (?: [^:\#] | :(?=\S) | (?<=\S)\# )*?
    )
    [ \t]*:(?=\s|\Z)
    """,
    re.VERBOSE,
)
_PROPERTIES = re.compile(r"(?:[&!][^\s]*[ \t]+|[&!][^\s]*\Z)+")
_BLOCK = re.compile(r"[|>][-+0-9]*[ \t]*(?:#.*)?\Z")
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""", re.DOTALL)
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")


class _Frame:
    """An object or a list whose end hasn't come yet, and the column of its keys or dashes."""

    def __init__(self, item: Item, indent: int) -> None:
        self.item = item
        self.indent = indent

    @property
    def last(self) -> Item:
        """The item that was added last; a frame begins with one."""
        return (self.item.children or [self.item])[-1]


def yaml_outline(text: str) -> Item:
    """Outline a YAML text; several documents are a list of them."""
    found: list[Item] = []
    offset = 0
    while offset < len(text):
        root = Item(None, at=offset)
        offset = _Reader(text, root).read(offset)
        if not root.is_missing:
            found.append(root)
    if len(found) == 1:
        return found[0]
    whole = Item(None)
    if found:
        whole.hold(is_list=True)
        whole.children = found
    for index, root in enumerate(found):
        root.parent, root.step = whole, index
    return whole


class _Reader:
    """Reads one document."""

    def __init__(self, text: str, root: Item) -> None:
        self.text = text
        self.root = root
        self.frames: list[_Frame] = []

    def read(self, offset: int) -> int:
        """Read from an offset up to the next document, and return the offset of that."""
        while offset < len(self.text):
            end = self._end_of_line(offset)
            line = self.text[offset:end]
            if line.startswith(("---", "...")) and not line[3:4].strip():
                return self._next_line(offset)
            if line.startswith("%") or not line.strip() or line.lstrip().startswith("#"):
                offset = self._next_line(offset)
                continue
            indent = len(line) - len(line.lstrip())
            offset = self._read_line(offset + indent, end, indent)
        return offset

    def _read_line(self, start: int, end: int, indent: int) -> int:
        """Read the content of a line, and return the offset of the next one to read."""
        line = self.text[start:end]
        self._leave(indent, is_dash=_is_dash(line))
        while _is_dash(line) and len(self.frames) < MAX_DEPTH:
            self._add_element(start, indent)
            skipped = 1 + len(line[1:]) - len(line[1:].lstrip())
            start, indent, line = start + skipped, indent + skipped, line[skipped:]
            if not line or line.startswith("#"):
                return self._next_line(start)
        key = _KEY.match(line)
        if key:
            item = self._add_member(unquoted(key["key"]), Span(start, start + key.end("key")), indent)
            item.colon = True
            start += key.end()
            item.span = Span(start, start)
            return self._read_value(item, start, end, indent)
        slot = self._slot(indent)
        if slot is not None:
            return self._read_value(slot, start, end, max(indent - 1, 0) if self.frames else -1)
        if self.frames and not self.frames[-1].item.is_list and self.frames[-1].indent == indent:
            word = _COMMENT.sub("", line).rstrip()
            self._add_member(unquoted(word), Span(start, start + len(word)), indent)
        return self._next_line(start)  # else another line of a text

    def _read_value(self, item: Item, start: int, end: int, indent: int) -> int:
        line = self.text[start:end]
        blanks = len(line) - len(line.lstrip())
        properties = _PROPERTIES.match(line, blanks)
        begin = properties.end() if properties else blanks
        begin += len(line[begin:]) - len(line[begin:].lstrip())
        start, line = start + begin, line[begin:]
        if not line or line.startswith("#"):
            return self._next_line(start)
        if _BLOCK.match(line):
            stop = self._end_of_block(self._next_line(start), indent)
            item.set_text(Span(start, stop), "")
            return stop
        if line[0] in "{[":
            stop = self._end_of_block(self._next_line(start), indent)
            after = outline_into(item, self.text, start, stop, yaml=True)
            return stop if after >= stop else self._next_line(after)
        if line[0] in "\"'":
            quoted = _QUOTED.match(self.text, start, self._end_of_block(self._next_line(start), indent))
            if quoted:
                item.set_text(Span(*quoted.span()), quoted[0])
                return self._next_line(quoted.end())
        word = _COMMENT.sub("", line).rstrip()
        item.set_text(Span(start, start + len(word)), word)
        return self._next_line(start)

    def _leave(self, indent: int, *, is_dash: bool) -> None:
        """Close what a line with this indentation is no longer in."""
        while len(self.frames) > 1:
            frame = self.frames[-1]
            if indent > frame.indent or (indent == frame.indent and (is_dash or not frame.item.is_list)):
                return
            self.frames.pop()
        if self.frames:  # what is outside of everything belongs to the outermost object
            self.frames[0].indent = min(self.frames[0].indent, indent)

    def _add_element(self, start: int, indent: int) -> None:
        top = self.frames[-1] if self.frames else None
        if top is None or not (top.item.is_list and top.indent == indent):
            slot = self._slot(indent, is_dash=True)
            if slot is None:
                return
            slot.hold(is_list=True)
            top = self._enter(slot, indent)
        top.item.add(at=start + 1)

    def _add_member(self, key: str, span: Span, indent: int) -> Item:
        top = self.frames[-1] if self.frames else None
        if top is None or top.item.is_list or top.indent < indent:
            slot = self._slot(indent)
            if slot is not None:
                slot.hold(is_list=False)
                top = self._enter(slot, indent)
        if top is None or top.item.is_list:
            return Item(None, key, span)  # it has no place: it is ignored
        return top.item.add(key, span, at=span.end + 1)

    def _slot(self, indent: int, *, is_dash: bool = False) -> Item | None:
        """The item that lacks its value and that a line with this indentation is the value of."""
        if not self.frames:
            return self.root if self.root.is_missing else None
        top = self.frames[-1]
        inside = indent > top.indent or (is_dash and indent == top.indent and not top.item.is_list)
        return top.last if inside and top.last.is_missing and len(self.frames) < MAX_DEPTH else None

    def _enter(self, item: Item, indent: int) -> _Frame:
        self.frames.append(_Frame(item, indent))
        return self.frames[-1]

    def _end_of_line(self, offset: int) -> int:
        found = _LINE.match(self.text, offset)
        return offset + len(found[0].rstrip()) if found else offset

    def _next_line(self, offset: int) -> int:
        found = _LINE.match(self.text, offset)
        return found.end() if found else len(self.text)

    def _end_of_block(self, offset: int, indent: int) -> int:
        """The offset of the first line that isn't indented deeper; blank lines are."""
        while offset < len(self.text):
            end = self._end_of_line(offset)
            line = self.text[offset:end]
            if line and len(line) - len(line.lstrip()) <= indent:
                break
            offset = self._next_line(offset)
        return offset


def _is_dash(line: str) -> bool:
    return line == "-" or line.startswith(("- ", "-\t"))
