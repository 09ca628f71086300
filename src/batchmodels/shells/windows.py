r"""The rules by which the command line of a Windows program is split into arguments.

Windows passes a program one string, and the startup code of the C runtime splits it. This module follows the Universal C
Runtime, which agrees with ``CommandLineToArgvW`` on every well-formed command line:

* Only spaces and tabs separate words. Within double quotes they are text.
* The first word, the program, has no escapes: each double quote turns quoting on or off and is removed; backslashes are text.
* In the other words, backslashes are text unless a double quote follows them. There, two of them make one, and a single one
  makes the quote text: ``\"`` is ``"``, and ``\\"`` is a backslash and a quote that turns quoting on or off.
* Within quotes, ``""`` is one double quote as text, and quoting stays on.
* An unclosed quote extends to the end.

White space before the program is skipped, as Windows does when it looks for the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .script import Word

_BLANKS = re.compile(r"[ \t]*")
# In both patterns the branches exclude each other and one always matches, so nothing is read twice.
_PLAIN = re.compile(r'(?:"[^"]*"?|[^" \t])*')
_PIECE = re.compile(r'(?P<slashes>\\*)"|(?P<blank>[ \t]+)|\\+|[^\\" \t]+')

Span = tuple[int, int, str]
"""The start, the end and the text of a word."""


def split_words(text: str) -> tuple[Word, ...]:
    """Return the words of a command line as the program receives them, its own name first."""
    found = _spans(text)
    return tuple(Word(value, text[start:end], start=start) for start, end, value in found)


def _spans(text: str) -> Iterator[Span]:
    start = skip_blanks(text, 0)
    if start < len(text):
        name = plain_word(text, start)
        yield name
        yield from arguments(text, name[1])


def skip_blanks(text: str, position: int) -> int:
    """Return the position of the next word."""
    blanks = _BLANKS.match(text, position)
    return blanks.end() if blanks else position


def plain_word(text: str, start: int) -> Span:
    """Return the word at a position, parsed like a program's name: quotes turn on and off, and there are no escapes."""
    match = _PLAIN.match(text, start)
    end = match.end() if match else start
    return start, end, text[start:end].replace('"', "")


def plain_words(text: str, position: int) -> Iterator[Span]:
    """Yield the words from a position on, each parsed like a program's name, as batch files and cmd's own commands do."""
    while (position := skip_blanks(text, position)) < len(text):
        span = plain_word(text, position)
        yield span
        position = span[1]


def arguments(text: str, position: int) -> Iterator[Span]:
    """Yield the words from a position on, parsed like a program's arguments."""
    while (position := skip_blanks(text, position)) < len(text):
        span = _argument(text, position)
        yield span
        position = span[1]


def _argument(text: str, start: int) -> Span:
    parts: list[str] = []
    position, quoting = start, False
    while match := _PIECE.match(text, position):
        if match["slashes"] is not None:
            slashes = len(match["slashes"])
            parts.append("\\" * (slashes // 2))
            position = match.end()
            if slashes % 2:
                parts.append('"')
            elif quoting and text.startswith('"', position):
                parts.append('"')
                position += 1
            else:
                quoting = not quoting
        elif match["blank"] is not None and not quoting:
            break
        else:
            parts.append(match[0])
            position = match.end()
    return start, position, "".join(parts)
