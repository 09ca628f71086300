"""BM060 to BM062: ids of tasks, and dependencies between tasks."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from ...engine.model import Model
from ...models.job_settings import JobSettings
from ...models.tasks import TaskAddCollectionParameter, TaskAddParameter
from ...paths import Steps
from ...secrets.masking import cut, mask_text
from ...spelling import nearest
from ..analysis.pool_values import items_of, text_of, value_of
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_MOST = 1000  # tasks of a collection; the service takes 100
_MOST_EDGES = 50_000
_MOST_CYCLES = 10
_MOST_HINTS = 20  # missing tasks for which a similar id is looked for
_NEAR = 0.8
_ID = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST_ID = 1000
_SHOWN = 8  # tasks of a cycle in a message


class _Dependency(msgspec.Struct, frozen=True):
    """A dependency of a task.

    Attributes:
        first: The id that it names; the first number of a range.
        last: The last number of a range; None for an id.
        steps: The steps to it from the task.
    """

    first: str | int
    last: int | None
    steps: Steps

    @property
    def text(self) -> str:
        """The id or the range, for a message."""
        return _shown(self.first) if self.last is None else f"{self.first} to {self.last}"


def _dependencies(task: Any) -> Iterator[_Dependency]:
    depends_on = value_of(task, "depends_on")
    for index, each in enumerate(items_of(depends_on, "task_ids")):
        if isinstance(each, str):
            yield _Dependency(each, None, ("dependsOn", "taskIds", index))
    for index, each in enumerate(items_of(depends_on, "task_id_ranges")):
        first, last = value_of(each, "start"), value_of(each, "end")
        if isinstance(first, int) and isinstance(last, int):
            yield _Dependency(first, last, ("dependsOn", "taskIdRanges", index))


def _number(identifier: str) -> int | None:
    """Return the number that an id is, for ranges; leading zeros don't matter."""
    return int(identifier) if re.fullmatch(r"[0-9]{1,10}", identifier) else None


def _tasks_of(collection: TaskAddCollectionParameter) -> list[tuple[int, str, Any]]:
    """Return the tasks of a collection that have an id, each with its index; none of an impossibly large collection."""
    tasks: Any = collection.value
    listed = tasks if isinstance(tasks, list) and len(tasks) <= _MOST else []
    return [(index, name, task) for index, task in enumerate(listed) if (name := text_of(task, "id"))]


def _shown(identifier: object) -> str:
    return cut(mask_text(str(identifier)), 64)


@rule("BM060", Severity.warning, "dependency on a missing task", (TaskAddParameter, TaskAddCollectionParameter))
def missing_dependency(context: Context[TaskAddParameter | TaskAddCollectionParameter]) -> Iterator[Finding]:
    """Find a dependency on a task that isn't in the collection, where it may be in the job already, or that can't exist."""
    if isinstance(context.model, TaskAddParameter):
        yield from _impossible(context, context.model)
        return
    tasks = _tasks_of(context.model)
    known = {name.lower(): name for _, name, _ in tasks}
    numbers = sorted({number for name in known if (number := _number(name)) is not None})
    alike: dict[tuple[str, ...], list[str]] = {}
    for each in known.values():
        alike.setdefault(_digits(each), []).append(each)
    hinted: set[str] = set()
    for index, name, task in tasks:
        for dependency in _dependencies(task):
            missing = _missing_from(dependency, known, numbers)
            if missing is None or not _ID.fullmatch(missing[:_LONGEST_ID]):
                continue
            meant = None
            if dependency.last is None and len(hinted) < _MOST_HINTS:
                meant = nearest(missing, [each for each in alike.get(_digits(missing), ()) if each != name], _NEAR)
            if meant is None and missing.lower() in hinted:
                continue
            hinted.add(missing.lower())
            what = "" if dependency.last is None else f" (the range {dependency.text})"
            hint, fix = f" Did you mean {_shown(meant)}?", f"Use {_shown(meant)}."
            if meant is None:
                hint, fix = "", "Add that task, or remove the dependency."
            yield context.finding(
                f"{_shown(name)} depends on {_shown(missing)}{what}, which isn't one of these tasks: unless the job already "
                f"has it, {_shown(name)} never runs.{hint}",
                fix,
                "value",
                index,
                *dependency.steps,
                severity=None if meant else Severity.note,
            )


