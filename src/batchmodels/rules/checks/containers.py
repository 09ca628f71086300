"""BM5: tasks that run in containers."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from ...models.containers import TaskContainerSettings
from ...models.job_tasks import JobPreparationTask
from ...models.start_task import StartTask
from ...secrets.masking import cut, mask_text
from ...shells import posix
from ..analysis.command_line import analysis_of
from ..analysis.inner_scripts import parts_of
from ..analysis.pool import machine_of
from ..analysis.pool_values import items_of, value_of
from ..analysis.scripts_run import script_of
from ..command_lines import TASK, TASKS, Task
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_MOUNTS_STEPS = ("containerSettings", "containerHostBatchBindMounts")
_OTHER_DIRECTORIES = frozenset({"shared", "vfsmounts", "applications"})
_CHANGING_DIRECTORY = frozenset({"cd", "pushd", "chdir"})
_MOUNTS = re.compile(r"(?:-v|--volume|--mount|--volumes-from)(?:=.*)?|-v.+")
_BATCH_DIRECTORY = re.compile(r"AZ_BATCH_(?:NODE_(?:ROOT|SHARED|STARTUP|MOUNTS)|TASK|TASK_WORKING)_DIR")
_ENGINES = frozenset({"docker", "docker-compose", "podman", "nerdctl"})
_WITH_ENGINE = re.compile(r"(?i)docker\.sock|containerd\.sock|podman\.sock|--privileged")
_IMAGE_WITH_ENGINE = re.compile(r"(?i)(?:docker|dind|podman|nerdctl)")


@rule(
    "BM501",
    Severity.warning,
    "node directory missing from the container",
    TASKS,
    reads=("containerSettings", "mountConfiguration"),
    explains=(FailureKind.lookup, FailureKind.command, FailureKind.container),
)
def missing_directory(context: Context[Task]) -> Iterator[Finding]:
    """Find a command that needs a directory of the node, in a container that doesn't see it or starts elsewhere."""
    settings = context.model.container_settings
    if not isinstance(settings, TaskContainerSettings):
        return
    directory: Any = settings.working_directory
    mounts: Any = settings.container_host_batch_bind_mounts
    source, without = _sources(context.model)
    own = isinstance(directory, str) and directory.lower() == "containerimagedefault"
    if own:
        yield from _relative_files(context)
    if not isinstance(mounts, list) or any(_MOUNTS.fullmatch(option) for option in _options(settings)):
        return
    if not own and not any(_mounts_working_directory(mount, without) for mount in mounts):
        yield context.finding(
            f"the container starts in the {TASK}'s working directory, which isn't mounted, so the container can't access "
            f"the {TASK}'s files.",
            f'Add a mount with the source "{source}", or set workingDirectory to containerImageDefault.',
            *_MOUNTS_STEPS,
        )
    elif not mounts and (variable := next(_directories(context), "")):
        yield context.finding(
            f"{variable} is a directory on the node, but the container mounts none of the node's directories.",
            "List the mounts that the container needs, or remove containerHostBatchBindMounts to mount all of them.",
            *_MOUNTS_STEPS,
        )


def _sources(task: Task) -> tuple[str, frozenset[str]]:
    """Return the mount source with a task's working directory, and the sources that are without it."""
    if isinstance(task, StartTask):
        return "Startup", _OTHER_DIRECTORIES | {"jobprep"}
    if isinstance(task, JobPreparationTask):
        return "JobPrep", _OTHER_DIRECTORIES | {"startup"}
    return "Task", _OTHER_DIRECTORIES | {"jobprep", "startup"}


def _mounts_working_directory(mount: Any, without: frozenset[str]) -> bool:
    source = value_of(mount, "source")
    return not isinstance(source, str) or source.lower() not in without


