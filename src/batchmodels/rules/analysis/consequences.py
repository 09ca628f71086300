"""Whether a later command fails because an earlier one has failed, so that the failure isn't lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...shells.script import Command, commands_in
from .missing import Missing
from .steps import Status, Step

_LOST = frozenset({Status.passed, Status.repeated, Status.piped, Status.background, Status.unreachable})


def is_noticed(steps: Sequence[Step], number: int, there: Iterable[str]) -> bool:
    """Return whether the script fails, or may fail, because it lacks what a command makes that fails.

    Args:
        steps: The script's steps, in the order of the text.
        number: The number of the command that fails.
        there: The paths of files that are there before the script runs.
    """
    before = [step.command for step in steps[:number]]
    named = [word.text for command in before for word in command.words]
    named += [redirect.target.text for command in before for redirect in command.redirects]
    missing = Missing((*there, *named))
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
