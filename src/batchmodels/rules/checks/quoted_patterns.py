"""BM119: patterns and tildes in quotes, which the shell doesn't expand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Command, Shell, Word
from ..analysis.display import shown_word
from ..analysis.inner_scripts import parts_of
from ..analysis.prefixes import without_prefixes
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_OF_FILES = names(
    "rm cp mv ls cat chmod chown ln touch mkdir head tail wc dpkg rpm gunzip gzip bunzip2 unxz tar install rsync cd "
    "bash sh . source pip pip3 wget curl sha256sum md5sum du stat"
)
_WITH_PARENTS = re.compile(r"-[a-zA-Z]*p[a-zA-Z]*|--parents")
_COPYING = names("cp mv ln install rsync")
_LOADING = names("curl wget")
_OUTPUT = re.compile(r"-[a-zA-Z]*[oO]|--output(?:-document)?")
_PATTERN = re.compile(r"(?:[^\s*?]*/)?[\w.@%+-]*\*[\w.*@%+-]*")
_TILDE = re.compile(r"~(?:/[\w./@%+-]*)?")
_REMOTE = re.compile(r"\w+://|[\w.@-]+:")
_TAKING_PATTERNS = re.compile(r"--(?:exclude|include|wildcards|transform|strip|format|pattern).*|-[A-Za-z]*[wHA]")


@rule("BM119", Severity.warning, "pattern in quotes", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def quoted_pattern(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``rm -f "/var/cache/app/*"`` and ``mkdir "~/data"``."""
    for part in parts_of(context):
        if part.analysis.shell is not Shell.posix or part.analysis.script is None:
            continue
        for step in part.flow.steps:
            found = _quoted(without_prefixes(step.command))
            if found is None:
                continue
            word, what = found
            outside = "the pattern" if what == "a pattern" else "~/"
            yield context.finding(
                f"the shell doesn't expand {what} in quotes, so {_effect(step.command, word)} with the name "
                f"{shown_word(word.text)}.",
                f"Put {outside} outside of the quotes{', or use $HOME' if what == '~' else ''}.",
                "commandLine",
                span=part.analysis.span(word),
            )
            break


def _effect(command: Command, word: Word) -> str:
    """Return what a command does with a name that it takes as it is."""
    bare = without_prefixes(command)
    name = shown_word(command.words[0].text)
    if bare.name == "mkdir" and ("/" not in word.text or any(map(_WITH_PARENTS.fullmatch, bare.arguments))):
        return f"{name} makes a directory"
    if bare.name == "touch" and "/" not in word.text:
        return f"{name} makes a file"
    before = bare.words[bare.words.index(word) - 1].text
    operands = [each for each in bare.words[1:] if not each.text.startswith("-")]
    copies = bare.name in _COPYING and word is bare.words[-1] and len(operands) > 1
    is_target = copies or (bare.name in _LOADING and bool(_OUTPUT.fullmatch(before)))
    verb = "makes" if copies and bare.name == "ln" else "writes to" if is_target else "looks for"
    verb = "means" if bare.name == "mkdir" else verb
    is_directory = bare.name in {"cd", "mkdir"} or (bare.name == "tar" and before in {"-C", "--directory"})
    return f"{name} {verb} a {'directory' if is_directory else 'file'}"


def _quoted(command: Command) -> tuple[Word, str] | None:
    """Return a word with a pattern or a tilde in quotes, and which of the two it is."""
    if command.name not in _OF_FILES or any(map(_TAKING_PATTERNS.fullmatch, command.arguments)):
        return None
    for word in command.words[1:]:
        if word.raw[:1] not in {'"', "'"} or word.raw[-1:] != word.raw[:1] or _REMOTE.match(word.text):
            continue
        if _TILDE.fullmatch(word.text):
            return word, "~"
        if command.name in {"curl", "wget", "tar", "rsync"}:
            continue
        if _PATTERN.fullmatch(re.sub(r"\$\{?\w+\}?", "x", word.text)) and not word.pattern:
            return word, "a pattern"
    return None
