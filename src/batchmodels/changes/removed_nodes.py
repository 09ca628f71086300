"""The nodes that a smaller size removes, and what happens to the tasks that run on them.

Source: azure-batch 15.1.0, BatchNodeDeallocationOption, and the REST specification, Pool_Resize and Pool_RemoveNodes.
"""

from __future__ import annotations

from ..models.node_enums import ComputeNodeDeallocationOption
from .nodes import Node
from .sides import Side

TARGETS = {"targetDedicatedNodes": "dedicated", "targetLowPriorityNodes": "low_priority"}
"""The properties that are numbers of nodes, each with the attribute of `Nodes` that has the present number."""

DEFAULT_NOTE = "Running tasks are put back into the queue, unless nodeDeallocationOption says otherwise."
"""What a request that removes nodes does by default."""

_CERTAIN = "This removes nodes."
_PERHAPS = "If the formula has given the pool more nodes than this, the others are removed."

_BY_DEFAULT = (
    "By default, the tasks that run on them are stopped and put back into the queue; the nodeDeallocationOption of the request "
    "decides."
)
_EFFECTS = {
    ComputeNodeDeallocationOption.requeue: "Running tasks on removed nodes are put back into the queue.",
    ComputeNodeDeallocationOption.terminate: "Running tasks on removed nodes are stopped, and don't run again.",
    ComputeNodeDeallocationOption.task_completion: "Nodes are removed when their running tasks have finished.",
    ComputeNodeDeallocationOption.retained_data: (
        "Nodes are removed when their running tasks have finished and the retention time of their files is over."
    ),
}


def removal(old: Side, new: Side, key: str, before: Node | None, after: Node | None) -> str:
    """Return what a change of a number of nodes does to running tasks; empty if it removes no nodes, as far as is known.

    Args:
        old: The old side.
        new: The new side.
        key: The wire key of the number.
        before: The old number.
        after: The new number.
    """
    wanted = _number(after)
    if wanted is None:
        return ""
    numbers = [_number(before), _current(old, key)]
    known = [each for each in numbers if each is not None]
    if any(each > wanted for each in known):
        return f"{_CERTAIN} {_effect(new)}"
    scaled = getattr(old.model, "enable_auto_scale", None) is True
    return f"{_PERHAPS} {_effect(new)}" if scaled and not known else ""


def note_on(new: Side) -> str:
    """Return the note on a request that removes nodes."""
    return DEFAULT_NOTE if new.deallocation is None else _EFFECTS[new.deallocation]


def _effect(new: Side) -> str:
    return _BY_DEFAULT if new.deallocation is None else _EFFECTS[new.deallocation]


def _number(node: Node | None) -> int | None:
    value = None if node is None or node.unknown else node.value
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _current(old: Side, key: str) -> int | None:
    """Return the number of nodes that a pool has, as an answer shows it."""
    value: int | None = getattr(old.nodes, TARGETS[key])
    return value
