r"""How cmd reads what stands behind ``/c`` or ``/k``.

The model, in the order of cmd's own phases:

* The outer quotes. Where the text begins with a double quote, that one and the last one are removed and the rest stays. They
  are kept only without ``/s``, and only if there are exactly two, with white space and none of ``& < > ( ) @ ^ |`` between
  them, and what they enclose is a program's name. No file can be looked for here, so a name is what looks like one: a path
  without further options, that ends as programs do or that something stands behind.
* ``%NAME%`` is replaced before anything else, within quotes too; ``%NAME:~0,3%`` and ``%NAME:a=b%`` are that variable.
  ``%%`` and a single ``%`` are text, and names have no white space. ``!NAME!`` is text, as it is without ``/v:on``.
* A caret takes the meaning of the next character away, a line feed's too. Within double quotes it is text, as are operators;
  a quote is closed at the end of the line at the latest, and no backslash keeps it open.
* ``& && || |`` and a line feed part commands; ``(`` is a bracket where a command may begin, ``)`` wherever one is open.
* ``> >> <``, a digit directly in front of them, and ``>&`` redirect. What they name goes as far as the next
  space, comma, semicolon or equals sign. A digit at the end of a word is text: ``a2>x``, ``(2>x`` among a command's words.
* ``@`` in front of a command is dropped, and so are comments: ``rem`` and everything that begins with a colon, to the line's
  end. Of ``if`` and ``for``, the condition and the set are passed over and the rest of the line is the body, one level
  deeper, with ``if``, ``else`` or ``do`` as the first command's keyword. ``for /f``'s command has the keyword ``in``.
  ``call`` and ``start`` are commands, and what they run are their words.
* Programs cut their words by the C runtime's rules, see `windows`; cmd's own commands and batch files have no escapes. What
  is written onto the name of one of cmd's own is cut off: ``cd..``, ``dir/b``, ``goto:eof``. Patterns are left to the commands.

Where a bracket is redirected or an operator stands behind it, a command without words stands for its end; its keyword is
``)``. An open double quote is reported as unfinished, though cmd makes do with it: it hides the operators behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from .script import Command, Redirect, Script, Shell, Word
from .windows import Span, arguments, plain_word, plain_words, skip_blanks

MAX_NESTING = 8
"""How often a ``for /f`` may run another one."""

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
_KEPT_SPACE = "\0"  # a space in %NAME: =_%, which parts no words; no command line can have this character
FRONT = re.compile(rf"{_BLANK}*(?:[,;=@]+{_BLANK}*)*")
SEPARATORS = re.compile(rf"{_BLANK}*(?:[,;=]+{_BLANK}*)*")
_SEPARATOR = re.compile(r"[,;=]")
_LINE = re.compile(r"[^\n]*")
_COMMENT = re.compile(rf":|rem(?![^\s,;=/\\.:+()<>&|])(?!{_BLANK}*[&|])", re.IGNORECASE)
_EMPTY_COMMENT = re.compile(rf"rem{_BLANK}*(?=[&|])", re.IGNORECASE)

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
_PROGRAM_END = re.compile(r"\.(?:exe|com|bat|cmd)\Z", re.IGNORECASE)
_TWO_QUOTES = re.compile(r'"([^"&<>()@^|]*)"([^"]*)\Z')
_PATH = re.compile(r"[^\s\\/%]*[\\/%]\S*\s")
# Not within a path: a second drive, a pattern, an option, another program in front.
_NO_PATH = re.compile(r"(?<!^[a-z]):|[*?]|\s[-/]|\.(?:exe|com|bat|cmd)\s", re.IGNORECASE)

Piece = tuple[int, int, str]
"""Where something of a command stands in the text, and what is left of it without its caret."""


def read_script(text: str, *, strip: bool = False) -> Script:
    """Reads the text behind ``/c`` or ``/k``.

    Args:
        text: The text.
        strip: Whether ``/s`` stands in front, with which outer quotes are always removed.
    """
    reader = _Reader(without_outer_quotes(text, strip=strip))
    reader.read()
    return Script(Shell.cmd, tuple(reader.commands), reader.missing)


def without_outer_quotes(text: str, *, strip: bool = False) -> str:
    """The text behind ``/c`` or ``/k`` without the quotes that cmd removes; ``strip`` stands for ``/s``."""
    begun = text.lstrip()
    if not begun.startswith('"'):
        return text
    kept = _TWO_QUOTES.match(begun)
    if kept and not strip and _is_program(kept[1], kept[2]):
        return text
    last = begun.rfind('"')
    return begun[1:last] + begun[last + 1 :] if last else begun[1:]


def _is_program(name: str, behind: str) -> bool:
    if _NO_PATH.search(name) or not _PATH.match(name):
        return False
    return bool(_PROGRAM_END.search(name) or behind.strip())


class _Reader:
    """Reads a text once, from its beginning to its end."""

    def __init__(self, text: str, depth: int = 0, keyword: str = "", nesting: int = 0) -> None:
        self.commands: list[Command] = []
        self.missing: str | None = None
        self._text = text
        self._position = 0
        self._nesting = nesting
        self._keyword = keyword
        self._line_depth = self._depth = depth
        self._groups: list[tuple[int, int]] = []  # the two depths outside of each bracket
        self._closed = False  # whether a bracket has just been closed
        self._pieces: list[Piece] = []
        self._redirects: list[Redirect] = []
        self._joined = ""  # the operator that still wants a command behind it

    def read(self) -> None:
        """Reads all of it."""
        while self._position < len(self._text):
            if (self._pieces or self._redirects or not self._begin()) and (match := self._next()):
                self._take(match)
        self._end("")
        if self._joined:
            self.missing = self.missing or f"a command behind {self._joined}"
        if self._groups:
            self.missing = self.missing or "a closing bracket"

    def _next(self) -> re.Match[str] | None:
        """The token at the position, which is passed over."""
        match = TOKEN.match(self._text, self._position)
        if match:
            self._position = match.end()
            if match["quoted"] and not match["quoted"].endswith('"', 1) and self._position == len(self._text):
                self.missing = "a closing double quote"
        return match

    def _take(self, match: re.Match[str]) -> None:
        if match["operator"]:
            self._end(match["operator"])
        elif match["redirect"]:
            operator = match["redirect"]
            if operator[0].isdigit() and self._pieces and self._text[match.start() - 1] in "()":  # a word's end: (2>x
                self._pieces.append((match.start(), match.start() + 1, operator[0]))
                operator = operator[1:]
            self._redirect(operator)
        elif match["bracket"] == ")" and self._groups:
            self._end("")
            self._line_depth, self._depth = self._groups.pop()
            self._closed, self._keyword = True, ")"
        elif self._pieces or not match["blank"]:
            self._pieces.append(_piece(match))

    def _begin(self) -> bool:
        """Reads what may stand in front of a command; False if there is nothing of it here."""
        text = self._text
        self._position = position = end_of(FRONT, text, self._position)
        if _COMMENT.match(text, position) or (text.startswith(")", position) and not self._groups):
            self._position = end_of(_LINE, text, position)
        elif text.startswith("(", position):
            self._position += 1
            self._groups.append((self._line_depth, self._depth))
            self._depth = self._line_depth = self._depth + 1
        elif match := _EMPTY_COMMENT.match(text, position):
            self._position = match.end()
        elif self._closed and (match := ELSE.match(text, position)):
            self._position, self._keyword = match.end(), "else"
        elif match := IF.match(text, position):
            self._condition(match.end())
        elif match := FOR.match(text, position):
            self._for(match)
        else:
            return position >= len(text)
        self._closed, self._joined = False, ""
        return True

    def _condition(self, position: int) -> None:
        """Passes over what stands between ``if`` and its command."""
        text = self._text
        if test := TEST.match(text, position):
            position = end_of(OPERAND, text, test.end())
        else:
            position = end_of(OPERAND, text, position)
            if comparison := COMPARISON.match(text, position):
                position = end_of(OPERAND, text, comparison.end())
        self._position, self._keyword = position, "if"
        self._depth += 1

    def _for(self, head: re.Match[str]) -> None:
        """Passes over what stands between ``for`` and its command, but for the command that it takes lines from."""
        self._position = head.end()
        pieces: list[Piece] = []
        while (match := self._next()) and match["bracket"] != ")":
            pieces.append(_piece(match))
        if match is None:
            self.missing = self.missing or "a closing bracket"
        self._depth += 1
        options = head[1].strip().lower()
        source = "".join(piece[2] for piece in pieces).strip()
        quote = "`" if "usebackq" in options else "'"
        if options.startswith("/f") and len(source) > 1 and source[0] == source[-1] == quote and self._nesting < MAX_NESTING:
            inner = _Reader(source[1:-1], self._depth, "in", self._nesting + 1)
            inner.read()
            self.commands += inner.commands
        self._position, self._keyword = end_of(DO, self._text, self._position), "do"

    def _redirect(self, operator: str) -> None:
        self._position = end_of(SEPARATORS, self._text, self._position)
        start = self._position
        pieces: list[Piece] = []
        while match := TOKEN.match(self._text, self._position):
            if (end := target_end(match)) is None or (match["bracket"] == ")" and self._groups):
                break
            self._next()
            self._position = end
            first, last, text = _piece(match)
            pieces.append((first, end, text[: len(text) - (last - end)]))
            if end < last:
                break
        if pieces:
            raw = self._text[start : self._position]
            target = "".join(piece[2] for piece in pieces).replace('"', "").replace(_KEPT_SPACE, " ")
            self._redirects.append(Redirect(operator, Word(target, raw, _variables(raw))))
        elif self._position >= len(self._text):
            self.missing = self.missing or f"a name behind {operator}"
        if not self._pieces:
            self._position = end_of(SEPARATORS, self._text, self._position)

    def _end(self, operator: str) -> None:
        """Ends the command that is being read, or what stands for a bracket's end."""
        telling = operator not in {"", "\n"}
        words, redirects = self._words(), tuple(self._redirects)
        self._pieces, self._redirects = [], []
        if words or redirects or (self._closed and telling):
            self.commands.append(Command(words, (), redirects, operator, self._keyword, self._depth))
            self._keyword = self._joined = ""
        if self._closed:
            self._closed, self._keyword = False, ""
        if operator == "\n":
            self._depth = self._line_depth
        elif telling and operator != "&":
            self._joined = operator

    def _words(self) -> tuple[Word, ...]:
        """The words of the command that is being read."""
        line = "".join(piece[2] for piece in self._pieces)
        begins: list[int] = []
        length = 0
        for piece in self._pieces:
            begins.append(length)
            length += len(piece[2])

        def written(position: int) -> tuple[int, int]:
            """Where in the text a character of the line is written."""
            index = bisect_right(begins, position) - 1
            first, last, text = self._pieces[index]
            at = first + position - begins[index]
            return (at, at + 1) if last - first == len(text) else (first, last)

        words: list[Word] = []
        for start, stop, text in _spans(line):
            raw = self._text[written(start)[0] : written(stop - 1)[1]]
            words.append(Word(text.replace(_KEPT_SPACE, " "), raw, _variables(raw)))
        return tuple(words)


