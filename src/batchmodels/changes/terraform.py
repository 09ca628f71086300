"""The verdicts on changes that Terraform makes, and what it takes to make them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from .changes import Operation, PropertyChange
from .comparing import ChangeKind, Difference
from .records import DELETED, WAITING
from .sides import Side
from .states import has_no_nodes
from .terraform_records import KEPT, SOURCE, Attribute, Effect, attributes_at
from .verdicts import NEW, Kind, Verdict

Judged = tuple[Verdict, str, str]
"""A verdict, its reason and its source."""

_LOST: dict[Kind, str] = {
    "pool": f"{DELETED} {WAITING}",
    "job": "This deletes the job's tasks, too.",
}

_PENDING = "The provider refuses any change while the pool resizes, unless stop_pending_resize_operation is true."


class Planned(msgspec.Struct, frozen=True):
    """A resource of Terraform's, and what the plan of ``terraform show -json`` does with it.

    Attributes:
        kind: Its type: ``azurerm_batch_pool``.
        address: Its address: ``module.media.azurerm_batch_pool.encoders``.
        replaces: Whether the plan deletes it and creates it again.
        because: The attributes for which the plan does that.
    """

    kind: str
    address: str
    replaces: bool = False
    because: tuple[str, ...] = ()


def judged_for_terraform(planned: Planned, kind: Kind, found: Sequence[Difference], usual: Judged) -> Judged:
    """Return the verdict on a property that Terraform changes.

    Args:
        planned: The resource.
        kind: The kind of resource.
        found: The differences of the property.
        usual: The verdict on the same change by a request.
    """
    known = [each for each in found if each.kind is not ChangeKind.unknown]
    attributes = [each for difference in known for each in attributes_at(kind, difference.steps)]
    because = [each.name for each in attributes if each.name.split(".")[0] in planned.because]
    replacing = [each.name for each in attributes if each.effect is Effect.replaces]
    ignored = [each.name for each in attributes if each.effect is Effect.ignores]
    if not attributes:
        return Verdict.none, f"{planned.kind} has no attribute for it, so Terraform leaves it as it is.", SOURCE
    if planned.replaces and because:
        reason = f"Terraform's plan deletes the {kind} and creates it again, because of {_listed(because)}."
    elif replacing:
        reason = f"Terraform deletes the {kind} and creates it again: azurerm can't change {_listed(replacing)}."
    elif attributes[0].name in KEPT and any(each.kind is ChangeKind.removed and len(each.steps) == 1 for each in known):
        reason = (
            f"Terraform's update sends nothing for a {attributes[0].name} block that is removed, so the pool keeps it: replace "
            "the pool."
        )
    elif ignored:
        reason = f"Terraform's plan shows a change of {_listed(ignored)}, but its update doesn't send it: replace the {kind}."
    else:
        return usual
    return NEW[kind], reason, SOURCE


def _listed(names: Sequence[str]) -> str:
    *others, last = dict.fromkeys(names)
    return f"{', '.join(others)} and {last}" if others else last


def terraform_operations(planned: Planned, old: Side, kind: Kind, changed: Mapping[str, PropertyChange]) -> Iterator[Operation]:
    """Yield the steps of a change that Terraform makes."""
    verdicts = {each.verdict for each in changed.values()}
    if planned.replaces or NEW[kind] in verdicts:
        effects = [each.effect for one in changed.values() for each in _attributes_of(kind, one)]
        own = planned.replaces or Effect.replaces in effects
        command = "terraform apply" if own else f"terraform apply -replace={planned.address}"
        yield _step(f"Run {command}, which deletes the {kind} and creates it again.", _LOST[kind])
        return
    if Verdict.empty in verdicts:
        yield _step(
            "Run terraform apply with a fixed_scale of no nodes, and with the other values as they were.",
            f"It waits until the pool is steady. {_pending(old)}".rstrip(),
        )
        yield _step(f"Run terraform apply with the new values, which changes the {kind} and its size.")
        return
    yield _step(f"Run terraform apply, which changes the {kind}.", _pending(old))
    if Verdict.reboot in verdicts and not has_no_nodes(old):
        path = f"/pools/{old.identifier or '{poolId}'}/nodes/{{nodeId}}/reboot"
        yield Operation(title="Reboot the existing nodes.", method="POST", path=path, note="For each node.")


def _attributes_of(kind: Kind, change: PropertyChange) -> list[Attribute]:
    places = [tuple(map(str, each.steps)) for each in change.changes if each.kind != "unknown"]
    return [each for place in places for each in attributes_at(kind, place)]


def _pending(old: Side) -> str:
    return _PENDING if old.nodes.allocation in {"resizing", "stopping"} else ""


def _step(title: str, note: str = "") -> Operation:
    return Operation(title=title, method="", path="", note=note)


def planned_replacement(planned: Planned, kind: Kind) -> str:
    """Return a warning that a plan replaces its resource; empty if it doesn't."""
    if not planned.replaces:
        return ""
    because = f", because of {_listed(planned.because)}" if planned.because else ""
    return f"Terraform's plan deletes the {kind} and creates it again{because}."
