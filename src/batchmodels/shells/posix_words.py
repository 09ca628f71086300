"""The parser of words in POSIX shells and bash: quotes, variables and substitutions."""

from __future__ import annotations

import re
from bisect import bisect_left

from .script import Word

DEEPEST = 25  # nested substitutions; each takes frames of Python's own stack

_PLAIN = re.compile(r"[^ \t\n'\"\\$`|&;<>()*?]+")
_PLAIN_IN_DOUBLE = re.compile(r'[^"\\$`]+')
_PLAIN_IN_BRACES = re.compile(r"[^}'\"\\$`<>]+")
_EXPANDING = re.compile(r"\\.|[$`]", re.DOTALL)
_PARAMETER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-]")
_PARAMETER_IN_BRACES = re.compile(r"[#!]?([A-Za-z_][A-Za-z0-9_]*|[0-9]+)|[#!]?([@*#?$!-])")
_DEFAULT = re.compile(r":?[-=+?]")  # after these, in double quotes, a single quote is text; in bash it is a quote
_ARITHMETIC = re.compile(r"\\.|['\"()]", re.DOTALL)
_ENDS = {quote: re.compile(rf"\\.|{quote}", re.DOTALL) for quote in "'\"`"}
_IN_BACKQUOTES = {False: re.compile(r"\\([$`\\])"), True: re.compile(r"\\([$`\\\"])")}

_ANSI = re.compile(rb"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|[uU]([0-9A-Fa-f]{1,8})|c(.)|(.))", re.DOTALL)
_ANSI_LETTERS = dict(zip(b"abeEfnrtv\\'\"?", b"\a\b\x1b\x1b\f\n\r\t\v\\'\"?", strict=True))


class Pieces:
    """The pieces of a word while it is read."""

    __slots__ = ("pattern", "substitutes", "text", "variables")

    def __init__(self) -> None:
        self.text: list[str] = []
        self.variables: dict[str, None] = {}  # an ordered set
        self.substitutes: bool = False
        self.pattern: bool = False


class Places:
    """The offsets in the whole script of a text that was in backquotes and is now without its backslashes."""

    def __init__(self, outer: WordReader, start: int, removed: list[int]) -> None:
        self._outer = outer
        self._start = start
        self._removed = [at - number for number, at in enumerate(removed)]  # offsets in the text without them

    def place(self, at: int) -> int:
        """Return the offset in the script for an offset in the text."""
        return self._outer.place(self._start + at + bisect_left(self._removed, at))


