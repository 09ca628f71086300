"""Every rule: importing this registers them."""

from . import documents
from .registry import RULES, places

__all__ = ["RULES", "documents", "places"]
