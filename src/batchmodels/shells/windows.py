r"""How a Windows program's command line becomes its arguments.

Windows hands a program one text; the C runtime's start-up code cuts it. The model is the runtime of today's programs, which
differs from ``CommandLineToArgvW`` in nothing that a careful command line has:

* Spaces and tabs part the words, nothing else does; within double quotes they are text.
* The program, the first word, knows no escape: each double quote turns quoting on or off and is dropped, backslashes are text.
* In the others, backslashes are text except in front of a double quote. There, two of them stand for one; one that is left
  over makes the quote text: ``\"`` is ``"``, ``\\"`` is a backslash and a quote that turns quoting on or off.
* Within quotes, ``""`` is one double quote as text, and quoting stays on.
* A quote that nobody closes is closed by the end.

White space in front of the program is passed over, as the system does when it looks for the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .script import Word

_BLANKS = re.compile(r"[ \t]*")
# In both no branch can match what another one matches, and both always succeed: nothing is ever read twice.
_PLAIN = re.compile(r'(?:"[^"]*"?|[^" \t])*')
_PIECE = re.compile(r'(?P<slashes>\\*)"|(?P<blank>[ \t]+)|\\+|[^\\" \t]+')

Span = tuple[int, int, str]
"""Where a word begins and ends, and what it says."""


def split_words(text: str) -> tuple[Word, ...]:
    """The words of a command line as the program gets them, its own name first."""
    found = _spans(text)
    return tuple(Word(value, text[start:end], start=start) for start, end, value in found)


def _spans(text: str) -> Iterator[Span]:
    start = skip_blanks(text, 0)
    if start < len(text):
        name = plain_word(text, start)
        yield name
        yield from arguments(text, name[1])


def skip_blanks(text: str, position: int) -> int:
    """Where the next word begins."""
    blanks = _BLANKS.match(text, position)
    return blanks.end() if blanks else position


def plain_word(text: str, start: int) -> Span:
    """The word at a position, read as a program's name is: quotes go on and off, and there are no escapes."""
    match = _PLAIN.match(text, start)
    end = match.end() if match else start
    return start, end, text[start:end].replace('"', "")


def plain_words(text: str, position: int) -> Iterator[Span]:
    """The words from a position on, all read as a program's name is: what a batch file and cmd's own commands do."""
    while (position := skip_blanks(text, position)) < len(text):
        span = plain_word(text, position)
        yield span
        position = span[1]


def arguments(text: str, position: int) -> Iterator[Span]:
    """The words from a position on, read as a program's arguments are."""
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
