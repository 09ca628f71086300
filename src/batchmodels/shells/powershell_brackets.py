"""The brackets of PowerShell: which of them are sections, compound commands or parts of a word."""

from __future__ import annotations

from . import powershell_tokens as tokens
from .powershell_frames import Frame
from .powershell_parts import ONLY_PARTS, STRINGS, PartReader

DEEPEST = 50
"""Limit on nested brackets and strings; deeper text is skipped."""

_CLOSING = {"block": "}", "cases": "}", "hash": "}", "condition": ")", "value": ")", "call": ")"}

_MISSING = {
    **{kind: {"}": "a closing brace", ")": "a closing bracket"}[closing] for kind, closing in _CLOSING.items()},
    "string": "a closing double quote",
    "lines": 'a closing "@',
}

_KINDS = {"{": "block", "@{": "hash"}

_BODIES = {"if": "then", "elseif": "then", "while": "do", "for": "do", "foreach": "do", "filter": "function"}
"""The sections that are bodies of statements with a condition."""


class BracketReader(PartReader):
    """A reader of brackets."""

    pos: int

    def open(self, frame: Frame, opening: str, *, called: bool = False) -> None:
        """Open a bracket."""
        start = self.pos
        self.pos += len(opening)
        if len(self.frames) > DEEPEST:
            self._pass_over()
            if frame.word:
                frame.word.parts.append(self.text[start : self.pos])
                frame.word.end = self.pos
            return
        frame.joined = ""
        inner = Frame(_KINDS.get(opening, "value"), start, len(self.found))
        if called:
            inner.kind = "call"
        elif not frame.word and opening == "{":
            self._open_body(frame, inner)
        elif not frame.word and frame.head:
            self._open_condition(frame, inner)
        else:
            inner.role = "word"
            self.tree.begin(self.pos)
        self.frames.append(inner)

    def _open_body(self, frame: Frame, inner: Frame) -> None:
        """Open the block of a statement, or a block that is a statement."""
        keyword = "" if frame.head.startswith("did") else frame.head
        if keyword in tokens.OF_CASES:
            inner.kind = "cases"
        elif keyword:
            inner.kind, inner.role = "block", "section"
            self.tree.section(_BODIES.get(keyword, keyword), frame.section_end, self.pos)
        else:
            inner.kind, inner.role = "block", "compound"
            self.end_compound(frame)
            self.tree.open("{", inner.start, self.pos)
        frame.head = "did" if frame.head == "do" else ""

    def _open_condition(self, frame: Frame, inner: Frame) -> None:
        """Open the brackets between a reserved word and its block."""
        keyword = frame.head.removeprefix("did ")
        if frame.head in tokens.OF_PARAMETERS:
            inner.kind = "call"
        else:
            inner.kind, inner.role = "condition", "section"
            self.tree.section(keyword, frame.section_end or inner.start, self.pos)
        frame.head = frame.head if frame.head in tokens.BEFORE_BODIES else ""
        if keyword == "foreach" and (match := tokens.LOOP_VARIABLE.match(self.text, self.pos)):
            self.pos = match.end()

    def _pass_over(self) -> None:
        """Skip to the end of the bracket that closes the one before the position."""
        depth = 1
        while depth and (match := tokens.BRACKET.search(self.text, self.pos)):
            depth += (match[0] in "({") - (match[0] in ")}")
            self.pos = match.end()
        if depth:
            self.pos = len(self.text)
            self.lacks("a closing bracket")

    def closing(self, frame: Frame, bracket: str) -> None:
        """Read a closing bracket; skip one that closes nothing."""
        self.pos += 1
        if _CLOSING.get(frame.kind) == bracket:
            self.close()

    def close(self) -> None:
        """End the innermost bracket at the position."""
        frame = self.frames[-1]
        self.finish(frame)
        self.frames.pop()
        outer = self.frames[-1]
        outer.ran = outer.ran or frame.ran
        self._close_node(frame, outer)
        if not (word := outer.word):
            return
        if frame.kind == "block":
            del self.found[frame.first :]
        else:
            word.substitutes = word.substitutes or frame.ran
        word.parts.append(self.text[frame.start : self.pos])
        word.end = self.pos
        word.sealed = frame.start == word.element

    def _close_node(self, frame: Frame, outer: Frame) -> None:
        """End the tree node of a bracket, and pass on the blocks in the words of its expressions."""
        end = max(self.pos - 1, frame.start + 1)
        if frame.role == "word":
            block = self.tree.end(end)
            outer.blocks += [block] * bool(block.statements) + frame.blocks
        elif frame.kind == "cases":
            self.tree.sections("case", frame.blocks)
        elif frame.role or not outer.word:
            self.tree.inner(frame.blocks)
        else:
            outer.blocks += frame.blocks
        if frame.role == "compound":
            self.tree.close(end, self.pos)
        outer.section_end = end

    def give_up(self) -> None:
        """End the innermost bracket or string, which is unclosed."""
        frame = self.frames[-1]
        if frame.kind in STRINGS:
            self.close_string()
            if frame.word:
                frame.word.end = self.pos
        else:
            self.close()
        self.lacks(_MISSING[frame.kind])

    def finish(self, frame: Frame) -> None:
        """End the word, the command and the statement that are being read in a bracket."""
        if self.pos == len(self.text):
            word = frame.word
            if frame.joined:
                self.lacks(f"a {'value' if frame.joined == '=' else 'command'} after {frame.joined}")
            if frame.redirect and not word:
                self.lacks(f"a name after {frame.redirect}")
            if word and frame.kind not in ONLY_PARTS and (word.last == "sign" if frame.expression else word.fresh):
                self.lacks(f"a value after {word.parts[-1]}")
            if frame.head in tokens.BEFORE_BODIES:
                self.lacks(f"a block after {frame.head}")
        self.end(frame, "")
        self.end_compound(frame)
