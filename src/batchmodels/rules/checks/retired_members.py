"""BM703: members that newer API versions don't have."""

from __future__ import annotations

from collections.abc import Iterator

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

_RENAMED = {"maxTasksPerNode": "taskSlotsPerNode"}
"""The members that have another key now and take the same value."""


@rule("BM703", Severity.warning, "member removed from the service", Model, data_plane_only=True, unversioned_only=True)
def dropped_member(context: Context[Model]) -> Iterator[Finding]:
    """Find a member that some API version has removed."""
    model = context.model
    # An answer isn't sent: what is in it is no mistake.
    severity = Severity.note if context.within((CloudPool, ComputeNode, CloudJob, CloudJobSchedule, CloudTask)) else None
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


def _reported_above(context: Context[Model], attribute: Attribute) -> bool:
    """Return whether the whole model was removed, so that the model that contains it has the finding."""
    return bool(context.parents) and context.model.__definition__.until == attribute.until
