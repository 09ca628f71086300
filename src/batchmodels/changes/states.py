"""The states of the old resource that decide what a change takes, as an answer shows them."""

from __future__ import annotations

from ..models.cloud_job import CloudJob
from ..models.cloud_task import CloudTask
from .equivalence import TARGETS
from .sides import Role, Side
from .verdicts import NEW, Verdict


def has_no_nodes(side: Side) -> bool:
    """Return whether an answer shows that a pool is steady, without nodes and without targets."""
    known = side.model.__definition__.by_wire_key
    targets = [getattr(side.model, known[key].name) for key in TARGETS if key in known]
    return (
        side.nodes.allocation == "steady"
        and side.nodes.dedicated == 0
        and not side.nodes.low_priority
        and getattr(side.model, "enable_auto_scale", None) is not True
        and not any(targets)
    )


def is_disabled(side: Side) -> bool:
    """Return whether an answer shows that a job is disabled."""
    return isinstance(side.model, CloudJob) and side.model.state == "disabled"


def is_disabling(side: Side) -> bool:
    """Return whether an answer shows that a job is being disabled."""
    return isinstance(side.model, CloudJob) and side.model.state == "disabling"


def is_deleting(side: Side) -> bool:
    """Return whether an answer shows that a resource is being deleted."""
    return side.role is Role.answer and getattr(side.model, "state", None) == "deleting"


def is_completed(side: Side) -> bool:
    """Return whether an answer shows that a job or a task is completed."""
    return isinstance(side.model, (CloudJob, CloudTask)) and side.model.state == "completed"


def verdict_now(side: Side, verdict: Verdict) -> tuple[Verdict, str]:
    """Return the verdict on a change of a resource in its present state, and why it isn't the usual one; empty if it is.

    Args:
        side: The old side.
        verdict: The usual verdict.
    """
    if is_completed(side) and verdict in {Verdict.at_once, Verdict.disable, Verdict.dangerous}:
        return NEW[side.kind], f"The {side.kind} is completed, so it can't be changed any more."
    if is_deleting(side):
        return NEW[side.kind], f"The {side.kind} is being deleted, so the service refuses to change it."
    if verdict in {Verdict.empty, Verdict.reboot} and side.kind == "pool" and has_no_nodes(side):
        return Verdict.at_once, "The pool has no nodes now."
    if verdict is Verdict.disable and is_disabled(side):
        return Verdict.at_once, "The job is disabled now."
    return verdict, ""
