"""Old names of members, replaced by the present ones."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, TypeVar

from ..engine.model import Model
from ..models.enums import ElevationLevel
from ..models.identity import AutoUserSpecification, UserIdentity
from ..models.network import PublicIPAddressConfiguration
from ..paths import MAX_DEPTH, ROOT, Steps
from .equivalence import RENAMED

ModelT = TypeVar("ModelT", bound=Model)

_ELEVATED = "runElevated"
_ADDRESSES = "publicIPs"
_SUCCESSORS = {**RENAMED, _ELEVATED: "userIdentity", _ADDRESSES: "publicIPAddressConfiguration"}


def modernized(model: ModelT) -> ModelT:
    """Return a model whose members have their present names; itself if they have them already."""
    if not any(True for _ in old_names_in(model)):
        return model
    modern = copy.deepcopy(model)
    for _, each in models_in(modern):
        _rename(each)
    return modern


def old_names_in(model: Model) -> Iterator[tuple[Steps, str]]:
    """Yield the steps of the members of a model that have old names, each with the present name."""
    for steps, each in models_in(model):
        known = each.__definition__.by_wire_key
        for key, successor in _SUCCESSORS.items():
            attribute = known.get(key)
            value = each.additional_properties.get(key) if attribute is None else getattr(each, attribute.name)
            if successor in known and value is not None:
                yield (*steps, key), successor


def models_in(value: Any, steps: Steps = ROOT) -> Iterator[tuple[Steps, Model]]:
    """Yield a model and the models within it, each with its steps."""
    if len(steps) > MAX_DEPTH:
        return
    if isinstance(value, Model):
        yield steps, value
        for attribute in value.__definition__.attributes:
            held = getattr(value, attribute.name, None)
            if isinstance(held, (Model, list)):
                yield from models_in(held, (*steps, attribute.wire_key))
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from models_in(element, (*steps, index))


def _rename(model: Model) -> None:
    known = model.__definition__.by_wire_key
    for key, successor in RENAMED.items():
        value = _taken(model, key) if successor in known else None
        if value is not None and getattr(model, known[successor].name) is None:
            setattr(model, known[successor].name, value)
    if "userIdentity" in known:
        elevated = _taken(model, _ELEVATED)
        if elevated is True and getattr(model, known["userIdentity"].name) is None:
            user = AutoUserSpecification(elevation_level=ElevationLevel.admin)
            setattr(model, known["userIdentity"].name, UserIdentity(auto_user=user))
    if "publicIPAddressConfiguration" in known:
        addresses = _taken(model, _ADDRESSES)
        name = known["publicIPAddressConfiguration"].name
        if addresses is not None and getattr(model, name) is None:
            setattr(model, name, PublicIPAddressConfiguration(ip_address_ids=addresses))


def _taken(model: Model, key: str) -> Any:
    """Remove a member from a model, and return its value."""
    attribute = model.__definition__.by_wire_key.get(key)
    if attribute is None:
        return model.additional_properties.pop(key, None)
    value = getattr(model, attribute.name)
    setattr(model, attribute.name, None)
    return value
