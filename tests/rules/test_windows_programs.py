"""Programs of Windows that wait, whose exit codes differ, that ask, or that are found later."""

from __future__ import annotations

import pytest
from reviewing import LINUX, WINDOWS, found, pool

from batchmodels import identities


def said(command_line: str, *rules: str) -> list[str]:
    """What these rules say about a start task of Windows or Linux, without its path and the rule."""
    agent = LINUX if command_line.startswith("/bin/") else WINDOWS
    task = pool(agent, command_line, user_identity=identities.pool_admin())
    return [text.partition(": ")[2].partition(" ")[2] for text in found(task, *rules)]


CONSOLE: list[tuple[str, list[str]]] = [
    (
        'cmd /c "a.exe & timeout /t 10 & b.exe"',
        [
            (
                "warning: timeout needs a console, which a task doesn't have: it fails with \"Input redirection is "
                "not supported\" and doesn't wait. "
                "Use ping -n 11 127.0.0.1 >nul to wait for 10 seconds, or Start-Sleep in PowerShell."
            ),
        ],
    ),
    (
        "timeout /t 10",
        [
            (
                "warning: timeout needs a console, which a task doesn't have: it fails with \"Input redirection is "
                "not supported\" and doesn't wait. The start task fails with it. "
                "Use ping -n 11 127.0.0.1 >nul to wait for 10 seconds, or Start-Sleep in PowerShell."
            ),
        ],
    ),
    (
        "timeout 5",
        [
            (
                "warning: timeout needs a console, which a task doesn't have: it fails with \"Input redirection is "
                "not supported\" and doesn't wait. The start task fails with it. "
                "Use ping -n 6 127.0.0.1 >nul to wait for 5 seconds, or Start-Sleep in PowerShell."
            ),
        ],
    ),
    (
        "cmd /c timeout /nobreak 5",
        [
            (
                "warning: timeout needs a console, which a task doesn't have: it fails with \"Input redirection is "
                "not supported\" and doesn't wait. The start task fails with it. "
                "Use ping -n 6 127.0.0.1 >nul to wait for 5 seconds, or Start-Sleep in PowerShell."
            ),
        ],
    ),
    (
        "cmd /c timeout -t 5",
        [
            (
                "warning: timeout needs a console, which a task doesn't have: it fails with \"Input redirection is "
                "not supported\" and doesn't wait. The start task fails with it. "
                "Use ping -n 6 127.0.0.1 >nul to wait for 5 seconds, or Start-Sleep in PowerShell."
            ),
        ],
    ),
    (
        "cmd /c timeout",
        [],
    ),
    (
        "cmd /c timeout /?",
        [],
    ),
    (
        "cmd /c timeout 60 a.exe",
        [],
    ),
    (
        'powershell -Command "timeout /t 5"',
        [
            (
                "warning: timeout needs a console, which a task doesn't have: it fails with \"Input redirection is "
                "not supported\" and doesn't wait. The start task fails with it. "
                "Use Start-Sleep -Seconds 5."
            ),
        ],
    ),
    (
        "cmd /c pause",
        [
            "warning: pause waits for a key press that never comes. Remove pause.",
        ],
    ),
    (
        'powershell -Command "pause"',
        [
            "warning: pause waits for a key press that never comes. Remove pause.",
        ],
    ),
    (
        "powershell -Command \"$x = Read-Host 'Key'\"",
        [
            (
                "warning: Read-Host waits for an answer that never comes. Remove it, and pass the answer as an "
                "environment setting."
            ),
        ],
    ),
    (
        "cmd /c choice /c yn",
        [
            ("warning: choice waits for an answer that never comes. Remove it, and pass the answer as an environment setting."),
        ],
    ),
    (
        "choice /c yn",
        [
            ("warning: choice waits for an answer that never comes. Remove it, and pass the answer as an environment setting."),
        ],
    ),
    (
        "choice yn",
        [],
    ),
    (
        "pause",
        [],
    ),
    (
        'cmd /c "choice < a.txt"',
        [],
    ),
    (
        'cmd /c "rd /s tmp"',
        [
            "warning: rd /s prompts for confirmation, and nothing can answer. Add /q.",
        ],
    ),
    (
        'cmd /c "rmdir /S tmp"',
        [
            "warning: rmdir /s prompts for confirmation, and nothing can answer. Add /q.",
        ],
    ),
    (
        'cmd /c "rd /s /q tmp"',
        [],
    ),
    (
        'cmd /c "rd tmp"',
        [],
    ),
    (
        'cmd /c "echo y| rd /s tmp"',
        [],
    ),
    (
        'cmd /c "del *.*"',
        [
            "warning: del of all files prompts for confirmation, and nothing can answer. Add /q.",
        ],
    ),
    (
        'cmd /c "erase /s tmp\\*"',
        [
            "warning: erase of all files prompts for confirmation, and nothing can answer. Add /q.",
        ],
    ),
    (
        'cmd /c "del /Q *"',
        [],
    ),
    (
        'cmd /c "del *.txt"',
        [],
    ),
    (
        "cmd /c del /?",
        [],
    ),
    (
        'cmd /c "set /p X=<f.txt"',
        [],
    ),
    (
        'cmd /c "set /p X=Name?"',
        [
            ("warning: set /p waits for an answer that never comes. Remove it, and pass the answer as an environment setting."),
        ],
    ),
    (
        'cmd /c "set /P X=Name?"',
        [
            ("warning: set /p waits for an answer that never comes. Remove it, and pass the answer as an environment setting."),
        ],
    ),
    (
        'cmd /c "set X=1"',
        [],
    ),
    (
        'powershell -Command "del *.*"',
        [],
    ),
    (
        'cmd /c "a && pause && timeout 5"',
        [
            "warning: pause waits for a key press that never comes. Remove pause.",
            (
                "warning: timeout needs a console, which a task doesn't have: it fails with \"Input redirection is "
                "not supported\" and doesn't wait. The start task fails with it. "
                "Use ping -n 6 127.0.0.1 >nul to wait for 5 seconds, or Start-Sleep in PowerShell."
            ),
        ],
    ),
    (
        "/bin/bash -c 'timeout 5'",
        [],
    ),
    (
        "cmd /c xcopy /s app C:\\app",
        [
            (
                "warning: xcopy asks whether a target that doesn't exist is a file or a directory, and nothing can "
                "answer. Add /i, or end the target with a backslash."
            ),
        ],
    ),
    (
        "cmd /c xcopy /E app app2",
        [
            (
                "warning: xcopy asks whether a target that doesn't exist is a file or a directory, and nothing can "
                "answer. Add /i, or end the target with a backslash."
            ),
        ],
    ),
    (
        "cmd /c xcopy *.txt b",
        [
            (
                "warning: xcopy asks whether a target that doesn't exist is a file or a directory, and nothing can "
                "answer. Add /i, or end the target with a backslash."
            ),
        ],
    ),
    (
        "cmd /c xcopy a.txt b",
        [],
    ),
    (
        "cmd /c xcopy /s /i app C:\\app",
        [],
    ),
    (
        "cmd /c xcopy /s app C:\\app\\",
        [],
    ),
    (
        "cmd /c xcopy /s app %TEMP%",
        [],
    ),
    (
        "cmd /c xcopy /s app %TEMP%\\app",
        [
            (
                "warning: xcopy asks whether a target that doesn't exist is a file or a directory, and nothing can "
                "answer. Add /i, or end the target with a backslash."
            ),
        ],
    ),
    (
        "cmd /c xcopy /s app .",
        [],
    ),
    (
        "cmd /c xcopy /s app C:",
        [],
    ),
    (
        'cmd /c xcopy /s app "C:\\Program Files\\app\\"',
        [],
    ),
    (
        'cmd /c "echo d| xcopy /s app b"',
        [],
    ),
    (
        'cmd /c "mkdir b & xcopy /s app b"',
        [],
    ),
    (
        "cmd /c xcopy /?",
        [],
    ),
    (
        "cmd /c xcopy /s app",
        [],
    ),
    (
        "xcopy /s app b",
        [
            (
                "warning: xcopy asks whether a target that doesn't exist is a file or a directory, and nothing can "
                "answer. Add /i, or end the target with a backslash."
            ),
        ],
    ),
    (
        "cmd /c runas /user:x a.exe",
        [
            "warning: runas asks for a password, and nothing can answer. Set userIdentity of the task instead.",
        ],
    ),
    (
        'powershell -Command "$c = Get-Credential"',
        [
            ("warning: Get-Credential asks for a password, and nothing can answer. Set userIdentity of the task instead."),
        ],
    ),
    (
        "cmd /k setup.bat",
        [
            (
                "warning: because of /k, the shell waits for more commands after these, so the start task may never end. Use "
                "/c instead of /k."
            ),
        ],
    ),
    (
        "cmd.exe /k setup.bat",
        [
            (
                "warning: because of /k, the shell waits for more commands after these, so the start task may never end. Use "
                "/c instead of /k."
            ),
        ],
    ),
    (
        "C:\\Windows\\System32\\cmd.exe /v:on /k a",
        [
            (
                "warning: because of /k, the shell waits for more commands after these, so the start task may never end. Use "
                "/c instead of /k."
            ),
        ],
    ),
    (
        "cmd /c a /k",
        [],
    ),
    (
        'powershell -NoExit -Command "a"',
        [
            (
                "warning: because of -NoExit, the shell waits for more commands after these, so the start task may never end. "
                "Remove -NoExit."
            ),
        ],
    ),
    (
        "powershell -noe a",
        [
            (
                "warning: because of -noe, the shell waits for more commands after these, so the start task may never end. "
                "Remove -noe."
            ),
        ],
    ),
    (
        "powershell -NoProfile -NoExit -File a.ps1",
        [
            (
                "warning: because of -NoExit, the shell waits for more commands after these, so the start task may never end. "
                "Remove -NoExit."
            ),
        ],
    ),
    (
        'powershell -Command "a -NoExit"',
        [],
    ),
    (
        "pwsh -NoExit -c a",
        [
            (
                "warning: because of -NoExit, the shell waits for more commands after these, so the start task may never end. "
                "Remove -NoExit."
            ),
        ],
    ),
]
"""Commands that wait for input."""


