"""BM134: paths whose quotes are missing, lost, or escaped."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...shells.script import Command, Shell, Word
from ..analysis.command_line import Analysis, analysis_of
from ..analysis.display import program_of, shown_word
from ..analysis.inner_scripts import parts_of
from ..analysis.lost_backslashes import lost_backslashes
from ..analysis.lost_quotes import escaped_quote, path_without_quotes
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_WITH_BLANKS = re.compile(
    r"(?i)%(?:programfiles|programfiles\(x86\)|programw6432|commonprogramfiles|commonprogramfiles\(x86\))%"
)
_TAKES_BLANKS = names("cd chdir pushd set echo rem title prompt path exit goto")
_BEGINS_PATH = re.compile(r"(?i)[a-z]:\\(?:[^\"]*\\)?(?:Program|Documents)")
_GOES_ON = re.compile(r"(?i)(?:Files|and)\b")
_WITH_ARGUMENTS = re.compile(r"(?i)[\"']([^\"'$]+?\.(?:exe|bat|cmd|msi))\s+[-/\w][^\"']*[\"']")
_PROGRAM = re.compile(r"(?i)[^\"/]*\\[^\"/]*\.(?:exe|bat|cmd|com|ps1)")
_NO_ENDING = re.compile(r"(?i)[a-z]:\\[^\"]*(?<!\.exe)(?<!\.bat)(?<!\.cmd)(?<!\.com)(?<!\.ps1)")
_TEXT_THEN_ARGUMENT = re.compile(
    r"(?is)([\"'])[^\"']+\.(?:exe|bat|cmd|ps1)\1\s+(?:[^\s|.+=-].*|-(?!eq|ne|like|match|replace|split|join|f\b).*)"
)
_VARIABLE_THEN_PATH = re.compile(r"(?is)(\$\{?env:[\w()]+\}?\\\S+\.(?:exe|bat|cmd|ps1))(?:\s+[^\s|.+=].*)?")


@rule("BM134", Severity.error, "misquoted path of a program", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def unquoted_path(context: Context[CommandLine]) -> Iterator[Finding]:
    r"""``cmd /c C:\Program Files\app\setup.exe``."""
    if lost_backslashes(analysis_of(context)):
        return  # BM148 reports it
    for part in parts_of(context):
        script = part.analysis
        for written in script.commands:
            found = escaped_quote(program_of(script, written), script)
            if found is None and script.script is not None and script.shell is Shell.cmd:
                found = _broken(program_of(script, written), script)
            if found is None and script.script is not None and script.shell is Shell.powershell:
                found = path_without_quotes(written, script) or _broken_in_powershell(written, script)
            if found is not None:
                message, fix = found
                yield context.finding(message, fix, "commandLine", span=script.span(written))
                return


def _broken(command: Command, script: Analysis) -> tuple[str, str] | None:
    """Return what happens to a command of cmd with an unquoted path that contains spaces."""
    if not command.words or command.name in _TAKES_BLANKS:
        return None
    variable = next(
        (match[0] for word in command.words if '"' not in word.raw and (match := _WITH_BLANKS.search(word.raw))), ""
    )
    if variable:
        consequence = _consequence(command, command.words[0])
        return (
            f"{variable} contains a space, and without quotes it is two words: {consequence}.",
            f'Quote the path, and all commands together in another pair of quotes: cmd /c ""{variable}\\…" …".',
        )
    return _split(command, script)


def _consequence(command: Command, word: Word) -> str:
    """Return what becomes of a command whose path is split."""
    if _WITH_BLANKS.search(word.raw):
        return "the program isn't found"
    return f"{shown_word(command.words[0].text)} receives the wrong arguments"


def _split(command: Command, script: Analysis) -> tuple[str, str] | None:
    words = command.words
    mark = r"\"" if any(word.variables for word in words) else "'"  # the double quotes are in those of the command line
    path = rf"{mark}C:\…{mark}"
    quotes = 'cmd /c ""C:\\…" …"' if script.shell is Shell.cmd else f"& {path} …"
    for number, (word, following) in enumerate(itertools.pairwise(words)):
        if '"' in word.raw or '"' in following.raw:
            continue
        if _BEGINS_PATH.fullmatch(word.text) and _GOES_ON.match(following.text):
            what = (
                f"the program {shown_word(word.text)} isn't found"
                if number == 0
                else f"{shown_word(words[0].text)} receives it as two arguments"
            )
            return (
                f"{shown_word(f'{word.text} {following.text}')} contains a space, and without quotes, {what}.",
                f"Quote the path: {quotes if number == 0 or script.shell is Shell.cmd else path}.",
            )
    if _NO_ENDING.fullmatch(words[0].text) and not words[0].quoted:
        rest = words[1:4]
        end = next((number for number, word in enumerate(rest) if _PROGRAM.fullmatch(word.text)), None)
        plain = end is not None and all(not re.match(r"[/\-\"]|[A-Za-z]:", word.raw) for word in rest[: end + 1])
        if plain:
            who = "PowerShell" if script.shell is Shell.powershell else "cmd"
            return (
                f"a path with spaces isn't quoted, so {who} doesn't find the program {shown_word(words[0].text)}.",
                f"Quote the path: {quotes}.",
            )
    return None


def _in_one_string(command: Command, *, called: bool) -> tuple[str, str] | None:
    """``& "setup.exe /S"``, and ``Start-Process "setup.exe /S"``."""
    starts = command.name in {"start-process", "saps"}
    words = command.words[1:] if starts else command.words
    option = words[0].text if starts and words and words[0].text.startswith("-") else ""
    program = words[1:2] if option else words[:1]
    match = _WITH_ARGUMENTS.fullmatch(program[0].raw) if program else None
    if match is None or not (starts or called) or re.match(r"(?i)-a(?:rg\w*)?\Z", option):
        return None
    return (
        "the program and its arguments are one string, so PowerShell looks for a program with that whole name.",
        f"Use Start-Process '{shown_word(match[1])}' -ArgumentList '…'." if starts else f"Use & '{shown_word(match[1])}' ….",
    )


def _broken_in_powershell(command: Command, script: Analysis) -> tuple[str, str] | None:
    """Return what happens to a command of PowerShell whose program is a string, or a path with spaces."""
    if not command.words:
        return None
    text = script.code
    before = text[: command.start].rstrip()
    called = before.endswith("&") or text[command.start : command.start + 1] in {"&", "."}
    first = command.words[0].raw
    if found := _in_one_string(command, called=called):
        return found
    if not called and _TEXT_THEN_ARGUMENT.fullmatch(first):
        return (
            "PowerShell treats a path in quotes as a string, not as a program, so the arguments after it are a syntax error.",
            r"Write & before the path: & 'C:\…\setup.exe' /quiet.",
        )
    if not called and (match := _VARIABLE_THEN_PATH.fullmatch(first)):
        return (
            (
                f"PowerShell treats {shown_word(match[1])} at the beginning of a command as an expression, not as a "
                "program, and reports a syntax error."
            ),
            f'Write & and quotes: & "{shown_word(match[1])}".',
        )
    return _split(command, script)
