"""Mistakes that were first seen in definitions of an author who didn't know the rules, and what is like them but right."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import bash, found

from batchmodels import (
    ApplicationPackageReference,
    EnvironmentSetting,
    ImageReference,
    PoolAddParameter,
    ResourceFile,
    StartTask,
    TaskContainerSettings,
    VirtualMachineConfiguration,
)

UBUNTU = ImageReference(publisher="canonical", offer="ubuntu-24_04-lts", sku="server")
WINDOWS = ImageReference(publisher="microsoftwindowsserver", offer="windowsserver", sku="2022-datacenter")
STAYS = "so the start task never succeeds: the node stays in waitingforstarttask, runs no task and keeps costing money."


def pool(command_line: str, image: ImageReference = UBUNTU, packages: Any = None, **members: Any) -> PoolAddParameter:
    agent = "batch.node.windows amd64" if image is WINDOWS else "batch.node.ubuntu 24.04"
    return PoolAddParameter(
        id="p",
        vm_size="standard_d2s_v3",
        virtual_machine_configuration=VirtualMachineConfiguration(image_reference=image, node_agent_sku_id=agent),
        application_package_references=packages,
        start_task=StartTask(command_line=command_line, **members),
    )


def on_windows(command_line: str, *rules: str, **members: Any) -> list[str]:
    return found(pool(command_line, WINDOWS, **members), *rules)


@pytest.mark.parametrize(
    ("line", "reader", "name", "path"),
    [
        ("/bin/bash setup.sh", "/bin/bash", "setup.sh", "setup.sh"),
        ("./run.sh", "the node", "./run.sh", "run.sh"),
        (bash("pip install -r requirements.txt"), "pip install", "requirements.txt", "requirements.txt"),
        (bash("set -e; mkdir -p out; python3 tools/x.py out"), "python3", "tools/x.py", "tools/x.py"),
        (bash("python3 -m venv --prompt p env && env/bin/pip install -r r.txt"), "env/bin/pip install", "r.txt", "r.txt"),
    ],
)
def test_files_without_any_resource_file(line: str, reader: str, name: str, path: str) -> None:
    text = (
        f"$.startTask.commandLine: BM412 note: the start task has no resource files, so {reader} doesn't find {name}. "
        f"Add a resource file with the filePath {path}, or use the full path of the file."
    )
    assert found(pool(line), "BM412") == [text]
    assert found(pool(line, resource_files=[]), "BM412") == [text]


@pytest.mark.parametrize(
    "line",
    [
        bash("curl -fsSL -o setup.sh https://example.com/setup.sh && bash setup.sh"),
        bash("git clone https://example.com/tools.git && bash tools/setup.sh"),
        bash("if [ -f setup.sh ]; then bash setup.sh; fi"),
        bash("python3 -m venv env && env/bin/python -m pip --version"),
        bash("cd tools && ./setup.sh"),
        bash("cd /opt/tools && ./setup.sh"),
        "/bin/bash /opt/setup.sh",
        "render-node --register",
        "./setup/../../shared.sh",
    ],
)
def test_files_that_may_be_there(line: str) -> None:
    assert found(pool(line), "BM412") == []


def test_an_option_without_a_space() -> None:
    assert on_windows("ipconfig/all", "BM412") == []


def test_files_of_an_image_that_is_not_known() -> None:
    line = "/bin/bash setup.sh"
    own = ImageReference(virtual_machine_image_id="/subscriptions/s/resourceGroups/g/images/i")
    unknown = ImageReference(publisher="contoso", offer="render", sku="1")
    package = [ApplicationPackageReference(application_id="tools", version="1")]
    assert found(StartTask(command_line=line), "BM412") == []
    assert found(pool(line, own), "BM412") == []
    assert found(pool(line, unknown), "BM412") == []
    assert found(pool(line, packages=package), "BM412") == []
    assert found(pool(line, container_settings=TaskContainerSettings(image_name="i")), "BM412") == []


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('cmd /c "ping -t 10.0.0.4"', "ping -t"),
        ('cmd /c "ping /t 10.0.0.4 > a.log"', "ping /t"),
        ("ping 10.0.0.4 -T", "ping 10.0.0.4"),
    ],
)
def test_ping_on_windows(line: str, shown: str) -> None:
    service = "Make it a Windows service that the start task starts, so that the start task ends."
    service += " Run the start task as an administrator for that."
    assert on_windows(line, "BM307") == [f"$.startTask.commandLine: BM307 error: {shown} never ends, {STAYS} {service}"]


def test_time_to_live_of_ping() -> None:
    assert found(pool(bash("ping -c 3 -t 64 host")), "BM307") == []
    assert on_windows('cmd /c "ping -n 3 10.0.0.4"', "BM307") == []


@pytest.mark.parametrize(
    "script",
    [
        "n=0; while [ $n -lt 30 ]; do ls /a; sleep 5; done",
        'n=0; until [ "$n" -ge 30 ]; do ls -n "${n}"; sleep 5; done',
        "n=3; while ((n > 0)); do sleep 5; done",
        "n=0\nwhile [[ $n -ne 9 ]]\ndo\n  sleep 5\ndone",
    ],
)
def test_a_counter_that_nothing_changes(script: str) -> None:
    fix = "Limit the loop, or make it a system service that the start task starts, for example a systemd unit."
    assert found(pool(bash(script)), "BM307") == [f"$.startTask.commandLine: BM307 error: the loop never ends, {STAYS} {fix}"]


def test_a_counter_that_nothing_changes_with_a_way_out() -> None:
    script = "tries=0; while [ $tries -lt 30 ]; do curl -fs http://10.0.0.5/ok && exit 0; sleep 5; done; exit 1"
    assert found(pool(bash(script)), "BM307") == [
        (
            "$.startTask.commandLine: BM307 warning: nothing changes tries, so the loop never reaches its limit, and the start "
            "task may never end. Change tries in the loop."
        )
    ]


@pytest.mark.parametrize(
    "script",
    [
        "n=0; while [ $n -lt 30 ]; do n=$((n+1)); done",
        "n=0; while [ $n -lt 30 ]; do ls && break; ((n++)); done",
        "n=0; while [ $n -lt 30 ]; do let n+=1; done",
        "n=0; while [ $n -lt 30 ]; do read -r n < count; done",
        "n=0; while [ $n -lt 30 ]; do printf -v n %s 30; done",
        "n=0; while [ $n -lt 30 ]; do : ${n:=1}; eval x; done",
        "n=0; while [ $n -lt 30 ]; do . ./count.sh; done",
        "more() { n=$((n+1)); }; n=0; while [ $n -lt 30 ]; do more; done",
        "trap 'n=30' USR1; n=0; while [ $n -lt 30 ]; do sleep 1; done",
        "n=30; while [ $n -lt 30 ]; do sleep 1; done",
        "n=0; n=30; while [ $n -lt 30 ]; do sleep 1; done",
        "test -f x && n=0; while [ $n -lt 30 ]; do sleep 1; done",
        "n=$1; while [ $n -lt 30 ]; do sleep 1; done",
        "while [ $n -lt 30 ]; do sleep 1; done",
        "SECONDS=0; while [ $SECONDS -lt 30 ]; do sleep 1; done",
        "n=0; while [ $n -lt 30 ]; do ls; break; done",
        "n=0; while [ $n -lt 30 ]; do sleep 1; done & true",
    ],
)
def test_a_loop_that_may_end(script: str) -> None:
    assert found(pool(bash(script)), "BM307") == []


def test_xcopy_of_a_file() -> None:
    text = (
        "$.startTask.commandLine: BM320 warning: xcopy asks whether a target that doesn't exist is a file or a directory, and "
        "nothing can answer. Use copy /y, or end the name of a directory with a backslash."
    )
    assert on_windows('cmd /c "xcopy /y lic.dat C:\\lic\\lic.dat"', "BM320") == [text]
    assert on_windows('cmd /c "xcopy a.ini D:\\app\\b.ini"', "BM320") == [text]


@pytest.mark.parametrize(
    "line",
    [
        "xcopy /y lic.dat C:\\lic\\",
        "xcopy /y lic.dat C:\\lic",
        "xcopy /i /y lic.dat C:\\lic\\lic.dat",
        "echo F| xcopy /y lic.dat C:\\lic\\lic.dat",
        "xcopy /y hosts.txt %SystemRoot%\\hosts.txt",
        "md C:\\lic\\lic.dat & xcopy /y lic.dat C:\\lic\\lic.dat",
        "copy /y lic.dat C:\\lic\\lic.dat",
    ],
)
def test_xcopy_that_does_not_ask(line: str) -> None:
    assert on_windows(f'cmd /c "{line}"', "BM320") == []


def test_regsvr32() -> None:
    opens = "BM301 error: regsvr32 opens a window and waits for a click that never comes, so the start task hangs. Add /s."
    assert on_windows("regsvr32 plugin.dll", "BM301") == [f"$.startTask.commandLine: {opens}"]
    assert on_windows('cmd /c "regsvr32 /u C:\\a\\plugin.dll"', "BM301") == [f"$.startTask.commandLine: {opens}"]
    assert on_windows("regsvr32 /s plugin.dll", "BM301") == []
    assert on_windows("regsvr32 /?", "BM301") == []


MINIFORGE = "Miniforge3-Linux-x86_64.sh"


@pytest.mark.parametrize(
    ("script", "name"),
    [
        (f"bash {MINIFORGE} -p /opt/conda", MINIFORGE),
        (f"sudo sh ./{MINIFORGE}", MINIFORGE),
        ("./Anaconda3-2024.06-1-Linux-x86_64.sh -u", "Anaconda3-2024.06-1-Linux-x86_64.sh"),
        ("wget -O mc/miniconda.sh https://x.example/Miniconda3-latest-Linux-x86_64.sh; bash mc/miniconda.sh", "miniconda.sh"),
    ],
)
def test_installers_of_conda(script: str, name: str) -> None:
    assert found(pool(bash(script)), "BM301") == [
        (
            f"$.startTask.commandLine: BM301 error: {name} asks for agreement and nothing can answer, so the start task hangs "
            "or fails. Add -b."
        )
    ]


@pytest.mark.parametrize(
    "script",
    [
        f"bash {MINIFORGE} -b -p /opt/conda",
        f"bash {MINIFORGE} -bfp /opt/conda",
        f"bash {MINIFORGE} -h",
        f"bash {MINIFORGE} $OPTIONS",
        f"yes | bash {MINIFORGE} -p /opt/conda",
        f"bash {MINIFORGE} -p /opt/conda < answers",
        "bash miniconda.sh",
        "bash install-miniconda.sh",
        f"bash -c 'echo {MINIFORGE}'",
        f"chmod +x {MINIFORGE}",
    ],
)
def test_installers_of_conda_that_do_not_ask(script: str) -> None:
    assert found(pool(bash(script)), "BM301") == []


def powershell(script: str) -> list[str]:
    return on_windows(f'powershell -NoProfile -Command "{script}"', "BM106")


@pytest.mark.parametrize(
    ("script", "name"),
    [
        (".\\setup.exe /S | Out-Null; Set-Content ready.txt 1", ".\\setup.exe"),
        ("& msiexec /i a.msi /qn | Out-Null; Write-Host ready", "msiexec"),
        ("python prep.py | Tee-Object a.log; Write-Host ready", "python"),
    ],
)
def test_a_failed_program_in_powershell(script: str, name: str) -> None:
    goes_on = f"$.startTask.commandLine: BM106 warning: if {name} fails, PowerShell continues and the failure goes unnoticed."
    stop = "Begin the script with $ErrorActionPreference = 'Stop', and add if ($LASTEXITCODE) { exit 1 } after each program."
    assert powershell(script) == [f"{goes_on} {stop}"]
    assert powershell(f"$ErrorActionPreference='Stop'; {script}") == [
        f"{goes_on} Add if ($LASTEXITCODE) {{ exit 1 }} after each program: $ErrorActionPreference is only about cmdlets."
    ]


def test_a_program_in_powershell_whose_failure_is_noticed() -> None:
    assert powershell(".\\setup.exe /S | Out-Null; if ($LASTEXITCODE) { exit 1 }; Write-Host ready") == []
    assert powershell("$ErrorActionPreference='Stop'; .\\setup.exe /S | Out-Null") == []
    assert powershell("Get-Content a | python x.py | Select-String b; Write-Host ready") == []


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("curl -fsSLO https://example.com/a & curl -fsSLO https://example.com/b & wait", "curl"),
        ("set -e; tar -xzf a.tgz & tar -xzf b.tgz & wait; echo ready", "tar"),
        ("for n in 1 2; do bash part.sh $n & done; wait", "bash"),
    ],
)
def test_wait_for_all(script: str, name: str) -> None:
    assert found(pool(bash(script)), "BM106") == [
        (
            f"$.startTask.commandLine: BM106 warning: if {name} fails, wait without a process id still succeeds, and so does "
            "the start task. Save $! after each command in the background, and wait for one process id at a time."
        )
    ]


@pytest.mark.parametrize(
    "script",
    [
        "tar -xzf a.tgz & one=$!; tar -xzf b.tgz & wait $one && wait $!",
        "tar -xzf a.tgz & wait -n",
        "curl -fsSLo a https://example.com/a & wait; test -s a",
        "curl -fsSLo a.sh https://example.com/a & wait; bash a.sh",
        "tar -xzf a.tgz || touch failed & wait",
        "sleep 5 & wait",
    ],
)
def test_wait_that_hides_nothing(script: str) -> None:
    assert found(pool(bash(script)), "BM106") == []


@pytest.mark.parametrize(
    ("line", "use"),
    [
        ('cmd /c "setx /M TOOLS C:\\tools && copy /y a.exe %TOOLS%\\a.exe"', "%TOOLS%"),
        ('cmd /c "setx TOOLS C:\\tools & echo %tools%"', "%tools%"),
        ('powershell -Command "setx TOOLS C:\\tools; Write-Host $env:TOOLS"', "$env:TOOLS"),
    ],
)
def test_setx(line: str, use: str) -> None:
    name = use.strip("%").removeprefix("$env:")
    assert on_windows(line, "BM131") == [
        (
            f"$.startTask.commandLine: BM131 warning: setx sets {name} only for processes that start later, so {use} doesn't "
            f"have the new value here. Write the value in place of {use}."
        )
    ]


@pytest.mark.parametrize(
    "line",
    [
        'cmd /c "setx /M TOOLS C:\\tools && copy /y a.exe C:\\tools\\a.exe"',
        'cmd /c "setx /M TOOLS %TOOLS%;C:\\tools"',
        'cmd /c "setx PATH C:\\tools & echo %PATH%"',
        'cmd /c "echo %TOOLS% & setx TOOLS C:\\tools"',
        "powershell -Command \"setx TOOLS C:\\tools; $env:TOOLS='C:\\tools'; Write-Host $env:TOOLS\"",
    ],
)
def test_setx_that_is_right(line: str) -> None:
    assert on_windows(line, "BM131") == []


def test_setx_of_a_setting_of_the_task() -> None:
    line = 'cmd /c "setx TOOLS C:\\tools & echo %TOOLS%"'
    assert on_windows(line, "BM131", environment_settings=[EnvironmentSetting(name="tools", value="C:\\tools")]) == []


@pytest.mark.parametrize(
    "installer",
    [
        "powershell -ExecutionPolicy Bypass -File choco-install.ps1",
        "powershell -ExecutionPolicy Bypass -File .\\setup\\Install-Chocolatey.ps1",
        "msiexec /i chocolatey-2.4.3.0.msi /qn",
    ],
)
def test_chocolatey_right_after_its_installation(installer: str) -> None:
    assert on_windows(f'cmd /c "{installer} && choco install -y 7zip"', "BM322") == [
        (
            "$.startTask.commandLine: BM322 warning: the installer of Chocolatey changes PATH for processes that start later, "
            "so choco isn't found in the same command line. "
            'Run set "PATH=%PATH%;%ALLUSERSPROFILE%\\chocolatey\\bin" in between, or run both in one PowerShell.'
        )
    ]
    known = f"{installer} && %ALLUSERSPROFILE%\\chocolatey\\bin\\choco install -y 7zip"
    assert on_windows(f'cmd /c "{known}"', "BM322") == []


def test_a_script_that_only_uses_chocolatey() -> None:
    assert on_windows('cmd /c "powershell -File install-choco-packages.ps1 && choco list"', "BM322") == []


def test_other_resource_files_are_judged_as_before() -> None:
    files = [ResourceFile(http_url="https://example.com/install.sh", file_path="install.sh")]
    assert found(pool("/bin/bash instal.sh", resource_files=files), "BM412") == [
        (
            "$.startTask.commandLine: BM412 warning: instal.sh is not among the resource files; did you mean install.sh? "
            "Use install.sh, or add a resource file with the filePath instal.sh."
        )
    ]
