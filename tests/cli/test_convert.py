"""The command `convert`: what it writes, what it says, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT

from batchmodels import PoolAddParameter
from batchmodels.cli.main import cli

FORMS = ("arm", "data", "bicep", "python", "azure-batch-14", "azure-batch-15")
ACCOUNT = "/subscriptions/0/resourceGroups/media/providers/Microsoft.Batch/batchAccounts/contoso"
EXAMPLES = ROOT / "examples"

POOL = {
    "id": "p",
    "vmSize": "standard_d2s_v3",
    "targetDedicatedNodes": 2,
    "startTask": {
        "commandLine": "/bin/bash -c 'echo'",
        "environmentSettings": [{"name": "DB_PASSWORD", "value": "hunter22"}],
        "userIdentity": {"autoUser": {"elevationLevel": "admin"}},
    },
}
PROPERTIES = {
    "vmSize": "standard_d2s_v3",
    "scaleSettings": {"fixedScale": {"targetDedicatedNodes": 2, "nodeDeallocationOption": "TaskCompletion"}},
}
RESOURCE: dict[str, Any] = {
    "name": "contoso/p",
    "type": "Microsoft.Batch/batchAccounts/pools",
    "apiVersion": "2024-02-01",
    "identity": {"type": "UserAssigned", "userAssignedIdentities": {"/i": {}}},
    "properties": PROPERTIES,
}
TEMPLATE: dict[str, Any] = {
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "contentVersion": "1.0.0.0",
    "parameters": {"size": {"type": "string"}},
    "resources": [{**RESOURCE, "properties": {**PROPERTIES, "vmSize": "[parameters('size')]"}}],
}


def run(*arguments: str, document: Any = None) -> Result:
    text = document if isinstance(document, (bytes, str)) or document is None else json.dumps(document)
    return CliRunner().invoke(cli, ["convert", *arguments], input=text)


def notes(done: Result) -> list[str]:
    return done.stderr.splitlines()


def test_to_arm_and_back() -> None:
    there = run("-", "--to", "arm", "--reveal-secrets", "--account", ACCOUNT, document=POOL)
    assert (there.exit_code, there.stderr) == (0, "")
    assert json.loads(there.stdout)["properties"]["startTask"]["environmentSettings"][0]["value"] == "hunter22"
    back = run("-", "--to", "data", "--reveal-secrets", document=there.stdout)
    assert (back.exit_code, back.stderr) == (0, "")
    assert PoolAddParameter.from_json(back.stdout) == PoolAddParameter.deserialize(POOL)


def test_secrets_are_masked() -> None:
    for form in FORMS:
        done = run("-", "--to", form, document=POOL)
        assert done.exit_code == 0
        assert "hunter22" not in done.output
    assert notes(run("-", "--to", "data", document=POOL)) == [
        "batchmodels: <stdin>: 1 secret written as ***; --reveal-secrets writes the values."
    ]
    assert notes(run("-", "--to", "python", document=POOL)) == [
        "batchmodels: <stdin>: 1 secret read from the environment variable DB_PASSWORD."
    ]
    assert notes(run("-", "--to", "bicep", document=POOL)) == [
        "batchmodels: <stdin>: 1 secret read from the parameter dbPassword."
    ]
    assert run("-", "--to", "python", "--reveal-secrets", document=POOL).stdout.count("hunter22") == 1


def test_what_is_lost_is_a_note_with_its_place() -> None:
    text = json.dumps(RESOURCE, indent=2)
    done = run("-", "--to", "data", document=text)
    assert done.exit_code == 0
    assert notes(done) == [
        (
            "batchmodels: <stdin>:5:3: $.identity: note: PoolAddParameter has no identity: the Batch service shows the "
            "identities of a pool, but only ARM attaches them"
        ),
        (
            "batchmodels: <stdin>:16:35: $.properties.scaleSettings.fixedScale.nodeDeallocationOption: note: in the Batch "
            "service it is an argument of a resize, not a setting of a pool"
        ),
    ]
    package = {**POOL, "applicationPackageReferences": [{"applicationId": "renderer"}], "enableAutoScale": False}
    assert notes(run("-", "--to", "arm", "--reveal-secrets", document=json.dumps(package, indent=2))) == [
        (
            "batchmodels: <stdin>:2:9: $.id: note: not deployable as it is: the name in a template is ACCOUNT/p; pass the "
            "account's resource id, as account or --account"
        ),
        "batchmodels: <stdin>:24:22: $.enableAutoScale: note: ARM writes no false: a pool without autoScale says the same",
        (
            "batchmodels: <stdin>:21:24: $.applicationPackageReferences[0].applicationId: note: not deployable as it is: "
            "ARM needs the resource id of the application; pass the account's, as account or --account"
        ),
    ]
    given = run("-", "--to", "arm", "--account", ACCOUNT, document=package)
    assert json.loads(given.stdout)["properties"]["applicationPackages"] == [{"id": f"{ACCOUNT}/applications/renderer"}]


def test_from_arm_to_arm_and_bicep_nothing_is_lost() -> None:
    done = run("-", "--to", "arm", document=RESOURCE)
    assert (done.exit_code, done.stderr) == (0, "")
    expected = {**RESOURCE, "apiVersion": "2025-06-01"}
    assert json.loads(done.stdout) == expected
    bicep = run("-", "--to", "bicep", document=RESOURCE)
    assert bicep.stderr == ""
    assert bicep.stdout == (
        "@description('The name of the Batch account.')\n"
        "param accountName string\n"
        "\n"
        "resource account 'Microsoft.Batch/batchAccounts@2025-06-01' existing = {\n"
        "  name: accountName\n"
        "}\n"
        "\n"
        "resource pool 'Microsoft.Batch/batchAccounts/pools@2025-06-01' = {\n"
        "  parent: account\n"
        "  name: 'p'\n"
        "  properties: {\n"
        "    scaleSettings: {\n"
        "      fixedScale: {\n"
        "        targetDedicatedNodes: 2\n"
        "        nodeDeallocationOption: 'TaskCompletion'\n"
        "      }\n"
        "    }\n"
        "    vmSize: 'standard_d2s_v3'\n"
        "  }\n"
        "  identity: {\n"
        "    type: 'UserAssigned'\n"
        "    userAssignedIdentities: {\n"
        "      '/i': {}\n"
        "    }\n"
        "  }\n"
        "}\n"
    )


def test_values_of_templates() -> None:
    refused = run("-", "--to", "data", document=json.dumps(TEMPLATE, indent=1))
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert notes(refused) == [
        (
            "batchmodels: <stdin>:21:15: $.resources[0].properties.vmSize: this value is known only at deployment "
            "(the parameter size has no default value); give the parameter a value with -p or --parameters, or write the "
            "value in the file."
        )
    ]
    done = run("-", "--to", "data", "-p", "size=standard_d4s_v3", document=TEMPLATE)
    assert done.exit_code == 0
    assert json.loads(done.stdout)["vmSize"] == "standard_d4s_v3"


def test_expressions_as_keys() -> None:
    identity = {"type": "UserAssigned", "userAssignedIdentities": {"[resourceId('x/y', 'z')]": {}}}
    template = {**TEMPLATE, "resources": [{**RESOURCE, "identity": identity}]}
    refused = run("-", "--to", "bicep", document=template)
    assert refused.exit_code == 1
    assert (
        "this value is known only at deployment (resourceId is known only at deployment); pass the resource id of the account "
        "as --account, or write the value in the file."
    ) in refused.stderr
    assert run("-", "--to", "data", document=template).exit_code == 0


def test_texts_that_a_template_would_take_for_expressions() -> None:
    document = {**POOL, "startTask": {"commandLine": "[ -f x ]"}}
    done = run("-", "--to", "arm", document=document)
    assert json.loads(done.stdout)["properties"]["startTask"]["commandLine"] == "[[ -f x ]"
    back = json.loads(run("-", "--to", "data", document=done.stdout).stdout)
    assert back["startTask"]["commandLine"] == "[ -f x ]"


def test_several_pools() -> None:
    done = run("-", "--to", "data", document=[POOL, {**POOL, "id": "q"}])
    assert [each["id"] for each in json.loads(done.stdout)] == ["p", "q"]
    assert json.loads(run("-", "--to", "arm", "--name", "q", document=[POOL, {**POOL, "id": "q"}]).stdout)["name"] == "q"
    code = run("-", "--to", "python", document=[POOL, {**POOL, "id": "q"}]).stdout
    assert "\npool = PoolAddParameter(" in code
    assert "\npool_2 = PoolAddParameter(" in code
    bicep = run("-", "--to", "bicep", document=[POOL, {**POOL, "id": "q"}]).stdout
    assert bicep.count("param accountName") == 1
    assert "resource pool2 'Microsoft" in bicep
    missing = run("-", "--to", "data", "--name", "x", document=[POOL])
    assert (missing.exit_code, notes(missing)) == (2, ["batchmodels: <stdin>: expected a pool named 'x', got p"])


def test_what_is_refused() -> None:
    wrong = run("-", "--to", "arm", document=json.dumps({**POOL, "taskSlotsPerNode": 999}, indent=1))
    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert notes(wrong) == ["batchmodels: <stdin>:19:22: $.taskSlotsPerNode: expected int of at most 256, got int 999"]
    typed = run("-", "--to", "arm", document={**POOL, "taskSlotsPerNode": "x"})
    assert (typed.exit_code, len(notes(typed))) == (1, 1)
    job = run("-", "--to", "arm", document={"id": "j", "poolInfo": {"poolId": "p"}, "onAllTasksComplete": "noaction"})
    assert (job.exit_code, notes(job)) == (
        2,
        ["batchmodels: <stdin>: ARM has no jobs: it has pools and their parts."],
    )
    change = run("-", "--to", "bicep", "--type", "PoolPatchParameter", document={"metadata": []})
    assert (change.exit_code, notes(change)) == (
        2, ["batchmodels: <stdin>: Bicep declares whole pools, and this is a change of one."],
    )  # fmt: skip
    version = run("-", "--to", "arm", "--api-version", "2024-02-01.19.0", document=POOL)
    assert version.exit_code == 2
    assert "expected one of ARM's API versions, 2022-10-01, " in version.stderr
    account = run("-", "--to", "arm", "--account", "contoso", document=POOL)
    assert account.exit_code == 2
    assert "expected the resource id of a Batch account" in account.stderr
    assert run("-", "--to", "arm", document="{").exit_code == 2
    assert run("-", "--to", "arm", document={"resources": [], "$schema": TEMPLATE["$schema"]}).exit_code == 2
    assert run("-", "--to", "xml", document=POOL).exit_code == 2
    old = run("-", "--to", "arm", "--api-version", "2025-06-01", document={**POOL, "targetNodeCommunicationMode": "classic"})
    assert (old.exit_code, notes(old)) == (
        1,
        [
            (
                "batchmodels: <stdin>: expected API version before 2025-06-01, got 2025-06-01 at "
                "$.properties.targetNodeCommunicationMode"
            )
        ],
    )


def test_mistakes_of_a_pool_in_arm_are_refused() -> None:
    done = run("-", "--to", "data", document={**RESOURCE, "properties": {**PROPERTIES, "interNodeCommunication": True}})
    assert done.exit_code == 1
    assert "expected Enabled or Disabled as interNodeCommunication, got something else" in done.stderr
    text = json.dumps(
        {**RESOURCE, "properties": {"vmSize": "x", "scaleSettings": {"fixedScale": {"targetDedicatedNodes": "2"}}}}
    )
    done = run("-", "--to", "data", document=text)
    assert done.exit_code == 1
    assert "$.properties.scaleSettings.fixedScale.targetDedicatedNodes: expected int, got str '2'" in done.stderr


def test_an_answer_is_read_as_one() -> None:
    answer = {
        **RESOURCE,
        "id": "/a",
        "properties": {**PROPERTIES, "provisioningState": "Succeeded", "allocationState": "Steady"},
    }
    done = run("-", "--to", "data", document=answer)
    assert "state" not in json.loads(done.stdout)
    assert "batchmodels: <stdin>: note: 3 members that only the service sets are left out: id, state, allocationState" in notes(
        done
    )
    code = run("-", "--to", "python", document=answer).stdout
    assert "pool = PoolAddParameter(" in code


def test_an_output_file(tmp_path: Path) -> None:
    file = tmp_path / "pool.bicep"
    for option in ("--output-file", "-o"):
        file.unlink(missing_ok=True)
        done = run("-", "--to", "bicep", option, str(file), document=POOL)
        assert (done.exit_code, done.stdout) == (0, "")
    assert file.read_text(encoding="utf-8").startswith("@description(")
    there = run("-", "--to", "bicep", "--output-file", str(tmp_path), document=POOL)
    assert there.exit_code == 2
    assert "it can't be written" in there.stderr


@pytest.mark.parametrize("example", ["pool.json", "block.yaml", "arm_template.json", "terraform_plan.json", "start_task.yaml"])
@pytest.mark.parametrize("form", FORMS)
def test_the_examples(example: str, form: str) -> None:
    done = run(str(EXAMPLES / example), "--to", form)
    assert done.exit_code in {0, 1}, done.output
    if done.exit_code == 1:
        assert done.stdout == ""
        assert "known only at deployment" in done.stderr


def schema(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["schema", *arguments])


def test_schemas_of_both_forms() -> None:
    done = schema("PoolAddParameter", "--form", "arm", "--api-version", "2024-07-01", "--closed")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == PoolAddParameter.arm_schema(closed=True, api_version="2024-07-01")
    data = schema("PoolAddParameter", "--api-version", "2024-02-01.19.0")
    assert json.loads(data.stdout) == PoolAddParameter.json_schema(api_version="2024-02-01.19.0")
    assert json.loads(schema("PoolAddParameter").stdout) == PoolAddParameter.json_schema()
    job = schema("JobAddParameter", "--form", "arm")
    assert (job.exit_code, job.stderr) == (2, "batchmodels: ARM has no jobs: it has pools and their parts.\n")
    wrong = schema("PoolAddParameter", "--form", "arm", "--api-version", "2024-07-01.20.0")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("batchmodels: --api-version: expected one of ARM's API versions, 2022-10-01, ")


def test_the_body_of_a_pool_as_arm_has_it() -> None:
    done = CliRunner().invoke(cli, ["body", "-", "--arm"], input=json.dumps({**POOL, "enableAutoScale": False}))
    assert json.loads(done.stdout)["properties"]["scaleSettings"] == {"fixedScale": {"targetDedicatedNodes": 2}}
    assert "$.enableAutoScale: note: ARM writes no false" in done.stderr


FIELD = ROOT.parent / "shared" / "field" / "forms"
FIELD_FORMS = {
    "block.yaml": [],
    "rest-sample.json": [],
    "template-plain.json": ["-p", "poolId=encoders"],
    "template-typed.json": [],
    "terraform-plan.json": [],
    "arm-variables.json": ["-p", "account=contoso", "--name", "contoso/encoders"],
}


@pytest.mark.skipif(not FIELD.is_dir(), reason="the collected documents are not here")
@pytest.mark.parametrize("file", FIELD_FORMS)
def test_documents_from_the_field_come_back(file: str) -> None:
    options = [*FIELD_FORMS[file], "--reveal-secrets"]
    ours = run(str(FIELD / file), "--to", "data", *options)
    there = run(str(FIELD / file), "--to", "arm", *options)
    assert (ours.exit_code, there.exit_code) == (0, 0), ours.stderr + there.stderr
    kind = ["--type", "StartTask"] if "commandLine" in json.loads(ours.stdout) else []
    back = run("-", "--to", "data", "--reveal-secrets", *kind, document=there.stdout)
    assert json.loads(back.stdout) == json.loads(ours.stdout)


ANSWER: dict[str, Any] = {
    "odata.metadata": "https://contoso/$metadata#pools/@Element",
    **POOL,
    "startTask": {"commandLine": "true", "Odata.etag": "1"},
    "ETag": "0x8D",
    "url": "https://contoso/pools/p",
    "state": "active",
    "currentNodeCommunicationMode": "simplified",
}


def test_read_only_members_do_not_decide_the_version() -> None:
    for options in ((), ("--api-version", "2025-06-01")):
        done = run("-", "--to", "arm", *options, "--account", ACCOUNT, document=ANSWER)
        assert done.exit_code == 0
        assert json.loads(done.stdout)["apiVersion"] == "2025-06-01"
        assert notes(done) == [
            (
                "batchmodels: <stdin>: note: 3 members that only the service sets are left out: "
                "url, state, currentNodeCommunicationMode"
            )
        ]
    refused = run(
        "-", "--to", "arm", "--api-version", "2025-06-01", document={**POOL, "targetNodeCommunicationMode": "classic"}
    )
    assert (refused.exit_code, refused.stdout) == (1, "")
    one = run("-", "--to", "arm", "--account", ACCOUNT, document={**POOL, "startTask": None, "state": "active"})
    assert notes(one) == ["batchmodels: <stdin>: note: 1 member that only the service sets is left out: state"]


def test_annotations_of_answers_are_left_out() -> None:
    for form in ("arm", "bicep"):
        done = run("-", "--to", form, document=ANSWER)
        assert "odata" not in done.output.lower()
        assert "etag" not in done.output.lower()
    for form in ("data", "python"):
        done = run("-", "--to", form, document=ANSWER)
        assert done.exit_code == 0
        assert "odata" not in done.output.lower()


def test_undeclared_members_are_noted() -> None:
    document = {**POOL, "startTask": {"commandLine": "true", "whenever": 1}, "odata.type": "x", "colour": {"odata.x": 1}}
    for form in ("arm", "bicep", "data"):
        done = run("-", "--to", form, "--account", ACCOUNT, document=document)
        assert done.exit_code == 0
        assert "whenever" in done.stdout
        assert notes(done) == [
            "batchmodels: <stdin>:1:118: $.startTask.whenever: note: undeclared; written as it is",
            "batchmodels: <stdin>:1:141: $.colour: note: undeclared; written as it is",
        ]


def test_the_value_of_a_secure_parameter() -> None:
    setting = {"name": "TOKEN", "value": "[parameters('tok')]"}
    task = {"commandLine": "true", "environmentSettings": [setting]}
    pool = {**RESOURCE, "properties": {**PROPERTIES, "startTask": task}}
    template = {**TEMPLATE, "parameters": {"tok": {"type": "secureString"}}, "resources": [pool]}
    given = ("-p", "tok=hunter22")
    masked = run("-", "--to", "data", *given, document=template)
    assert "hunter22" not in masked.output
    assert json.loads(masked.stdout)["startTask"]["environmentSettings"] == [{"name": "TOKEN", "value": "***"}]
    revealed = json.loads(run("-", "--to", "data", "--reveal-secrets", *given, document=template).stdout)
    assert revealed["startTask"]["environmentSettings"][0]["value"] == "hunter22"
    for command in ("show", "body", "plan"):
        done = CliRunner().invoke(cli, [command, "-", *given[:2]], input=json.dumps(template))
        assert done.exit_code == 0
        assert ("hunter22" in done.output) is (command == "body")
    for value in ("[concat('echo ', parameters('tok'))]", "[parameters('tok')]", "[variables('v')[0].value]"):
        template["variables"] = {"v": [setting]}
        template["resources"] = [{**RESOURCE, "properties": {**PROPERTIES, "startTask": {"commandLine": value}}}]
        refused = run("-", "--to", "data", "--reveal-secrets", *given[:2], document=template)
        assert (refused.exit_code, refused.stdout) == (1, "")
        (note,) = notes(refused)
        assert note.endswith(
            "$.resources[0].properties.startTask.commandLine: this value is known only at deployment (the parameter tok is "
            "secure, and its value is used only in members that hold secrets); put it into such a member, for example the "
            "value of an environment setting."
        )


def test_secrets_are_named_by_what_they_are() -> None:
    registries = [{"registryServer": "r", "username": "u", "password": "hunter22"}]
    machine = {
        "imageReference": {"publisher": "p", "offer": "o", "sku": "s"},
        "nodeAgentSKUId": "batch.node.ubuntu 24.04",
        "containerConfiguration": {"type": "dockerCompatible", "containerRegistries": registries},
    }
    settings = [{"name": "TOKEN", "value": "a1"}, {"name": "PATH", "value": "b1"}, {"name": "a-b", "value": "c1"}]
    task = {"commandLine": "true", "environmentSettings": settings}
    done = run("-", "--to", "python", document={**POOL, "startTask": task, "virtualMachineConfiguration": machine})
    (note,) = notes(done)
    assert set(note.partition("variables ")[2].rstrip(".").split(", ")) == {
        "TOKEN", "ENVIRONMENT_SETTING_1_VALUE", "ENVIRONMENT_SETTING_2_VALUE", "CONTAINER_REGISTRY_0_PASSWORD",
    }  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_old_names_become_present_ones(form: str) -> None:
    task = {"commandLine": "./a", "runElevated": True, "resourceFiles": [{"blobSource": "https://a/b", "filePath": "b"}]}
    old = {"id": "p", "vmSize": "x", "targetDedicated": 1, "maxTasksPerNode": 2, "startTask": task}
    admin = {"autoUser": {"elevationLevel": "admin"}}
    file = {"httpUrl": "https://a/b", "filePath": "b"}
    new_task = {"commandLine": "./a", "userIdentity": admin, "resourceFiles": [file]}
    new = {"id": "p", "vmSize": "x", "targetDedicatedNodes": 1, "taskSlotsPerNode": 2, "startTask": new_task}
    account = ("--account", ACCOUNT)
    done = run("-", "--to", form, *account, document=old)
    assert (done.exit_code, done.stdout) == (0, run("-", "--to", form, *account, document=new).stdout)
    assert [line.partition("$.")[2] for line in notes(done)] == [
        "maxTasksPerNode: note: old name; its present name is taskSlotsPerNode",
        "targetDedicated: note: old name; its present name is targetDedicatedNodes",
        "startTask.runElevated: note: old name; its present name is userIdentity",
        "startTask.resourceFiles[0].blobSource: note: old name; its present name is httpUrl",
    ]


def test_a_value_that_a_template_of_the_batch_cli_lacks() -> None:
    template = {"parameters": {"poolId": {"type": "string"}}, "pool": {"id": "[parameters('poolId')]", "vmSize": "x"}}
    done = run("-", "--to", "data", document=template)
    assert done.exit_code == 1
    assert notes(done)[0].partition("$.")[2] == (
        "pool.id: this value is known only at deployment (the parameter poolId has no default value); give the parameter a "
        "value with -p or --parameters, or write the value in the file."
    )


def test_a_value_that_no_parameter_gives() -> None:
    properties = {**PROPERTIES, "vmSize": "[reference('other').size]"}
    template = {**TEMPLATE, "resources": [{**RESOURCE, "properties": properties}]}
    done = run("-", "--to", "data", document=template)
    assert done.exit_code == 1
    assert notes(done)[0].partition("vmSize: ")[2] == (
        "this value is known only at deployment (reference is known only at deployment); write the value in the file."
    )


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("json", "For the Batch service's JSON, write data."),
        ("YAML", "For the Batch service's JSON, write data."),
        ("template", "For ARM's JSON, write arm."),
        ("azure-batch", "Write azure-batch-14 or azure-batch-15, by the version."),
        ("terraform", "Terraform's form can be read, but isn't written."),
        ("py", "For Python code with batchmodels, write python."),
    ],
)
def test_other_names_of_forms(name: str, advice: str) -> None:
    done = run("-", "--to", name, document=POOL)
    assert done.exit_code == 2
    forms = ", ".join(map(repr, FORMS))
    assert done.stderr.endswith(f"Error: Invalid value for '--to': {name!r} is not one of {forms}. {advice}\n")


def test_the_help_has_what_is_read_and_what_is_written() -> None:
    help_text = " ".join(CliRunner().invoke(cli, ["convert", "--help"]).output.split())
    assert "Bicep and Python code are written, but not read" in help_text
    assert "the Batch service's JSON (data)" in help_text
    assert "convert Write pools as ARM, Bicep, the Batch service's JSON or Python." in " ".join(
        CliRunner().invoke(cli, ["--help"]).output.split()
    )
