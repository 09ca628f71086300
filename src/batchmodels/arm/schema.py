"""JSON Schemas of ARM's form of a model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..engine.schema import json_schema, with_definitions
from .differences import BY_OURS, ONLY_ARM, arm_key, own_place
from .names import ARM, ARM_API_VERSIONS, POOL_TYPE
from .reading import PATCH, kind_of
from .writing import ANSWER, ArmEncoding

if TYPE_CHECKING:
    from ..engine.attributes import Attribute
    from ..engine.enumerations import TextEnum
    from ..engine.model import Model

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_ANY: Schema = {"type": ["array", "object", "null"]}

# What only ARM has, and the values that it writes differently.
_SCHEMAS: dict[str, Schema] = {
    "properties.scaleSettings.fixedScale.nodeDeallocationOption": {
        "description": "What happens to a node and its tasks when the pool gets smaller. Default `Requeue`.",
        "enum": ["Requeue", "Terminate", "TaskCompletion", "RetainedData"],
    },
    "properties.interNodeCommunication": {
        "description": (
            "Whether nodes can communicate directly, which MPI and multi-instance tasks need. Default `Disabled`.\n\n`Enabled` "
            "limits the pool to 100 nodes, or 80 in user subscription mode, and the pool may not reach its target."
        ),
        "anyOf": [{"enum": ["Enabled", "Disabled"]}, {"type": "null"}],
    },
    "properties.scaleSettings.autoScale": {
        "description": "Automatic scaling. If it is there, `formula` sets the size of the pool. Excludes `fixedScale`."
    },
    "ApplicationPackageReference.id": {"description": "The resource id of the application.", "type": "string"},
    "CertificateReference.id": {"description": "The resource id of the certificate.", "type": "string"},
    "BatchPoolIdentity.userAssignedIdentities": {
        "description": "The identities: an object with their resource ids as keys, and empty objects as values.",
        "type": "object",
        "additionalProperties": {"type": ["object", "null"]},
    },
    "tags": {
        "description": "The tags of the resource: texts by name, for example for billing.",
        "type": "object",
        "additionalProperties": _TEXT,
    },
    "VMDiskSecurityProfile.diskEncryptionSet": {
        "description": "The disk encryption set that has the key for the disk.",
        "type": "object",
        "properties": {"id": {"description": "The resource id of the disk encryption set.", **_TEXT}},
    },
    "ResizeError.details": {"description": "Details of the error, each with a code and a message.", **_ANY},
    "AutoScaleRunError.details": {"description": "Details of the error, each with a code and a message.", **_ANY},
    **{
        f"properties.resizeOperationStatus.{name}": {"description": description}
        for name, description in {
            "targetDedicatedNodes": "The number of dedicated nodes that the resize is for.",
            "targetLowPriorityNodes": "The number of Spot or low-priority nodes that the resize is for.",
            "resizeTimeout": "The time limit of the resize.",
            "nodeDeallocationOption": "What the resize does with nodes that it removes, and with their tasks.",
            "startTime": "When the resize began.",
        }.items()
    },
}

# The objects that only ARM has around members.
_AROUND: dict[str, str] = {
    "properties": "The properties of the pool.",
    "properties.deploymentConfiguration": "What the nodes are: virtual machines, with their image and disks.",
    "properties.scaleSettings": "The size of the pool: `fixedScale` or `autoScale`.",
    "properties.scaleSettings.fixedScale": "A fixed number of nodes. Excludes `autoScale`.",
    "properties.scaleSettings.autoScale": _SCHEMAS["properties.scaleSettings.autoScale"]["description"],
    "properties.resizeOperationStatus": "The resize that is running, or the last one.",
}

_IDENTITY: Schema = {
    "description": "The managed identities of the pool's nodes.",
    "type": "object",
    "properties": {
        "type": {"description": "Whether the pool has identities.", "enum": ["UserAssigned", "None"]},
        "userAssignedIdentities": _SCHEMAS["BatchPoolIdentity.userAssignedIdentities"],
    },
    "required": ["type"],
}

# What the resource of any type can have in a template.
_OF_TEMPLATES: Schema = {
    "comments": {"description": "A comment, which Azure ignores.", **_TEXT},
    "condition": {"description": "Whether the resource is deployed: a truth value or an expression."},
    "copy": {"description": "How often the resource is deployed, with the name and the count of the loop.", "type": "object"},
    "dependsOn": {
        "description": "The resources that must be deployed first, for example the Batch account.",
        "type": "array",
        "items": _TEXT,
    },
}


def arm_schema(model: type[Model], *, closed: bool, api_version: str | None) -> Schema:
    """Return the JSON Schema of ARM's form of a model; see ``ArmModel.arm_schema``."""
    version = ArmEncoding(api_version=api_version)

    def supports(known: Attribute | TextEnum) -> bool:
        return version.expected_version(known) is None

    whole = json_schema(model, closed, supports, ARM)
    definitions: Schema = whole.pop("$defs", {})
    models = {each.__name__: each for each in model.__definition__.held}
    for name, each in definitions.items():
        if name in models:
            _spell(each, models[name])
    if "StartTask" in definitions:
        _may_be_empty(definitions["StartTask"])
    _spell(whole, model)
    if kind_of(model) is not None:
        whole = _resource(whole, model, closed=closed, api_version=api_version)
    return with_definitions(_in_words_of_arm(whole), {name: _in_words_of_arm(each) for name, each in definitions.items()})


