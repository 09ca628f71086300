"""The tree of a model: nodes that can be compared with those of another model of the same kind."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterable, Iterator
from enum import Enum
from typing import Any

import msgspec

from ..engine import wiretexts
from ..engine.annotations import is_annotation
from ..engine.attributes import Attribute
from ..engine.model import Model
from ..engine.shapes import Enumeration, Json, ListOf, MapOf, Nested, Shape, TextOr
from ..models.base import Model as BaseModel
from ..models.enums import AutoUserScope, ElevationLevel
from ..models.identity import AutoUserSpecification, UserIdentity
from ..paths import MAX_DEPTH, Steps
from ..secrets.masking import MASK, is_hidden_member, mask_text
from .equivalence import (
    ANY_CASE,
    DEFAULTS,
    INTERVAL,
    KEEPS_EMPTY,
    KEYS,
    MOUNT_PATH,
    NOT_RETURNED,
    RENAMED,
    TARGETS,
    Default,
)
from .nodes import (
    MASKED,
    NO_GAPS,
    NO_SIZE,
    ONLY_ANSWERED,
    REQUIRED,
    WITHHELD,
    Gaps,
    Node,
    json_node,
    left_out,
    map_node,
    scalar,
    with_shown_key,
)

_NAMES = {
    **dict.fromkeys(("CloudPool", "PoolAddParameter", "PoolSpecification"), "Pool"),
    **dict.fromkeys(("CloudJob", "JobAddParameter", "JobSpecification"), "Job"),
    **dict.fromkeys(("CloudJobSchedule", "JobScheduleAddParameter"), "Job schedule"),
    **dict.fromkeys(("CloudTask", "TaskAddParameter"), "Task"),
}
"""The names that models have in the tables of ``equivalence``, where they aren't the classes' own."""


def table_name(model: type[Model]) -> str:
    """Return the name of a model in the tables of ``equivalence``; that of the library's class for a user's subclass."""
    own = next((each for each in model.__mro__ if each.__module__.startswith(_MODELS)), model)
    return _NAMES.get(own.__name__, own.__name__)


_MODELS = BaseModel.__module__.rpartition(".")[0]


_USER = "userIdentity"

_USER_OF_ONE_TASK = UserIdentity(
    auto_user=AutoUserSpecification(scope=AutoUserScope.task, elevation_level=ElevationLevel.non_admin)
)
"""The user of a task that names none: without administrator rights, and unique to the task."""


class TreeBuilder:
    """Builds the tree of one document.

    Args:
        api_version: The API version whose defaults count.
        answered: Whether the service has answered the document: answers have no passwords and keys.
        gaps: What isn't known of it.
    """

    def __init__(self, api_version: str, *, answered: bool = False, gaps: Gaps = NO_GAPS) -> None:
        self._api_version = api_version
        self._answered = answered
        self._gaps = gaps

    def members(self, model: Model, steps: Steps, names: Iterable[str]) -> dict[str, Node]:
        """Return the nodes of some members of a model, which has present names only.

        Args:
            model: The model.
            steps: Its steps within the document.
            names: The wire keys of the members; others are left out, unless no attribute declares them.
        """
        wanted = set(names)
        name = table_name(type(model))
        found: dict[str, Node] = {}
        for key, attribute in model.__definition__.by_wire_key.items():
            if key not in wanted or attribute.read_only or key in RENAMED:
                continue
            value, here = getattr(model, attribute.name, None), (*steps, key)
            unknown = self._gaps.reason(here, is_absent=value is None)
            if unknown:
                found[key] = Node(compared=self._gaps.expression(here), unknown=unknown)
            elif value is None:
                found[key] = self._absent(name, key, attribute)
            else:
                secret = model.__definition__.is_secret(attribute, vars(model).get)
                found[key] = self._value(attribute.shape, value, here, (name, key), secret)
        for key, value in _undeclared(model).items():
            hidden = model.__definition__.has_secrets or is_hidden_member(key, model.additional_properties)
            alone = ONLY_ANSWERED if self._answered else ""
            node = msgspec.structs.replace(json_node(value, secret=hidden), if_alone=alone)
            found.setdefault(str(key), with_shown_key(node, key, model.__definition__.shown_key(key)))
        return _with_size(found) if name == "Pool" else found

    def _absent(self, name: str, key: str, attribute: Attribute) -> Node:
        """Return the node of a member that is left out: its default, or nothing."""
        if (name, key) in NOT_RETURNED:
            lacking = WITHHELD if self._answered else REQUIRED if attribute.required else ""
            return Node(unknown=lacking, secret=True)
        if attribute.required and (name, key) not in DEFAULTS:
            return Node(unknown=REQUIRED)
        if key == _USER:
            return left_out(self._nested(_USER_OF_ONE_TASK, (), (name, key)))
        if self._answered and isinstance(attribute.shape, Nested):
            owner = attribute.shape.model.__name__
            withheld = {secret: Node(unknown=WITHHELD) for holder, secret in NOT_RETURNED if holder == owner}
            return Node(members=withheld) if withheld else Node()
        default = DEFAULTS.get((name, key))
        return Node() if default is None else left_out(self._default(default))

    def _default(self, default: Default) -> Node:
        value = default.at(self._api_version)
        any_case = isinstance(value, str)
        compared = wiretexts.read_duration(value) if isinstance(value, str) and value.startswith("P") else None
        if compared is not None:
            return Node(value, compared, is_default=True)
        return scalar(value, any_case=any_case, is_default=True)

    def _value(self, shape: Shape, value: Any, steps: Steps, place: tuple[str, str], secret: bool) -> Node:
        if secret and value == MASK:
            return Node(unknown=MASKED, secret=True)
        if len(steps) > MAX_DEPTH:
            return json_node(None)
        if isinstance(shape, TextOr):
            return scalar(value) if isinstance(value, str) else self._value(shape.element, value, steps, place, secret)
        if isinstance(shape, Nested) and isinstance(value, Model):
            return self._nested(value, steps, place)
        if isinstance(shape, ListOf) and isinstance(value, list):
            return self._list(shape.element, value, steps, place, secret)
        if isinstance(shape, MapOf) and isinstance(value, dict):
            return map_node(
                value, lambda each, hidden: self._value(shape.element, each, steps, place, secret or hidden), shape.hides
            )
        if isinstance(shape, Json) or isinstance(value, (dict, list)):
            return json_node(value, secret=secret)
        return self._scalar(shape, value, steps, place, secret)

    def _scalar(self, shape: Shape, value: Any, steps: Steps, place: tuple[str, str], secret: bool) -> Node:
        default = DEFAULTS.get(place)
        if isinstance(value, datetime.timedelta):
            node = Node(self._gaps.written(steps) or wiretexts.write_duration(value), value, secret=secret)
        elif isinstance(value, datetime.datetime):
            text = wiretexts.write_time(value) or str(value)
            node = Node(self._gaps.written(steps) or text, text, secret=secret)
        else:
            text = value.value if isinstance(value, Enum) else value
            plain = str.__str__(text) if isinstance(text, str) else text
            node = scalar(plain, any_case=isinstance(shape, Enumeration) or place in ANY_CASE, secret=secret)
        if default is not None and self._default(default).compared in (node.compared, _folded(node.compared)):
            return Node(node.value, self._default(default).compared, is_default=True, secret=secret)
        return node

    def _nested(self, value: Model, steps: Steps, place: tuple[str, str]) -> Node:
        members = self.members(value, steps, value.__definition__.by_wire_key)
        if place[1] != _USER:
            return Node(members=members, never_equal_to_none=place[1] == "autoUser")
        # An identity without contents is an auto-user of the pool, and none is one of the task.
        of_one_task = value == _USER_OF_ONE_TASK
        return Node(members=members, is_default=of_one_task, never_equal_to_none=not of_one_task)

    def _list(self, shape: Shape, value: list[Any], steps: Steps, place: tuple[str, str], secret: bool) -> Node:
        elements: list[tuple[Hashable, Node]] = []
        names: list[str] = []
        for index, each in enumerate(value):
            node = self._value(shape, each, (*steps, index), place, secret)
            key, shown = _identity(each, node, index)
            elements.append((key, node))
            names.append(shown)
        incomplete = self._gaps.lacks_elements(steps, len(value))
        return Node(
            elements=tuple(elements),
            names=tuple(names),
            secret=secret,
            never_equal_to_none=place in KEEPS_EMPTY,
            incomplete=incomplete,
        )


def _with_size(found: dict[str, Node]) -> dict[str, Node]:
    """Settle what sets the size of a pool: with a formula, the targets are its results, and its interval has a default."""
    enabled = found.get("enableAutoScale")
    if enabled is None or enabled.unknown or enabled.value is not True:
        has_none = all(key in found and found[key].left_out for key in TARGETS)
        return found | dict.fromkeys(TARGETS, Node(unknown=NO_SIZE)) if has_none else found
    interval = found.get("autoScaleEvaluationInterval")
    default = wiretexts.read_duration(INTERVAL)
    if interval is not None and not interval.unknown and interval.compared in (None, default):
        found["autoScaleEvaluationInterval"] = Node(INTERVAL, default, is_default=True)
    return {key: node for key, node in found.items() if key not in TARGETS}


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _undeclared(model: Model) -> dict[Any, Any]:
    """Return the undeclared members of a model, without annotations of OData."""
    unknown = model.additional_properties
    return {key: value for key, value in unknown.items() if value is not None and not is_annotation(key)}


def _identity(value: Any, node: Node, index: int) -> tuple[Hashable, str]:
    """Return what identifies an element of a list, and how a path shows that."""
    if isinstance(value, Model):
        keys = KEYS.get(table_name(type(value)))
        if keys is None:
            return index, f"[{index}]"
        for key, identifying in _identifying(node, keys):
            compared = identifying.compared
            if isinstance(compared, Hashable) and not identifying.unknown and compared is not None:
                shown = MASK if identifying.secret else mask_text(str(identifying.value)) if not identifying.is_default else ""
                return (key, compared), f"[{key}={shown}]" if shown else f"[{index}]"
        return ("", ""), f"[{index}]"
    if node.elements is not None or node.members is not None or not isinstance(node.compared, Hashable):
        return index, f"[{index}]"
    return ("", node.compared), f"[{index}]"


def _identifying(node: Node, keys: tuple[str, ...]) -> Iterator[tuple[str, Node]]:
    members = node.members or {}
    for key in keys:
        if key in members:
            yield key, members[key]
    if not keys:
        for kind in members.values():
            if kind.members and MOUNT_PATH in kind.members:
                yield MOUNT_PATH, kind.members[MOUNT_PATH]
