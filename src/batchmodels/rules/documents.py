"""BM7: the document itself: its dialect, its spelling."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.model import Model
from ..models.dialects import ARM
from .finding import Severity
from .registry import Advice, Place, rule

# Members that only ARM's pool has, and where their content stands in the service's own.
_ONLY_IN_ARM = {
    "properties": "the members within it, one level up",
    "deploymentConfiguration": "its virtualMachineConfiguration, one level up",
    "scaleSettings": "targetDedicatedNodes, enableAutoScale, autoScaleFormula and their like",
    "interNodeCommunication": "enableInterNodeCommunication: true or false",
    "applicationPackages": "applicationPackageReferences",
    "certificates": "certificateReferences",
}


@rule("BM701", Severity.warning, "the other dialect", Model)
def other_dialect(place: Place[Model]) -> Iterator[Advice]:
    """A document that is written as ARM has it."""
    model = place.model
    for attribute in model.__definition__.attributes:
        spelled = attribute.spellings.get(ARM)
        if model.__dialect__ == ARM and spelled is not None and getattr(model, attribute.name) is not None:
            yield Advice(
                f"the document says {spelled}, as ARM does; the Batch service knows {attribute.wire_key}.",
                f"Send what serialize() writes: {attribute.wire_key}. For ARM, to_arm() writes {spelled}.",
                (attribute.wire_key,),
            )
    for key in model.additional_properties:
        if key in _ONLY_IN_ARM and model.__definition__.by_name.keys() >= {"start_task", "metadata"}:
            yield Advice(
                f"{key} is a member of ARM's pools; the Batch service doesn't know it, and everything in it is without effect.",
                f"Write {_ONLY_IN_ARM[key]}.",
                (key,),
            )
