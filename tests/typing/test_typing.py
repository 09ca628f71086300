"""mypy and pyright agree with the typed examples."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from conftest import ROOT

EXAMPLES = Path(__file__).parent / "examples.py"


def run(module: str, *arguments: str) -> None:
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed: pip install -e '.[types]'")
    # With --verifytypes, pyright looks for packages where the python of the PATH does.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1", "PATH": path}
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_mypy() -> None:
    run("mypy", "--strict", "--warn-unused-ignores", str(EXAMPLES))


def test_pyright(tmp_path: Path) -> None:
    # In a place of its own, with a comment that expects an error and gets none counted as an error.
    config = tmp_path / "pyrightconfig.json"
    config.write_text(
        f'{{"include": ["{EXAMPLES}"], "typeCheckingMode": "strict", "reportUnnecessaryTypeIgnoreComment": "error", '
        '"reportMissingTypeStubs": false}'
    )
    run("pyright", "--pythonpath", sys.executable, "--project", str(config))


def test_every_public_symbol_has_a_type() -> None:
    installed = Path(sysconfig.get_path("purelib")) / "batchmodels"
    if installed.is_dir() and not (installed / "py.typed").exists():
        pytest.skip("pyright can't see the package of an editable install; nox -s types installs it in full")
    run("pyright", "--pythonpath", sys.executable, "--verifytypes", "batchmodels", "--ignoreexternal")
