"""BM321: programs of Windows whose exit code isn't a failure."""

from __future__ import annotations

from collections.abc import Iterator

from ...shells.script import Command, Shell
from ..analysis.accepted_codes import accepts
from ..analysis.command_line import Analysis
from ..analysis.display import program_of, shown_command, shown_word
from ..analysis.error_filters import Filter, failing_filter, last_filter
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.restart_codes import (
    STARTERS,
    exits_with_restart_code,
    knows_restart_code,
    takes_for_failure,
    usually_needs_restart,
    variable_of,
)
from ..analysis.robocopy_codes import HIDES, decides_itself, wrong_test
from ..analysis.steps import Status, Step
from ..analysis.windows_installers import shows_window
from ..analysis.windows_programs import odd_exit_code, stopped_service
from ..command_lines import COMMAND_LINES, TASK, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_COPIED = 1
"""The code of robocopy for copied files, and of filters that find nothing."""
_RESTART = 3010


@rule("BM321", Severity.warning, "exit code that isn't a failure", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def not_a_failure(context: Context[CommandLine]) -> Iterator[Finding]:
    """``cmd /c robocopy a b``, and installers whose 3010 fails the script."""
    restarts, copies = accepts(context.task, _RESTART), accepts(context.task, _COPIED)
    for part in parts_of(context):
        if part.analysis.windows is False or part.analysis.shell is Shell.posix or not part.counts:
            continue
        for step in part.flow.steps:
            command = program_of(part.analysis, step.command)
            handled = restarts and not step.is_before_and
            found = (None if handled else _restart_code(part, step, command)) or _odd_code(part, step, command, copies=copies)
            if found is not None:
                yield context.finding(*found, "commandLine", span=part.analysis.span(step.command))
                return
        if failing := failing_filter(part):
            name = shown_word(failing.words[0].text)
            yield context.finding(
                f"{name} fails if it finds nothing, and exit follows if it finds something, so the {TASK} fails in any case.",
                f"Add what to do if it finds nothing: {name} … && exit /b 1 || exit /b 0.",
                "commandLine",
                span=part.analysis.span(failing),
            )
            return
        if not copies and (filtered := last_filter(part)):
            yield context.finding(*_inverted(part.analysis, filtered), "commandLine", span=part.analysis.span(filtered.command))
            return


def _inverted(analysis: Analysis, found: Filter) -> tuple[str, str]:
    """Return what happens if a filter for errors ends a script, and the fix."""
    name, source = shown_word(found.command.words[0].text), shown_command(found.source)
    message = f"the script ends with the exit code of {name}, so the {TASK} fails if the output contains no errors."
    if analysis.shell is Shell.powershell:
        return message, f"Keep the output: $out = {source} …; $code = $LASTEXITCODE; $out | {name} …; exit $code."
    return message, f"Write the output to a file: {source} … > out.txt && ({name} … out.txt & exit /b 0)."


def _odd_code(part: Part, step: Step, command: Command, *, copies: bool) -> tuple[str, str] | None:
    """Return what is wrong with a program whose exit code differs from others', and the fix; None if nothing is.

    Args:
        part: The script.
        step: The command in it.
        command: The program that it runs.
        copies: Whether the exit conditions of the task accept robocopy's code for copied files.
    """
    analysis = part.analysis
    wrong = wrong_test(command, analysis.shell, analysis.code)
    if wrong and (wrong == HIDES or not copies):
        return f"{wrong}.", _how_to_test(analysis, followed=False)
    if decides_itself(command, analysis.shell, analysis.code) or step.status is not Status.counts or step.asked:
        return None
    code, succeeds = odd_exit_code(command)
    followed = step.is_before_and
    if not code or not (followed or (succeeds and not copies)) or _was_started(part, step):
        return None
    if succeeds:
        lost = "what follows doesn't run" if followed else f"the {TASK} fails although nothing is wrong"
        return f"{code}: {lost}.", _how_to_test(analysis, followed=followed)
    joint = ";" if analysis.shell is Shell.powershell else "&"
    return f"{code}: what follows doesn't run.", f"Use {joint} instead of &&, so that its exit code doesn't count."


def _was_started(part: Part, step: Step) -> bool:
    """Return whether the script starts a service, or asks about it, before it stops it."""
    service = stopped_service(step.command)
    return bool(service) and any(
        service in (text.lower() for text in each.arguments)
        for each in part.analysis.commands
        if each.end <= step.command.start
    )


def _restart_code(part: Part, step: Step, command: Command) -> tuple[str, str] | None:
    """Return what is wrong with an installer whose 3010 fails the script, and the fix; None if nothing is."""
    analysis = part.analysis
    script = analysis.code
    if not exits_with_restart_code(command) or knows_restart_code(analysis.text):
        return None
    alone = analysis.shell is Shell.powershell and not (step.piped or step.in_word or step.command.assignments)
    if alone and shows_window(step.command):
        return None  # PowerShell doesn't wait for it, which BM324 reports
    name = shown_word(command.words[0].text)
    says = f"{name} exits with 3010 if it has succeeded and Windows has to restart: "
    if takes_for_failure(step.command, analysis.shell, script):
        return f"{says}the script takes that for a failure.", _how_to_accept(analysis, step.command)
    if usually_needs_restart(command) and step.status is Status.counts and not step.asked:
        lost = "what follows doesn't run" if step.is_before_and else f"the {TASK} fails although nothing is wrong"
        return f"{says}{lost}.", _how_to_accept(analysis, step.command)
    return None


def _how_to_accept(analysis: Analysis, command: Command) -> str:
    """Return how to turn 3010 into a success."""
    if analysis.shell is Shell.powershell:
        code = f"${variable_of(command) or 'p'}.ExitCode" if command.name in STARTERS else "$LASTEXITCODE"
        return f"Make it a success: if ({code} -in 0, 3010) {{ exit 0 }}; exit {code}."
    whole = "… & if errorlevel 3010 if not errorlevel 3011 exit /b 0"
    return f"Make it a success: {whole}." if analysis.shell is Shell.cmd else f'Make it a success: cmd /c "{whole}".'


def _how_to_test(analysis: Analysis, *, followed: bool) -> str:
    """Return how to test the exit code of robocopy."""
    if analysis.shell is Shell.powershell:
        return "Test it: robocopy …; if ($LASTEXITCODE -ge 8) { exit 1 }; exit 0."
    if followed:
        return "Test it: robocopy … & if not errorlevel 8 (…)."
    whole = "robocopy … & if errorlevel 8 (exit /b 1) else exit /b 0"
    return f"Test it: {whole}." if analysis.shell is Shell.cmd else f'Test it: cmd /c "{whole}".'
