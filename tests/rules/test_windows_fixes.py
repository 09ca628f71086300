"""Fixes for Windows that can be copied as they are, and what looks like such a mistake but is right."""

from __future__ import annotations

import pytest
from reviewing import LINUX, WINDOWS, found, pool

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
        ("Install-Module a -Force; Save-Module b -Path C:\\m", "Install-Module"),
    ],
)
def test_nuget_provider(script: str, name: str) -> None:
    assert said(f'powershell -Command "{script}"', "BM301") == [
        (
            f"warning: {name} asks whether to install the NuGet provider, which -Force doesn't answer, and nothing can answer, "
            f"so the start task hangs or fails. Run {PROVIDER} before it."
        )
    ]


def test_nuget_provider_and_force() -> None:
    assert said('powershell -Command "Install-Module Az.Storage"', "BM301") == [
        (
            "error: Install-Module prompts for confirmation and nothing can answer, so the start task hangs or fails. "
            f"Add -Force, and run {PROVIDER} before it."
        )
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
        ("msiexec tool.msi /qn", "msiexec", "Add /i before the package."),
    ],
)
def test_silent_options(line: str, name: str, fix: str) -> None:
    assert said(f"cmd /c {line}", "BM301") == [
        f"error: {name} opens a window and waits for a click that never comes, so the start task hangs. {fix}"
    ]


_FORMATTED = (
    'Format the disk first: powershell -Command "Get-Disk | Where-Object PartitionStyle -eq RAW | Initialize-Disk -PassThru | '
    'New-Partition {} -UseMaximumSize | Format-Volume -Confirm:$false".'
)


@pytest.mark.parametrize(("disks", "volume"), [(1, "-DriveLetter F"), (2, "-AssignDriveLetter")])
def test_only_raw_disks_are_initialized(disks: int, volume: str) -> None:
    task = pool(WINDOWS, 'cmd /c "copy /y a.dat F:\\cache"', image=SERVER, user_identity=identities.pool_admin())
    assert task.virtual_machine_configuration is not None
    task.virtual_machine_configuration.data_disks = [DataDisk(lun=number, disk_size_gb=64) for number in range(disks)]
    assert found(task, "BM328") == [
        (
            "$.startTask.commandLine: BM328 warning: there is no drive F: for F:\\cache: the data disk has no letter before it "
            f"is formatted. {_FORMATTED.format(volume)}"
        )
    ]


LOST = "end those around the script and are lost, so"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (
            'New-Item -ItemType Directory -Force "C:\\Program Files\\Sim" -ErrorAction Stop',
            (
                f"the double quotes around C:\\Program Files\\Sim {LOST} New-Item receives it as two arguments. Use single "
                "quotes: 'C:\\Program Files\\Sim'."
            ),
        ),
        (
            'Copy-Item a.txt "C:\\my own data\\y.txt"',
            (
                f"the double quotes around C:\\my own data\\y.txt {LOST} Copy-Item receives it as several arguments. Use "
                "single quotes: 'C:\\my own data\\y.txt'."
            ),
        ),
        (
            '& "C:\\sim data\\y.exe" /s',
            (
                f"the double quotes around C:\\sim data\\y.exe {LOST} the program C:\\sim isn't found. Use & 'C:\\sim "
                "data\\y.exe'."
            ),
        ),
        (
            '$p = "C:\\sim data\\y.txt"; Copy-Item a.txt $p',
            (
                f"the double quotes around C:\\sim data\\y.txt {LOST} the program C:\\sim isn't found. Use single quotes: "
                "'C:\\sim data\\y.txt'."
            ),
        ),
        (
            'New-Item -Force & "C:\\Program Files\\Sim"',
            (
                f"the double quotes around C:\\Program Files\\Sim {LOST} the program C:\\Program isn't found. Remove the & "
                "before it, and use single quotes: 'C:\\Program Files\\Sim'."
            ),
        ),
    ],
)
def test_lost_quotes(script: str, expected: str) -> None:
    assert said(f'powershell -Command "{script}"', "BM134") == [f"error: {expected}"]


def test_path_of_an_argument() -> None:
    assert said("powershell -Command Copy-Item a C:\\Program Files\\Sim", "BM134") == [
        (
            "error: C:\\Program Files\\Sim contains a space, and without quotes, Copy-Item receives it as two arguments. Quote "
            "the path: 'C:\\…'."
        )
    ]


