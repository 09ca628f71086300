"""The functions that return resource ids, and those about the subscription and the resource group of a deployment."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .arguments import find_key, not_evaluated, some, text
from .scope import Scope
from .syntax import Call, Syntax
from .values import ExpressionError, Unknown, Value

Evaluate = Callable[[Syntax, Scope, Mapping[str, Value]], Value]
Loops = Mapping[str, Value]

NAMES = frozenset(
    ("extensionresourceid", "resourcegroup", "resourceid", "subscription", "subscriptionresourceid", "tenantresourceid")
)
"""The names of the functions, in lower case."""

_SUBSCRIPTION, _GROUP = 2, 4  # the places of their names in a resource id that is split at slashes


def call_about_resources(syntax: Call, scope: Scope, loops: Loops, evaluate: Evaluate) -> Value:
    """Return the value of a call; `Unknown` if it depends on the deployment and the account isn't given."""
    arguments = [text(some(evaluate(each, scope, loops))) for each in syntax.arguments]
    parts = scope.account.split("/")
    subscription, group = (parts[_SUBSCRIPTION], parts[_GROUP]) if scope.account else ("", "")
    if syntax.name in ("subscription", "resourcegroup"):
        if not scope.account:
            return not_evaluated(syntax.spelled)
        return _subscription(subscription) if syntax.name == "subscription" else _group(subscription, group)
    start = 1 if syntax.name == "extensionresourceid" else next((at for at, each in enumerate(arguments) if "/" in each), 0)
    before, (kind, *names) = arguments[:start], arguments[start:] or [""]
    provider, *kinds = kind.split("/")
    if not kinds or len(kinds) != len(names):
        raise ExpressionError(f"{syntax.spelled} expects a resource type and a name for each of its parts", syntax.offset)
    path = "".join(f"/{one}/{name}" for one, name in zip(kinds, names, strict=True))
    around = _around(syntax, before, subscription, group)
    if around is None:
        unknown = not_evaluated(syntax.spelled)
        return Unknown(unknown.reason, resource_name=names[-1])
    return f"{around}/providers/{provider}{path}"


def _around(syntax: Call, before: list[str], subscription: str, group: str) -> str | None:
    """Return the beginning of a resource id; None if it isn't known.

    Args:
        syntax: The call.
        before: The arguments before the resource type.
        subscription: The subscription of the deployment; empty if it isn't known.
        group: Its resource group; empty if it isn't known.
    """
    if syntax.name == "tenantresourceid":
        return ""
    if syntax.name == "extensionresourceid":
        return before[0].rstrip("/") if before else None
    if syntax.name == "subscriptionresourceid":
        subscription = before[-1] if before else subscription
        return f"/subscriptions/{subscription}" if subscription else None
    group = before[-1] if before else group
    subscription = before[0] if len(before) > 1 else subscription
    return f"/subscriptions/{subscription}/resourceGroups/{group}" if subscription and group else None


def _subscription(name: str) -> Value:
    names = ("tenantId", "displayName")
    return {"id": f"/subscriptions/{name}", "subscriptionId": name, **_only_at_deployment("subscription", names)}


def _group(subscription: str, name: str) -> Value:
    names = ("location", "managedBy", "properties", "tags")
    known = {"id": f"/subscriptions/{subscription}/resourceGroups/{name}", "name": name}
    return {**known, "type": "Microsoft.Resources/resourceGroups", **_only_at_deployment("resourceGroup", names)}


def _only_at_deployment(function: str, names: tuple[str, ...]) -> dict[str, Value]:
    return {name: Unknown(f"{function}().{name} is known only at deployment") for name in names}


def with_names(resource: dict[str, Value]) -> dict[str, Value]:
    """Return a pool's resource with the names of its applications and certificates in place of ids that aren't known."""
    properties = resource.get("properties")
    if not isinstance(properties, dict):
        return resource
    replaced = dict(properties)
    for kind in ("applicationPackages", "certificates"):
        key = find_key(properties, kind)
        if key is not None and isinstance(properties[key], list):
            replaced[key] = [_with_name(each) for each in properties[key]]
    return {**resource, "properties": replaced}


def _with_name(reference: Value) -> Value:
    identifier = reference.get("id") if isinstance(reference, dict) else None
    if not isinstance(identifier, Unknown) or not identifier.resource_name:
        return reference
    return {**reference, "id": identifier.resource_name}
