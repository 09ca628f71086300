"""The command as a process: standard streams that are closed or full, and names that aren't UTF-8."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from conftest import ROOT

from batchmodels.cli import formats, main, sarif
from batchmodels.cli.summary import Summary
from batchmodels.documents import checking
from batchmodels.documents.diagnostics import Diagnostic
from batchmodels.rules.finding import Severity

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither these streams nor such names")
needs_dev_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")

CLOSED = "batchmodels: can't write to the standard output: it is closed.\n"
FULL = "batchmodels: can't write to the standard output: No space left on device.\n"
READ_ONLY = "batchmodels: can't write to the standard output: Bad file descriptor.\n"

COMMANDS = [
    "check task.yaml",
    "check --format sarif task.yaml",
    "show --color always task.yaml",
    "body task.yaml",
    "schema StartTask",
    "explain --color always BM103",
    "explain node.json",
    "check --help",
    "--version",
]


@pytest.fixture(autouse=True)
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("task.yaml").write_text("commandLine: echo $PATH\n", encoding="utf-8")
    Path("node.json").write_bytes((ROOT / "tests" / "documents" / "nodes" / "start_task_failed.json").read_bytes())
    return tmp_path


def run(arguments: str, redirections: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command in a shell, with its redirections."""
    program = [sys.executable, "-m", "batchmodels", *arguments.split()]
    return subprocess.run(["sh", "-c", f'"$@" {redirections}', "sh", *program], capture_output=True, text=True, check=False)


@on_posix
@needs_dev_full
@pytest.mark.parametrize("arguments", COMMANDS)
def test_a_full_standard_output(arguments: str) -> None:
    done = run(arguments, ">/dev/full")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", FULL)


@on_posix
@pytest.mark.parametrize("arguments", ["check task.yaml", "show task.yaml", "--version"])
def test_a_closed_standard_output(arguments: str) -> None:
    done = run(arguments, ">&-")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", CLOSED)


@on_posix
def test_a_standard_output_that_is_open_for_reading_only() -> None:
    done = run("check task.yaml", "1</dev/null")
    assert (done.returncode, done.stderr) == (2, READ_ONLY)


@on_posix
@pytest.mark.parametrize(
    ("redirections", "status"),
    [
        (">&- 2>&-", 2),
        pytest.param(">/dev/full 2>/dev/full", 2, marks=needs_dev_full),
        ("2>&-", 1),
        pytest.param("2>/dev/full", 1, marks=needs_dev_full),
    ],
)
def test_a_standard_error_that_cannot_be_written(redirections: str, status: int) -> None:
    done = run("check task.yaml", redirections)
    assert (done.returncode, done.stderr) == (status, "")
    assert done.stdout.startswith("task.yaml:1:14: error BM101: " if status == 1 else "")


@on_posix
@needs_dev_full
@pytest.mark.parametrize(
    ("arguments", "redirections"),
    [
        ("nonsense", "2>&-"),
        ("check --severity x a", "2>/dev/full"),
        ("show nowhere", "2>&-"),
        ("schema Nothing", "2>/dev/full"),
    ],
)
def test_a_mistake_without_a_standard_error_keeps_its_status(arguments: str, redirections: str) -> None:
    done = run(arguments, redirections)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")


@on_posix
def test_a_closed_standard_input() -> None:
    done = run("check - task.yaml", "<&-")
    assert done.returncode == 2
    assert done.stdout.startswith("<stdin>: error unreadable: it can't be read: it is closed\n\ntask.yaml:1:14: error BM101: ")
    assert done.stderr == ""
    for command in ("show", "explain"):
        done = run(f"{command} -", "<&-")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "batchmodels: <stdin>: it can't be read: it is closed\n"


@on_posix
def test_a_standard_input_that_cannot_be_read() -> None:
    done = run("check -", "<&1")  # a pipe's end for writing
    assert done.returncode == 2
    assert done.stdout.startswith("<stdin>: error unreadable: it can't be read: ")


