"""Properties that hold for any two documents."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

import batchmodels
from batchmodels import (
    CloudJob,
    CloudPool,
    JobAddParameter,
    JobScheduleAddParameter,
    Model,
    PoolAddParameter,
    PoolPatchParameter,
    StartTask,
    TaskAddParameter,
    diff,
)
from batchmodels.changes.comparing import ChangeKind, Difference, differences
from batchmodels.changes.equivalence import KEYS, NOT_RETURNED
from batchmodels.changes.nodes import NO_SIZE, QUIET, Node
from batchmodels.changes.sides import changed_members, properties_of, side_of
from batchmodels.engine import reference

NEWEST = batchmodels.API_VERSIONS[-1]
KINDS = [PoolAddParameter, JobAddParameter, JobScheduleAddParameter, TaskAddParameter, StartTask, CloudPool, PoolPatchParameter]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(st.data())
def test_nothing_differs_from_a_document_to_itself(kind: type[Model], data: st.DataObject) -> None:
    model = data.draw(strategies.models(kind))
    changes = diff(model, copy.deepcopy(model))
    assert [str(change) for change in changes] == []
    assert changes.operations == ()


def flat(node: Node, steps: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The scalars of a tree with what leads to them, in a form in which equal trees are equal."""
    if node.unknown in QUIET:
        return
    if node.is_nothing and not (node.is_default and node.members):
        return
    if node.members is not None:
        if node.never_equal_to_none and not node.members:
            yield (*steps, "object")
        for key, member in node.members.items():
            yield from flat(member, (*steps, key))
    elif node.elements is not None:
        if node.never_equal_to_none:
            yield (*steps, "list")
        for key, element in node.elements:
            yield from flat(element, (*steps, key))
    else:
        yield (*steps, node.fingerprint)


def values_of(node: Node | None) -> Counter[Any]:
    """The scalars of a tree, by their values."""
    return Counter(each[-1] for each in flat(node or Node()))


@pytest.mark.parametrize("kind", [PoolAddParameter, JobAddParameter, StartTask], ids=lambda kind: kind.__name__)
@given(st.data())
def test_the_differences_lead_from_one_document_to_the_other(kind: type[Model], data: st.DataObject) -> None:
    """Without the old values, and with the new ones, the scalars of the old tree are those of the new tree."""
    old, new = (side_of(data.draw(strategies.models(kind))) for _ in range(2))
    before, after = (Node(members=members) for members in changed_members(old, new, NEWEST))
    found = list(differences(before, after))
    changed = values_of(before)
    for each in found:
        assert each.kind is not ChangeKind.unknown or each.why == NO_SIZE
        changed = changed - _lost(each) + _won(each)
    assert changed == values_of(after), (changed - values_of(after), values_of(after) - changed, found)
    assert bool(found) == (before.fingerprint != after.fingerprint)


def _lost(difference: Difference) -> Counter[Any]:
    return values_of(difference.old)


def _won(difference: Difference) -> Counter[Any]:
    return values_of(difference.new)


ANSWERS: dict[type[Model], type[Model]] = {PoolAddParameter: CloudPool, JobAddParameter: CloudJob}


@pytest.mark.parametrize("kind", ANSWERS, ids=lambda kind: kind.__name__)
@given(st.data())
def test_an_answer_made_from_a_body_shows_no_change(kind: type[Model], data: st.DataObject) -> None:
    body = data.draw(strategies.models(kind))
    answered = copy.deepcopy(body)
    _answer(answered)
    answer = ANSWERS[kind].deserialize(reference.encode(answered)[0])
    for changes in (diff(answer, body), diff(body, answer)):
        assert not changes, [str(each) for each in changes.properties if each.is_change]
        assert all(change.kind == "unknown" for change in changes)
        assert changes.operations == ()


def _answer(model: Model) -> None:
    """Remove the secrets that answers lack from a model, and put its lists into another order."""
    for attribute in model.__definition__.attributes:
        value = getattr(model, attribute.name)
        if (type(model).__name__, attribute.wire_key) in NOT_RETURNED:
            setattr(model, attribute.name, None)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Model):
                _answer(each)
        if isinstance(value, list) and all(isinstance(each, str) or _key(each) for each in value):
            keys = [each if isinstance(each, str) else _key(each) for each in value]
            if len(set(map(str, keys))) == len(keys):
                value.reverse()


def _key(element: Any) -> list[Any]:
    """What identifies an element of a list without an order; nothing for other lists."""
    known = type(element).__definition__.by_wire_key if isinstance(element, Model) else {}
    return [getattr(element, known[key].name) for key in KEYS.get(type(element).__name__, ())]


@given(strategies.models(PoolAddParameter, common=True), strategies.models(PoolAddParameter, common=True))
def test_the_patch_gives_the_new_pool(old: Model, new: Model) -> None:
    """The merge of PATCH is one level deep: what the body has replaces the whole old property."""
    changes = diff(old, new)
    if changes.body is None:
        return
    patch = changes.patch()
    patched = {each.name for each in changes.properties if each.is_change and each.request == "PATCH"}
    merged = copy.deepcopy(old)
    for key, attribute in patch.__definition__.by_wire_key.items():
        value = getattr(patch, attribute.name)
        if value is not None:
            assert key in patched
            setattr(merged, merged.__definition__.by_wire_key[key].name, value)
    rest = {each.name for each in diff(merged, new).properties if each.is_change}
    removed_otherwise = {"startTask", "displayName", "networkConfiguration", "upgradePolicy"}
    assert rest & patched <= removed_otherwise, [str(each) for each in diff(merged, new).properties]
    assert all(getattr(new, new.__definition__.by_wire_key[key].name) is None for key in rest & patched)


@given(strategies.models(PoolAddParameter), strategies.models(PoolPatchParameter))
def test_the_body_of_a_patch_changes_only_what_it_has(old: Model, patch: Model) -> None:
    changes = diff(old, patch)
    own = {key for key, each in patch.__definition__.by_wire_key.items() if getattr(patch, each.name) is not None}
    undeclared = {str(key) for key in patch.additional_properties}
    assert {each.name for each in changes.properties} <= own | undeclared
    assert own <= set(properties_of("pool"))


@given(strategies.broken_models(PoolAddParameter), strategies.broken_models(PoolAddParameter))
def test_broken_documents_are_compared_too(old: Model, new: Model) -> None:
    for changes in (diff(old, new), diff(old, new, plane="arm"), diff(old, new, api_version="2019-08-01.10.0")):
        assert str(changes)
        assert changes.to_dict()
        assert changes.to_markdown()
