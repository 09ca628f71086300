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
            "t = time(); $TargetDedicatedNodes = t.weekday == 6 || t.weekday == 8 ? 0 : 10;",
            (
                "BM056 warning: this comparison is always false: the value is from 0 to 7. The weekday is 1 on Mondays and 6 "
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


PENDING = "$PendingTasks, the tasks that wait and those that run, or $ActiveTasks, only those that wait"


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("$QueuedTasks", f"Use {PENDING}."),
        ("$WaitingTaskCount", f"Use {PENDING}."),
        ("$CompletedTasks", "Use $SucceededTasks."),
        ("$ErrorTasks", "Use $FailedTasks."),
        ("$CurrentSpotNodes", "Use $CurrentLowPriorityNodes."),
        ("$EvictedNodes", "Use $PreemptedNodeCount."),
        ("$ReadyNodes", "Use $UsableNodeCount."),
        ("$TotalNodes", "Use $CurrentDedicatedNodes, $CurrentLowPriorityNodes, or their sum."),
        ("$Slots", "Use $TaskSlotsPerNode."),
        ("$IdleNodes", "Use a metric of the service, such as $PendingTasks."),
        ("$GpuLoad", "Use a metric of the service, such as $PendingTasks."),
        ("$PendingTask", "Did you mean $PendingTasks?"),
        ("queuedTasks", f"Use {PENDING}."),
    ],
)
def test_a_metric_that_the_service_does_not_have(name: str, fix: str) -> None:
    formula = f"$TargetDedicatedNodes = min(3, {name}.GetSample(1));"
    what = (
        "the service has no such variable, and no statement before sets it" if name[0] == "$" else "no statement before sets it"
    )
    assert found(PoolEvaluateAutoScaleParameter(auto_scale_formula=formula), *RULES) == [
        f"$.autoScaleFormula: BM051 error: the autoscale formula reads {name}, but {what}. {fix}"
    ]


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("$QueuedTasks", f"Use {PENDING}."),
        ("$nodes", "Set it first."),
        ("$maxNodes", "Set it first."),
        ("$startingNumberOfVMs", "Set it first."),
        ("queuedTasks", "Set it first."),
        ("$true", "Set it first."),
        ("true", "Write 1 for true and 0 for false."),
    ],
)
def test_a_variable_that_nothing_sets(name: str, fix: str) -> None:
    findings = review(PoolEvaluateAutoScaleParameter(auto_scale_formula=f"$TargetDedicatedNodes = min(3, {name});"))
    assert [finding.fix for finding in findings] == [fix]


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (
            'now.weekday == "Saturday"',
            "operator == doesn't take a number and a text. now.weekday is a number: write 6 without quotes.",
        ),
        (
            '"mon" != now.weekday',
            "operator != doesn't take a text and a number. now.weekday is a number: write 1 without quotes.",
        ),
        (
            'now.weekday == "holiday"',
            "operator == doesn't take a number and a text. now.weekday is a number: 1 is Monday and 6 is Saturday.",
        ),
        ('now.hour > "8"', "operator > doesn't take a number and a text. now.hour is a number: write 8 without quotes."),
        ('avg(1, 2) > " 2.5 "', "operator > doesn't take a number and a text. Write 2.5 without quotes."),
        ('avg(1, 2) > "x"', "operator > doesn't take a number and a text. Use a number in place of the text."),
        (
            '$ActiveTasks == "none"',
            "operator == doesn't take a metric and a text. $ActiveTasks is a number: use a number in place of the text.",
        ),
        (
            'now > "2030-01-01T00:00:00Z"',
            "operator > doesn't take a time and a text. Pass the text to time(), which makes a time of it.",
        ),
        (
            "now > 5",
            (
                "operator > doesn't take a time and a number. Use two numbers, two texts, two times or two time intervals; now "
                "is a time."
            ),
        ),
        (
            "now + 5",
            (
                "operator + doesn't take a time and a number. Multiply the number by a constant such as TimeInterval_Minute to "
                "get a time interval."
            ),
        ),
        (
            "now > TimeInterval_Day",
            (
                "operator > doesn't take a time and a time interval. Use two numbers, two texts, two times or two time "
                "intervals; now is a time and TimeInterval_Day is a time interval."
            ),
        ),
        (
            "now && 1 < 2",
            "operator && doesn't take a time and a number. Use two numbers or comparisons; now is a time.",
        ),
        (
            "now && now",
            "operator && doesn't take a time and a time. Use two numbers or comparisons; now is a time.",
        ),
        ("!now", "operator ! doesn't take a time. Use a number; now is a time."),
        ("-now", "operator - doesn't take a time. Use a number or a time interval; now is a time."),
    ],
)
def test_the_operands_of_an_operator(condition: str, sentence: str) -> None:
    formula = f"now = time(); wanted = {condition}; $TargetDedicatedNodes = 1;"
    assert found(PoolEvaluateAutoScaleParameter(auto_scale_formula=formula), "BM052") == [
        f"$.autoScaleFormula: BM052 error: the {sentence}"
    ]


