"""The settings that a pool to add, an auto pool of a job and a pool as the service returns it have in common."""

from datetime import timedelta
from typing import Annotated

from ..engine.attributes import Since, Until
from ..engine.checks import Maximum, MaxItems, MaxLength, Minimum, UniqueBy
from ..engine.constraints import Constraint, at_most_one, excludes, requires
from .accounts import UserAccount
from .arm import ArmPool
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
"""Rules for a pool to create; an existing pool has both a size and a formula."""


class PoolSettings(ArmPool):
    """The settings that every description of a whole pool shares: build a ``PoolAddParameter`` or a ``PoolSpecification``.

    Machine. A pool needs ``virtual_machine_configuration``, or before API version 2024-07-01.20.0
    ``cloud_service_configuration`` instead.

    Size. Either fixed, with ``target_dedicated_nodes``, ``target_low_priority_nodes`` or both, or automatic, with
    ``enable_auto_scale`` and ``auto_scale_formula``. The service refuses a combination. Nodes cost money from their allocation
    on, whether they run tasks or not; unusable nodes do too.

    Changes. Existing nodes get a new start task and new application packages only when they restart.
    """

    display_name: Annotated[str | None, MaxLength(1024)] = None
    """A display name, up to 1,024 characters of any kind. It need not be unique."""

    cloud_service_configuration: Annotated[
        CloudServiceConfiguration | None, Since("2016-02-01.3.0"), Until("2024-07-01.20.0")
    ] = None
    """Nodes on Azure Cloud Services, Windows only. Excludes ``virtual_machine_configuration``.

    Not for accounts in user subscription mode.
    """

    virtual_machine_configuration: Annotated[VirtualMachineConfiguration | None, Since("2016-02-01.3.0")] = None
    """The image, the disks and the software of the nodes. Excludes ``cloud_service_configuration``."""

    resize_timeout: Annotated[timedelta | None, Minimum(timedelta(minutes=5))] = None
    """The time limit for reaching a fixed size, at least 5 minutes. Default 15 minutes.

    After that, the pool keeps its current size and reports ``resize_errors``. Ignored with ``enable_auto_scale``.
    """

    target_dedicated_nodes: Annotated[int | None, Since("2017-05-01.5.0")] = None
    """The target number of dedicated nodes, which are never preempted. Excluded by ``enable_auto_scale``.

    Without automatic scaling, this or ``target_low_priority_nodes`` is required.
    """

    target_low_priority_nodes: Annotated[int | None, Since("2017-05-01.5.0")] = None
    """The target number of Spot or low-priority nodes, which are cheaper, but can be preempted at any time.

    Excluded by ``enable_auto_scale``; without it, this or ``target_dedicated_nodes`` is required.
    """

    enable_auto_scale: bool | None = None
    """Whether a formula sets the size. Default false, which requires a fixed target.

    True requires ``auto_scale_formula`` and excludes ``target_dedicated_nodes`` and ``target_low_priority_nodes``.
    """

    auto_scale_formula: str | None = None
    """The autoscale formula, which sets the numbers of nodes. The service checks it before it creates the pool.

    Required with ``enable_auto_scale``, and refused without it.
    """

    auto_scale_evaluation_interval: Annotated[
        timedelta | None, Minimum(timedelta(minutes=5)), Maximum(timedelta(hours=168))
    ] = None
    """The interval between evaluations: 5 minutes to 168 hours. Default 15 minutes. Only with ``enable_auto_scale``."""

    enable_inter_node_communication: bool | None = None
    """Whether nodes can communicate directly, which MPI and multi-instance tasks need. Default false.

    True limits the pool to 100 nodes, or 80 in user subscription mode, and the pool may not reach its target.
    """

    network_configuration: Annotated[NetworkConfiguration | None, Since("2016-07-01.3.1")] = None
    """The subnet, public addresses and open ports. Default: a network managed by Batch."""

    start_task: StartTask | None = None
    """A task that every node runs when it joins the pool, and whenever it is rebooted or reimaged."""

    certificate_references: Annotated[list[CertificateReference] | None, Until("2025-06-01")] = None
    """The account's certificates to install on every node. API version 2025-06-01 removed certificates; use the Key Vault
    extension for virtual machines instead.
    """

    application_package_references: Annotated[list[ApplicationPackageReference] | None, MaxItems(10)] = None
    """The application packages that every node installs before it accepts tasks. At most 10.

    Existing nodes get a change when they are rebooted or reimaged. If a package can't be installed, the node becomes
    ``unusable``.
    """

    application_licenses: Annotated[list[str] | None, Since("2017-05-01.5.0"), Until("2024-07-01.20.0")] = None
    """The applications that the pool licenses, at an additional charge: ``maya``, ``vray``, ``3dsmax``, ``arnold``.

    The service refuses a pool with any other name.
    """

    task_slots_per_node: Annotated[int | None, Minimum(1), Maximum(256), Since("2020-09-01.12.0")] = None
    """The number of task slots of a node. A task takes one, unless it requires more. Default 1.

    At most 256, and at most four times the number of cores of ``vm_size``.
    """

    task_scheduling_policy: TaskSchedulingPolicy | None = None
    """The distribution of tasks to the nodes. Default: spread evenly."""

    user_accounts: Annotated[list[UserAccount] | None, UniqueBy("name"), Since("2017-01-01.4.0")] = None
    """Named accounts to create on every node. Tasks can run as these users."""

    metadata: list[MetadataItem] | None = None
    """Names and values for your own programs; Batch ignores them."""

    mount_configuration: Annotated[list[MountConfiguration] | None, MaxItems(10), Since("2019-08-01.10.0")] = None
    """The file systems that every node mounts. At most 10."""

    target_node_communication_mode: Annotated[NodeCommunicationMode | None, Since("2022-10-01.16.0"), Until("2025-06-01")] = (
        None
    )
    """The mode of communication between the nodes and the service. Default ``default``: Batch chooses."""

    upgrade_policy: Annotated[UpgradePolicy | None, Since("2024-02-01.19.0")] = None
    """The upgrade of the nodes to new versions of their OS image."""

    max_tasks_per_node: Annotated[int | None, Until("2020-09-01.12.0")] = None
    """The number of tasks that a node runs at a time. Default 1. Replaced by ``task_slots_per_node``."""
