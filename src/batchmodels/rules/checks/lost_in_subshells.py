"""BM118: variables and directories that a process of its own sets, and that are lost when it ends."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ...shells.script import Command, Compound, Pipeline, Shell, Statement, commands_in, nodes_in
from ..analysis.distributions import distribution_of
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.prefixes import run_by_a_program
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_BUILTINS = names(
    "cd export source . set unset ulimit umask alias shopt eval read exec declare typeset readonly pushd popd trap"
)
_WITHOUT_ARGUMENTS = names("sudo env nohup setsid")
_MOST = 20  # variables of one loop that are looked for
_SETTING = names("export declare typeset readonly local")


@rule("BM118", Severity.warning, "change lost with a process of its own", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def lost_in_subshell(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find a variable that a loop after a pipe sets, and ``sudo cd``."""
    for part in parts_of(context):
        if part.analysis.shell is not Shell.posix or part.analysis.script is None:
            continue
        found = next(_of_pipes(part), None)
        if found is None:
            found = next(_of_brackets(part), None)
        if found is not None:
            command, name, why, fix = found
            yield context.finding(
                f"{why}, so {name} keeps its value from before.", fix, "commandLine", span=part.analysis.span(command)
            )
        yield from _of_sudo(context, part)


def _of_pipes(part: Part) -> Iterator[tuple[Command, str, str, str]]:
    """Yield the variables that a loop or group at the end of a pipeline sets and that are used later."""
    for node in nodes_in(part.analysis.body, in_words=False):
        if not isinstance(node, Pipeline) or len(node.elements) < 2:  # noqa: PLR2004  # because a pipe joins two
            continue
        last = node.elements[-1]
        if not isinstance(last, Compound) or last.keyword not in {"while", "until", "for", "{"} or _has_lastpipe(part):
            continue
        kind = "group" if last.keyword == "{" else "loop"
        for command, name in itertools.islice(_sets(last), _MOST):
            if _is_used_after(part, last.end, name):
                yield (
                    command,
                    name,
                    f"the {kind} after | runs in a process of its own and sets {name} only there",
                    "Use done < <(command), or a file instead of the pipe, and bash.",
                )


def _of_brackets(part: Part) -> Iterator[tuple[Command, str, str, str]]:
    """Yield the variables that brackets export and that are used later."""
    for node in nodes_in(part.analysis.body, in_words=False):
        if not isinstance(node, Statement) or not isinstance(node.last, Compound) or node.last.keyword != "(":
            continue
        for command, name in _sets(node.last):
            if command.name == "export" and _is_used_after(part, node.last.end, name):
                yield (
                    command,
                    name,
                    f"the brackets run in a process of their own and set {name} only there",
                    "Use { ...; } instead.",
                )


def _sets(compound: Compound) -> Iterator[tuple[Command, str]]:
    for command in commands_in(*compound.nodes(in_words=False), in_words=False):
        words = command.assignments if not command.words else command.words[1:] if command.name in _SETTING else ()
        for word in words:
            name, sign, _ = word.text.partition("=")
            if sign and name.rstrip("+").isidentifier():
                yield command, name.rstrip("+")


def _is_used_after(part: Part, end: int, name: str) -> bool:
    """Return whether a command after an offset uses a variable before another one sets it."""
    for command in part.analysis.commands:
        if command.start < end:
            continue
        words = (*command.words, *command.assignments, *(each.target for each in command.redirects))
        if any(name in word.variables for word in words):
            return True
        if any(word.text.startswith(f"{name}=") for word in words) or (command.name == "read" and name in command.arguments):
            return False
    return False


def _has_lastpipe(part: Part) -> bool:
    return any(command.name == "shopt" and "lastpipe" in command.arguments for command in part.analysis.commands)


def _of_sudo(context: Context[CommandLine], part: Part) -> Iterator[Finding]:
    """Yield the builtins that ``sudo`` and similar programs can't run, or that change only their own process."""
    known = distribution_of(context)  # that of Red Hat has programs with the names of builtins
    for step in part.flow.steps:
        program, bare = run_by_a_program(step.command)
        if program and bare.words and bare.words[0].text in _BUILTINS and not step.guarded:
            builtin = bare.words[0].text
            start = program if program in _WITHOUT_ARGUMENTS else f"{program} ..."
            yield context.finding(
                f"{builtin} is a shell builtin: {program} runs only programs, and none of them can change this shell.",
                (
                    f"Use {program} without exec."
                    if builtin == "exec"
                    else f"Use {builtin} without {program}, or {start} sh -c '{builtin} ... && ...'."
                ),
                "commandLine",
                span=part.analysis.span(step.command),
                severity=Severity.error if step.status.fails and known and known.has_dash else None,
            )
