"""BM106: silently ignored failures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...shells.script import Block, Command, Compound, Shell, Statement, commands_in, nodes_in
from ..analysis.cmd_exit_codes import awaited_by_start, directory_makers, sets_exit_code
from ..analysis.command_tests import is_test
from ..analysis.consequences import is_noticed, may_end_in_failure
from ..analysis.cut_urls import url_cut_on_windows
from ..analysis.display import shown_command
from ..analysis.dropped_on_purpose import best_effort, exits_after_test, hidden_before_test, is_exit_zero, restarts_anyway
from ..analysis.endless import endless_in
from ..analysis.flow import Status, Step
from ..analysis.hidden_failures import hidden_by_a_command, hidden_in_a_pipeline
from ..analysis.important_commands import is_important, is_program, matters
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.not_commands import not_commands
from ..analysis.pipe_statuses import examined_statuses
from ..analysis.pool_values import items_of, value_of
from ..analysis.powershell_failures import hidden_failure
from ..analysis.prefixes import without_prefixes
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, TASK, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_SAYING = frozenset({"echo", "printf", "true", ":", "logger"})
_TESTS = frozenset({"[", "[[", "test", "command", "which", "grep", "type", "dpkg-query", "hash"})

_ASKING = names("check search verify --check --dry-run --test exists")
_OFTEN_ASKING = names("-s -q -l -L -t")
"""Options that ask for something, unless a command brings or installs something, as in ``curl -L -o``."""

_CHECKING = names("ping nc openssl nslookup host dig getconf curl")
_MOST_TRIED = 50
"""Limit on the commands of a script whose consequences are followed; each takes time proportional to the script."""

_LEAVING = frozenset({"exit", "return", "break", "continue", "exec", "goto"})
_STOP = "Begin the script with $ErrorActionPreference = 'Stop', and add if ($LASTEXITCODE) { exit 1 } after each program."
_TEST = "Add if ($LASTEXITCODE) { exit 1 } after each program: $ErrorActionPreference is only about cmdlets."
_TAKING_OUTPUT = names("out-null out-host out-file out-default out-string tee-object write-host write-output select-object")
_CMDLET = re.compile(
    r"(?!(?:write|out|set|remove)-|(?:start-sleep|sleep|timeout|ping|waitfor|echo|get-date|date|hostname|whoami|clear-host|cls)\Z)"
    r"[\w.\\/:-]+\Z"
)
"""Cmdlets and programs whose failure matters if the script ends with ``exit 0``; not those that wait, print or clean up."""


@rule("BM106", Severity.warning, "silently ignored failure", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def masked_exit_code(place: Context[CommandLine]) -> Iterator[Finding]:
    """A command whose failure the node never hears of."""
    if endless_in(place) is not None:
        return  # then nothing succeeds
    for part in parts_of(place):
        if part.analysis.script is None or not part.counts or url_cut_on_windows(part.analysis):
            continue  # with a URL that is cut off, the script isn't what is meant, which BM147 reports
        there = _files_of(place.task)
        found = _masked_in_powershell(part, there) if part.analysis.shell is Shell.powershell else _masked(part, there)
        if found is not None:
            message, fix, command = found
            yield place.finding(message, fix, "commandLine", span=part.analysis.span(command))
            return


def _masked(part: Part, there: list[str]) -> tuple[str, str, Command] | None:
    body, in_cmd = part.analysis.body, part.analysis.shell is Shell.cmd
    # The exit codes of commands in words are seldom asked for.
    steps = [step for step in part.flow.steps if not step.in_word]
    if not steps or any(step.command.name == "trap" and "ERR" in step.command.arguments for step in steps):
        return None
    if _always_fails(body.statements[-1:]):
        return None
    if found := _hidden_at_the_end(body, steps, in_cmd=in_cmd):
        return found
    examined = not_commands(part.analysis) | (set[int]() if in_cmd else examined_statuses(part.analysis))
    if not in_cmd and (pipe := hidden_in_a_pipeline(part, examined)):
        return (
            f"if {shown_command(pipe[0])} fails, the pipeline still succeeds because {shown_command(pipe[1])} does.",
            "Begin the script with set -o pipefail: /bin/bash -c 'set -e; set -o pipefail; ...'.",
            pipe[0],
        )
    if not in_cmd and (found := hidden_by_a_command(part)):
        return found
    if _checks_at_the_end(body) or _exits_with_saved_status(body):
        return None
    if in_cmd and (best_effort(steps) or restarts_anyway(steps) or exits_after_test(body.statements[-1])):
        return None
    functions = {node.name.lower() for node in nodes_in(body) if isinstance(node, Compound) and node.keyword == "function"}
    step = _passed_over(steps, there, functions, examined, _last_setting(part, steps) if in_cmd else None)
    if step is None:
        return None if in_cmd else _waited_for_all(body, steps, there)
    then = "exit 0 at the end hides the failure" if _ends_well(body) else "the script continues"
    why, fix = ("", "Join the commands with &&.") if in_cmd else _why_and_fix(step)
    name = shown_command(awaited_by_start(step.command))
    still = "may still succeed" if may_end_in_failure(step.command, body.statements[-1]) else "still succeeds"
    return f"if {name} fails, {then} and the {TASK} {still}{why}.", fix, step.command


def _hidden_at_the_end(body: Block, steps: list[Step], *, in_cmd: bool) -> tuple[str, str, Command] | None:
    """Return what is wrong with the last statement of a script, if what follows ``||`` in it hides a failure."""
    if exits_after_test(body.statements[-1]):
        command = hidden_before_test(body.statements[-1], in_cmd=in_cmd)
        if command is None:
            return None
        name = shown_command(command)
        message = f"if {name} fails, the test after it doesn't run, exit 0 hides the failure and the {TASK} still succeeds."
        return message, f"Write {name} … || exit 1{' &' if in_cmd else ';'} before the test, instead of {name} … &&.", command
    command = _ignored_at_the_end(body, steps, in_cmd=in_cmd)
    if command is None:
        return None
    name = shown_command(command)
    message = f"if {name} fails, the command after || hides the failure and the {TASK} still succeeds."
    fix = f"Remove the last || and everything after it, so that the {TASK} fails when {name} fails."
    return message, fix, command


def _always_fails(end: tuple[Statement, ...]) -> bool:
    """Return whether the last statement of a script is a command that always fails: ``exit 1``, ``false``."""
    last = end[0].last if end and not end[0].operators and not end[0].background else None
    if not isinstance(last, Command) or end[0].pipelines[0].negated:
        return False
    return last.name == "false" or (last.name == "exit" and bool(re.fullmatch(r"0*[1-9][0-9]*", last.words[-1].text)))


def _exits_with_saved_status(body: Block) -> bool:
    """Return whether a script ends with the status that it has saved from an earlier command."""
    last = body.statements[-1].last if body.statements else None
    if not isinstance(last, Command) or last.name != "exit" or not last.arguments:
        return False
    saved = [word.text.partition("=") for command in commands_in(body) for word in command.assignments]
    return any(
        (name,) == last.words[1].variables and (value in {"$?", "?"} or "PIPESTATUS" in value) for name, _, value in saved
    )


def _why_and_fix(step: Step) -> tuple[str, str]:
    """Return why ``set -e`` doesn't help, if it is on, and what does."""
    is_on = "errexit" in step.options
    if step.is_before_and:
        why = "set -e doesn't apply to a command before &&"
        fix = (
            "Put each command on its own line" if is_on else "Begin the script with set -e and put each command on its own line"
        )
        return f": {why}" if is_on else "", f"{fix}, or join all of them with &&."
    if step.suspended:
        why = "set -e doesn't apply in a group or function whose result &&, ||, ! or a condition examines"
        return f": {why}" if is_on else "", "Join all commands with &&, also in groups and functions."
    return "", "Begin the script with set -e: /bin/bash -c 'set -e; set -o pipefail; ...'."


