"""Check files: what the service refuses, what the review finds, what no model knows, each with its position."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import ParamSpec, Protocol, TypeVar

import msgspec

from ..rules.finding import Finding, Severity, help_for
from ..rules.internal_errors import failure
from .coverage import EMPTY, TITLES, Counts
from .diagnosing import diagnose, left_out, with_excerpts
from .diagnostics import UNREADABLE, Diagnostic
from .document import Document
from .errors import MalformedTextError, UnreadableError
from .expressions.scope import Given
from .large_files import Parts, parts_of
from .positions import Position
from .source import Source, decode, read_source

P = ParamSpec("P")
T = TypeVar("T")


class Progress(Protocol):
    """Passes things on, and may show how many there have been."""

    def __call__(self, doing: str, things: Iterable[T], total: int = 0, /) -> Iterable[T]:
        """Pass things on.

        Args:
            doing: What is done with them: ``reading``.
            things: The things.
            total: How many there are; 0 if that isn't known.
        """
        ...


def no_progress(_doing: str, things: Iterable[T], _total: int = 0, /) -> Iterable[T]:
    """Show nothing."""
    return things


def check(
    document: Document,
    *,
    api_version: str | None = None,
    ignore: Collection[str] = (),
    now: datetime | None = None,
) -> list[Diagnostic]:
    """Find everything that is wrong in a file, as ``batchmodels check`` does.

    Args:
        document: The file, read.
        api_version: The API version that it is for; None checks none.
        ignore: The ids of rules to leave out; unknown ones have no effect.
        now: The time of the review; None is the present.

    Returns:
        What is wrong, in the order of the lines.

    Raises:
        ValueError: Unknown API version; the message lists the supported ones.
    """
    from ..rules.review import review_all  # noqa: PLC0415  # because importing the rules takes time, and only a check needs them

    findings = review_all(document.reviewed, jobs=document.jobs, ignore=left_out(ignore, api_version), now=now)
    return diagnose(document, findings, api_version, ignore)


def check_data(
    file: str,
    data: bytes,
    *,
    type_name: str | None = None,
    api_version: str | None = None,
    ignore: Collection[str] = (),
    now: datetime | None = None,
) -> list[Diagnostic]:
    """Check the bytes of a file; the arguments are those of `check_all`. A file that can't be read gives one diagnostic."""
    return next(check_all([(file, data)], type_name=type_name, api_version=api_version, ignore=ignore, now=now))


def check_all(
    files: Iterable[tuple[str, bytes | Diagnostic]],
    *,
    type_name: str | None = None,
    api_version: str | None = None,
    ignore: Collection[str] = (),
    now: datetime | None = None,
    progress: Progress = no_progress,
    parameters: Mapping[str, Given] | None = None,
    counts: Counts | None = None,
    excerpts: bool = False,
    allow_empty: bool = False,
) -> Iterator[list[Diagnostic]]:
    """Check several files; the review takes the models of all of them at once.

    Args:
        files: Their names, each with its bytes, or with the diagnostic that it can't be read.
        type_name: The name of the model that they hold; None detects it.
        api_version: As for `check`.
        ignore: As for `check`.
        now: As for `check`.
        progress: Shows how many models have been reviewed.
        parameters: The values of the parameters of templates, by their names in lower case.
        counts: Gets what was judged, and what was not.
        excerpts: Whether each diagnostic has the line that it is about.
        allow_empty: Whether a note is enough about a file that contains nothing to check.

    Yields:
        What is wrong in each file.
    """
    from ..rules.review import review_all  # noqa: PLC0415  # because importing the rules takes time, and only a check needs them

    reading = (type_name, parameters, allow_empty)
    documents = [
        (file, data if isinstance(data, Diagnostic) else _without_failing(file, _open, file, data, reading))
        for file, data in files
    ]
    models = [model for _, each in documents if isinstance(each, Document) for model in each.reviewed]
    jobs = [job for _, each in documents if isinstance(each, Document) for job in each.jobs]
    reviewed = review_all(models, jobs=jobs, ignore=left_out(ignore, api_version), now=now)
    findings = iter([*progress("reviewing", reviewed, len(models))])
    for _, document in documents:
        if isinstance(document, Diagnostic):
            if counts is not None:
                counts.add_unreadable()
            yield [document]
            continue
        if isinstance(document, Parts):
            yield _check_parts(document, reading, api_version, ignore, now, progress, counts, excerpts)
            continue
        own = iter([next(findings) for _ in document.models])
        yield _diagnosed(document, own, api_version, ignore, counts, excerpts=excerpts)


