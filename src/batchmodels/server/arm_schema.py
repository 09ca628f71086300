"""The schema of ARM's pools, and references in schemas."""

from __future__ import annotations

import functools
from typing import Any

from .. import models
from ..arm.names import ARM
from ..engine.enumerations import TextEnum
from ..models.pools import PoolAddParameter

Schema = dict[str, Any]

NAME = "ARM pool"
"""The name of this schema, beside those of the models."""


@functools.cache
def arm_schema() -> Schema:
    """The schema of a pool's resource."""
    return {**PoolAddParameter.arm_schema(), "title": NAME}


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


def spelled_in_arm(schema: Schema) -> Schema:
    """Return a schema with the texts of an enumeration as ARM spells them."""
    enumeration = getattr(models, schema.get("title", ""), None)
    if not (isinstance(enumeration, type) and issubclass(enumeration, TextEnum)):
        return schema
    texts = [member.spellings.get(ARM, member.value) for member in enumeration]
    return {**schema, "anyOf": [{**each, "enum": texts} if "enum" in each else each for each in schema["anyOf"]]}