def _impossible(context: Context[Any], task: TaskAddParameter) -> Iterator[Finding]:
    """Yield a finding for each dependency on an id that no task can have."""
    for dependency in _dependencies(task):
        if isinstance(dependency.first, str):
            several = "," in dependency.first
            if _ID.fullmatch(dependency.first[:_LONGEST_ID]):
                continue
            yield context.finding(
                f"no task can have the id {_shown(dependency.first)!r}, so the task that depends on it never runs.",
                "Write each id as an element of taskIds." if several else "Use the id of a task of the job.",
                *dependency.steps,
                severity=Severity.error,
            )
        elif dependency.first < 0:
            yield context.finding(
                f"the range {dependency.text} begins with a negative number, which no id of a task is.",
                "Begin the range with 0 or a greater number.",
                *dependency.steps,
                "start",
                severity=Severity.error,
            )


def _missing_from(dependency: _Dependency, known: dict[str, str], numbers: list[int]) -> str | None:
    """Return the first task of a dependency that isn't there; None if all are there, and for a range if none is."""
    if isinstance(dependency.first, str):
        return dependency.first if dependency.first.lower() not in known else None
    start = bisect.bisect_left(numbers, dependency.first)
    end = bisect.bisect_right(numbers, dependency.last or 0)
    if start == end or end - start == (dependency.last or 0) - dependency.first + 1:
        return None
    wanted = dependency.first
    for number in numbers[start:end]:
        if number != wanted:
            break
        wanted += 1
    return str(wanted)


def _digits(identifier: str) -> tuple[str, ...]:
    """Return the numbers in an id: tasks with other numbers are other tasks, not misspelled ones."""
    return tuple(re.findall(r"[0-9]+", identifier))


@rule("BM061", Severity.error, "tasks that depend on each other", (TaskAddParameter, TaskAddCollectionParameter))
def circular_dependency(context: Context[TaskAddParameter | TaskAddCollectionParameter]) -> Iterator[Finding]:
    """Find a task that depends on itself, directly or through other tasks of the collection."""
    model = context.model
    if isinstance(model, TaskAddParameter):
        yield from _depends_on_itself(context, model)
        return
    tasks = _tasks_of(model)
    alone = {name for _, name, task in tasks if any(each.last is not None for each in _on_itself(task))}
    cycles = (found for found in _cycles(tasks) if not alone.issuperset(found[0]))  # a range with its task has its own finding
    for cycle, index, steps in itertools.islice(cycles, _MOST_CYCLES):
        shown = [_shown(name) for name in cycle]
        if len(shown) > _SHOWN:
            shown = [*shown[: _SHOWN - 1], "…"]
        yield context.finding(
            f"these tasks wait for each other, so none of them ever runs: {' → '.join([*shown, shown[0]])}.",
            "Remove one of the dependencies.",
            "value",
            index,
            *steps,
        )


def _depends_on_itself(context: Context[Any], task: TaskAddParameter) -> Iterator[Finding]:
    for dependency in _on_itself(task):
        single = dependency.last is None
        what = "itself" if single else f"the tasks {dependency.text}, and is one of them"
        yield context.finding(
            f"the task {_shown(text_of(task, 'id'))} depends on {what}, so it never runs.",
            "Remove the dependency." if single else "Change the range, so that it doesn't contain the task.",
            *dependency.steps,
        )


