"""Whether a later command fails because an earlier one has failed, so that the failure isn't lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from ...shells.posix import split_words
from ...shells.script import Command, Statement, commands_in
from .assigned_values import assigned_values, with_value
from .missing import Missing
from .prefixes import without_prefixes
from .steps import Status, Step
from .word_sets import names

_MOUNTING = names("mount mount.cifs mount.smb3 mount.nfs mount.nfs4 sshfs blobfuse blobfuse2 s3fs")
_LISTS_OF_MOUNTS = names("/proc/mounts /proc/self/mounts /etc/mtab")
_APT = names("apt-get apt aptitude")
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
    values = assigned_values(step.command for step in steps)
    missing.after_failure(_meant(steps[number].command, values))
    skipped = {id(command) for command in _joined_to(steps[number])}
    for index, step in enumerate(steps[number + 1 :], number + 1):
        mounts, command = _mounts_on_a_new_node(steps, index), _meant(step.command, values)
        if id(step.command) in skipped:
            missing.after_failure(command)
        elif step.guarded and not mounts:
            continue
        elif missing.fails(command):
            if step.status.fails if mounts else step.fate not in _LOST:
                return True
            missing.after_failure(command)
            skipped.update(id(each) for each in _joined_to(step))
        else:
            missing.after_success(command)
    return False


def _meant(command: Command, values: dict[str, str]) -> Command:
    """Return a command with the value of the variable that names its program: ``$APT`` after ``APT="apt-get -q"``."""
    first = command.words[0] if command.words else None
    if first is None or not first.variables or (text := with_value(first.text, values)) == first.text:
        return command
    return msgspec.structs.replace(command, words=(*split_words(text), *command.words[1:]))


def _mounts_on_a_new_node(steps: Sequence[Step], number: int) -> bool:
    """Return whether a command mounts what isn't mounted yet, as on a new node: ``mountpoint -q /data || mount /data``."""
    if number == 0 or not steps[number].guarded or without_prefixes(steps[number].command).name not in _MOUNTING:
        return False
    test = without_prefixes(steps[number - 1].command)
    if test.name in {"mountpoint", "findmnt"}:
        return True
    lists = number > 1 and steps[number - 2].command.name == "mount" and len(steps[number - 2].command.words) == 1
    return test.name == "grep" and (lists or not _LISTS_OF_MOUNTS.isdisjoint(test.arguments))


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


def may_end_in_failure(command: Command, end: Statement) -> bool:
    """Return whether a command updates package lists, and the last statement may fail without them: it installs packages."""
    installs = any(_runs_apt(each, "install") for each in commands_in(end, in_words=False))
    return installs and _runs_apt(command, "update")


def _runs_apt(given: Command, action: str) -> bool:
    command = without_prefixes(given)
    return command.name in _APT and action in command.arguments
