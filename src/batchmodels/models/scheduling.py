"""How tasks are handed out to the nodes of a pool."""

from typing import Annotated

from ..engine.attributes import Since
from .base import Model
from .pool_enums import ComputeNodeFillType, JobDefaultOrder

__all__ = ["TaskSchedulingPolicy"]


class TaskSchedulingPolicy(Model):
    """Which node gets the next task, and whose task it is.

    It matters where nodes run several tasks at once: where ``task_slots_per_node`` is more than 1.
    """

    node_fill_type: ComputeNodeFillType
    """Whether tasks are spread over all nodes, or one node is filled before the next gets any.

    A policy must say so; a pool without a policy spreads. Filling suits pools that shrink, as it leaves whole nodes idle.
    """

    job_default_order: Annotated[JobDefaultOrder | None, Since("2025-06-01")] = None
    """Whose tasks come first among jobs of equal priority. Default ``none``: all these jobs take part evenly."""
