"""explain() of nodes in every state and of start tasks with every outcome."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import strategies
from conftest import ROOT, WIRE_EXAMPLES, load, needs_wire
from hypothesis import given
from hypothesis import strategies as st

import batchmodels
from batchmodels import (
    ComputeNode,
    ComputeNodeState,
    Explanation,
    ResourceFile,
    StartTask,
    StartTaskInformation,
    TaskContainerExecutionInformation,
    UnknownValue,
    explain,
    identities,
)

DOCUMENT = load(ROOT / "tests" / "documents" / "nodes" / "start_task_failed.json")
INFORMATION = DOCUMENT["startTaskInfo"]
NODE = "tvm-1695681911_3-20250304t050212z"
DOWNLOAD = (
    f"az batch node file download --pool-id encoders --node-id {NODE} --file-path startup/stderr.txt --destination stderr.txt"
)
REPLACE = (
    "After changing the start task, replace this node: existing nodes run the changed start task only after they are"
    " rebooted or reimaged."
)
URL = "https://a.blob.core.windows.net/setup/f?sv=2024-11-04&sr=b&sp=r&se=2025-01-01T00%3A00%3A00Z&sig=s3cret"
FAILED = "The node is starttaskfailed: it accepts no tasks, but costs money until you remove it."
NO_RETRY = "Retries don't help: Batch retries a task only after an exit code other than 0."


def node(info: dict[str, Any] | None = None, start_task: dict[str, Any] | None = None, **members: Any) -> ComputeNode:
    """The document's node with other members; None removes a member."""
    document = {**DOCUMENT, **members}
    document["startTaskInfo"] = {**INFORMATION, **(info or {})}
    document["startTask"] = {**DOCUMENT["startTask"], **(start_task or {})}
    return ComputeNode.deserialize(document)


def refused(code: str, **failure: Any) -> dict[str, Any]:
    """Information about a start task whose command was never started."""
    return {"exitCode": None, "retryCount": 0, "failureInfo": {"category": "usererror", "code": code, **failure}}


def test_failed_start_task() -> None:
    explanation = explain(ComputeNode.deserialize(DOCUMENT))
    assert str(explanation).splitlines() == [
        (
            f"The start task failed on node {NODE} with exit code 100 after 4 of 4 attempts;"
            " the last run took 30.6 s and ended at 2025-03-04 05:06:38 UTC."
        ),
        "Exit code 100: apt-get failed; for yum and dnf check-update, updates are available.",
        FAILED,
        "Likely causes:",
        "- the task doesn't run as an administrator",
        "- another process, such as unattended upgrades, holds the package manager's lock",
        "- a package doesn't exist under that name, or the repository can't be reached",
        "Files to read: startup/stderr.txt, startup/stdout.txt",
        f"  {DOWNLOAD}",
        "Next steps:",
        (
            "- BM201: apt-get update fails because the start task doesn't run as an administrator. Run the start task as an "
            'administrator: "userIdentity": {"autoUser": {"scope": "pool", "elevationLevel": "admin"}};'
            " in Python, user_identity=identities.pool_admin()."
        ),
        "- Make apt-get wait for the lock with -o DPkg::Lock::Timeout=300, and allow a few retries.",
        f"- {REPLACE}",
    ]
    assert explanation.node_id == NODE
    assert (explanation.node_state, explanation.state, explanation.succeeded) == ("starttaskfailed", "completed", False)
    assert (explanation.attempts_made, explanation.attempts_allowed) == (4, 4)
    assert (explanation.exit_code, explanation.failure_code) == (100, "FailureExitCode")
    assert (explanation.accepts_tasks, explanation.costs_money) == (False, True)
    assert explanation.files == ("startup/stderr.txt", "startup/stdout.txt")
    assert explanation.download == DOWNLOAD


