"""What explain() tells of nodes in every state, and of start tasks that ended in every way."""

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
    "When the start task is changed, let the pool have a new node in this one's place: nodes that are there take the change"
    " only when they restart."
)
URL = "https://a.blob.core.windows.net/c/f?sv=2024-11-04&sr=b&sp=r&se=2025-01-01T00%3A00%3A00Z&sig=s3cret"
FAILED = "The node is starttaskfailed: it takes no tasks, but costs money until it is removed."
NO_RETRY = "Retries don't help here: only another exit code than 0 leads to one."


def node(info: dict[str, Any] | None = None, start_task: dict[str, Any] | None = None, **members: Any) -> ComputeNode:
    """The node of the document with other members; a member that is None is left out."""
    document = {**DOCUMENT, **members}
    document["startTaskInfo"] = {**INFORMATION, **(info or {})}
    document["startTask"] = {**DOCUMENT["startTask"], **(start_task or {})}
    return ComputeNode.deserialize(document)


def refused(code: str, **failure: Any) -> dict[str, Any]:
    """The information of a start task whose command was never started."""
    return {"exitCode": None, "retryCount": 0, "failureInfo": {"category": "usererror", "code": code, **failure}}


def test_a_failed_start_task() -> None:
    explanation = explain(ComputeNode.deserialize(DOCUMENT))
    assert str(explanation).splitlines() == [
        (
            f"The start task has failed on node {NODE} with exit code 100, after 4 of 4 attempts;"
            " the last run took 30.6 s and ended at 2025-03-04 05:06:38 UTC."
        ),
        "Exit code 100: apt-get uses it for every failure; yum and dnf end check-update with it when there are updates.",
        FAILED,
        "Likely causes:",
        "- the start task doesn't run as an administrator",
        "- the node's own upgrades hold the package manager's lock",
        "- a package has another name, or its server can't be reached",
        "To read on the node: startup/stderr.txt, startup/stdout.txt",
        f"  {DOWNLOAD}",
        "What to change:",
        (
            "- BM201: apt-get update fails because the start task doesn't run as an administrator. Run the start task as an"
            ' administrator: "userIdentity": {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}; in Python,'
            " user_identity=identities.pool_admin()."
        ),
        "- Let apt-get wait for the lock with -o DPkg::Lock::Timeout=300, and allow a few retries.",
        f"- {REPLACE}",
    ]
    assert explanation.node_id == NODE
    assert (explanation.node_state, explanation.state, explanation.succeeded) == ("starttaskfailed", "completed", False)
    assert (explanation.attempts_made, explanation.attempts_allowed) == (4, 4)
    assert (explanation.exit_code, explanation.failure_code) == (100, "FailureExitCode")
    assert (explanation.takes_tasks, explanation.costs_money) == (False, True)
    assert explanation.files == ("startup/stderr.txt", "startup/stdout.txt")
    assert explanation.download == DOWNLOAD


def test_the_information_alone() -> None:
    information = StartTaskInformation.deserialize(INFORMATION)
    alone = explain(information)
    assert alone.sentences[0].startswith("The start task has failed with exit code 100, after 4 attempts; the last run took")
    assert alone.sentences[-1] == "Whether the node takes tasks and costs money isn't in this document: the node itself tells."
    assert (alone.takes_tasks, alone.costs_money, alone.attempts_allowed, alone.download) == (None, None, None, None)
    assert alone.changes[0] == "Run the start task as an administrator: in Python, user_identity=identities.pool_admin()."
    start_task = StartTask.deserialize(DOCUMENT["startTask"])
    beside = explain(information, start_task=start_task)
    assert beside.sentences[0].startswith("The start task has failed with exit code 100, after 4 of 4 attempts; the last run")
    assert (
        beside.sentences[-1] == "The node takes no tasks before the start task has succeeded, because wait_for_success is on."
    )
    assert (beside.takes_tasks, beside.attempts_allowed) == (False, 4)
    start_task.wait_for_success = False
    off = explain(information, start_task=start_task)
    assert off.sentences[-1] == "The start task keeps no tasks away from the node, because wait_for_success is off."
    assert off.takes_tasks is None
    start_task.wait_for_success = True
    succeeded = StartTaskInformation.deserialize({**INFORMATION, "failureInfo": None, "exitCode": 0, "result": "success"})
    assert len(explain(succeeded, start_task=start_task).sentences) == 1


