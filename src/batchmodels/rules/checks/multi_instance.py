"""BM071 and BM072: multi-instance tasks and their coordination commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...models.task_settings import MultiInstanceSettings
from ...secrets.masking import cut, mask_text
from ...shells.script import Command, Compound, Shell, nodes_in
from ..analysis.command_line import analysis_of
from ..analysis.display import shown_command
from ..analysis.flow import runs_of
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.scripts_run import script_of
from ..analysis.word_sets import names
from ..command_lines import command_line_of
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_LAUNCHERS = names("mpirun mpiexec mpiexec.hydra orterun")
_ASKING = names("-h --help -help -v --version -version -V")
_FOREVER = re.compile(r"inf(?:inity)?|[0-9]{8,}")
_CHANGING_DIRECTORY = names("cd pushd chdir")


@rule(
    "BM071",
    Severity.warning,
    "multi-instance task that doesn't run as one",
    MultiInstanceSettings,
    reads=("numberOfInstances",),
)
def not_coordinated(context: Context[MultiInstanceSettings]) -> Iterator[Finding]:
    """Find missing instances, and coordination commands that do the work themselves or never end."""
    if context.model.number_of_instances is None and command_line_of(context.model):
        yield context.finding(
            "numberOfInstances isn't set, so the task runs on a single node.",
            "Set numberOfInstances to the number of nodes, or remove multiInstanceSettings.",
        )
    for part in parts_of(context):
        for index, command in runs_of(part.analysis):
            if command.name in _LAUNCHERS and _ASKING.isdisjoint(command.arguments[:1]) and command.arguments:
                yield context.finding(
                    f"every node runs the coordination command, so {shown_command(command)} starts the program once on each "
                    "node.",
                    f"Move {shown_command(command)} to commandLine, which only the primary task runs, after the coordination "
                    "command has succeeded on all nodes.",
                    "commandLine",
                    span=part.analysis.span(command),
                )
            elif what := _never_ends(part, index, command):
                yield context.finding(
                    f"{what} never ends, but Batch waits for the coordination command on every node before it runs the task's "
                    "command.",
                    "Start it in the background, so that the coordination command ends.",
                    "commandLine",
                    span=part.analysis.span(command),
                )


def _never_ends(part: Part, index: int, command: Command) -> str:
    """Return a name for a command that doesn't end and that the script waits for; empty for any other command."""
    step = part.flow.steps[index]
    if step.statement.background or step.guarded or step.nested:
        return ""
    arguments = command.arguments
    endless = (
        (command.name == "sleep" and any(_FOREVER.fullmatch(text) for text in arguments))
        or (command.name == "tail" and any(re.match(r"-[a-zA-Z]*[fF]\Z|--follow", text) for text in arguments))
        or (command.name == "sshd" and any(text in {"-D", "-ddd"} for text in arguments))
        or (command.name == "smpd" and "-d" in arguments)
    )
    return shown_command(command) if endless else ""


@rule(
    "BM072",
    Severity.warning,
    "file missing from the coordination command's directory",
    MultiInstanceSettings,
    reads=("commonResourceFiles", "resourceFiles"),
    explains=COMMAND_LINE_FAILURES,
)
def missing_common_file(context: Context[MultiInstanceSettings]) -> Iterator[Finding]:
    """Find a coordination command that looks for its file where that isn't."""
    common = _paths(context.model.common_resource_files)
    own = _paths(getattr(context.task, "resource_files", None))
    analysis = analysis_of(context)
    if any(isinstance(node, Compound) for node in nodes_in(analysis.body)):
        return
    for _, command in runs_of(analysis):
        if command.name in _CHANGING_DIRECTORY:
            return
        name = script_of(command).removeprefix("./")
        file = cut(mask_text(name))
        if name and name in common:
            variable = "%AZ_BATCH_TASK_SHARED_DIR%\\" if _in_cmd(context) else "$AZ_BATCH_TASK_SHARED_DIR/"
            yield context.finding(
                f"common resource files are in the task's shared directory, but the coordination command starts in the working "
                f"directory, so it doesn't find {file}.",
                f"Use {variable}{file} in a shell.",
                "commandLine",
                span=analysis.span(command),
            )
        elif name and name in own:
            yield context.finding(
                f"only the primary task downloads resourceFiles, so the coordination command doesn't find {file} on the other "
                "nodes.",
                f"Move {file} to commonResourceFiles and use $AZ_BATCH_TASK_SHARED_DIR/{file} in a shell.",
                "commandLine",
                span=analysis.span(command),
            )


def _in_cmd(context: Context[MultiInstanceSettings]) -> bool:
    analysis = analysis_of(context)
    return analysis.shell is Shell.cmd or (analysis.shell is None and bool(analysis.windows))


def _paths(files: Any) -> set[str]:
    paths = (getattr(file, "file_path", None) for file in (files if isinstance(files, list) else ()))
    return {path.removeprefix("./") for path in paths if isinstance(path, str) and path}
