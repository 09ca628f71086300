"""Commands after the end of a script, which no rule except BM121 reports."""

from __future__ import annotations

import pytest
from reviewing import LINUX, WINDOWS, bash, found, pool

from batchmodels import Severity, StartTask, identities, review

NEVER = "Move exit to the end, or remove it, so that the start task runs all commands."


@pytest.mark.parametrize(
    "script",
    [
        "set -e\nmkdir -p app\nexit 0\n[ -f app/done ] && rm app/done",
        "set -e\nmkdir -p app\nexit 0\nmkdir app/data",
        "exit 0\nexport B=2",
        "exit 0; source /opt/env.sh",
        "./run.sh & wait $!; exit\nsleep 5 &",
        "exit 0; LOG=debug; ls",
    ],
)
def test_what_never_runs_is_not_reported(script: str) -> None:
    pools = (pool(LINUX, f"{shell} -c '{script}'", user_identity=identities.pool_admin()) for shell in ("/bin/bash", "/bin/sh"))
    assert [str(each) for one in pools for each in review(one) if each.severity is not Severity.note] == []


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("exit 0\ncd /opt/app", "cd"),
        ("exit 0; conda activate base", "conda activate"),
        ("ls\nexit 0\napt-get update", "apt-get update"),
    ],
)
def test_only_bm121_reports_it(script: str, name: str) -> None:
    model = pool(LINUX, bash(script), user_identity=identities.pool_admin())
    assert [str(each) for each in review(model) if each.severity is not Severity.note] == [
        f"$.startTask.commandLine: BM121 warning: {name} never runs, because exit ends the script before it. {NEVER}"
    ]


def test_a_setting_before_the_end_is_lost() -> None:
    (finding,) = found(StartTask(command_line=bash("export A=1\nexit 0\nexport B=2")), "BM113")
    assert finding.startswith("$.commandLine: BM113 warning: export A ends with this shell, so no task sees it.")


def test_a_setting_after_exec() -> None:
    assert found(StartTask(command_line=bash("exec ./run.sh\nulimit -n 4096")), "BM113") == []


def test_a_setting_after_the_end_of_cmd() -> None:
    assert found(StartTask(command_line='cmd /c "exit /b 0 & set A=1"'), "BM113") == []


@pytest.mark.parametrize("script", ["(exit 0); mkdir data", "exit 0 & mkdir data", "exec 3>log; mkdir data"])
def test_a_script_that_may_go_on(script: str) -> None:
    (finding,) = found(StartTask(command_line=bash(script)), "BM303")
    assert finding == (
        "$.commandLine: BM303 warning: mkdir data fails when the start task runs again and data already exists, for example on "
        "a retry. Use mkdir -p data."
    )


@pytest.mark.parametrize(
    ("line", "name", "ending"),
    [
        (r'powershell -Command "return; .\setup.exe"', r".\setup.exe", "return"),
        ('powershell -Command "return 5\n.\\setup.exe"', r".\setup.exe", "return"),
        (r'powershell -Command "exit 0; .\setup.exe"', r".\setup.exe", "exit"),
        ("powershell -Command \"Throw 'x'; .\\setup.exe\"", r".\setup.exe", "throw"),
        ('cmd /c "exit 0 & setup.exe"', "setup.exe", "exit"),
        ('cmd /c "exit /b 0 & setup.exe"', "setup.exe", "exit"),
    ],
)
def test_only_bm121_reports_it_on_windows(line: str, name: str, ending: str) -> None:
    model = pool(WINDOWS, line, user_identity=identities.pool_admin())
    assert [str(each) for each in review(model) if each.severity is not Severity.note] == [
        (
            f"$.startTask.commandLine: BM121 warning: {name} never runs, because {ending} ends the script before it. "
            f"Move {ending} to the end, or remove it, so that the start task runs all commands."
        )
    ]


@pytest.mark.parametrize(
    "line",
    [
        r'powershell -Command "if (Test-Path C:\done) { return }; .\setup.exe"',
        r'powershell -Command "Get-Item a | ForEach-Object { return }; .\setup.exe"',
        "powershell -Command \"trap { continue }; throw 'x'; .\\setup.exe\"",
        "powershell -Command \"$ErrorActionPreference = 'SilentlyContinue'; throw 'x'; .\\setup.exe\"",
        r'cmd /c "if exist C:\done exit 0 & setup.exe"',
        r'cmd /c "if exist C:\done (exit 0) & setup.exe"',
        'cmd /c "exit /? & setup.exe"',
        r'powershell -Command ".\setup.exe; exit 0; Write-Host done"',
        'cmd /c "setup.exe & exit 0 & echo done"',
    ],
)
def test_a_script_of_windows_that_may_go_on_or_needs_nothing_more(line: str) -> None:
    assert found(pool(WINDOWS, line), "BM121") == []