def test_information_without_a_node() -> None:
    information = StartTaskInformation.deserialize(INFORMATION)
    alone = explain(information)
    assert alone.sentences[0].startswith("The start task failed with exit code 100 after 4 attempts; the last run took")
    assert (
        alone.sentences[-1]
        == "This document doesn't show whether the node accepts tasks and costs money; explain the node to find out."
    )
    assert (alone.accepts_tasks, alone.costs_money, alone.attempts_allowed, alone.download) == (None, None, None, None)
    assert alone.next_steps[0] == "Run the task as an administrator; in Python, user_identity=identities.pool_admin()."
    start_task = StartTask.deserialize(DOCUMENT["startTask"])
    beside = explain(information, task=start_task)
    assert beside.sentences[0].startswith("The start task failed with exit code 100 after 4 of 4 attempts; the last run")
    assert beside.sentences[-1] == ("The node accepts no tasks until the start task succeeds, because waitForSuccess is true.")
    assert (beside.accepts_tasks, beside.attempts_allowed) == (False, 4)
    start_task.wait_for_success = False
    off = explain(information, task=start_task)
    assert off.sentences[-1] == "The node accepts tasks even if the start task fails, because waitForSuccess is false."
    assert off.accepts_tasks is None
    start_task.wait_for_success = True
    succeeded = StartTaskInformation.deserialize({**INFORMATION, "failureInfo": None, "exitCode": 0, "result": "success"})
    assert len(explain(succeeded, task=start_task).sentences) == 1


@pytest.mark.parametrize("wrong", [{"state": "idle"}, "node.json", None, StartTask(command_line="true"), ComputeNode])
def test_explaining_anything_else_is_a_type_error(wrong: Any) -> None:
    with pytest.raises(TypeError) as caught:
        explain(wrong)
    kind = {StartTask: "batchmodels.models.start_task.StartTask", type(ComputeNode): "type"}.get(
        type(wrong), type(wrong).__name__
    )
    assert str(caught.value) == (
        "expected ComputeNode, StartTaskInformation, CloudTask, SubtaskInformation, TaskInformation, CloudJob,"
        " CloudPool, ResizeError,"
        " JobReleaseTaskExecutionInformation, JobPreparationTaskExecutionInformation or"
        " JobPreparationAndReleaseTaskExecutionInformation, got"
        f" {'None' if wrong is None else kind}: deserialize it first, for example with ComputeNode.deserialize"
    )


def test_another_type_as_start_task_is_a_type_error() -> None:
    with pytest.raises(TypeError) as caught:
        explain(node(), task={"commandLine": "true"})  # type: ignore[arg-type]  # because this call is wrong
    assert str(caught.value) == (
        "expected StartTask as the task of ComputeNode, got dict: deserialize it first, for example with StartTask.deserialize"
    )


def test_refused_download() -> None:
    details = [{"name": "BlobSource", "value": URL}, {"name": "FilePath", "value": "/mnt/x"}, {"name": "Empty"}]
    explanation = explain(
        node(
            refused("BlobAccessDenied", message="Access for one of the specified Azure Blob(s) is denied.", details=details),
            {"resourceFiles": [{"httpUrl": URL, "filePath": "f"}]},
        )
    )
    assert explanation.sentences == (
        f"The start task failed on node {NODE} at 2025-03-04 05:06:38 UTC: its command never started.",
        "BlobAccessDenied: storage refused the download of a resource file.",
        (
            "Message from the service: Access for one of the specified Azure Blob(s) is denied (BlobSource: https://a.blob.core.windows.net"
            "/setup/f?sv=2024-11-04&sr=b&sp=r&se=2025-01-01T00%3A00%3A00Z&sig=***; FilePath: /mnt/x)."
        ),
        NO_RETRY,
        FAILED,
    )
    assert explanation.next_steps[0].startswith(
        "BM601: the SAS in httpUrl expired at 2025-01-01 00:00 UTC, so storage refuses every request that uses it. "
    )
    assert (explanation.attempts_made, explanation.exit_code, explanation.files) == (0, None, ())


