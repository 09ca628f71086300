"""BM321: programs of Windows whose exit code isn't a failure."""

from __future__ import annotations

from collections.abc import Iterator

from ...shells.script import Command, Shell
from ..analysis.command_line import Analysis
from ..analysis.display import program_of, shown_word
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.restart_codes import (
    STARTERS,
    exits_with_restart_code,
    knows_restart_code,
    takes_for_failure,
    usually_needs_restart,
    variable_of,
)
from ..analysis.robocopy_codes import decides_itself, wrong_test
from ..analysis.steps import Status, Step
from ..analysis.windows_installers import shows_window
from ..analysis.windows_programs import odd_exit_code
from ..command_lines import COMMAND_LINES, TASK, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule


@rule("BM321", Severity.warning, "exit code that isn't a failure", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def not_a_failure(context: Context[CommandLine]) -> Iterator[Finding]:
    """``cmd /c robocopy a b``, and installers whose 3010 fails the script."""
    for part in parts_of(context):
        if part.analysis.windows is False or part.analysis.shell is Shell.posix or not part.counts:
            continue
        for step in part.flow.steps:
            command = program_of(part.analysis, step.command)
            if restart := _restart_code(part, step, command):
                yield context.finding(*restart, "commandLine", span=part.analysis.span(step.command))
                return
            if wrong := wrong_test(command, part.analysis.shell, part.analysis.code):
                yield context.finding(
                    f"{wrong}.",
                    _how_to_test(part.analysis, followed=False),
                    "commandLine",
                    span=part.analysis.span(step.command),
                )
                return
            if decides_itself(command, part.analysis.shell, part.analysis.code):
                continue
            code, succeeds = odd_exit_code(command) if step.status is Status.counts and not step.asked else ("", False)
            followed = step.is_before_and
            if code and (succeeds or followed):
                lost = "what follows doesn't run" if followed else f"the {TASK} fails although nothing is wrong"
                fix = (
                    _how_to_test(part.analysis, followed=followed)
                    if succeeds
                    else "Use & instead of &&, so that its exit code doesn't count."
                )
                yield context.finding(f"{code}: {lost}.", fix, "commandLine", span=part.analysis.span(step.command))
                return


def _restart_code(part: Part, step: Step, command: Command) -> tuple[str, str] | None:
    """Return what is wrong with an installer whose 3010 fails the script, and the fix; None if nothing is."""
    analysis = part.analysis
    script = analysis.code
    if knows_restart_code(analysis.text) or not exits_with_restart_code(command):
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
