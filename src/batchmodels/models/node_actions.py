"""Requests about one node: rebooting, reimaging, deallocating, scheduling, uploading the agent's logs."""

from datetime import datetime
from typing import Annotated

from ..engine.attributes import Since
from .base import Model
from .identity import ComputeNodeIdentityReference
from .node_enums import (
    BatchNodeDeallocateOption,
    ComputeNodeRebootOption,
    ComputeNodeReimageOption,
    DisableComputeNodeSchedulingOption,
)

__all__ = [
    "BatchNodeDeallocateOptions",
    "NodeDisableSchedulingParameter",
    "NodeRebootParameter",
    "NodeReimageParameter",
    "UploadBatchServiceLogsConfiguration",
    "UploadBatchServiceLogsResult",
]


class NodeRebootParameter(Model):
    """A request to reboot a node. Its start task runs again afterwards."""

    node_reboot_option: ComputeNodeRebootOption | None = None
    """The action on its running tasks, and the time of the reboot. Default ``requeue``."""


class NodeReimageParameter(Model):
    """A request to install a node's operating system again. Everything on its disks is lost."""

    node_reimage_option: ComputeNodeReimageOption | None = None
    """The action on its running tasks, and the time of reimaging. Default ``requeue``."""


class BatchNodeDeallocateOptions(Model, since="2024-07-01.20.0"):
    """A request to deallocate a node's machine. The node stays in the pool and can be started again."""

    node_deallocate_option: BatchNodeDeallocateOption | None = None
    """The action on its running tasks, and the time of deallocation. Default ``requeue``."""


class NodeDisableSchedulingParameter(Model):
    """A request that a node accepts no more tasks."""

    node_disable_scheduling_option: DisableComputeNodeSchedulingOption | None = None
    """The action on its running tasks. Default ``requeue``."""


class UploadBatchServiceLogsConfiguration(Model, since="2018-03-01.6.1"):
    """A request to upload the log files of Batch's node agent to blob storage, for Azure support."""

    container_url: str
    """The blob container to upload to. Without ``identity_reference`` the URL needs a SAS with write permission.

    The SAS must last until the upload is finished; leave its start time out.
    """

    start_time: datetime
    """The beginning of the time range. Each log file that has a message of that range is uploaded whole."""

    end_time: datetime | None = None
    """The end of the time range. Default: everything since ``start_time``."""

    identity_reference: Annotated[ComputeNodeIdentityReference | None, Since("2021-06-01.14.0")] = None
    """An identity with write access to the container, instead of a SAS. It must be attached to the pool."""


class UploadBatchServiceLogsResult(Model, since="2018-03-01.6.1"):
    """The result of a request to upload log files. The service fills it in; it isn't sent."""

    virtual_directory_name: str
    """The directory in the container that the files go to. Its name is made from pool, node and a unique id."""

    number_of_files_uploaded: int
    """The number of files that are uploaded."""