@pytest.mark.parametrize("wrong", [{"state": "idle"}, "node.json", None, StartTask(command_line="true"), ComputeNode])
def test_what_is_no_node_is_refused(wrong: Any) -> None:
    with pytest.raises(TypeError) as caught:
        explain(wrong)
    kind = {StartTask: "batchmodels.models.start_task.StartTask", type(ComputeNode): "type"}.get(
        type(wrong), type(wrong).__name__
    )
    assert (
        str(caught.value) == f"expected ComputeNode or StartTaskInformation, got {'None' if wrong is None else kind}:"
        " read it first, with ComputeNode.deserialize say"
    )


def test_what_is_no_start_task_is_refused() -> None:
    with pytest.raises(TypeError) as caught:
        explain(node(), start_task={"commandLine": "true"})  # type: ignore[arg-type]  # because that is the mistake
    assert str(caught.value) == "expected StartTask as start_task, got dict: read it first, with StartTask.deserialize say"


def test_a_download_that_was_refused() -> None:
    details = [{"name": "BlobSource", "value": URL}, {"name": "FilePath", "value": "/mnt/x"}, {"name": "Empty"}]
    explanation = explain(
        node(
            refused("BlobAccessDenied", message="Access for one of the specified Azure Blob(s) is denied.", details=details),
            {"resourceFiles": [{"httpUrl": URL, "filePath": "f"}]},
        )
    )
    assert explanation.sentences == (
        f"The start task has failed on node {NODE} at 2025-03-04 05:06:38 UTC: its command was never started.",
        "BlobAccessDenied: storage refused the download of a resource file.",
        (
            "The service says: Access for one of the specified Azure Blob(s) is denied (BlobSource:"
            " https://a.blob.core.windows.net/c/f?sv=2024-11-04&sr=b&sp=r&se=2025-01-01T00%3A00%3A00Z&sig=***; FilePath:"
            " /mnt/x)."
        ),
        NO_RETRY,
        FAILED,
    )
    assert explanation.changes[0].startswith("BM601: the SAS in httpUrl expired at 2025-01-01 00:00 UTC; ")
    assert (explanation.attempts_made, explanation.exit_code, explanation.files) == (0, None, ())


def test_a_sas_is_judged_by_the_time_of_the_run_unless_another_is_given() -> None:
    files = {"resourceFiles": [{"httpUrl": URL.replace("se=2025", "se=2031"), "filePath": "f"}]}
    denied = node(refused("BlobAccessDenied"), files)
    assert not explain(denied).changes[0].startswith("BM601")
    assert explain(denied, now=datetime.datetime(2032, 1, 1)).changes[0].startswith("BM601")


def test_a_retry_that_could_not_be_started() -> None:
    explanation = explain(node({**refused("DiskFull"), "retryCount": 2}))
    assert (
        explanation.sentences[0] == f"The start task has failed on node {NODE} at 2025-03-04 05:06:38 UTC:"
        " after 2 attempts its command couldn't be started again."
    )
    assert explanation.attempts_made == 2


def test_a_code_that_nobody_knows() -> None:
    explanation = explain(node(refused("GremlinsInside", message="Gremlins.", category="servererror")))
    assert explanation.sentences[1:4] == (
        "The document has no exit code.",
        "GremlinsInside: a code that this version of batchmodels doesn't know.",
        "The service says: Gremlins.",
    )
    assert explanation.causes == ()
    assert explanation.changes == (
        "The service calls it an error of its own: the same start task may succeed on a new node.",
        REPLACE,
    )
    assert explanation.attempts_made is None
    assert "The service gives no code for the failure." in explain(node(refused(""))).sentences


def test_a_detail_whose_name_tells_of_a_secret() -> None:
    details = [{"name": "AccountKey", "value": "s3cret"}, {"value": "x"}]
    assert "The service says: (AccountKey: ***; x)." in explain(node(refused("Unknown", details=details))).sentences