def _files_of(task: Any) -> list[str]:
    """Return the paths of the files that a task's resource files bring, as far as they are known."""
    files = items_of(task, "resource_files")
    paths = [value_of(file, "file_path") for file in files if isinstance(value_of(file, "http_url"), str)]
    return [path for path in paths if isinstance(path, str)]


def _ends_well(body: Block) -> bool:
    """Whether a script ends with ``exit 0``."""
    return is_exit_zero(body.statements[-1].last)


def _ignored_at_the_end(body: Block, steps: list[Step], *, in_cmd: bool) -> Command | None:
    """The command before a ``|| true`` that ends the script."""
    last = body.statements[-1]
    *before, end = last.pipelines
    if last.operators[-1:] != ("||",) or not isinstance(last.last, Command) or len(end.elements) > 1:
        return None
    bare = without_prefixes(last.last)
    if (in_cmd or bare.name not in _SAYING) and not is_exit_zero(bare):  # echo doesn't change the exit code of cmd
        return None
    known = {id(step.command): step for step in steps}
    ignored = (known[id(command)] for command in reversed(commands_in(*before, in_words=False)))
    return next((step.command for step in ignored if not step.asked and is_important(step.command)), None)


def _last_setting(part: Part, steps: list[Step]) -> int:
    """Return the number of the last command of a script for cmd that sets the exit code; -1 if none does."""
    makers = {id(command) for command in directory_makers(part.analysis.body, part.analysis.code)}
    return max(
        (
            number
            for number, step in enumerate(steps)
            if id(step.command) in makers or (not step.guarded and sets_exit_code(step.command))
        ),
        default=-1,
    )