@pytest.mark.parametrize(
    ("script", "path", "what", "fix"),
    [
        ('& "C:\\Program Files\\$env:APP\\run.exe"', "run.exe", "the program C:\\Program isn't found", '& \\"C:\\…\\" …'),
        ("Copy-Item a C:\\Program Files\\$env:APP\\a", "a", "Copy-Item receives it as two arguments", '\\"C:\\…\\"'),
    ],
)
def test_path_with_a_variable(script: str, path: str, what: str, fix: str) -> None:
    assert said(f'powershell -Command "{script}"', "BM134") == [
        f"error: C:\\Program Files\\$env:APP\\{path} contains a space, and without quotes, {what}. Quote the path: {fix}."
    ]


@pytest.mark.parametrize(
    "script",
    [
        "New-Item -Force 'C:\\Program Files\\Sim'",
        'New-Item -Force \\"C:\\Program Files\\Sim\\"',
        'New-Item -Force """C:\\Program Files\\Sim"""',
        'Copy-Item "C:\\sim\\a.txt" C:\\sim\\b.txt',
        'Write-Host "hello world"',
    ],
)
def test_kept_quotes(script: str) -> None:
    assert said(f'powershell -Command "{script}"', "BM134") == []


@pytest.mark.parametrize(
    ("line", "path", "name", "fix"),
    [
        ('robocopy.exe "C:\\a b\\" "C:\\x" /e', "C:\\a b", "robocopy.exe", 'Remove the last backslash: "C:\\a b".'),
        ('cmd /c "robocopy "%DATA%\\" C:\\x /e & ver"', "%DATA%", "robocopy", 'Remove the last backslash: "%DATA%".'),
        ('cmd /c "icacls "C:\\data\\" /grant Users:F"', "C:\\data", "icacls", 'Remove the last backslash: "C:\\data".'),
        ('cmd /c robocopy "C:\\" C:\\x a.txt', "C:", "robocopy", 'Double the last backslash: "C:\\\\".'),
        ('cmd /c python a.py "\\\\srv\\x\\" b', "\\\\srv\\x", "python", 'Remove the last backslash: "\\\\srv\\x".'),
    ],
)
def test_escaped_quote(line: str, path: str, name: str, fix: str) -> None:
    assert said(line, "BM134") == [
        (
            f"error: the backslash before the closing quote of {path} escapes the quote, so {name} receives the path and what "
            f"follows as one argument. {fix}"
        )
    ]


@pytest.mark.parametrize(
    "line",
    [
        'cmd /c robocopy "C:\\a b" "C:\\x" /e',
        'cmd /c robocopy "C:\\a b\\\\" "C:\\x" /e',
        'cmd /c xcopy "C:\\a b\\" "C:\\x\\" /e /y',
        'cmd /c robocopy C:\\a\\ "C:\\x y" /e',
        'cmd /c curl -f -d "{\\"a\\": \\"b\\"}" https://example.com',
        'cmd /c "if exist "C:\\a b\\" robocopy C:\\c C:\\d /e"',
    ],
)
def test_unescaped_quote(line: str) -> None:
    assert said(line, "BM134") == []


@pytest.mark.parametrize(
    ("options", "fix"),
    [
        ("https://example.com/a.msi -O 7z.msi", "curl -fL -o 7z.msi URL"),
        ("-qO 7z.msi https://example.com/a.msi", "curl -fL -o 7z.msi URL"),
        ("--output-document=a.zip https://example.com/b", "curl -fL -o a.zip URL"),
        ("-qO- https://example.com/a.tgz", "curl -fL URL"),
        ("-q https://example.com/a.msi", "curl -fLO URL"),
    ],
)
def test_wget(options: str, fix: str) -> None:
    assert said(f'cmd /c "wget {options}"', "BM404") == [
        f"error: wget is a Linux program, but the pool's image is Windows. Use {fix}."
    ]


def test_nuget_provider_for_one_user() -> None:
    assert said('powershell -Command "Install-Module Az.Storage -Force -Scope CurrentUser"', "BM301") == [
        (
            "warning: Install-Module asks whether to install the NuGet provider, which -Force doesn't answer, and nothing can "
            f"answer, so the start task hangs or fails. Run {PROVIDER} -Scope CurrentUser before it."
        )
    ]


@pytest.mark.parametrize(
    ("line", "name", "end"),
    [
        ('cmd /c "checker.exe > r.txt && findstr /b FATAL r.txt && exit 1 || exit 0"', "checker.exe", " &"),
        ('cmd /c "a.exe && find "x" r.txt && exit /b 2 || exit /b 0"', "a.exe", " &"),
        ("/bin/bash -c './a > r.txt && grep -q FATAL r.txt && exit 1 || exit 0'", "./a", ";"),
    ],
)
def test_failure_hidden_by_the_test_after_it(line: str, name: str, end: str) -> None:
    task = pool(LINUX if line.startswith("/bin") else WINDOWS, line)
    assert found(task, "BM106") == [
        (
            f"$.startTask.commandLine: BM106 warning: if {name} fails, the test after it doesn't run, exit 0 hides the failure "
            f"and the start task still succeeds. Write {name} … || exit 1{end} before the test, instead of {name} … &&."
        )
    ]


