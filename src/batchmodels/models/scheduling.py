"""The distribution of tasks to the nodes of a pool."""

from typing import Annotated

from ..engine.attributes import Since
from .arm import ArmModel
from .pool_enums import ComputeNodeFillType, JobDefaultOrder

__all__ = ["TaskSchedulingPolicy"]


class TaskSchedulingPolicy(ArmModel):
    """The policy that chooses the next task and its node.

    It matters if nodes run several tasks at once: if ``task_slots_per_node`` is more than 1.
    """

    node_fill_type: ComputeNodeFillType
    """Whether tasks are spread across all nodes, or fill one node after another.

    Required in a policy; a pool without a policy spreads tasks. Filling suits pools that shrink, because it leaves whole nodes
    idle.
    """

    job_default_order: Annotated[JobDefaultOrder | None, Since("2025-06-01")] = None
    """The order of jobs with the same priority. Default ``none``: tasks are taken evenly from all of them."""
