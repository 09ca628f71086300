"""Sessions of an editor with ``batchmodels server``, over its standard streams."""

from __future__ import annotations

import builtins
import json
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the editor server needs the extra lsp")

from click.testing import CliRunner
from lsp_client import Editor, edited, in_range

from batchmodels.cli.main import cli

POOL = """\
id: encoders
vmSize: standard_d2s_v3
startTask:
  commandLine: apt-get update && apt-get install -y ffmpeg
  userIdentity: {autoUser: {scope: pool, elevationLevel: admin}}
  maxTaskRetryCount: 3
  waitForSucess: true
"""

WITHOUT_SHELL = (
    "apt-get runs without a shell, so && is passed to it as an argument and nothing after it runs. "
    "Use /bin/bash -c 'apt-get update && apt-get install -y ffmpeg'."
)
MISSPELLED = (
    "the service has no member waitForSucess, so it rejects or ignores it. Did you mean waitForSuccess? "
    "Rename it to waitForSuccess."
)


def problems(diagnostics: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(each["code"], each["message"]) for each in diagnostics]


def the_one(diagnostics: list[dict[str, Any]], rule: str) -> dict[str, Any]:
    (found,) = [each for each in diagnostics if each["code"] == rule]
    return found


def test_a_session() -> None:
    with Editor() as editor:
        assert editor.capabilities["positionEncoding"] == "utf-16"
        assert editor.capabilities["textDocumentSync"] == {"openClose": True, "change": 1, "save": False}
        uri = editor.open("pool.yaml", POOL)
        found = editor.published(uri)
        assert ("BM101", WITHOUT_SHELL) in problems(found)
        assert the_one(found, "BM101") == {
            "range": {"start": {"line": 3, "character": 15}, "end": {"line": 3, "character": 58}},
            "message": WITHOUT_SHELL,
            "severity": 1,
            "code": "BM101",
            "source": "batchmodels",
        }
        misspelled = the_one(found, "BM702")
        assert (misspelled["message"], misspelled["severity"]) == (MISSPELLED, 2)

        (action,) = editor.actions(uri, misspelled)
        assert (action["title"], action["kind"], action["isPreferred"]) == ("Rename it to waitForSuccess", "quickfix", True)
        assert action["diagnostics"] == [misspelled]
        fixed = edited(POOL, action["edit"]["changes"][uri])
        assert fixed == POOL.replace("waitForSucess", "waitForSuccess")
        assert editor.actions(uri, the_one(found, "BM101")) == []

        editor.change(uri, fixed)
        assert MISSPELLED not in [message for _, message in problems(editor.published(uri))]
        editor.change(uri, fixed.replace("apt-get update && ", ""))
        assert "BM101" not in [code for code, _ in problems(editor.published(uri))]

        assert editor.hover(uri, "maxTaskRetryCount") == (
            "**maxTaskRetryCount**: `integer`\n\n"
            "The number of retries if the command fails. Default 0: one attempt. 3: four attempts. -1: unlimited, which Azure "
            "doesn't recommend, because nothing else limits the time of a start task.\n\n"
            "A member of `StartTask`."
        )
        assert editor.completed("startTask:\n  comm¦", "new.yaml")["commandLine"] == "startTask:\n  commandLine: "
        assert editor.shut_down() == (0, b"")


def test_a_document_that_is_closed_has_no_diagnostics() -> None:
    with Editor() as editor:
        uri = editor.open("task.json", '{"commandLine": "a && b"}')
        assert editor.published(uri)
        editor.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
        assert editor.request("textDocument/hover", editor.at(uri, 3)) is None
        assert editor.request("textDocument/completion", editor.at(uri, 3)) is None
        everywhere = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}
        assert editor.actions(uri, {"range": everywhere, "message": ""}) == []
        last = editor.notifications[-1]
        assert (last["method"], last["params"]["diagnostics"]) == ("textDocument/publishDiagnostics", [])
        assert editor.logged() == []


