"""BM104 and BM105: several cmds in one command line, and quotation marks that cmd strips."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.cmd import without_outer_quotes
from ...shells.script import Command, Shell, Word
from ..analysis.command_line import Analysis, analysis_of
from ..analysis.display import shown_text
from ..analysis.prefixes import without_prefixes
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule


def _is_cmd_c(words: tuple[Word, ...]) -> bool:
    """Return whether words begin with cmd, its options and ``/c``."""
    if Command(words[:1]).name != "cmd":
        return False
    options = next((number for number, word in enumerate(words) if number and not word.text.startswith("/")), len(words))
    return any(word.text[:2].lower() in {"/c", "/k"} for word in words[1:options])


def _has_several(analysis: Analysis) -> bool:
    # The program name search is short: only words that say cmd are looked at further.
    named = [number for number, word in enumerate(analysis.words) if word.text.lower() in {"cmd", "cmd.exe"}]
    if sum(_is_cmd_c(analysis.words[number : number + 6]) for number in named) > 1:
        # Without a quotation mark at its beginning, cmd reads the line as it is: cmd /c start cmd /c "server.exe" -d.
        return len(analysis.commands) > 1 or analysis.code.startswith('"')
    return len(analysis.commands) > 1 and any(
        isinstance(element, Command) and _is_cmd_c(without_prefixes(element).words[:6]) for element in analysis.body.elements()
    )


@rule("BM104", Severity.warning, "multiple cmd /c in one command line", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def several_cmds(context: Context[CommandLine]) -> Iterator[Finding]:
    """``cmd /c a && cmd /c b``."""
    analysis = analysis_of(context)
    if analysis.shell is Shell.cmd and analysis.script and _has_several(analysis):
        effect = _stripped(analysis)
        if not effect and _sets_options(analysis):
            return
        yield context.finding(
            "the first cmd /c reads the whole line, including the other cmd /c"
            f"{effect or ': it runs each of them in one more cmd, which is needless'}.",
            'Use one cmd /c for all commands: cmd /c "first && second".',
            "commandLine",
            severity=Severity.warning if effect else Severity.note,
        )


def _sets_options(analysis: Analysis) -> bool:
    """Return whether another cmd has options that the first one doesn't have: ``cmd /v:on /c``."""
    others = (without_prefixes(command).words[:6] for command in analysis.commands)
    return any(_is_cmd_c(words) and any(re.match("(?i)/[vefu]", word.text) for word in words[1:]) for words in others)


_BETWEEN_QUOTES = re.compile(r"(?i)\bcmd(?:\.exe)?\s+/")
"""The beginning of a command that is in quotes, so that these are those of two commands: ``a" & cmd /c "b``."""


def _stripped(analysis: Analysis) -> str:
    """Return what cmd makes of the quotation marks of several commands; empty if it strips none, or those around all."""
    script = analysis.code.strip()
    stripped = without_outer_quotes(script, strip=_strips_always(analysis))
    if stripped == script or ('"' not in stripped and script.endswith('"')):
        return ""
    if '"' in stripped and _BETWEEN_QUOTES.search("".join(stripped.split('"')[1::2])) is None:
        return ""  # the whole line is quoted, and within it what each of the others gets
    if '"' in stripped:
        return ", and strips only the first and the last quotation mark of the line, so the others remain in the commands"
    return ", and strips its quotation marks, so the commands have none"


def _strips_always(analysis: Analysis) -> bool:
    return any(word.text.lower() == "/s" for word in analysis.words[1:5])


@rule("BM105", Severity.warning, "quotes stripped by cmd /c", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def lost_quotes(context: Context[CommandLine]) -> Iterator[Finding]:
    """``cmd /c "program" "argument"``."""
    analysis = analysis_of(context)
    script = analysis.script
    if analysis.shell is not Shell.cmd or not script or not script.startswith('"') or _has_several(analysis):
        return
    name, quote, rest = script[1:].partition('"')
    if (
        not name.strip()
        or not quote
        or rest[:1].strip()
        or without_outer_quotes(script, strip=_strips_always(analysis)) == script
    ):
        return
    if '"' in rest or _is_program_with_blanks(name):
        yield context.finding(
            "cmd strips the first and the last quotation mark after /c, so the program's path loses its quotes and isn't "
            "found.",
            f"Quote the whole command: {_quoted_again(analysis, script)}.",
            "commandLine",
            severity=Severity.error if _is_program_with_blanks(name) and _has_blank_in_directory(name) else None,
        )


def _has_blank_in_directory(path: str) -> bool:
    return re.search(r"\s", path[: max(path.rfind("\\"), path.rfind("/"))]) is not None


def _is_program_with_blanks(name: str) -> bool:
    """Return whether the quotes enclose one path with spaces, and not a command with arguments."""
    if not re.match(r"(?:[A-Za-z]:|%\w+%|\.{0,2})[\\/]", name) or not re.search(r"\s", name):
        return False
    if re.search(r"[&|<>]|\s(?:[A-Za-z]:|%\w+%|\\\\)", name):  # several commands, or a program whose argument is a path
        return False
    return len(re.findall(r"(?i)\.(?:exe|com|bat|cmd)(?=\s|\Z)", name)) == 1 and bool(
        re.search(r"(?i)\.(?:exe|com|bat|cmd)\Z", name)
    )


def _quoted_again(analysis: Analysis, script: str) -> str:
    written = shown_text(script) if shown_text(analysis.text) is not None else None
    return 'cmd /c ""C:\\Program Files\\a\\a.exe" "argument""' if written is None else f'cmd /c "{written}"'
