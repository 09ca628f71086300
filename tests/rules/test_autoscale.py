"""Rules about autoscale formulas, in every body that has one."""

from __future__ import annotations

import pytest
from reviewing import found

from batchmodels import (
    PoolAddParameter,
    PoolEnableAutoScaleParameter,
    PoolEvaluateAutoScaleParameter,
    PoolSpecification,
    review,
)

RULES = ("BM050", "BM051", "BM052", "BM053", "BM054", "BM055")

NANOSECONDS = """lifespan = time() - time("2023-04-14T09:20:21.123456789Z");
span = TimeInterval_Minute * 5;
$TargetDedicatedNodes = lifespan > span ? 0 : 1;
$NodeDeallocationOption = taskcompletion;"""


def test_a_time_with_nanoseconds() -> None:
    pool = PoolAddParameter(id="p", vm_size="s", enable_auto_scale=True, auto_scale_formula=NANOSECONDS)
    assert found(pool, *RULES) == [
        (
            "$.autoScaleFormula: BM055 warning: this time has 9 digits after the decimal point, and the service reads at "
            "most 7. Leave out the fraction of the second."
        )
    ]


@pytest.mark.parametrize("kind", [PoolSpecification, PoolEnableAutoScaleParameter, PoolEvaluateAutoScaleParameter])
def test_every_body_with_a_formula(kind: type) -> None:
    body = kind.deserialize({"vmSize": "s", "autoScaleFormula": "$TargetDedicatedNodes = nodes;"})
    assert found(body, *RULES) == [
        "$.autoScaleFormula: BM051 error: the autoscale formula reads nodes, but no statement before sets it. Set it first."
    ]


def test_the_place_of_a_mistake() -> None:
    formula = "$TargetDedicatedNodes = 1;\nx = y;"
    (finding,) = review(PoolEvaluateAutoScaleParameter(auto_scale_formula=formula))
    assert finding.span is not None
    assert formula[slice(*finding.span)] == "y"


def test_a_formula_that_is_too_long() -> None:
    long = "$TargetDedicatedNodes = 1; //" + "x" * 8192
    assert found(PoolEvaluateAutoScaleParameter(auto_scale_formula=long), *RULES) == [
        (
            "$.autoScaleFormula: BM050 error: the autoscale formula has 8,221 characters, and the service accepts at most "
            "8,192. Shorten it, for example by removing comments."
        )
    ]


def test_too_many_statements() -> None:
    many = "$TargetDedicatedNodes = 1;" * 101
    assert found(PoolEvaluateAutoScaleParameter(auto_scale_formula=many), *RULES) == [
        (
            "$.autoScaleFormula: BM050 error: the autoscale formula has 101 statements, and the service accepts 100. Combine "
            "statements."
        )
    ]
    assert found(PoolEvaluateAutoScaleParameter(auto_scale_formula=many[26:]), *RULES) == []


def test_a_missing_formula() -> None:
    assert found(PoolEnableAutoScaleParameter(), *RULES) == []


