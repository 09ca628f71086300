"""The work of the command ``diff``: reads the files of both sides, compares them, and prints the result."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from ..changes.beyond_patch import around_patch, not_made, patch_body
from ..changes.markdown import as_markdown
from ..changes.nodes import AT_DEPLOYMENT
from ..changes.output import Line, lines_of
from ..changes.sides import Role, role_of
from ..changes.verdicts import Plane, Verdict
from ..documents.comparing import NOTHING, Compared, compare
from ..documents.configuration import Configuration
from ..documents.document import Document
from ..documents.errors import UnreadableError
from ..documents.expressions.scope import Given
from ..documents.model_detection import kind_of
from ..documents.partial_models import model_named
from ..documents.source import read_source
from ..engine.jsontext import indented
from ..engine.jsontext import write as to_json
from ..errors import ValidationError
from ..models.start_task import StartTask
from ..secrets.masking import mask_text
from ..secrets.printing import printable
from .files import ENDINGS, Finder, concerns_batch, may_concern_batch
from .group import refuse
from .inputs import read_input
from .notes import note_masks, report_mistakes, require_known_names
from .options import shown_name
from .output import say, write

_COLORS: dict[str, dict[str, Any]] = {
    "title": {"bold": True},
    "property": {"bold": True},
    "added": {"fg": "green"},
    "removed": {"fg": "red"},
    "changed": {"fg": "yellow"},
    "unknown": {"fg": "cyan"},
    "dim": {"dim": True},
}


def compared(
    old: str,
    new: str,
    *,
    type_name: str | None,
    max_size: int,
    parameters: Mapping[str, Given],
    api_version: str | None,
    plane: Plane | None,
) -> tuple[list[Compared], list[UnreadableError], int]:
    """Read and compare two files or directories.

    Returns:
        What was compared, the errors of what can't be, and the exit status that the texts of the files cause by themselves.

    Raises:
        UnreadableError: A file can't be read, or a side has nothing that can be compared.
        ValueError: Unknown API version.
    """
    sides = []
    errors: list[UnreadableError] = []
    for name in (old, new):
        documents = list(_documents(name, type_name, max_size, parameters, errors))
        if not any(document.entries for _, document in documents):
            _say(errors)
            raise UnreadableError(shown_name(name), NOTHING)
        sides.append(documents)
    read = [document for documents in sides for _, document in documents]
    if not errors:  # of a file that may have the parameter
        require_known_names(parameters, read)
    files = {document.file: document for document in read}.values()
    for document in files:
        note_masks(document)
    mistaken = max([report_mistakes(document) for document in files])
    try:
        found, incomparable = compare(*sides, api_version=api_version, plane=plane)
    except UnreadableError:
        _say(errors)
        raise
    errors += incomparable
    if not found and errors:
        _say(errors[:-1])
        raise errors[-1]
    return found, errors, mistaken


def _say(errors: Iterable[UnreadableError]) -> None:
    for error in errors:
        say(str(error))


def _documents(
    name: str,
    type_name: str | None,
    max_size: int,
    parameters: Mapping[str, Given],
    errors: list[UnreadableError],
) -> Iterator[tuple[str, Document]]:
    """Yield the documents of a file, or of a directory's files that are about Batch, each with its relative name.

    The errors of a directory's files are added to ``errors``: such a file may define what the other side has.
    """
    finder = Finder(Configuration())
    targets = finder.targets([name])
    if finder.empty:
        kinds = f"{', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
        where = f"in this directory whose names end in {kinds}" if Path(name).is_dir() else "by this pattern"
        raise UnreadableError(name, f"expected files to compare, found none {where}")
    for target in targets:
        found = bool(target.origin)
        try:
            document = _document(target.name, found, type_name, max_size, parameters)
        except UnreadableError as error:
            if not found:
                raise
            errors.append(error)
            continue
        if document is not None:
            yield _relative(target.name, name) if found else "", document


def _document(name: str, found: bool, type_name: str | None, max_size: int, parameters: Mapping[str, Given]) -> Document | None:
    """Return the document of a file; None for a file that was found in a directory and is about something else."""
    data = read_input(name, max_size)
    source = read_source(shown_name(name), data, parameters)  # a malformed file may be about anything
    if found and not may_concern_batch(data):
        return None
    try:
        document = Document(source, type_name, parameters)
    except UnreadableError:
        if found and not concerns_batch(data):
            return None
        raise
    _require_kind(document, type_name)
    return document


def _require_kind(document: Document, type_name: str | None) -> None:
    """Refuse a document that is clearly of another kind than the type that was named: a pool read as a start task.

    Raises:
        UnreadableError: It is.
    """
    for entry in document.entries if type_name else ():
        found = kind_of(entry.content) if isinstance(entry.content, dict) else None
        role = role_of(model_named(found)) if found else None
        if role is None or found == entry.model_type or role[0] == "task" or role[1] is Role.part:
            continue
        if entry.model_type == StartTask.__name__ or (role_of(model_named(entry.model_type)) or role)[0] != role[0]:
            message = f"expected a {entry.model_type}, as --type states, but this is a {role[0]}"
            raise UnreadableError(entry.source.file, message, entry.position())


def _relative(file: str, directory: str) -> str:
    """Return a file's name within a directory, without its ending: a JSON file may replace a YAML file."""
    try:
        return Path(file).relative_to(Path(directory)).with_suffix("").as_posix()
    except ValueError:  # a pattern
        return Path(file).stem