class WordReader:
    """A reader of words, beginning at a position; a subclass reads the commands within them.

    Attributes:
        pos: The position.
        missing: What is missing at the end of the text, or None.
        level: The number of substitutions around the position.
    """

    def __init__(self, text: str, level: int = 0, places: Places | None = None) -> None:
        self.text = text
        self._places = places
        self.pos: int = 0
        self.end: int = len(text)
        self.missing: str | None = None
        self.level: int = level
        # Attempts to read `((` as arithmetic can fail; this limits the characters that they read in total.
        self._attempts = 4 * self.end + 10_000

    def inner_commands(self) -> None:
        """Read the commands up to and including the closing bracket."""
        raise NotImplementedError

    def inner_script(self, text: str, places: Places) -> None:
        """Read a text that was in backquotes in this text as commands."""
        raise NotImplementedError

    def place(self, at: int) -> int:
        """Return where in the whole script an offset in this text is."""
        return self._places.place(at) if self._places else at

    def lacks(self, what: str) -> None:
        """Note what is missing at the end, and go there. The first call counts, because it is for the innermost part."""
        self.missing = self.missing or what
        self.pos = self.end

    def at(self, opening: str) -> bool:
        """Return whether a text is at the position."""
        return self.text.startswith(opening, self.pos)

    def word(self, *, grouping: bool = True) -> Word:
        """Read a word, up to a blank or an operator; read nothing if one of them is at the position.

        Args:
            grouping: Whether ``!(`` at its beginning opens a group of patterns. It doesn't where a command can begin.
        """
        start, pieces, groups, last = self.pos, Pieces(), 0, ""
        while self.pos < self.end:
            if plain := _PLAIN.match(self.text, self.pos):
                pieces.text.append(plain.group())
                self.pos = plain.end()
                last = self.text[self.pos - 1]
                continue
            sign = self.text[self.pos]
            if self._quote(sign, pieces):
                last = sign
                continue
            if sign == "(" and (groups or (last and last in "?*+@!" and (grouping or self.pos > start + 1))):
                groups += 1
                pieces.pattern = True
            elif sign in {"*", "?"}:
                pieces.pattern = True
            elif not groups:
                break
            elif sign == ")":
                groups -= 1
            pieces.text.append(sign)
            self.pos += 1
            last = sign
        if groups:
            self.lacks("a closing bracket")
        text = "".join(pieces.text)
        raw = self.text[start : self.pos]
        return Word(text, raw, tuple(pieces.variables), pieces.substitutes, pieces.pattern, self.place(start))

    def _quote(self, sign: str, pieces: Pieces) -> bool:
        """Read a quoted, escaped or expanded piece; return False if none begins at the position."""
        if sign == "'":
            self._single(pieces)
        elif sign == '"':
            self._double(pieces)
        elif sign == "\\":
            escaped = self.text[self.pos + 1 : self.pos + 2]
            pieces.text.append("" if escaped == "\n" else escaped or "\\")
            self.pos = min(self.pos + 2, self.end)
        elif self.at("$'"):
            self._ansi(pieces)
        elif self.at('$"'):
            self.pos += 1
            self._double(pieces)
        elif sign in "$`" or self.at("<(") or self.at(">("):
            self.expansion(pieces)
        else:
            return False
        return True

    def _single(self, pieces: Pieces) -> None:
        start = self.pos + 1
        close = self.text.find("'", start)
        if close == -1:
            pieces.text.append(self.text[start:])
            self.lacks("a closing single quote")
            return
        pieces.text.append(self.text[start:close])
        self.pos = close + 1

    def _double(self, pieces: Pieces) -> None:
        self.pos += 1
        while self.pos < self.end:
            if plain := _PLAIN_IN_DOUBLE.match(self.text, self.pos):
                pieces.text.append(plain.group())
                self.pos = plain.end()
            elif self.at('"'):
                self.pos += 1
                return
            elif self.at("\\"):
                escaped = self.text[self.pos + 1 : self.pos + 2]
                removed = escaped != "" and escaped in '$`"\\\n'
                pieces.text.append(escaped.replace("\n", "") if removed else "\\" + escaped)
                self.pos = min(self.pos + 2, self.end)
            else:
                self.expansion(pieces, in_double=True)
        self.lacks("a closing double quote")

    def _ansi(self, pieces: Pieces) -> None:
        start = self.pos + 2
        close = _closing(self.text, start, "'")
        pieces.text.append(_ansi_text(self.text[start : self.end if close == -1 else close]))
        self.pos = close + 1
        if close == -1:
            self.lacks("a closing single quote")

    def expansion(self, pieces: Pieces, *, in_double: bool = False) -> None:
        """Read an expansion: a variable, arithmetic or a command's output. Its text stays unchanged."""
        if self.level >= DEEPEST:
            self.lacks("the end of nested substitutions")
            return
        start, mark = self.pos, len(pieces.text)
        self.level += 1
        if self.at("`"):
            self._backquotes(pieces, in_double=in_double)
        elif self.at("$((") and (close := self.arithmetic_end(start + 3)) is not None:
            self.arithmetic(pieces, start + 3, close)
        elif self.at("${"):
            self._parameter(pieces, in_double=in_double)
        elif self.text.startswith("(", start + 1):
            pieces.substitutes = True
            self.pos += 2
            self.inner_commands()
        else:
            self.pos += 1  # a lone $ is text
            if name := _PARAMETER.match(self.text, self.pos):
                pieces.variables[name.group()] = None
                self.pos = name.end()
        self.level -= 1
        pieces.text[mark:] = [self.text[start : self.pos]]

    def _backquotes(self, pieces: Pieces, *, in_double: bool) -> None:
        start = self.pos + 1
        close = _closing(self.text, start, "`")
        inner = self.text[start : self.end if close == -1 else close]
        pieces.substitutes = True
        self.pos = close + 1
        if close == -1:
            self.lacks("a closing backquote")
        if inner:
            escapes = _IN_BACKQUOTES[in_double]
            places = Places(self, start, [escape.start() for escape in escapes.finditer(inner)])
            self.inner_script(escapes.sub(r"\1", inner), places)

    def _parameter(self, pieces: Pieces, *, in_double: bool) -> None:
        self.pos += 2
        if name := _PARAMETER_IN_BRACES.match(self.text, self.pos):
            pieces.variables[name[1] or name[2]] = None
            self.pos = name.end()
        letters = in_double and _DEFAULT.match(self.text, self.pos)
        while self.pos < self.end:
            sign = self.text[self.pos]
            if plain := _PLAIN_IN_BRACES.match(self.text, self.pos):
                self.pos = plain.end()
            elif sign == "}":
                self.pos += 1
                return
            elif sign == "$" and in_double:
                self.expansion(pieces, in_double=True)
            elif (sign == "'" and letters) or (sign in "<>" and in_double) or not self._quote(sign, pieces):
                self.pos += 1
        self.lacks("a closing brace")

    def arithmetic_end(self, start: int) -> int | None:
        """Return the offset of the ``))`` for a ``((`` that ends at an offset; None if they are two separate brackets."""
        at, opened = start, 2
        while self._attempts > 0 and (sign := _ARITHMETIC.search(self.text, at)):
            before, at = at, sign.end()
            if sign.group() in {"'", '"'}:
                at = _closing(self.text, at, sign.group()) + 1 or self.end
            self._attempts -= at - before
            opened += {"(": 1, ")": -1}.get(sign.group(), 0)
            if opened == 1:
                return sign.start() if self.text.startswith(")", at) else None
        self._attempts -= self.end - at
        return None

    def arithmetic(self, pieces: Pieces, start: int, close: int) -> None:
        """Read the expansions in arithmetic between two offsets, and skip its closing brackets."""
        self.pos = start
        while sign := _EXPANDING.search(self.text, self.pos, close):
            self.pos = sign.end()
            if sign.group() in "$`":
                self.pos = sign.start()
                self.expansion(pieces, in_double=True)
        self.pos = max(self.pos, close + 2)


