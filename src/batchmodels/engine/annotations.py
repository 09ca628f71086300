"""Annotations: the members that the service adds to its answers, and that no request has."""

from __future__ import annotations


def is_annotation(key: str) -> bool:
    """Return whether a member is one of OData's: ``odata.metadata``, ``@odata.etag``; the letter case doesn't matter."""
    lower = str(key).lower()  # because a model can hold anything
    return lower.startswith("odata.") or "@odata." in lower
