"""How a script gets from one command to the next: which run only if something holds, and whose failure counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from ...models.start_task import StartTask
from ...shells.script import Command, Shell
from ..registry import Place
from .command_line import Analysis, analysis_of, without_prefixes
from .word_sets import names

LOOPS = frozenset({"while", "until", "do", "for", "foreach"})
"""The reserved words of loops."""

# Programs and builtins whose exit code tells how things are.
_TESTS = names(
    "test [ [[ (( id getent grep egrep fgrep zgrep which type hash where whereis ls stat find dir file cmp diff blkid lsblk "
    "findmnt mountpoint pgrep ps lsmod dpkg-query rpm test-path get-item get-command get-localuser get-service findstr"
)
_CONDITIONS = frozenset({"if", "elif", "elseif", "while", "until", "then", "else", "!", "switch", "try", "catch"})
_JOINING = frozenset({"&&", "||", "|", "|&"})
_ENDS = frozenset({")", "}", "fi", "done", "esac", "]]"})
_ENDS_OF_CASES = frozenset({";;", ";&", ";;&"})
_LEAVING = frozenset({"exit", "return"})
_STOPS = re.compile(r"([-+])(?>[A-Za-z]*?e)[A-Za-z]*")


class Flow(msgspec.Struct, frozen=True):
    """A command line's commands, and how one leads to another.

    Attributes:
        guarded: For each command, whether it runs only if something else holds, or fails.
        counts: For each command, whether its failure fails the script, or keeps some of it from running.
        loops: Whether there is a loop.
    """

    guarded: tuple[bool, ...]
    counts: tuple[bool, ...]
    loops: bool


def flow_of(place: Place[StartTask]) -> Flow:
    """Follow a start task's command line; once, however many rules ask."""
    found: Flow | None = place.memo.get("flow")
    if found is None:
        found = place.memo["flow"] = flow_in(analysis_of(place))
    return found


def flow_in(analysis: Analysis) -> Flow:
    """Follow the commands of a script."""
    commands = analysis.commands
    loops = any(command.keyword in LOOPS for command in commands)
    return Flow(tuple(_guarded(commands)), tuple(_counts(analysis)), loops)


def runs_of(analysis: Analysis) -> Iterator[tuple[int, Command]]:
    """The commands that are run, with their numbers and without ``sudo`` and its like; not those only asked for."""
    for index, command in enumerate(analysis.commands):
        if not _asks_for_a_command(command):
            yield index, without_prefixes(command)


def retries_of(task: StartTask) -> int | None:
    """How often a start task is repeated; None if that can't be told."""
    count: Any = task.max_task_retry_count
    if count is None:
        return 0
    return count if isinstance(count, int) and not isinstance(count, bool) else None


def _asks_for_a_command(command: Command) -> bool:
    return command.name == "command" and command.arguments[:1] in {("-v",), ("-V",)}


def _is_test(command: Command) -> bool:
    inner = without_prefixes(command)
    return inner.name in _TESTS or _asks_for_a_command(command) or bool({"inspect", "is-active"} & set(inner.arguments[:2]))


def _guarded(commands: tuple[Command, ...]) -> Iterator[bool]:
    anywhere = any(
        command.operator in _ENDS_OF_CASES or (command.operator in _JOINING and _is_test(command)) for command in commands
    )
    blocks, chains = [False], [False]  # by depth: whether the bracket runs conditionally, and whether the chain has tested
    left = False  # whether the script may have ended well by now
    before = ""
    for command in commands:
        depth = command.depth
        del blocks[depth + 1 :], chains[depth + 1 :]
        while len(blocks) <= depth:
            blocks.append(blocks[-1] or chains[-1] or anywhere)
            chains.append(False)
        conditional = command.keyword in _CONDITIONS
        blocks[depth] = blocks[depth] or bool(conditional and depth)
        yield left or conditional or blocks[depth] or chains[depth]
        if command.name in _LEAVING and (blocks[depth] or chains[depth]):
            left = left or "0" in command.arguments or (not command.arguments and before != "||")
        tested = command.operator == "||" or _is_test(command)
        chains[depth] = command.operator in _JOINING and (chains[depth] or tested)
        before = command.operator


def _counts(analysis: Analysis) -> list[bool]:
    stops = list(_stops(analysis))
    powershell = analysis.shell is Shell.powershell
    result: list[bool] = []
    blocks, chains = [False], [False]  # by depth: whether something deals with the failure of the bracket, of the chain
    behind: Command | None = None
    last = True
    for command, stop in zip(reversed(analysis.commands), reversed(stops), strict=True):
        depth, operator = command.depth, _operator(command, behind)
        del blocks[depth + 1 :], chains[depth + 1 :]
        while len(blocks) <= depth:
            blocks.append(blocks[-1] or (behind is not None and _is_end(behind) and chains[-1]))
            chains.append(blocks[-1])
        if command.operator == "||":
            chains[depth] = blocks[depth] or not (behind and _fails(behind))
        elif command.operator not in _JOINING:
            chains[depth] = blocks[depth]
        stops_here = stop and (powershell or operator not in {"|", "|&"})
        ignored = operator == "&" and analysis.shell is Shell.posix
        leads_on = operator in {"&&", "||"}  # to what is left out, or to an exit
        result.append((leads_on or last or stops_here) and not ignored and not chains[depth])
        last = last and not command.words
        behind = command
    return result[::-1]


def _operator(command: Command, behind: Command | None) -> str:
    """What stands behind a command, or behind the bracket that it is the last one in."""
    return behind.operator if behind and _is_end(behind) and behind.depth < command.depth else command.operator


def _is_end(command: Command) -> bool:
    return not command.words and command.keyword in _ENDS


def _fails(command: Command) -> bool:
    return (command.name in _LEAVING and "0" not in command.arguments) or command.name == "false"


def _stops(analysis: Analysis) -> Iterator[bool]:
    """For each command, whether the shell has been told to stop at failures."""
    stops = "errexit" in analysis.options
    for command in analysis.commands:
        yield stops
        if command.name == "set" and analysis.shell is Shell.posix:
            for argument in command.arguments:
                if match := _STOPS.fullmatch(argument):
                    stops = match[1] == "-"
        elif analysis.shell is Shell.powershell:
            texts = " ".join(word.raw for word in (*command.assignments, *command.words[:4])).lower()
            stops = stops or ("erroractionpreference" in texts and "stop" in texts)
