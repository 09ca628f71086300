"""Names and values for your own programs."""

from .arm import ArmModel

__all__ = ["MetadataItem"]


class MetadataItem(ArmModel):
    """A name and a value that Batch stores and ignores, for example for an owner, a purpose or a ticket."""

    name: str
    """The name."""

    value: str
    """The value. Anyone who can read the resource can read it, so don't put secrets here."""
