"""The schema of ARM's pools: that of the Batch service's pools, with each member where ARM has it."""

from __future__ import annotations

import functools
from typing import Any

from .. import models
from ..arm.names import ARM
from ..arm.reading import arm_steps
from ..engine.enumerations import TextEnum
from ..models.pools import PoolAddParameter
from ..paths import ROOT, Steps

Schema = dict[str, Any]

NAME = "ARM pool"
"""The name of this schema, beside those of the models."""


@functools.cache
def arm_schema() -> Schema:
    """The schema of a pool's resource, without references."""
    whole = PoolAddParameter.json_schema()
    schema: Schema = {**_moved(whole, whole, ROOT), "title": NAME}
    communication: Schema = schema["properties"]["properties"]["properties"]["interNodeCommunication"]
    communication.update({"type": "string", "anyOf": [{"enum": ["Enabled", "Disabled"]}]})
    return schema


def without_reference(schema: Schema, definitions: Schema) -> Schema:
    """The schema that a reference names, or that is the only one besides null."""
    while True:
        if "$ref" in schema:
            schema = definitions[schema["$ref"].rpartition("/")[2]]
            continue
        others = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
        if len(others) == len(schema.get("anyOf", ())):
            return schema
        schema = others[0]  # of a list or a text, as in some API versions, the first one has the members


def _moved(whole: Schema, schema: Schema, steps: Steps) -> Schema:
    """The schema at some steps from a pool of the service, with the members in it where ARM has them."""
    described = {"description": schema["description"]} if "description" in schema else {}
    schema = {**without_reference(schema, whole.get("$defs", {})), **described}
    if "items" in schema:
        return {**schema, "items": _moved(whole, schema["items"], (*steps, 0))}
    if "properties" not in schema:
        return _spelled(schema)
    found: Schema = {"type": "object", "properties": {}, **described}
    found |= {"title": schema["title"]} if "title" in schema else {}
    base = len(arm_steps(PoolAddParameter, steps))
    for key, member in schema["properties"].items():
        if not member.get("deprecated"):
            *around, last = arm_steps(PoolAddParameter, (*steps, key))[base:]
            holder = found
            for step in around:
                holder = holder["properties"].setdefault(step, {})
                holder.setdefault("properties", {})
            if last not in holder["properties"]:
                holder["properties"][str(last)] = _moved(whole, member, (*steps, key))
            if key in schema.get("required", ()):
                holder["required"] = [*holder.get("required", ()), last]
    return found


def _spelled(schema: Schema) -> Schema:
    """A schema with the texts of an enumeration as ARM spells them."""
    enumeration = getattr(models, schema.get("title", ""), None)
    if not (isinstance(enumeration, type) and issubclass(enumeration, TextEnum)):
        return schema
    texts = [member.spellings.get(ARM, member.value) for member in enumeration]
    return {**schema, "anyOf": [{**each, "enum": texts} if "enum" in each else each for each in schema["anyOf"]]}
