"""The enumerations of jobs and job schedules."""

from ..engine.enumerations import TextEnum

__all__ = [
    "DependencyAction",
    "DisableJobOption",
    "JobAction",
    "JobPreparationTaskState",
    "JobReleaseTaskState",
    "JobScheduleState",
    "JobState",
    "OnAllTasksComplete",
    "OnTaskFailure",
    "PoolLifetimeOption",
]


class JobState(TextEnum):
    """The stage of a job's life."""

    active = "active"
    """Its tasks can run."""

    disabling = "disabling"
    """A request to disable it is in progress; tasks may still be running."""

    disabled = "disabled"
    """No task is running and none starts until the job is enabled."""

    enabling = "enabling"
    """A request to enable it is in progress."""

    terminating = "terminating"
    """It is about to complete: a request or its job manager ended it, and its job release tasks run."""

    completed = "completed"
    """All its tasks have ended. It takes no more tasks, and can only be deleted."""

    deleting = "deleting"
    """A request to delete it is in progress; this can take minutes."""


class JobScheduleState(TextEnum):
    """The stage of a job schedule's life."""

    active = "active"
    """It creates jobs."""

    completed = "completed"
    """It creates no more jobs: its end has passed, or it was terminated."""

    disabled = "disabled"
    """It creates no jobs until it is enabled. Its active job continues."""

    terminating = "terminating"
    """A request to terminate it is in progress; its active job is being terminated."""

    deleting = "deleting"
    """A request to delete it is in progress."""


class JobAction(TextEnum):
    """The action on a job when one of its tasks ends in a certain way."""

    none = "none"
    """Nothing."""

    disable = "disable"
    """The job is disabled; its running tasks are put back into the queue."""

    terminate = "terminate"
    """The job is terminated; its termination reason is ``TaskFailed``."""


class DependencyAction(TextEnum):
    """The action on the tasks that depend on a task when that task ends in a certain way."""

    satisfy = "satisfy"
    """They may run as soon as their other dependencies are satisfied."""

    block = "block"
    """They wait, and never run unless the task is run again and succeeds."""


class OnAllTasksComplete(TextEnum):
    """The action on a job when all of its tasks are completed; a job without tasks counts as well."""

    no_action = "noaction"
    """Nothing: the job stays active until something else terminates it. The default."""

    terminate_job = "terminatejob"
    """The job is terminated; its termination reason is ``AllTasksComplete``."""


class OnTaskFailure(TextEnum):
    """The action on a job when one of its tasks fails: after its last retry, or because it couldn't be started."""

    no_action = "noaction"
    """Nothing. The default."""

    perform_exit_options_job_action = "performexitoptionsjobaction"
    """The job action in the task's exit conditions is taken."""


class PoolLifetimeOption(TextEnum):
    """The lifetime of an auto pool."""

    job_schedule = "jobschedule"
    """As long as the job schedule: all its jobs share one pool. A job that isn't part of a schedule can't use it."""

    job = "job"
    """As long as the job: each job of a schedule gets a pool of its own."""


class DisableJobOption(TextEnum):
    """The action on the running tasks of a job that is disabled."""

    requeue = "requeue"
    """They are stopped and put back into the queue; they run again when the job is enabled."""

    terminate = "terminate"
    """They are stopped and completed, with failure information that says so. They don't run again."""

    wait = "wait"
    """They finish, and the job is ``disabling`` until then."""


class JobPreparationTaskState(TextEnum):
    """The state of a job preparation task on a node."""

    running = "running"
    """It is running, or waits for its next attempt."""

    completed = "completed"
    """It has ended: with exit code 0, after its last retry, or because it couldn't be started."""


class JobReleaseTaskState(TextEnum):
    """The state of a job release task on a node."""

    running = "running"
    """It is running, or being prepared."""

    completed = "completed"
    """It has ended, with success or without."""
