"""Old names of members, replaced by the present ones."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, TypeVar

from ..engine.model import Model
from ..models.enums import ElevationLevel
from ..models.identity import AutoUserSpecification, UserIdentity
from ..models.network import PublicIPAddressConfiguration
from ..paths import MAX_DEPTH
from .equivalence import RENAMED

ModelT = TypeVar("ModelT", bound=Model)

_ELEVATED = "runElevated"
_ADDRESSES = "publicIPs"


def modernized(model: ModelT) -> ModelT:
    """Return a model whose members have their present names; itself if they have them already."""
    if not any(_has_old_names(each) for each in _models_in(model)):
        return model
    modern = copy.deepcopy(model)
    for each in _models_in(modern):
        _rename(each)
    return modern


def _models_in(value: Any, depth: int = 0) -> Iterator[Model]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, Model):
        yield value
        for attribute in value.__definition__.attributes:
            held = getattr(value, attribute.name, None)
            if isinstance(held, (Model, list)):
                yield from _models_in(held, depth + 1)
    elif isinstance(value, list):
        for element in value:
            yield from _models_in(element, depth + 1)


def _has_old_names(model: Model) -> bool:
    if any(key in model.additional_properties for key in (_ELEVATED, *RENAMED)):
        return True
    known = model.__definition__.by_wire_key
    return any(key in known and getattr(model, known[key].name) is not None for key in (_ADDRESSES, *RENAMED))


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
