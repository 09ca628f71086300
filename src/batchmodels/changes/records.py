"""Record: one way to change one property, from one API version to another."""

from __future__ import annotations

import re
from enum import Enum

import msgspec

from ..models.versions import API_VERSIONS, full_version
from ..secrets.masking import describe
from .verdicts import Kind, Plane, Verdict


class Request(str, Enum):
    """The requests that change a resource, by the names of the REST API."""

    patch = "PATCH"
    update = "PUT"
    update_properties = "updateproperties"
    resize = "resize"
    autoscale = "enableautoscale"


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One way to change one property.

    Attributes:
        kind: The kind of resource.
        member: The property's wire key in the Batch service.
        plane: The API that the request belongs to.
        request: The request that changes it.
        since: The first API version whose request has the property; empty if all have it.
        until: The first API version whose request doesn't have it; empty if the newest has it.
        verdict: What the change takes.
        reason: The condition, and the effect on existing nodes, as sentences.
        source: Where this is documented.
    """

    kind: Kind
    member: str
    plane: Plane
    request: Request
    verdict: Verdict
    reason: str
    source: str
    since: str = ""
    until: str = ""

    def covers(self, api_version: str) -> bool:
        """Return whether the request has the property in an API version."""
        # Versions begin with their dates, so they sort as texts.
        return self.since <= api_version and (not self.until or api_version < self.until)


NEWEST: dict[Plane, str] = {"data": API_VERSIONS[-1], "arm": "2025-06-01"}
"""The API version that counts if none is given."""


DELETED = "Its nodes are removed first, and running tasks are put back into the queues of their jobs."
"""What the deletion of a pool does to its tasks (REST reference, Delete Pool)."""

WAITING = "Jobs that name the pool stay: their tasks wait, and run on the new pool when it has nodes."
"""What happens to the jobs of a pool that is created again (REST reference, PoolInformation.poolId)."""


def known_version(api_version: str | None, plane: Plane) -> str:
    """Return the API version to judge by.

    Raises:
        ValueError: The Batch service has no such version, or ARM's doesn't look like one.
    """
    if api_version is None:
        return NEWEST[plane]
    if plane == "arm":
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}(-preview)?", api_version):
            raise ValueError(f"expected an API version of ARM, for example {NEWEST['arm']}, got {describe(api_version)}")
        return api_version
    api_version = full_version(api_version)
    if api_version not in API_VERSIONS:
        known = ", ".join(API_VERSIONS)
        raise ValueError(f"expected one of the API versions of the Batch service, {known}, got {describe(api_version)}")
    return api_version


def service_version(api_version: str, plane: Plane) -> str:
    """Return the API version of the Batch service that has what a version has; ARM's have the dates of the service's."""
    return api_version if plane == "data" else f"{api_version}.99"
