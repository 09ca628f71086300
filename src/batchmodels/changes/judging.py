"""The verdict on each property that differs."""

from __future__ import annotations

import msgspec

from ..arm.names import ARM_API_VERSIONS, ONLY_IN_ARM
from ..models.pools import PoolAddParameter
from ..models.versions import API_VERSIONS
from .changes import Change, PropertyChange
from .comparing import ChangeKind, Difference, differences, path_of, shown_key, steps_of
from .job_records import POOL_OF_A_JOB
from .nodes import WITHHELD, Node
from .records import NEWEST, Request, service_version
from .removed_nodes import TARGETS, removal
from .sides import IDENTITY, START_TASK, Role, Side, changed_members, properties_of
from .states import verdict_now
from .table import AGAIN, judged, record_for
from .terraform import Planned, judged_for_terraform
from .verdicts import NEW, Kind, Plane, Verdict

UNDECLARED = "This version of the library doesn't know the member, so it isn't known what a change takes."

NOT_REMOVABLE = frozenset(("displayName", "networkConfiguration", "upgradePolicy"))
"""The properties of a pool that a PATCH can't remove: it keeps what is absent, and no value is documented to mean none."""

_KEPT = frozenset(("virtualMachineConfiguration", "vmSize"))
_KEPT_REASON = "No request removes it."

_NOT_REMOVED = "A PATCH keeps what is absent, and no value is documented to mean none."

_TERMINATES = "terminatejob"


class Comparison(msgspec.Struct, frozen=True):
    """Two sides that are compared, with their properties before and after.

    Attributes:
        old: The old side.
        new: The new side.
        plane: The API that makes the changes.
        api_version: Its version.
        before: The old properties by wire key.
        after: The new properties by wire key.
        planned: The resource of Terraform's, if Terraform makes the changes; else None.
    """

    old: Side
    new: Side
    plane: Plane
    api_version: str
    before: dict[str, Node]
    after: dict[str, Node]
    planned: Planned | None = None

    @property
    def kind(self) -> Kind:
        """The kind of resource."""
        return self.old.kind

    def removes(self, key: str) -> bool:
        """Return whether a property has a value before and none after."""
        return self.after.get(key, Node()).is_nothing and not self.before.get(key, Node()).is_nothing


def comparison_of(old: Side, new: Side, plane: Plane, api_version: str, planned: Planned | None = None) -> Comparison:
    """Return the comparison of two sides of the same kind; see `Comparison`."""
    before, after = changed_members(old, new, service_version(api_version, plane))
    return Comparison(old, new, plane, api_version, before, after, planned)


def properties_in(comparison: Comparison) -> tuple[PropertyChange, ...]:
    """Return the properties that differ, in the order of the new document."""
    after, before = comparison.after, comparison.before
    found = []
    for key in [*after, *(key for key in before if key not in after)]:
        shown = shown_key(key, before, after)
        differ = list(differences(before.get(key), after.get(key), (shown,)))
        if differ:
            found.append(_judge(comparison, key, differ))
    return tuple(found)


def _judge(comparison: Comparison, key: str, found: list[Difference]) -> PropertyChange:
    changes = tuple(_change(each, comparison) for each in found)
    if all(each.kind is ChangeKind.unknown for each in found):
        reasons = dict.fromkeys(each.why for each in found)
        verdict, reason, source = Verdict.cannot_tell, f"It can't be compared: {'; '.join(reasons)}.", ""
    else:
        verdict, reason, source = _verdict(comparison, key, found)
        if comparison.planned is not None:
            usual = verdict, reason, source
            verdict, reason, source = judged_for_terraform(comparison.planned, comparison.kind, found, usual)
        verdict, why = verdict_now(comparison.old, verdict)
        again = AGAIN[comparison.kind] if why and verdict in NEW.values() else ""
        reason = " ".join(each for each in ("" if again else reason, why, again) if each)
    record = record_for(comparison.kind, key, comparison.plane, comparison.api_version)
    request = "" if record is None or verdict in NEW.values() else record.request.value
    if comparison.planned is not None:
        request = "terraform apply" if request else ""
    if comparison.new.role is Role.replacement and comparison.new.is_change:
        request = (Request.update_properties if comparison.kind == "pool" else Request.update).value
    return PropertyChange(
        name=found[0].steps[0], verdict=verdict, reason=reason, request=request, source=source, changes=changes
    )


def _verdict(comparison: Comparison, key: str, found: list[Difference]) -> tuple[Verdict, str, str]:
    if key not in properties_of(comparison.kind):
        return Verdict.cannot_tell, _undeclared(comparison.kind, key), ""
    verdict, reason, source = judged(comparison.kind, key, comparison.plane, comparison.api_version)
    special = _danger(comparison, key, found) or _special(comparison, key, found)
    if special is not None:
        return special[0], f"{special[1]} {reason}".rstrip() if special[2] else special[1], source
    return verdict, reason, source


def _undeclared(kind: Kind, key: str) -> str:
    """Return why it isn't known what a change of a member takes that no attribute declares."""
    if kind != "pool" or key not in ONLY_IN_ARM:
        return UNDECLARED
    return f"{key} exists only in ARM's pools, so the Batch service refuses or ignores it. {ONLY_IN_ARM[key]}"


Special = tuple[Verdict, str, bool]
"""Another verdict, its reason, and whether the usual reason follows."""


