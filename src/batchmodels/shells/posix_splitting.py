"""The rules by which a command line on Linux is split into words without a shell."""

from __future__ import annotations

import re

from .script import Word

_QUOTE_OR_BLANK = re.compile(r"[ \t\r\n'\"\\]")
_QUOTE_OR_ESCAPE = re.compile(r"[\"\\]")


def split_words(text: str) -> tuple[Word, ...]:
    """Split a command line as the node does when it starts a program without a shell.

    Quotes and backslashes keep a word together and are removed; everything else is passed to the program. An unclosed quote
    extends to the end.
    """
    words: list[Word] = []
    pos = 0
    while pos < len(text):
        if text[pos] in " \t\r\n":
            pos += 1
            continue
        start = pos
        parts: list[str] = []
        while pos < len(text) and text[pos] not in " \t\r\n":
            pos = _split_piece(text, pos, parts)
        words.append(Word("".join(parts), text[start:pos], start=start))
    return tuple(words)


def _split_piece(text: str, pos: int, parts: list[str]) -> int:
    """Add a quoted, escaped or plain piece of a word to its parts; return the offset of the next piece."""
    if text[pos] == "\\":
        parts.append(text[pos + 1 : pos + 2] or "\\")
        return min(pos + 2, len(text))
    if text[pos] == "'":
        close = text.find("'", pos + 1) % (len(text) + 1)  # -1 becomes the end
        parts.append(text[pos + 1 : close])
        return min(close + 1, len(text))
    if text[pos] != '"':
        found = _QUOTE_OR_BLANK.search(text, pos)
        stop = found.start() if found else len(text)
        parts.append(text[pos:stop])
        return stop
    pos += 1
    while found := _QUOTE_OR_ESCAPE.search(text, pos):
        parts.append(text[pos : found.start()])
        pos = found.end()
        if found.group() == '"':
            return pos
        escaped = text[pos : pos + 1]
        parts.append(escaped if escaped and escaped in '"\\' else "\\" + escaped)
        pos = min(pos + 1, len(text))
    parts.append(text[pos:])
    return len(text)
