"""How the start task fares on a node: what its information, its definition and the node's state say together."""

from __future__ import annotations

from enum import Enum

import msgspec

from ..engine.paths import ROOT
from ..models.enums import StartTaskState, TaskExecutionResult
from ..models.execution import StartTaskInformation, TaskFailureInformation
from ..models.nodes import ComputeNode
from ..models.pool_enums import ComputeNodeState
from ..models.start_task import StartTask
from ..rules.analysis.command_line import analysis_of
from ..rules.context import Context
from . import members
from .exit_codes import ExitCode, exit_code_of
from .failure_codes import FailureCode, failure_code_of
from .node_states import state_of

UNLIMITED = -1
"""Attempts without limit, as in ``max_task_retry_count``."""

_WAITING = (ComputeNodeState.waiting_for_start_task, ComputeNodeState.start_task_failed)


class RunStatus(Enum):
    """How far the start task has come."""

    none = "there is no start task"
    not_begun = "there is a start task, but nothing about a run of it"
    running = "it is being prepared, or runs"
    between_attempts = "an attempt has failed, and the next one is to come"
    succeeded = "it ended with exit code 0"
    failed = "the command ran and failed"
    not_started = "the command couldn't be started"
    unclear = "the document doesn't tell"


class TaskRun(msgspec.Struct, frozen=True):
    """What is known.

    Attributes:
        node: The node; None if only the information is at hand.
        information: The start task's information; None if there is none.
        start_task: The start task; None if it isn't at hand.
    """

    node: ComputeNode | None
    information: StartTaskInformation | None
    start_task: StartTask | None

    @property
    def failure_info(self) -> TaskFailureInformation | None:
        """Why it failed, in the service's words."""
        found = getattr(self.information, "failure_info", None)
        return found if isinstance(found, TaskFailureInformation) else None

    @property
    def failure_code(self) -> str | None:
        """The service's code for the failure."""
        return members.text(self.failure_info, "code")

    @property
    def failure(self) -> FailureCode | None:
        """What is known about that code."""
        return failure_code_of(self.failure_code)

    @property
    def exit_code(self) -> int | None:
        """What the command returned."""
        return members.number(self.information, "exit_code")

    @property
    def known_exit_code(self) -> ExitCode | None:
        """What is known about that exit code, unless the service names a reason that lies before the command."""
        if not self.exit_code or (self.failure and self.failure.started is False):
            return None
        return exit_code_of(self.exit_code, self.on_windows)

    @property
    def status(self) -> RunStatus:
        """How far it has come."""
        information = self.information
        if information is None:
            return RunStatus.none if self.start_task is None and self._without_start_task else RunStatus.not_begun
        result = members.text(information, "result")
        failed = result == TaskExecutionResult.failure or self.failure_info is not None
        if members.text(information, "state") == StartTaskState.running:
            return RunStatus.between_attempts if failed or information.end_time is not None else RunStatus.running
        if failed or (self.exit_code not in (None, 0)):
            return RunStatus.not_started if self._was_started is False else RunStatus.failed
        if result == TaskExecutionResult.success or (information.result is None and self.exit_code == 0):
            return RunStatus.succeeded
        return RunStatus.unclear

    @property
    def _without_start_task(self) -> bool:
        # A node that waits for its start task has one, even where the answer was cut down.
        return state_of(self.node) not in _WAITING

    @property
    def _was_started(self) -> bool | None:
        if self.exit_code is not None:
            return True
        return self.failure.started if self.failure else None

    @property
    def attempts_made(self) -> int | None:
        """How many times the command was started, the present time included."""
        retries = members.number(self.information, "retry_count")
        if retries is None or retries < 0 or self.status is RunStatus.unclear:
            return None
        if self.status is RunStatus.failed and self._was_started is None:
            return None
        return retries if self.status is RunStatus.not_started else retries + 1

    @property
    def attempts_allowed(self) -> int | None:
        """How many there may be, or ``UNLIMITED``; None if the start task isn't at hand."""
        if self.start_task is None:
            return None
        retries = 0 if self.start_task.max_task_retry_count is None else members.number(self.start_task, "max_task_retry_count")
        if retries is None or retries < UNLIMITED:
            return None
        return UNLIMITED if retries == UNLIMITED else retries + 1

    @property
    def waits_for_success(self) -> bool | None:
        """Whether the node takes no tasks before the start task succeeds. The default depends on the API version."""
        if state_of(self.node) in _WAITING:
            return True
        return members.truth(self.start_task, "wait_for_success")

    @property
    def is_admin(self) -> bool | None:
        """Whether the start task runs as an administrator."""
        return analysis_of(_context(self.start_task)).is_admin if self.start_task else None

    @property
    def on_windows(self) -> bool | None:
        """Whether the node runs Windows."""
        image = getattr(getattr(self.node, "virtual_machine_info", None), "image_reference", None)
        told = " ".join(filter(None, (members.text(image, "publisher"), members.text(image, "offer"))))
        if told:
            return "windows" in told.lower()
        return analysis_of(_context(self.start_task)).windows if self.start_task else None


def _context(start_task: StartTask) -> Context[StartTask]:
    return Context(start_task, ROOT, ())
