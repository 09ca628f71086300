"""The lock files in requirements/ pin all dependencies in pyproject.toml, with hashes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS: dict[str, dict[str, list[str]]] = PYPROJECT["tool"]["batchmodels-locks"]
STALE = "run nox -s lock"

SYSTEMS = {
    "Linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "macOS": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "Windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
MACHINES = [
    pytest.param({**system, "python_version": version, "python_full_version": f"{version}.0"}, id=f"{name}-{version}")
    for name, system in SYSTEMS.items()
    for version in ("3.11", "3.12", "3.13", "3.14")
]


def requirements_of(extra: str) -> Iterator[Requirement]:
    """The requirements of an extra and of the extras that it includes."""
    for text in PYPROJECT["project"]["optional-dependencies"][extra]:
        requirement = Requirement(text)
        if requirement.name == PYPROJECT["project"]["name"]:
            for named in requirement.extras:
                yield from requirements_of(named)
        else:
            yield requirement


def wanted(name: str) -> list[Requirement]:
    """The direct requirements that a lock file must contain."""
    groups = [Requirement(text) for group in LOCKS[name]["groups"] for text in PYPROJECT["dependency-groups"][group]]
    extras = [requirement for extra in LOCKS[name]["extras"] for requirement in requirements_of(extra)]
    own = [Requirement(text) for text in PYPROJECT["project"]["dependencies"]] if extras else []
    return own + extras + groups


def entries(name: str) -> list[str]:
    """The requirements in a lock file, each on one line with its hashes."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    lines = re.sub(r" *#.*", "", text).replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip()]


def pins(name: str, machine: dict[str, str]) -> dict[str, str]:
    """The versions in a lock file for one kind of machine, by package name."""
    found: dict[str, str] = {}
    for entry in entries(name):
        requirement = Requirement(entry.partition(" --hash=")[0])
        if requirement.marker is None or requirement.marker.evaluate(machine):
            package = canonicalize_name(requirement.name)
            assert package not in found
            found[package] = str(requirement.specifier).removeprefix("==")
    return found


def test_session_writes_each_lock_file() -> None:
    assert {path.stem for path in (ROOT / "requirements").iterdir()} == set(LOCKS)


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("name", LOCKS)
def test_requirements_are_pinned(name: str, machine: dict[str, str]) -> None:
    pinned = pins(name, machine)
    for requirement in wanted(name):
        if requirement.marker is None or requirement.marker.evaluate(machine):
            package = canonicalize_name(requirement.name)
            assert package in pinned, STALE
            assert requirement.specifier.contains(pinned[package], prereleases=True), STALE


@pytest.mark.parametrize("name", LOCKS)
def test_each_line_pins_one_version_with_hashes(name: str) -> None:
    for entry in entries(name):
        assert re.fullmatch(r"[a-z0-9-]+==[^ ,*]+( ; [^#\\]+?)?( +--hash=sha256:[0-9a-f]{64})+ *", entry), entry


def test_build_backend_is_pinned() -> None:
    build = [Requirement(text) for text in PYPROJECT["dependency-groups"]["build"]]
    for text in PYPROJECT["build-system"]["requires"]:
        assert Requirement(text) in build
