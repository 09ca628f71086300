"""Mistakes that people make on Windows nodes, and definitions that look like them."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from reviewing import WINDOWS, found, pool

from batchmodels import TaskAddParameter, identities


def said(command_line: str, *rules: str) -> list[str]:
    """What these rules say about a start task of Windows that runs as an administrator."""
    return found(pool(WINDOWS, command_line, user_identity=identities.pool_admin()), *rules)


def said_of_task(command_line: str, *rules: str, **members: Any) -> list[str]:
    """What these rules say about a task."""
    return found(TaskAddParameter.deserialize({"id": "t", "commandLine": command_line, **members}), *rules)


_CUT = "https://contoso.blob.core.windows.net/setup/tool.zip?sv=2022-11-02&sr=b&sp=r"


@pytest.mark.parametrize(
    "line", [f"cmd /c curl -f -o tool.zip {_CUT}", f'cmd /c "curl -f -o tool.zip {_CUT} && tar -xf tool.zip"']
)
def test_the_parts_of_a_url_that_is_cut_off_are_no_commands(line: str) -> None:
    assert said(line, "BM106", "BM147") == [
        (
            "$.startTask.commandLine: BM147 error: cmd ends the command at the & in the URL, so the server gets only the part "
            'before it. Quote the URL, and the whole script in another pair of quotes: cmd /c "curl … "https://…?…&…"".'
        )
    ]


def test_powershell_7_runs_the_part_of_a_url_before_an_ampersand() -> None:
    assert said(f'pwsh -Command "curl -f -o tool.zip {_CUT}"', "BM147") == [
        (
            "$.startTask.commandLine: BM147 error: PowerShell 7 ends the command at the & in the URL and runs it in the "
            "background, so the server gets only the part before it. Quote the URL with single quotes."
        )
    ]
    assert said(f"pwsh -Command \"curl -f -o tool.zip '{_CUT}'\"", "BM147") == []


_SATISFY = {"dependencyAction": "satisfy"}
_BLOCK = {"dependencyAction": "block"}
_TERMINATE = {"jobAction": "terminate"}


@pytest.mark.parametrize(
    "conditions",
    [
        {"exitCodeRanges": [{"start": 1, "end": 7, "exitOptions": _SATISFY}], "default": _BLOCK},
        {"exitCodes": [{"code": 1, "exitOptions": {"jobAction": "none"}}], "default": _TERMINATE},
        {"exitCodeRanges": [{"start": 8, "end": 16, "exitOptions": _BLOCK}], "default": _SATISFY},
    ],
)
@pytest.mark.parametrize("line", ["cmd /c robocopy a b /e", 'powershell -Command "robocopy a b; exit $LASTEXITCODE"'])
def test_exit_conditions_that_accept_the_codes_of_robocopy(line: str, conditions: dict[str, Any]) -> None:
    assert said_of_task(line, "BM321", exitConditions=conditions) == []


_COPIED = (
    "$.commandLine: BM321 warning: robocopy exits with 1 if it has copied files, and with any code below 8 "
    "if it has succeeded: "
)
_FAILS = f"{_COPIED}the task fails although nothing is wrong. Test it: robocopy … & if errorlevel 8 (exit /b 1) else exit /b 0."
_STOPS = f"{_COPIED}what follows doesn't run. Test it: robocopy … & if not errorlevel 8 (…)."


@pytest.mark.parametrize(
    ("line", "conditions", "expected"),
    [
        ("cmd /c robocopy a b", {"exitCodes": [{"code": 1, "exitOptions": _TERMINATE}]}, _FAILS),
        ("cmd /c robocopy a b", {"exitCodeRanges": [{"start": 2, "end": 7, "exitOptions": _SATISFY}]}, _FAILS),
        ('cmd /c "robocopy a b && b.exe"', {"exitCodes": [{"code": 1, "exitOptions": _SATISFY}]}, _STOPS),
    ],
)
def test_exit_conditions_that_do_not_help(line: str, conditions: dict[str, Any], expected: str) -> None:
    assert said_of_task(line, "BM321", exitConditions=conditions) == [expected]


@pytest.mark.parametrize(
    ("line", "stop"),
    [
        ('cmd /c "net stop wuauserv && a.exe"', "net stop exits with 2"),
        ('cmd /c "net stop wuauserv /y && rd /s /q C:\\Windows\\SoftwareDistribution"', "net stop exits with 2"),
        ('cmd /c "sc stop BITS && a.exe"', "sc stop exits with 1062"),
    ],
)
def test_a_service_that_may_not_run_is_stopped(line: str, stop: str) -> None:
    assert said(line, "BM321") == [
        (
            f"$.startTask.commandLine: BM321 warning: {stop} if the service isn't running: what follows doesn't run. "
            "Use & instead of &&, so that its exit code doesn't count."
        )
    ]


@pytest.mark.parametrize(
    "script",
    [
        "net stop wuauserv & a.exe",
        "net start wuauserv && a.exe && net stop wuauserv && b.exe",
        "(net stop wuauserv || ver >nul) && a.exe",
        "net stop spooler && a.exe",
    ],
)
def test_a_service_that_is_stopped_in_any_case(script: str) -> None:
    assert said(f'cmd /c "{script}"', "BM321") == []


_EXE = (
    "$.startTask.commandLine: BM125 error: msiexec /i installs .msi files, so it fails with 1620 because it can't open a.exe. "
    "Run the .exe itself, with its own options for an installation without a window."
)
_BLANK = (
    "$.startTask.commandLine: BM125 error: the blank in the path ends the value of INSTALLDIR, so msiexec fails with 1639. "
    'Quote the path: INSTALLDIR="C:\\Program Files\\…".'
)
_MSU = "$.startTask.commandLine: BM125 error: wusa installs .msu files, so it refuses a.msi. Use msiexec /i … /qn."
_SCRIPT = (
    "$.startTask.commandLine: BM125 error: python takes the path of a script and doesn't download one, "
    "so it doesn't find the file. Make the script a resource file, and use its path."
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("cmd /c msiexec /i a.exe /qn /norestart", _EXE),
        ("msiexec /package a.exe /qn", _EXE),
        ('cmd /c "start /wait msiexec /i a.exe /qn"', _EXE),
        ("powershell -Command \"Start-Process msiexec -Wait -ArgumentList '/i a.exe /qn'\"", _EXE.replace("error", "warning")),
        ("cmd /c msiexec /i a.msi /qn INSTALLDIR=C:\\Program Files\\Sim", _BLANK),
        ("cmd /c msiexec /i a.msi INSTALLDIR=%ProgramFiles%\\Sim /qn", _BLANK),
        ("wusa a.msi /quiet /norestart", _MSU),
        ("python https://example.com/a.py", _SCRIPT),
    ],
)
def test_arguments_that_a_program_refuses(line: str, expected: str) -> None:
    assert said(line, "BM125") == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "cmd /c msiexec /i a.msi /qn INSTALLDIR=C:\\Sim ADDLOCAL=ALL",
        'cmd /c msiexec /i a.msi /qn INSTALLDIR="C:\\Program Files\\Sim"',
        "cmd /c msiexec INSTALLDIR=C:\\Sim /i a.msi /qn",
        'cmd /c msiexec /i a.msi INSTALLDIR="%ProgramFiles%\\Sim" /qn',
        "cmd /c msiexec /i a.msi INSTALLDIR=%ProgramData%\\Sim /qn",
        "cmd /c msiexec /p a.msp /qn",
        "wusa a.msu /quiet /norestart",
        "python get.py https://example.com/a.py",
    ],
)
def test_arguments_that_a_program_takes(line: str) -> None:
    assert said(line, "BM125") == []


_DIRECTORY = "Miniconda3-latest-Windows-x86_64.exe takes everything after /D= for the directory, so it doesn't get"
_SILENT = (
    f"$.startTask.commandLine: BM301 error: {_DIRECTORY} /S: it opens a window and waits for a click that never comes, "
    "so the start task hangs. Move /D=… to the end."
)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("/InstallationType=AllUsers /D=C:\\Miniconda3 /S", [_SILENT]),
        ("/D=%AZ_BATCH_NODE_SHARED_DIR%\\conda /S", [_SILENT]),
        (
            "/S /D=C:\\Miniconda3 /AddToPath=1",
            [f"$.startTask.commandLine: BM125 warning: {_DIRECTORY} /AddToPath. Move /D=… to the end."],
        ),
        ("/S /AddToPath=1 /D=C:\\Program Files\\Miniconda3", []),
    ],
)
def test_the_directory_of_nsis_takes_the_rest(arguments: str, expected: list[str]) -> None:
    line = f'cmd /c start /wait "" Miniconda3-latest-Windows-x86_64.exe {arguments}'
    assert said(line, "BM125", "BM301") == expected


def on_server(command_line: str, *rules: str) -> list[str]:
    """What these rules say about a start task on an image of Windows Server."""
    image = ("microsoftwindowsserver", "windowsserver", "2022-datacenter")
    return found(pool(WINDOWS, command_line, image=image, user_identity=identities.pool_admin()), *rules)


@pytest.mark.parametrize("target", ["C:\\sim", "C:\\sim\\config", "D:\\sim\\config"])
def test_xcopy_into_a_new_directory(target: str) -> None:
    assert on_server(f"cmd /c xcopy /y license.dat {target}", "BM320", "BM325") == [
        (
            f"$.startTask.commandLine: BM325 warning: the image has no {target[:6]}, so xcopy asks whether {target} is a file "
            f"or a directory, and nothing can answer. End the path with a backslash: {target}\\."
        )
    ]


@pytest.mark.parametrize(
    "script",
    [
        "xcopy /y license.dat C:\\sim\\config\\",
        "xcopy /y /i license.dat C:\\sim\\config",
        "echo d | xcopy /y license.dat C:\\sim\\config",
        "(if not exist C:\\sim\\config mkdir C:\\sim\\config) && xcopy /y license.dat C:\\sim\\config",
        "xcopy /y license.dat C:\\Windows\\Temp",
        "setup.exe /S && xcopy /y license.dat C:\\sim\\config",
    ],
)
def test_xcopy_without_a_question(script: str) -> None:
    assert on_server(f'cmd /c "{script}"', "BM320", "BM325") == []


def _encoded(script: str, encoding: str) -> str:
    return base64.b64encode(script.encode(encoding)).decode()


@pytest.mark.parametrize(("encoding", "name"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16-be", "UTF-16BE")])
def test_an_encoded_command_in_another_encoding(encoding: str, name: str) -> None:
    for start in ("powershell -NoProfile -EncodedCommand", "cmd /c powershell -enc"):
        assert said(f"{start} {_encoded('Get-Date; Get-Host', encoding)}", "BM144") == [
            (
                f"$.startTask.commandLine: BM144 error: -EncodedCommand takes a script in UTF-16LE, and this one is in {name}, "
                "so PowerShell reads other characters. Encode it again: "
                "[Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script))."
            )
        ]


@pytest.mark.parametrize(
    "value", [_encoded("Get-Date; Get-Host", "utf-16-le"), _encoded("Write-Output 漢字", "utf-16-le"), "%X%"]
)
def test_an_encoded_command(value: str) -> None:
    assert said(f"cmd /c powershell -EncodedCommand {value}", "BM144") == []


def test_the_address_of_a_script_as_a_file() -> None:
    expected = [
        (
            "$.startTask.commandLine: BM144 error: -File takes the path of a script, and PowerShell doesn't download one, so "
            "it doesn't find the file. Make the script a resource file, and use its path."
        )
    ]
    assert said("powershell -ExecutionPolicy Bypass -File https://example.com/a.ps1", "BM144") == expected
    assert said("cmd /c pwsh -f https://example.com/a.ps1", "BM144") == expected
    assert said("powershell -File a.ps1 https://example.com/a.ps1", "BM144") == []


_ENDS = "so the task fails if the output contains no errors."
_OF_FINDSTR = f"$.commandLine: BM321 warning: the script ends with the exit code of findstr, {_ENDS}"
_OF_GREP = (
    f"$.commandLine: BM124 warning: the script ends with the exit status of grep, {_ENDS} "
    "Begin the script with set -o pipefail, and use … | { grep … || true; }."
)
_TO_FILE = f"{_OF_FINDSTR} Write the output to a file: solver.exe … > out.txt && (findstr … out.txt & exit /b 0)."
_IN_POWERSHELL = f"{_OF_FINDSTR} Keep the output: $out = solver.exe …; $code = $LASTEXITCODE; $out | findstr …; exit $code."


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('cmd /c "solver.exe a.dat | findstr /i error"', _TO_FILE),
        ('cmd /c "solver.exe a.dat | findstr /i /c:"error" /c:"failed""', _TO_FILE),
        ('powershell -Command "solver.exe a.dat | findstr /i error"', _IN_POWERSHELL),
        ("/bin/bash -c './solver a.dat | grep -i error'", _OF_GREP),
        ("/bin/bash -c 'set -eo pipefail; ./solver a.dat 2>&1 | grep -iE \"error|fail\" > errors.txt'", _OF_GREP),
        ("/bin/bash -c './solver a.dat | grep -m 5 -e Error -e MemoryException'", _OF_GREP),
    ],
)
def test_a_filter_for_errors_at_the_end(line: str, expected: str) -> None:
    assert said_of_task(line, "BM124", "BM321") == [expected]
    accepted = {"exitCodes": [{"code": 1, "exitOptions": _SATISFY}]}
    assert said_of_task(line, "BM124", "BM321", exitConditions=accepted) == []


@pytest.mark.parametrize(
    "line",
    [
        'cmd /c "solver.exe a.dat | findstr /v /i error"',
        'cmd /c "solver.exe a.dat | findstr /i error & exit /b 0"',
        'cmd /c "solver.exe a.dat | findstr /i error && exit /b 1 || exit /b 0"',
        'cmd /c "solver.exe a.dat | find "converged""',
        'cmd /c "solver.exe a.dat | findstr /c:"0 errors""',
        'powershell -Command "solver.exe a.dat | Select-String error"',
        "/bin/bash -c 'set -o pipefail; ./solver a.dat | { grep -i error || true; }'",
        "/bin/bash -c '! ./solver a.dat | grep -q error'",
        "/bin/bash -c './solver a.dat | grep -q \"no error\"'",
        "/bin/bash -c 'if ./solver a.dat | grep -q error; then exit 1; fi'",
        "/bin/bash -c './solver a.dat | grep -v error'",
        "/bin/bash -c './solver a.dat | grep -f error'",
        "/bin/bash -c './solver a.dat | grep -i error; echo done'",
    ],
)
def test_a_filter_that_is_meant(line: str) -> None:
    assert said_of_task(line, "BM124", "BM321") == []


_ANY = "finds nothing, and exit follows if it finds something, so the task fails in any case."


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            'cmd /c "solver.exe a.dat | findstr /i error && exit /b 1"',
            [
                (
                    f"$.commandLine: BM321 warning: findstr fails if it {_ANY} "
                    "Add what to do if it finds nothing: findstr … && exit /b 1 || exit /b 0."
                )
            ],
        ),
        (
            "/bin/bash -c './solver a.dat > log; grep -q error log && exit 1'",
            [f"$.commandLine: BM124 warning: grep fails if it {_ANY} Use if … grep …; then exit 1; fi."],
        ),
        ("/bin/bash -c './solver a.dat > log; grep -q error log && exit 1; exit 0'", []),
        ("/bin/bash -c './solver a.dat > log; ! grep -q done log && exit 1'", []),
        ("/bin/bash -c './solver a.dat > log; grep -q done log && exit 0'", []),
    ],
)
def test_an_exit_after_a_filter_at_the_end(line: str, expected: list[str]) -> None:
    assert said_of_task(line, "BM124", "BM321") == expected
