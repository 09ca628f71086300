"""What a check judged of a file, and what it did not: the counts at the end of a run, and a note for each gap."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..engine.model import Model
from ..models.start_task import StartTask
from ..paths import ROOT, Steps
from ..rules.finding import Severity, help_for
from ..secrets.masking import cut, mask_text
from ..secrets.secret_names import is_secret_member
from .arm_templates import linked_templates
from .batch_templates import application_template
from .declared_parameters import DeclaredParameters
from .diagnostics import Diagnostic
from .document import Document
from .entries import Entry
from .expressions.syntax import is_expression
from .masks import FIX, masks_in
from .parameter_values import is_parameter_file
from .shown_keys import shown_path
from .values import Window, indexed, value_at

NOT_JUDGED = "not-judged/"
"""The prefix of the rule of a note about something that was not judged: ``not-judged/start-task``."""

EMPTY = "not-judged/file"
"""The rule of the note about a file with nothing to check."""

TITLES = {
    EMPTY: "a file with nothing to check",
    "not-judged/pool": "a pool that was not reviewed",
    "not-judged/start-task": "a start task that was not reviewed",
    "not-judged/task": "a task that was not reviewed",
    "not-judged/template": "a template in another file",
    "not-judged/value": "a value that was not judged",
}
"""The rules, with their titles."""

_POOLS = ("PoolAddParameter", "CloudPool", "PoolPatchParameter", "PoolUpdatePropertiesParameter")
_TASKS = ("TaskAddParameter", "CloudTask", "TaskUpdateParameter")
_JOB_TASKS = ("job_manager_task", "job_preparation_task", "job_release_task")
_AROUND = ("pool_info", "auto_pool_specification", "pool", "job_specification")

_LONGEST = 80  # characters of an expression in a message


class Counts:
    """How many things a run has judged.

    Attributes:
        files: The files.
        judged: By their names, ``pool``, ``start task`` and ``task``: how many were reviewed.
        unjudged: By the same names, and ``value``: how many were not.
        parameters: The parameters of the templates.
    """

    def __init__(self) -> None:
        self.files: int = 0
        self.judged: dict[str, int] = dict.fromkeys(("pool", "start task", "task"), 0)
        self.unjudged: dict[str, int] = dict.fromkeys(("file", "pool", "start task", "task", "value"), 0)
        self.parameters: DeclaredParameters = DeclaredParameters()

    def add(self, document: Document, notes: list[Diagnostic]) -> None:
        """Count what is in a document, or in a part of one.

        Args:
            document: The document.
            notes: What `not_judged` returns for it.
        """
        self.parameters.add(document)
        content = document.content
        self.files += not isinstance(content, Window) or content.first == 0
        for entry in document.entries:
            for name, number in _reviewed(entry).items():
                self.judged[name] += number
        for note in notes:
            name = note.rule.removeprefix(NOT_JUDGED).replace("-", " ").replace("template", "file")
            self.unjudged[name] += 1

    def update(self, other: Counts) -> None:
        """Add the counts of other files."""
        self.files += other.files
        self.parameters.update(other.parameters)
        for name, number in other.judged.items():
            self.judged[name] += number
        for name, number in other.unjudged.items():
            self.unjudged[name] += number

    def add_unreadable(self) -> None:
        """Count a file that can't be read."""
        self.files += 1
        self.unjudged["file"] += 1
        self.parameters.may_lack = True

    def remove_unreadable(self) -> None:
        """Count a file no longer that can't be read: it is about something else."""
        self.files -= 1
        self.unjudged["file"] -= 1

    def as_dict(self) -> dict[str, Any]:
        """Return the counts for programs."""
        plural = {"pool": "pools", "start task": "start_tasks", "task": "tasks", "value": "values", "file": "files"}
        return {
            "files": self.files,
            **{plural[name]: number for name, number in self.judged.items()},
            "not_judged": {plural[name]: number for name, number in self.unjudged.items()},
        }

    def sentence(self) -> str:
        """Return the counts for people, as ``Checked: 1 pool, 1 start task, 0 tasks. Not judged: 2 values.`` is."""
        judged = ", ".join(_count(number, name) for name, number in self.judged.items())
        unjudged = ", ".join(_count(number, name) for name, number in self.unjudged.items() if number)
        return f"Checked: {judged}." + (f" Not judged: {unjudged}." if unjudged else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _reviewed(entry: Entry) -> dict[str, int]:
    """How many pools, start tasks and tasks of an entry were reviewed."""
    found = {"pool": 0, "start task": 0, "task": 0}
    if entry.model is None:
        return found
    waiting: list[tuple[Model, str]] = [(entry.model, entry.model_type)]
    while waiting:
        model, kind = waiting.pop()
        if kind in _POOLS or kind == "PoolSpecification":
            found["pool"] += 1
        elif isinstance(model, StartTask):
            found["start task"] += _has_command_line(model)
        elif kind in _TASKS or kind.startswith(("JobManager", "JobPreparationTask", "JobReleaseTask")):
            found["task"] += _has_command_line(model)
        for name in ("start_task", *_JOB_TASKS, *_AROUND):
            inner = getattr(model, name, None)
            if isinstance(inner, Model):
                waiting.append((inner, type(inner).__name__))
    return found


def _has_command_line(model: Model) -> bool:
    return isinstance(getattr(model, "command_line", None), str)


def is_note(diagnostic: Diagnostic) -> bool:
    """Return whether a diagnostic is a note that something was not judged."""
    return diagnostic.rule.startswith(NOT_JUDGED)


def not_judged(document: Document) -> list[Diagnostic]:
    """Return a note for each part of a document that was not judged, with the reason."""
    source = document.source
    notes: dict[Steps, Diagnostic] = {}

    def add(steps: Steps, kind: str, message: str, fix: str, path: str) -> None:
        rule = NOT_JUDGED + kind
        where = source.position(steps)
        texts = (TITLES[rule], message, fix, help_for(rule))
        notes.setdefault(steps, Diagnostic(source.file, *where, path, rule, Severity.note, *texts))

    for entry in document.entries:
        for steps, kind, message, fix in _gaps(entry):
            add(steps, kind, message, fix, entry.shown(steps))
    masks = masks_in(document)
    if masks is not None:
        add(masks.steps, "value", masks.message, FIX, masks.path)
    elements = document.content if isinstance(document.content, list) else [document.content]
    for index, element in indexed(elements):
        path = (index,) if isinstance(document.content, list) else ROOT
        for steps, message in _elsewhere(element, path):
            add(steps, "template", message, "Check that file too.", shown_path(steps))
    if not document.entries and not notes:
        values = is_parameter_file(document.content)
        fix = (
            "Check its template, with this file as --parameters."
            if values
            else "Name a file that has one, or use --allow-empty."
        )
        add(ROOT, "file", f"0 pools checked: {_nothing(document.content)}", fix, "$")
    return list(notes.values())


def _nothing(content: Any) -> str:
    if is_parameter_file(content):
        return "the file has the values of a template's parameters."
    if isinstance(content, list) or (isinstance(content, dict) and "value" in content):
        return "the list has no pools, start tasks or tasks."
    return "the template has no pools, jobs or tasks."


def _elsewhere(content: Any, path: Steps) -> Iterator[tuple[Steps, str]]:
    if not isinstance(content, dict):
        return
    for steps in linked_templates(content, path):
        yield steps, "the template that this deployment links to is not checked: it is in another file."
    file = application_template(content)
    if file is not None:
        yield (*path, "job"), f"the tasks of the job are not checked: they are in {cut(mask_text(file))}."


def _gaps(entry: Entry) -> Iterator[tuple[Steps, str, str, str]]:
    for each in entry.unjudged:
        kind, what = _kind(each.steps, entry)
        place = entry.origins.place(each.steps) if entry.origins else each.steps
        written = value_at(entry.source.content, place)
        verb = "judged" if kind == "value" else "reviewed"
        message = f"{what} is not {verb}, because {each.unknown.reason}{_expression(written, place)}"
        yield place, kind, message, each.unknown.fix
    for problem in entry.problems:
        steps = entry.locate(problem.steps)
        kind, what = _kind(steps, entry)
        if kind != "value":
            yield steps, kind, f"{what} is not reviewed, because it can't be read.", "Correct it first."


def _expression(written: Any, steps: Steps) -> str:
    if not is_expression(written) or any(isinstance(step, str) and is_secret_member(step) for step in steps):
        return "."
    text = mask_text(written)
    return f": {text if len(text) <= _LONGEST else text[:_LONGEST] + '...'}"


_JOB_TASK_KEYS = ("jobManagerTask", "jobPreparationTask", "jobReleaseTask")


def _kind(steps: Steps, entry: Entry) -> tuple[str, str]:
    """The kind of what isn't judged, and a name for it."""
    last = steps[-1] if steps else ""
    around = steps[-2] if len(steps) > 1 else ""
    if entry.terraform is not None:
        *_, around = (each for each in ("", *steps[:-1]) if isinstance(each, str))  # a block is in a list
        if last == "start_task" or (last == "command_line" and around == "start_task"):
            return "start-task", "the start task"
    if last == "startTask" or (last == "commandLine" and (around == "startTask" or entry.model_type == "StartTask")):
        return "start-task", "the start task"
    if last in _JOB_TASK_KEYS or (last == "commandLine" and (around in _JOB_TASK_KEYS or entry.model_type in _TASKS)):
        return "task", "the task"
    if entry.model_type in _POOLS and (last in ("properties", "pool") or steps == entry.locate(ROOT)):
        return "pool", "the pool"
    if isinstance(last, int):
        return "value", f"an element of {cut(mask_text(str(around)))}"
    return "value", cut(mask_text(str(last)))
