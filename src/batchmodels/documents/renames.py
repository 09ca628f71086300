"""A document in which members have other names than in its source."""

from __future__ import annotations

from typing import Any

import msgspec

from ..paths import Steps


class Renamed(msgspec.Struct, frozen=True):
    """A document with the names that the service has.

    Attributes:
        content: The document; the same object if nothing of it differs.
        origins: The steps in the source of each renamed member, by its steps in the content.
    """

    content: Any
    origins: dict[Steps, Steps]

    def where(self, steps: Steps) -> Steps:
        """Convert steps in the content to steps in the source."""
        for length in range(len(steps), 0, -1):
            origin = self.origins.get(steps[:length])
            if origin is not None:
                return (*origin, *steps[length:])
        return steps