@pytest.mark.parametrize(
    "line",
    [
        'cmd /c "checker.exe > r.txt & findstr /b FATAL r.txt && exit 1 || exit 0"',
        'cmd /c "checker.exe > r.txt || exit 1 & findstr /b FATAL r.txt && exit 1 || exit 0"',
        'cmd /c "msiexec /i driver.msi /qn /norestart & shutdown /r /t 5"',
        'powershell -Command "setup.exe /S; Restart-Computer -Force"',
        'cmd /c ""%ProgramFiles%\\Windows Defender\\MpCmdRun.exe" -SignatureUpdate & exit /b 0"',
        'cmd /c "powercfg /h off & exit /b 0"',
        'cmd /c "wevtutil sl Security /ms:1 & ver > nul"',
        'powershell -Command "wevtutil.exe sl Security /ms:1; exit 0"',
    ],
)
def test_failures_dropped_on_purpose(line: str) -> None:
    assert said(line, "BM106") == []


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('cmd /c "tool.exe & exit /b 0"', "tool.exe"),
        ('cmd /c "dism /online /enable-feature /featurename:NFS /norestart & exit /b 0"', "dism"),
        ('cmd /c "curl -fO https://example.com/a & exit /b 0"', "curl"),
        ('cmd /c "powercfg /h off & setup.exe /S & exit /b 0"', "powercfg"),
    ],
)
def test_failures_that_exit_hides(line: str, name: str) -> None:
    assert said(line, "BM106") == [
        (
            f"warning: if {name} fails, exit 0 at the end hides the failure and the start task still succeeds. Join the "
            "commands with &&."
        )
    ]


SECURE = "Use -Password (ConvertTo-SecureString $env:NAME -AsPlainText -Force)."


def of_plain(cmdlet: str) -> str:
    return f"{cmdlet} takes only a SecureString for -Password, so it fails with a plain text. {SECURE}"


