"""Convert pools of ARM to the Batch service's own form: members with another name or place are moved.

All of it follows from one table, ``_IN_ARM``. What a deployment will put in becomes a hole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from ..models.pools import PoolAddParameter
from ..paths import ROOT, Steps
from ..rules.finding import Finding, Rename
from ..secrets.masking import cut, mask_text
from ..spelling import nearest
from .diagnostics import document_finding
from .expressions.syntax import is_expression
from .expressions.values import Unknown

# Where ARM has a member: from the resource, for a member of the pool itself; else the name that it has there.
# A star is every element of a list. What isn't here has the same name in both, and a pool's own are in `properties`.
_IN_ARM = {
    "id": "name",
    "virtualMachineConfiguration": "properties.deploymentConfiguration.virtualMachineConfiguration",
    "cloudServiceConfiguration": "properties.deploymentConfiguration.cloudServiceConfiguration",
    "targetDedicatedNodes": "properties.scaleSettings.fixedScale.targetDedicatedNodes",
    "targetLowPriorityNodes": "properties.scaleSettings.fixedScale.targetLowPriorityNodes",
    "resizeTimeout": "properties.scaleSettings.fixedScale.resizeTimeout",
    "enableAutoScale": "properties.scaleSettings.autoScale",
    "autoScaleFormula": "properties.scaleSettings.autoScale.formula",
    "autoScaleEvaluationInterval": "properties.scaleSettings.autoScale.evaluationInterval",
    "enableInterNodeCommunication": "properties.interNodeCommunication",
    "applicationPackageReferences": "properties.applicationPackages",
    "applicationPackageReferences.*.applicationId": "id",
    "certificateReferences": "properties.certificates",
    "certificateReferences.*.thumbprint": "id",
    "certificateReferences.*.thumbprintAlgorithm": "id",
    "virtualMachineConfiguration.nodeAgentSKUId": "nodeAgentSkuId",
    "virtualMachineConfiguration.imageReference.virtualMachineImageId": "id",
    "networkConfiguration.dynamicVNetAssignmentScope": "dynamicVnetAssignmentScope",
    "networkConfiguration.endpointConfiguration.inboundNATPools": "inboundNatPools",
    "mountConfiguration.*.cifsMountConfiguration.username": "userName",
    "startTask.userIdentity.username": "userName",
}

# What only ARM has: how the pool fares, and settings that the service's own pools don't have.
_ONLY_IN_ARM = frozenset(
    (
        "properties.allocationState",
        "properties.allocationStateTransitionTime",
        "properties.autoScaleRun",
        "properties.creationTime",
        "properties.currentDedicatedNodes",
        "properties.currentLowPriorityNodes",
        "properties.currentNodeCommunicationMode",
        "properties.lastModified",
        "properties.provisioningState",
        "properties.provisioningStateTransitionTime",
        "properties.resizeOperationStatus",
        "virtualMachineConfiguration.dataDisks.*.managedDisk.securityProfile.diskEncryptionSet",
        "virtualMachineConfiguration.osDisk.managedDisk.securityProfile.diskEncryptionSet",
    )
)


def _last_segment(value: Any) -> Any:
    return value.rstrip("/").rpartition("/")[2] if isinstance(value, str) else value


def _thumbprint(value: Any) -> Any:
    """``…/certificates/sha1-0a0b`` → ``0a0b``."""
    return _last_segment(value).partition("-")[2] if isinstance(value, str) else value


def _algorithm(value: Any) -> Any:
    return _last_segment(value).partition("-")[0] if isinstance(value, str) else value


def _is_enabled(value: Any) -> Any:
    if value is None:
        return None
    text = value.lower() if isinstance(value, str) else ""
    if text not in ("enabled", "disabled"):
        raise ValueError("interNodeCommunication is Enabled or Disabled in ARM")
    return text == "enabled"


ARM_NAMES = frozenset(step for name in (*_IN_ARM.values(), *_ONLY_IN_ARM) for step in name.split("."))
"""The names of members that ARM has."""

# What has another value in ARM.
_VALUES: dict[str, Callable[[Any], Any]] = {
    "id": _last_segment,
    "enableAutoScale": lambda value: isinstance(value, dict) or None,
    "enableInterNodeCommunication": _is_enabled,
    "applicationPackageReferences.*.applicationId": _last_segment,
    "certificateReferences.*.thumbprint": _thumbprint,
    "certificateReferences.*.thumbprintAlgorithm": _algorithm,
}

# From the table: our names by ARM's, each with the object that it is in; and the objects that only ARM has around members.
_OURS: dict[tuple[str, str], list[str]] = {}
_AROUND: set[str] = set()
for _our, _arm in _IN_ARM.items():
    _parent, _dot, _name = _our.rpartition(".")
    _OURS.setdefault((_parent, _arm), []).append(_name)
    _steps = _arm.split(".")
    _AROUND.update(".".join(_steps[:_count]) for _count in range(1, len(_steps)))


class ArmPool(msgspec.Struct, frozen=True):
    """A pool of ARM's in the service's shape.

    Attributes:
        content: The body of "add pool" that says the same.
        holes: The paths within it whose values only a deployment knows; they are left out of it.
        origins: Where in the source each of its values comes from.
        findings: What ARM will not take, with paths in the source.
        unknown: What isn't known, with paths in the source.
        resolved: Whether the expressions have been evaluated, so that no text is one.
    """

    content: dict[str, Any]
    holes: set[Steps]
    origins: dict[Steps, Steps]
    findings: list[Finding]
    unknown: list[tuple[Steps, Unknown]]
    resolved: bool = False

    def is_unknown(self, value: Any, path: Steps) -> bool:
        """Return whether a value isn't known, and remember where it is."""
        if isinstance(value, Unknown):
            self.unknown.append((path, value))
            return True
        return not self.resolved and is_expression(value)

    def where(self, path: Steps) -> Steps:
        """From a path within the content to the one in the source, where it is or where it would have to be."""
        known = next(count for count in range(len(path), -1, -1) if path[:count] in self.origins)
        origin = self.origins[path[:known]]
        for index in range(known, len(path)):
            spelled = _IN_ARM.get(_pattern(path[: index + 1]))
            steps = spelled.split(".") if spelled else [path[index]]
            origin = (*origin, *(["properties"] if index == 0 and not spelled else []), *steps)
        return origin


