"""Models read as far as they can be, and how their steps are found in documents."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchmodels import PoolAddParameter, StartTask
from batchmodels.documents.partial_models import Gaps, Spelling, declared_shape, model_named, read_partially, value_at, without

KEYS = st.text(max_size=100) | st.sampled_from(["commandLine", "a.b", "a[0]", '"', "\\", "é", "x" * 90, "?sig=abc"])
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
)


def test_what_cannot_be_held_is_left_out() -> None:
    document = {"commandLine": 3, "environmentSettings": [{"name": "A", "value": 1}, {"name": "B"}], "waitForSuccess": True}
    partial = read_partially("StartTask", document)
    assert [problem.message for problem in partial.problems] == [
        "expected str, got int 3 at $.commandLine",
        "expected str, got int at $.environmentSettings[0].value",
    ]
    assert partial.gaps.steps == {("commandLine",), ("environmentSettings", 0, "value")}
    assert isinstance(partial.model, StartTask)
    assert partial.model.wait_for_success is True
    assert [partial.is_moot(document, problem) for problem in partial.model.validate()] == [True]


def test_an_element_of_a_list_takes_the_list_with_it() -> None:
    partial = read_partially("StartTask", {"commandLine": "a", "resourceFiles": [{}, "x"]})
    assert partial.gaps.steps == {("resourceFiles",)}
    assert partial.model == StartTask(command_line="a")


def test_a_key_within_a_secret_takes_the_secret_with_it() -> None:
    account = {"name": "a", "password": {"s3cret": 1}}
    partial = read_partially("PoolAddParameter", {"id": "p", "vmSize": "v", "userAccounts": [account]})
    assert "s3cret" not in repr(partial.problems)
    assert partial.gaps.steps == {("userAccounts", 0, "password")}


def test_other_values_than_objects_have_no_model() -> None:
    partial = read_partially("StartTask", [1])
    assert (partial.model, partial.gaps.steps) == (None, {()})


def test_gaps_cover_what_is_inside_them() -> None:
    gaps = Gaps([("a", 0), ("b",)])
    assert [gaps.cover(steps) for steps in (("a",), ("a", 0), ("a", 0, "x"), ("a", 1), ("b", "c"), ())] == [
        *(False, True, True, False, True, False)
    ]
    assert not Gaps([]).cover(())


def test_a_document_without_some_members() -> None:
    document = {"a": [{"b": 1, "c": 2}], "d": 3}
    assert without(document, [("a", 0, "b"), ("d",), ("e", "f")]) == {"a": [{"c": 2}]}
    assert document == {"a": [{"b": 1, "c": 2}], "d": 3}


@pytest.mark.parametrize("name", ["Nothing", "review", "Model", "AutoUserScope"])
def test_a_name_that_no_model_has(name: str) -> None:
    with pytest.raises(KeyError, match=name):
        model_named(name)


@given(DOCUMENTS)
def test_every_value_is_located_at_its_own_steps(document: Any) -> None:
    spelling = Spelling()
    for path in _paths(document):
        assert spelling.locate(document, path) == path


def test_keys_are_located_in_another_letter_case_too() -> None:
    document = {"a": [{"subnetID": {"B": 1, "b": 2}}]}
    spelling = Spelling()
    assert spelling.locate(document, ("A", 0, "subnetId", "B")) == ("a", 0, "subnetID", "B")
    assert spelling.locate(document, ("a", 0, "subnetid", "b")) == ("a", 0, "subnetID", "b")
    assert spelling.locate(document, ("a", 5, "missing", 0)) == ("a", 5, "missing", 0)


def test_the_value_at_some_steps() -> None:
    document = {"a": [{"b": 1}]}
    assert value_at(document, ("a", 0, "b")) == 1
    assert value_at(document, ()) is document
    for steps in (("a", 1), ("a", "b"), ("c",), ("a", 0, "b", "c")):
        assert value_at(document, steps) is None


def test_the_declared_shape_at_some_steps() -> None:
    def shape(*steps: str | int) -> str | None:
        found = declared_shape(PoolAddParameter, steps)
        return None if found is None else found.expected

    assert shape() == "PoolAddParameter"
    assert shape("startTask", "maxTaskRetryCount") == "int"
    assert shape("startTask", "resourceFiles") == "list"
    assert shape("startTask", "resourceFiles", 3, "httpUrl") == "str"
    assert shape("resourceTags", "anything") == "str"
    assert shape("startTask", "nothing") is None
    assert shape("startTask", 0) is None
    assert shape("startTask", "commandLine", "deeper") is None
    assert shape("virtualMachineConfiguration", "extensions", 0, "settings", "any") is None


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, member in children for found in _paths(member, (*path, key)))]