def test_a_running_start_task() -> None:
    running = {"state": "running", "endTime": None, "exitCode": None, "failureInfo": None, "result": None, "retryCount": 1}
    explanation = explain(node(running, state="waitingforstarttask", isDedicated=False))
    assert explanation.sentences == (
        f"The start task is being prepared or runs on node {NODE}, as attempt 2 of 4, since 2025-03-04 05:06:07 UTC.",
        "It has no time limit of its own; a command that waits for an answer waits for ever.",
        (
            "The Spot or low-priority node is waitingforstarttask: it takes no tasks before the start task has succeeded,"
            " but costs money."
        ),
    )
    assert (explanation.succeeded, explanation.attempts_made, explanation.causes, explanation.changes) == (None, 2, (), ())
    between = explain(node({**running, "endTime": INFORMATION["endTime"]}, state="waitingforstarttask"))
    assert (
        between.sentences[0]
        == f"Attempt 2 of 4 of the start task has failed on node {NODE} at 2025-03-04 05:06:38 UTC; the next one follows."
    )


def test_a_start_task_that_succeeded() -> None:
    succeeded = {"exitCode": 0, "failureInfo": None, "result": "success", "retryCount": 0}
    explanation = explain(node(succeeded, state="idle"))
    assert str(explanation).splitlines() == [
        (
            f"The start task has succeeded on node {NODE}, at attempt 1 of 4; the last run took 30.6 s and ended at"
            " 2025-03-04 05:06:38 UTC."
        ),
        "The node is idle: it takes tasks, and costs money with and without them.",
        "To read on the node: startup/stdout.txt, startup/stderr.txt",
    ]
    assert explanation.succeeded is True
    assert explain(node({**succeeded, "result": None}, state="idle")).succeeded is True


@pytest.mark.parametrize(
    ("wait", "because", "advised"),
    [(False, ", because wait_for_success is off", True), (None, "", True), (True, "", False)],
)
def test_a_node_takes_tasks_although_its_start_task_failed(wait: bool | None, because: str, advised: bool) -> None:
    explanation = explain(node(start_task={"waitForSuccess": wait}, state="running"))
    assert explanation.takes_tasks is True
    assert explanation.sentences[-1] == f"It takes them although the start task has failed{because}."
    advice = "Set wait_for_success to true, so that a node whose start task has failed takes no tasks."
    assert (advice in explanation.changes) is advised


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
    assert f" with exit code 100, {said}; the last run" in explanation.sentences[0]
    assert (explanation.attempts_made, explanation.attempts_allowed) == (made, allowed)


def test_an_administrator_is_not_told_to_become_one() -> None:
    admin = node()
    admin.start_task.user_identity = identities.pool_admin()
    explanation = explain(admin)
    assert explanation.causes[0] == "the node's own upgrades hold the package manager's lock"
    assert "administrator" not in str(explanation)


def test_windows_is_told_by_the_image_or_the_command_line() -> None:
    image = {"virtualMachineInfo": {"imageReference": {"publisher": "MicrosoftWindowsServer", "offer": "windowsserver"}}}
    by_image = explain(node({"exitCode": 3010}, {"commandLine": "setup"}, **image))
    by_command_line = explain(node({"exitCode": 3010}, {"commandLine": "cmd /c setup.exe"}, virtualMachineInfo=None))
    for explanation in (by_image, by_command_line):
        assert explanation.files == ("startup\\stderr.txt", "startup\\stdout.txt")
        assert explanation.download is not None
        assert explanation.download.endswith(' --file-path "startup\\stderr.txt" --destination stderr.txt')
        assert explanation.causes == ("the installation worked, and asks for a restart",)


@pytest.mark.parametrize("code", [1, 77])
def test_an_exit_code_that_says_nothing_in_particular(code: int) -> None:
    explanation = explain(node({"exitCode": code}))
    assert explanation.exit_code == code
    assert explanation.causes == ("a command of the start task failed; what it said is in its output",)
    assert explanation.changes[0].startswith("BM201: ")


def test_exit_code_0_and_a_failure_all_the_same() -> None:
    explanation = explain(node({"exitCode": 0, "failureInfo": {"category": "usererror", "code": "ContainerMiscError"}}))
    assert explanation.sentences[1:3] == (
        "The command itself ended well; what failed is what belongs to it.",
        "ContainerMiscError: the container failed for a reason that the service doesn't know.",
    )


