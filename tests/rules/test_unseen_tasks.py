"""Mistakes in lone tasks and jobs of an author who didn't know the rules, and what is like them but right."""

from __future__ import annotations

import pytest
from reviewing import found

from batchmodels import (
    MultiInstanceSettings,
    ResourceFile,
    TaskAddParameter,
)


def task(command_line: str, *rules: str) -> list[str]:
    return found(TaskAddParameter(id="t", command_line=command_line), *rules)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            r'cmd /c "app.exe --out $AZ_BATCH_TASK_WORKING_DIR\out"',
            "BM404 error: cmd doesn't expand $AZ_BATCH_TASK_WORKING_DIR. Use %AZ_BATCH_TASK_WORKING_DIR%.",
        ),
        (
            r"cmd /c type out.csv > ${AZ_BATCH_NODE_SHARED_DIR}\out.csv",
            "BM404 error: cmd doesn't expand ${AZ_BATCH_NODE_SHARED_DIR}. Use %AZ_BATCH_NODE_SHARED_DIR%.",
        ),
        (
            "/bin/bash -c 'cp out.csv %AZ_BATCH_NODE_SHARED_DIR%/out.csv'",
            "BM403 error: the shell doesn't expand %AZ_BATCH_NODE_SHARED_DIR%. Use $AZ_BATCH_NODE_SHARED_DIR.",
        ),
        (
            "app.exe --out $AZ_BATCH_TASK_WORKING_DIR/out",
            (
                "BM101 error: app.exe runs without a shell, so $AZ_BATCH_TASK_WORKING_DIR is not expanded. "
                'Use cmd /c "app.exe --out %AZ_BATCH_TASK_WORKING_DIR%/out".'
            ),
        ),
        (
            r"python main.py --out $AZ_BATCH_TASK_WORKING_DIR\out",
            (
                "BM101 error: python runs without a shell, so $AZ_BATCH_TASK_WORKING_DIR is not expanded. "
                r'Use cmd /c "python main.py --out %AZ_BATCH_TASK_WORKING_DIR%\out".'
            ),
        ),
        (
            "bash run.sh %AZ_BATCH_TASK_ID%",
            (
                "BM101 error: the shell only runs the file run.sh, so %AZ_BATCH_TASK_ID% is not expanded. "
                "Use /bin/bash -c 'bash run.sh $AZ_BATCH_TASK_ID'."
            ),
        ),
    ],
)
def test_the_shell_says_how_a_variable_of_batch_is_written(line: str, says: str) -> None:
    assert task(line, "BM101", "BM403", "BM404") == [f"$.commandLine: {says}"]


@pytest.mark.parametrize(
    "line",
    [
        "cmd /c \"bash -c 'echo $AZ_BATCH_TASK_ID'\"",
        "cmd /c \"wsl sh -c 'cp a $AZ_BATCH_TASK_ID'\"",
        "/bin/bash -c 'sed -i s/%AZ_BATCH_TASK_ID%/$AZ_BATCH_TASK_ID/ cfg.ini'",
        "/bin/bash -c 'wsl.exe cmd.exe /c app.exe %AZ_BATCH_TASK_ID%'",
        r'cmd /c "app.exe --out %AZ_BATCH_TASK_WORKING_DIR%\out"',
    ],
)
def test_another_shell_or_program_may_expand_the_variable(line: str) -> None:
    assert not task(line, "BM101", "BM403", "BM404")


def on_nodes(command_line: str, coordination: str = "hostname", *rules: str) -> list[str]:
    files = [
        ResourceFile(http_url=f"https://a.blob.core.windows.net/c-files/{name}", file_path=name) for name in ("app", "case.dat")
    ]
    settings = MultiInstanceSettings(number_of_instances=4, coordination_command_line=coordination, common_resource_files=files)
    return found(TaskAddParameter(id="t", command_line=command_line, multi_instance_settings=settings), *rules)


SHARED = "common resource files are in the task's shared directory, but the"
APP = f"$.commandLine: BM412 warning: {SHARED} command starts in the working directory, so it doesn't find app. "


@pytest.mark.parametrize("line", ["$AZ_BATCH_TASK_WORKING_DIR/app", "mpirun -host $AZ_BATCH_HOST_LIST ./app", "chmod +x app"])
def test_common_files_are_in_the_shared_directory(line: str) -> None:
    assert on_nodes(f"/bin/bash -c '{line}'", "hostname", "BM412") == [f"{APP}Use $AZ_BATCH_TASK_SHARED_DIR/app in a shell."]


