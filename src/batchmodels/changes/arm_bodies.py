"""The bodies of ARM's requests: the properties of a pool in ARM's form."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ..arm.names import ARM
from ..arm.writing import written
from ..models.cloud_pool import CloudPool
from ..models.pools import PoolAddParameter
from .bodies import creation_of, patch_of
from .records import service_version
from .sides import IDENTITY, Side
from .sizes import Size

ACCOUNT = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts/{account}"
"""The beginning of resource ids in an account, which the Batch service's own documents don't have."""


def arm_properties(new: Side, names: Collection[str], api_version: str, *, masked: bool = False) -> dict[str, Any]:
    """Return the body of a PATCH with the whole new values of some properties, apart from the size.

    Args:
        new: The new side.
        names: The wire keys of the properties.
        api_version: ARM's API version; the body lacks what it doesn't have.
        masked: Whether to write ``***`` in place of secrets.
    """
    patch = patch_of(new, names, service_version(api_version, "arm"))
    body = {"properties": {}} if patch is None else written(patch, account=ACCOUNT, masked=masked).document
    if IDENTITY in names:
        attached = arm_resource(new).get(IDENTITY, {})
        has_any = bool(attached.get("userAssignedIdentities"))
        return {IDENTITY: attached if has_any else {"type": "None"}, **body}
    return body


def arm_resource(new: Side, *, masked: bool = False) -> dict[str, Any]:
    """Return the body of a PUT: the whole pool; with ``***`` in place of secrets if it is masked."""
    pool = creation_of(new, PoolAddParameter)
    if isinstance(new.model, CloudPool) and new.model.identity is not None:
        pool.additional_properties[IDENTITY] = new.model.identity.serialize()
    document = written(pool, account=ACCOUNT, masked=masked).document
    return {key: value for key, value in document.items() if key in {IDENTITY, "properties"}}


def scale_settings(size: Size) -> dict[str, Any]:
    """Return ``scaleSettings`` for a size."""
    pool = PoolAddParameter(
        id="p",
        vm_size="",
        resize_timeout=size.timeout,
        enable_auto_scale=size.scales or None,
        auto_scale_formula=size.formula,
        auto_scale_evaluation_interval=size.interval,
        target_dedicated_nodes=None if size.scales else size.dedicated,
        target_low_priority_nodes=None if size.scales else size.low_priority,
    )
    found: dict[str, Any] = written(pool).document["properties"].get("scaleSettings", {})
    if size.deallocation is not None and "fixedScale" in found:
        found["fixedScale"]["nodeDeallocationOption"] = size.deallocation.spellings[ARM]
    return found
