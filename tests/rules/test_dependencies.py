"""Ids of tasks, and dependencies between tasks: BM060 to BM062."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import found

from batchmodels import JobAddParameter, JobScheduleAddParameter, TaskAddCollectionParameter, TaskAddParameter


def task(name: str, *ids: str, ranges: tuple[tuple[int, int], ...] = ()) -> dict[str, Any]:
    """A task with dependencies."""
    depends_on: dict[str, Any] = {"taskIds": list(ids)} if ids else {}
    if ranges:
        depends_on["taskIdRanges"] = [{"start": start, "end": end} for start, end in ranges]
    return {"id": name, "commandLine": "./a"} | ({"dependsOn": depends_on} if depends_on else {})


def collection(*tasks: dict[str, Any]) -> TaskAddCollectionParameter:
    return TaskAddCollectionParameter.deserialize({"value": list(tasks)})


def test_a_misspelled_dependency() -> None:
    assert found(collection(task("preprocess"), task("merge", "preproces")), "BM060") == [
        (
            "$.value[1].dependsOn.taskIds[0]: BM060 warning: merge depends on preproces, which isn't one of these tasks: "
            "unless the job already has it, merge never runs. Did you mean preprocess? Use preprocess."
        )
    ]


@pytest.mark.parametrize("wanted", ["preprocess", "PREPROCESS", "merge"])
def test_no_missing_dependency(wanted: str) -> None:
    assert found(collection(task("preprocess"), task("preprocess-1"), task("merge", wanted)), "BM060") == []


@pytest.mark.parametrize("wanted", ["download", "preprocess-2", "report"])
def test_a_dependency_that_the_job_may_have(wanted: str) -> None:
    tasks = collection(task("preprocess"), task("reports", wanted), task("merge", "preprocess", wanted))
    note = "which isn't one of these tasks: unless the job already has it, reports never runs."
    start = "$.value[1].dependsOn.taskIds[0]: BM060 note: reports depends on"
    found_first = f"{start} {wanted}, {note} Add that task, or remove the dependency."
    found_second = (
        "$.value[2].dependsOn.taskIds[1]: BM060 warning: merge depends on report, which isn't one of these tasks: unless the "
        "job already has it, merge never runs. Did you mean reports? Use reports."
    )
    # A task isn't a misspelling of itself, and each missing task is reported once.
    assert found(tasks, "BM060") == [found_first, *([found_second] if wanted == "report" else [])]


def test_a_range_with_a_missing_task() -> None:
    tasks = collection(task("1"), task("2"), task("4"), task("join", ranges=((1, 4),)), task("other", ranges=((0, 1), (7, 9))))
    assert found(tasks, "BM060") == [
        (
            "$.value[3].dependsOn.taskIdRanges[0]: BM060 note: join depends on 3 (the range 1 to 4), which isn't one of these "
            "tasks: unless the job already has it, join never runs. Add that task, or remove the dependency."
        ),
        (
            "$.value[4].dependsOn.taskIdRanges[0]: BM060 note: other depends on 0 (the range 0 to 1), which isn't one of these "
            "tasks: unless the job already has it, other never runs. Add that task, or remove the dependency."
        ),
    ]
    whole = collection(task("1"), task("02"), task("join", ranges=((1, 2),)))
    assert found(whole, "BM060") == []


def test_a_task_that_depends_on_itself() -> None:
    itself = TaskAddParameter.deserialize(task("Report", "load", "report"))
    assert found(itself, "BM061") == [
        "$.dependsOn.taskIds[1]: BM061 error: the task Report depends on itself, so it never runs. Remove the dependency."
    ]
    in_range = TaskAddParameter.deserialize(task("007", ranges=((1, 6), (7, 9))))
    assert found(in_range, "BM061") == [
        (
            "$.dependsOn.taskIdRanges[1]: BM061 error: the task 007 depends on the tasks 7 to 9, and is one of them, so it "
            "never runs. Change the range, so that it doesn't contain the task."
        )
    ]
    assert found(TaskAddParameter.deserialize(task("a7", ranges=((1, 9),))), "BM061") == []
    assert found(collection(task("a", "a")), "BM061") == [
        "$.value[0].dependsOn.taskIds[0]: BM061 error: the task a depends on itself, so it never runs. Remove the dependency."
    ]


def test_a_cycle() -> None:
    tasks = collection(task("d", "a"), task("a", "c"), task("b", "a"), task("c", "x", "b"))
    assert found(tasks, "BM061") == [
        (
            "$.value[2].dependsOn.taskIds[0]: BM061 error: these tasks wait for each other, so none of them ever runs: "
            "a → c → b → a. Remove one of the dependencies."
        )
    ]


def test_a_cycle_through_a_range() -> None:
    tasks = collection(task("1"), task("2", "9"), task("9", ranges=((1, 5),)))
    assert found(tasks, "BM061") == [
        (
            "$.value[2].dependsOn.taskIdRanges[0]: BM061 error: these tasks wait for each other, so none of them ever runs: "
            "2 → 9 → 2. Remove one of the dependencies."
        )
    ]


def test_a_long_cycle_is_cut() -> None:
    tasks = collection(*(task(str(number), str((number + 1) % 20)) for number in range(20)))
    assert found(tasks, "BM061") == [
        (
            "$.value[19].dependsOn.taskIds[0]: BM061 error: these tasks wait for each other, so none of them ever runs: "
            "0 → 1 → 2 → 3 → 4 → 5 → 6 → … → 0. Remove one of the dependencies."
        )
    ]


def test_many_cycles_are_cut() -> None:
    everything = tuple(str(number) for number in range(40))
    tasks = collection(*(task(name, *everything) for name in everything))
    assert len([line for line in found(tasks, "BM061") if "wait for each other" in line]) == 10


def test_no_cycle() -> None:
    diamond = collection(task("d", "b", "c"), task("c", "a"), task("b", "a"), task("a"), task("5", ranges=((1, 4),)), task("4"))
    assert found(diamond, "BM061") == []
    chain = collection(*(task(str(number), *([str(number - 1)] if number else [])) for number in range(900)))
    assert found(chain, "BM061") == []


def test_two_tasks_with_one_id() -> None:
    assert found(collection(task("fit-1"), task("fit-2"), task("Fit-2"), task("fit-1")), "BM062") == [
        (
            "$.value[2].id: BM062 error: two tasks have the id Fit-2, so the service refuses the second one: fit-2 is the same "
            "id, because case makes no difference. Give one of them another id."
        ),
        (
            "$.value[3].id: BM062 error: two tasks have the id fit-1, so the service refuses the second one. Give one of them "
            "another id."
        ),
    ]


def test_two_tasks_of_a_job_with_one_id() -> None:
    tasks = {
        "jobManagerTask": {"id": "jobpreparation", "commandLine": "./a"},
        "jobPreparationTask": {"commandLine": "./b"},
        "jobReleaseTask": {"commandLine": "./c"},
    }
    said = "two tasks have the id jobpreparation, so the service refuses the second one. Give one of them another id."
    job = JobAddParameter.deserialize({"id": "j", "poolInfo": {"poolId": "p"}, **tasks})
    assert found(job, "BM062") == [f"$.jobManagerTask.id: BM062 error: {said}"]
    specification = {"poolInfo": {"poolId": "p"}, **tasks}
    schedule = JobScheduleAddParameter.deserialize({"id": "s", "schedule": {}, "jobSpecification": specification})
    assert found(schedule, "BM062") == [f"$.jobSpecification.jobManagerTask.id: BM062 error: {said}"]
    release = {**tasks, "jobManagerTask": None, "jobPreparationTask": {"id": "jobrelease", "commandLine": "./b"}}
    job = JobAddParameter.deserialize({"id": "j", "poolInfo": {"poolId": "p"}, **release})
    assert found(job, "BM062") == [
        (
            "$.jobReleaseTask: BM062 error: two tasks have the id jobrelease, so the service refuses the second one. Give one "
            "of them another id."
        )
    ]


def test_a_huge_collection_is_left_alone() -> None:
    tasks = collection(*(task("a", "a" * 3) for _ in range(1001)))
    assert found(tasks, "BM060", "BM062") == []
