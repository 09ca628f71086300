"""The files that Batch downloads to the node before a task starts."""

from typing import ClassVar

from ..engine.constraints import Constraint, exactly_one, requires
from ..engine.model import Model
from .identity import ComputeNodeIdentityReference


class ResourceFile(Model):
    """One file, or all the files of a storage container, to be downloaded into the task's working directory.

    It has exactly one source. A start task is prepared again whenever a node joins, reboots or is reimaged, so whatever
    gives access to the source has to last as long as the pool: a managed identity does, a SAS expires.
    """

    auto_storage_container_name: str | None = None
    """A source: a container of the storage account that is linked to the Batch account. All its blobs are downloaded."""

    storage_container_url: str | None = None
    """A source: the URL of a blob container. All its blobs are downloaded; a SAS in it needs read and list permission."""

    http_url: str | None = None
    """A source: the URL of one file, in blob storage or not. A SAS in it needs read permission; ``file_path`` goes with it."""

    blob_prefix: str | None = None
    """Downloads only the blobs whose names begin with this. Only for the two sources that are containers."""

    file_path: str | None = None
    """Where the download goes, relative to the working directory.

    For ``http_url`` the file's name is part of it; for a container it is the directory. It can't lead out with ``..``.
    """

    file_mode: str | None = None
    """The file's permissions on Linux, as octal digits in a text. Default ``0770``; ignored on Windows."""

    identity_reference: ComputeNodeIdentityReference | None = None
    """An identity that may read the source, in place of a SAS."""

    constraints: ClassVar[tuple[Constraint, ...]] = (
        exactly_one("auto_storage_container_name", "storage_container_url", "http_url"),
        requires("http_url", "file_path"),
        requires("blob_prefix", "auto_storage_container_name", "storage_container_url"),
    )
