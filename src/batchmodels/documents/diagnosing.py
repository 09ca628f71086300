"""The diagnostics of a document: what the service refuses, what the review finds, what no model knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import msgspec

from ..engine.model import Model
from ..errors import Problem
from ..paths import Steps
from ..rules.finding import Finding, Rename, Replace, Severity, Span, help_for
from ..secrets.secret_names import is_secret_member
from .coverage import Counts, not_judged
from .diagnostics import DOCUMENT, REFUSED, Diagnostic, TextEdit, ValueSource
from .dialect_texts import in_arm
from .document import Document
from .edits import document_edit, finding_edit, text_edit, type_edit
from .entries import Entry
from .excerpts import Excerpts
from .ignoring import without_ignored
from .model_detection import ANSWERS
from .positions import Position
from .problem_texts import fix_of, sentence_of
from .shape_fixes import shape_fix
from .shown_keys import shown_path
from .source import Source
from .task_lists import findings_of_lists
from .type_fixes import type_fix
from .unknown_members import UNKNOWN, UNKNOWN_MEMBER, UNKNOWN_VALUE, unknown_members
from .values import value_at

_ABOUT_POOLS = "BM0"  # the rules about settings of a pool that a request is refused for
_ALSO_UNKNOWN = frozenset(("BM083", "BM086"))  # what these rules find is also unknown to the models
_ABOUT_NAMES = frozenset(("BM701", "BM702", "BM703", UNKNOWN_MEMBER, f"{DOCUMENT}duplicate", f"{DOCUMENT}key"))
_MACHINE = ("virtualMachineConfiguration",)


def left_out(ignore: Collection[str], api_version: str | None) -> set[str]:
    """Return the ids of the rules that the review leaves out."""
    from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time, and only a check needs them

    checked_by_version = {rule.id for rule in RULES.values() if rule.unversioned_only and api_version is not None}
    return {rule for rule in ignore if rule in RULES} | checked_by_version


def diagnose(
    document: Document,
    findings: Iterator[list[Finding]],
    api_version: str | None,
    ignore: Collection[str],
    counts: Counts | None = None,
) -> list[Diagnostic]:
    """Return what is wrong in a document.

    Args:
        document: The document.
        findings: The findings of the review, for each of its models.
        api_version: The API version that it is for; None checks none.
        ignore: The ids of rules to leave out.
        counts: Gets what was judged, and what was not.
    """
    source = document.source
    of_file = [each for each in document.findings if each.rule not in ignore]
    found = [_in_its_resource(document, each.steps, _about(source, each.steps, each, _title(each))) for each in of_file]
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
    if source.span == (0, len(source.text)):  # a part of a large list doesn't show the others
        for entry, finding in findings_of_lists(document.entries, ignore):
            steps = entry.locate(finding.steps)
            found.append(_placed(entry, steps, _about(source, steps, finding, _title(finding), entry)))
    notes = not_judged(document)
    if counts is not None:
        counts.add(document, notes)
    found += [note for note in notes if note.rule not in ignore]
    found = without_ignored(source, found, {*ignore, *left_out(ignore, api_version)})
    return sorted(dict.fromkeys(found), key=lambda diagnostic: (diagnostic.line, diagnostic.column))


def with_excerpts(document: Document, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Return diagnostics with the lines that they are about."""
    lines = Excerpts(document.source)
    places = (Position(each.line, each.column, each.end_line, each.end_column) for each in diagnostics)
    return [msgspec.structs.replace(each, excerpt=lines.at(place)) for each, place in zip(diagnostics, places, strict=True)]


