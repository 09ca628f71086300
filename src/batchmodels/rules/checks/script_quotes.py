"""BM115: quotes within a script that end the quotes around it."""

from __future__ import annotations

from collections.abc import Iterator

from ..analysis.broken_quotes import broken_quotes
from ..analysis.command_line import span_outside
from ..analysis.display import shown_word
from ..analysis.inner_scripts import parts_of
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_NAMES = {'"': "double", "'": "single"}
_FIXES = {
    '"': 'Use single quotes around the script, or write each double quote in it as \\".',
    "'": "Use double quotes inside the script, or write each single quote in it as '\\''.",
}


@rule("BM115", Severity.error, "quotes that end the script too early", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def quotes_end_script(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``bash -c "echo "hello world" > file"``."""
    for part in parts_of(context):
        found = broken_quotes(part.analysis)
        if found is None:
            continue
        name = _NAMES[found.quote]
        if found.rest is None:
            lost = f"expands {found.field} before the program gets it"
            if not found.field.startswith("$"):
                lost = f"removes the quotes of {shown_word(found.field)}, and the program gets the word without them"
            message = f"the {name} quotes inside the script end the ones around it, so the shell {lost}."
        else:
            last, rest = ((word.text.split() or [word.raw])[at] for word, at in ((found.last, -1), (found.rest, 0)))
            message = (
                f"a {name} quote inside the script ends it after {shown_word(last)}: {shown_word(rest)} and everything after "
                "it become arguments, which the script doesn't use."
            )
        span = span_outside(found.rest or found.last) if part.analysis.origin is None or not part.before else None
        yield context.finding(message, _FIXES[found.quote], "commandLine", span=span)
        return
