"""The schema of what a document has at some place: its members, values and descriptions."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import msgspec

from ..documents.arm_pools import is_arm_pool
from ..documents.batch_templates import is_batch_template
from ..documents.model_detection import kind_of
from ..documents.partial_models import model_named
from ..paths import Steps
from .arm_schema import NAME as ARM_POOL
from .arm_schema import arm_schema, without_reference

Schema = dict[str, Any]

# A document that is being written begins with a few members, which bodies with fewer members may have too.
_WIDER = {
    "JobPatchParameter": "JobAddParameter",
    "JobSchedulePatchParameter": "JobScheduleAddParameter",
    "JobScheduleUpdateParameter": "JobScheduleAddParameter",
    "JobUpdateParameter": "JobAddParameter",
    "PoolPatchParameter": "PoolAddParameter",
    "PoolUpdatePropertiesParameter": "PoolAddParameter",
    "TaskUpdateParameter": "TaskAddParameter",
}

_BEGINNINGS = ("PoolAddParameter", "StartTask", "JobAddParameter", "TaskAddParameter")
"""The models whose members an empty document may begin with."""


class Member(msgspec.Struct, frozen=True):
    """A member that an object can have.

    Attributes:
        key: Its key.
        schema: The schema of its value, without a reference.
        description: What it is.
        owner: The name of the model that has it.
        required: Whether the service refuses the object without it.
        read_only: Whether only the service sets it.
        other_spelling: Whether it is the key of another dialect.
    """

    key: str
    schema: Schema
    description: str
    owner: str
    required: bool
    read_only: bool
    other_spelling: bool


def model_at(content: Any, steps: Steps) -> tuple[str, Steps] | None:
    """Find the model that a place in a document belongs to.

    Args:
        content: The document, as far as it is known.
        steps: The place.

    Returns:
        The model's name, and the steps from it to the place; None if no object around the place is a model's document.
    """
    if isinstance(content, dict) and is_batch_template(content):
        return _in_batch_template(content, steps)
    for length in range(len(steps) + 1):
        kind = _kind(content)
        if kind is not None:
            return kind, steps[length:]
        if length < len(steps):
            content = _inside(content, steps[length])
    return None


def _in_batch_template(content: dict[str, Any], steps: Steps) -> tuple[str, Steps] | None:
    """Find the pool, the job or the task of a template of the Batch CLI extension that a place belongs to."""
    part = content.get(steps[0]) if steps and steps[0] in _PARTS else None
    if not isinstance(part, dict):
        return None
    typed = isinstance(part.get("properties"), dict)
    if typed and steps[1:2] != ("properties",):
        return None
    rest = steps[2:] if typed else steps[1:]
    if rest[:1] != ("taskFactory",):
        return _PARTS[str(steps[0])], rest
    if rest[1:2] in (("repeatTask",), ("mergeTask",)):
        return "TaskAddParameter", rest[2:]
    return ("TaskAddParameter", rest[3:]) if rest[1:2] == ("tasks",) and len(rest) > 2 else None  # noqa: PLR2004  # because of taskFactory.tasks[0]


_PARTS = {"pool": "PoolAddParameter", "job": "JobAddParameter"}


def _kind(content: Any) -> str | None:
    if is_arm_pool(content):
        return ARM_POOL
    return kind_of(content) if isinstance(content, dict) else None


def is_of_batch(content: Any, levels: int) -> bool:
    """Whether a document, or something in its first levels, is a model's document."""
    candidates = [content]
    for _ in range(levels):
        if any(_kind(each) is not None for each in candidates):
            return True
        candidates = [value for each in candidates for value in _values(each)][:_MANY]
    return False


_MANY = 50  # values of a level that are looked at


def _values(content: Any) -> Iterator[Any]:
    if isinstance(content, dict):
        yield from content.values()
    elif isinstance(content, list):
        yield from content


def _inside(content: Any, step: str | int) -> Any:
    if isinstance(content, dict):
        return content.get(step)
    return content[step] if isinstance(content, list) and isinstance(step, int) and step < len(content) else None


def beginnings() -> Iterator[Member]:
    """The members that a document without a model can begin with."""
    seen: set[str] = set()
    for name in _BEGINNINGS:
        for member in members_of(name, ()):
            if member.key not in seen and not member.read_only:
                seen.add(member.key)
                yield member


def members_at(content: Any, steps: Steps) -> list[Member]:
    """The members of the object at a place of a document."""
    place = model_at(content, steps)
    if place is None:
        return list(beginnings()) if not steps or isinstance(steps[-1], int) else []
    kind, rest = place
    found = {member.key: member for member in members_of(kind, rest)}
    for member in members_of(_WIDER[kind], rest) if kind in _WIDER else []:
        found.setdefault(member.key, member)
    return list(found.values())


def members_of(kind: str, steps: Steps) -> list[Member]:
    """The members of the object at some steps from a model."""
    schema = schema_of(kind, steps)
    required = schema.get("required", ())
    return [
        Member(
            key,
            _resolved(kind, each),
            each.get("description", ""),
            schema.get("title", ""),
            key in required,
            each.get("readOnly", False),
            each.get("deprecated", False),
        )
        for key, each in schema.get("properties", {}).items()
    ]


def member_at(content: Any, steps: Steps) -> Member | None:
    """The member at a place of a document; None if no model knows it."""
    if not steps or isinstance(steps[-1], int):
        return None
    return next((member for member in members_at(content, steps[:-1]) if member.key == steps[-1]), None)


def values_at(content: Any, steps: Steps) -> Schema:
    """The schema of the value at a place of a document, without a reference; empty if none is known."""
    place = model_at(content, steps)
    if place is None or not place[1]:
        return {}
    kind, rest = place
    return schema_of(kind, rest) or (schema_of(_WIDER[kind], rest) if kind in _WIDER else {})


def choices(schema: Schema) -> list[tuple[str, str]]:
    """The values that a schema lists, each with its description; unquoted in YAML, and true and false in JSON too."""
    for each in schema.get("anyOf", [schema]):
        if "enum" in each:
            return list(zip(each["enum"], each.get("enumDescriptions") or [""] * len(each["enum"]), strict=True))
    return [("true", ""), ("false", "")] if "boolean" in _types(schema) else []


def is_text(schema: Schema) -> bool:
    """Whether the values that a schema lists are texts."""
    return any("enum" in each for each in schema.get("anyOf", [schema]))


def type_name(schema: Schema) -> str:
    """Describe the type of a value in a few words."""
    if "properties" in schema or is_text(schema):
        return str(schema.get("title", "object"))
    names = [name for name in _types(schema) if name != "null"]
    return " or ".join(names)


def _types(schema: Schema) -> list[str]:
    found = schema.get("type", [])
    types = [found] if isinstance(found, str) else list(found)
    for each in schema.get("anyOf", ()):
        types += [name for name in _types(each) if name not in types]
    return types


@functools.cache
def _whole(kind: str) -> Schema:
    return arm_schema() if kind == ARM_POOL else model_named(kind).json_schema()


def schema_of(kind: str, steps: Steps) -> Schema:
    """The schema at some steps from a model, without a reference; empty if nothing describes it."""
    schema = _whole(kind)
    for step in steps:
        if isinstance(step, int):
            inner = schema.get("items")
        else:
            inner = schema.get("properties", {}).get(step, schema.get("additionalProperties"))
        if not isinstance(inner, dict):
            return {}
        schema = _resolved(kind, inner)
    return schema


def _resolved(kind: str, schema: Schema) -> Schema:
    return without_reference(schema, _whole(kind).get("$defs", {}))
