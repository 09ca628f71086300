"""What a node's state means for tasks and for the bill."""

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
        meaning: What it means for tasks and for the bill; a clause that begins with "it" or names the machine.
        takes_tasks: Whether the node takes tasks; None if nobody knows.
        costs_money: Whether the node costs money; None if that depends.
        changes: What to change, each a sentence.
    """

    meaning: str
    takes_tasks: bool | None
    costs_money: bool | None
    changes: tuple[str, ...] = ()


NODE_STATES: dict[ComputeNodeState, NodeState] = {
    ComputeNodeState.idle: NodeState("it takes tasks, and costs money with and without them", True, True),
    ComputeNodeState.running: NodeState(
        "it is at work on tasks, takes more when a task slot is free, and costs money", True, True
    ),
    ComputeNodeState.rebooting: NodeState(
        "it takes no tasks, costs money, and runs the start task again when it is back", False, True
    ),
    ComputeNodeState.reimaging: NodeState(
        "its operating system is installed anew; it takes no tasks, costs money, and runs the start task again afterwards",
        False,
        True,
    ),
    ComputeNodeState.unusable: NodeState("it can't run tasks, but costs money until it is removed", False, True),
    ComputeNodeState.creating: NodeState(
        "its machine is there, but hasn't begun to join the pool; it takes no tasks", False, None
    ),
    ComputeNodeState.starting: NodeState("Batch is starting up on it; it takes no tasks yet, but costs money", False, True),
    ComputeNodeState.waiting_for_start_task: NodeState(
        "it takes no tasks before the start task has succeeded, but costs money", False, True
    ),
    ComputeNodeState.start_task_failed: NodeState("it takes no tasks, but costs money until it is removed", False, True),
    ComputeNodeState.unknown: NodeState(
        "Batch has lost contact with it and can't tell whether it works; it may go on costing money", None, None
    ),
    ComputeNodeState.leaving_pool: NodeState(
        "it is being taken out of the pool, with all files on it; it takes no tasks, and costs money until it is gone",
        False,
        True,
    ),
    ComputeNodeState.offline: NodeState(
        "it runs no task and gets none, because its scheduling has been disabled, but it costs money",
        False,
        True,
        ("Enable the node's scheduling, or remove the node.",),
    ),
    ComputeNodeState.preempted: NodeState("Azure has taken its machine back; it takes no tasks", False, None),
    ComputeNodeState.upgrading_os: NodeState(
        "its operating system is being upgraded; it takes no tasks meanwhile, but costs money", False, True
    ),
    ComputeNodeState.deallocated: NodeState(
        "its machine has been deallocated; it takes no tasks before it is started again", False, None
    ),
    ComputeNodeState.deallocating: NodeState("its machine is being deallocated; it takes no tasks", False, None),
}
"""Every state that a node can have."""

_BY_TEXT = {state.value: state for state in ComputeNodeState}

_UNREACHABLE = (
    "A node that is unusable without errors is one that Batch can't reach. Batch tries to recover it; if many nodes are like"
    " that, the pool's network or the image is likely to be the reason."
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
    """Whether anything can be read on the node at present, as far as its state tells."""
    return node is None or state_of(node) not in _NO_FILES


def state_of(node: ComputeNode | None) -> ComputeNodeState | None:
    """The node's state; None if it has none, or one that isn't known here."""
    return _BY_TEXT.get((members.text(node, "state") or "").lower())


def meaning_of(node: ComputeNode) -> NodeState | None:
    """What that state means."""
    state = state_of(node)
    return NODE_STATES[state] if state else None


def takes_tasks(node: ComputeNode) -> bool | None:
    """Whether the node takes tasks; None if the document doesn't tell."""
    meaning = meaning_of(node)
    scheduling = members.text(node, "scheduling_state")
    if meaning is None or not meaning.takes_tasks or node.scheduling_state is None or scheduling == SchedulingState.enabled:
        return meaning.takes_tasks if meaning else None
    return False if scheduling == SchedulingState.disabled else None


def sentences(node: ComputeNode) -> list[str]:
    """How the node is."""
    kind = "Spot or low-priority node" if node.is_dedicated is False else "node"
    state = members.text(node, "state")
    meaning = meaning_of(node)
    if state is None:
        return [f"The document doesn't tell the {kind}'s state, so neither whether it takes tasks."]
    if meaning is None:
        return [f"The {kind} is '{state}', a state that this version of batchmodels doesn't know."]
    told = [f"The {kind} is {state}: {meaning.meaning}."]
    if meaning.takes_tasks and takes_tasks(node) is False:
        told.append("But its scheduling is disabled: it gets no new tasks.")
    errors = members.elements(node, "errors")
    told += [f"The node reports an error: {_error(error)}." for error in errors[:_MOST_ERRORS]]
    if len(errors) > _MOST_ERRORS:
        told.append(f"It reports {len(errors) - _MOST_ERRORS} more.")
    if state_of(node) is ComputeNodeState.unusable and not errors:
        told.append(_UNREACHABLE)
    return told


def changes(node: ComputeNode) -> tuple[str, ...]:
    """What to change about the node, as its state and its errors tell."""
    meaning = meaning_of(node)
    failures = [failure_code_of(members.text(error, "code")) for error in members.elements(node, "errors")[:_MOST_ERRORS]]
    found = [*(meaning.changes if meaning else ()), *(change for failure in failures if failure for change in failure.changes)]
    if takes_tasks(node) is False and meaning and meaning.takes_tasks:
        found.append("Enable the node's scheduling.")
    if state_of(node) is ComputeNodeState.unusable:
        found.append("Remove the node if it doesn't recover, so that it stops costing money.")
    return tuple(found)


def _error(error: object) -> str:
    code = members.text(error, "code")
    failure = failure_code_of(code)
    words = [code or "one without a code", failure.meaning if failure else None, members.said(error, "error_details")]
    return ": ".join(word for word in words if word)
