"""``batchmodels diff`` with Terraform as NEW: what the provider azurerm replaces, changes, and doesn't send."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from test_diff import ANSWER, POOL, REBOOT, run, write

KEPT = (
    "Its nodes are removed first, and running tasks are put back into the queues of their jobs. Jobs that name the pool stay: "
)
VALUES: dict[str, Any] = {
    "name": "encoders",
    "vm_size": "STANDARD_D2S_V3",
    "max_tasks_per_node": 1,
    "inter_node_communication": "Disabled",  # the provider's default is Enabled
    "node_agent_sku_id": "batch.node.ubuntu 24.04",
    "storage_image_reference": [{"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server"}],
    "fixed_scale": [{"target_dedicated_nodes": 2, "target_low_priority_nodes": 0}],
    "start_task": [{"command_line": "/bin/bash -c 'bash setup.sh'", "task_retry_maximum": 2, "wait_for_success": True}],
}


@pytest.fixture(autouse=True)
def _in_a_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def plan(kind: str = "azurerm_batch_pool", change: Any = None, **values: Any) -> dict[str, Any]:
    base = VALUES if kind == "azurerm_batch_pool" else {"name": "j"}
    merged = {key: value for key, value in {**base, **values}.items() if value is not None}
    address = f"{kind}.it"
    resource = {"address": address, "mode": "managed", "type": kind, "name": "it", "values": merged}
    changes = [{"address": address, "change": change}] if change else []
    root = {"root_module": {"resources": [resource]}}
    return {"format_version": "1.2", "planned_values": root, "resource_changes": changes}


def resource(new: Any, old: Any = None, *options: str) -> Any:
    done = run(write("old.json", old or ANSWER), write("plan.json", new), "--json", *options)
    (found,) = json.loads(done.stdout)["resources"]
    return found


def test_no_changes() -> None:
    done = run(write("old.json", ANSWER), write("plan.json", plan()))
    assert (done.exit_code, done.stdout) == (0, "pool encoders: no changes (Terraform)\n")


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"vm_size": "STANDARD_D4S_V3"}, "vm_size"),
        ({"max_tasks_per_node": 2}, "max_tasks_per_node"),
        ({"display_name": "d"}, "display_name"),
        ({"node_agent_sku_id": "batch.node.ubuntu 22.04"}, "node_agent_sku_id"),
        ({"storage_image_reference": [{"publisher": "canonical", "offer": "x", "sku": "server"}]}, "storage_image_reference"),
        ({"security_profile": [{"host_encryption_enabled": True}]}, "security_profile"),
        ({"network_configuration": [{"subnet_id": "/x"}]}, "network_configuration"),
        (
            {"container_configuration": [{"container_image_names": ["i"]}]},
            "container_configuration.container_image_names and container_configuration.container_registries",
        ),
        ({"name": "other"}, "name"),
    ],
)
def test_what_the_provider_replaces(values: dict[str, Any], name: str) -> None:
    found = resource(plan(**values))
    assert found["verdict"] == "new-pool"
    assert found["properties"][0]["reason"] == f"Terraform deletes the pool and creates it again: azurerm can't change {name}."
    (step,) = found["operations"]
    assert step["title"] == "Run terraform apply, which deletes the pool and creates it again."
    assert step["note"].startswith(KEPT)
    assert run("old.json", "plan.json", "--fail-on", "new-pool").exit_code == 1


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"license_type": "Windows_Server"}, "license_type"),
        ({"inter_node_communication": "Enabled"}, "inter_node_communication"),
        ({"extensions": [{"name": "e", "publisher": "p", "type": "t"}]}, "extensions"),
        ({"node_placement": [{"policy": "Zonal"}]}, "node_placement"),
    ],
)
def test_what_the_provider_does_not_send(values: dict[str, Any], name: str) -> None:
    found = resource(plan(change={"actions": ["update"]}, **values))
    assert found["verdict"] == "new-pool"
    assert found["properties"][0]["reason"] == (
        f"Terraform's plan shows a change of {name}, but its update doesn't send it: replace the pool."
    )
    assert [each["title"] for each in found["operations"]] == [
        "Run terraform apply -replace=azurerm_batch_pool.it, which deletes the pool and creates it again."
    ]


def test_what_the_provider_changes() -> None:
    task = [{"command_line": "new", "task_retry_maximum": 2, "wait_for_success": True}]
    found = resource(plan(start_task=task, metadata={"a": "b"}))
    assert {each["name"]: (each["verdict"], each["request"]) for each in found["properties"]} == {
        "startTask": ("reboot-nodes", "terraform apply"),
        "metadata": ("at-once", "terraform apply"),
    }
    assert found["properties"][0]["reason"] == REBOOT
    assert [each["title"] for each in found["operations"]] == [
        "Run terraform apply, which changes the pool.",
        "Reboot the existing nodes.",
    ]
    emptied = resource(plan(user_accounts=[{"name": "u", "password": "s3cret"}]))
    assert emptied["verdict"] == "empty-pool"
    assert [each["title"] for each in emptied["operations"]] == [
        "Run terraform apply with a fixed_scale of no nodes, and with the other values as they were.",
        "Run terraform apply with the new values, which changes the pool and its size.",
    ]


def test_a_pool_that_resizes() -> None:
    found = resource(plan(metadata={"a": "b"}), {**ANSWER, "allocationState": "resizing"})
    assert found["operations"][0]["note"] == (
        "The provider refuses any change while the pool resizes, unless stop_pending_resize_operation is true."
    )


def test_a_block_that_is_removed() -> None:
    found = resource(plan(start_task=None))
    assert (found["verdict"], found["properties"][0]["reason"]) == (
        "new-pool",
        "Terraform's update sends nothing for a start_task block that is removed, so the pool keeps it: replace the pool.",
    )


def test_what_terraform_has_no_attribute_for() -> None:
    old = {**ANSWER, "applicationPackageReferences": [{"applicationId": "a"}]}
    done = run(write("old.json", old), write("plan.json", plan()))
    assert done.exit_code == 0
    assert "azurerm_batch_pool has no attribute for it, so Terraform leaves it as it is." in done.stdout


def test_the_plan_decides() -> None:
    change = {"actions": ["create", "delete"], "replace_paths": [["account_name"]]}
    found = resource(plan(change=change, metadata={"a": "b"}))
    assert (found["verdict"], found["changed"], found["properties"][0]["verdict"]) == ("new-pool", True, "at-once")
    assert found["warnings"] == ["Terraform's plan deletes the pool and creates it again, because of account_name."]
    same = resource(plan(change=change))
    assert (same["verdict"], len(same["operations"])) == ("new-pool", 1)
    assert run("old.json", "plan.json", "--fail-on", "new-pool").exit_code == 1
    task = [{"command_line": "new", "task_retry_maximum": 2, "wait_for_success": True}]
    named = resource(plan(change={"actions": ["delete", "create"], "replace_paths": [["start_task", 0]]}, start_task=task))
    assert named["properties"][0]["reason"] == (
        "Terraform's plan deletes the pool and creates it again, because of start_task."
    )


def test_a_request_instead_of_terraform() -> None:
    new = plan(max_tasks_per_node=2)
    assert resource(new, None, "--plane", "arm")["verdict"] == "empty-pool"
    done = run("old.json", "plan.json", "--patch", "--plane", "arm")
    assert json.loads(done.stdout) == {"properties": {"taskSlotsPerNode": 2}} or "taskSlotsPerNode" in done.stdout
    done = run("old.json", "plan.json", "--patch")
    assert (done.exit_code, done.stdout) == (1, "{}\n")
    assert done.stderr == (
        "batchmodels: --patch: Terraform makes these changes: taskSlotsPerNode. Run terraform apply, or give --plane arm for "
        "the PATCH of ARM.\n"
    )


def test_terraform_as_old() -> None:
    done = run(write("plan.json", plan()), write("new.json", {**POOL, "taskSlotsPerNode": 2}))
    assert done.stdout.startswith("pool encoders: empty the pool first (Batch service, API version 2025-06-01)\n")


def test_jobs_and_new_resources() -> None:
    job = {"id": "j", "poolInfo": {"poolId": "p"}, "state": "active"}
    pool_id = "/subscriptions/1/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/a/pools/"
    kind = "azurerm_batch_job"
    found = resource(plan(kind, batch_pool_id=f"{pool_id}q"), job)
    assert (found["verdict"], found["properties"][0]["reason"]) == (
        "new-job",
        "Terraform deletes the job and creates it again: azurerm can't change batch_pool_id.",
    )
    assert resource(plan(kind, batch_pool_id=f"{pool_id}p", priority=5), job)["verdict"] == "at-once"
    write("old/a.json", {**POOL, "id": "a"})
    write("new/a.json", {**POOL, "id": "a"})
    write("new/plan.json", plan())
    created = json.loads(run("old", "new", "--json").stdout)["resources"][1]
    assert (created["verdict"], created["operations"][0]["title"]) == (
        "new-pool",
        "Run terraform apply, which creates the pool.",
    )
