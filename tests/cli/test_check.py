"""`batchmodels check`: what it finds, where, and what it leaves alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from batchmodels import AutoUserScope
from batchmodels.cli.main import cli
from batchmodels.documents import Document, Entry, checking
from batchmodels.documents.coverage import NOT_JUDGED
from batchmodels.documents.partial_models import without
from batchmodels.documents.rule_names import near_rules
from batchmodels.documents.source import read_source
from batchmodels.rules.discovery import RULES
from batchmodels.secrets.printing import printable_lines

BAD = "/bin/sh -c python3 setup.py"


@pytest.fixture(autouse=True)
def _plain_colors(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, input=stdin)


def check(tmp_path: Path, name: str, text: str | bytes, *options: str) -> tuple[int, str]:
    """The exit status, and what is printed, with the directory taken out of it."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    done = run("check", *options, str(path))
    return done.exit_code, done.output.replace(str(path), name)


def reports(text: str, name: str = "pool.yaml", **options: Any) -> list[tuple[int, int, str, str]]:
    found = checking.check_data(name, text.encode(), **options)
    return [(each.line, each.column, each.rule, each.path) for each in found if not each.rule.startswith(NOT_JUDGED)]


def test_a_right_file_gives_one_line_and_status_0(tmp_path: Path) -> None:
    assert check(tmp_path, "task.json", '{"commandLine": "/bin/true"}') == (
        0,
        "Checked: 0 pools, 1 start task, 0 tasks.\n1 file: no problems found.\n",
    )


def test_a_finding_has_its_place_its_path_and_its_fix(tmp_path: Path) -> None:
    status, printed = check(tmp_path, "task.yaml", f"commandLine: {BAD}\n")
    assert status == 1
    assert (
        printed
        == "task.yaml:1:14: error BM103: the script is unquoted, so the shell runs only python3; the remaining words become"
        " positional parameters.\n    1 | commandLine: /bin/sh -c python3 setup.py\n"
        "      |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "    at $.commandLine\n    fix: Quote the script: /bin/sh -c 'python3 setup.py'.\n\n"
        "Checked: 0 pools, 1 start task, 0 tasks.\n1 file: 1 error.\n"
    )


def test_what_the_service_refuses_is_an_error_that_nothing_switches_off(tmp_path: Path) -> None:
    text = '{"commandLine": "/bin/true", "maxTaskRetryCount": -7}'
    expected = (
        "task.json:1:51: error refused/minimum: expected int of at least -1, got int -7\n"
        '    1 | {"commandLine": "/bin/true", "maxTaskRetryCount": -7}\n'
        "      |                                                   ^^\n"
        "    at $.maxTaskRetryCount\n\nChecked: 0 pools, 1 start task, 0 tasks.\n1 file: 1 error.\n"
    )
    for options in ([], ["--ignore", "BM,unknown"], ["--select", "BM1"]):
        assert check(tmp_path, "task.json", text, *options) == (1, expected)


def test_one_run_shows_all_that_is_wrong_although_the_document_cannot_be_read(tmp_path: Path) -> None:
    text = f"""\
commandLine: {BAD}
resourceFiles:
  - httpUrl: https://example.com/setup.sh
    filePath: setup.sh
    fileMode: 0644
  - httpUrl: https://example.com/data
environmentSettings: none of them
maxTaskRetryCount: -7
"""
    assert reports(text) == [
        (1, 14, "BM103", "$.commandLine"),
        (5, 15, "refused/type", "$.resourceFiles[0].fileMode"),
        (6, 5, "refused/requires", "$.resourceFiles[1].filePath"),
        (7, 22, "refused/type", "$.environmentSettings"),
        (8, 20, "refused/minimum", "$.maxTaskRetryCount"),
    ]


def test_what_is_missing_because_it_could_not_be_read_is_not_said_to_be_missing() -> None:
    text = '{"commandLine": ["apt-get"], "resourceFiles": [{"httpUrl": 3, "filePath": "x"}]}'
    assert reports(text, "task.json") == [
        (1, 2, "refused/type", "$.commandLine"),  # what is long is found by its key
        (1, 60, "refused/type", "$.resourceFiles[0].httpUrl"),
    ]


