"""A JSON or YAML file: its content, and from a path in it to the place in the text."""

from __future__ import annotations

import codecs
import re
from functools import cached_property
from typing import Any

from ..engine.paths import Path
from .json_texts import read_json, without_comments
from .places import Broken, Lines, Notice, Place, Position, Read, Unreadable

__all__ = ["Notice", "Position", "Source", "Unreadable", "read_source"]

_ARM_TEMPLATE = re.compile(r'"\$schema"\s*:\s*"[^"]*deploymentTemplate\.json', re.IGNORECASE)


# YAML has braces and brackets too, but who writes YAML seldom puts its keys in quotes.
_SURELY_JSON = re.compile(r'\s*[{\[]\s*["{\[]')


class Source:
    """One file that was read.

    Attributes:
        file: Its name, as it was given; ``-`` for standard input.
        text: The text, without a byte order mark.
        content: Plain JSON values. Of a YAML file with several documents a list of them, so ``$[1]`` is the second;
            documents in which there is nothing are left out.
        is_yaml: Whether it was read as YAML.
        notices: What is wrong with the document whatever it is for: a key that stands twice in a JSON object (the last one
            counts, as for every reader of JSON), a YAML key that isn't a text (``on:``, ``1:``), a date without quotes
            (which is read as the text).
    """

    def __init__(self, file: str, text: str, read: Read, is_yaml: bool = False) -> None:
        self.file = file
        self.text = text
        self.content: Any = read.content
        self.is_yaml = is_yaml
        self.notices: list[Notice] = read.notices
        self._place = read.place

    def position(self, path: Path) -> Position:
        """Where the value at a path stands.

        That is the value itself if it is a text, a number or the like. An object or a list may span many lines, so it is
        found by its key; one without a key by its first line. If nothing stands at the path, because a required member is
        missing for instance, it is the position of the nearest object or list around it.
        """
        *_, place = self._place.within(path)
        if place.members is None:
            return self._lines.position(place.start, place.end)
        if place.key is not None:
            return self._lines.position(*place.key)
        return self._lines.position(place.start, min(place.end, self._lines.end_of_line(place.start)))

    def yaml_trap(self, path: Path) -> str | None:
        """The text of a YAML value without quotes that YAML reads as no text: ``no``, ``0644``, ``1:30``, ``2024-01-01``.

        Returns:
            The text as it is written; None if the value at the path is anything else, or if there is none.
        """
        place = self._place_at(path)
        return (place.plain or None) if place else None

    def _place_at(self, path: Path) -> Place | None:
        places = list(self._place.within(path))
        return places[-1] if len(places) == len(path) + 1 else None

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)


def read_source(file: str, text: bytes) -> Source:
    """Read a file.

    It is read as YAML if its name ends with ``.yaml`` or ``.yml``, as JSON if it ends with ``.json``. Otherwise, and on
    standard input, it is JSON if it begins with a brace or a bracket, else YAML; ``{commandLine: x}`` is YAML all the same.
    An ARM template may have comments, as its tools allow them.

    Args:
        file: The name, for the messages and for its ending.
        text: The file's bytes: UTF-8, or UTF-16 with a byte order mark.

    Raises:
        Unreadable: It is neither; or it is empty, holds what JSON can't, or goes deeper than documents do.
    """
    decoded = _decode(file, text)
    try:
        return _read(file, decoded)
    except Broken as broken:
        position = None if broken.start is None else Lines(decoded).position(broken.start, broken.end or broken.start)
        raise Unreadable(file, broken.message, position) from None


def _decode(file: str, text: bytes) -> str:
    wide = text.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # as Windows PowerShell 5 writes files
    encoding, name = ("utf-16", "UTF-16") if wide else ("utf-8-sig", "UTF-8")
    try:
        return text.decode(encoding)
    except UnicodeDecodeError as error:
        before = text[: error.start].decode(encoding, "replace")
        byte = text[error.start]
        raise Unreadable(
            file,
            f"expected {name}, got the byte 0x{byte:02x} ({error.reason})",
            Lines(before).position(len(before), len(before)),
        ) from None


def _read(file: str, text: str) -> Source:
    if not text.strip():
        raise Broken("expected a start task, a pool or a node, got an empty file")
    name = file.lower()
    if name.endswith((".yaml", ".yml")):
        return _read_yaml(file, text)
    if not name.endswith(".json") and text.lstrip()[0] not in "{[":
        return _read_yaml(file, text)
    try:
        return Source(file, text, _read_json(text))
    except Broken as broken:
        if not name.endswith(".json") and not _SURELY_JSON.match(text):
            try:
                return _read_yaml(file, text)
            except Broken:
                pass
        raise broken from None


def _read_json(text: str) -> Read:
    try:
        return read_json(text)
    except Broken:
        if not _ARM_TEMPLATE.search(text):
            raise
    return read_json(without_comments(text))


def _read_yaml(file: str, text: str) -> Source:
    from .yaml_texts import read_yaml  # noqa: PLC0415  # because a JSON file needs no YAML parser

    return Source(file, text, read_yaml(text), is_yaml=True)
