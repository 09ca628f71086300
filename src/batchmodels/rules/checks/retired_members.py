"""BM703: members that newer API versions don't have, and their old names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from ...engine.attributes import Attribute
from ...engine.model import Model
from ...models.cloud_job import CloudJob
from ...models.cloud_job_schedule import CloudJobSchedule
from ...models.cloud_pool import CloudPool
from ...models.cloud_task import CloudTask
from ...models.nodes import ComputeNode
from ..context import Context
from ..finding import Finding, Rename, Severity
from ..rule import rule

_KEY_VAULT = "the Key Vault extension, in the extensions of virtualMachineConfiguration"

_SUCCESSORS = {
    "certificateReferences": _KEY_VAULT,
    "cloudServiceConfiguration": "virtualMachineConfiguration",
    "publicIPs": "publicIPAddressConfiguration with the addresses as its ipAddressIds",
    "storageAccountType": "managedDisk with its storageAccountType",
}
"""What replaces a member, by its wire key. The others have no successor."""


class _OldName(msgspec.Struct, frozen=True):
    """A name that a member had in the first API versions, which no model declares.

    Attributes:
        name: The name.
        successor: The wire key of the member that replaces it.
        how: What to write instead, where the value isn't the same.
    """

    name: str
    successor: str
    how: str = ""


_OLD_NAMES = {
    each.name: each
    for each in (
        _OldName("blobSource", "httpUrl"),
        _OldName("currentDedicated", "currentDedicatedNodes"),
        _OldName("currentOSVersion", "osVersion"),
        _OldName("resizeError", "resizeErrors", "resizeErrors with a list of errors"),
        _OldName(
            "runElevated",
            "userIdentity",
            'userIdentity with {"autoUser": {"elevationLevel": "admin"}} if it is true, and remove it if it is false',
        ),
        _OldName("schedulingError", "failureInfo"),
        _OldName("targetDedicated", "targetDedicatedNodes"),
        _OldName("targetOSVersion", "osVersion"),
    )
}
"""The names that people still write, each with its successor."""

_RENAMED = {"maxTasksPerNode": "taskSlotsPerNode"}
"""The members that have another key now and take the same value."""


@rule("BM703", Severity.warning, "member removed from the service", Model, data_plane_only=True, unversioned_only=True)
def dropped_member(context: Context[Model]) -> Iterator[Finding]:
    """Find a member that some API version has removed."""
    model = context.model
    # An answer isn't sent: what is in it is no mistake.
    severity = Severity.note if context.within((CloudPool, ComputeNode, CloudJob, CloudJobSchedule, CloudTask)) else None
    yield from _old_names(context, severity)
    for attribute in model.__definition__.attributes:
        value = getattr(model, attribute.name, None)
        if (
            attribute.until is None
            or attribute.read_only
            or value is None
            or (isinstance(value, list) and not value)
            or _reported_above(context, attribute)
        ):
            continue
        renamed = _RENAMED.get(attribute.wire_key)
        successor = renamed or _SUCCESSORS.get(attribute.wire_key)
        yield context.finding(
            f"{attribute.wire_key} was removed in API version {attribute.until}: the service rejects it in requests of that "
            "version or later.",
            f"Use {successor}." if successor else "Remove it.",
            attribute.wire_key,
            severity=severity,
            edit=Rename((attribute.wire_key,), renamed) if renamed else None,
        )


def _old_names(context: Context[Model], severity: Severity | None) -> Iterator[Finding]:
    """Yield a finding for each member that has an old name, if the model has its successor."""
    model = context.model
    unknown: Any = model.additional_properties
    for key in unknown if isinstance(unknown, dict) else ():
        old = _OLD_NAMES.get(key)
        successor = model.__definition__.by_wire_key.get(old.successor) if old else None
        if old is None or successor is None:
            continue
        free = getattr(model, successor.name, None) is None
        yield context.finding(
            f"{key} is an old name that the service no longer has, so it rejects or ignores it.",
            f"Use {old.how or old.successor}.",
            key,
            severity=severity,
            edit=Rename((key,), old.successor) if free and not old.how else None,
        )


def _reported_above(context: Context[Model], attribute: Attribute) -> bool:
    """Return whether the whole model was removed, so that the model that contains it has the finding."""
    return bool(context.parents) and context.model.__definition__.until == attribute.until
