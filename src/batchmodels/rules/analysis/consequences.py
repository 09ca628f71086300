"""Whether a later command fails because an earlier one has failed, so that the failure isn't lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...shells.script import Command, commands_in
from .missing import Missing
from .steps import Status, Step
from .word_sets import names

_REMOVING = names("rm rmdir unlink")
_LOST = frozenset({Status.passed, Status.repeated, Status.piped, Status.background, Status.unreachable})


def is_noticed(steps: Sequence[Step], number: int, there: Iterable[str]) -> bool:
    """Return whether the script fails, or may fail, because it lacks what a command makes that fails.

    Args:
        steps: The script's steps, in the order of the text.
        number: The number of the command that fails.
        there: The paths of files that are there before the script runs.
    """
    missing = Missing((*there, *_named_before(steps[:number])))
    missing.after_failure(steps[number].command)
    skipped = {id(command) for command in _joined_to(steps[number])}
    for step in steps[number + 1 :]:
        if id(step.command) in skipped:
            missing.after_failure(step.command)
        elif step.guarded:
            continue
        elif missing.fails(step.command):
            if step.fate not in _LOST:
                return True
            missing.after_failure(step.command)
            skipped.update(id(command) for command in _joined_to(step))
        else:
            missing.after_success(step.command)
    return False


def _named_before(steps: Sequence[Step]) -> set[str]:
    """Return the words of commands, which may be files that are there then, without those that a command removes."""
    named: set[str] = set()
    for step in steps:
        command = step.command
        if command.name in _REMOVING and not step.guarded:
            named.difference_update(command.arguments)
        else:
            named.update(word.text for word in command.words)
        named.update(redirect.target.text for redirect in command.redirects)
    return named


def _joined_to(step: Step) -> tuple[Command, ...]:
    """Return the commands that don't run if a command fails, because ``&&`` joins them to it."""
    statement = step.statement
    number = next(
        (n for n, pipeline in enumerate(statement.pipelines) if step.command in pipeline.elements), len(statement.pipelines)
    )
    following = []
    for operator, pipeline in zip(statement.operators[number:], statement.pipelines[number + 1 :], strict=False):
        if operator != "&&":
            break
        following.append(pipeline)
    return commands_in(*following, in_words=False)
