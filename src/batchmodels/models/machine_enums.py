"""The enumerations of virtual machines: disks, containers, placement, security and upgrades."""

from ..engine.attributes import Since
from ..engine.enumerations import TextEnum

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
    """How the host caches a disk.

    Default for a data disk: ``readwrite``; for the operating system's disk: ``none`` on standard storage, ``readonly`` on
    premium storage.
    """

    none = "none"
    """Not at all."""

    read_only = "readonly"
    """Reads only."""

    read_write = "readwrite"
    """Reads and writes."""


class ContainerType(TextEnum):
    """The technology that runs the containers on a node."""

    docker_compatible = "dockerCompatible", Since("2018-08-01.7.0")
    """Docker, or what is compatible with it."""

    cri_compatible = "criCompatible", Since("2023-05-01.17.0")
    """A runtime with the Container Runtime Interface (CRI)."""


class DiffDiskPlacement(TextEnum):
    """Where an ephemeral disk of the operating system is kept."""

    cache_disk = "CacheDisk"
    """In the virtual machine's cache, which must be large enough for the image."""


class DiskEncryptionTarget(TextEnum):
    """A disk of the node that is to be encrypted.

    Linux pools take ``temporary_disk`` alone; Windows pools need both.
    """

    os_disk = "osdisk"
    """The operating system's disk; not on Linux."""

    temporary_disk = "temporarydisk"
    """The temporary disk. On Linux, other partitions too, data disks for example, if they are mounted when the node boots."""


class HostEndpointSettingsModeTypes(TextEnum):
    """What happens to requests for a host endpoint (IMDS, WireServer) that the access rules forbid."""

    audit = "Audit"
    """They are logged as denied but let through: a rehearsal."""

    enforce = "Enforce"
    """They are denied. Recommended; not together with ``in_vm_access_control_profile_reference_id``."""


class NodePlacementPolicyType(TextEnum):
    """How a pool's nodes are placed within the region."""

    regional = "regional"
    """Anywhere in it, without regard to zones. The default."""

    zonal = "zonal"
    """Over its availability zones, as evenly as Azure manages.

    Not for pools with inter-node communication on a size with InfiniBand, which doesn't reach from zone to zone.
    """


class SecurityEncryptionTypes(TextEnum):
    """What is encrypted of a confidential virtual machine's disk.

    Confidential machines (``SecurityTypes.confidential_vm``) must have one of these, other machines can't.
    """

    non_persisted_tpm = "NonPersistedTPM"
    """The firmware's state isn't kept: the virtual TPM forgets everything at a restart."""

    vm_guest_state_only = "VMGuestStateOnly"
    """The guest state (firmware and TPM), not the disk."""

    disk_with_vm_guest_state = "DiskWithVMGuestState", Since("2025-06-01")
    """The disk and the guest state. Not for data disks."""


class SecurityTypes(TextEnum):
    """The kind of protection a virtual machine has; ``uefi_settings`` need one."""

    trusted_launch = "trustedLaunch"
    """Trusted launch: guards against rootkits and bootkits. Needs a generation 2 image and a size that supports it."""

    confidential_vm = "confidentialVM", Since("2024-07-01.20.0")
    """A confidential machine: the hardware keeps its state from being read or changed from outside."""


class StorageAccountType(TextEnum):
    """The storage behind a managed disk, three local copies each (LRS)."""

    standard_lrs = "standard_lrs"
    """Standard hard disks, the cheapest. The default of data disks."""

    premium_lrs = "premium_lrs"
    """Premium SSDs, for much input and output; the size must support premium storage."""

    standard_ssdlrs = "standardssd_lrs", Since("2023-11-01.18.0")
    """Standard SSDs, between the two."""


class UpgradeMode(TextEnum):
    """How an upgrade of the machines reaches the nodes that exist."""

    automatic = "automatic"
    """All of them are upgraded at the same time."""

    manual = "manual"
    """None by itself: you start the upgrade."""

    rolling = "rolling"
    """In batches, one after the other, until all are up to date. Settings: ``rolling_upgrade_policy``."""
