"""BM9: reports of shellcheck about scripts in command lines, where shellcheck is installed."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager

import msgspec

from ...secrets.masking import cut, mask_text
from ...shells.script import Command, Shell
from ..analysis.command_line import Analysis, analysis_of
from ..analysis.cut_urls import urls_cut_in_posix
from ..analysis.pool import machine_of
from ..analysis.pool_values import items_of, value_of
from ..analysis.prefixes import without_prefixes
from ..analysis.shellcheck_runs import Checks, Comment, Lost, Question, program
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..finding import Finding, Severity, Span
from ..rule import rule

_LONGEST = 50_000  # characters of a script: with more, shellcheck takes too long

_TYPOGRAPHIC = frozenset({1015, 1016, 1100, 1110, 1111, 1112})  # quotes and dashes of word processors
_ABOUT_DASH = 3  # the first digit of the codes about what a shell doesn't have
_REDIRECTS_OF_SUDO = 2024  # it doesn't matter to an administrator, who can write the file without sudo
_EXIT_CODES = 2242
_MOST = 255
_ABOUT_SYNTAX = range(1000, 2000)  # the codes about syntax
_AT_RUN_TIME = frozenset({1014, 1019, 1020, 1026, 1027, 1028, 1034, 1035, 1037, 1066, 1068, 1069, 1086, 1087, 1097})
"""Codes about commands that the shell accepts and that fail when they run, such as ``[-f x]``."""

# The shells that shellcheck supports, with its names for them. sh is dash on Debian and Ubuntu.
_DIALECTS = {"bash": "bash", "sh": "dash", "dash": "dash", "ash": "busybox", "ksh": "ksh"}


@contextmanager
def checks_of(places: Iterable[Context[CommandLine]]) -> Generator[None]:
    """Have shellcheck check the scripts of many command lines, while the other rules look at them."""
    found = program()
    asked = [(context, question) for context in places if (question := _question(context))] if found else []
    if not found or not asked:
        yield
        return
    checks = Checks(found, (question for _, question in asked if _fits(question)))
    for context, question in asked:
        context.memo["shellcheck"] = (checks, question)
    try:
        yield
    finally:
        checks.close()


@rule("BM901", Severity.warning, "problem reported by shellcheck", COMMAND_LINES, prepare=checks_of)
def shellcheck(context: Context[CommandLine]) -> Iterator[Finding]:
    """The errors and the warnings of shellcheck, for the script of a POSIX shell."""
    asked: tuple[Checks, Question] | None = context.memo.get("shellcheck")
    if asked is None:
        return
    checks, question = asked
    analysis = analysis_of(context)
    answer = checks.answer(question) if _fits(question) else Lost(f"it has more than {_LONGEST:,} characters")
    if isinstance(answer, Lost):
        yield context.finding(
            f"shellcheck didn't check this script: {answer.reason}.",
            "Move the script to a file and run shellcheck on it.",
            "commandLine",
        )
        return
    answer = tuple(comment for comment in answer if not _is_reported_anyway(comment, question))
    if analysis.is_admin:
        answer = tuple(comment for comment in answer if comment.code != _REDIRECTS_OF_SUDO)
    if _has_impossible_codes(context):
        answer = tuple(comment for comment in answer if comment.code != _EXIT_CODES)  # BM064 reports them
    lines = _line_starts(analysis.code)
    answer = tuple(each for each in answer if _is_about_syntax(each) or not _is_unreachable(each, analysis, lines))
    if of_urls := {place for url in urls_cut_in_posix(analysis) for place in range(url.ampersand, url.end)}:
        answer = tuple(each for each in answer if _start(each, lines) not in of_urls)  # BM147 reports them
    if any(map(_is_about_syntax, answer)):
        answer = _checked(answer, checks.is_accepted(question))
    for comment in _once(answer):
        text = cut(mask_text(comment.message), 300)
        yield context.finding(
            f"SC{comment.code} (line {comment.line}): {text if text.endswith(('.', '?')) else text + '.'}",
            f"See https://www.shellcheck.net/wiki/SC{comment.code} for the fix.",
            "commandLine",
            span=_span(analysis, comment, lines),
            severity=_severity(comment),
        )


def _has_impossible_codes(context: Context[CommandLine]) -> bool:
    """Return whether the task has an exit condition for a code that Linux doesn't have."""
    conditions = value_of(context.model, "exit_conditions")
    codes = [value_of(each, "code") for each in items_of(conditions, "exit_codes")]
    return any(isinstance(code, int) and not 0 <= code <= _MOST for code in codes)


