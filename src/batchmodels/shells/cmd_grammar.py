"""The grammar of a line that cmd runs inside brackets: commands, operators, brackets, ``if``, ``for`` and redirections.

`cmd.read_script` reads any text; this accepts complete commands only. Each problem is the end of a sentence.
"""

from __future__ import annotations

import re

from .cmd_tokens import COMPARISON, DO, ELSE, FOR, FRONT, IF, OPERAND, SEPARATORS, TEST, TOKEN, end_of, target_end

MAX_DEPTH = 50
"""Limit on brackets, conditions and loops inside each other."""

_INNER_COMMENT = re.compile(r":|rem(?![^\s,;=/\\.:+()<>&|])", re.IGNORECASE)
_KEYWORD = re.compile(r"(?:if|for|else)(?![^\s,;=/()<>])", re.IGNORECASE)
_CLOSING = (
    "has a closing bracket that would end the brackets that cmd needs around the line: "
    "write ^) if it is text, or put it in quotes"
)
_OPEN = "lacks a closing bracket: write all of a block as one line, and ^( for a bracket that is text"
_COMMENTED = (
    "has a comment next to a command, and the comment would hide everything after it, the following lines too: "
    "give it a line of its own"
)


def grammar_problem(line: str) -> str | None:
    """Return the first problem that keeps a line from being complete commands in brackets, or None."""
    return _Grammar(line).problem()


class _ProblemError(Exception):
    """The first problem of a line."""


class _Grammar:
    """Reads a line by cmd's grammar, from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._depth = 0

    def problem(self) -> str | None:
        """Return the first problem, or None."""
        try:
            self._commands()
        except _ProblemError as problem:
            return str(problem)
        return _CLOSING if self._position < len(self._text) else None

    def _peek(self) -> re.Match[str] | None:
        return TOKEN.match(self._text, self._position)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        """Return the match of a pattern at the position, and move to its end."""
        start, self._position = self._position, end_of(pattern, self._text, self._position)
        return self._text[start : self._position]

    def _commands(self) -> None:
        """Read commands with operators between them, up to the end of the line or a closing bracket."""
        before = ""
        while True:
            self._command(before)
            match = self._peek()
            if match is None or match["bracket"] == ")":
                return
            if not match["operator"]:
                raise _ProblemError("has text after a closing bracket, where cmd expects an operator: write && before it, or &")
            before = match["operator"]
            self._position = match.end()

    def _command(self, before: str) -> bool:
        """Read one command after an operator or a keyword; return whether it is in brackets."""
        self._skip(FRONT)
        text, start = self._text, self._position
        if IF.match(text, start):
            self._if()
        elif FOR.match(text, start):
            self._for()
        elif text.startswith("(", start):
            self._brackets()
            return True
        else:
            self._simple(before)
        return False

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _ProblemError(
                f"has more than {MAX_DEPTH} brackets, conditions and loops inside each other: "
                "put it into a batch file among the resource files, and call that"
            )

    def _brackets(self) -> None:
        self._deeper()
        self._position += 1
        self._commands()
        if self._position == len(self._text):
            raise _ProblemError(_OPEN)
        self._position += 1
        self._skip(FRONT)
        while (match := self._peek()) and match["redirect"]:
            self._redirect(match)
            self._skip(FRONT)
        self._depth -= 1

    def _if(self) -> None:
        self._deeper()
        self._skip(IF)
        complete = bool(self._skip(TEST)) or (bool(self._operand()) and self._skip(COMPARISON).strip() not in {"", "="})
        if not complete or not self._operand():
            raise _ProblemError(
                'has an if without a complete condition: write if exist FILE COMMAND or if "%NAME%"=="x" COMMAND'
            )
        if self._command("if") and self._skip(ELSE):
            self._command("else")
        self._depth -= 1

    def _operand(self) -> str:
        operand = self._skip(OPERAND)
        if ")" in re.sub(r'"[^"]*"|\^.', "", operand):
            raise _ProblemError(_CLOSING)
        return operand

    def _for(self) -> None:
        self._deeper()
        if "%%" in self._skip(FOR):
            raise _ProblemError(
                "has a loop with %%, which is for batch files only: write the loop's variable with one %, for example %i"
            )
        while (match := self._peek()) and match["bracket"] != ")":
            self._position = match.end()
        self._position += 1
        if match is None:
            raise _ProblemError("lacks a closing bracket: write all of a loop as one line")
        if not self._skip(DO):
            raise _ProblemError("has a for without do: write for %i in (a b) do COMMAND %i")
        self._command("do")
        self._depth -= 1

    def _simple(self, before: str) -> None:
        """Read the words and redirections of a command, up to the next operator or closing bracket."""
        start, words = self._position, False
        while (match := self._peek()) and not match["operator"] and match["bracket"] != ")":
            if match["redirect"]:
                self._redirect(match)
                if not words:
                    self._skip(FRONT)
                continue
            if not match["blank"]:
                if not words:
                    self._reject_name(match)
                words = True
            self._position = match.end()
        if not words:
            raise _ProblemError(self._nothing(before, match, redirects=self._position > start))

    def _reject_name(self, match: re.Match[str]) -> None:
        """Raise if a command's first word isn't the name of a program."""
        rest = self._text[match.start() : match.start() + 12].replace("^", "")  # enough for ^r^e^m and what follows it
        if _INNER_COMMENT.match(rest):
            raise _ProblemError(_COMMENTED)
        if keyword := _KEYWORD.match(rest):
            raise _ProblemError(
                f"has {keyword[0]} where cmd can't read it: "
                "write if CONDITION (COMMAND) else COMMAND, or for %i in (a b) do COMMAND %i"
            )
        if match["bracket"]:
            raise _ProblemError("has a redirection before brackets: write it after the closing bracket")

    def _nothing(self, before: str, match: re.Match[str] | None, *, redirects: bool) -> str:
        if redirects:
            return "has a redirection without a command: write break > FILE to make an empty file"
        if match and match["operator"]:
            return f"has {match[0]} with no command before it: write a command there, or ^ before a character that is text"
        if before:
            return f"lacks a command after {before}: write one, or remove {before}"
        if match is None:
            return _OPEN
        return "has brackets with nothing in them: remove them" if self._depth else _CLOSING

    def _redirect(self, match: re.Match[str]) -> None:
        self._position = match.end()
        self._skip(SEPARATORS)
        start = self._position
        while (piece := self._peek()) and piece["bracket"] != ")" and (end := target_end(piece)) is not None:
            self._position = end
            if end < piece.end():
                break
        target = self._text[start : self._position]
        if not target:
            raise _ProblemError(f"lacks a name after {match[0]}: write the file's name, or ^ before a > or < that is text")
        if match[0].endswith("&") and not re.fullmatch("[0-9]", target):
            raise _ProblemError(f"lacks a number after {match[0]}: write {match[0]}1 or {match[0]}2")
