"""Failures that another command hides: the reader of a pipe, ``find``, or a declaration."""

from __future__ import annotations

import itertools

import msgspec

from ...shells.script import Block, Command, pipelines_in
from ..command_lines import TASK
from .display import shown_command
from .flow import Status, Step
from .important_commands import is_important, matters
from .inner_scripts import Part
from .prefixes import without_prefixes
from .word_sets import names

_DECLARING = names("export local declare readonly typeset")
_FETCHING = names("curl wget az aws azcopy gsutil git docker")
_DOWNLOADING = names("curl wget az azcopy aws gsutil")
# What makes do with nothing to read, and says that all is well.
_CONTENT_WITH_NOTHING = names(
    "bash sh dash zsh ksh python python2 python3 perl node ruby php tee cat xargs sed awk gawk jq cut tr sort uniq "
    "base64 crontab patch psql sqlite3"
)
_WATCHING = frozenset({"tee", "logger", "ts", "cat"})


def hidden_in_a_pipeline(part: Part, examined: set[int]) -> tuple[Command, Command] | None:
    """Return two commands of a pipeline, the second of which hides that the first has failed; None without such two.

    Args:
        part: The script.
        examined: The ids of the commands whose exit codes the script examines anyway.
    """
    steps = {id(step.command): step for step in part.flow.steps}
    for pipeline in pipelines_in(part.analysis.body, in_words=False):
        for left, right in itertools.pairwise(pipeline.elements):
            if not isinstance(left, Command) or not isinstance(right, Command):
                continue
            step = steps[id(left)]
            lost = step.status is Status.piped and not step.asked and id(left) not in examined
            if lost and _hides(left, right):
                return left, right
    return None


def _hides(left: Command, right: Command) -> bool:
    """Return whether a command succeeds although the one that writes its input fails."""
    writer, reader = without_prefixes(left).name, without_prefixes(right).name
    if writer in _DOWNLOADING and reader in _CONTENT_WITH_NOTHING:
        return True
    if reader == "tee" and matters(left, in_cmd=False):
        return True
    return reader in _WATCHING and (is_important(left) or writer in _DOWNLOADING)


def hidden_by_a_command(part: Part) -> tuple[str, str, Command] | None:
    """Return the message, the fix and the command of the first failure that a command hides; None without one."""
    for step in part.flow.steps:
        if step.status is Status.unreachable or step.asked or step.status is Status.handled:
            continue
        if found := _of_find(step) or _of_declaration(step):
            return found
    return None


def _of_find(step: Step) -> tuple[str, str, Command] | None:
    """Describe ``find -exec program {} ;``, which succeeds if the program fails."""
    command = without_prefixes(step.command)
    if command.name != "find" or "-quit" in command.arguments:
        return None
    texts = command.arguments
    start = next((number + 1 for number, text in enumerate(texts) if text in {"-exec", "-execdir"}), 0)
    if not start or ";" not in texts[start:]:
        return None
    inner = msgspec.structs.replace(command, words=command.words[1 + start : 1 + start + texts[start:].index(";")])
    if not is_important(inner):
        return None
    name = shown_command(inner)
    return (
        f"if {name} fails, find still succeeds, and so does the {TASK}.",
        "Use -exec ... {} + if the program takes several files, or a loop over the files with set -e.",
        step.command,
    )


def _of_declaration(step: Step) -> tuple[str, str, Command] | None:
    """Describe ``export X=$(curl ...)`` with ``set -e``, which only looks at the status of ``export``."""
    command = step.command
    if command.name not in _DECLARING or not command.inner or "errexit" not in step.options or step.suspended:
        return None
    inner = _last(command.inner[0])
    if inner is None or without_prefixes(inner).name not in _FETCHING:
        return None
    name = shown_command(inner)
    return (
        f"if {name} fails, {command.name} still succeeds, so set -e doesn't end the script, and the variable is empty.",
        f"Assign the variable first, and use {command.name} in a line of its own.",
        step.command,
    )


def _last(block: Block) -> Command | None:
    """Return the only command of a block, or the last of its only pipeline."""
    if len(block.statements) != 1 or len(block.statements[0].pipelines) != 1:
        return None
    first = block.statements[0].pipelines[0].elements[0]
    return first if isinstance(first, Command) else None
