"""URLs without quotes in scripts of POSIX shells, which ``&`` cuts off."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...shells.script import Block, Command, Shell, Statement, commands_in, nodes_in
from .command_line import Analysis

_URL = re.compile(r"(?i)https?://\S*\?\S*")
_QUERY = re.compile(r"\S*\?[\w.%-]+=\S*")
_NEXT = re.compile(r"&[\w.%-]+=")


class CutUrl(NamedTuple):
    """A URL that ``&`` cuts off.

    Attributes:
        statements: The command with the beginning of the URL, which runs in the background, and the pieces after it.
        ampersand: The offset of the first ``&``.
        end: The end of the command that has the last piece.
    """

    statements: tuple[Statement, ...]
    ampersand: int
    end: int


def cut_urls(analysis: Analysis) -> list[CutUrl]:
    """Return the URLs of a script that ``&`` cuts off: the shell runs the first piece, and takes the rest for assignments."""
    code = analysis.code
    if analysis.shell is not Shell.posix or "?" not in code or not _NEXT.search(code):
        return []
    found: list[CutUrl] = []
    for block in nodes_in(analysis.body):
        if isinstance(block, Block):
            found += _in_block(block.statements, code)
    return found


def pieces_of_urls(analysis: Analysis) -> set[int]:
    """Return the ids of the commands that are only pieces of a URL, with that before the first ``&``."""
    cut = cut_urls(analysis)
    before = {id(command) for url in cut for command in commands_in(*url.statements[:-1])}
    return before | {id(commands_in(url.statements[-1])[0]) for url in cut}


def _in_block(statements: tuple[Statement, ...], code: str) -> list[CutUrl]:
    found: list[CutUrl] = []
    number = 0
    while number + 1 < len(statements):
        first = number
        number += 1
        if not _begins(statements[first], code):
            continue
        while number + 1 < len(statements) and _goes_on(statements[number], code):
            number += 1
        pieces = statements[first : number + 1]
        ampersand = _last_command(pieces[0]).end
        found.append(CutUrl(pieces, ampersand, commands_in(pieces[-1])[0].end))
        number += 1
    return found


def _begins(statement: Statement, code: str) -> bool:
    """Return whether a statement ends within a URL."""
    command = _last_command(statement)
    if not _goes_on(statement, code) or not command.words:
        return False
    word = command.words[-1]
    known = _URL.search(word.text) or (word.variables and _QUERY.match(word.text))
    return bool(known) and word.start + len(word.raw) == command.end


def _goes_on(statement: Statement, code: str) -> bool:
    """Return whether the next piece of a URL follows ``&`` directly."""
    return statement.background and bool(_NEXT.match(code, _last_command(statement).end))


def _last_command(statement: Statement) -> Command:
    return commands_in(statement, in_words=False)[-1]