def _title(finding: Finding) -> str:
    """The title of a finding about the text of a file, which may be one that a rule of the review makes too."""
    from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time, and only a check needs them

    return RULES[finding.rule].title if finding.rule in RULES else UNKNOWN.get(finding.rule, "mistake in the document")


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

    unknown = list(unknown_members(model, in_arm=entry.resource is not None)) if entry.model_type not in ANSWERS else []
    unclear = [*entry.gaps, *(finding.steps for finding in unknown if finding.rule == UNKNOWN_VALUE)]
    unclear += entry.job.gaps if entry.job else ()
    # A machine of which only the image isn't known is there all the same.
    missing = {step for steps in unclear for step in (steps[-1:] if steps[:1] == _MACHINE else steps)}
    shown: set[Steps] = set()
    for finding in findings:
        rule = RULES.get(finding.rule)  # none for a rule that failed
        if finding.rule in _ALSO_UNKNOWN and finding.steps in {each.steps for each in unknown}:
            continue  # the file's own finding about it also knows how the file spells it
        if rule and (
            (entry.arm and rule.data_plane_only) or (entry.versioned and rule.unversioned_only) or missing & rule.reads
        ):
            continue
        if not entry.partial.gaps.cover(entry.partial.spelling.locate(entry.content, finding.steps)):
            steps = entry.locate(finding.steps)
            shown.add(steps)
            if entry.arm and entry.answered and finding.rule.startswith(_ABOUT_POOLS):  # which is there, and isn't sent
                finding = msgspec.structs.replace(finding, severity=Severity.note)  # noqa: PLW2901  # because it takes its place
            about = _about(entry.source, steps, finding, rule.title if rule else TITLE, entry)
            yield _placed(entry, steps, about)
    for finding in unknown:
        steps = entry.locate(finding.steps)
        if finding.rule not in ignore and steps not in shown:
            yield _placed(entry, steps, _about(entry.source, steps, finding, UNKNOWN[finding.rule], entry))


def _about_problem(entry: Entry, problem: Problem) -> Diagnostic:
    fix = fix_of(entry, problem) or type_fix(entry, problem) or shape_fix(entry, problem)
    texts = ("value that the service refuses", sentence_of(entry, problem), fix)
    steps = entry.locate(problem.steps)
    edit = type_edit(entry, problem)
    severity = Severity.warning if _arm_may_convert(entry, problem) else Severity.error
    return _placed(entry, steps, _diagnostic(entry.source, steps, REFUSED + problem.rule, severity, texts, edit))


def _arm_may_convert(entry: Entry, problem: Problem) -> bool:
    """Return whether ARM may take a text for the number or the boolean in it: templates with such texts are deployed."""
    value = value_at(entry.content, problem.steps) if entry.resource is not None and problem.rule == "type" else None
    pattern = {"int": r"-?\d{1,18}", "bool": "(?i)true|false"}.get(problem.expected)
    return isinstance(value, str) and pattern is not None and re.fullmatch(pattern, value) is not None


def _placed(entry: Entry, steps: Steps, diagnostic: Diagnostic) -> Diagnostic:
    """Return the diagnostic in the terms of the file: Terraform's names, or the places that a template's value comes from."""
    return _in_terraform(entry, steps, _with_sources(entry, steps, diagnostic))


def _in_terraform(entry: Entry, steps: Steps, diagnostic: Diagnostic) -> Diagnostic:
    """Return the diagnostic with Terraform's address and names, if the entry is a resource of it."""
    resource = entry.terraform
    if resource is None and entry.arm:
        return msgspec.structs.replace(diagnostic, message=in_arm(diagnostic.message), fix=in_arm(diagnostic.fix))
    if resource is None:
        return diagnostic
    message, fix = resource.with_terraform_names(diagnostic.message), resource.with_terraform_names(diagnostic.fix)
    if resource.is_hidden(steps):
        message, fix = f"{diagnostic.title}; the value is sensitive, so it isn't shown.", ""
    return msgspec.structs.replace(diagnostic, path=resource.shown(steps), message=message, fix=fix, edit=None)


def _in_its_resource(document: Document, steps: Steps, diagnostic: Diagnostic) -> Diagnostic:
    """Return the diagnostic about the text of a file in the terms of the resource of Terraform that it is in, if any."""
    for entry in document.entries:
        start = () if entry.terraform is None else entry.terraform.resource.steps
        if start and steps[: len(start)] == start:
            return _in_terraform(entry, steps, diagnostic)
    return diagnostic


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
    place = source.position(steps, span, key=rule in _ABOUT_NAMES or (edit is not None and isinstance(edit.change, Rename)))
    return Diagnostic(source.file, *place, shown_path(steps), rule, severity, *texts, help_for(rule), edit)
