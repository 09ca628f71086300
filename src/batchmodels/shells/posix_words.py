"""How POSIX shells and bash read one word: its quotes, its variables, and what other commands put into it."""

from __future__ import annotations

import re
from bisect import bisect_left

from .script import Word

DEEPEST = 25  # so many substitutions within substitutions: each takes frames of Python's own stack

_PLAIN = re.compile(r"[^ \t\n'\"\\$`|&;<>()*?]+")
_PLAIN_IN_DOUBLE = re.compile(r'[^"\\$`]+')
_PLAIN_IN_BRACES = re.compile(r"[^}'\"\\$`<>]+")
_EXPANDING = re.compile(r"\\.|[$`]", re.DOTALL)
_PARAMETER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-]")
_PARAMETER_IN_BRACES = re.compile(r"[#!]?([A-Za-z_][A-Za-z0-9_]*|[0-9]+)|[#!]?([@*#?$!-])")
_DEFAULT = re.compile(r":?[-=+?]")  # behind these, in double quotes, a single quote is a letter; bash sees a quote
_ARITHMETIC = re.compile(r"\\.|['\"()]", re.DOTALL)
_ENDS = {quote: re.compile(rf"\\.|{quote}", re.DOTALL) for quote in "'\"`"}
_IN_BACKQUOTES = {False: re.compile(r"\\([$`\\])"), True: re.compile(r"\\([$`\\\"])")}

_ANSI = re.compile(rb"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|[uU]([0-9A-Fa-f]{1,8})|c(.)|(.))", re.DOTALL)
_ANSI_LETTERS = dict(zip(b"abeEfnrtv\\'\"?", b"\a\b\x1b\x1b\f\n\r\t\v\\'\"?", strict=True))


class Pieces:
    """What a word is put together from while it is read."""

    __slots__ = ("pattern", "substitutes", "text", "variables")

    def __init__(self) -> None:
        self.text: list[str] = []
        self.variables: dict[str, None] = {}  # a set that keeps the order
        self.substitutes: bool = False
        self.pattern: bool = False


class Places:
    """Where the characters of a text that was in backquotes, without its backslashes, are in the whole script."""

    def __init__(self, outer: WordReader, start: int, removed: list[int]) -> None:
        self._outer = outer
        self._start = start
        self._removed = [at - number for number, at in enumerate(removed)]  # offsets in the text without them

    def place(self, at: int) -> int:
        """Return the offset in the script for an offset in the text."""
        return self._outer.place(self._start + at + bisect_left(self._removed, at))


class WordReader:
    """Reads words from a text, from where it stands; the commands within them are left to whoever derives from it.

    Attributes:
        pos: Where it stands.
        missing: What was found to be missing at the end of the text, or None.
        level: In how many substitutions it stands.
    """

    def __init__(self, text: str, level: int = 0, places: Places | None = None) -> None:
        self.text = text
        self._places = places
        self.pos: int = 0
        self.end: int = len(text)
        self.missing: str | None = None
        self.level: int = level
        # An attempt to read `((` as arithmetic may be in vain: all of them together may look at so many characters.
        self._attempts = 4 * self.end + 10_000

    def inner_commands(self) -> None:
        """Reads the commands from here to the closing bracket, and that too."""
        raise NotImplementedError

    def inner_script(self, text: str, places: Places) -> None:
        """Read a text of its own as commands, which was in backquotes in this text."""
        raise NotImplementedError

    def place(self, at: int) -> int:
        """Return where in the whole script an offset in this text is."""
        return self._places.place(at) if self._places else at

    def lacks(self, what: str) -> None:
        """Notes what is missing at the end, and goes there. What was found first is the innermost."""
        self.missing = self.missing or what
        self.pos = self.end

    def at(self, opening: str) -> bool:
        """Whether a text stands here."""
        return self.text.startswith(opening, self.pos)

    def word(self, *, grouping: bool = True) -> Word:
        """Reads a word, up to a blank or an operator; nothing where one of them stands already.

        Args:
            grouping: Whether ``!(`` at its beginning opens a group of patterns: not where a command may begin.
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
                last = ""
                continue
            if sign == "(" and (groups or (last and last in "?*+@!" and (grouping or self.pos > start + 1))):
                groups += 1
                pieces.pattern = True
            elif sign in "*?":
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
        """Reads what is quoted, escaped or expanded, if that begins here."""
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
        if close < 0:
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
        pieces.text.append(_ansi_text(self.text[start : self.end if close < 0 else close]))
        self.pos = close + 1
        if close < 0:
            self.lacks("a closing single quote")

    def expansion(self, pieces: Pieces, *, in_double: bool = False) -> None:
        """Reads what the shell replaces: a variable, arithmetic, a command's output. Its text stays as it is written."""
        if self.level >= DEEPEST:
            self.lacks("an end to brackets within brackets")
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
            self.pos += 1  # a $ alone is a letter like any other
            if name := _PARAMETER.match(self.text, self.pos):
                pieces.variables[name.group()] = None
                self.pos = name.end()
        self.level -= 1
        pieces.text[mark:] = [self.text[start : self.pos]]

    def _backquotes(self, pieces: Pieces, *, in_double: bool) -> None:
        start = self.pos + 1
        close = _closing(self.text, start, "`")
        inner = self.text[start : self.end if close < 0 else close]
        pieces.substitutes = True
        self.pos = close + 1
        if close < 0:
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
        """Where the ``))`` stands for a ``((`` that ends at a place; None if the two are brackets of their own."""
        at, opened = start, 2
        while self._attempts > 0 and (sign := _ARITHMETIC.search(self.text, at)):
            before, at = at, sign.end()
            if sign.group() in "'\"":
                at = _closing(self.text, at, sign.group()) + 1 or self.end
            self._attempts -= at - before
            opened += {"(": 1, ")": -1}.get(sign.group(), 0)
            if opened == 1:
                return sign.start() if self.text.startswith(")", at) else None
        self._attempts -= self.end - at
        return None

    def arithmetic(self, pieces: Pieces, start: int, close: int) -> None:
        """Reads the expansions in arithmetic between two places, and goes behind its brackets."""
        self.pos = start
        while sign := _EXPANDING.search(self.text, self.pos, close):
            self.pos = sign.end()
            if sign.group() in "$`":
                self.pos = sign.start()
                self.expansion(pieces, in_double=True)
        self.pos = max(self.pos, close + 2)


def _closing(text: str, start: int, quote: str) -> int:
    """Where the next such quote stands that has no backslash before it; -1 if there is none."""
    for sign in _ENDS[quote].finditer(text, start):
        if sign.group() == quote:
            return sign.start()
    return -1


def _ansi_text(text: str) -> str:
    r"""What stands between ``$'`` and ``'``, the escapes of C replaced: ``\n``, ``\x41``, ``\u00e9``, ``\101``."""
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
