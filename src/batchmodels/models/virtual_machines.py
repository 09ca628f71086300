"""The virtual machines that a pool is made of: image, disks, extensions and where they stand."""

from typing import Annotated, Any, ClassVar

from ..engine.attributes import Key, ReadOnly, Secret, Since
from ..engine.checks import UniqueBy
from ..engine.constraints import Constraint, at_most_one, excludes
from .base import Model
from .containers import ContainerConfiguration
from .disks import DataDisk, DiskEncryptionConfiguration, OSDisk
from .machine_enums import NodePlacementPolicyType
from .security import SecurityProfile

__all__ = [
    "ImageReference",
    "NodePlacementConfiguration",
    "ServiceArtifactReference",
    "VMExtension",
    "VirtualMachineConfiguration",
    "WindowsConfiguration",
]


class ImageReference(Model, since="2016-02-01.3.0"):
    """The image that nodes start from.

    It is one of four things: a Marketplace image (``publisher``, ``offer``, ``sku``, ``version``), or the id of an image
    in your own, a community's or a shared gallery. An id excludes everything else.
    """

    publisher: str | None = None
    """Who publishes the Marketplace image: ``Canonical``, ``MicrosoftWindowsServer`` …"""

    offer: str | None = None
    """The Marketplace image's family, such as ``ubuntu-24_04-lts`` or ``WindowsServer``."""

    sku: str | None = None
    """The Marketplace image's edition, such as ``server`` or ``2022-datacenter``."""

    version: str | None = None
    """The Marketplace image's version. Default ``latest``. Automatic OS upgrades need ``latest``."""

    virtual_machine_image_id: Annotated[str | None, Since("2017-09-01.6.0")] = None
    """The ARM id of an Azure Compute Gallery image, with ``/versions/VERSION`` at the end or without, for the newest version.

    The image must have a replica in the pool's region and be in the Batch account's subscription. Excludes all
    others here.
    """

    exact_version: Annotated[str | None, ReadOnly(), Since("2021-06-01.14.0")] = None
    """Which version the nodes really got, when ``latest`` was asked for. The service's."""

    community_gallery_image_id: Annotated[str | None, Since("2024-07-01.20.0")] = None
    """The id of an image in a community gallery. Excludes all others here."""

    shared_gallery_image_id: Annotated[str | None, Since("2024-07-01.20.0")] = None
    """The id of an image in a gallery that is shared with you. Excludes all others here."""

    rules: ClassVar[tuple[Constraint, ...]] = (
        at_most_one("virtual_machine_image_id", "community_gallery_image_id", "shared_gallery_image_id"),
        excludes("virtual_machine_image_id", "publisher", "offer", "sku"),
        excludes("community_gallery_image_id", "publisher", "offer", "sku"),
        excludes("shared_gallery_image_id", "publisher", "offer", "sku"),
    )


class WindowsConfiguration(Model, since="2016-02-01.3.0"):
    """Settings for Windows on the nodes."""

    enable_automatic_updates: bool | None = None
    """Whether Windows updates itself. Default true. Must be false with automatic OS upgrades."""


class NodePlacementConfiguration(Model, since="2021-06-01.14.0"):
    """Where in the region the nodes stand."""

    policy: NodePlacementPolicyType | None = None
    """In the region without preference, or spread over its availability zones as evenly as can be had. Default ``regional``."""


class ServiceArtifactReference(Model, since="2023-11-01.18.0"):
    """A profile in a gallery that fixes one image version for all nodes although ``latest`` is asked for."""

    id: str
    """The profile's ARM id.

    ``/subscriptions/…/galleries/GALLERY/serviceArtifacts/ARTIFACT/vmArtifactsProfiles/PROFILE``.
    """


class VMExtension(Model, since="2021-06-01.14.0"):
    """A program of Azure or a partner that is installed on each node: monitoring, keys, drivers.

    The files it is made to fetch must be available whenever a node is made, not just when the pool is.
    """

    name: str
    """The name by which this extension goes, in ``provision_after_extensions`` of others too."""

    publisher: str
    """Who publishes the extension, such as ``Microsoft.Azure.KeyVault``."""

    type: str
    """Which of the publisher's extensions, such as ``KeyVaultForLinux``."""

    type_handler_version: str | None = None
    """The version of the extension, such as ``2.0``."""

    auto_upgrade_minor_version: bool | None = None
    """Whether the newest minor version is taken at installation. Later ones aren't: see ``enable_automatic_upgrade``."""

    enable_automatic_upgrade: Annotated[bool | None, Since("2023-05-01.17.0")] = None
    """Whether Azure installs newer versions on its own while the node lives."""

    settings: Any = None
    """Settings for everybody to see; what they look like is up to the extension. Keys go into ``protected_settings``."""

    protected_settings: Annotated[Any, Secret()] = None
    """Settings that only the extension gets to read, such as keys; what they look like is up to it.

    Shown as ``***``, sent as it is; the service doesn't give it back.
    """

    provision_after_extensions: list[str] | None = None
    """The names of extensions that must be installed before this one."""


class VirtualMachineConfiguration(Model, since="2016-02-01.3.0"):
    """What the nodes of a pool are: a VM image and all that goes with it.

    The image and the node agent must belong together; the service lists which do, together with the images that it has
    verified.
    """

    image_reference: ImageReference
    """The image the nodes start from."""

    node_agent_sku_id: Annotated[str, Key("nodeAgentSKUId")]
    """Which build of Batch's program for the node fits the image's operating system, such as ``batch.node.ubuntu 24.04``."""

    windows_configuration: WindowsConfiguration | None = None
    """Settings for Windows; leave it out for Linux images."""

    data_disks: Annotated[list[DataDisk] | None, UniqueBy("lun"), Since("2017-09-01.6.0")] = None
    """Empty disks for each node, attached but not formatted. They can't be changed once the pool exists."""

    license_type: Annotated[str | None, Since("2017-09-01.6.0")] = None
    """Tells that you have a licence for Windows yourself, which makes nodes cheaper: ``Windows_Server`` or ``Windows_Client``.

    None: the licence is paid for with the node. Not for Linux.
    """

    container_configuration: Annotated[ContainerConfiguration | None, Since("2017-09-01.6.0")] = None
    """Makes the nodes able to run tasks in containers.

    Ordinary tasks and job manager tasks of the pool must then have container settings; start tasks and other kinds may.
    """

    disk_encryption_configuration: Annotated[DiskEncryptionConfiguration | None, Since("2020-03-01.11.0")] = None
    """Which disks are encrypted when a node is made. None: Batch encrypts none of its own accord."""

    node_placement_configuration: Annotated[NodePlacementConfiguration | None, Since("2021-06-01.14.0")] = None
    """Whether nodes are spread over the region's availability zones. Default: they aren't."""

    extensions: Annotated[list[VMExtension] | None, Since("2021-06-01.14.0")] = None
    """Extensions that are installed on each node."""

    os_disk: Annotated[OSDisk | None, Since("2021-06-01.14.0")] = None
    """The operating system's disk."""

    security_profile: Annotated[SecurityProfile | None, Since("2023-11-01.18.0")] = None
    """Trusted launch, confidential VMs, encryption by the host and the like."""

    service_artifact_reference: Annotated[ServiceArtifactReference | None, Since("2023-11-01.18.0")] = None
    """A profile that fixes the image version for all nodes when ``latest`` is asked for."""
