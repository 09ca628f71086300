"""explain() of jobs in every state, with every termination reason and scheduling error."""

from __future__ import annotations

from typing import Any

import pytest
import strategies
from conftest import ROOT, WIRE, load, needs_wire
from hypothesis import given

from batchmodels import CloudJob, JobState, explain
from batchmodels.explaining.jobs import JOB_STATES, SCHEDULING_ERRORS, TERMINATE_REASONS, Known

JOB: dict[str, Any] = {
    "id": "encode",
    "state": "completed",
    "constraints": {"maxWallClockTime": "P2D", "maxTaskRetryCount": 0},
    "poolInfo": {"poolId": "encoders"},
    "executionInfo": {
        "startTime": "2025-03-04T05:00:00Z",
        "endTime": "2025-03-04T08:30:00Z",
        "poolId": "encoders",
        "terminateReason": "AllTasksComplete",
    },
    "onAllTasksComplete": "terminatejob",
    "onTaskFailure": "noaction",
}
COMPLETED = "Job encode is completed: all its tasks have ended, and it accepts no more tasks."
RAN = "It ran for 3.5 h on pool encoders and ended at 2025-03-04 08:30:00 UTC."
RUNNING = {"endTime": None, "terminateReason": None}


def job(info: dict[str, Any] | None = None, **others: Any) -> CloudJob:
    """The job above with other members; None removes a member."""
    return CloudJob.deserialize({**JOB, "executionInfo": {**JOB["executionInfo"], **(info or {})}, **others})


def test_completed_job() -> None:
    explanation = explain(job())
    assert str(explanation).splitlines() == [
        COMPLETED,
        RAN,
        "AllTasksComplete: all its tasks were complete, and onAllTasksComplete is terminatejob.",
    ]
    assert (explanation.job_id, explanation.state, explanation.terminate_reason) == ("encode", "completed", "AllTasksComplete")
    assert (explanation.succeeded, explanation.failure_code, explanation.node_id) == (None, None, None)


@pytest.mark.parametrize(
    ("reason", "sentence", "steps"),
    [
        ("JMComplete", "JMComplete: its job manager task completed, and killJobOnCompletion is true.", []),
        (
            "MaxWallClockTimeExpiry",
            (
                "MaxWallClockTimeExpiry: it reached its time limit (maxWallClockTime), and Batch ended the tasks that were"
                " still running. The limit is 2 days."
            ),
            ["Raise constraints.maxWallClockTime of the job, or split its work into shorter jobs."],
        ),
        (
            "TaskFailed",
            (
                "TaskFailed: a task failed whose exit conditions terminate the job, and onTaskFailure is"
                " performexitoptionsjobaction."
            ),
            [
                (
                    "Find the task with az batch task list --job-id encode --query \"[?executionInfo.result=='failure'].id\","
                    " and explain it."
                )
            ],
        ),
        ("TerminateJobSchedule", "TerminateJobSchedule: its job schedule was terminated.", []),
        ("UserTerminate", "UserTerminate: a request terminated it.", []),
        ("superseded", "A request terminated it with the reason 'superseded'.", []),
        ("see https://a/b?sig=s3cret", "A request terminated it with the reason 'see https://a/b?sig=***'.", []),
    ],
)
def test_termination_reasons(reason: str, sentence: str, steps: list[str]) -> None:
    explanation = explain(job({"terminateReason": reason}))
    assert explanation.sentences == (COMPLETED, RAN, sentence)
    assert list(explanation.next_steps) == steps


def test_active_job() -> None:
    preparation = {"commandLine": "true"}
    explanation = explain(job(RUNNING, state="active", onAllTasksComplete="noaction", jobPreparationTask=preparation))
    assert str(explanation).splitlines() == [
        "Job encode is active: its tasks can run.",
        "It was created at 2025-03-04 05:00:00 UTC; its pool is encoders.",
        "Batch terminates it after 2 days (maxWallClockTime), counted from 2025-03-04 05:00:00 UTC.",
        (
            "It stays active after its tasks are complete, because onAllTasksComplete is noaction. An active job counts"
            " toward the account's quota."
        ),
        "Next steps:",
        (
            "- If its tasks stay active, check its job preparation tasks with az batch job prep-release-status list --job-id"
            " encode."
        ),
        "- After adding all tasks, set onAllTasksComplete to terminatejob, or terminate the job when it is done.",
    ]
    unlimited = {"maxWallClockTime": "P10675199DT2H48M5.4775807S"}
    assert len(explain(job(RUNNING, state="active", constraints=unlimited)).sentences) == 2