@on_posix
@pytest.mark.parametrize("arguments", ["schema PoolAddParameter", "check task.yaml"])
def test_a_reader_that_is_gone(arguments: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    program = [sys.executable, "-m", "batchmodels", *arguments.split()]
    done = subprocess.run(program, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


@on_posix
def test_names_that_are_too_long() -> None:
    done = run(f"check {'x' * 5_000} task.yaml")
    assert done.returncode == 2
    assert ": error unreadable: it can't be read: File name too long\n" in done.stdout
    assert "BM101" in done.stdout
    done = run(f"explain bm{'1' * 5_000}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("'; `batchmodels explain` lists the rules.\n")


NAMES = [
    b"caf\xe9.yaml",
    b"a b#c?d%41&e.yaml",
    b"\xff\xfe/\x80.yaml",
    "żółw 火.yaml".encode(),
    b"a:b.yaml",
    b"back\\slash.yaml",
]


@on_posix
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has no such names")
@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_names_of_any_bytes(form: str, directory: Path) -> None:
    for name in NAMES:
        path = os.path.join(os.fsencode(directory), name)  # noqa: PTH118  # because Path takes no bytes
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120  # because of the same
        with open(path, "wb") as file:  # noqa: PTH123  # because of the same
            file.write(b"commandLine: echo $PATH\n")
    program = [sys.executable, "-m", "batchmodels", "check", "--format", form]
    done = subprocess.run([*map(os.fsencode, program), *NAMES], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    printed = done.stdout.decode("utf-8")
    shown = [name.decode("utf-8", "backslashreplace").replace("\\x", "\\udc") for name in NAMES]
    if form == "text":
        assert re.findall(r"^(.+):1:14: error BM101", printed, re.MULTILINE) == shown
    elif form == "json":
        files = [report["file"] for report in json.loads(printed)["diagnostics"]]
        assert files == shown
        assert "".join(files).encode()
    elif form == "sarif":
        results = json.loads(printed)["runs"][0]["results"]
        uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results]
        assert [unquote_to_bytes(uri) for uri in uris] == NAMES
        assert all(re.fullmatch(r"[A-Za-z0-9._~/%-]+", uri) for uri in uris)
        assert uris[:2] == ["caf%E9.yaml", "a%20b%23c%3Fd%2541%26e.yaml"]
    else:
        assert printed.split(",", 1)[0] == "::error file=caf\\udce9.yaml"


@on_posix
def test_other_commands_take_names_of_any_bytes(directory: Path) -> None:
    program = [sys.executable, "-m", "batchmodels"]
    for arguments in ([b"show", b"\xff.json"], [b"body", b"\xff.json"], [b"explain", b"\xff.json"]):
        done = subprocess.run([*map(os.fsencode, program), *arguments], capture_output=True, check=False)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr == b"batchmodels: \\udcff.json: it can't be read: No such file or directory\n"
    done = subprocess.run([*map(os.fsencode, program), b"schema", b"\xff"], capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith(b"batchmodels: unknown model '\\udcff'; models are for example ")


@on_posix
def test_an_absolute_name_in_a_directory_that_is_gone(directory: Path) -> None:
    program = f"'{sys.executable}' -m batchmodels check --format sarif '{directory}/task.yaml'"
    done = subprocess.run(
        ["sh", "-c", f"mkdir gone; cd gone; rmdir ../gone; {program}"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    place = json.loads(done.stdout)["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == (directory / "task.yaml").as_uri()


def test_json_has_no_half_of_a_surrogate_pair() -> None:
    report = Diagnostic("a\udcff", 1, 1, 1, 2, "$", "r", Severity.error, "t", "m\udfff\n", "f", "")
    printed = formats.as_json(Summary(("a",), (report,), 0))
    assert "\\ud" not in printed.replace("\\\\ud", "")
    assert json.loads(printed)["diagnostics"][0]["message"] == "m\\udfff\n"
    assert "\\ud" not in sarif.sarif(Summary(("a",), (report,), 0)).replace("\\\\ud", "")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of one file fails in the command itself, and so does a tree."""
    read_source = checking.read_source

    def failing(text: Any, file: str, *arguments: Any, **options: Any) -> Any:
        if "broken.yaml" in (text, file):
            raise LookupError("s3cret")
        return read_source(text, file, **options)

    monkeypatch.setattr(checking, "read_source", failing)
    monkeypatch.setattr("batchmodels.cli.showing.show", failing)
    Path("broken.yaml").write_text("x", encoding="utf-8")


@pytest.mark.usefixtures("broken")
def test_a_file_whose_check_fails_keeps_the_results_of_the_others(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.cli(["check", "task.yaml", "broken.yaml"])
    assert ended.value.code == 2
    printed, said = capfd.readouterr()
    assert printed.startswith("task.yaml:1:14: error BM101: ")
    assert re.search(
        r"^broken\.yaml: error unreadable: internal error: LookupError at documents/checking\.py:\d+\. "
        r"This is a bug in batchmodels\. Report it with this message\.$",
        printed,
        re.MULTILINE,
    )
    assert "s3cret" not in printed + said


@pytest.mark.usefixtures("broken")
def test_a_mistake_of_the_command_is_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.cli(["show", "task.yaml"])
    assert ended.value.code == 2
    printed, said = capfd.readouterr()
    assert printed == ""
    assert re.fullmatch(
        r"batchmodels: internal error: TypeError at cli/main\.py:\d+\. "
        r"This is a bug in batchmodels\. Report it with this message\.\n",
        said,
    )


def test_a_rule_that_fails_is_reported_with_the_others(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("batchmodels.rules.checks.background.parts_of", None)
    with pytest.raises(SystemExit) as ended:
        main.cli(["check", "task.yaml", "task.yaml"])
    assert ended.value.code == 1
    printed, _ = capfd.readouterr()
    assert [line.split(": ")[1] for line in printed.splitlines() if line.startswith("task")] == ["warning BM000", "error BM101"]
    assert "rule BM107 failed with TypeError at rules/checks/background.py:" in printed
    assert "fix: This is a bug in batchmodels. Report it with this message, and ignore BM107 until it is fixed." in printed
