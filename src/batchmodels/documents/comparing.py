"""Documents compared with each other: their pools, jobs, job schedules and tasks, paired by id or by file."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from ..changes.changes import Changes
from ..changes.diffing import changes_of
from ..changes.one_sided import only_in_new, only_in_old
from ..changes.sides import IDENTITY, START_TASK, Role, Side, nodes_of, properties_of, role_of, side_of
from ..changes.terraform import Planned
from ..changes.terraform_records import API_VERSION
from ..changes.verdicts import Plane
from ..models.node_enums import ComputeNodeDeallocationOption
from ..paths import ROOT, Steps
from ..secrets.masking import mask_text
from .arm_pools import is_arm_patch
from .document import Document
from .entries import Entry
from .entry_gaps import EntryGaps
from .errors import UnreadableError
from .partial_models import model_named
from .templates import unknown_in
from .values import value_at

NOTHING = "expected a pool, a job, a job schedule or a task to compare, found none"


class Compared(msgspec.Struct, frozen=True):
    """One resource of the two sides.

    Attributes:
        kind: The kind of resource.
        name: Its id, or the name in its file; empty if it has none.
        old: The name of the old file; None if only the new side has the resource.
        new: The name of the new file; None if only the old side has it.
        changes: The changes.
        mistakes: The values that the models can't hold, as sentences, each with its place.
    """

    kind: str
    name: str
    old: str | None
    new: str | None
    changes: Changes
    mistakes: tuple[str, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether the two sides are known to differ in it."""
        return bool(self.changes)


class _Part(msgspec.Struct, frozen=True):
    """An entry that can be compared, with its file's name relative to the directory that was given, and its place there."""

    entry: Entry
    side: Side
    file: str
    index: int

    @property
    def identity(self) -> Hashable:
        """What pairs it with the same resource on the other side; None if its id isn't known."""
        identifier = self.side.identifier
        return (self.side.kind, identifier.casefold()) if identifier else None

    @property
    def place(self) -> Hashable:
        """What pairs it otherwise."""
        return (self.side.kind, self.file, self.index)


def compare(
    old: Sequence[tuple[str, Document]],
    new: Sequence[tuple[str, Document]],
    *,
    api_version: str | None = None,
    plane: Plane | None = None,
) -> tuple[list[Compared], list[UnreadableError]]:
    """Compare the documents of two sides.

    One resource on each side is compared with the other. Of several, those with the same id are compared, then those in files
    of the same name.

    Args:
        old: The old documents, each with the name of its file relative to the directory that was given.
        new: The new documents, in the same way.
        api_version: The API version that makes the changes; None is that of an ARM template, else the newest one.
        plane: The API that makes the changes of pools; None is the one that the new document is for.

    Returns:
        What was compared, and the errors of what can't be: a pair of different kinds, a resource of which nothing can be read,
        and one that two files of a side define.

    Raises:
        UnreadableError: A side has nothing that can be compared.
        ValueError: Unknown API version.
    """
    errors: list[UnreadableError] = []
    olds, news = _parts(old, errors), _parts(new, errors)
    for parts, documents in ((olds, old), (news, new)):
        if not parts:
            raise errors[0] if errors else UnreadableError(documents[0][1].file if documents else "", NOTHING)
    unclear = {*_defined_twice(olds, errors), *_defined_twice(news, errors)}
    olds, news = ([each for each in parts if each.identity not in unclear] for parts in (olds, news))
    pairs, only_old, only_new = _paired(olds, news)
    found: list[Compared] = []
    for one, other in pairs:
        try:
            found.append(_compared(one, other, api_version, plane))
        except UnreadableError as error:
            errors.append(error)
    found += [_alone(each, api_version, plane, is_old=True) for each in only_old]
    found += [_alone(each, api_version, plane, is_old=False) for each in only_new]
    return found, errors


def _alone(part: _Part, api_version: str | None, plane: Plane | None, *, is_old: bool) -> Compared:
    """Return a resource that only one side has."""
    file, mistakes = part.entry.source.file, tuple(_mistakes(part.entry))
    chosen, version = _api(part, api_version, plane)
    if is_old:
        changes = only_in_old(part.side, version, chosen)
    else:
        changes = only_in_new(part.side, version, chosen, _planned(part, plane))
    changes = msgspec.structs.replace(changes, mistaken=len(mistakes))
    return Compared(part.side.kind, _name(part), file if is_old else None, None if is_old else file, changes, mistakes)


