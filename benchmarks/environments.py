"""The virtual environments: two, because azure-batch 14 and 15 can't be installed together."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import peers

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".benchmarks"


@dataclass(frozen=True)
class Environment:
    """A virtual environment.

    Attributes:
        name: Its directory's name.
        extra: The extra of pyproject.toml with its pins.
        peers: The peers that run in it, by name.
    """

    name: str
    extra: str
    peers: tuple[str, ...]

    @property
    def python(self) -> Path:
        """The path of its interpreter."""
        folder = "Scripts" if sys.platform == "win32" else "bin"
        return HOME / self.name / folder / "python"


MAIN = Environment("main", "bench", tuple(name for name in peers.MODULES if name != peers.AZURE15))
AZURE15 = Environment("azure15", "bench-azure15", (peers.AZURE15, peers.BASE))


def prepare(environment: Environment, checkout: Path) -> None:
    """Create an environment, unless it exists with the same pins.

    Args:
        environment: The environment.
        checkout: The checkout of batchmodels to measure, installed in place.
    """
    requirements = pins(environment.extra)
    depends: list[str] = []
    if peers.OURS in environment.peers:
        requirements += ["--editable", str(checkout)]
        depends = list(project(checkout)["dependencies"])
    stamp = HOME / environment.name / "requirements.txt"
    wanted = "\n".join([sys.version, *requirements, *depends])
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print(f"installing the environment {environment.name}", file=sys.stderr)
    venv.create(HOME / environment.name, clear=True, with_pip=True)
    run(environment, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements)
    stamp.write_text(wanted, encoding="utf-8")


def run(environment: Environment, *arguments: str, capture: bool = False) -> str:
    """Run an environment's Python in the root directory, without variables such as PYTHONDONTWRITEBYTECODE.

    Returns:
        Its output, if that is captured.
    """
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [str(environment.python), *arguments]
    output = subprocess.PIPE if capture else None
    done = subprocess.run(command, cwd=ROOT, env=variables, check=True, text=True, stdout=output)  # noqa: S603  # ours
    return done.stdout or ""


def pins(extra: str) -> list[str]:
    """Read an extra of this project."""
    return list(project(ROOT)["optional-dependencies"][extra])


def project(folder: Path) -> dict[str, Any]:
    """Read the project table of a pyproject.toml."""
    with (folder / "pyproject.toml").open("rb") as file:
        table: dict[str, Any] = tomllib.load(file)["project"]
    return table
