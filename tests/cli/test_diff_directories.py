"""``batchmodels diff`` of directories: what can't be compared is reported, and the rest is compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from batchmodels.cli.main import cli

POOL: dict[str, Any] = {"id": "encoders", "vmSize": "standard_d2s_v3", "targetDedicatedNodes": 2}
JOB: dict[str, Any] = {"id": "scenes", "poolInfo": {"poolId": "encoders"}}


@pytest.fixture(autouse=True)
def _in_a_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, document: Any) -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(json.dumps(document))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["diff", *arguments])


def test_a_pair_that_can_not_be_compared() -> None:
    """The old side has only the body of a change for one pool; the other pool is compared."""
    sample = {"api-version": "2024-02-01.19.0", "poolId": "a", "poolPatchParameter": {"startTask": {"commandLine": "x"}}}
    write("old/a.json", {"parameters": sample})
    write("new/a.json", {**POOL, "startTask": {"commandLine": "x"}})
    for side, size in (("old", 2), ("new", 3)):
        write(f"{side}/b.json", {**POOL, "id": "other", "targetDedicatedNodes": size})
    done = run("old", "new")
    assert done.exit_code == 2
    assert done.stdout.splitlines()[0] == "pool other: at once (Batch service, API version 2025-06-01)"
    expected = "expected a whole pool as the old document, got PoolPatchParameter, which is the body of a change"
    assert done.stderr == f"batchmodels: old/a.json:1:66: {expected}\n"
    assert json.loads(run("old", "new", "--json").stdout)["resources"][0]["id"] == "other"


def test_two_kinds() -> None:
    write("old/a.json", POOL)
    write("new/a.json", JOB)
    done = run("old", "new")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "batchmodels: old/a.json:1:1: expected two documents of the same kind, got a pool and a job\n"
    write("old/b.json", JOB)
    done = run("old", "new")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "job scenes: no changes (Batch service, API version 2025-06-01)",
        "",
        "pool encoders: only in OLD (old/a.json)",
        "",
        "2 compared: 1 unchanged, 1 only in OLD.",
    ]


def test_a_document_of_which_nothing_can_be_read() -> None:
    write("old/a.json", POOL)
    write("old/b.json", JOB)
    write("new/a.json", [POOL, {**POOL, "id": ["x"], "startTask": 3}])
    write("new/b.json", JOB)
    done = run("old", "new")
    assert "job scenes: no changes (Batch service, API version 2025-06-01)" in done.stdout


def test_the_same_pool_in_two_files_of_a_side() -> None:
    write("old/a.json", POOL)
    for name in ("new/a.json", "new/b.json"):
        write(name, POOL)
    for side, size in (("old", 2), ("new", 3)):
        write(f"{side}/c.json", {**POOL, "id": "other", "targetDedicatedNodes": size})
    done = run("old", "new")
    assert done.exit_code == 2
    assert done.stdout.startswith("pool other: at once ")
    assert "encoders" not in done.stdout
    assert done.stderr == (
        "batchmodels: new/b.json:1:1: expected each id in one file, got the pool encoders in new/a.json, too\n"
    )


def test_directories_and_patterns_without_files() -> None:
    write("new/a.json", POOL)
    Path("old").mkdir()
    sentence = "expected files to compare, found none in this directory whose names end in .json, .jsonc, .yaml, .yml or .tf"
    for sides in (("old", "new"), ("new", "old")):
        done = run(*sides)
        assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"batchmodels: old: {sentence}\n")
    done = run("old*/x*.json", "new")
    assert done.stderr == "batchmodels: old*/x*.json: expected files to compare, found none by this pattern\n"
    write("old/package.json", {"name": "x"})
    assert run("old", "new").stderr == (
        "batchmodels: old: expected a pool, a job, a job schedule or a task to compare, found none\n"
    )
