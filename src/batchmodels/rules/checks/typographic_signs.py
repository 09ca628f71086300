"""BM110: quotes and dashes of word processors."""

from __future__ import annotations

from collections.abc import Iterator

from ...shells.script import Shell, Word
from ..analysis.command_line import analysis_of, span_outside
from ..analysis.display import shown_word
from ..analysis.inner_scripts import parts_of
from ..analysis.shell_arguments import mistake_in_arguments
from ..analysis.typography import ANY_DASH, DASHES, outer_words, typographic
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule


@rule("BM110", Severity.warning, "typographic quotes or dashes", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def typographic_signs(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find the quotes and dashes of a word processor where a shell needs the plain ones."""
    analysis = analysis_of(context)
    for word in outer_words(analysis):
        if not word.text.startswith(DASHES) or mistake_in_arguments(analysis) is None:  # BM108 reports the dash of -c
            splits = not word.text.startswith(DASHES) and (analysis.shell is Shell.posix or word is analysis.words[0])
            yield context.finding(
                *_said(word), "commandLine", span=span_outside(word), severity=Severity.error if splits else None
            )
            return
    for part in parts_of(context) if analysis.script is not None else ():
        for command, word in typographic(part.analysis):
            is_program = word in command.words[:1]
            step = next(step for step in part.flow.steps if step.command is command)
            fails = is_program and step.status.fails and not step.guarded
            yield context.finding(
                *_said(word), "commandLine", span=part.analysis.span(word), severity=Severity.error if fails else None
            )
            return


def _said(word: Word) -> tuple[str, str]:
    shown = shown_word(word.text)
    if word.text.startswith(DASHES):
        dashes = "--" if word.text.startswith("\u2014") else "-"  # word processors turn two hyphens into a long dash
        plain = shown_word(dashes + word.text.lstrip(ANY_DASH))
        return (
            f"{shown} begins with a typographic dash, so the program reads it as a name and not as an option.",
            f"Write {plain} with plain hyphens.",
        )
    quotes_nothing = "quotes nothing: it is part of the word, and blanks still separate words"
    return f"{shown} begins with a typographic quote, which {quotes_nothing}.", "Use plain quotes: \" or '."
