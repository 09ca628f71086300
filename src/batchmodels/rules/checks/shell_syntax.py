"""BM101 to BM103: shell syntax without a shell, or that the shell reads differently."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...shells.script import Command, Shell, Word
from ..analysis.builtins_of_shells import missing_builtin
from ..analysis.command_line import Analysis, analysis_of
from ..analysis.containers import unless_in_a_shell
from ..analysis.display import in_a_shell, shown_text, shown_word
from ..analysis.lines import joined_lines, lines_of
from ..analysis.lost_backslashes import lost_backslashes
from ..analysis.pool import runs_windows
from ..analysis.typography import QUOTES as TYPOGRAPHIC_QUOTES
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_JOINING = re.compile(r"&&|\|\|?|;|&|\|&")
_REDIRECTING = re.compile(r"(?:[0-9]?>>?|&>>?)(?![=>]).*|[0-9]?>&[0-9-]|<|<[./\w][^<>]*", re.DOTALL)
_SUBSTITUTED = re.compile(r"\$(?:[A-Za-z_]\w*|\{[A-Za-z_][^{}]*\}|\([^()]+\))|^~(?=/)|`[^`]*`?")
_VARIABLE_OF_BATCH = re.compile(r"\$\{?(AZ_BATCH_\w+)\}?")
_VARIABLE_OF_CMD = re.compile(r"%(AZ_BATCH_\w+)%")
_BEFORE_BACKSLASH = re.compile(r"\$AZ_BATCH_\w+\\\w")  # a path of Windows
_WINDOWS_VARIABLE = re.compile(r"%[A-Za-z_]\w{2,}(?:\(x86\))?%")
_PATTERN = re.compile(r"[^-].*[*?]|[*?]", re.DOTALL)
_POSITIONAL = re.compile(r"\$(?:\{?[0-9@*#])")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
_JOINED_TO_SCRIPT = re.compile(r"(?s)(?:'[^']*'|\"(?:\\.|[^\"\\])*\")((?:;|&&|\|\|?)[^\s'\"]+)")

# Programs that take files and don't expand patterns; others, such as find and tar, expand patterns themselves.
_OF_FILES = names(
    "rm cp mv ls cat chmod chown ln touch mkdir rmdir head tail wc sort bash sh gunzip gzip bunzip2 unxz sha256sum md5sum du"
)
_BRACES = re.compile(r"[^{}\s$]*\{[^{}\s,]*(?:,[^{}\s,]*)+\}[^{}\s]*|[^{}\s$]*\{\d+\.\.\d+\}[^{}\s]*")
_WITH_OWN_VARIABLES = names("awk gawk mawk perl sed grep egrep envsubst ssh su expect jq")


def _unread(analysis: Analysis) -> tuple[str, tuple[Word, ...]]:
    """Return the words that no shell reads, after the program that receives them."""
    if analysis.shell is None:
        return (analysis.words[0].text, analysis.words[1:]) if analysis.words else ("", ())
    from_file = analysis.shell is Shell.posix or any(word.text.lower() == "-file" for word in analysis.rest)
    if analysis.shell is Shell.cmd or analysis.script is not None or not from_file:
        return "", ()
    words = analysis.rest
    if analysis.shell is Shell.powershell:
        words = words[next(number for number, word in enumerate(words) if word.text.lower() == "-file") + 1 :]
    if not words:
        return "", ()
    is_read = analysis.shell is Shell.powershell and not _operator(words[0])  # BM144 looks at the file of PowerShell
    return words[0].text, words[1:] if is_read else words


def _operator(word: Word) -> str:
    """Return the shell operator that a word is or ends with."""
    if word.quoted:
        return ""
    if _JOINING.fullmatch(word.text) or _REDIRECTING.fullmatch(word.text):
        found = re.match(r"[0-9]?[<>&|;]+[0-9]?", word.text)
        return found[0] if found else word.text
    return ";" if word.text.endswith(";") else ""


@rule("BM101", Severity.error, "shell syntax without a shell", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def without_a_shell(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find shell syntax in arguments that a program receives unchanged."""
    analysis = analysis_of(context)
    program, words = _unread(analysis)
    if program.startswith(("#", *TYPOGRAPHIC_QUOTES)) or missing_builtin(analysis) is not None:
        return  # the node finds no such program
    if lost_backslashes(analysis):
        return  # BM148 reports it
    lines = lines_of(analysis) if program else []
    if lines:
        yield _several_lines(context, analysis, program, lines)
        return
    what = program and _as_it_is_written(analysis, words)
    if not what and analysis.windows is False and runs_windows(context) is None:  # BM403 reports it on a known image
        found = next((match for word in words if (match := _VARIABLE_OF_CMD.search(word.text))), None)
        what = f"{found[0]} is not expanded" if found else ""
    if not what:
        return
    cause = f"{shown_word(program)} runs without a shell"
    if analysis.shell is not None:
        cause = f"the shell only runs the file {shown_word(program)}"
    elif _ASSIGNMENT.match(program):
        cause = "the command line runs without a shell"
    text = analysis.text.strip()
    if analysis.windows or _BEFORE_BACKSLASH.search(text):
        text = _VARIABLE_OF_BATCH.sub(r"%\1%", text)  # in_a_shell takes a text with %NAME% for one of cmd
    elif analysis.windows is False:
        text = _VARIABLE_OF_CMD.sub(r"$\1", text)
    unknown = unless_in_a_shell(context)
    severity = Severity.warning if unknown else None
    yield context.finding(
        f"{cause}, so {what}{unknown}.", f"Use {in_a_shell(analysis, text)}.", "commandLine", severity=severity
    )


