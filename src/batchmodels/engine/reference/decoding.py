"""One walk of the plain decoder over a document, or over another library's model: how to read, and what was found wrong."""

from __future__ import annotations

from typing import Any

from ..findings import Findings
from ..paths import Path


class Decoding(Findings):
    """One walk over a document: how to find members, and what was found wrong."""

    def __init__(self, any_name: bool = False) -> None:
        super().__init__()
        self.any_name = any_name

    def refuse(self, path: Path, expected: str, value: Any, hidden: bool) -> Any:
        """Note a value that can't be held; None stands in its place until the walk is over."""
        self.wrong_type(path, expected, value, hidden)
        return None


class Converting(Decoding):
    """The reading of another library's model that is about to be written or shown.

    A value that ours can't hold stays, for the encoder to report or for the reader to see. Models of ours stay as they are.
    """

    def refuse(self, path: Path, expected: str, value: Any, hidden: bool) -> Any:  # noqa: ARG002  # because the base class needs them
        """Keep a value that can't be held."""
        return value
