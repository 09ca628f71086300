"""Pools and jobs in the JSON of ``terraform show -json``."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import ROOT

from batchmodels import documents
from batchmodels.documents.partial_models import declared_shape, model_named
from batchmodels.documents.terraform_names import JOB, NAMES, POOL, Part

FORMS = ROOT.parent / "shared" / "field" / "forms"

VALUES: dict[str, Any] = {
    "name": "encoders",
    "account_name": "media",
    "vm_size": "STANDARD_D2S_V3",
    "node_agent_sku_id": "batch.node.ubuntu 24.04",
    "max_tasks_per_node": 4,
    "inter_node_communication": "Disabled",
    "fixed_scale": [{"target_dedicated_nodes": 2, "target_low_priority_nodes": 0, "resize_timeout": "PT15M"}],
    "auto_scale": [],
    "storage_image_reference": [{"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server", "id": ""}],
    "metadata": {"a": "b"},
    "start_task": [
        {
            "command_line": "echo $X",
            "task_retry_maximum": 1,
            "wait_for_success": True,
            "common_environment_properties": {"A": "b", "TOKEN": "s3cret-s3cret"},
            "user_identity": [{"user_name": "", "auto_user": [{"elevation_level": "Admin", "scope": "Pool"}]}],
            "resource_file": [
                {"http_url": "https://h/a", "file_path": "a", "file_mode": "0770", "blob_prefix": ""},
                {"http_url": "http://e.com/b", "file_path": "b", "user_assigned_identity_id": None},
            ],
            "container": None,
        }
    ],
}


def resource(values: Any = VALUES, kind: str = "azurerm_batch_pool", name: str = "p", **more: Any) -> dict[str, Any]:
    return {"address": f"{kind}.{name}", "mode": "managed", "type": kind, "name": name, "values": values, **more}


def plan(*resources: Any, changes: Any = (), key: str = "planned_values", **more: Any) -> str:
    module = {"resources": list(resources), **more}
    return json.dumps({"format_version": "1.2", key: {"root_module": module}, "resource_changes": list(changes)})


def told(text: str) -> list[tuple[str, str]]:
    return [(each.rule, each.path) for each in documents.check(documents.read_text(text, "plan.json"))]


@pytest.mark.parametrize("key", ["planned_values", "values"])
def test_a_pool_is_converted(key: str) -> None:
    (entry,) = documents.read_text(plan(resource(), key=key), "plan.json").entries
    assert (entry.model_type, entry.name) == ("PoolAddParameter", "azurerm_batch_pool.p")
    assert entry.content == {
        "id": "encoders",
        "vmSize": "STANDARD_D2S_V3",
        "taskSlotsPerNode": 4,
        "enableInterNodeCommunication": False,
        "virtualMachineConfiguration": {
            "nodeAgentSKUId": "batch.node.ubuntu 24.04",
            "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server"},
        },
        "targetDedicatedNodes": 2,
        "targetLowPriorityNodes": 0,
        "resizeTimeout": "PT15M",
        "metadata": [{"name": "a", "value": "b"}],
        "startTask": {
            "commandLine": "echo $X",
            "maxTaskRetryCount": 1,
            "waitForSuccess": True,
            "environmentSettings": [{"name": "A", "value": "b"}, {"name": "TOKEN", "value": "s3cret-s3cret"}],
            "userIdentity": {"autoUser": {"elevationLevel": "Admin", "scope": "Pool"}},
            "resourceFiles": [
                {"httpUrl": "https://h/a", "filePath": "a", "fileMode": "0770"},
                {"httpUrl": "http://e.com/b", "filePath": "b"},
            ],
        },
    }
    assert entry.problems == ()
    steps = (key, "root_module", "resources", 0, "values", "start_task", 0)
    assert entry.locate(("startTask", "resourceFiles", 1, "httpUrl")) == (*steps, "resource_file", 1, "http_url")
    assert entry.locate(("startTask", "environmentSettings", 1, "value")) == (*steps, "common_environment_properties", "TOKEN")
    assert entry.locate(("startTask", "containerSettings", "imageName")) == (*steps, "container", "image_name")


def test_diagnostics_have_the_names_of_terraform() -> None:
    document = documents.read_text(plan(resource()), "plan.json")
    found = [(each.rule, each.path, each.message) for each in documents.check(document)]
    assert found == [
        (
            "BM101",
            "azurerm_batch_pool.p.start_task[0].command_line",
            "echo runs without a shell, so $X is not expanded.",
        ),
        (
            "BM803",
            "azurerm_batch_pool.p.start_task[0].common_environment_properties.TOKEN",
            "TOKEN seems to hold a secret in plain text, which is visible in the pool's definition and on every node.",
        ),
        (
            "BM604",
            "azurerm_batch_pool.p.start_task[0].resource_file[1].http_url",
            "http_url uses plain HTTP: anyone on the network path can read the download and change what the nodes run.",
        ),
    ]


def test_a_missing_value_has_its_name_in_terraform() -> None:
    values = {"name": "p", "start_task": [{"task_retry_maximum": 1}]}
    assert [(rule, path) for rule, path in told(plan(resource(values))) if rule == "refused/required"] == [
        ("refused/required", "azurerm_batch_pool.p.vm_size"),
        ("refused/required", "azurerm_batch_pool.p.start_task[0].command_line"),
    ]


def test_a_missing_block_is_in_the_resource() -> None:
    values = {"name": "p", "vm_size": "x", "data_disks": [{"lun": 0, "disk_size_gb": 20}], "disk_encryption": [{}]}
    assert [(rule, path) for rule, path in told(plan(resource(values))) if rule == "refused/required"] == [
        ("refused/required", "azurerm_batch_pool.p.storage_image_reference"),
        ("refused/required", "azurerm_batch_pool.p.node_agent_sku_id"),
    ]


def test_modules_and_other_resources() -> None:
    child = {
        "address": "module.m",
        "resources": [resource(name="q") | {"address": "module.m.azurerm_batch_pool.q[0]"}],
        "child_modules": [{"resources": [resource({"name": "j"}, "azurerm_batch_job", "j")]}],
    }
    text = plan(resource({}, "azurerm_resource_group"), resource(mode="data"), "x", child_modules=[child, 1])
    document = documents.read_text(text, "plan.json")
    assert [(entry.model_type, entry.name) for entry in document.entries] == [
        ("PoolAddParameter", "module.m.azurerm_batch_pool.q[0]"),
        ("JobAddParameter", "azurerm_batch_job.j"),
    ]
    assert told(text)[0] == ("BM101", "module.m.azurerm_batch_pool.q[0].start_task[0].command_line")


def test_a_job_is_converted() -> None:
    values = {
        "name": "j",
        "batch_pool_id": "/subscriptions/s/pools/encoders",
        "common_environment_properties": {"A": "b"},
        "task_retry_maximum": 2,
        "priority": 1,
    }
    (entry,) = documents.read_text(plan(resource(values, "azurerm_batch_job", "j")), "plan.json").entries
    assert entry.content == {
        "id": "j",
        "priority": 1,
        "constraints": {"maxTaskRetryCount": 2},
        "poolInfo": {"poolId": "encoders"},
        "commonEnvironmentSettings": [{"name": "A", "value": "b"}],
    }
    assert entry.problems == ()


def test_unknown_values_are_gaps() -> None:
    values = {**VALUES, "name": None, "fixed_scale": [], "start_task": [{**VALUES["start_task"][0], "command_line": None}]}
    unknown = {
        "name": True,
        "fixed_scale": True,
        "start_task": [
            {"command_line": True, "common_environment_properties": {"B": True}, "user_identity": [{"auto_user": True}]}
        ],
    }
    change = {"address": "azurerm_batch_pool.p", "change": {"after_unknown": unknown}}
    document = documents.read_text(plan(resource(values), changes=[change]), "plan.json")
    (entry,) = document.entries
    assert entry.holes == {
        ("id",),
        ("targetDedicatedNodes",),
        ("targetLowPriorityNodes",),
        ("resizeTimeout",),
        ("startTask", "commandLine"),
        ("startTask", "environmentSettings", 2, "value"),
        ("startTask", "userIdentity", "autoUser"),
    }
    assert [each.rule for each in documents.check(document) if "not-judged" not in each.rule] == ["BM803", "BM604"]
    notes = [(each.rule, each.path, each.message) for each in documents.check(document) if "not-judged" in each.rule]
    start = "azurerm_batch_pool.p.start_task[0]"
    because = "because Terraform knows it only after it has applied the plan."
    assert sorted(notes) == [
        ("not-judged/start-task", f"{start}.command_line", f"the start task is not reviewed, {because}"),
        ("not-judged/value", "azurerm_batch_pool.p.fixed_scale", f"fixed_scale is not judged, {because}"),
        ("not-judged/value", "azurerm_batch_pool.p.name", f"name is not judged, {because}"),
        ("not-judged/value", f"{start}.common_environment_properties.B", f"B is not judged, {because}"),
        ("not-judged/value", f"{start}.user_identity[0].auto_user", f"auto_user is not judged, {because}"),
    ]


def test_a_formula_turns_automatic_scaling_on() -> None:
    values = {**VALUES, "fixed_scale": [], "auto_scale": [{"formula": "$TargetDedicatedNodes = 1;"}]}
    (entry,) = documents.read_text(plan(resource(values)), "plan.json").entries
    assert (entry.content["enableAutoScale"], entry.content["autoScaleFormula"]) == (True, "$TargetDedicatedNodes = 1;")


def test_sensitive_values_are_never_shown() -> None:
    start = {**VALUES["start_task"][0], "command_line": "echo $X hunter", "resource_file": []}
    sensitive = {"start_task": [{"command_line": True}]}
    text = plan(resource({**VALUES, "start_task": [start]}, sensitive_values=sensitive))
    found = documents.check(documents.read_text(text, "plan.json"))
    assert next((each.rule, each.message, each.fix) for each in found) == (
        "BM101",
        "shell syntax without a shell; the value is sensitive, so it isn't shown.",
        "",
    )
    assert all("hunter" not in str(each) for each in found)


def test_values_of_the_wrong_type_are_refused() -> None:
    found = documents.check(documents.read_text(plan(resource({**VALUES, "max_tasks_per_node": "x"})), "plan.json"))
    assert next((each.path, each.rule) for each in found) == ("azurerm_batch_pool.p.max_tasks_per_node", "refused/type")


@pytest.mark.parametrize("values", [{}, {"start_task": 1}, {"start_task": [1]}, {"metadata": 1, "fixed_scale": {"x": 1}}])
def test_strange_values_are_no_failure(values: Any) -> None:
    assert all(not rule.startswith(("BM000", "unreadable")) for rule, _ in told(plan(resource(values))))


def test_every_name_leads_to_a_member() -> None:
    def lead(parts: dict[str, Part], model: str, steps: tuple[Any, ...]) -> None:
        for part in parts.values():
            here = (*steps, *(part.key.split(".") if part.key else ()))
            if part.key:
                assert declared_shape(model_named(model), here) is not None, here
            if part.members:
                lead(part.members, model, (*here, 0) if part.many else here)

    lead(POOL, "PoolAddParameter", ())
    lead(JOB, "JobAddParameter", ())
    assert NAMES["commandLine"] == "command_line"


def test_other_json_is_no_terraform() -> None:
    with pytest.raises(documents.UnreadableError):
        documents.read_text('{"format_version": "1.2", "values": 1}', "plan.json")
    assert documents.read_text(plan(), "plan.json").entries == ()


@pytest.mark.skipif(not FORMS.is_dir(), reason="the shared forms aren't here")
def test_the_form_of_a_plan() -> None:
    found = documents.check(documents.read(FORMS / "terraform-plan.json"))
    assert [(each.rule, each.path.removeprefix("azurerm_batch_pool.encoders.start_task[0].")) for each in found] == [
        ("BM101", "command_line"),
        ("BM201", "command_line"),
        ("BM301", "command_line"),
        ("BM803", "common_environment_properties.DB_PASSWORD"),
        ("BM604", "resource_file[0].http_url"),
    ]
    assert all("hunter2" not in str(each) for each in found)


def test_words_of_a_sentence_are_no_names() -> None:
    scale = [{"target_dedicated_nodes": 1, "target_low_priority_nodes": 1}]
    text = plan(resource({**VALUES, "fixed_scale": scale, "inter_node_communication": "Enabled"}))
    found = documents.check(documents.read_text(text, "plan.json"))
    (each,) = [each for each in found if each.rule == "BM007"]
    assert each.message == (
        "the service refuses both target_dedicated_nodes and target_low_priority_nodes in a pool with inter-node communication."
    )
    assert each.fix == (
        'Set one of the two targets to 0, or set inter_node_communication to "Disabled" if tasks don\'t span several nodes.'
    )
