"""BM703 and BM027: members that newer API versions don't have, their old names, and features that Azure has retired."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from ...engine.attributes import Attribute
from ...engine.model import Model
from ...models.cloud_job import CloudJob
from ...models.cloud_job_schedule import CloudJobSchedule
from ...models.cloud_pool import CloudPool
from ...models.cloud_task import CloudTask
from ...models.job_tasks import JobManagerTask
from ...models.nodes import ComputeNode
from ...models.pool_settings import PoolSettings
from ...models.pools import PoolPatchParameter, PoolUpdatePropertiesParameter
from ...models.tasks import TaskAddParameter
from ...models.virtual_machines import VirtualMachineConfiguration
from ..analysis.pool import identity_of
from ..analysis.pool_values import items_of, shown, text_of, value_of
from ..analysis.retired_extensions import RETIRED_EXTENSIONS
from ..context import Context
from ..finding import Finding, Rename, Severity
from ..rule import rule


class _Feature(msgspec.Struct, frozen=True):
    """A feature that Azure has retired.

    Attributes:
        day: The last day of the feature.
        said: What happens since then.
        instead: What to use instead; ``{identity}`` is replaced by an identity of the pool.
        severity: How serious it is.
    """

    day: date
    said: str
    instead: str
    severity: Severity = Severity.warning


_FEBRUARY = date(2024, 2, 29)

_FEATURES = {
    "applicationLicenses": _Feature(
        _FEBRUARY, "Batch no longer licenses applications: Azure retired that", "Use licenses of your own."
    ),
    "certificateReferences": _Feature(
        _FEBRUARY,
        "nodes get no certificates: Azure retired them",
        "Use the Key Vault extension, in the extensions of virtualMachineConfiguration; it needs a pool that is created "
        "through ARM with a user-assigned identity.",
    ),
    "authenticationTokenSettings": _Feature(
        date(2024, 9, 30),
        "the service may refuse the request or give the task no token, because Azure retired such tokens",
        "Remove it, and sign in to the Batch service with {identity}.",
    ),
    "cloudServiceConfiguration": _Feature(
        _FEBRUARY,
        "the service refuses new pools on Cloud Services: Azure retired them",
        "Use virtualMachineConfiguration.",
        Severity.error,
    ),
}
"""The retired features by their members. Sources: Azure/Batch#140, the migration guides of the documentation of Batch, and
hashicorp/terraform-provider-azurerm#29441; for tokens, MicrosoftDocs/azure-docs#115709 and Azure/azure-sdk-for-python#39398.
"""

_CLASSIC = _Feature(
    date(2026, 3, 31),
    "the classic mode of node communication no longer exists: Azure retired it",
    "Use simplified, or remove the member.",
)
"""Source: https://learn.microsoft.com/azure/batch/simplified-compute-node-communication."""

_SUCCESSORS = {
    "publicIPs": "publicIPAddressConfiguration with the addresses as its ipAddressIds",
    "storageAccountType": "managedDisk with its storageAccountType",
}
"""What replaces a member, by its wire key. The others have no successor."""


class _OldName(msgspec.Struct, frozen=True):
    """A name that a member had in the first API versions, which no model declares.

    Attributes:
        name: The name.
        key: The wire key of a member of the models that had the name: its successor, unless that is elsewhere.
        how: What to write instead, where the value isn't the same.
    """

    name: str
    key: str
    how: str = ""


_NO_CLOUD_SERVICES = "virtualMachineConfiguration, whose imageReference names the operating system"

_OLD_NAMES = (
    _OldName("blobSource", "httpUrl"),
    _OldName("currentDedicated", "currentDedicatedNodes"),
    _OldName("currentOSVersion", "osVersion"),
    _OldName("currentOSVersion", "virtualMachineConfiguration", _NO_CLOUD_SERVICES),
    _OldName(
        "imageUris",
        "ephemeralOSDiskSettings",
        "the imageReference of virtualMachineConfiguration with the virtualMachineImageId of an image in a gallery",
    ),
    _OldName("osFamily", "virtualMachineConfiguration", _NO_CLOUD_SERVICES),
    _OldName("resizeError", "resizeErrors", "resizeErrors with a list of errors"),
    _OldName(
        "runElevated",
        "userIdentity",
        'userIdentity with {"autoUser": {"elevationLevel": "admin"}} if it is true, and remove it if it is false',
    ),
    _OldName("schedulingError", "failureInfo"),
    _OldName("schedulingError", "preProcessingError"),
    _OldName("targetDedicated", "targetDedicatedNodes"),
    _OldName("targetOSVersion", "osVersion"),
    _OldName("targetOSVersion", "virtualMachineConfiguration", _NO_CLOUD_SERVICES),
)
"""The names that people still write. A name with more than one successor had another one in each model."""