@pytest.mark.parametrize(
    "line",
    [
        "mpirun -host $AZ_BATCH_HOST_LIST $AZ_BATCH_TASK_SHARED_DIR/app case.dat",
        "mpirun -host $AZ_BATCH_HOST_LIST $AZ_BATCH_TASK_SHARED_DIR/app --case=case.dat --out x.log",
        "mpiexec -hosts $AZ_BATCH_HOST_LIST python3 $AZ_BATCH_TASK_SHARED_DIR/app case.dat",
    ],
)
def test_a_common_file_as_an_argument_of_a_program_of_mpi(line: str) -> None:
    assert on_nodes(f"/bin/bash -c '{line}'", "hostname", "BM412") == [
        f"{APP.replace('app.', 'case.dat.')}Use $AZ_BATCH_TASK_SHARED_DIR/case.dat in a shell."
    ]


@pytest.mark.parametrize(
    "line",
    [
        "mpirun -wdir $AZ_BATCH_TASK_SHARED_DIR -host $AZ_BATCH_HOST_LIST $AZ_BATCH_TASK_SHARED_DIR/app case.dat",
        "cd $AZ_BATCH_TASK_SHARED_DIR && mpirun -host $AZ_BATCH_HOST_LIST ./app case.dat",
        "cp $AZ_BATCH_TASK_SHARED_DIR/case.dat . && mpirun $AZ_BATCH_TASK_SHARED_DIR/app case.dat",
        "mpirun -host $AZ_BATCH_HOST_LIST $AZ_BATCH_TASK_SHARED_DIR/app $AZ_BATCH_TASK_SHARED_DIR/case.dat",
        "mpirun -host $AZ_BATCH_HOST_LIST $AZ_BATCH_TASK_SHARED_DIR/app --out case.dat",
        "mpirun -host $AZ_BATCH_HOST_LIST $AZ_BATCH_TASK_SHARED_DIR/app --output=case.dat",
    ],
)
def test_an_argument_of_a_program_of_mpi_that_is_right(line: str) -> None:
    assert on_nodes(f"/bin/bash -c '{line}'", "hostname", "BM412") == []


def test_the_coordination_command_finds_no_common_file_in_the_working_directory() -> None:
    assert on_nodes("/bin/true", "/bin/bash -c 'chmod +x app'", "BM072") == [
        (
            f"$.multiInstanceSettings.coordinationCommandLine: BM072 warning: {SHARED} coordination command starts in the "
            "working directory, so it doesn't find app. Use $AZ_BATCH_TASK_SHARED_DIR/app in a shell."
        )
    ]


@pytest.mark.parametrize(
    ("line", "coordination"),
    [
        ("cd $AZ_BATCH_TASK_SHARED_DIR && ./app case.dat", "hostname"),
        ("mpirun -wdir $AZ_BATCH_TASK_SHARED_DIR -host $AZ_BATCH_HOST_LIST ./app", "hostname"),
        ("./app", "/bin/bash -c 'cp $AZ_BATCH_TASK_SHARED_DIR/app . && chmod +x app'"),
        ("$AZ_BATCH_TASK_SHARED_DIR/app --log ./app.log", "/bin/bash -c 'chmod +x $AZ_BATCH_TASK_SHARED_DIR/app'"),
    ],
)
def test_common_files_that_are_found(line: str, coordination: str) -> None:
    assert on_nodes(f"/bin/bash -c '{line}'", coordination, "BM072", "BM412") == []


@pytest.mark.parametrize(
    ("option", "name"),
    [("--hostfile ", "AZ_BATCH_HOST_LIST"), ("-machinefile ", "AZ_BATCH_NODE_LIST"), ("--hostfile=", "AZ_BATCH_HOST_LIST")],
)
def test_the_list_of_nodes_is_no_file(option: str, name: str) -> None:
    assert on_nodes(f"/bin/bash -c 'mpirun {option}${name} $AZ_BATCH_TASK_SHARED_DIR/app'", "hostname", "BM087") == [
        (
            f"$.commandLine: BM087 error: {name} is the list of the nodes, not the path of a file, so mpirun doesn't find it. "
            "Use -host $AZ_BATCH_HOST_LIST."
        )
    ]


UNKNOWN = 'fails with "Host key verification failed": the node doesn\'t know the SSH host key of'
TRUST = "-o StrictHostKeyChecking=accept-new"
ADD = f"Add {TRUST}, or bring known_hosts as a resource file and add -o UserKnownHostsFile=known_hosts."
KEY = " The server asks for a private key, too: bring one as a resource file with the fileMode 0600, and name it with -i."
KEY_OF_RSYNC = " The server asks for a private key, too: bring one as a resource file with mode 0600, and add -i FILE to ssh."


@pytest.mark.parametrize(
    ("line", "host", "fix"),
    [
        ("ssh -p 22 -i key worker@10.0.0.5 ./trigger.sh", "10.0.0.5", ADD),
        ("ssh -o BatchMode=yes h.example.com ls", "h.example.com", ADD + KEY),
        ("scp -i key out.csv in@files.example.com:/in/", "files.example.com", ADD),
        ("scp out.csv scp://in@files.example.com/in", "files.example.com", ADD + KEY),
        ("sftp -b batch in@files.example.com", "files.example.com", ADD + KEY),
        ("rsync -a results/ in@files.example.com:/in/", "files.example.com", f'Add -e "ssh {TRUST}".{KEY_OF_RSYNC}'),
    ],
)
def test_ssh_to_a_host_that_the_node_does_not_know(line: str, host: str, fix: str) -> None:
    program = line.split(maxsplit=1)[0]
    message = f"$.commandLine: BM310 warning: {program} {UNKNOWN} {host}, and nothing can confirm it. {fix}"
    assert task(f"/bin/bash -c '{line}'", "BM310") == [message]


