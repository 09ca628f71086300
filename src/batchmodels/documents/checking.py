"""Check files: what the service refuses, what the review finds, what no model knows, each with its position."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import ParamSpec, Protocol, TypeVar

import msgspec

from ..engine.model import Model
from ..errors import Problem
from ..paths import Steps
from ..rules.finding import Finding, Rename, Replace, Severity, Span, help_for
from ..rules.internal_errors import failure
from ..secrets.secret_names import is_secret_member
from .coverage import Counts, not_judged
from .diagnostics import DOCUMENT, REFUSED, UNREADABLE, Diagnostic, TextEdit, ValueSource
from .document import Document
from .edits import document_edit, finding_edit, text_edit, type_edit
from .entries import Entry
from .errors import MalformedTextError, UnreadableError
from .excerpts import Excerpts
from .expressions.scope import Given
from .ignoring import without_ignored
from .large_files import Parts, parts_of
from .model_detection import ANSWERS
from .positions import Position
from .shown_keys import shown_path
from .source import Source, decode, read_source
from .type_fixes import type_fix
from .unknown_members import UNKNOWN, UNKNOWN_VALUE, unknown_members
from .values import value_at

P = ParamSpec("P")
T = TypeVar("T")

_NOTHING = ", got None"
_MACHINE = ("virtualMachineConfiguration",)


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

    findings = review_all(document.models, jobs=document.jobs, ignore=_left_out(ignore, api_version), now=now)
    return _diagnose(document, findings, api_version, ignore)


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

    Yields:
        What is wrong in each file.
    """
    from ..rules.review import review_all  # noqa: PLC0415  # because importing the rules takes time, and only a check needs them

    documents = [
        (file, data if isinstance(data, Diagnostic) else _without_failing(file, _open, file, data, type_name, parameters))
        for file, data in files
    ]
    options = (type_name, api_version, ignore, now, progress, parameters, counts, excerpts)
    models = [model for _, each in documents if isinstance(each, Document) for model in each.models]
    jobs = [job for _, each in documents if isinstance(each, Document) for job in each.jobs]
    reviewed = review_all(models, jobs=jobs, ignore=_left_out(ignore, api_version), now=now)
    findings = iter([*progress("reviewing", reviewed, len(models))])
    for _, document in documents:
        if isinstance(document, Diagnostic):
            if counts is not None:
                counts.add_unreadable()
            yield [document]
            continue
        if isinstance(document, Parts):
            yield _check_parts(document, *options)
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
    found = _without_failing(document.file, _diagnose, document, findings, api_version, ignore, counts)
    if isinstance(found, Diagnostic):
        return [found]
    if not excerpts or not found:
        return found
    shown = _without_failing(document.file, _with_excerpts, document, found)
    return found if isinstance(shown, Diagnostic) else shown


