"""The schema of ARM's pools, and references in schemas."""

from __future__ import annotations

import functools
from typing import Any

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
