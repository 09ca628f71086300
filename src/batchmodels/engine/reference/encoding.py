"""Encoding, the options and the problems of one walk of the reference encoder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...paths import Steps
from ..attributes import Attribute
from ..enumerations import TextEnum
from ..findings import Findings

MAX_BITS = 13_000
"""Limit on the bits of an int: nearly 4,000 digits. Python writes at most 4,300."""

KeyTransformer = Callable[[str, dict[str, Any], Any], tuple[Any, Any]]
"""A function of msrest that takes an attribute's name, map entry and value, and returns the keys and the value to write."""


class Encoding(Findings):
    """One walk over a model: its options, and the problems found.

    Attributes:
        keep_readonly: Whether to write attributes that only the service sets.
        api_version: The API version that must support everything that is written; None skips this check.
        dialect: The dialect of the wire; None is the main one.
        masked: Whether to write ``***`` instead of each secret. Such a document is for people; it can't be sent.
        key_transformer: That of msrest, for ``as_dict``.
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
        """Return whether the API version supports an attribute or a value; add a problem if not."""
        expected = self.expected_version(known)
        if expected is None:
            return True
        self.add(path, "api_version", expected, str(self.api_version))
        return False

    def expected_version(self, known: Attribute | TextEnum) -> str | None:
        """Return the API versions that support an attribute or a value, if the current one doesn't; else None."""
        if self.api_version is None:
            return None
        # Versions begin with their dates, so they sort as texts.
        if known.since is not None and self.api_version < known.since:
            return f"API version {known.since} or later"
        if known.until is not None and self.api_version >= known.until:
            return f"API version before {known.until}"
        return None
