"""The two dialects of the wire format: the Batch service's own, in which everything is declared, and ARM's."""

from ..arm.names import ARM
from ..engine.attributes import Spelling


def in_arm(text: str) -> Spelling:
    """Declare ARM's spelling of a key or of an enumeration value that differs."""
    return Spelling(ARM, text)
