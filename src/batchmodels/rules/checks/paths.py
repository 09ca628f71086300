"""BM401 and BM402: paths and variables that the node doesn't have, or not on every node."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...models.cloud_task import CloudTask
from ...models.job_schedules import JobSpecification
from ...models.job_settings import JobSettings
from ...models.job_tasks import JobManagerTask, JobPreparationTask, JobReleaseTask
from ...models.jobs import JobAddParameter
from ...models.start_task import StartTask
from ...models.tasks import TaskAddParameter
from ...shells.script import Shell
from ...spelling import nearest, plain
from ..analysis.batch_variables import is_unknown, meant_variable
from ..analysis.command_line import Analysis, analysis_of, one_in_each_line, span_outside
from ..analysis.display import in_a_shell
from ..analysis.environment_settings import environment_of
from ..analysis.images import image_of
from ..analysis.inner_scripts import parts_of
from ..analysis.pool import identity_of, machine_of, pool_of
from ..analysis.pool_values import items_of, text_of, value_of
from ..analysis.vm_sizes import has_temporary_disk, size_named
from ..command_lines import COMMAND_LINES, TASK, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity, Span
from ..rule import rule

# The node's root directories, which differ from one VM size and image to another, with the one within that is meant.
_ROOT = re.compile(
    r"(?<![\w./-])(?:/mnt/batch/tasks|/mnt/resource/batch/tasks|/opt/batch/data/tasks)(?:/(\w+))?(?![\w-])"
    r"|(?i:\b(?:D:[\\/]+batch[\\/]+tasks|C:[\\/]+batch[\\/]+data[\\/]+tasks)(?:[\\/]+(\w+))?(?![\w-]))"
)
_WITHIN = {
    "shared": "AZ_BATCH_NODE_SHARED_DIR",
    "startup": "AZ_BATCH_NODE_STARTUP_DIR",
    "fsmounts": "AZ_BATCH_NODE_MOUNTS_DIR",
}


@rule("BM401", Severity.warning, "hard-coded path of a node directory", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def absolute_roots(context: Context[CommandLine]) -> Iterator[Finding]:
    """``/mnt/batch/tasks`` instead of ``$AZ_BATCH_NODE_ROOT_DIR``."""
    analysis = analysis_of(context)
    seen: set[tuple[str, Span | None]] = set()
    for text, span in _texts(analysis):
        for match in _ROOT.finditer(text):
            before = text[max(match.start() - 2, 0) : match.start()]
            if (match[0], span) not in seen and before not in {":-", ":="}:
                seen.add((match[0], span))
                reference = _reference(_variable(match), analysis)
                fix = f"Use {reference} instead."
                if analysis.script is None:
                    line = in_a_shell(analysis, analysis.text.replace(match[0], reference).strip())
                    fix = f"Use {line}: variables are expanded only in a shell."
                yield _finding(context, match[0], fix, "commandLine", span=span)
    for index, setting in enumerate(items_of(context.model, "environment_settings")):
        value = value_of(setting, "value")
        if isinstance(value, str) and (found := _ROOT.search(value)):
            yield _finding(
                context,
                found[0],
                f"Set the variable in the command line from {_variable(found)}: Batch doesn't expand variables in environment "
                "settings.",
                "environmentSettings",
                index,
                "value",
            )
    yield from _in_output_files(context)
    yield from _in_container_options(context)
    for index, file in enumerate(items_of(context.model, "resource_files")):
        path = value_of(file, "file_path")
        if isinstance(path, str) and (found := _ROOT.search(path)):
            yield _finding(
                context,
                found[0],
                f"Use a path relative to the working directory, and copy the file to {_variable(found)} in the command line.",
                "resourceFiles",
                index,
                "filePath",
            )


def _in_container_options(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find a directory of the node that an option mounts; how variables of Windows are written there, nothing documents."""
    options = text_of(context.model, "container_settings", "container_run_options")
    for found in _ROOT.finditer(options):
        of_container = options[: found.start()].endswith((":", "target=", "dst=", "destination="))
        if found[0].startswith("/") and not of_container:
            fix = f"Use ${_variable(found)} instead."
            yield _finding(context, found[0], fix, "containerSettings", "containerRunOptions", span=found.span())