@pytest.mark.parametrize(
    ("script", "rule", "expected"),
    [
        (
            "'@echo off' > C:\\run.cmd; cmd /c C:\\run.cmd",
            "BM338",
            (
                "warning: > of Windows PowerShell writes UTF-16, which cmd can't read in C:\\run.cmd. Use Set-Content "
                "-Encoding ascii."
            ),
        ),
        (
            "'print(1)' >> a.py",
            "BM338",
            (
                "warning: >> of Windows PowerShell writes UTF-16, which Python can't read in a.py. Use Add-Content -Encoding "
                "ascii."
            ),
        ),
        (
            "'@echo off' | Out-File run.bat",
            "BM338",
            "warning: Out-File of Windows PowerShell writes UTF-16, which cmd can't read in run.bat. Add -Encoding ascii.",
        ),
        (
            "Expand-Archive tools.tar.gz -DestinationPath C:\\tools",
            "BM431",
            "error: Expand-Archive reads only zip files, so it fails with tools.tar.gz. Use tar -xf.",
        ),
        (
            "Expand-Archive -DestinationPath C:\\tools -Path 'C:\\a b\\x.7z'; b.exe",
            "BM431",
            "warning: Expand-Archive reads only zip files, so it fails with x.7z. Use the program for .7z.",
        ),
        ("Import-PfxCertificate a.pfx -Password $env:PW", "BM125", f"error: {of_plain('Import-PfxCertificate')}"),
        ("if ($x) { New-LocalUser x -Password 'a b' }", "BM125", f"warning: {of_plain('New-LocalUser')}"),
        ("$p = $env:PW; Set-LocalUser x -Password $p", "BM125", f"error: {of_plain('Set-LocalUser')}"),
        (
            "$p = ConvertTo-SecureString $env:PW -AsPlainText; Set-LocalUser x -Password $p",
            "BM125",
            "warning: in Windows PowerShell, ConvertTo-SecureString -AsPlainText fails without -Force. Add -Force.",
        ),
        (
            "sc.exe stop Spooler; sc.exe start Spooler",
            "BM324",
            (
                "warning: sc stop doesn't wait until Spooler has stopped, so sc start fails if it is still running. Use net "
                "stop Spooler, which waits."
            ),
        ),
        (
            "C:\\Python311\\python.exe -m pip install --user numpy",
            "BM207",
            (
                "warning: what pip install --user installs belongs to the user of the start task, so tasks of other users "
                "don't see it. Remove --user: an installation for all users needs an administrator."
            ),
        ),
    ],
)
def test_scripts_that_fail(script: str, rule: str, expected: str) -> None:
    assert said(f'powershell -Command "{script}"', rule) == [expected]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("powershell -Command \"Set-Content run.cmd 'exit 0' -Encoding ascii\"", "BM338"),
        ("powershell -Command \"'exit 0' | Out-File run.cmd -Encoding ascii\"", "BM338"),
        ("pwsh -Command \"'exit 0' > run.cmd\"", "BM338"),
        ('powershell -Command "Get-Date > log.txt"', "BM338"),
        ('powershell -Command "Expand-Archive a.zip -DestinationPath b.tar.gz"', "BM431"),
        ('powershell -Command "Expand-Archive $file -DestinationPath b"', "BM431"),
        ('powershell -Command "Set-LocalUser x -Password $p"', "BM125"),
        ('powershell -Command "Set-LocalUser x -Password (ConvertTo-SecureString $env:PW -AsPlainText -Force)"', "BM125"),
        ('powershell -Command "$p = Read-Host -AsSecureString; Set-LocalUser x -Password $p"', "BM125"),
        ('pwsh -Command "$p = ConvertTo-SecureString $env:PW -AsPlainText; Set-LocalUser x -Password $p"', "BM125"),
        ('cmd /c "net stop Spooler & net start Spooler"', "BM324"),
        ('cmd /c "sc stop Spooler & sc start Other"', "BM324"),
        ('cmd /c "sc stop Spooler & ping -n 9 127.0.0.1 & sc start Spooler"', "BM324"),
        ('cmd /c "python -m pip install --user numpy && python a.py"', "BM207"),
        ("reg copy HKCU\\Software\\App HKLM\\Software\\App /s /f", "BM207"),
        ("msiexec /i a.msi /qn ALLUSERS=1", "BM207"),
        ('cmd /c "python -m pip install numpy"', "BM207"),
        ('cmd /c "set PYTHONUSERBASE=C:\\py&& python -m pip install --user numpy"', "BM207"),
    ],
)
def test_scripts_that_work(line: str, rule: str) -> None:
    assert said(line, rule) == []


@pytest.mark.parametrize(
    ("line", "own", "shared"),
    [
        ('cmd /c "rd /s /q D:\\batch"', "%AZ_BATCH_TASK_WORKING_DIR%", "%AZ_BATCH_NODE_SHARED_DIR%"),
        (
            'powershell -Command "Remove-Item -Recurse D:\\batch"',
            "$env:AZ_BATCH_TASK_WORKING_DIR",
            "$env:AZ_BATCH_NODE_SHARED_DIR",
        ),
    ],
)
def test_a_directory_of_the_node_in_the_syntax_of_the_shell(line: str, own: str, shared: str) -> None:
    task = pool(WINDOWS, line, image=SERVER)
    task.vm_size = "standard_d2s_v3"
    assert [text.partition(" Use ")[2] for text in found(task, "BM331")] == [
        f"a directory of your own, for example in {shared}, or a data disk."
    ]
    task.vm_size = "standard_d2s_v5"
    assert [text.partition(" Use ")[2] for text in found(task, "BM328")] == [
        f"{own} or {shared}, or a size with a temporary disk."
    ]
    other = pool(WINDOWS, line.replace("D:\\", "F:\\"), image=SERVER)
    assert [text.partition(" Use ")[2] for text in found(other, "BM328")] == [f"{shared}, or add a data disk to the pool."]


@pytest.mark.parametrize(
    ("line", "what", "fix"),
    [
        (
            "reg copy HKLM\\Software\\App HKCU\\Software\\App /s /f",
            "the registry key",
            "Use HKLM, which needs an administrator.",
        ),
        *(
            (line, "the program", "Install it for all users, which needs an administrator.")
            for line in (
                'msiexec /i a.msi /qn ALLUSERS=""',
                "powershell -Command \"msiexec /i a.msi /qn ALLUSERS=''\"",
                "msiexec /i a.msi /qn MSIINSTALLPERUSER=1",
            )
        ),
    ],
)
def test_settings_and_programs_of_the_user(line: str, what: str, fix: str) -> None:
    assert said(line, "BM207") == [
        f"warning: {what} belongs to the user of the start task, so tasks of other users don't see it. {fix}"
    ]
