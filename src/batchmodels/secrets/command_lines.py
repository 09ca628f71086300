"""Secrets in command lines of any shell.

A text to mask may be for any shell, or malformed. So it is read as each shell would read it, and so are its quoted parts.
What is a secret to one of the shells is masked. The review parses exactly; here it only matters that nothing is missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from .command_words import echoed, may_hold_secrets, reads_a_secret, secrets_of
from .lazy_patterns import lazy_pattern
from .patterns import Span, is_reference
from .secret_names import is_secret_name

_DEPTH = 4  # levels of quotes within quotes
_BUDGET = 24  # times that a character may be read; a text that needs more is masked as a whole
_LEAST = 50_000  # characters that may be read, however short the text is
_READINGS = 12  # times that a text may be read for one more piece and the pieces within it

_POSIX = lazy_pattern(
    r"(?P<blank>[ \t]+)|(?P<continued>\\\r?\n)|(?P<operator>&&|\|\|?|[;&\r\n()`]+|<<<|<<-?|[<>]+&?)"
    r"|\"(?P<double>(?:[^\"\\]|\\.)*+)(?:\"|\\?\Z)|'(?P<single>[^']*+)'?|\\(?P<escaped>.?)|(?P<plain>[^\s\"'\\;&|()<>`]++)|\s",
    re.DOTALL,
)
_CMD = lazy_pattern(
    r"(?P<blank>[ \t]+)|(?P<continued>\^\r?\n)|(?P<operator>&&|\|\|?|[&\r\n()]+|[<>]+&?)"
    r"|\"(?P<double>[^\"]*+)\"?|\^(?P<escaped>.?)|(?P<plain>[^\s\"^&|()<>]++)|\s",
    re.DOTALL,
)
_POWERSHELL = lazy_pattern(
    r"(?P<blank>[ \t]+)|(?P<continued>`\r?\n)|(?P<operator>&&|\|\|?|[;&\r\n(){}]+|[<>]+&?)"
    r"|\"(?P<double>(?:[^\"`]|`.)*+)(?:\"|`?\Z)|'(?P<single>[^']*+)'?|`(?P<escaped>.?)|(?P<plain>[^\s\"'`;&|(){}<>]++)|\s",
    re.DOTALL,
)
# Escapes within quotes. The group is the escaped character; a match without a group is removed.
_ESCAPES = {
    _POSIX: lazy_pattern(r"\\(?:([\"\\$`])|\r?\n)"),
    _POWERSHELL: re.compile(r"`(?:\r?\n|(.))", re.DOTALL),
    _CMD: None,
}

_DOUBLED = lazy_pattern(r"\"(\")|'(')")

_SECRET_FILE = lazy_pattern(r"pas+w|secret|token|credential|netrc|pgpass|\.key\Z|_key\Z", re.IGNORECASE)
_PROGRAM_FILE = lazy_pattern(r"\.(?:sh|bash|py|pl|rb|js|r|ps1|psm1|bat|cmd|service|timer|md|html?)\Z", re.IGNORECASE)
_COPIERS = frozenset(("cat", "tee"))  # programs that write a here-document to a file
_SET_BY_POWERSHELL = lazy_pattern(r"(?:\[[^\]\s]{1,100}\])?\$[\w:]++=?")
_CMD_LINE = lazy_pattern(r"\s*+\"?(?:[^\s\"]*[\\/])?cmd(?:\.exe)?[\s\"]", re.IGNORECASE)
_SHELL_LINE = lazy_pattern(r"\s*+\"?(?:\S*/)?(?:ba|da|z|k)?sh[\s\"]")


_QUOTING = " \t\\\"'^`"


class _Fragment(msgspec.Struct, frozen=True):
    """An unescaped part of the text: its characters, and the offset of each one in the text."""

    text: str
    offsets: Sequence[int]


class _Word(msgspec.Struct, frozen=True):
    text: str
    offsets: Sequence[int]
    literal: bool
    """Whether the whole word is in single quotes."""


def _word(parts: Sequence[_Fragment], literal: bool) -> _Word:
    """Join the parts of a word, quoted and unquoted."""
    if len(parts) == 1:
        return _Word(parts[0].text, parts[0].offsets, literal)
    return _Word("".join(part.text for part in parts), [offset for part in parts for offset in part.offsets], literal)


class _Command(msgspec.Struct):
    """One command."""

    words: list[_Word] = []
    redirects: list[tuple[str, _Word]] = []
    operator: str = ""

    def add(self, word: _Word, redirect: str) -> None:
        """Add a word; after a redirection it is the name of a file."""
        if redirect:
            self.redirects.append((redirect, word))
        else:
            self.words.append(word)


def spans(text: str) -> Iterator[Span]:
    """Yield the spans of the secrets in a text, read as a command line."""
    if not may_hold_secrets(text):
        return
    for_posix = _SHELL_LINE.match(text) is not None
    references = "%!" if _CMD_LINE.match(text) else "$" if for_posix else "$%!"
    budget = _BUDGET * len(text) + _LEAST
    waiting = [(_Fragment(text, range(len(text))), 0)]
    as_cmd: list[tuple[_Fragment, int]] = []  # read last: a long script that a POSIX shell runs may go without it
    known: set[tuple[int, str]] = set()
    while waiting or as_cmd:
        if not waiting and for_posix and budget < _READINGS * len(text):
            return
        piece, depth = (waiting or as_cmd).pop()
        key = (piece.offsets[0], piece.text) if piece.text else (0, "")
        if key in known:
            continue
        known.add(key)
        for lexer in (_POSIX, _CMD, _POWERSHELL):
            budget -= len(piece.text)
            if budget < 0:
                yield piece.offsets[0], piece.offsets[-1] + 1
                break
            lines, inner = _read(piece, lexer)
            yield from _in_lines(_separated(lines) if for_posix and lexer is _CMD else lines, references)
            if depth < _DEPTH:
                waiting += [(each, depth + 1) for each in inner]
        if depth < _DEPTH:
            as_cmd += [(each, depth + 1) for each in _within_outer_quotes(piece)]


def _separated(lines: Iterable[_Command]) -> list[_Command]:
    """Return commands without those that a semicolon joins, because a POSIX shell gets the text."""
    separated: list[_Command] = []
    for line in lines:
        words: list[_Word] = []
        for word in line.words:
            words.append(word)
            if word.text.endswith(";"):
                separated.append(_Command(words))
                words = []
        separated.append(_Command(words, line.redirects, line.operator))
    return separated


def _within_outer_quotes(piece: _Fragment) -> Iterator[_Fragment]:
    """Yield the text between the first and the last quotation mark, which is the script of ``cmd /c`` whatever it contains."""
    for quote in "\"'":
        start, end = piece.text.find(quote) + 1, piece.text.rfind(quote)
        if 0 < start < end and quote in piece.text[start:end]:
            content = _Fragment(piece.text[start:end], piece.offsets[start:end])
            yield content
            if quote * 2 in content.text:  # a doubled quotation mark, as Windows programs and PowerShell write it within quotes
                yield _unescaped(content, (0, len(content.text)), _DOUBLED)


def _read(piece: _Fragment, lexer: re.Pattern[str]) -> tuple[list[_Command], list[_Fragment]]:
    """Return the commands of a text, and the contents of its quotes."""
    lines = [_Command()]
    inner: list[_Fragment] = []
    parts: list[_Fragment] = []  # of the current word
    literal = True
    redirect = ""
    for token in lexer.finditer(piece.text):
        kind = token.lastgroup
        if kind in ("double", "single", "escaped", "plain"):
            content = _unescaped(piece, token.span(kind), _ESCAPES[lexer] if kind == "double" else None)
            if kind in ("double", "single") and (" " in content.text or "\n" in content.text or "\t" in content.text):
                inner.append(content)
            parts.append(content)
            literal = literal and kind == "single"
        elif kind != "continued":
            if parts:
                lines[-1].add(_word(parts, literal), redirect)
                parts, literal, redirect = [], True, ""
            if kind == "operator" and token[0][0] in "<>":
                redirect = token[0]
            elif kind == "operator":
                lines[-1].operator = token[0]
                lines.append(_Command())
                redirect = ""
    if parts:
        lines[-1].add(_word(parts, literal), redirect)
    return lines, inner


def _unescaped(piece: _Fragment, span: Span, escape: re.Pattern[str] | None) -> _Fragment:
    start, end = span
    text = piece.text[start:end]
    offsets = piece.offsets[start:end]
    if escape is None or not escape.search(text):
        return _Fragment(text, offsets)
    kept: list[int] = []
    at = 0
    for found in escape.finditer(text):
        kept += range(at, found.start())
        at = found.start(found.lastindex) if found.lastindex else found.end()
    kept += range(at, len(text))
    return _Fragment("".join([text[index] for index in kept]), [offsets[index] for index in kept])


def _in_lines(lines: Sequence[_Command], references: str) -> Iterator[Span]:
    document: _Document | None = None  # that contains a secret
    for number, line in enumerate(lines):
        texts = [word.text for word in line.words]
        if document is not None:
            if texts[:1] == [document.end]:
                document = None
            else:
                yield from _in_document(document, line, references)
            continue
        for found in secrets_of(texts):
            yield from _span(line.words[found.word], found.start, references)
        if _is_printed_secret(line, _follows(lines, number)):
            yield from (span for index, start in _printed(texts) for span in _span(line.words[index], start, references))
        is_file = bool(line.redirects) and _writes_a_secret(line)
        if is_file or (line.redirects and reads_a_secret(texts)):
            given = dict(line.redirects)
            if "<<<" in given:
                yield from _span(given["<<<"], 0, references)
            document = _document(given, is_file=is_file)


class _Document(msgspec.Struct, frozen=True):
    """A here-document with a secret."""

    end: str
    is_file: bool
    """Whether it becomes a file for secrets, which may also contain other words."""


def _document(redirects: dict[str, _Word], *, is_file: bool) -> _Document | None:
    given = next((redirects[each] for each in ("<<", "<<-") if each in redirects), None)
    # Without the quotes of another shell than the one that the text is read for.
    return None if given is None else _Document(given.text.strip("\"'"), is_file)


def _in_document(document: _Document, line: _Command, references: str) -> Iterator[Span]:
    """Yield the spans of the secrets in a line of a here-document."""
    texts = [word.text for word in line.words]
    whole = _secrets_of_file(texts) if document.is_file else range(len(texts))
    yield from (span for index in whole for span in _span(line.words[index], 0, references))
    for found in secrets_of(texts) if document.is_file else ():
        yield from _span(line.words[found.word], found.start, references)


def _follows(lines: Sequence[_Command], number: int) -> _Command | None:
    """Return the next command, skipping an opening bracket."""
    following = (line for line in lines[number + 1 : number + 3] if line.words)
    return next(following, None)


def _printed(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the index of each word that a command prints, and the offset of what it prints in the word."""
    assigned = _SET_BY_POWERSHELL.match(texts[0]) if texts else None
    if assigned is not None:  # $p = 'x' | ConvertTo-SecureString
        yield 0, assigned.end()
        yield from ((index, 0) for index in range(1, len(texts)) if texts[index] != "=")
    elif len(texts) > 1:
        yield from ((index, 0) for index in echoed(texts))
    elif texts and texts[0] not in _COPIERS:
        yield 0, 0