def _spans(line: str) -> list[Span]:
    """The words of a line that has no carets any more."""
    start = skip_blanks(line, 0)
    if builtin := _BUILTIN.match(line, start):
        return [(start, builtin.end(), builtin[0]), *plain_words(line, builtin.end())]
    if start == len(line):
        return []
    name = plain_word(line, start)
    rest = plain_words if _BATCH_FILE.search(name[2]) else arguments
    return [name, *rest(line, name[1])]


def _piece(match: re.Match[str]) -> Piece:
    if match["blank"]:
        return match.start(), match.end(), " " * len(match[0])
    if match["variable"]:
        return match.start(), match.end(), match[0].replace(" ", _KEPT_SPACE)
    return match.start(), match.end(), match[0] if match["escaped"] is None else match["escaped"]


def target_end(match: re.Match[str]) -> int | None:
    """Where the name of a redirection's file ends within a token; None if the token isn't part of it."""
    if match["operator"] or match["redirect"] or match["blank"]:
        return None
    separator = _SEPARATOR.search(match[0]) if match["run"] else None
    if separator is None:
        return match.end()
    return match.start() + separator.start() if separator.start() else None


def _variables(raw: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name[1] for name in VARIABLE.finditer(raw)))


def end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Where a pattern ends that begins at a position; the position itself if the pattern isn't there."""
    match = pattern.match(text, position)
    return match.end() if match else position
