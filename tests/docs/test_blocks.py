"""Every code block of the pages runs, or is listed here with the reason why it can't.

pytest itself runs sessions with >>>, as doctests. The other blocks of a page run in order, in a copy of examples/.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from conftest import ROOT

from batchmodels.documents.configuration import Configuration, read_configuration

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]

INSTALLS = "it installs packages, which needs a network; CI runs the same command or a similar one"
MEASURES = "it takes half an hour"
NOT_RUN = {
    ("README.md", "python3 -m venv .venv && .venv/bin/pip install --require-hashes -r requirements/use.txt"): INSTALLS,
    ("README.md", "python3 -m venv .venv && .venv/bin/pip install --require-hashes -r requirements/test.txt"): INSTALLS,
    ("CONTRIBUTING.md", "python3 -m venv .venv && .venv/bin/pip install --require-hashes -r requirements/dev.txt"): INSTALLS,
    ("CONTRIBUTING.md", "node_label: Annotated"): "it is part of a class",
    ("docs/explanation/speed.md", "python3 -m benchmarks"): MEASURES,
    ("docs/index.md", "pip install '.[cli]'"): INSTALLS,
    ("docs/tutorial.md", "pip install . azure-batch"): INSTALLS,
    ("docs/tutorial-change.md", "az batch pool show"): "it needs an account",
    ("docs/how-to/checking-files.md", "pip install '.[cli]'"): INSTALLS,
    ("docs/how-to/editors.md", "pip install '.[lsp]'"): INSTALLS,
    ("docs/how-to/checking-files.md", "terraform plan"): "it needs Terraform's configuration and its provider",
    ("docs/how-to/checking-files.md", "az bicep build"): "it needs the compiler of Bicep",
}
"""The blocks that don't run, by their page and their beginning."""

PROSE = {"text", "{toctree}", "{include}"}

BLOCK = re.compile(r"^(?P<margin> *)```(?P<language>[^\n`]*)\n(?P<text>.*?)^(?P=margin)```$", re.MULTILINE | re.DOTALL)
MARK = "----- the command has ended -----"


class Block(NamedTuple):
    language: str
    text: str


class Command(NamedTuple):
    command: str
    output: list[str]


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def reason_not_to_run(page: Path, block: Block) -> str | None:
    for (name, beginning), reason in NOT_RUN.items():
        if name == name_of(page) and block.text.startswith(beginning):
            return reason
    return None


def blocks(page: Path, *languages: str) -> list[Block]:
    """Return the blocks of a page that should run."""
    found = [
        Block(block["language"], textwrap.dedent(block["text"])) for block in BLOCK.finditer(page.read_text(encoding="utf-8"))
    ]
    return [block for block in found if block.language in languages and not reason_not_to_run(page, block)]


def pages_with(*languages: str) -> list[Any]:
    return [pytest.param(page, id=name_of(page)) for page in PAGES if blocks(page, *languages)]


def commands_in(session: str) -> list[Command]:
    """Return the commands of a console session, each with its output."""
    found: list[Command] = []
    for line in session.splitlines():
        if line.startswith("$ "):
            found.append(Command(line[2:], []))
        elif found and found[-1].command.endswith("\\") and not found[-1].output:
            found[-1] = Command(f"{found[-1].command}\n{line.removeprefix('> ')}", [])
        else:
            assert found, f"a console block begins with a command: {line}"
            found[-1].output.append(line.rstrip())
    return found


def run_in_bash(script: str, where: Path) -> str:
    if os.name == "nt" or shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "PYTHONUTF8": "1"}
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", script],
        cwd=where,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def printed_by(commands: list[Command], where: Path) -> list[list[str]]:
    """Return the output of each command of a session, line by line."""
    # A command must see the exit status of the previous one.
    script = "".join(f"{each.command}\nstatus=$?; echo '{MARK}'; (exit $status)\n" for each in commands) + "true"
    *shown, rest = run_in_bash(script, where).split(f"{MARK}\n")
    assert not rest
    return [[line.rstrip() for line in part.splitlines()] for part in shown]


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("__pycache__")))


@pytest.mark.parametrize("page", pages_with("console", "sh"))
def test_commands(page: Path, examples: Path) -> None:
    where = examples
    if page == ROOT / "README.md":  # its commands run from the root of a clone
        where = examples.parent
        (where / ".venv").symlink_to(sys.prefix)
    for block in blocks(page, "console", "sh"):
        if block.language == "sh":
            run_in_bash(f"set -e\n{block.text}", where)
            continue
        commands = commands_in(block.text)
        shown = printed_by(commands, where)
        assert [(each.command, output) for each, output in zip(commands, shown, strict=True)] == commands


@pytest.mark.parametrize("page", pages_with("python"))
def test_python(page: Path, examples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(examples)
    names: dict[str, Any] = {"__name__": page.stem}
    for block in blocks(page, "python"):
        exec(compile(block.text, name_of(page), "exec"), names)


@pytest.mark.parametrize("page", pages_with("yaml"))
def test_yaml(page: Path) -> None:
    yaml = pytest.importorskip("yaml")
    for block in blocks(page, "yaml"):
        assert list(yaml.compose_all(block.text))


@pytest.mark.parametrize("page", pages_with("toml"))
def test_toml(page: Path, tmp_path: Path) -> None:
    for block in blocks(page, "toml"):
        file = tmp_path / "batchmodels.toml"
        file.write_text(block.text, encoding="utf-8")
        assert read_configuration(file) != Configuration(directory=tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_block_runs(page: Path) -> None:
    run = {"console", "sh", "python", "yaml", "toml", *PROSE}
    if page.parent.name == "rules":
        run.add("json")  # tests/rules/test_rule_pages.py compares it with the session
    if page.name != "CONTRIBUTING.md":  # pytest doesn't collect it
        run.add("pycon")
    found = list(BLOCK.finditer(page.read_text(encoding="utf-8")))
    assert len(re.findall(r"^ *```", page.read_text(encoding="utf-8"), re.MULTILINE)) == 2 * len(found)
    for block in found:
        text = textwrap.dedent(block["text"])
        language = block["language"].split(" ")[0]
        assert language in run or reason_not_to_run(page, Block(language, text)), f"no test runs this {language}: {text}"
        assert language != "pycon" or text.startswith(">>> "), f"no test runs this session: {text}"


@pytest.mark.parametrize(("name", "beginning"), NOT_RUN, ids=lambda value: value[:20])
def test_blocks_that_do_not_run_exist(name: str, beginning: str) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    assert any(textwrap.dedent(block["text"]).startswith(beginning) for block in BLOCK.finditer(page))


def test_a_session_in_a_console(examples: Path) -> None:
    session = "$ echo one && \\\n> echo two\none\ntwo\n$ false\n$ echo $?\n1\n"
    assert commands_in(session) == [
        Command("echo one && \\\necho two", ["one", "two"]),
        Command("false", []),
        Command("echo $?", ["1"]),
    ]
    assert printed_by(commands_in(session), examples) == [["one", "two"], [], ["1"]]
