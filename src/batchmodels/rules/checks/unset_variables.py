"""BM150 and BM330: variables without a value, which stop the script or make it delete the wrong files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.start_task import StartTask
from ...shells.script import Shell, Word
from ..analysis.command_line import analysis_of
from ..analysis.linux_runs import Run, runs_on_linux
from ..analysis.shell_names import has_value, is_expanded_as_it_is, is_named, may_set_others
from ..analysis.word_sets import names
from ..command_lines import TASK
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_READS = ("environmentSettings", "commonEnvironmentSettings", "containerSettings")


@rule(
    "BM150", Severity.error, "set -u and a variable without a value", StartTask, reads=_READS, explains=(FailureKind.command,)
)
def unbound_variable(context: Context[StartTask]) -> Iterator[Finding]:
    """Find a variable that nothing sets, in a script that stops at such a variable."""
    for run in _own_runs(context):
        if "nounset" not in run.step.options or run.step.guarded or run.step.repeats:
            continue
        before = run.part.analysis.code[: run.step.command.start]
        command = run.step.command
        for word in (*command.assignments, *command.words, *(redirect.target for redirect in command.redirects)):
            name = next((each for each in word.variables if is_expanded_as_it_is(word, each)), None)
            if name is None or has_value(context, name) or is_named(before, name):
                continue
            yield context.finding(
                f"nothing sets {name}, so with set -u the shell stops here with an error: unbound variable.",
                f"Use ${{{name}:-}}, or set {name} in environmentSettings.",
                "commandLine",
                span=run.part.analysis.span(word),
                severity=Severity.warning if run.step.in_word else None,
            )
            return


def _own_runs(context: Context[StartTask]) -> Iterator[Run]:
    """Yield the commands of a script, if all variables that it sets are known by name."""
    analysis = analysis_of(context)
    if analysis.in_container or analysis.shell is not Shell.posix or analysis.script is None or may_set_others(context):
        return
    functions = re.search(r"\w\s*\(\)|\bfunction\s", analysis.script)
    yield from (run for run in runs_on_linux(context) if run.part.analysis.script == analysis.script and not functions)


_RECURSIVE = re.compile(r"-[A-Za-z]*[rR][A-Za-z]*|--recursive")
_CHANGING = names("rm chmod chown chgrp")
_REST = re.compile(
    r"\"?\$(?:\{(\w+)\}|(\w+))\"?(/\"?(?:\.?\*|(?:bin|boot|etc|home|lib|lib64|opt|root|sbin|usr|var)(?:/\*?)?)?)\"?\Z"
)


@rule("BM330", Severity.error, "deletion of the root directory because of a variable without a value", StartTask, reads=_READS)
def deletes_everything(context: Context[StartTask]) -> Iterator[Finding]:
    """Find ``rm -rf $DIR/*`` where nothing sets ``DIR``."""
    for run in _own_runs(context):
        command = run.command
        if command.name not in _CHANGING or not any(map(_RECURSIVE.fullmatch, command.arguments)):
            continue
        if "nounset" in run.step.options or (run.step.guarded and _may_be_tested(context, run)):
            continue
        for word in command.words[1:]:
            found = _dangerous(context, run, word)
            if found is not None:
                name, rest = found
                does = "deletes" if command.name == "rm" else "changes"
                yield context.finding(
                    f"nothing sets {name}, so {command.name} {does} {rest} of the node, and the {TASK} destroys it.",
                    f"Set {name} first, or use ${{{name}:?}}, with which the shell stops if it has no value.",
                    "commandLine",
                    span=run.part.analysis.span(word),
                    severity=Severity.warning if run.step.guarded else None,
                )
                return


def _may_be_tested(context: Context[StartTask], run: Run) -> bool:
    """Return whether an earlier command uses a variable without a value, so that its test may never be true."""
    before = run.part.analysis.code[: run.step.command.start]
    used = {found[1] for found in _EXPANSION.finditer(before)}
    return any(not has_value(context, name) and not is_named(before, name) for name in used)


_EXPANSION = re.compile(r"\$\{?[#!]?(\w+)")


def _dangerous(context: Context[StartTask], run: Run, word: Word) -> tuple[str, str] | None:
    """Return the variable without a value in a path, and what remains of the path."""
    found = _REST.match(word.raw)
    if not found:
        return None
    name = found[1] or found[2]
    if has_value(context, name) or is_named(analysis_of(context).text, name):
        return None
    rest = found[3].replace('"', "")
    if rest == "/" and run.command.name == "rm":
        return None  # rm refuses it
    return name, rest
