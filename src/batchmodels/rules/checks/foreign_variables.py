"""BM135: variables of cmd in PowerShell, of PowerShell in cmd, and environment variables of PowerShell without ``env:``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Command, Shell, Word
from ..analysis.command_line import Analysis, analysis_of
from ..analysis.display import program_of, shown_word
from ..analysis.environment_settings import environment_of
from ..analysis.powershell_texts import without_literals
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_PERCENT = re.compile(
    r"(?i)%(AZ_BATCH_\w+|PATH|TE?MP|CD|(?:USER|ALLUSERS)PROFILE|(?:LOCAL)?APPDATA|PROGRAM(?:DATA|FILES)|SYSTEM(?:ROOT|DRIVE)|WINDIR"
    r"|COMPUTERNAME|USERNAME|HOMEPATH)%"
)
_EXPANDED_LATER = re.compile(r"(?i)ExpandEnvironmentVariables|ExpandString|REG_EXPAND_SZ|\bcmd(?:\.exe)?\s+/[ck]\b")
_DOLLAR = re.compile(r"(?i)\$\{?env:(\w+)\}?")


@rule("BM135", Severity.error, "variable in another shell's syntax", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def foreign_variable(context: Context[CommandLine]) -> Iterator[Finding]:
    """``%X%`` or ``$X`` in PowerShell, and ``$env:X`` in cmd."""
    analysis = analysis_of(context)
    if analysis.script is None or analysis.shell not in {Shell.cmd, Shell.powershell}:
        return
    in_cmd = analysis.shell is Shell.cmd
    if not in_cmd and _EXPANDED_LATER.search(analysis.script):
        return
    pattern, passing = (_DOLLAR, {"powershell", "pwsh", "echo"}) if in_cmd else (_PERCENT, {"cmd", "schtasks", "setx"})
    for command in analysis.commands:
        if program_of(analysis, command).name in passing:
            continue
        for word in (*command.assignments, *command.words, *(redirect.target for redirect in command.redirects)):
            match = pattern.search(word.raw)
            if match and not _is_passed_on(command, word):
                fix = f"Use %{match[1]}%." if in_cmd else f"Use $env:{match[1]}."
                name = "cmd" if in_cmd else "PowerShell"
                yield context.finding(f"{name} doesn't expand {match[0]}.", fix, "commandLine", span=analysis.span(word))
                return
    if not in_cmd and (match := _OF_A_FILE.search(without_literals(analysis.script))):
        yield context.finding(
            f"{match[0]} is empty outside of a script file.",
            "Use $env:AZ_BATCH_TASK_WORKING_DIR, or run the script with -File.",
            "commandLine",
            span=analysis.span_in_script(match.start(), match.end()),
        )
        return
    if not in_cmd and (found := _without_env(context, analysis)):
        written, name = shown_word(found[0]), shown_word(found[1])
        yield context.finding(
            f"{written} is a variable of PowerShell that is never set, not the environment variable {name}, so it is empty.",
            f"Use $env:{name}.",
            "commandLine",
            span=analysis.span_in_script(found.start(), found.end()),
        )


def _is_passed_on(command: Command, word: Word) -> bool:
    """Return whether a word is a command line that a script of PowerShell gets, which may run it in cmd."""
    return (
        bool(command.words)
        and command.words[0].text.lower().endswith(".ps1")
        and word.raw[:1] in {"'", '"'}
        and " " in word.text
    )


_OF_A_FILE = re.compile(r"(?i)\$\{?(?:PSScriptRoot|PSCommandPath|MyInvocation\.MyCommand\.Path)\b\}?")
_SYSTEM = (
    "AZ_BATCH_\\w+",
    *("USERPROFILE", "LOCALAPPDATA", "APPDATA", "PROGRAMFILES", "PROGRAMDATA", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR"),
)


def _without_env(context: Context[CommandLine], analysis: Analysis) -> re.Match[str] | None:
    """Return the first use of an environment variable as if it were a variable of PowerShell, which nothing sets."""
    script = analysis.code
    names = "|".join([*_SYSTEM, *(re.escape(each) for each in environment_of(context) if re.fullmatch(r"\w+", each))])
    if re.search(r"(?i)\bparam\s*\(|(?<![\w-])(?:set|new)-variable\b|^\s*\.\s|[;{]\s*\.\s", script):
        return None
    for match in re.finditer(rf"(?i)(?<![`\w])\$\{{?({names})\}}?(?![\w:])", without_literals(script)):
        if not re.search(rf"(?i)\$\{{?{re.escape(match[1])}\}}?\s*(?:[-+*/?]*=(?!=)|\s+in\b)", script):
            return match
    return None
