"""Limits on one value and rules between attributes: on both sides of each boundary, by the fast way and by the plain one."""

from __future__ import annotations

import datetime
from types import ModuleType
from typing import Annotated, Any

import msgspec
import pytest

from batchmodels import Model, ValidationError
from batchmodels.declare import (
    Key,
    Maximum,
    MaxItems,
    MaxLength,
    MaxSize,
    Minimum,
    MinLength,
    Pattern,
    Secret,
    StaysInside,
    UniqueBy,
    at_most_one,
    exactly_one,
    excludes,
    requires,
)
from batchmodels.engine import attributes, checks, constraints, fast, reference, shapes
from batchmodels.engine.checksource import Fallback
from batchmodels.engine.source import Names


class Item(Model):
    id: str | None = None


def limited(annotation: Any, *extras: Any) -> type[Model]:
    """A model with one attribute that has a limit."""
    for extra in extras:
        annotation = Annotated[annotation, extra]
    return type("Limited", (Model,), {"__annotations__": {"value": annotation}, "value": None, "__module__": __name__})


def items(*ids: str | None) -> list[Item]:
    return [Item(id=each) for each in ids]


def minutes(number: int) -> datetime.timedelta:
    return datetime.timedelta(minutes=number)


OUT = "path that stays inside the task's directory"

# The annotation, the limit, what keeps it, what breaks it; then the rule, what was expected, what came, and came in secret.
LIMITS: list[tuple[Any, ...]] = [
    (int, Minimum(3), [3, 4], 2, "minimum", "int of at least 3", "int 2", "int"),
    (int, Minimum(0), [0], -1, "minimum", "int of at least 0", "int -1", "int"),
    (int, Maximum(3), [3, 2, -9], 4, "maximum", "int of at most 3", "int 4", "int"),
    (float, Minimum(3), [3.0, 3], 2.9, "minimum", "float of at least 3", "float 2.9", "float"),
    (float, Maximum(3), [3.0, 3], 3.1, "maximum", "float of at most 3", "float 3.1", "float"),
    (datetime.timedelta, Minimum(minutes(5)), [minutes(5)], minutes(4), "minimum", "timedelta of at least 0:05:00",
     "timedelta 0:04:00", "datetime.timedelta"),
    (datetime.timedelta, Maximum(minutes(5)), [minutes(5)], minutes(6), "maximum", "timedelta of at most 0:05:00",
     "timedelta 0:06:00", "datetime.timedelta"),
    (str, MinLength(2), ["ab", "éé"], "a", "min_length", "str of at least 2 characters", "str 'a'", "str"),
    (str, MaxLength(2), ["ab", "éé", ""], "abc", "max_length", "str of at most 2 characters", "str 'abc'", "str"),
    (str, Pattern("a|b+"), ["a", "bb"], "ab", "pattern", "str that matches a|b+", "str 'ab'", "str"),
    (str, Pattern("a"), ["a"], "a\n", "pattern", "str that matches a", r"str 'a\n'", "str"),
    (str, StaysInside("the task's directory"), ["a/..", "./a/../b", "a//../b", "...", "a\\..", "..b", ""], "..", "inside", OUT,
     "str '..'", "str"),
    (str, StaysInside("the task's directory"), ["a/b/../.."], "a/b/../../..", "inside", OUT, "str 'a/b/../../..'", "str"),
    (str, StaysInside("the task's directory"), ["a\\b\\..\\.."], "a\\..\\..", "inside", OUT, r"str 'a\\..\\..'", "str"),
    (str, StaysInside("the task's directory"), ["a/./.."], "a/./../..", "inside", OUT, "str 'a/./../..'", "str"),
    (str, StaysInside("the task's directory"), ["/a/.."], "/../a", "inside", OUT, "str '/../a'", "str"),
    (list[int], MaxItems(2), [[1, 2], []], [1, 2, 3], "max_items", "list of at most 2 elements", "3", "3"),
    (list[Item], UniqueBy("id"), [items("a", "b"), items("a", None), []], items("b", "a", "a"), "unique_by",
     "list with a unique id in each element", "str 'a' more than once", None),
    (list[Item], UniqueBy("id"), [items(None)], items(None, None), "unique_by", "list with a unique id in each element",
     "None more than once", None),
    (list[str], MaxSize(10), [["abcdef"], ["éééééé"], []], ["abcdefg"], "max_size",
     "list of at most 10 characters as JSON", "11", "11"),
    (list[str], MaxSize(10), [["é"]], ["ééééééé"], "max_size", "list of at most 10 characters as JSON", "11", "11"),
    (list[str], MaxSize(1000), [["x" * 996]], ["x" * 997], "max_size", "list of at most 1,000 characters as JSON",
     "1,001", "1,001"),
]  # fmt: skip


