"""explain() of tasks in every state and with every outcome."""

from __future__ import annotations

from typing import Any

import pytest
import strategies
from conftest import WIRE, load, needs_wire
from hypothesis import given

from batchmodels import CloudTask, StartTask, SubtaskInformation, TaskExecutionInformation, TaskInformation, explain

URL = "https://a.blob.core.windows.net/c/f?sv=2024-11-04&sr=b&sp=r&sig=s3cret"
TASK: dict[str, Any] = {
    "id": "encode-3",
    "url": "https://examplemedia.westeurope.batch.azure.com/jobs/encode/tasks/encode-3",
    "state": "completed",
    "commandLine": "/bin/bash -c 'set -e; ffmpeg -i in.mp4 out.mkv'",
    "constraints": {"maxWallClockTime": "PT1H", "retentionTime": "P7D", "maxTaskRetryCount": 2},
    "executionInfo": {
        "startTime": "2025-03-04T05:00:00Z",
        "endTime": "2025-03-04T05:20:00Z",
        "exitCode": 127,
        "retryCount": 2,
        "lastRetryTime": "2025-03-04T05:00:00Z",
        "requeueCount": 0,
        "result": "failure",
        "failureInfo": {"category": "usererror", "code": "FailureExitCode", "message": "The exit code isn't 0."},
    },
    "nodeInfo": {
        "poolId": "encoders",
        "nodeId": "tvm-1695681911_3-20250304t050212z",
        "taskRootDirectory": "workitems/encode/job-1/encode-3",
    },
}
ON_NODE = "Task encode-3 of job encode failed on node tvm-1695681911_3-20250304t050212z"
TOOK = "; the last run took 20 min and ended at 2025-03-04 05:20:00 UTC."
DOWNLOAD = "az batch task file download --job-id encode --task-id encode-3 --file-path stderr.txt --destination stderr.txt"
BLOCKED = "Tasks that depend on it don't run until it succeeds."
RERUN = (
    "To run the task again unchanged, reactivate it with az batch task reactivate --job-id encode --task-id encode-3. To change"
    " it, delete it and add it again."
)


def task(info: dict[str, Any] | None = None, **others: Any) -> CloudTask:
    """The task above with other members; None removes a member."""
    return CloudTask.deserialize({**TASK, "executionInfo": {**TASK["executionInfo"], **(info or {})}, **others})


def failure(code: str, **others: Any) -> dict[str, Any]:
    """Execution information with a failure code and no exit code."""
    return {"exitCode": None, "failureInfo": {"category": "usererror", "code": code, **others}}


def test_failed_task() -> None:
    explanation = explain(task())
    assert str(explanation).splitlines() == [
        f"{ON_NODE} with exit code 127 after 3 of 3 attempts{TOOK}",
        "Exit code 127: the shell didn't find the command.",
        BLOCKED,
        "Likely causes:",
        "- a program isn't installed, is misspelled, or isn't on the PATH",
        "- a file isn't in the working directory under that name",
        "- a script has Windows line endings",
        "Files to read: stderr.txt, stdout.txt",
        f"  {DOWNLOAD}",
        "Next steps:",
        "- Install the program first, or use its full path. Save scripts with Linux line endings.",
        f"- {RERUN}",
    ]
    assert (explanation.job_id, explanation.task_id, explanation.state) == ("encode", "encode-3", "completed")
    assert explanation.node_id == "tvm-1695681911_3-20250304t050212z"
    assert (explanation.succeeded, explanation.exit_code, explanation.failure_code) == (False, 127, "FailureExitCode")
    assert (explanation.attempts_made, explanation.attempts_allowed) == (3, 3)
    assert (explanation.accepts_tasks, explanation.costs_money, explanation.terminate_reason) == (None, None, None)


def test_successful_task() -> None:
    explanation = explain(
        task({"exitCode": 0, "failureInfo": None, "result": "success", "retryCount": 0, "lastRetryTime": None})
    )
    assert str(explanation).splitlines() == [
        (
            "Task encode-3 of job encode succeeded on node tvm-1695681911_3-20250304t050212z in attempt 1 of 3;"
            " the last run took 20 min and ended at 2025-03-04 05:20:00 UTC."
        ),
        "Files to read: stdout.txt, stderr.txt",
    ]
    assert explanation.succeeded is True


