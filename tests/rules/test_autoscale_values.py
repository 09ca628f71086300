"""The values that targets and conditions of autoscale formulas can have: BM056, BM057 and the samples of BM052 to BM054."""

from __future__ import annotations

import pytest

from batchmodels import PoolEnableAutoScaleParameter, review
from batchmodels.formulas.bounds import NODES, Bound, arithmetic, compared, fixed, hull
from batchmodels.formulas.evaluation import Evaluation, truth
from batchmodels.formulas.parsing import Syntax, parse

S = "5 * TimeInterval_Minute"
LAST = "$PendingTasks.GetSample(1)"
AVERAGE = f"avg($PendingTasks.GetSample({S}))"
PERCENT = f"p = $PendingTasks.GetSamplePercent({S});"


def found(formula: str, *rules: str) -> list[str]:
    findings = review(PoolEnableAutoScaleParameter(auto_scale_formula=formula))
    return [finding.message for finding in findings if finding.rule in rules]


def bound(formula: str) -> tuple[float, float]:
    """The bound of the last statement of a formula."""
    parsed = parse(formula)
    assert parsed is not None
    assert not isinstance(parsed, Syntax)
    evaluation = Evaluation()
    last = [evaluation.assign(statement) for statement in parsed][-1]
    return last.low, last.high


INF = float("inf")


@pytest.mark.parametrize(
    ("expression", "low", "high"),
    [
        ("3", 3, 3),
        ("-3", -3, -3),
        ("2 + 3 * 4", 14, 14),
        ("7 / 2", 3.5, 3.5),
        ("[1, 5, 3]", 1, 5),
        ("!1", 0, 1),
        (LAST, 0, INF),
        (f"0 * {LAST}", 0, 0),
        (f"-1 * {LAST}", -INF, 0),
        (f"{LAST} / 4", 0, INF),
        (f"4 / {LAST}", 0, INF),
        (f"-4 / {LAST}", -INF, INF),
        (f"10 - {LAST}", -INF, 10),
        (f"min(10, {LAST})", 0, 10),
        (f"max(10, {LAST})", 10, INF),
        (f"avg(2, 8, {LAST})", 0, INF),
        ("avg(2, 8)", 2, 8),
        ("percentile([2, 8], 95)", 2, 8),
        ("val([2, 8], 0)", 2, 8),
        ("sum(2, 8)", 0, INF),
        ("sum(-2, 8)", -INF, INF),
        ("len([2, 8])", 0, INF),
        ("ceil(2.5)", 3, 3),
        ("floor(2.5)", 2, 2),
        ("trunc(2.5)", 2, 2),
        (f"ceil(min(2.5, {LAST}))", 0, 3),
        ("ln(2)", -INF, INF),
        ("rand()", 0, 1),
        ("time().hour", 0, 23),
        ("time().weekday", 0, 7),
        ("time().month", 1, 12),
        ("time().day", 1, 31),
        ("time().minute", 0, 59),
        ("time().second", 0, 60),
        (f"$PendingTasks.GetSamplePercent({S})", 0, 100),
        ("$PendingTasks.Count()", 0, INF),
        ("$CPUPercent.GetSample(10)", 0, 100),
        ("$TaskSlotsPerNode", 0, 256),
        ("$CurrentDedicatedNodes", 0, NODES),
        ("$TargetDedicatedNodes", 0, NODES),
        ("1 < 2", 1, 1),
        ("2 < 2", 0, 0),
        ("2 <= 2", 1, 1),
        ("2 > 2", 0, 0),
        ("2 >= 2", 1, 1),
        ("2 == 2", 1, 1),
        ("2 != 2", 0, 0),
        ("2 != 3", 1, 1),
        ("time().hour < 24", 1, 1),
        ("time().hour < 23", 0, 1),
        ("time().hour > 23", 0, 0),
        ("time().hour >= 0", 1, 1),
        ("time().hour <= 23", 1, 1),
        ("time().hour == 24", 0, 0),
        ("time().hour != 24", 1, 1),
        ("1 && 0", 0, 0),
        ("1 && 2", 1, 1),
        ("0 || 0", 0, 0),
        ("0 || 2", 1, 1),
        ("time().hour && 1", 0, 1),
        ("1 ? 5 : 7", 5, 5),
        ("0 ? 5 : 7", 7, 7),
        ("time().hour ? 5 : 7", 5, 7),
        ("x = time().hour; x > 10 ? 10 : x", 0, 10),
        ("x = time().hour; 10 < x ? 10 : x", 0, 10),
        ("x = time().hour; x <= 10 ? x : 10", 0, 10),
        ("x = time().hour; !(x > 10) ? x : 10", 0, 10),
        ("x = time().hour; x > 5 && x < 10 ? x : 7", 5, 10),
        ("x = time().hour; x < 5 || x > 10 ? 7 : x", 5, 10),
        ("x = time().hour; x == 5 ? x : 5", 5, 5),
        ("x = time().hour; x != 5 ? 5 : x", 5, 5),
    ],
)
def test_bounds(expression: str, low: float, high: float) -> None:
    statements = expression.rpartition("; ")
    assert bound(f"{statements[0]}{statements[1]}result = {statements[2]};") == (low, high)