def _closing(text: str, start: int, quote: str) -> int:
    """Return the offset of the next such quote without a backslash before it; -1 if there isn't one."""
    for sign in _ENDS[quote].finditer(text, start):
        if sign.group() == quote:
            return sign.start()
    return -1


def _ansi_text(text: str) -> str:
    r"""Replace the C escapes in the text between ``$'`` and ``'``: ``\n``, ``\x41``, ``\u00e9``, ``\101``."""
    replaced = _ANSI.sub(_ansi_bytes, text.encode("utf-8", "surrogatepass"))
    return replaced.split(b"\0")[0].decode("utf-8", "replace")


def _ansi_bytes(escape: re.Match[bytes]) -> bytes:
    octal, hexadecimal, code, control, letter = escape.groups()
    if octal:
        return bytes([int(octal, 8) & 0xFF])
    if hexadecimal:
        return bytes([int(hexadecimal, 16)])
    if code:
        digits = code[: 4 if escape[0][1:2] == b"u" else 8]
        return chr(min(int(digits, 16), 0x10FFFF)).encode("utf-8", "surrogatepass") + code[len(digits) :]
    if control:
        return bytes([ord(control.upper()) & 0x1F])
    replaced = _ANSI_LETTERS.get(letter[0])
    return escape[0] if replaced is None else bytes([replaced])
