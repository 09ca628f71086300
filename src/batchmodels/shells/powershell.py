r"""The parser of the text after ``-Command`` of PowerShell.

It follows these rules:

* A statement is a command if its first word begins with a letter, a dot, a backslash or a digit that isn't part of a number,
  or comes after ``&`` or ``.``, which are dropped. A statement that begins with ``$``, a quote, a number, a bracket or an
  operator is an expression. An expression is a command of one word, whose text is unchanged and isn't the name of a program.
* ``$name = ...`` is an assignment before the command or the expression on its right. Its text is ``name=`` and the
  expression. The name of ``$env:NAME`` is always ``env:NAME``, and that of ``${a b}`` is ``a b``.
* A backquote escapes the next character, or makes a line feed, a tab and so on; before a line feed it continues the line. In
  single quotes the only escape is ``''``; double quotes can contain ``""``, variables and ``$(...)``. ``@'`` and ``@"`` at the
  end of a line open strings that ``'@`` and ``"@`` at the beginning of a line close.
* A word of a command ends at a blank or one of ``( ) { } ; | & < >``. One that begins with a quote or a bracket ends with it,
  except for members: ``(Get-Item x).Name``. A list, ``a, b``, is one word, with commas between its elements. After ``--%``,
  everything up to a ``|`` or the end of the line is text, and variables are ``%NAME%``. Commands expand patterns themselves.
* ``;``, a line feed, ``|``, ``&&``, ``||`` and a final ``&`` separate commands. A line continues after ``|``, ``&&``, ``||``,
  ``,``, ``=`` and an operator of an expression. ``#`` begins a comment, except within a word; ``<# #>`` enclose one.
* ``> >> <``, ``2>`` and so on redirect; ``2>&1`` is ``2>&`` to ``1``.
* The commands in ``( ) $( ) @( ) @{ } { }`` are blocks of the command whose words contain them. Expressions are commands only
  in ``{ }`` or in the condition of a statement; elsewhere they are part of the word. The variables of a word don't include
  those of the commands in it. The condition of ``if`` and similar statements is a section with that keyword, and the body is
  a section ``then`` or ``do``. The cases of ``switch`` and the methods of a class are sections ``case``; parameters and other
  members of a class aren't commands.

Text in more than `DEEPEST` brackets is skipped. The rules are those of PowerShell 7; Windows PowerShell rejects ``&&``, ``||``
and a final ``&``.
"""

from __future__ import annotations

import re

from . import powershell_tokens as tokens
from .powershell_brackets import BracketReader
from .powershell_frames import Frame
from .powershell_parts import JOINING, ONLY_PARTS, STRINGS
from .script import Redirect, Script, Shell, Word

_IF, _TRY = frozenset({"if"}), frozenset({"try"})
_CONTINUED = {"elseif": _IF, "else": _IF, "catch": _TRY, "finally": _TRY}
"""The reserved words that begin another section of a statement."""
_FUNCTIONS = frozenset({"function", "filter"})
_VALUES = frozenset({"literal", "lines", "single", "double", "open", "variable"})


def read_script(text: str) -> Script:
    """Read the text after ``-Command``."""
    reader = _Reader(text)
    reader.read()
    return Script(Shell.powershell, reader.tree.body(len(text)), reader.missing)