def is_arm_pool(value: Any) -> bool:
    """Return whether an object looks like a pool of ARM's outside of a template, as its API answers it."""
    if not isinstance(value, dict):
        return False
    properties = value.get("properties")
    if str(value.get("type", "")).lower() == POOL_TYPE:
        return True
    return isinstance(properties, dict) and bool(_TELLING & properties.keys()) and not _TELLING & value.keys()


def is_arm_answer(resource: dict[str, Any]) -> bool:
    """Return whether ARM has answered a pool: a template has no state in it."""
    properties = resource.get("properties")
    return isinstance(properties, dict) and bool(_ANSWERED & properties.keys())


def is_arm_patch(resource: dict[str, Any]) -> bool:
    """Return whether a resource is a change of a pool: it has properties, and nothing else that names or makes a pool."""
    properties = resource.get("properties")
    return isinstance(properties, dict) and not {"type", "name", "apiVersion"} & resource.keys() and "vmSize" not in properties


def unchanged_by(pool: ArmPool) -> Iterator[Steps]:
    """Yield what a change of a pool leaves as it is, which isn't known."""
    for key in PoolAddParameter.__definition__.by_wire_key:
        if key not in pool.content:
            yield (key,)


_ANSWERED = {"provisioningState", "allocationState", "creationTime", "currentDedicatedNodes", "lastModified"}

POOL_TYPE = "microsoft.batch/batchaccounts/pools"

_TELLING = {"deploymentConfiguration", "scaleSettings", "interNodeCommunication", "vmSize", "startTask", "provisioningState"}


def from_arm(resource: dict[str, Any], origin: Steps, *, resolved: bool = False) -> ArmPool:
    """Bring a pool's resource into the service's shape.

    Args:
        resource: The resource, ``name`` and ``properties`` among its members.
        origin: Its steps in the source.
        resolved: Whether its expressions have been evaluated. Otherwise what they make isn't known.
    """
    pool = ArmPool({}, set(), {ROOT: origin}, [], [], resolved)
    if "name" not in resource:
        pool.holes.add(("id",))  # it is in the URL of the request
    _take_own(pool, {key: resource[key] for key in ("name", "properties") if key in resource}, "", origin)
    if pool.content.get("startTask") == {}:
        del pool.content["startTask"]  # in ARM that means no start task
    return pool


def _take_own(pool: ArmPool, members: dict[str, Any], around: str, origin: Steps) -> None:
    """Take the members of the pool itself out of the objects that ARM has around them."""
    for loop in _loops(members):
        pool.holes.update((name,) for name in _held_by(f"{around}.{loop}" if around else loop))
    for key, value in members.items():
        place = f"{around}.{key}" if around else key
        here = (*origin, key)
        if place in _ONLY_IN_ARM or key == "copy":
            continue
        names = _OURS.get(("", place), [])
        if pool.is_unknown(value, here):
            pool.holes.update((name,) for name in _held_by(place))
            continue
        for name in names:
            _put(pool, value, (name,), pool.content, here)
        if place in _AROUND:
            if isinstance(value, dict):
                _take_own(pool, value, place, here)
            elif value is not None:
                pool.findings.append(_no_object(here, key))
        elif not names:
            near = _near(key, around) if len(members) < _MANY else None
            _take_other(pool, key, value, around, near, here)


