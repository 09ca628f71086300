"""Mistakes in the resource of a pool, around its properties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..paths import Steps
from ..rules.finding import Finding
from ..secrets.masking import shown_text
from .arm_places import beside_properties
from .diagnostics import document_finding
from .expressions.syntax import is_expression


def resource_mistakes(resource: dict[str, Any], resolved: dict[str, Any], path: Steps) -> Iterator[Finding]:
    """Yield a finding for what Resource Manager or the service refuses in a pool's resource, or loses.

    Args:
        resource: The resource as it is written.
        resolved: Its members with their expressions evaluated.
        path: Its steps in the source.
    """
    yield from beside_properties(resource, path)
    yield from _identity_mistakes(resolved, path)


def _identity_mistakes(resource: dict[str, Any], path: Steps) -> Iterator[Finding]:
    identity = resource.get("identity")
    if not isinstance(identity, dict):
        return
    kind, identities = identity.get("type"), identity.get("userAssignedIdentities")
    if isinstance(kind, str) and not is_expression(kind) and kind.lower() not in ("userassigned", "none"):
        message = f"expected UserAssigned or None as the type of a pool's identity, got {shown_text(kind)}"
        yield document_finding((*path, "identity", "type"), "arm", message, "Write UserAssigned.")
    if isinstance(identities, list):
        message = "expected an object as userAssignedIdentities, got an array"
        fix = 'Write an object that has the resource ids as its keys: {"/subscriptions/…/NAME": {}}.'
        yield document_finding((*path, "identity", "userAssignedIdentities"), "arm", message, fix)
