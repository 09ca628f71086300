"""BM130 to BM132: syntax that cmd and Windows read differently than it is meant."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...shells.script import Command, Shell
from ..analysis.cmd_variables import EarlyUse, delayed_uses, early_uses, uses_after_setx
from ..analysis.command_line import Analysis, analysis_of
from ..analysis.display import program_of, shown_text, shown_word
from ..analysis.environment_settings import environment_of
from ..analysis.inner_scripts import parts_of
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_WITH_SINGLE_QUOTES = names(
    "echo rem title set prompt powershell pwsh bash sh wsl find findstr awk gawk sed grep egrep xargs tr cut"
)
_WITH_CODE = {
    "python": "-c",
    "python3": "-c",
    "py": "-c",
    "node": "-e",
    "perl": "-e",
    "ruby": "-e",
    "php": "-r",
    "rscript": "-e",
}
_EXPRESSION = re.compile(r"\s*'(?:[^']|'')*'\s*")


@rule("BM130", Severity.error, "single quotes on Windows", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def single_quotes(context: Context[CommandLine]) -> Iterator[Finding]:
    """``cmd /c 'a && b'``."""
    analysis = analysis_of(context)
    if analysis.shell is Shell.cmd or (analysis.shell is None and analysis.windows):
        who = "cmd" if analysis.shell is Shell.cmd else "Windows"
        for written in analysis.commands:
            command = program_of(analysis, written)
            found = _quoted(command, who)
            if found is not None:
                message, severity = found
                yield context.finding(
                    message, _with_double_quotes(analysis), "commandLine", severity=severity, span=analysis.span(written)
                )
                return
    for part in parts_of(context):
        if part.analysis.shell is Shell.powershell and _EXPRESSION.fullmatch(part.analysis.code):
            yield context.finding(
                "the script is a string in single quotes, so PowerShell prints it and runs nothing.",
                'Quote the script with double quotes: powershell -Command "…".',
                "commandLine",
                severity=Severity.warning,
            )
            return
        if part.analysis.shell is Shell.powershell and _is_escaped_script(part.analysis):
            yield context.finding(
                'the quotation marks around the script are escaped (\\"), so they are part of it: the script is a string, and '
                "PowerShell prints it and runs nothing.",
                'Write them without the backslashes: powershell -Command "…".',
                "commandLine",
                severity=Severity.warning,
            )
            return


_STRING = re.compile(r'\s*"((?:[^"`$]|`.|\$(?!\())*)"\s*', re.DOTALL)
_COMMANDS = re.compile(r"(?:\A|;)\s*[A-Z][a-z]+-[A-Z]\w+\s|;\s*\S")


def _is_escaped_script(analysis: Analysis) -> bool:
    """Return whether a script of PowerShell with commands in it is a string in double quotes, which its caller escapes."""
    match = _STRING.fullmatch(analysis.code)
    return match is not None and '\\"' in analysis.text and _COMMANDS.search(match[1]) is not None


def _quoted(command: Command, who: str) -> tuple[str, Severity] | None:
    """Return what happens to a command in which single quotes are meant as quotes, and how serious it is."""
    if not command.words:
        return None
    first = command.words[0].text
    if first.startswith("'"):
        return (
            f"{who} doesn't know single quotes, so it looks for a program named {shown_word(first)} and doesn't find it.",
            Severity.error,
        )
    if command.name in _WITH_SINGLE_QUOTES:
        return None
    words = command.words[1:]
    code = _WITH_CODE.get(command.name)
    for option, word in itertools.pairwise(words):
        if option.text == code and re.fullmatch(r"'[^']*'", word.raw):
            passes = f"{shown_word(first)} receives them with the code, which is only a string then"
            return f"{who} doesn't know single quotes, so {passes}.", Severity.warning
    halves = [word.raw for word in words if word.raw.count("'") == 1]
    for half, following in itertools.pairwise(halves):
        if half.startswith("'") and following.endswith("'"):
            reads = f"{shown_word(first)} receives the words between them as separate arguments"
            return f"{who} doesn't know single quotes, so {reads}.", Severity.warning
    return None


_SINGLE_QUOTED = r"(?<![^\s=(])'([^'\"]*)'(?=[\s\")&|,;]|\Z)"
_IN_CMD = re.compile(_SINGLE_QUOTED)
_OUTSIDE_OF_QUOTES = re.compile(rf'"[^"]*"?|{_SINGLE_QUOTED}')


def _with_double_quotes(analysis: Analysis) -> str:
    text = analysis.text.strip()
    pattern = _IN_CMD if analysis.shell is Shell.cmd else _OUTSIDE_OF_QUOTES
    changed = pattern.sub(lambda match: match[0] if match[1] is None else f'"{match[1]}"', text)
    written = shown_text(changed) if changed != text else None
    return "Use double quotes instead." if written is None else f"Use double quotes: {written}."


_EFFECTS = {
    "ERRORLEVEL": "it is never the exit code of a command in the line",
    "CD": "it is the directory before the change",
}


@rule("BM131", Severity.warning, "variable that cmd expands too early", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def expanded_early(context: Context[CommandLine]) -> Iterator[Finding]:
    """``cmd /c "set X=1 && echo %X%"``."""
    analysis = analysis_of(context)
    if analysis.shell in {Shell.cmd, Shell.powershell} and analysis.script:
        yield from _stored_by_setx(context, analysis)
    if analysis.shell is not Shell.cmd or not analysis.script:
        return
    seen: set[str] = set()
    for use in early_uses(analysis):
        name = use.name.upper()
        if name in seen:
            continue
        seen.add(name)
        effect = _EFFECTS.get(name, "the value that the line sets is not used")
        yield context.finding(
            f"cmd expands %{use.name}% before it runs the line, so {effect}.",
            _how_to_test(analysis, use) if name == "ERRORLEVEL" else _instead(use.name),
            "commandLine",
            span=analysis.span_in_script(use.start, use.end),
        )
    if not _delays(analysis):
        for use in delayed_uses(analysis)[:1]:
            yield context.finding(
                f"cmd doesn't expand !{use.name}! without the option /v:on.",
                "Use cmd /v:on /c.",
                "commandLine",
                span=analysis.span_in_script(use.start, use.end),
            )


def _stored_by_setx(context: Context[CommandLine], analysis: Analysis) -> Iterator[Finding]:
    """Find the first use of a variable that ``setx`` has stored before, if the task doesn't set it, too."""
    known = {name.upper() for name in environment_of(context)}
    for use in [each for each in uses_after_setx(analysis) if each.name.upper() not in known][:1]:
        written = analysis.code[use.start : use.end]
        setter = "setx" if any(command.name == "setx" for command in analysis.commands) else "SetEnvironmentVariable"
        yield context.finding(
            f"{setter} sets {use.name} only for processes that start later, so {written} doesn't have the new value here.",
            f"Write the value in place of {written}.",
            "commandLine",
            span=analysis.span_in_script(use.start, use.end),
        )


