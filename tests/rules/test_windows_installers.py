"""Installers of Windows: exit codes that are read too early, and 3010, which is a success."""

from __future__ import annotations

import pytest
from test_windows_programs import said


def powershell(script: str) -> str:
    return f'powershell -NoProfile -Command "{script}"'


EARLY = (
    "warning: nothing waits for the program, so it still runs when the script reads {}: there is no exit code yet, and the "
    "program's failure goes unnoticed. Add -Wait to Start-Process, or call WaitForExit() first."
)
START = "Start-Process -FilePath .\\AppSetup.exe -ArgumentList '/S'"


@pytest.mark.parametrize(
    ("script", "code"),
    [
        (f"$p = {START} -PassThru; if ($p.ExitCode) {{ exit $p.ExitCode }}; Copy-Item a b", "$p.ExitCode"),
        (f"$p = {START} -PassThru; exit $p.ExitCode", "$p.ExitCode"),
        (f"$a = {START} -Wait -PassThru; $b = {START} -PassThru; exit $b.ExitCode", "$b.ExitCode"),
        (f"exit ({START} -PassThru).ExitCode", "(Start-Process …).ExitCode"),
        ("$p = [Diagnostics.Process]::Start('a.exe'); exit $p.ExitCode", "$p.ExitCode"),
        ("$p = [System.Diagnostics.Process]::Start('a.exe', '/S'); if ($p.exitcode -ne 0) { throw 'no' }", "$p.exitcode"),
        ("$p = New-Object Diagnostics.Process; $p.Start() | Out-Null; exit $p.ExitCode", "$p.ExitCode"),
        (f"$p = {START} -PassThru; exit $p.ExitCode; $p.WaitForExit()", "$p.ExitCode"),
    ],
)
def test_exit_codes_that_are_read_too_early(script: str, code: str) -> None:
    assert said(powershell(script), "BM324") == [EARLY.format(code)]


@pytest.mark.parametrize(
    "script",
    [
        f"$p = {START} -Wait -PassThru; exit $p.ExitCode",
        f"$p = {START} -PassThru -Wait:$true; exit $p.ExitCode",
        f"$p = {START} -PassThru; $p.WaitForExit(); exit $p.ExitCode",
        f"$p = {START} -PassThru; Wait-Process -Id $p.Id; exit $p.ExitCode",
        f"$p = {START} -PassThru; $p | Wait-Process; exit $p.ExitCode",
        f"$p = {START} -PassThru; while (-not $p.HasExited) {{ Start-Sleep 1 }}; exit $p.ExitCode",
        f"$p = {START} -PassThru; Write-Output $p.Id",
        f"exit ({START} -PassThru -Wait).ExitCode",
        "$p = Start-Process @options -PassThru; exit $p.ExitCode",
        "$p = [Diagnostics.Process]::Start('a.exe'); $p.WaitForExit(); exit $p.ExitCode",
        f"$p = {START} -PassThru; exit $q.ExitCode",
    ],
)
def test_exit_codes_that_are_known(script: str) -> None:
    assert said(powershell(script), "BM324") == []


def test_the_fix_lets_the_restart_pass() -> None:
    assert said(powershell("msiexec /i a.msi /qn /norestart"), "BM324") == [
        (
            "warning: PowerShell doesn't wait for msiexec, a program with windows: it continues at once, and the exit code is "
            "lost. Use $p = Start-Process … -Wait -PassThru; if ($p.ExitCode -notin 0, 3010) { exit $p.ExitCode }."
        )
    ]
    assert said(powershell("Start-Process msiexec -Wait -ArgumentList '/i a.msi /qn'"), "BM106") == [
        (
            "warning: if the program that Start-Process starts fails, its exit code is lost. Use $p = Start-Process … -Wait "
            "-PassThru; if ($p.ExitCode) { exit $p.ExitCode }."
        )
    ]


SUCCEEDS = "exits with 3010 if it has succeeded and Windows has to restart"
FAILS = "the script takes that for a failure"
IN_CMD = "Make it a success: … & if errorlevel 3010 if not errorlevel 3011 exit /b 0."
MSI = "$p = Start-Process msiexec.exe -ArgumentList '/i a.msi /qn /norestart' -Wait -PassThru"


def accept(code: str) -> str:
    return f"Make it a success: if ({code} -in 0, 3010) {{ exit 0 }}; exit {code}."


