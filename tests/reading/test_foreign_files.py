"""Files of other kinds: the message says what they are, and what to do."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from batchmodels.cli.main import cli
from batchmodels.documents import UnreadableError, read, read_text

BICEP = "@description('x')\n// a pool\nresource pool 'Microsoft.Batch/batchAccounts/pools@2024-07-01' = {\n  name: 'p'\n}\n"
PYTHON = '"""A pool."""\nfrom batchmodels import PoolAddParameter\n\npool = PoolAddParameter(id="p", vm_size="x")\n'
HCL = '# a pool\nresource "azurerm_batch_pool" "p" {\n  name = "p"\n}\n'
IS_BICEP = "this is Bicep; build the template that it is for, and name that: az bicep build --file"
IS_PYTHON = "this is Python code, which isn't run; print the JSON of its model, for example: python -c 'from"
PRINTS = "import pool; print(pool.to_json().decode())' > pool.json"
IS_ZIP = "this is a ZIP archive; unpack it first. If it is a plan of Terraform, write its JSON: terraform show -json"
IS_GZIP = "this is compressed with gzip; decompress it first: gunzip -c"
IS_STATE = "this is a state of Terraform; write it in the format for programs: terraform show -json"
READABLE = "batchmodels reads JSON, YAML and Terraform"


def refusal(name: str, text: str | bytes) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_text(text, name)
    return str(caught.value)


def archive() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        file.writestr(zipfile.ZipInfo("tfplan"), "x")  # without the time, which would be in the name of the test
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        (
            "infra/pool.bicep",
            BICEP,
            f"{IS_BICEP} infra/pool.bicep",
        ),
        ("a pool.bicep", "", f"{IS_BICEP} 'a pool.bicep'"),
        (
            "dev.bicepparam",
            "using './pool.bicep'\n",
            "these are parameters in Bicep; build a file of parameters: az bicep build-params --file dev.bicepparam",
        ),
        (
            "make_pool.py",
            PYTHON,
            f"{IS_PYTHON} make_pool {PRINTS}",
        ),
        (
            "make-pool.py",
            "x = 1",
            f"{IS_PYTHON} MODULE {PRINTS}",
        ),
        ("setup.sh", "set -e\n", "this is a script; name the file of the pool or start task that runs it"),
        ("pool.toml", "[pool]\n", f"this is TOML; {READABLE}"),
        ("pool.XML", "<pool/>", f"this is XML; {READABLE}"),
        ("pools.csv", "a,b\n", f"this is CSV; {READABLE}"),
        ("plan", archive(), f"{IS_ZIP} plan > plan.json"),
        ("pool.json.gz", gzip.compress(b"{}", mtime=0), f"{IS_GZIP} pool.json.gz > pool.json"),
        ("pool.json", b"\x7fELF\x02\0\0\xd0", f"this is a binary file; {READABLE}"),
        ("pool.json", '{"id": "p"}'.encode("utf-16-le"), "this is UTF-16 without a byte order mark; save it as UTF-8"),
        ("pool.json", '{"id": "p"}'.encode("utf-16-be"), "this is UTF-16 without a byte order mark; save it as UTF-8"),
        (
            "terraform.tfstate",
            '{"version": 4, "terraform_version": "1.9.0", "lineage": "x", "resources": []}',
            f"{IS_STATE} terraform.tfstate > state.json",
        ),
        ("pool.ipynb", '{"cells": [], "nbformat": 4}', f"this is a notebook; {READABLE}"),
        # Without an ending, the text decides.
        ("<stdin>", BICEP, f"{IS_BICEP} FILE"),
        ("<stdin>", "targetScope = 'subscription'", f"{IS_BICEP} FILE"),
        ("<stdin>", PYTHON, f"{IS_PYTHON} MODULE {PRINTS}"),
        ("pool.txt", HCL, "this looks like Terraform; write it to a file whose name ends in .tf"),
        ("<stdin>", "#!/bin/bash\necho\n", "this is a script; name the file of the pool or start task that runs it"),
        ("<stdin>", "<!DOCTYPE html>", f"this is XML or HTML; {READABLE}"),
        ("<stdin>", gzip.compress(b"{}", mtime=0), f"{IS_GZIP} FILE > FILE"),
    ],
)  # fmt: skip
def test_what_it_is_and_what_to_do(name: str, text: str | bytes, sentence: str) -> None:
    assert refusal(name, text) == f"{name}: {sentence}"


def test_the_ending_alone_refuses_nothing() -> None:
    assert read_text('{"commandLine": "x"}', "task.py").entries[0].model_type == "StartTask"
    assert refusal("x.yaml", "import x: y: z").startswith("x.yaml:1:12: not valid YAML")
    assert refusal("x.json", b'{"a": \0}') == "x.json:1:7: expected a JSON value, got '\\x00'"


def test_many_lines() -> None:
    """An ambiguous pattern would never end."""
    assert "got a text" in refusal("<stdin>", "#\n" * 20_000 + "x")
    assert "not valid YAML" in refusal("<stdin>", "//\n" * 20_000 + "x: y: z")


def test_directories(tmp_path: Path) -> None:
    directory = tmp_path.as_posix()
    with pytest.raises(UnreadableError) as caught:
        read(directory)
    assert str(caught.value) == f"{directory}: this is a directory without .json, .jsonc, .yaml, .yml or .tf files; name a file"
    for name in ("setup.sh", "b.yaml", "a.JSON"):
        (tmp_path / name).write_text("")
    with pytest.raises(UnreadableError) as caught:
        read(directory)
    assert str(caught.value) == f"{directory}: this is a directory; name one file in it, for example {directory}/a.JSON"


@pytest.mark.parametrize(
    "command", [["check"], ["convert", "--to", "arm"], ["plan"], ["show"], ["body"], ["explain"], ["diff", "pool.bicep"]]
)
def test_commands(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pool.bicep").write_text(BICEP)
    done = CliRunner().invoke(cli, [*command, "pool.bicep"])
    assert done.exit_code == 2
    assert f"{IS_BICEP} pool.bicep" in done.output


def test_parameters_in_bicep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("dev.bicepparam").write_text("using './pool.bicep'\n")
    done = CliRunner().invoke(cli, ["check", "pool.json", "--parameters", "dev.bicepparam"])
    command = "az bicep build-params --file dev.bicepparam"
    sentence = f"these are parameters in Bicep; build a file of parameters: {command}"
    assert (done.exit_code, done.stderr) == (2, f"batchmodels: dev.bicepparam: {sentence}\n")