def _relative_files(context: Context[Task]) -> Iterator[Finding]:
    paths = _file_paths(context.model)
    analysis = analysis_of(context)
    for _, command in analysis.runs:
        if command.name in _CHANGING_DIRECTORY:
            return
        name = script_of(command)
        if name.removeprefix("./") in paths:
            file = cut(mask_text(name))
            yield context.finding(
                f"the container starts in the image's directory, but {file} is in the task's working directory.",
                f"Remove workingDirectory, or use $AZ_BATCH_TASK_WORKING_DIR/{file.removeprefix('./')} in a shell.",
                "commandLine",
                span=analysis.span(command),
            )


def _file_paths(task: Task) -> set[str]:
    paths = (value_of(file, "file_path") for file in items_of(task, "resource_files"))
    return {path.removeprefix("./") for path in paths if isinstance(path, str) and path}


def _options(settings: TaskContainerSettings) -> tuple[str, ...]:
    options: Any = settings.container_run_options
    return tuple(word.text for word in posix.split_words(options)) if isinstance(options, str) else ()


def _directories(context: Context[Task]) -> Iterator[str]:
    """Yield the variables in a command line that name directories of the node."""
    for command in (command for part in parts_of(context) for command in part.analysis.commands):
        for word in (*command.assignments, *command.words, *(redirect.target for redirect in command.redirects)):
            for variable in word.variables:
                name = variable.rsplit(":", 1)[-1].upper()
                if _BATCH_DIRECTORY.fullmatch(name):
                    yield name


@rule(
    "BM502",
    Severity.error,
    "docker command inside a container",
    TASKS,
    explains=(FailureKind.lookup, FailureKind.command, FailureKind.container),
)
def docker_in_a_container(context: Context[Task]) -> Iterator[Finding]:
    """Find ``docker run`` in a task that already runs in a container."""
    settings: Any = context.model.container_settings
    if settings is None or _has_engine(settings):
        return
    runs = ((part, index, command) for part in parts_of(context) for index, command in part.analysis.runs)
    for part, index, command in runs:
        if command.name in _ENGINES and not part.flow.steps[index].guarded:
            yield context.finding(
                f"the command line already runs inside the container, where {command.name} isn't available.",
                "Remove containerSettings to run the command on the node, or keep only the command that should run in the "
                "container.",
                "commandLine",
                span=part.analysis.span(command),
            )


def _has_engine(settings: Any) -> bool:
    """Return whether a container can start other containers."""
    options, image = value_of(settings, "container_run_options"), value_of(settings, "image_name")
    return bool(
        (isinstance(options, str) and _WITH_ENGINE.search(options))
        or (isinstance(image, str) and _IMAGE_WITH_ENGINE.search(posixpath.basename(image)))
    )


@rule(
    "BM503",
    Severity.warning,
    "--gpus in the container run options",
    TaskContainerSettings,
    explains=(FailureKind.lookup, FailureKind.command, FailureKind.container),
)
def gpus(context: Context[TaskContainerSettings]) -> Iterator[Finding]:
    """Find an option that Batch passes itself."""
    if any(option == "--gpus" or option.startswith("--gpus=") for option in _options(context.model)):
        yield context.finding(
            "Batch passes the node's GPUs to the container automatically, and its documentation says not to use --gpus.",
            "Remove --gpus.",
            "containerRunOptions",
        )


@rule(
    "BM504",
    Severity.error,
    "container task in a pool without container configuration",
    TASKS,
    reads=("virtualMachineConfiguration", "containerConfiguration"),
    explains=(FailureKind.lookup, FailureKind.command, FailureKind.container),
)
def no_containers_in_the_pool(context: Context[Task]) -> Iterator[Finding]:
    """Find container settings in a pool whose nodes can't run containers."""
    machine = machine_of(context)
    configuration: Any = getattr(machine, "container_configuration", machine)
    if context.model.container_settings is not None and machine is not None and configuration is None:
        yield context.finding(
            f"the {TASK} runs in a container, but the pool's nodes can't run containers.",
            "Add a containerConfiguration to virtualMachineConfiguration and choose an image with a container runtime, "
            "or remove containerSettings.",
            "containerSettings",
        )