def _danger(comparison: Comparison, key: str, found: list[Difference]) -> Special | None:
    """Return the verdict on a request that removes or resets what it leaves out."""
    new = comparison.new
    if not new.is_change or new.role is comparison.old.role:
        return None
    if new.role is Role.replacement and not new.sets(key):
        name = "updateproperties" if comparison.kind == "pool" else "a PUT"
        effect = "removes" if comparison.removes(key) else "resets"
        return Verdict.dangerous, f"The request leaves {key} out, and {name} {effect} what is left out.", True
    lost = [path_of(each.steps) for each in found if _is_lost(each) and len(each.steps) > 1]
    before = comparison.before.get(key)
    if lost and new.role is Role.patch and before is not None and before.members is not None:
        named = ", ".join(lost)
        return Verdict.dangerous, f"A PATCH replaces the whole old value of {key}, so this one removes {named}.", True
    return None


def _is_lost(difference: Difference) -> bool:
    """Return whether the new document leaves a value out that the old one has."""
    return difference.kind is ChangeKind.removed or (difference.new is not None and difference.new.left_out)


def _special(comparison: Comparison, key: str, found: list[Difference]) -> Special | None:
    """Return the verdict that depends on the values, not only on the property."""
    if comparison.kind == "pool":
        return _special_of_pool(comparison, key)
    if comparison.kind == "job" and key == "onAllTasksComplete":
        before = comparison.before.get(key)
        if before is not None and before.compared == _TERMINATES:
            return NEW["job"], "The service refuses a change from terminatejob back to noaction.", False
    if comparison.kind == "job" and key == "poolInfo":
        return _pool_of_job(comparison, found)
    if comparison.kind == "job" and key == "networkConfiguration" and comparison.removes(key):
        usual = judged("job", key, comparison.plane, comparison.api_version)[0]
        return None if usual is NEW["job"] else (Verdict.cannot_tell, _NOT_REMOVED, False)
    return None


def _special_of_pool(comparison: Comparison, key: str) -> Special | None:
    if key in TARGETS:
        text = removal(comparison.old, comparison.new, key, comparison.before.get(key), comparison.after.get(key))
        return (judged("pool", key, comparison.plane, comparison.api_version)[0], text, True) if text else None
    if key == IDENTITY and comparison.plane == "data":
        return judged("pool", key, "arm", NEWEST["arm"])[0], judged("pool", key, "arm", NEWEST["arm"])[1], False
    if comparison.removes(key) and key in _KEPT:
        return NEW["pool"], f"{_KEPT_REASON} {AGAIN['pool']}", False
    if comparison.removes(key) and key in NOT_REMOVABLE:
        usual = judged("pool", key, comparison.plane, comparison.api_version)[0]
        if usual is not Verdict.empty or comparison.new.is_change:
            return None
        way = (
            f"{_NOT_REMOVED} A deployment of the template without it (PUT) through ARM removes it or sets it to its default, "
            "while the pool has no nodes."
        )
        return (Verdict.empty if comparison.plane == "arm" else Verdict.cannot_tell), way, False
    if comparison.removes(key) and key == START_TASK and not comparison.new.is_change:
        if comparison.plane == "arm":
            return (
                Verdict.reboot,
                "A PATCH with an empty object removes the start task, and so does a template without it.",
                True,
            )
        return Verdict.reboot, "A PATCH can't remove a start task; updateproperties without it does.", True
    attribute = PoolAddParameter.__definition__.by_wire_key.get(key)
    if attribute is not None and attribute.until is not None and comparison.api_version >= attribute.until:
        record = record_for("pool", key, comparison.plane, comparison.api_version)
        if record is None and key not in {"applicationLicenses", "cloudServiceConfiguration"}:
            return Verdict.cannot_tell, _not_any_more(comparison, key, attribute.until), False
    return None


def _not_any_more(comparison: Comparison, key: str, until: str) -> str:
    """Return that an API version has a member no longer, and what to do about that."""
    known = API_VERSIONS if comparison.plane == "data" else ARM_API_VERSIONS
    last = max(each for each in known if each < until)
    leave = "" if comparison.removes(key) else "Leave it out of NEW, or change it with that version: "
    command = f'--api-version {last}, in Python api_version="{last}".'
    return (
        f"API version {comparison.api_version} doesn't have it any more; {last} is the last one that does. "
        f"{leave or 'That version can change it: '}{command}"
    )


def _pool_of_job(comparison: Comparison, found: list[Difference]) -> Special | None:
    """Judge a change of a job's pool: of an auto pool only ``keepAlive`` can change, and only one with the job's lifetime."""
    auto = "autoPoolSpecification"
    both = [side.members or {} for side in (comparison.before.get("poolInfo"), comparison.after.get("poolInfo")) if side]
    specifications = [each[auto] for each in both if auto in each and not each[auto].is_nothing]
    if not specifications:
        return None
    lifetimes = {(each.members or {}).get("poolLifetimeOption", Node()).compared for each in specifications}
    only = all(each.steps[1:] == (auto, "keepAlive") for each in found if each.kind is not ChangeKind.unknown)
    if only and lifetimes == {"job"}:
        return None
    return NEW["job"], f"{POOL_OF_A_JOB} {AGAIN['job']}", False


def _change(difference: Difference, comparison: Comparison) -> Change:
    steps = difference.steps
    if Role.part in {comparison.old.role, comparison.new.role} and comparison.old.role is comparison.new.role:
        steps = steps[1:]  # the documents are start tasks
    old, new = difference.old, difference.new
    return Change(
        path=path_of(steps),
        steps=steps_of(steps),
        kind=difference.kind.value,
        old=None if old is None or old.unknown == WITHHELD else old.document(masked=True),
        new=None if new is None or new.unknown == WITHHELD else new.document(masked=True),
        why=difference.why,
    )
