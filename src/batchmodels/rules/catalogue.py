"""Every rule: importing this registers them."""

from . import documents
from .registry import RULES

__all__ = ["RULES", "documents"]
