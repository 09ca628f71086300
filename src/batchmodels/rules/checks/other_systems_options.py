"""BM125: arguments that the programs of Linux don't take."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Command, Shell
from ..analysis.flow import Status, runs_of
from ..analysis.inner_scripts import meant_parts_of
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_WITH_VALUE = frozenset({"-d", "--date", "-f", "--file", "-r", "--reference", "-s", "--set"})


@rule("BM125", Severity.error, "arguments that the program doesn't take", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def wrong_arguments(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``sed -i ""``, which is for macOS, and ``date`` with a blank in its format."""
    for part in meant_parts_of(context):
        if part.analysis.shell is not Shell.posix or part.analysis.windows:
            continue
        for index, command in runs_of(part.analysis):
            step = part.flow.steps[index]
            found = _wrong(command)
            if found is None or step.status is Status.unreachable:
                continue
            what, fix = found
            fails = step.status.fails and part.counts and not step.guarded and not step.in_word
            yield context.finding(
                f"{what}.",
                fix,
                "commandLine",
                span=part.analysis.span(command),
                severity=None if fails else Severity.warning,
            )


def _wrong(command: Command) -> tuple[str, str] | None:
    """Return why a program of Linux refuses its arguments, and the fix."""
    if command.name == "sed":
        for option, following in zip(command.words[1:], command.words[2:], strict=False):
            if option.text == "-i" and following.text == "" and following.raw in {'""', "''"}:
                return (
                    'sed -i "" is for macOS: sed of Linux takes the empty word as its program, and the program as a file',
                    "Use sed -i.",
                )
    elif command.name == "date":
        words = command.words[1:]
        plain = [
            word
            for before, word in zip(("", *command.arguments), words, strict=False)
            if not word.text.startswith("-") and before not in _WITH_VALUE
        ]
        if len(plain) > 1 and plain[0].text.startswith("+") and re.match("%", plain[1].text):
            return (
                "date takes one format: the blank ends it, and date fails at the next word",
                'Quote the format: date "+%F %T".',
            )
    elif command.name == "base64" and "-D" in command.arguments:
        return "base64 -D is for macOS, and base64 of Linux doesn't know it", "Use base64 -d."
    elif command.name == "stat" and any(re.match(r"-f%", text) for text in command.arguments):
        return "stat -f% is for macOS, and stat of Linux reads it otherwise", "Use stat -c."
    return None
