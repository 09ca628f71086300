"""The parser of words and strings in PowerShell statements."""

from __future__ import annotations

import re

from . import powershell_tokens as tokens
from .building import TreeBuilder
from .powershell_frames import Begun, Draft, Frame
from .script import Redirect, Shell, Word

STRINGS = frozenset({"string", "lines"})
_PARTS = frozenset({"value", "hash"})  # an expression in them is part of a word
ONLY_PARTS = frozenset({"call", "cases"})  # these contain only expressions
JOINING = frozenset({"|", "&&", "||"})


class PartReader:
    """A reader of the parts of a text, beginning at a position.

    Attributes:
        pos: The position.
        frames: The open brackets and strings, the innermost last.
        tree: Builds the tree.
        found: The variables that belong to no word yet.
        missing: What is missing at the end of the text, or None.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.pos: int = 0
        self.frames: list[Frame] = [Frame("script", 0, 0)]
        self.tree: TreeBuilder = TreeBuilder(Shell.powershell)
        self.found: list[str] = []
        self.missing: str | None = None

    def lacks(self, what: str) -> None:
        """Note what is missing at the end. The first call counts, because it is for the innermost part."""
        self.missing = self.missing or what

    def draft(self, frame: Frame) -> Draft:
        """Return the command that is being read; begin one if there isn't any."""
        if not frame.draft:
            frame.draft = Draft(self.pos, piped=frame.joined == "|")
            self.end_compound(frame)
            keyword, frame.keyword = frame.keyword, ""
            if keyword:
                self.tree.keyword(keyword, self.pos)
        frame.joined = ""
        return frame.draft

    def word(self, frame: Frame) -> Begun:
        """Return the word that is being read; begin one if there isn't any."""
        self.draft(frame)
        if not frame.word:
            frame.word = Begun(self.pos, len(self.found))
        return frame.word

    def part(self, frame: Frame, word: Begun, match: re.Match[str]) -> None:
        """Add a token to a word."""
        kind, raw, before = match.lastgroup or "", match[0], self.pos
        called = raw == "(" and word.last == "run" and (self.text[before - 1].isalnum() or self.text[before - 1] == "_")
        word.last = kind
        if kind == "open":
            self.open(frame, raw, called=called)
            return
        if kind in {"double", "lines"} and raw[-1] in tokens.DOUBLE:
            self._open_string(frame, "string" if kind == "double" else "lines", match.end())
            return
        self.pos = match.end()
        if kind == "variable":
            self.found.append(tokens.variable_name(raw))
        if kind in {"literal", "single", "lines"}:
            self._literal(word, kind, raw)
            self._string_ended(word, before)
        elif kind == "escape":
            word.parts.append(tokens.unescaped(raw))
        elif kind == "comment":
            self.pos = before + 1
            word.parts.append("#")
        else:
            word.parts.append(raw)
        word.end = self.pos

    def _literal(self, word: Begun, kind: str, raw: str) -> None:
        """Add a string without variables to a word."""
        if kind == "literal":
            word.parts.append(tokens.DOUBLED.sub(r"\1", raw[1:-1]))
        elif kind == "single":
            word.parts.append(tokens.DOUBLED.sub(r"\1", self.text[self.pos :]))
            self.pos = len(self.text)
            self.lacks("a closing single quote")
        else:
            header = self.text.index("\n", self.pos)
            end = tokens.END_OF_LINES.search(self.text, self.pos)
            if end:
                self.pos = end.end()
            else:
                self.pos = len(self.text)
                self.lacks("a closing '@")
            word.parts.append(self.text[header + 1 : end.start() if end else self.pos])

    def _string_ended(self, word: Begun, start: int) -> None:
        """Note that the string that began at an offset ends at the position."""
        word.end = self.pos
        if start == word.start:
            word.string_end = self.pos
        word.sealed = start == word.element

    def _open_string(self, frame: Frame, kind: str, begin: int) -> None:
        """Open a string that can contain variables."""
        inner = Frame(kind, self.pos, len(self.found))
        inner.word = frame.word
        self.frames.append(inner)
        self.pos = begin
        if kind == "lines":
            feed = self.text.index("\n", begin)
            # An empty one has no line between the first and the last.
            end = tokens.IN_LINES.match(self.text, feed)
            self.pos = feed if end and end["end"] else feed + 1

    def quoted(self, frame: Frame) -> None:
        """Read a token of a string."""
        pattern = tokens.IN_LINES if frame.kind == "lines" else tokens.IN_QUOTES
        match = pattern.match(self.text, self.pos)
        word = frame.word
        if match is None or word is None:
            return
        kind, raw = match.lastgroup, match[0]
        if kind == "open":
            self.open(frame, raw)
            return
        self.pos = match.end()
        if kind == "end":
            self.close_string()
            self._string_ended(word, frame.start)
        elif kind == "doubled":
            word.parts.append(raw[0])
        elif kind == "escape":
            word.parts.append(tokens.unescaped(raw))
        else:
            word.parts.append(raw)
            if kind == "variable":
                self.found.append(tokens.variable_name(raw))

    def open(self, frame: Frame, opening: str, *, called: bool = False) -> None:
        """Open a bracket."""
        raise NotImplementedError

    def close_string(self) -> None:
        """End a string; its blocks belong to the frame around it."""
        string = self.frames.pop()
        self.frames[-1].blocks += string.blocks

    def end_compound(self, frame: Frame) -> None:
        """End the compound command whose sections have been read."""
        if frame.compound:
            self.tree.close(frame.section_end, min(frame.section_end + 1, self.pos))
        frame.compound = ""

    def end_word(self, frame: Frame) -> None:
        """End the word that is being read, if there is one."""
        word, draft = frame.word, frame.draft
        if not word or not draft:
            return
        frame.word = None
        draft.end = max(draft.end, word.end)
        raw = self.text[word.start : word.end]
        assigned = frame.expression and draft.assignments
        as_written = word.string_end != word.end if assigned else frame.expression
        variables = self._variables(word.first)
        made = Word(raw if as_written else "".join(word.parts), raw, variables, word.substitutes, start=word.start)
        if frame.redirect:
            draft.redirects.append(Redirect(frame.redirect, made, frame.redirect_at))
            frame.redirect = ""
        elif assigned:
            target = draft.assignments.pop()
            both = tuple(dict.fromkeys((*target.variables, *variables)))
            raw = self.text[draft.assigned_at : word.end]
            draft.assignments.append(Word(target.text + made.text, raw, both, made.substitutes, start=draft.assigned_at))
        else:
            draft.words.append(made)

    def _variables(self, first: int) -> tuple[str, ...]:
        """Return and forget the variables found since a count; they now belong to a word."""
        variables = tuple(dict.fromkeys(self.found[first:]))
        del self.found[first:]
        return variables

    def end(self, frame: Frame, operator: str) -> None:
        """End the command that is being read, if there is one."""
        self.end_word(frame)
        draft = frame.draft
        if draft:
            alone = draft.expression and not (draft.assignments or draft.redirects or draft.piped or operator in JOINING)
            if frame.kind in ONLY_PARTS or (frame.kind in _PARTS and alone):
                self.found += [name for word in draft.words for name in word.variables]
            else:
                draft.kept, draft.operator = bool(draft.words or draft.assignments or draft.redirects), operator
                frame.ran = frame.ran or draft.kept
                if draft.kept:
                    self.tree.command(draft.command(frame.blocks))
                    frame.blocks = []
            frame.previous = draft
        elif operator:
            self.end_compound(frame)
        if operator and frame.kind not in ONLY_PARTS:
            self.tree.operator(operator)
        frame.draft = frame.expression = None
        frame.redirect = ""
        frame.joined = operator if operator in JOINING else ""

    def assign(self, frame: Frame, word: Begun, match: re.Match[str]) -> None:
        """Turn what has been read into an assignment."""
        draft = self.draft(frame)
        raw = self.text[word.start : word.end]
        target = tokens.TARGET.match(raw)
        name = tokens.variable_name("$" + target[1]) if target else raw
        if match[0] == "=":
            count = raw.count("$") if tokens.ONLY_VARIABLES.match(raw) else 1
            del self.found[word.first : word.first + count]  # these are set, not read
        self.pos = match.end()
        raw = self.text[word.start : self.pos]
        draft.assignments.append(Word(f"{name}=", raw, self._variables(word.first), start=word.start))
        draft.assigned_at = word.start
        draft.end = self.pos
        frame.word = frame.expression = None
        frame.joined = "="

    def verbatim(self, draft: Draft, match: re.Match[str]) -> None:
        """Read the text after ``--%``."""
        draft.words.append(Word(match[0], match[0], start=match.start()))
        self.pos = draft.end = match.end()
        rest = tokens.VERBATIM.match(self.text, self.pos)
        end = rest.end() if rest else self.pos
        for word in tokens.VERBATIM_WORD.finditer(self.text, self.pos, end):
            variables = tuple(f"env:{name[1]}" for name in tokens.PERCENT.finditer(word[0]))
            draft.words.append(Word(word[0].replace('"', ""), word[0], variables, start=word.start()))
            draft.end = word.end()
        self.pos = end

    def remark(self) -> None:
        """Skip a comment in brackets."""
        end = self.text.find("#>", self.pos)
        if end == -1:
            self.lacks("a closing #>")
            self.pos = len(self.text)
        else:
            self.pos = end + len("#>")
