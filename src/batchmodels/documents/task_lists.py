"""The tasks of a list, reviewed together: their ids, their dependencies, and files that overwrite each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import msgspec

from ..models.tasks import TaskAddCollectionParameter, TaskAddParameter
from ..paths import Steps
from ..rules.finding import Finding
from .entries import Entry


def findings_of_lists(entries: Iterable[Entry], ignore: Collection[str]) -> Iterator[tuple[Entry, Finding]]:
    """Yield the findings about several tasks of a list, each with the task that it is about.

    A list with a task that isn't known completely has none: what seems to be missing may be there.
    """
    lists: dict[Steps, list[Entry]] = {}
    for entry in entries:
        place = entry.where(())
        if entry.model_type == TaskAddParameter.__name__ and place and isinstance(place[-1], int):
            lists.setdefault(place[:-1], []).append(entry)
    for tasks in lists.values():
        models = [entry.model for entry in tasks if isinstance(entry.model, TaskAddParameter) and not entry.gaps]
        if len(tasks) > 1 and len(models) == len(tasks):
            for finding in _reviewed(TaskAddCollectionParameter(value=models), ignore):
                _, index, *steps = finding.steps
                if isinstance(index, int):
                    yield tasks[index], msgspec.structs.replace(finding, steps=tuple(steps))


def _reviewed(collection: TaskAddCollectionParameter, ignore: Collection[str]) -> list[Finding]:
    """Return the findings of the rules about collections."""
    from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time, and only a check needs them
    from ..rules.review import review_all  # noqa: PLC0415  # because it goes with them

    others = {rule.id for rule in RULES.values() if not _is_about_collections(rule.model)}
    (findings,) = review_all([collection], ignore=others | set(ignore))
    return [finding for finding in findings if finding.rule in RULES and len(finding.steps) > 1]


def _is_about_collections(model: type | tuple[type, ...]) -> bool:
    return model is TaskAddCollectionParameter or (isinstance(model, tuple) and TaskAddCollectionParameter in model)