def test_an_element_of_the_wrong_type_takes_its_list_with_it_and_no_more() -> None:
    text = '{"commandLine": "/bin/true", "resourceFiles": ["setup.sh"], "maxTaskRetryCount": -7}'
    assert [rule for _, _, rule, _ in reports(text, "task.json")] == ["refused/type", "refused/minimum"]


@pytest.mark.parametrize(
    ("written", "fix"),
    [
        ("fileMode: 0644", 'YAML reads 0644 as a number, not as a string: write it in quotes, "0644".'),
        ("fileMode: no", 'YAML reads no as true or false, not as a string: write it in quotes, "no".'),
        ("filePath: 1.10", 'YAML reads 1.10 as a number, not as a string: write it in quotes, "1.10".'),
    ],
)
def test_a_text_that_yaml_reads_as_something_else_is_to_be_quoted(written: str, fix: str) -> None:
    text = f"commandLine: /bin/true\nresourceFiles:\n- httpUrl: https://example.com/x\n  {written}\n"
    found = [each for each in checking.check_data("x.yaml", text.encode()) if each.rule == "refused/type"]
    assert [each.fix for each in found] == [fix]


def test_a_number_that_is_a_secret_is_not_shown() -> None:
    text = "commandLine: /bin/true\nenvironmentSettings:\n- name: PIN\n  value: 31415\n- name: KEEP\n  value: yes\n"
    found = checking.check_data("x.yaml", text.encode())
    assert [(each.message, each.fix) for each in found] == [
        ("expected str, got int", "YAML reads this as a number, not as a string: write it in quotes."),
        ("expected str, got bool", 'YAML reads yes as true or false, not as a string: write it in quotes, "yes".'),
    ]


@pytest.mark.parametrize(
    ("members", "fix"),
    [
        ('"maxTaskRetryCount": "3"', "Write it without quotes: 3."),
        ('"maxTaskRetryCount": "-1"', "Write it without quotes: -1."),
        ('"waitForSuccess": "False"', "Write it without quotes: false."),
        ('"maxTaskRetryCount": "three"', ""),
        ('"maxTaskRetryCount": "true"', ""),
        ('"waitForSuccess": "1"', ""),
        ('"waitForSuccess": "s3cret"', ""),
        ('"maxTaskRetryCount": 3.0', "Write it without the decimal point: 3."),
        ('"maxTaskRetryCount": -2.0e2', "Write it without the decimal point: -200."),
        ('"maxTaskRetryCount": 2.5', ""),
        ('"maxTaskRetryCount": 1e16', ""),
        ('"waitForSuccess": 1.0', ""),
    ],
)
def test_quotes_and_points_that_are_too_many(members: str, fix: str) -> None:
    (found,) = checking.check_data("x.json", f'{{"commandLine": "a", {members}}}'.encode())
    assert (found.rule, found.fix) == ("refused/type", fix)


def test_quotes_are_no_advice_where_no_text_is_expected() -> None:
    (found,) = checking.check_data("x.yaml", b"commandLine: /bin/true\nmaxTaskRetryCount: yes\n")
    assert (found.message, found.fix) == ("expected int, got bool True", "")


def test_a_value_that_no_enumeration_knows_is_a_warning_in_what_people_write() -> None:
    text = """\
commandLine: /bin/true
maxTaskRetryCount: 3
userIdentity: {autoUser: {elevationLevel: adminn, scope: everywhere}}
"""
    found = checking.check_data("x.yaml", text.encode())
    assert [(each.severity.value, each.rule, each.message, each.fix) for each in found] == [
        (
            "warning",
            "unknown/value",
            "'adminn' is not a known value: the service refuses it, unless its API version is newer.",
            "Write admin.",
        ),
        (
            "warning",
            "unknown/value",
            "'everywhere' is not a known value: the service refuses it, unless its API version is newer.",
            f"Write one of {', '.join(AutoUserScope)}.",
        ),
    ]


def test_the_values_of_a_list_are_looked_at_one_by_one() -> None:
    text = """\
id: p
vmSize: s
networkConfiguration: {publicIPAddressConfiguration: {provision: batchmanaged, ipFamilies: [IPv4, IPv7]}}
"""
    path = "$.networkConfiguration.publicIPAddressConfiguration.ipFamilies[1]"
    assert [each for each in reports(text) if each[2] == "unknown/value"] == [(3, 99, "unknown/value", path)]


