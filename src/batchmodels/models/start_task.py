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
    """A task that runs on each node of a pool when the node joins it: it installs, fetches and sets up.

    When it runs. At every start of the node: when it is added to the pool, rebooted or reimaged. A change of the pool's
    start task reaches the nodes that are already there only when they restart.

    Retries. An attempt that ends with another exit code than 0 is repeated up to ``max_task_retry_count`` times, so there
    is one attempt more than there are retries: 3 retries = 4 attempts, 0 = a single attempt and no retry, -1 = retries
    without limit. Only the command is retried, not its preparation: a download that fails is a failure at once.

    Recovery. Azure moves and repairs nodes, and the service then runs the start task again, sometimes without a reboot.
    Such a run counts as no retry. A retry finds the working directory as the last attempt left it; a run after recovery
    finds it deleted and made anew.

    Idempotency. So the command must bear being run again, after a success too: ``mkdir -p``, ``ln -sf``, installing only
    what is missing, no appending to files that stay.

    Breakaway processes. What the command leaves running in the background, from its working directory above all, holds
    files there and makes the next run fail. Have it installed as a service, in a directory of its own.

    Waiting. With ``wait_for_success`` the node takes no task before the start task has ended with 0. When its retries are
    used up, the node becomes ``starttaskfailed``: it takes no tasks, and costs money until it is removed. Without, tasks
    are given to the node while the start task runs, and also after it has failed.
    """

    command_line: str
    """What to run. No shell is involved unless it is named: ``/bin/bash -c 'apt-get update && apt-get install -y ffmpeg'``.

    Paths are relative to the start task's working directory, or begin with a variable such as AZ_BATCH_NODE_SHARED_DIR,
    which in turn needs a shell.
    """

    container_settings: Annotated[TaskContainerSettings | None, Since("2017-09-01.6.0")] = None
    """The container to run in. None: the command runs on the node itself, in a pool with containers too."""

    resource_files: Annotated[list[ResourceFile] | None, MaxSize(32_768)] = None
    """The files to download before the command runs. The list takes at most 32,768 characters as sent."""

    environment_settings: Annotated[list[EnvironmentSetting] | None, UniqueBy("name")] = None
    """Environment variables for the command, besides those that Batch sets. Every name once."""

    user_identity: Annotated[UserIdentity | None, Since("2017-01-01.4.0")] = None
    """The user to run as. Default: an auto-user without administrator's rights, unique to the task."""

    max_task_retry_count: Annotated[int | None, Minimum(-1)] = None
    """How often to repeat the command when it fails. Default 0: one attempt. 3: four attempts. -1: without limit, which
    Azure advises against, as nothing else limits a start task's time.
    """

    wait_for_success: bool | None = None
    """Whether the node waits for exit code 0 before it takes tasks. Default true since API version 2019-08-01.10.0,
    false before.
    """
