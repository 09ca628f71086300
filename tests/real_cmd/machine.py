"""A cmd that runs: the real one on Windows, Wine's where Wine is installed.

Command lines are started as a node's agent starts them: as one text, with no shell of its own. The program ``p`` writes its
arguments into a log, so a test sees which commands ran, what each of them got, and which files were made.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

WINDOWS = sys.platform == "win32"
COMPILERS = ("gcc",) if WINDOWS else ("x86_64-w64-mingw32-gcc",)


@functools.cache
def missing() -> str:
    """What this machine lacks to run a cmd, or nothing."""
    if not WINDOWS and not (os.environ.get("BATCHMODELS_CMD_TESTS") and shutil.which("wine")):
        return "needs cmd: Windows, or Wine with nox -s cmd"
    return "" if compiler() else f"needs a compiler to build the program that prints its arguments: {COMPILERS[0]}"


def compiler() -> str | None:
    """The compiler that builds the program."""
    return next((found for name in COMPILERS if (found := shutil.which(name))), None)


class Ran(NamedTuple):
    """What a command line did.

    Attributes:
        code: Its exit code.
        log: The arguments of each ``p`` that ran, in their order.
        files: The files that it made, but for the log, and what they hold.
        out: What it printed.
    """

    code: int
    log: list[list[str]]
    files: dict[str, str]
    out: str


class Machine:
    """Starts command lines, each in a new directory."""

    def __init__(self, root: Path) -> None:
        tools = root / "tools"
        tools.mkdir()
        self.cmd = os.environ.get("BATCHMODELS_CMD", "cmd")
        self._root = root
        self._count = 0
        source = Path(__file__).with_name("printer.c")
        built = compiler()
        assert built is not None
        subprocess.run([built, "-O1", "-municode", "-o", tools / "p.exe", source], check=True)
        environment = {**os.environ, "VALUE": "the value"}
        if WINDOWS:
            environment["PATH"] = f"{tools};{environment['PATH']}"
        else:
            environment |= {"WINEPREFIX": str(root / "wine"), "WINEDEBUG": "-all", "WINEPATH": self.path(tools)}
            environment.pop("DISPLAY", None)
        start = [tools / "p.exe", "serve"] if WINDOWS else ["wine", tools / "p.exe", "serve"]
        self._server = subprocess.Popen(
            start, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )

    @staticmethod
    def path(path: Path) -> str:
        """A path as programs of Windows write it."""
        return str(path) if WINDOWS else "Z:" + str(path).replace("/", "\\")

    def run(self, command_line: str, **files: str) -> Ran:
        """Start a command line in a directory that has the given batch files: ``name="text"`` is ``name.cmd``."""
        self._count += 1
        directory = self._root / str(self._count)
        directory.mkdir()
        for name, text in files.items():
            (directory / f"{name}.cmd").write_bytes(text.encode())
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        for text in (self.path(directory), command_line):
            self._server.stdin.write(b"%d\n" % len(text.encode()) + text.encode())
        self._server.stdin.flush()
        code = int(self._server.stdout.readline())
        left = {path.name: path.read_text(errors="replace") for path in directory.rglob("*") if path.is_file()}
        shutil.rmtree(directory, ignore_errors=True)
        log = [entry.split("\n")[:-1] for entry in left.pop("log", "").split("\0\n")[:-1]]
        out = left.pop("out", "")
        return Ran(code, log, {name: text for name, text in left.items() if name[:-4] not in files}, out)

    def line(self, script: str) -> Ran:
        """Start a line in cmd."""
        return self.run(f'{self.cmd} /d /s /c "{script}"')

    def batch(self, *lines: str) -> Ran:
        """Start a batch file with these lines."""
        return self.run(f"{self.cmd} /d /c lines.cmd", lines="".join(f"{line}\r\n" for line in lines))

    def close(self) -> None:
        """End the process that starts the command lines."""
        assert self._server.stdin is not None
        self._server.stdin.close()
        self._server.wait(60)
        if self._server.stdout is not None:
            self._server.stdout.close()
        if not WINDOWS:
            environment = {**os.environ, "WINEPREFIX": str(self._root / "wine")}
            subprocess.run(
                ["wineserver" if shutil.which("wineserver") else "/usr/lib/wine/wineserver", "-k"], env=environment, check=False
            )
