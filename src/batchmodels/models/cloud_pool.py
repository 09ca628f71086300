"""A pool as the service answers it."""

from datetime import datetime
from typing import Annotated

from ..engine.attributes import ReadOnly, Since, Until
from .identity import BatchPoolIdentity
from .pool_enums import AllocationState, NodeCommunicationMode, PoolState
from .pool_settings import PoolSettings
from .scaling import AutoScaleRun, ResizeError
from .statistics import PoolStatistics

__all__ = ["CloudPool"]


class CloudPool(PoolSettings):
    """A pool that exists: its settings, and how it fares. The service fills it in; it isn't for sending.

    Whether the pool has the nodes that it should have: compare the current numbers with the targets, and read
    ``resize_errors`` and ``auto_scale_run``. How the single nodes fare is in ``ComputeNode``.

    The service leaves secrets out of its answers, so a pool that was read doesn't suffice to make another like it. Its
    ``resize_timeout`` is that of the last resize, the making of the pool included.
    """

    id: str | None = None
    """The pool's id. Letters keep their case, but case makes no difference."""

    url: str | None = None
    """Where the service has the pool."""

    e_tag: str | None = None
    """The version of the pool's settings, an opaque text. Pass it as If-Match, and a change fails if somebody was quicker."""

    last_modified: datetime | None = None
    """When the pool's own settings last changed, its targets for instance. What happens on nodes doesn't count."""

    creation_time: datetime | None = None
    """When the pool was made."""

    state: PoolState | None = None
    """Whether the pool is in use or being deleted; deleting takes minutes, as the nodes go first."""

    state_transition_time: datetime | None = None
    """When ``state`` became what it is."""

    allocation_state: AllocationState | None = None
    """Whether nodes are being added or removed. A pool can be resized only while it is ``steady``."""

    allocation_state_transition_time: datetime | None = None
    """When ``allocation_state`` became what it is."""

    vm_size: str | None = None
    """The size of every node, in Azure's words."""

    resource_tags: Annotated[dict[str, str] | None, Since("2023-11-01.18.0"), Until("2025-06-01")] = None
    """Azure tags for the resources of the pool. Only for accounts whose pools are in the user's own subscription."""

    resize_errors: Annotated[list[ResizeError] | None, Since("2017-05-01.5.0")] = None
    """Why the last resize missed its target. None if it did not, and while ``allocation_state`` isn't ``steady``."""

    current_dedicated_nodes: Annotated[int | None, Since("2017-05-01.5.0")] = None
    """How many dedicated nodes there are now."""

    current_low_priority_nodes: Annotated[int | None, Since("2017-05-01.5.0")] = None
    """How many Spot or low-priority nodes there are now; those that Azure has taken back are counted too."""

    auto_scale_run: AutoScaleRun | None = None
    """What the last evaluation of the formula came to. None unless ``enable_auto_scale`` is true."""

    stats: PoolStatistics | None = None
    """What the pool has used since it was made. None unless the request expanded ``stats``; about 30 minutes behind."""

    identity: Annotated[BatchPoolIdentity | None, Since("2021-06-01.14.0")] = None
    """The managed identities of the nodes. They are attached through ARM; this API only shows them."""

    current_node_communication_mode: Annotated[
        NodeCommunicationMode | None, ReadOnly(), Since("2022-10-01.16.0"), Until("2025-06-01")
    ] = None
    """How nodes and service talk at present. The service's: it is never sent."""
