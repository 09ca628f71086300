"""The disks of a node, what they are made of and how they are encrypted."""

from typing import Annotated

from ..engine.attributes import Key, Since, Until
from ..engine.checks import Maximum, Minimum
from .base import Model
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


class DiskEncryptionSetParameters(Model, since="2025-06-01"):
    """The disk encryption set that encrypts a managed disk with a key of yours."""

    id: str | None = None
    """The set's ARM id. The set must be in the subscription of the Batch account."""


class VMDiskSecurityProfile(Model, since="2024-07-01.20.0"):
    """How the managed disk of a confidential VM is encrypted.

    Confidential VMs need it, and no others may have it.
    """

    security_encryption_type: SecurityEncryptionTypes | None = None
    """What is encrypted or kept. ``DiskWithVMGuestState`` is not for data disks. Required for confidential VMs."""


class ManagedDisk(Model, since="2023-11-01.18.0"):
    """What Azure should take for a managed disk: the kind of storage and the encryption."""

    storage_account_type: StorageAccountType | None = None
    """The kind of storage: standard HDD, standard SSD or premium SSD. Not every VM size takes premium."""

    security_profile: Annotated[VMDiskSecurityProfile | None, Since("2024-07-01.20.0")] = None
    """How the disk of a confidential VM is encrypted; required there and refused elsewhere."""

    disk_encryption_set: Annotated[DiskEncryptionSetParameters | None, Since("2025-06-01")] = None
    """A disk encryption set with a key of yours. Only for Batch accounts in user subscription mode."""


class DiffDiskSettings(Model, since="2021-06-01.14.0"):
    """The operating system's disk on the VM's own host instead of in storage.

    It costs no storage and is quicker to read and to reimage; the image has to fit into the chosen place.
    """

    placement: DiffDiskPlacement | None = None
    """Where on the host it lies: in the VM's cache, which must be large enough for the image."""


class OSDisk(Model, since="2017-01-01.4.0"):
    """The disk that a node's operating system starts from.

    All of it is optional; without it the image and the VM size decide.
    """

    ephemeral_os_disk_settings: Annotated[DiffDiskSettings | None, Key("ephemeralOSDiskSettings"), Since("2021-06-01.14.0")] = (
        None
    )
    """Puts the disk on the host instead of in storage. None: it is an ordinary managed disk."""

    caching: Annotated[CachingType | None, Since("2023-11-01.18.0")] = None
    """How the host caches the disk. Default: ``none`` on standard storage, ``readonly`` on premium."""

    managed_disk: Annotated[ManagedDisk | None, Since("2023-11-01.18.0")] = None
    """The kind of storage the disk is made of, and its encryption."""

    disk_size_gb: Annotated[int | None, Key("diskSizeGB"), Since("2023-11-01.18.0")] = None
    """The disk's size at creation, in GiB. Default: the size of the image's disk. Useful if images and tools need more room."""

    write_accelerator_enabled: Annotated[bool | None, Since("2023-11-01.18.0")] = None
    """Whether writes are sped up by Write Accelerator, which Azure offers for M-series sizes with premium disks."""


class DataDisk(Model, since="2017-09-01.6.0"):
    """An empty disk that every node gets besides those of its VM size.

    It comes unformatted: partition, format and mount it in the start task, only when that has not been done before. It
    belongs to its node alone, is no share, and is deleted with the node. Existing disks can't be attached.
    """

    lun: Annotated[int, Minimum(0), Maximum(63)]
    """The number under which the node finds the disk, 0 to 63; each data disk needs one of its own.

    On Linux the disk is at ``/dev/disk/azure/scsi1/lunN``; a name like ``/dev/sdc`` may change with a restart.
    """

    caching: CachingType | None = None
    """How the host caches the disk. Default ``readwrite``."""

    disk_size_gb: Annotated[int, Key("diskSizeGB")]
    """The disk's size at creation, in GiB. It costs for as long as the node exists."""

    storage_account_type: Annotated[StorageAccountType | None, Until("2025-06-01")] = None
    """The kind of storage. Default ``standard_lrs``. Since API version 2025-06-01 ``managed_disk`` says so instead."""

    managed_disk: Annotated[ManagedDisk | None, Since("2025-06-01")] = None
    """The kind of storage and the encryption. Before API version 2025-06-01 ``storage_account_type`` took this place."""


class DiskCustomerManagedKey(Model, since="2025-06-01"):
    """A key of yours in Key Vault that encrypts a node's disks.

    It encrypts the OS disk at rest, and by default the data disks too. The pool needs a user-assigned identity that may
    use the key, and the ``targets`` of the encryption have to contain ``osdisk``.
    """

    identity_reference: PoolIdentityReference | None = None
    """The identity that reads the key. It must be attached to the pool."""

    key_url: str | None = None
    """The key's URL, with its version; the version is needed even if ``rotation_to_latest_key_version_enabled`` is true."""

    rotation_to_latest_key_version_enabled: bool | None = None
    """Whether disks move to a new version of the key by themselves. Default false."""


class DiskEncryptionConfiguration(Model, since="2020-03-01.11.0"):
    """Which disks of the nodes are encrypted, and with whose key.

    Batch picks the method from the VM size and the region and sets it up while the node is made. A Linux pool from an
    Azure Compute Gallery image can't have it if its VM size lacks encryption at host.
    """

    targets: list[DiskEncryptionTarget] | None = None
    """The disks to encrypt: the OS disk, the temporary disk or both. None: neither.

    For ``temporarydisk`` the VM size must support encryption at host or Azure Disk Encryption. The latter leaves out
    Basic and A-series sizes, v6-series and later, and VMs with less than 2 GB of memory; their pools are refused.
    """

    customer_managed_key: Annotated[DiskCustomerManagedKey | None, Since("2025-06-01")] = None
    """A key of yours in place of Azure's. Needs ``osdisk`` in ``targets`` and an identity on the pool."""
