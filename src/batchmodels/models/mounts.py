"""The file systems that Batch mounts on every node of a pool."""

from typing import Annotated, ClassVar

from ..engine.attributes import Secret, Since
from ..engine.constraints import Constraint, at_most_one, exactly_one
from .base import Model
from .identity import ComputeNodeIdentityReference

__all__ = [
    "AzureBlobFileSystemConfiguration",
    "AzureFileShareConfiguration",
    "CIFSMountConfiguration",
    "MountConfiguration",
    "NFSMountConfiguration",
]


class AzureBlobFileSystemConfiguration(Model, since="2019-08-01.10.0"):
    """A blob container, mounted with Blobfuse. Linux nodes only.

    The node proves its right with exactly one of ``account_key``, ``sas_key`` and ``identity_reference``. Blobfuse mounts as
    root, so at first only administrators' tasks can look inside; ``-o allow_other`` lets the others in. The node needs port
    443 to storage, and packages.microsoft.com to install Blobfuse from.
    """

    account_name: str
    """The storage account that holds the container."""

    container_name: str
    """The container to mount, by name and not by URL."""

    account_key: Annotated[str | None, Secret()] = None
    """A key of the storage account. Excludes ``sas_key`` and ``identity_reference``.

    Shown as ``***``, sent as it is; the service doesn't give it back.
    """

    sas_key: Annotated[str | None, Secret()] = None
    """A SAS token for the container. Excludes ``account_key`` and ``identity_reference``.

    Nodes mount anew at every start, so it has to last as long as the pool.
    Shown as ``***``, sent as it is; the service doesn't give it back.
    """

    blobfuse_options: str | None = None
    """More options for mounting, as one text: ``-o attr_timeout=240 -o allow_other``."""

    relative_mount_path: str
    """Where it appears, relative to AZ_BATCH_NODE_MOUNTS_DIR: ``data`` becomes ``$AZ_BATCH_NODE_MOUNTS_DIR/data``."""

    identity_reference: Annotated[ComputeNodeIdentityReference | None, Since("2021-06-01.14.0")] = None
    """An identity that may use the container. Excludes ``account_key`` and ``sas_key``.

    It must be attached to the pool, and needs the role Storage Blob Data Contributor.
    """

    rules: ClassVar[tuple[Constraint, ...]] = (at_most_one("account_key", "sas_key", "identity_reference"),)


class AzureFileShareConfiguration(Model, since="2019-08-01.10.0"):
    """A share of Azure Files, mounted over SMB: the one file system that Windows nodes can mount too.

    The node must reach storage on TCP port 445, which many networks block.
    """

    account_name: str
    """The storage account that holds the share."""

    azure_file_url: str
    """The share's URL, share name included: ``https://ACCOUNT.file.core.windows.net/SHARE``."""

    account_key: Annotated[str, Secret()]
    """A key of the storage account; there is no other way to log in.

    Shown as ``***``, sent as it is; the service doesn't give it back.
    """

    relative_mount_path: str
    """Where it appears: on Linux a path relative to AZ_BATCH_NODE_MOUNTS_DIR, on Windows a drive letter such as ``S``."""

    mount_options: str | None = None
    """More options: of ``mount`` on Linux, such as ``-o vers=3.0,dir_mode=0777,file_mode=0777``, of ``net use`` on Windows."""


class CIFSMountConfiguration(Model, since="2019-08-01.10.0"):
    """A file system on an SMB server. Linux nodes only.

    The node must reach the server on TCP port 445, and its package sources, where Batch gets cifs-utils from.
    """

    username: str
    """Whom to log in as; for Azure Files the name of the storage account."""

    source: str
    """What to mount: the share's address, such as ``//SERVER/SHARE``."""

    relative_mount_path: str
    """Where it appears, relative to AZ_BATCH_NODE_MOUNTS_DIR: ``data`` becomes ``$AZ_BATCH_NODE_MOUNTS_DIR/data``."""

    mount_options: str | None = None
    """More options for ``mount``, as one text: ``-o vers=3.0,dir_mode=0777,file_mode=0777``."""

    password: Annotated[str, Secret()]
    """The user's password; for Azure Files a key of the storage account.

    Shown as ``***``, sent as it is; the service doesn't give it back.
    """


class NFSMountConfiguration(Model, since="2019-08-01.10.0"):
    """A file system on an NFS server. Linux nodes only.

    There is no user and no key: the server goes by the network, so that the pool usually joins a virtual network. The node
    must reach the server (port 2049, if nothing else is set up) and its package sources, where Batch gets the NFS client.
    """

    source: str
    """What to mount: the export's address, such as ``SERVER:/EXPORT``."""

    relative_mount_path: str
    """Where it appears, relative to AZ_BATCH_NODE_MOUNTS_DIR: ``data`` becomes ``$AZ_BATCH_NODE_MOUNTS_DIR/data``."""

    mount_options: str | None = None
    """More options for ``mount``, as one text."""


class MountConfiguration(Model, since="2019-08-01.10.0"):
    """One file system to mount on every node: exactly one of the four kinds.

    A node mounts when it joins, restarts or is reimaged. When mounting fails, it becomes ``unusable``, and a log with the
    reason lies in AZ_BATCH_NODE_MOUNTS_DIR: ``cifs-data.log``, say. A pool takes at most 10 mounts; they can be changed
    only while it has no nodes.
    """

    azure_blob_file_system_configuration: AzureBlobFileSystemConfiguration | None = None
    """A blob container. Linux nodes only; excludes the other three."""

    nfs_mount_configuration: NFSMountConfiguration | None = None
    """An export of an NFS server. Linux nodes only; excludes the other three."""

    cifs_mount_configuration: CIFSMountConfiguration | None = None
    """A share on an SMB server. Linux nodes only; excludes the other three."""

    azure_file_share_configuration: AzureFileShareConfiguration | None = None
    """A share of Azure Files. Linux and Windows nodes; excludes the other three."""

    rules: ClassVar[tuple[Constraint, ...]] = (
        exactly_one(
            "azure_blob_file_system_configuration",
            "nfs_mount_configuration",
            "cifs_mount_configuration",
            "azure_file_share_configuration",
        ),
    )
