"""The differences between a pool of the Batch service and a pool of ARM, one record each.

A member of a nested model that only has another name is declared with its attribute, by ``in_arm``, and so are the values of
enumerations. This table has the rest: what ARM has in another place or with another value, and what only one of the two has.
`differences` returns both.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

import msgspec

from ..engine.shapes import Enumeration, Nested, innermost
from .names import ARM

if TYPE_CHECKING:
    from ..engine.model import Model


class Difference(msgspec.Struct, frozen=True):
    """One difference.

    A member of a pool is a path from the pool. A member of another model follows the model's name, as in
    ``ImageReference.virtualMachineImageId``.

    Attributes:
        ours: The member of the Batch service; empty if only ARM has it.
        arm: The member of ARM, for a pool's own from its resource; empty if only the Batch service has it.
        note: What else differs; for a member that only one of the two has, why it is lost.
        read_only: Whether only the service sets it.
        until: The first API version of ARM without it, if that isn't the date of the Batch service's.
    """

    ours: str
    arm: str
    note: str = ""
    read_only: bool = False
    until: str | None = None


_STATUS = "it is part of an answer, which only the service writes"
_ONE_ERROR_LIST = "its details are errors again in ARM, and names and values in the Batch service"

DIFFERENCES: tuple[Difference, ...] = (
    Difference("id", "name", "in a template it is `account/pool`"),
    Difference("virtualMachineConfiguration", "properties.deploymentConfiguration.virtualMachineConfiguration"),
    Difference("cloudServiceConfiguration", "properties.deploymentConfiguration.cloudServiceConfiguration"),
    Difference("targetDedicatedNodes", "properties.scaleSettings.fixedScale.targetDedicatedNodes"),
    Difference("targetLowPriorityNodes", "properties.scaleSettings.fixedScale.targetLowPriorityNodes"),
    Difference("resizeTimeout", "properties.scaleSettings.fixedScale.resizeTimeout"),
    Difference(
        "",
        "properties.scaleSettings.fixedScale.nodeDeallocationOption",
        "in the Batch service it is an argument of a resize, not a setting of a pool",
    ),
    Difference("enableAutoScale", "properties.scaleSettings.autoScale", "true if the object is there"),
    Difference("autoScaleFormula", "properties.scaleSettings.autoScale.formula"),
    Difference("autoScaleEvaluationInterval", "properties.scaleSettings.autoScale.evaluationInterval"),
    Difference("enableInterNodeCommunication", "properties.interNodeCommunication", "true is `Enabled`, false is `Disabled`"),
    Difference("applicationPackageReferences", "properties.applicationPackages"),
    Difference(
        "ApplicationPackageReference.applicationId",
        "ApplicationPackageReference.id",
        "the resource id, `ACCOUNT/applications/NAME`; the Batch service also takes the name alone",
    ),
    Difference("certificateReferences", "properties.certificates"),
    Difference(
        "CertificateReference.thumbprint",
        "CertificateReference.id",
        "the end of `ACCOUNT/certificates/sha1-THUMBPRINT`",
    ),
    Difference("CertificateReference.thumbprintAlgorithm", "CertificateReference.id", "`sha1` in the same id"),
    Difference(
        "applicationLicenses", "properties.applicationLicenses", "API version 2024-07-01 has it in ARM only", until="2025-06-01"
    ),
    Difference("identity", "identity", "the Batch service shows the identities of a pool, but only ARM attaches them"),
    Difference(
        "BatchPoolIdentity.userAssignedIdentities",
        "BatchPoolIdentity.userAssignedIdentities",
        "a list of objects with `resourceId`; in ARM an object with the ids as keys",
    ),
    Difference("", "tags", "a pool of the Batch service has no tags"),
    Difference("ImageReference.exactVersion", "", _STATUS, read_only=True),
    Difference("", "VMDiskSecurityProfile.diskEncryptionSet", "the Batch service has no such member"),
    Difference("state", "properties.provisioningState", "`active` is `Succeeded`, `deleting` is `Deleting`", read_only=True),
    Difference("stateTransitionTime", "properties.provisioningStateTransitionTime", read_only=True),
    Difference("allocationState", "properties.allocationState", read_only=True),
    Difference("allocationStateTransitionTime", "properties.allocationStateTransitionTime", read_only=True),
    Difference("creationTime", "properties.creationTime", read_only=True),
    Difference("lastModified", "properties.lastModified", read_only=True),
    Difference("currentDedicatedNodes", "properties.currentDedicatedNodes", read_only=True),
    Difference("currentLowPriorityNodes", "properties.currentLowPriorityNodes", read_only=True),
    Difference("currentNodeCommunicationMode", "properties.currentNodeCommunicationMode", read_only=True),
    Difference("autoScaleRun", "properties.autoScaleRun", read_only=True),
    Difference("resizeErrors", "properties.resizeOperationStatus.errors", read_only=True),
    *(
        Difference("", f"properties.resizeOperationStatus.{name}", _STATUS, read_only=True)
        for name in ("targetDedicatedNodes", "targetLowPriorityNodes", "resizeTimeout", "nodeDeallocationOption", "startTime")
    ),
    Difference("ResizeError.values", "", _ONE_ERROR_LIST, read_only=True),
    Difference("", "ResizeError.details", _ONE_ERROR_LIST, read_only=True),
    Difference("AutoScaleRunError.values", "", _ONE_ERROR_LIST, read_only=True),
    Difference("", "AutoScaleRunError.details", _ONE_ERROR_LIST, read_only=True),
    Difference("eTag", "etag", read_only=True),
    Difference("url", "", _STATUS, read_only=True),
    Difference("stats", "", _STATUS, read_only=True),
)

BY_OURS: dict[str, Difference] = {each.ours: each for each in DIFFERENCES if each.ours}
"""The records by the member of the Batch service."""

BY_ARM: dict[str, list[Difference]] = {}
"""The records by the member of ARM, which may have several."""

AROUND: set[str] = set()
"""The objects that only ARM has around a pool's members."""

