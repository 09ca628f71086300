"""Files on a node: those of tasks, and those of the node itself."""

from datetime import datetime
from typing import Annotated

from ..engine.attributes import Quoted, Since
from .base import Model

__all__ = ["FileProperties", "NodeFile"]


class FileProperties(Model):
    """Size and times of a file on a node."""

    creation_time: datetime | None = None
    """The time of its creation. Linux nodes don't report it."""

    last_modified: datetime
    """The time of its last change."""

    content_length: Annotated[int, Quoted()]
    """Its size in bytes."""

    content_type: str | None = None
    """Its media type, for example ``application/octet-stream``."""

    file_mode: Annotated[str | None, Since("2016-02-01.3.0")] = None
    """Its permissions in octal digits. Only on Linux."""


class NodeFile(Model):
    """A file or a directory on a node. The service fills it in; it isn't sent."""

    name: str | None = None
    """Its path, relative to the task's directory or to the node's root directory of Batch."""

    url: str | None = None
    """The address of the file in the service."""

    is_directory: bool | None = None
    """Whether it is a directory."""

    properties: FileProperties | None = None
    """Its size and times. None for a directory."""
