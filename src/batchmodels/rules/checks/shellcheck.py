"""BM9: reports of shellcheck about scripts in command lines, where shellcheck is installed."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager

from ...secrets.masking import cut, mask_text
from ...shells.script import Command, Shell
from ..analysis.command_line import Analysis, analysis_of, without_prefixes
from ..analysis.pool import machine_of
from ..analysis.shellcheck_runs import Checks, Comment, Lost, Question, program
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..finding import Finding, Severity, Span
from ..rule import rule

_LONGEST = 50_000  # characters of a script: with more, shellcheck takes too long

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
    for comment in answer:
        yield context.finding(
            f"SC{comment.code} (line {comment.line}): {cut(mask_text(comment.message), 300).rstrip('.')}.",
            f"See https://www.shellcheck.net/wiki/SC{comment.code} for the fix.",
            "commandLine",
            span=_span(analysis, comment),
            severity={"error": Severity.error, "warning": Severity.warning}.get(comment.level, Severity.note),
        )


def _span(analysis: Analysis, comment: Comment) -> Span | None:
    """Return the place in the command line of what shellcheck reports."""
    script = analysis.script or ""
    starts = [0, *(feed.end() for feed in re.finditer("\n", script))]
    if not 0 < comment.line <= comment.endLine <= len(starts):
        return None
    start, end = starts[comment.line - 1] + comment.column - 1, starts[comment.endLine - 1] + comment.endColumn - 1
    start = min(start, len(script) - 1)  # it may be at the end of the script
    return analysis.span_in_script(start, min(max(end, start + 1), len(script)))


def _question(context: Context[CommandLine]) -> Question | None:
    """Return the question for shellcheck about a command line; None if it has no script that shellcheck can read."""
    analysis = analysis_of(context)
    if analysis.shell is not Shell.posix or not analysis.script or analysis.unfinished:
        return None
    dialect = _dialect(context, analysis)
    return Question(dialect, analysis.script) if dialect else None


def _fits(question: Question) -> bool:
    return len(question.script) <= _LONGEST


def _dialect(context: Context[CommandLine], analysis: Analysis) -> str | None:
    name = without_prefixes(Command(analysis.words)).name
    if name == "sh" and not analysis.in_container:
        image = getattr(machine_of(context), "image_reference", None)
        values = [getattr(image, key, None) for key in ("publisher", "offer")]
        texts = [text.lower() for text in values if isinstance(text, str) and text]
        if texts and not any(name in text for text in texts for name in ("ubuntu", "debian", "canonical")):
            return "bash"
    return _DIALECTS.get(name)
