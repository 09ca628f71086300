"""Changes as Markdown, for a pull request."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..secrets.masking import cut, mask_text
from ..secrets.printing import printable
from .changes import Change, Changes, Operation
from .output import MASKED_DIFFERS, MASKS, has_masks, headline, written

_LONGEST = 200


def as_markdown(changes: Changes, title: str = "") -> str:
    """Return changes as Markdown: a table of what differs, and the requests that make the changes.

    Args:
        changes: The changes.
        title: The heading; empty for the usual one.
    """
    return "\n".join(_lines(changes, title)) + "\n"


def _lines(changes: Changes, title: str) -> Iterator[str]:
    yield f"### {_text(title or headline(changes))}"
    if changes.properties:
        yield from ("", "| Property | Verdict | Change | Old | New |", "|---|---|---|---|---|")
    for each in changes.properties:
        for change in each.changes:
            yield _row(each.name, each.verdict.label, change)
    known = [each for each in changes.properties if not each.is_unknown]
    if known:
        yield ""
        yield from (f"- {_code(each.name)}: {_text(each.reason)}" for each in known)
    if changes.operations:
        yield from ("", "<details>", "<summary>Steps</summary>", "")
        for number, operation in enumerate(changes.operations, 1):
            yield from _step(number, operation)
        yield from ("", "</details>")
    for warning in (*([MASKS] if has_masks(changes.operations) else []), *changes.warnings):
        yield from ("", f"> {_text(warning)}")


def _row(name: str, verdict: str, change: Change) -> str:
    old, new = (_value(change.old), _value(change.new)) if change.kind != "unknown" else ("", _text(change.why))
    new = f"{new} ({MASKED_DIFFERS})" if change.kind == "changed" and change.old == change.new else new
    return f"| {_code(name)} | {verdict} | {change.kind} {_code(change.path)} | {old} | {new} |"


def _value(value: object) -> str:
    return "" if value is None else _code(cut(json.dumps(value, ensure_ascii=False), _LONGEST))


def _step(number: int, each: Operation) -> Iterator[str]:
    request = f" {_code(mask_text(f'{each.method} {each.path}'.strip()))}" if each.path else ""
    yield f"{number}. {_text(each.title)}{request}"
    if each.note:
        yield f"   {_text(each.note)}"
    body = each.masked()
    if body is not None:
        yield from ("", "   ```json")
        yield from (f"   {line}" for line in written(body).replace("```", "'''").split("\n"))
        yield from ("   ```", "")


def _code(text: str) -> str:
    """Return a text as code in a cell of a table, in which nothing ends the code or the cell."""
    shown = printable(text).replace("|", "\\|")
    fence = "``" if "`" in shown else "`"
    pad = " " if "`" in shown else ""
    while fence in shown:
        fence += "`"
    return f"{fence}{pad}{shown}{pad}{fence}"


def _text(text: str) -> str:
    """Return a text in which nothing is markup."""
    shown = printable(text)
    for character in "\\`*_[]<>|#":
        shown = shown.replace(character, f"\\{character}")
    return shown