def test_running_task() -> None:
    running = {"endTime": None, "exitCode": None, "failureInfo": None, "result": None, "retryCount": 1}
    explanation = explain(task({**running, "lastRetryTime": "2025-03-04T04:55:00Z"}, state="running"))
    assert explanation.sentences == (
        (
            "Task encode-3 of job encode has been running on node tvm-1695681911_3-20250304t050212z since 2025-03-04 05:00:00"
            " UTC (attempt 2 of 3)."
        ),
        "Downloading its files counts as running.",
        "Batch ends it after 1 h (maxWallClockTime).",
        "The last retry started at 2025-03-04 04:55:00 UTC.",
    )
    assert (explanation.succeeded, explanation.next_steps, explanation.causes) == (None, (), ())
    unlimited = {"maxWallClockTime": "P10675199DT2H48M5.4775807S", "maxTaskRetryCount": -1}
    sentences = explain(task(running, state="running", constraints=unlimited)).sentences
    assert sentences[0].endswith(" since 2025-03-04 05:00:00 UTC (attempt 2, without limit).")
    assert sentences[2] == "It has no time limit; a command that waits for input waits forever."
    assert len(explain(task(running, state="running", constraints=None)).sentences) == 2


def test_queued_task() -> None:
    queued = CloudTask.deserialize({"id": "encode-3", "state": "active", "executionInfo": {"retryCount": 0, "requeueCount": 0}})
    explanation = explain(queued)
    stuck = (
        "If it stays there, check that its job is active, that the tasks it depends on have succeeded, and that the pool has a"
        " node with enough free task slots."
    )
    assert str(explanation) == f"Task encode-3 is waiting for a node.\nNext steps:\n- {stuck}"
    assert explanation.attempts_made == 0
    again = {"retryCount": 1, "lastRetryTime": "2025-03-04T05:00:00Z", "requeueCount": 2}
    depends_on = {"taskIds": ["a", "b", URL, "d"], "taskIdRanges": [{"start": 1, "end": 9}, {"start": 20, "end": 30}]}
    retried = explain(CloudTask.deserialize({"state": "active", "executionInfo": again, "dependsOn": depends_on}))
    assert retried.sentences == (
        "The task is waiting for a node.",
        "It has been retried once, last at 2025-03-04 05:00:00 UTC.",
        "It was requeued 2 times: a node was removed, or the job was disabled, while it ran.",
        (
            "It runs only after the tasks that it depends on: a, b,"
            " https://a.blob.core.windows.net/c/f?sv=2024-11-04&sr=b&sp=r&sig=***, d, 1 to 9, 1 more."
        ),
    )
    assert retried.attempts_made is None
    assert explain(CloudTask.deserialize({"state": "active"})).sentences == ("The task is waiting for a node.",)


def test_task_that_waits_for_the_job_preparation_task() -> None:
    assert explain(task({"retryCount": 0, "lastRetryTime": None}, state="preparing")).sentences == (
        "Task encode-3 of job encode is waiting for the job preparation task on node tvm-1695681911_3-20250304t050212z.",
        "If the job preparation task fails there, Batch looks for another node.",
    )


@pytest.mark.parametrize(("end", "reached"), [("05:59:59", False), ("06:00:00", True), ("06:00:07", True)])
def test_time_limit(end: str, reached: bool) -> None:
    explanation = explain(task({"exitCode": 137, "endTime": f"2025-03-04T{end}Z"}))
    limit = "It ran for its whole time limit of 1 h (maxWallClockTime), so Batch probably ended it."
    assert (limit in explanation.sentences) is reached
    assert (explanation.causes[0] == "the command took longer than maxWallClockTime allows") is reached
    assert (explanation.next_steps[0] == "Raise maxWallClockTime, or split the work into shorter tasks.") is reached