def _check_parts(
    parts: Parts,
    type_name: str | None,
    api_version: str | None,
    ignore: Collection[str],
    now: datetime | None,
    progress: Progress,
    parameters: Mapping[str, Given] | None,
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
            document = _without_failing(parts.file, _document, source, type_name, parameters)
        if isinstance(document, Diagnostic):
            if counts is not None:
                counts.add_unreadable()
            return [document]
        reviewed = iter([*review_all(document.models, jobs=document.jobs, ignore=_left_out(ignore, api_version), now=now)])
        found += _diagnosed(document, reviewed, api_version, ignore, own, excerpts=excerpts)
    if counts is not None:
        counts.update(own)
    return found


def unreadable(file: str, message: str, position: Position | None = None) -> Diagnostic:
    """Return the diagnostic about a file that can't be read."""
    place = position or Position(0, 0, 0, 0)
    texts = ("unreadable file", message, "")
    return Diagnostic(file, *place, "", UNREADABLE, Severity.error, *texts, help_for(UNREADABLE))


def _without_failing(file: str, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | Diagnostic:
    """Do one step of checking a file; if it fails, return that as a diagnostic, so that the other files are checked."""
    try:
        return step(*args, **kwargs)
    except ImportError:
        raise
    except Exception as error:  # noqa: BLE001  # because a bug in the check of one file must not lose the others
        return unreadable(file, failure(error))


def _open(
    file: str, data: bytes, type_name: str | None, parameters: Mapping[str, Given] | None
) -> Document | Parts | Diagnostic:
    try:
        text = decode(file, data)
        parts = parts_of(file, text)
        return parts or _document(read_source(file, text, parameters), type_name, parameters)
    except UnreadableError as error:
        return unreadable(file, error.message, error.position)


def _document(source: Source, type_name: str | None, parameters: Mapping[str, Given] | None) -> Document | Diagnostic:
    try:
        document = Document(source, type_name, parameters)
        _ = document.models  # read now, so that a failure is noticed here
    except UnreadableError as error:
        return unreadable(source.file, error.message, error.position)
    return document


def _left_out(ignore: Collection[str], api_version: str | None) -> set[str]:
    """Return the ids of the rules that the review leaves out."""
    from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time, and only a check needs them

    checked_by_version = {rule.id for rule in RULES.values() if rule.unversioned_only and api_version is not None}
    return {rule for rule in ignore if rule in RULES} | checked_by_version


def _diagnose(
    document: Document,
    findings: Iterator[list[Finding]],
    api_version: str | None,
    ignore: Collection[str],
    counts: Counts | None = None,
) -> list[Diagnostic]:
    source = document.source
    found = [_about(source, each.steps, each, _title(each)) for each in document.findings if each.rule not in ignore]
    of_text = {diagnostic.path for diagnostic in found}
    for entry in document.entries:
        refused = list(_refusals(entry, api_version))
        own = [] if entry.model is None else next(findings)
        missing = {problem.steps for problem in refused if problem.rule == "required"}
        misspelled = {meant for each in own if each.rule not in ignore and (meant := _meant(each)) in missing}
        found += [_about_problem(entry, each) for each in refused if each.steps not in misspelled]
        if entry.model is not None:
            own = [_refused(each) if _meant(each) in misspelled else each for each in own]
            reviewed = _reviewed(entry, entry.model, own, ignore)
            found += [each for each in reviewed if each.path not in of_text or each.rule not in UNKNOWN]
    notes = not_judged(document)
    if counts is not None:
        counts.add(document, notes)
    found += [note for note in notes if note.rule not in ignore]
    found = without_ignored(source, found, {*ignore, *_left_out(ignore, api_version)})
    return sorted(dict.fromkeys(found), key=lambda diagnostic: (diagnostic.line, diagnostic.column))


def _with_excerpts(document: Document, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    lines = Excerpts(document.source)
    places = (Position(each.line, each.column, each.end_line, each.end_column) for each in diagnostics)
    return [msgspec.structs.replace(each, excerpt=lines.at(place)) for each, place in zip(diagnostics, places, strict=True)]


def _title(finding: Finding) -> str:
    """The title of a finding about the text of a file, which may be one that a rule of the review makes too."""
    from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time, and only a check needs them

    return RULES[finding.rule].title if finding.rule in RULES else "mistake in the document"


def _meant(finding: Finding) -> Steps | None:
    """Return the steps of the member that a misspelled one should be; None if that isn't certain."""
    return (*finding.steps[:-1], finding.edit.key) if isinstance(finding.edit, Rename) else None


def _refused(finding: Finding) -> Finding:
    """Return the finding about a misspelled member without which the service refuses the document."""
    key = finding.edit.key if isinstance(finding.edit, Rename) else ""
    message = f"{finding.message} {key} is required, so the service refuses the document."
    return msgspec.structs.replace(finding, severity=Severity.error, message=message)


def _refusals(entry: Entry, api_version: str | None) -> Iterator[Problem]:
    """Yield what the service refuses: what the model can't hold, and what ``validate()`` reports of the rest."""
    problems = [*entry.problems]
    if entry.answered:
        problems = [each for each in problems if not _is_missing_secret(each)]
    yield from problems
    for problem in entry.model.validate(api_version=api_version) if entry.model is not None else ():
        if not entry.partial.is_moot(entry.content, problem) and not (entry.answered and _is_missing_secret(problem)):
            yield problem


def _is_missing_secret(problem: Problem) -> bool:
    """Return whether a secret is missing: a service leaves them out of its answers."""
    last = problem.steps[-1] if problem.steps else ""
    return problem.rule == "required" and isinstance(last, str) and is_secret_member(last)


def _reviewed(entry: Entry, model: Model, findings: list[Finding], ignore: Collection[str]) -> Iterator[Diagnostic]:
    """Yield what the review finds, and what no model knows; without what may be due to a gap."""
    from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time, and only a check needs them
    from ..rules.internal_errors import TITLE  # noqa: PLC0415  # because it goes with them

    unknown = list(unknown_members(model)) if entry.model_type not in ANSWERS else []
    unclear = [*entry.gaps, *(finding.steps for finding in unknown if finding.rule == UNKNOWN_VALUE)]
    unclear += entry.job.gaps if entry.job else ()
    # A machine of which only the image isn't known is there all the same.
    missing = {step for steps in unclear for step in (steps[-1:] if steps[:1] == _MACHINE else steps)}
    shown: set[Steps] = set()
    for finding in findings:
        rule = RULES.get(finding.rule)  # none for a rule that failed
        if rule and (
            (entry.arm and rule.data_plane_only) or (entry.versioned and rule.unversioned_only) or missing & rule.reads
        ):
            continue
        if not entry.partial.gaps.cover(entry.partial.spelling.locate(entry.content, finding.steps)):
            steps = entry.locate(finding.steps)
            shown.add(steps)
            about = _about(entry.source, steps, finding, rule.title if rule else TITLE, entry)
            yield _placed(entry, steps, about)
    for finding in unknown:
        steps = entry.locate(finding.steps)
        if finding.rule not in ignore and steps not in shown:
            yield _placed(entry, steps, _about(entry.source, steps, finding, UNKNOWN[finding.rule], entry))


def _about_problem(entry: Entry, problem: Problem) -> Diagnostic:
    texts = ("value that the service refuses", _sentence(entry, problem), type_fix(entry, problem))
    steps = entry.locate(problem.steps)
    edit = type_edit(entry, problem)
    return _placed(entry, steps, _diagnostic(entry.source, steps, REFUSED + problem.rule, Severity.error, texts, edit))


def _sentence(entry: Entry, problem: Problem) -> str:
    """Return the sentence of a problem, in which None is null or missing, as the file has it."""
    if _NOTHING not in problem.sentence or not problem.steps:
        return problem.sentence
    *parent, key = entry.partial.spelling.locate(entry.content, problem.steps)
    members = value_at(entry.content, tuple(parent))
    is_there = isinstance(key, int) or (isinstance(members, dict) and key in members and members[key] is None)
    return problem.sentence.replace(_NOTHING, ", got null" if is_there else f", but {problem.steps[-1]} is missing", 1)


def _placed(entry: Entry, steps: Steps, diagnostic: Diagnostic) -> Diagnostic:
    """Return the diagnostic in the terms of the file: Terraform's names, or the places that a template's value comes from."""
    return _in_terraform(entry, steps, _with_sources(entry, steps, diagnostic))


def _in_terraform(entry: Entry, steps: Steps, diagnostic: Diagnostic) -> Diagnostic:
    """Return the diagnostic with Terraform's address and names, if the entry is a resource of it."""
    resource = entry.terraform
    if resource is None:
        return diagnostic
    message, fix = resource.with_terraform_names(diagnostic.message), resource.with_terraform_names(diagnostic.fix)
    if resource.is_hidden(steps):
        message, fix = f"{diagnostic.title}; the value is sensitive, so it isn't shown.", ""
    return msgspec.structs.replace(diagnostic, path=resource.shown(steps), message=message, fix=fix, edit=None)


def _with_sources(entry: Entry, steps: Steps, diagnostic: Diagnostic) -> Diagnostic:
    """Return the diagnostic with the places that the value comes from; a value from elsewhere has no edit here."""
    if entry.origins is None:
        return diagnostic
    places = [(entry.source.position(each), shown_path(each)) for each in entry.origins.sources(steps)]
    sources = tuple(ValueSource(position.line, position.column, path) for position, path in places)
    if not sources:
        return diagnostic
    edit = diagnostic.edit  # the name of a member is here even if its value isn't
    kept = edit if edit is not None and isinstance(edit.change, Rename) else None
    return msgspec.structs.replace(diagnostic, sources=sources, edit=kept)


def _about(source: Source, steps: Steps, finding: Finding, title: str, entry: Entry | None = None) -> Diagnostic:
    if finding.rule.startswith(DOCUMENT):
        edit = document_edit(source, finding)
    elif entry is None:
        edit = None if finding.edit is None else text_edit(source, finding.edit)  # its steps are those of the file
    else:
        edit = finding_edit(entry, finding)
    fix = finding.fix
    if edit is not None and finding.rule == UNKNOWN_VALUE and isinstance(edit.change, Replace):
        fix = f"Write {edit.change.value}."  # as the file's dialect spells it
    texts = (title, finding.message, fix)
    span = None if entry is None else entry.span(finding)
    return _diagnostic(source, steps, finding.rule, finding.severity, texts, edit, span)


def _diagnostic(
    source: Source,
    steps: Steps,
    rule: str,
    severity: Severity,
    texts: tuple[str, str, str],
    edit: TextEdit | None,
    span: Span | None = None,
) -> Diagnostic:
    place = source.position(steps, span)
    return Diagnostic(source.file, *place, shown_path(steps), rule, severity, *texts, help_for(rule), edit)
