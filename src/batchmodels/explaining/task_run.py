"""The run of a task on a node, assembled from its execution information, its definition and the node's state."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum

import msgspec

from ..engine.model import Model
from ..models.enums import StartTaskState, TaskExecutionResult
from ..models.execution import TaskFailureInformation
from ..models.nodes import ComputeNode
from ..models.pool_enums import ComputeNodeState, TaskState
from ..paths import ROOT
from ..rules.analysis.command_line import Analysis, analysis_of
from ..rules.command_lines import TASKS
from ..rules.context import Context
from . import members
from .exit_codes import ExitCode, exit_code_of
from .failure_codes import FailureCode, failure_code_of
from .node_states import state_of

UNLIMITED = -1
"""An unlimited number of attempts, as in ``max_task_retry_count``."""

_RELEASE_LIMIT = timedelta(minutes=15)
"""The time limit of a job release task, by default and at most."""

_WAITING = (ComputeNodeState.waiting_for_start_task, ComputeNodeState.start_task_failed)


class TaskKind(Enum):
    """The kinds of tasks, by their names in a sentence."""

    start = "start task"
    task = "task"
    subtask = "subtask"
    preparation = "job preparation task"
    release = "job release task"


class RunStatus(Enum):
    """The progress of a task."""

    absent = "there is no task"
    unreported = "there is a task, but no information about a run of it"
    queued = "it waits for a node"
    preparing = "it has a node, and waits for the job preparation task there"
    running = "it runs, or its files are being downloaded"
    between_attempts = "an attempt failed, and the next one follows"
    succeeded = "it ended with exit code 0"
    failed = "the command ran, and the task failed"
    not_started = "the command couldn't be started"
    unclear = "the document doesn't contain the answer"


FAILURES = (RunStatus.failed, RunStatus.not_started, RunStatus.between_attempts)
"""The statuses in which the last attempt failed."""


class TaskRun(msgspec.Struct, frozen=True, kw_only=True):
    """The known facts about the run of a task.

    Attributes:
        kind: The kind of task.
        state: The state in the service's spelling.
        information: The service's information about the run; None if it is missing.
        definition: The task itself; None if it isn't available.
        node: The node; None if it isn't available.
        job_id: The id of the task's job.
        task_id: The task's id in its job.
        subtask_id: The number of the subtask.
        node_id: The id of the node.
        pool_id: The id of the node's pool.
        directory: The task's directory on the node.
    """

    kind: TaskKind
    state: str | None
    information: Model | None
    definition: Model | None = None
    node: ComputeNode | None = None
    job_id: str | None = None
    task_id: str | None = None
    subtask_id: int | None = None
    node_id: str | None = None
    pool_id: str | None = None
    directory: str | None = None

    @property
    def failure_info(self) -> TaskFailureInformation | None:
        """The service's information about the failure."""
        found = getattr(self.information, "failure_info", None)
        return found if isinstance(found, TaskFailureInformation) else None

    @property
    def failure_code(self) -> str | None:
        """The service's code for the failure."""
        return members.text(self.failure_info, "code")

    @property
    def known_failure_code(self) -> FailureCode | None:
        """The known facts about the failure code."""
        return failure_code_of(self.failure_code)

    @property
    def exit_code(self) -> int | None:
        """The command's exit code."""
        return members.number(self.information, "exit_code")

    @property
    def known_exit_code(self) -> ExitCode | None:
        """The known facts about the exit code, unless the service reports that the command wasn't even started."""
        if not self.exit_code or (self.known_failure_code and self.known_failure_code.started is False):
            return None
        return exit_code_of(self.exit_code, self.on_windows)

    @property
    def status(self) -> RunStatus:
        """The progress of the task."""
        if self.state in (TaskState.active, TaskState.preparing):
            return RunStatus.queued if self.state == TaskState.active else RunStatus.preparing
        if self.information is None and self.state is None:
            return RunStatus.absent if self.definition is None and self._no_start_task else RunStatus.unreported
        result = members.text(self.information, "result")
        failed = result == TaskExecutionResult.failure or self.failure_info is not None
        if self.state == StartTaskState.running:
            has_ended = getattr(self.information, "end_time", None) is not None
            return RunStatus.between_attempts if failed or has_ended else RunStatus.running
        if failed or (self.exit_code not in (None, 0)):
            return RunStatus.not_started if self._was_started is False else RunStatus.failed
        if result == TaskExecutionResult.success or (result is None and self.exit_code == 0):
            return RunStatus.succeeded
        return RunStatus.unclear

    @property
    def _no_start_task(self) -> bool:
        # A node that waits for its start task has one, even if the answer doesn't include it.
        return state_of(self.node) not in _WAITING

    @property
    def _has_start_time(self) -> bool:
        return members.time(self.information, "start_time") is not None

    @property
    def _was_started(self) -> bool | None:
        if self.exit_code is not None:
            return True
        if self.kind in (TaskKind.task, TaskKind.subtask) and self.information is not None and not self._has_start_time:
            return False
        return self.known_failure_code.started if self.known_failure_code else None

    @property
    def failed_to_upload(self) -> bool:
        """Whether the command ran, but an output file couldn't be uploaded."""
        return (self.failure_code or "").startswith("FileUpload")

    @property
    def succeeded(self) -> bool | None:
        """Whether the task succeeded; None until it is completed."""
        return {RunStatus.succeeded: True, RunStatus.failed: False, RunStatus.not_started: False}.get(self.status)

    @property
    def attempts_made(self) -> int | None:
        """The number of times that the command was started, including the current attempt."""
        retries = members.number(self.information, "retry_count")
        if retries is None or retries < 0 or self.status is RunStatus.unclear:
            return None
        if self.status in (RunStatus.queued, RunStatus.preparing):
            return None if retries or members.number(self.information, "requeue_count") else 0
        if self.status is RunStatus.failed and self._was_started is None:
            return None
        return retries if self.status is RunStatus.not_started else retries + 1

    @property
    def attempts_allowed(self) -> int | None:
        """The number of allowed attempts, or ``UNLIMITED``; None if the definition doesn't contain it."""
        limits = self.limits
        if limits is None or self.kind is TaskKind.release:
            return None
        retries = 0 if getattr(limits, "max_task_retry_count", None) is None else members.number(limits, "max_task_retry_count")
        if retries is None or retries < UNLIMITED:
            return None
        return UNLIMITED if retries == UNLIMITED else retries + 1

    @property
    def limits(self) -> Model | None:
        """The model that contains the limits on retries and time; None if the document doesn't contain it."""
        if self.kind in (TaskKind.start, TaskKind.release):
            return self.definition
        constraints = getattr(self.definition, "constraints", None)
        return constraints if isinstance(constraints, Model) else None

    @property
    def time_limit(self) -> timedelta | None:
        """The time limit of the task; None if it has no limit or the limit is unknown. Start tasks have no limit."""
        limit = members.duration(self.limits, "max_wall_clock_time")
        return limit or (_RELEASE_LIMIT if self.kind is TaskKind.release else None)

    @property
    def ran_for(self) -> timedelta | None:
        """The duration of the last run; None if the document doesn't have both times."""
        start, end = members.time(self.information, "start_time"), members.time(self.information, "end_time")
        return end - start if start and end and end >= start else None

    @property
    def reached_time_limit(self) -> bool:
        """Whether the command failed after running for as long as it may."""
        limit, ran_for = self.time_limit, self.ran_for
        if self.status is not RunStatus.failed or self.exit_code == 0 or self.failed_to_upload:
            return False
        return limit is not None and ran_for is not None and ran_for >= limit

    @property
    def waits_for_success(self) -> bool | None:
        """Whether other tasks wait until this one succeeds. A start task's default depends on the API version."""
        if self.kind is TaskKind.start and state_of(self.node) in _WAITING:
            return True
        waits = members.flag(self.definition, "wait_for_success")
        return True if waits is None and self.kind is TaskKind.preparation and self.definition is not None else waits

    @property
    def is_admin(self) -> bool | None:
        """Whether the task runs as an administrator."""
        analysis = self._analysis
        return analysis.is_admin if analysis else None

    @property
    def on_windows(self) -> bool | None:
        """Whether the node runs Windows."""
        image = getattr(getattr(self.node, "virtual_machine_info", None), "image_reference", None)
        described = " ".join(filter(None, (members.text(image, "publisher"), members.text(image, "offer"))))
        if described:
            return "windows" in described.lower()
        if "\\" in (self.directory or ""):
            return True
        analysis = self._analysis
        return analysis.windows if analysis else None

    @property
    def _analysis(self) -> Analysis | None:
        return analysis_of(Context(self.definition, ROOT, ())) if isinstance(self.definition, TASKS) else None
