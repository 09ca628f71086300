"""BM112: variables in single quotes within a script, which the shell doesn't expand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...shells.script import Shell, Word
from ..analysis.command_line import without_prefixes
from ..analysis.display import shown_word
from ..analysis.flow import Step
from ..analysis.inner_scripts import Part, parts_of, run_by_xargs
from ..analysis.single_quotes import in_single_quotes
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_LITERAL = names(
    "echo printf cat cd mkdir rmdir rm cp mv ln ls touch chmod chown tar unzip gunzip gzip curl wget export "
    "declare local readonly "
    "[ test [[ mount install rsync azcopy source . head tail wc stat dd zip tee mktemp realpath dirname basename pushd python "
    "python3 pip pip3 java unset"
)
"""Programs that take text and file names as they are. Others, for example awk, perl and ssh, expand variables themselves."""
_PRINTING = names("echo printf cat tee")
_WITH_PROGRAM = names("python python3 java")
_OF_THE_SHELL = names("HOME PATH PWD USER TMPDIR HOSTNAME")


@rule("BM112", Severity.warning, "variable in single quotes within a script", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def quoted_variables(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``mkdir '$AZ_BATCH_NODE_SHARED_DIR/tools'``."""
    for part in parts_of(context):
        if part.analysis.shell is not Shell.posix or part.analysis.script is None or "'" not in part.analysis.script:
            continue
        known = _known(context, part)
        for step in part.flow.steps:
            found = _literal(step, known)
            if found is not None:
                word, name = found
                yield context.finding(
                    f"the shell doesn't expand ${name} in single quotes, so "
                    f"{shown_word(step.command.words[0].text)} gets the text "
                    f"${name} itself.",
                    "Use double quotes around it.",
                    "commandLine",
                    span=part.analysis.span(word),
                )
                return


def _known(context: Context[CommandLine], part: Part) -> set[str]:
    """Return the variables that have a value: those of Batch aside, the script's own and the environment settings."""
    settings: Any = getattr(context.task, "environment_settings", None)
    names = {getattr(setting, "name", None) for setting in (settings if isinstance(settings, list) else ())}
    assigned = {word.text.partition("=")[0] for command in part.analysis.commands for word in command.assignments}
    exported = {
        word.text.partition("=")[0]
        for command in part.analysis.commands
        if command.name in {"export", "read", "declare", "local", "readonly"}
        for word in command.words[1:]
    }
    return {name for name in names if isinstance(name, str)} | assigned | exported | _OF_THE_SHELL


def _literal(step: Step, known: set[str]) -> tuple[Word, str] | None:
    """Return a word in which a variable isn't expanded although it is meant to be, and the variable; None if there is none."""
    command = without_prefixes(run_by_xargs(step.command))
    if command.name not in _LITERAL or not command.words:
        return None
    if command.name in _PRINTING and (step.piped or _writes_a_file(step)):
        return None  # it may write a script, in which the variable is expanded later
    if command.name in _WITH_PROGRAM and "-c" in command.arguments[:4]:
        return None
    for word in command.words[1:]:
        for name in in_single_quotes(word):
            if (name.startswith("AZ_BATCH_") or name in known) and not _is_kept(word):
                return word, name
    return None


def _writes_a_file(step: Step) -> bool:
    """Return whether the output of a command goes to a file or a variable, or may go there."""
    redirected = any(">" in redirect.operator and not redirect.operator.startswith("2") for redirect in step.command.redirects)
    return redirected or step.in_word or step.nested or step.command.name == "tee"


def _is_kept(word: Word) -> bool:
    """Return whether a text is one that another program expands: a program text, or an assignment for later."""
    return bool(re.search(r"[;|&\n]|\$\(|\bexport\b", word.text))