def _writes_a_secret(line: _Command) -> bool:
    """Return whether a command copies its standard input to a file for a secret: ``cat > token.txt``."""
    names = [word.text.rsplit("/", 1)[-1] for word in line.words[:3]]
    if _COPIERS.isdisjoint(names):
        return False
    targets = [target.text for operator, target in line.redirects if operator.endswith(">")]
    if "tee" in names:
        targets += [word.text for word in line.words[1:]]
    return any(_SECRET_FILE.search(text[-200:]) and not _PROGRAM_FILE.search(text[-20:]) for text in targets)


def _secrets_of_file(texts: Sequence[str]) -> Iterator[int]:
    """Yield the indexes of the secrets in a line of a file for secrets: a line of one word, ``password x``."""
    if len(texts) == 1 and ("=" not in texts[0].rstrip("=")):
        yield 0
    yield from (index for index in range(1, len(texts)) if is_secret_name(texts[index - 1].rstrip(":")))


def _is_printed_secret(line: _Command, follows: _Command | None) -> bool:
    """Return whether a command's output goes to a file for a secret, or to a program that reads one."""
    if any(operator.endswith(">") and _SECRET_FILE.search(target.text[-200:]) for operator, target in line.redirects):
        return True
    if line.operator != "|" or follows is None:
        return False
    words = [word.text for word in follows.words]
    return reads_a_secret(words) or words[0].lower() == "convertto-securestring"


def _span(word: _Word, start: int, references: str) -> Iterator[Span]:
    value = word.text[start:].rstrip(";")  # which ends the command in another shell than this one
    bare = value.strip("\"'")
    if not bare.strip(_QUOTING):
        return
    if is_reference(bare) and (bare[0] == "*" or (bare[0] in references and not (word.literal and bare[0] == "$"))):
        return
    # A closing single quote that this shell doesn't know isn't part of the value.
    closes = value[-1] == "'" and value.count("'") == 1 and len(value) > 1
    yield word.offsets[start], word.offsets[start + len(value) - (2 if closes else 1)] + 1
