"""The tokens and words of the text after cmd's ``/c``, and the names of commands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from .script import Redirect
from .windows import Span, arguments, plain_word, plain_words, skip_blanks

_BLANK = r"[ \t\r\v\f]"
_NAME = r'%(?!~)([^\s%:"&|<>^=,;!*?/\\]+)(?::[^%\n]*)?%'
VARIABLE = re.compile(_NAME)
TOKEN = re.compile(
    rf"""(?P<quoted>"(?:{_NAME}|[^"\n])*"?)
    |\^(?:\r?\n)?(?P<escaped>.?)
    |(?P<variable>{_NAME})
    |(?P<operator>&&?|\|\|?|\n)
    |(?P<redirect>(?:(?<![^\s,;=@()&|])[0-9])?(?:>>|[<>])&?)
    |(?P<bracket>[()])
    |(?P<blank>{_BLANK}+)
    |(?P<run>%|[^ \t\r\v\f\n"^&|<>()%]+)""",
    re.VERBOSE | re.DOTALL,
)
KEPT_SPACE = "\0"  # a space in %NAME: =_%, which separates no words; no command line can contain this character
FRONT = re.compile(rf"{_BLANK}*(?:[,;=@]+{_BLANK}*)*")
SEPARATORS = re.compile(rf"{_BLANK}*(?:[,;=]+{_BLANK}*)*")
_SEPARATOR = re.compile(r"[,;=]")
LINE = re.compile(r"[^\n]*")
COMMENT = re.compile(rf":|rem(?![^\s,;=/\\.:+()<>&|])(?!{_BLANK}*[&|])", re.IGNORECASE)
EMPTY_COMMENT = re.compile(rf"rem{_BLANK}*(?=[&|])", re.IGNORECASE)

IF = re.compile(rf"if{_BLANK}+(?:/i{_BLANK}+)?(?:not{_BLANK}+)?(?:/i{_BLANK}+)?", re.IGNORECASE)
TEST = re.compile(rf"(?:exist|defined|errorlevel|cmdextversion){_BLANK}+", re.IGNORECASE)
OPERAND = re.compile(r'(?:"[^"\n]*"?|\^.|[^\s"^=&|<>,;])*', re.DOTALL)
COMPARISON = re.compile(rf"{_BLANK}*==?{_BLANK}*|{_BLANK}+(?:equ|neq|lss|leq|gtr|geq){_BLANK}+", re.IGNORECASE)
ELSE = re.compile(r"else(?![^\s(])", re.IGNORECASE)
FOR = re.compile(rf'for(?={_BLANK})((?:"[^"\n]*"|[^"()&|\n])*?{_BLANK})in{_BLANK}*\(', re.IGNORECASE)
DO = re.compile(rf"{_BLANK}*do(?![^\s(@])", re.IGNORECASE)

_BUILTIN = re.compile(
    r"(?:assoc|break|cls|color|copy|date|del|dpath|endlocal|erase|exit|ftype|mklink|move|path|pause|popd|prompt|ren|rename"
    r"|set|setlocal|shift|time|title|type|ver|verify|vol)(?=[\s,;=/]|\Z)"
    r"|(?:cd|chdir|dir|echo|goto|md|mkdir|pushd|rd|rmdir)(?=[\s,;=/\\.:+]|\Z)(?!\.(?:exe|com|bat|cmd)\b)",
    re.IGNORECASE,
)
_BATCH_FILE = re.compile(r"\.(?:bat|cmd)\Z", re.IGNORECASE)

Piece = tuple[int, int, str]
"""The start and the end of a piece of a command in the text, and its text without carets."""


def written_line(pieces: list[Piece]) -> tuple[str, Callable[[int], tuple[int, int]]]:
    """Return the line that pieces make, and a function from offsets in the line to offsets in the text."""
    pieces = [*pieces]
    begins: list[int] = []
    length = 0
    for piece in pieces:
        begins.append(length)
        length += len(piece[2])

    def written(position: int) -> tuple[int, int]:
        index = max(bisect_right(begins, position) - 1, 0)
        first, last, text = pieces[index]
        at = first + position - begins[index]
        return (at, at + 1) if last - first == len(text) else (first, last)

    return "".join(piece[2] for piece in pieces), written


def end_of_redirect(redirect: Redirect) -> int:
    """Return the offset of the end of a redirection's file name."""
    return redirect.target.start + len(redirect.target.raw)


def word_spans(line: str) -> list[Span]:
    """Return the words of a line whose carets have been removed."""
    start = skip_blanks(line, 0)
    if builtin := _BUILTIN.match(line, start):
        return [(start, builtin.end(), builtin[0]), *plain_words(line, builtin.end())]
    if start == len(line):
        return []
    name = plain_word(line, start)
    rest = plain_words if _BATCH_FILE.search(name[2]) else arguments
    return [name, *rest(line, name[1])]


def piece_of(match: re.Match[str]) -> Piece:
    """Return the piece that a token adds to a command."""
    if match["blank"]:
        return match.start(), match.end(), " " * len(match[0])
    if match["variable"]:
        return match.start(), match.end(), match[0].replace(" ", KEPT_SPACE)
    return match.start(), match.end(), match[0] if match["escaped"] is None else match["escaped"]


def target_end(match: re.Match[str]) -> int | None:
    """Return the offset in a token at which a redirection's file name ends; None if the token isn't part of the name."""
    if match["operator"] or match["redirect"] or match["blank"]:
        return None
    separator = _SEPARATOR.search(match[0]) if match["run"] else None
    if separator is None:
        return match.end()
    return match.start() + separator.start() if separator.start() else None


def variables_in(raw: str) -> tuple[str, ...]:
    """Return the names of the variables in a text, each once."""
    return tuple(dict.fromkeys(name[1] for name in VARIABLE.finditer(raw)))


def end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Return the end of a pattern's match at a position; the position itself if it doesn't match."""
    match = pattern.match(text, position)
    return match.end() if match else position
