"""``batchmodels diff``: verdicts and steps by the state of the old resource, and by what can't be compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from test_diff import ANSWER, ARM, POOL, REBOOT, run, write

from batchmodels import CloudPool, PoolAddParameter, Verdict, diff
from batchmodels.cli.main import cli

FILES = {"accountName": "a", "azureFileUrl": "https://a.file.core.windows.net/s", "relativeMountPath": "s"}
KEY = "c2VjcmV0LWtleS1vZi10aGUtc2hhcmU="
MOUNTED = {**ANSWER, "mountConfiguration": [{"azureFileShareConfiguration": FILES}]}
WITH_KEY = {**POOL, "mountConfiguration": [{"azureFileShareConfiguration": {**FILES, "accountKey": KEY}}]}
EMPTY = {**ANSWER, "targetDedicatedNodes": 0, "currentDedicatedNodes": 0}


@pytest.fixture(autouse=True)
def _in_a_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def resource(*arguments: str) -> Any:
    (found,) = json.loads(run(*arguments, "--json").stdout)["resources"]
    return found


def titles(*arguments: str) -> list[str]:
    return [each["title"] for each in resource(*arguments)["operations"]]


def test_a_secret_that_no_answer_has_does_not_decide() -> None:
    files = write("old.json", MOUNTED), write("new.json", {**WITH_KEY, "targetDedicatedNodes": 3})
    done = run(*files)
    assert done.stdout.splitlines()[0] == (
        "pool encoders: at once, and 1 value can't be compared (Batch service, API version 2025-06-01)"
    )
    assert "  mountConfiguration: cannot tell, PATCH" in done.stdout.splitlines()
    assert resource(*files)["verdict"] == "at-once"
    assert [run(*files, "--fail-on", each).exit_code for each in ("cannot-tell", "at-once")] == [0, 1]
    same = "old.json", write("same.json", WITH_KEY)
    assert [run(*same, *options).exit_code for options in ((), ("--fail-on", "cannot-tell"))] == [0, 0]
    assert resource(*same)["verdict"] == "none"


def test_a_value_known_at_deployment_can_not_be_told() -> None:
    unknown = {**ARM, "properties": {**ARM["properties"], "vmSize": "[parameters('size')]"}}
    files = write("old.json", ANSWER), write("new.json", unknown)
    assert resource(*files)["verdict"] == "cannot-tell"
    assert [run(*files, *options).exit_code for options in ((), ("--fail-on", "cannot-tell"))] == [0, 1]


def test_a_secret_that_the_old_document_lacks_is_not_shown_as_if_it_had_one() -> None:
    without = resource(write("old.json", MOUNTED), write("new.json", POOL))
    (change,) = without["properties"][0]["changes"]
    assert (change["kind"], change["old"]) == ("removed", [{"azureFileShareConfiguration": FILES}])
    (unknown,) = resource("old.json", write("key.json", WITH_KEY))["properties"][0]["changes"]
    assert (unknown["kind"], unknown["old"], unknown["new"]) == ("unknown", None, "***")


def test_a_masked_body_says_so() -> None:
    new = write("new.json", {**POOL, "userAccounts": [{"name": "u", "password": "s3cret"}]})
    note = (
        "*** replaces a secret of NEW: write the secret there before you send the request. --patch prints the body of a PATCH "
        "with its secrets, and batchmodels body that of a creation; in Python, document() of each operation has them."
    )
    old = write("old.json", POOL)
    assert f"Note: {note}" in run(old, new).stdout.splitlines()
    assert note.replace("*", "\\*") in run(old, new, "--format", "markdown").stdout
    assert "replaces a secret" not in run(old, write("size.json", {**POOL, "targetDedicatedNodes": 3})).stdout


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"taskSlotsPerNode": 2}, "The service changes it only while the pool has no nodes. The pool has no nodes now."),
        ({"startTask": {"commandLine": "x"}}, f"{REBOOT} The pool has no nodes now."),
    ],
)
def test_a_pool_without_nodes(change: dict[str, Any], reason: str) -> None:
    new = write("new.json", {**POOL, "targetDedicatedNodes": 0, **change})
    for plane in ("data", "arm"):
        files = write("old.json", EMPTY), new
        found = resource(*files, "--plane", plane)
        assert (found["verdict"], found["properties"][0]["reason"]) == ("at-once", reason)
        assert [each["title"] for each in found["operations"]] == ["Change the pool."]
        assert run(*files, "--plane", plane, "--fail-on", "empty-pool,reboot-nodes").exit_code == 0
    scaled = write("scaled.json", {**EMPTY, "enableAutoScale": True, "autoScaleFormula": "$TargetDedicatedNodes = 1;"})
    assert resource(scaled, new)["verdict"] in {"empty-pool", "reboot-nodes"}, "the formula may add nodes"


def test_a_pool_without_nodes_in_an_answer_of_arm() -> None:
    state = {"provisioningState": "Succeeded", "allocationState": "Steady", "currentDedicatedNodes": 0}
    fixed = {"fixedScale": {"targetDedicatedNodes": 0}}
    answer = {**ARM, "properties": {**ARM["properties"], **state, "scaleSettings": fixed}}
    template = {**ARM, "properties": {**ARM["properties"], "scaleSettings": fixed, "taskSlotsPerNode": 2}}
    assert resource(write("old.json", answer), write("new.json", template))["verdict"] == "at-once"
    answer["properties"]["currentDedicatedNodes"] = 1
    assert resource(write("old.json", answer), "new.json")["verdict"] == "empty-pool"


WAIT = "Wait until allocationState is steady."
STOP = "Stop the resize that is running, or wait until it ends."
IN_ARM = "Wait until properties.allocationState is Steady."


@pytest.mark.parametrize(
    ("state", "before"), [("steady", []), ("resizing", [STOP, WAIT]), ("stopping", [WAIT]), (None, [WAIT])]
)
def test_a_resize_needs_a_steady_pool(state: str | None, before: list[str]) -> None:
    old = write("old.json", {**ANSWER, "allocationState": state} if state else POOL)
    resized = write("size.json", {**POOL, "targetDedicatedNodes": 3})
    machine = write("machine.json", {**POOL, "vmSize": "standard_d8s_v3"})
    in_arm = [IN_ARM if each == WAIT else each for each in before]
    assert titles(old, resized) == [*before, "Resize the pool."]
    assert titles(old, machine)[: len(before) + 1] == [*before, "Empty the pool."]
    assert titles(old, resized, "--plane", "arm") == [*in_arm, "Change the pool."]
    assert titles(old, machine, "--plane", "arm")[: len(before) + 1] == [*in_arm, "Empty the pool."]
    paths = [each["path"] for each in resource(old, resized)["operations"]]
    assert ("/pools/encoders/stopresize" in paths) == (state == "resizing")


def test_a_formula_needs_a_steady_pool() -> None:
    formula = {"enableAutoScale": True, "autoScaleFormula": "$TargetDedicatedNodes = 1;"}
    new = write("new.json", {**{key: value for key, value in POOL.items() if key != "targetDedicatedNodes"}, **formula})
    assert titles(write("old.json", {**ANSWER, "allocationState": "resizing"}), new) == [WAIT, "Scale by the formula."]
    assert titles(write("old.json", ANSWER), new) == ["Scale by the formula."]


def test_what_a_deletion_does_to_tasks_and_jobs() -> None:
    same = resource(write("old.json", ANSWER), write("new.json", {**POOL, "vmSize": "x"}), "--api-version", "2024-02-01")
    queued = (
        "Its nodes are removed first, and running tasks are put back into the queues of their jobs. To end them in another "
        "way, first resize the pool to no nodes with a nodeDeallocationOption."
    )
    kept = "Jobs that name the pool stay: their tasks wait, and run on the new pool when it has nodes."
    assert (same["operations"][0]["title"], same["operations"][0]["note"]) == ("Delete the pool.", f"{queued} {kept}")
    other = resource("old.json", write("id.json", {**POOL, "id": "other"}))
    assert (other["operations"][2]["title"], other["operations"][2]["note"]) == ("Delete the pool.", queued)


def test_a_completed_task_and_jobs() -> None:
    task = {"id": "t", "commandLine": "x"}
    done = {**task, "state": "completed", "constraints": {"maxTaskRetryCount": 0}}
    files = write("old.json", done), write("new.json", {**task, "constraints": {"maxTaskRetryCount": 3}})
    found = resource(*files)
    assert found["verdict"] == "new-task"
    assert found["properties"][0]["reason"].startswith("The task is completed, so it can't be changed any more. The task must")
    assert run(*files, "--fail-on", "new-task").exit_code == 1
    job = {"id": "j", "poolInfo": {"poolId": "a"}}
    moved = write("moved.json", {**job, "poolInfo": {"poolId": "b"}})
    for state, verdict in (("active", "disable-job"), ("disabled", "at-once"), ("completed", "new-job")):
        assert resource(write("old.json", {**job, "state": state}), moved)["verdict"] == verdict
    assert resource("old.json", moved)["operations"][0]["method"] == "DELETE"


def test_a_member_that_the_api_version_dropped() -> None:
    def reason(*options: str) -> str:
        text: str = resource(*files, *options)["properties"][0]["reason"]
        return text

    files = write("old.json", POOL), write("new.json", {**POOL, "targetNodeCommunicationMode": "simplified"})
    dropped = "API version 2025-06-01 doesn't have it any more; "
    assert reason() == (
        f"{dropped}2024-07-01.20.0 is the last one that does. Leave it out of NEW, or change it with that version: "
        '--api-version 2024-07-01.20.0, in Python api_version="2024-07-01.20.0".'
    )
    assert "--api-version 2024-07-01, in Python" in reason("--plane", "arm")
    assert resource(*files, "--api-version", "2024-07-01")["verdict"] == "empty-pool"
    files = files[::-1]
    assert "Leave it out" not in reason()


@pytest.mark.parametrize(
    ("version", "full"), [("2023-11-01", "2023-11-01.18.0"), ("2025-06-01", "2025-06-01"), ("2017-06-01", "2017-06-01.5.1")]
)
def test_the_date_of_an_api_version(version: str, full: str) -> None:
    done = run(write("old.json", POOL), write("new.json", {**POOL, "targetDedicatedNodes": 3}), "--api-version", version)
    assert done.stdout.startswith(f"pool encoders: at once (Batch service, API version {full})\n")
    pool = PoolAddParameter.deserialize(POOL)
    assert diff(pool, pool, api_version=version).api_version == full
    assert run("old.json", "old.json", "--plane", "arm", "--api-version", version).exit_code == 0


def test_a_duration_as_the_file_has_it() -> None:
    def schedule(interval: str) -> dict[str, Any]:
        return {
            "id": "s",
            "schedule": {"recurrenceInterval": interval, "doNotRunAfter": "2030-01-01T00:00:00+01:00"},
            "jobSpecification": {"poolInfo": {"poolId": "p"}},
        }

    done = run(write("old.json", schedule("PT24H")), write("new.json", schedule("PT12H")))
    assert '    ~ $.schedule.recurrenceInterval: "PT24H" → "PT12H"' in done.stdout.splitlines()
    later = {**schedule("PT24H"), "schedule": {**schedule("PT24H")["schedule"], "doNotRunAfter": "2030-01-01T00:00:00Z"}}
    done = run("old.json", write("later.json", later))
    assert '"2030-01-01T00:00:00+01:00" → "2030-01-01T00:00:00Z"' in done.stdout


def test_members_that_only_arm_has() -> None:
    done = run(write("old.json", POOL), write("new.json", {**POOL, "interNodeCommunication": True}))
    assert done.exit_code == 1
    title, value, reason = done.stdout.splitlines()[1:]
    assert (title, value) == ("  interNodeCommunication: cannot tell", "    + $.interNodeCommunication: true")
    assert reason == (
        "    interNodeCommunication exists only in ARM's pools, so the Batch service refuses or ignores it. Use "
        "enableInterNodeCommunication with true or false."
    )


def test_open_values_of_models() -> None:
    answer = CloudPool.deserialize({"id": "p", "vmSize": "s", "userAccounts": [{"name": "u"}]})
    file = PoolAddParameter.deserialize({"id": "p", "vmSize": "s", "userAccounts": [{"name": "u", "password": "s3cret"}]})
    changes = diff(answer, file)
    assert (bool(changes), changes.verdict, set(changes.verdicts)) == (False, Verdict.none, {Verdict.none})
    partial = diff(file, PoolAddParameter.deserialize({"id": "p", "userAccounts": [{"name": "u", "password": "s3cret"}]}))
    assert (bool(partial), partial.verdict) == (False, Verdict.cannot_tell)


def test_a_member_that_the_newest_version_dropped_is_noted_by_convert() -> None:
    file = write("tags.json", {**POOL, "resourceTags": {"team": "media"}})
    done = CliRunner().invoke(cli, ["convert", file, "--to", "data"])
    assert (done.exit_code, json.loads(done.stdout)["resourceTags"]) == (0, {"team": "media"})
    assert done.stderr.endswith(
        ": $.resourceTags: note: written as it is, but it needs an API version before 2025-06-01: 2025-06-01, the newest one, "
        "refuses or ignores it\n"
    )
    older = CliRunner().invoke(cli, ["convert", file, "--to", "data", "--api-version", "2024-07-01"])
    assert (older.exit_code, older.stderr) == (0, "")


@pytest.mark.parametrize("command", [["check"], ["body"]])
def test_the_date_of_an_api_version_in_other_commands(command: list[str]) -> None:
    done = CliRunner().invoke(cli, [*command, write("pool.json", POOL), "--api-version", "2023-11-01"])
    assert (done.exit_code, done.stderr) == (0, "")
    Path("batchmodels.toml").write_text('api-version = "2023-11-01"\n', encoding="utf-8")
    assert CliRunner().invoke(cli, ["check", "pool.json"]).exit_code == 0


def test_a_resource_that_is_being_deleted() -> None:
    old, new = write("old.json", {**ANSWER, "state": "deleting"}), write("new.json", {**POOL, "targetDedicatedNodes": 3})
    for plane in ("data", "arm"):
        found = resource(old, new, "--plane", plane)
        assert found["verdict"] == "new-pool"
        assert found["properties"][0]["reason"].startswith("The pool is being deleted, so the service refuses to change it.")
        assert [each["title"] for each in found["operations"]] == [
            "Wait until the pool is gone (status 404), which takes minutes.",
            "Create the pool.",
        ]
    job = {"id": "j", "poolInfo": {"poolId": "a"}}
    files = write("job.json", {**job, "state": "deleting"}), write("moved.json", {**job, "poolInfo": {"poolId": "b"}})
    assert titles(*files) == ["Wait until the job is gone (status 404).", "Add the job."]
    write("job.json", {**job, "state": "disabling"})
    assert titles(*files) == ["Wait until the job's state is disabled.", "Change the job.", "Enable the job."]
