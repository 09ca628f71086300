"""The names that blob containers can have.

Source: https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata.
"""

from __future__ import annotations

import re

from .sas import Address

_NAME = re.compile(r"(?=.{3,63}\Z)[a-z0-9](?:-?[a-z0-9])*|\$root|\$web|\$logs|\$blobchangefeed")
_FILLED_IN = re.compile(r"[{}\[\]$%<>…]|\A\.+\Z")

RULES_OF_NAMES = "3 to 63 lower-case letters, digits and single hyphens"
"""The rules, for a fix."""


def is_container_name(name: str) -> bool:
    """Return whether a container can have a name."""
    return _NAME.fullmatch(name) is not None


def impossible_container(address: Address | None) -> str:
    """Return the name of the container in a URL of the blob service if no container has such a name; otherwise nothing."""
    if address is None or address.service != "blob" or not address.segments:
        return ""
    name = address.segments[0]
    return "" if is_container_name(name) or _FILLED_IN.search(name) else name