def test_what_is_no_object_is_said_once() -> None:
    (found,) = checking.check_data("x.json", b'["text"]', type_name="StartTask")
    assert (found.rule, found.message) == ("refused/type", "expected StartTask, got str")
    done = run("show", "--type", "StartTask", "-", stdin=b"7")
    assert (done.exit_code, done.output) == (1, "batchmodels: <stdin>:1:1: $: expected StartTask, got int\n")


def test_an_answer_of_the_service_may_hold_what_is_not_known_here() -> None:
    text = '{"id": "tvm-1", "state": "dreaming", "newMember": 1, "url": "https://example.com", "schedulingState": "enabled"}'
    assert reports(text, "node.json", type_name="ComputeNode") == []


def test_a_member_that_stands_in_the_wrong_place_is_told_where_it_belongs() -> None:
    (found,) = checking.check_data("x.yaml", b"commandLine: /bin/true\nelevationLevel: admin\n")
    assert (found.rule, found.message, found.fix) == (
        "unknown/member",
        (
            "StartTask has no known member elevationLevel: the service refuses or ignores it. "
            "It is a member of AutoUserSpecification."
        ),
        "Move elevationLevel to userIdentity.autoUser.",
    )


def test_a_misspelled_member_is_reported_once() -> None:
    assert reports("commandLine: /bin/true\nwaitForSucess: true\n") == [(2, 1, "BM702", "$.waitForSucess")]


@pytest.mark.parametrize(
    ("rule", "text", "name"),
    [
        ("BM702", "commandLine: /bin/true\nwaitForSucess: true\n", "waitForSucess"),
        ("BM702", "command_line: /bin/true\nid: t\nresourceFiles: []\n", "command_line"),
        ("BM703", "id: p\nvmSize: s\nmaxTasksPerNode: 2\n", "maxTasksPerNode"),
        ("BM701", 'id: p\nvmSize: s\nvirtualMachineConfiguration: {"nodeAgentSkuId": x}\n', '"nodeAgentSkuId"'),
        ("unknown/member", "id: p\nvmSize: s\ncolor: 2\n", "color"),
        ("document/duplicate", "id: p\nvmSize: t\nvmSize: s\n", "vmSize"),
        ("document/key", "id: p\nvmSize: s\nstartTask: {commandLine: a, no: 3}\n", "no"),
    ],
)
def test_a_finding_about_a_name_is_at_the_name(rule: str, text: str, name: str) -> None:
    (found,) = [each for each in checking.check_data("x.yaml", text.encode()) if each.rule == rule]
    line = text.splitlines()[found.line - 1]
    assert line[found.column - 1 : found.end_column - 1] == name
    assert found.line == found.end_line


def test_notes_are_shown_when_asked_for(tmp_path: Path) -> None:
    text = """{"commandLine": "/bin/bash -c 'set -e; curl -o x https://example.com/x'"}"""
    assert check(tmp_path, "task.json", text) == (
        0,
        (
            "Checked: 0 pools, 1 start task, 0 tasks.\n"
            "1 file: no problems found. Not shown: 1 less severe diagnostic; --severity note shows all.\n"
        ),
    )
    status, printed = check(tmp_path, "task.json", text, "--severity", "note")
    assert status == 1
    assert printed.startswith("task.json:1:40: note BM305: ")


