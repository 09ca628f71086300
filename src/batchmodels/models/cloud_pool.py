"""A pool as the service returns it."""

from datetime import datetime
from typing import Annotated, ClassVar

from ..engine.attributes import ReadOnly, Since, Until
from .identity import BatchPoolIdentity
from .pool_enums import AllocationState, NodeCommunicationMode, PoolState
from .pool_settings import PoolSettings
from .scaling import AutoScaleRun, ResizeError
from .statistics import PoolStatistics

__all__ = ["CloudPool"]


class CloudPool(PoolSettings):
    """An existing pool: its settings and its status. The service fills it in; it isn't sent.

    To find out whether the pool has all its nodes, compare the current numbers with the targets and read ``resize_errors`` and
    ``auto_scale_run``. ``ComputeNode`` has the status of each node.

    The service leaves secrets out of its answers, so a copy of the pool can't be created from it alone. ``resize_timeout`` is
    the timeout of the last resize, including the creation of the pool.
    """

    arm_kind: ClassVar[str] = "answer"

    id: str | None = None
    """The pool's id. Letters keep their case, but case makes no difference."""

    url: str | None = None
    """The URL of the pool."""

    e_tag: str | None = None
    """The version of the pool's settings, an opaque text. With If-Match, a change fails if the pool has changed."""

    last_modified: datetime | None = None
    """When the pool's own settings last changed, for example its targets. Events on nodes don't count."""

    creation_time: datetime | None = None
    """When the pool was created."""

    state: PoolState | None = None
    """Whether the pool is active or being deleted. Deletion takes minutes, because the nodes are removed first."""

    state_transition_time: datetime | None = None
    """When ``state`` last changed."""

    allocation_state: AllocationState | None = None
    """Whether nodes are being added or removed. A pool can be resized only while it is ``steady``."""

    allocation_state_transition_time: datetime | None = None
    """When ``allocation_state`` last changed."""

    vm_size: str | None = None
    """The VM size of the nodes."""

    resource_tags: Annotated[dict[str, str] | None, Since("2023-11-01.18.0"), Until("2025-06-01")] = None
    """Azure tags for the resources of the pool. Only for accounts in user subscription mode."""

    resize_errors: Annotated[list[ResizeError] | None, Since("2017-05-01.5.0")] = None
    """The errors of the last resize. None if it succeeded, and while ``allocation_state`` isn't ``steady``."""

    current_dedicated_nodes: Annotated[int | None, Since("2017-05-01.5.0")] = None
    """The current number of dedicated nodes."""

    current_low_priority_nodes: Annotated[int | None, Since("2017-05-01.5.0")] = None
    """The current number of Spot or low-priority nodes, including preempted ones."""

    auto_scale_run: AutoScaleRun | None = None
    """The result of the last evaluation of the formula. None unless ``enable_auto_scale`` is true."""

    stats: PoolStatistics | None = None
    """The resources used by the pool since its creation, about 30 minutes old. None unless the request expanded ``stats``."""

    identity: Annotated[BatchPoolIdentity | None, Since("2021-06-01.14.0")] = None
    """The managed identities of the nodes. They are attached through ARM; this API only returns them."""

    current_node_communication_mode: Annotated[
        NodeCommunicationMode | None, ReadOnly(), Since("2022-10-01.16.0"), Until("2025-06-01")
    ] = None
    """The current mode of communication between the nodes and the service. Set by the service; never sent."""
