"""The start task."""

from typing import Annotated

from ..engine.attributes import Since
from ..engine.checks import MaxSize, Minimum, UniqueBy
from .arm import ArmModel
from .containers import TaskContainerSettings
from .environment import EnvironmentSetting
from .files import ResourceFile
from .identity import UserIdentity

__all__ = ["StartTask"]


class StartTask(ArmModel):
    """A task that runs on each node of a pool when the node joins it, to install software and set up the node.

    Runs. It runs at every start of the node: when the node is added to the pool, rebooted or reimaged. Existing nodes get a
    changed start task only when they restart.

    Retries. An attempt with an exit code other than 0 is repeated up to ``max_task_retry_count`` times, so there is one attempt
    more than retries: 3 retries = 4 attempts, 0 = a single attempt without retry, -1 = unlimited retries. Only the command is
    retried, not its preparation: a failed download is an immediate failure.

    Recovery. When Azure moves or repairs a node, the service runs the start task again, sometimes without a reboot. Such a run
    doesn't count as a retry. A retry uses the working directory of the last attempt; a run after recovery uses a new one.

    Idempotency. So the command must be safe to rerun, even after a success: use ``mkdir -p`` and ``ln -sf``, install only what
    is missing, and don't append to existing files.

    Background processes. A process that the command leaves running, especially from its working directory, holds files there
    and makes the next run fail. Install it as a service in a separate directory.

    Waiting. With ``wait_for_success``, the node accepts no tasks until the start task succeeds. If no retries are left, the
    node becomes ``starttaskfailed``: it accepts no tasks, but costs money until it is removed. Without ``wait_for_success``,
    the node accepts tasks while the start task runs, and even after it fails.
    """

    command_line: str
    """The command to run. No shell is involved unless it is named: ``/bin/bash -c 'apt-get update && apt-get install -y jq'``.

    Paths are relative to the start task's working directory, or start with a variable such as AZ_BATCH_NODE_SHARED_DIR, which
    requires a shell.
    """

    container_settings: Annotated[TaskContainerSettings | None, Since("2017-09-01.6.0")] = None
    """The container to run in. None: the command runs directly on the node, even in a pool with containers."""

    resource_files: Annotated[list[ResourceFile] | None, MaxSize(32_768)] = None
    """The files to download before the command runs. The list is limited to 32,768 characters of JSON."""

    environment_settings: Annotated[list[EnvironmentSetting] | None, UniqueBy("name")] = None
    """Environment variables for the command, in addition to those of Batch. Names must be unique."""

    user_identity: Annotated[UserIdentity | None, Since("2017-01-01.4.0")] = None
    """The user to run as. Default: an auto-user without administrator rights, unique to the task."""

    max_task_retry_count: Annotated[int | None, Minimum(-1)] = None
    """The number of retries if the command fails. Default 0: one attempt. 3: four attempts. -1: unlimited, which Azure doesn't
    recommend, because nothing else limits the time of a start task.
    """

    wait_for_success: bool | None = None
    """Whether the node accepts tasks only after the start task succeeds. Default true since API version 2019-08-01.10.0, false
    before.
    """
