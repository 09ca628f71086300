"""Files from people and tools, read as models with the position of every value, and checked.

`read` reads a file as the command does, and `check` reports the problems in it.
"""

from .checking import check
from .diagnostics import Diagnostic
from .document import Document, read, read_text
from .entries import Entry
from .errors import UnreadableError
from .parameter_values import given_values
from .positions import Position

__all__ = ["Diagnostic", "Document", "Entry", "Position", "UnreadableError", "check", "given_values", "read", "read_text"]