def test_arithmetic_of_endless_bounds() -> None:
    endless = Bound()
    for operator in "+-*/":
        result = arithmetic(operator, endless, endless)
        assert (result.low, result.high) == (-INF, INF)
    assert arithmetic("/", fixed(6), fixed(2)) == fixed(3)
    assert arithmetic("/", fixed(6), Bound(2, 3)).within(2, 3) == arithmetic("/", fixed(6), Bound(2, 3))
    assert hull([]) == Bound()


def test_truth() -> None:
    assert [truth(each) for each in (fixed(1), fixed(-1), fixed(0), Bound(0, 1), Bound(-1, 1))] == [
        True,
        True,
        False,
        None,
        None,
    ]
    assert truth(compared("<", Bound(0, 1), Bound(1, 2))) is None


@pytest.mark.parametrize(("depth", "expected"), [(4, (0, 1)), (16, (-INF, INF))])
def test_conditions_within_conditions_are_evaluated_up_to_a_number_of_steps(depth: int, expected: tuple[float, float]) -> None:
    condition = "$h"
    for _ in range(depth):
        condition = f"({condition} > 0 ? 1 : 0)"
    assert bound(f"$h = time().hour; $x = {condition};") == expected


@pytest.mark.parametrize(
    ("formula", "messages"),
    [
        (f"$TargetDedicatedNodes = min(10, {LAST});", []),
        ("$TargetDedicatedNodes = 10;", []),
        ("$TargetDedicatedNodes = 0; $TargetLowPriorityNodes = 3;", []),
        ("$TargetDedicatedNodes = $CurrentDedicatedNodes;", []),
        ("$TargetDedicatedNodes = $CurrentDedicatedNodes - 1;", []),
        ("$TargetDedicatedNodes = ln(5);", []),
        (
            "$TargetDedicatedNodes = $CurrentDedicatedNodes + 1;",
            ["nothing limits $TargetDedicatedNodes, so the pool can grow as far as the quota of the account allows."],
        ),
        (
            f"$TargetLowPriorityNodes = {LAST};",
            ["nothing limits $TargetLowPriorityNodes, so the pool can grow as far as the quota of the account allows."],
        ),
        (
            f"$n = min(0, {LAST}); $TargetDedicatedNodes = $n;",
            ["$TargetDedicatedNodes is never more than 0, so the pool gets no nodes."],
        ),
        ("$TargetDedicatedNodes = 1 - 3;", ["$TargetDedicatedNodes is always negative."]),
        (
            f"$TargetDedicatedNodes = max(5, min(5, {LAST}));",
            ["$TargetDedicatedNodes is always 5, whatever the samples and the time are."],
        ),
        (
            "$TargetDedicatedNodes = min(5, $RunningTasks.GetSample(1));",
            ["$TargetDedicatedNodes follows $RunningTasks, which doesn't count tasks that wait, so an empty pool stays empty."],
        ),
        ("$TargetDedicatedNodes = max(1, min(5, $RunningTasks.GetSample(1)));", []),
        ("$TargetDedicatedNodes = $ActiveTasks.GetSample(1) > 0 ? 5 : min(5, $RunningTasks.GetSample(1));", []),
        (
            "$TargetDedicatedNodes = min(5, $FailedTasks.GetSample(1));",
            ["$TargetDedicatedNodes follows tasks that are finished, so tasks that wait don't make the pool grow."],
        ),
        ("$TargetDedicatedNodes = min(5, $ActiveTasks.GetSample(1)); $NodeDeallocationOption = taskcompletion;", []),
        ("$TargetDedicatedNodes = min(5, $ActiveTasks.GetSample(1)); $NodeDeallocationOption = retaineddata;", []),
        (
            "$TargetDedicatedNodes = min(5, $ActiveTasks.GetSample(1)); $NodeDeallocationOption = terminate;",
            [
                (
                    "$TargetDedicatedNodes follows $ActiveTasks, which doesn't count running tasks: when no task waits, the "
                    "pool shrinks and stops the running tasks."
                ),
                "when the pool shrinks, terminate ends the running tasks for good: it takes them out of the queue.",
            ],
        ),
        (
            f"{PERCENT} $TargetDedicatedNodes = p < 70 ? 1 : min(5, {AVERAGE});",
            [],
        ),
        (
            f"{PERCENT} $TargetDedicatedNodes = 70 > p ? 1 : min(5, {AVERAGE});",
            [],
        ),
        (
            f"{PERCENT} $TargetDedicatedNodes = 70 < p ? 1 : min(5, {AVERAGE});",
            ["the samples are used where few of them are there, and not where there are enough."],
        ),
        (
            f"{PERCENT} $TargetDedicatedNodes = p < 70 ? min(5, {AVERAGE}) : 1;",
            ["the samples are used where few of them are there, and not where there are enough."],
        ),
        (
            f"{PERCENT} $TargetDedicatedNodes = p == 0 ? 1 : min(5, {AVERAGE});",
            [],
        ),
    ],
)
def test_numbers_of_nodes(formula: str, messages: list[str]) -> None:
    assert found(formula, "BM057") == messages


