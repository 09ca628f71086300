"""The texts of Terraform's language: escapes, here-documents and interpolations."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from .expressions.values import ExpressionError, Unknown, UnknownValueError

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}
_HEREDOC = re.compile(r"<<-?[^\r\n]*\r?\n")
_MARK = re.compile(r"\$\$\{|%%\{|\$\{|%\{")


class Interpolation(msgspec.Struct, frozen=True):
    """An expression within a text."""

    expression: str


def has_marks(text: str) -> bool:
    """Return whether a text has interpolations, directives or escaped ones."""
    return _MARK.search(text) is not None


def parts_of(text: str, *, quoted: bool) -> Iterator[str | Interpolation]:
    """Yield the parts of a text: plain texts that aren't empty, and interpolations. An empty text is one part.

    Args:
        text: The text, without its quotes.
        quoted: Whether it was in quotes, so that a backslash escapes.

    Raises:
        UnknownValueError: It has a directive.
        ExpressionError: An interpolation has no end.
    """
    at = 0
    while found := _MARK.search(text, at):
        if found.start() > at:
            yield _plain(text[at : found.start()], quoted)
        at = found.end()
        if found[0] in ("$${", "%%{"):
            yield found[0][1:]
            continue
        if found[0] == "%{" or text.startswith("~", at):
            raise UnknownValueError(Unknown("a directive in its text isn't evaluated here"))
        end = _end_of(text, at)
        yield Interpolation(text[at:end])
        at = end + 1
    if at < len(text) or not text:
        yield _plain(text[at:], quoted)


def _end_of(text: str, start: int) -> int:
    """Return the offset of the brace that closes an interpolation: braces and texts may be within it."""
    depth, at = 0, start
    while at < len(text):
        character = text[at]
        if character == '"':
            at += 1
            while at < len(text) and text[at] != '"':
                at += 2 if text[at] == "\\" else 1
                if text.startswith("${", at):
                    at = _end_of(text, at + 2)
        elif character == "{":
            depth += 1
        elif character == "}":
            if not depth:
                return at
            depth -= 1
        at += 1
    raise ExpressionError("the interpolation has no end")


def _plain(text: str, quoted: bool) -> str:
    return _ESCAPE.sub(_escaped, text) if quoted else text


def _escaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return _LETTERS.get(found[3], found[3])


def heredoc_text(source: str) -> str:
    """Return the lines of a here-document, without its marks; ``<<-`` takes the common indentation away."""
    lines = _HEREDOC.sub("", source, count=1).rstrip().splitlines()[:-1]
    if source.startswith("<<-"):
        indents = [len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()]
        lines = [line[min(indents, default=0) :] for line in lines]
    return "".join(f"{line}\n" for line in lines)