for _each in DIFFERENCES:
    if _each.arm:
        BY_ARM.setdefault(_each.arm, []).append(_each)
    if _each.arm and not _each.arm[0].isupper():
        _steps = _each.arm.split(".")
        AROUND.update(".".join(_steps[:_count]) for _count in range(1, len(_steps)))

ONLY_ARM: dict[str, Difference] = {each.arm: each for each in DIFFERENCES if not each.ours}
"""The records of what only ARM has."""

ARM_NAMES: frozenset[str] = frozenset(
    step for each in DIFFERENCES for step in each.arm.split(".") if step and not step[0].isupper()
)
"""The names of the members in the table, as ARM has them."""


@functools.cache
def names_in(model: type[Model]) -> dict[str, tuple[str, ...]]:
    """Return the wire keys of a nested model by ARM's keys, where they differ."""
    found: dict[str, tuple[str, ...]] = {}
    for attribute in model.__definition__.attributes:
        key = arm_key(model, attribute.wire_key)
        if key and key != attribute.wire_key:
            found[key] = (*found.get(key, ()), attribute.wire_key)
    return found


def arm_key(model: type[Model], wire_key: str) -> str:
    """Return ARM's key for a member of a nested model; empty if ARM doesn't have it."""
    attribute = model.__definition__.by_wire_key.get(wire_key)
    if attribute is None:
        return wire_key
    record = BY_OURS.get(f"{model.__name__}.{wire_key}")
    return attribute.key_in(ARM) if record is None else record.arm.rpartition(".")[2]


def place_of(around: str, key: str) -> str:
    """Return the place of a member in ARM's form.

    Args:
        around: The place of the object around it; empty for the resource.
        key: Its key. One with a dot isn't declared, so a record of the table must not take it for a place.
    """
    key = key.replace(".", "/")
    return f"{around}.{key}" if around else key


def own_place(key: str) -> str:
    """Return where ARM has a member of a pool; empty if nowhere."""
    record = BY_OURS.get(key)
    return f"properties.{key}" if record is None else record.arm


def differences(*models: type[Model]) -> Iterator[Difference]:
    """Yield the whole table: the records above, and the names that are declared with attributes.

    Args:
        models: The models whose documents are looked at.
    """
    yield from DIFFERENCES
    for model in _held_by(models):
        for attribute in model.__definition__.attributes:
            if ARM in attribute.spellings:
                name = model.__name__
                yield Difference(f"{name}.{attribute.wire_key}", f"{name}.{attribute.spellings[ARM]}")


def spellings(*models: type[Model]) -> dict[str, dict[str, str]]:
    """Return the values of enumerations with another spelling in ARM: by enumeration and by the Batch service's text."""
    found: dict[str, dict[str, str]] = {}
    for model in _held_by(models):
        for attribute in model.__definition__.attributes:
            shape = innermost(attribute.shape)
            if isinstance(shape, Enumeration):
                members: Any = shape.enum
                texts = {each.value: each.spellings[ARM] for each in members if ARM in getattr(each, "spellings", ())}
                if texts:
                    found[shape.enum.__name__] = texts
    return dict(sorted(found.items()))


def _held_by(models: tuple[type[Model], ...]) -> list[type[Model]]:
    return list(dict.fromkeys(held for model in models for held in (model, *model.__definition__.held)))


def model_of(shape: Any) -> type[Model] | None:
    """Return the model of a nested shape, of a list's elements too; None for anything else."""
    inner: Any = innermost(shape)
    return cast("type[Model]", inner.model) if isinstance(inner, Nested) else None
