"""The names of models that people write, and those that they may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..documents.partial_models import model_named
from ..spelling import near, nearest, plain

_MAIN: dict[str, tuple[str, ...]] = {
    "pool": ("PoolAddParameter", "CloudPool", "PoolPatchParameter", "PoolSpecification"),
    "starttask": ("StartTask",),
    "job": ("JobAddParameter", "CloudJob", "JobPatchParameter"),
    "task": ("TaskAddParameter", "CloudTask", "StartTask"),
    "schedule": ("JobScheduleAddParameter", "CloudJobSchedule"),
    "jobschedule": ("JobScheduleAddParameter", "CloudJobSchedule"),
    "node": ("ComputeNode",),
}
"""The models of each kind of resource: the body that creates it first, then the service's answer."""

_FILLERS = frozenset(
    (
        *(
            "add",
            "arm",
            "azure",
            "azurerm",
            "batch",
            "body",
            "cloud",
            "compute",
            "content",
            "create",
            "creation",
            "data",
            "definition",
        ),
        *("get", "new", "model", "options", "parameter", "parameters", "params", "request", "resource", "response", "type"),
    )
)
"""Words that names of other libraries have, and that don't decide which resource is meant."""

_EXAMPLES = "PoolAddParameter, CloudPool, StartTask, JobAddParameter, TaskAddParameter or ComputeNode"
_MOST = 4


def near_types(name: str) -> str | None:
    """Return the message for an unknown model name; None for a known one."""
    if is_model(name):
        return None
    meant = list(dict.fromkeys(_meant(name)))[:_MOST]
    if not meant:
        return f"unknown model {name!r}; models are for example {_EXAMPLES}."
    return f"unknown model {name!r}; did you mean {', '.join(meant)}?"


def model_names() -> list[str]:
    """The names of all models."""
    from .. import models  # noqa: PLC0415  # because few calls of the command need it

    return [each for each in dir(models) if each[0].isupper() and is_model(each)]


def is_model(name: str) -> bool:
    """Return whether a model has this name."""
    try:
        model_named(name)
    except KeyError:
        return False
    return True


def _meant(name: str) -> Iterator[str]:
    """Yield the models that a name may mean, the likeliest first."""
    known = model_names()
    by_plain = {plain(each): each for each in known}
    if plain(name) in by_plain:  # another letter case, or start_task
        yield by_plain[plain(name)]
        return
    ours = _of_azure_batch_15(name)
    if ours in known:
        yield ours
        if not ours.startswith("Cloud"):
            return
    words = _words(name)
    subject = nearest("".join(word for word in words if word not in _FILLERS), _MAIN, 0.8)
    if subject is not None:
        yield from _MAIN[subject]
        return
    yield from (by_plain[each] for each in near(plain(name), by_plain, 2, 0.8))
    having = [each for each in known if _has_words(each, words) or (words and plain(each).startswith(plain(name[:100])))]
    yield from sorted(having, key=lambda each: (len(_words(each)), each))
    yield from (by_plain[each] for each in near(plain(name), by_plain, 3, 0.65))


def _of_azure_batch_15(name: str) -> str:
    """Return our name of a class of azure-batch 15; empty if it has no such class."""
    from ..forms.counterparts import COUNTERPARTS  # noqa: PLC0415  # because only an error needs it

    return next((each.ours for each in COUNTERPARTS if plain(each.theirs) == plain(name)), "")


def _words(name: str) -> list[str]:
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", name[:100])]


def _has_words(model: str, words: list[str]) -> bool:
    """Return whether each word begins a word of a model's name."""
    own = _words(model)
    return bool(words) and all(len(word) > 2 and any(each.startswith(word) for each in own) for word in words)  # noqa: PLR2004  # because shorter ones fit everywhere