@pytest.mark.parametrize(
    ("encodings", "column"), [(None, 43), (["utf-16"], 43), (["utf-8", "utf-16"], 45), (["utf-32"], 42)], ids=str
)
def test_positions_have_the_agreed_units(encodings: list[str] | None, column: int) -> None:
    with Editor(encodings) as editor:
        uri = editor.open("pool.json", '{"vmSize": "a", "displayName": "😀", "id": "a b"}')
        (found,) = [each for each in editor.published(uri) if each["code"] == "refused/pattern"]
        assert found["range"]["start"] == {"line": 0, "character": column}


def test_lines_end_as_editors_end_them() -> None:
    """Python's own splitlines() ends a line at U+2028 and at a form feed too."""
    text = '{\r\n"displayName": "a\u2028b\\f", \t"vmSize": "a",\r"id": "a b"}'
    with Editor() as editor:
        uri = editor.open("pool.json", text)
        (found,) = [each for each in editor.published(uri) if each["code"] == "refused/pattern"]
        assert found["range"] == {"start": {"line": 2, "character": 6}, "end": {"line": 2, "character": 11}}


def test_a_half_written_document() -> None:
    with Editor() as editor:
        uri = editor.open("pool.json", '{"startTask": {"commandLine": "a && b"')
        assert problems(editor.published(uri)) == [("unreadable", "the JSON is incomplete; something is missing at the end")]
        assert editor.hover(uri, "commandLine") is not None
        editor.change(uri, '{"startTask": {"commandLine": "a && b"}}')
        assert [code for code, _ in problems(editor.published(uri))] == ["BM081", "BM101"]


OTHERS = {
    "package.json": '{"name": "a", "scripts": {"test": "b"}, "files": []}',
    "broken.json": '{"name": "a", "scripts": {"test": ',
    "compose.yaml": "services:\n  web:\n    image: nginx\n    command: [a]\n",
    "template.yaml": "Resources:\n  A:\n    Type: B\n    Properties: {UserData: !Ref C}\n",
    "empty.yaml": "",
}


def test_documents_of_other_programs_have_no_diagnostics() -> None:
    with Editor() as editor:
        for name, text in OTHERS.items():
            assert editor.published(editor.open(name, text)) == []
        assert [each.partition(" is not checked: ")[0] for each in editor.logged()] == list(OTHERS)


def test_options() -> None:
    with Editor(options={"ignore": ["BM1", "XY1"], "apiVersion": "2020-01-01", "color": True}) as editor:
        uri = editor.open("task.yaml", "commandLine: a && b\n")
        assert editor.published(uri) == []
        unknown_option, unknown_version, unknown_rule = editor.shown()
        assert unknown_option == "batchmodels: unknown initialization option 'color'; expected apiVersion or ignore"
        assert unknown_version.startswith("batchmodels: unknown apiVersion '2020-01-01'; expected one of ")
        assert unknown_rule == "batchmodels: ignore: unknown rule 'XY1'; `batchmodels explain` lists the rules."
    with Editor(options={"ignore": "BM1"}) as editor:
        assert problems(editor.published(editor.open("task.yaml", "commandLine: a && b\n")))
        assert editor.shown() == ["batchmodels: expected a list of rules as ignore, got str"]


def test_the_configuration_file(tmp_path: Path) -> None:
    settings = tmp_path / "batchmodels.toml"
    settings.write_text('ignore = ["BM1"]\nseverity = "warning"\n', encoding="utf-8")
    text = "commandLine: apt-get update && b\n"
    with Editor() as editor:
        uri = editor.open("task.yaml", text, folder=tmp_path)
        assert [code for code, _ in problems(editor.published(uri))] == ["BM201"]
        settings.write_text("ignore = [1]\n", encoding="utf-8")
        for _ in range(2):
            editor.change(uri, text)
            assert [code for code, _ in problems(editor.published(uri))] == ["BM101", "BM201", "BM305"]
        assert editor.shown() == [
            f"batchmodels: {settings}:1: ignore: expected an array of strings with nothing else in it, got an integer"
        ]


