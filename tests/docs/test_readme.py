"""CI runs the README's commands, and the links of all pages lead to a file or a heading."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def command(marker: str) -> str:
    found = re.search(rf"<!-- {marker} -->\n```sh\n(.+)\n```\n", (ROOT / "README.md").read_text())
    assert found
    return found[1]


def test_the_test_command_is_what_ci_runs() -> None:
    assert "pytest" in command("the test command")
    assert "<!-- the test command -->" in (ROOT / ".ci" / "run").read_text()


def test_the_main_job() -> None:
    script = command("the main job").split()[-1]
    done = subprocess.run([sys.executable, script], cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert '"commandLine": ' in done.stdout
    assert '"value": "***"' in done.stdout


@pytest.mark.parametrize("marker", ["the main job", "the test command"])
def test_the_commands_install_only_locked_packages(marker: str) -> None:
    environment, locked, package, _ = command(marker).split(" && ")
    assert environment == "python3 -m venv .venv"
    name = locked.removeprefix(".venv/bin/pip install --require-hashes -r ")
    assert (ROOT / name).is_file()
    assert package.startswith(".venv/bin/pip install --no-deps --no-build-isolation ")


def test_the_builder_prints_the_document() -> None:
    done = subprocess.run(
        [sys.executable, "examples/build_start_task.py"], cwd=ROOT, capture_output=True, check=True, text=True, encoding="utf-8"
    )
    assert done.stdout.strip() == (ROOT / "examples" / "start_task.json").read_text(encoding="utf-8").strip()


def test_the_pool_builder_prints_the_document_and_problems_of_an_older_version() -> None:
    done = subprocess.run(
        [sys.executable, "examples/build_pool.py"], cwd=ROOT, capture_output=True, check=True, text=True, encoding="utf-8"
    )
    assert done.stdout.strip() == (ROOT / "examples" / "pool.json").read_text(encoding="utf-8").strip()
    registry = "$.virtualMachineConfiguration.containerConfiguration.containerRegistries[0].identityReference"
    assert done.stderr.splitlines() == [
        f"expected API version 2021-06-01.14.0 or later, got 2020-03-01.11.0 at {registry}",
        "expected API version 2021-06-01.14.0 or later, got 2020-03-01.11.0 at $.startTask.resourceFiles[0].identityReference",
        "expected API version 2020-09-01.12.0 or later, got 2020-03-01.11.0 at $.taskSlotsPerNode",
    ]


def test_only_the_import_line_of_the_pool_builder_is_ours() -> None:
    ours = (ROOT / "examples" / "build_pool.py").read_text(encoding="utf-8")
    theirs = ours.replace("\nimport batchmodels\n", "\nimport azure.batch.models as batchmodels\n")
    assert theirs != ours
    built = []
    for source in (ours, theirs):
        names: dict[str, Any] = {"__name__": "build_pool"}
        exec(source, names)  # the example, with a different import line
        built.append(names["build_pool"]("a key", "a password"))
    assert [type(pool).__module__.partition(".")[0] for pool in built] == ["batchmodels", "azure"]
    assert built[0].serialize() == built[1].serialize()


def test_the_example_reports_problems(tmp_path: Path) -> None:
    wrong, broken = tmp_path / "wrong.json", tmp_path / "broken.json"
    wrong.write_text('{"commandLine": "x", "maxTaskRetryCount": -7, "colour": 1}')
    broken.write_text('{"commandLine": ')
    script = "examples/check_start_task.py"

    def run(*arguments: str) -> tuple[int, list[str]]:
        done = subprocess.run(
            [sys.executable, script, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, encoding="utf-8"
        )
        return done.returncode, done.stderr.splitlines()

    assert run(str(wrong)) == (
        1,
        [
            f"{wrong}: note: StartTask declares no member 'colour'; it would be sent unchanged",
            f"{wrong}: expected int of at least -1, got int -7 at $.maxTaskRetryCount",
        ],
    )
    assert run(str(broken), str(wrong))[0] == 2
    assert run(str(tmp_path / "none.json")) == (2, [f"{tmp_path / 'none.json'}: can't be read: No such file or directory"])


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as on the site and on GitHub."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("https://"):
            name, _, anchor = target.partition("#")
            linked = page.parent / name if name else page
            assert linked.exists(), target
            assert not anchor or anchor in anchors(linked), target