def test_an_exit_code_beside_a_download_that_failed() -> None:
    explanation = explain(node({**refused("BlobNotFound"), "exitCode": 100, "retryCount": 3}))
    assert explanation.sentences[0].startswith(
        f"The start task has failed on node {NODE} with exit code 100, after 4 of 4 attempts;"
    )
    assert explanation.sentences[1] == "BlobNotFound: a resource file wasn't found."
    assert explanation.causes[0] == "the file or its container has been deleted or renamed since the pool was made"


def test_what_docker_says() -> None:
    failed = node()
    failed.start_task_info.container_info = TaskContainerExecutionInformation(error=f"no such image: {URL}.")
    assert (
        "Docker says about the container: no such image: https://a.blob.core.windows.net/c/f?sv=2024-11-04&sr=b&sp=r"
        "&se=2025-01-01T00%3A00%3A00Z&sig=***." in explain(failed).sentences
    )


def test_without_a_start_task() -> None:
    idle = ComputeNode(id="tvm-1", state=ComputeNodeState.idle)
    assert (
        str(explain(idle)) == "There is no start task on node tvm-1, as far as this document tells.\n"
        "The node is idle: it takes tasks, and costs money with and without them."
    )
    assert (
        str(explain(ComputeNode())) == "There is no start task, as far as this document tells.\n"
        "The document doesn't tell the node's state, so neither whether it takes tasks."
    )
    waiting = explain(ComputeNode(id="tvm-1", state=ComputeNodeState.waiting_for_start_task))
    assert (
        waiting.sentences[0]
        == "Nothing is known about a run of the start task on node tvm-1: either it hasn't begun, or the answer was cut down."
    )


def test_what_the_service_may_say_one_day() -> None:
    strange = node({"state": "paused", "failureInfo": None, "exitCode": None, "result": None}, state="hibernating")
    assert isinstance(strange.state, UnknownValue)
    explanation = explain(strange)
    assert explanation.sentences == (
        f"The start task's state on node {NODE} is 'paused', which this version of batchmodels doesn't know.",
        "The node is 'hibernating', a state that this version of batchmodels doesn't know.",
    )
    assert (explanation.takes_tasks, explanation.costs_money, explanation.attempts_made) == (None, None, None)
    odd_end = explain(node({"failureInfo": None, "exitCode": None, "result": "postponed"}))
    assert (
        odd_end.sentences[0]
        == f"The start task has ended on node {NODE} with the result 'postponed', which this version of batchmodels doesn't"
        " know."
    )
    nothing = explain(node({"failureInfo": None, "exitCode": None, "result": None}))
    assert (
        nothing.sentences[0]
        == f"The document doesn't tell how the start task ended on node {NODE}: it has neither a result nor an exit code."
    )


@pytest.mark.parametrize(("scheduling", "takes"), [("enabled", True), ("disabled", False), ("paused", None), (None, True)])
def test_scheduling(scheduling: str | None, takes: bool | None) -> None:
    explanation = explain(ComputeNode.deserialize({"id": "tvm-1", "state": "idle", "schedulingState": scheduling}))
    assert explanation.takes_tasks is takes
    assert ("But its scheduling is disabled: it gets no new tasks." in explanation.sentences) is (takes is False)
    assert (explanation.changes == ("Enable the node's scheduling.",)) is (takes is False)


def test_an_unusable_node_without_errors() -> None:
    explanation = explain(ComputeNode(id="tvm-1", state=ComputeNodeState.unusable))
    assert explanation.sentences[1:] == (
        "The node is unusable: it can't run tasks, but costs money until it is removed.",
        (
            "A node that is unusable without errors is one that Batch can't reach. Batch tries to recover it; if many nodes are"
            " like that, the pool's network or the image is likely to be the reason."
        ),
    )
    assert explanation.changes == ("Remove the node if it doesn't recover, so that it stops costing money.",)


def test_an_unusable_node_with_errors() -> None:
    full = {"code": "DiskFull", "message": "The VM disk is full.", "errorDetails": [{"name": "Source", "value": URL}]}
    unusable = ComputeNode.deserialize({"state": "unusable", "errors": [full, {"code": "Odd"}, {}, {}, {}]})
    explanation = explain(unusable)
    assert explanation.sentences[2:] == (
        (
            "The node reports an error: DiskFull: the node's disk is full: The VM disk is full (Source:"
            " https://a.blob.core.windows.net/c/f?sv=2024-11-04&sr=b&sp=r&se=2025-01-01T00%3A00%3A00Z&sig=***)."
        ),
        "The node reports an error: Odd.",
        "The node reports an error: one without a code.",
        "It reports 2 more.",
    )
    assert explanation.changes[0] == "Take a VM size with a larger temporary disk, or bring less to the node."