def test_severity_error_leaves_warnings_out(tmp_path: Path) -> None:
    text = "commandLine: /bin/true\nwaitForSucess: true\n"
    assert check(tmp_path, "x.yaml", text, "--severity", "error")[0] == 0


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["BM103", "BM304"]),
        (["--ignore", "BM103"], ["BM304"]),
        (["--ignore", "bm1"], ["BM304"]),
        (["--ignore", "BM1,BM304"], []),
        (["--ignore", "BM1", "--ignore", "BM3"], []),
        (["--select", "BM3"], ["BM304"]),
        (["--select", "BM3,BM1", "--ignore", "BM304"], ["BM103"]),
        (["--select", "unknown/member"], []),
    ],
)
def test_rules_are_selected_and_ignored_by_what_their_ids_begin_with(
    tmp_path: Path, options: list[str], expected: list[str]
) -> None:
    text = json.dumps({"commandLine": BAD, "maxTaskRetryCount": -1})
    _, printed = check(tmp_path, "x.json", text, "--format", "json", *options)
    assert [each["rule"] for each in json.loads(printed)["diagnostics"]] == expected


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("BM999", f"unknown rule 'BM999'; {near_rules('BM999', RULES)}"),
        ("MB103", "unknown rule 'MB103'; did you mean BM103"),
        ("quotes", "unknown rule 'quotes'; `batchmodels explain` lists the rules."),
        ("refused/minimum", "unknown rule 'refused/minimum'; what the service refuses and what can't be read is always"),
    ],
)
def test_a_rule_that_is_not_there_is_refused(tmp_path: Path, words: str, sentence: str) -> None:
    for option in ("--select", "--ignore"):
        status, printed = check(tmp_path, "x.json", "{}", option, words)
        assert status == 2
        assert sentence in printed


def test_a_comment_switches_rules_off_for_its_line() -> None:
    text = f"""\
commandLine: {BAD} # batchmodels: ignore BM103
# A node that can't be prepared is looked at by a person. batchmodels: ignore BM304, BM306
maxTaskRetryCount: -1
waitForSuccess: false
"""
    assert reports(text) == [(2, 86, "ignore/unused", ""), (4, 17, "BM306", "$.waitForSuccess")]


def test_a_comment_switches_off_nothing_that_the_service_refuses() -> None:
    assert reports("commandLine: x\nmaxTaskRetryCount: -7 # batchmodels: ignore refused/minimum\n") == [
        (2, 20, "refused/minimum", "$.maxTaskRetryCount"),
        (2, 45, "ignore/unknown", ""),
    ]


def test_an_api_version_is_held_against_the_file(tmp_path: Path) -> None:
    text = '{"id": "p", "vmSize": "s", "targetNodeCommunicationMode": "simplified"}'
    name = ("--api-version", "2020-03-01.11.0", "--ignore", "BM")
    status, printed = check(tmp_path, "pool.json", text, *name)
    assert status == 1
    assert "$.targetNodeCommunicationMode" in printed
    assert "2020-03-01.11.0" in printed
    status, printed = check(tmp_path, "pool.json", text, "--api-version", "2020-03-02")
    assert status == 2
    assert "'2020-03-02' is not one of '2015-12-01.2.2'" in printed


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("starttask", "StartTask"),
        ("Pool", "PoolAddParameter, CloudPool"),
        ("zzzz", ""),
        ("ElevationLevel", ""),
        ("review", ""),
        ("__name__", "NameValuePair"),
    ],
)
def test_an_unknown_type_is_refused_with_near_ones(tmp_path: Path, name: str, meant: str) -> None:
    status, printed = check(tmp_path, "x.json", "{}", "--type", name)
    assert status == 2
    hint = f"did you mean {meant}" if meant else "models are for example PoolAddParameter, CloudPool, StartTask, "
    assert printed.startswith(f"batchmodels: unknown model {name!r}; {hint}")


def test_the_standard_input_is_read_once() -> None:
    done = run("check", "-", "-", stdin=b'{"commandLine": ""}')
    assert done.exit_code == 1
    assert done.output.startswith("<stdin>:1:17: error BM108: ")
    assert done.output.endswith("1 file: 1 error.\n")


def test_a_file_that_cannot_be_read_gives_status_2_and_the_others_are_checked(tmp_path: Path) -> None:
    right, wrong = tmp_path / "right.json", tmp_path / "wrong.json"
    right.write_text('{"commandLine": "/bin/true"}')
    wrong.write_text(json.dumps({"commandLine": BAD}))
    done = run("check", str(tmp_path / "absent.json"), str(wrong), str(right), str(wrong))
    assert done.exit_code == 2
    assert f"{tmp_path / 'absent.json'}: error unreadable: it can't be read: " in done.output
    assert f"{wrong}:1:17: error BM103" in done.output
    assert done.output.endswith("3 files: 2 errors.\n")


def test_a_name_that_no_file_can_have_is_an_error_as_any_other() -> None:
    assert run("check", "a\0b").exit_code == 2