_CASE = "and whether case matters in formulas isn't documented"


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        (
            "$tasks = $PendingTasks.GetSample(1);\n$taskSlotsPerNode = 4;\n$TargetDedicatedNodes = min(9, $tasks / 4);",
            (
                "$taskSlotsPerNode differs only in case from $TaskSlotsPerNode, which the service sets and a formula "
                "can only read; "
                "whether case matters in formulas isn't documented. Use a variable with another name."
            ),
        ),
        (
            "$TargetDedicatedNodes = Min(9, $PendingTasks.GetSample(1));",
            f"Min differs in case from min, {_CASE}. Write min.",
        ),
        (
            "$TargetDedicatedNodes = min(9, $PendingTasks.getSample(1));",
            f"getSample differs in case from GetSample, {_CASE}. Write GetSample.",
        ),
        (
            "$TargetDedicatedNodes = time().Hour > 8 ? 1 : 0;",
            f"Hour differs in case from hour, {_CASE}. Write hour.",
        ),
        (
            "s = $PendingTasks.GetSamplePercent(5 * TimeInterval_minute);\n$TargetDedicatedNodes = s > 70 ? 1 : 0;",
            f"TimeInterval_minute differs in case from TimeInterval_Minute, {_CASE}. Write TimeInterval_Minute.",
        ),
        (
            "$MaxNodes = 4;\n$TargetDedicatedNodes = min($maxNodes, $PendingTasks.GetSample(1));",
            f"$maxNodes differs in case from $MaxNodes, {_CASE}. Write $MaxNodes.",
        ),
    ],
)
def test_names_in_another_case(formula: str, sentence: str) -> None:
    """The documentation doesn't say whether case matters, so none of them is an error."""
    body = PoolEvaluateAutoScaleParameter(auto_scale_formula=formula)
    assert found(body, *RULES, "BM056", "BM057") == [f"$.autoScaleFormula: BM051 warning: {sentence}"]


def test_known_variables_in_another_case() -> None:
    formula = "$targetDedicatedNodes = min(9, $pendingtasks.GetSample(1));\n$nodedeallocationoption = taskCompletion;"
    assert found(PoolEvaluateAutoScaleParameter(auto_scale_formula=formula), *RULES, "BM056", "BM057") == []


def test_a_metric_in_its_own_case_is_read_only() -> None:
    formula = "$TaskSlotsPerNode = 4;\n$TargetDedicatedNodes = 5;"
    assert found(PoolEvaluateAutoScaleParameter(auto_scale_formula=formula), *RULES) == [
        (
            "$.autoScaleFormula: BM051 error: the service sets $TaskSlotsPerNode; an autoscale formula can only read it. Use a "
            "variable with another name."
        )
    ]


@pytest.mark.parametrize(
    "condition", ["t.weekday >= 6 && t.weekday <= 7", "t.weekday == 7", "t.weekday == 0", "t.weekday >= 0 && t.weekday < 6"]
)
def test_sunday_as_0_or_7(condition: str) -> None:
    """The documentation only says that 1 is Monday, and published formulas have both numbers for Sunday."""
    formula = f"t = time(); $TargetDedicatedNodes = {condition} ? 0 : 10;"
    assert found(PoolEvaluateAutoScaleParameter(auto_scale_formula=formula), *RULES, "BM056") == []


@pytest.mark.parametrize("time", ["TimeInterval_Minute", "TimeInterval_Minute * 1", "60 * TimeInterval_Second"])
def test_samples_of_one_minute(time: str) -> None:
    formula = f"$TargetDedicatedNodes = min(5, avg($ActiveTasks.GetSample({time})));"
    assert found(PoolEvaluateAutoScaleParameter(auto_scale_formula=formula), *RULES) == [
        (
            "$.autoScaleFormula: BM054 warning: a sample takes about a minute to arrive, so the last minute of a "
            "metric may have "
            "none. Ask for a longer time, for example 5 * TimeInterval_Minute."
        )
    ]


@pytest.mark.parametrize(
    ("formula", "rules"),
    [
        ("$TargetDedicatedNodes = min(10, $PendingTasks.GetSample(5 * TimeInterval_Minute).Sum());", ["BM051"]),
        ("$TargetDedicatedNodes = min(10, $PendingTasks.GetSample(5 * TimeInterval_Minute).Count());", ["BM052"]),
        ("$TargetDedicatedNodes = min(10, $PendingTasks.GetSample(5 * TimeInterval_Minute));", ["BM054"]),
        ("$TargetDedicatedNodes = min(10, $PendingTasks.GetSample(5 * TimeInterval_Minute, 0));", []),
    ],
)
def test_a_missing_guard_is_secondary(formula: str, rules: list[str]) -> None:
    """A formula that always fails has no note about a new pool, nor has one that asks for zero percent of the samples."""
    body = PoolEvaluateAutoScaleParameter(auto_scale_formula=formula)
    assert [each.split()[1] for each in found(body, *RULES)] == rules