def _diagnosed(
    document: Document,
    findings: Iterator[list[Finding]],
    api_version: str | None,
    ignore: Collection[str],
    counts: Counts | None,
    *,
    excerpts: bool,
) -> list[Diagnostic]:
    found = _without_failing(document.file, diagnose, document, findings, api_version, ignore, counts)
    if isinstance(found, Diagnostic):
        return [found]
    if not excerpts or not found:
        return found
    shown = _without_failing(document.file, with_excerpts, document, found)
    return found if isinstance(shown, Diagnostic) else shown


def _check_parts(
    parts: Parts,
    reading: _Reading,
    api_version: str | None,
    ignore: Collection[str],
    now: datetime | None,
    progress: Progress,
    counts: Counts | None,
    excerpts: bool,  # because the options of a check are passed on together
) -> list[Diagnostic]:
    """Check a large list a part at a time, so that only the models of one part are in memory."""
    from ..rules.review import review_all  # noqa: PLC0415  # because importing the rules takes time, and only a check needs them

    found: list[Diagnostic] = []
    own = Counts()
    for source in progress(f"checking {parts.file}", parts.sources(), parts.count):
        if isinstance(source, MalformedTextError):
            document: Document | Diagnostic = unreadable(parts.file, source.message, parts.position(source))
        else:
            document = _without_failing(parts.file, _document, source, reading)
        if isinstance(document, Diagnostic):
            if counts is not None:
                counts.add_unreadable()
            return [document]
        reviewed = iter([*review_all(document.reviewed, jobs=document.jobs, ignore=left_out(ignore, api_version), now=now)])
        found += _diagnosed(document, reviewed, api_version, ignore, own, excerpts=excerpts)
    if counts is not None:
        counts.update(own)
    return found


def unreadable(file: str, message: str, position: Position | None = None) -> Diagnostic:
    """Return the diagnostic about a file that can't be read."""
    place = position or Position(0, 0, 0, 0)
    texts = ("unreadable file", message, "")
    return Diagnostic(file, *place, "", UNREADABLE, Severity.error, *texts, help_for(UNREADABLE))


def without_content(file: str, message: str, position: Position | None = None, *, allow_empty: bool) -> Diagnostic:
    """Return the diagnostic about a file or a directory that contains nothing to check: a note if that is allowed."""
    found = unreadable(file, message, position)
    if not allow_empty:
        return found
    return msgspec.structs.replace(found, rule=EMPTY, severity=Severity.note, title=TITLES[EMPTY], help=help_for(EMPTY))


def _without_failing(file: str, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | Diagnostic:
    """Do one step of checking a file; if it fails, return that as a diagnostic, so that the other files are checked."""
    try:
        return step(*args, **kwargs)
    except ImportError:
        raise
    except Exception as error:  # noqa: BLE001  # because a bug in the check of one file must not lose the others
        return unreadable(file, failure(error))


_Reading = tuple[str | None, Mapping[str, Given] | None, bool]
"""How files are read: the name of the model, the values of parameters, and whether a file may contain nothing to check."""


def _open(file: str, data: bytes, reading: _Reading) -> Document | Parts | Diagnostic:
    try:
        text = decode(file, data)
        parts = parts_of(file, text)
        return parts or _document(read_source(file, text, reading[1]), reading)
    except UnreadableError as error:
        return _not_read(file, error, reading)


def _document(source: Source, reading: _Reading) -> Document | Diagnostic:
    type_name, parameters, _ = reading
    try:
        document = Document(source, type_name, parameters)
        _ = document.models  # read now, so that a failure is noticed here
    except UnreadableError as error:
        return _not_read(source.file, error, reading)
    return document


def _not_read(file: str, error: UnreadableError, reading: _Reading) -> Diagnostic:
    if error.is_empty:
        return without_content(file, error.message, error.position, allow_empty=reading[2])
    return unreadable(file, error.message, error.position)
