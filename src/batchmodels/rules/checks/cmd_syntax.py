"""BM130 to BM132 and BM134: syntax that cmd and Windows read differently than it is meant."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...shells.script import Command, Shell, Word
from ..analysis.cmd_variables import delayed_uses, early_uses, uses_after_setx
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
            _instead(use.name),
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


def _instead(name: str) -> str:
    if name.upper() == "ERRORLEVEL":
        return "Join the commands with && or ||, test it with if errorlevel 1, or use cmd /v:on /c and !ERRORLEVEL!."
    return f"Use cmd /v:on /c and !{name}!, or put the commands into a batch file."


def _delays(analysis: Analysis) -> bool:
    options = analysis.text[: analysis.text.lower().find("/c")].lower()
    return bool(re.search(r"/v(?::on)?(?:\s|\Z|/)", options)) or "enabledelayedexpansion" in analysis.text.lower()


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
    for part in parts_of(context):
        script = part.analysis
        if script.script is None or script.shell not in {Shell.cmd, Shell.powershell}:
            continue
        for written in script.commands:
            found = (
                _broken(program_of(script, written), script)
                if script.shell is Shell.cmd
                else _broken_in_powershell(written, script)
            )
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
    quotes = 'cmd /c ""C:\\…" …"' if script.shell is Shell.cmd else '& "C:\\…" …'
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
                f"Quote the path: {quotes}.",
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
    called = before.endswith(("&", ".")) or text[command.start : command.start + 1] in {"&", "."}
    first = command.words[0].raw
    if found := _in_one_string(command, called=called):
        return found
    if not called and _TEXT_THEN_ARGUMENT.fullmatch(first):
        return (
            "PowerShell treats a path in quotes as a string, not as a program, so the arguments after it are a syntax error.",
            'Write & before the path: & "C:\\…\\setup.exe" /quiet.',
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
