"""BM145 to BM148: titles, variables, URLs and lines that cmd reads differently than they are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Shell
from ..analysis.command_line import analysis_of
from ..analysis.cut_connection_strings import strings_cut_in_posix
from ..analysis.cut_urls import url_cut_on_windows, urls_cut_in_posix
from ..analysis.display import shown_value, shown_word
from ..analysis.inner_scripts import parts_of
from ..analysis.lost_backslashes import lost_backslashes
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_PROGRAM = re.compile(r"(?i)[^\"]*(?:\\[^\"]*|\.(?:exe|bat|cmd|msi|ps1|com))")


@rule("BM145", Severity.error, "program that start takes for a title", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def title(context: Context[CommandLine]) -> Iterator[Finding]:
    r"""``cmd /c start /wait "C:\my tools\setup.exe" /S``."""
    analysis = analysis_of(context)
    for command in analysis.commands if analysis.shell is Shell.cmd and analysis.script else ():
        if command.name != "start":
            continue
        first = next((word for word in command.words[1:] if not word.text.startswith("/")), None)
        if first is not None and first.raw.startswith('"') and _PROGRAM.fullmatch(first.text):
            yield context.finding(
                f"start takes its first argument in quotes for the title of a window, so {shown_word(first.text)} doesn't run.",
                'Write an empty title before it: start "" /wait "C:\\…\\setup.exe" ….',
                "commandLine",
                span=analysis.span(first),
            )
            return


_SET = re.compile(r"(?i)@?set\s+\"?(?!/)([A-Za-z_][\w.]*)(\s*)=(\s*)([^\"&|\n]*)")
_JOINED = re.compile(r"[ \t]+&")


@rule("BM146", Severity.warning, "blank in a variable of cmd", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def blank(context: Context[CommandLine]) -> Iterator[Finding]:
    """``cmd /c "set MODE = fast"``, and ``set MODE=fast && tool.exe``."""
    analysis = analysis_of(context)
    script = analysis.script if analysis.shell is Shell.cmd else None
    for command in analysis.commands if script else ():
        match = _SET.match(script or "", command.start) if command.name == "set" else None
        if match is None or re.search(r"(?i)\s/[ap]\b", (script or "")[command.start : command.end]):
            continue
        found = _blank_in(match, script or "")
        if found is not None:
            message, fix, severity = found
            yield context.finding(message, fix, "commandLine", severity=severity, span=analysis.span(command))
            return


def _blank_in(match: re.Match[str], script: str) -> tuple[str, str, Severity] | None:
    """Return where a variable of cmd gets a blank, how to avoid it, and how serious it is."""
    name, value = match[1], match[4].rstrip()
    quoted = f'set "{shown_word(name)}={shown_value(name, value)}"'
    if match[2]:
        return (
            f"cmd takes the blank before = as part of the name, so {shown_word(name)} isn't set.",
            f"Use {quoted}.",
            Severity.warning,
        )
    if match[3] and value:
        return f"cmd takes the blank after = as part of the value of {shown_word(name)}.", f"Use {quoted}.", Severity.warning
    at_end = match.end() - (len(match[4]) - len(match[4].rstrip()))
    ends = value and '"' not in match[0] and _JOINED.match(script, at_end) and name.upper() != "PATH"
    if ends:
        in_path = re.search(rf"(?i)([!%]){re.escape(name)}\1[\\/]", script[at_end:])  # no directory has such a name
        severity = Severity.warning if in_path else Severity.note
        return f"cmd takes the blank before & as part of the value of {shown_word(name)}.", f"Use {quoted}.", severity
    return None


@rule("BM147", Severity.error, "URL or connection string that is cut off", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def cut_url(context: Context[CommandLine]) -> Iterator[Finding]:
    """``cmd /c curl -o a.zip https://example.com/a.zip?x=1&y=2``."""
    for part in parts_of(context):
        script = part.analysis
        if cut := next(iter(urls_cut_in_posix(script)), None):
            yield context.finding(
                "the shell ends the command at the & in the URL, so the server gets only the part before it.",
                "Quote the URL with single or double quotes.",
                "commandLine",
                span=script.span_in_script(cut.ampersand, cut.ampersand + 1),
            )
            return
        if cut_string := next(iter(strings_cut_in_posix(script)), None):
            variable, end = cut_string.variable, cut_string.command.end
            who = f"{variable} has" if variable else f"{shown_word(cut_string.command.words[0].text)} gets"
            yield context.finding(
                f"the shell ends the command at the ; in the connection string, so {who} only the part before it.",
                "Quote the connection string with single or double quotes.",
                "commandLine",
                span=script.span_in_script(end, end + 1),
                severity=Severity.warning,
            )
            return
        if match := url_cut_on_windows(script):
            fix = "Quote the URL with single quotes."
            if script.shell is Shell.cmd:
                message = "cmd ends the command at the & in the URL, so the server gets only the part before it."
                fix = 'Quote the URL, and the whole script in another pair of quotes: cmd /c "curl … "https://…?…&…"".'
            elif script.in_windows_powershell:
                message = "PowerShell doesn't allow & in a URL without quotes: it reports a syntax error and runs nothing."
            else:
                message = (
                    "PowerShell 7 ends the command at the & in the URL and runs it in the background, so the server gets only "
                    "the part before it."
                )
            yield context.finding(
                message,
                fix,
                "commandLine",
                span=script.span_in_script(match.start(1), match.end(1)),
            )
            return


@rule(
    "BM148",
    Severity.error,
    "lines or backslashes that are lost in a command line",
    COMMAND_LINES,
    explains=COMMAND_LINE_FAILURES,
)
def several_lines(context: Context[CommandLine]) -> Iterator[Finding]:
    """A command line of cmd that is a script of several lines, and a path whose backslashes are missing."""
    analysis = analysis_of(context)
    if lost := lost_backslashes(analysis):
        message, fix, span = lost
        yield context.finding(message, fix, "commandLine", span=span)
        return
    if analysis.shell is not Shell.cmd or analysis.script is None:
        return
    first, _, rest = analysis.script.strip().strip('"').strip().partition("\n")
    if not rest.strip() or first.rstrip().endswith("^"):
        return
    start = analysis.script.find("\n", analysis.script.find(first.strip()[:1] or "\n"))
    yield context.finding(
        "cmd reads only the first line of its command line, so the lines after it never run.",
        "Join the commands with && on one line, or put them into a batch file and run that.",
        "commandLine",
        span=analysis.span_in_script(start + 1, len(analysis.script.rstrip())),
    )