def test_malformed_text_is_said_with_its_place(tmp_path: Path) -> None:
    status, printed = check(tmp_path, "x.json", '{"commandLine": }')
    assert status == 2
    assert printed.startswith("x.json:1:17: error unreadable: ")


ARM = {
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
    "contentVersion": "1.0.0.0",
    "resources": [
        {
            "type": "Microsoft.Batch/batchAccounts/pools",
            "apiVersion": "2024-02-01",
            "name": "account/pool",
            "properties": {
                "vmSize": "[parameters('size')]",
                "startTask": {
                    "commandLine": "/bin/sh -c 'python3 setup.py'",
                    "userIdentity": {"userName": "builder"},
                    "maxTaskRetryCount": "[parameters('retries')]",
                },
            },
        }
    ],
}


def test_an_arm_template_is_reported_by_its_own_paths() -> None:
    text = json.dumps(ARM, indent=2)
    found = reports(text, "template.json")
    line = text[: text.index('"builder"')].count("\n") + 1
    assert found == [(line, 25, "BM801", "$.resources[0].properties.startTask.userIdentity.userName")]


@pytest.mark.parametrize("member", ["userAccounts", "deploymentConfiguration", "metadata"])
def test_what_only_a_deployment_knows_is_not_missed(member: str) -> None:
    template = json.loads(json.dumps(ARM))
    properties = template["resources"][0]["properties"]
    properties[member] = f"[parameters('{member}')]"
    expected = [] if member == "userAccounts" else ["BM801"]
    assert [rule for _, _, rule, _ in reports(json.dumps(template), "template.json")] == expected


URL = "https://media.blob.core.windows.net/setup?sv=1&sig=a"


def test_a_rule_between_members_is_moot_where_one_is_known_only_at_deployment() -> None:
    accounts = [{"name": f"[parameters('user{number}')]", "password": "[parameters('key')]"} for number in range(2)]
    files = [{"httpUrl": "[parameters('url')]", "filePath": "a"}, {"storageContainerUrl": URL, "httpUrl": "[variables('url')]"}]
    pool = {
        "type": "Microsoft.Batch/batchAccounts/pools",
        "name": "account/pool",
        "properties": {
            "vmSize": "standard_d4s_v3",
            "deploymentConfiguration": "[variables('machine')]",
            "userAccounts": accounts,
            "startTask": {"commandLine": "/bin/true", "resourceFiles": files},
        },
    }
    assert reports(json.dumps(pool), "pool.json") == []
    files[1]["httpUrl"] = URL
    found = [(rule, path) for _, _, rule, path in reports(json.dumps(pool), "pool.json")]
    assert found[0] == ("refused/exactly_one", "$.properties.startTask.resourceFiles[1]")


def test_holes_provoke_nothing_in_any_document_of_the_corpus() -> None:
    """Each member in turn is known to a deployment only: nothing is said that isn't said of the whole."""
    corpus = json.loads(
        (Path(__file__).parent.parent / "rules" / "corpus" / "good" / "start-tasks.json").read_text(encoding="utf-8")
    )
    entries = [each for each in corpus if "document" in each or "image" in each or each.get("admin")]
    tried = 0
    for entry in entries[::3]:
        task = {"commandLine": entry.get("commandLine", "x"), "maxTaskRetryCount": entry.get("maxTaskRetryCount")}
        task["userIdentity"] = {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}
        kind, document = (entry["type"], entry["document"]) if "document" in entry else ("StartTask", task)
        source = read_source("x.json", json.dumps(document).encode())
        whole = _said(source, kind, document, frozenset())
        for path in _members(document):
            tried += 1
            rest = without(document, [path])
            assert _said(source, kind, rest, frozenset([path])) <= whole, (entry["name"], path)
    assert tried > 200


def _said(source: Any, kind: str, content: Any, holes: frozenset[Any]) -> set[tuple[str, str]]:
    document = Document(source, kind)
    document.entries = (Entry(source, kind, "", content, lambda steps: steps, holes=holes),)
    return {(each.rule, each.path) for each in checking.check(document, ignore={"BM901"})}


def _members(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [found for key, member in value.items() for found in [(*path, key), *_members(member, (*path, key))]]
    if isinstance(value, list):
        return [found for index, element in enumerate(value) for found in _members(element, (*path, index))]
    return []


KEYS = st.text(max_size=100) | st.sampled_from(["commandLine", "a.b", "a[0]", '"', "\\", "é", "x" * 90, "?sig=abc"])
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
)