def _in_output_files(context: Context[CommandLine]) -> Iterator[Finding]:
    for index, file in enumerate(items_of(context.model, "output_files")):
        pattern = value_of(file, "file_pattern")
        if isinstance(pattern, str) and (found := _ROOT.search(pattern)):
            yield _finding(
                context,
                found[0],
                "Use a pattern relative to the working directory, or one that begins with a variable such as "
                f"{_variable(found)}.",
                "outputFiles",
                index,
                "filePattern",
            )


def _texts(analysis: Analysis) -> Iterator[tuple[str, Span | None]]:
    """Yield the words of a command line, each with its place."""
    for command in analysis.commands:
        for word in (*command.assignments, *command.words, *(redirect.target for redirect in command.redirects)):
            # A backslash is a separator on Windows, whatever the shell made of it.
            yield word.raw if "\\" in word.raw else word.text, analysis.span(word)
    for word in analysis.rest:
        yield word.text, span_outside(word)


def _variable(match: re.Match[str]) -> str:
    within = match[1] or match[2]
    if not within:
        return "AZ_BATCH_NODE_ROOT_DIR"
    return _WITHIN.get(within.lower(), f"AZ_BATCH_NODE_ROOT_DIR/{within}")


def _finding(context: Context[Any], path: str, fix: str, *steps: str | int, span: Span | None = None) -> Finding:
    if path.startswith("/mnt/batch/") and _is_usual_ubuntu(context):
        said = "/mnt/batch/tasks is Batch's root directory on the nodes of this pool; other VM sizes and images have another."
        return context.finding(said, fix, *steps, severity=Severity.note, span=span)
    said = f"{path} exists only on some nodes: Batch's root directory depends on the VM size and the image."
    return context.finding(said, fix, *steps, span=span)


def _is_usual_ubuntu(context: Context[Any]) -> bool:
    """Return whether the nodes run Ubuntu and have a temporary disk, so that Batch's root directory is /mnt/batch/tasks.

    Source: https://learn.microsoft.com/azure/batch/virtual-file-mount.
    """
    machine = machine_of(context)
    publisher = text_of(machine, "image_reference", "publisher").lower()
    image = image_of(value_of(machine, "image_reference"))
    size = size_named(text_of(pool_of(context), "vm_size"))
    if image is None or size is None or publisher != "canonical" or image.instead or image.offered is not None:
        return False
    return has_temporary_disk(size)


def _reference(name: str, analysis: Analysis) -> str:
    """Return a reference to a variable in the syntax of the shell, with the path after it."""
    variable, slash, rest = name.partition("/")
    if analysis.shell is Shell.powershell and analysis.script is not None:
        return f"$env:{variable}{slash and chr(92)}{rest}"
    if analysis.shell is Shell.cmd or (analysis.script is None and analysis.windows):
        return f"%{variable}%{slash and chr(92)}{rest}"
    return f"${variable}{slash}{rest}"


