"""BM207: keys of the registry that belong to the user of the start task."""

from __future__ import annotations

import pytest
from reviewing import WINDOWS, found, pool

KEY = "BM207 warning: the registry key belongs to the user of the start task, who exists only for it, so no other task sees it."


@pytest.mark.parametrize(
    ("command", "is_told"),
    [
        (r"Set-ItemProperty HKCU:\Software\Tool -Name Mode -Value 1", True),
        (r"New-Item -Path HKCU:\Software\Tool", True),
        (r"New-Item -Force -Path HKCU:\Software\Tool", True),
        (r"New-ItemProperty -Name Mode -Path HKCU:\Software\Tool -Value 1", True),
        (r"Set-ItemProperty -Name Mode -LiteralPath HKCU:\Software\Tool -Value 1", True),
        (r"New-Item -Force HKCU:\Software\Tool", True),
        (r"New-Item -Force -Path HKLM:\Software\Tool", False),
        (r"Set-ItemProperty -Path HKLM:\Software\Tool -Name Key -Value HKCU:\Software\Tool", False),
        (r"Set-ItemProperty HKLM:\Software\Tool -Name Key -Value HKCU:\Software\Tool", False),
    ],
)
def test_the_path_of_a_cmdlet(command: str, is_told: bool) -> None:
    said = found(pool(WINDOWS, f'powershell -Command "{command}"'), "BM207")
    assert [KEY in text for text in said] == [True] * is_told
