"""Side, one of the two documents that are compared: the kind of resource, and whether it is whole, an answer or a change."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

import msgspec

from ..engine.model import Model
from ..errors import DeserializationError
from ..models.cloud_job import CloudJob
from ..models.cloud_job_schedule import CloudJobSchedule
from ..models.cloud_pool import CloudPool
from ..models.cloud_task import CloudTask
from ..models.identity import BatchPoolIdentity
from ..models.job_schedules import (
    JobScheduleAddParameter,
    JobSchedulePatchParameter,
    JobScheduleUpdateParameter,
    JobSpecification,
)
from ..models.jobs import JobAddParameter, JobPatchParameter, JobUpdateParameter
from ..models.node_enums import ComputeNodeDeallocationOption
from ..models.pool_enums import PoolIdentityType
from ..models.pools import PoolAddParameter, PoolPatchParameter, PoolSpecification, PoolUpdatePropertiesParameter
from ..models.start_task import StartTask
from ..models.tasks import TaskAddParameter, TaskUpdateParameter
from ..secrets.masking import describe
from .nodes import NO_GAPS, Gaps, Node
from .old_names import modernized
from .trees import TreeBuilder
from .verdicts import Kind


class Role(Enum):
    """What a document says about its resource."""

    whole = "the whole resource, as it is created"
    answer = "the whole resource, as the service returns it"
    patch = "the body of a PATCH: what it leaves out stays"
    replacement = "the body of a PUT or of updateproperties: what it leaves out is removed or reset"
    part = "the start task of a pool"


_ROLES: dict[type[Model], tuple[Kind, Role]] = {
    CloudPool: ("pool", Role.answer),
    PoolAddParameter: ("pool", Role.whole),
    PoolSpecification: ("pool", Role.whole),
    PoolPatchParameter: ("pool", Role.patch),
    PoolUpdatePropertiesParameter: ("pool", Role.replacement),
    StartTask: ("pool", Role.part),
    CloudJob: ("job", Role.answer),
    JobAddParameter: ("job", Role.whole),
    JobSpecification: ("job", Role.whole),
    JobPatchParameter: ("job", Role.patch),
    JobUpdateParameter: ("job", Role.replacement),
    CloudJobSchedule: ("job schedule", Role.answer),
    JobScheduleAddParameter: ("job schedule", Role.whole),
    JobSchedulePatchParameter: ("job schedule", Role.patch),
    JobScheduleUpdateParameter: ("job schedule", Role.replacement),
    CloudTask: ("task", Role.answer),
    TaskAddParameter: ("task", Role.whole),
    TaskUpdateParameter: ("task", Role.replacement),
}

WHOLE: dict[Kind, type[Model]] = {
    "pool": PoolAddParameter,
    "job": JobAddParameter,
    "job schedule": JobScheduleAddParameter,
    "task": TaskAddParameter,
}
"""The body that creates a resource, which has all of its properties."""

IDENTITY = "identity"
START_TASK = "startTask"


class Nodes(msgspec.Struct, frozen=True):
    """The nodes of a pool, as an answer shows them.

    Attributes:
        allocation: Whether the pool is resizing: ``steady``, ``resizing`` or ``stopping``; empty if it isn't known.
        dedicated: The present number of dedicated nodes; None if it isn't known.
        low_priority: The same of Spot and low-priority nodes.
    """

    allocation: str = ""
    dedicated: int | None = None
    low_priority: int | None = None


def nodes_of(pool: object) -> Nodes:
    """Return the nodes that an answer shows, which is a ``CloudPool`` or an object with its members."""
    members: Any = pool if isinstance(pool, dict) else {}
    if isinstance(pool, CloudPool):
        members = {
            "allocationState": pool.allocation_state,
            "currentDedicatedNodes": pool.current_dedicated_nodes,
            "currentLowPriorityNodes": pool.current_low_priority_nodes,
        }
    state = members.get("allocationState")
    numbers = (members.get(key) for key in ("currentDedicatedNodes", "currentLowPriorityNodes"))
    return Nodes(
        str.lower(state) if isinstance(state, str) else "",
        *(each if isinstance(each, int) and not isinstance(each, bool) else None for each in numbers),
    )


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two documents.

    Attributes:
        model: The model, with present names.
        kind: The kind of its resource.
        role: What it says about that.
        answered: Whether the service or ARM has answered it: answers have no passwords and keys.
        in_arm: Whether it is a document of ARM's.
        attaches: Whether it would list the pool's managed identities if there were any.
        removed: The properties that the body of a change removes with an empty value.
        deallocation: What happens to running tasks on nodes that are removed, as a document of ARM's states it; None if it
            doesn't.
        nodes: The pool's nodes, as an answer shows them.
        gaps: What isn't known of it.
    """

    model: Model
    kind: Kind
    role: Role
    answered: bool = False
    in_arm: bool = False
    attaches: bool = False
    removed: frozenset[str] = frozenset()
    deallocation: ComputeNodeDeallocationOption | None = None
    nodes: Nodes = Nodes()
    gaps: Gaps = NO_GAPS

    @property
    def is_change(self) -> bool:
        """Whether it is the body of a change instead of a whole resource."""
        return self.role in {Role.patch, Role.replacement}

    @property
    def identifier(self) -> str:
        """The id of the resource; empty if the document doesn't have it."""
        found = getattr(self.model, "id", None)
        return str(found) if isinstance(found, str) and self.role is not Role.part else ""

    def members(self, api_version: str) -> dict[str, Node]:
        """Return the nodes of the properties, by their wire keys."""
        builder = TreeBuilder(api_version, answered=self.answered, gaps=self.gaps)
        if self.role is Role.part:
            return {START_TASK: Node(members=builder.members(self.model, (), self.model.__definition__.by_wire_key))}
        found = builder.members(self.model, (), properties_of(self.kind))
        if self.kind == "pool" and self.role in {Role.whole, Role.answer}:
            found.pop(IDENTITY, None)
            identity = self._identity()
            if identity is not None:
                attached = builder.members(identity, (IDENTITY,), identity.__definition__.by_wire_key)
                found[IDENTITY] = Node(members={} if identity.type == PoolIdentityType.none else attached)
            elif unknown := self.gaps.reason((IDENTITY,)):
                found[IDENTITY] = Node(unknown=unknown)
            elif self.attaches:
                found[IDENTITY] = Node()
        return found

    def _identity(self) -> BatchPoolIdentity | None:
        """Return the pool's managed identities; a body of the Batch service can have none."""
        if isinstance(self.model, CloudPool):
            return self.model.identity
        undeclared = self.model.additional_properties.get(IDENTITY)
        try:
            return BatchPoolIdentity.deserialize(undeclared) if isinstance(undeclared, dict) else None
        except DeserializationError:
            return None

    def sets(self, key: str) -> bool:
        """Return whether the body of a change has a property."""
        if key in self.removed:
            return True
        attribute = self.model.__definition__.by_wire_key.get(key)
        return attribute is not None and (getattr(self.model, attribute.name) is not None or bool(self.gaps.reason((key,))))