def test_retired_metrics() -> None:
    """Each one has a finding, which replaces the one about a missing guard."""
    formula = (
        "$load = avg($CPUPercent.GetSample(TimeInterval_Minute * 15)) + avg($CPUPercent.GetSample(10));\n"
        "$TargetDedicatedNodes = $load > 0.8 || avg($diskreadops.GetSample(10)) > 5 ? 10 : 1;"
    )
    retired = (
        "Azure retired the metrics of the nodes' resources on 31 March 2024. Use a metric of tasks, such as $PendingTasks."
    )
    assert found(PoolEvaluateAutoScaleParameter(auto_scale_formula=formula), *RULES) == [
        f"$.autoScaleFormula: BM054 warning: the service has no samples of $CPUPercent: {retired}",
        f"$.autoScaleFormula: BM054 warning: the service has no samples of $diskreadops: {retired}",
    ]


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        (
            "if (time().hour > 8) { $TargetDedicatedNodes = 1; }",
            (
                "BM050 error: the autoscale formula has 'if', which isn't part of its language. Write variable = condition ? "
                "value : other; instead."
            ),
        ),
        (
            "t = time(); $TargetDedicatedNodes = (t.hour >= 8 and t.hour < 18) ? 10 : 0;",
            "BM050 error: the autoscale formula has 'and', which isn't part of its language. Write && instead.",
        ),
        (
            "t = time(); $TargetDedicatedNodes = t.hour < 8 || not (t.hour < 18) ? 10 : 0;",
            "BM050 error: the autoscale formula has 'not', which isn't part of its language. Write ! instead.",
        ),
        (
            "$TargetDedicatedNodes = $PendingTasks.GetSample(10) > 0 ? 5 : 0;",
            (
                "BM052 warning: the operator > compares a vector of samples, where a number is expected. Make one number of "
                "them, for example with avg() or max()."
            ),
        ),
        (
            "$CurrentDedicatedNodes = min(10, $PendingTasks.GetSample(1));",
            (
                "BM053 warning: the autoscale formula sets no target, so it never changes the number of nodes. Did you mean "
                "$TargetDedicatedNodes?"
            ),
        ),
        (
            "t = time(); $TargetDedicatedNodes = t.dayOfWeek > 0 && t.dayOfWeek < 6 ? 10 : 0;",
            "BM051 error: a time has no member dayOfWeek. It has year, month, day, weekday, hour, minute, second.",
        ),
        (
            "t = time(); $TargetDedicatedNodes = t.weekday == 6 || t.weekday == 7 ? 0 : 10;",
            (
                "BM056 warning: this comparison is always false: the value is from 0 to 6. The weekday is 0 on Sundays and 6 "
                "on Saturdays."
            ),
        ),
        (
            "$TargetDedicatedNodes = min(20, $ActiveTasks.GetSample(1)); $NodeDeallocationOption = requeue;",
            (
                "BM057 warning: $TargetDedicatedNodes follows $ActiveTasks, which doesn't count running tasks: when no task "
                "waits, the pool shrinks and stops the running tasks. Use $PendingTasks, or set "
                "$NodeDeallocationOption to taskcompletion."
            ),
        ),
    ],
)
def test_one_finding_for_one_mistake(formula: str, sentence: str) -> None:
    findings = review(PoolEvaluateAutoScaleParameter(auto_scale_formula=formula))
    assert [str(finding) for finding in findings] == [f"$.autoScaleFormula: {sentence}"]


@pytest.mark.parametrize(
    "guard", ["lifespan > startup", "startup <= lifespan && time().hour > 8", "lifespan < startup ? 0 : 1", "old", "!old"]
)
def test_samples_that_the_age_of_the_pool_guards(guard: str) -> None:
    formula = (
        'lifespan = time() - time("2026-11-27T08:00:00Z"); startup = 10 * TimeInterval_Minute; old = lifespan > startup; '
        f"$TargetDedicatedNodes = ({guard}) ? min(4, avg($PendingTasks.GetSample(5 * TimeInterval_Minute))) : 4;"
    )
    assert found(PoolEvaluateAutoScaleParameter(auto_scale_formula=formula), *RULES) == []


def test_samples_after_those_that_the_age_of_the_pool_guards() -> None:
    sample = "avg($PendingTasks.GetSample(5 * TimeInterval_Minute))"
    formula = (
        f'old = time() - time("2026-11-27T08:00:00Z") > TimeInterval_Hour; a = old ? {sample} : 4; '
        f"$TargetDedicatedNodes = min(9, {sample} + a);"
    )
    assert found(PoolEvaluateAutoScaleParameter(auto_scale_formula=formula), *RULES) == [
        (
            "$.autoScaleFormula: BM054 note: without samples, as in a new pool, this fails, and the pool keeps its size. "
            "Look at GetSamplePercent() for the same time first."
        )
    ]
