"""A JSON or YAML file: its content, and the position of every value."""

from __future__ import annotations

import codecs
import re
from array import array
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..paths import Steps
from ..rules.finding import Finding, Span
from .az_answers import may_be_from_az
from .errors import EMPTY, MalformedTextError, UnreadableError
from .foreign_files import foreign_bytes, foreign_text
from .json_reader import read_json, without_comments
from .placeholders import may_have_placeholders
from .positions import Lines, Node, ParsedText, Position
from .text_offsets import offsets_of
from .values import value_at

if TYPE_CHECKING:
    from .expressions.scope import Given

_PYTHON_KEY = re.compile(r"[a-z]_[a-z_]+[\"']?[ \t]*:")
_ARM_TEMPLATE = re.compile(r'"\$schema"\s*:\s*"[^"]*deploymentTemplate\.json', re.IGNORECASE)
_CONFLICT = re.compile(r"^<{7}(?: .*)?$", re.MULTILINE)

# YAML has braces and brackets too, but who writes YAML seldom puts its keys in quotes.
_SURELY_JSON = re.compile(r'\s*[{\[]\s*["{\[]')


class Source:
    """One parsed file.

    Attributes:
        file: Its name, as it was given.
        text: The text, without a byte order mark.
        content: Plain JSON values. A YAML file with several documents gives a list of them, without the empty ones, so
            ``$[1]`` is the second.
        is_yaml: Whether it was read as YAML.
        node: The positions of its values.
        span: The offsets of the part of the text that the content is of; of all of it, except in a large list.
        findings: What is wrong with the text itself: a duplicate key in a JSON object (the last one counts, as for every
            JSON parser), a YAML key that isn't a text (``on:``, ``1:``), a date without quotes (which is read as the text).
    """

    def __init__(
        self,
        file: str,
        text: str,
        parsed: ParsedText,
        is_yaml: bool = False,
        *,
        lines: Lines | None = None,
        span: Span | None = None,
    ) -> None:
        self.file = file
        self.text = text
        self.content: Any = parsed.content
        self.is_yaml = is_yaml
        self.findings: list[Finding] = parsed.findings
        self.node: Node = parsed.node
        self.span: Span = span or (0, len(text))
        self._lines_of_whole = lines
        self._last_offsets: tuple[Node, array[int] | None] | None = None

    def position(self, steps: Steps, span: Span | None = None, *, key: bool = False) -> Position:
        """Return the position of a value, of a part of a text, or of the key of a member.

        The position of a text, a number and the like is the value itself. An object or a list may span many lines, so its
        position is its key, or its first line if it has no key. The position of a missing value is that of the nearest
        object or list around it.

        Args:
            steps: The keys and indexes that lead to the value.
            span: The offsets of a part of the value, which is a text; None for all of it.
            key: Whether the key is meant rather than the value.
        """
        *around, node = self.node.within(steps)
        if key and node.key is not None and len(around) == len(steps):
            return self.lines.position(*node.key)
        if span is not None and (place := self._place(steps, node, span)):
            return self.lines.position(*place)
        if node.members is None:
            return self.lines.position(node.start, node.end)
        if node.key is not None:
            return self.lines.position(*node.key)
        return self.lines.position(node.start, min(node.end, self.lines.end_of_line(node.start)))

    def unquoted(self, steps: Steps) -> str | None:
        """Return the text of an unquoted YAML value that YAML reads as another type: ``no``, ``0644``, ``1:30``.

        Returns:
            The text as it is written; None for any other value, and for a missing one.
        """
        nodes = list(self.node.within(steps))
        return (nodes[-1].plain or None) if len(nodes) == len(steps) + 1 else None

    def _place(self, steps: Steps, node: Node, span: Span) -> Span | None:
        """Return the offsets in the file of a part of a text; None if it isn't written there."""
        if self._last_offsets is None or self._last_offsets[0] is not node:
            value = value_at(self.content, steps)
            offsets = None
            if isinstance(value, str) and node.members is None and node.plain is None:
                offsets = offsets_of(self.text, node.start, node.end, value, is_yaml=self.is_yaml)
            self._last_offsets = node, offsets
        offsets = self._last_offsets[1]
        start, end = span
        if offsets is None or not start < end <= len(offsets):
            return None
        last = offsets[end - 1]
        if self.text[last] in "\\'":  # an escape, which may be longer
            return offsets[start], offsets[end] if end < len(offsets) else max(last + 1, node.end - 1)
        return offsets[start], last + 1

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text."""
        return self._lines_of_whole or Lines(self.text)

    @cached_property
    def may_have_placeholders(self) -> bool:
        """Whether it may have values that another tool replaces."""
        return may_have_placeholders(self.text, *self.span)

    @cached_property
    def may_have_python_names(self) -> bool:
        """Whether it may have members with Python names, so that it is worthwhile to look for them."""
        return _PYTHON_KEY.search(self.text, *self.span) is not None

    @cached_property
    def may_be_from_az(self) -> bool:
        """Whether it may have what ``az`` prints, so that it is worthwhile to look for it."""
        return may_be_from_az(self.text, *self.span)


def read_source(file: str, text: str | bytes, given: Mapping[str, Given] | None = None) -> Source:
    """Read a file.

    It is read as YAML if its name ends with ``.yaml`` or ``.yml``, as JSON if it ends with ``.json`` or ``.jsonc``, as a
    configuration of Terraform if it ends with ``.tf``, and as values of its variables if it ends with ``.tfvars``. Otherwise,
    and on standard input, it is JSON if it begins with a brace or a bracket, else YAML; ``{commandLine: x}`` is still YAML.
    A ``.jsonc`` file and an ARM template may have comments, as their tools allow them.

    Args:
        file: The name, for the messages and for its ending.
        text: The text, or the file's bytes: UTF-8, or UTF-16 with a byte order mark.
        given: The values of Terraform's variables, by their names in lower case.

    Raises:
        UnreadableError: It is neither; or it is empty, holds what JSON can't, or goes deeper than documents do.
    """
    decoded = text.removeprefix("\ufeff") if isinstance(text, str) else decode(file, text)
    try:
        return _read(file, decoded, given)
    except MalformedTextError as malformed:
        broken = _conflict_in(decoded) or malformed
        foreign = foreign_text(file, decoded)
        if foreign is not None:
            raise UnreadableError(file, foreign) from None
        position = None if broken.start is None else Lines(decoded).position(broken.start, broken.end or broken.start)
        raise UnreadableError(file, broken.message, position, is_empty=broken.message == EMPTY) from None


def _conflict_in(text: str) -> MalformedTextError | None:
    """Return the error for a text that can't be parsed and has the marks of a merge."""
    found = _CONFLICT.search(text)
    if found is None:
        return None
    message = "this is a conflict of a merge; resolve it, and remove the lines <<<<<<<, ======= and >>>>>>>"
    return MalformedTextError(message, *found.span())


