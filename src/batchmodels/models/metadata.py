"""Notes of your own on a pool."""

from .base import Model

__all__ = ["MetadataItem"]


class MetadataItem(Model):
    """A name and a value that Batch keeps with the pool and makes nothing of: for the owner, the purpose, a ticket."""

    name: str
    """What the note is about."""

    value: str
    """What it says. Everybody who may read the pool can read it: no place for secrets."""
