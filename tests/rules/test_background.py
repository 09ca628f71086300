"""BM107: background processes left running."""

from __future__ import annotations

import pytest
from reviewing import LINUX, WINDOWS, bash, found, pool

from batchmodels import Model, StartTask, TaskAddParameter


def said(line: str) -> list[str]:
    return found(StartTask(command_line=line), "BM107")


GOES_ON = (
    "keeps running after the start task ends: its failure goes unnoticed, and while it uses the task's directory, the start "
    "task can't run again on that node."
)
SERVICE = "Make it a system service with its files outside the task's directory, or, if it ends by itself,"
OF_LINUX = f"{SERVICE} make the script wait for it, for example first & wait $!."
OF_POWERSHELL_ON_LINUX = f"{SERVICE} wait for it with -Wait."
OF_CMD = f"{SERVICE} wait for it with start /wait.".replace("a system", "a Windows")
OF_POWERSHELL, OF_BASH_ON_WINDOWS = (text.replace("a system", "a Windows") for text in (OF_POWERSHELL_ON_LINUX, OF_LINUX))


@pytest.mark.parametrize(
    ("model", "name", "fix"),
    [
        (StartTask(command_line=bash("./agent &")), "./agent", OF_LINUX),
        (StartTask(command_line="setsid ./agent"), "./agent", OF_LINUX),
        (StartTask(command_line=bash("sh -c './agent &'; ls")), "./agent", OF_LINUX),
        (pool(LINUX, bash("./agent &")), "./agent", OF_LINUX),
        (pool(LINUX, 'pwsh -c "Start-Process agent"'), "the process that Start-Process launches", OF_POWERSHELL_ON_LINUX),
    ],
)
def test_what_is_told(model: Model, name: str, fix: str) -> None:
    (finding,) = found(model, "BM107")
    path = "$.commandLine" if isinstance(model, StartTask) else "$.startTask.commandLine"
    assert finding == f"{path}: BM107 warning: {name} {GOES_ON} {fix}"


@pytest.mark.parametrize(
    ("model", "name", "fix"),
    [
        (StartTask(command_line="cmd /c start agent.exe"), "the process that start launches", OF_CMD),
        (StartTask(command_line='powershell -c "Start-Process a"'), "the process that Start-Process launches", OF_POWERSHELL),
        (pool(WINDOWS, "C:\\git\\bin\\bash -c './agent &'"), "./agent", OF_BASH_ON_WINDOWS),
    ],
)
def test_a_process_of_windows_may_end_with_the_task(model: Model, name: str, fix: str) -> None:
    (finding,) = found(model, "BM107")
    assert finding.partition("BM107 ")[2] == (
        f"warning: the start task doesn't wait for {name}: its failure goes unnoticed, and if it keeps running and uses the "
        f"task's directory, the start task can't run again on that node. {fix}"
    )


@pytest.mark.parametrize(
    "waiting", ["wait", "wait $!", "kill $!", "pkill a", "killall a", "fg", "tail -f log", "tail --pid=$! -f /dev/null"]
)
def test_what_waits(waiting: str) -> None:
    assert said(bash(f"./agent & {waiting}")) == []
    assert said(bash(f"{waiting}; ./agent &"))


@pytest.mark.parametrize("waiting", ["Wait-Process a", "Stop-Process a", "taskkill /im a.exe", "$p.WaitForExit()"])
def test_what_waits_on_windows(waiting: str) -> None:
    assert said(f'powershell -Command "$p = Start-Process a; {waiting}"') == []
    assert said(f'powershell -Command "{waiting}; Start-Process a"')


@pytest.mark.parametrize(
    "script", ["(sleep 5; reboot) &", "reboot &", "shutdown -r +1 &", "sleep 60 &", "ls && { sleep 5; } &"]
)
def test_what_may_go_on(script: str) -> None:
    assert said(bash(script)) == []


@pytest.mark.parametrize(
    ("script", "goes_on"),
    [
        *(
            ("setsid a", True),
            ("setsid -f a", True),
            ("setsid -w a", False),
            ("setsid --wait a", False),
            ("setsid -fw a", False),
        ),
        *(("setsid -h", False), ("setsid --help", False), ("sudo nohup env setsid a", True), ("sudo setsid -w a", False)),
        *(("screen -dm a", True), ("screen -dmS x a", True), ("screen -d -m a", True), ("screen -d x -m", False)),
        *(("screen -Ad -m a", True), ("screen -d x", False), ("screen -m a", False), ("screen -ls", False)),
        *(("tmux new -d a", True), ("tmux new-session -d a", True), ("tmux new-session -s x -Ad a", True)),
        *(("tmux new a", False), ("tmux new-session -s d", False), ("tmux attach -d", False), ("tmux new-window -d", False)),
        *(("tmux new -dA a", True), ("disown", True), ("disown %1", True), ("nohup a", False), ("sudo", False)),
    ],
)
def test_programs_that_do_not_wait_for_what_they_start(script: str, goes_on: bool) -> None:
    assert bool(said(bash(f"{script}; ls"))) is goes_on


