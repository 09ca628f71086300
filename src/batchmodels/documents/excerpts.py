"""The lines of a file that a diagnostic is about, without secrets."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right

from ..secrets.masking import MASK, mask_text
from ..secrets.printing import printable
from ..secrets.secret_names import is_secret_member, is_value_member
from ..secrets.text_masking import mask_known_secrets, secrets_in
from .diagnostics import Excerpt
from .leaves import Leaf, leaves_of
from .positions import Position
from .shown_keys import (
    holds_members,
    holds_plain_value,
    holds_plain_values,
    is_declared_secret,
    is_known,
    is_known_value,
    shown_path,
)
from .source import Source
from .terraform_places import is_sensitive, prefix_length
from .values import value_at

_WIDTH = 110  # characters of a line that are shown
_WHOLE = 10**9  # characters of a line that are shown in a difference
_BEFORE = 30  # characters before the mistake that are shown of a longer line
_WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null", "~"))  # can't be a secret
# A reference to a parameter, a variable or another resource, in a template or in Terraform.
_REFERENCE = re.compile(
    r"""["']?\[(?:parameters|variables)\('[\w.-]{1,80}'\)(?:\.\w{1,80})*\]["']?|(?:var|local|azurerm_\w{1,80})(?:\.[A-Za-z_]\w{0,80}){1,4}"""
)
_BLOCKS = frozenset(("data", "locals", "module", "output", "provider", "resource", "terraform", "variable"))
_NUMBER = re.compile(r"-?\d{1,6}(?:\.\d{1,6})?")  # a longer one may be a secret
_DURATION = re.compile(r"P(?:\d{1,8}[DWMY])*(?:T(?:\d{1,8}(?:\.\d{1,7})?[HMS])+)?")
_LINE = re.compile(r"\r\n|\n|\r")


class Excerpts:
    """Makes the excerpts of one file."""

    def __init__(self, source: Source) -> None:
        self._text = source.text
        self._content = source.content
        self._is_terraform = isinstance(source.content, dict) and "format_version" in source.content
        self._lines = source.lines
        self._span = source.span
        found: dict[tuple[int, int], Leaf] = {}
        for leaf in leaves_of(source.node):
            before = found.get((leaf.start, leaf.end))
            # What an alias repeats is hidden if it is secret in one of the places.
            if before is None or not self._is_hidden(before):
                found[leaf.start, leaf.end] = leaf
        self._leaves = sorted(found.values())
        self._ends = [leaf.end for leaf in self._leaves]
        self._secrets: dict[Leaf, list[str]] = {}

    def at(self, position: Position, width: int = _WIDTH) -> Excerpt | None:
        """Return the line of a position, cut to a width; None if it can't be shown."""
        if not 0 < position.line <= len(self._lines):
            return None
        line_start, end = self._lines.span(position.line)
        start, end = max(line_start, self._span[0]), min(end, self._span[1])  # nothing is known of the rest
        first = line_start + position.column - 1
        last = min(end, line_start + position.end_column - 1 if position.end_line == position.line else end)
        parts = ["", "", ""]
        at = start
        from_index = bisect_right(self._ends, max(start, first - _BEFORE - width))
        if from_index < len(self._leaves) and first - start > _BEFORE + width:  # not all of a long line
            at = min(first, max(start, self._leaves[from_index].start))
        for index in range(from_index, len(self._leaves)):
            leaf = self._leaves[index]
            if leaf.start >= min(end, first + width):
                end = max(at, min(end, leaf.start))
                break
            gap, is_cut = _structure(self._text[at : max(at, leaf.start)])
            _add(parts, gap, at, first, last)
            if is_cut:
                parts[2] += "…"
                return _shortened(parts, width) if at > first else None
            low, high = max(start, leaf.start), min(end, leaf.end)
            shown = self._shown(leaf, low, high)
            if shown == self._text[low:high]:
                _add(parts, shown, low, first, last)
            else:
                parts[0 if high <= first else 2 if low >= last else 1] += shown
            at = max(at, high)
        gap, is_cut = _structure(self._text[at:end])
        if is_cut and first >= at + len(gap):
            return None
        _add(parts, gap, at, first, last)
        parts[2] += "…" if is_cut else ""
        return _shortened(parts, width)

    def masked(self) -> list[str]:
        """Return all lines in full, without their secrets and comments."""
        return [self._masked(line) for line in range(1, len(self._lines) + 1)]

    def _masked(self, line: int) -> str:
        text = self._text[slice(*self._lines.span(line))]
        excerpt = self.at(Position(line, 1, line, 1), _WHOLE)
        if excerpt is None:
            return "…" if text.strip() else text
        shown = excerpt.before + excerpt.marked + excerpt.after
        return text if shown == text.replace("\t", " ").rstrip() else shown  # the same, with its tabs

    def _shown(self, leaf: Leaf, low: int, high: int) -> str:
        """The text of a leaf between two offsets, with secrets masked."""
        text = self._text[low:high]
        if self._is_hidden(leaf):
            quoted = text[:1] in ("'", '"') and low == leaf.start and high == leaf.end
            return f"{text[0]}{MASK}{text[0]}" if quoted else MASK if text.strip() else ""
        secrets = self._secrets_in(leaf)
        if not secrets:
            return text
        masked = mask_text(mask_known_secrets(text, secrets))
        if low == leaf.start and high == leaf.end:
            return MASK if masked == text else masked  # it is unchanged where the secret is written with escapes
        # A secret of several words may go on in the next line, and so may any in quotes, after a backslash.
        may_go_on = self._text[leaf.start] == '"' or any(len(secret.split()) > 1 for secret in secrets)
        return MASK if may_go_on and text.strip() else masked

    def _secrets_in(self, leaf: Leaf) -> list[str]:
        if leaf not in self._secrets:
            value = leaf.steps[-1] if leaf.is_key else value_at(self._content, leaf.steps)
            texts = [self._text[leaf.start : leaf.end], *([value] if isinstance(value, str) else [])]
            self._secrets[leaf] = [secret for text in texts for secret in secrets_in(text)]
        return self._secrets[leaf]

    def _is_hidden(self, leaf: Leaf) -> bool:
        """Whether a key or a value may be a secret: what isn't known to be harmless is hidden."""
        steps = leaf.steps
        if self._is_terraform:
            length = prefix_length(steps)
            if is_sensitive(self._content, steps, length):
                return True
            steps = steps[length:]
        if self._is_terraform and leaf.is_key and self._text[leaf.start : leaf.end] in _BLOCKS:
            return False
        if MASK in shown_path(steps):
            return True
        around = [step for step in (steps[:-1] if leaf.is_key else steps) if isinstance(step, str)]
        if any(_is_secret(step) for step in around):
            return True
        if leaf.is_key:  # YAML takes the braces of a text for an object
            return bool(around) and not holds_members(around[-1]) and not is_known(str(leaf.steps[-1]))
        if _is_in_pairs(around):
            return True
        text = self._text[leaf.start : leaf.end]
        if text.lower() in _WORDS or _REFERENCE.fullmatch(text) or _is_harmless(text):
            return False
        in_list = bool(leaf.steps) and isinstance(leaf.steps[-1], int)
        return not around or not (holds_plain_values if in_list else holds_plain_value)(around[-1])


