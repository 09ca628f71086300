"""What to know before the requests of a change are sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..models.pools import PoolPatchParameter
from ..secrets.printing import printable
from .arm_bodies import ACCOUNT
from .changes import Operation, PropertyChange
from .comparing import path_of
from .creating import missing_in_creation
from .judging import Comparison
from .nodes import NO_SIZE, WITHHELD, Node
from .pool_records import BOTH_WAYS, CONTRADICTORY_MACHINE, WIDE, WIDE_IN_ARM
from .sizes import SIZE
from .table import record_for
from .terraform import planned_replacement
from .verdicts import NEW, Verdict

REFUSED_UNCHANGED = (
    "Before API version 2024-07-01, users report that ARM refuses even unchanged values of deploymentConfiguration and "
    "networkConfiguration (PropertyCannotBeUpdated): send only what changes (Azure/Batch#85, #153)."
)

TEMPLATE = (
    "A deployment of a whole template (PUT) makes the same changes under the same conditions, and removes or resets what the "
    "template leaves out."
)

LACKS_SECRETS = "The new document is an answer, which has no passwords and keys: add them to the body before you send it."

DEPTH = "No source states how deep this PATCH merges, so the body has the whole new value of each property that changes."


def warnings_of(
    comparison: Comparison, properties: Sequence[PropertyChange], operations: Sequence[Operation]
) -> tuple[str, ...]:
    """Return the warnings, as sentences."""
    return tuple(dict.fromkeys(_warnings(comparison, properties, operations)))


def _warnings(comparison: Comparison, properties: Sequence[PropertyChange], operations: Sequence[Operation]) -> Iterator[str]:
    changed = {each.name: each for each in properties if each.is_change}
    if comparison.planned is not None:
        yield from filter(None, [planned_replacement(comparison.planned, comparison.kind)])
        return
    is_made_again = any(each.verdict in NEW.values() for each in changed.values())
    missing = missing_in_creation(comparison, changed.values())
    if missing:
        yield f"There are no steps: the new {comparison.kind} can't be created, because NEW lacks {', '.join(missing)}."
        return
    yield from _incomplete(comparison, list(comparison.after) if is_made_again else list(changed))
    if comparison.kind == "pool":
        yield from _of_pool(comparison, changed, operations)
    if comparison.new.answered and is_made_again:
        yield LACKS_SECRETS


def _incomplete(comparison: Comparison, sent: Sequence[str]) -> Iterator[str]:
    """Warn of the values that a body lacks, because the new document doesn't have them."""
    return unknown_values({name: comparison.after[name] for name in sent if name in comparison.after})


def unknown_values(members: Mapping[str, Node]) -> Iterator[str]:
    """Yield a warning for each property with values that its body lacks, because the new document doesn't have them."""
    for name, node in members.items():
        withheld = [path for path, each in _unknown_in(node, (name,)) if each.unknown == WITHHELD]
        missing = [path for path, each in _unknown_in(node, (name,)) if each.unknown not in {WITHHELD, NO_SIZE}]
        if withheld:
            paths = ", ".join(map(printable, withheld))
            secrets = "secrets that the service's answers don't contain"
            yield f"The body of {name} lacks {secrets}; add them if there are any: {paths}."
        if missing:
            yield f"The body of {name} lacks values that aren't known; add them: {', '.join(map(printable, missing))}."


def _unknown_in(node: Node, steps: tuple[str, ...]) -> Iterator[tuple[str, Node]]:
    if node.unknown:
        yield path_of(steps), node
    for key, member in (node.members or {}).items():
        yield from _unknown_in(member, (*steps, key))
    for name, (_, element) in zip(node.names, node.elements or (), strict=True):
        yield from _unknown_in(element, (*steps, name))
    if node.incomplete:
        yield path_of((*steps, "[…]")), Node(unknown="elements")


def _of_pool(comparison: Comparison, changed: dict[str, PropertyChange], operations: Sequence[Operation]) -> Iterator[str]:
    unknown = [name for name in SIZE if comparison.after.get(name, Node()).unknown not in {"", NO_SIZE}]
    if unknown and changed:
        yield f"The new size isn't known; complete the bodies that set it: {', '.join(unknown)}."
    version = comparison.api_version
    patches = [each for each in operations if isinstance(each.body, PoolPatchParameter)]
    wide = any(_is_wide(comparison, each) for each in changed.values())
    if comparison.plane == "data" and version >= WIDE and wide and patches:
        yield BOTH_WAYS
        if all(_lacks_machine(each) for each in patches):
            yield CONTRADICTORY_MACHINE
        yield DEPTH
    if comparison.plane == "arm" and any(each.method == "PATCH" for each in operations):
        if version < WIDE_IN_ARM:
            yield REFUSED_UNCHANGED
        yield DEPTH
        yield TEMPLATE
    if any(_refers_to_account(each.body) for each in operations if isinstance(each.body, dict)):
        yield "ARM refers to application packages and certificates by resource id: fill in the subscription, group and account."
    if comparison.new.is_change and Verdict.empty in {each.verdict for each in changed.values()}:
        yield "The request is refused while the pool has nodes."
    if any(each.verdict is Verdict.new_pool for each in changed.values()) and "identity" in comparison.before:
        yield "The Batch service's own API creates pools without managed identities: create the pool through ARM."


def _is_wide(comparison: Comparison, change: PropertyChange) -> bool:
    """Return whether only the PATCH of an empty pool makes a change."""
    record = record_for(comparison.kind, change.name, comparison.plane, comparison.api_version)
    return record is not None and record.verdict is Verdict.empty and change.verdict in {Verdict.empty, Verdict.at_once}


def _lacks_machine(operation: Operation) -> bool:
    return isinstance(operation.body, PoolPatchParameter) and operation.body.virtual_machine_configuration is None


def _refers_to_account(body: dict[str, Any]) -> bool:
    """Return whether a body of ARM's has a resource id whose beginning isn't known."""
    members: Any = body.get("properties")
    found = [members.get(key) for key in ("applicationPackages", "certificates")] if isinstance(members, dict) else []
    elements = [each for listed in found if isinstance(listed, list) for each in listed]
    return any(isinstance(each, dict) and str(each.get("id")).startswith(ACCOUNT) for each in elements)
