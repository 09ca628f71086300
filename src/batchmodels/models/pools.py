"""The bodies of requests that create or change a pool, and the pool of a job."""

from typing import Annotated, ClassVar

from ..engine.attributes import Since, Until
from ..engine.checks import Maximum, MaxItems, MaxLength, Minimum, Pattern, UniqueBy
from ..engine.constraints import Constraint
from .accounts import UserAccount
from .arm import ArmPool
from .base import Model
from .certificates import CertificateReference
from .metadata import MetadataItem
from .mounts import MountConfiguration
from .network import NetworkConfiguration
from .packages import ApplicationPackageReference
from .pool_enums import NodeCommunicationMode
from .pool_settings import SIZE, PoolSettings
from .scheduling import TaskSchedulingPolicy
from .start_task import StartTask
from .upgrades import UpgradePolicy
from .virtual_machines import VirtualMachineConfiguration

__all__ = ["PoolAddParameter", "PoolPatchParameter", "PoolSpecification", "PoolUpdatePropertiesParameter"]


class PoolAddParameter(PoolSettings):
    """A pool to add to the account.

    The service answers before it allocates the nodes; ``CloudPool.resize_errors`` shows what failed. ``PoolPatchParameter`` can
    change some settings later, most of them only while the pool is empty.
    """

    id: Annotated[str, Pattern("[A-Za-z0-9_-]{1,64}")]
    """The pool's id: 1 to 64 letters, digits, hyphens and underscores. Unique in the account, whatever the letters' case."""

    vm_size: str
    """The VM size of the nodes, for example ``Standard_D2s_v3``. Region, quota and image limit the choice."""

    resource_tags: Annotated[dict[str, str] | None, Since("2023-11-01.18.0"), Until("2025-06-01")] = None
    """Azure tags for the resources of the pool. Only for accounts in user subscription mode."""

    rules: ClassVar[tuple[Constraint, ...]] = SIZE


class PoolSpecification(PoolSettings):
    """A pool that Batch creates for a job, and deletes afterwards unless it is set to keep it.

    It is part of the job's auto pool specification. Batch chooses its id; the rest is as in ``PoolAddParameter``.
    """

    vm_size: str
    """The VM size of the nodes, for example ``Standard_D2s_v3``. Region, quota and image limit the choice."""

    resource_tags: Annotated[dict[str, str] | str | None, Since("2023-11-01.18.0"), Until("2025-06-01")] = None
    """Azure tags for the resources of the pool. Only for accounts in user subscription mode.

    API version 2024-07-01.20.0 defines it as a text in a pool specification, and as a dict everywhere else.
    """

    rules: ClassVar[tuple[Constraint, ...]] = SIZE


class PoolPatchParameter(ArmPool):
    """Changes to a pool: the body of PATCH. None leaves a setting unchanged; an empty list removes its elements.

    A list replaces the whole list, and a start task replaces the whole start task. To remove a start task, use
    ``PoolUpdatePropertiesParameter``. The attributes since API version 2024-07-01.20.0, ``display_name`` to ``vm_size``, can be
    changed only while the pool has no nodes. To change the number of nodes, resize the pool.
    """

    arm_kind: ClassVar[str] = "patch"

    start_task: StartTask | None = None
    """The new start task. Existing nodes run it when they are rebooted or reimaged."""

    certificate_references: Annotated[list[CertificateReference] | None, Until("2025-06-01")] = None
    """The new certificates; they replace the old ones."""

    application_package_references: Annotated[list[ApplicationPackageReference] | None, MaxItems(10)] = None
    """The new application packages, at most 10. Existing nodes get them when they are rebooted or reimaged."""

    metadata: list[MetadataItem] | None = None
    """The new metadata; it replaces the old."""

    target_node_communication_mode: Annotated[NodeCommunicationMode | None, Since("2022-10-01.16.0"), Until("2025-06-01")] = (
        None
    )
    """The new mode of communication between the nodes and the service."""

    display_name: Annotated[str | None, MaxLength(1024), Since("2024-07-01.20.0")] = None
    """The new display name, up to 1,024 characters. Only while the pool has no nodes."""

    enable_inter_node_communication: Annotated[bool | None, Since("2024-07-01.20.0")] = None
    """Whether nodes can communicate directly. Only while the pool has no nodes."""

    mount_configuration: Annotated[list[MountConfiguration] | None, MaxItems(10), Since("2024-07-01.20.0")] = None
    """The file systems to mount, at most 10. Only while the pool has no nodes."""

    network_configuration: Annotated[NetworkConfiguration | None, Since("2024-07-01.20.0")] = None
    """The new network. Only while the pool has no nodes."""

    resource_tags: Annotated[dict[str, str] | None, Since("2024-07-01.20.0"), Until("2025-06-01")] = None
    """The new Azure tags, only for accounts in user subscription mode. Only while the pool has no nodes."""

    task_scheduling_policy: Annotated[TaskSchedulingPolicy | None, Since("2024-07-01.20.0")] = None
    """The distribution of tasks to the nodes. Only while the pool has no nodes."""

    task_slots_per_node: Annotated[int | None, Minimum(1), Maximum(256), Since("2024-07-01.20.0")] = None
    """The number of task slots of a node, at most 256 and four times its cores. Only while the pool has no nodes."""

    upgrade_policy: Annotated[UpgradePolicy | None, Since("2024-07-01.20.0")] = None
    """The upgrade of the nodes to new versions of their OS image. Only while the pool has no nodes."""

    user_accounts: Annotated[list[UserAccount] | None, UniqueBy("name"), Since("2024-07-01.20.0")] = None
    """The named accounts on every node: the whole list, including passwords. Only while the pool has no nodes."""

    virtual_machine_configuration: Annotated[VirtualMachineConfiguration | None, Since("2024-07-01.20.0")] = None
    """The new image, disks and software of the nodes. Only while the pool has no nodes."""

    vm_size: Annotated[str | None, Since("2024-07-01.20.0")] = None
    """The new VM size of the nodes. Only while the pool has no nodes."""


class PoolUpdatePropertiesParameter(Model):
    """The new properties of a pool: the body of UpdateProperties.

    They replace all old ones: a property that is left out or empty is removed, including the start task. Read the pool first,
    and copy the properties to keep. To change a single property, use ``PoolPatchParameter``.
    """

    start_task: StartTask | None = None
    """The start task. None removes the pool's start task."""

    certificate_references: Annotated[list[CertificateReference] | None, Until("2025-06-01")] = None
    """All certificates; an empty list removes them. Batch retired certificates on 29 February 2024.

    Older API versions declare it as required; the service no longer requires it, and its newer examples leave it out.
    """

    application_package_references: Annotated[list[ApplicationPackageReference], MaxItems(10)]
    """All application packages, at most 10; an empty list removes them. Existing nodes follow when they restart."""

    metadata: list[MetadataItem]
    """All metadata; an empty list removes it."""

    target_node_communication_mode: Annotated[NodeCommunicationMode | None, Since("2022-10-01.16.0"), Until("2025-06-01")] = (
        None
    )
    """The mode of communication between the nodes and the service. None resets it to ``default``."""
