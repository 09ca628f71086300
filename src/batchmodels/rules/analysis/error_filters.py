"""Filters for errors at the end of a pipeline, whose exit status is the opposite of what is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...shells.script import Command, Shell
from .flow import Status
from .inner_scripts import Part
from .word_sets import names

_GREP = names("grep egrep fgrep")
_FAILURE = re.compile(
    r"(?i)(?:[a-z]+)?(?:errors?|exceptions?)|err|fail(?:ed|ures?|s)?|fatal|traceback|panic|crash(?:ed)?|critical|segfault|warn(?:ings?)?"
)
_MARKS = re.compile(r"\\[<>bs.]|[\^$:.*\"'()\[\]\\+]")
_WITH_VALUE = re.compile(r"-[A-Za-z]*[mABCDd]|--(?:max-count|after-context|before-context|context|color|colour)")
_INVERTING = re.compile(r"-[A-Za-z]*[vLfV][A-Za-z]*|--(?:invert|files-w|file|help|version).*")


class Filter(NamedTuple):
    """A filter for errors, and the command whose output it reads."""

    command: Command
    source: Command


def last_filter(part: Part) -> Filter | None:
    """Return the filter for errors that ends a script, so that its exit status is the script's; None without one."""
    body = part.analysis.body
    last = body.statements[-1] if body.statements else None
    if last is None or last.background or "||" in last.operators:
        return None
    pipeline = last.pipelines[-1]
    if len(pipeline.elements) == 1 or pipeline.negated:
        return None
    source, command = pipeline.elements[-2:]
    if not isinstance(command, Command) or not isinstance(source, Command):
        return None
    counts = any(step.command is command and step.status is Status.counts and not step.asked for step in part.flow.steps)
    return Filter(command, source) if counts and _looks_for_failures(command, part.analysis.shell) else None


def _looks_for_failures(command: Command, shell: Shell | None) -> bool:
    """Return whether a filter plainly looks for errors or failures, and for nothing else."""
    if any(word.variables or word.substitutes for word in command.words):
        return False
    if command.name in _GREP:
        patterns = _of_grep(command)
    elif command.name in {"findstr", "find"} and shell is not Shell.posix:
        patterns = _of_windows(command)
    else:
        return False
    words = [word for pattern in patterns for word in pattern]
    return bool(words) and all(_FAILURE.fullmatch(_MARKS.sub("", word).strip()) for word in words)


def _of_grep(command: Command) -> Iterator[list[str]]:
    """Yield the alternatives of each pattern of ``grep``; nothing if it selects other lines, or reads files."""
    words, patterns, plain = list(command.arguments), list[str](), list[str]()
    while words:
        word = words.pop(0)
        if _INVERTING.fullmatch(word):
            return
        if re.fullmatch(r"-[A-Za-z]*e|--regexp", word) and words:
            patterns.append(words.pop(0))
        elif word.startswith("--regexp="):
            patterns.append(word.partition("=")[2])
        elif _WITH_VALUE.fullmatch(word) and words:
            words.pop(0)
        elif not word.startswith("-") or word == "-":
            plain.append(word)
    if not patterns:
        patterns, plain = plain[:1], plain[1:]
    if not [file for file in plain if file != "-"]:
        yield from (re.split(r"\\?\|", pattern) for pattern in patterns)


def _of_windows(command: Command) -> Iterator[list[str]]:
    """Yield the alternatives of ``findstr`` or ``find``; nothing if it selects other lines, or reads files."""
    options = [text.lower() for text in command.arguments if text.startswith("/")]
    plain = [text for text in command.arguments if not text.startswith("/")]
    if any(re.match(r"/(?:[a-z]*v[a-z]*\Z|[fgd]:|\?)", option) for option in options):
        return
    literal = [text[3:] for text in command.arguments if text.lower().startswith("/c:")]
    if not literal:
        plain, literal = plain[1:], [word for text in plain[:1] for word in text.split()]
    if not plain:
        yield literal


_FAILURES = re.compile(r"exit(?: /b)? 0*[1-9]\d*")


def failing_filter(part: Part) -> Command | None:
    """Return the filter of ``grep -q error && exit 1`` that ends a script, which fails in any case; None without one."""
    body = part.analysis.body
    last = body.statements[-1] if body.statements else None
    if last is None or last.background or set(last.operators) != {"&&"} or part.analysis.shell is Shell.powershell:
        return None
    *_, before, end = last.pipelines
    filters = _GREP if part.analysis.shell is Shell.posix else _GREP | {"findstr", "find"}
    command, exits = before.elements[-1], end.elements[0]
    if not isinstance(command, Command) or not isinstance(exits, Command) or before.negated or command.name not in filters:
        return None
    return command if _FAILURES.fullmatch(" ".join(word.text.lower() for word in exits.words)) else None
