"""Enumerations of virtual machines: disks, containers, placement, security and upgrades."""

from ..engine.attributes import Since
from ..engine.enumerations import TextEnum
from .dialects import in_arm

__all__ = [
    "CachingType",
    "ContainerType",
    "DiffDiskPlacement",
    "DiskEncryptionTarget",
    "HostEndpointSettingsModeTypes",
    "NodePlacementPolicyType",
    "SecurityEncryptionTypes",
    "SecurityTypes",
    "StorageAccountType",
    "UpgradeMode",
]


class CachingType(TextEnum):
    """The host's caching of a disk.

    Default for a data disk: ``readwrite``; for the operating system's disk: ``none`` on standard storage, ``readonly`` on
    premium storage.
    """

    none = "none", in_arm("None")
    """Not at all."""

    read_only = "readonly", in_arm("ReadOnly")
    """Reads only."""

    read_write = "readwrite", in_arm("ReadWrite")
    """Reads and writes."""


class ContainerType(TextEnum):
    """The container technology of a node."""

    docker_compatible = "dockerCompatible", in_arm("DockerCompatible"), Since("2018-08-01.7.0")
    """Docker, or a compatible runtime."""

    cri_compatible = "criCompatible", in_arm("CriCompatible"), Since("2023-05-01.17.0")
    """A runtime with the Container Runtime Interface (CRI)."""


class DiffDiskPlacement(TextEnum):
    """The placement of an ephemeral OS disk."""

    cache_disk = "CacheDisk"
    """In the VM's cache, which must be large enough for the image."""


class DiskEncryptionTarget(TextEnum):
    """A disk of the node to encrypt.

    Linux pools support only ``temporary_disk``; Windows pools need both.
    """

    os_disk = "osdisk", in_arm("OsDisk")
    """The operating system's disk; not on Linux."""

    temporary_disk = "temporarydisk", in_arm("TemporaryDisk")
    """The temporary disk. On Linux also other partitions, for example data disks, if they are mounted when the node boots."""


class HostEndpointSettingsModeTypes(TextEnum):
    """The treatment of forbidden requests to a host endpoint (IMDS, WireServer)."""

    audit = "Audit"
    """They are logged as denied, but allowed."""

    enforce = "Enforce"
    """They are denied. Recommended. Can't be combined with ``in_vm_access_control_profile_reference_id``."""


class NodePlacementPolicyType(TextEnum):
    """The placement of a pool's nodes in the region."""

    regional = "regional", in_arm("Regional")
    """Anywhere in the region, regardless of zones. The default."""

    zonal = "zonal", in_arm("Zonal")
    """Across the availability zones, as evenly as possible.

    Not for pools with inter-node communication and a VM size with InfiniBand, which doesn't work across zones.
    """


class SecurityEncryptionTypes(TextEnum):
    """The encrypted data of a confidential VM's disk.

    Required for confidential VMs (``SecurityTypes.confidential_vm``), and not allowed for others.
    """

    non_persisted_tpm = "NonPersistedTPM"
    """The firmware's state isn't kept: the virtual TPM loses its data at a restart."""

    vm_guest_state_only = "VMGuestStateOnly"
    """The guest state (firmware and TPM), not the disk."""

    disk_with_vm_guest_state = "DiskWithVMGuestState", Since("2025-06-01")
    """The disk and the guest state. Not for data disks."""


class SecurityTypes(TextEnum):
    """The security type of a VM. Required for ``uefi_settings``."""

    trusted_launch = "trustedLaunch"
    """Trusted launch: protects against rootkits and bootkits. Needs a generation 2 image and a VM size that supports it."""

    confidential_vm = "confidentialVM", Since("2024-07-01.20.0")
    """Confidential VM: the hardware protects its state from access from outside."""


class StorageAccountType(TextEnum):
    """The storage of a managed disk, locally redundant (LRS)."""

    standard_lrs = "standard_lrs", in_arm("Standard_LRS")
    """Standard HDD, the cheapest. The default for data disks."""

    premium_lrs = "premium_lrs", in_arm("Premium_LRS")
    """Premium SSD, for heavy input and output. The VM size must support premium storage."""

    standard_ssdlrs = "standardssd_lrs", in_arm("StandardSSD_LRS"), Since("2023-11-01.18.0")
    """Standard SSD."""


class UpgradeMode(TextEnum):
    """The way that an upgrade reaches existing nodes."""

    automatic = "automatic"
    """All nodes are upgraded at the same time."""

    manual = "manual"
    """Nodes are upgraded only on request."""

    rolling = "rolling"
    """Nodes are upgraded in batches, as set in ``rolling_upgrade_policy``."""
