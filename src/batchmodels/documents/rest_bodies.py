"""Bodies within samples of the REST API: ``{"pool": {...}}``, and the parameters and responses of an example."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..paths import Steps
from .arm_pools import is_arm_pool
from .model_detection import kind_of

_BODIES = {
    "job": "JobAddParameter",
    "jobSchedule": "JobScheduleAddParameter",
    "pool": "PoolAddParameter",
    "task": "TaskAddParameter",
}
"""The names of bodies, each with the model of a body that doesn't show its own."""

_ENDINGS = ("parameter", "parameters", "body", "content", "options")
"""The endings of the names that other bodies have: ``poolUpdatePropertiesParameter``, ``body``."""


def bodies_in(content: dict[str, Any], path: Steps) -> Iterator[tuple[Steps, Any, str | None]]:
    """Find the bodies in a sample of the REST API.

    Yields:
        The steps of each body, the body, and its model; None for the model of a pool of ARM, and for a list.
    """
    parameters = content.get("parameters")
    if isinstance(parameters, dict) and not _is_template(parameters):
        yield from _bodies(parameters, (*path, "parameters"))
    yield from _bodies({key: value for key, value in content.items() if key != "parameters"}, path)
    responses = content.get("responses")
    for status, response in responses.items() if isinstance(responses, dict) else ():
        body = response.get("body") if isinstance(response, dict) else None
        place = (*path, "responses", status, "body")
        page = body.get("value") if isinstance(body, dict) else None
        answers = [((*place, "value", index), each) for index, each in enumerate(page)] if isinstance(page, list) else None
        for where, answer in [(place, body)] if answers is None else answers:
            if isinstance(answer, dict) and (kind := _kind(answer)):
                yield where, answer, kind[0]


def _is_template(parameters: dict[str, Any]) -> bool:
    """Return whether the parameters are those of a template, which have types and defaults and no values."""
    return any(
        isinstance(each, dict) and isinstance(each.get("type"), str) and "id" not in each for each in parameters.values()
    )


def _bodies(holder: dict[str, Any], path: Steps) -> Iterator[tuple[Steps, Any, str | None]]:
    for key, body in holder.items():
        if isinstance(body, dict) and (key in _BODIES or key.lower().endswith(_ENDINGS)):
            kind = _kind(body) or ((_BODIES[key],) if key in _BODIES else None)
            if kind:
                yield (*path, key), body, kind[0]


def _kind(body: dict[str, Any]) -> tuple[str | None] | None:
    """Return the model of a body, None for a pool of ARM; None if it is something else."""
    if is_arm_pool(body):
        return (None,)
    kind = kind_of(body)
    return (kind,) if kind else None
