"""Another library's models: those of azure-batch 14 and 15, recognized by their shape, so neither needs to be installed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import wiretexts
from ..lazy import import_all

if TYPE_CHECKING:
    from ..model import Model

_STEP = re.compile(r"(?<!\\)\.")
"""The separator between the keys of a flattened attribute in msrest; a dot within a key has a backslash before it."""

_PREFIX = "batch"
"""The prefix of many class names in azure-batch 15 that azure-batch 14 doesn't have."""


class Foreign(NamedTuple):
    """The content of another library's model."""

    model: Any
    """The model itself."""
    members: dict[str, Any]
    """Its values by their wire keys, including undeclared ones."""
    declared: frozenset[str]
    """The wire keys that its class declares."""
    reads_any_name: bool
    """Whether its library accepts dicts, with Python names or wire keys, in place of nested models."""


def foreign_of(value: Any) -> Foreign | None:
    """Return the content of another library's model; None if the value isn't one."""
    kind = type(value)
    if isinstance(value, dict) or hasattr(kind, "__definition__"):
        return None
    attribute_map = getattr(kind, "_attribute_map", None)
    if isinstance(attribute_map, Mapping):
        return _of_msrest(value)
    # A model of azure-batch 15 is a mapping that coerces its values on access; as_dict() returns them unchanged.
    as_dict: Any = getattr(value, "as_dict", None)
    members: Any = as_dict() if isinstance(value, Mapping) and callable(as_dict) else None
    if not isinstance(members, dict):
        return None
    fields: dict[str, Any] = getattr(kind, "_attr_to_rest_field", {})
    declared = [getattr(field, "_rest_name", name) for name, field in fields.items()]
    return Foreign(value, members, frozenset(declared or members), reads_any_name=False)


def _of_msrest(model: Any) -> Foreign:
    members: dict[str, Any] = dict(getattr(model, "additional_properties", None) or {})
    declared = set()
    for name, entry in model._attribute_map.items():  # noqa: SLF001  # because msrest's maps are private in name only
        if not entry["key"]:  # additional_properties
            continue
        *outer, key = (step.replace("\\.", ".") for step in _STEP.split(entry["key"]))
        declared.add(outer[0] if outer else key)
        value = getattr(model, name, None)
        if value is not None:
            within = members
            for step in outer:
                inner = within.get(step)
                within[step] = within = dict(inner) if isinstance(inner, dict) else {}
            within[key] = value
    return Foreign(model, members, frozenset(declared), reads_any_name=True)


def may_be(foreign: Foreign, model: type[Model]) -> bool:
    """Return whether another library's model has any member of our class: a pool that was read can become a pool to add."""
    keys = {*foreign.declared, *foreign.members}
    return not keys or any(_is_known(key, model) for key in keys)


def is_kind_of(foreign: Foreign, model: type[Model]) -> bool:
    """Return whether another library's model is the counterpart of our class and can take its place.

    The members decide, not the name, because azure-batch 15 has new names. But a model with the name of another class of ours
    is the counterpart of that one, even if it has the same members.
    """
    known = sum(_is_known(key, model) for key in foreign.declared)
    if 2 * known <= len(foreign.declared):
        return False
    named = {_plain_name(base) for base in type(foreign.model).__mro__[:-1]}
    return _plain_name(model) in named or not any(
        _plain_name(other) in named and not issubclass(model, other) and not issubclass(other, model)
        for other in _family(model)
    )


def _is_known(key: str, model: type[Model]) -> bool:
    definition = model.__definition__
    return key in definition.by_wire_key or key in definition.by_other_key


def _plain_name(kind: type) -> str:
    return kind.__name__.lower().removeprefix(_PREFIX)


def _family(model: type[Model]) -> Iterator[type[Model]]:
    """Yield the model classes of the package that contains a class."""
    root: type[Model] = next(base for base in reversed(model.__mro__) if hasattr(base, "__definition__"))
    package = model.__module__.partition(".")[0]
    import_all(model.__module__)
    waiting = [root]
    while waiting:
        subclasses = waiting.pop().__subclasses__()
        waiting += subclasses
        yield from (each for each in subclasses if each.__module__.partition(".")[0] == package)


def plain(value: Any, depth: int = 200) -> Any:
    """Return the JSON value of an attribute that only another library declares; anything else unchanged."""
    foreign = foreign_of(value) if depth else None
    if foreign is not None:
        value = foreign.members
    if depth and isinstance(value, dict):
        return {key: plain(member, depth - 1) for key, member in value.items()}
    if depth and isinstance(value, list):
        return [plain(element, depth - 1) for element in value]
    if isinstance(value, datetime.datetime):
        return wiretexts.write_time(value) or value
    if isinstance(value, datetime.timedelta):
        return wiretexts.write_duration(value)
    return value.value if isinstance(value, Enum) else value
