"""Codes of the resize errors of pools: meanings, likely causes and fixes.

The codes are from ``PoolResizeErrorCodes`` of Microsoft.Azure.Batch 16, with the quota of a VM series, which only the
article "Azure Batch pool resizing failure" has. The causes are those of that article and of "Check for pool and node errors".
"""

from __future__ import annotations

import msgspec


class ResizeCode(msgspec.Struct, frozen=True):
    """One code of a resize error.

    Attributes:
        meaning: What happened, as a clause.
        causes: Likely causes, the likeliest first, each a clause.
        fixes: What to do about it, each a sentence.
    """

    meaning: str
    causes: tuple[str, ...]
    fixes: tuple[str, ...]


_USED = "the other pools of the account use the quota: it counts the cores of all nodes, idle ones too"
_SMALL = "the quota is smaller than the pool: that of a new account may be 0"
_SUBSCRIPTION = (
    "in an account in user subscription mode, the quotas of the subscription apply: az vm list-usage --location LOCATION"
)
_QUOTAS = (
    "Compare the quotas with the cores of all pools: az batch account show --resource-group GROUP --name ACCOUNT --query"
    ' "[dedicatedCoreQuota, lowPriorityCoreQuota, dedicatedCoreQuotaPerVMFamily]"'
)
_MORE = "Request a higher quota in the Azure portal, under Quotas of the Batch account. Or use fewer or smaller nodes."
_SPOT = ResizeCode(
    "the account's quota of cores for Spot and low-priority nodes is reached",
    (_USED, _SMALL, "the quota is one number for all VM series"),
    (_QUOTAS, _MORE),
)
_CAPACITY = "Azure has too few free machines of the VM size in the region, which is usual for Spot nodes and large GPU sizes"
_ANOTHER_SIZE = "Choose another VM size, or another region."
_RESTRICTED = ResizeCode(
    "no machines of Azure meet all conditions of the pool together",
    (f"the conditions are too narrow: the VM size, zones, accelerated networking, an ephemeral disk; {_CAPACITY}",),
    ("Remove some of the conditions, or choose another VM size.",),
)

RESIZE_CODES: dict[str, ResizeCode] = {
    "AccountCoreQuotaReached": ResizeCode(
        "the account's quota of cores for dedicated nodes is reached", (_USED, _SMALL, _SUBSCRIPTION), (_QUOTAS, _MORE)
    ),
    "AccountLowPriorityCoreQuotaReached": _SPOT,
    "AccountSpotCoreQuotaReached": _SPOT,
    "AccountVMSeriesCoreQuotaReached": ResizeCode(
        "the account's quota of cores for dedicated nodes of this VM series is reached",
        (_USED, "the account has no quota for this series, although its quota of all dedicated cores is large enough"),
        (_QUOTAS, "Choose a VM size of a series that has quota, or request a higher quota for this series."),
    ),
    "AllocationFailed": ResizeCode(
        "Batch couldn't allocate the nodes",
        (
            "the image and the VM size need different generations of virtual machines",
            "the subnet is delegated to another service, or a network rule or a policy forbids the nodes",
            "a lock on the resource group or the subscription forbids changes",
            _CAPACITY,
            "in an account in user subscription mode, Batch may not use the subscription or the key vault",
            "the service failed briefly",
        ),
        (
            "Read the service's message: its reason, or its provider error, names the cause.",
            "If the service failed on its side, resize the pool again after some minutes.",
        ),
    ),
    "AllocationTimedout": ResizeCode(
        "the nodes couldn't be allocated within the time limit of the resize",
        (
            _CAPACITY,
            (
                "the time limit is short for many nodes: the default is 15 minutes, and Microsoft recommends 30 for more than"
                " 1,000 nodes, or for more than 300 with a custom image"
            ),
            (
                "the subnet has too few free IP addresses, or the subscription's quotas of load balancers, public IP addresses"
                " and network security groups are reached"
            ),
        ),
        (
            "Resize the pool again with more time, for example az batch pool resize --resize-timeout PT30M.",
            f"If that doesn't help: {_ANOTHER_SIZE[0].lower()}{_ANOTHER_SIZE[1:]}",
        ),
    ),
    "CommunicationEnabledPoolReachedMaxVMCount": ResizeCode(
        "a pool whose nodes communicate can't have this many nodes",
        ("all nodes of a pool with enableInterNodeCommunication are allocated together, which limits their number",),
        ("Use fewer nodes, or create the pool without enableInterNodeCommunication.",),
    ),
    "DependentResourceNotFound": ResizeCode(
        "a resource that the pool refers to doesn't exist",
        ("the subnet, image, identity, public IP address or disk encryption set has been deleted, or its id is misspelled",),
        ("Restore the resource, or create the pool with another one; the service's message names it.",),
    ),
    "DiskEncryptionFailure": ResizeCode(
        "the disks of the nodes couldn't be encrypted",
        ("the disk encryption set can't use its key, or the VM size doesn't support the encryption",),
        ("Check the disk encryption set and its rights on the key vault, or choose another VM size.",),
    ),
    "FailedIdentityOperation": ResizeCode(
        "a managed identity couldn't be attached to the nodes",
        ("the identity has been deleted, or Batch may not assign it",),
        ("Check that each identity of the pool exists; the service's message names the one that failed.",),
    ),
    "IncompatibleVMSize": ResizeCode(
        "the VM size doesn't fit the pool's configuration",
        ("the VM size lacks something that the pool needs: the image's generation, an ephemeral disk, encryption at host",),
        ("Choose another VM size, or change that part of the configuration.",),
    ),
    "MissingPublisherPropertyInMarketPlacePlan": ResizeCode(
        "the plan of the Marketplace image has no publisher",
        ("a custom image was made from a Marketplace image with a purchase plan, and lacks a part of the plan",),
        ("Create the image again with the publisher, product and name of the plan.",),
    ),
    "OverconstrainedAllocationRequest": _RESTRICTED,
    "OverconstrainedAllocationRequestError": _RESTRICTED,
    "RemoveNodesFailed": ResizeCode(
        "nodes couldn't be removed",
        ("the service failed briefly, or a lock or a policy forbids to delete the machines",),
        ("Resize the pool again. The nodes cost money until they are removed.",),
    ),
    "ResizeStopped": ResizeCode(
        "a request stopped the resize",
        ("a person or a program ran az batch pool resize --abort",),
        ("If the pool should still grow or shrink, resize it again.",),
    ),
    "UnsupportedVMSize": ResizeCode(
        "Batch doesn't support the VM size here",
        ("the VM size is misspelled or retired, or isn't available to the account in its region",),
        ("Choose one that az batch location list-skus --location LOCATION lists.",),
    ),
    "Unknown": ResizeCode(
        "the service doesn't know the cause", (), ("Resize the pool again. If it happens again, contact Azure support.",)
    ),
}
"""The codes in the service's spelling."""

_BY_LOWER_CASE = {code.lower(): known for code, known in RESIZE_CODES.items()}


def resize_code_of(code: str | None) -> ResizeCode | None:
    """Return the known facts about a code, in any letter case; None if it is unknown."""
    return _BY_LOWER_CASE.get(code.lower()) if code else None
