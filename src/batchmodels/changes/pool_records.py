"""The requests that change a pool's properties, as data: one record for each property, request and range of versions.

Sources: "REST specification" is that of Azure/azure-rest-api-specs, specification/batch. "azure-batch" and "azure-mgmt-batch"
are the docstrings and changelogs of those packages. Names that end in ``.md`` are pages of MicrosoftDocs/azure-docs,
articles/batch.
"""

from __future__ import annotations

from collections.abc import Iterator

from .records import Record, Request
from .verdicts import Plane, Verdict

WIDE = "2024-07-01.20.0"
"""The first API version of the Batch service whose PATCH of a pool has more than a few properties."""

WIDE_IN_ARM = "2024-07-01"
"""The same of ARM."""

REMOVED = "2025-06-01"
"""The API version that removes certificates, tags and the communication mode; it has the same date in both APIs."""

_UPDATES = "batch-pool-update-properties.md"
_SDK = "azure-batch 15.1.0, BatchPoolUpdateOptions"
_SDK_BETA = "azure-batch 15.0.0b2, changelog"
_REST = "REST specification 2024-02-01.19.0"

_REBOOT = "Existing nodes keep the old value until they are rebooted or reimaged."

_EMPTY = "The service changes it only while the pool has no nodes."

BOTH_WAYS = (
    "The Batch service's REST reference has these properties in its PATCH "
    "(https://learn.microsoft.com/rest/api/batchservice/pools/update-pool), but Azure's article on updates changes them "
    "through ARM (https://learn.microsoft.com/azure/batch/batch-pool-update-properties). If the service refuses the PATCH, "
    'make the change through ARM: --plane arm, in Python plane="arm".'
)

CONTRADICTORY_MACHINE = (
    "If the service refuses the PATCH because virtualMachineConfiguration is missing, add the pool's present one: it is "
    "optional in the schema, but azure-batch 15.1.0 describes it as one that must be specified."
)

_ZERO = {
    "displayName": "",
    "vmSize": "The pool must be steady, too: the next resize builds a new deployment.",
    "virtualMachineConfiguration": "The pool must be steady, too.",
    "networkConfiguration": "",
    "enableInterNodeCommunication": "",
    "taskSlotsPerNode": "",
    "taskSchedulingPolicy": "",
    "userAccounts": "",
    "mountConfiguration": "Nodes have their mounts for their entire lifetime.",
    "upgradePolicy": "",
    "resourceTags": "",
}
"""The properties that an empty pool can change, each with what else is known."""


def _start_task_and_the_like() -> Iterator[Record]:
    reruns = "The service sometimes runs a start task again without a reboot."
    packages = "A user saw the old packages stay even then, and resized the pool instead (Azure/Batch#63)."
    for member, more, source, until in (
        ("startTask", reruns, f"jobs-and-tasks.md; {_UPDATES}; {_REST}, Pool_Patch", ""),
        ("applicationPackageReferences", packages, f"azure-batch 15.1.0; azure-mgmt-batch 18.0.0; {_UPDATES}", ""),
        ("certificateReferences", "Azure retired certificates in February 2024.", f"{_UPDATES}; {_REST}", REMOVED),
    ):
        yield _record(member, "data", Request.patch, Verdict.reboot, f"{_REBOOT} {more}", source, until=until)
        yield _record(member, "data", Request.update_properties, Verdict.reboot, f"{_REBOOT} {more}", source, until=until)
        yield _record(member, "arm", Request.patch, Verdict.reboot, f"{_REBOOT} {more}", source, until=until)
    nodes = "The nodes don't see metadata; Batch ignores it."
    for request in (Request.patch, Request.update_properties):
        yield _record("metadata", "data", request, Verdict.at_once, nodes, f"{_UPDATES}; {_REST}")
    yield _record("metadata", "arm", Request.patch, Verdict.at_once, nodes, f"{_UPDATES}; {_REST}")


def _communication_mode() -> Iterator[Record]:
    source = f"{_UPDATES}; simplified-compute-node-communication.md"
    first = "2022-10-01"
    unclear = "The pool must be without nodes, but the documentation doesn't state whether before or after the update."
    for request in (Request.patch, Request.update_properties):
        yield _record("targetNodeCommunicationMode", "data", request, Verdict.empty, unclear, source, f"{first}.16.0", REMOVED)
    yield _record("targetNodeCommunicationMode", "arm", Request.patch, Verdict.empty, _EMPTY, source, first, REMOVED)


def _size() -> Iterator[Record]:
    fixed = "The pool must be steady, and must not scale by a formula. The nodes are added or removed asynchronously."
    for member in ("targetDedicatedNodes", "targetLowPriorityNodes"):
        yield _record(member, "data", Request.resize, Verdict.at_once, fixed, f"{_REST}, Pool_Resize")
        yield _record(member, "arm", Request.patch, Verdict.at_once, fixed, f"{_REST}, Pool_Resize; {_UPDATES}")
    formula = "No resize may be running, and a pool takes at most one such request in 30 seconds."
    interval = f"{formula} A new interval restarts the schedule of evaluations."
    for member in ("enableAutoScale", "autoScaleFormula", "autoScaleEvaluationInterval"):
        reason = interval if member == "autoScaleEvaluationInterval" else formula
        yield _record(member, "data", Request.autoscale, Verdict.at_once, reason, f"{_REST}, Pool_EnableAutoScale")
        yield _record(member, "arm", Request.patch, Verdict.at_once, reason, f"{_REST}; {_UPDATES}")
    timeout = "It isn't a lasting property: a resize takes it as an argument, and an answer shows that of the latest resize."
    yield _record("resizeTimeout", "data", Request.resize, Verdict.none, timeout, f"{_REST}, CloudPool.resizeTimeout")
    yield _record("resizeTimeout", "arm", Request.patch, Verdict.none, timeout, f"{_REST}, CloudPool.resizeTimeout")


def _of_an_empty_pool() -> Iterator[Record]:
    for member, more in _ZERO.items():
        beta = member == "resourceTags"
        until = REMOVED if beta else ""
        source = f"{_SDK_BETA if beta else _SDK}; {_UPDATES}"
        reason = f"{_EMPTY} {more}".rstrip()
        yield _record(member, "data", Request.patch, Verdict.empty, reason, source, WIDE, until)
        yield _record(member, "arm", Request.patch, Verdict.empty, reason, _UPDATES, WIDE_IN_ARM, until)
    identity = (
        "ARM accepts it while the pool has nodes, but old and new nodes then differ once the pool scales out, so the "
        "documentation advises an empty pool. The Batch service's own API can't change it."
    )
    yield _record("identity", "arm", Request.patch, Verdict.empty, identity, f"{_UPDATES}, FAQ")


def _record(
    member: str, plane: Plane, request: Request, verdict: Verdict, reason: str, source: str, since: str = "", until: str = ""
) -> Record:
    return Record(
        kind="pool",
        member=member,
        plane=plane,
        request=request,
        verdict=verdict,
        reason=reason,
        source=source,
        since=since,
        until=until,
    )


POOL_RECORDS: tuple[Record, ...] = (
    *_start_task_and_the_like(),
    *_communication_mode(),
    *_size(),
    *_of_an_empty_pool(),
)
"""What a pool's PATCH, updateproperties, resize and enableautoscale can change, and ARM's PATCH."""

NEVER: dict[str, str] = {
    "id": "A pool keeps its id.",
    "applicationLicenses": "No request changes it, and API version 2024-07-01.20.0 removes it.",
    "cloudServiceConfiguration": "No request changes it. Azure retired cloud services pools in February 2024.",
}
"""The properties that no request can change, each with the reason."""
