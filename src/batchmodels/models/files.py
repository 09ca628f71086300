"""Files that Batch downloads to the node before a task starts."""

from typing import Annotated, ClassVar

from ..engine.attributes import Since
from ..engine.checks import Pattern, StaysInside
from ..engine.constraints import Constraint, exactly_one, requires
from .arm import ArmModel
from .identity import ComputeNodeIdentityReference

__all__ = ["ResourceFile"]


class ResourceFile(ArmModel):
    """A file, or all files of a storage container, to download to the task's working directory.

    It has exactly one source. A start task's files are downloaded again whenever a node joins, reboots or is reimaged, so the
    access to the source must last as long as the pool: a managed identity does, a SAS expires.
    """

    auto_storage_container_name: Annotated[str | None, Since("2018-12-01.8.0")] = None
    """The name of a container in the storage account linked to the Batch account. All its blobs are downloaded."""

    storage_container_url: Annotated[str | None, Since("2018-12-01.8.0")] = None
    """The URL of a blob container. All its blobs are downloaded. A SAS in the URL needs read and list permission."""

    http_url: Annotated[str | None, Since("2018-12-01.8.0")] = None
    """The URL of one file, in blob storage or elsewhere. A SAS in the URL needs read permission. Requires ``file_path``."""

    blob_prefix: Annotated[str | None, Since("2018-12-01.8.0")] = None
    """Limits the download to blobs whose names start with this. Only for the two container sources."""

    file_path: Annotated[str | None, StaysInside("the working directory")] = None
    """The path of the download, relative to the working directory.

    For ``http_url`` it includes the file's name; for a container it is a directory. It can't leave the directory with ``..``.
    """

    file_mode: Annotated[str | None, Pattern("[0-7]+"), Since("2016-02-01.3.0")] = None
    """The file's permissions on Linux, as octal digits. Default ``0770``; ignored on Windows."""

    identity_reference: Annotated[ComputeNodeIdentityReference | None, Since("2021-06-01.14.0")] = None
    """A managed identity that can read the source, instead of a SAS."""

    rules: ClassVar[tuple[Constraint, ...]] = (
        exactly_one("auto_storage_container_name", "storage_container_url", "http_url"),
        requires("http_url", "file_path"),
        requires("blob_prefix", "auto_storage_container_name", "storage_container_url"),
    )
