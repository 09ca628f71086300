"""BM7, continued: what newer versions of the API no longer have."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.attributes import Attribute
from ...engine.model import Model
from ...models.cloud_pool import CloudPool
from ...models.nodes import ComputeNode
from ..finding import Severity
from ..registry import Advice, Place, rule

_KEY_VAULT = "the Key Vault extension in the extensions of virtualMachineConfiguration"

_SUCCESSORS = {
    "certificateReferences": _KEY_VAULT,
    "cloudServiceConfiguration": "virtualMachineConfiguration",
    "maxTasksPerNode": "taskSlotsPerNode",
    "publicIPs": "publicIPAddressConfiguration, with the addresses as its ipAddressIds",
    "storageAccountType": "managedDisk, with its storageAccountType",
}
"""What took the place of a member, by its wire key. The others have no successor."""


@rule("BM703", Severity.warning, "a member that the service has dropped", Model)
def dropped_member(place: Place[Model]) -> Iterator[Advice]:
    """A member that some version of the API is without, although earlier ones have it."""
    model = place.model
    # An answer isn't sent: what is in it is no mistake.
    severity = Severity.note if place.within((CloudPool, ComputeNode)) else None
    for attribute in model.__definition__.attributes:
        value = getattr(model, attribute.name, None)
        if attribute.until is None or attribute.read_only or value is None or value == [] or _reported_above(place, attribute):
            continue
        successor = _SUCCESSORS.get(attribute.wire_key)
        yield Advice(
            f"the service has no {attribute.wire_key} from API version {attribute.until} on:"
            " it refuses a request of such a version that has it.",
            f"Write {successor}." if successor else "Leave it out.",
            (attribute.wire_key,),
            severity,
        )


def _reported_above(place: Place[Model], attribute: Attribute) -> bool:
    """Whether the whole model has been dropped, and what holds it reports that."""
    return bool(place.parents) and place.model.__definition__.until == attribute.until
