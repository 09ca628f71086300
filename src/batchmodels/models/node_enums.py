"""The enumerations of requests about nodes."""

from ..engine.enumerations import TextEnum
from .dialects import in_arm

__all__ = [
    "BatchNodeDeallocateOption",
    "ComputeNodeDeallocationOption",
    "ComputeNodeRebootOption",
    "ComputeNodeReimageOption",
    "DisableComputeNodeSchedulingOption",
    "StatusLevelTypes",
]


class ComputeNodeDeallocationOption(TextEnum):
    """The action on the running tasks of a node that is removed from its pool."""

    requeue = "requeue", in_arm("Requeue")
    """They are stopped and put back into the queue; the node goes as soon as they have stopped. The default."""

    terminate = "terminate", in_arm("Terminate")
    """They are stopped and completed, with failure information that says so. They don't run again."""

    task_completion = "taskcompletion", in_arm("TaskCompletion")
    """They finish; the node goes then, and takes no new tasks until then."""

    retained_data = "retaineddata", in_arm("RetainedData")
    """They finish, and the node stays until the retention time of all its tasks' files is over. It takes no new tasks."""


class ComputeNodeRebootOption(TextEnum):
    """The action on the running tasks of a node that is to reboot."""

    requeue = "requeue"
    """They are stopped and put back into the queue; the node reboots as soon as they have stopped. The default."""

    terminate = "terminate"
    """They are stopped and completed, with failure information that says so. They don't run again."""

    task_completion = "taskcompletion"
    """They finish; the node reboots then, and takes no new tasks until then."""

    retained_data = "retaineddata"
    """They finish, and the node reboots when the retention time of all its tasks' files is over. It takes no new tasks."""


class ComputeNodeReimageOption(TextEnum):
    """The action on the running tasks of a node whose operating system is to be installed again."""

    requeue = "requeue"
    """They are stopped and put back into the queue; the node is reimaged as soon as they have stopped. The default."""

    terminate = "terminate"
    """They are stopped and completed, with failure information that says so. They don't run again."""

    task_completion = "taskcompletion"
    """They finish; the node is reimaged then, and takes no new tasks until then."""

    retained_data = "retaineddata"
    """They finish, and the node is reimaged when the retention time of all its tasks' files is over. It takes no new tasks."""


class BatchNodeDeallocateOption(TextEnum):
    """The action on the running tasks of a node whose machine is to be deallocated."""

    requeue = "requeue"
    """They are stopped and put back into the queue; the machine goes as soon as they have stopped. The default."""

    terminate = "terminate"
    """They are stopped and completed, with failure information that says so. They don't run again."""

    task_completion = "taskcompletion"
    """They finish; the machine goes then, and the node takes no new tasks until then."""

    retained_data = "retaineddata"
    """They finish, and the machine goes when the retention time of all tasks' files is over. The node takes no new tasks."""


class DisableComputeNodeSchedulingOption(TextEnum):
    """The action on the running tasks of a node that is to accept no more tasks."""

    requeue = "requeue"
    """They are stopped and put back into the queue. The default."""

    terminate = "terminate"
    """They are stopped and completed, with failure information that says so. They don't run again."""

    task_completion = "taskcompletion"
    """They finish, and the node takes no new tasks."""


class StatusLevelTypes(TextEnum):
    """The severity of a message about a virtual machine extension."""

    error = "Error"
    """Something failed."""

    info = "Info"
    """Nothing is wrong."""

    warning = "Warning"
    """Something may be wrong."""
