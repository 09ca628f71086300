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


_UNQUOTED = (
    "$.commandLine: BM142 error: cmd ends a command at an unquoted |, so it looks for a program {0}, which is a command of "
    'PowerShell. Put the whole script in double quotes: powershell -Command "{1} … | {0} …".'
)


@pytest.mark.parametrize(
    ("line", "name", "first"),
    [
        ("powershell -NoProfile -Command Get-ChildItem -Recurse C:\\data | Where-Object { $_.Length }", "Where-Object", None),
        ("powershell -Command Get-ChildItem C:\\data | ForEach-Object { $_.Name; $_.Length }", "ForEach-Object", None),
        ("powershell -Command Get-ChildItem C:\\data | % { $_.Name }", "%", None),
        ("powershell -Command Get-ChildItem C:\\data | ? Length -gt 100", "?", None),
        ("powershell -Command Get-ChildItem C:\\data | where { $_.Length -gt 100 }", "where", None),
        ("powershell Get-ChildItem | Measure-Object", "Measure-Object", None),
        ('"powershell -Command Get-ChildItem | ConvertTo-Json > files.json"', "ConvertTo-Json", None),
        ("pwsh -Command Get-ChildItem | select Name", "select", None),
        ("powershell -ExecutionPolicy Bypass -File a.ps1 | Out-Null", "Out-Null", ".\\a.ps1"),
    ],
)
def test_a_pipe_of_powershell_that_cmd_gets(line: str, name: str, first: str | None) -> None:
    assert said_of_task(f"cmd /c {line}", "BM142") == [_UNQUOTED.format(name, first or "Get-ChildItem")]


@pytest.mark.parametrize(
    "line",
    [
        'powershell -Command "Get-ChildItem C:\\data | Where-Object { $_.Length -gt 1GB }"',
        '"powershell -Command "Get-ChildItem | ConvertTo-Json" > files.json"',
        "powershell -Command Get-ChildItem C:\\data | findstr csv",
        "powershell -Command Get-ChildItem C:\\data | sort",
        "powershell -Command Get-ChildItem C:\\data > files.txt",
        "type a.ps1 | powershell -Command -",
        "type names.txt | select x",
        "dir | where cmd",
    ],
)
def test_pipes_of_cmd(line: str) -> None:
    assert said_of_task(f"cmd /c {line}", "BM142") == []


@pytest.mark.parametrize("script", ["{ Get-Process }", "C:\\a.ps1 -x 1", ".\\a.ps1 && b.exe"])
def test_an_ampersand_of_powershell_that_cmd_gets(script: str) -> None:
    assert said_of_task(f"cmd /c powershell -NoProfile -Command & {script}", "BM142", "BM106") == [
        (
            "$.commandLine: BM142 error: cmd ends a command at an unquoted &, so powershell gets no script and fails. Put the "
            'whole script in double quotes: powershell -Command "& …".'
        )
    ]
    assert said_of_task(f'cmd /c powershell -NoProfile -Command "& {script.replace("&&", ";")}"', "BM142") == []


_NO_NULL = "error: Windows has no /dev/null, so the redirection fails and the command doesn't run."


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('cmd /c "prepare.exe --quiet > /dev/null 2>&1 && render.exe scene.xml"', f"{_NO_NULL} Use >nul."),
        ('powershell -Command "prepare.exe > /dev/null"', f"{_NO_NULL} Use >$null."),
        (
            'cmd /c "mkdir -p out && a.exe"',
            (
                "warning: mkdir of cmd doesn't know -p, so it makes a directory with this name, too. Remove -p: mkdir of cmd "
                "makes the directories above."
            ),
        ),
        (
            'cmd /c "apt-get install -y jq"',
            (
                "error: apt-get is a Linux program, but cmd runs only on Windows. Use a Windows program, for example msiexec "
                "/i to install software, or run it in a shell of Linux, on Linux nodes."
            ),
        ),
        ('cmd /c "export A=1 && a.exe"', "error: export is a Linux program, but cmd runs only on Windows. Use set."),
        (
            'powershell -Command "source env.ps1; a.exe"',
            "error: source is a Linux program, but Windows PowerShell runs only on Windows. Use a dot: . .\\FILE.ps1.",
        ),
        ('cmd /c "a.exe > nul 2>&1"', ""),
        ('cmd /c "unzip -o x.zip"', ""),
        ('pwsh -Command "./a > /dev/null"', ""),
        ('cmd /c wsl -e bash -c "apt-get update > /dev/null"', ""),
        ("bash -c 'a > /dev/null'", ""),
    ],
)
def test_a_shell_shows_the_system_of_a_task(line: str, says: str) -> None:
    assert said_of_task(line, "BM404") == ([f"$.commandLine: BM404 {says}"] if says else [])


