"""The workflows and hooks, as far as they can be checked without the service that runs them."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

yaml = pytest.importorskip("yaml")

GITHUB = ROOT / ".github"
if not GITHUB.is_dir():
    pytest.skip("the tests of the wheel run without .github", allow_module_level=True)

WORKFLOWS = {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(GITHUB.rglob("*.yml"))}
JOBS = [pytest.param(job, id=f"{name}: {key}") for name, workflow in WORKFLOWS.items() for key, job in workflow["jobs"].items()]
STEPS = [step for workflow in WORKFLOWS.values() for job in workflow["jobs"].values() for step in job.get("steps", ())]
COMMANDS = [step["run"] for step in STEPS if "run" in step]
CI = WORKFLOWS["ci.yml"]
NOXFILE = (ROOT / "noxfile.py").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def triggers(name: str) -> Any:
    return WORKFLOWS[name][True]  # YAML 1.1 reads the key "on" as true


@pytest.mark.parametrize("job", JOBS)
def test_every_job_has_a_time_limit(job: dict[str, Any]) -> None:
    assert "uses" in job or 0 < job["timeout-minutes"] <= 45


@pytest.mark.parametrize("name", WORKFLOWS)
def test_workflows_may_only_read(name: str) -> None:
    assert WORKFLOWS[name]["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("job", JOBS)
def test_only_publishing_may_more(job: dict[str, Any]) -> None:
    publishes = any("pypi-publish" in step.get("uses", "") for step in job.get("steps", ()))
    assert job.get("permissions", {"contents": "read"}) == ({"id-token": "write"} if publishes else {"contents": "read"})
    assert ("environment" in job) == publishes


def test_actions_are_pinned_to_versions() -> None:
    used = [step["uses"] for step in STEPS if "uses" in step]
    assert used
    assert [action for action in used if not re.fullmatch(r"[\w-]+/[\w-]+@v\d+(\.\d+\.\d+)?", action)] == []
    assert {action for action in used if not action.startswith("actions/")} == {"pypa/gh-action-pypi-publish@v1.13.0"}
    checkouts = [step for step in STEPS if step.get("uses", "").startswith("actions/checkout")]
    assert all(step["with"] == {"persist-credentials": False} for step in checkouts)


def test_every_supported_python_is_tested_on_every_system() -> None:
    prefix = "Programming Language :: Python :: 3."
    classified = {f"3.{text.removeprefix(prefix)}" for text in PROJECT["classifiers"] if text.startswith(prefix)}
    matrix = CI["jobs"]["tests"]["strategy"]["matrix"]
    assert classified <= set(matrix["python"])
    assert PROJECT["requires-python"] == f">={matrix['python'][0]}"
    assert matrix["os"] == ["ubuntu-latest", "windows-latest", "macos-latest"]
    assert CI["jobs"]["windows-shells"]["runs-on"] == "windows-latest"


def test_the_files_and_sessions_that_commands_name_are_there() -> None:
    files = {file for command in COMMANDS for file in re.findall(r"-r (\S+)", command)}
    assert files
    assert [file for file in files if not (ROOT / file).is_file()] == []
    named = {session for command in COMMANDS for session in re.findall(r"nox -s (\w+)", command)}
    named |= set(CI["jobs"]["sessions"]["strategy"]["matrix"]["session"])
    defined = set(re.findall(r"^@nox\.session.*\n(?:@.*\n)*def (\w+)", NOXFILE, re.MULTILINE))
    assert named <= defined


def test_everything_that_is_installed_is_locked() -> None:
    installs = [line for command in COMMANDS for line in command.splitlines() if "pip install" in line]
    assert all("--require-hashes -r requirements/" in line or "--no-deps --no-build-isolation" in line for line in installs)


def test_no_command_has_an_expression_that_a_stranger_fills() -> None:
    assert {found for command in COMMANDS for found in re.findall(r"\$\{\{ *(.+?) *\}\}", command)} == {"matrix.session"}


def test_the_coverage_is_that_of_the_test_command() -> None:
    found = re.search(r"<!-- the test command -->\n```sh\n(.+)\n```", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert found
    wanted = [part.replace(".venv/bin/python ", "").replace(".venv/bin/", "-m ") for part in found[1].split(" && ")[1:]]
    run = [step["run"].removeprefix("python ") for step in CI["jobs"]["coverage"]["steps"] if "run" in step]
    assert run == wanted


def test_the_newest_dependencies_are_tried_weekly() -> None:
    (when,) = triggers("newest.yml")["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", when["cron"])


def test_what_is_published_was_built_and_tested() -> None:
    jobs = WORKFLOWS["release.yml"]["jobs"]
    assert triggers("release.yml") == {"push": {"tags": ["v*"]}}
    assert jobs["publish"]["needs"] == ["check", "ci", "build"]
    assert "workflow_call" in triggers("ci.yml")
    uploaded = next(step["with"] for step in jobs["build"]["steps"] if "upload-artifact" in step.get("uses", ""))
    downloaded = jobs["publish"]["steps"][0]["with"]
    assert uploaded["name"] == downloaded["name"]
    assert uploaded["path"].startswith(".nox/wheel/tmp/dist/")
    assert downloaded["path"] == "dist"  # where the action looks by default


def test_local_hooks_run_what_is_locked() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    pinned = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    for repository in hooks:
        if repository["repo"] == "local":
            for hook in repository["hooks"]:
                program = hook["entry"].split()[0]
                assert re.search(rf"^{program}==", pinned, re.MULTILINE)
        else:
            assert re.fullmatch(r"v\d+\.\d+\.\d+", repository["rev"])


def release(root: Path, tag: str, version: str, changelog: str, *fragments: str) -> list[str]:
    """What the check of a release says of a repository like this."""
    (root / "src" / "batchmodels").mkdir(parents=True)
    (root / "src" / "batchmodels" / "__init__.py").write_text(f'"""A package."""\n\n__version__ = "{version}"\n')
    (root / "CHANGELOG.md").write_text(changelog)
    (root / "changelog.d").mkdir()
    for name in ("README.md", *fragments):
        (root / "changelog.d" / name).write_text("A change.\n")
    specification = importlib.util.spec_from_file_location("check_release", ROOT / ".ci" / "check_release.py")
    assert specification
    assert specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    found: list[str] = module.problems(root, tag)
    return found


def test_a_tag_that_can_be_released(tmp_path: Path) -> None:
    assert release(tmp_path, "v1.2.3", "1.2.3", "# Changelog\n\n## batchmodels 1.2.3 (2026-12-01)\n") == []


def test_a_tag_that_cannot_be_released(tmp_path: Path) -> None:
    assert release(tmp_path, "v1.2.3", "1.2.4", "# Changelog\n\n## batchmodels 11.2.45 (2026-12-01)\n", "7.added.md") == [
        "expected the tag v1.2.4, since src/batchmodels/__init__.py has version 1.2.4; got v1.2.3",
        "CHANGELOG.md has no section for 1.2.4; run: towncrier build --version 1.2.4",
        "changelog.d still has 7.added.md; run: towncrier build --version 1.2.4",
    ]


def test_the_version_of_this_package_is_found(tmp_path: Path) -> None:
    if not (ROOT / "src").is_dir():
        pytest.skip("the tests of the wheel run without the sources")
    source = (ROOT / "src" / "batchmodels" / "__init__.py").read_text(encoding="utf-8")
    assert re.search(r'^__version__ = "\d+\.\d+\.\d+', source, re.MULTILINE)
