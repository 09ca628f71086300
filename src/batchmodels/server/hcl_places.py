"""Hovers and completion in Terraform's files, which may be half written."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from lsprotocol.types import CompletionItem, CompletionItemKind, Hover, MarkupContent, MarkupKind, TextEdit

from ..documents.terraform_names import RESOURCES, Part
from ..paths import Steps
from .arm_schema import spelled_in_arm
from .hovers import described
from .schemas import Member, choices, is_text, members_of, type_name
from .text_positions import TextPositions

_TOKEN = re.compile(
    r"""(?P<skipped>\#[^\n]*|//[^\n]*|/\*.*?(?:\*/|\Z)|<<-?(?P<mark>\w+)[^\n]*\n.*?(?:^[ \t]*(?P=mark)\b|\Z))
      |(?P<text>"(?:[^"\\\n]|\\.)*"?)|(?P<name>[A-Za-z_][\w-]*)|(?P<sign>[{}=\n])""",
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
_MAP = "="  # on the stack, an object that is the value of an attribute
_LABELED = 2  # the keyword and the type of a resource


class _Place(msgspec.Struct):
    """A place within a resource.

    Attributes:
        kind: The type of the resource.
        blocks: The names of the blocks around the place, from the outside.
        present: What the innermost block has already.
    """

    kind: str
    blocks: list[str]
    present: set[str]


def hcl_hover(text: str, offset: int, positions: TextPositions) -> Hover | None:
    """Return the documentation of the attribute or block at an offset; None if no model knows it."""
    for found in _TOKEN.finditer(text):
        if found.start() > offset:
            return None
        if found.lastgroup == "name" and found.start() <= offset <= found.end():
            place = _place(text, found.start())
            member = None if place is None else _member(place, found[0])
            if member is None:
                return None
            content = MarkupContent(MarkupKind.Markdown, described(member))
            return Hover(content, positions.range(found.start(), found.end()))
    return None


def hcl_completions(text: str, offset: int, positions: TextPositions) -> list[CompletionItem]:
    """Return the attributes and blocks that can be written at the cursor, and the values that an attribute can have."""
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    value = re.fullmatch(r"\s*([A-Za-z_]\w*)\s*=\s*(\"?\w*)", line)
    word = re.fullmatch(r"\s*([A-Za-z_]\w*)?", line)
    place = _place(text, offset - len(line)) if value or word else None
    if place is None:
        return []
    if value:
        member = _member(place, value[1])
        span = positions.range(offset - len(value[2]), offset)
        values = [] if member is None else choices(spelled_in_arm(member.schema))
        return [_choice(each, about, span, text=member is not None and is_text(member.schema)) for each, about in values]
    span = positions.range(offset - len(word[1] or "") if word else offset, offset)
    return [_item(name, part, _member(place, name), span) for name, part in _offered(place)]


def _offered(place: _Place) -> list[tuple[str, Part]]:
    parts = _parts(place)[0] or {}
    return [(name, part) for name, part in parts.items() if part.many or name not in place.present]


def _item(name: str, part: Part, member: Member | None, span: Any) -> CompletionItem:
    is_block = part.members is not None
    detail = [type_name(member.schema), "required" * member.required] if member else []
    return CompletionItem(
        label=name,
        kind=CompletionItemKind.Struct if is_block else CompletionItemKind.Property,
        detail=", ".join(filter(None, ["block" if is_block else "", *detail])),
        documentation=MarkupContent(MarkupKind.Markdown, member.description) if member and member.description else None,
        sort_text=f"{0 if member and member.required else 1}{name}",
        text_edit=TextEdit(span, f"{name} {{" if is_block else f"{name} = "),
    )


def _choice(value: str, about: str, span: Any, *, text: bool) -> CompletionItem:
    written = f'"{value}"' if text else value
    documentation = MarkupContent(MarkupKind.Markdown, about) if about else None
    kind = CompletionItemKind.EnumMember if text else CompletionItemKind.Value
    return CompletionItem(
        label=value, kind=kind, documentation=documentation, filter_text=written, text_edit=TextEdit(span, written)
    )


def _parts(place: _Place) -> tuple[dict[str, Part] | None, Steps]:
    """The attributes and blocks that a place can have, and the steps from the model to it."""
    parts: dict[str, Part] | None = RESOURCES[place.kind][1]
    steps: list[str | int] = []
    for name in place.blocks:
        part = (parts or {}).get(name)
        if part is None or part.members is None:
            return None, ()
        steps += [*filter(None, part.key.split(".")), *([0] if part.many else [])]
        parts = part.members
    return parts, tuple(steps)


def _member(place: _Place, name: str) -> Member | None:
    """The member that an attribute or a block becomes, under its name in Terraform; None for an unknown name."""
    parts, steps = _parts(place)
    part = (parts or {}).get(name)
    if part is None or not part.key:
        return None
    around, key = (*steps, *part.key.split("."))[:-1], part.key.rpartition(".")[2]
    members = members_of(RESOURCES[place.kind][0], around)
    return next((msgspec.structs.replace(each, key=name) for each in members if each.key == key), None)


def _place(text: str, offset: int) -> _Place | None:
    """Find the resource and the blocks around an offset."""
    walk = _Walk()
    for found in _TOKEN.finditer(text, 0, offset):
        walk.take(found[0], found.lastgroup)
    stack = walk.stack
    if not stack or stack[0][0] not in RESOURCES or any(name == _MAP for name, _ in stack):
        return None
    return _Place(stack[0][0], [name for name, _ in stack[1:] if name != "content"], stack[-1][1])


class _Walk:
    """A walk over the tokens of a file: the blocks around the last one, each with the names that it has so far."""

    def __init__(self) -> None:
        self.stack: list[tuple[str, set[str]]] = []
        self.header: list[str] = []  # the words of the statement so far

    def take(self, word: str, kind: str | None) -> None:
        """Take the next token."""
        if kind in ("name", "text"):
            self.header.append(word.strip('"'))
        elif word == "=":
            self.header.append(_MAP)
        elif word == "{":
            self._note(is_block=True)
            self.stack.append((_name_of(self.header), set()))
            self.header = []
        elif word in ("}", "\n"):
            self._note(is_block=False)
            self.header = []
            if word == "}" and self.stack:
                self.stack.pop()

    def _note(self, *, is_block: bool) -> None:
        """Note the name of an attribute or of a block as one that the block around it has."""
        if self.stack and self.header and is_block is (_MAP not in self.header):
            name = self.header[1] if self.header[0] == "dynamic" and len(self.header) >= _LABELED else self.header[0]
            self.stack[-1][1].add(name)


def _name_of(header: list[str]) -> str:
    """The name of a block: of a resource its type, of a dynamic block that of what it makes."""
    if not header or _MAP in header:
        return _MAP
    return header[1] if header[0] in ("resource", "dynamic") and len(header) >= _LABELED else header[0]
