"""The names of ARM's form: its dialect, the type of a pool's resource, and its API versions."""

from __future__ import annotations

import re

ARM = "arm"
"""The dialect of the management plane: ARM and Bicep templates, azure-mgmt-batch."""

POOL_TYPE = "Microsoft.Batch/batchAccounts/pools"
"""The type of a pool's resource."""

ARM_API_VERSIONS = ("2022-10-01", "2023-05-01", "2023-11-01", "2024-02-01", "2024-07-01", "2025-06-01")
"""The API versions of the management plane that `to_arm` knows, the oldest first. Earlier ones spell two members otherwise."""

ONLY_IN_ARM = {
    "properties": "Move its members up one level.",
    "deploymentConfiguration": "Move its virtualMachineConfiguration up one level.",
    "scaleSettings": "Use members such as targetDedicatedNodes, enableAutoScale and autoScaleFormula.",
    "interNodeCommunication": "Use enableInterNodeCommunication with true or false.",
    "applicationPackages": "Use applicationPackageReferences.",
    "certificates": "Use certificateReferences.",
}
"""The members that only ARM's pools have, each with what to do about it in a document of the Batch service."""

_ACCOUNT = re.compile(
    r"/subscriptions/[^/\s]+/resourceGroups/[^/\s]+/providers/Microsoft\.Batch/batchAccounts/[^/\s]+", re.IGNORECASE
)


def only_in_arm(key: str) -> str:
    """Return what is wrong with a member of ARM's in a document of the Batch service."""
    return f"{key} exists only in ARM's pools, so the Batch service ignores it and everything in it."


def known_version(api_version: str) -> str:
    """Return an API version of ARM's.

    Raises:
        ValueError: It is unknown; the message lists the known ones.
    """
    if api_version not in ARM_API_VERSIONS:
        known = ", ".join(ARM_API_VERSIONS)
        raise ValueError(f"expected one of ARM's API versions, {known}, got {api_version!r}")
    return api_version


def known_account(account: str) -> str:
    """Return the resource id of a Batch account, without a slash at its end.

    Raises:
        ValueError: It is something else.
    """
    shortened = account.rstrip("/")
    if not _ACCOUNT.fullmatch(shortened):
        raise ValueError(
            "expected the resource id of a Batch account, "
            f"/subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Batch/batchAccounts/NAME, got {account!r}"
        )
    return shortened