def write_fast(monkeypatch: pytest.MonkeyPatch, instance: Model) -> list[Any]:
    """What the generated functions write, with the way back to the plain ones closed."""
    with monkeypatch.context() as patched:
        patched.setattr(fast, "FALLBACK", False)
        return [instance.serialize(), msgspec.json.decode(instance.to_json())]


@pytest.mark.parametrize("row", LIMITS, ids=lambda row: f"{row[4]} {row[2]} {row[3]}"[:60])
def test_a_limit(row: tuple[Any, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    annotation, limit, kept, broken, rule, expected, shown, hidden = row
    model = limited(annotation, limit)
    for value in kept:
        instance = model(value=value)
        assert instance.validate() == []
        if not isinstance(limit, MaxSize) or all(text.isascii() for text in value):
            document = instance.serialize()
            assert write_fast(monkeypatch, instance) == [document, document]
    instance = model(value=broken)
    with pytest.raises(Fallback):
        write_fast(monkeypatch, instance)
    for extras, came in (((), shown), ((Secret(),), hidden)):
        if came is None:
            continue  # secrets belong into the model
        (problem,) = limited(annotation, limit, *extras)(value=broken).validate()
        assert (problem.path, problem.rule) == ("$.value", rule)
        assert problem.message == f"expected {expected}, got {came} at $.value"


def test_a_limit_is_not_held_against_a_value_of_another_type() -> None:
    assert [problem.rule for problem in limited(int, Minimum(3))(value="1").validate()] == ["type"]
    assert [problem.rule for problem in limited(list[int], MaxItems(1))(value={1: 2, 3: 4}).validate()] == ["type"]


def test_every_limit_of_an_attribute_counts() -> None:
    model = limited(str, MinLength(3), Pattern("[a-z]*"), MaxLength(4))
    assert [problem.rule for problem in model(value="A").validate()] == ["min_length", "pattern"]
    assert [problem.rule for problem in model(value="ABCDE").validate()] == ["pattern", "max_length"]


def test_a_list_of_models_is_measured_as_it_is_written() -> None:
    model = limited(list[Item], MaxSize(24))
    assert model(value=items("a", "bc")).validate() == []
    with pytest.raises(ValidationError, match=r"\nexpected list of at most 24 characters as JSON, got 25 at \$\.value$"):
        model(value=items("a", "bcd")).to_json()
    assert model.__fast__.size_limit == 24
    assert limited(str).__fast__.size_limit > 10**9
    assert limited(list[model], MaxSize(30)).__fast__.size_limit == 24


def test_a_pattern_remembers_a_thousand_texts_that_match() -> None:
    names = Names()
    source = Pattern("a[0-9]*").problem_source("text", names)
    assert source == "text not in matched_ and breaks_(text)"
    for number in range(1500):
        assert not eval(source, dict(names.values), {"text": f"a{number}"})
    assert len(names.values["matched_"]) == 1000
    assert eval(source, dict(names.values), {"text": "b"})
    assert "b" not in names.values["matched_"]


@pytest.mark.parametrize(
    ("limit", "source"),
    [
        (Minimum(3), "x < minimum_"),
        (Maximum(3), "x > maximum_"),
        (MinLength(3), "len(x) < min_length_"),
        (MaxLength(3), "len(x) > max_length_"),
        (MaxItems(3), "len(x) > max_items_"),
        (StaysInside("here"), "'..' in x and not inside_.allows(x)"),
        (UniqueBy("id"), "not unique_by_.allows(x)"),
        (MaxSize(3), "len(to_json_(x)) > 3 and not max_size_.allows(x)"),
    ],
)
def test_how_generated_code_looks_at_a_limit(limit: Any, source: str) -> None:
    assert limit.problem_source("x", Names()) == source


class One(Model):
    first_one: str | None = None
    second: Annotated[str | None, Key("other")] = None
    third: bool | None = None
    rules = (exactly_one("first_one", "second", "third"),)


class Most(Model):
    first_one: str | None = None
    second: Annotated[str | None, Key("other")] = None
    third: str | None = None
    rules = (at_most_one("first_one", "second", "third"),)


class Needs(Model):
    first_one: str | None = None
    second: Annotated[str | None, Key("other")] = None
    switch: bool | None = None
    off_switch: bool | None = None
    third: str | None = None
    rules = (
        requires("first_one", "second"),
        requires("switch", "second", "third", when=True),
        requires("off_switch", "third", when=False),
    )


class Not(Model):
    first_one: str | None = None
    second: Annotated[str | None, Key("other")] = None
    switch: bool | None = None
    off_switch: bool | None = None
    third: str | None = None
    rules = (
        excludes("first_one", "second"),
        excludes("switch", "second", "third", when=True),
        excludes("off_switch", "third", when=False),
    )


ONE = "expected exactly one of firstOne, other, third, got"
MOST = "expected at most one of firstOne, other, third, got"


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (One(), [("$", "exactly_one", f"{ONE} none of them at $")]),
        (One(first_one="", third=False), [("$", "exactly_one", f"{ONE} firstOne and third at $")]),
        (One(first_one="a", second="b", third=True), [("$", "exactly_one", f"{ONE} firstOne and other and third at $")]),
        (One(first_one="a"), []),
        (One(second=""), []),
        (One(third=False), []),
        (One(additional_properties={"new": 1}), []),
        (
            One(first_one="a", second="b", additional_properties={"new": 1}),
            [("$", "exactly_one", f"{ONE} firstOne and other at $")],
        ),
        (Most(), []),
        (Most(first_one="a"), []),
        (Most(second="a"), []),
        (Most(first_one="a", second=""), [("$", "at_most_one", f"{MOST} firstOne and other at $")]),
        (
            Most(first_one="a", second="b", third="c", additional_properties={"new": 1}),
            [("$", "at_most_one", f"{MOST} firstOne and other and third at $")],
        ),
        (Needs(), []),
        (Needs(first_one=""), [("$.other", "requires", "expected other with firstOne, got None at $.other")]),
        (Needs(first_one="a", second=""), []),
        (Needs(first_one="a", additional_properties={"new": 1}), []),
        (Needs(second="a"), []),
        (Needs(switch=True), [("$", "requires", "expected other or third with switch true, got none of them at $")]),
        (Needs(switch=True, second=""), []),
        (Needs(switch=True, third=""), []),
        (Needs(switch=False), []),
        (Needs(off_switch=False), [("$.third", "requires", "expected third with offSwitch false, got None at $.third")]),
        (Needs(off_switch=False, third="a"), []),
        (Needs(off_switch=True), []),
        (Not(), []),
        (Not(first_one="a"), []),
        (Not(second="a", third="b"), []),
        (Not(first_one="", second=""), [("$.other", "excludes", "expected no other with firstOne, got other at $.other")]),
        (
            Not(first_one="a", second="b", additional_properties={"new": 1}),
            [("$.other", "excludes", "expected no other with firstOne, got other at $.other")],
        ),
        (
            Not(switch=True, second="a", third="b"),
            [("$.other", "excludes", "expected no other or third with switch true, got other and third at $.other")],
        ),
        (
            Not(switch=True, third="b"),
            [("$.third", "excludes", "expected no other or third with switch true, got third at $.third")],
        ),
        (Not(switch=False, second="a", third="b"), []),
        (
            Not(off_switch=False, third="b"),
            [("$.third", "excludes", "expected no third with offSwitch false, got third at $.third")],
        ),
        (Not(off_switch=True, third="b"), []),
    ],
    ids=repr,
)
def test_a_rule_between_attributes(model: Model, expected: list[tuple[str, str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    assert [(problem.path, problem.rule, problem.message) for problem in model.validate()] == expected
    if expected:
        with pytest.raises(Fallback):
            write_fast(monkeypatch, model)
    elif not model.additional_properties:
        document, _ = reference.encode(model)
        assert write_fast(monkeypatch, model) == [document, document]


def test_a_constraint_holds_at_any_depth() -> None:
    class Holder(Model):
        needs: Needs | None = None

    (problem,) = Holder(needs=Needs(first_one="a")).validate()
    assert (problem.path, problem.rule) == ("$.needs.other", "requires")


@pytest.mark.parametrize(
    ("constraint", "record"),
    [
        (exactly_one("a", "b"), "ExactlyOne(attributes=('a', 'b'))"),
        (at_most_one("a", "b"), "AtMostOne(attributes=('a', 'b'))"),
        (requires("a", "b", "c"), "Requires(attributes=('a', 'b', 'c'), when=None)"),
        (requires("a", "b", when=True), "Requires(attributes=('a', 'b'), when=True)"),
        (excludes("a", "b", "c"), "Excludes(attributes=('a', 'b', 'c'), when=None)"),
        (excludes("a", "b", when=False), "Excludes(attributes=('a', 'b'), when=False)"),
    ],
)
def test_the_records_of_constraints(constraint: Any, record: str) -> None:
    assert repr(constraint) == record


@pytest.mark.parametrize("module", [attributes, checks, constraints, shapes])
def test_records_of_declarations_do_not_change(module: ModuleType) -> None:
    records = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, msgspec.Struct)]
    assert records
    assert [record for record in records if not record.__struct_config__.frozen] == []