@pytest.mark.parametrize("state", list(ComputeNodeState))
def test_every_state_of_a_node(state: ComputeNodeState) -> None:
    explanation = explain(node(state=state.value))
    assert any(sentence.startswith(f"The node is {state.value}: ") for sentence in explanation.sentences)
    readable = state.value not in ("unusable", "unknown", "creating", "preempted", "deallocated", "deallocating")
    assert bool(explanation.files) is readable


def test_what_an_id_holds_goes_into_no_shell() -> None:
    for members in ({"id": "tvm-1; rm -rf /"}, {"id": "$(reboot)"}, {"id": "tvm\n1"}):
        assert explain(node(**members)).download is None
    elsewhere = explain(node(url="https://example.com/pools/a$(b)/nodes/c")).download
    assert elsewhere is not None
    assert "--pool-id POOL " in elsewhere


def test_what_a_service_says_stays_on_one_line_and_short() -> None:
    explanation = explain(node(refused("BlobNotFound", message="\x1b[31mred\r\n\u202eand " + "long " * 10_000), id="a\nb\x00c"))
    assert explanation.node_id == "a b c"
    for sentence in explanation.sentences:
        assert sentence.isprintable()
        assert len(sentence) < 600


def test_what_a_program_has_put_into_a_model() -> None:
    made = node()
    made.state = "waitingForStartTask"  # type: ignore[assignment]  # because a model can hold it
    made.start_task_info.end_time = datetime.datetime(9999, 12, 31, 23, tzinfo=datetime.timezone(-datetime.timedelta(hours=9)))
    explanation = explain(made)
    assert explanation.sentences[0] == f"The start task has failed on node {NODE} with exit code 100, after 4 of 4 attempts."
    assert (
        explanation.sentences[-1]
        == "The node is waitingForStartTask: it takes no tasks before the start task has succeeded, but costs money."
    )
    made.start_task_info.end_time = datetime.datetime(2025, 3, 4, 5, 8)
    assert "; the last run took 1.9 min and ended at 2025-03-04 05:08:00 UTC." in explain(made).sentences[0]
    made.start_task_info.end_time = datetime.datetime(2025, 3, 4, 5, 1)
    assert explain(made).sentences[0].endswith(" attempts at 2025-03-04 05:01:00 UTC.")


@needs_wire
def test_published_nodes() -> None:
    paths = [path for path in WIRE_EXAMPLES if path.name.startswith("ComputeNode-")]
    assert paths
    for path in paths:
        explanation = explain(ComputeNode.deserialize(load(path)["body"]))
        assert explanation.succeeded is True
        assert explanation.takes_tasks is True
        assert explanation.exit_code == 0


SECRET = st.sampled_from([URL, "https://a.blob.core.windows.net/c?sig=s3cret", "curl 'https://a/b?x=1&sig=s3cret'"])


def with_secrets(draw: st.DrawFn, model: Any) -> None:
    """Put a URL with a signature where a service puts texts."""
    for attribute in model.__definition__.attributes:
        value = getattr(model, attribute.name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, batchmodels.Model):
                with_secrets(draw, each)
        if type(value) is str and draw(st.booleans()):
            setattr(model, attribute.name, draw(SECRET))


@given(st.data())
def test_no_node_is_too_odd_and_no_secret_is_shown(data: st.DataObject) -> None:
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
def test_any_start_task_beside_any_information(start_task: StartTask, information: StartTaskInformation) -> None:
    assert explain(information, start_task=start_task).sentences


def test_findings_that_do_not_fit_are_not_told() -> None:
    files = [ResourceFile(http_url=URL, file_path="f")]
    told = explain(node({"exitCode": 137}, {"commandLine": "/bin/bash -c 'apt-get install x'"}), now=None)
    assert not [change for change in told.changes if change.startswith("BM")]
    start_task = StartTask(command_line="bash -c 'apt-get install x'", resource_files=files)
    failed = explain(node({"exitCode": 100}), start_task=start_task)
    assert [change[:5] for change in failed.changes if change.startswith("BM")] == ["BM201", "BM301"]