def lines_of(text: str) -> list[str]:
    """The lines of a text, without their line breaks."""
    return _LINE.split(text)


@functools.cache
def _is_secret(step: str | int) -> bool:
    """Whether what is in a member may be a secret."""
    if isinstance(step, int):
        return False
    return is_declared_secret(step) or is_value_member(step) or (is_secret_member(step) and not is_known(step))


def _is_harmless(text: str) -> bool:
    """Whether a value can't be a secret because of its form: a short number, a duration, a known value of an enumeration."""
    bare = text.strip("\"'")
    if text == bare and _NUMBER.fullmatch(text):
        return True
    return _DURATION.fullmatch(bare) is not None or is_known_value(bare)


def _is_in_pairs(around: list[str]) -> bool:
    """Whether a value is that of an unknown key in a member such as environmentSettings."""
    return any(is_secret_member(step) and not all(map(is_known, around[index:])) for index, step in enumerate(around, 1))


def _structure(text: str) -> tuple[str, bool]:
    """What is between values, up to a comment, and whether there is one: a comment may have a secret in it."""
    comment = re.search(r"#|//|/\*|[^\s{}\[\],:?\-\"'&*!|><=\w.%()]", text)
    return (text[: comment.start()], True) if comment else (text, False)


def _add(parts: list[str], text: str, start: int, first: int, last: int) -> None:
    """Add a text that begins at an offset to the parts before, between and after two offsets."""
    before, marked = max(0, first - start), max(0, last - start)
    parts[0] += text[:before]
    parts[1] += text[before:marked]
    parts[2] += text[max(before, marked) :]


def _shortened(parts: list[str], width: int) -> Excerpt | None:
    before, marked, after = (printable(part.replace("\t", " ")) for part in parts)
    line = before + marked + after
    if not line.strip() or (MASK in line and not re.search(r"\w", line.replace(MASK, ""))):
        return None  # nothing can be read in it
    if len(before) + len(marked) + len(after) > width and len(before) > _BEFORE + 1:
        before = "…" + before[-_BEFORE:]
    room = max(1, width - len(before))
    if len(marked) > room:
        return Excerpt(before, marked[: room - 1] + "…", "")
    rest = width - len(before) - len(marked)
    return Excerpt(before, marked, after.rstrip() if len(after) <= rest else after[: max(0, rest - 1)] + "…")
