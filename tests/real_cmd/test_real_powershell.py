"""The lines of `commands.powershell` in Windows PowerShell itself, started as a node starts them: as one text."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from batchmodels.commands import powershell

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="needs Windows PowerShell: this isn't Windows")


def run(*lines: str, cwd: Path | None = None) -> tuple[int, list[str]]:
    done = subprocess.run(powershell(*lines), capture_output=True, check=False, cwd=cwd)
    return done.returncode, done.stdout.decode(errors="replace").splitlines()


@pytest.mark.parametrize(
    ("lines", "code", "output"),
    [
        (["Write-Output a", "Write-Output b"], 0, ["a", "b"]),
        (["Write-Output 'a \\ \"b\" & | < > ^ % ! ( )'"], 0, ['a \\ "b" & | < > ^ % ! ( )']),
        (['Write-Output "C:\\"', "Write-Output 'it''s'"], 0, ["C:\\", "it's"]),
        (["Write-Output a", "cmd /c exit 7", "Write-Output b"], 7, ["a"]),
        (["Get-Item ./nothing", "Write-Output a"], 1, []),
        (["cmd /c exit 5; $global:LASTEXITCODE = 0", "Write-Output a"], 0, ["a"]),
        (["foreach ($name in 'a', 'b') {\n  Write-Output $name\n}", "exit 3"], 3, ["a", "b"]),
        (["Write-Output @'\na \"b\"\n'@"], 0, ['a "b"']),
        (["Write-Output a # a comment", "Write-Output b"], 0, ["a", "b"]),
    ],
)
def test_lines(lines: list[str], code: int, output: list[str]) -> None:
    assert run(*lines) == (code, output)


def test_variables_and_files(tmp_path: Path) -> None:
    assert run('$name = "a b"', "Set-Content $name 1", "exit (Get-Content 'a b')", cwd=tmp_path) == (1, [])
