"""`action.yml` and the pre-commit hook: the script of the action runs, and the hook calls a command that exists."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = ACTION["runs"]["steps"]


def run(directory: Path, files: str, arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the last step of the action in a directory."""
    tools = directory / "tools"
    tools.mkdir(exist_ok=True)
    program = tools / "batchmodels"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m batchmodels "$@"\n')
    program.chmod(0o755)
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", STEPS[-1]["run"]],
        cwd=directory,
        env={**os.environ, "PATH": path, "FILES": files, "ARGS": arguments},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(os.name == "nt", reason="the program of this test is a shell script")
def test_the_step_checks_files_and_passes_options(tmp_path: Path) -> None:
    (tmp_path / "a b.yaml").write_text("commandLine: /bin/sh -c python3 x.py\nwaitForSuccess: true\n")
    done = run(tmp_path, "a b.yaml\n", "")
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=a b.yaml,line=1,")
    assert run(tmp_path, "a b.yaml", "--ignore=BM103\n--severity=error\n").returncode == 0
    assert run(tmp_path, "$(touch forged)", "").returncode == 2
    assert not (tmp_path / "forged").exists()


def test_no_input_is_in_a_script() -> None:
    assert ACTION["runs"]["using"] == "composite"
    for step in STEPS:
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"


def test_the_hook() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"] == "batchmodels check"
    assert hook["additional_dependencies"] == [".[cli]"]
    assert hook["types_or"] == ["json", "yaml"]
