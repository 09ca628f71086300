"""The parts of a plan, put together."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from ..models.start_task import StartTask
from ..paths import Steps
from ..rules.analysis.command_line import whole_analysis_of
from ..rules.analysis.pool import pool_of, runs_windows
from ..rules.context import Context
from ..secrets.masking import mask_text
from ..secrets.printing import printable
from .command import PlannedCommand, command_of
from .environment import setting_of, variables_of
from .files import files_of
from .plan_record import Plan, PlannedFile, PlannedScript, Variable
from .runs import attempts_of, run_sentences, wait_sentences, waits_of
from .users import user_of, user_sentences

_OPERATORS = frozenset(("&&", "||", "|", ";", "&", ">", ">>", "<", "2>&1"))

_ROOTS = {
    True: r"D:\batch\tasks or C:\batch\data\tasks",
    False: "/mnt/batch/tasks, /mnt/resource/batch/tasks or /opt/batch/data/tasks",
}


def compose(place: Context[StartTask], unknown: Collection[Steps] = (), wrong: Collection[str] = ()) -> Plan:
    """Return the plan of a start task; the arguments are those of `plan_within`."""
    later = {index for steps in unknown if (index := setting_of(steps)) is not None}
    at_deployment = {str(steps[0]) for steps in unknown if setting_of(steps) is None}
    missing = {*at_deployment, *wrong}
    task = place.model
    analysis = whole_analysis_of(place)
    # A program of Windows decides the operating system if the pool is missing.
    windows = analysis.windows if analysis.text else runs_windows(place)
    command = command_of(analysis)
    variables = tuple(variables_of(task, pool_of(place), windows=windows, unknown=later))
    files = tuple(files_of(task, windows=windows, now=place.now))
    settings: Any = getattr(task, "container_settings", None)
    image = getattr(settings, "image_name", None)
    container = printable(mask_text(image)) if isinstance(image, str) else None
    attempts = None if "maxTaskRetryCount" in missing else attempts_of(task)
    waits = None if "waitForSuccess" in missing else waits_of(task)
    user = user_of(task, analysis.is_admin)
    separator = "\\" if windows else "/"
    variable = "%AZ_BATCH_NODE_STARTUP_DIR%" if windows else "$AZ_BATCH_NODE_STARTUP_DIR"
    directory = f"{variable}{separator}wd"
    sections = (
        ("Could not be read", tuple(sorted(wrong))),
        ("Command", tuple(_command_lines(command, windows, is_known="commandLine" not in missing))),
        ("Script", tuple(_script_lines(command.script, command.unused))),
        ("Environment", tuple(_variable_lines(variables))),
        ("User", tuple(user_sentences(user, windows, analysis.is_admin))),
        ("Directory", tuple(_directory_lines(place, directory, windows))),
        ("Files", tuple(_file_lines(files))),
        ("Container", tuple(_container_lines(settings, container))),
        ("Runs", tuple(run_sentences(attempts))),
        ("Node", tuple(wait_sentences(waits, attempts, by_default=getattr(task, "wait_for_success", None) is None))),
        ("Known only at deployment", tuple(sorted(at_deployment))),
    )
    return Plan(
        windows=windows,
        program=command.program,
        arguments=command.arguments,
        script=command.script,
        environment=variables,
        user=user,
        administrator=analysis.is_admin,
        directory=directory,
        files=files,
        container=container,
        attempts=attempts,
        waits=waits,
        sections=sections,
    )


def _command_lines(command: PlannedCommand, windows: bool | None, *, is_known: bool) -> Iterator[str]:
    if not is_known:
        yield "The command line isn't known."
        return
    if not command.program:
        yield "There is no program to start."
        return
    yield f"program:    {command.program}"
    for number, argument in enumerate(command.arguments, 1):
        remark = "   (an argument: no shell reads it)" if argument in _OPERATORS and command.script is None else ""
        yield f"argument {number}: {_one_line(argument)}{remark}"
    if command.unclosed:
        yield "A quotation mark in the command line isn't closed."
    if command.script is None:
        yield "No shell reads the command line: operators, variables and patterns in it are plain text."
    if windows:
        yield "On Windows, the program splits its arguments itself; most split them like this."


def _script_lines(script: PlannedScript | None, unused: tuple[str, ...]) -> Iterator[str]:
    if script is None:
        return
    yield f"{script.shell} reads this script:"
    for line in script.lines:
        operator = f"{line.operator} " if line.operator else ""
        text = line.text.replace("\n", "\n  " + "  " * (line.depth + 1))
        yield f"{'  ' * (line.depth + 1)}{operator}{text}"
    if script.unfinished:
        yield f"The script isn't complete: {script.unfinished} is missing."
    if unused:
        yield f"The shell runs none of the arguments after the script: {', '.join(map(_one_line, unused))}"


def _variable_lines(variables: tuple[Variable, ...]) -> Iterator[str]:
    for variable in variables:
        yield f"{variable.name}: {variable.value}" if variable.set_by_batch else f"{variable.name} = {variable.value}"


def _directory_lines(place: Context[StartTask], directory: str, windows: bool | None) -> Iterator[str]:
    yield f"The command runs in {directory}."
    yield "stdout.txt and stderr.txt are one level above."
    if windows is not None:
        yield f"AZ_BATCH_NODE_ROOT_DIR differs between images: {_ROOTS[windows]}."
    mounts = getattr(pool_of(place), "mount_configuration", None)
    if isinstance(mounts, list) and mounts:
        yield f"{len(mounts)} file system{'s are' if len(mounts) > 1 else ' is'} mounted below AZ_BATCH_NODE_MOUNTS_DIR."


def _file_lines(files: tuple[PlannedFile, ...]) -> Iterator[str]:
    for file in files:
        mode = f", mode {file.mode}" if file.mode else ""
        yield f"{file.path}: {file.source}; access: {file.access}{mode}"


def _container_lines(settings: Any, image: str | None) -> Iterator[str]:
    if image is None:
        return
    yield f"The command runs in a container of the image {image}."
    options = getattr(settings, "container_run_options", None)
    if isinstance(options, str) and options:
        yield f"docker create gets: {printable(mask_text(options))}"
    working = getattr(settings, "working_directory", None)
    own = isinstance(working, str) and working.lower() == "containerimagedefault"
    yield "It starts in the image's own working directory." if own else "It starts in the working directory of the task."
    mounts = getattr(settings, "container_host_batch_bind_mounts", None)
    if mounts is None:
        yield "The root of Batch's directories is mounted into it."
    elif isinstance(mounts, list):
        names = [name for mount in mounts if isinstance(name := getattr(mount, "source", None), str)]
        yield (
            f"These directories are mounted into it: {printable(mask_text(', '.join(names)))}."
            if names
            else "No directory of Batch is mounted into it."
        )


def _one_line(text: str) -> str:
    return text.replace("\n", "\\n")