def test_requeued_task() -> None:
    requeued = {"requeueCount": 1, "lastRequeueTime": "2025-03-04T04:50:00Z"}
    assert explain(task(requeued)).sentences[2] == (
        "It was requeued once, last at 2025-03-04 04:50:00 UTC: a node was removed, or the job was disabled, while it ran."
    )


def test_output_files_that_could_not_be_uploaded() -> None:
    message = "One of the specified containers was not found"
    explanation = explain(task({**failure("FileUploadContainerNotFound", message=message), "exitCode": 0}))
    assert str(explanation).splitlines() == [
        f"{ON_NODE} with exit code 0 after 3 of 3 attempts{TOOK}",
        "The command itself exited with 0; another part of the task failed.",
        "FileUploadContainerNotFound: the container for the task's output files wasn't found.",
        f"Message from the service: {message}.",
        BLOCKED,
        "Likely causes:",
        "- the container has been deleted or renamed, or its URL is misspelled",
        "Files to read: fileuploaderr.txt, fileuploadout.txt",
        f"  {DOWNLOAD.replace('stderr', 'fileuploaderr')}",
        "Next steps:",
        "- Create the container before the task runs, and check the containerUrl of each of the task's outputFiles.",
        f"- {RERUN}",
    ]


def test_download_that_failed() -> None:
    explanation = explain(task({**failure("BlobNotFound", details=[{"name": "BlobSource", "value": URL}]), "retryCount": 0}))
    assert explanation.sentences == (
        f"{ON_NODE} at 2025-03-04 05:20:00 UTC: its command never started.",
        "BlobNotFound: a resource file wasn't found.",
        ("Message from the service: (BlobSource: https://a.blob.core.windows.net/c/f?sv=2024-11-04&sr=b&sp=r&sig=***)."),
        "Retries don't help: Batch retries a task only after an exit code other than 0.",
        BLOCKED,
    )
    assert explanation.files == ()


def test_task_that_was_terminated() -> None:
    ended = explain(task(failure("TaskEnded", message="The task was ended by a request")))
    assert ended.sentences == (
        f"{ON_NODE} after 3 of 3 attempts{TOOK}",
        "The document contains no exit code.",
        "TaskEnded: the task was terminated before it completed.",
        "Message from the service: The task was ended by a request.",
        BLOCKED,
    )
    never_started = task({**failure("TaskEnded"), "startTime": None, "retryCount": 0}, nodeInfo=None)
    assert explain(never_started).sentences == (
        "Task encode-3 of job encode failed at 2025-03-04 05:20:00 UTC: its command never started.",
        "TaskEnded: the task was terminated before it completed.",
        BLOCKED,
    )
    assert explain(never_started).attempts_made == 0


def test_error_on_the_side_of_the_service() -> None:
    explanation = explain(task(failure("Unknown", category="servererror")))
    assert explanation.next_steps == (
        "Replace the node. If it happens again, contact Azure support and attach the node's agent logs.",
        "The service reports an error on its side; the same task may succeed on another node.",
        RERUN,
    )