def test_expiry_of_a_sas_is_checked_at_the_start_of_the_run_or_at_the_given_time() -> None:
    files = {"resourceFiles": [{"httpUrl": URL.replace("se=2025", "se=2031"), "filePath": "f"}]}
    denied = node(refused("BlobAccessDenied"), files)
    assert not explain(denied).next_steps[0].startswith("BM601")
    assert explain(denied, now=datetime.datetime(2032, 1, 1)).next_steps[0].startswith("BM601")


def test_retry_that_could_not_be_started() -> None:
    explanation = explain(node({**refused("DiskFull"), "retryCount": 2}))
    assert explanation.sentences[0] == (
        f"The start task failed on node {NODE} at 2025-03-04 05:06:38 UTC:"
        " after 2 attempts, its command couldn't be started again."
    )
    assert explanation.attempts_made == 2


def test_unknown_failure_code() -> None:
    explanation = explain(node(refused("GremlinsInside", message="Gremlins.", category="servererror")))
    assert explanation.sentences[1:4] == (
        "The document contains no exit code.",
        "GremlinsInside: a code that this version of batchmodels doesn't know.",
        "Message from the service: Gremlins.",
    )
    assert explanation.causes == ()
    assert explanation.next_steps == (
        "The service reports an error on its side; the same start task may succeed on another node.",
        REPLACE,
    )
    assert explanation.attempts_made is None
    assert "The service gives no code for the failure." in explain(node(refused(""))).sentences


def test_error_detail_with_the_name_of_a_secret_is_masked() -> None:
    details = [{"name": "AccountKey", "value": "s3cret"}, {"value": "x"}]
    assert "Message from the service: (AccountKey: ***; x)." in explain(node(refused("Unknown", details=details))).sentences


def test_running_start_task() -> None:
    running = {"state": "running", "endTime": None, "exitCode": None, "failureInfo": None, "result": None, "retryCount": 1}
    explanation = explain(node(running, state="waitingforstarttask", isDedicated=False))
    assert explanation.sentences == (
        f"The start task has been running on node {NODE} since 2025-03-04 05:06:07 UTC (attempt 2 of 4).",
        "Downloading its files counts as running.",
        "It has no time limit; a command that waits for input waits forever.",
        (
            "The Spot or low-priority node is waitingforstarttask: it accepts no tasks until the start task succeeds,"
            " but costs money."
        ),
    )
    assert (explanation.succeeded, explanation.attempts_made, explanation.causes, explanation.next_steps) == (None, 2, (), ())
    between = explain(node({**running, "endTime": INFORMATION["endTime"]}, state="waitingforstarttask"))
    assert between.sentences[0] == (
        f"The start task failed on node {NODE} in attempt 2 of 4 at 2025-03-04 05:06:38 UTC; the next attempt follows."
    )


def test_successful_start_task() -> None:
    succeeded = {"exitCode": 0, "failureInfo": None, "result": "success", "retryCount": 0}
    explanation = explain(node(succeeded, state="idle"))
    assert str(explanation).splitlines() == [
        (
            f"The start task succeeded on node {NODE} in attempt 1 of 4; the last run took 30.6 s and ended at"
            " 2025-03-04 05:06:38 UTC."
        ),
        "The node is idle: it accepts tasks, and it costs money even while it runs none.",
        "Files to read: startup/stdout.txt, startup/stderr.txt",
    ]
    assert explanation.succeeded is True
    assert explain(node({**succeeded, "result": None}, state="idle")).succeeded is True


@pytest.mark.parametrize(
    ("wait", "because", "advised"),
    [(False, ", because waitForSuccess is false", True), (None, "", True), (True, "", False)],
)
def test_node_accepts_tasks_although_its_start_task_failed(wait: bool | None, because: str, advised: bool) -> None:
    explanation = explain(node(start_task={"waitForSuccess": wait}, state="running"))
    assert explanation.accepts_tasks is True
    assert explanation.sentences[-1] == f"It accepts tasks even though the start task failed{because}."
    advice = "Set waitForSuccess to true so that a node whose start task failed accepts no tasks."
    assert (advice in explanation.next_steps) is advised