class _Reader(BracketReader):
    """Reads a text once, from its beginning to its end."""

    def read(self) -> None:
        """Read the whole text."""
        while self.pos < len(self.text):
            frame = self.frames[-1]
            if frame.kind in STRINGS:
                self.quoted(frame)
            elif frame.expression is None:
                self._start(frame)
            elif frame.expression:
                self._expression(frame)
            else:
                self._command(frame)
        while len(self.frames) > 1:
            self.give_up()
        self.finish(self.frames[0])

    def _start(self, frame: Frame) -> None:
        """Read a token where a statement can begin."""
        text, position = self.text, self.pos
        if match := tokens.SKIPPED.match(text, position):
            self.pos = match.end()
        elif text.startswith(";", position):
            self.pos += 1
            self.end(frame, ";")
        elif text.startswith("<#", position):
            self.remark()
        elif text[position] in ")}":
            self.closing(frame, text[position])
        elif frame.kind in ONLY_PARTS:
            frame.expression = True
        elif text[position] == "{" and not frame.draft:
            self.open(frame, "{")
        elif text[position] == "(" and frame.head:
            self.open(frame, "(")
        elif frame.kind == "hash" and not frame.joined and (match := tokens.KEY.match(text, position)):
            self.pos, frame.joined = match.end(), "="
        elif frame.joined in JOINING or not self._keyword(frame):
            self._begin(frame)

    def _begin(self, frame: Frame) -> None:
        """Begin a command or an expression."""
        frame.head = ""
        if match := tokens.PIPE.match(self.text, self.pos):
            self.pos = match.end()
            if frame.previous and frame.previous.operator == "\n":
                frame.previous.operator = match[0]  # the line before continues here
                if frame.previous.kept:
                    self.tree.resume(match[0])
            self.end(frame, match[0])
            return
        draft = self.draft(frame)
        if match := tokens.CALL.match(self.text, self.pos):
            self.pos = match.end()
            frame.expression = False
        else:
            frame.expression = bool(tokens.EXPRESSION.match(self.text, self.pos))
        draft.expression = frame.expression

    def _keyword(self, frame: Frame) -> bool:
        """Read a reserved word and the text before its bracket; return False if there isn't one."""
        match = tokens.KEYWORD.match(self.text, self.pos)
        if match is None:
            return False
        keyword = match[0].lower()
        head = tokens.HEADS.get(keyword)
        between = head.match(self.text, match.end()) if head else match
        if not between:
            return False
        if frame.draft:
            self.end(frame, "")
        start, self.pos, frame.joined = self.pos, between.end(), ""
        if not head:
            frame.keyword = keyword
        elif frame.head == "did" and keyword in {"while", "until"}:
            frame.head = f"did {keyword}"
        else:
            if frame.compound not in _CONTINUED.get(keyword, ()):
                self.end_compound(frame)
                name = between[0].split()[0].lower() if keyword in tokens.OF_PARAMETERS and between[0].split() else ""
                self.tree.open("function" if keyword in _FUNCTIONS else keyword, start, self.pos, name=name, section="")
                frame.compound, frame.section_end = keyword, self.pos
            frame.head = keyword
        return True

    def _command(self, frame: Frame) -> None:
        """Read a token of a command."""
        if frame.word and frame.word.sealed:
            frame.word.sealed = False
            if not tokens.GOES_ON.match(self.text, self.pos):
                self.end_word(frame)
        match = tokens.IN_COMMAND.match(self.text, self.pos)
        kind = match.lastgroup if match else None
        if match is None or self._ends(frame, match):
            return
        if kind == "comma":
            word = self.word(frame)
            word.parts.append(",")
            word.end = self.pos + len(match[0].rstrip())
            word.fresh = True
            self.pos = match.end()
        elif kind == "verbatim" and not frame.word:
            self.verbatim(self.draft(frame), match)
        elif kind == "space":
            self.pos = match.end()
            self.end_word(frame)
        else:
            self._element(frame, match)

    def _element(self, frame: Frame, match: re.Match[str]) -> None:
        """Read a token that belongs to a word of a command."""
        kind = match.lastgroup
        word = frame.word
        if word and not word.fresh and kind == "open" and match[0] != "$(":
            calls = match[0] == "(" and word.primary and tokens.MEMBER.search(word.parts[-1])
            if not calls:
                self.end_word(frame)
        word = self.word(frame)
        if word.fresh:
            word.element, word.fresh, word.primary = self.pos, False, kind in _VALUES
        self.part(frame, word, match)

    def _expression(self, frame: Frame) -> None:
        """Read a token of an expression."""
        match = tokens.IN_EXPRESSION.match(self.text, self.pos)
        if match is None or self._ends(frame, match):
            return
        if match.lastgroup == "space":
            self.pos = match.end()
        elif match.lastgroup == "assign" and frame.word and frame.kind not in ONLY_PARTS:
            self.assign(frame, frame.word, match)
        else:
            self.part(frame, self.word(frame), match)

    def _ends(self, frame: Frame, match: re.Match[str]) -> bool:
        """Read a token that ends a word; return False if it doesn't end one."""
        kind, word = match.lastgroup, frame.word
        if kind == "close":
            self.closing(frame, match[0])
        elif kind == "remark":
            self.remark()
        elif kind == "comment" and (frame.expression or not word):
            self.pos = match.end()
        elif kind == "line":
            self.pos = match.end()
            goes_on = frame.kind == "call" or (frame.expression and word and word.last == "sign")
            if not goes_on:
                self.end(frame, "\n")
        elif frame.kind == "call":
            return False
        elif kind == "operator":
            self.pos = match.end()
            self.end(frame, match[0])
        elif kind in {"merge", "redirect"}:
            self.pos = match.end()
            self.end_word(frame)
            frame.expression = False
            if kind == "redirect":
                frame.redirect, frame.redirect_at = match[0], match.start()
            else:
                target = Word(match[0][-1], match[0][-1], start=match.end() - 1)
                self.draft(frame).redirects.append(Redirect(match[0][:-1], target, match.start()))
                self.draft(frame).end = match.end()
        else:
            return False
        return True
