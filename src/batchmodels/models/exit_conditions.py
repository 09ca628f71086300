"""Actions on a job, and on tasks that depend on a task, when the task ends."""

from typing import Annotated, ClassVar

from ..engine.attributes import Since
from ..engine.constraints import Constraint
from .base import Model
from .job_enums import DependencyAction, JobAction
from .limits import ascending

__all__ = ["ExitCodeMapping", "ExitCodeRangeMapping", "ExitConditions", "ExitOptions"]


class ExitOptions(Model, since="2016-07-01.3.1"):
    """The actions when a task ends in a certain way."""

    job_action: JobAction | None = None
    """The action on the job. Default: ``none`` for exit code 0, ``terminate`` for everything else.

    The job's ``on_task_failure`` must be ``performexitoptionsjobaction``; otherwise the service refuses the task.
    """

    dependency_action: Annotated[DependencyAction | None, Since("2017-01-01.4.0")] = None
    """The action on the tasks that depend on this one. Default: ``satisfy`` for exit code 0, ``block`` for everything else.

    The job must have ``uses_task_dependencies``; otherwise the service refuses the task.
    """


class ExitCodeMapping(Model, since="2016-07-01.3.1"):
    """The actions for one exit code."""

    code: int
    """The exit code."""

    exit_options: ExitOptions
    """The actions."""


class ExitCodeRangeMapping(Model, since="2016-07-01.3.1"):
    """The actions for a range of exit codes."""

    start: int
    """The first exit code of the range."""

    end: int
    """The last exit code of the range; it belongs to the range."""

    exit_options: ExitOptions
    """The actions."""

    rules: ClassVar[tuple[Constraint, ...]] = (ascending("start", "end"),)


class ExitConditions(Model, since="2016-07-01.3.1"):
    """The actions when a task ends, for each way that it can end."""

    exit_codes: list[ExitCodeMapping] | None = None
    """Single exit codes."""

    exit_code_ranges: list[ExitCodeRangeMapping] | None = None
    """Ranges of exit codes."""

    pre_processing_error: Annotated[ExitOptions | None, Since("2017-05-01.5.0")] = None
    """The actions if the task couldn't be started, for example because a resource file couldn't be downloaded."""

    file_upload_error: Annotated[ExitOptions | None, Since("2017-05-01.5.0")] = None
    """The actions if an output file couldn't be uploaded. They apply only where no exit code condition does."""

    default: ExitOptions | None = None
    """The actions for all other failures: exit codes other than 0, and errors that have no condition above.

    Exit code 0 is not included; list it in ``exit_codes`` for actions after success.
    """
