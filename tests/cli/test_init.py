"""`init` writes what `check` passes; `explain` takes prefixes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from batchmodels.cli.main import cli
from batchmodels.rules.discovery import RULES


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


@pytest.mark.parametrize("name", ["x.yaml", "x.yml", "x.json", "x.jsonc"])
@pytest.mark.parametrize("options", [(), ("--pool",)])
def test_check_passes_what_init_writes(
    name: str, options: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init", *options, name).exit_code == 0
    counted = "1 pool" if "--pool" in options else "0 pools"
    assert run("check", name).output == f"Checked: {counted}, 1 start task, 0 tasks.\n1 file: no problems found.\n"
    text = Path(name).read_text()
    assert ("#" in text) == name.endswith(("yaml", "yml"))
    assert text.startswith("//") == (name == "x.jsonc")
    done = run("init", name)
    assert (done.exit_code, done.stderr) == (2, f"batchmodels: {name}: the file exists; --force replaces it\n")
    assert Path(name).read_text() == text
    assert run("init", "--force", name).exit_code == 0


def test_other_names_and_the_standard_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("init", "x.txt")
    assert (done.exit_code, done.stderr) == (
        2,
        "batchmodels: x.txt: expected a name that ends with .yaml, .yml, .json or .jsonc\n",
    )
    assert run("init", "-").stdout.startswith("# The start task of a Batch pool")


def test_explain_lists_the_rules_of_a_prefix() -> None:
    done = run("explain", "bm2")
    assert done.exit_code == 0
    assert [line[:5] for line in done.output.splitlines()] == [
        identifier for identifier in RULES if identifier.startswith("BM2")
    ]
    assert run("explain", "BM99").exit_code == 2