_WITH_FEATURES = (PoolSettings, PoolPatchParameter, PoolUpdatePropertiesParameter, TaskAddParameter, JobManagerTask)

_RENAMED = {"maxTasksPerNode": "taskSlotsPerNode"}
"""The members that have another key now and take the same value."""


@rule("BM703", Severity.warning, "member removed from the service", Model, data_plane_only=True, unversioned_only=True)
def dropped_member(context: Context[Model]) -> Iterator[Finding]:
    """Find a member that some API version has removed."""
    model = context.model
    severity = _in_answers(context)
    yield from _old_names(context, severity)
    retired = _retired_features(context)
    for attribute in model.__definition__.attributes:
        value = value_of(model, attribute.name)
        if (
            attribute.until is None
            or attribute.read_only
            or value is None
            or (isinstance(value, list) and not value)
            or attribute.wire_key in retired
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
            severity=severity or _while_versions_have_it(context.model, attribute),
            edit=Rename((attribute.wire_key,), renamed) if renamed else None,
        )


def _while_versions_have_it(model: Model, attribute: Attribute) -> Severity | None:
    """Return the severity of a member that only the newest API version lacks: the others, which most clients use, accept it."""
    return Severity.note if attribute.until == model.api_versions[-1] else None


def _in_answers(context: Context[Model]) -> Severity | None:
    """Return the severity in an answer, which isn't sent: what is in it is no mistake. None elsewhere."""
    return Severity.note if context.within((CloudPool, ComputeNode, CloudJob, CloudJobSchedule, CloudTask)) else None


@rule("BM027", Severity.warning, "feature that Azure has retired", (*_WITH_FEATURES, VirtualMachineConfiguration))
def retired_feature(context: Context[Model]) -> Iterator[Finding]:
    """Find a member whose feature has been retired, whatever the API version, and retired extensions."""
    yield from _retired_extensions(context)
    for key, feature in _retired_features(context).items():
        day = f"{feature.day.day} {feature.day:%B %Y}"
        severity = _in_answers(context) or feature.severity
        instead = feature.instead.replace("{identity}", identity_of(context))
        yield context.finding(f"{feature.said} on {day}.", instead, key, severity=severity)


def _retired_extensions(context: Context[Model]) -> Iterator[Finding]:
    """Yield a finding for each extension of the nodes that is retired at the time of the review."""
    if not isinstance(context.model, VirtualMachineConfiguration):
        return
    for index, extension in enumerate(items_of(context.model, "extensions")):
        kind = text_of(extension, "type")
        retired = RETIRED_EXTENSIONS.get(kind.lower())
        if retired is not None and retired.day < context.now.date():
            yield context.finding(
                f"the extension {shown(kind, 60)} installs {retired.what}, which Azure retired on {retired.day.day} "
                f"{retired.day:%B %Y}: {retired.effect}.",
                retired.instead,
                *("extensions", index, "type"),
                severity=_in_answers(context),
            )


def _retired_features(context: Context[Model]) -> dict[str, _Feature]:
    """Return the features of a pool or a task that are retired at the time of the review, by the members that it has."""
    model = context.model
    found: dict[str, _Feature] = {}
    if not isinstance(model, _WITH_FEATURES):
        return found
    for key, feature in _FEATURES.items():
        attribute = model.__definition__.by_wire_key.get(key)
        value = value_of(model, attribute.name) if attribute else None
        if value is not None and not (isinstance(value, list) and not value):
            found[key] = feature
    mode = value_of(model, "target_node_communication_mode")
    if isinstance(mode, str) and str.lower(mode) == "classic":
        found["targetNodeCommunicationMode"] = _CLASSIC
    return {key: feature for key, feature in found.items() if feature.day < context.now.date()}


def _old_names(context: Context[Model], severity: Severity | None) -> Iterator[Finding]:
    """Yield a finding for each member that has an old name, if the model has its successor."""
    model = context.model
    unknown: Any = model.additional_properties
    for old in _OLD_NAMES if isinstance(unknown, dict) and unknown else ():
        successor = model.__definition__.by_wire_key.get(old.key)
        if old.name not in unknown or successor is None:
            continue
        free = value_of(model, successor.name) is None
        yield context.finding(
            f"{old.name} is an old name that the service no longer has, so it rejects or ignores it.",
            f"Use {old.how or old.key}.",
            old.name,
            severity=severity,
            edit=Rename((old.name,), old.key) if free and not old.how else None,
        )


def _reported_above(context: Context[Model], attribute: Attribute) -> bool:
    """Return whether the whole model was removed, so that the model that contains it has the finding."""
    return bool(context.parents) and context.model.__definition__.until == attribute.until
