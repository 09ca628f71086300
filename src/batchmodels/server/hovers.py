"""Hovers: the documentation of the member, or of the enumeration value, under the mouse."""

from __future__ import annotations

from lsprotocol.types import Hover, MarkupContent, MarkupKind

from .json_outline import json_outline
from .outline import Span
from .schemas import Member, choices, is_text, member_at, type_name, values_at
from .text_positions import TextPositions
from .yaml_outline import yaml_outline


def hover(text: str, offset: int, positions: TextPositions, *, is_yaml: bool) -> Hover | None:
    """Return the documentation of what is at an offset; None if no model knows it. It never has a value of the document."""
    root = (yaml_outline if is_yaml else json_outline)(text)
    for item in root.walk():
        if item.key is not None and item.key.holds(offset):
            member = member_at(root.content, item.steps)
            return _hover(described(member), item.key, positions) if member is not None else None
        if item.text and item.span.holds(offset):
            schema = values_at(root.content, item.steps)
            named = [about for value, about in choices(schema) if is_text(schema) and value.lower() == item.text.lower()]
            return _hover(named[0], item.span, positions) if named and named[0] else None
    return None


def described(member: Member) -> str:
    """Return the documentation of a member, in Markdown."""
    kind = type_name(member.schema)
    facts = [f"`{kind}`" if kind else "", "required" * member.required, "set by the service" * member.read_only]
    head = f"**{member.key}**: {', '.join(fact for fact in facts if fact)}" if any(facts) else f"**{member.key}**"
    values = choices(member.schema) if is_text(member.schema) else []
    listed = "\n".join(f"- `{value}`: {about}" if about else f"- `{value}`" for value, about in values)
    return "\n\n".join(part for part in (head, member.description, listed, f"A member of `{member.owner}`.") if part)


def _hover(text: str, span: Span, positions: TextPositions) -> Hover:
    return Hover(MarkupContent(MarkupKind.Markdown, text), positions.range(span.start, span.end))