def _passed_over(
    steps: list[Step], there: list[str], functions: set[str], examined: set[int], last_setting: int | None
) -> Step | None:
    """Return the first command that matters and whose failure is lost.

    Args:
        steps: The commands of the script.
        there: The files that are there before it.
        functions: The names of its functions.
        examined: The commands whose exit code the script reads later.
        last_setting: In cmd, the number of the last command that sets the exit code; None in other shells.
    """
    tried = 0
    in_cmd = last_setting is not None
    for number, step in enumerate(steps):
        if step.command.name in functions or id(step.command) in examined:
            continue  # a function fails if its last command does
        of_loop = step.fate in {Status.repeated, Status.last_round}
        if step.fate is not Status.passed and not (of_loop and step.statement.terminator):
            continue
        if last_setting is not None and (step.nested or step.statement.terminator != "&" or last_setting <= number):
            continue
        command = awaited_by_start(step.command)
        ends_pipeline = any(pipeline.elements[-1] is step.command for pipeline in step.statement.pipelines)
        lost = ends_pipeline and not _deals_with_failure(step.statement) and matters(command, in_cmd=in_cmd)
        if lost and (not of_loop or is_important(step.command)) and not _is_a_test(step):
            tried += 1
            if tried > _MOST_TRIED:
                return None
            if not is_noticed(steps, number, there):
                return step
    return None


def _waited_for_all(body: Block, steps: list[Step], there: list[str]) -> tuple[str, str, Command] | None:
    """Return a command in the background whose failure a ``wait`` without process ids loses."""
    waiting = [number for number, step in enumerate(steps) if step.command.name == "wait" and not step.guarded]
    if not waiting or any(steps[number].command.arguments for number in waiting):
        return None
    unknown = _of_other_shells(body, steps[waiting[-1]].command)
    for number, step in enumerate(steps[: waiting[-1]]):
        ends = step.statement.background and step.statement.last is step.command and id(step.command) not in unknown
        if not ends or _deals_with_failure(step.statement) or not is_important(step.command):
            continue
        if not is_noticed(steps, number, there):
            return (
                f"if {shown_command(step.command)} fails, wait without a process id still succeeds, and so does the {TASK}.",
                "Save $! after each command in the background, and wait for one process id at a time.",
                step.command,
            )
    return None