_MULTI_INSTANCE = "Use it in the coordination command of a multi-instance task, where it is set."
_OF_TASKS = (
    f"A {TASK} belongs to no job: move what depends on the job to a job preparation task, or use AZ_BATCH_POOL_ID and "
    f"AZ_BATCH_NODE_ID, which are set for {TASK}s."
)
_FILES = f"Use AZ_BATCH_NODE_SHARED_DIR, which is set for {TASK}s and which all tasks on the node can read."
_ADD_PREPARATION = "Add a jobPreparationTask to the job, or use AZ_BATCH_NODE_SHARED_DIR."
_ADD_INSTANCES = "Add multiInstanceSettings to the task, or don't use the variable."
_JOB_VARIABLES = ("AZ_BATCH_JOB_ID", "AZ_BATCH_TASK_ID")
_PREPARATION_VARIABLES = ("AZ_BATCH_JOB_PREP_DIR", "AZ_BATCH_JOB_PREP_WORKING_DIR")
_SHARED_VARIABLES = ("AZ_BATCH_TASK_SHARED_DIR",)
_INSTANCE_VARIABLES = (
    *("AZ_BATCH_HOST_LIST", "AZ_BATCH_NODE_LIST", "AZ_BATCH_IS_CURRENT_NODE_MASTER", "AZ_BATCH_MASTER_NODE", "CCP_NODES"),
)
_HERE = f"isn't set for {TASK}s"
_UNKNOWN = "is no variable that Batch sets"
_UNLESS_JOB = ", unless the job's commonEnvironmentSettings set it"
_OF_HOSTS = re.compile(r"HOST|NODE_?(?:LIST|FILE)|MACHINE_?(?:LIST|FILE)")
_SETTING_ANYTHING = frozenset({"source", ".", "eval", "call", "import-module"})
_TESTING = frozenset({"test", "[", "[[", "test-path"})
_ASKING = frozenset({"-n", "-z", "-v", ""})
_EXPANSION = re.compile(r"\$\{!?(\w+):?[-=+]")
_DEFINED = re.compile(r"(?i)\bdefined\s+(\w+)")
_SETTING = re.compile(r"(?i)[\"']?(?:\$\{?env:)?(\w+)\}?\s*=")