@pytest.mark.parametrize(
    "line",
    [
        "scp -o StrictHostKeyChecking=accept-new -i key out.csv in@files.example.com:/in/",
        "ssh -oStrictHostKeyChecking=no worker@10.0.0.5 ls",
        "ssh-keyscan files.example.com > hosts && sftp -o UserKnownHostsFile=hosts -b batch in@files.example.com",
        'rsync -e "ssh -o StrictHostKeyChecking=no" -a results/ in@files.example.com:/in/',
        "rsync -a rsync://mirror.example.com/module files",
        "rsync -a mirror.example.com::module files",
        "scp -r results /mnt/results",
        "ssh -V",
    ],
)
def test_ssh_to_a_known_host(line: str) -> None:
    assert task(f"/bin/bash -c '{line}'", "BM310") == []


@pytest.mark.parametrize(
    ("line", "path", "read"),
    [
        ("cmd /c C:\temp\run.bat", r"C:\temp\run.bat", r"\t as a tab and \r as a carriage return"),
        ('cmd /c "D:\batch\new\app.exe"', r"D:\batch\new\app.exe", r"\b as a backspace, \n as a line feed and \a as a bell"),
        ("C:\tools/x.exe /q", r"C:\tools/x.exe", r"\t as a tab"),
        ("powershell -File D:\new.ps1", r"D:\new.ps1", r"\n as a line feed"),
        ("cmd /c a.exe & C:\temp/b.exe\r\n", r"C:\temp/b.exe", r"\t as a tab"),
        ("cmd /c D:\\tools\vendor.exe", r"D:\tools\vendor.exe", r"\v as a vertical tab"),
        ("cmd /c D:\\tools\files.exe", r"D:\tools\files.exe", r"\f as a form feed"),
    ],
)
def test_backslashes_that_json_and_python_read(line: str, path: str, read: str) -> None:
    assert task(line, "BM101", "BM134", "BM148") == [
        (
            f"$.commandLine: BM148 error: the path {path} has lost backslashes, so it isn't found: JSON and Python read "
            rf"{read}. Double each backslash: \\."
        )
    ]


@pytest.mark.parametrize(
    "line",
    [
        *(r"cmd /c C:\temp\run.bat", "cmd /c echo a\tb", "/bin/bash -c 'printf x:\ty'", "cmd /c a.exe\r\n"),
        'powershell -Command "Set-Location D:\nGet-ChildItem"',
    ],
)
def test_backslashes_and_tabs_that_are_meant(line: str) -> None:
    assert task(line, "BM101", "BM148") == []


def with_files(command_line: str, *paths: str) -> list[str]:
    files = [ResourceFile(http_url=f"https://a.blob.core.windows.net/c-files/{path}", file_path=path) for path in paths]
    return found(TaskAddParameter(id="t", command_line=command_line, resource_files=files), "BM412")


def test_an_argument_without_the_directory_of_its_file() -> None:
    assert with_files("python3 main.py data.csv", "main.py", "input/data.csv") == [
        (
            "$.commandLine: BM412 note: data.csv isn't in the working directory but at input/data.csv, so python3 finds it "
            "only if it looks there. Use input/data.csv, unless the program looks for it in input."
        )
    ]


@pytest.mark.parametrize(
    "line",
    [
        "python3 main.py input/data.csv",
        "python3 main.py --folder input data.csv",
        "python3 main.py --output data.csv",
        "/bin/bash -c 'cd input && python3 ../main.py data.csv'",
        "/bin/bash -c 'python3 main.py > data.csv && gzip data.csv'",
    ],
)
def test_an_argument_that_the_program_finds(line: str) -> None:
    assert with_files(line, "main.py", "input/data.csv") == []


def test_a_resource_file_of_the_start_task() -> None:
    assert task("/bin/bash -c 'python3 $AZ_BATCH_NODE_STARTUP_DIR/main.py'", "BM412") == [
        (
            "$.commandLine: BM412 note: resource files of the start task are in its working directory, wd, so "
            "$AZ_BATCH_NODE_STARTUP_DIR/main.py exists only if the start task has put it there. "
            "Use $AZ_BATCH_NODE_STARTUP_DIR/wd/main.py for a resource file."
        )
    ]
    assert task("/bin/bash -c 'python3 $AZ_BATCH_NODE_STARTUP_DIR/wd/main.py'", "BM412") == []
