"""Comments that ignore rules: ``# batchmodels: ignore BM302, BM8``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from ..rules.finding import Severity, help_for
from ..secrets.masking import cut, mask_text
from .comments import Comment, comments_of
from .diagnostics import DOCUMENT, REFUSED, UNREADABLE, Diagnostic
from .leaves import leaves_of
from .positions import Lines
from .rule_names import IGNORES, UNKNOWN_IGNORE, UNUSED_IGNORE, ignorable_rules, matching
from .source import Source

_MARK = "batchmodels:"
_IGNORE = re.compile(r"batchmodels:[ \t]*ignore\b(?P<rest>[^\r\n]*)")
# The first word is a rule, and so is each after a comma. After a blank only what looks like one is: the rest is prose.
_WORDS = re.compile(r"[ \t]*(?P<word>[\w/]+)(?P<more>(?:[ \t]*,[ \t]*[\w/]+|[ \t]+(?:BM\d\w*|\w+/\w+))*)", re.IGNORECASE)
_SHOWN = 40


class _Ignore(NamedTuple):
    """One rule of a comment: the word, its offsets, the rules that it means, and the lines that it counts for."""

    word: str
    start: int
    rules: frozenset[str]
    lines: range


def without_ignored(source: Source, diagnostics: list[Diagnostic], unchecked: Collection[str]) -> list[Diagnostic]:
    """Leave out the diagnostics that comments ignore, and report comments that name no rule or ignore nothing.

    Args:
        source: The file.
        diagnostics: What is wrong in it.
        unchecked: The rules that aren't checked: a comment that ignores one of them may still be needed.
    """
    if _MARK not in source.text:
        return diagnostics
    lines = Lines(source.text)
    ignores: list[_Ignore] = []
    reported: list[Diagnostic] = []
    for found in _found(source, lines):
        if isinstance(found, Diagnostic):
            reported.append(found)
        else:
            ignores.append(found)
    used: set[_Ignore] = set()
    kept: list[Diagnostic] = []
    for diagnostic in diagnostics:
        own = [each for each in ignores if diagnostic.rule in each.rules and diagnostic.line in each.lines]
        used.update(own)
        kept += [] if own else [diagnostic]
    uncertain = {*unchecked, *_uncertain()}
    reported += [
        _about(source, lines, each, UNUSED_IGNORE, f"this comment ignores {each.word}, which isn't reported here.")
        for each in ignores
        if each not in used and not each.rules <= uncertain
    ]
    return [*kept, *(each for each in reported if each.rule not in unchecked)]


def _uncertain() -> set[str]:
    """The rules whose findings depend on a program that may be missing."""
    from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time

    return {rule.id for rule in RULES.values() if rule.prepare is not None}


def _found(source: Source, lines: Lines) -> Iterator[_Ignore | Diagnostic]:
    """The rules that comments ignore, and diagnostics about those that aren't rules."""
    comments = list(comments_of(source))
    scopes = _Scopes(source, lines, comments)
    rules = ignorable_rules()
    for comment in comments:
        for ignore in _IGNORE.finditer(source.text, comment.start, comment.end):
            words = _WORDS.match(ignore["rest"])
            if not words:
                empty = _Ignore("", ignore.start(), frozenset(), range(0))
                yield _about(source, lines, empty, UNKNOWN_IGNORE, "expected the rules to ignore, got none.", ignore.end())
                continue
            for found in re.finditer(r"[\w/]+", words[0]):
                word, start = found[0], ignore.start("rest") + found.start()
                each = _Ignore(mask_text(cut(word, _SHOWN)), start, frozenset(), range(0))
                if word.lower().startswith((REFUSED, DOCUMENT, UNREADABLE)):
                    yield _about(source, lines, each, UNKNOWN_IGNORE, f"{each.word} can't be ignored.")
                    continue
                try:
                    meant = frozenset(matching(word, rules))
                except ValueError as error:
                    yield _about(source, lines, each, UNKNOWN_IGNORE, str(error))
                    continue
                yield each._replace(rules=meant, lines=scopes.of(comment))


def _about(source: Source, lines: Lines, ignore: _Ignore, rule: str, message: str, end: int = 0) -> Diagnostic:
    place = lines.position(ignore.start, end or ignore.start + len(ignore.word))
    fix = f"Remove {ignore.word} from the comment." if ignore.word and rule == UNUSED_IGNORE else ""
    return Diagnostic(source.file, *place, "", rule, Severity.warning, IGNORES[rule], message, fix, help_for(rule))


class _Scopes:
    """The lines that comments count for: their own, the next one if they are alone on theirs, and texts that begin there."""

    def __init__(self, source: Source, lines: Lines, comments: list[Comment]) -> None:
        self._text = source.text
        self._lines = lines
        self._alone: dict[int, int] = {}  # the first line of a comment that is alone, and its last one
        for comment in comments:
            place = lines.position(*comment)
            if self._is_alone(comment):
                self._alone[place.line] = place.end_line
        self._ends: dict[int, int] = {}  # the first line of a text of several lines, and its last one
        for leaf in leaves_of(source.node):
            place = lines.position(leaf.start, leaf.end)
            if place.end_line > place.line and not leaf.is_key:
                self._ends[place.line] = max(place.end_line, self._ends.get(place.line, 0))

    def _is_alone(self, comment: Comment) -> bool:
        before = re.split(r"[\r\n]", self._text[max(0, comment.start - 1000) : comment.start])[-1]
        after = re.split(r"[\r\n]", self._text[comment.end : comment.end + 1000])[0]
        return not before.strip() and not after.strip()

    def of(self, comment: Comment) -> range:
        """The lines of a comment's scope."""
        place = self._lines.position(*comment)
        last = place.end_line
        if place.line in self._alone:
            last += 1
            while last in self._alone:
                last = self._alone[last] + 1
        return range(place.line, self._ends.get(last, last) + 1)
