"""The place of a file or a directory, as a command line names it."""

from __future__ import annotations

import posixpath
from typing import NamedTuple


class Place(NamedTuple):
    """The place of a file or a directory.

    Attributes:
        path: The path in the working directory; it begins with ``..`` for a place above it. Elsewhere, the path there.
        elsewhere: The directory outside of the working directory, as the command line names it; empty if it isn't outside.
    """

    path: str
    elsewhere: str = ""

    @property
    def outside(self) -> str:
        """The whole path of a place outside of the working directory; empty for one in it."""
        return posixpath.join(self.elsewhere, self.path).rstrip("/") if self.elsewhere else ""