def _take_other(pool: ArmPool, key: str, value: Any, around: str, near: str | None, here: Steps) -> None:
    """Take a member that the table doesn't have: it is the same in both, is in the wrong place for ARM, or is misspelled."""
    if key in _IN_ARM:
        pool.findings.append(document_finding(here, "arm", f"a pool in ARM has no member {key} here", f"Write {_IN_ARM[key]}."))
    elif near:
        message = f"a pool in ARM has no member {cut(mask_text(key))}; did you mean {near}?"
        finding = document_finding(here, "arm", message, f"Write {near}.")
        pool.findings.append(msgspec.structs.replace(finding, edit=Rename(here, near)))
    elif around == "properties":
        _put(pool, value, (key,), pool.content, here)


_SHARE = 0.85  # of a misspelled name's letters that are right
_MANY = 100  # members of an object: no document of ours has more


def _near(key: str, around: str) -> str | None:
    """Return the name of ARM's that a misspelled one looks like, among those that only ARM has there."""
    start = f"{around}." if around else ""
    known = [name.removeprefix(start).split(".")[0] for name in (*_AROUND, *_IN_ARM.values()) if name.startswith(start)]
    return nearest(key, known, _SHARE)


def _put(pool: ArmPool, value: Any, path: Steps, into: dict[str, Any], origin: Steps) -> None:
    """Put a value into an object of ours, under the last name of the path."""
    if pool.is_unknown(value, origin):
        pool.holes.add(path)
        return
    pool.origins[path] = origin
    pattern = _pattern(path)
    convert = _VALUES.get(pattern)
    try:
        into[str(path[-1])] = convert(value) if convert else _value(pool, value, pattern, path, origin)
    except ValueError as error:
        pool.findings.append(document_finding(origin, "arm", str(error), "Write one of them."))


def _value(pool: ArmPool, value: Any, pattern: str, path: Steps, origin: Steps) -> Any:
    if isinstance(value, list):
        return _list(pool, value, pattern, path, origin)
    if isinstance(value, dict):
        return _object(pool, value, pattern, path, origin)
    if not pool.resolved and isinstance(value, str) and value.startswith("[[") and value.endswith("]"):
        return value[1:]  # a text that begins with a bracket
    return value


def _list(pool: ArmPool, value: list[Any], pattern: str, path: Steps, origin: Steps) -> list[Any]:
    elements: list[Any] = []
    for index, element in enumerate(value):
        if pool.is_unknown(element, (*origin, index)):  # the others move up, and it gets an index that none of them has
            pool.holes.add((*path, len(value) + index))
        else:
            here = (*path, len(elements))
            pool.origins[here] = (*origin, index)
            elements.append(_value(pool, element, f"{pattern}.*", here, (*origin, index)))
    return elements


def _object(pool: ArmPool, value: dict[str, Any], pattern: str, path: Steps, origin: Steps) -> dict[str, Any]:
    into: dict[str, Any] = {}
    for loop in _loops(value):
        pool.holes.update((*path, name) for name in _OURS.get((pattern, loop), [loop]))
    for key, member in value.items():
        if f"{pattern}.{key}" not in _ONLY_IN_ARM and not (key == "copy" and isinstance(member, list)):
            for name in _OURS.get((pattern, key), [key]):
                _put(pool, member, (*path, name), into, (*origin, key))
    return into


def _loops(members: dict[str, Any]) -> Iterator[str]:
    """Yield the names of members that a copy loop makes."""
    copies = members.get("copy")
    for each in copies if isinstance(copies, list) else []:
        if isinstance(each, dict) and isinstance(each.get("name"), str):
            yield each["name"]


def _held_by(place: str) -> list[str]:
    """Our names of what an object of ARM's holds, or of the one member that it is."""
    if place == "properties":
        return [key for key in PoolAddParameter.__definition__.by_wire_key if key != "id"]
    names = [name for name, arm in _IN_ARM.items() if "." not in name and (arm == place or arm.startswith(f"{place}."))]
    return names or [place.rpartition(".")[2]]


def _pattern(path: Steps) -> str:
    return ".".join("*" if isinstance(step, int) else step for step in path)


def _no_object(path: Steps, key: str) -> Finding:
    return document_finding(path, "arm", f"expected an object as {key}, got something else", f"Write an object as {key}.")