MEMBERS = ["resourceFiles", "environmentSettings", "userIdentity", "maxTaskRetryCount", "waitForSuccess", "containerSettings"]
TASKS = st.fixed_dictionaries({"commandLine": st.text() | DOCUMENTS}, optional=dict.fromkeys(MEMBERS, DOCUMENTS))


@given(TASKS)
def test_nothing_that_stands_in_a_file_makes_the_check_fail(document: Any) -> None:
    found = checking.check_data("x.json", json.dumps(document).encode(), type_name="StartTask", ignore={"BM901"})
    for report in found:
        assert report.line >= 1
        assert report.message


@given(st.binary(max_size=200), st.sampled_from(["x", "x.json", "x.yaml"]))
def test_any_bytes_are_a_file(content: bytes, name: str) -> None:
    for report in checking.check_data(name, content):
        assert report.file == name


def test_nothing_that_a_document_holds_moves_the_terminal(tmp_path: Path) -> None:
    text = json.dumps({"commandLine": "\x1b[2J$\x07(x)", "\x1b]0;x\x07": 1, "user\u202eIdentity": "\x9b31m"})
    status, printed = check(tmp_path, "x.json", text, "--severity", "note")
    assert status == 1
    assert printable_lines(printed) == printed


def test_secrets_are_in_no_format(tmp_path: Path) -> None:
    text = """\
commandLine: [s3cret-list]
environmentSettings:
  - {name: TOKEN, value: [s3cret-a]}
  - {name: [x], value: s3cret-b}
resourceFiles:
  - httpUrl: https://example.com/x?sv=1&sig=s3cret-c
    fileMode: 0644
"""
    for form in ("text", "json", "sarif", "github"):
        status, printed = check(tmp_path, "x.yaml", text, "--format", form)
        assert status == 1
        assert "s3cret" not in printed


def test_it_runs_as_a_module_and_writes_utf_8(tmp_path: Path) -> None:
    (tmp_path / "größe.yaml").write_text("commandLine: /bin/true\nwaitForSuccess: ja\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "batchmodels", "check", "größe.yaml"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.decode().startswith("größe.yaml:2:17: error refused/type: expected bool, got str 'ja'")
    assert done.stderr == b""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_a_reader_that_goes_away_is_no_traceback(tmp_path: Path) -> None:
    files = [{"httpUrl": f"https://example.com/{index}", "fileMode": 1} for index in range(3000)]
    (tmp_path / "x.json").write_text(json.dumps({"commandLine": "/bin/true", "resourceFiles": files}))
    command = f"{sys.executable} -m batchmodels check x.json | head -n 1"
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("x.json:1:")
    assert done.stderr == ""


def test_a_file_that_cannot_be_read_is_said_beside_a_programs_format_too(tmp_path: Path) -> None:
    for form in ("json", "sarif", "github"):
        done = run("check", "--format", form, str(tmp_path / "absent.json"))
        assert done.exit_code == 2
        assert done.stderr.startswith(f"batchmodels: {tmp_path / 'absent.json'}: it can't be read: ")
        assert "absent.json" in done.stdout


def test_a_dropped_member_is_reported_unless_the_version_is_named_or_the_file_is_for_arm() -> None:
    pool = json.dumps({"id": "p", "vmSize": "s", "startTask": {"commandLine": "/bin/true"}, "maxTasksPerNode": 2})
    assert [report[2:] for report in reports(pool, "pool.json")] == [("BM703", "$.maxTasksPerNode")]
    assert reports(pool, "pool.json", api_version="2019-08-01.10.0") == []
    (refused,) = reports(pool, "pool.json", api_version="2025-06-01")
    assert refused[2:] == ("refused/api_version", "$.maxTasksPerNode")
    properties = {"vmSize": "s", "resourceTags": {"a": "b"}, "targetNodeCommunicationMode": "Simplified"}
    arm = {"type": "Microsoft.Batch/batchAccounts/pools", "apiVersion": "2024-07-01", "name": "a/p", "properties": properties}
    template = {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "resources": [arm],
    }
    assert "BM703" not in {report[2] for report in reports(json.dumps(template), "template.json")}
