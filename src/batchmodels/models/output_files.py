"""The files that Batch uploads from the node after a task."""

from typing import Annotated

from ..engine.attributes import Since
from .base import Model
from .identity import ComputeNodeIdentityReference
from .task_enums import OutputFileUploadCondition

__all__ = [
    "HttpHeader",
    "OutputFile",
    "OutputFileBlobContainerDestination",
    "OutputFileDestination",
    "OutputFileUploadOptions",
]


class HttpHeader(Model, since="2022-01-01.15.0"):
    """An HTTP header of an upload to blob storage, for example ``x-ms-blob-content-type``."""

    name: str
    """The header's name, in any letter case."""

    value: str | None = None
    """The header's value."""


class OutputFileBlobContainerDestination(Model, since="2017-05-01.5.0"):
    """A blob container that output files are uploaded to."""

    path: str | None = None
    """The place in the container: a blob's name if the pattern is a file's name, a virtual directory if it has wildcards.

    Default: the root of the container, under the file's own name.
    """

    container_url: str
    """The URL of the container. Without ``identity_reference`` it needs a SAS with write permission.

    The SAS must last until the task has ended, so a job with a long queue is better served by an identity.
    """

    identity_reference: Annotated[ComputeNodeIdentityReference | None, Since("2021-06-01.14.0")] = None
    """An identity with write access to the container, instead of a SAS. It must be attached to the pool."""

    upload_headers: Annotated[list[HttpHeader] | None, Since("2022-01-01.15.0")] = None
    """HTTP headers to send with each upload. Azure Storage accepts only some; see its operation Put Blob."""


class OutputFileDestination(Model, since="2017-05-01.5.0"):
    """The destination of output files."""

    container: OutputFileBlobContainerDestination | None = None
    """A blob container. It is the only destination so far."""


class OutputFileUploadOptions(Model, since="2017-05-01.5.0"):
    """The condition for uploading output files."""

    upload_condition: OutputFileUploadCondition
    """The way that the task must end: with success, with failure, or either."""


class OutputFile(Model, since="2017-05-01.5.0"):
    """Files to be uploaded from the node when a task has ended.

    Batch writes what it did to ``fileuploadout.txt`` and ``fileuploaderr.txt`` in the task's directory. If an upload fails, the
    task fails; the exit condition ``file_upload_error`` decides what follows.
    """

    file_pattern: str
    """The files, relative to the task's working directory or absolute. ``../std*.txt`` is the task's own output.

    ``*`` matches any characters, ``**`` any directories, ``?`` one character, ``[a-c]`` one of a range, ``[!a]`` one outside. A
    file whose name begins with a dot is matched only by a pattern that begins with one. On Windows both slashes work.
    """

    destination: OutputFileDestination
    """The destination."""

    upload_options: OutputFileUploadOptions
    """The condition for uploading them."""