_NEVER = "cmd expands %ERRORLEVEL% before it runs the line, so it is never the exit code of a command in the line."
_DELAYED = "Use cmd /v:on /c and !ERRORLEVEL!."
_ROBOCOPY = "Use robocopy … & if errorlevel 8 (exit /b 1) else exit /b 0: robocopy has succeeded with any code below 8."


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("robocopy a b /mir & if %ERRORLEVEL% LEQ 7 exit 0", _ROBOCOPY),
        ("robocopy a b /mir & exit /b %ERRORLEVEL%", _ROBOCOPY),
        ("msiexec /i a.msi /qn & if %ERRORLEVEL% EQU 3010 exit /b 0", _DELAYED),
        ('a.exe & if "%ERRORLEVEL%"=="2" exit /b 0', _DELAYED),
        (
            "a.exe & if %ERRORLEVEL% NEQ 0 exit /b 1",
            f"Join the commands with && or ||, test it with if errorlevel 1, or u{_DELAYED[1:]}",
        ),
    ],
)
def test_how_to_test_an_exit_code(line: str, fix: str) -> None:
    assert said(f'cmd /c "{line}"', "BM131") == [f"$.startTask.commandLine: BM131 warning: {_NEVER} {fix}"]


@pytest.mark.parametrize(
    ("arguments", "does"),
    [
        ("create Agent binPath= C:\\agent.exe start= auto", ", which takes only a path and a value, so it fails"),
        ("stop Agent", ": it writes a file named stop instead"),
        ("query", ", which has no value to write here"),
    ],
)
def test_what_set_content_does(arguments: str, does: str) -> None:
    message = f"in Windows PowerShell, sc means Set-Content{does}. Use sc.exe."
    assert said(f'powershell -Command "sc {arguments}"', "BM142") == [f"$.startTask.commandLine: BM142 error: {message}"]


@pytest.mark.parametrize("guard", ["if (Test-Path C:\\done) { exit 0 }; ", "if (Test-Path C:\\done) { return }; ", ""])
def test_a_feature_that_may_fail_after_a_guard(guard: str) -> None:
    script = "Install-WindowsFeature -Name MSMQ-Server; New-Item C:\\done -Force | Out-Null; Restart-Computer -Force"
    assert said(f'powershell -Command "{guard}{script}"', "BM106") == [
        (
            "$.startTask.commandLine: BM106 warning: if Install-WindowsFeature fails, PowerShell continues and the failure "
            "goes unnoticed. Begin the script with $ErrorActionPreference = 'Stop'."
        )
    ]
    assert said(f"powershell -Command \"$ErrorActionPreference='Stop'; {guard}{script}\"", "BM106") == []


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ('cmd /c "C:\\Program Files\\a\\a.exe" "b c"', "error"),
        ('cmd /c "%AZ_BATCH_NODE_SHARED_DIR%\\my tools\\a.exe" "b c"', "error"),
        ('cmd /c "a.exe" "b c"', "warning"),
        ('cmd /c "C:\\my dir && setup.exe" "a b"', "warning"),
        ('cmd /c "C:\\tools\\run my.exe" "a b"', "warning"),
    ],
)
def test_a_path_with_blanks_that_loses_its_quotes(line: str, severity: str) -> None:
    (finding,) = said_of_task(line, "BM105")
    assert finding.startswith(f"$.commandLine: BM105 {severity}: cmd strips the first and the last quotation mark")


@pytest.mark.parametrize("script", ['"C:\\app\\x && setup.exe"', '"C:\\app\\x | y.exe"'])
def test_commands_in_one_pair_of_quotes(script: str) -> None:
    assert said_of_task(f"cmd /c {script}", "BM105") == []
    assert said_of_task('cmd /s /c "C:\\tools\\run d:\\a\\setup.exe"', "BM105") == []