@pytest.mark.parametrize(
    ("retries", "made", "allowed", "said"),
    [
        (None, 1, 1, "after its only attempt"),
        (0, 1, 1, "after its only attempt"),
        (2, 1, 3, "after 1 of 3 attempts"),
        (2, 3, 3, "after 3 of 3 attempts"),
        (1, 3, 2, "after 3 attempts"),
        (-1, 8, -1, "after 8 attempts (there is no limit)"),
        (-7, 1, None, "after 1 attempt"),
    ],
)
def test_attempts(retries: int | None, made: int, allowed: int | None, said: str) -> None:
    explanation = explain(node({"retryCount": made - 1}, {"maxTaskRetryCount": retries}))
    assert f" with exit code 100 {said}; the last run" in explanation.sentences[0]
    assert (explanation.attempts_made, explanation.attempts_allowed) == (made, allowed)


def test_missing_administrator_rights_are_no_cause_for_an_administrator() -> None:
    admin = node()
    admin.start_task.user_identity = identities.pool_admin()
    explanation = explain(admin)
    assert explanation.causes[0] == "another process, such as unattended upgrades, holds the package manager's lock"
    assert "administrator" not in str(explanation)


def test_windows_is_recognized_by_the_image_or_the_command_line() -> None:
    image = {"virtualMachineInfo": {"imageReference": {"publisher": "MicrosoftWindowsServer", "offer": "windowsserver"}}}
    by_image = explain(node({"exitCode": 3010}, {"commandLine": "setup"}, **image))
    by_command_line = explain(node({"exitCode": 3010}, {"commandLine": "cmd /c setup.exe"}, virtualMachineInfo=None))
    for explanation in (by_image, by_command_line):
        assert explanation.files == ("startup\\stderr.txt", "startup\\stdout.txt")
        assert explanation.download is not None
        assert explanation.download.endswith(' --file-path "startup\\stderr.txt" --destination stderr.txt')
        assert explanation.causes == ("the installation succeeded and needs a restart",)


@pytest.mark.parametrize("code", [1, 77])
def test_exit_code_without_a_specific_meaning(code: int) -> None:
    explanation = explain(node({"exitCode": code}))
    assert explanation.exit_code == code
    assert explanation.causes == ("a command of the task failed; its output shows why",)
    assert explanation.next_steps[0].startswith("BM201: ")


def test_failure_with_exit_code_0() -> None:
    explanation = explain(node({"exitCode": 0, "failureInfo": {"category": "usererror", "code": "ContainerMiscError"}}))
    assert explanation.sentences[1:3] == (
        "The command itself exited with 0; another part of the task failed.",
        "ContainerMiscError: the container failed for a reason that the service doesn't know.",
    )


def test_exit_code_together_with_a_failed_download() -> None:
    explanation = explain(node({**refused("BlobNotFound"), "exitCode": 100, "retryCount": 3}))
    assert explanation.sentences[0].startswith(
        f"The start task failed on node {NODE} with exit code 100 after 4 of 4 attempts;"
    )
    assert explanation.sentences[1] == "BlobNotFound: a resource file wasn't found."
    assert explanation.causes[0] == "the file or its container has been deleted or renamed since the task was defined"


def test_error_of_the_container() -> None:
    failed = node()
    failed.start_task_info.container_info = TaskContainerExecutionInformation(error=f"no such image: {URL}.")
    assert (
        "Docker reports an error of the container: no such image: https://a.blob.core.windows.net/setup/f?sv=2024-11-04&sr=b&sp=r"
        "&se=2025-01-01T00%3A00%3A00Z&sig=***."
    ) in explain(failed).sentences


def test_node_without_a_start_task() -> None:
    idle = ComputeNode(id="tvm-1", state=ComputeNodeState.idle)
    assert str(explain(idle)) == (
        "This document contains no start task on node tvm-1.\n"
        "The node is idle: it accepts tasks, and it costs money even while it runs none."
    )
    assert str(explain(ComputeNode())) == (
        "This document contains no start task.\n"
        "The document doesn't contain the node's state, so it is unknown whether the node accepts tasks."
    )
    waiting = explain(ComputeNode(id="tvm-1", state=ComputeNodeState.waiting_for_start_task))
    assert waiting.sentences[0] == (
        "The document contains nothing about a run of the start task on node tvm-1: either it hasn't started, or the answer is"
        " incomplete."
    )