def decode(file: str, text: bytes) -> str:
    """Return the text of a file's bytes, without a byte order mark.

    Raises:
        UnreadableError: It is neither UTF-8, nor UTF-16 with a byte order mark; or it is a binary file.
    """
    foreign = foreign_bytes(file, text)
    if foreign is not None:
        raise UnreadableError(file, foreign)
    wide = text.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # as Windows PowerShell 5 writes files
    encoding, name = ("utf-16", "UTF-16") if wide else ("utf-8-sig", "UTF-8")
    try:
        return text.decode(encoding)
    except UnicodeDecodeError as error:
        before = text[: error.start].decode(encoding, "replace")
        byte = text[error.start]
        raise UnreadableError(
            file,
            f"expected {name}, got the byte 0x{byte:02x} ({error.reason})",
            Lines(before).position(len(before), len(before)),
        ) from None


def _read(file: str, text: str, given: Mapping[str, Given] | None) -> Source:
    if not text.strip():
        raise MalformedTextError(EMPTY)
    name = file.lower()
    if name.endswith((".yaml", ".yml")):
        return _read_yaml(file, text)
    if name.endswith(".tf"):
        return _read_hcl(file, text, given)
    if name.endswith(".tfvars"):
        return _read_tfvars(file, text)
    if not name.endswith((".json", ".jsonc")) and text.lstrip()[0] not in "{[":
        return _read_yaml(file, text)
    try:
        return Source(file, text, _read_json(text, name.endswith(".jsonc")))
    except MalformedTextError as broken:
        if not name.endswith((".json", ".jsonc")) and not _SURELY_JSON.match(text):
            try:
                return _read_yaml(file, text)
            except MalformedTextError:
                pass
        raise broken from None


def _read_json(text: str, has_comments: bool) -> ParsedText:
    try:
        return read_json(text)
    except MalformedTextError:
        if not has_comments and not _ARM_TEMPLATE.search(text):
            raise
    return read_json(without_comments(text))


def _read_hcl(file: str, text: str, given: Mapping[str, Given] | None) -> Source:
    from .hcl_reader import read_hcl  # noqa: PLC0415  # because few files are Terraform's

    return Source(file, text, read_hcl(text, given))


def _read_tfvars(file: str, text: str) -> Source:
    """Read values of Terraform's variables, in the form of a parameter file."""
    from .hcl_reader import read_tfvars  # noqa: PLC0415  # because few files are Terraform's

    content = {name: {"value": value} for name, value in read_tfvars(text).items()}
    return Source(file, text, ParsedText(content, Node(0, len(text), {}), []))


def _read_yaml(file: str, text: str) -> Source:
    from .yaml_reader import read_yaml  # noqa: PLC0415  # because a JSON file needs no YAML parser

    return Source(file, text, read_yaml(text), is_yaml=True)
