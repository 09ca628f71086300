"""What the command reads: files up to a size, nothing that may never end; and what it shows of how far it is."""

from __future__ import annotations

import io
import os
import socket
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from batchmodels.cli import inputs, progress
from batchmodels.cli.main import cli
from batchmodels.documents import UnreadableError

TASK = b'{"commandLine": "/bin/true"}'
needs_unix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def said(*arguments: str, stdin: bytes | None = None) -> tuple[int, str]:
    done = CliRunner().invoke(cli, arguments, input=stdin)
    return done.exit_code, done.output


RIGHT = "Checked: 0 pools, 1 start task, 0 tasks.\n1 file: no problems found.\n"


def refused(name: str, why: str) -> tuple[int, str]:
    return (
        2,
        f"{name}: error unreadable: {why}\n\nChecked: 0 pools, 0 start tasks, 0 tasks. Not judged: 1 file.\n1 file: 1 error.\n",
    )


@needs_unix
class TestFilesThatMayNeverEnd:
    def test_a_device(self) -> None:
        why = "expected a file, got a device, which may never end; write it to a file, or pipe it to - instead"
        assert said("check", "/dev/zero") == refused("/dev/zero", why)
        assert said("check", "/dev/null") == refused("/dev/null", why)
        assert said("show", "/dev/zero") == (2, f"batchmodels: /dev/zero: {why}\n")
        assert said("body", "/dev/zero") == (2, f"batchmodels: /dev/zero: {why}\n")
        assert said("explain", "/dev/zero") == (2, f"batchmodels: /dev/zero: {why}\n")

    def test_a_named_pipe_that_nobody_writes_to(self, tmp_path: Path) -> None:
        pipe = tmp_path / "pool.json"
        os.mkfifo(pipe)
        why = "expected a file, got a named pipe, which may never end; write it to a file, or pipe it to - instead"
        assert said("check", str(pipe)) == refused(str(pipe), why)

    def test_a_socket(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("pool.json")
            why = "expected a file, got a socket, which may never end; write it to a file, or pipe it to - instead"
            assert said("check", "pool.json") == refused("pool.json", why)

    def test_a_file_that_has_become_a_pipe_since_it_was_looked_at(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pipe, file = tmp_path / "pool.json", tmp_path / "other.json"
        os.mkfifo(pipe)
        file.write_bytes(TASK)
        status = file.stat()
        monkeypatch.setattr(Path, "stat", lambda path, **options: status)
        with pytest.raises(UnreadableError, match=r"expected a file, got a named pipe, which may never end; "):
            inputs.read_input(str(pipe), 1)

    def test_the_others_are_checked(self, tmp_path: Path) -> None:
        file = tmp_path / "task.json"
        file.write_bytes(b'{"commandLine": "sh -c a b"}')
        status, printed = said("check", "/dev/zero", str(file))
        assert status == 2
        assert "/dev/zero: error unreadable: " in printed
        assert f"{file}:1:17: warning BM103: " in printed or f"{file}:1:17: error BM103: " in printed


class TestLargeFiles:
    LARGE = TASK + b" " * 1_000_000

    def test_a_file(self, tmp_path: Path) -> None:
        file = tmp_path / "task.json"
        file.write_bytes(self.LARGE)
        why = "expected at most 1 MB, got more; raise the limit with --max-size"
        assert said("check", "--max-size", "1", str(file)) == refused(str(file), why)
        assert said("show", "--max-size", "1", str(file)) == (2, f"batchmodels: {file}: {why}\n")
        assert said("body", "--max-size", "1", str(file)) == (2, f"batchmodels: {file}: {why}\n")
        assert said("explain", "--max-size", "1", str(file)) == (2, f"batchmodels: {file}: {why}\n")
        assert said("check", "--max-size", "2", str(file)) == (0, RIGHT)
        assert said("check", str(file)) == (0, RIGHT)

    def test_the_limit_itself_is_allowed(self, tmp_path: Path) -> None:
        file = tmp_path / "task.json"
        file.write_bytes(TASK.ljust(1_000_000))
        assert said("check", "--max-size", "1", str(file)) == (0, RIGHT)

    def test_the_standard_input(self) -> None:
        why = "expected at most 1 MB, got more; raise the limit with --max-size"
        assert said("check", "--max-size", "1", "-", stdin=self.LARGE) == refused("<stdin>", why)
        assert said("check", "-", stdin=self.LARGE) == (0, RIGHT)

    def test_what_has_no_end_is_not_read_to_its_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Endless:
            def read(self, size: int) -> bytes:
                return b" " * size

        monkeypatch.setattr(sys, "stdin", type("", (), {"buffer": Endless()}))
        with pytest.raises(UnreadableError, match=r": expected at most 2 MB, got more; raise the limit with --max-size$"):
            inputs.read_input("-", 2)

    def test_the_limit_is_a_number_of_megabytes(self) -> None:
        status, printed = said("check", "--max-size", "0", "-", stdin=TASK)
        assert status == 2
        assert printed.endswith("Error: Invalid value for '--max-size': 0 is not in the range 1<=x<=100000.\n")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class TestProgress:
    def test_many_things_are_counted_in_one_line(self, monkeypatch: pytest.MonkeyPatch) -> None:
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        assert list(progress.on_terminal()("reviewing", iter(range(1000)), 1000)) == list(range(1000))
        shown = terminal.getvalue().split("\r")[1:]
        assert shown[0] == "batchmodels: reviewing, 0 of 1,000 done"
        assert shown[1] == "batchmodels: reviewing, 10 of 1,000 done"
        assert shown[-3] == "batchmodels: reviewing, 1,000 of 1,000 done"
        assert [part.strip() for part in shown[-2:]] == ["", ""]
        assert len(shown) == 103

    def test_it_is_wiped_away_when_something_goes_wrong(self, monkeypatch: pytest.MonkeyPatch) -> None:
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        counted = iter(progress.on_terminal()("reading", range(100), 100))
        next(counted)
        counted.close()  # type: ignore[attr-defined]  # because it is a generator
        assert terminal.getvalue() == f"\rbatchmodels: reading, 0 of 100 done\r{' ' * 35}\r"

    def test_a_few_things_are_not_counted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        assert list(progress.on_terminal()("reviewing", range(10), 10)) == list(range(10))
        assert terminal.getvalue() == ""

    def test_elsewhere_there_is_nothing(self, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / "tasks.json"
        file.write_text(f"[{','.join([TASK.decode()] * 100)}]")
        with pytest.raises(SystemExit) as end:
            cli(["check", str(file)])
        assert (end.value.code, capfd.readouterr().err) == (0, "")

    def test_the_command_counts_what_it_reviews(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "tasks.json"
        file.write_text(f"[{','.join([TASK.decode()] * 100)}]")
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
        with pytest.raises(SystemExit) as end:
            cli(["check", str(file)])
        printed: Any = capsys.readouterr()
        assert (end.value.code, printed.out) == (0, "Checked: 0 pools, 100 start tasks, 0 tasks.\n1 file: no problems found.\n")
        assert "\rbatchmodels: reviewing, 100 of 100 done\r" in printed.err