@pytest.mark.parametrize(
    ("info", "conditions", "sentences"),
    [
        ({}, {"default": {"jobAction": "terminate"}}, ["Batch terminates the job, because jobAction is terminate.", BLOCKED]),
        (
            {},
            {"exitCodes": [{"code": 127, "exitOptions": {"dependencyAction": "satisfy"}}], "default": {"jobAction": "disable"}},
            ["Tasks that depend on it can run, because dependencyAction is satisfy."],
        ),
        (
            {},
            {"exitCodeRanges": [{"start": 100, "end": 127, "exitOptions": {"jobAction": "none", "dependencyAction": "block"}}]},
            [
                "The job continues, because jobAction is 'none'.",
                "Tasks that depend on it don't run, because dependencyAction is block.",
            ],
        ),
        (
            {"exitCode": 128},
            {"exitCodeRanges": [{"start": 100, "end": 127, "exitOptions": {"jobAction": "none"}}]},
            [BLOCKED],
        ),
        (
            failure("BlobNotFound"),
            {"preProcessingError": {"jobAction": "disable"}, "default": {"jobAction": "terminate"}},
            ["Batch disables the job, because jobAction is disable.", BLOCKED],
        ),
        (
            failure("FileUploadMiscError"),
            {"fileUploadError": {"dependencyAction": "satisfy"}, "default": {"jobAction": "terminate"}},
            ["Tasks that depend on it can run, because dependencyAction is satisfy."],
        ),
        (
            failure("BlobNotFound"),
            {"default": {"jobAction": "terminate"}},
            ["Batch terminates the job, because jobAction is terminate.", BLOCKED],
        ),
        (
            {"exitCode": 0, "failureInfo": None, "result": "success"},
            {"exitCodes": [{"code": 0, "exitOptions": {"jobAction": "terminate"}}], "default": {"jobAction": "disable"}},
            ["Batch terminates the job, because jobAction is terminate."],
        ),
        ({"exitCode": 0, "failureInfo": None, "result": "success"}, {"default": {"jobAction": "disable"}}, []),
    ],
)
def test_exit_conditions(info: dict[str, Any], conditions: dict[str, Any], sentences: list[str]) -> None:
    always = [sentence for sentence in explain(task(info)).sentences if sentence != BLOCKED]
    assert list(explain(task(info, exitConditions=conditions)).sentences) == [*always, *sentences]


def test_multi_instance_task() -> None:
    settings = {"numberOfInstances": 3, "coordinationCommandLine": "start"}
    assert explain(task(multiInstanceSettings=settings)).sentences[2] == (
        "It is a multi-instance task; this document describes only its primary task."
    )


SUBTASK = {
    "id": 2,
    "state": "completed",
    "startTime": "2025-03-04T05:00:00Z",
    "endTime": "2025-03-04T05:20:00Z",
    "exitCode": 1,
    "result": "failure",
    "failureInfo": {"category": "usererror", "code": "FailureExitCode"},
    "nodeInfo": {"poolId": "encoders", "nodeId": "tvm-2", "taskRootDirectory": "workitems/encode/job-1/encode-3/2"},
}


def test_subtask() -> None:
    assert str(explain(SubtaskInformation.deserialize(SUBTASK))).splitlines() == [
        f"Subtask 2 failed on node tvm-2 with exit code 1{TOOK}",
        "Exit code 1: general failure.",
        "If a subtask fails, its whole task fails.",
        "Likely causes:",
        "- a command of the task failed; its output shows why",
        "Files to read: stderr.txt, stdout.txt",
        "Next steps:",
        "- Read the output and correct the command that failed.",
    ]
    succeeded = {**SUBTASK, "exitCode": 0, "result": "success", "failureInfo": None}
    assert explain(SubtaskInformation.deserialize(succeeded)).sentences == (f"Subtask 2 succeeded on node tvm-2{TOOK}",)
    preparing = explain(SubtaskInformation.deserialize({"id": 2, "state": "preparing"}))
    assert preparing.sentences[0] == "Subtask 2 is waiting for the job preparation task."


def test_recent_task_of_a_node() -> None:
    recent = {"taskUrl": TASK["url"], "jobId": "encode", "taskId": "encode-3", "taskState": "completed"}
    explanation = explain(TaskInformation.deserialize({**recent, "executionInfo": TASK["executionInfo"]}))
    assert explanation.sentences == (
        f"Task encode-3 of job encode failed with exit code 127 after 3 attempts{TOOK}",
        "Exit code 127: the shell didn't find the command.",
        BLOCKED,
    )
    assert explanation.download == DOWNLOAD
    subtask = explain(TaskInformation.deserialize({**recent, "subtaskId": 0, "executionInfo": TASK["executionInfo"]}))
    assert subtask.sentences[0] == f"Subtask 0 of task encode-3 failed with exit code 127 after 3 attempts{TOOK}"
    assert explain(TaskInformation.deserialize({**recent, "taskState": "running"})).sentences[0] == (
        "Task encode-3 of job encode is running."
    )