def _api(new: _Part, api_version: str | None, plane: Plane | None) -> tuple[Plane, str | None]:
    """Return the API that makes the changes of a new document, and its version; None is the newest one."""
    is_pool, by_terraform = new.side.kind == "pool", new.entry.terraform is not None
    chosen: Plane = (plane or ("arm" if new.side.in_arm else "data")) if is_pool else "data"
    own = API_VERSION if by_terraform and plane is None else _version_of(new.entry)
    return chosen, api_version or (own if chosen == "arm" else None)


def _planned(new: _Part, plane: Plane | None) -> Planned | None:
    """Return the resource of Terraform's that a new document is; None for another one, and if requests make the changes."""
    converted = new.entry.terraform
    if converted is None or plane is not None:
        return None
    resource = converted.resource
    return Planned(resource.kind, resource.address, resource.actions >= {"create", "delete"}, resource.because)


def _defined_twice(parts: Iterable[_Part], errors: list[UnreadableError]) -> Iterator[Hashable]:
    """Yield what identifies the resources that two files define, and add an error for each: it isn't known which one counts."""
    first: dict[Hashable, _Part] = {}
    for each in parts:
        if each.identity is None or each.side.role is Role.part:
            continue
        other = first.setdefault(each.identity, each)
        if other.entry.source.file != each.entry.source.file:
            name = f"{each.side.kind} {mask_text(each.side.identifier)}"
            message = f"expected each id in one file, got the {name} in {other.entry.source.file}, too"
            errors.append(UnreadableError(each.entry.source.file, message, each.entry.position()))
            yield each.identity


def _mistakes(entry: Entry) -> Iterator[str]:
    """Yield the values that the model can't hold: those of a wrong type, and null where a value is required."""
    problems = list(entry.problems)
    if entry.model is not None:
        problems += [each for each in entry.model.validate() if each.rule == "required" and _is_null(entry, each.steps)]
    for each in problems:
        steps = entry.locate(each.steps)
        position = entry.source.position(steps)
        yield f"{entry.source.file}:{position.line}:{position.column}: {entry.shown(steps)}: {each.sentence}"


def _is_null(entry: Entry, steps: Steps) -> bool:
    """Return whether a document has null as a value, instead of leaving it out."""
    *parent, key = entry.locate(steps)
    members = value_at(entry.source.content, tuple(parent))
    return isinstance(members, dict) and key in members and members[key] is None


def _name(part: _Part) -> str:
    return part.side.identifier or part.entry.name


def _compared(old: _Part, new: _Part, api_version: str | None, plane: Plane | None) -> Compared:
    chosen, version = _api(new, api_version, plane)
    try:
        changes = changes_of(old.side, new.side, version, chosen, _planned(new, plane))
    except TypeError as error:
        raise UnreadableError(old.entry.source.file, str(error), old.entry.position()) from None
    name = _name(new) or _name(old)
    mistakes = tuple(dict.fromkeys([*_mistakes(old.entry), *_mistakes(new.entry)]))
    changes = msgspec.structs.replace(changes, mistaken=len(mistakes))
    return Compared(old.side.kind, name, old.entry.source.file, new.entry.source.file, changes, mistakes)


def _version_of(entry: Entry) -> str | None:
    """Return the API version that an ARM template is for."""
    resource = value_at(entry.source.content, entry.where(ROOT))
    found = resource.get("apiVersion") if isinstance(resource, dict) else None
    return found if isinstance(found, str) and re.fullmatch(r"\d{4}-\d\d-\d\d(-preview)?", found) else None


def _parts(documents: Iterable[tuple[str, Document]], errors: list[UnreadableError]) -> list[_Part]:
    """Return what can be compared in documents; the errors of what can't be read are added to ``errors``."""
    found: list[_Part] = []
    for file, document in documents:
        for index, entry in enumerate(document.entries):
            try:
                side = _side(entry)
            except UnreadableError as error:
                errors.append(error)
                continue
            if side is not None:
                found.append(_Part(entry, side, file, index))
    return found


