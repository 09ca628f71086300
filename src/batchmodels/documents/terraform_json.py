"""Terraform's configurations in JSON, ``.tf.json`` files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .expressions.scope import Given
from .expressions.values import Budget
from .hcl_expressions import JsonValue, evaluated, json_value
from .hcl_names import Names
from .hcl_reader import parsed_expression, without_unknown
from .terraform import Resource
from .terraform_names import RESOURCES, holds_secrets
from .terraform_places import AZAPI, is_azapi_pool


def configured_in(content: Any, names: Names) -> list[Resource]:
    """Find the pools and jobs in a configuration in JSON, a ``.tf.json`` file.

    Args:
        content: The file's content.
        names: Its variables and local values, which `names_in` returns.
    """
    found: list[Resource] = []
    kinds = content.get("resource")
    for kind in (*RESOURCES, AZAPI):
        resources = kinds.get(kind) if isinstance(kinds, dict) else None
        for name, resource in resources.items() if isinstance(resources, dict) else ():
            bodies = list(enumerate(resource)) if isinstance(resource, list) else [(None, resource)]
            for index, body in bodies:
                steps = ("resource", kind, name, *(() if index is None else (index,)))
                if isinstance(body, dict):
                    values, unknown = without_unknown(_body(body, names), names.budget)
                    if kind in RESOURCES or is_azapi_pool(kind, values):
                        found.append(Resource(kind, f"{kind}.{name}", steps, values, unknown, written=True))
    return found


def _body(value: Any, names: Names) -> Any:
    """Return the value of a resource or of a block."""
    if isinstance(value, list):
        return [_body(each, names) for each in value]
    if not isinstance(value, dict):
        return json_value(value, names)
    members: dict[str, Any] = {}
    for key, each in value.items():
        with names.placing_secrets(holds_secrets(key)):
            members[key] = json_value(each, names) if holds_secrets(key) else _body(each, names)
    return members


def names_in(content: dict[str, Any], budget: Budget, given: Mapping[str, Given]) -> Names:
    """Return the variables and local values of a configuration in JSON."""
    names = Names(parsed_expression, evaluated, budget, given)
    for kind, key in (("var", "variable"), ("local", "locals")):
        declared = content.get(key)
        for name, value in declared.items() if isinstance(declared, dict) else ():
            if kind == "local":
                names.declare(kind, name, "", JsonValue(value))
                continue
            variable = value if isinstance(value, dict) else {}
            names.declare(kind, name, "", JsonValue(variable["default"]) if "default" in variable else None)
            names.constrain(name, str(variable.get("type", "")))
            if variable.get("sensitive") is True:
                names.hide(name)
    return names