@pytest.mark.parametrize(
    ("script", "goes_on"),
    [
        *(("start a.exe", True), ("start /b a.exe", True), ("start /wait a.exe", False), ("start /WAIT a.exe", False)),
        *(("start /b /d x /min /high /wait a.exe", False), ("start a 1 2 3 4 /wait", False), ("start a 1 2 3 4 5 /wait", True)),
        *(("start", False), ("a.exe", False), ("echo start a", False), ("setsid a", False), ("disown", False)),
    ],
)
def test_start_in_cmd(script: str, goes_on: bool) -> None:
    assert bool(said(f"cmd /c {script}")) is goes_on


@pytest.mark.parametrize(
    ("script", "goes_on"),
    [
        *(("Start-Process a", True), ("saps a", True), ("Start-Process a -Wait", False), ("Start-Process a -wai", False)),
        *(("Start-Process a -wa", False), ("Start-Process a -PassThru", True), ("Start-Process a -pas", True)),
        *(("$p = Start-Process a -PassThru; $p.Id", True), ("$p = Start-Process a -PassThru; $p.WaitForExit()", False)),
        *(("(Start-Process a -PassThru).WaitForExit()", False), ("Start-Process a -PassThru | Wait-Process", False)),
        *(("$p = Start-Process a -PassThru; while (!$p.HasExited) { sleep 1 }", False), ("Start-Process @a", False)),
        *(("Start-Process a -Wait:$true", False), ("$p = Start-Process a -PassThru; exit $p.ExitCode", False)),
        *(("Start-Process a -WindowStyle Hidden", True), ("saps a -Wait", False), ("start a", False), ("disown", False)),
    ],
)
def test_start_process(script: str, goes_on: bool) -> None:
    assert bool(said(f'powershell -Command "{script}"')) is goes_on


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("powershell -Command \"Start-Process .\\AppSetup.exe '/S'; Copy-Item a b\"", ".\\AppSetup.exe"),
        ("powershell -Command \"Start-Process msiexec '/i a.msi /qn'; Copy-Item a b\"", "msiexec"),
        ('cmd /c "start app-installer-x64.exe /S && copy a b"', "app-installer-x64.exe"),
        ('cmd /c "start vc_redist.x64.exe /quiet & copy a b"', "vc_redist.x64.exe"),
    ],
)
def test_an_installer_that_a_task_does_not_wait_for(line: str, name: str) -> None:
    expected = [
        (
            f"$.commandLine: BM107 warning: nothing waits for {name}: what follows runs before it has installed anything, and "
            f"its failure is lost. {'Use start /wait.' if line.startswith('cmd') else 'Add -Wait to Start-Process.'}"
        )
    ]
    assert found(TaskAddParameter(id="t", command_line=line), "BM107") == expected
    assert said(line) == expected


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ('cmd /c "start setup.exe /S & exit /b 0"', "Use start /wait."),
        ("powershell -Command \"Start-Process setup.exe '/S'\"", "Add -Wait to Start-Process."),
    ],
)
def test_an_installer_at_the_end(line: str, fix: str) -> None:
    assert said(line) == [
        (
            "$.commandLine: BM107 warning: the start task ends without waiting for setup.exe, so its failure goes unnoticed. "
            f"{fix}"
        )
    ]


@pytest.mark.parametrize(
    "line",
    [
        'cmd /c "start server.exe & client.exe"',
        'cmd /c "start /wait setup.exe /S & copy a b"',
        'powershell -Command "Start-Process setup.exe -Wait; Copy-Item a b"',
        'powershell -Command "Start-Process agent.exe; .\\client.exe"',
    ],
)
def test_what_a_task_may_start(line: str) -> None:
    assert found(TaskAddParameter(id="t", command_line=line), "BM107") == []


def test_what_the_ampersand_is_elsewhere() -> None:
    assert said('cmd /c "a & b"') == []
    assert said('powershell -Command "a & b"') == []
    assert said("a &") == []


@pytest.mark.parametrize("script", ["set -o pipefail & ls", "cd /opt & ./run", "{ export A=1; echo $A; } & wait_for_it"])
def test_builtins_end_at_once(script: str) -> None:
    assert said(bash(script)) == []


@pytest.mark.parametrize(
    ("script", "name"), [("(./agent; echo ended) &", "./agent"), ("while true; do echo on; done &", "echo")]
)
def test_what_goes_on_before_a_builtin(script: str, name: str) -> None:
    assert said(bash(script)) == [f"$.commandLine: BM107 warning: {name} {GOES_ON} {OF_LINUX}"]


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("bash install-everything.sh &", "bash"),
        ("nohup bash ./setup.sh > setup.log 2>&1 &", "bash"),
        ("./bootstrap.sh &", "./bootstrap.sh"),
        ("(apt-get update; apt-get install -y jq) &", "apt-get install"),
        ("pip3 install numpy &", "pip3 install"),
    ],
)
def test_installations(script: str, name: str) -> None:
    assert said(bash(script)) == [
        (
            f"$.commandLine: BM107 warning: {name} is still running when the start task ends, so tasks start before it is "
            "done, and its failure goes unnoticed. Remove the & and what else detaches it, so that the start task waits for it."
        )
    ]
    assert said(bash(f"{script} wait")) == []


@pytest.mark.parametrize("script", ["bash run-agent.sh &", "python3 setup-server.py --port 80 &", "nohup ./agent --install &"])
def test_services_are_no_installations(script: str) -> None:
    (text,) = said(bash(script))
    assert GOES_ON in text
    assert text.endswith(OF_LINUX)