def _side(entry: Entry) -> Side | None:
    """Return the side of an entry; None if it is something that can't be compared, for example a node.

    Raises:
        UnreadableError: Nothing of it can be read.
    """
    if role_of(model_named(entry.model_type)) is None:
        return None
    model = entry.model
    if model is None:
        problem = entry.problems[0]
        raise UnreadableError(entry.source.file, problem.sentence, entry.position(problem.steps))
    if not entry.arm or entry.terraform is not None:
        side = side_of(model, answered=entry.answered, gaps=EntryGaps(entry))
        return msgspec.structs.replace(side, in_arm=entry.arm)
    return _arm_side(entry)


def _arm_side(entry: Entry) -> Side:
    """Return the side of a pool of ARM's, with its managed identities, which the service's own form doesn't have."""
    resource: Any = value_at(entry.source.content, entry.where(ROOT))
    resource = resource if isinstance(resource, dict) else {}
    model = entry.model
    assert model is not None  # noqa: S101  # because the caller has checked it
    is_patch = is_arm_patch(resource)
    unset = frozenset((key,) for key in properties_of("pool") if key not in entry.content) if is_patch else frozenset[Steps]()
    if "name" not in resource:
        unset |= {("id",)}  # it is in the URL of the request
    identity = None if entry.resource is None else entry.resource.get(IDENTITY)  # with its expressions evaluated
    unknown_keys = {} if entry.origins is None else entry.origins.scope.unknown_keys
    has_expressions = any(True for _ in unknown_in(identity, ROOT, unknown_keys))
    also = frozenset({(IDENTITY,)}) if has_expressions else frozenset[Steps]()
    if isinstance(identity, dict) and not has_expressions:
        model.additional_properties[IDENTITY] = _listed(identity)
    side = side_of(model, answered=entry.answered, gaps=EntryGaps(entry, unset, also))
    properties = resource.get("properties")
    removes = is_patch and isinstance(properties, dict) and properties.get(START_TASK) == {}
    return msgspec.structs.replace(
        side,
        role=Role.patch if is_patch else side.role,
        in_arm=True,
        attaches=not is_patch and not has_expressions,
        removed=frozenset({START_TASK}) if removes else frozenset[str](),
        deallocation=_deallocation(properties),
        nodes=nodes_of(properties),
    )


def _deallocation(properties: Any) -> ComputeNodeDeallocationOption | None:
    """Return what happens to running tasks on nodes that are removed, as ARM's form states it."""
    written = value_at(properties, ("scaleSettings", "fixedScale", "nodeDeallocationOption"))
    known = {each.value: each for each in ComputeNodeDeallocationOption}
    return known.get(written.lower()) if isinstance(written, str) else None


def _listed(identity: dict[str, Any]) -> dict[str, Any]:
    """Return the identities of ARM's form, a map by resource id, in the service's form, a list."""
    attached = identity.get("userAssignedIdentities")
    if isinstance(attached, dict):
        return {**identity, "userAssignedIdentities": [{"resourceId": each} for each in attached]}
    return identity


_Pairs = tuple[list[tuple[_Part, _Part]], list[_Part], list[_Part]]


def _paired(olds: list[_Part], news: list[_Part]) -> _Pairs:
    """Pair the entries of two sides; return the pairs, and those without a counterpart."""
    if len(olds) == 1 and len(news) == 1:
        return [(olds[0], news[0])], [], []
    pairs: list[tuple[_Part, _Part]] = []
    for key in ("identity", "place"):
        waiting: dict[Hashable, list[_Part]] = {}
        for each in olds:
            waiting.setdefault(getattr(each, key), []).append(each)
        waiting.pop(None, None)
        rest: list[_Part] = []
        for each in news:
            same = waiting.get(getattr(each, key))
            if same:
                pairs.append((same.pop(0), each))
            else:
                rest.append(each)
        taken = {id(one) for one, _ in pairs}
        olds, news = [each for each in olds if id(each) not in taken], rest
    return pairs, olds, news
