"""A file that was read, checked: what the service refuses, what the review finds, what no model knows, each with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import msgspec

from ..documents.keys import shown_path
from ..documents.reading import Reading, declared_shape, model_named, read, value_at
from ..documents.subjects import Subject, subjects
from ..documents.texts import Position, Source, Unreadable, read_source
from ..documents.unknown import Stranger, strangers
from ..engine.model import Model
from ..engine.shapes import Boolean, Enumeration, Integer, Number, Text
from ..errors import Problem
from ..paths import Steps
from ..rules.finding import Finding, Severity, help_for
from ..rules.internal_errors import failure
from .progress import Progress, no_progress
from .reports import UNREADABLE, Report

if TYPE_CHECKING:
    from ..rules.rule import Rule

P = ParamSpec("P")
T = TypeVar("T")

REFUSED = "refused/"
"""What the rule of a problem begins with, one that validate() found: ``refused/minimum``. It can't be switched off."""

DOCUMENT = "document/"
"""What the rule of a notice begins with: ``document/duplicate``. It can't be switched off either."""

_COMMENT = "batchmodels: ignore "

_BODIES = ("StartTask", "PoolAddParameter", "PoolPatchParameter", "PoolUpdatePropertiesParameter", "PoolSpecification")
"""What people write. In what the service answers, a new member or value is nothing wrong."""

# A machine of which only the image isn't known is there all the same.
_MACHINE = ("virtualMachineConfiguration",)


def check(
    file: str,
    text: bytes,
    *,
    type_name: str | None = None,
    api_version: str | None = None,
    ignore: Collection[str] = (),
    now: datetime | None = None,
) -> list[Report]:
    """Find everything that is wrong in a file.

    Args:
        file: Its name.
        text: What is in it.
        type_name: The model that it holds; None finds out.
        api_version: The API version that it would be sent with; None checks nothing of the kind.
        ignore: The ids of rules that aren't asked.
        now: The time of the review; None is the present.

    Returns:
        What is wrong, in the order of the lines. If the file can't be read, the one report that says so.

    Raises:
        ValueError: There is no such API version.
    """
    return next(check_all([(file, text)], type_name=type_name, api_version=api_version, ignore=ignore, now=now))


def check_all(
    files: Iterable[tuple[str, bytes | Report]],
    *,
    type_name: str | None = None,
    api_version: str | None = None,
    ignore: Collection[str] = (),
    now: datetime | None = None,
    progress: Progress = no_progress,
) -> Iterator[list[Report]]:
    """Find everything that is wrong in several files; the review looks at all that is in them at once.

    Args:
        files: Their names, each with what is in the file, or with the report that it can't be read.
        type_name: As for `check`, as are the others.
        api_version: See there.
        ignore: See there.
        now: See there.
        progress: Shows how many models have been reviewed.

    Yields:
        What is wrong in each file.
    """
    from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time, and only a check asks them
    from ..rules.review import review_all  # noqa: PLC0415  # because it goes with them

    opened = [
        (file, text if isinstance(text, Report) else _without_failing(file, _open, file, text, type_name))
        for file, text in files
    ]
    models = [model for _, each in opened if isinstance(each, _File) for model in each.models]
    reviewed = review_all(models, ignore=_ids(ignore, api_version, RULES), now=now)
    findings = iter([*progress("reviewing", reviewed, len(models))])
    for file, each in opened:
        if isinstance(each, Report):
            yield [each]
            continue
        own = iter([next(findings) for _ in each.models])
        reports = _without_failing(file, _check_file, each, own, api_version, ignore)
        yield [reports] if isinstance(reports, Report) else reports


class _File(msgspec.Struct, frozen=True):
    """A file that was read, with the subjects in it, each read as its model."""

    source: Source
    readings: list[tuple[Subject, Reading]]

    @property
    def models(self) -> list[Model]:
        """What was read and can be reviewed."""
        return [reading.model for _, reading in self.readings if reading.model is not None]


