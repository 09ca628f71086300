"""Autoscale formulas: what the documentation has is read without a word, and each kind of mistake has its sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchmodels.formulas import times
from batchmodels.formulas.checking import check
from batchmodels.formulas.language import FUNCTIONS, INTERVALS, METHODS, METRICS, TARGETS, Kind
from batchmodels.formulas.operators import result_of
from batchmodels.formulas.parsing import MAX_LINKS, Syntax, parse
from batchmodels.formulas.remarks import Topic
from batchmodels.formulas.tree import Binary, Choice, Member, Name, Number


def told(formula: str) -> Iterator[tuple[str, str, str]]:
    """The mistakes of a formula: topic, sentence, and the part of the text."""
    parsed = parse(formula)
    if isinstance(parsed, Syntax):
        yield "syntax", f"{parsed.message}. {parsed.fix}", formula[parsed.start : parsed.end]
    elif parsed is not None:
        for remark in check(parsed):
            yield remark.topic.value, f"{remark.message}. {remark.fix}", formula[remark.start : remark.end]


HERE = Path(__file__).parent
GOOD: list[str] = json.loads((HERE / "good.json").read_text(encoding="utf-8"))
BAD: list[dict[str, Any]] = json.loads((HERE / "bad.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("formula", GOOD)
def test_formulas_that_are_right(formula: str) -> None:
    notes = {Topic.no_guard.value, Topic.old_name.value, Topic.no_metric.value}  # some are of older documentation
    assert [each for each in told(formula) if each[0] not in notes] == []


def test_old_names_of_targets() -> None:
    assert [*told("$TargetLowPriority = 2;")] == [
        (
            "old name",
            "$TargetLowPriority is the old name of $TargetLowPriorityNodes. Write $TargetLowPriorityNodes.",
            "$TargetLowPriority",
        )
    ]


@pytest.mark.parametrize("entry", BAD, ids=range(len(BAD)))
def test_formulas_that_are_wrong(entry: dict[str, Any]) -> None:
    assert [list(each) for each in told(entry["formula"])] == entry["told"]


def test_samples_that_nothing_guards() -> None:
    formula = "$TargetDedicatedNodes = max($ActiveTasks.GetSample(5 * TimeInterval_Minute));"
    assert list(told(formula)) == [
        (
            "no guard",
            (
                "without samples, as in a new pool, this fails, and the pool keeps its size. "
                "Look at GetSamplePercent() for the same time first."
            ),
            "$ActiveTasks.GetSample(5 * TimeInterval_Minute)",
        )
    ]


def test_precedence() -> None:
    parsed = parse("a = 1 + 2 * 3 < 4 && 5 ? 6 : 7;")
    assert isinstance(parsed, tuple)
    choice = parsed[0].value
    assert isinstance(choice, Choice)
    condition = choice.condition
    assert isinstance(condition, Binary)
    assert condition.operator == "&&"
    assert isinstance(condition.left, Binary)
    assert condition.left.operator == "<"
    total = condition.left.left
    assert isinstance(total, Binary)
    assert (total.operator, total.right.__class__) == ("+", Binary)


def test_operators_of_the_same_level_go_from_left_to_right() -> None:
    parsed = parse("a = 9 - 3 - 2;")
    assert isinstance(parsed, tuple)
    outer = parsed[0].value
    assert isinstance(outer, Binary)
    assert isinstance(outer.right, Number)
    assert outer.right.value == 2


def test_places_of_members() -> None:
    formula = "a = time().hour;"
    parsed = parse(formula)
    assert isinstance(parsed, tuple)
    member = parsed[0].value
    assert isinstance(member, Member)
    assert formula[member.name_start : member.end] == "hour"
    assert isinstance(parsed[0].target, Name)


@pytest.mark.parametrize(
    "deep", ["(" * 3000 + "1" + ")" * 3000, "-" * 8000 + "1", "1" + "+1" * 4000, "a" + ".b" * 4000, "[" * 4000]
)
def test_a_statement_that_is_too_long_is_not_judged(deep: str) -> None:
    parsed = parse(f"$TargetDedicatedNodes = {deep}")
    assert parsed is None or isinstance(parsed, Syntax)


def test_the_most_links() -> None:
    assert isinstance(parse("a = 1" + "+1" * (MAX_LINKS - 1)), tuple)
    assert parse("a = 1" + "+1" * MAX_LINKS) is None


@given(st.text(st.sampled_from("$ab1.5+-*/<>=!&|?:(),;[]\"'\n /%{}") | st.characters(), max_size=60))
def test_any_text_is_judged(text: str) -> None:
    assert all(topic and sentence for topic, sentence, _ in told(text))


NAMES = st.sampled_from([*METRICS[:4], *TARGETS[:2], *INTERVALS, "x", "$y", "taskcompletion"])
EXPRESSIONS = st.recursive(
    NAMES | st.integers(0, 99).map("({})".format) | st.just('time("2030-01-31T08:00:00Z")'),
    lambda inner: (
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "<", "==", "&&"]), inner).map(
            lambda parts: f"({' '.join(parts)})"
        )
        | st.tuples(st.sampled_from(sorted(FUNCTIONS)), inner).map(lambda parts: f"{parts[0]}({parts[1]})")
        | st.tuples(inner, st.sampled_from(sorted(METHODS)), inner).map(lambda parts: f"{parts[0]}.{parts[1]}({parts[2]})")
        | st.tuples(inner, inner, inner).map(lambda parts: f"({parts[0]} ? {parts[1]} : {parts[2]})")
    ),
    max_leaves=8,
)


@given(st.lists(EXPRESSIONS, min_size=1, max_size=3))
def test_what_the_grammar_has_is_parsed(expressions: list[str]) -> None:
    parsed = parse("".join(f"x = {each};" for each in expressions))
    assert isinstance(parsed, tuple)
    assert len(parsed) == len(expressions)
    assert {remark.topic for remark in check(parsed)} >= {Topic.effect}


@pytest.mark.parametrize(
    ("text", "readable", "digits"),
    [
        ("2030", True, 0),
        ("2030-01", True, 0),
        ("2030-01-31", True, 0),
        ("2030-01-31T08:00Z", True, 0),
        ("2030-01-31T08:00:00.1234567+01:00", True, 7),
        ("2030-01-31T08:00:00.123456789Z", True, 9),
        ("2030-13-31", False, 0),
        ("2030-01-31 08:00:00", False, 0),
        ("Thu, 31 Jan 2030 08:00:00 GMT", True, 0),
        ("Thu, 31 Foo 2030 08:00:00 GMT", False, 0),
        ("now", False, 0),
    ],
)
def test_times(text: str, readable: bool, digits: int) -> None:
    assert (times.is_readable(text), times.fraction_of(text)) == (readable, digits)


@pytest.mark.parametrize(
    ("operator", "kinds", "result"),
    [
        ("*", (Kind.number, Kind.interval), Kind.interval),
        ("/", (Kind.number, Kind.interval), None),
        ("-", (Kind.time, Kind.time), Kind.interval),
        ("+", (Kind.time, Kind.time), None),
        ("<", (Kind.metric, Kind.number), Kind.number),
        ("<", (Kind.vector, Kind.number), Kind.unknown),
        ("-", (Kind.interval,), Kind.interval),
        ("!", (Kind.interval,), None),
        ("+", (Kind.unknown, Kind.text), Kind.unknown),
    ],
)
def test_results_of_operators(operator: str, kinds: tuple[Kind, ...], result: Kind | None) -> None:
    assert result_of(operator, *kinds) is result
