"""Drive letters that a start task maps and no task sees."""

from __future__ import annotations

import pytest
from reviewing import WINDOWS, found, pool

from batchmodels import identities

_MAPS = r"net use Z: \\a\b"
_SAYS = (
    "$.startTask.commandLine: BM327 warning: a drive letter belongs to the session that maps it, so no task sees {}:. Mount "
    "the share with mountConfiguration of the pool, or map it in the command lines of the tasks."
)


def letters(command_line: str) -> list[str]:
    """The letters of the drives that the rule reports."""
    texts = found(pool(WINDOWS, command_line, user_identity=identities.pool_admin()), "BM327")
    named = [letter for text in texts for letter in "XYZ" if text == _SAYS.format(letter)]
    assert len(named) == len(texts)
    return named


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (_MAPS, ["Z"]),
        (rf"if (-not (Test-Path Z:\)) {{ {_MAPS}; if ($LASTEXITCODE -ne 0) {{ exit 1 }} }}", ["Z"]),
        (rf"{_MAPS}; if (-not (Test-Path Z:\library)) {{ exit 2 }}", ["Z"]),
        (rf"{_MAPS}; if (!(Test-Path -LiteralPath 'Z:\my library')) {{ exit 2 }}", ["Z"]),
        (rf"{_MAPS}; if (!(Test-Path -LiteralPath 'Z:\library')) {{ exit 2 }}", ["Z"]),
        (f"{_MAPS}; dir Z:", ["Z"]),
        (rf"{_MAPS}; Get-ChildItem Z:\ | Out-Null", ["Z"]),
        (f"{_MAPS}; Write-Host 'mapped Z:'", ["Z"]),
        (f"try {{ {_MAPS} }} catch {{ exit 1 }}", ["Z"]),
        (f"cmd /c '{_MAPS}'", ["Z"]),
        (r"New-PSDrive -Name Y -PSProvider FileSystem -Root \\a\b -Persist", ["Y"]),
        (r"if (!(Get-PSDrive Y)) { New-PSDrive -Name Y -PSProvider FileSystem -Root $root -Persist }; Test-Path Y:\x", ["Y"]),
        (r"New-PSDrive Y FileSystem \\a\b", ["Y"]),
        (r"New-SmbMapping -LocalPath X: -RemotePath $share -Persistent $true", ["X"]),
        (r"(New-Object -ComObject WScript.Network).MapNetworkDrive('X:', '\\a\b')", ["X"]),
        (r"New-SmbGlobalMapping -LocalPath Z: -RemotePath \\a\b", []),
        (r"New-PSDrive -Name HKU -PSProvider Registry -Root HKEY_USERS", []),
        (r"New-PSDrive -Name Y -PSProvider Registry -Root HKEY_USERS", []),
        ("cmd /c 'net use Z: /delete'", []),
        (rf"{_MAPS}; robocopy Z:\tools C:\tools /e; net use Z: /delete", []),
        (rf"{_MAPS}; if (Test-Path Z:\x) {{ Copy-Item Z:\x C:\x }}", []),
        (rf"{_MAPS}; foreach ($f in Get-ChildItem Z:\x) {{ Copy-Item $f C:\x }}", []),
        (rf"{_MAPS}; $files = dir Z:\x", []),
        (rf"{_MAPS}; dir Z:\x | Copy-Item -Destination C:\x", []),
        (rf"$tools = 'Z:\tools'; {_MAPS}; Copy-Item $tools C:\tools -Recurse", []),
    ],
)
def test_in_powershell(script: str, expected: list[str]) -> None:
    assert letters(f'powershell -Command "{script}"') == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (rf"if not exist Z:\ ({_MAPS} /persistent:yes) & if not exist Z:\library exit /b 1", ["Z"]),
        (rf"{_MAPS} & if not exist Z:\lib exit /b 2", ["Z"]),
        (rf"{_MAPS} & dir Z:\ > nul", ["Z"]),
        (rf"{_MAPS} & dir Z:\ > nul || exit /b 1", ["Z"]),
        (rf"{_MAPS} && xcopy Z:\t C:\t /e /i", []),
        (rf"{_MAPS} && if exist Z:\t xcopy Z:\t C:\t /e /i", []),
        (rf"{_MAPS} & dir Z:\ > C:\list.txt", []),
        (rf"set SOURCE=Z:\t& {_MAPS} && xcopy %SOURCE% C:\t /e /i", []),
    ],
)
def test_in_cmd(script: str, expected: list[str]) -> None:
    assert letters(f'cmd /c "{script}"') == expected
