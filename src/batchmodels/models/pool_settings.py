"""What a pool to be added, an automatic pool of a job and a pool as the service answers it have in common."""

from datetime import timedelta
from typing import Annotated

from ..engine.attributes import Since, Until
from ..engine.checks import Maximum, MaxItems, MaxLength, Minimum, UniqueBy
from ..engine.constraints import Constraint, at_most_one, excludes, requires
from .accounts import UserAccount
from .base import Model
from .certificates import CertificateReference
from .cloud_services import CloudServiceConfiguration
from .metadata import MetadataItem
from .mounts import MountConfiguration
from .network import NetworkConfiguration
from .packages import ApplicationPackageReference
from .pool_enums import NodeCommunicationMode
from .scheduling import TaskSchedulingPolicy
from .start_task import StartTask
from .upgrades import UpgradePolicy
from .virtual_machines import VirtualMachineConfiguration

SIZE: tuple[Constraint, ...] = (
    at_most_one("cloud_service_configuration", "virtual_machine_configuration"),
    excludes("enable_auto_scale", "target_dedicated_nodes", "target_low_priority_nodes", when=True),
    requires("enable_auto_scale", "auto_scale_formula", when=True),
    excludes("enable_auto_scale", "auto_scale_formula", when=False),
    requires("auto_scale_formula", "enable_auto_scale"),
)
"""What a pool that is to be made has to keep; one that exists shows a size beside its formula."""


class PoolSettings(Model):
    """The settings that every description of a whole pool shares: build a ``PoolAddParameter`` or a ``PoolSpecification``.

    Machine. A pool needs ``virtual_machine_configuration``; before API version 2024-07-01.20.0 ``cloud_service_configuration``
    may stand in its place, never beside it.

    Size. Either fixed, by ``target_dedicated_nodes``, ``target_low_priority_nodes`` or both, or automatic, by
    ``enable_auto_scale`` and ``auto_scale_formula``. The service refuses a mixture. Nodes cost money from their allocation on,
    whether they run tasks or not, and so do nodes that have become unusable.

    Changes. A new start task and new application packages reach the nodes that are already there only when these restart.
    """

    display_name: Annotated[str | None, MaxLength(1024)] = None
    """A name for people, up to 1,024 characters of any kind; it need not be unique."""

    cloud_service_configuration: Annotated[
        CloudServiceConfiguration | None, Since("2016-02-01.3.0"), Until("2024-07-01.20.0")
    ] = None
    """The nodes as Cloud Services of Azure, Windows only. Excludes ``virtual_machine_configuration``.

    Not for accounts whose pools live in the user's own subscription.
    """

    virtual_machine_configuration: Annotated[VirtualMachineConfiguration | None, Since("2016-02-01.3.0")] = None
    """The image, the disks and the software of the nodes. Excludes ``cloud_service_configuration``."""

    resize_timeout: Annotated[timedelta | None, Minimum(timedelta(minutes=5))] = None
    """How long Batch may try to reach a fixed size, 5 minutes at least. Default 15 minutes.

    When it is over, the pool stays at the size that it has and reports ``resize_errors``. Without effect with
    ``enable_auto_scale``.
    """

    target_dedicated_nodes: Annotated[int | None, Since("2017-05-01.5.0")] = None
    """How many dedicated nodes there shall be; these are never preempted. Excluded by ``enable_auto_scale``.

    Without automatic scaling this or ``target_low_priority_nodes`` is required.
    """

    target_low_priority_nodes: Annotated[int | None, Since("2017-05-01.5.0")] = None
    """How many Spot or low-priority nodes there shall be: cheaper, but Azure may take them back at any time.

    Excluded by ``enable_auto_scale``; without it, this or ``target_dedicated_nodes`` is required.
    """

    enable_auto_scale: bool | None = None
    """Whether a formula sets the size. Default false, which requires a fixed target.

    True requires ``auto_scale_formula`` and excludes ``target_dedicated_nodes`` and ``target_low_priority_nodes``.
    """

    auto_scale_formula: str | None = None
    """The formula that sets the numbers of nodes, in Batch's own language; the service checks it before it makes the pool.

    Required with ``enable_auto_scale``, refused without.
    """

    auto_scale_evaluation_interval: Annotated[
        timedelta | None, Minimum(timedelta(minutes=5)), Maximum(timedelta(hours=168))
    ] = None
    """How often the formula is evaluated: 5 minutes to 168 hours. Default 15 minutes. Only with ``enable_auto_scale``."""

    enable_inter_node_communication: bool | None = None
    """Whether the nodes can reach one another directly, as MPI and multi-instance tasks need. Default false.

    True limits the pool to 100 nodes, to 80 in the user's own subscription, and it may not reach its target.
    """

    network_configuration: Annotated[NetworkConfiguration | None, Since("2016-07-01.3.1")] = None
    """The subnet, the public addresses and the ports that are open to the outside. Default: a network of Batch's own."""

    start_task: StartTask | None = None
    """What every node runs when it joins the pool, and again whenever it is rebooted or reimaged."""

    certificate_references: Annotated[list[CertificateReference] | None, Until("2025-06-01")] = None
    """The account's certificates to be installed on every node. Certificates are gone since API version 2025-06-01; Azure
    recommends the virtual machine extension for Key Vault in their place.
    """

    application_package_references: Annotated[list[ApplicationPackageReference] | None, MaxItems(10)] = None
    """The application packages that every node downloads and unpacks before it takes tasks. At most 10.

    A change reaches a node that is already there when it is rebooted or reimaged. If one can't be installed, the node
    becomes ``unusable``.
    """

    application_licenses: Annotated[list[str] | None, Since("2017-05-01.5.0"), Until("2024-07-01.20.0")] = None
    """The applications whose licence the pool rents, at an additional charge: ``maya``, ``vray``, ``3dsmax``, ``arnold``.

    Any other name makes the service refuse the pool.
    """

    task_slots_per_node: Annotated[int | None, Minimum(1), Maximum(256), Since("2020-09-01.12.0")] = None
    """How many slots for tasks a node has: a task takes one, unless it asks for more. Default 1.

    At most 256, and at most four times the number of cores of ``vm_size``.
    """

    task_scheduling_policy: TaskSchedulingPolicy | None = None
    """How tasks are distributed over the nodes. Default: spread evenly."""

    user_accounts: Annotated[list[UserAccount] | None, UniqueBy("name"), Since("2017-01-01.4.0")] = None
    """The users to be created on every node, as whom tasks can run by name."""

    metadata: list[MetadataItem] | None = None
    """Names and values for your own programs; Batch makes nothing of them."""

    mount_configuration: Annotated[list[MountConfiguration] | None, MaxItems(10), Since("2019-08-01.10.0")] = None
    """The file systems that every node mounts, for as long as the pool lives. At most 10."""

    target_node_communication_mode: Annotated[NodeCommunicationMode | None, Since("2022-10-01.16.0"), Until("2025-06-01")] = (
        None
    )
    """How nodes and service shall talk. Default ``default``, which leaves the choice to Batch."""

    upgrade_policy: Annotated[UpgradePolicy | None, Since("2024-02-01.19.0")] = None
    """How the nodes get new versions of their operating system image."""

    max_tasks_per_node: Annotated[int | None, Until("2020-09-01.12.0")] = None
    """How many tasks a node runs at a time. Default 1. ``task_slots_per_node`` replaces it."""
