"""BM071 and BM072: multi-instance tasks and their coordination commands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.task_settings import MultiInstanceSettings
from ...secrets.masking import cut, mask_text
from ...shells.script import Command, Compound, Shell, nodes_in
from ..analysis.command_line import Analysis, analysis_of
from ..analysis.common_files import LAUNCHERS, files_sought, moves_files, paths_of, shared_directory
from ..analysis.display import shown_command, shown_program, shown_text
from ..analysis.endless import endless_in
from ..analysis.endless_programs import is_daemon_of_mpi, listens
from ..analysis.flow import Status
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.pool_values import value_of
from ..analysis.scripts_run import script_of
from ..analysis.word_sets import names
from ..command_lines import command_line_of
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_ASKING = names("-h --help -help -v --version -version -V")
_SHORT = 60  # characters of a command in a fix
_ENDING = names("timeout kill pkill killall")


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
    count: object = context.model.number_of_instances
    if isinstance(count, int) and count < 1:
        yield context.finding(
            f"numberOfInstances is {count}, but a task needs at least one node.",
            "Set numberOfInstances to the number of nodes.",
            "numberOfInstances",
            severity=Severity.error,
        )
    for part in parts_of(context):
        for _, command in part.analysis.runs:
            if command.name in LAUNCHERS and _ASKING.isdisjoint(command.arguments[:1]) and command.arguments:
                yield context.finding(
                    f"every node runs the coordination command, so {shown_command(command)} starts the program once on each "
                    "node.",
                    f"Move {shown_command(command)} to commandLine, which only the primary task runs, after the coordination "
                    "command has succeeded on all nodes.",
                    "commandLine",
                    span=part.analysis.span(command),
                )
    yield from _endless(context)


def _endless(context: Context[MultiInstanceSettings]) -> Iterator[Finding]:
    """Find a loop or a server that keeps the coordination command from ending."""
    endless = endless_in(context)
    if endless is not None:
        found: tuple[Analysis, Command | Compound] | None = (endless.analysis, endless.node)
    else:
        found = next(_servers(context), None)
    if found is None:
        return
    analysis, node = found
    what, span = "the loop", analysis.span_in_script(node.start, node.end)
    if isinstance(node, Command):
        what, span = shown_program(node), analysis.span(node)
    yield context.finding(
        f"{what} never ends, but Batch waits for the coordination command on every node before it runs the task's command.",
        f"Start it in the background{_how_to_start(node, analysis)}, so that the coordination command ends.",
        "commandLine",
        span=span,
    )


def _how_to_start(node: Command | Compound, analysis: Analysis) -> str:
    """Return how to start a program in the background on Windows, where that fits in a few words."""
    in_cmd = analysis.shell is Shell.cmd
    if (
        not isinstance(node, Command)
        or not node.words
        or node.redirects
        or not (in_cmd or (analysis.shell is None and analysis.windows))
    ):
        return ""
    program, *rest = node.words
    quoted = bool(re.search(r"[\s%]", program.text))  # a variable may have a path with blanks
    text = shown_text(" ".join([f'"{program.text}"' if quoted else program.text, *(word.raw for word in rest)]))
    if text is None or len(text) > _SHORT or any('"' in word.raw for word in rest):
        return ""
    start = 'start ""' if quoted else "start"  # it takes the first word in quotes for a title
    return f" with {start} {text}" if in_cmd else f" with cmd /c {start} {text}"


def _servers(context: Context[MultiInstanceSettings]) -> Iterator[tuple[Analysis, Command]]:
    """Yield the servers in the foreground: the daemons of MPI, and what listens at the end or with its output in a file."""
    for part in parts_of(context):
        for step in part.flow.steps:
            command = step.command
            if step.fate is Status.background or step.in_word or _has_time_limit(part):
                continue
            last = part.analysis.body.statements[-1].last is command
            writes = any(">" in redirect.operator for redirect in command.redirects)
            if is_daemon_of_mpi(command) or ((last or writes) and listens(command)):
                yield part.analysis, command


def _has_time_limit(part: Part) -> bool:
    """Return whether a script may end what it runs: with ``timeout``, or with ``kill``."""
    return any(command.name in _ENDING for command in (*part.before, *part.analysis.commands))


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
    common = paths_of(context.model.common_resource_files)
    own = paths_of(value_of(context.task, "resource_files"))
    analysis = analysis_of(context)
    if moves_files(context) or any(isinstance(node, Compound) for node in nodes_in(analysis.body)):
        return
    for _, command in analysis.runs:
        names_sought = [script_of(command).removeprefix("./"), *files_sought(command, analysis)]
        name = next((each for each in names_sought if each in common | own), "")
        file = cut(mask_text(name))
        if name and name in common:
            yield context.finding(
                f"common resource files are in the task's shared directory, but the coordination command starts in the working "
                f"directory, so it doesn't find {file}.",
                f"Use {shared_directory(analysis)}{file} in a shell.",
                "commandLine",
                span=analysis.span(command),
            )
        elif name and name in own:
            yield context.finding(
                f"only the primary task downloads resourceFiles, so the coordination command doesn't find {file} on the other "
                "nodes.",
                f"Move {file} to commonResourceFiles and use {shared_directory(analysis)}{file} in a shell.",
                "commandLine",
                span=analysis.span(command),
            )
