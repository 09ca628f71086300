"""Edits of the text of a file: each is a few characters at one place, so that everything else stays as it is."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from ..arm.names import ARM
from ..engine.enumerations import TextEnum
from ..engine.shapes import Boolean, Enumeration, ListOf, Text
from ..errors import Problem
from ..paths import Steps
from ..rules.finding import Edit, Finding, Rename, Replace
from .diagnostics import DOCUMENT, TextEdit
from .entries import Entry
from .partial_models import declared_shape, model_named
from .positions import Node
from .source import Source
from .type_fixes import type_fix
from .values import value_at
from .yaml_plain import is_plain_text


def text_edit(source: Source, edit: Edit) -> TextEdit | None:
    """Return the edit of a file's text that makes a change.

    Args:
        source: The file.
        edit: The change; its steps are those of the file.

    Returns:
        The edit; None if the place isn't in the file, or if the new key is already there.
    """
    nodes = list(source.node.within(edit.steps))
    if len(nodes) != len(edit.steps) + 1 or not edit.steps:
        return None
    node = nodes[-1]
    if isinstance(edit, Replace):
        if (
            isinstance(edit.value, (dict, list))
            or node.members is not None
            or source.text[node.start : node.start + 1] in ("|", ">", "&", "*")
        ):
            return None
        text = _written(source, (node.start, node.end), edit.value)
        return TextEdit(node.start, node.end, text, edit)
    if node.key is None or edit.key in (nodes[-2].members or {}):
        return None
    return TextEdit(*node.key, _written(source, node.key, edit.key), edit)


def quoting_edit(source: Source, steps: Steps, *, key: bool = False) -> TextEdit | None:
    """Return the edit that puts a plain YAML scalar in quotes.

    Args:
        source: The file.
        steps: The steps in the file.
        key: Whether the key is meant rather than the value.
    """
    nodes: list[Node] = list(source.node.within(steps))
    if len(nodes) != len(steps) + 1 or not source.is_yaml:
        return None
    span = nodes[-1].key if key else (nodes[-1].start, nodes[-1].end)
    if span is None:
        return None
    plain = source.text[slice(*span)]
    if not plain or plain[0] in "\"'|>&*!" or "\n" in plain:
        return None
    is_same = key or source.unquoted(steps) is None
    return TextEdit(*span, json.dumps(plain, ensure_ascii=False), None if is_same else Replace(steps, plain))


def document_edit(source: Source, finding: Finding) -> TextEdit | None:
    """Return the edit that fixes what is wrong with the text itself: a date or a key without quotes, a misspelled name."""
    if finding.edit is not None:
        return text_edit(source, finding.edit)
    kind = finding.rule.removeprefix(DOCUMENT)
    return quoting_edit(source, finding.steps, key=kind == "key") if kind in ("date", "key") else None


def finding_edit(entry: Entry, finding: Finding) -> TextEdit | None:
    """Return the edit that makes the fix of a finding; None where the fix needs a decision."""
    if finding.edit is None or finding.rule.startswith(DOCUMENT):
        return None
    edit = msgspec.structs.replace(finding.edit, steps=entry.locate(finding.edit.steps))
    if isinstance(edit, Rename):
        parent = entry.partial.spelling.locate(entry.content, finding.edit.steps[:-1])
        *outer, key = entry.where((*parent, edit.key))  # as ARM spells it, in an ARM pool
        if tuple(outer) != edit.steps[:-1] or not isinstance(key, str):
            return None
        edit = Rename(edit.steps, key)
    elif entry.arm:
        edit = Replace(edit.steps, _in_arm(entry, finding.edit.steps, edit.value))
    return text_edit(entry.source, edit)


def _in_arm(entry: Entry, steps: Steps, value: Any) -> Any:
    """Return a value as ARM spells it."""
    shape = declared_shape(model_named(entry.model_type), steps)
    shape = shape.element if isinstance(shape, ListOf) else shape
    member = shape.members.get(value.lower()) if isinstance(shape, Enumeration) and isinstance(value, str) else None
    return value if not isinstance(member, TextEnum) else member.spellings.get(ARM, member.value)


def type_edit(entry: Entry, problem: Problem) -> TextEdit | None:
    """Return the edit that gives a value the right type: a text of YAML without quotes, a number or bool in quotes."""
    steps = entry.locate(problem.steps)
    value = value_at(entry.content, entry.partial.spelling.locate(entry.content, problem.steps))
    shape = declared_shape(model_named(entry.model_type), problem.steps)
    if isinstance(shape, (Text, Enumeration)) and isinstance(value, (bool, int, float)):
        return quoting_edit(entry.source, steps) if entry.source.unquoted(steps) else None
    is_written = value_at(entry.source.content, steps) == value  # rather than made by an expression
    if not is_written or not type_fix(entry, problem) or not isinstance(value, str):
        return None
    meant: Any = value.lower() == "true" if isinstance(shape, Boolean) else int(value)
    return text_edit(entry.source, Replace(steps, meant))


def _written(source: Source, span: tuple[int, int], value: Any) -> str:
    """A new key or value in the style of the old one."""
    old = source.text[slice(*span)]
    if not source.is_yaml or not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if old[:1] == "'":
        return "'" + value.replace("'", "''") + "'"
    return value if old[:1] != '"' and is_plain_text(value) else json.dumps(value, ensure_ascii=False)
