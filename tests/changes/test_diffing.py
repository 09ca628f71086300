"""What counts as a difference, and what a comparison refuses."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from batchmodels import (
    CloudJob,
    CloudPool,
    ComputeNode,
    JobAddParameter,
    JobPatchParameter,
    PoolAddParameter,
    PoolPatchParameter,
    PoolUpdatePropertiesParameter,
    StartTask,
    TaskAddParameter,
    Verdict,
    diff,
)

POOL: dict[str, Any] = {"id": "p", "vmSize": "s", "targetDedicatedNodes": 1}


def pool(**members: Any) -> PoolAddParameter:
    return PoolAddParameter.deserialize({**POOL, **members})


def found(old: Any, new: Any, **options: Any) -> list[tuple[str, str, Any, Any]]:
    return [(each.kind, each.path, each.old, each.new) for each in diff(old, new, **options)]


def of_start_task(old: dict[str, Any], new: dict[str, Any], **options: Any) -> list[tuple[str, str, Any, Any]]:
    before, after = ({"commandLine": "x", **members} for members in (old, new))
    return found(StartTask.deserialize(before), StartTask.deserialize(after), **options)


def test_old_names() -> None:
    old_file = {"blobSource": "https://h/a", "filePath": "a"}
    assert of_start_task({"resourceFiles": [old_file]}, {"resourceFiles": [{"httpUrl": "https://h/a", "filePath": "a"}]}) == []
    admin = {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}
    assert of_start_task({"runElevated": True}, {"userIdentity": admin}) == []
    assert of_start_task({"runElevated": False}, {}) == []
    assert found(pool(targetDedicated=1, targetDedicatedNodes=None), pool()) == []
    addresses = {"publicIPAddressConfiguration": {"ipAddressIds": ["/a", "/b"]}}
    assert found(pool(networkConfiguration={"publicIPs": ["/B", "/a"]}), pool(networkConfiguration=addresses)) == []
    changes = diff(pool(), pool(maxTasksPerNode=2))
    assert changes.patch() == PoolPatchParameter(task_slots_per_node=2)


def test_documents_are_not_changed() -> None:
    old, new = pool(maxTasksPerNode=2), pool(startTask={"commandLine": "x", "runElevated": True})
    before = copy.deepcopy((old, new))
    diff(old, new)
    assert (old, new) == before


def test_defaults_of_an_older_version() -> None:
    assert of_start_task({}, {"waitForSuccess": True}) == []
    assert of_start_task({}, {"waitForSuccess": True}, api_version="2018-12-01.8.0") == [
        ("changed", "$.waitForSuccess", False, True)
    ]
    assert of_start_task({}, {"waitForSuccess": False}, api_version="2018-12-01.8.0") == []


def test_the_user_of_a_task_that_names_none() -> None:
    own = {"autoUser": {"scope": "task", "elevationLevel": "NonAdmin"}}
    assert of_start_task({"userIdentity": own}, {}) == []
    assert of_start_task({}, {"userIdentity": {"autoUser": {}}}) == [
        ("changed", "$.userIdentity.autoUser.scope", "task", "pool")
    ]
    assert of_start_task({"userIdentity": {"autoUser": {}}}, {"userIdentity": {"autoUser": {"scope": "pool"}}}) == []


def test_empty_lists() -> None:
    assert found(pool(metadata=[]), pool()) == []
    assert found(pool(userAccounts=[]), pool()) == []
    container = {"imageName": "i"}
    mounted = of_start_task(
        {"containerSettings": container}, {"containerSettings": {**container, "containerHostBatchBindMounts": []}}
    )
    assert mounted == [("added", "$.containerSettings.containerHostBatchBindMounts", None, [])]


def test_two_versions_of_a_package() -> None:
    one, two, three = ({"applicationId": "a", "version": version} for version in ("1", "2", "3"))
    key = "applicationPackageReferences"
    assert found(pool(**{key: [one, two]}), pool(**{key: [two, one]})) == []
    assert found(pool(**{key: [one, two]}), pool(**{key: [two, three]})) == [
        ("changed", f"$.{key}[applicationId=a].version", "1", "3")
    ]
    assert found(pool(**{key: [one, two]}), pool(**{key: [two]})) == [("removed", f"$.{key}[applicationId=a]", one, None)]


def test_durations_and_times() -> None:
    assert found(pool(enableAutoScale=True, autoScaleFormula="x"), pool(enableAutoScale=True, autoScaleFormula="x")) == []
    scaled = {"targetDedicatedNodes": None, "enableAutoScale": True, "autoScaleFormula": "x"}
    hour, minutes = ({**scaled, "autoScaleEvaluationInterval": text} for text in ("PT1H", "PT60M"))
    assert found(pool(**hour), pool(**minutes)) == []
    assert found(pool(**scaled), pool(**hour)) == [("changed", "$.autoScaleEvaluationInterval", "PT15M", "PT1H")]


def test_secrets_that_are_masked_on_one_side() -> None:
    setting = {"name": "A", "value": "s3cret"}
    masked = [{"name": "A", "value": "***"}]
    assert of_start_task({"environmentSettings": [setting]}, {"environmentSettings": masked}) == [
        ("unknown", "$.environmentSettings[name=A].value", "***", "***")
    ]
    changed = of_start_task({"environmentSettings": [setting]}, {"environmentSettings": [{**setting, "value": "other"}]})
    assert changed == [("changed", "$.environmentSettings[name=A].value", "***", "***")]
    task = {"commandLine": "x", "environmentSettings": [setting]}
    other = {"commandLine": "x", "environmentSettings": [{**setting, "value": "other"}]}
    assert '~ $.environmentSettings[name=A].value: "***" (the masked part differs)' in str(
        diff(StartTask.deserialize(task), StartTask.deserialize(other))
    )


def test_undeclared_members() -> None:
    new = {"timeLimit": {"a": [1, 2], "b": 1}}
    assert of_start_task({"timeLimit": {"b": 1, "a": [1, 2]}}, new) == []
    assert of_start_task({"timeLimit": {"a": [2, 1], "b": 1}}, new) == [
        ("changed", "$.timeLimit.a[0]", 2, 1),
        ("changed", "$.timeLimit.a[1]", 1, 2),
    ]
    changes = diff(CloudPool.deserialize({**POOL, "newMember": 1}), pool())
    assert [(each.kind, each.path) for each in changes] == [("unknown", "$.newMember")]
    assert not changes
    changes = diff(pool(), pool(newMember=1))
    (property_change,) = changes.properties
    assert property_change.verdict is Verdict.cannot_tell
    assert (
        property_change.reason == "This version of the library doesn't know the member, so it isn't known what a change takes."
    )
    assert changes.operations == ()


def test_a_document_without_a_size() -> None:
    without = {"targetDedicatedNodes": None}
    assert found(pool(**without), pool(**without)) == []
    assert found(pool(targetDedicatedNodes=4), pool(**without)) == [
        ("unknown", "$.targetDedicatedNodes", 4, "(not known)"),
    ]
    emptied = diff(pool(targetDedicatedNodes=4), pool(**without, vmSize="larger"))
    assert emptied.operations[-1].masked() == {"targetDedicatedNodes": 4, "targetLowPriorityNodes": 0}


def test_a_required_member_that_is_left_out() -> None:
    partial = PoolAddParameter.deserialize({"id": "p", "targetDedicatedNodes": 1})
    (change,) = diff(pool(), partial)
    assert (change.kind, change.path, change.why) == (
        "unknown",
        "$.vmSize",
        "the document leaves it out, although it is required",
    )


def test_identities() -> None:
    def answer(*names: str) -> CloudPool:
        identities = [{"resourceId": f"/x/{name}", "clientId": "c", "principalId": "p"} for name in names]
        identity = {"type": "UserAssigned" if names else "None", "userAssignedIdentities": identities}
        return CloudPool.deserialize({**POOL, "identity": identity})

    assert found(answer("A"), answer("a")) == []
    assert found(answer("a"), pool()) == []
    changes = diff(answer(), answer("a"), plane="arm")
    assert [(each.name, each.verdict) for each in changes.properties] == [("identity", Verdict.empty)]
    assert changes.operations[-1].body == {
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {"/x/a": {}}},
        "properties": {"scaleSettings": {"fixedScale": {"targetDedicatedNodes": 1, "targetLowPriorityNodes": 0}}},
    }
    again = diff(answer("a"), answer("a", "b"))
    assert [each.verdict for each in again.properties] == [Verdict.empty]
    assert [each.title for each in again.operations] == [
        "Wait until allocationState is steady.",
        "Empty the pool.",
        "Wait until allocationState is steady and the pool has no nodes.",
        "Change the identities, through ARM.",
        "Resize the pool to its size.",
    ]
    assert again.operations[3].body == {
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {"/x/a": {}, "/x/b": {}}}
    }
    renamed = diff(answer("a"), CloudPool.deserialize({**answer("a").serialize(), "id": "q"}))
    assert (
        "The Batch service's own API creates pools without managed identities: create the pool through ARM." in renamed.warnings
    )

    removed = diff(answer("a"), answer(), plane="arm")
    assert removed.operations[-1].body == {
        "properties": {"scaleSettings": {"fixedScale": {"targetDedicatedNodes": 1, "targetLowPriorityNodes": 0}}},
        "identity": {"type": "None"},
    }


def test_another_id() -> None:
    changes = diff(pool(), pool(id="q"), plane="arm")
    account = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts/{account}"
    assert [(each.method, each.path) for each in changes.operations] == [
        ("PUT", f"{account}/pools/q"),
        ("", ""),
        ("DELETE", f"{account}/pools/p"),
    ]
    assert f"\n  {{account}} is the resource id of the Batch account: {account}\n" in f"{changes}\n"
    assert "     PUT {account}/pools/q\n" in str(changes)
    job = {"id": "j", "poolInfo": {"poolId": "p"}}
    other = diff(JobAddParameter.deserialize(job), JobAddParameter.deserialize({**job, "id": "k"}))
    assert [(each.method, each.path) for each in other.operations] == [("POST", "/jobs")]
    refused = diff(
        JobAddParameter.deserialize({**job, "onAllTasksComplete": "terminatejob"}),
        JobPatchParameter.deserialize({"onAllTasksComplete": "noaction"}),
    )
    assert (refused.verdict, refused.operations) == (Verdict.new_job, ())


def test_elements_with_the_same_key() -> None:
    def tasks(*files: dict[str, Any]) -> TaskAddParameter:
        outputs = [{"filePattern": "*.txt", **each} for each in files]
        return TaskAddParameter.deserialize({"id": "t", "commandLine": "x", "outputFiles": outputs})

    def upload(*headers: str) -> dict[str, Any]:
        container = {"containerUrl": "https://h/c", "uploadHeaders": [{"name": each, "value": "1"} for each in headers]}
        return {"destination": {"container": container}, "uploadOptions": {"uploadCondition": "tasksuccess"}}

    assert found(tasks(upload("a"), upload("b")), tasks(upload("b"), upload("a"))) == []
    (change,) = diff(tasks(upload("a"), upload("b")), tasks(upload("b")))
    assert (change.kind, change.path) == ("removed", "$.outputFiles[filePattern=*.txt]")
    images = {
        "imageReference": {"publisher": "p"},
        "nodeAgentSKUId": "a",
        "containerConfiguration": {"type": "dockerCompatible"},
    }

    def machine(*names: str) -> PoolAddParameter:
        configuration = {"type": "dockerCompatible", "containerImageNames": list(names)}
        return pool(virtualMachineConfiguration={**images, "containerConfiguration": configuration})

    assert found(machine("a", "a", "b"), machine("b", "a", "a")) == []
    assert [each[0] for each in found(machine("a", "a", "b"), machine("b", "a", "c"))] == ["removed", "added"]


def test_the_network_of_a_job_can_not_be_removed() -> None:
    old = JobAddParameter.deserialize({"id": "j", "poolInfo": {"poolId": "p"}, "networkConfiguration": {"subnetId": "/a"}})
    new = JobAddParameter.deserialize({"id": "j", "poolInfo": {"poolId": "p"}})
    (property_change,) = diff(old, new).properties
    assert (property_change.verdict, property_change.reason) == (
        Verdict.cannot_tell,
        "A PATCH keeps what is absent, and no value is documented to mean none.",
    )
    assert diff(old, new, api_version="2024-02-01.19.0").verdict is Verdict.new_job


def test_warnings() -> None:
    def warnings(old: Any, new: Any, **options: Any) -> tuple[str, ...]:
        return diff(old, new, **options).warnings

    wide = warnings(pool(), pool(displayName="d"))
    assert [each.split()[:4] for each in wide] == [
        ["The", "Batch", "service's", "REST"],
        ["If", "the", "service", "refuses"],
        ["No", "source", "states", "how"],
    ]
    assert (
        wide[2]
        == "No source states how deep this PATCH merges, so the body has the whole new value of each property that changes."
    )
    old_arm = warnings(pool(), pool(metadata=[{"name": "a", "value": "b"}]), plane="arm", api_version="2023-11-01")
    assert old_arm[0] == (
        "Before API version 2024-07-01, users report that ARM refuses even unchanged values of deploymentConfiguration and "
        "networkConfiguration (PropertyCannotBeUpdated): send only what changes (Azure/Batch#85, #153)."
    )
    packages = warnings(pool(), pool(applicationPackageReferences=[{"applicationId": "a"}]), plane="arm")
    assert packages[-1] == (
        "ARM refers to application packages and certificates by resource id: fill in the subscription, group and account."
    )
    job = {"id": "j", "poolInfo": {"poolId": "p"}}
    done = CloudJob.deserialize({**job, "state": "completed"})
    (change,) = diff(done, JobPatchParameter(priority=1)).properties
    assert change.verdict is Verdict.new_job
    assert change.reason == (
        "The job is completed, so it can't be changed any more. The job must be added again, with another id or after it is "
        "deleted."
    )
    answer = CloudPool.deserialize({**POOL, "id": "q", "userAccounts": [{"name": "u"}]})
    secrets, again = warnings(pool(), answer)
    assert secrets == (
        "The body of userAccounts lacks secrets that the service's answers don't contain; add them if there are any: "
        "$.userAccounts[name=u].password, $.userAccounts[name=u].linuxUserConfiguration.sshPrivateKey."
    )
    assert again == "The new document is an answer, which has no passwords and keys: add them to the body before you send it."
    assert warnings(pool(), PoolPatchParameter(vm_size="t"))[-1] == "The request is refused while the pool has nodes."


def test_the_changes_as_an_object() -> None:
    changes = diff(pool(), pool(vmSize="t", metadata=[{"name": "a", "value": "b"}]))
    assert (bool(changes), len(changes), changes.verdict) == (True, 2, Verdict.empty)
    assert [change.path for change in changes] == ["$.metadata", "$.vmSize"]
    assert [change.steps for change in changes] == [("metadata",), ("vmSize",)]
    assert repr(changes) == "Changes(pool 'p', data 2025-06-01: metadata: at-once, vmSize: empty-pool)"
    assert str(changes).startswith("pool p: empty the pool first (Batch service, API version 2025-06-01)\n")
    assert changes.to_dict()["verdict"] == "empty-pool"
    assert repr(changes.operations[3]) == (
        "Operation(title='Change the pool.', method='PATCH', path='/pools/p', body={'metadata': [{'name': 'a', 'value': 'b'}], "
        "'vmSize': 't'})"
    )
    assert changes.operations[3].document() == {"metadata": [{"name": "a", "value": "b"}], "vmSize": "t"}
    same = diff(pool(), pool())
    assert (bool(same), len(same), same.verdict, repr(same)) == (
        False,
        0,
        Verdict.none,
        "Changes(pool 'p', data 2025-06-01: none)",
    )
    (change,) = diff(
        StartTask.deserialize({"commandLine": "x", "resourceFiles": [{"httpUrl": "https://h/a", "filePath": "a"}]}),
        StartTask.deserialize({"commandLine": "x", "resourceFiles": [{"httpUrl": "https://h/b", "filePath": "a"}]}),
    )
    assert change.steps == ("resourceFiles", "filePath=a", "httpUrl")


def test_a_start_task_and_a_pool() -> None:
    live = CloudPool.deserialize({**POOL, "startTask": {"commandLine": "x"}})
    assert found(live, StartTask(command_line="x")) == []
    assert found(StartTask(command_line="x"), live) == []
    changes = diff(live, StartTask(command_line="y"))
    assert changes.patch() == PoolPatchParameter(start_task=StartTask(command_line="y"))
    assert changes.operations[0].path == "/pools/p"


def test_two_bodies_of_changes() -> None:
    assert found(PoolPatchParameter(vm_size="a"), PoolPatchParameter(vm_size="b")) == [("changed", "$.vmSize", "a", "b")]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (pool(), JobAddParameter(id="j", pool_info=None), "expected two documents of the same kind, got a pool and a job"),  # type: ignore[arg-type]  # because it is wrong on purpose
        (ComputeNode(), pool(), "expected a pool, a start task, a job, a job schedule or a task, got ComputeNode"),
        (
            PoolPatchParameter(),
            pool(),
            "expected a whole pool as the old document, got PoolPatchParameter, which is the body of a change",
        ),
        (
            PoolPatchParameter(),
            PoolUpdatePropertiesParameter(metadata=[], application_package_references=[]),
            "expected a whole pool as the old document, got PoolPatchParameter, which is the body of a change",
        ),
        (
            {"id": "p"},
            pool(),
            "expected a model, got dict: deserialize it first, for example with PoolAddParameter.deserialize",
        ),
    ],
)
def test_what_can_not_be_compared(old: Any, new: Any, message: str) -> None:
    with pytest.raises(TypeError) as refused:
        diff(old, new)
    assert str(refused.value) == message


def test_planes_and_versions() -> None:
    with pytest.raises(ValueError, match=r"^expected 'data' or 'arm' as plane, got str 'mgmt'$"):
        diff(pool(), pool(), plane="mgmt")  # type: ignore[arg-type]  # because it is wrong on purpose
    task = TaskAddParameter(id="t", command_line="x")
    with pytest.raises(ValueError, match=r"^expected 'data' as plane, got 'arm': ARM has no tasks$"):
        diff(task, task, plane="arm")
    with pytest.raises(
        ValueError, match=r"^expected one of the API versions of the Batch service, 2015-12-01.2.2, .*, got str '1'$"
    ):
        diff(task, task, api_version="1")
    with pytest.raises(ValueError, match=r"^expected an API version of ARM, for example 2025-06-01, got str '1'$"):
        diff(pool(), pool(), api_version="1", plane="arm")


def test_an_id_of_a_wrong_type() -> None:
    named, wrong = pool(displayName="d"), PoolAddParameter(id=0, vm_size="s")  # type: ignore[arg-type]  # because it is wrong on purpose
    assert [each.method for each in diff(named, wrong, plane="arm").operations][-1] == "PUT"
