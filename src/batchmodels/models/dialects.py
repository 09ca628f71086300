"""The two dialects of the wire: the Batch service's own, which everything is declared in, and ARM's."""

from ..engine.attributes import Spelling

ARM = "arm"
"""The management plane's: ARM and Bicep templates, azure-mgmt-batch."""


def in_arm(text: str) -> Spelling:
    """How ARM spells a key, or the text of an enumeration's member, that it spells differently."""
    return Spelling(ARM, text)
