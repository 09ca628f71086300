"""The files that Batch downloads to the node before a task starts."""

from typing import Annotated, ClassVar

from ..engine.attributes import Since
from ..engine.checks import Pattern, StaysInside
from ..engine.constraints import Constraint, exactly_one, requires
from .arm import ArmModel
from .identity import ComputeNodeIdentityReference

__all__ = ["ResourceFile"]


class ResourceFile(ArmModel):
    """One file, or all the files of a storage container, to be downloaded into the task's working directory.

    It has exactly one source. A start task is prepared again whenever a node joins, reboots or is reimaged, so whatever
    gives access to the source has to last as long as the pool: a managed identity does, a SAS expires.
    """

    auto_storage_container_name: Annotated[str | None, Since("2018-12-01.8.0")] = None
    """A source: a container of the storage account that is linked to the Batch account. All its blobs are downloaded."""

    storage_container_url: Annotated[str | None, Since("2018-12-01.8.0")] = None
    """A source: the URL of a blob container. All its blobs are downloaded; a SAS in it needs read and list permission."""

    http_url: Annotated[str | None, Since("2018-12-01.8.0")] = None
    """A source: the URL of one file, in blob storage or not. A SAS in it needs read permission; ``file_path`` goes with it."""

    blob_prefix: Annotated[str | None, Since("2018-12-01.8.0")] = None
    """Downloads only the blobs whose names begin with this. Only for the two sources that are containers."""

    file_path: Annotated[str | None, StaysInside("the working directory")] = None
    """Where the download goes, relative to the working directory.

    For ``http_url`` the file's name is part of it; for a container it is the directory. It can't lead out with ``..``.
    """

    file_mode: Annotated[str | None, Pattern("[0-7]+"), Since("2016-02-01.3.0")] = None
    """The file's permissions on Linux, as octal digits in a text. Default ``0770``; ignored on Windows."""

    identity_reference: Annotated[ComputeNodeIdentityReference | None, Since("2021-06-01.14.0")] = None
    """An identity that may read the source, in place of a SAS."""

    rules: ClassVar[tuple[Constraint, ...]] = (
        exactly_one("auto_storage_container_name", "storage_container_url", "http_url"),
        requires("http_url", "file_path"),
        requires("blob_prefix", "auto_storage_container_name", "storage_container_url"),
    )