@pytest.mark.parametrize(
    ("condition", "messages"),
    [
        ("$h > 22", []),
        ("$h >= 8 && $h < 18", []),
        ("$h >= 22 || $h < 6", []),
        ("$h > 5 && $h > 8", []),
        ("1 > 2", []),
        ("$h > 22 && 2 > 1", []),
        ("$h > 23", ["this comparison is always false: the value is from 0 to 23."]),
        ("24 > $h", ["this comparison is always true: the value is from 0 to 23."]),
        (f"{LAST} >= 0", ["this comparison is always true: the value is never less than 0."]),
        (f"-1 * {LAST} > 0", ["this comparison is always false."]),
        ("$h > 20 && $h < 6", ["these two conditions can't both be true."]),
        ("$h >= 8 || $h <= 18", ["one of these two conditions is always true."]),
        ("8 <= $h <= 18", ["the result of a comparison is 0 or 1, so comparing it again is always true."]),
        ("8 <= $h > 18", ["the result of a comparison is 0 or 1, so comparing it again is always false."]),
        (
            f"percentile($PendingTasks.GetSample({S}), 0.9) > 5",
            ["percentile() takes a percentage from 0 to 100, and gets a fraction."],
        ),
        (f"percentile($PendingTasks.GetSample({S}), 90) > 5", []),
        (
            f"$PendingTasks.GetSamplePercent({S}) < 0.7",
            [
                (
                    "GetSamplePercent() is a percentage from 0 to 100: compared with a fraction, it only shows whether "
                    "there are samples."
                )
            ],
        ),
        (f"$PendingTasks.GetSamplePercent({S}) < 1", []),
    ],
)
def test_conditions(condition: str, messages: list[str]) -> None:
    assert found(f"$h = time().hour; $TargetDedicatedNodes = ({condition}) ? 5 : 2;", "BM056") == messages


@pytest.mark.parametrize(
    ("formula", "rule", "messages"),
    [
        ("$TargetDedicatedNodes = 10 / 0;", "BM052", ["the autoscale formula divides by 0."]),
        ("$z = 0; $TargetDedicatedNodes = 10 / $z;", "BM052", ["the autoscale formula divides by 0."]),
        (
            f"$s = $PendingTasks.GetSample({S}); $TargetDedicatedNodes = $s > 5 ? 2 : 1;",
            "BM052",
            ["the operator > compares a vector of samples, where a number is expected."],
        ),
        (
            f"$TargetDedicatedNodes = $PendingTasks.GetSample({S});",
            "BM052",
            ["$TargetDedicatedNodes is set to a vector of samples, where a number of nodes is expected."],
        ),
        (f"$TargetDedicatedNodes = min(5, {LAST});", "BM052", []),
        (
            "$TargetDedicatedNodes = 1; $TargetDedicatedNodes = 2;",
            "BM053",
            ["$TargetDedicatedNodes is set again later, so this value is lost."],
        ),
        ("$TargetDedicatedNodes = 1; $TargetDedicatedNodes = 1;", "BM053", []),
        ("$TargetDedicatedNodes = 1; $TargetDedicatedNodes = $TargetDedicatedNodes + 1;", "BM053", []),
        (
            "$TargetDedicatedNodes = min(5, $PendingTasks.GetSample(0));",
            "BM054",
            ["GetSample(0) asks for less than one sample."],
        ),
        ("$TargetDedicatedNodes = min(5, $PendingTasks.GetSample(1));", "BM054", []),
        (
            f"{PERCENT} $TargetDedicatedNodes = min(5, avg($PendingTasks.GetSample(-5 * TimeInterval_Minute)));",
            "BM054",
            ["GetSample() gets a negative time."],
        ),
        (
            f"{PERCENT} $TargetDedicatedNodes = min(5, avg($PendingTasks.GetSample({S}, 101)));",
            "BM054",
            ["GetSample() never has 101 percent of the samples, so the evaluation fails."],
        ),
        (
            f"{PERCENT} $TargetDedicatedNodes = min(5, avg($PendingTasks.GetSample({S}, 100)));",
            "BM054",
            [],
        ),
    ],
)
def test_other_remarks(formula: str, rule: str, messages: list[str]) -> None:
    assert found(formula, rule) == messages


def test_a_formula_with_mistakes_in_names_is_judged_no_further() -> None:
    assert found(f"$TargetDedicatedNodes = {LAST} + $Unknown;", "BM057") == []


def test_a_very_long_formula_is_not_evaluated() -> None:
    many = " ".join(f"$v{number} = {number} + 1 + 2 + 3 + 4;" for number in range(60))
    assert found(f"{many} $TargetDedicatedNodes = {LAST};", "BM057") == []
