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
        ("smpd.exe -d", "smpd.exe"),
        (bash("while true; do ./a; sleep 1; done"), "the loop"),
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
    ],
)
def test_a_coordination_command_that_ends(line: str) -> None:
    assert found(task(line), "BM071") == []


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
