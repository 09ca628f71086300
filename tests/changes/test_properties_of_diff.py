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
from batchmodels.changes.nodes import Node
from batchmodels.changes.sides import changed_members, properties_of, side_of

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
    if node.is_nothing:
        return
    if node.members is not None:
        if node.never_equal_to_none:
            yield (*steps, "object")
        for key, member in node.members.items():
            yield from flat(member, (*steps, key))
    elif node.elements is not None:
        if node.never_equal_to_none and not node.elements:
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
        assert each.kind is not ChangeKind.unknown
        changed = changed - _lost(each) + _won(each)
    assert changed == values_of(after)
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
    answer = ANSWERS[kind].deserialize(_as_answered(body.serialize()))
    for changes in (diff(answer, body), diff(body, answer)):
        assert not changes, str(changes)
        assert all(change.kind == "unknown" for change in changes)
        assert changes.operations == ()


WITHHELD = {"accountKey", "sasKey", "password", "sshPrivateKey", "protectedSettings"}


def _as_answered(value: Any) -> Any:
    """A document without the secrets that answers lack, its lists in another order, its enumerations in upper case."""
    if isinstance(value, dict):
        return {key: _as_answered(member) for key, member in value.items() if key not in WITHHELD}
    if isinstance(value, list):
        answered = [_as_answered(element) for element in value]
        return answered if any(isinstance(each, (list, int, float, type(None))) for each in answered) else answered[::-1]
    return value


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
    assert rest & patched <= removed_otherwise
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