def _once(answer: tuple[Comment, ...]) -> list[Comment]:
    """Return the comments without those that repeat the sentence of another about the same line."""
    first = {(each.code, each.line, each.level, each.message): each for each in reversed(answer)}
    return [each for each in answer if first[each.code, each.line, each.level, each.message] is each]


def _severity(comment: Comment) -> Severity:
    """Return how serious a comment is: only a script that the shell can't parse fails for certain."""
    if comment.level == "error":
        return Severity.error if _is_about_syntax(comment) else Severity.warning
    return Severity.warning if comment.level == "warning" else Severity.note


def _is_reported_anyway(comment: Comment, question: Question) -> bool:
    """Return whether another rule reports the same: BM110, or BM111, which knows where sh is dash."""
    return comment.code in _TYPOGRAPHIC or (question.dialect == "dash" and comment.code // 1_000 == _ABOUT_DASH)


def _is_about_syntax(comment: Comment) -> bool:
    """Return whether a comment says that shellcheck can't parse the script."""
    return comment.level == "error" and comment.code in _ABOUT_SYNTAX


def _is_unreachable(comment: Comment, analysis: Analysis, lines: list[int]) -> bool:
    """Return whether a comment is about commands after the end of the script."""
    return bool(analysis.unreachable) and _start(comment, lines) >= analysis.unreachable[0].start


def _line_starts(script: str) -> list[int]:
    """Return the offset of each line of a script."""
    return [0, *(feed.end() for feed in re.finditer("\n", script))]


def _start(comment: Comment, lines: list[int]) -> int:
    """Return the offset in the script where a comment begins."""
    return lines[min(comment.line, len(lines)) - 1] + comment.column - 1


def _checked(answer: tuple[Comment, ...], accepted: bool | None) -> tuple[Comment, ...]:
    """Return the comments on a script that shellcheck can't parse, given whether the shell accepts it."""
    if accepted is False:
        return answer
    kept = (comment for comment in answer if accepted is None or not _is_about_syntax(comment) or comment.code in _AT_RUN_TIME)
    lowered = (msgspec.structs.replace(each, level="warning") if _is_about_syntax(each) else each for each in kept)
    return tuple(lowered)


def _span(analysis: Analysis, comment: Comment, lines: list[int]) -> Span | None:
    """Return the place in the command line of what shellcheck reports."""
    script = analysis.code
    if not 0 < comment.line <= comment.endLine <= len(lines):
        return None
    start, end = _start(comment, lines), lines[comment.endLine - 1] + comment.endColumn - 1
    start = min(start, len(script) - 1)  # it may be at the end of the script
    return analysis.span_in_script(start, min(max(end, start + 1), len(script)))


def _question(context: Context[CommandLine]) -> Question | None:
    """Return the question for shellcheck about a command line; None if it has no script that shellcheck can read."""
    analysis = analysis_of(context)
    if analysis.shell is not Shell.posix or not analysis.script or analysis.unfinished or analysis.stray:
        return None
    dialect = _dialect(context, analysis)
    return Question(dialect, analysis.script) if dialect else None


def _fits(question: Question) -> bool:
    return len(question.script) <= _LONGEST


def _dialect(context: Context[CommandLine], analysis: Analysis) -> str | None:
    name = without_prefixes(Command(analysis.words)).name
    if name == "sh" and not analysis.in_container:
        image = value_of(machine_of(context), "image_reference")
        values = [value_of(image, key) for key in ("publisher", "offer")]
        texts = [text.lower() for text in values if isinstance(text, str) and text]
        if texts and not any(name in text for text in texts for name in ("ubuntu", "debian", "canonical")):
            return "bash"
    return _DIALECTS.get(name)
