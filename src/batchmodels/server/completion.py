"""Completion: the members and values that the schema has at the cursor."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lsprotocol.types import CompletionItem, CompletionItemKind, MarkupContent, MarkupKind, TextEdit

from ..documents.model_detection import ANSWERS
from ..paths import Steps
from .json_outline import json_outline
from .outline import CURSOR, Item, Span
from .schemas import Member, Schema, choices, is_text, members_at, model_at, type_name, values_at
from .text_positions import TextPositions
from .yaml_outline import yaml_outline

_WORD = re.compile(r"[\w.$-]*[\"']?")

# Words that YAML 1.1 reads as something other than a text.
_NO_TEXTS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", ""))


def completions(text: str, offset: int, positions: TextPositions, *, is_yaml: bool) -> list[CompletionItem]:
    """Return what can be written at the cursor.

    Args:
        text: The document; it may be half written.
        offset: The cursor.
        positions: Converts the offsets of the text.
        is_yaml: Whether the document is YAML.
    """
    if CURSOR in text:
        return []
    marked = text[:offset] + CURSOR + text[offset:]
    root = (yaml_outline if is_yaml else json_outline)(marked)
    place = _Place(text, offset, positions, is_yaml=is_yaml)
    for item in root.walk():
        if item.key is not None and CURSOR in marked[item.key.start : item.key.end]:
            around = item.parent
            return list(place.keys(root.content, around, item, item.key)) if around is not None else []
        if item.text is not None and CURSOR in item.text:
            return list(place.values(root.content, item))
    return []


class _Place:
    """The cursor in a text."""

    def __init__(self, text: str, offset: int, positions: TextPositions, *, is_yaml: bool) -> None:
        self.text = text
        self.offset = offset
        self.positions = positions
        self.is_yaml = is_yaml

    def keys(self, content: Any, around: Item, item: Item, word: Span) -> Iterator[CompletionItem]:
        """The members that the object around the cursor doesn't have yet, in place of a word."""
        present = {each.step for each in around.children or () if each is not item}
        for member in _offered(content, around.steps, present):
            colon = "" if item.colon and around is not item else self._colon(member.schema)
            yield self._item(word, member.key, colon, member)

    def values(self, content: Any, item: Item) -> Iterator[CompletionItem]:
        """The values that can be written at the cursor; in YAML also the first member of an object."""
        schema = values_at(content, item.steps)
        is_object = "properties" in schema or model_at(content, item.steps) is None
        if self.is_yaml and is_object and self._may_be_key(item):
            yield from self.keys(content, item, item, item.span)
            return
        for value, description in choices(schema):
            written = self._value(value, is_text(schema))
            yield CompletionItem(
                label=value,
                kind=CompletionItemKind.EnumMember if is_text(schema) else CompletionItemKind.Value,
                documentation=_markdown(description),
                filter_text=written,
                text_edit=self._edit(item.span.start, item.span.end, written),
            )

    def _may_be_key(self, item: Item) -> bool:
        """Whether a word may be the key of an object: it isn't on the line of the key that it is the value of."""
        return item.key is None or "\n" in self.text[item.key.end : item.span.start]

    def _item(self, word: Span, key: str, colon: str, member: Member) -> CompletionItem:
        start, end = word.start, word.end
        quote = self._quote(start)
        written = json.dumps(key) if not self.is_yaml else f"{quote}{key}{quote}"
        return CompletionItem(
            label=key,
            kind=CompletionItemKind.Property,
            detail=", ".join(part for part in (type_name(member.schema), "required" * member.required, member.owner) if part),
            documentation=_markdown(member.description),
            sort_text=f"{0 if member.required else 1}{key}",
            filter_text=written,
            text_edit=self._edit(start, end, written + colon),
        )

    def _colon(self, schema: Schema) -> str:
        is_nested = "properties" in schema or "items" in schema
        is_last = not self.text[self.offset :].split("\n", 1)[0].strip()
        return ":" if self.is_yaml and is_nested and is_last else ": "

    def _quote(self, start: int) -> str:
        """The quote that the word at the cursor begins with, if any."""
        quote = self.text[start : start + 1]
        return quote if quote in ('"', "'") and start < self.offset else ""

    def _value(self, value: str, text: bool) -> str:
        if not text:
            return value
        return json.dumps(value) if not self.is_yaml or value.lower() in _NO_TEXTS else value

    def _edit(self, start: int, end: int, written: str) -> TextEdit:
        """Replace the word at the cursor; the outline has the cursor's own character in it."""
        rest = self.text[self.offset : end - 1]
        stop = end - 1 if _WORD.fullmatch(rest) else self.offset
        quote = self._quote(start)
        if self.is_yaml and not written.startswith(quote or written[:1]):
            written = f"{quote}{written}{quote}"
        return TextEdit(self.positions.range(min(start, self.offset), stop), written)


def _offered(content: Any, steps: Steps, present: Iterable[Any]) -> Iterator[Member]:
    place = model_at(content, steps)
    is_answer = place is not None and place[0] in ANSWERS
    for member in members_at(content, steps):
        if member.key not in present and not member.other_spelling and (is_answer or not member.read_only):
            yield member


def _markdown(text: str) -> MarkupContent | None:
    return MarkupContent(MarkupKind.Markdown, text) if text else None