def test_job_that_could_not_be_scheduled() -> None:
    error = {
        "category": "usererror",
        "code": "AutoPoolCreationFailedWithQuotaReached",
        "message": "The quota is reached.",
        "details": [{"name": "Quota", "value": "20"}],
    }
    explanation = explain(job({**RUNNING, "poolId": None, "schedulingError": error}, state="active", poolInfo=None))
    assert str(explanation).splitlines() == [
        "Job encode is active: its tasks can run.",
        "It was created at 2025-03-04 05:00:00 UTC.",
        (
            "Batch couldn't schedule it. AutoPoolCreationFailedWithQuotaReached: its auto pool couldn't be created, because the"
            " account has reached its quota."
        ),
        "Message from the service: The quota is reached (Quota: 20).",
        "Next steps:",
        "- Delete pools that aren't needed, request a higher quota, or run the job on an existing pool.",
    ]
    assert explanation.failure_code == "AutoPoolCreationFailedWithQuotaReached"
    unknown = explain(job({**RUNNING, "schedulingError": {"category": "servererror", "code": "Gremlins"}}, state="active"))
    assert unknown.sentences[2:] == (
        "Batch couldn't schedule it. Gremlins: a code that this version of batchmodels doesn't know.",
    )
    assert unknown.next_steps == ("The service reports an error on its side; the same job may succeed if you add it again.",)
    without_code = explain(job({**RUNNING, "schedulingError": {"category": "usererror"}}, state="active"))
    assert without_code.sentences[2:] == ("Batch couldn't schedule it, and gives no code.",)


@pytest.mark.parametrize("state", list(JobState))
def test_job_states(state: JobState) -> None:
    explanation = explain(job(state=state.value))
    assert explanation.sentences[0] == f"Job encode is {state.value}: {JOB_STATES[state].meaning}."
    enable = "Enable the job with az batch job enable --job-id encode."
    assert (enable in explanation.next_steps) is (state is JobState.disabled)


def test_incomplete_answers() -> None:
    assert explain(CloudJob()).sentences == ("The document doesn't contain the state of the job.",)
    assert explain(CloudJob(id="encode")).sentences == ("The document doesn't contain the state of job encode.",)
    assert explain(job(RUNNING, state="paused", executionInfo=None)).sentences == (
        "Job encode is in the state 'paused', which this version of batchmodels doesn't know.",
        "Its pool is encoders.",
    )
    assert explain(job({"startTime": None})).sentences[1] == "It ended at 2025-03-04 08:30:00 UTC."
    assert explain(job(id="$(reboot)", state="disabled")).next_steps == (
        "Enable the job with az batch job enable --job-id JOB.",
    )


@pytest.mark.parametrize("table", [JOB_STATES, TERMINATE_REASONS, SCHEDULING_ERRORS])
def test_page_contains_the_tables(table: dict[str, Known]) -> None:
    rows = [
        f"| `{JobState(key).value if isinstance(key, JobState) else key}` | {known.meaning} | {' '.join(known.fixes)} |"
        for key, known in table.items()
    ]
    page = (ROOT / "docs" / "how-to" / "failed-tasks.md").read_text(encoding="utf-8")
    assert "\n".join(rows).replace("{job_id}", "JOB") in page


def test_form_of_clauses_and_sentences() -> None:
    assert set(JOB_STATES) == set(JobState)
    for known in (*JOB_STATES.values(), *TERMINATE_REASONS.values(), *SCHEDULING_ERRORS.values()):
        assert not known.meaning.endswith(".")
        for fix in known.fixes:
            assert fix[0].isupper()
            assert fix.endswith(".")


@needs_wire
def test_published_examples_of_jobs() -> None:
    paths = sorted((WIRE / "examples-all").glob("CloudJob-*.json"))
    assert paths
    for path in paths:
        assert explain(CloudJob.deserialize(load(path)["body"])).sentences == (
            "Job jobId is completed: all its tasks have ended, and it accepts no more tasks.",
            "It ran for 2.2 s on pool poolId and ended at 2016-11-19 00:05:27 UTC.",
            "UserTerminate: a request terminated it.",
        )


@given(strategies.models(CloudJob) | strategies.broken_models(CloudJob))
def test_any_job_is_explained(subject: CloudJob) -> None:
    for line in str(explain(subject)).splitlines():
        assert line.isprintable()