_QUOTED = re.compile(r"`(\w+)`")


def _in_words_of_arm(schema: Any) -> Any:
    """Return a schema whose descriptions name the members of a pool as ARM does: `autoScale` instead of `enableAutoScale`."""
    if isinstance(schema, list):
        return [_in_words_of_arm(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _in_words_of_arm(each) for key, each in schema.items()}
    if isinstance(found.get("description"), str):
        found["description"] = _QUOTED.sub(lambda name: f"`{_arm_name(name[1])}`", found["description"])
    return found


def _arm_name(key: str) -> str:
    record = BY_OURS.get(key)
    if record is None or not record.arm:
        return key
    *around, last = record.arm.removeprefix("properties.").split(".")
    return ".".join((*around, last)) if around[-1:] == ["resizeOperationStatus"] else last


def _spell(schema: Schema, model: type[Model]) -> None:
    """Give the members of a nested model the names and values that ARM has, where they aren't only spelled differently."""
    members: Schema = schema["properties"]
    for attribute in model.__definition__.attributes:
        key = attribute.key_in(ARM)
        spelled = arm_key(model, attribute.wire_key)
        if key not in members or (spelled == key and f"{model.__name__}.{key}" not in _SCHEMAS):
            continue
        was_required = key in schema.get("required", ())
        if was_required:
            schema["required"] = [each for each in schema["required"] if each != key]
        member = members.pop(key)
        if spelled:
            members[spelled] = _SCHEMAS.get(f"{model.__name__}.{spelled}", member)
            if was_required and spelled not in schema["required"]:
                schema["required"].append(spelled)
    for place in ONLY_ARM:
        owner, _, key = place.rpartition(".")
        if owner == model.__name__:
            members[key] = _SCHEMAS.get(place, _ANY)


def _may_be_empty(schema: Schema) -> None:
    """Allow the object without members, which means none."""
    required = schema.pop("required", [])
    schema |= {"if": {"minProperties": 1}, "then": {"required": required}}


def _resource(whole: Schema, model: type[Model], *, closed: bool, api_version: str | None) -> Schema:
    """Put the members of a pool where ARM has them."""
    kind = kind_of(model)
    root: Schema = {key: whole[key] for key in ("$schema", "title", "description") if key in whole}
    root |= _object(closed=closed)
    root["required"] = ["properties"]
    members: Schema = root["properties"]
    members["properties"] = _object("properties", closed=closed)
    if kind != PATCH:
        versions = [api_version] if api_version else list(ARM_API_VERSIONS)
        members |= {
            "name": {"description": "The name of the pool; in a template `account/pool`.", "type": "string"},
            "type": {
                "description": "The type of the resource.",
                "type": "string",
                "pattern": f"^{_any_case(POOL_TYPE)}$",
                "examples": [POOL_TYPE],
            },
            "apiVersion": {"description": "The API version of ARM that the resource is for.", "enum": versions},
        }
        identifier = {"description": "The resource id of the pool.", **_TEXT, "readOnly": True}
        members |= {"id": identifier} if kind == ANSWER else _OF_TEMPLATES
    members |= {"identity": _IDENTITY, "tags": _SCHEMAS["tags"]}
    for key, member in whole["properties"].items():
        record = BY_OURS.get(key)
        place = own_place(key)
        if place and key not in ("id", "identity"):
            read_only = {"readOnly": True} if record and record.read_only else {}
            own: Schema = _SCHEMAS.get(place) or member
            _put(root, place, {**_described(member), **own, **read_only}, closed=closed)
    for place, only_arm in ONLY_ARM.items():
        if kind == ANSWER and only_arm.read_only and place.startswith("properties."):
            _put(root, place, {**_SCHEMAS.get(place, {}), "readOnly": True}, closed=closed)
    if "enableAutoScale" in whole["properties"]:
        _add_scale(members["properties"]["properties"]["scaleSettings"], closed=closed)
    return root


def _add_scale(scale: Schema, *, closed: bool) -> None:
    """Add what the size of a pool has beside the members of the Batch service."""
    place = "properties.scaleSettings.fixedScale.nodeDeallocationOption"
    scale["properties"]["fixedScale"]["properties"]["nodeDeallocationOption"] = _SCHEMAS[place]
    scale["properties"]["autoScale"]["required"] = ["formula"]
    if closed:
        scale["not"] = {"required": ["fixedScale", "autoScale"]}


def _object(place: str = "", *, closed: bool) -> Schema:
    described = {"description": _AROUND[place]} if place in _AROUND else {}
    return {**described, "type": "object", "properties": {}, **({"additionalProperties": False} if closed else {})}


def _described(member: Schema) -> Schema:
    return {"description": member["description"]} if "description" in member else {}


def _put(root: Schema, place: str, member: Schema, *, closed: bool) -> None:
    *around, last = place.split(".")
    holder = root
    for number, step in enumerate(around, 1):
        inner = ".".join(around[:number])
        holder = holder["properties"].setdefault(step, _object(inner, closed=closed))
        if "properties" not in holder:  # it was a member itself, such as autoScale
            holder |= _object(inner, closed=closed)
            for keyword in ("anyOf", "if", "else"):
                holder.pop(keyword, None)
    holder["properties"].setdefault(last, member)


def _any_case(text: str) -> str:
    return "".join(f"[{each.lower()}{each.upper()}]" if each.isalpha() else each.replace(".", r"\.") for each in text)
