"""Directories and patterns: which files are checked, and which are skipped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from batchmodels.cli.main import cli

TASK = '{"commandLine": "/bin/sh -c python3 setup.py", "waitForSuccess": true, "resourceFiles": []}'


@pytest.fixture(autouse=True)
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("pools/a.json", "pools/deep/b.json", "node_modules/c.json", ".git/d.json", ".venv/e.json", "venv/f.json"):
        write(name, TASK)
    write("package.json", '{"name": "x", "version": "1"}')
    write("notes.txt", TASK)
    return tmp_path


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)


def check(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["check", *arguments])


def files(*arguments: str) -> list[str]:
    done = check("--format", "json", *arguments)
    return list(dict.fromkeys(Path(each["file"]).as_posix() for each in json.loads(done.stdout)["diagnostics"]))


def test_a_directory_is_searched_without_what_is_no_source() -> None:
    assert files(".") == ["pools/a.json", "pools/deep/b.json"]
    assert files("pools/deep") == ["pools/deep/b.json"]


def test_terraform_in_a_directory_is_not_passed_over() -> None:
    pytest.importorskip("hcl2")
    write("infra/main.tf", 'resource "azurerm_batch_pool" "p" {\n  start_task {\n    command_line = "a && b"\n  }\n}\n')
    write("infra/network.tf", 'resource "azurerm_virtual_network" "n" {\n  name = "n"\n}\n')
    assert files("infra") == ["infra/main.tf"]


def test_an_ignore_comment_in_terraform() -> None:
    pytest.importorskip("hcl2")
    line = '    command_line = "a && b" # batchmodels: ignore BM101\n'
    write("main.tf", f'resource "azurerm_batch_pool" "p" {{\n  start_task {{\n{line}  }}\n}}\n')
    found = json.loads(check("--format", "json", "main.tf").stdout)["diagnostics"]
    assert "BM101" not in [each["rule"] for each in found]
    write("main.tf", Path("main.tf").read_text().replace(" # batchmodels: ignore BM101", ""))
    found = json.loads(check("--format", "json", "main.tf").stdout)["diagnostics"]
    assert "BM101" in [each["rule"] for each in found]


def test_the_number_of_skipped_files_is_printed() -> None:
    assert check(".").output.endswith("2 files: 2 errors. Skipped: 1 file without documents of Azure Batch.\n")


def test_patterns_are_expanded_where_the_shell_does_not() -> None:
    assert files("pools/*.json") == ["pools/a.json"]
    assert files("**/*.json") == ["pools/a.json", "pools/deep/b.json"]


def test_what_is_excluded() -> None:
    assert files(".", "--exclude", "deep") == ["pools/a.json"]
    assert files(".", "--exclude", "pools/*.json") == ["pools/deep/b.json"]
    write("batchmodels.toml", 'exclude = ["pools/deep"]\n')
    assert files(".") == ["pools/a.json"]
    assert files(".", "pools/deep/b.json") == ["pools/a.json", "pools/deep/b.json"]  # a named file is always checked


def test_a_file_of_another_tool_with_a_member_of_the_same_name_is_skipped() -> None:
    write("other.yaml", "cluster:\n  vm_size: small\n")
    assert "other.yaml" not in files(".")


def test_a_directory_without_files_is_an_error() -> None:
    Path("empty").mkdir()
    done = check("empty")
    assert (done.exit_code, done.output) == (
        2,
        (
            "empty: error unreadable: expected files to check, found none in this directory\n\n"
            "Checked: 0 pools, 0 start tasks, 0 tasks.\n0 files: 1 error.\n"
        ),
    )
    done = check("absent/*.json")
    assert "absent/*.json: error unreadable: expected files to check, found none by this pattern" in done.output


def test_a_directory_without_documents_is_an_error() -> None:
    write("other/package.json", "{}")
    done = check("other")
    assert done.exit_code == 2
    assert "other: error unreadable: expected documents of Azure Batch in these files, found none" in done.output
