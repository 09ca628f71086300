"""The other commands: show, body, schema, explain; the program as a whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

import batchmodels
from batchmodels.__main__ import main
from batchmodels.cli import pages
from batchmodels.cli.main import cli
from batchmodels.documents.rule_names import near_rules
from batchmodels.rules.discovery import RULES
from batchmodels.secrets.printing import printable_lines

TASK = {
    "commandLine": "/bin/true",
    "environmentSettings": [{"name": "TOKEN", "value": "s3cret"}],
    "resourceFiles": [{"httpUrl": "https://example.com/x?sv=1&sig=s3cret", "filePath": "x"}],
    "userIdentity": {"username": "builder"},
    "maxTaskRetryCount": 3,
}


@pytest.fixture(autouse=True)
def _plain_colors(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str, document: Any = None) -> Result:
    text = document if isinstance(document, bytes) or document is None else json.dumps(document).encode()
    return CliRunner().invoke(cli, arguments, input=text)


def test_show_prints_a_tree_without_secrets() -> None:
    done = run("show", "-", document={**TASK, "newMember": {"password": "s3cret", "size": 3}, "token": "s3cret", "flag": True})
    assert done.exit_code == 0
    assert done.stdout == (
        "<stdin> StartTask\n"
        '├── commandLine: "/bin/true"\n'
        "├── resourceFiles\n"
        "│   └── [0] ResourceFile\n"
        '│       ├── httpUrl: "https://example.com/x?sv=1&sig=***"\n'
        '│       └── filePath: "x"\n'
        "├── environmentSettings\n"
        "│   └── [0] EnvironmentSetting\n"
        '│       ├── name: "TOKEN"\n'
        "│       └── value: ***\n"
        "├── userIdentity UserIdentity\n"
        '│   └── username: "builder"\n'
        "├── maxTaskRetryCount: 3\n"
        "├── newMember: {'password': '***', 'size': 3} unknown\n"
        "├── token: *** unknown\n"
        "└── flag: true unknown\n"
    )


def test_show_has_colors_when_asked() -> None:
    assert "\x1b[1mcommandLine\x1b[0m" in run("show", "--color", "always", "-", document=TASK).stdout
    assert "\x1b" not in run("show", "-", document=TASK).stdout


def test_show_leaves_out_what_cannot_be_read_and_says_so() -> None:
    done = run("show", "-", document={"commandLine": "x", "maxTaskRetryCount": "3", "waitForSuccess": True})
    assert done.exit_code == 1
    assert done.stdout == '<stdin> StartTask\n├── commandLine: "x"\n└── waitForSuccess: true\n'
    assert done.stderr == "batchmodels: <stdin>:1:43: $.maxTaskRetryCount: expected int, got str '3'\n"


def test_show_writes_times_durations_and_empty_lists_as_json_has_them() -> None:
    pool = {"id": "p", "vmSize": "s", "resizeTimeout": "PT15M", "metadata": []}
    shown = run("show", "-", document=pool).stdout
    assert "resizeTimeout: PT15M" in shown
    assert "metadata: []" in shown
    node = {"id": "n", "state": "idle", "url": "https://example.com", "lastBootTime": "2024-05-01T12:00:00Z", "vmSize": "s"}
    assert "lastBootTime: 2024-05-01T12:00:00Z" in run("show", "--type", "ComputeNode", "-", document=node).stdout


def test_show_says_what_only_a_deployment_knows() -> None:
    pool = {"type": "Microsoft.Batch/batchAccounts/pools", "name": "a/p", "properties": {"vmSize": "[parameters('size')]"}}
    done = run("show", "-", document=pool)
    assert done.exit_code == 0
    assert "$.vmSize: unknown, because the parameter size isn't in this file\n" in done.stdout


TEMPLATE = {
    "parameters": {"id": {"type": "string"}, "nodes": {"type": "int"}, "size": {"type": "string", "defaultValue": "s"}},
    "pool": {
        "id": "[parameters('id')]",
        "vmSize": "[parameters('size')]",
        "virtualMachineConfiguration": {
            "imageReference": {"virtualMachineImageId": "i"},
            "nodeAgentSKUId": "batch.node.ubuntu 24.04",
        },
        "targetDedicatedNodes": "[parameters('nodes')]",
    },
}


def test_show_and_body_take_values_of_parameters(tmp_path: Path) -> None:
    file = tmp_path / "values.json"
    file.write_text('{"nodes": {"value": 2}}')
    options = ("--parameters", str(file), "-p", "id=encoders")
    shown = run("show", "-", *options, document=TEMPLATE)
    assert shown.exit_code == 0
    assert "├── targetDedicatedNodes: 2\n" in shown.stdout
    assert "unknown" not in shown.stdout
    body = run("body", "-", *options, document=TEMPLATE)
    assert body.exit_code == 0
    sent = json.loads(body.stdout)
    assert (sent["id"], sent["vmSize"], sent["targetDedicatedNodes"]) == ("encoders", "s", 2)


def test_body_refuses_values_that_are_not_known() -> None:
    done = run("body", "-", "-p", "id=encoders", document=TEMPLATE)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.endswith(
        "$.pool.targetDedicatedNodes: this value isn't known, because the parameter nodes has no default value; write it in the"
        " file, or give it with -p.\n"
    )


def test_body_of_a_pool_of_terraform(tmp_path: Path) -> None:
    file = tmp_path / "main.tf"
    file.write_text(
        'variable "id" {}\nresource "azurerm_batch_pool" "p" {\n  name = var.id\n  vm_size = "s"\n'
        '  node_agent_sku_id = "batch.node.ubuntu 24.04"\n  storage_image_reference {\n    id = "i"\n  }\n}\n'
    )
    done = run("body", str(file))
    assert done.exit_code == 1
    assert done.stderr == (
        f"batchmodels: {file}:3:10: azurerm_batch_pool.p.name: this value isn't known, because the variable id has no default"
        " value; write it in the file, or give it with -p.\n"
    )
    assert json.loads(run("body", str(file), "-p", "id=encoders").stdout)["id"] == "encoders"


def test_body_prints_what_would_be_sent_secrets_and_all() -> None:
    done = run("body", "-", document=TASK)
    assert done.exit_code == 0
    assert json.loads(done.stdout) == TASK
    assert done.stdout.startswith('{\n  "commandLine"')


def test_body_spells_as_arm_does() -> None:
    assert json.loads(run("body", "--arm", "-", document=TASK).stdout)["userIdentity"] == {"userName": "builder"}
    assert json.loads(run("body", "--arm", "-", document={"id": "p", "vmSize": "s"}).stdout)["properties"] == {"vmSize": "s"}
    done = run("body", "--arm", "-", "--type", "JobTerminateParameter", document={})
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "batchmodels: <stdin>: ARM has no job terminate parameters: it has pools and their parts.\n"


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"commandLine": "x", "maxTaskRetryCount": "3"}, "<stdin>:1:43: $.maxTaskRetryCount: expected int, got str '3'"),
        (
            {"commandLine": "x", "maxTaskRetryCount": -3},
            "<stdin>:1:43: $.maxTaskRetryCount: expected int of at least -1, got int -3",
        ),
    ],
)
def test_body_refuses_what_cannot_be_sent(document: Any, said: str) -> None:
    done = run("body", "-", document=document)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"batchmodels: {said}\n"


def test_body_holds_an_api_version_against_it() -> None:
    pool = {"id": "p", "vmSize": "s", "targetNodeCommunicationMode": "simplified"}
    done = run("body", "--api-version", "2020-03-01.11.0", "-", document=pool)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "$.targetNodeCommunicationMode" in done.stderr


def test_body_takes_one_of_several_by_its_name() -> None:
    pools = [{"id": "a", "vmSize": "s"}, {"id": "b", "vmSize": "s"}]
    assert json.loads(run("body", "--name", "b", "-", document=pools).stdout)["id"] == "b"
    done = run("body", "-", document=pools)
    assert done.exit_code == 2
    assert done.stderr == "batchmodels: <stdin>: expected one pool or start task, got 2; choose one with --name: a, b.\n"
    assert "got 0" in run("body", "--name", "c", "-", document=pools).stderr


def test_a_template_without_pools_has_nothing_to_check() -> None:
    template = {"$schema": "https://example.com/deploymentTemplate.json#", "resources": []}
    done = run("check", "-", document=template)
    assert (done.exit_code, done.stdout) == (
        2,
        (
            "<stdin>:1:1: note not-judged/file: 0 pools checked: the template has no pools, jobs or tasks.\n"
            '    1 | {"$schema": "https://example.com/deploymentTemplate.json#", "resources": []}\n'
            "      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
            "    at $\n    fix: Name a file that has one, or use --allow-empty.\n\n"
            "Checked: 0 pools, 0 start tasks, 0 tasks. Not judged: 1 file.\n"
            "1 file: no problems found in what was checked.\n"
        ),
    )
    assert run("check", "--allow-empty", "-", document=template).exit_code == 0
    done = run("show", "-", document=template)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "batchmodels: <stdin>: it contains no pools.\n")
    assert run("body", "-", document=template).stderr == "batchmodels: <stdin>: expected one pool or start task, got 0.\n"


def test_body_of_an_arm_pool_is_in_the_shape_of_the_service() -> None:
    pool = {
        "type": "Microsoft.Batch/batchAccounts/pools",
        "name": "account/p",
        "properties": {"vmSize": "s", "scaleSettings": {"fixedScale": {"targetDedicatedNodes": 2}}},
    }
    assert json.loads(run("body", "-", document=pool).stdout) == {"id": "p", "vmSize": "s", "targetDedicatedNodes": 2}
    pool["properties"] = {"vmSize": "[parameters('size')]"}
    done = run("body", "-", document=pool)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.endswith(
        "$.properties.vmSize: this value isn't known, because the parameter size isn't in this file; write it in the file, or"
        " give it with -p.\n"
    )


def test_schema_is_the_models_own() -> None:
    for options, closed in (([], False), (["--closed"], True)):
        printed = json.loads(run("schema", "StartTask", *options).stdout)
        assert printed == batchmodels.StartTask.json_schema(closed=closed)
        jsonschema.Draft202012Validator.check_schema(printed)
    done = run("schema", "startask")
    assert done.exit_code == 2
    assert "unknown model 'startask'; did you mean StartTask" in done.stderr


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_is_explained_by_its_page(rule: str) -> None:
    done = run("explain", rule.lower())
    assert done.exit_code == 0
    assert done.stdout.startswith(f"# {rule}: {RULES[rule].title}\n")
    assert done.stdout.rstrip("\n") == (ROOT / "docs" / "rules" / f"{rule}.md").read_text(encoding="utf-8").rstrip("\n")


def test_a_page_is_set_for_a_terminal() -> None:
    done = run("explain", "--color", "always", "BM103")
    assert "BM103: unquoted -c script" in done.stdout
    assert "\x1b[" in done.stdout
    assert "```" not in done.stdout


def test_explain_lists_the_rules() -> None:
    printed = run("explain").stdout.splitlines()
    assert len(printed) == len(RULES)
    assert "BM101  error    shell syntax without a shell" in printed
    assert printed == sorted(printed)


def test_what_is_no_rule_of_the_review_is_explained_too() -> None:
    for name in ("refused/minimum", "unknown/member", "document/duplicate", "unreadable"):
        done = run("explain", name)
        assert done.exit_code == 0
        assert done.stdout.startswith(f"{name}: ")


def test_explain_of_a_rule_that_is_not_there() -> None:
    done = run("explain", "BM999")
    assert (done.exit_code, done.stderr) == (2, f"batchmodels: unknown rule 'BM999'; {near_rules('BM999', RULES)}\n")
    assert near_rules("BM999", ["BM901", "BM305"]) == "did you mean BM901?"


INFORMATION = {
    "state": "completed",
    "startTime": "2024-05-01T12:00:00Z",
    "endTime": "2024-05-01T12:01:00Z",
    "exitCode": 100,
    "retryCount": 0,
    "result": "failure",
}


def test_explain_of_a_node_is_the_librarys_own() -> None:
    node = {"id": "tvm-1", "state": "starttaskfailed", "startTask": TASK, "startTaskInfo": INFORMATION}
    done = run("explain", "-", document=node)
    assert done.exit_code == 0
    assert done.stdout == f"{batchmodels.explain(batchmodels.ComputeNode.deserialize(node))}\n"
    assert "s3cret" not in done.stdout
    done = run("explain", "-", document=INFORMATION)
    assert done.stdout == f"{batchmodels.explain(batchmodels.StartTaskInformation.deserialize(INFORMATION))}\n"


def test_explain_of_several_nodes_names_each() -> None:
    nodes = [{"id": name, "state": "idle", "startTaskInfo": INFORMATION} for name in ("tvm-1", "tvm-2")]
    printed = run("explain", "-", document={"value": nodes}).stdout
    assert printed.startswith("tvm-1: ")
    assert "\n\ntvm-2: " in printed


@pytest.mark.parametrize(
    ("kind", "document"),
    [
        ("CloudTask", {"id": "a", "url": "https://x/jobs/j/tasks/a", "state": "completed", "commandLine": "true"}),
        ("CloudTask", {"id": "a", "state": "active", "executionInfo": {"retryCount": 0, "requeueCount": 0}, "dependsOn": {}}),
        ("CloudJob", {"id": "j", "state": "active", "poolInfo": {"poolId": "p"}, "onAllTasksComplete": "noaction"}),
        (
            "CloudJob",
            {"id": "j", "state": "disabled", "poolInfo": {"autoPoolSpecification": {"poolLifetimeOption": "job", "pool": {}}}},
        ),
        ("JobPreparationTaskExecutionInformation", {**INFORMATION, "taskRootDirectory": "workitems/j/job-1/jobpreparation"}),
        (
            "JobReleaseTaskExecutionInformation",
            {"state": "running", "startTime": "2024-05-01T12:00:00Z", "taskRootDirectory": "workitems/j/job-1/jobrelease"},
        ),
        ("SubtaskInformation", {"id": 1, "state": "running", "startTime": "2024-05-01T12:00:00Z", "nodeInfo": {"nodeId": "n"}}),
        ("TaskInformation", {"taskUrl": "https://x", "jobId": "j", "taskId": "t", "taskState": "active"}),
        (
            "JobPreparationAndReleaseTaskExecutionInformation",
            {"poolId": "p", "nodeId": "n", "nodeUrl": "https://x", "jobPreparationTaskExecutionInfo": INFORMATION},
        ),
    ],
)
def test_explain_recognizes_tasks_and_jobs(kind: str, document: dict[str, Any]) -> None:
    done = run("explain", "-", document=document)
    assert done.stderr == ""
    assert done.stdout == f"{batchmodels.explain(getattr(batchmodels, kind).deserialize(document))}\n"


def test_explain_of_what_is_no_node() -> None:
    done = run("explain", "-", document=TASK)
    assert done.exit_code == 2
    assert done.stderr == (
        "batchmodels: <stdin>: expected a node, a task, a job, a pool or information about a run, as the service returns it, "
        "got StartTask; use batchmodels check for it.\n"
    )
    assert run("explain", "absent.json").exit_code == 2
    assert run("explain", "-", document=b"{").exit_code == 2
    wrong = {"id": "tvm-1", "state": "idle", "startTaskInfo": {**INFORMATION, "exitCode": "x"}}
    assert "$.startTaskInfo.exitCode" in run("explain", "-", document=wrong).stderr


@pytest.mark.parametrize("command", ["show", "body"])
def test_what_cannot_be_read_gives_status_2(command: str, tmp_path: Path) -> None:
    for name in ("absent.json", "."):
        done = run(command, str(tmp_path / name))
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr.startswith("batchmodels: ")
    assert run(command, "-", document=b"{").exit_code == 2


DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from(["commandLine", "id", "environmentSettings", "\x1b[2J"]) | st.text(), DOCUMENTS))
def test_show_takes_any_document(document: Any) -> None:
    done = run("show", "--type", "StartTask", "-", document=document)
    assert done.exit_code in {0, 1, 2}, done.exception
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert printable_lines(done.output) == done.output


@pytest.mark.parametrize("command", [[], ["check"], ["show"], ["body"], ["schema"], ["explain"]])
def test_every_help_text_fits_a_terminal(command: list[str]) -> None:
    for option in ("-h", "--help"):
        done = run(*command, option)
        assert done.exit_code == 0
        assert done.stdout.startswith("Usage: ")
        assert max(map(len, done.stdout.splitlines())) <= 80


def test_the_version() -> None:
    done = subprocess.run([sys.executable, "-m", "batchmodels", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"batchmodels {batchmodels.__version__}\n"


WITHOUT = (
    "import sys; sys.modules[{!r}] = None; from batchmodels.__main__ import main; sys.argv = ['batchmodels', *{!r}]; main()"
)


@pytest.mark.parametrize(
    ("missing", "arguments"),
    [("click", ["check", "x.json"]), ("yaml", ["check", "x.yaml"]), ("rich", ["show", "x.json"])],
)
def test_without_the_extra_one_sentence_says_what_to_install(tmp_path: Path, missing: str, arguments: list[str]) -> None:
    for name in ("x.json", "x.yaml"):
        (tmp_path / name).write_text('{"commandLine": "/bin/true"}')
    code = WITHOUT.format(missing, arguments)
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("batchmodels: the command needs click, rich and PyYAML; run pip install click rich PyYAML.\n")


@pytest.mark.parametrize(("missing", "caught"), [("rich.tree", True), ("click", True), ("msgspec", False), (None, False)])
def test_what_is_missing_decides_what_is_said(
    missing: str | None, caught: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**options: Any) -> None:
        raise ModuleNotFoundError(name=missing)

    monkeypatch.setattr("batchmodels.cli.main.cli", fail)
    with pytest.raises(SystemExit if caught else ModuleNotFoundError):
        main()
    assert capsys.readouterr().err.startswith("batchmodels: the command needs" if caught else "")


def test_another_module_that_is_missing_is_an_error_as_any_other() -> None:
    code = WITHOUT.format("msgspec", ["check", "x.json"])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "msgspec" in done.stderr


@pytest.mark.parametrize(
    ("choice", "environment", "colored"),
    [
        ("auto", {}, False),
        ("always", {}, True),
        ("auto", {"FORCE_COLOR": "1"}, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colors_come_when_they_are_wanted(
    choice: str, environment: dict[str, str], colored: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    printed = CliRunner().invoke(cli, ["check", "--color", choice, "-"], input=b'{"commandLine": ""}', color=True).stdout
    assert ("\x1b[" in printed) is colored


def test_ctrl_c_while_it_starts_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(**options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("batchmodels.cli.main.cli", interrupt)
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 130


def test_ctrl_c_ends_it_as_it_ends_other_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("batchmodels.documents.checking.check_all", interrupt)
    assert run("check", "-", document=TASK).exit_code == 130


def test_the_pages_are_found_in_a_clone_and_in_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "batchmodels" / "rules"
    (package / "pages").mkdir(parents=True)
    (package / "pages" / "BM103.md").write_text("# installed", encoding="utf-8")
    monkeypatch.setattr(pages.finding, "__file__", str(package / "finding.py"))
    assert run("explain", "BM103").stdout.startswith("# installed\n")


def test_the_files_of_the_examples_are_what_they_are_said_to_be() -> None:
    examples = Path(__file__).parent.parent.parent / "examples"
    assert run("check", str(examples / "pool.json")).exit_code == 0
    assert run("check", str(examples / "pool.yaml")).exit_code == 1
    assert run("check", str(examples / "arm_template.json")).exit_code == 1