def test_unknown_states_and_results() -> None:
    strange = node({"state": "paused", "failureInfo": None, "exitCode": None, "result": None}, state="hibernating")
    assert isinstance(strange.state, UnknownValue)
    explanation = explain(strange)
    assert explanation.sentences == (
        f"The start task on node {NODE} is in the state 'paused', which this version of batchmodels doesn't know.",
        "The node's state is 'hibernating', which this version of batchmodels doesn't know.",
    )
    assert (explanation.accepts_tasks, explanation.costs_money, explanation.attempts_made) == (None, None, None)
    odd_end = explain(node({"failureInfo": None, "exitCode": None, "result": "postponed"}))
    assert odd_end.sentences[0] == (
        f"The start task ended on node {NODE} with the result 'postponed', which this version of batchmodels doesn't know."
    )
    nothing = explain(node({"failureInfo": None, "exitCode": None, "result": None}))
    assert nothing.sentences[0] == (
        f"The document doesn't show how the start task ended on node {NODE}: it has neither a result nor an exit code."
    )


@pytest.mark.parametrize(("scheduling", "takes"), [("enabled", True), ("disabled", False), ("paused", None), (None, True)])
def test_disabled_scheduling(scheduling: str | None, takes: bool | None) -> None:
    explanation = explain(ComputeNode.deserialize({"id": "tvm-1", "state": "idle", "schedulingState": scheduling}))
    assert explanation.accepts_tasks is takes
    assert ("Its scheduling is disabled, so it accepts no new tasks." in explanation.sentences) is (takes is False)
    assert (explanation.next_steps == ("Enable the node's scheduling.",)) is (takes is False)


def test_unusable_node_without_errors() -> None:
    explanation = explain(ComputeNode(id="tvm-1", state=ComputeNodeState.unusable))
    assert explanation.sentences[1:] == (
        "The node is unusable: it can't run tasks, but costs money until you remove it.",
        (
            "Batch can't reach a node that is unusable without errors, and tries to recover it. If many nodes are unusable, the"
            " cause is probably the pool's network or the image."
        ),
    )
    assert explanation.next_steps == ("Remove the node if it doesn't recover; it costs money until then.",)


def test_unusable_node_with_errors() -> None:
    full = {"code": "DiskFull", "message": "The VM disk is full.", "errorDetails": [{"name": "Source", "value": URL}]}
    unusable = ComputeNode.deserialize({"state": "unusable", "errors": [full, {"code": "Odd"}, {}, {}, {}]})
    explanation = explain(unusable)
    assert explanation.sentences[2:] == (
        (
            "The node reports DiskFull: the node's disk is full. Message from the service: The VM disk is full (Source:"
            " https://a.blob.core.windows.net/setup/f?sv=2024-11-04&sr=b&sp=r&se=2025-01-01T00%3A00%3A00Z&sig=***)."
        ),
        "The node reports Odd.",
        "The node reports an error without a code.",
        "The node reports 2 more errors.",
    )
    assert explanation.next_steps[0] == "Choose a VM size with a larger temporary disk, or put less on the node."


@pytest.mark.parametrize("state", list(ComputeNodeState))
def test_every_state_of_a_node(state: ComputeNodeState) -> None:
    explanation = explain(node(state=state.value))
    assert any(sentence.startswith(f"The node is {state.value}: ") for sentence in explanation.sentences)
    readable = state.value not in ("unusable", "unknown", "creating", "preempted", "deallocated", "deallocating")
    assert bool(explanation.files) is readable