def _several_lines(context: Context[CommandLine], analysis: Analysis, program: str, lines: list[str]) -> Finding:
    following = shown_word(lines[1].split()[0])
    unknown = unless_in_a_shell(context)
    return context.finding(
        f"a line feed is no separator without a shell, so {shown_word(program)} gets {following} and all other words of the "
        f"next lines as arguments{unknown}.",
        f"Use {in_a_shell(analysis, joined_lines(lines))}.",
        "commandLine",
        severity=Severity.warning if unknown else None,
    )


def _as_it_is_written(analysis: Analysis, words: tuple[Word, ...]) -> str:
    """Describe what happens to the first shell syntax in the words, or return an empty string."""
    runs_others = any(word.text in {"-exec", "-execdir", "-ok", "-okdir"} for word in words)
    for word in words:
        operator = _operator(word)
        if operator and not (runs_others and operator == ";"):
            lost = "nothing is redirected" if re.search("[<>]", operator) else "nothing after it runs"
            return f"{operator} is passed to it as an argument and {lost}"
    name = Command((analysis.words[0],)).name
    first = analysis.words[:1] if analysis.shell is None else ()
    if first and _ASSIGNMENT.match(first[0].text) and not analysis.windows:
        return f"the node looks for a program named {shown_word(first[0].text)} and doesn't find it"
    for word in (*first, *words):
        if variable := _variable(word, name, analysis):
            return f"{variable} is not expanded"
    for word in words if name in _OF_FILES and not analysis.windows else ():
        if not word.quoted and "://" not in word.text and _PATTERN.match(word.text):
            return f"{shown_word(word.text)} is not expanded to file names"
        if not word.quoted and "://" not in word.text and _BRACES.fullmatch(word.text):
            return f"the braces in {shown_word(word.text)} are not expanded"
    if name == "tar" and not analysis.windows and (archive := _archive_pattern(words)):
        return f"{shown_word(archive)} is not expanded to file names"
    return ""


def _archive_pattern(words: tuple[Word, ...]) -> str:
    """Return the archive that ``tar`` reads, if it is a pattern."""
    for option, following in itertools.pairwise(words):
        if (
            re.fullmatch(r"-?[a-zA-Z]*x[a-zA-Z]*f|-f", option.text)
            and not following.quoted
            and re.search(r"[*?]", following.text)
        ):
            return following.text
    return ""


def _variable(word: Word, program: str, analysis: Analysis) -> str:
    """Return what a shell would expand in a word; an empty string where the text may be meant for the program."""
    if re.search(r"\s|'|\\\$", word.raw) or program in _WITH_OWN_VARIABLES:
        return ""
    if analysis.windows:
        found = _VARIABLE_OF_BATCH.search(word.text)
    else:
        found = (
            analysis.windows is None and _BEFORE_BACKSLASH.search(word.raw) and _VARIABLE_OF_BATCH.search(word.raw)
        ) or None
        found = found or _SUBSTITUTED.search(word.text)
    if found is None and analysis.windows is not False and "://" not in word.text:
        found = _WINDOWS_VARIABLE.search(word.text)
    return shown_word(found[0]) if found else ""


def _script_word(analysis: Analysis) -> Word | None:
    """Return the word that a POSIX shell runs as its script."""
    if analysis.shell is not Shell.posix or analysis.script is None:
        return None
    return analysis.words[len(analysis.words) - len(analysis.rest) - 1]


@rule("BM102", Severity.error, "operator after the -c script", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def behind_the_script(context: Context[CommandLine]) -> Iterator[Finding]:
    """``bash -c "a" && bash -c "b"``, and ``bash -c "a";b c``, whose script is ``a;b``."""
    analysis = analysis_of(context)
    script = _script_word(analysis)
    if script is None:
        return
    operator = next((operator for operator in map(_operator, analysis.rest) if operator), "")
    if not operator and analysis.rest and (found := re.search(r"[\"'](;|&&|\|\|?)\Z", script.raw)):
        operator = found[1]
    if operator:
        yield context.finding(
            f"the shell runs only its -c script: {operator} is passed to it as an argument, and everything after it is "
            "silently ignored.",
            f"Put all commands into one script: {in_a_shell(analysis, 'first && second')}.",
            "commandLine",
        )
    elif analysis.rest and (joined := _JOINED_TO_SCRIPT.fullmatch(script.raw)):
        yield context.finding(
            f"{shown_word(joined[1])} follows the closing quote without a blank, so the script ends with it; the words after "
            "it become positional parameters.",
            f"Put all commands into one script: {in_a_shell(analysis, 'first && second')}.",
            "commandLine",
        )


@rule("BM103", Severity.error, "unquoted -c script", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def without_quotes(context: Context[CommandLine]) -> Iterator[Finding]:
    """``/bin/sh -c echo hi``."""
    analysis = analysis_of(context)
    script = _script_word(analysis)
    if script is None or not analysis.rest or _operator(analysis.rest[0]) or _operator(script):
        return
    if script.raw.startswith(TYPOGRAPHIC_QUOTES):
        return  # BM110 reports it
    if script.raw[:1] in {'"', "'"} or re.search(r"\s", script.text) or _POSITIONAL.search(script.text):
        return
    text = " ".join(word.raw for word in (script, *analysis.rest))
    shell = " ".join(word.raw for word in analysis.words[: len(analysis.words) - len(analysis.rest) - 1])
    written = shown_text(text)
    written = "..." if written is None or "'" in written else written
    yield context.finding(
        f"the script is unquoted, so the shell runs only {shown_word(script.text)}; the remaining words become positional "
        "parameters.",
        f"Quote the script: {shown_text(shell) or '/bin/sh -c'} '{written}'.",
        "commandLine",
    )
