"""One walk of the plain encoder over a model: how to write, and what was found wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...paths import Steps
from ..attributes import Attribute
from ..enumerations import TextEnum
from ..findings import Findings

MAX_BITS = 13_000
"""Bits of an int, nearly 4,000 digits: Python writes no more than 4,300."""

KeyTransformer = Callable[[str, dict[str, Any], Any], tuple[Any, Any]]
"""msrest's: from an attribute's name, its map entry and its value to the key or keys to write, and the value."""


class Encoding(Findings):
    """One walk over a model: how to write, and what was found wrong.

    Attributes:
        keep_readonly: Whether to write what only the service sets.
        api_version: The API version that has to know everything that is written; None for any.
        dialect: The dialect of the wire to write; None is the main one.
        masked: Whether to write ``***`` in place of each secret: for people to read, not to be sent.
        key_transformer: msrest's, for ``as_dict``.
    """

    def __init__(
        self,
        keep_readonly: bool = False,
        api_version: str | None = None,
        dialect: str | None = None,
        masked: bool = False,
        key_transformer: KeyTransformer | None = None,
    ) -> None:
        super().__init__()
        self.keep_readonly = keep_readonly
        self.key_transformer = key_transformer
        self.api_version = api_version
        self.dialect = dialect
        self.masked = masked

    def check_version(self, path: Steps, known: Attribute | TextEnum) -> bool:
        """Return whether the API version knows something; add a problem if not."""
        expected = self.expected_version(known)
        if expected is None:
            return True
        self.add(path, "api_version", expected, str(self.api_version))
        return False

    def expected_version(self, known: Attribute | TextEnum) -> str | None:
        """Return the API versions that know something, if the present one doesn't; else None."""
        if self.api_version is None:
            return None
        # Versions begin with their dates, so their texts are in the order of time.
        if known.since is not None and self.api_version < known.since:
            return f"API version {known.since} or later"
        if known.until is not None and self.api_version >= known.until:
            return f"API version before {known.until}"
        return None
