"""Changes as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ..secrets.masking import MASK, cut, mask_text
from ..secrets.printing import printable
from .arm_bodies import ACCOUNT
from .changes import Change, Changes, Operation, PropertyChange
from .verdicts import Verdict

_WIDE = 100
"""The characters of a value that are shown on the line of its path; a longer one gets lines of its own."""

_LONGEST = 2_000

MASKS = (
    "*** replaces a secret of NEW: write the secret there before you send the request. --patch prints the body of a PATCH with "
    "its secrets, and batchmodels body that of a creation; in Python, document() of each operation has them."
)

MASKED_DIFFERS = "the masked part differs"

SIGNS = {"added": "+", "removed": "-", "changed": "~", "unknown": "?"}
"""The sign before each kind of change."""

_PLANES = {"data": "Batch service", "arm": "ARM"}


class Line(msgspec.Struct, frozen=True):
    """One line of the text.

    Attributes:
        indent: The number of spaces before it.
        text: The text, without line breaks.
        style: What it is: ``title``, ``property``, ``added``, ``removed``, ``changed``, ``unknown``, ``dim`` or empty.
    """

    indent: int
    text: str
    style: str = ""

    def __str__(self) -> str:
        return f"{' ' * self.indent}{self.text}"


def as_text(changes: Changes) -> str:
    """Return changes as a text without colors."""
    return "\n".join(str(line) for line in lines_of(changes))


def lines_of(changes: Changes, *, title: str = "") -> Iterator[Line]:
    """Yield the lines of the text for people.

    Args:
        changes: The changes.
        title: The first line; empty for the usual one.
    """
    yield Line(0, title or headline(changes), "title")
    for each in changes.properties:
        yield from _property(each)
    yield from _operations(changes.operations)
    if has_masks(changes.operations):
        yield Line(0, f"Note: {MASKS}", "dim")
    yield from (Line(0, f"Note: {printable(warning)}", "dim") for warning in changes.warnings)


def has_masks(operations: Iterable[Operation]) -> bool:
    """Return whether a printed body has masks in place of secrets."""
    return any(MASK in json.dumps(each.masked()) for each in operations)


def headline(changes: Changes) -> str:
    """Return one line: the resource, what all changes together take, and the API version."""
    name = printable(f"{changes.kind} {changes.identifier}".rstrip())
    api = "Terraform" if changes.tool else f"{_PLANES[changes.plane]}, API version {changes.api_version}"
    unknown = len(changes.unknown)
    uncompared = f"{unknown} {'value' if unknown == 1 else 'values'} can't be compared"
    if changes.only_in:
        return f"{name}: only in {changes.only_in.upper()} ({api})"
    if changes:
        return f"{name}: {changes.verdict.label}{f', and {uncompared}' if unknown else ''} ({api})"
    if changes.mistaken:
        values = "1 value isn't" if changes.mistaken == 1 else f"{changes.mistaken} values aren't"
        return f"{name}: {Verdict.cannot_tell.label}, because {values} what the service expects ({api})"
    if unknown:
        return f"{name}: no changes, but {uncompared} ({api})"
    return f"{name}: no changes ({api})"


def _property(each: PropertyChange) -> Iterator[Line]:
    request = f", {each.request}" if each.request else ""
    yield Line(2, f"{printable(each.name)}: {each.verdict.label}{request}", "property")
    for change in each.changes:
        yield from _change(change)
    if not each.is_unknown:
        yield Line(4, printable(each.reason), "dim")


def _change(change: Change) -> Iterator[Line]:
    sign = SIGNS[change.kind]
    path = printable(change.path)
    if change.kind == "unknown":
        yield Line(4, f"{sign} {path}: {printable(change.why)}", "unknown")
        return
    old, new = written(change.old), written(change.new)
    if change.kind == "changed" and old == new:
        yield Line(4, f"{sign} {path}: {cut(old, _WIDE)} ({MASKED_DIFFERS})", "changed")
        return
    if change.kind == "changed":
        if len(path) + len(old) + len(new) <= _WIDE and "\n" not in old + new:
            yield Line(4, f"{sign} {path}: {old} → {new}", "changed")
            return
        yield Line(4, f"{sign} {path}", "changed")
        yield from _lines(8, "-", old, "removed")
        yield from _lines(8, "+", new, "added")
        return
    value = old if change.kind == "removed" else new
    if len(path) + len(value) <= _WIDE and "\n" not in value:
        yield Line(4, f"{sign} {path}: {value}", change.kind)
        return
    yield Line(4, f"{sign} {path}", change.kind)
    yield from _lines(8, sign, value, change.kind)


def _lines(indent: int, sign: str, value: str, style: str) -> Iterator[Line]:
    yield from (Line(indent, f"{sign} {line}", style) for line in value.split("\n"))


def written(value: Any) -> str:
    """Return a masked value as JSON: short ones on one line, objects and lists on several."""
    plain = printable(json.dumps(value, ensure_ascii=False))
    if len(plain) <= _WIDE or not isinstance(value, (dict, list)):
        return cut(plain, _LONGEST)
    return "\n".join(printable(line) for line in cut(json.dumps(value, ensure_ascii=False, indent=2), _LONGEST).split("\n"))


def _operations(operations: tuple[Operation, ...]) -> Iterator[Line]:
    if operations:
        yield Line(0, "Steps:", "title")
    for number, each in enumerate(operations, 1):
        yield Line(2, f"{number}. {printable(each.title)}", "property")
        path = each.path.replace(ACCOUNT, "{account}")
        request = printable(mask_text(f"{each.method} {path}".strip()))
        if request:
            yield Line(5, request)
        body = each.masked()
        if body is not None:
            yield from (Line(5, line) for line in written(body).split("\n"))
        if each.note:
            yield Line(5, printable(each.note), "dim")
    if any(each.path.startswith(ACCOUNT) for each in operations):
        yield Line(2, f"{{account}} is the resource id of the Batch account: {ACCOUNT}", "dim")


def as_json(changes: Changes) -> dict[str, Any]:
    """Return changes as JSON values, without secrets."""
    return {
        "kind": changes.kind,
        "id": changes.identifier,
        "plane": changes.plane,
        "tool": changes.tool,
        "apiVersion": changes.api_version,
        "changed": bool(changes),
        "onlyIn": changes.only_in or None,
        "mistaken": changes.mistaken,
        "verdict": changes.verdict.value,
        "properties": [_property_as_json(each) for each in changes.properties],
        "operations": [
            {"title": each.title, "method": each.method, "path": mask_text(each.path), "body": each.masked(), "note": each.note}
            for each in changes.operations
        ],
        "warnings": list(changes.warnings),
    }


def _property_as_json(each: PropertyChange) -> dict[str, Any]:
    return {
        "name": each.name,
        "verdict": each.verdict.value,
        "reason": each.reason,
        "request": each.request,
        "source": each.source,
        "changes": [
            {
                "path": change.path,
                "steps": list(change.steps),
                "kind": change.kind,
                "old": change.old,
                "new": change.new,
                "why": change.why,
            }
            for change in each.changes
        ],
    }