@rule(
    "BM402",
    Severity.warning,
    "variable that isn't set for the task",
    COMMAND_LINES,
    reads=("environmentSettings", "commonEnvironmentSettings", "jobPreparationTask", "multiInstanceSettings"),
    explains=COMMAND_LINE_FAILURES,
)
def missing_variables(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``$AZ_BATCH_TASK_ID`` in a start task, and misspelled names such as ``$AZ_BATCH_NODE_SHARE_DIR``."""
    analysis = analysis_of(context)
    used: dict[str, list[Span | None]] = {}
    known = {name.upper() for name in environment_of(context)}
    runs = [(part.analysis, command) for part in parts_of(context) for command in part.analysis.commands]
    for script, command in runs:
        words = (*command.assignments, *command.words, *(redirect.target for redirect in command.redirects))
        tests = command.name in _TESTING
        tests_any = tests and _tests_any_word(command.arguments)
        for word in words:
            names = [variable.rsplit(":", 1)[-1] for variable in word.variables]
            if tests_any or (tests and not word.text.startswith("$")):
                known.update(name.upper() for name in names)
            known.update(name.upper() for name in _EXPANSION.findall(word.raw))
            known.update(match[1].upper() for match in (_SETTING.match(word.text), _SETTING.match(word.raw)) if match)
            for name in names:
                used.setdefault(name if script.shell is Shell.posix else name.upper(), []).append(script.span(word))
        if command.name in {"read", "readarray", "mapfile"}:
            known.update(text.upper() for text in command.arguments)
    if analysis.shell is Shell.cmd:
        known.update(name.upper() for name in _DEFINED.findall(analysis.code))
    missing = _not_set(context)
    missing |= {name: found for name in used if (found := _misspelled(name, context, {*used}))}
    missing |= {name: (_UNKNOWN, fix) for name in used if (fix := _instead_of_unknown(name, context, missing))}
    for name, (reason, fix) in missing.items():
        if name in used and name.upper() not in known:
            left = "is not expanded" if analysis.shell is Shell.cmd else "is empty"
            left += _UNLESS_JOB if reason == _UNKNOWN and _may_have_job(context) else ""
            message = f"{name} {reason}, so {_reference(name, analysis)} {left}."
            for span in one_in_each_line(used[name], analysis.text):
                yield context.finding(message, fix, "commandLine", span=span)


def _instead_of_unknown(name: str, context: Context[CommandLine], missing: dict[str, tuple[str, str]]) -> str | None:
    """Return what to do about a name that Batch doesn't set; None if it sets it, or something else may do so."""
    meant = meant_variable(name, missing)
    if meant is not None:
        return f"{meant} {'. '.join(missing[meant])}" if meant in missing else f"Use {meant}."
    analysis = analysis_of(context)
    if not is_unknown(name) or analysis.in_container:
        return None
    if any(command.name in _SETTING_ANYTHING for part in parts_of(context) for command in part.analysis.commands):
        return None
    if _OF_HOSTS.search(name):
        hosts = "AZ_BATCH_HOST_LIST"
        return (
            f"{hosts} {'. '.join(missing[hosts])}"
            if hosts in missing
            else f"Write the addresses in {hosts}, which commas separate, to a file of your own."
        )
    if _may_have_job(context):
        return None  # which may set it
    return (
        "Use a variable that Batch sets, such as AZ_BATCH_NODE_SHARED_DIR or AZ_BATCH_TASK_WORKING_DIR, "
        f"or set {name} in environmentSettings."
    )


def _may_have_job(context: Context[CommandLine]) -> bool:
    """Return whether a command line is one of a job that isn't known, whose settings it may use."""
    return not isinstance(context.task, StartTask) and context.within(JobSettings) is None


_SHORTEST = 5  # characters of a name whose misspelling is certain


def _misspelled(name: str, context: Context[CommandLine], used: set[str]) -> tuple[str, str] | None:
    """Return that a name is similar to that of an environment setting which the command line doesn't use."""
    given = {name.upper() for name in environment_of(context)} - {each.upper() for each in used}
    if len(name) < _SHORTEST or not given:
        return None
    same = next((each for each in sorted(given) if plain(each) == plain(name)), None) or nearest(
        name.upper(), sorted(given), 0.85
    )
    if same is None:
        return None
    return f"isn't among the environment settings, which have {same}", f"Use {same}."


def _not_set(context: Context[CommandLine]) -> dict[str, tuple[str, str]]:
    """Return the variables that Batch doesn't set for a command line, each with the reason and the fix."""
    model, job = context.model, context.within(JobSettings)
    missing: dict[str, tuple[str, str]] = {}
    if not isinstance(model, CloudTask) and value_of(context.task, "authentication_token_settings") is None:
        missing["AZ_BATCH_AUTHENTICATION_TOKEN"] = (
            "is set only for tasks with authenticationTokenSettings, which Batch has retired",
            f"Sign in to the Batch service with {identity_of(context)}.",
        )
    if isinstance(model, StartTask):
        missing |= dict.fromkeys(_JOB_VARIABLES, (_HERE, _OF_TASKS))
        missing |= dict.fromkeys((*_PREPARATION_VARIABLES, *_SHARED_VARIABLES), (_HERE, _FILES))
        missing |= dict.fromkeys(_INSTANCE_VARIABLES, (_HERE, _MULTI_INSTANCE))
    elif isinstance(job, JobAddParameter | JobSpecification) and job.job_preparation_task is None:
        # Job preparation tasks are silent: the documentation leaves them out, but templates of Batch Explorer rely on it there.
        reason = "is set only in jobs with a job preparation task"
        missing |= dict.fromkeys(_PREPARATION_VARIABLES, (reason, _ADD_PREPARATION))
    if isinstance(model, JobPreparationTask | JobManagerTask | JobReleaseTask):
        missing |= dict.fromkeys((*_SHARED_VARIABLES, *_INSTANCE_VARIABLES), (_HERE, _MULTI_INSTANCE))
    elif isinstance(model, TaskAddParameter) and model.multi_instance_settings is None:
        reason = "is set only for multi-instance tasks"
        missing |= dict.fromkeys((*_SHARED_VARIABLES, *_INSTANCE_VARIABLES), (reason, _ADD_INSTANCES))
    return missing


def _tests_any_word(arguments: tuple[str, ...]) -> bool:
    """Return whether a test with these arguments only checks whether a variable has a value."""
    alone = sum(argument not in {"]", "]]", "!"} for argument in arguments) == 1
    return alone or not _ASKING.isdisjoint(arguments)
