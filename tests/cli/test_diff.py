"""``batchmodels diff``: what it reads, what it prints, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from batchmodels.cli.main import cli

MACHINE = {
    "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server"},
    "nodeAgentSKUId": "batch.node.ubuntu 24.04",
}
POOL: dict[str, Any] = {
    "id": "encoders",
    "vmSize": "standard_d2s_v3",
    "virtualMachineConfiguration": MACHINE,
    "targetDedicatedNodes": 2,
    "startTask": {"commandLine": "/bin/bash -c 'bash setup.sh'", "maxTaskRetryCount": 2},
}
ANSWER: dict[str, Any] = {
    **POOL,
    "odata.metadata": "https://a/$metadata#pools/@Element",
    "state": "active",
    "allocationState": "steady",
    "currentDedicatedNodes": 2,
    "currentLowPriorityNodes": 0,
    "targetLowPriorityNodes": 0,
    "taskSlotsPerNode": 1,
    "startTask": {**POOL["startTask"], "waitForSuccess": True},
}
ARM: dict[str, Any] = {
    "type": "Microsoft.Batch/batchAccounts/pools",
    "apiVersion": "2024-07-01",
    "name": "media/encoders",
    "properties": {
        "vmSize": "STANDARD_D2S_V3",
        "deploymentConfiguration": {
            "virtualMachineConfiguration": {
                "imageReference": MACHINE["imageReference"],
                "nodeAgentSkuId": "batch.node.ubuntu 24.04",
            }
        },
        "scaleSettings": {"fixedScale": {"targetDedicatedNodes": 2}},
        "startTask": POOL["startTask"],
        "interNodeCommunication": "Disabled",
    },
}

REBOOT = (
    "Existing nodes keep the old value until they are rebooted or reimaged. The service sometimes runs a start task again "
    "without a reboot."
)
EACH_NODE = (
    "For each node. The documentation has it for nodes that are idle or running only; for a node whose start task failed, the "
    "sources contradict each other (Azure/BatchExplorer#102)."
)


@pytest.fixture(autouse=True)
def _in_a_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def write(name: str, document: Any) -> str:
    file = Path(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return name


def run(*arguments: str, stdin: Any = None) -> Result:
    return CliRunner().invoke(cli, ["diff", *arguments], input=None if stdin is None else json.dumps(stdin))


def test_two_files_without_a_difference() -> None:
    done = run(write("old.json", ANSWER), write("new.json", POOL))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "pool encoders: no changes (Batch service, API version 2025-06-01)\n"


def test_the_text() -> None:
    changed = {**POOL, "startTask": {**POOL["startTask"], "commandLine": "/bin/bash -c 'bash setup.sh --new'"}}
    done = run(write("old.json", POOL), write("new.json", {**changed, "metadata": [{"name": "owner", "value": "media"}]}))
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "pool encoders: reboot nodes (Batch service, API version 2025-06-01)",
        "  startTask: reboot nodes, PATCH",
        "    ~ $.startTask.commandLine: \"/bin/bash -c 'bash setup.sh'\" → \"/bin/bash -c 'bash setup.sh --new'\"",
        f"    {REBOOT}",
        "  metadata: at once, PATCH",
        '    + $.metadata: [{"name": "owner", "value": "media"}]',
        "    The nodes don't see metadata; Batch ignores it.",
        "Steps:",
        "  1. Change the pool.",
        "     PATCH /pools/encoders",
        "     {",
        '       "startTask": {',
        '         "commandLine": "/bin/bash -c \'bash setup.sh --new\'",',
        '         "maxTaskRetryCount": 2',
        "       },",
        '       "metadata": [',
        "         {",
        '           "name": "owner",',
        '           "value": "media"',
        "         }",
        "       ]",
        "     }",
        "     Each property in the body replaces the whole old value.",
        "  2. Reboot the existing nodes.",
        "     POST /pools/encoders/nodes/{nodeId}/reboot",
        f"     {EACH_NODE}",
    ]


def test_colors() -> None:
    files = write("old.json", POOL), write("new.json", {**POOL, "targetDedicatedNodes": 3})
    assert "\x1b[33m~ $.targetDedicatedNodes: 2 → 3\x1b[0m" in run(*files, "--color", "always").stdout
    assert "\x1b" not in run(*files).stdout


def test_an_answer_on_standard_input_and_yaml() -> None:
    new = write("pool.yaml", "id: encoders\nvmSize: standard_d4s_v3\ntargetDedicatedNodes: 2\nmaxTasksPerNode: 1\n")
    old = {key: value for key, value in ANSWER.items() if key not in {"virtualMachineConfiguration", "startTask"}}
    done = run("-", new, stdin=old)
    assert done.exit_code == 1
    assert done.stdout.startswith(
        "pool encoders: empty the pool first (Batch service, API version 2025-06-01)\n"
        "  vmSize: empty the pool first, PATCH\n"
        '    ~ $.vmSize: "standard_d2s_v3" → "standard_d4s_v3"\n'
    )


def test_an_arm_resource_and_the_data_plane() -> None:
    done = run(write("live.json", ANSWER), write("template.json", ARM))
    assert done.stdout == "pool encoders: no changes (ARM, API version 2024-07-01)\n"
    assert done.exit_code == 0
    done = run(write("template.json", ARM), write("live.json", ANSWER))
    assert done.stdout == "pool encoders: no changes (Batch service, API version 2025-06-01)\n"


def test_the_api_version_of_an_arm_template_decides() -> None:
    template = {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        "parameters": {"size": {"type": "string"}},
        "resources": [
            {**ARM, "apiVersion": "2023-11-01", "properties": {**ARM["properties"], "vmSize": "[parameters('size')]"}}
        ],
    }
    files = write("live.json", ANSWER), write("template.json", template)
    done = run(*files)
    assert (done.exit_code, done.stdout.splitlines()[:3]) == (
        0,
        [
            "pool encoders: no changes, but 1 value can't be compared (ARM, API version 2023-11-01)",
            "  vmSize: cannot tell",
            "    ? $.vmSize: the value is known only at deployment: the parameter size has no default value",
        ],
    )
    assert done.stdout.splitlines()[3:] == ["Give the parameters of templates values with -p NAME=VALUE or --parameters FILE."]
    assert run(*files, "--fail-on", "cannot-tell").exit_code == 1
    done = run(*files, "-p", "size=standard_d8s_v3")
    assert done.stdout.startswith("pool encoders: new pool (ARM, API version 2023-11-01)\n")
    done = run(*files, "-p", "size=standard_d8s_v3", "--api-version", "2024-07-01")
    assert done.stdout.startswith("pool encoders: empty the pool first (ARM, API version 2024-07-01)\n")
    assert run(*files, "-p", "size=standard_d2s_v3").exit_code == 0


def test_identities_of_arm() -> None:
    home = "/subscriptions/1/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities"
    with_reader = {**ARM, "identity": {"type": "UserAssigned", "userAssignedIdentities": {f"{home}/reader": {}}}}
    done = run(write("old.json", ARM), write("new.json", with_reader), "--json")
    (resource,) = json.loads(done.stdout)["resources"]
    assert [(each["name"], each["verdict"]) for each in resource["properties"]] == [("identity", "empty-pool")]
    assert resource["operations"][-1]["body"]["identity"] == with_reader["identity"]
    assert run(write("live.json", ANSWER), "new.json").exit_code == 0, "a body of the Batch service can't have identities"
    unknown = {**ARM, "identity": {"type": "UserAssigned", "userAssignedIdentities": {"[variables('id')]": {}}}}
    done = run("old.json", write("unknown.json", unknown))
    assert (done.exit_code, "? $.identity: the value is known only at deployment" in done.stdout) == (0, True)


def test_the_body_of_arm_s_patch() -> None:
    patch = {"properties": {"scaleSettings": {"fixedScale": {"targetDedicatedNodes": 5}}, "startTask": {}}}
    done = run(write("live.json", ANSWER), write("patch.json", patch), "--json")
    (resource,) = json.loads(done.stdout)["resources"]
    assert {each["name"]: each["changes"][0]["kind"] for each in resource["properties"]} == {
        "targetDedicatedNodes": "changed",
        "startTask": "removed",
    }
    assert resource["operations"][0]["body"] == {
        "properties": {
            "startTask": {},
            "scaleSettings": {"fixedScale": {"targetDedicatedNodes": 5, "targetLowPriorityNodes": 0}},
        }
    }


def test_a_list_with_elements_that_are_not_known() -> None:
    start_task = {"commandLine": "x", "environmentSettings": [{"name": "A", "value": "1"}, "[parameters('more')]"]}
    new = {**ARM, "properties": {**ARM["properties"], "startTask": start_task}}
    settings = [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]
    old = {**POOL, "startTask": {"commandLine": "x", "environmentSettings": settings}}
    done = run(write("old.json", old), write("new.json", new))
    assert done.exit_code == 0
    assert [line for line in done.stdout.splitlines() if line.startswith("    ?")] == [
        "    ? $.startTask.environmentSettings[name=B]: some elements are known only at deployment",
        "    ? $.startTask.environmentSettings[…]: some elements are known only at deployment",
    ]


def test_a_size_that_is_not_known() -> None:
    scale = {"autoScale": {"formula": "[parameters('formula')]"}}
    new = {**ARM, "properties": {**ARM["properties"], "scaleSettings": scale, "startTask": ["not an object"]}}
    done = run(write("old.json", ANSWER), write("new.json", new), "--json")
    (resource,) = json.loads(done.stdout)["resources"]
    assert {each["name"]: each["verdict"] for each in resource["properties"]} == {
        "enableAutoScale": "at-once",
        "autoScaleFormula": "cannot-tell",
        "startTask": "cannot-tell",
        "targetDedicatedNodes": "at-once",
    }
    assert "The new size isn't known; complete the bodies that set it: autoScaleFormula." in resource["warnings"]
    settings = [{"name": "A", "value": "1"}, "[parameters('more')]"]
    task = {"commandLine": "y", "environmentSettings": settings}
    new = {**ARM, "properties": {**ARM["properties"], "startTask": task}}
    done = run("old.json", write("new.json", new))
    assert "Note: The body of startTask lacks values that aren't known; add them: $.startTask.environmentSettings[…]." in (
        done.stdout.splitlines()
    )


def test_the_same_expression_on_both_sides() -> None:
    def template(size: str, name: str) -> dict[str, Any]:
        properties = {**ARM["properties"], "vmSize": size, "displayName": name}
        return {
            "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
            "contentVersion": "1.0.0.0",
            "parameters": {"size": {"type": "string"}, "stage": {"type": "string"}},
            "variables": {"name": "[concat(parameters('stage'), '-pool')]"},
            "resources": [{**ARM, "properties": properties}],
        }

    old = write("old.json", template("[parameters('size')]", "[variables('name')]"))
    assert [line for line in run(old, old).stdout.splitlines() if line.startswith("    ?")] == [
        "    ? $.displayName: the value is known only at deployment: the parameter stage has no default value"
    ], "another file may define the variable differently"
    new = write("new.json", template("[parameters('stage')]", "[variables('name')]"))
    assert "    ? $.vmSize: " in run(old, new).stdout


def test_patterns_and_files_that_are_about_something_else() -> None:
    write("old/a.json", POOL)
    write("old/notes.yaml", "tools: {make: {commandLine: [a, b]}}")
    write("new/a.yaml", json.dumps(POOL))
    assert run("old", "new").exit_code == 0
    assert run("old/*.json", "new/*.yaml").exit_code == 0


def test_files_of_directories_that_can_not_be_read() -> None:
    write("old/a.json", POOL)
    write("old/b.json", {**POOL, "id": "other"})
    write("new/a.json", POOL)
    write("new/b.json", '{"id": "other", "vm')
    Path("new/c.json").write_bytes(b"\xff\x80\x00{}")
    write("new/d.yaml", "startTask: [\n")
    write("new/e.json", {"resources": {"startTask": {"a": 1}}})
    done = run("old", "new")
    assert done.exit_code == 2
    assert done.stdout.splitlines() == [
        "pool encoders: no changes (Batch service, API version 2025-06-01)",
        "",
        "pool other: only in OLD (old/b.json)",
        "",
        "2 compared: 1 unchanged, 1 only in OLD.",
    ]
    nothing = "expected a start task, a pool, a node, a job, a task or an ARM template, got something else"
    specify = "specify its type (--type in the command, type_name in Python), for example StartTask"
    assert done.stderr.splitlines() == [
        'batchmodels: new/b.json:1:17: this string has no closing "',
        "batchmodels: new/c.json: this is a binary file; batchmodels reads JSON, YAML and Terraform",
        "batchmodels: new/d.yaml:2:1: not valid YAML: while parsing a flow node did not find expected node content",
        f"batchmodels: new/e.json:1:1: {nothing}; {specify}",
    ]
    assert run("old", "new", "--fail-on", "dangerous").exit_code == 2
    write("broken/a.json", "{")
    done = run("old", "broken")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == (
        "batchmodels: broken: expected a pool, a job, a job schedule or a task to compare, found none"
    )
    assert done.stderr.startswith("batchmodels: broken/a.json:1:2: ")


def test_directories() -> None:
    write("old/a.json", POOL)
    write("old/b.yaml", "id: small\nvmSize: standard_d2s_v3\ntargetDedicatedNodes: 1\n")
    write("old/gone.json", {**POOL, "id": "gone"})
    write("new/renamed.json", {**POOL, "id": "ENCODERS"})
    write("new/b.json", {"id": "small-2", "vmSize": "standard_d2s_v3", "targetDedicatedNodes": 1})
    write("new/added.json", {**POOL, "id": "added"})
    write("new/other.json", {"name": "x"})
    done = run("old", "new")
    assert done.exit_code == 1
    lines = [line for line in done.stdout.splitlines() if line and not line.startswith(" ")]
    assert lines == [
        "pool ENCODERS: no changes (Batch service, API version 2025-06-01)",
        "pool small-2: new pool (Batch service, API version 2025-06-01)",
        "Steps:",
        "pool gone: only in OLD (old/gone.json)",
        "pool added: only in NEW (new/added.json)",
        "Steps:",
        "4 compared: 1 changed, 1 unchanged, 1 only in OLD, 1 only in NEW.",
    ]
    assert run("old", "new", "--fail-on", "empty-pool").exit_code == 0
    assert run("old", "new", "--fail-on", "empty-pool,new-pool").exit_code == 1
    found = json.loads(run("old", "new", "--json").stdout)["resources"]
    assert [(each["old"], each["new"]) for each in found] == [
        ("old/a.json", "new/renamed.json"),
        ("old/b.yaml", "new/b.json"),
        ("old/gone.json", None),
        (None, "new/added.json"),
    ]
    markdown = run("old", "new", "--format", "markdown").stdout
    assert "### pool gone: only in OLD (old/gone.json)" in markdown


def test_fail_on() -> None:
    files = write("old.json", POOL), write("new.json", {**POOL, "targetDedicatedNodes": 3})
    assert run(*files).exit_code == 1
    assert run(*files, "--fail-on", "new-pool,dangerous").exit_code == 0
    assert run(*files, "--fail-on", "at-once").exit_code == 1
    done = run(*files, "--fail-on", "new-pools")
    assert done.exit_code == 2
    assert (
        "expected one or more of at-once, cannot-tell, reboot-nodes, disable-job, empty-pool, new-task, new-job-schedule, "
        "new-job, new-pool, dangerous, separated by commas." in " ".join(done.stderr.split())
    )


def test_the_body_of_the_patch_includes_secrets() -> None:
    new = {**POOL, "userAccounts": [{"name": "u", "password": "s3cret"}]}
    files = write("old.json", POOL), write("new.json", new)
    done = run(*files, "--patch")
    assert json.loads(done.stdout) == {"userAccounts": [{"name": "u", "password": "s3cret"}]}
    for form in ("text", "json", "markdown"):
        assert "s3cret" not in run(*files, "--format", form).stdout
    done = run("old.json", write("id.json", {**POOL, "id": "other"}), "--patch")
    assert (done.exit_code, done.stdout) == (1, "{}\n")
    assert done.stderr == "batchmodels: --patch: These need a new pool: id.\n"


def test_a_patch_that_can_not_be_sent() -> None:
    done = run(write("old.json", POOL), write("new.json", {**POOL, "taskSlotsPerNode": 1000}), "--patch")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "expected int of at most 256, got int 1000 at $.taskSlotsPerNode" in done.stderr


def test_jobs_and_start_tasks() -> None:
    job = {"id": "render", "poolInfo": {"poolId": "encoders"}, "priority": 0}
    done = run(write("old.json", job), write("new.json", {**job, "priority": 5}))
    assert done.stdout.startswith("job render: at once (Batch service, API version 2025-06-01)\n")
    done = run(write("a.json", {"commandLine": "a"}), write("b.json", {"commandLine": "b", "maxTaskRetryCount": 0}))
    assert done.stdout.splitlines()[:3] == [
        "pool: reboot nodes (Batch service, API version 2025-06-01)",
        "  startTask: reboot nodes, PATCH",
        '    ~ $.commandLine: "a" → "b"',
    ]
    assert "PATCH /pools/{poolId}" in done.stdout


def test_what_can_not_be_compared() -> None:
    node = {"id": "n", "state": "idle", "vmSize": "s", "startTaskInfo": {"state": "completed", "exitCode": 0}}
    pool, job = write("pool.json", POOL), write("job.json", {"id": "j", "poolInfo": {"poolId": "p"}, "priority": 1})
    nothing = "expected a pool, a job, a job schedule or a task to compare, found none"
    for arguments, message in (
        ((pool, "none.json"), "none.json: it can't be read: No such file or directory"),
        ((pool, write("broken.json", "{")), "broken.json:1:2: "),
        ((write("node.json", node), pool), f"node.json: {nothing}"),
        ((pool, write("empty.json", [])), f"empty.json: {nothing}"),
        ((pool, job), "pool.json:1:1: expected two documents of the same kind, got a pool and a job"),
    ):
        done = run(*arguments)
        assert (done.exit_code, done.stdout) == (2, "")
        assert message in done.stderr
    done = run(write("b.json", {"startTask": {"commandLine": "x"}}), pool)
    assert done.exit_code == 2
    assert "expected a whole pool as the old document, got PoolPatchParameter, which is the body of a change" in done.stderr
    done = run("-", "-", stdin=POOL)
    assert (done.exit_code, "only one of OLD and NEW can be the standard input." in done.stderr) == (2, True)


def test_unknown_api_versions() -> None:
    files = write("old.json", POOL), write("new.json", {**POOL, "vmSize": "x"})
    done = run(*files, "--api-version", "2024-02-30")
    assert done.exit_code == 2
    assert "--api-version: expected one of the API versions of the Batch service, 2015-12-01.2.2, " in done.stderr
    done = run(*files, "--plane", "arm", "--api-version", "2024-02-01.19.0")
    assert done.stderr == (
        "batchmodels: --api-version: expected an API version of ARM, for example 2025-06-01, got str '2024-02-01.19.0'.\n"
    )


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"targetDedicatedNodes": "2"}, "new.json:4:27: $.targetDedicatedNodes: expected int, got str '2'"),
        ({"vmSize": 5}, "new.json:4:13: $.vmSize: expected str, got int 5"),
        ({"metadata": [None]}, "new.json:5:5: $.metadata[0]: expected MetadataItem, got None"),
        ({"metadata": [{"name": "a", "value": None}]}, "new.json:7:16: $.metadata[0].value: expected str, got None"),
    ],
)
def test_values_of_a_wrong_type(members: dict[str, Any], sentence: str) -> None:
    pool = {"id": "p", "vmSize": "s", **members}
    (key,) = members
    text = json.dumps({"id": "p", "x": 1, key: pool[key]}, indent=2).replace(
        '"x": 1', '"vmSize": "s"' if key != "vmSize" else '"displayName": "d"'
    )
    file = write("new.json", text)
    for arguments in ((), ("--fail-on", "dangerous"), ("--json",)):
        done = run(file, file, *arguments)
        assert (done.exit_code, done.stderr) == (1, f"batchmodels: {sentence}\n")
        assert "no changes" not in done.stdout
    assert run(file, file).stdout.startswith(
        "pool p: cannot tell, because 1 value isn't what the service expects (Batch service, API version 2025-06-01)\n"
    )
    write("old/a.json", text)
    done = run("old", "old")
    assert (done.exit_code, done.stderr) == (1, f"batchmodels: {sentence.replace('new.json', 'old/a.json')}\n")


def test_a_pool_of_arm_with_a_value_of_a_wrong_type() -> None:
    wrong = {**ARM, "properties": {**ARM["properties"], "vmSize": 5}}
    file = write("wrong.json", json.dumps(wrong))
    done = run(write("old.json", ARM), file)
    assert done.exit_code == 1
    assert done.stderr == "batchmodels: wrong.json:1:128: $.properties.vmSize: expected str, got int 5\n"


def test_markdown() -> None:
    new = {**POOL, "displayName": "a|b `c` <d>", "id": "encoders"}
    done = run(write("old.json", POOL), write("new.json", new), "--format", "markdown")
    lines = done.stdout.splitlines()
    assert lines[0] == "### pool encoders: empty the pool first (Batch service, API version 2025-06-01)"
    assert lines[2:5] == [
        "| Property | Verdict | Change | Old | New |",
        "|---|---|---|---|---|",
        '| `displayName` | empty the pool first | added `$.displayName` |  | `` "a\\|b `c` <d>" `` |',
    ]
    assert "4. Change the pool. `PATCH /pools/encoders`" in lines
    assert lines[-5].endswith('make the change through ARM: --plane arm, in Python plane="arm".')
    assert lines[-3].startswith(
        "> If the service refuses the PATCH because virtualMachineConfiguration is missing, add the pool's present one: "
    )
    assert lines[-1].startswith("> No source states how deep this PATCH merges")
    done = run(write("wrong.json", {**POOL, "taskSlotsPerNode": "two"}), "old.json", "--format", "markdown")
    assert done.stdout.count("isn't of the type that the service expects") == 1
    done = run("old.json", write("new.json", {**POOL, "displayName": "``"}), "--format", "markdown")
    assert '| ``` "``" ``` |' in done.stdout


def test_the_body_of_arm_s_patch_is_that_of_the_step() -> None:
    new = {**POOL, "vmSize": "standard_d4s_v3", "targetDedicatedNodes": 5}
    files = write("old.json", ANSWER), write("new.json", new)
    (resource,) = json.loads(run(*files, "--plane", "arm", "--json").stdout)["resources"]
    step = next(each for each in resource["operations"] if each["title"] == "Change the pool.")
    done = run(*files, "--plane", "arm", "--patch")
    assert json.loads(done.stdout) == step["body"]
    assert step["body"] == {
        "properties": {
            "vmSize": "standard_d4s_v3",
            "scaleSettings": {"fixedScale": {"targetDedicatedNodes": 5, "targetLowPriorityNodes": 0}},
        }
    }
    only_size = write("size.json", {**POOL, "targetDedicatedNodes": 7})
    done = run("old.json", only_size, "--plane", "arm", "--patch")
    assert json.loads(done.stdout) == {
        "properties": {"scaleSettings": {"fixedScale": {"targetDedicatedNodes": 7, "targetLowPriorityNodes": 0}}}
    }
    done = run("old.json", write("id.json", {**POOL, "id": "other"}), "--plane", "arm", "--patch")
    assert (done.exit_code, done.stdout) == (1, "{}\n")
    assert done.stderr == "batchmodels: --patch: These need a new pool: id.\n"


def test_no_steps_for_a_resource_that_can_not_be_created() -> None:
    old = write("old.json", POOL)
    new = write("new.json", {"id": "other", "targetDedicatedNodes": 2})
    for plane in ("data", "arm"):
        done = run(old, new, "--plane", plane)
        assert done.exit_code == 1
        assert "Steps:" not in done.stdout
        assert "DELETE" not in done.stdout
        assert done.stdout.splitlines()[-1] == (
            "Note: There are no steps: the new pool can't be created, because NEW lacks $.vmSize."
        )
    job = {"id": "a", "poolInfo": {"poolId": "p"}}
    done = run(write("a.json", job), write("b.json", {"id": "b", "priority": 3, "usesTaskDependencies": True}))
    assert done.stdout.splitlines()[-1] == (
        "Note: There are no steps: the new job can't be created, because NEW lacks $.poolInfo."
    )
    resource = {**ARM, "name": "media/other", "properties": {**ARM["properties"], "vmSize": "[parameters('size')]"}}
    done = run(old, write("unknown.json", resource))
    assert "Steps:" not in done.stdout
    assert "Note: There are no steps: the new pool can't be created, because NEW lacks $.vmSize." in done.stdout.splitlines()


def test_a_type_that_a_file_clearly_does_not_have() -> None:
    pool, job = write("pool.json", POOL), write("job.json", {"id": "j", "poolInfo": {"poolId": "p"}, "priority": 1})
    done = run(pool, pool, "--type", "StartTask")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "batchmodels: pool.json:1:1: expected a StartTask, as --type states, but this is a pool\n"
    done = run(job, job, "--type", "PoolAddParameter")
    assert done.stderr == "batchmodels: job.json:1:1: expected a PoolAddParameter, as --type states, but this is a job\n"
    task = write("task.json", {"commandLine": "x"})
    assert run(task, task, "--type", "StartTask").exit_code == 0
    assert run(pool, pool, "--type", "CloudPool").exit_code == 0


def test_what_the_printed_patch_does_not_do() -> None:
    start_task = {"commandLine": "new"}
    new = write("new.json", {**POOL, "vmSize": "standard_d4s_v3", "targetDedicatedNodes": 5, "startTask": start_task})
    old = write("old.json", POOL)
    done = run(old, new, "--patch")
    assert done.exit_code == 1
    assert json.loads(done.stdout) == {"vmSize": "standard_d4s_v3", "startTask": start_task}
    size = "batchmodels: --patch: The PATCH doesn't change the size: targetDedicatedNodes. See the steps of the text output."
    assert done.stderr.splitlines() == [
        size,
        "batchmodels: --patch: Empty the pool before the PATCH, and resize it afterward: vmSize.",
    ]
    done = run(old, new, "--patch", "--api-version", "2024-02-01.19.0")
    assert json.loads(done.stdout) == {"startTask": start_task}
    assert done.stderr.splitlines() == [
        size,
        "batchmodels: --patch: These need a new pool: vmSize.",
        "batchmodels: --patch: Reboot the existing nodes after the PATCH: startTask.",
    ]
    done = run(old, new, "--patch", "--plane", "arm")
    assert done.stderr == "batchmodels: --patch: Empty the pool before the PATCH: vmSize.\n"
    without = {key: value for key, value in POOL.items() if key != "startTask"}
    new = write("without.json", {**without, "taskSlotsPerNode": 2})
    done = run(old, new, "--patch")
    assert json.loads(done.stdout) == {"taskSlotsPerNode": 2}
    assert done.stderr.splitlines() == [
        "batchmodels: --patch: The PATCH doesn't change startTask. See the steps of the text output.",
        "batchmodels: --patch: Empty the pool before the PATCH, and resize it afterward: taskSlotsPerNode.",
    ]
    done = run(old, write("data.json", {**POOL, "metadata": [{"name": "a", "value": "b"}]}), "--patch")
    assert (done.exit_code, done.stderr) == (0, "")
    job = {"id": "j", "poolInfo": {"poolId": "a"}}
    done = run(write("a.json", job), write("b.json", {**job, "poolInfo": {"poolId": "b"}}), "--patch")
    assert done.stderr == "batchmodels: --patch: Disable the job before the PATCH, and enable it afterward: poolInfo.\n"


@pytest.mark.parametrize("options", [("--json",), ("--format", "json"), ("--format", "markdown")])
def test_a_patch_has_no_other_format(options: tuple[str, ...]) -> None:
    done = run(write("old.json", POOL), write("new.json", {**POOL, "vmSize": "x"}), "--patch", *options)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"expected --patch or {' '.join(options)}, got both: --patch prints a body as JSON." in done.stderr


def test_two_files_with_the_same_pool() -> None:
    write("old/a.json", POOL)
    write("new/a.json", POOL)
    write("new/b.json", {**POOL, "id": "Encoders", "vmSize": "x"})
    for sides in (("old", "new"), ("new", "old")):
        done = run(*sides)
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr == (
            "batchmodels: new/b.json:1:1: expected each id in one file, got the pool Encoders in new/a.json, too\n"
        )


def test_accelerated_networking_is_off_by_default() -> None:
    network = {"subnetId": "/subscriptions/1/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/s"}
    old = write("old.json", {**POOL, "networkConfiguration": network})
    new = write("new.json", {**POOL, "networkConfiguration": {**network, "enableAcceleratedNetworking": False}})
    assert (run(old, new).exit_code, run(new, old).exit_code) == (0, 0)
    on = write("on.json", {**POOL, "networkConfiguration": {**network, "enableAcceleratedNetworking": True}})
    assert run(old, on).exit_code == 1
