"""The bodies of ARM's requests: the properties of a pool in ARM's form."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from ..arm.names import ARM
from ..engine import reference, wiretexts
from ..models.cloud_pool import CloudPool
from ..models.pools import PoolAddParameter
from .bodies import creation_of, patch_of
from .sides import IDENTITY, Side
from .sizes import SIZE, Size, size_of

ACCOUNT = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts/{account}"
"""The beginning of resource ids in an account, which the Batch service's own documents don't have."""

_OWN_MEMBERS = frozenset(("id", "resizeTimeout", *SIZE))
"""The members of a pool that are in its name or in ``scaleSettings``."""

_NEWEST = "9999"  # an API version that has everything that the newest one has


def arm_properties(new: Side, names: Collection[str]) -> dict[str, Any]:
    """Return the body of a PATCH with the whole new values of some properties, apart from the size."""
    patch = patch_of(new, names, _NEWEST)
    document = {} if patch is None else reference.encode(patch, reference.Encoding(dialect=ARM))[0]
    body: dict[str, Any] = {"properties": _properties(document)}
    if IDENTITY in names:
        body |= _identity(new)
    return body


def arm_resource(new: Side) -> dict[str, Any]:
    """Return the body of a PUT: the whole pool."""
    pool = creation_of(new, PoolAddParameter)
    document, _ = reference.encode(pool, reference.Encoding(dialect=ARM))
    own = {key: value for key, value in document.items() if key not in _OWN_MEMBERS}
    return {**_identity(new), "properties": {**_properties(own), "scaleSettings": scale_settings(size_of(new))}}


def scale_settings(size: Size) -> dict[str, Any]:
    """Return ``scaleSettings`` for a size."""
    if size.scales:
        interval = None if size.interval is None else wiretexts.write_duration(size.interval)
        return {"autoScale": _without_none({"formula": size.formula, "evaluationInterval": interval})}
    timeout = None if size.timeout is None else wiretexts.write_duration(size.timeout)
    fixed = {
        "targetDedicatedNodes": size.dedicated,
        "targetLowPriorityNodes": size.low_priority,
        "resizeTimeout": timeout,
    }
    return {"fixedScale": _without_none(fixed)}


def _without_none(members: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in members.items() if value is not None}


def _identity(new: Side) -> dict[str, Any]:
    """Return the managed identities: a map by resource id in ARM."""
    found: Any = new.model.additional_properties.get(IDENTITY)
    if isinstance(new.model, CloudPool) and new.model.identity is not None:
        found = new.model.identity.serialize()
    if not isinstance(found, dict):
        return {}
    attached: Any = found.get("userAssignedIdentities")
    if isinstance(attached, list):
        attached = {str(each.get("resourceId")): {} for each in attached if isinstance(each, dict)}
    return {IDENTITY: _without_none({"type": found.get("type"), "userAssignedIdentities": attached})}


def _packages(value: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"id": f"{ACCOUNT}/applications/{each.get('applicationId')}"}
        | {key: member for key, member in each.items() if key != "applicationId"}
        for each in value
    ]


def _certificates(value: list[dict[str, Any]]) -> list[dict[str, Any]]:
    identifying = ("thumbprint", "thumbprintAlgorithm")
    return [
        {"id": f"{ACCOUNT}/certificates/{each.get('thumbprintAlgorithm')}-{each.get('thumbprint')}"}
        | {key: member for key, member in each.items() if key not in identifying}
        for each in value
    ]


_MOVED: dict[str, Callable[[Any], dict[str, Any]]] = {
    "applicationPackageReferences": lambda value: {"applicationPackages": _packages(value)},
    "certificateReferences": lambda value: {"certificates": _certificates(value)},
    "cloudServiceConfiguration": lambda value: {"deploymentConfiguration": {"cloudServiceConfiguration": value}},
    "enableInterNodeCommunication": lambda value: {"interNodeCommunication": "Enabled" if value else "Disabled"},
    "virtualMachineConfiguration": lambda value: {"deploymentConfiguration": {"virtualMachineConfiguration": value}},
}
"""The properties that have another name or place in ARM."""

_RENAMED = {
    "virtualMachineConfiguration.nodeAgentSKUId": "nodeAgentSkuId",
    "virtualMachineConfiguration.imageReference.virtualMachineImageId": "id",
    "networkConfiguration.dynamicVNetAssignmentScope": "dynamicVnetAssignmentScope",
    "networkConfiguration.endpointConfiguration.inboundNATPools": "inboundNatPools",
    "mountConfiguration.cifsMountConfiguration.username": "userName",
}
"""The members within properties that have another name in ARM."""


def _properties(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in document.items():
        renamed = _renamed(value, key)
        found |= _MOVED[key](renamed) if key in _MOVED else {key: renamed}
    return found


def _renamed(value: Any, place: str) -> Any:
    if isinstance(value, list):
        return [_renamed(each, place) for each in value]
    if isinstance(value, dict):
        return {_RENAMED.get(f"{place}.{key}", key): _renamed(member, f"{place}.{key}") for key, member in value.items()}
    return value
