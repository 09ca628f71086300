"""Templates of ARM and of the Batch CLI extension: what is read of them, where it comes from, and what isn't judged."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import pytest
from conftest import ROOT

from batchmodels import documents
from batchmodels.documents import Diagnostic, Document, UnreadableError, check, read_text
from batchmodels.documents.coverage import Counts, not_judged
from batchmodels.documents.parameter_values import given_values
from batchmodels.documents.source import read_source

FORMS = ROOT.parent / "shared" / "field" / "forms"

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
POOL = "Microsoft.Batch/batchAccounts/pools"

INSTALL = "/bin/bash -c 'apt-get install ffmpeg'"


def document(content: Any, **options: Any) -> Document:
    return read_text(json.dumps(content, indent=1), "x.json", **options)


def notes(content: Any, **options: Any) -> list[tuple[str, str, str]]:
    return [(each.rule, each.path, each.message) for each in not_judged(document(content, **options))]


def counted(content: Any, **options: Any) -> str:
    counts, read = Counts(), document(content, **options)
    counts.add(read, not_judged(read))
    return counts.sentence()


def found(content: Any, rule: str, **options: Any) -> list[Diagnostic]:
    return [each for each in check(document(content, **options)) if each.rule == rule]


def arm(*resources: Any, **members: Any) -> dict[str, Any]:
    return {"$schema": SCHEMA, "contentVersion": "1.0.0.0", **members, "resources": list(resources)}


def pool(start_task: Any, **members: Any) -> dict[str, Any]:
    properties = {"vmSize": "standard_d2s_v3", "startTask": start_task}
    return {"type": POOL, "apiVersion": "2024-02-01", "name": "account/pool", "properties": properties, **members}


@pytest.mark.skipif(not FORMS.exists(), reason="the forms are not in the repository")
class TestForms:
    def check(self, name: str) -> list[Diagnostic]:
        return check(read_text((FORMS / name).read_bytes(), name))

    def test_a_plain_template(self) -> None:
        diagnostics = self.check("template-plain.json")
        rules = {each.rule: each for each in diagnostics}
        assert {"BM103", "BM201", "BM301", "not-judged/value"} <= set(rules)
        for rule in ("BM103", "BM201", "BM301"):
            assert (rules[rule].line, rules[rule].column, rules[rule].path) == (16, 34, "$.pool.startTask.commandLine")
            assert [each.path for each in rules[rule].sources] == ["$.parameters.package.defaultValue"]
        assert rules["not-judged/value"].message == (
            "id is not judged, because the parameter poolId has no default value: [parameters('poolId')]"
        )
        assert rules["not-judged/value"].path == "$.pool.id"

    def test_a_typed_template(self) -> None:
        diagnostics = self.check("template-typed.json")
        at = {each.path.removeprefix("$.pool.properties.") for each in diagnostics}
        assert at >= {"maxTasksPerNode", "targetDedicated", "startTask.runElevated"}
        assert [each.rule for each in diagnostics if each.rule == "BM101"] == []  # the extension runs it in a shell

    def test_variables_of_arm(self) -> None:
        diagnostics = self.check("arm-variables.json")
        for rule in ("BM201", "BM301"):
            (each,) = [each for each in diagnostics if each.rule == rule]
            assert (each.line, each.path) == (15, "$.resources[0].properties.startTask.commandLine")
            assert [(source.line, source.path) for source in each.sources] == [(4, "$.parameters.script.defaultValue")]
        (note,) = [each for each in diagnostics if each.rule == "not-judged/start-task"]
        assert note.message == (
            "the start task is not reviewed, because reference is known only at deployment: "
            "[reference(resourceId('Microsoft.KeyVault/vaults/secrets', 'v', 's')).value]"
        )


class TestArm:
    def test_a_start_task_in_a_variable(self) -> None:
        template = arm(pool("[variables('start')]"), variables={"start": {"commandLine": INSTALL}})
        (each,) = found(template, "BM301")
        assert each.path == "$.resources[0].properties.startTask.commandLine"
        assert [source.path for source in each.sources] == ["$.variables.start.commandLine"]

    def test_only_the_branch_that_is_taken_is_the_source(self) -> None:
        template = arm(
            pool({"commandLine": "[if(equals(parameters('kind'), 'a'), variables('one'), variables('two'))]"}),
            parameters={"kind": {"type": "string", "defaultValue": "b"}},
            variables={"one": "true", "two": INSTALL},
        )
        (each,) = found(template, "BM301")
        assert [source.path for source in each.sources] == ["$.variables.two"]
        assert found(template, "BM301", parameters=given_values(written=["kind=a"])) == []

    def test_a_value_of_the_wrong_type_is_still_found(self) -> None:
        template = arm(pool({"commandLine": "true", "maxTaskRetryCount": "[parameters('n')]"}))
        template["parameters"] = {"n": {"type": "string", "defaultValue": "3"}}
        (each,) = found(template, "refused/type")
        assert (each.message, each.path) == (
            "expected int, got str '3'",
            "$.resources[0].properties.startTask.maxTaskRetryCount",
        )
        assert [source.path for source in each.sources] == ["$.parameters.n.defaultValue"]

    def test_an_unknown_value_is_no_value(self) -> None:
        template = arm(pool({"commandLine": "[listKeys('x', 'y').keys[0]]", "maxTaskRetryCount": "[reference('x').n]"}))
        assert [each.rule for each in check(document(template))] == ["not-judged/start-task", "not-judged/value"]
        assert counted(template) == "Checked: 1 pool, 0 start tasks, 0 tasks. Not judged: 1 start task, 1 value."

    def test_a_pool_whose_properties_are_unknown(self) -> None:
        resource = {"type": POOL, "name": "account/pool", "properties": "[reference('x')]"}
        assert notes(arm(resource)) == [
            (
                "not-judged/pool",
                "$.resources[0].properties",
                "the pool is not reviewed, because reference is known only at deployment: [reference('x')]",
            )
        ]

    def test_a_secure_parameter_is_never_shown(self) -> None:
        parameters = {"key": {"type": "secureString", "defaultValue": "hunter2hunter2"}}
        template = arm(pool({"commandLine": "[concat('bash setup.sh ', parameters('key'))]"}), parameters=parameters)
        for options in ({}, {"parameters": given_values(written=["key=hunter2hunter2"])}):
            diagnostics = check(document(template, **options))
            assert [each.message for each in diagnostics] == [
                (
                    "the start task is not reviewed, because the parameter key is secure: "
                    "[concat('bash setup.sh ', parameters('key'))]"
                )
            ]
            assert "hunter2" not in str(diagnostics)

    def test_a_mistake_in_an_expression(self) -> None:
        template = arm(pool({"commandLine": "[variables('strat')]"}), variables={"start": "true"})
        (each,) = found(template, "document/expression")
        assert (each.message, each.path) == (
            "no deployment can evaluate this expression: the template has no variable strat",
            "$.resources[0].properties.startTask.commandLine",
        )

    def test_a_copy_loop_of_a_member(self) -> None:
        files = {"name": "resourceFiles", "count": 2, "input": {"httpUrl": "http://example.com/x", "filePath": "f"}}
        template = arm(pool({"commandLine": "true", "copy": [files]}))
        assert {each.path for each in found(template, "BM604")} == {"$.resources[0].properties.startTask.copy[0].input.httpUrl"}

    def test_a_copy_loop_of_pools(self) -> None:
        command = "[concat('/bin/bash -c ''', variables('commands')[copyIndex()], '''')]"
        resource = pool({"commandLine": command}, copy={"name": "pools", "count": "[length(variables('commands'))]"})
        template = arm(resource, variables={"commands": ["true", "apt-get install ffmpeg"]})
        assert counted(template) == "Checked: 2 pools, 2 start tasks, 0 tasks."
        assert len(found(template, "BM301")) == 1

    def test_symbolic_names(self) -> None:
        template = arm(languageVersion="2.0")
        template["resources"] = {
            "encoders": pool({"commandLine": INSTALL}),
            "there": {"existing": True, "type": POOL, "apiVersion": "2024-02-01", "name": "account/other"},
        }
        assert [each.path for each in found(template, "BM301")] == ["$.resources.encoders.properties.startTask.commandLine"]
        assert counted(template) == "Checked: 1 pool, 1 start task, 0 tasks."

    @pytest.mark.parametrize("scope", ["inner", "outer"])
    def test_nested_deployments(self, scope: str) -> None:
        inner = arm(pool({"commandLine": "[parameters('command')]"}))
        inner["parameters"] = {"command": {"type": "string"}}
        nested = {
            "type": "Microsoft.Resources/deployments",
            "name": "inner",
            "properties": {
                "expressionEvaluationOptions": {"scope": scope},
                "parameters": {"command": {"value": "[variables('command')]"}},
                "template": inner,
            },
        }
        outer = arm(nested, variables={"command": INSTALL})
        outer["parameters"] = {"command": {"type": "string", "defaultValue": "/bin/true"}}
        diagnostics = found(outer, "BM301")
        assert len(diagnostics) == (scope == "inner")
        for each in diagnostics:
            assert [source.path for source in each.sources] == ["$.variables.command"]

    def test_a_linked_template(self) -> None:
        linked = {"type": "Microsoft.Resources/deployments", "name": "x", "properties": {"templateLink": {"uri": "u"}}}
        assert notes(arm(linked)) == [
            (
                "not-judged/template",
                "$.resources[0].properties.templateLink",
                "the template that this deployment links to is not checked: it is in another file.",
            )
        ]

    def test_an_unknown_element_leaves_the_others(self) -> None:
        files = ["[reference('x')]", {"httpUrl": "http://example.com/x", "filePath": "f"}]
        template = arm(pool({"commandLine": "true", "resourceFiles": files}))
        assert [each.path for each in found(template, "BM604")] == [
            "$.resources[0].properties.startTask.resourceFiles[1].httpUrl"
        ]
        assert [path for _, path, _ in notes(template)] == ["$.resources[0].properties.startTask.resourceFiles[0]"]

    def test_a_body_alone(self) -> None:
        body = {"properties": {"vmSize": "x", "startTask": {"commandLine": "[parameters('command')]"}}}
        assert [(rule, message) for rule, _, message in notes(body)] == [
            (
                "not-judged/start-task",
                "the start task is not reviewed, because the parameter command isn't in this file: [parameters('command')]",
            )
        ]

    def test_an_answer_has_no_password(self) -> None:
        answer = {
            "id": "/subscriptions/0/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/a/pools/p",
            "name": "p",
            "type": POOL,
            "etag": "W/1",
            "properties": {
                "provisioningState": "Succeeded",
                "allocationState": "Steady",
                "vmSize": "STANDARD_D2S_V3",
                "userAccounts": [{"name": "builder", "elevationLevel": "Admin"}],
                "mountConfiguration": [
                    {
                        "azureFileShareConfiguration": {
                            "accountName": "acc",
                            "azureFileUrl": "https://e",
                            "relativeMountPath": "m",
                        }
                    }
                ],
            },
        }
        assert check(document(answer)) == []
        del answer["properties"]["provisioningState"], answer["properties"]["allocationState"]
        written = [(each.message, each.path) for each in check(document(answer))]
        assert ("expected str, but password is missing", "$.properties.userAccounts[0].password") in written

    def test_a_change_of_a_pool(self) -> None:
        patch = {"properties": {"startTask": {"commandLine": INSTALL, "userIdentity": {"userName": "builder"}}}}
        assert {each.rule for each in check(document(patch))} == {"BM301", "BM302"}
        put = {"properties": {**patch["properties"], "vmSize": "standard_d2s_v3"}}
        assert "BM801" in [each.rule for each in check(document(put))]


class TestBatchTemplates:
    def test_what_the_sdk_of_the_extension_adds(self) -> None:
        machine = {"imageReference": {"publisher": "a"}, "containerConfiguration": {"containerImageNames": ["x"]}}
        identity = {"userName": "[parameters('user')]"}
        pool = {
            "id": "p",
            "vmSize": "s",
            "virtualMachineConfiguration": {**machine, "nodeAgentSKUId": "n"},
            "startTask": {"commandLine": "/bin/true", "userIdentity": identity},
        }
        template = {"parameters": {"user": {"type": "string"}}, "pool": pool}
        assert [each for each in check(document(template)) if each.rule.startswith("refused")] == []

    def test_the_pool_of_a_job_that_batch_explorer_picks(self) -> None:
        factory = {"type": "taskCollection", "tasks": [{"id": "t", "commandLine": "/bin/true"}]}
        job = {"id": "j", "poolInfo": {"poolId": "[parameters('poolId')]"}, "taskFactory": factory}
        assert [each.rule for each in check(document({"parameters": {}, "job": job}))] == ["not-judged/value"]

    TEMPLATE: ClassVar[Any] = {
        "parameters": {"id": {"type": "string"}, "script": {"type": "string", "defaultValue": "apt-get install ffmpeg"}},
        "pool": {"id": "[parameters('id')]", "vmSize": "x", "startTask": {"commandLine": "bash -c '[parameters('script')]'"}},
    }

    def test_a_pool(self) -> None:
        (each,) = found(self.TEMPLATE, "BM301")
        assert each.path == "$.pool.startTask.commandLine"
        assert [source.path for source in each.sources] == ["$.parameters.script.defaultValue"]
        assert counted(self.TEMPLATE) == "Checked: 1 pool, 1 start task, 0 tasks. Not judged: 1 value."
        assert counted(self.TEMPLATE, parameters=given_values(written=["ID=p"])) == "Checked: 1 pool, 1 start task, 0 tasks."

    def test_a_job_and_its_tasks(self) -> None:
        job = {
            "type": "Microsoft.Batch/batchAccounts/jobs",
            "apiVersion": "2022-06-01",
            "properties": {
                "id": "[parameters('job')]",
                "poolInfo": {"poolId": "p"},
                "jobPreparationTask": {"commandLine": "apt-get update && apt-get install -y x"},
                "taskFactory": {
                    "type": "parametricSweep",
                    "parameterSets": [{"start": 3, "end": 5}],
                    "repeatTask": {
                        "commandLine": "/bin/bash -c 'render {0} {0:3} {1}'",
                        "resourceFiles": [{"source": {"fileGroup": "data"}}, {"httpUrl": "https://e", "filePath": "f"}],
                        "outputFiles": [
                            {
                                "filePattern": "x",
                                "destination": {"autoStorage": {"fileGroup": "out"}},
                                "uploadOptions": {"uploadCondition": "TaskSuccess"},
                            }
                        ],
                    },
                    "mergeTask": {"commandLine": "/bin/true"},
                },
            },
        }
        read = document({"parameters": {"job": {"type": "string", "defaultValue": "j"}}, "job": job})
        assert [entry.model_type for entry in read.entries] == ["JobAddParameter", "TaskAddParameter", "TaskAddParameter"]
        assert read.entries[0].name == "j"
        assert read.entries[1].content == {
            "commandLine": "/bin/bash -c 'render 3 003 {1}'",
            "resourceFiles": [{"httpUrl": "https://e", "filePath": "f"}],
            "outputFiles": [{"filePattern": "x", "uploadOptions": {"uploadCondition": "TaskSuccess"}}],
        }
        assert read.entries[1].locate(("resourceFiles", 0, "httpUrl")) == (
            "job", "properties", "taskFactory", "repeatTask", "resourceFiles", 1, "httpUrl",
        )  # fmt: skip
        assert [each.rule for each in check(read) if each.rule.startswith(("refused", "unknown", "not-judged"))] == []
        counts = Counts()
        counts.add(read, not_judged(read))
        assert counts.judged == {"pool": 0, "start task": 0, "task": 3}

    def test_a_task_collection(self) -> None:
        factory = {"type": "taskCollection", "tasks": [{"id": "a", "commandLine": "true"}, {"id": "b", "commandLine": "x y"}]}
        read = document({"job": {"id": "j", "poolInfo": {"poolId": "p"}, "taskFactory": factory}})
        assert [entry.name for entry in read.entries] == ["j", "a", "b"]

    def test_packages_make_the_command_line_unknown(self) -> None:
        task = {"commandLine": "a && b", "packageReferences": [{"type": "aptPackage", "id": "ffmpeg"}]}
        template = {"job": {"id": "j", "taskFactory": {"type": "taskPerFile", "repeatTask": task}}}
        assert notes(template) == [
            (
                "not-judged/task",
                "$.job.taskFactory.repeatTask.commandLine",
                "the task is not reviewed, because the extension puts it into a script that installs the packageReferences.",
            )
        ]

    def test_numbers_and_texts_are_sent_as_the_service_expects_them(self) -> None:
        template = {
            "parameters": {"frame": {"type": "int", "defaultValue": 7}},
            "pool": {
                "id": "p",
                "vmSize": "x",
                "targetDedicatedNodes": "2",
                "startTask": {
                    "commandLine": "/bin/true",
                    "environmentSettings": [{"name": "FRAME", "value": "[parameters('frame')]"}],
                    "waitForSuccess": "maybe",
                },
            },
        }
        read = document(template)
        assert [each.path for each in check(read) if each.rule == "refused/type"] == ["$.pool.startTask.waitForSuccess"]
        assert read.entries[0].content["startTask"]["environmentSettings"] == [{"name": "FRAME", "value": "7"}]
        assert read.entries[0].content["targetDedicatedNodes"] == 2

    def test_a_job_with_a_task_factory_alone(self) -> None:
        factory = {
            "type": "taskPerFile",
            "repeatTask": {"commandLine": "x {fileName}", "resourceFiles": [{"httpUrl": "{url}"}]},
        }
        read = document({"id": "j", "poolInfo": {"poolId": "p"}, "taskFactory": factory})
        assert [entry.model_type for entry in read.entries] == ["JobAddParameter", "TaskAddParameter"]
        assert [each.rule for each in check(read) if each.rule.startswith(("unknown", "not-judged"))] == []
        assert read.entries[1].content["resourceFiles"] == [{}]

    def test_an_application_template(self) -> None:
        factory = {"type": "taskPerFile", "repeatTask": {"commandLine": "x", "resourceFiles": [{"httpUrl": "{url}"}]}}
        read = document({"templateMetadata": {"description": "x"}, "parameters": {}, "taskFactory": factory})
        assert [entry.model_type for entry in read.entries] == ["JobAddParameter", "TaskAddParameter"]
        assert read.entries[0].problems == ()
        assert [each.rule for each in documents.check(read) if "not-judged" not in each.rule] == []
        job = {"job": {"id": "j", "applicationTemplateInfo": {"filePath": "render.json"}, "poolInfo": {"poolId": "p"}}}
        assert notes(job) == [
            ("not-judged/template", "$.job", "the tasks of the job are not checked: they are in render.json.")
        ]

    def test_an_application_template_without_a_task_factory(self) -> None:
        manager = {"id": "m", "commandLine": "sh -c 'mkdir [parameters('x')]'", "runElevated": "[parameters('x')]"}
        read = document({"parameters": {"x": {"type": "string"}}, "jobManagerTask": manager, "onAllTasksComplete": "noAction"})
        assert [(entry.model_type, entry.content) for entry in read.entries] == [
            (
                "JobAddParameter",
                {"jobManagerTask": {"id": "m", "runElevated": None}, "onAllTasksComplete": "noAction"},
            )
        ]
        assert [(each.rule, each.path) for each in documents.check(read)] == [
            ("not-judged/task", "$.jobManagerTask.commandLine"),
            ("BM703", "$.jobManagerTask.runElevated"),
            ("not-judged/value", "$.jobManagerTask.runElevated"),
        ]

    def test_texts_of_numbers_in_a_bare_pool(self) -> None:
        read = document({"pool": {"id": "p", "vmSize": "s", "targetDedicatedNodes": "1", "enableAutoScale": "False"}})
        assert read.entries[0].content["targetDedicatedNodes"] == 1
        assert read.entries[0].content["enableAutoScale"] is False
        assert read.entries[0].problems == ()

    def test_old_names_of_values_that_are_not_known(self) -> None:
        files = [{"blobSource": "[parameters('url')]", "filePath": "x"}]
        read = document(
            {"parameters": {"url": {"type": "string"}}, "pool": {"startTask": {"commandLine": "x", "resourceFiles": files}}}
        )
        found = [(each.rule, each.path) for each in documents.check(read) if "resourceFiles" in each.path]
        path = "$.pool.startTask.resourceFiles[0].blobSource"
        assert found == [("not-judged/value", path)]  # the extension replaces the name


class TestParameterFiles:
    TEMPLATE = arm(pool({"commandLine": "[parameters('command')]"}), parameters={"command": {"type": "string"}})

    @pytest.mark.parametrize(
        "file",
        [
            {"$schema": "https://example.com/deploymentParameters.json#", "parameters": {"command": {"value": INSTALL}}},
            {"parameters": {"COMMAND": {"value": INSTALL}}},
            {"command": {"value": INSTALL}},
            {"command": INSTALL},
        ],
    )
    def test_forms(self, file: Any) -> None:
        given = given_values([read_source("p.json", json.dumps(file))])
        assert len(found(self.TEMPLATE, "BM301", parameters=given)) == 1
        assert (
            found(self.TEMPLATE, "BM301", parameters=given_values([read_source("p.json", json.dumps(file))], ["command=x"]))
            == []
        )

    def test_a_key_vault(self) -> None:
        file = read_source("p.json", json.dumps({"parameters": {"command": {"reference": {"keyVault": {"id": "x"}}}}}))
        assert [message for _, _, message in notes(self.TEMPLATE, parameters=given_values([file]))] == [
            (
                "the start task is not reviewed, because the value of the parameter command is in a Key Vault: "
                "[parameters('command')]"
            )
        ]

    def test_what_is_no_parameter_file(self) -> None:
        with pytest.raises(UnreadableError) as caught:
            given_values([read_source("p.json", "[1]")])
        assert caught.value.message == 'expected a parameter file: {"parameters": {"name": {"value": 1}}} or {"name": 1}'
        with pytest.raises(ValueError, match=r"^expected NAME=VALUE$"):
            given_values(written=["hunter2"])


def test_nothing_to_check() -> None:
    assert notes([]) == [("not-judged/file", "$", "0 pools checked: the list has no pools, start tasks or tasks.")]
    assert notes({"value": []}) == notes([])
    assert notes(arm()) == [("not-judged/file", "$", "0 pools checked: the template has no pools, jobs or tasks.")]
    assert counted([]) == "Checked: 0 pools, 0 start tasks, 0 tasks. Not judged: 1 file."


def test_counts() -> None:
    job = {"id": "j", "poolInfo": {"autoPoolSpecification": {"pool": {"vmSize": "x", "startTask": {"commandLine": "x"}}}}}
    content = [{"commandLine": "x"}, {"id": "p", "vmSize": "x", "startTask": {"commandLine": "x"}}, job]
    assert counted(content) == "Checked: 2 pools, 3 start tasks, 0 tasks."
    broken = {"id": "p", "vmSize": "x", "startTask": {"commandLine": 5}}
    assert notes(broken) == [
        ("not-judged/start-task", "$.startTask.commandLine", "the start task is not reviewed, because it can't be read.")
    ]
    assert counted(broken) == "Checked: 1 pool, 0 start tasks, 0 tasks. Not judged: 1 start task."


def test_the_extension_ends_a_job_after_its_tasks_are_added() -> None:
    factory = {"type": "taskCollection", "tasks": [{"id": "1", "commandLine": "./a"}]}
    body = {"id": "j", "poolInfo": {"poolId": "p"}, "onAllTasksComplete": "TerminateJob"}
    for made in ({"taskFactory": factory}, {"applicationTemplateInfo": {"filePath": "a.json"}}):
        assert found({"parameters": {}, "job": {**body, **made}}, "BM076") == []
    (diagnostic,) = found({"parameters": {}, "job": body}, "BM076")
    assert diagnostic.path == "$.job.onAllTasksComplete"


def test_what_a_task_factory_replaces_is_no_mistake() -> None:
    task = {"commandLine": "/bin/bash -c 'cat {fileName} > out-{0}-{1:3}; ls {filePath}'"}
    factory = {
        "type": "taskPerFile",
        "parameterSets": [{"start": "[parameters('n')]", "end": 9}, {"start": 7}],
        "repeatTask": task,
    }
    job = {"id": "j", "poolInfo": {"poolId": "p"}, "taskFactory": factory}
    read = document({"parameters": {"n": {"type": "int"}}, "job": job})
    assert read.entries[1].content["commandLine"] == "/bin/bash -c 'cat fileName > out-0-007; ls filePath'"
    assert [each.rule for each in documents.check(read) if each.rule == "BM901"] == []


LINUX_MACHINE = {
    "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts"},
    "nodeAgentSKUId": "batch.node.ubuntu 24.04",
}
WINDOWS_MACHINE = {"imageReference": {"publisher": "x", "offer": "WindowsServer"}, "nodeAgentSKUId": "batch.node.windows amd64"}
ON_LINUX = "/bin/bash -c 'set -e; set -o pipefail; {}; wait'"


class TestShellsOfTheExtension:
    @pytest.mark.parametrize(
        ("line", "machine", "sent"),
        [
            ("a && b", LINUX_MACHINE, ON_LINUX.format("a && b")),
            ("a & b", WINDOWS_MACHINE, 'cmd /c "a & b"'),
            ("powershell -Command b", WINDOWS_MACHINE, 'cmd /c "powershell -Command b"'),
            ("/bin/bash -c 'a'", LINUX_MACHINE, "/bin/bash -c 'a'"),
            ("cmd /c a & b", WINDOWS_MACHINE, "cmd /c a & b"),
            ("cmd.exe /c a", WINDOWS_MACHINE, "cmd.exe /c a"),
            ("echo 'a b'", LINUX_MACHINE, None),
        ],
    )
    def test_start_tasks(self, line: str, machine: dict[str, Any], sent: str | None) -> None:
        template = {
            "parameters": {},
            "pool": {"id": "p", "virtualMachineConfiguration": machine, "startTask": {"commandLine": line}},
        }
        assert document(template).entries[0].content["startTask"].get("commandLine") == sent

    @pytest.mark.parametrize(
        ("line", "sent"),
        [
            (
                'DEL /S /Q "%AZ_BATCH_JOB_PREP_WORKING_DIR%" & exit /b 0',
                'cmd /c "DEL /S /Q "%AZ_BATCH_JOB_PREP_WORKING_DIR%" & exit /b 0"',
            ),
            ("apt-get update && apt-get install -y x", ON_LINUX.format("apt-get update && apt-get install -y x")),
            ("cp $A b", ON_LINUX.format("cp $A b")),
            ("dir", "dir"),
            ("bash -c 'a b'", "bash -c 'a b'"),
            ("a & b", None),
        ],
    )
    @pytest.mark.parametrize("key", ["jobPreparationTask", "jobReleaseTask", "jobManagerTask"])
    def test_tasks_of_a_job_whose_pool_is_elsewhere(self, key: str, line: str, sent: str | None) -> None:
        job = {"id": "j", "poolInfo": {"poolId": "p"}, key: {"id": "t", "commandLine": line}}
        read = document({"parameters": {}, "job": job})
        assert read.entries[0].content[key].get("commandLine") == sent
        assert [each.rule for each in check(read) if each.rule in {"BM101", "BM108"}] == []
        plain = {"id": "j", "poolInfo": {"poolId": "p"}, key: {"id": "t", "commandLine": line}}
        assert document(plain).entries[0].content[key]["commandLine"] == line  # a request, which the extension doesn't change

    def test_tasks_of_a_factory_with_an_auto_pool(self) -> None:
        settings = {"numberOfInstances": 2, "coordinationCommandLine": "cd .. & vray.cmd"}
        tasks = [{"id": "a", "commandLine": "a & b", "multiInstanceSettings": settings}]
        pool = {"vmSize": "x", "virtualMachineConfiguration": WINDOWS_MACHINE}
        job = {
            "id": "j",
            "poolInfo": {"autoPoolSpecification": {"pool": pool}},
            "taskFactory": {"type": "taskCollection", "tasks": tasks},
        }
        read = document({"job": job})
        assert read.entries[1].content == {"id": "a", "commandLine": 'cmd /c "a & b"', "multiInstanceSettings": settings}
        assert [each.path.rpartition(".")[2] for each in check(read) if each.rule == "BM108"] == ["coordinationCommandLine"]

    def test_the_task_is_not_judged_if_the_shell_is_not_known(self) -> None:
        job = {"id": "j", "poolInfo": {"poolId": "p"}, "jobReleaseTask": {"commandLine": "a & b"}}
        assert notes({"parameters": {}, "job": job}) == [
            (
                "not-judged/task",
                "$.job.jobReleaseTask.commandLine",
                (
                    "the task is not reviewed, because the extension puts it into a script for a shell, which depends on "
                    "the pool and on its quotes."
                ),
            )
        ]

    def test_the_old_name_of_a_url(self) -> None:
        files = [{"blobSource": "https://a.blob.core.windows.net/cases/b", "filePath": "b"}]
        template = {"parameters": {}, "pool": {"id": "p", "startTask": {"commandLine": "x", "resourceFiles": files}}}
        (each,) = [each for each in check(document(template)) if "resourceFiles" in each.path]
        assert (each.rule, each.path) == ("BM607", "$.pool.startTask.resourceFiles[0].blobSource")
        assert found(template, "BM703") == []
        assert [each.rule for each in check(document(template["pool"])) if each.path.endswith("blobSource")] == ["BM703"]