def test_an_api_version() -> None:
    text = '{"id": "a", "vmSize": "b", "virtualMachineConfiguration": {}, "taskSlotsPerNode": 2}'
    with Editor(options={"apiVersion": "2019-08-01.10.0"}) as editor:
        found = problems(editor.published(editor.open("pool.json", text)))
        assert any(code == "refused/version" or "2019-08-01.10.0" in message for code, message in found), found


SECRET = "hunter2hunter2"
WITH_SECRETS = f"""\
id: a
vmSize: b
startTask:
  commandLine: curl -u user:{SECRET} https://x.example/y?sig={SECRET}%3D && b
  environmentSettings:
  - name: DB_PASSWORD
    value: {SECRET}
    vlaue: {SECRET}
userAccounts:
- name: a
  password: {SECRET}
  {SECRET}: 1
"""


def test_secrets_are_never_sent() -> None:
    with Editor() as editor:
        uri = editor.open("pool.yaml", WITH_SECRETS)
        found = editor.published(uri)
        assert "BM101" in [code for code, _ in problems(found)]
        for diagnostic in found:
            editor.actions(uri, diagnostic)
        for offset in range(0, len(WITH_SECRETS), 3):
            editor.request("textDocument/hover", editor.at(uri, offset))
            editor.request("textDocument/completion", editor.at(uri, offset))
        for end in range(40, len(WITH_SECRETS), 29):
            broken = editor.open(f"{end}.yaml", f"{WITH_SECRETS[:end]}\n  '")
            editor.published(broken)
        text = json.dumps({"userAccounts": [{"name": "a", "password": SECRET, "elevationLevel": SECRET, "x": SECRET}]})
        for end in range(10, len(text), 7):
            editor.published(editor.open(f"{end}.json", text[:end]))
        # What the protocol itself refuses.
        editor.notify("textDocument/didOpen", {"textDocument": SECRET})
        editor.notify(
            "textDocument/didChange", {"textDocument": {"uri": SECRET, "version": 2}, "contentChanges": [{"text": SECRET}]}
        )
        assert "error" in editor.answer("no/such", {"a": SECRET})
        status, errors = editor.shut_down()
        assert (status, errors) == (0, b"")
        assert SECRET.encode() not in editor.everything


def test_the_server_ends_with_its_editor() -> None:
    with Editor() as editor:
        editor.published(editor.open("task.yaml", "commandLine: a && b\n"))
        assert editor.process.stdin is not None
        editor.process.stdin.close()
        assert editor.process.wait(60) == 0


def test_a_crlf_document() -> None:
    text = '{\r\n  "startTask": {\r\n    "comandLine": "a"\r\n  }\r\n}\r\n'
    with Editor() as editor:
        uri = editor.open("pool.json", text)
        misspelled = the_one(editor.published(uri), "BM702")
        (action,) = editor.actions(uri, misspelled)
        (edit,) = action["edit"]["changes"][uri]
        assert (in_range(text, edit["range"]), edit["newText"]) == ('"comandLine"', '"commandLine"')


def test_the_language_decides_where_the_name_does_not() -> None:
    with Editor() as editor:
        uri = editor.open("pool", "{startTask: {commandLine: a && b}}", "yaml")
        assert [code for code, _ in problems(editor.published(uri))] == ["BM081", "BM101"]


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_pygls(name: str, *arguments: Any) -> Any:
        if name.partition(".")[0] == "pygls":
            raise ModuleNotFoundError("No module named 'pygls'", name="pygls")
        return real(name, *arguments)

    for module in [name for name in sys.modules if name.startswith(("batchmodels.server.app", "pygls"))]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(builtins, "__import__", without_pygls)
    done = CliRunner().invoke(cli, ["server"])
    assert done.exit_code == 2
    assert done.output == "batchmodels: the server needs pygls; run pip install pygls.\n"
