"""File systems that Batch mounts on every node of a pool."""

from typing import Annotated, ClassVar

from ..engine.attributes import Secret, Since
from ..engine.constraints import Constraint, at_most_one, exactly_one
from .arm import ArmModel
from .dialects import in_arm
from .identity import ComputeNodeIdentityReference

__all__ = [
    "AzureBlobFileSystemConfiguration",
    "AzureFileShareConfiguration",
    "CIFSMountConfiguration",
    "MountConfiguration",
    "NFSMountConfiguration",
]


class AzureBlobFileSystemConfiguration(ArmModel, since="2019-08-01.10.0"):
    """A blob container, mounted with Blobfuse. Linux nodes only.

    Exactly one of ``account_key``, ``sas_key`` and ``identity_reference`` gives access. Blobfuse mounts as root, so by default
    only tasks that run as an administrator have access; ``-o allow_other`` gives access to others. The node must reach storage
    on port 443, and packages.microsoft.com to install Blobfuse.
    """

    account_name: str
    """The storage account of the container."""

    container_name: str
    """The name of the container, not its URL."""

    account_key: Annotated[str | None, Secret()] = None
    """A key of the storage account. Excludes ``sas_key`` and ``identity_reference``.

    Shown as ``***``, sent unchanged; the service doesn't return it.
    """

    sas_key: Annotated[str | None, Secret()] = None
    """A SAS token for the container. Excludes ``account_key`` and ``identity_reference``.

    Nodes mount again at every start, so it must last as long as the pool.
    Shown as ``***``, sent unchanged; the service doesn't return it.
    """

    blobfuse_options: str | None = None
    """More options for mounting, as one text: ``-o attr_timeout=240 -o allow_other``."""

    relative_mount_path: str
    """The mount point, relative to AZ_BATCH_NODE_MOUNTS_DIR: ``data`` becomes ``$AZ_BATCH_NODE_MOUNTS_DIR/data``."""

    identity_reference: Annotated[ComputeNodeIdentityReference | None, Since("2021-06-01.14.0")] = None
    """A managed identity that can use the container. Excludes ``account_key`` and ``sas_key``.

    It must be attached to the pool, and needs the role Storage Blob Data Contributor.
    """

    rules: ClassVar[tuple[Constraint, ...]] = (at_most_one("account_key", "sas_key", "identity_reference"),)


class AzureFileShareConfiguration(ArmModel, since="2019-08-01.10.0"):
    """An Azure Files share, mounted over SMB. The only file system that Windows nodes can mount.

    The node must reach storage on TCP port 445, which many networks block.
    """

    account_name: str
    """The storage account of the share."""

    azure_file_url: str
    """The URL of the share, including its name: ``https://ACCOUNT.file.core.windows.net/SHARE``."""

    account_key: Annotated[str, Secret()]
    """A key of the storage account; the only supported credential.

    Shown as ``***``, sent unchanged; the service doesn't return it.
    """

    relative_mount_path: str
    """The mount point: on Linux relative to AZ_BATCH_NODE_MOUNTS_DIR, on Windows a drive letter such as ``S``."""

    mount_options: str | None = None
    """More options for ``mount`` on Linux, such as ``-o vers=3.0,dir_mode=0777``, or for ``net use`` on Windows."""


class CIFSMountConfiguration(ArmModel, since="2019-08-01.10.0"):
    """A file system on an SMB server. Linux nodes only.

    The node must reach the server on TCP port 445, and its package repositories to install cifs-utils.
    """

    username: Annotated[str, in_arm("userName")]
    """The user name for the login; for Azure Files the name of the storage account."""

    source: str
    """The address of the share, such as ``//SERVER/SHARE``."""

    relative_mount_path: str
    """The mount point, relative to AZ_BATCH_NODE_MOUNTS_DIR: ``data`` becomes ``$AZ_BATCH_NODE_MOUNTS_DIR/data``."""

    mount_options: str | None = None
    """More options for ``mount``, as one text: ``-o vers=3.0,dir_mode=0777,file_mode=0777``."""

    password: Annotated[str, Secret()]
    """The user's password; for Azure Files a key of the storage account.

    Shown as ``***``, sent unchanged; the service doesn't return it.
    """


class NFSMountConfiguration(ArmModel, since="2019-08-01.10.0"):
    """A file system on an NFS server. Linux nodes only.

    There is no user and no key: the server grants access by network, so the pool usually joins a virtual network. The node must
    reach the server (by default port 2049), and its package repositories to install the NFS client.
    """

    source: str
    """The address of the export, such as ``SERVER:/EXPORT``."""

    relative_mount_path: str
    """The mount point, relative to AZ_BATCH_NODE_MOUNTS_DIR: ``data`` becomes ``$AZ_BATCH_NODE_MOUNTS_DIR/data``."""

    mount_options: str | None = None
    """More options for ``mount``, as one text."""


class MountConfiguration(ArmModel, since="2019-08-01.10.0"):
    """A file system to mount on every node: exactly one of the four kinds.

    A node mounts when it joins, restarts or is reimaged. If mounting fails, the node becomes ``unusable``, and
    AZ_BATCH_NODE_MOUNTS_DIR contains a log with the reason, for example ``cifs-data.log``. A pool can have at most 10 mounts;
    they can be changed only while it has no nodes.
    """

    azure_blob_file_system_configuration: AzureBlobFileSystemConfiguration | None = None
    """A blob container. Linux nodes only; excludes the other three."""

    nfs_mount_configuration: NFSMountConfiguration | None = None
    """An export of an NFS server. Linux nodes only; excludes the other three."""

    cifs_mount_configuration: CIFSMountConfiguration | None = None
    """A share on an SMB server. Linux nodes only; excludes the other three."""

    azure_file_share_configuration: AzureFileShareConfiguration | None = None
    """An Azure Files share. Linux and Windows nodes; excludes the other three."""

    rules: ClassVar[tuple[Constraint, ...]] = (
        exactly_one(
            "azure_blob_file_system_configuration",
            "nfs_mount_configuration",
            "cifs_mount_configuration",
            "azure_file_share_configuration",
        ),
    )
