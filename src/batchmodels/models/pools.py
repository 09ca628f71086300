"""The bodies of requests that make or change a pool, and the pool that a job brings with it."""

from typing import Annotated, ClassVar

from ..engine.attributes import Since, Until
from ..engine.checks import Maximum, MaxItems, MaxLength, Minimum, Pattern, UniqueBy
from ..engine.constraints import Constraint
from .accounts import UserAccount
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
    """A pool to be added to the account: the body of "add pool".

    The service answers before there are nodes; it allocates them afterwards, and ``CloudPool.resize_errors`` tells what went
    wrong. Some of the settings can be changed later with ``PoolPatchParameter``, most of those only while the pool is empty.
    """

    id: Annotated[str, Pattern("[A-Za-z0-9_-]{1,64}")]
    """The pool's id: 1 to 64 letters, digits, hyphens and underscores. Unique in the account, whatever the letters' case."""

    vm_size: str
    """The size of every node, in Azure's words: ``Standard_D2s_v3``. Region, quota and image limit the choice."""

    resource_tags: Annotated[dict[str, str] | None, Since("2023-11-01.18.0"), Until("2025-06-01")] = None
    """Azure tags for the resources of the pool. Only for accounts whose pools are in the user's own subscription."""

    rules: ClassVar[tuple[Constraint, ...]] = SIZE


class PoolSpecification(PoolSettings):
    """The pool that Batch makes for a job, and deletes afterwards unless it is told to keep it.

    It is part of the job's automatic pool specification. Batch makes its id up; the rest is as in ``PoolAddParameter``.
    """

    vm_size: str
    """The size of every node, in Azure's words: ``Standard_D2s_v3``. Region, quota and image limit the choice."""

    resource_tags: Annotated[dict[str, str] | str | None, Since("2023-11-01.18.0"), Until("2025-06-01")] = None
    """Azure tags for the resources of the pool. Only for accounts whose pools are in the user's own subscription.

    API version 2024-07-01.20.0 defines it as a text in the specification of a pool, and as a dict everywhere else.
    """

    rules: ClassVar[tuple[Constraint, ...]] = SIZE


class PoolPatchParameter(Model):
    """What to change in a pool: the body of PATCH. None leaves a setting as it is, an empty list removes what was there.

    A list replaces the whole list, it isn't merged with it; a start task replaces the whole start task. To remove a start
    task use ``PoolUpdatePropertiesParameter``. The attributes since API version 2024-07-01.20.0, ``display_name`` to
    ``vm_size``, can be changed only while the pool has no nodes. The number of nodes isn't changed here but by resizing.
    """

    start_task: StartTask | None = None
    """The start task from now on. Nodes that are there run it when they are rebooted or reimaged."""

    certificate_references: Annotated[list[CertificateReference] | None, Until("2025-06-01")] = None
    """The certificates from now on; a list takes the place of the old one."""

    application_package_references: Annotated[list[ApplicationPackageReference] | None, MaxItems(10)] = None
    """The application packages from now on, at most 10. Nodes that are there get them when they are rebooted or reimaged."""

    metadata: list[MetadataItem] | None = None
    """The metadata from now on: the whole list, not only what is new."""

    target_node_communication_mode: Annotated[NodeCommunicationMode | None, Since("2022-10-01.16.0"), Until("2025-06-01")] = (
        None
    )
    """How nodes and service shall talk from now on."""

    display_name: Annotated[str | None, MaxLength(1024), Since("2024-07-01.20.0")] = None
    """The new name for people, up to 1,024 characters. Only while the pool has no nodes."""

    enable_inter_node_communication: Annotated[bool | None, Since("2024-07-01.20.0")] = None
    """Whether nodes can reach one another directly. Only while the pool has no nodes."""

    mount_configuration: Annotated[list[MountConfiguration] | None, MaxItems(10), Since("2024-07-01.20.0")] = None
    """The file systems to mount, at most 10. Only while the pool has no nodes."""

    network_configuration: Annotated[NetworkConfiguration | None, Since("2024-07-01.20.0")] = None
    """The new network. Only while the pool has no nodes."""

    resource_tags: Annotated[dict[str, str] | None, Since("2024-07-01.20.0"), Until("2025-06-01")] = None
    """The new Azure tags, for accounts whose pools live in the user's own subscription. Only while the pool has no nodes."""

    task_scheduling_policy: Annotated[TaskSchedulingPolicy | None, Since("2024-07-01.20.0")] = None
    """How tasks are distributed over the nodes. Only while the pool has no nodes."""

    task_slots_per_node: Annotated[int | None, Minimum(1), Maximum(256), Since("2024-07-01.20.0")] = None
    """How many slots for tasks a node has, at most 256 and four times its cores. Only while the pool has no nodes."""

    upgrade_policy: Annotated[UpgradePolicy | None, Since("2024-07-01.20.0")] = None
    """How nodes get new versions of their operating system image. Only while the pool has no nodes."""

    user_accounts: Annotated[list[UserAccount] | None, UniqueBy("name"), Since("2024-07-01.20.0")] = None
    """The users on every node: the whole list, passwords included. Only while the pool has no nodes."""

    virtual_machine_configuration: Annotated[VirtualMachineConfiguration | None, Since("2024-07-01.20.0")] = None
    """The new image, disks and software of the nodes. Only while the pool has no nodes."""

    vm_size: Annotated[str | None, Since("2024-07-01.20.0")] = None
    """The new size of the nodes. Only while the pool has no nodes."""


class PoolUpdatePropertiesParameter(Model):
    """What a pool shall have instead of what it has: the body of UpdateProperties.

    It replaces, it doesn't merge: what is left out, or empty, is removed, the start task too. Read the pool first, and take
    over what shall stay. To change one thing and leave the others alone use ``PoolPatchParameter``.
    """

    start_task: StartTask | None = None
    """The start task. None removes the one that the pool has."""

    certificate_references: Annotated[list[CertificateReference] | None, Until("2025-06-01")] = None
    """All certificates; an empty list removes them. Batch retired certificates on 29 February 2024.

    Older API versions declare it as required; the service no longer asks for it, and its own newer examples leave it out.
    """

    application_package_references: Annotated[list[ApplicationPackageReference], MaxItems(10)]
    """All application packages, at most 10; an empty list removes them. Nodes that are there follow when they restart."""

    metadata: list[MetadataItem]
    """All metadata; an empty list removes it."""

    target_node_communication_mode: Annotated[NodeCommunicationMode | None, Since("2022-10-01.16.0"), Until("2025-06-01")] = (
        None
    )
    """How nodes and service shall talk. None sets it back to ``default``."""
