"""The values of secure parameters, which only members that hold secrets get."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...secrets.lazy_patterns import lazy_pattern
from ...secrets.masking import is_hidden_member
from .arguments import read_written
from .scope import Scope
from .values import Unknown, Value

SECURE_ONLY = ", and its value is used only in members that hold secrets"
"""The rest of the reason why the value of a secure parameter isn't known, although it is given."""

_PARAMETER = lazy_pattern(r"\[\s*parameters\(\s*'([^']+)'\s*\)\s*\]", re.IGNORECASE)


def placed(key: str, members: Mapping[str, Any], resolved: Value, scope: Scope) -> Value:
    """Return the value of a member: that of a secure parameter if the member holds a secret, or what it is resolved to.

    Args:
        key: The key of the member.
        members: The members of its object, not evaluated.
        resolved: What the member is without the values of secure parameters.
        scope: The names that expressions refer to.
    """
    member = members[key]
    # Within a parameter or a variable, the value could go on to any other place.
    if not (scope.places_secrets and isinstance(resolved, Unknown) and isinstance(member, str)) or scope.running:
        return resolved
    found = _PARAMETER.fullmatch(member)
    name = scope.spelled("parameters", found[1]) if found and is_hidden_member(key, dict(members)) else None
    given = None if name is None else scope.given.get(name.lower())
    if name is None or given is None or not given.placed:
        return resolved
    declared = scope.parameters[name]
    kind = str(declared.get("type", "")).lower() if isinstance(declared, dict) else ""
    return read_written(given.value, kind) if given.written else given.value
