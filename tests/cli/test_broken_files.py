"""Files that can't be parsed, in a directory: a run that skips them would be green."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from batchmodels.cli.broken_files import is_broken
from batchmodels.cli.main import cli

POOL = "id: good\nvmSize: standard_d2s_v3\ntargetDedicatedNodes: 1\n"
CONFLICT = "id: p\n<<<<<<< HEAD\nvmSize: a\n=======\nvmSize: b\n>>>>>>> other\n"
MERGE = "this is a conflict of a merge; resolve it, and remove the lines <<<<<<<, ======= and >>>>>>>"


@pytest.fixture(autouse=True)
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pools").mkdir()
    Path("pools/good.yaml").write_text(POOL)


def check(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["check", "--isolated", "--ignore", "BM", *arguments])


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.yaml", CONFLICT, f":2:1: error unreadable: {MERGE}"),
        ("a.yaml", "size: {{ size }}\n" + CONFLICT, f":3:1: error unreadable: {MERGE}"),
        (
            "a.yaml",
            'commandLine: "echo\n',
            ":2:1: error unreadable: not valid YAML: while scanning a quoted scalar found unexpected end of stream",
        ),
        (
            "a.yaml",
            "pool:\n  id: [a\n",
            ":3:1: error unreadable: not valid YAML: while parsing a flow sequence did not find expected ',' or ']'",
        ),
        ("a.yml", "pool:\n\tid: a\n", ":2:1: error unreadable: YAML doesn't allow tabs for indentation; use spaces"),
        ("a.json", '{"id": "p",', ":1:12: error unreadable: the JSON is incomplete; something is missing at the end"),
        (
            "a.json",
            '{"id": "p" "a": 1}',
            ":1:12: error unreadable: expected a comma, or the end of the list or object, got '\"'",
        ),
        ("a.json", '{"vmSize": "a",}', ":1:15: error unreadable: JSON has no comma before }; remove it"),
        ("a.json", f"[1]\n{CONFLICT}", f":3:1: error unreadable: {MERGE}"),
        ("a.jsonc", "{ // a comment", ":1:2: error unreadable: the JSON is incomplete; something is missing at the end"),
    ],
)
def test_a_file_that_can_t_be_parsed_is_an_error(name: str, text: str, message: str) -> None:
    Path("pools", name).write_text(text)
    found = check("pools")
    assert found.exit_code == 2
    assert f"{Path('pools', name)}{message}" in found.output.splitlines()
    assert found.output.endswith("Checked: 1 pool, 0 start tasks, 0 tasks. Not judged: 1 file.\n2 files: 1 error.\n")
    Path("pools/good.yaml").unlink()
    assert check(f"pools/{name}").output == check("pools").output


@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_a_file_in_another_encoding_is_an_error(name: str) -> None:
    Path("pools", name).write_bytes('{"note": "größe"}'.encode("latin-1"))
    assert "error unreadable: expected UTF-8, got the byte 0xf6" in check("pools").output
    Path("pools", name).write_bytes('{"id": "p", "vmSize": "a"}'.encode("utf-16-le"))
    assert "error unreadable: this is UTF-16 without a byte order mark; save it as UTF-8" in check("pools").output


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("empty.yaml", "\n"),
        ("chart.yaml", "kind: Pod\nname: {{ .Values.name }}\n"),
        ("chart.yaml", "kind: Pod\nvmSize: {{ .Values.size }}\n{{- if .Values.more }}\nmore: a\n{{- end }}\n"),
        ("play.yaml", "hosts:\n{% for host in hosts %}\n- {{ host }}\n{% endfor %}\n"),
        ("values.json", '{"name": {{ name | tojson }}}'),
        ("stack.yaml", "Resources:\n  vmSize: !Ref Size\n  commandLine: !Sub '${A}'\n"),
        ("tsconfig.json", '{\n  // the compiler\n  "strict": true, /* yes */\n  "include": ["a, ]",],\n}\n'),
        ("log.json", '{"event": 1}\n{"event": 2}\n'),
        ("main.tf", 'resource "azurerm_linux_virtual_machine" "a" {\n  vm_size = \n'),
        ("lists.yaml", "a: 1\na: 2\n"),
    ],
)
def test_a_file_that_another_tool_reads_is_skipped(name: str, text: str) -> None:
    Path("pools", name).write_text(text)
    found = check("pools")
    assert (found.exit_code, found.output) == (
        0,
        (
            "Checked: 1 pool, 0 start tasks, 0 tasks.\n"
            "1 file: no problems found. Skipped: 1 file without documents of Azure Batch.\n"
        ),
    )


@pytest.mark.parametrize("text", ['{ // a comment\n"vmSize": "a"}', '{"vmSize": "a"}\n{"vmSize": "b"}'])
def test_json_with_members_of_batch_is_no_other_tool_s(text: str) -> None:
    Path("pools/a.json").write_text(text)
    assert check("pools").exit_code == 2


def test_the_counts_agree_where_files_are_skipped() -> None:
    Path("pools/other.yaml").write_text("cluster:\n  vm_size: small\n")
    Path("pools/chart.yaml").write_text("vmSize: {{ .Values.size }}\n")
    Path("pools/broken.yaml").write_text("vmSize: [\n")
    assert check("pools").output.endswith(
        "Checked: 1 pool, 0 start tasks, 0 tasks. Not judged: 1 file.\n"
        "2 files: 1 error. Skipped: 2 files without documents of Azure Batch.\n"
    )


def test_a_conflict_in_terraform() -> None:
    pytest.importorskip("hcl2")
    Path("pools/main.tf").write_text(f'resource "azurerm_batch_pool" "p" {{\n{CONFLICT.partition(chr(10))[2]}}}\n')
    assert f"{Path('pools/main.tf')}:2:1: error unreadable: {MERGE}" in check("pools").output


def test_a_byte_order_mark_is_no_mistake() -> None:
    Path("pools/other.json").write_bytes(codecs.BOM_UTF8 + b'{"name": "x"}')
    Path("pools/wide.json").write_bytes('{"name": "x"}'.encode("utf-16"))
    assert check("pools").exit_code == 0


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "foo: bar\n", "[]", "just words\n", "3", "null"])
def test_allow_empty_accepts_whatever_has_nothing_to_check(text: str) -> None:
    Path("file.yaml").write_text(text)
    assert check("file.yaml").exit_code == 2
    found = check("--allow-empty", "file.yaml")
    assert found.exit_code == 0
    assert found.output.count("note not-judged/file: ") == 1
    assert found.output.endswith(
        "Checked: 0 pools, 0 start tasks, 0 tasks. Not judged: 1 file.\n1 file: no problems found in what was checked.\n"
    )


@pytest.mark.parametrize("names", [[], ["package.json"]])
def test_allow_empty_accepts_a_directory_with_nothing_to_check(names: list[str]) -> None:
    Path("empty").mkdir()
    for name in names:
        Path("empty", name).write_text('{"name": "x"}')
    for argument in ("empty", "empty/*.json"):
        assert check(argument).exit_code == 2
        found = check("--allow-empty", argument)
        assert (found.exit_code, found.output.startswith(f"{argument}: note not-judged/file: expected ")) == (0, True)


@pytest.mark.parametrize("text", ["vmSize: [\n", CONFLICT, "import batchmodels\n"])
def test_allow_empty_accepts_nothing_that_can_t_be_read(text: str) -> None:
    Path("file.yaml").write_text(text)
    assert check("--allow-empty", "file.yaml").exit_code == (0 if text.startswith("import") else 2)
    assert check("--allow-empty", "absent.yaml").exit_code == 2


def test_a_value_of_a_key_that_appears_twice_is_masked_as_the_other() -> None:
    accounts = '[{"name": "u", "password": "first-secret-1", "password": "second-secret-2"}]'
    for name, text in (
        ("a.json", f'{{"id": "p", "vmSize": "a", "userAccounts": {accounts}}}'),
        ("a.yaml", f"id: p\nvmSize: a\nuserAccounts: {accounts}\n"),
        ("b.yaml", f"id: p\nvmSize: a\nuserAccounts: {{a: {accounts}}}, userAccounts: 3\n"),
    ):
        Path(name).write_text(text)
        for options in ([], ["--severity", "note"], ["--diff"]):
            assert "secret-" not in check(*options, name).output


@pytest.mark.parametrize("unit", ['"\\', '"', ",", '"a', ", ", "/*"])
def test_a_long_text_is_read_once(unit: str) -> None:
    """A text that nothing ends was read again from each of its quotes, which took hours."""
    text = (unit * 1_000_000).encode()
    assert is_broken("a.json", text, may_concern_batch=False)
