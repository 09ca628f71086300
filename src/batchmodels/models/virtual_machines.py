"""The virtual machines of a pool: image, disks, extensions and placement."""

from typing import Annotated, Any, ClassVar

from ..engine.attributes import Key, ReadOnly, Secret, Since
from ..engine.checks import UniqueBy
from ..engine.constraints import Constraint, at_most_one, excludes
from .arm import ArmModel
from .containers import ContainerConfiguration
from .dialects import in_arm
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


class ImageReference(ArmModel, since="2016-02-01.3.0"):
    """The image of the nodes.

    Either a Marketplace image (``publisher``, ``offer``, ``sku``, ``version``), or the id of an image in your own gallery, a
    community gallery or a shared gallery. An id excludes all other attributes.
    """

    publisher: str | None = None
    """The publisher of the Marketplace image: ``Canonical``, ``MicrosoftWindowsServer`` …"""

    offer: str | None = None
    """The offer of the Marketplace image, such as ``ubuntu-24_04-lts`` or ``WindowsServer``."""

    sku: str | None = None
    """The SKU of the Marketplace image, such as ``server`` or ``2022-datacenter``."""

    version: str | None = None
    """The version of the Marketplace image. Default ``latest``. Automatic OS upgrades need ``latest``."""

    virtual_machine_image_id: Annotated[str | None, in_arm("id"), Since("2017-09-01.6.0")] = None
    """The ARM id of an Azure Compute Gallery image. It ends in ``/versions/VERSION``, or without for the newest version.

    The image must have a replica in the pool's region, and must be in the subscription of the Batch account. Excludes all other
    attributes.
    """

    exact_version: Annotated[str | None, ReadOnly(), Since("2021-06-01.14.0")] = None
    """The actual version of the image if ``version`` is ``latest``. Set by the service."""

    community_gallery_image_id: Annotated[str | None, Since("2024-07-01.20.0")] = None
    """The id of an image in a community gallery. Excludes all other attributes."""

    shared_gallery_image_id: Annotated[str | None, Since("2024-07-01.20.0")] = None
    """The id of an image in a shared gallery. Excludes all other attributes."""

    rules: ClassVar[tuple[Constraint, ...]] = (
        at_most_one("virtual_machine_image_id", "community_gallery_image_id", "shared_gallery_image_id"),
        excludes("virtual_machine_image_id", "publisher", "offer", "sku"),
        excludes("community_gallery_image_id", "publisher", "offer", "sku"),
        excludes("shared_gallery_image_id", "publisher", "offer", "sku"),
    )


class WindowsConfiguration(ArmModel, since="2016-02-01.3.0"):
    """Windows settings of the nodes."""

    enable_automatic_updates: bool | None = None
    """Whether Windows updates itself. Default true. Must be false with automatic OS upgrades."""


class NodePlacementConfiguration(ArmModel, since="2021-06-01.14.0"):
    """The placement of the nodes in the region."""

    policy: NodePlacementPolicyType | None = None
    """Anywhere in the region, or spread across its availability zones as evenly as possible. Default ``regional``."""


class ServiceArtifactReference(ArmModel, since="2023-11-01.18.0"):
    """A gallery profile that fixes the image version for all nodes if ``version`` is ``latest``."""

    id: str
    """The ARM id of the profile.

    ``/subscriptions/…/galleries/GALLERY/serviceArtifacts/ARTIFACT/vmArtifactsProfiles/PROFILE``.
    """


class VMExtension(ArmModel, since="2021-06-01.14.0"):
    """A virtual machine extension that is installed on each node, for example for monitoring, keys or drivers.

    Files that it downloads must be available whenever a node is created, not only when the pool is created.
    """

    name: str
    """The name of the extension; ``provision_after_extensions`` of others refers to it."""

    publisher: str
    """The publisher of the extension, such as ``Microsoft.Azure.KeyVault``."""

    type: str
    """The type of the extension, such as ``KeyVaultForLinux``."""

    type_handler_version: str | None = None
    """The version of the extension, such as ``2.0``."""

    auto_upgrade_minor_version: bool | None = None
    """Whether the newest minor version is installed. For later versions, see ``enable_automatic_upgrade``."""

    enable_automatic_upgrade: Annotated[bool | None, Since("2023-05-01.17.0")] = None
    """Whether Azure installs newer versions automatically."""

    settings: Any = None
    """Public settings, as defined by the extension. Put secrets into ``protected_settings``."""

    protected_settings: Annotated[Any, Secret()] = None
    """Settings that only the extension can read, such as keys, as defined by the extension.

    Shown as ``***``, sent unchanged; the service doesn't return it.
    """

    provision_after_extensions: list[str] | None = None
    """The names of the extensions to install before this one."""


class VirtualMachineConfiguration(ArmModel, since="2016-02-01.3.0"):
    """The configuration of a pool's virtual machines.

    The node agent must match the image; the service lists the supported combinations with the images that it has verified.
    """

    image_reference: ImageReference
    """The image of the nodes."""

    node_agent_sku_id: Annotated[str, Key("nodeAgentSKUId"), in_arm("nodeAgentSkuId")]
    """The node agent that matches the image's operating system, such as ``batch.node.ubuntu 24.04``."""

    windows_configuration: WindowsConfiguration | None = None
    """Windows settings. Leave it out for Linux images."""

    data_disks: Annotated[list[DataDisk] | None, UniqueBy("lun"), Since("2017-09-01.6.0")] = None
    """Empty, unformatted disks for each node. They can't be changed after the pool is created."""

    license_type: Annotated[str | None, Since("2017-09-01.6.0")] = None
    """The type of your own Windows license, which makes nodes cheaper: ``Windows_Server`` or ``Windows_Client``.

    None: the price of the node includes the license. Not for Linux.
    """

    container_configuration: Annotated[ContainerConfiguration | None, Since("2017-09-01.6.0")] = None
    """Enables containers on the nodes.

    Tasks and job manager tasks of the pool must then have container settings; start tasks and other kinds can have them.
    """

    disk_encryption_configuration: Annotated[DiskEncryptionConfiguration | None, Since("2020-03-01.11.0")] = None
    """The disks to encrypt when a node is created. None: Batch encrypts no disk."""

    node_placement_configuration: Annotated[NodePlacementConfiguration | None, Since("2021-06-01.14.0")] = None
    """Whether nodes are spread across the region's availability zones. Default: they aren't."""

    extensions: Annotated[list[VMExtension] | None, Since("2021-06-01.14.0")] = None
    """Extensions that are installed on each node."""

    os_disk: Annotated[OSDisk | None, Since("2021-06-01.14.0")] = None
    """The operating system's disk."""

    security_profile: Annotated[SecurityProfile | None, Since("2023-11-01.18.0")] = None
    """Trusted launch, confidential VMs, encryption at host and related settings."""

    service_artifact_reference: Annotated[ServiceArtifactReference | None, Since("2023-11-01.18.0")] = None
    """A profile that fixes the image version for all nodes if ``version`` is ``latest``."""