def test_windows_is_recognized_by_the_directory() -> None:
    directory = {**TASK["nodeInfo"], "taskRootDirectory": "\\workitems\\encode\\job-1\\encode-3"}
    windows = explain(task({"exitCode": 5}, commandLine="setup", nodeInfo=directory))
    assert windows.sentences[1] == "Exit code 5: access denied (system error 5)."
    assert windows.next_steps[0] == "Run the task as an administrator; in Python, user_identity=identities.pool_admin()."


def test_incomplete_answers() -> None:
    assert explain(CloudTask()).sentences == (
        "The document contains nothing about a run of the task: either it hasn't started, or the answer is incomplete.",
    )
    assert explain(CloudTask.deserialize({"id": "t", "state": "completed"})).sentences == (
        "The document doesn't show how the task ended: it has neither a result nor an exit code.",
    )
    assert explain(CloudTask.deserialize({"id": "t", "state": "paused"})).sentences == (
        "Task t is in the state 'paused', which this version of batchmodels doesn't know.",
    )
    assert explain(CloudTask.deserialize({"id": "t", "state": "running"})).sentences[0] == "Task t is running."
    assert explain(task({"retryCount": None})).attempts_made is None


def test_commands_contain_no_unsafe_id() -> None:
    for members in ({"id": "a; reboot"}, {"url": "https://example.com/jobs/$(reboot)/tasks/encode-3"}):
        explanation = explain(task(**members))
        assert explanation.download is None
        assert (
            explanation.next_steps[-1]
            == "To run the task again unchanged, reactivate it. To change it, delete it and add it again."
        )
    of_schedule = explain(task(url="https://example.com/jobs/nightly:job-1/tasks/encode-3"))
    assert of_schedule.job_id == "nightly:job-1"
    assert of_schedule.download == DOWNLOAD.replace("encode ", "nightly:job-1 ", 1)


def test_a_task_brings_its_own_definition() -> None:
    with pytest.raises(TypeError) as caught:
        explain(task(), task=StartTask(command_line="true"))
    assert str(caught.value) == "expected None as the task of CloudTask, got batchmodels.models.start_task.StartTask"


@needs_wire
def test_published_examples_of_tasks() -> None:
    paths = sorted((WIRE / "examples-all").glob("CloudTask-*.json"))
    assert paths
    for path in paths:
        assert explain(CloudTask.deserialize(load(path)["body"])).sentences == (
            "Task testTask of job jobId is waiting for a node.",
            "It is a multi-instance task; this document describes only its primary task.",
        )


@given(strategies.models(CloudTask) | strategies.broken_models(CloudTask))
def test_any_task_is_explained(subject: CloudTask) -> None:
    explanation = explain(subject)
    assert explanation.sentences
    for line in str(explanation).splitlines():
        assert line.isprintable()


@given(strategies.models(TaskExecutionInformation))
def test_any_execution_information_is_explained(information: TaskExecutionInformation) -> None:
    completed = task()
    completed.execution_info = information
    assert explain(completed).sentences


def test_next_steps_include_findings_of_the_command_line() -> None:
    line = "/bin/bash -c 'set -e; apt-get update; apt-get install -y jq'"
    explanation = explain(task({"exitCode": 100}, commandLine=line))
    assert explanation.next_steps[0] == (
        "BM201: apt-get update fails because the task doesn't run as an administrator. Run the task as an administrator: "
        '"userIdentity": {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}; in Python, '
        "user_identity=identities.pool_admin()."
    )


def test_next_steps_include_findings_of_output_files() -> None:
    destination = {"container": {"containerUrl": "https://a.blob.core.windows.net/results", "path": "out.csv"}}
    file = {"filePattern": "out.csv", "destination": destination, "uploadOptions": {"uploadCondition": "taskcompletion"}}
    failed = {"exitCode": 0, "failureInfo": {"category": "usererror", "code": "FileUploadMiscError"}}
    explanation = explain(task(failed, outputFiles=[file]))
    assert explanation.next_steps[0] == (
        "BM067: containerUrl has no SAS and identityReference isn't set, so storage refuses the upload. Set identityReference "
        "to "
        "a managed identity of the pool that can write to the container, or append a SAS with sp=w."
    )
