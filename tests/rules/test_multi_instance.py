"""Multi-instance tasks and their coordination commands: BM071 and BM072."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import bash, found

from batchmodels import MultiInstanceSettings, TaskAddParameter


def task(coordination: str, common: tuple[str, ...] = (), own: tuple[str, ...] = (), **members: Any) -> TaskAddParameter:
    """A multi-instance task with files."""
    settings = {"numberOfInstances": 2, "coordinationCommandLine": coordination, **members}
    settings["commonResourceFiles"] = [{"httpUrl": "https://a.example/f", "filePath": path} for path in common]
    files = [{"httpUrl": "https://a.example/f", "filePath": path} for path in own]
    return TaskAddParameter.deserialize(
        {"id": "t", "commandLine": "./a", "resourceFiles": files, "multiInstanceSettings": settings}
    )


PLACE = "$.multiInstanceSettings.coordinationCommandLine: "


def test_the_number_of_instances() -> None:
    assert found(task("a.exe", numberOfInstances=None), "BM071") == [
        (
            "$.multiInstanceSettings: BM071 warning: numberOfInstances isn't set, so the task runs on a single node. Set "
            "numberOfInstances to the number of nodes, or remove multiInstanceSettings."
        )
    ]
    assert found(task("a.exe", numberOfInstances=1), "BM071") == []


@pytest.mark.parametrize("line", ["mpirun -np 4 ./a", bash("set -e; mpirun -np 4 ./a"), "mpiexec.exe -n 4 ./a"])
def test_the_program_in_the_coordination_command(line: str) -> None:
    name = "mpiexec.exe" if "mpiexec" in line else "mpirun"
    assert found(task(line), "BM071") == [
        (
            f"{PLACE}BM071 warning: every node runs the coordination command, so {name} starts the program once on each node. "
            f"Move {name} to commandLine, which only the primary task runs, after the coordination command has succeeded on "
            "all nodes."
        )
    ]


@pytest.mark.parametrize("line", [bash("which mpirun"), bash("command -v mpirun"), "mpirun --version", "mpirun", "env"])
def test_no_program_in_the_coordination_command(line: str) -> None:
    assert found(task(line), "BM071") == []


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (bash("sleep infinity"), "sleep infinity"),
        (bash("./start; tail -f log"), "tail -f"),
        ("/usr/sbin/sshd -D", "/usr/sbin/sshd"),
        (bash("while true; do ./a; sleep 1; done"), "the loop"),
        (bash("set -e; chmod a+x node-agent; ./node-agent --listen 7100 > agent.log 2>&1"), "./node-agent"),
        (bash("./node-agent --listen 7100 > agent.log; sleep 1"), "./node-agent"),
        ("./render-server --port=9000", "./render-server"),
        (bash("python3 $AZ_BATCH_TASK_SHARED_DIR/server.py --port 9000"), "python3"),
        (bash("java -jar worker.jar --listen-port 9000"), "java"),
        (bash("mpd --ncpus=4"), "mpd"),
        (bash("orted -mca ess env"), "orted"),
        (bash("hydra_pmi_proxy --control-port $AZ_BATCH_MASTER_NODE:7100"), "hydra_pmi_proxy"),
    ],
)
def test_a_coordination_command_that_never_ends(line: str, what: str) -> None:
    assert found(task(line), "BM071") == [
        (
            f"{PLACE}BM071 warning: {what} never ends, but Batch waits for the coordination command on every node before it "
            "runs the task's command. Start it in the background, so that the coordination command ends."
        )
    ]


@pytest.mark.parametrize(
    "line",
    [
        bash("sleep infinity &"),
        bash("sleep 30"),
        bash("tail log"),
        bash("/usr/sbin/sshd"),
        'cmd /c start cmd /c "smpd.exe" -d',
        bash("test -f a || sleep infinity"),
        "cmd /c start smpd -d",
        bash("nohup ./node-agent --listen 7100 > agent.log 2>&1 &"),
        bash("(./node-agent --listen 7100 > agent.log 2>&1 &); sleep 2"),
        bash("./node-agent --listen 7100 --daemon"),
        bash("./node-agent --listen 7100; ./check"),  # it may go into the background by itself
        bash("timeout 30 ./node-agent --listen 7100"),
        bash("screen -dm ./node-agent --listen 7100"),
        bash("./wait-for-server --port 7100"),
        bash("./register-agent --port 7100 > register.log"),
        bash("./solver --port 7100"),
        bash("mpd --daemon"),
        bash("orted --daemonize"),
        bash("hydra_pmi_proxy --version"),
        "./node-agent",
    ],
)
def test_a_coordination_command_that_ends(line: str) -> None:
    assert found(task(line), "BM071") == []


@pytest.mark.parametrize(
    ("line", "what", "how"),
    [
        ("smpd.exe -d", "smpd.exe", "cmd /c start smpd.exe -d"),
        ("cmd /c smpd -d 3", "smpd", "start smpd -d 3"),
        ('cmd /c "node-agent.exe --bind 0.0.0.0"', "node-agent.exe", "start node-agent.exe --bind 0.0.0.0"),
        (
            'cmd /c "C:\\Program Files\\agent\\smpd.exe" -d',
            "C:\\Program Files\\agent\\smpd.exe",
            'start "" "C:\\Program Files\\agent\\smpd.exe" -d',
        ),
        ('cmd /c ""%MSMPI_BIN%\\smpd.exe" -d"', "%MSMPI_BIN%\\smpd.exe", 'start "" "%MSMPI_BIN%\\smpd.exe" -d'),
    ],
)
def test_how_to_start_a_server_in_the_background_on_windows(line: str, what: str, how: str) -> None:
    assert found(task(line), "BM071") == [
        (
            f"{PLACE}BM071 warning: {what} never ends, but Batch waits for the coordination command on every node before it "
            f"runs the task's command. Start it in the background with {how}, so that the coordination command ends."
        )
    ]
    assert found(task(how if how.startswith("cmd") else f"cmd /c {how}"), "BM071") == []


def test_a_common_file_in_powershell() -> None:
    (said,) = found(task('powershell -Command "python a.py"', ("a.py",)), "BM072")
    assert said.endswith("Use $env:AZ_BATCH_TASK_SHARED_DIR\\a.py in a shell.")


def test_common_files_are_in_the_shared_directory() -> None:
    says = (
        f"{PLACE}BM072 warning: common resource files are in the task's shared directory, but the coordination command starts "
        "in the working directory, so it doesn't find a.sh. Use "
    )
    assert found(task("/bin/bash a.sh", ("a.sh",)), "BM072") == [f"{says}$AZ_BATCH_TASK_SHARED_DIR/a.sh in a shell."]
    assert found(task(bash("set -e; ./a.sh 1"), ("./a.sh",)), "BM072") == [f"{says}$AZ_BATCH_TASK_SHARED_DIR/a.sh in a shell."]
    in_cmd = found(task("cmd /c python a.py", ("a.py",)), "BM072")
    assert in_cmd == [f"{says.replace('a.sh', 'a.py')}%AZ_BATCH_TASK_SHARED_DIR%\\a.py in a shell."]


def test_own_files_are_only_on_the_primary_node() -> None:
    assert found(task("/bin/bash a.sh", own=("a.sh",)), "BM072") == [
        (
            f"{PLACE}BM072 warning: only the primary task downloads resourceFiles, so the coordination command doesn't find "
            "a.sh on the other nodes. Move a.sh to commonResourceFiles and use $AZ_BATCH_TASK_SHARED_DIR/a.sh in a shell."
        )
    ]


@pytest.mark.parametrize(
    "line",
    [
        bash(". $AZ_BATCH_TASK_SHARED_DIR/a.sh"),
        bash("cd $AZ_BATCH_TASK_SHARED_DIR; ./a.sh"),
        bash("cp $AZ_BATCH_TASK_SHARED_DIR/a.sh b.sh; ./b.sh"),
        bash("if [ -f a.sh ]; then ./a.sh; fi"),
        "/bin/bash other.sh",
    ],
)
def test_files_that_may_be_there(line: str) -> None:
    assert found(task(line, ("a.sh",), ("a.sh",)), "BM072") == []


def test_settings_alone() -> None:
    settings = MultiInstanceSettings(number_of_instances=2, coordination_command_line="/bin/bash a.sh")
    assert found(settings, "BM071", "BM072") == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("bash $AZ_BATCH_TASK_SHARED_DIR/a.sh", "$AZ_BATCH_TASK_SHARED_DIR is not expanded"),
        ("echo a && ls", "&& is passed to it as an argument and nothing after it runs"),
    ],
)
def test_the_shell_that_batch_may_start(line: str, problem: str) -> None:
    (text,) = found(task(line), "BM101")
    assert text.startswith(f"{PLACE}BM101 warning: ")
    assert f", so {problem}, unless Batch starts multi-instance tasks in a shell of its own. Use /bin/" in text
    (text,) = found(TaskAddParameter(id="t", command_line=line), "BM101")
    assert text.startswith("$.commandLine: BM101 error: ")
    assert f", so {problem}. Use /bin/" in text