def test_download_command_contains_no_unsafe_id() -> None:
    for members in ({"id": "tvm-1; rm -rf /"}, {"id": "$(reboot)"}, {"id": "tvm\n1"}):
        assert explain(node(**members)).download is None
    elsewhere = explain(node(url="https://example.com/pools/a$(b)/nodes/c")).download
    assert elsewhere is not None
    assert "--pool-id POOL " in elsewhere


def test_texts_of_the_service_are_on_one_line_and_cut() -> None:
    explanation = explain(node(refused("BlobNotFound", message="\x1b[31mred\r\n\u202eand " + "long " * 10_000), id="a\nb\x00c"))
    assert explanation.node_id == "a b c"
    for sentence in explanation.sentences:
        assert sentence.isprintable()
        assert len(sentence) < 600


def test_unusual_values_in_a_model() -> None:
    made = node()
    made.state = "waitingForStartTask"  # type: ignore[assignment]  # because a model accepts any value
    made.start_task_info.end_time = datetime.datetime(9999, 12, 31, 23, tzinfo=datetime.timezone(-datetime.timedelta(hours=9)))
    explanation = explain(made)
    assert explanation.sentences[0] == f"The start task failed on node {NODE} with exit code 100 after 4 of 4 attempts."
    assert explanation.sentences[-1] == (
        "The node is waitingForStartTask: it accepts no tasks until the start task succeeds, but costs money."
    )
    made.start_task_info.end_time = datetime.datetime(2025, 3, 4, 5, 8)
    assert "; the last run took 1.9 min and ended at 2025-03-04 05:08:00 UTC." in explain(made).sentences[0]
    made.start_task_info.end_time = datetime.datetime(2025, 3, 4, 5, 1)
    assert explain(made).sentences[0].endswith(" attempts at 2025-03-04 05:01:00 UTC.")


@needs_wire
def test_published_examples_of_nodes() -> None:
    paths = [path for path in WIRE_EXAMPLES if path.name.startswith("ComputeNode-")]
    assert paths
    for path in paths:
        explanation = explain(ComputeNode.deserialize(load(path)["body"]))
        assert explanation.succeeded is True
        assert explanation.accepts_tasks is True
        assert explanation.exit_code == 0


SECRET = st.sampled_from([URL, "https://a.blob.core.windows.net/c?sig=s3cret", "curl 'https://a/b?x=1&sig=s3cret'"])


def with_secrets(draw: st.DrawFn, model: Any) -> None:
    """Replace some texts of a model by a URL with a signature."""
    for attribute in model.__definition__.attributes:
        value = getattr(model, attribute.name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, batchmodels.Model):
                with_secrets(draw, each)
        if type(value) is str and draw(st.booleans()):
            setattr(model, attribute.name, draw(SECRET))


@given(st.data())
def test_any_document_is_explained_without_its_secrets(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([ComputeNode, StartTaskInformation]))
    subject = data.draw(strategies.models(kind) | strategies.broken_models(kind))
    data.draw(st.composite(lambda draw: with_secrets(draw, subject))())
    explanation = explain(subject)
    assert isinstance(explanation, Explanation)
    for text in (str(explanation), repr(explanation)):
        assert "s3cret" not in text
    for line in str(explanation).splitlines():
        assert line.isprintable()


@given(strategies.models(StartTask), strategies.models(StartTaskInformation))
def test_any_start_task_with_any_information(start_task: StartTask, information: StartTaskInformation) -> None:
    assert explain(information, task=start_task).sentences


def test_only_findings_that_fit_the_failure_are_shown() -> None:
    files = [ResourceFile(http_url=URL, file_path="f")]
    killed = explain(node({"exitCode": 137}, {"commandLine": "/bin/bash -c 'apt-get install x'"}), now=None)
    assert not [step for step in killed.next_steps if step.startswith("BM")]
    start_task = StartTask(command_line="bash -c 'apt-get install x'", resource_files=files)
    failed = explain(node({"exitCode": 100}), task=start_task)
    assert [change[:5] for change in failed.next_steps if change.startswith("BM")] == ["BM201", "BM301", "BM311"]
