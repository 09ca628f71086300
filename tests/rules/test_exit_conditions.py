"""Exit conditions of tasks: BM063 to BM065."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import bash, found

from batchmodels import TaskAddParameter, review
from batchmodels.rules.finding import Replace

TERMINATE = {"jobAction": "terminate"}
NONE = {"jobAction": "none"}
BLOCK = {"dependencyAction": "block"}


def task(codes: dict[int, Any], *ranges: tuple[int, int, Any], line: str = "./a") -> TaskAddParameter:
    """A task with actions for exit codes and for ranges of them."""
    conditions = {
        "exitCodes": [{"code": code, "exitOptions": options} for code, options in codes.items()],
        "exitCodeRanges": [{"start": start, "end": end, "exitOptions": options} for start, end, options in ranges],
    }
    return TaskAddParameter.deserialize({"id": "t", "commandLine": line, "exitConditions": conditions})


def test_contradictory_actions() -> None:
    assert found(task({3: NONE}, (1, 9, TERMINATE)), "BM063") == [
        (
            "$.exitConditions.exitCodes[0]: BM063 warning: the entries for 1 to 9 and 3 overlap and have different actions, "
            "and Batch doesn't document which of them applies. List each exit code once."
        )
    ]
    assert found(task({}, (5, 9, NONE), (1, 5, TERMINATE)), "BM063") == [
        (
            "$.exitConditions.exitCodeRanges[0]: BM063 warning: the entries for 1 to 5 and 5 to 9 overlap and have different "
            "actions, and Batch doesn't document which of them applies. List each exit code once."
        )
    ]
    assert found(task({}, (5, 9, NONE), (5, 9, TERMINATE)), "BM063") == [
        (
            "$.exitConditions.exitCodeRanges[1]: BM063 warning: two entries for 5 to 9 have different actions, and Batch "
            "doesn't document which of them applies. List each exit code once."
        )
    ]


def test_a_long_range_reaches_beyond_a_short_one() -> None:
    says = found(task({}, (1, 100, NONE), (2, 3, NONE), (50, 60, TERMINATE)), "BM063")
    assert [line.partition(":")[0] for line in says] == ["$.exitConditions.exitCodeRanges[2]"]


@pytest.mark.parametrize(
    "conditions",
    [
        task({3: NONE}, (4, 9, TERMINATE)),
        task({3: TERMINATE}, (1, 9, TERMINATE)),
        task({3: {"jobAction": "Terminate"}}, (1, 9, TERMINATE)),
        task({}),
    ],
)
def test_no_contradiction(conditions: TaskAddParameter) -> None:
    assert found(conditions, "BM063") == []


def test_exit_codes_that_linux_does_not_have() -> None:
    line = bash("./a")
    assert found(task({300: NONE}, (256, 400, NONE), line=line), "BM064") == [
        (
            "$.exitConditions.exitCodes[0].code: BM064 warning: exit codes are 0 to 255 on Linux, so 300 never occurs. "
            "Use 44, which Linux makes of it."
        ),
        (
            "$.exitConditions.exitCodeRanges[0].start: BM064 warning: exit codes are 0 to 255 on Linux, so 256 to 400 never "
            "occur. Use exit codes from 1 to 255."
        ),
    ]
    assert found(task({255: NONE}, (200, 400, NONE), line=line), "BM064") == []
    assert found(task({300: NONE}, line="cmd /c a.exe"), "BM064") == []
    assert found(task({300: NONE}, line="a"), "BM064") == []


def test_exit_codes_below_zero_and_multiples_of_256() -> None:
    never = "BM064 warning: exit codes are 0 to 255 on Linux, so"
    success = "which is success: let the program exit with a code from 1 to 255, and use that."
    assert found(task({-1: NONE, 256: NONE}, (-9, -2, NONE), line=bash("./a")), "BM064") == [
        f"$.exitConditions.exitCodes[0].code: {never} -1 never occurs. Use 255, which Linux makes of it.",
        f"$.exitConditions.exitCodes[1].code: {never} 256 never occurs. Linux makes 0 of 256, {success}",
        f"$.exitConditions.exitCodeRanges[0].start: {never} -9 to -2 never occur. Use exit codes from 1 to 255.",
    ]
    assert found(task({-1: NONE}, line="cmd /c a.exe"), "BM064") == []
    every_failure = task({}, (-(2**31), -1, TERMINATE), (1, 2**31 - 1, TERMINATE), line=bash("./a"))
    assert found(every_failure, "BM064") == []


def test_exit_codes_that_are_not_signed() -> None:
    assert found(task({3221225477: NONE, 2**33: NONE}, line="cmd /c a.exe"), "BM064") == [
        (
            "$.exitConditions.exitCodes[0].code: BM064 warning: Batch reports exit codes as signed 32-bit numbers, so "
            "3221225477 never occurs. Use -1073741819."
        ),
        (
            "$.exitConditions.exitCodes[1].code: BM064 warning: Batch reports exit codes as signed 32-bit numbers, so "
            "8589934592 never occurs. Use the code that Batch reports."
        ),
    ]
    assert found(task({-1073741819: NONE, 2**31 - 1: NONE}, line="cmd /c a.exe"), "BM064") == []
    assert found(task({2**31: NONE}), "BM064") != []


def test_an_upload_that_cannot_fail() -> None:
    conditions = {"fileUploadError": {"jobAction": "terminate"}}
    document = {"id": "t", "commandLine": "./a", "exitConditions": conditions}
    assert found(TaskAddParameter.deserialize(document), "BM064") == [
        (
            "$.exitConditions.fileUploadError: BM064 note: the task has no output files, so no upload can fail. Remove "
            "fileUploadError, or add outputFiles."
        )
    ]
    file = {
        "filePattern": "a",
        "destination": {"container": {"containerUrl": "https://a.blob.core.windows.net/c-files"}},
        "uploadOptions": {"uploadCondition": "taskcompletion"},
    }
    assert found(TaskAddParameter.deserialize({**document, "outputFiles": [file]}), "BM064") == []


def test_exit_conditions_alone_have_no_operating_system() -> None:
    conditions: Any = task({300: NONE}, line=bash("./a")).exit_conditions
    assert found(conditions, "BM064") == []


def test_a_range_with_success() -> None:
    both = {"jobAction": "disable", "dependencyAction": "block"}
    model = task({}, (0, 9, TERMINATE), (-5, 5, BLOCK), (0, 1, both))
    assert found(model, "BM065") == [
        (
            "$.exitConditions.exitCodeRanges[0].start: BM065 warning: the range 0 to 9 includes 0, so after the task's success "
            "Batch terminates the job. Begin the range with 1."
        ),
        (
            "$.exitConditions.exitCodeRanges[1].start: BM065 warning: the range -5 to 5 includes 0, so after the task's "
            "success the tasks that depend on it don't run. Use two ranges, one up to -1 and one from 1 on."
        ),
        (
            "$.exitConditions.exitCodeRanges[2].start: BM065 warning: the range 0 to 1 includes 0, so after the task's success "
            "Batch disables the job and the tasks that depend on it don't run. Begin the range with 1."
        ),
    ]
    edits = [finding.edit for finding in review(model) if finding.rule == "BM065"]
    assert edits[:2] == [Replace(("exitConditions", "exitCodeRanges", 0, "start"), 1), None]


@pytest.mark.parametrize("conditions", [(0, 0, TERMINATE), (1, 9, TERMINATE), (-9, 0, BLOCK), (0, 9, NONE), (0, 9, {})])
def test_a_range_without_harm(conditions: tuple[int, int, Any]) -> None:
    assert found(task({}, conditions), "BM065") == []


@pytest.mark.parametrize("other", ["default", "preProcessingError"])
def test_the_same_actions_for_every_error(other: str) -> None:
    """A program that writes the actions of every error means nothing by those of an upload."""
    body = {"id": "t", "commandLine": "./a", "exitConditions": {other: BLOCK, "fileUploadError": BLOCK}}
    assert found(TaskAddParameter.deserialize(body), "BM064") == []
    body["exitConditions"] = {other: NONE, "fileUploadError": BLOCK}
    assert found(TaskAddParameter.deserialize(body), "BM064") == [
        (
            "$.exitConditions.fileUploadError: BM064 note: the task has no output files, so no upload can fail. Remove "
            "fileUploadError, or add outputFiles."
        )
    ]