def status(found: Sequence[Compared], fail_on: Collection[Verdict] | None) -> int:
    """Return the exit status: 1 if something differs, with ``fail_on`` only if its verdict is one of these.

    It is also 1 if a file has a value that a model can't hold.
    """
    if any(each.mistakes for each in found):
        return 1
    if not fail_on:
        return int(any(each.is_changed for each in found))
    return int(any(not each.changes.verdicts.isdisjoint(fail_on) for each in found))


def printed(found: Sequence[Compared], form: str, *, color: bool) -> None:
    """Print the result in a format: ``text``, ``json`` or ``markdown``."""
    if form == "json":
        write(json.dumps({"version": 1, "resources": [_as_json(each) for each in found]}, indent=2))
    elif form == "markdown":
        write("\n".join(_as_markdown(each) for each in found).rstrip("\n"))
    else:
        write("\n".join(_as_text(found)), color=color)


def print_patch(found: Sequence[Compared]) -> int:
    """Print the body of the only PATCH, and on the standard error what it doesn't do.

    Returns:
        The exit status: 0 if the PATCH makes all changes, or if there are none; 1 if it doesn't make some of them, or if a file
        has a value that a model can't hold.
    """
    changed = [each.changes for each in found if each.changes]
    if len(changed) > 1:
        refuse(f"--patch: expected one resource that differs, got {len(changed)}.")
    body: dict[str, Any] = {}
    left: list[str] = []
    for changes in changed:
        try:
            body = patch_body(changes)
        except ValidationError as error:
            refuse(f"--patch: {error}.")
        left = list(not_made(changes, body))
        for sentence in (*left, *around_patch(changes, body)):
            say(f"--patch: {sentence}")
    write(indented(to_json(body), 2).decode())
    return int(bool(left) or any(each.mistakes for each in found))


def _as_json(each: Compared) -> dict[str, Any]:
    return {**each.changes.to_dict(), "kind": each.kind, "id": mask_text(each.name), "old": each.old, "new": each.new}


def _as_markdown(each: Compared) -> str:
    return as_markdown(each.changes, _one_sided(each))


def _one_sided(each: Compared) -> str:
    """Return the title of a resource that only one side has; empty for any other."""
    if not each.changes.only_in:
        return ""
    file = each.old if each.new is None else each.new
    side = "OLD" if each.new is None else "NEW"
    return printable(f"{each.kind} {mask_text(each.name)}".rstrip() + f": only in {side} ({file})")


def _as_text(found: Sequence[Compared]) -> Iterator[str]:
    for index, each in enumerate(found):
        if index:
            yield ""
        yield from (_styled(line) for line in lines_of(each.changes, title=_one_sided(each)))
    if any(change.why.startswith(AT_DEPLOYMENT) for each in found for change in each.changes):
        yield click.style("Give the parameters of templates values with -p NAME=VALUE or --parameters FILE.", dim=True)
    if len(found) > 1:
        yield from ("", _sum(found))


def _styled(line: Line) -> str:
    style = _COLORS.get(line.style)
    return str(line) if style is None else f"{' ' * line.indent}{click.style(line.text, **style)}"


def _sum(found: Sequence[Compared]) -> str:
    """Return how many resources differ."""
    counts = Counter(
        "only in OLD" if each.new is None else "only in NEW" if each.old is None else _differs(each) for each in found
    )
    words = ("changed", "unchanged", "unclear", "only in OLD", "only in NEW")
    parts = [f"{counts[word]} {word}" for word in words if counts[word]]
    return f"{len(found)} compared: {', '.join(parts)}."


def _differs(each: Compared) -> str:
    return "changed" if each.changes else "unclear" if each.mistakes else "unchanged"