@pytest.mark.parametrize(("command_line", "expected"), CONSOLE)
def test_console(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM320") == expected


RESTARTS: list[tuple[str, list[str]]] = [
    (
        "shutdown /r /t 0",
        [
            (
                "warning: the node runs the start task again after a restart, so the start task restarts it forever, "
                "and it never becomes ready. Restart only if it is needed, for example if a file doesn't exist that "
                "you create before."
            ),
        ],
    ),
    (
        "cmd /c shutdown -r -t 0",
        [
            (
                "warning: the node runs the start task again after a restart, so the start task restarts it forever, "
                "and it never becomes ready. Restart only if it is needed, for example if a file doesn't exist that "
                "you create before."
            ),
        ],
    ),
    (
        "cmd /c shutdown /g",
        [
            (
                "warning: the node runs the start task again after a restart, so the start task restarts it forever, "
                "and it never becomes ready. Restart only if it is needed, for example if a file doesn't exist that "
                "you create before."
            ),
        ],
    ),
    (
        "cmd /c shutdown /s",
        [
            (
                "warning: the node shuts down, so it never becomes ready, and the pool still pays for it. Remove it, and "
                "reduce the number of nodes of the pool instead."
            ),
        ],
    ),
    (
        "cmd /c shutdown /a",
        [],
    ),
    (
        'cmd /c "a.exe && shutdown /r /t 0"',
        [
            (
                "warning: the node runs the start task again after a restart, so the start task restarts it forever, "
                "and it never becomes ready. Restart only if it is needed, for example if a file doesn't exist that "
                "you create before."
            ),
        ],
    ),
    (
        'cmd /c "if not exist a shutdown /r"',
        [],
    ),
    (
        'cmd /c "a.exe || shutdown /r"',
        [],
    ),
    (
        "powershell Restart-Computer -Force",
        [
            (
                "warning: the node runs the start task again after a restart, so the start task restarts it forever, "
                "and it never becomes ready. Restart only if it is needed, for example if a file doesn't exist that "
                "you create before."
            ),
        ],
    ),
    (
        "powershell Restart-Computer",
        [
            (
                "warning: the node runs the start task again after a restart, so the start task restarts it forever, "
                "and it never becomes ready. Restart only if it is needed, for example if a file doesn't exist that "
                "you create before."
            ),
        ],
    ),
    (
        "powershell Restart-Computer -Confirm:$false",
        [
            (
                "warning: the node runs the start task again after a restart, so the start task restarts it forever, "
                "and it never becomes ready. Restart only if it is needed, for example if a file doesn't exist that "
                "you create before."
            ),
        ],
    ),
    (
        "powershell Stop-Computer -Confirm:$false",
        [
            (
                "warning: the node shuts down, so it never becomes ready, and the pool still pays for it. Remove it, and "
                "reduce the number of nodes of the pool instead."
            ),
        ],
    ),
    (
        "powershell Restart-Computer -Confirm",
        [],
    ),
    (
        "powershell Restart-Computer -ComputerName a",
        [],
    ),
    (
        "powershell Restart-Computer -WhatIf",
        [],
    ),
    (
        'powershell "exit 0; Restart-Computer"',
        [],
    ),
    (
        "/bin/bash -c 'a; reboot'",
        [
            (
                "warning: the node runs the start task again after a restart, so the start task restarts it forever, "
                "and it never becomes ready. Restart only if it is needed, for example if a file doesn't exist that "
                "you create before."
            ),
        ],
    ),
    (
        "/bin/bash -c 'sudo reboot'",
        [
            (
                "warning: the node runs the start task again after a restart, so the start task restarts it forever, "
                "and it never becomes ready. Restart only if it is needed, for example if a file doesn't exist that "
                "you create before."
            ),
        ],
    ),
    (
        "/bin/bash -c 'reboot --help'",
        [],
    ),
    (
        "/bin/bash -c 'systemctl reboot'",
        [
            (
                "warning: the node runs the start task again after a restart, so the start task restarts it forever, "
                "and it never becomes ready. Restart only if it is needed, for example if a file doesn't exist that "
                "you create before."
            ),
        ],
    ),
    (
        "/bin/bash -c 'systemctl status reboot'",
        [],
    ),
    (
        "/bin/bash -c 'shutdown -r now'",
        [
            (
                "warning: the node runs the start task again after a restart, so the start task restarts it forever, "
                "and it never becomes ready. Restart only if it is needed, for example if a file doesn't exist that "
                "you create before."
            ),
        ],
    ),
    (
        "/bin/bash -c 'shutdown -h now'",
        [
            (
                "warning: the node shuts down, so it never becomes ready, and the pool still pays for it. Remove it, and "
                "reduce the number of nodes of the pool instead."
            ),
        ],
    ),
    (
        "/bin/bash -c 'init 6'",
        [
            (
                "warning: the node runs the start task again after a restart, so the start task restarts it forever, "
                "and it never becomes ready. Restart only if it is needed, for example if a file doesn't exist that "
                "you create before."
            ),
        ],
    ),
    (
        "/bin/bash -c 'telinit 6'",
        [
            (
                "warning: the node runs the start task again after a restart, so the start task restarts it forever, "
                "and it never becomes ready. Restart only if it is needed, for example if a file doesn't exist that "
                "you create before."
            ),
        ],
    ),
    (
        "/bin/bash -c 'init 5'",
        [],
    ),
    (
        "/bin/bash -c 'if [ -f a ]; then reboot; fi'",
        [],
    ),
]
"""Commands that restart the node."""


@pytest.mark.parametrize(("command_line", "expected"), RESTARTS)
def test_restarts(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM323") == expected


EXIT_CODES: list[tuple[str, list[str]]] = [
    (
        "robocopy a b /mir",
        [
            (
                "warning: robocopy exits with 1 if it has copied files, and with any code below 8 if it has "
                'succeeded: the start task fails although nothing is wrong. Test it: cmd /c "robocopy … & if '
                'errorlevel 8 (exit /b 1) else exit /b 0".'
            ),
        ],
    ),
    (
        "robocopy /?",
        [],
    ),
    (
        "robocopy a",
        [],
    ),
    (
        'cmd /c "robocopy a b /mir && x.exe"',
        [
            (
                "warning: robocopy exits with 1 if it has copied files, and with any code below 8 if it has "
                "succeeded: what follows doesn't run. Test it: robocopy … & if not errorlevel 8 (…)."
            ),
        ],
    ),
    (
        'cmd /c "robocopy a b /mir & x.exe"',
        [],
    ),
    (
        'cmd /c "robocopy a b /e & if errorlevel 8 exit 1"',
        [],
    ),
    (
        "cmd /c robocopy a b",
        [
            (
                "warning: robocopy exits with 1 if it has copied files, and with any code below 8 if it has "
                "succeeded: the start task fails although nothing is wrong. Test it: robocopy … & if errorlevel 8 "
                "(exit /b 1) else exit /b 0."
            ),
        ],
    ),
    (
        'cmd /c "robocopy a b || exit /b 1"',
        [
            (
                "warning: robocopy exits with 1 if it has copied files, and with any code below 8 if it has "
                "succeeded: the start task fails although nothing is wrong. Test it: robocopy … & if errorlevel 8 "
                "(exit /b 1) else exit /b 0."
            ),
        ],
    ),
    (
        'cmd /c "robocopy a b /e || if not errorlevel 8 exit /b 0"',
        [],
    ),
    (
        'powershell -Command "robocopy a b"',
        [
            (
                "warning: robocopy exits with 1 if it has copied files, and with any code below 8 if it has "
                "succeeded: the start task fails although nothing is wrong. Test it: robocopy …; if ($LASTEXITCODE "
                "-ge 8) { exit 1 }; exit 0."
            ),
        ],
    ),
    (
        'powershell -Command "robocopy a b; if ($LASTEXITCODE -ge 8) { exit 1 }; exit 0"',
        [],
    ),
    (
        'powershell -Command "Copy-Item a b; robocopy c d; x.exe"',
        [],
    ),
    (
        'cmd /c "taskkill /im a.exe /f && b.exe"',
        [
            (
                "warning: taskkill exits with 128 if the process isn't running: what follows doesn't run. Use & "
                "instead of &&, so that its exit code doesn't count."
            ),
        ],
    ),
    (
        'cmd /c "taskkill /PID 5 && b.exe"',
        [
            (
                "warning: taskkill exits with 128 if the process isn't running: what follows doesn't run. Use & "
                "instead of &&, so that its exit code doesn't count."
            ),
        ],
    ),
    (
        'cmd /c "taskkill /im a.exe /f & b.exe"',
        [],
    ),
    (
        "taskkill /im a.exe",
        [],
    ),
    (
        'cmd /c "taskkill && b.exe"',
        [],
    ),
    (
        'cmd /c "if exist a robocopy a b"',
        [
            (
                "warning: robocopy exits with 1 if it has copied files, and with any code below 8 if it has "
                "succeeded: the start task fails although nothing is wrong. Test it: robocopy … & if errorlevel 8 "
                "(exit /b 1) else exit /b 0."
            ),
        ],
    ),
    (
        'cmd /c "if robocopy a b"',
        [],
    ),
    (
        'cmd /c powershell -Command "robocopy a b"',
        [
            (
                "warning: robocopy exits with 1 if it has copied files, and with any code below 8 if it has "
                "succeeded: the start task fails although nothing is wrong. Test it: robocopy …; if ($LASTEXITCODE "
                "-ge 8) { exit 1 }; exit 0."
            ),
        ],
    ),
    (
        'cmd /c "x.exe || robocopy a b"',
        [
            (
                "warning: robocopy exits with 1 if it has copied files, and with any code below 8 if it has "
                "succeeded: the start task fails although nothing is wrong. Test it: robocopy … & if errorlevel 8 "
                "(exit /b 1) else exit /b 0."
            ),
        ],
    ),
    (
        'cmd /c "robocopy a b && robocopy c d"',
        [
            (
                "warning: robocopy exits with 1 if it has copied files, and with any code below 8 if it has "
                "succeeded: what follows doesn't run. Test it: robocopy … & if not errorlevel 8 (…)."
            ),
        ],
    ),
]
"""Exit codes that aren't failures."""


@pytest.mark.parametrize(("command_line", "expected"), EXIT_CODES)
def test_exit_codes(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM321") == expected


LATER: list[tuple[str, list[str]]] = [
    (
        'cmd /c "choco install git -y && git clone https://x/y"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so git isn't found in the same "
                "command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco upgrade git.install -y && git.exe clone https://x/y"',
        [
            (
                "warning: choco upgrade changes PATH for processes that start later, so git.exe isn't found in the "
                "same command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "cinst python3 -y && pip install x"',
        [
            (
                "warning: cinst changes PATH for processes that start later, so pip isn't found in the same command "
                "line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "winget install Git.Git && git clone https://x/y"',
        [
            (
                "warning: winget install changes PATH for processes that start later, so git isn't found in the same "
                "command line. Use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install git -y && call refreshenv && git clone https://x/y"',
        [],
    ),
    (
        'cmd /c "choco install git -y && set PATH=%PATH%;C:\\x && git clone https://x/y"',
        [],
    ),
    (
        'cmd /c "choco install git -y && set A=1 && git clone https://x/y"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so git isn't found in the same "
                "command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install jq -y && jq ."',
        [],
    ),
    (
        'cmd /c "choco list git && git clone https://x/y"',
        [],
    ),
    (
        'cmd /c "choco install git -y && C:\\git\\git.exe clone https://x/y"',
        [],
    ),
    (
        'cmd /c "choco install git -y & if exist a git pull"',
        [],
    ),
    (
        'cmd /c "where git || choco install git -y & git pull"',
        [],
    ),
    (
        'powershell -Command "choco install -y python; python -m pip install x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so python isn't found in the "
                "same command line. Run refreshenv, after Import-Module "
                "$env:ChocolateyInstall\\helpers\\chocolateyProfile.psm1, in between, or use the full path of the "
                "program."
            ),
        ],
    ),
    (
        "powershell -Command \"choco install -y python; $env:Path += ';C:\\Python'; python x.py\"",
        [],
    ),
    (
        'powershell -Command "choco install -y python; refreshenv; python x.py"',
        [],
    ),
    (
        'powershell -Command "choco install -y python; Update-SessionEnvironment; python x.py"',
        [],
    ),
    (
        'cmd /c "python-3.11.4-amd64.exe /quiet PrependPath=1 && python -m pip install x"',
        [
            (
                "warning: python-3.11.4-amd64 changes PATH for processes that start later, so python isn't found in "
                "the same command line. Use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "msiexec /i node-v20.1.0-x64.msi /qn && npm i"',
        [
            (
                "warning: msiexec changes PATH for processes that start later, so npm isn't found in the same "
                "command line. Use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "start /wait tools\\Git-2.44.0-64-bit.exe /VERYSILENT && git pull"',
        [
            (
                "warning: git-2.44.0-64-bit changes PATH for processes that start later, so git isn't found in the "
                "same command line. Use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "msiexec /i go1.22.1.windows-amd64.msi /qn && go version"',
        [
            (
                "warning: msiexec changes PATH for processes that start later, so go isn't found in the same command "
                "line. Use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "msiexec /i azure-cli-2.58.0.msi /qn && az login"',
        [
            (
                "warning: msiexec changes PATH for processes that start later, so az isn't found in the same command "
                "line. Use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "msiexec /i AWSCLIV2.msi /qn && aws s3 ls"',
        [
            (
                "warning: msiexec changes PATH for processes that start later, so aws isn't found in the same "
                "command line. Use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "msiexec /i PowerShell-7.4.1-win-x64.msi /qn && pwsh -c x"',
        [
            (
                "warning: msiexec changes PATH for processes that start later, so pwsh isn't found in the same "
                "command line. Use the full path of the program."
            ),
        ],
    ),
    (
        (
            'cmd /c "powershell -NoProfile -Command "iex ((New-Object '
            "System.Net.WebClient).DownloadString('https://community.chocolatey.org/install.ps1'))\" && choco "
            'install jq -y"'
        ),
        [
            (
                "warning: the installer of Chocolatey changes PATH for processes that start later, so choco isn't "
                'found in the same command line. Run set "PATH=%PATH%;%ALLUSERSPROFILE%\\chocolatey\\bin" in '
                "between, or run both in one PowerShell."
            ),
        ],
    ),
    (
        (
            'powershell -Command "iex ((New-Object '
            "Net.WebClient).DownloadString('https://community.chocolatey.org/install.ps1')); choco install jq -y\""
        ),
        [],
    ),
    (
        'cmd /c "choco install nodejs -y && npx x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so npx isn't found in the same "
                "command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install nodejs-lts -y && node x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so node isn't found in the same "
                "command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install golang -y && go x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so go isn't found in the same "
                "command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install awscli -y && aws x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so aws isn't found in the same "
                "command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install azure-cli -y && az x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so az isn't found in the same "
                "command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install openjdk17 -y && java x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so java isn't found in the same "
                "command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install temurin17 -y && javac x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so javac isn't found in the "
                "same command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install jdk8 -y && java x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so java isn't found in the same "
                "command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install maven -y && mvn x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so mvn isn't found in the same "
                "command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install powershell-core -y && pwsh x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so pwsh isn't found in the same "
                "command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install dotnet-sdk -y && dotnet x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so dotnet isn't found in the "
                "same command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install dotnet-8.0-sdk -y && dotnet x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so dotnet isn't found in the "
                "same command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install ruby -y && gem x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so gem isn't found in the same "
                "command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install rust -y && cargo x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so cargo isn't found in the "
                "same command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install rustup.install -y && rustc x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so rustc isn't found in the "
                "same command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install strawberryperl -y && perl x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so perl isn't found in the same "
                "command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install php -y && php x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so php isn't found in the same "
                "command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
    (
        'cmd /c "choco install python312 -y && py x"',
        [
            (
                "warning: choco install changes PATH for processes that start later, so py isn't found in the same "
                "command line. Run call refreshenv in between, or use the full path of the program."
            ),
        ],
    ),
]
"""Programs that aren't in PATH yet."""


@pytest.mark.parametrize(("command_line", "expected"), LATER)
def test_later(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM322") == expected


INSTALLERS: list[tuple[str, list[str]]] = [
    (
        "msiexec /i tool.msi",
        [
            "error: msiexec opens a window and waits for a click that never comes, so the start task hangs. Add /qn.",
        ],
    ),
    (
        "msiexec /i tool.msi /qn",
        [],
    ),
    (
        "msiexec -i tool.msi -quiet",
        [],
    ),
    (
        "msiexec /i tool.msi /qb!",
        [],
    ),
    (
        "msiexec /i tool.msi /QN /norestart",
        [],
    ),
    (
        "msiexec /i tool.msi /passive",
        [],
    ),
    (
        "msiexec /x {A} /norestart",
        [
            "error: msiexec opens a window and waits for a click that never comes, so the start task hangs. Add /qn.",
        ],
    ),
    (
        "msiexec /package tool.msi",
        [
            "error: msiexec opens a window and waits for a click that never comes, so the start task hangs. Add /qn.",
        ],
    ),
    (
        "msiexec /update a.msp",
        [
            "error: msiexec opens a window and waits for a click that never comes, so the start task hangs. Add /qn.",
        ],
    ),
    (
        "msiexec /fa tool.msi",
        [
            "error: msiexec opens a window and waits for a click that never comes, so the start task hangs. Add /qn.",
        ],
    ),
    (
        "msiexec /?",
        [],
    ),
    (
        "msiexec /help",
        [],
    ),
    (
        "cmd /c start /wait msiexec /i tool.msi",
        [
            "error: msiexec opens a window and waits for a click that never comes, so the start task hangs. Add /qn.",
        ],
    ),
    (
        "powershell -Command \"Start-Process msiexec.exe -ArgumentList '/i','agent.msi' -Wait\"",
        [
            ("error: msiexec.exe opens a window and waits for a click that never comes, so the start task hangs. Add /qn."),
        ],
    ),
    (
        "powershell -Command \"Start-Process msiexec.exe -ArgumentList '/i agent.msi /qn' -Wait\"",
        [],
    ),
    (
        'powershell -Command "Start-Process msiexec.exe -ArgumentList $arguments -Wait"',
        [],
    ),
    (
        "msiexec /i tool.msi %OPTIONS%",
        [
            "error: msiexec opens a window and waits for a click that never comes, so the start task hangs. Add /qn.",
        ],
    ),
    (
        "cmd /c msiexec /i tool.msi %OPTIONS%",
        [],
    ),
    (
        "wusa KB1.msu",
        [
            (
                "error: wusa opens a window and waits for a click that never comes, so the start task hangs. Add "
                "/quiet /norestart."
            ),
        ],
    ),
    (
        "wusa KB1.msu /quiet",
        [],
    ),
    (
        "wusa /?",
        [],
    ),
    (
        "cmd /c vc_redist.x64.exe",
        [
            (
                "error: vc_redist.x64.exe opens a window and waits for a click that never comes, so the start task "
                "hangs. Add /install /quiet /norestart."
            ),
        ],
    ),
    (
        "vc_redist.x64.exe /install /quiet /norestart",
        [],
    ),
    (
        "cmd /c VCRedist_x86.exe /passive",
        [],
    ),
    (
        "vcredist2013.exe",
        [
            (
                "error: vcredist2013.exe opens a window and waits for a click that never comes, so the start task "
                "hangs. Add /install /quiet /norestart."
            ),
        ],
    ),
    (
        "python-3.12.4-amd64.exe",
        [
            (
                "error: python-3.12.4-amd64.exe opens a window and waits for a click that never comes, so the start "
                "task hangs. Add /quiet InstallAllUsers=1 PrependPath=1."
            ),
        ],
    ),
    (
        "python-3.12.4-amd64.exe /quiet",
        [],
    ),
    (
        "dotnet-sdk-8.0.1-win-x64.exe",
        [
            (
                "error: dotnet-sdk-8.0.1-win-x64.exe opens a window and waits for a click that never comes, so the "
                "start task hangs. Add /quiet /norestart."
            ),
        ],
    ),
    (
        "aspnetcore-runtime-8.0.exe",
        [
            (
                "error: aspnetcore-runtime-8.0.exe opens a window and waits for a click that never comes, so the "
                "start task hangs. Add /quiet /norestart."
            ),
        ],
    ),
    (
        "ndp48-x86-x64-allos-enu.exe /q",
        [],
    ),
    (
        "ndp48-x86-x64-allos-enu.exe",
        [
            (
                "error: ndp48-x86-x64-allos-enu.exe opens a window and waits for a click that never comes, so the "
                "start task hangs. Add /quiet /norestart."
            ),
        ],
    ),
    (
        "dotnetfx35.exe",
        [
            (
                "error: dotnetfx35.exe opens a window and waits for a click that never comes, so the start task "
                "hangs. Add /quiet /norestart."
            ),
        ],
    ),
    (
        "Git-2.44.0-64-bit.exe",
        [
            (
                "error: Git-2.44.0-64-bit.exe opens a window and waits for a click that never comes, so the start "
                "task hangs. Add /VERYSILENT /NORESTART."
            ),
        ],
    ),
    (
        "Git-2.44.0-64-bit.exe /VERYSILENT /SP-",
        [],
    ),
    (
        "vs_BuildTools.exe",
        [
            (
                "error: vs_BuildTools.exe opens a window and waits for a click that never comes, so the start task "
                "hangs. Add --quiet --wait --norestart."
            ),
        ],
    ),
    (
        "vs_BuildTools.exe --quiet --wait",
        [],
    ),
    (
        "7z2301-x64.exe",
        [
            ("error: 7z2301-x64.exe opens a window and waits for a click that never comes, so the start task hangs. Add /S."),
        ],
    ),
    (
        "7z2301-x64.exe /S",
        [],
    ),
    (
        "Miniconda3-latest-Windows-x86_64.exe",
        [
            (
                "error: Miniconda3-latest-Windows-x86_64.exe opens a window and waits for a click that never comes, "
                "so the start task hangs. Add /S."
            ),
        ],
    ),
    (
        "npp.8.6.Installer.x64.exe",
        [
            (
                "error: npp.8.6.Installer.x64.exe opens a window and waits for a click that never comes, so the "
                "start task hangs. Add /S."
            ),
        ],
    ),
    (
        "cuda_12.4.0_windows.exe",
        [
            (
                "error: cuda_12.4.0_windows.exe opens a window and waits for a click that never comes, so the start "
                "task hangs. Add -s."
            ),
        ],
    ),
    (
        "cuda_12.4.0_windows.exe -s",
        [],
    ),
    (
        "MSMpiSetup.exe",
        [
            (
                "error: MSMpiSetup.exe opens a window and waits for a click that never comes, so the start task "
                "hangs. Add -unattend."
            ),
        ],
    ),
    (
        "MSMpiSetup.exe -unattend -force",
        [],
    ),
    (
        "python.exe",
        [],
    ),
    (
        "git.exe pull",
        [],
    ),
    (
        "vc_redist.x64",
        [],
    ),
    (
        'powershell -Command "Install-Module Az"',
        [
            (
                "error: Install-Module prompts for confirmation and nothing can answer, so the start task hangs or "
                "fails. Add -Force, and run Install-PackageProvider NuGet -MinimumVersion 2.8.5.201 -Force before it."
            ),
        ],
    ),
    (
        'powershell -Command "Install-Module Az -Force"',
        [],
    ),
    (
        'powershell -Command "Install-Script a"',
        [
            (
                "error: Install-Script prompts for confirmation and nothing can answer, so the start task hangs or "
                "fails. Add -Force, and run Install-PackageProvider NuGet -MinimumVersion 2.8.5.201 -Force before it."
            ),
        ],
    ),
    (
        'powershell -Command "Install-Package a -Confirm:$false"',
        [],
    ),
    (
        'powershell -Command "Install-PackageProvider NuGet"',
        [
            (
                "error: Install-PackageProvider prompts for confirmation and nothing can answer, so the start task "
                "hangs or fails. Add -Force."
            ),
        ],
    ),
    (
        'powershell -Command "Install-PackageProvider NuGet -ForceBootstrap"',
        [],
    ),
    (
        'powershell -Command "Install-Module @splat"',
        [],
    ),
    (
        'powershell -Command "Install-Module"',
        [],
    ),
    (
        'powershell -Command "Install-Module Az -WhatIf"',
        [],
    ),
    (
        'powershell -Command "Install-PSResource a"',
        [],
    ),
    (
        "powershell -Command \"'Y' | Install-Module Az\"",
        [],
    ),
    (
        'powershell -Command "Enable-WindowsOptionalFeature -Online -FeatureName X"',
        [
            (
                "error: Enable-WindowsOptionalFeature prompts for confirmation and nothing can answer, so the start "
                "task hangs or fails. Add -NoRestart."
            ),
        ],
    ),
    (
        'powershell -Command "Enable-WindowsOptionalFeature -Online -FeatureName X -NoRestart"',
        [],
    ),
    (
        'powershell -Command "Disable-WindowsOptionalFeature -Online -FeatureName X -NoR"',
        [],
    ),
    (
        'powershell -Command "Disable-WindowsOptionalFeature -Online -FeatureName X"',
        [
            (
                "error: Disable-WindowsOptionalFeature prompts for confirmation and nothing can answer, so the start "
                "task hangs or fails. Add -NoRestart."
            ),
        ],
    ),
    (
        "powershell -Command Enable-WindowsOptionalFeature",
        [],
    ),
    (
        "cmd /c winget install Git.Git",
        [
            (
                "error: winget install prompts for confirmation and nothing can answer, so the start task hangs or "
                "fails. Use winget install --accept-source-agreements --accept-package-agreements."
            ),
        ],
    ),
    (
        "cmd /c winget upgrade --all",
        [
            (
                "error: winget upgrade prompts for confirmation and nothing can answer, so the start task hangs or "
                "fails. Use winget upgrade --accept-source-agreements --accept-package-agreements."
            ),
        ],
    ),
    (
        "cmd /c winget install Git.Git --accept-source-agreements --accept-package-agreements",
        [],
    ),
    (
        "cmd /c winget install Git.Git --disable-interactivity",
        [],
    ),
    (
        "cmd /c winget list",
        [],
    ),
]
"""Installers that wait for a click, or ask."""


@pytest.mark.parametrize(("command_line", "expected"), INSTALLERS)
def test_installers(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM301") == expected


OF_LINUX: list[tuple[str, list[str]]] = [
    (
        "cmd /c ls x",
        [
            "error: ls is a Linux program, but the pool's image is Windows. Use dir.",
        ],
    ),
    (
        "cmd /c rm x",
        [
            "error: rm is a Linux program, but the pool's image is Windows. Use del /q or rd /s /q.",
        ],
    ),
    (
        "cmd /c cp x",
        [
            "error: cp is a Linux program, but the pool's image is Windows. Use copy /y or xcopy /e /i /y.",
        ],
    ),
    (
        "cmd /c mv x",
        [
            "error: mv is a Linux program, but the pool's image is Windows. Use move /y.",
        ],
    ),
    (
        "cmd /c cat x",
        [
            "error: cat is a Linux program, but the pool's image is Windows. Use type.",
        ],
    ),
    (
        "cmd /c wget x",
        [
            "error: wget is a Linux program, but the pool's image is Windows. Use curl -fLO URL.",
        ],
    ),
    (
        "cmd /c pwd x",
        [
            "error: pwd is a Linux program, but the pool's image is Windows. Use cd.",
        ],
    ),
    (
        "cmd /c touch x",
        [
            "error: touch is a Linux program, but the pool's image is Windows. Use type nul > FILE.",
        ],
    ),
    (
        "cmd /c grep x",
        [
            "error: grep is a Linux program, but the pool's image is Windows. Use findstr.",
        ],
    ),
    (
        "cmd /c which x",
        [
            "error: which is a Linux program, but the pool's image is Windows. Use where.",
        ],
    ),
    (
        "cmd /c unzip x",
        [
            "error: unzip is a Linux program, but the pool's image is Windows. Use tar -xf.",
        ],
    ),
    (
        "cmd /c export x",
        [
            "error: export is a Linux program, but the pool's image is Windows. Use set.",
        ],
    ),
    (
        "cmd /c source x",
        [
            "error: source is a Linux program, but the pool's image is Windows. Use call.",
        ],
    ),
    (
        "cmd /c head x",
        [
            (
                "error: head is a Linux program, but the pool's image is Windows. Use a Windows program, for example "
                "msiexec /i to install software, or choose a Linux image."
            ),
        ],
    ),
    (
        "cmd /c tail x",
        [
            (
                "error: tail is a Linux program, but the pool's image is Windows. Use a Windows program, for example "
                "msiexec /i to install software, or choose a Linux image."
            ),
        ],
    ),
    (
        "cmd /c sed x",
        [
            (
                "error: sed is a Linux program, but the pool's image is Windows. Use a Windows program, for example "
                "msiexec /i to install software, or choose a Linux image."
            ),
        ],
    ),
    (
        "cmd /c awk x",
        [
            (
                "error: awk is a Linux program, but the pool's image is Windows. Use a Windows program, for example "
                "msiexec /i to install software, or choose a Linux image."
            ),
        ],
    ),
    (
        "cmd /c ln x",
        [
            (
                "error: ln is a Linux program, but the pool's image is Windows. Use a Windows program, for example "
                "msiexec /i to install software, or choose a Linux image."
            ),
        ],
    ),
    (
        "cmd /c uname x",
        [
            (
                "error: uname is a Linux program, but the pool's image is Windows. Use a Windows program, for "
                "example msiexec /i to install software, or choose a Linux image."
            ),
        ],
    ),
    (
        "cmd /c nproc x",
        [
            (
                "error: nproc is a Linux program, but the pool's image is Windows. Use a Windows program, for "
                "example msiexec /i to install software, or choose a Linux image."
            ),
        ],
    ),
    (
        'powershell -Command "ls x"',
        [],
    ),
    (
        'powershell -Command "rm x"',
        [],
    ),
    (
        'powershell -Command "cp x"',
        [],
    ),
    (
        'powershell -Command "mv x"',
        [],
    ),
    (
        'powershell -Command "cat x"',
        [],
    ),
    (
        'powershell -Command "wget x"',
        [],
    ),
    (
        'powershell -Command "pwd x"',
        [],
    ),
    (
        'powershell -Command "touch x"',
        [
            "error: touch is a Linux program, but the pool's image is Windows. Use New-Item -Force.",
        ],
    ),
    (
        'powershell -Command "grep x"',
        [
            "error: grep is a Linux program, but the pool's image is Windows. Use Select-String.",
        ],
    ),
    (
        'powershell -Command "which x"',
        [
            "error: which is a Linux program, but the pool's image is Windows. Use Get-Command.",
        ],
    ),
    (
        'powershell -Command "unzip x"',
        [
            "error: unzip is a Linux program, but the pool's image is Windows. Use Expand-Archive -Force.",
        ],
    ),
    (
        'powershell -Command "export x"',
        [
            "error: export is a Linux program, but the pool's image is Windows. Use $env:NAME = 'value'.",
        ],
    ),
    (
        'powershell -Command "source x"',
        [
            "error: source is a Linux program, but the pool's image is Windows. Use a dot: . .\\FILE.ps1.",
        ],
    ),
    (
        'powershell -Command "head x"',
        [
            "error: head is a Linux program, but the pool's image is Windows. Use Select-Object -First.",
        ],
    ),
    (
        'powershell -Command "tail x"',
        [
            "error: tail is a Linux program, but the pool's image is Windows. Use Select-Object -Last.",
        ],
    ),
    (
        'powershell -Command "sed x"',
        [
            (
                "error: sed is a Linux program, but the pool's image is Windows. Use a Windows program, for example "
                "msiexec /i to install software, or choose a Linux image."
            ),
        ],
    ),
    (
        'powershell -Command "awk x"',
        [
            (
                "error: awk is a Linux program, but the pool's image is Windows. Use a Windows program, for example "
                "msiexec /i to install software, or choose a Linux image."
            ),
        ],
    ),
    (
        'powershell -Command "ln x"',
        [
            (
                "error: ln is a Linux program, but the pool's image is Windows. Use a Windows program, for example "
                "msiexec /i to install software, or choose a Linux image."
            ),
        ],
    ),
    (
        'powershell -Command "uname x"',
        [
            (
                "error: uname is a Linux program, but the pool's image is Windows. Use a Windows program, for "
                "example msiexec /i to install software, or choose a Linux image."
            ),
        ],
    ),
    (
        'powershell -Command "nproc x"',
        [
            (
                "error: nproc is a Linux program, but the pool's image is Windows. Use a Windows program, for "
                "example msiexec /i to install software, or choose a Linux image."
            ),
        ],
    ),
    (
        'cmd /c "choco install wget -y && wget x"',
        [],
    ),
    (
        'cmd /c "set PATH=C:\\x;%PATH% && ls"',
        [],
    ),
    (
        'cmd /c "C:\\msys64\\usr\\bin\\ls x"',
        [],
    ),
    (
        'cmd /c "C:\\Git\\bin\\ls"',
        [],
    ),
    (
        "ls x",
        ['error: ls is a Linux program, but the pool\'s image is Windows. Use dir, in cmd /c "…", or choose a Linux image.'],
    ),
    (
        "cmd /c dir",
        [],
    ),
]
"""Programs of Linux in cmd and PowerShell."""


@pytest.mark.parametrize(("command_line", "expected"), OF_LINUX)
def test_of_linux(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM404") == expected


SETTINGS: list[tuple[str, list[str]]] = [
    (
        "cmd /c set A=1",
        [
            ("warning: the variable A ends with this shell, so no task sees it. Set it in environmentSettings of the tasks."),
        ],
    ),
    (
        'cmd /c "a.exe && set A=1"',
        [
            ("warning: the variable A ends with this shell, so no task sees it. Set it in environmentSettings of the tasks."),
        ],
    ),
    (
        'cmd /c "set A=1 && a.exe"',
        [],
    ),
    (
        'cmd /c "set"',
        [],
    ),
    (
        'cmd /c "set A"',
        [],
    ),
    (
        'cmd /c "set A=1 > x"',
        [
            (
                "warning: the variable A ends with this shell: no command after it uses the variable, and no task sees it. "
                "Set it in environmentSettings of the tasks."
            )
        ],
    ),
    (
        'cmd /c "if exist a set A=1"',
        [],
    ),
    (
        "powershell -Command \"$env:A = 'x'\"",
        [
            ("warning: the variable A ends with this shell, so no task sees it. Set it in environmentSettings of the tasks."),
        ],
    ),
    (
        "powershell -Command \"a; ${env:A}='x'\"",
        [
            ("warning: the variable A ends with this shell, so no task sees it. Set it in environmentSettings of the tasks."),
        ],
    ),
    (
        "powershell -Command \"$env:A += 'x'\"",
        [
            ("warning: the variable A ends with this shell, so no task sees it. Set it in environmentSettings of the tasks."),
        ],
    ),
    (
        "powershell -Command \"$env:A = 'x'; a\"",
        [],
    ),
    (
        "powershell -Command \"$A = 'x'\"",
        [],
    ),
    (
        "cmd /c",
        [],
    ),
    (
        "cmd /c setx A 1",
        [],
    ),
]
"""Settings at the end of a script."""


@pytest.mark.parametrize(("command_line", "expected"), SETTINGS)
def test_settings(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM113") == expected


WITHOUT_C: list[tuple[str, list[str]]] = [
    (
        "cmd setup.bat",
        [
            "error: cmd runs no command without /c, so nothing runs. Use cmd /c setup.bat.",
        ],
    ),
    (
        "cmd.exe a && b",
        [
            "error: cmd runs no command without /c, so nothing runs. Use cmd /c a && b.",
        ],
    ),
    (
        "cmd /c setup.bat",
        [],
    ),
    (
        "cmd /q",
        [],
    ),
    (
        "cmd",
        [
            (
                "error: the shell has nothing to run. Complete the script and quote it as a whole. Inside single "
                "quotes, write a single quote as '\\''."
            ),
        ],
    ),
    (
        "cmd setup.bat /quiet",
        [
            "error: cmd runs no command without /c, so nothing runs. Use cmd /c setup.bat /quiet.",
        ],
    ),
    (
        "cmd /q setup.bat",
        [
            "error: cmd runs no command without /c, so nothing runs. Use cmd /c setup.bat.",
        ],
    ),
]
"""cmd without /c."""


@pytest.mark.parametrize(("command_line", "expected"), WITHOUT_C)
def test_without_c(command_line: str, expected: list[str]) -> None:
    assert said(command_line, "BM108") == expected
