"""The disks of a node, their storage and their encryption."""

from typing import Annotated

from ..engine.attributes import Key, Since, Until
from ..engine.checks import Maximum, Minimum
from .arm import ArmModel
from .identity import PoolIdentityReference
from .machine_enums import CachingType, DiffDiskPlacement, DiskEncryptionTarget, SecurityEncryptionTypes, StorageAccountType

__all__ = [
    "DataDisk",
    "DiffDiskSettings",
    "DiskCustomerManagedKey",
    "DiskEncryptionConfiguration",
    "DiskEncryptionSetParameters",
    "ManagedDisk",
    "OSDisk",
    "VMDiskSecurityProfile",
]


class DiskEncryptionSetParameters(ArmModel, since="2025-06-01"):
    """The disk encryption set that encrypts a managed disk with your own key."""

    id: str | None = None
    """The set's ARM id. The set must be in the subscription of the Batch account."""


class VMDiskSecurityProfile(ArmModel, since="2024-07-01.20.0"):
    """The encryption of the managed disk of a confidential VM.

    Required for confidential VMs, and not allowed for others.
    """

    security_encryption_type: SecurityEncryptionTypes | None = None
    """The data to encrypt. ``DiskWithVMGuestState`` isn't for data disks. Required for confidential VMs."""


class ManagedDisk(ArmModel, since="2023-11-01.18.0"):
    """The storage and the encryption of a managed disk."""

    storage_account_type: StorageAccountType | None = None
    """The type of storage: standard HDD, standard SSD or premium SSD. Not every VM size supports premium storage."""

    security_profile: Annotated[VMDiskSecurityProfile | None, Since("2024-07-01.20.0")] = None
    """The encryption of the disk of a confidential VM. Required for confidential VMs, and refused for others."""

    disk_encryption_set: Annotated[DiskEncryptionSetParameters | None, Since("2025-06-01")] = None
    """A disk encryption set with your own key. Only for Batch accounts in user subscription mode."""


class DiffDiskSettings(ArmModel, since="2021-06-01.14.0"):
    """An OS disk on the VM's host instead of in storage (ephemeral OS disk).

    It needs no storage, and is faster to read and to reimage. The image must fit into the chosen placement.
    """

    placement: DiffDiskPlacement | None = None
    """The placement on the host: the VM's cache, which must be large enough for the image."""


class OSDisk(ArmModel, since="2017-01-01.4.0"):
    """The disk of a node's operating system.

    All settings are optional; by default the image and the VM size decide.
    """

    ephemeral_os_disk_settings: Annotated[DiffDiskSettings | None, Key("ephemeralOSDiskSettings"), Since("2021-06-01.14.0")] = (
        None
    )
    """Puts the disk on the host instead of in storage. None: a regular managed disk."""

    caching: Annotated[CachingType | None, Since("2023-11-01.18.0")] = None
    """The host's caching of the disk. Default: ``none`` on standard storage, ``readonly`` on premium storage."""

    managed_disk: Annotated[ManagedDisk | None, Since("2023-11-01.18.0")] = None
    """The storage and the encryption of the disk."""

    disk_size_gb: Annotated[int | None, Key("diskSizeGB"), Since("2023-11-01.18.0")] = None
    """The initial size of the disk in GiB. Default: the size of the image's disk."""

    write_accelerator_enabled: Annotated[bool | None, Since("2023-11-01.18.0")] = None
    """Whether the disk uses Write Accelerator, which is available for M-series sizes with premium disks."""


class DataDisk(ArmModel, since="2017-09-01.6.0"):
    """An empty disk that every node has in addition to those of its VM size.

    It is unformatted: partition, format and mount it in the start task, unless that has already been done. It belongs to one
    node and is deleted with it. Existing disks can't be attached.
    """

    lun: Annotated[int, Minimum(0), Maximum(63)]
    """The logical unit number (LUN) of the disk on the node, 0 to 63; unique among the data disks.

    On Linux the path is ``/dev/disk/azure/scsi1/lunN``; a name such as ``/dev/sdc`` may change after a restart.
    """

    caching: CachingType | None = None
    """The host's caching of the disk. Default ``readwrite``."""

    disk_size_gb: Annotated[int, Key("diskSizeGB")]
    """The initial size of the disk in GiB. The disk costs money as long as the node exists."""

    storage_account_type: Annotated[StorageAccountType | None, Until("2025-06-01")] = None
    """The type of storage. Default ``standard_lrs``. Replaced by ``managed_disk`` in API version 2025-06-01."""

    managed_disk: Annotated[ManagedDisk | None, Since("2025-06-01")] = None
    """The storage and the encryption. Before API version 2025-06-01, use ``storage_account_type``."""


class DiskCustomerManagedKey(ArmModel, since="2025-06-01"):
    """A key in Key Vault that encrypts a node's disks.

    It encrypts the OS disk at rest, and by default the data disks too. The pool needs a user-assigned identity that can use the
    key, and the ``targets`` of the encryption must contain ``osdisk``.
    """

    identity_reference: PoolIdentityReference | None = None
    """The identity that reads the key. It must be attached to the pool."""

    key_url: str | None = None
    """The URL of the key with its version, which is required even if ``rotation_to_latest_key_version_enabled`` is true."""

    rotation_to_latest_key_version_enabled: bool | None = None
    """Whether the disks switch to new versions of the key automatically. Default false."""


class DiskEncryptionConfiguration(ArmModel, since="2020-03-01.11.0"):
    """The disks of the nodes to encrypt, and the key.

    Batch chooses the method by VM size and region, and sets it up while it creates the node. A Linux pool with an Azure Compute
    Gallery image needs a VM size that supports encryption at host.
    """

    targets: list[DiskEncryptionTarget] | None = None
    """The disks to encrypt: the OS disk, the temporary disk or both. None: no disk.

    For ``temporarydisk`` the VM size must support encryption at host or Azure Disk Encryption, which doesn't support Basic and
    A-series sizes, v6-series and later, and VMs with less than 2 GB of memory. Pools with other sizes are refused.
    """

    customer_managed_key: Annotated[DiskCustomerManagedKey | None, Since("2025-06-01")] = None
    """Your own key instead of Azure's. Needs ``osdisk`` in ``targets`` and an identity attached to the pool."""
