"""The pools of ARM templates, with the names that their expressions refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from ..paths import ROOT, Steps
from .arm_pools import POOL_TYPE
from .expressions.evaluating import NO_LOOPS, Loops, resolve
from .expressions.scope import Given, Scope
from .expressions.values import Budget, Unknown

_MOST = 800  # resources that one copy loop makes: Resource Manager refuses more


class Found(msgspec.Struct, frozen=True):
    """A pool's resource in a template.

    Attributes:
        steps: Its steps in the file.
        resource: The resource as it is written.
        scope: The names that its expressions refer to.
        loops: The indexes of the copy loops around it.
        parent: The type of the resource that it is in; empty if it is in none.
    """

    steps: Steps
    resource: dict[str, Any]
    scope: Scope
    loops: Loops
    parent: str = ""


def is_template(content: dict[str, Any]) -> bool:
    """Return whether an object is an ARM template: by its schema, or because a pool is among its resources."""
    schema = content.get("$schema")
    if isinstance(schema, str) and "deploymenttemplate.json" in schema.lower():
        return True
    return any(True for _ in _pools(content, ROOT, Scope({}, ROOT, Budget(0)), NO_LOOPS))


def pools_of(
    template: dict[str, Any], path: Steps, budget: Budget, given: Mapping[str, Given], account: str = ""
) -> Iterator[Found]:
    """Find the pools of a template, those within accounts and nested deployments too, in the order of the document.

    Args:
        template: The template.
        path: Its steps in the file.
        budget: The limit on the work.
        given: The values that its parameters are given.
        account: The resource id of the Batch account; empty if it isn't known.
    """
    return _pools(template, path, Scope(template, path, budget, given, account=account), NO_LOOPS)


def _pools(holder: dict[str, Any], path: Steps, scope: Scope, loops: Loops, parent: str = "") -> Iterator[Found]:
    resources = holder.get("resources")
    children: list[tuple[Any, Any]] = list(enumerate(resources)) if isinstance(resources, list) else []
    if isinstance(resources, dict):  # by their symbolic names
        children = list(resources.items())
    for key, resource in children:
        if not isinstance(resource, dict) or resource.get("existing") is True:
            continue
        place = (*path, "resources", key)
        kind = str(resource.get("type", "")).lower()
        kind = f"{parent}/{kind}" if parent and "." not in kind else kind
        for inner in _iterations(resource, scope, loops):
            if kind == POOL_TYPE:
                yield Found(place, resource, scope, inner, parent)
            elif kind == _DEPLOYMENTS:
                yield from _nested(resource, place, scope, inner)
            yield from _pools(resource, place, scope, inner, kind)


def _iterations(resource: dict[str, Any], scope: Scope, loops: Loops) -> Iterator[Loops]:
    """The indexes of each iteration of a resource's copy loop; one with an unknown index if the count isn't known."""
    loop = resource.get("copy")
    if not isinstance(loop, dict):
        yield loops
        return
    name = str(loop.get("name", "")).lower()
    count = resolve(loop.get("count"), scope, loops)
    if isinstance(count, int) and not isinstance(count, bool) and 0 < count <= _MOST:
        for index in range(count):
            yield {**loops, name: index, "": index}
    else:
        index_unknown = count if isinstance(count, Unknown) else Unknown("the count of its copy loop isn't known")
        yield {**loops, name: index_unknown, "": index_unknown}


def _nested(resource: dict[str, Any], place: Steps, scope: Scope, loops: Loops) -> Iterator[Found]:
    properties = resource.get("properties")
    template = properties.get("template") if isinstance(properties, dict) else None
    if not isinstance(properties, dict) or not isinstance(template, dict):
        return
    path = (*place, "properties", "template")
    account = scope.account
    if {"resourceGroup", "subscriptionId"} & resource.keys():  # the account is there, and not where the outer deployment is
        scope = scope.elsewhere()
    options = properties.get("expressionEvaluationOptions")
    if isinstance(options, dict) and str(options.get("scope")).lower() == "inner":
        given = given_in(properties.get("parameters"), (*place, "properties", "parameters"), scope, loops)
        inner = Scope(template, path, scope.budget, given, account=account)
        inner.unknown_keys = scope.unknown_keys
        yield from _pools(template, path, inner, NO_LOOPS)
    else:
        yield from _pools(template, path, scope, loops)


def given_in(parameters: Any, path: Steps, scope: Scope, loops: Loops = NO_LOOPS) -> dict[str, Given]:
    """Return the values in the ``parameters`` of a nested deployment."""
    given: dict[str, Given] = {}
    for name, each in parameters.items() if isinstance(parameters, dict) else []:
        if isinstance(each, dict) and "value" in each:
            given[name.lower()] = Given(resolve(each["value"], scope, loops), (*path, name, "value"), scope=scope)
        elif isinstance(each, dict) and "reference" in each:
            given[name.lower()] = Given(Unknown(f"the value of the parameter {name} is in a Key Vault"), (*path, name))
        else:
            given[name.lower()] = Given(Unknown(f"the value of the parameter {name} isn't known here"), (*path, name))
    return given


def linked_templates(content: dict[str, Any], path: Steps) -> Iterator[Steps]:
    """Yield the steps of each link to a template in another file."""
    waiting = [(content, path)]
    while waiting:
        holder, place = waiting.pop()
        resources = holder.get("resources")
        pairs: list[tuple[Any, Any]] = list(enumerate(resources)) if isinstance(resources, list) else []
        pairs = list(resources.items()) if isinstance(resources, dict) else pairs
        for key, resource in pairs:
            if not isinstance(resource, dict) or str(resource.get("type", "")).lower() != _DEPLOYMENTS:
                continue
            properties, steps = resource.get("properties"), (*place, "resources", key, "properties")
            if isinstance(properties, dict) and "templateLink" in properties:
                yield (*steps, "templateLink")
            elif isinstance(properties, dict) and isinstance(properties.get("template"), dict):
                waiting.append((properties["template"], (*steps, "template")))


_DEPLOYMENTS = "microsoft.resources/deployments"
