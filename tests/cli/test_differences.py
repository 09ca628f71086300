"""``check --diff``: a patch, what it leaves, and its exit status."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from batchmodels.cli.main import cli

LONG = ", ".join(f"step{number}" for number in range(60))
NOTE = (
    "batchmodels: note: lines with *** or … aren't shown as they are, so this can't be applied as a patch; use --fix instead."
)


@pytest.fixture(autouse=True)
def _directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def check(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["check", "--isolated", *arguments])


@pytest.mark.skipif(shutil.which("patch") is None, reason="patch isn't installed")
@pytest.mark.parametrize(
    "text",
    [
        "id: p\nvmSize: s\ntargetDedicated: 2\n",
        "id: p\nvmSize: s\ntargetDedicated: 2",
        f"id: p\nvmSize: s\ntargetDedicated: 2\nautoScaleFormula: '{LONG}'\n",
        f'{{\n\t"id": "p",\n\t"vmSize": "s", "displayName": "{LONG}",  \n\t"targetDedicated": 2\n}}\n',
        "".join(f"- id: p{number}\n  vmSize: s\n  targetDedicated: 2\n" for number in range(9)),
    ],
)
def test_the_output_is_a_patch(text: str) -> None:
    name = "pool.json" if text.startswith("{") else "pool.yaml"
    Path(name).write_text(text)
    found = check("--diff", name)
    assert NOTE not in found.stderr
    Path("fixed").mkdir()
    Path("fixed", name).write_text(text)
    check("--fix", f"fixed/{name}")
    subprocess.run(["patch", "-p0"], input=found.stdout.encode(), check=True, capture_output=True)
    assert Path(name).read_text() == Path("fixed", name).read_text() != text


@pytest.mark.parametrize("line", ["targetDedicated: 2  # as agreed", "metadata: [{name: a, valu: hunter2}]"])
def test_a_note_if_it_is_none(line: str) -> None:
    Path("pool.yaml").write_text(f"id: p\nvmSize: s\ndisplyName: x\n{line}\n")
    found = check("--diff", "pool.yaml")
    assert NOTE in found.stderr.splitlines()
    assert "hunter2" not in found.output


def test_nothing_to_fix_although_something_is_wrong() -> None:
    Path("task.yaml").write_text("commandLine: cd /tmp && make\n")
    found = check("--diff", "--select", "BM108", "task.yaml")
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr == "batchmodels: nothing to fix: 1 diagnostic has no certain fix; without --diff, it is shown.\n"
    assert check("--diff", "--exit-zero", "task.yaml").exit_code == 0
    assert check("--diff", "--quiet", "task.yaml").stderr == ""


def test_what_remains_after_the_fixes() -> None:
    Path("pool.yaml").write_text("id: p\nvmSize: s\ntargetDedicated: 2\nresizeTimeout: PT1M\ntaskSlotsPerNode: 0\n")
    found = check("--diff", "--select", "BM703", "pool.yaml")
    assert found.exit_code == 1
    assert "+targetDedicatedNodes: 2\n" in found.stdout
    assert found.stderr == "batchmodels: 2 diagnostics have no certain fix; without --diff, they are shown.\n"


def test_nothing_is_wrong() -> None:
    Path("pool.yaml").write_text("id: p\nvmSize: s\n")
    found = check("--diff", "--ignore", "BM", "pool.yaml")
    assert (found.exit_code, found.stderr) == (0, "")