_OTHER_CODE = re.compile(r"(?i)\"?\s*(?:==|equ|neq|lss|leq|gtr|geq)\s*\"?(?!0*[01]\b)-?[0-9]")


def _how_to_test(analysis: Analysis, use: EarlyUse) -> str:
    """Return how cmd tests the exit code of the command before; some programs succeed with others than 0."""
    before = [command for command in analysis.commands if command.end <= use.start]
    if before and program_of(analysis, before[-1]).name == "robocopy":
        return "Use robocopy … & if errorlevel 8 (exit /b 1) else exit /b 0: robocopy has succeeded with any code below 8."
    if _OTHER_CODE.match(analysis.code, use.end):
        return "Use cmd /v:on /c and !ERRORLEVEL!."
    return "Join the commands with && or ||, test it with if errorlevel 1, or use cmd /v:on /c and !ERRORLEVEL!."


def _instead(name: str) -> str:
    return f"Use cmd /v:on /c and !{name}!, or put the commands into a batch file."


def _delays(analysis: Analysis) -> bool:
    """Return whether cmd expands ``!NAME!`` itself, or a batch file that the script writes does."""
    options = analysis.text[: analysis.text.lower().find("/c")].lower()
    others = (command for command in analysis.commands if command.name != "setlocal")  # it has no effect on a command line
    written = any(text.lower() == "enabledelayedexpansion" for command in others for text in command.arguments)
    return bool(re.search(r"/v(?::on)?(?:\s|\Z|/)", options)) or written


_FOR_IN_FILE = re.compile(r"(?i)\bfor\s+(?:/[dlrf]\s+)?(?:\"[^\"\n]*\"\s+|[^%\s]+\s+)?(%%~?[a-z])\s+in\s*\(")


_ARGUMENT = re.compile(r"(?<![%\w])(%~[dpnxfs]*[0-9])(?!\w*%)")


@rule("BM132", Severity.error, "%%f outside of a batch file", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def doubled_percent(context: Context[CommandLine]) -> Iterator[Finding]:
    """``cmd /c "for %%f in (*.zip) do tar -xf %%f"``."""
    analysis = analysis_of(context)
    match = _FOR_IN_FILE.search(analysis.code) if analysis.shell is Shell.cmd else None
    if analysis.shell is Shell.cmd and (argument := _ARGUMENT.search(analysis.code)):
        yield context.finding(
            f"cmd knows {argument[1]} only in batch files: on a command line it stays as it is.",
            "Use %CD% or %AZ_BATCH_TASK_WORKING_DIR%.",
            "commandLine",
            span=analysis.span_in_script(argument.start(1), argument.end(1)),
        )
    if match is not None:
        yield context.finding(
            f"cmd doesn't know {match[1]} on a command line, only in batch files: it reports a syntax error and runs nothing.",
            f"Use {match[1][1:]}.",
            "commandLine",
            span=analysis.span_in_script(match.start(1), match.end(1)),
        )
