"""Pools of the azapi provider of Terraform: resources whose ``body`` is that of a pool in ARM."""

from __future__ import annotations

import json
from typing import Any

from ..paths import Steps
from ..secrets.masking import MASK
from .arm_pools import ArmPool, from_arm
from .arm_versions import renamed_members
from .dialect_texts import in_arm
from .expressions.values import Unknown
from .terraform import AFTER, Converted, Resource
from .terraform_places import hidden_texts
from .unknown_names import with_unknown_names
from .values import value_at

_BODY = "body"
_NO_NAME = Unknown("the name isn't given")  # the provider makes one


class AzapiPool(Converted, frozen=True):
    """A pool of the azapi provider in the service's form.

    Attributes:
        pool: What was read of its body.
    """

    pool: ArmPool

    def where(self, steps: Steps) -> Steps:
        """Convert steps in the content to steps in the file. The name is beside the body."""
        start, found = self.resource.steps, self.pool.where(steps)
        return (*start, "name") if found == (*start, _BODY, "name") else found

    def with_terraform_names(self, text: str) -> str:
        """Return a message or a fix with ARM's names, and without the values that Terraform hides."""
        text = in_arm(text)
        for hidden in hidden_texts(self.resource.sensitive, self.resource.values):
            text = text.replace(hidden, MASK)
        return text


def azapi_pool(resource: Resource) -> AzapiPool:
    """Bring the body of a resource into the service's form."""
    values = _with_unknown(resource.values, resource.unknown)
    body = values.get(_BODY)
    if isinstance(body, str):  # as version 1 of the provider has it
        try:
            body = json.loads(body)
        except ValueError:
            body = None
    members = {"name": values.get("name")} | (
        body if isinstance(body, dict) else {"properties": Unknown("its body isn't known")}
    )
    members = {**members, "name": _NO_NAME} if members["name"] is None else members
    origin = (*resource.steps, _BODY)
    pool = from_arm(members, origin, resolved=True)
    version = str(values["type"]).partition("@")[2]
    pool.findings += renamed_members({"apiVersion": version, **members}, origin)
    start = len(resource.steps)
    unjudged = {steps[start:] if steps != (*origin, "name") else ("name",): unknown for steps, unknown in pool.unknown}
    content, holes = with_unknown_names("PoolAddParameter", pool.content, pool.holes)
    left: list[Steps] = [(name,) for name in ("identity", "tags") if values.get(name)]
    return AzapiPool(resource, "PoolAddParameter", content, {*holes}, pool.origins, unjudged, [], left, pool)


def _with_unknown(value: Any, unknown: Any) -> Any:
    """Return a value with what isn't known in its place."""
    if unknown is True or isinstance(unknown, Unknown):
        return unknown if isinstance(unknown, Unknown) else AFTER
    if isinstance(unknown, dict):
        known = value if isinstance(value, dict) else {}
        return {key: _with_unknown(known.get(key), unknown.get(key)) for key in (*known, *(unknown.keys() - known.keys()))}
    if isinstance(unknown, list) and isinstance(value, list):
        return [_with_unknown(each, value_at(unknown, (index,))) for index, each in enumerate(value)]
    return value
