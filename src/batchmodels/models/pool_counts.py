"""Numbers about pools: nodes by their states, and core hours."""

from datetime import datetime
from typing import Annotated

from ..engine.attributes import Key, Since
from .base import Model

__all__ = ["NodeCounts", "PoolNodeCounts", "PoolUsageMetrics"]


class NodeCounts(Model, since="2018-03-01.6.1"):
    """The number of nodes in each state; see ``ComputeNodeState``. The service fills it in; it isn't sent."""

    creating: int
    """Nodes that are being created."""

    idle: int
    """Nodes that run no task."""

    offline: int
    """Nodes that take no tasks because scheduling is disabled."""

    preempted: int
    """Spot or low-priority nodes that Azure has taken back."""

    rebooting: int
    """Nodes that are rebooting."""

    reimaging: int
    """Nodes whose operating system is being installed again."""

    running: int
    """Nodes that run tasks."""

    starting: int
    """Nodes on which Batch is starting."""

    start_task_failed: int
    """Nodes whose start task failed. They take no tasks, and cost money until they are removed."""

    leaving_pool: int
    """Nodes that are being removed."""

    unknown: int
    """Nodes that Batch has lost contact with."""

    unusable: int
    """Nodes that can't be used because of an error. They cost money until they are removed."""

    waiting_for_start_task: int
    """Nodes whose start task is running and must succeed first."""

    total: int
    """All nodes."""

    upgrading_os: Annotated[int | None, Key("upgradingOS"), Since("2024-02-01.19.0")] = None
    """Nodes that are getting a new version of their operating system image."""

    deallocated: Annotated[int | None, Since("2024-07-01.20.0")] = None
    """Nodes whose machine is deallocated."""

    deallocating: Annotated[int | None, Since("2024-07-01.20.0")] = None
    """Nodes whose machine is being deallocated."""


class PoolNodeCounts(Model, since="2018-03-01.6.1"):
    """The number of a pool's nodes in each state. The service fills it in; it isn't sent."""

    pool_id: str
    """The id of the pool."""

    dedicated: NodeCounts | None = None
    """The dedicated nodes."""

    low_priority: NodeCounts | None = None
    """The Spot or low-priority nodes."""


class PoolUsageMetrics(Model):
    """The core hours of a pool in one interval of time. The service fills it in; it isn't sent."""

    pool_id: str
    """The id of the pool."""

    start_time: datetime
    """The beginning of the interval."""

    end_time: datetime
    """The end of the interval."""

    vm_size: str
    """The size of the pool's machines. The hours of machines of different sizes are different prices."""

    total_core_hours: float
    """The core hours of all nodes in the interval."""
