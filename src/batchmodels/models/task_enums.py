"""The enumerations of tasks."""

from ..engine.enumerations import TextEnum

__all__ = ["AccessScope", "OutputFileUploadCondition", "SubtaskState", "TaskAddStatus"]


class AccessScope(TextEnum):
    """The access that a task's authentication token gives."""

    job = "job"
    """All operations on the job that the task belongs to."""


class OutputFileUploadCondition(TextEnum):
    """The condition for uploading a task's output files."""

    task_success = "tasksuccess"
    """Only if the task ends with exit code 0."""

    task_failure = "taskfailure"
    """Only if the task ends with another exit code."""

    task_completion = "taskcompletion"
    """Always, whatever the exit code."""


class SubtaskState(TextEnum):
    """The stage of a subtask of a multi-instance task."""

    preparing = "preparing"
    """Its node was assigned, and it waits for the coordination command or for its files."""

    running = "running"
    """Its command is running."""

    completed = "completed"
    """It won't run again: it succeeded, it failed, or the task ended."""


class TaskAddStatus(TextEnum):
    """The result for one task of a collection."""

    success = "success"
    """It was added."""

    client_error = "clienterror"
    """It was refused because of something in the request. Don't repeat it unchanged."""

    server_error = "servererror"
    """The service failed. Repeat it, unchanged."""