@pytest.mark.parametrize(
    ("line", "name", "effect", "fix"),
    [
        (powershell(f"{MSI}; exit $p.ExitCode"), "msiexec.exe", FAILS, accept("$p.ExitCode")),
        (powershell(f"{MSI}; if ($p.ExitCode) {{ throw 'no' }}; ./a.exe"), "msiexec.exe", FAILS, accept("$p.ExitCode")),
        (powershell(f"{MSI}; if ($p.ExitCode -ne 0) {{ exit 1 }}"), "msiexec.exe", FAILS, accept("$p.ExitCode")),
        (
            powershell(
                "$r = Start-Process .\\vc_redist.x64.exe -ArgumentList '/quiet','/norestart' -Wait -PassThru; exit $r.ExitCode"
            ),
            ".\\vc_redist.x64.exe",
            FAILS,
            accept("$r.ExitCode"),
        ),
        (
            powershell("exit (Start-Process wusa -ArgumentList 'a.msu /quiet /norestart' -Wait -PassThru).ExitCode"),
            "wusa",
            FAILS,
            accept("$p.ExitCode"),
        ),
        (
            powershell("dism /online /enable-feature /featurename:NetFx3 /norestart; exit $LASTEXITCODE"),
            "dism",
            FAILS,
            accept("$LASTEXITCODE"),
        ),
        (
            powershell("msiexec /i a.msi /qn /norestart | Out-Null; if ($LASTEXITCODE -ne 0) { exit 1 }"),
            "msiexec",
            FAILS,
            accept("$LASTEXITCODE"),
        ),
        ('cmd /c "msiexec /i a.msi /qn /norestart || exit /b 1"', "msiexec", FAILS, IN_CMD),
        ('cmd /c "msiexec /i a.msi /qn REBOOT=ReallySuppress & if errorlevel 1 exit /b 1"', "msiexec", FAILS, IN_CMD),
        ('cmd /v:on /c "start /wait msiexec /i a.msi /qn /norestart & exit /b !ERRORLEVEL!"', "msiexec", FAILS, IN_CMD),
        ('cmd /c "wusa a.msu /quiet /norestart"', "wusa", "the start task fails although nothing is wrong", IN_CMD),
        ('cmd /c "ndp48.exe /q /norestart && copy a b"', "ndp48.exe", "what follows doesn't run", IN_CMD),
        (
            "dism /online /enable-feature /featurename:Containers /norestart",
            "dism",
            "the start task fails although nothing is wrong",
            'Make it a success: cmd /c "… & if errorlevel 3010 if not errorlevel 3011 exit /b 0".',
        ),
    ],
)
def test_a_needed_restart_is_no_failure(line: str, name: str, effect: str, fix: str) -> None:
    assert said(line, "BM321") == [f"warning: {name} {SUCCEEDS}: {effect}. {fix}"]


@pytest.mark.parametrize(
    "line",
    [
        powershell(f"{MSI}; if ($p.ExitCode -in 0, 3010) {{ exit 0 }}; exit $p.ExitCode"),
        powershell(f"{MSI}; if ($p.ExitCode -ne 0 -and $p.ExitCode -ne 3010) {{ exit $p.ExitCode }}"),
        powershell(f"{MSI}; if ($p.ExitCode -notin 0, 3010) {{ exit $p.ExitCode }}; Copy-Item a b"),
        powershell(f"{MSI}; Write-Output $p.ExitCode"),
        powershell(".\\vc_redist.x64.exe /install /quiet /norestart; exit $LASTEXITCODE"),  # BM324: nothing waits for it
        powershell("$p = Start-Process msiexec -ArgumentList '/i a.msi /qn' -Wait -PassThru; exit $p.ExitCode"),
        powershell("$p = Start-Process setup.exe -ArgumentList '/VERYSILENT /NORESTART' -Wait -PassThru; exit $p.ExitCode"),
        "msiexec /i a.msi /qn /norestart",
        "vc_redist.x64.exe /install /quiet /norestart",
        'cmd /c "dism /online /enable-feature /featurename:NetFx3 /norestart"',
        'cmd /c "dism /online /get-features /norestart || exit /b 1"',
        'cmd /c "wusa a.msu /quiet /norestart & if errorlevel 3010 if not errorlevel 3011 exit /b 0"',
        'cmd /c "msiexec /i a.msi /qn /norestart || exit /b 0"',
        'cmd /c "msiexec /i a.msi /qn || exit /b 1"',
    ],
)
def test_installers_whose_exit_code_is_right(line: str) -> None:
    assert said(line, "BM321") == []