def _of_other_shells(body: Block, waiting: Command) -> set[int]:
    """Return the commands of subshells, whose processes a ``wait`` outside of them doesn't know."""
    shells = (node for node in nodes_in(body, in_words=False) if isinstance(node, Compound) and node.keyword == "(")
    inside = ({id(command) for command in commands_in(shell)} for shell in shells)
    return {each for commands in inside if id(waiting) not in commands for each in commands}


def _is_a_test(step: Step) -> bool:
    """Return whether a command before ``&&`` is a condition in a script that stops at failures."""
    return "errexit" in step.options and step.is_before_and and _asks_something(step.command)


def _asks_something(command: Command) -> bool:
    bare = without_prefixes(command)
    first = bare.arguments[:3]
    often = not _OFTEN_ASKING.isdisjoint(first) or (bare.name in _CHECKING and "-out" not in bare.arguments)
    return is_test(command) or not _ASKING.isdisjoint(first) or (often and not is_important(bare))


def _deals_with_failure(statement: Statement) -> bool:
    """Whether a statement has something to run after a failure, or ends the script."""
    if "||" in statement.operators or any(pipeline.negated for pipeline in statement.pipelines):
        return True
    last = statement.last
    return isinstance(last, Command) and (last.name in _LEAVING or not last.words)


def _checks_at_the_end(body: Block) -> bool:
    """Whether the script ends with a test of what came of it."""
    statement = body.statements[-1]
    while isinstance(last := statement.last, Compound):
        within = [section.block.statements[-1] for section in last.sections if section.block.statements]
        if not within:
            return False
        statement = within[-1]
    first = next(iter(commands_in(statement, in_words=False)))
    return first.name in _TESTS or last.name in _TESTS or "--version" in last.arguments


def _masked_in_powershell(part: Part, there: list[str]) -> tuple[str, str, Command] | None:
    """``...; exit 0``, and programs whose exit codes are ignored; failures of cmdlets depend on ``$ErrorActionPreference``."""
    analysis = part.analysis
    if found := hidden_failure(analysis.body, analysis.code):
        return found
    words = [word for command in analysis.commands for word in (*command.assignments, *command.words)]
    text = " ".join(word.raw.lower() for word in words)
    if any(known in text for known in ("exitcode", "$?", "robocopy", "useerroraction")):
        return None
    if best_effort(part.flow.steps) or restarts_anyway(part.flow.steps):
        return None
    well = bool(analysis.body.statements) and _ends_well(analysis.body)
    keywords = {node.keyword for node in nodes_in(analysis.body) if isinstance(node, Compound)}
    cmdlets = well and "erroraction" not in text and keywords.isdisjoint({"try", "trap"})
    steps = part.flow.steps
    for number, step in enumerate(steps):
        if step.nested or not _ends_in_powershell(step) or step.statement.background:
            continue
        command = step.command
        lost = analysis.body.statements[-1] is not step.statement
        lost = lost and (is_program(command) or (cmdlets and bool(_CMDLET.match(command.name))))
        if lost and not (not well and is_noticed(steps, number, there)):
            then = "exit 0 at the end hides the failure" if well else "PowerShell continues and the failure goes unnoticed"
            return f"if {shown_command(command)} fails, {then}.", _STOP if "erroraction" not in text else _TEST, command
    return None


def _ends_in_powershell(step: Step) -> bool:
    """Return whether a command ends its statement, apart from cmdlets that only take its output."""
    first, *others = step.statement.pipelines[-1].elements
    if step.command is step.statement.last:
        return True
    return first is step.command and all(isinstance(each, Command) and each.name in _TAKING_OUTPUT for each in others)
