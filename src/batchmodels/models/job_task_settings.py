"""The settings that every description of a task in a job shares."""

from typing import Annotated

from ..engine.attributes import Since, Until
from ..engine.checks import MaxLength, MaxSize
from .base import Model
from .containers import TaskContainerSettings
from .environment import EnvironmentSetting
from .exit_conditions import ExitConditions
from .files import ResourceFile
from .identity import UserIdentity
from .output_files import OutputFile
from .packages import ApplicationPackageReference
from .task_settings import (
    AffinityInformation,
    AuthenticationTokenSettings,
    MultiInstanceSettings,
    TaskConstraints,
    TaskDependencies,
)


class JobTaskSettings(Model):
    """The settings that ordinary tasks and job manager tasks share.

    Rerunning. Batch runs a task again when its node has to be repaired or disappears; such runs don't count as retries and
    happen with ``max_task_retry_count`` 0 too. So the command must be safe to rerun (idempotent): it writes to temporary files
    and renames them, or starts from a checkpoint.
    """

    display_name: Annotated[str | None, MaxLength(1024)] = None
    """A name for people, up to 1,024 characters of any kind. It need not be unique."""

    container_settings: Annotated[TaskContainerSettings | None, Since("2017-09-01.6.0")] = None
    """The container that the command runs in. Required in a pool with a container configuration, refused in others."""

    resource_files: Annotated[list[ResourceFile] | None, MaxSize(32_768)] = None
    """The files to download before the command runs. The list is limited to 32,768 characters as it is sent."""

    output_files: Annotated[list[OutputFile] | None, Since("2017-05-01.5.0")] = None
    """The files to upload when the command has ended. Of a multi-instance task, only those of the primary task's node."""

    environment_settings: list[EnvironmentSetting] | None = None
    """Environment variables for the command, in addition to those of the job and of Batch."""

    constraints: TaskConstraints | None = None
    """Limits on its time and its retries. Default: no limit of time, no retry, files kept for 7 days."""

    required_slots: Annotated[int | None, Since("2020-09-01.12.0")] = None
    """The number of the node's slots that it takes; see ``task_slots_per_node`` of the pool. Default 1.

    A multi-instance task takes one.
    """

    user_identity: Annotated[UserIdentity | None, Since("2017-01-01.4.0")] = None
    """The user that it runs as. Default: an auto-user without administrator's rights."""

    application_package_references: Annotated[list[ApplicationPackageReference] | None, Since("2016-07-01.3.1")] = None
    """The application packages that the node installs before it runs. If one can't be installed, the task fails.

    Packages are shared by all tasks of the node, and an installed one is not downloaded again.
    """

    authentication_token_settings: Annotated[
        AuthenticationTokenSettings | None, Since("2017-01-01.4.0"), Until("2025-06-01")
    ] = None
    """The access of a token with which the task can call the Batch service. Default: there is no token."""


class OrdinaryTaskSettings(JobTaskSettings):
    """The settings that a task to be added and a task as the service returns it share."""

    exit_conditions: Annotated[ExitConditions | None, Since("2016-07-01.3.1")] = None
    """The actions when it ends, for each exit code: on the job, and on tasks that depend on it."""

    affinity_info: AffinityInformation | None = None
    """The node that it should run on, if that node is free."""

    multi_instance_settings: MultiInstanceSettings | None = None
    """Makes it a task on several nodes. The pool must allow communication between nodes."""

    depends_on: TaskDependencies | None = None
    """The tasks that must succeed first. The job must have ``uses_task_dependencies``."""
