"""URLs without quotes, which end at their ``&``: in POSIX shells and in cmd; Windows PowerShell doesn't parse them."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...shells.script import Block, Command, Shell, Statement, commands_in, nodes_in
from .command_line import Analysis
from .powershell_texts import without_texts

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


def urls_cut_in_posix(analysis: Analysis) -> list[CutUrl]:
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
    cut = urls_cut_in_posix(analysis)
    before = {id(command) for url in cut for command in commands_in(*url.statements[:-1])}
    return before | {id(commands_in(url.statements[-1])[0]) for url in cut}


def _in_block(statements: tuple[Statement, ...], code: str) -> list[CutUrl]:
    found: list[CutUrl] = []
    pieces: list[Statement] = []
    for statement in statements:
        if not pieces and not _begins(statement, code):
            continue
        pieces.append(statement)
        if not _goes_on(statement, code):
            found.append(CutUrl(tuple(pieces), pieces[0].last.end, commands_in(statement)[0].end))
            pieces.clear()
    return found


def _begins(statement: Statement, code: str) -> bool:
    """Return whether a statement ends within a URL."""
    command = statement.last
    if not _goes_on(statement, code) or not isinstance(command, Command) or not command.words:
        return False
    word = command.words[-1]
    known = _URL.search(word.text) or (word.variables and _QUERY.match(word.text))
    return bool(known) and word.start + len(word.raw) == command.end


def _goes_on(statement: Statement, code: str) -> bool:
    """Return whether the next piece of a URL follows ``&`` directly."""
    return bool(_NEXT.match(code, statement.last.end))


_URL_OF_WINDOWS = re.compile(r"(?i)https?://[^\s\"'&|<>^?]{1,2000}\?[^\s\"'&|<>^]*=[^\s\"'&|<>^]*(&)(?=[\w.%-]+=)")
_IN_QUOTES = re.compile(r'"[^"\n]*"')


def url_cut_on_windows(analysis: Analysis) -> re.Match[str] | None:
    """Return the match of a URL that cmd cuts off or PowerShell doesn't parse, whose group is the ``&``; None without one."""
    if analysis.shell not in {Shell.cmd, Shell.powershell} or not analysis.script:
        return None
    return _URL_OF_WINDOWS.search(_without_quoted(analysis) if analysis.shell is Shell.cmd else without_texts(analysis.script))


def _without_quoted(script: Analysis) -> str:
    """Return a script of cmd without the texts in its quotes; the outer quotes are around all of it."""
    text = script.code
    bare = re.fullmatch(r"(\s*)\"(.*)\"(\s*)", text, re.DOTALL)
    if bare is not None and script.commands and script.commands[0].start > len(bare[1]):
        text = f"{bare[1]} {bare[2]} {bare[3]}"  # cmd has removed the outer quotes
    return _IN_QUOTES.sub(lambda found: "_" * len(found[0]), text)
