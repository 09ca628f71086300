"""Make the certain edits of a file: by position, until nothing changes, and only what reads back as it should."""

from __future__ import annotations

import codecs
import copy
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from ..rules.finding import Rename, Replace
from .diagnostics import Diagnostic, TextEdit
from .errors import UnreadableError
from .source import Source, decode, read_source

_ROUNDS = 20  # a renamed member may have more mistakes inside it, and so on


class Fixed(msgspec.Struct, frozen=True):
    """The result of fixing a file.

    Attributes:
        data: The new bytes.
        diagnostics: What is wrong in the new file.
        count: The number of edits.
    """

    data: bytes
    diagnostics: list[Diagnostic]
    count: int


def fix(file: str, data: bytes, check: Callable[[bytes], list[Diagnostic]]) -> Fixed:
    """Make all certain edits of a file.

    Args:
        file: The file's name, which decides about its format.
        data: Its bytes.
        check: Checks such bytes, and gives the diagnostics whose edits are made.
    """
    diagnostics = check(data)
    count = 0
    for _ in range(_ROUNDS):
        edits = list(dict.fromkeys(each.edit for each in diagnostics if each.edit is not None))
        changed = _edited(file, data, edits) if edits else None
        if changed is None:
            break
        after = check(changed[0])
        if any(each.rule == "unreadable" for each in after):
            break
        data, diagnostics, count = changed[0], after, count + changed[1]
    return Fixed(data, diagnostics, count)


def _edited(file: str, data: bytes, edits: list[TextEdit]) -> tuple[bytes, int] | None:
    """The bytes with as many of the edits as can be made, and their number; None if none can."""
    try:
        source = read_source(file, data)
    except UnreadableError:
        return None
    apart = _apart(edits)
    for made in _choices(file, source, apart):
        text = _apply(source.text, made)
        if text != source.text and _reads_back(file, source, text, made):
            encoded = _encoded(data, source.text, text)
            return None if encoded is None else (encoded, len(made))
    return None


def _choices(file: str, source: Source, edits: list[TextEdit]) -> Iterator[list[TextEdit]]:
    """All edits; then, if that isn't possible, those that read back alone, together and one by one."""
    yield edits
    good = [each for each in edits if _reads_back(file, source, _apply(source.text, [each]), [each])]
    yield good
    yield from ([each] for each in good)


def _apart(edits: Iterable[TextEdit]) -> list[TextEdit]:
    """The edits in their order, without those that overlap one before."""
    kept: list[TextEdit] = []
    for each in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _apply(text: str, edits: list[TextEdit]) -> str:
    parts: list[str] = []
    at = 0
    for each in edits:
        parts += [text[at : each.start], each.text]
        at = each.end
    return "".join([*parts, text[at:]])


def _reads_back(file: str, source: Source, text: str, edits: list[TextEdit]) -> bool:
    """Whether the new text is the old content with the changes of the edits, and nothing else."""
    try:
        after = read_source(file, text)
    except UnreadableError:
        return False
    expected = copy.deepcopy(source.content)
    # From the inside out: the steps of each are those of the file as it is.
    for each in sorted(edits, key=lambda edit: -len(edit.change.steps) if edit.change else 0):
        if each.change is not None and not _change(expected, each.change):
            return False
    return after.is_yaml == source.is_yaml and json.dumps(after.content) == json.dumps(expected)


def _change(content: Any, change: Rename | Replace) -> bool:
    """Make a change in the content of a file; return whether its place exists."""
    *outer, last = change.steps
    for step in outer:
        content = content[step]
    if isinstance(change, Replace):
        content[last] = change.value
        return True
    members = list(content.items())
    content.clear()
    content.update((change.key if key == last else key, member) for key, member in members)
    return len(content) == len(members)


def _encoded(data: bytes, before: str, text: str) -> bytes | None:
    """The new text in the encoding of the old bytes, with their byte order mark; None if it can't be."""
    marks = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
    mark, encoding = next(((mark, name) for mark, name in marks if data.startswith(mark)), (b"", "utf-8"))
    if mark + before.encode(encoding) != data:
        return None
    encoded = mark + text.encode(encoding)
    return encoded if decode("", encoded) == text else None
