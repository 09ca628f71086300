"""BM113: variables whose values a script passes on, in a file or in the registry, so that tasks may still get them."""

from __future__ import annotations

import pytest
from reviewing import WINDOWS, found, pool

from batchmodels import StartTask

NOTE = (
    "$.startTask.commandLine: BM113 note: the variable OMP_NUM_THREADS ends with this shell: only the script itself uses the "
    "variable, and no task sees it. Set it in environmentSettings of the tasks."
)


@pytest.mark.parametrize(
    "use",
    [
        r"Add-Content -Path C:\conf.txt -Value $env:OMP_NUM_THREADS",
        r"Set-Content C:\conf.txt ${env:OMP_NUM_THREADS}",
        r"sc C:\conf.txt 'threads=$env:OMP_NUM_THREADS'",
        "Write-Output $Env:omp_num_threads",
        r"Out-File C:\conf.txt -InputObject $env:OMP_NUM_THREADS",
        r"New-Item -ItemType File -Path C:\conf.txt -Value $env:OMP_NUM_THREADS",
        r"Set-ItemProperty -Path HKLM:\Software\Solver -Name Threads -Value $env:OMP_NUM_THREADS",
    ],
)
def test_powershell_passes_the_value_on(use: str) -> None:
    line = f'powershell -Command "$env:OMP_NUM_THREADS = 4; {use}"'
    assert found(pool(WINDOWS, line), "BM113") == []


@pytest.mark.parametrize(
    "use",
    [
        r"echo !OMP_NUM_THREADS!> C:\conf.txt",
        r"call echo %OMP_NUM_THREADS%> C:\conf.txt",
        r"reg add HKLM\Software\Solver /v Threads /d !OMP_NUM_THREADS! /f",
    ],
)
def test_cmd_passes_the_value_on(use: str) -> None:
    assert found(pool(WINDOWS, f'cmd /v:on /c "set OMP_NUM_THREADS=4& {use}"'), "BM113") == []


def test_a_posix_script_passes_the_value_on() -> None:
    line = "/bin/bash -c 'export OMP_NUM_THREADS=4; logger \"$OMP_NUM_THREADS\"'"
    assert found(StartTask(command_line=line), "BM113") == []


@pytest.mark.parametrize(
    "line",
    [
        r'powershell -Command "$env:OMP_NUM_THREADS = 4; mkdir C:\runs\$env:OMP_NUM_THREADS"',
        r'cmd /v:on /c "set OMP_NUM_THREADS=4& mkdir C:\runs\!OMP_NUM_THREADS!"',
    ],
)
def test_the_name_of_a_directory_passes_nothing_on(line: str) -> None:
    assert found(pool(WINDOWS, line), "BM113") == [NOTE]