def _without_failing(file: str, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | Report:
    """Do one step of checking a file; if it fails, that is a report, and the other files are checked all the same."""
    try:
        return step(*args, **kwargs)
    except ImportError:
        raise
    except Exception as error:  # noqa: BLE001  # because a bug in the check of one file must not lose the others
        return unreadable(file, failure(error))


def _open(file: str, text: bytes, type_name: str | None) -> _File | Report:
    try:
        source = read_source(file, text)
        return _File(source, [(subject, read(subject)) for subject in subjects(source, type_name)])
    except Unreadable as error:
        return unreadable(file, error.message, error.position)


def _ids(ignore: Collection[str], api_version: str | None, rules: Mapping[str, Rule]) -> set[str]:
    """The ids of the rules that aren't asked."""
    return {rule for rule in ignore if rule in rules} | {
        each.id for each in rules.values() if each.unversioned_only and api_version
    }


def _check_file(
    file: _File, findings: Iterator[list[Finding]], api_version: str | None, ignore: Collection[str]
) -> list[Report]:
    source = file.source
    notices = [*source.notices, *(notice for subject, _ in file.readings for notice in subject.notices)]
    reports = [
        _report(source, each.path, DOCUMENT + each.rule, Severity.error, ("the document", each.message, each.fix))
        for each in notices
    ]
    for subject, reading in file.readings:
        reports += _check_subject(source, subject, reading, api_version)
        if reading.model is not None:
            reports += _look_closer(source, subject, reading, reading.model, next(findings), ignore)
    noticed = {report.path for report in reports if report.rule.startswith(DOCUMENT)}
    reports = [report for report in reports if report.path not in noticed or not report.rule.startswith("unknown/")]
    return sorted(dict.fromkeys(_allowed(source, reports)), key=lambda report: (report.line, report.column))


def unreadable(file: str, message: str, position: Position | None = None) -> Report:
    """The report about a file in which nothing can be checked."""
    place = position or Position(0, 0, 0, 0)
    written = ("a file that can't be read", message, "")
    return Report(file, *place, "", UNREADABLE, Severity.error, *written, help_for(UNREADABLE))


def _check_subject(source: Source, subject: Subject, reading: Reading, api_version: str | None) -> Iterator[Report]:
    problems = list(reading.problems)
    if reading.model is not None:
        problems += [
            problem for problem in reading.model.validate(api_version=api_version) if not reading.is_moot(subject, problem)
        ]
    for problem in problems:
        yield _about_problem(source, subject, problem, reading)


def _look_closer(
    source: Source, subject: Subject, reading: Reading, model: Model, findings: list[Finding], ignore: Collection[str]
) -> Iterator[Report]:
    from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time, and only a check asks them
    from ..rules.internal_errors import TITLE  # noqa: PLC0415  # because it goes with them

    found = list(strangers(model)) if subject.model_type in _BODIES else []
    unknown = [*reading.gaps.steps, *(stranger.path for stranger in found if stranger.rule == "unknown/value")]
    missing = {step for path in unknown for step in (path[-1:] if path[:1] == _MACHINE else path)}
    said: set[Steps] = set()
    for finding in findings:
        rule = RULES.get(finding.rule)  # none for a rule that failed
        if rule and ((subject.arm and rule.data_plane_only) or missing & rule.reads):
            continue
        steps = reading.spelling.locate(subject.content, finding.steps)
        if not reading.gaps.cover(steps):
            said.add(steps)
            yield _about_finding(source, subject, steps, finding, rule.title if rule else TITLE)
    for stranger in found:
        if stranger.rule not in ignore and stranger.path not in said:
            yield _about_stranger(source, subject, stranger)


def _about_problem(source: Source, subject: Subject, problem: Problem, reading: Reading) -> Report:
    steps = reading.spelling.locate(subject.content, problem.steps)
    written = ("the service refuses it", problem.sentence, _fix(source, subject, problem, steps))
    return _report(source, subject.where(steps), REFUSED + problem.rule, Severity.error, written)


def _fix(source: Source, subject: Subject, problem: Problem, steps: Steps) -> str:
    """What to do about a number or bool in quotes, or about a text that YAML read as something else."""
    value = value_at(subject.content, steps)
    shape = declared_shape(model_named(subject.model_type), problem.steps)
    if isinstance(shape, (Text, Enumeration)) and not isinstance(value, (str, dict, list)):
        return _quoted(source.yaml_trap(subject.where(steps)), value, problem.hidden)
    if problem.rule != "type" or problem.hidden or not isinstance(value, str):
        return ""
    is_number = isinstance(shape, (Integer, Number)) and _NUMBER.fullmatch(value)
    is_bool = isinstance(shape, Boolean) and value.lower() in ("true", "false")
    return f"Write it without quotes: {value.lower()}." if is_number or is_bool else ""


_NUMBER = re.compile(r"-?\d{1,20}", re.ASCII)


def _quoted(trap: str | None, value: Any, hidden: bool) -> str:
    if trap is None:
        return ""
    if value is None or isinstance(value, bool):  # one of a few words, so it can't be a secret
        kind = "nothing" if value is None else "true or false"
    elif hidden:
        return "YAML reads this as a number, not as a text: write it in quotes."
    else:
        kind = "a number"
    return f'YAML reads {trap} as {kind}, not as a text: write it in quotes, "{trap}".'


def _about_finding(source: Source, subject: Subject, path: Steps, finding: Finding, title: str) -> Report:
    written = (title, finding.message, finding.fix)
    return _report(source, subject.where(path), finding.rule, finding.severity, written)


def _about_stranger(source: Source, subject: Subject, stranger: Stranger) -> Report:
    written = (stranger.title, stranger.message, stranger.fix)
    return _report(source, subject.where(stranger.path), stranger.rule, Severity.warning, written)


def _report(source: Source, path: Steps, rule: str, severity: Severity, written: tuple[str, str, str]) -> Report:
    place = source.position(path)
    return Report(source.file, *place, shown_path(path), rule, severity, *written, help_for(rule))


def _allowed(source: Source, reports: list[Report]) -> list[Report]:
    """The reports that no comment switches off: ``# batchmodels: ignore BM302``, in the line or alone in the one above."""
    if not source.is_yaml or _COMMENT not in source.text:
        return reports
    lines = re.split(r"\r\n|\n|\r", source.text)
    return [report for report in reports if report.rule not in _switched_off(lines, report.line)]


def _switched_off(lines: list[str], line: int) -> set[str]:
    above = lines[line - 2].strip() if line > 1 else ""
    rules: set[str] = set()
    for text in (lines[line - 1], above if above.startswith("#") else ""):
        before, _, behind = text.rpartition(_COMMENT)
        if "#" in before:
            rules.update(re.findall(r"[\w/]+", behind))
    return {rule for rule in rules if not rule.startswith((REFUSED, DOCUMENT))}
