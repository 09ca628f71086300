"""States of nodes: whether a node accepts tasks and costs money."""

from __future__ import annotations

import msgspec

from ..models.nodes import ComputeNode
from ..models.pool_enums import ComputeNodeState, SchedulingState
from . import members
from .failure_codes import failure_code_of

_MOST_ERRORS = 3


class NodeState(msgspec.Struct, frozen=True):
    """One state.

    Attributes:
        meaning: What it means for tasks and costs, as a clause.
        accepts_tasks: Whether the node accepts tasks; None if unknown.
        costs_money: Whether the node costs money; None if that depends on more than the state.
        fixes: What to do about it, each a sentence.
    """

    meaning: str
    accepts_tasks: bool | None
    costs_money: bool | None
    fixes: tuple[str, ...] = ()


NODE_STATES: dict[ComputeNodeState, NodeState] = {
    ComputeNodeState.idle: NodeState("it accepts tasks, and it costs money even while it runs none", True, True),
    ComputeNodeState.running: NodeState(
        "it is running tasks, accepts more when a task slot is free, and costs money", True, True
    ),
    ComputeNodeState.rebooting: NodeState(
        "it accepts no tasks, costs money, and runs the start task again after the restart", False, True
    ),
    ComputeNodeState.reimaging: NodeState(
        "its operating system is being reinstalled; it accepts no tasks, costs money, and runs the start task again afterwards",
        False,
        True,
    ),
    ComputeNodeState.unusable: NodeState("it can't run tasks, but costs money until you remove it", False, True),
    ComputeNodeState.creating: NodeState(
        "its VM has been allocated but hasn't started to join the pool; it accepts no tasks", False, None
    ),
    ComputeNodeState.starting: NodeState("Batch is starting on it; it accepts no tasks yet, but costs money", False, True),
    ComputeNodeState.waiting_for_start_task: NodeState(
        "it accepts no tasks until the start task succeeds, but costs money", False, True
    ),
    ComputeNodeState.start_task_failed: NodeState("it accepts no tasks, but costs money until you remove it", False, True),
    ComputeNodeState.unknown: NodeState("Batch has lost contact with it; it may still cost money", None, None),
    ComputeNodeState.leaving_pool: NodeState(
        "it is being removed from the pool, with all its files; it accepts no tasks, and costs money until it is gone",
        False,
        True,
    ),
    ComputeNodeState.offline: NodeState(
        "its scheduling is disabled, so it runs no tasks and accepts none, but it costs money",
        False,
        True,
        ("Enable the node's scheduling, or remove the node.",),
    ),
    ComputeNodeState.preempted: NodeState("Azure has reclaimed its VM; it accepts no tasks", False, None),
    ComputeNodeState.upgrading_os: NodeState(
        "its operating system is being upgraded; it accepts no tasks until that is done, but costs money", False, True
    ),
    ComputeNodeState.deallocated: NodeState(
        "its VM is deallocated; it accepts no tasks until it is started again", False, None
    ),
    ComputeNodeState.deallocating: NodeState("its VM is being deallocated; it accepts no tasks", False, None),
}
"""Every state that a node can have."""

_BY_TEXT = {state.value: state for state in ComputeNodeState}

_UNREACHABLE = (
    "Batch can't reach a node that is unusable without errors, and tries to recover it. If many nodes are unusable, the cause"
    " is probably the pool's network or the image."
)

_NO_FILES = {
    ComputeNodeState.unknown,
    ComputeNodeState.unusable,
    ComputeNodeState.preempted,
    ComputeNodeState.deallocated,
    ComputeNodeState.deallocating,
    ComputeNodeState.creating,
}


def has_files(node: ComputeNode | None) -> bool:
    """Return whether files on the node can currently be read, judging by its state."""
    return node is None or state_of(node) not in _NO_FILES


def state_of(node: ComputeNode | None) -> ComputeNodeState | None:
    """Return the node's state; None if it has none or an unknown one."""
    return _BY_TEXT.get((members.text(node, "state") or "").lower())


def meaning_of(node: ComputeNode) -> NodeState | None:
    """Return what is known about the node's state; None if the state is unknown."""
    state = state_of(node)
    return NODE_STATES[state] if state else None


def accepts_tasks(node: ComputeNode) -> bool | None:
    """Return whether the node accepts tasks; None if the document doesn't show it."""
    meaning = meaning_of(node)
    scheduling = members.text(node, "scheduling_state")
    if meaning is None or not meaning.accepts_tasks or node.scheduling_state is None or scheduling == SchedulingState.enabled:
        return meaning.accepts_tasks if meaning else None
    return False if scheduling == SchedulingState.disabled else None


def sentences(node: ComputeNode) -> list[str]:
    """Describe the node's state and errors."""
    kind = "Spot or low-priority node" if node.is_dedicated is False else "node"
    state = members.text(node, "state")
    meaning = meaning_of(node)
    if state is None:
        return [f"The document doesn't contain the {kind}'s state, so it is unknown whether the {kind} accepts tasks."]
    if meaning is None:
        return [f"The {kind}'s state is '{state}', which this version of batchmodels doesn't know."]
    described = [f"The {kind} is {state}: {meaning.meaning}."]
    if meaning.accepts_tasks and accepts_tasks(node) is False:
        described.append("Its scheduling is disabled, so it accepts no new tasks.")
    errors = members.items(node, "errors")
    described += [_error(error) for error in errors[:_MOST_ERRORS]]
    if len(errors) > _MOST_ERRORS:
        described.append(f"The node reports {len(errors) - _MOST_ERRORS} more errors.")
    if state_of(node) is ComputeNodeState.unusable and not errors:
        described.append(_UNREACHABLE)
    return described


def fixes(node: ComputeNode) -> tuple[str, ...]:
    """List what to do about the node, judging by its state and errors."""
    meaning = meaning_of(node)
    known = [failure_code_of(members.text(error, "code")) for error in members.items(node, "errors")[:_MOST_ERRORS]]
    found = [*(meaning.fixes if meaning else ()), *(fix for code in known if code for fix in code.fixes)]
    if accepts_tasks(node) is False and meaning and meaning.accepts_tasks:
        found.append("Enable the node's scheduling.")
    if state_of(node) is ComputeNodeState.unusable:
        found.append("Remove the node if it doesn't recover; it costs money until then.")
    return tuple(found)


def _error(error: object) -> str:
    code = members.text(error, "code")
    known = failure_code_of(code)
    message = members.error_message(error, "error_details")
    named = f"The node reports {code}" if code else "The node reports an error without a code"
    meaning = f": {known.meaning}" if known else ""
    return f"{named}{meaning}.{f' Message from the service: {message}.' if message else ''}"
