"""Mistakes in the resource of a pool, around its properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..paths import Steps
from ..rules.finding import Finding
from ..secrets.masking import shown_text
from .arm_places import beside_properties
from .arm_templates import Found
from .diagnostics import document_finding
from .expressions.arguments import find_key
from .expressions.syntax import is_expression
from .source import Source

RESOURCE = "resource"
"""The kind of these findings. They don't keep a pool from being read: only a deployment fails, or loses something."""


def resource_mistakes(source: Source, found: Found, resolved: dict[str, Any]) -> Iterator[Finding]:
    """Yield a finding for what Resource Manager or the service refuses in a pool's resource, or loses.

    Args:
        source: The file.
        found: The resource.
        resolved: Its members with their expressions evaluated.
    """
    yield from beside_properties(found.resource, found.steps, RESOURCE)
    yield from _identity_mistakes(resolved, found.steps)
    if found.scope.strict:  # in a template; a request has the name and the version in its URL
        yield from _name_mistakes(found, resolved.get("name"))
        if find_key(found.resource, "apiVersion") is None and _PROFILE not in source.text:
            fix = f'Add "apiVersion": "{_VERSION}", for example.'
            yield document_finding(found.steps, RESOURCE, "a resource of a template needs an apiVersion", fix)


_PROFILE = "apiProfile"  # with which a template sets the versions of all resources
_VERSION = "2024-07-01"


def _name_mistakes(found: Found, name: Any) -> Iterator[Finding]:
    """Yield a finding for a name with too few or too many segments."""
    if not isinstance(name, str) or is_expression(name) or _PLACEHOLDER.search(name):
        return
    count = len(name.split("/"))
    steps = (*found.steps, "name")
    shown = shown_text(name)
    kind = str(found.resource.get("type", ""))
    if not found.parent and count != 2:  # noqa: PLR2004  # because the account and the pool are two
        message = f"expected the names of the account and the pool, got {shown}, so the deployment is refused"
        yield document_finding(steps, RESOURCE, message, "Write both with one slash between them: account/pool.")
    elif found.parent and "." not in kind and count != 1:
        message = f"expected the name of the pool alone within its account, got {shown}, so the deployment is refused"
        yield document_finding(steps, RESOURCE, message, "Write the last part of it.")


_PLACEHOLDER = re.compile(r"[{}<>$#%@]|__")  # what another tool replaces, perhaps by several segments


def _identity_mistakes(resource: dict[str, Any], path: Steps) -> Iterator[Finding]:
    identity = resource.get("identity")
    if not isinstance(identity, dict):
        return
    kind, identities = identity.get("type"), identity.get("userAssignedIdentities")
    if isinstance(kind, str) and not is_expression(kind) and kind.lower() not in ("userassigned", "none"):
        message = f"expected UserAssigned or None as the type of a pool's identity, got {shown_text(kind)}"
        yield document_finding((*path, "identity", "type"), RESOURCE, message, "Write UserAssigned.")
    if isinstance(identities, list):
        message = "expected an object as userAssignedIdentities, got an array"
        fix = 'Write an object that has the resource ids as its keys: {"/subscriptions/…/NAME": {}}.'
        yield document_finding((*path, "identity", "userAssignedIdentities"), RESOURCE, message, fix)
