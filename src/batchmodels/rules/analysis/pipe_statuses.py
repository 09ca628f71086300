"""The exit codes of a pipeline's commands that a script reads from ``PIPESTATUS``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Block, Command, Compound, Pipeline, Statement
from .command_line import Analysis
from .prefixes import without_prefixes
from .word_sets import names

_READ = re.compile(r"(?<!\w)PIPESTATUS(?!\w)(?:\[([^\]]{0,50})\])?")
_READ_BY_ZSH = re.compile(r"(?<!\w)pipestatus(?!\w)(?:\[([^\]]{0,50})\])?")
_NUMBER = re.compile(r"\s*(-?[0-9]{1,4})\s*\Z")
_PRINTING = names("echo printf logger :")
_SAVING = names("declare local readonly typeset let read mapfile readarray")
_NAME = re.compile(r"\A([A-Za-z_]\w*)(?:\[[^\]]*\])?\+?=|\A([A-Za-z_]\w*)\Z")
_USE = re.compile(r"(?<!\w)[A-Za-z_]\w*+(?!\+?=(?!=))")
_LONGEST = 5_000  # characters of a command that are read
_PIPE = re.compile(r"\s*\|(?!\|)")


def examined_statuses(analysis: Analysis) -> set[int]:
    """Return the ids of the commands whose exit codes a script takes from ``PIPESTATUS``.

    The last command of such a pipeline is one of them, because the script examines the whole pipeline.
    """
    zsh = without_prefixes(Command(analysis.words)).name == "zsh"
    script = analysis.code
    if not (_READ_BY_ZSH if zsh else _READ).search(script):
        return set()
    last_uses = _last_uses(analysis, script)
    examined: set[int] = set()
    for pipeline, following in _followed(analysis.body, None):
        for each in _first_elements(following):
            read = _indexes_read(_head(each, script), len(pipeline.elements), zsh=zsh)
            if read and _uses(each, following, last_uses):
                examined |= {id(pipeline.elements[number]) for number in (*read, -1)}
    return examined


def _followed(block: Block, after: Pipeline | None) -> Iterator[tuple[Pipeline, Pipeline]]:
    """Yield the pipelines of a block that join commands, each with the pipeline that runs next; ``after`` follows the block."""
    for number, statement in enumerate(block.statements):
        later = block.statements[number + 1].pipelines[0] if number + 1 < len(block.statements) else after
        for pipeline, following in zip(statement.pipelines, _next_pipelines(statement, later), strict=True):
            joins = len(pipeline.elements) > 1
            if joins and following is not None:
                yield pipeline, following
            for element in pipeline.elements:
                if isinstance(element, Compound):
                    yield from _in_compound(element, None if joins else following)


def _in_compound(compound: Compound, after: Pipeline | None) -> Iterator[tuple[Pipeline, Pipeline]]:
    """Yield the same for a compound command; only if, case and braces keep the exit codes until it ends."""
    keeps = compound.keyword in {"if", "case", "{"}
    for section in compound.sections:
        yield from _followed(section.block, after if keeps else None)


def _next_pipelines(statement: Statement, later: Pipeline | None) -> list[Pipeline | None]:
    """Return the pipeline that runs after each one of a statement, if that succeeds."""
    if statement.background:
        return [None] * len(statement.pipelines)
    following = [later]
    for operator, pipeline in zip(reversed(statement.operators), reversed(statement.pipelines), strict=False):
        following.append(pipeline if operator == "&&" else following[-1])
    return following[::-1]


def _first_elements(pipeline: Pipeline) -> Iterator[Command | Compound]:
    """Yield the elements of a pipeline, each as the first command or head of a loop in it."""
    for element in pipeline.elements:
        first: Command | Compound = element
        while isinstance(first, Compound) and first.keyword in {"if", "while", "until", "(", "{"}:
            block = first.sections[0].block if first.sections else Block()
            if not block.statements:
                break
            first = block.statements[0].pipelines[0].elements[0]
        yield first


def _head(element: Command | Compound, script: str) -> str:
    """Return the text of a command, or of a compound command before its first section."""
    end = element.sections[0].block.start if isinstance(element, Compound) and element.sections else element.end
    return script[element.start : min(end, element.start + _LONGEST)]


def _indexes_read(text: str, length: int, *, zsh: bool) -> set[int]:
    """Return the positions in a pipeline whose exit codes a text reads."""
    read: set[int] = set()
    for match in (_READ_BY_ZSH if zsh else _READ).finditer(text):
        number = _NUMBER.match(match[1]) if match[1] else None
        if number:
            index = int(number[1])
            read.add(index + length if index < 0 else index - 1 if zsh else index)
        elif match[1] is None and not zsh:
            read.add(0)
        else:
            read.update(range(length))  # all of them, or an index that isn't known
    return {index for index in read if 0 <= index < length}


def _uses(element: Command | Compound, pipeline: Pipeline, last_uses: dict[str, int]) -> bool:
    """Return whether a command does something with an exit code: it doesn't only print it, or save it for nothing."""
    if isinstance(element, Compound):
        return True
    if element.words and element.name not in _SAVING:
        is_read = element is not pipeline.elements[-1] or bool(element.redirects)
        return is_read or element.name not in _PRINTING
    targets = element.words[1:] if element.words else element.assignments
    saved = [match[1] or match[2] for word in targets if (match := _NAME.match(word.text))]
    return not saved or any(last_uses.get(name, 0) > element.end for name in saved)


def _last_uses(analysis: Analysis, script: str) -> dict[str, int]:
    """Return where a script last uses each name, apart from assignments and from commands that only print."""
    used: list[str] = []
    start = 0
    for command in analysis.commands:
        prints = command.name in _PRINTING and not command.redirects and not _PIPE.match(script, command.end)
        if prints and command.start >= start:
            used += (script[start : command.start], " " * (command.end - command.start))
            start = command.end
    return {match[0]: match.end() for match in _USE.finditer("".join((*used, script[start:])))}