def side_of(model: Model, *, answered: bool | None = None, gaps: Gaps = NO_GAPS) -> Side:
    """Return the side of a model.

    Args:
        model: The model.
        answered: Whether a service has answered it; None decides by its class.
        gaps: What isn't known of it.

    Raises:
        TypeError: It isn't a model of a pool, a job, a job schedule or a task.
    """
    if not isinstance(model, Model):  # pyright: ignore[reportUnnecessaryIsInstance]  # because not every caller uses a type checker
        came = describe(model, hidden=True)
        raise TypeError(f"expected a model, got {came}: deserialize it first, for example with PoolAddParameter.deserialize")
    found = role_of(type(model))
    if found is None:
        raise TypeError(f"expected a pool, a start task, a job, a job schedule or a task, got {type(model).__name__}")
    kind, role = found
    is_answer = role is Role.answer if answered is None else answered
    return Side(model=modernized(model), kind=kind, role=role, answered=is_answer, nodes=nodes_of(model), gaps=gaps)


def role_of(model: type[Model]) -> tuple[Kind, Role] | None:
    """Return the kind of resource that a class describes, and what it says about it; None if it can't be compared."""
    return next((_ROLES[each] for each in model.__mro__ if each in _ROLES), None)


def properties_of(kind: Kind) -> tuple[str, ...]:
    """Return the wire keys of the properties of a kind of resource."""
    keys = tuple(WHOLE[kind].__definition__.by_wire_key)
    return (*keys, IDENTITY) if kind == "pool" else keys


def changed_members(old: Side, new: Side, api_version: str) -> tuple[dict[str, Node], dict[str, Node]]:
    """Return the properties before and after: a change is applied to the old side."""
    before, after = old.members(api_version), new.members(api_version)
    if new.is_change and new.role is not old.role:
        after = {**before, **{key: after.get(key, Node()) for key in _touched(new, api_version)}}
    elif new.role is Role.part and old.role is not Role.part:
        after = {**before, **after}
    elif old.role is Role.part and new.role is not Role.part:
        before = {**after, **before}
    if (IDENTITY in before) != (IDENTITY in after):  # one side can't have any
        before.pop(IDENTITY, None)
        after.pop(IDENTITY, None)
    _share_unknown_id(old, new, before, after)
    return before, after


def _share_unknown_id(old: Side, new: Side, before: dict[str, Node], after: dict[str, Node]) -> None:
    """Leave out an id that one side doesn't have: it is in the URL, or Batch makes it."""
    for side, own, other in ((old, before, after), (new, after, before)):
        if not side.identifier and not side.gaps.reason(("id",)):
            own.pop("id", None)
            other.pop("id", None)


def _touched(new: Side, api_version: str) -> Iterable[str]:
    """Yield the properties that the body of a change sets, or resets by leaving them out."""
    for key, attribute in new.model.__definition__.by_wire_key.items():
        reset = new.role is Role.replacement and not _lacks(attribute.since, attribute.until, api_version)
        if reset or new.sets(key):
            yield key


def _lacks(since: str | None, until: str | None, api_version: str) -> bool:
    return (since is not None and api_version < since) or (until is not None and api_version >= until)
