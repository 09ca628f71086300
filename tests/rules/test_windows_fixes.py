"""Fixes for Windows that can be copied as they are, and what looks like such a mistake but is right."""

from __future__ import annotations

import pytest
from reviewing import WINDOWS, found, pool

from batchmodels import DataDisk, identities

SERVER = ("microsoftwindowsserver", "windowsserver", "2022-datacenter")


def said(command_line: str, *rules: str) -> list[str]:
    """What these rules say about a start task of Windows Server, without its path and the rule."""
    task = pool(WINDOWS, command_line, image=SERVER, user_identity=identities.pool_admin())
    return [text.partition(": ")[2].partition(" ")[2] for text in found(task, *rules)]


PROVIDER = "Install-PackageProvider NuGet -MinimumVersion 2.8.5.201 -Force"


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("Install-Module Az.Storage -Force", "Install-Module"),
        ("Save-Module Az.Storage -Path C:\\m", "Save-Module"),
        ("Install-Script tool -Force", "Install-Script"),
    ],
)
def test_nuget_provider(script: str, name: str) -> None:
    assert said(f'powershell -Command "{script}"', "BM301") == [
        f"warning: {name} asks whether to install the NuGet provider, which -Force doesn't answer, and nothing can answer, so "
        f"the start task hangs or fails. Run {PROVIDER} before it."
    ]


def test_nuget_provider_and_force() -> None:
    assert said('powershell -Command "Install-Module Az.Storage"', "BM301") == [
        "error: Install-Module prompts for confirmation and nothing can answer, so the start task hangs or fails. "
        f"Add -Force, and run {PROVIDER} before it."
    ]


@pytest.mark.parametrize(
    "line",
    [
        'pwsh -Command "Install-Module Az.Storage -Force"',
        f'powershell -Command "{PROVIDER}; Install-Module Az.Storage -Force"',
        'powershell -Command "Set-PSRepository PSGallery -InstallationPolicy Trusted; Install-Module Az.Storage -Force"',
        'powershell -Command "Import-PackageProvider NuGet; Install-Module Az.Storage -Force"',
        f'cmd /c powershell -Command "{PROVIDER}" && powershell -Command "Install-Module a -Force"',
        'powershell -Command ".\\prepare.ps1; Install-Module a -Force"',
    ],
)
def test_nuget_provider_before(line: str) -> None:
    assert said(line, "BM301") == []


@pytest.mark.parametrize(
    ("line", "name", "fix"),
    [
        ("Git-2.46.0-64-bit.exe /S /NORESTART", "Git-2.46.0-64-bit.exe", "Use /VERYSILENT instead of /S."),
        ("Git-2.46.0-64-bit.exe /NORESTART", "Git-2.46.0-64-bit.exe", "Add /VERYSILENT."),
        ("Git-2.46.0-64-bit.exe /SP- /NORESTART", "Git-2.46.0-64-bit.exe", "Add /VERYSILENT."),
        ("vc_redist.x64.exe /install /norestart", "vc_redist.x64.exe", "Add /quiet."),
        ("Miniconda3-latest.exe /s", "Miniconda3-latest.exe", "Use /S instead of /s."),
    ],
)
def test_silent_options(line: str, name: str, fix: str) -> None:
    assert said(f"cmd /c {line}", "BM301") == [
        f"error: {name} opens a window and waits for a click that never comes, so the start task hangs. {fix}"
    ]


def test_only_raw_disks_are_initialized() -> None:
    task = pool(WINDOWS, 'cmd /c "copy /y a.dat F:\\cache"', image=SERVER, user_identity=identities.pool_admin())
    assert task.virtual_machine_configuration is not None
    task.virtual_machine_configuration.data_disks = [DataDisk(lun=0, disk_size_gb=64)]
    assert found(task, "BM328") == [
        "$.startTask.commandLine: BM328 warning: there is no drive F: for F:\\cache: the data disk has no letter before it is "
        "formatted. Initialize and format the disk first: Get-Disk | Where-Object PartitionStyle -eq RAW | Initialize-Disk, "
        "New-Partition -DriveLetter, Format-Volume."
    ]