def _on_itself(task: Any) -> Iterator[_Dependency]:
    """Yield the dependencies of a task that contain the task itself."""
    name = text_of(task, "id")
    number = _number(name)
    for dependency in _dependencies(task) if name else ():
        first, last = dependency.first, dependency.last
        if isinstance(first, str):
            itself = first.lower() == name.lower()
        else:
            itself = number is not None and last is not None and first <= number <= last
        if itself:
            yield dependency


def _cycles(tasks: list[tuple[int, str, Any]]) -> Iterator[tuple[list[str], int, Steps]]:
    """Yield the cycles of two or more tasks: their ids, and the index and steps of the dependency that closes each."""
    names = {name.lower(): (index, name) for index, name, _ in tasks}
    numbers = sorted((number, name.lower()) for _, name, _ in tasks if (number := _number(name)) is not None)
    edges: dict[str, list[tuple[str, Steps]]] = {}
    count = 0
    for _, name, task in tasks:
        found = edges.setdefault(name.lower(), [])
        for dependency in _dependencies(task):
            if isinstance(dependency.first, str):
                wanted = [dependency.first.lower()]
            else:
                start = bisect.bisect_left(numbers, (dependency.first, ""))
                end = bisect.bisect_left(numbers, ((dependency.last or 0) + 1, ""))
                wanted = [each for _, each in numbers[start:end]]
            found += [(each, dependency.steps) for each in wanted if each in names and each != name.lower()]
        count += len(found)
        if count > _MOST_EDGES:
            return
    done: set[str] = set()
    for start_name in edges:
        yield from _from(start_name, edges, names, done)


def _from(
    start: str, edges: dict[str, list[tuple[str, Steps]]], names: dict[str, tuple[int, str]], done: set[str]
) -> Iterator[tuple[list[str], int, Steps]]:
    """Follow the dependencies of a task, and yield the cycles on the way; ``done`` has the tasks that were followed."""
    waiting = [(start, iter(edges[start]))]
    path = dict.fromkeys([start])  # in the order of its keys
    while waiting:
        name, following = waiting[-1]
        step = next(following, None)
        if step is None:
            waiting.pop()
            del path[name]
            done.add(name)
            continue
        wanted, steps = step
        if wanted in path:
            cycle = itertools.dropwhile(lambda each: each != wanted, path)  # noqa: B023  # because it is used up at once
            yield [names[each][1] for each in cycle], names[name][0], steps
        elif wanted not in done:
            path[wanted] = None
            waiting.append((wanted, iter(edges[wanted])))


@rule("BM062", Severity.error, "two tasks with one id", (TaskAddCollectionParameter, JobSettings), reads=("id",))
def duplicate_ids(context: Context[Model]) -> Iterator[Finding]:
    """Find two tasks of a collection, or two tasks that a job defines, with the same id."""
    model = context.model
    if isinstance(model, TaskAddCollectionParameter):
        named: list[tuple[str, Steps]] = [(name, ("value", index, "id")) for index, name, _ in _tasks_of(model)]
    else:
        named = list(_tasks_of_job(model))
    seen: dict[str, str] = {}
    for name, steps in named:
        if name.lower() in seen:
            yield context.finding(
                f"two tasks have the id {_shown(name)}, so the service refuses the second one"
                f"{_spelled(name, seen[name.lower()])}.",
                "Give one of them another id.",
                *steps,
            )
        seen.setdefault(name.lower(), name)


def _tasks_of_job(job: Model) -> Iterator[tuple[str, Steps]]:
    """Yield the ids of the tasks that a job defines, with their defaults, and the steps to each."""
    keys = {attribute.name: attribute.wire_key for attribute in job.__definition__.attributes}
    defaults = {"job_preparation_task": "jobpreparation", "job_release_task": "jobrelease", "job_manager_task": ""}
    for attribute, default in defaults.items():
        task = value_of(job, attribute)
        if name := text_of(task, "id"):
            yield name, (keys[attribute], "id")
        elif task is not None and default:
            yield default, (keys[attribute],)


def _spelled(name: str, other: str) -> str:
    return f": {_shown(other)} is the same id, because case makes no difference" if name != other else ""
