"""BM4: paths and variables that the node doesn't have."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewing import LINUX, WINDOWS, bash, found, pool
from strategies import texts

from batchmodels import EnvironmentSetting, ImageReference, ResourceFile, StartTask, review
from batchmodels.rules.discovery import RULES

MINE = {"BM401", "BM402", "BM403", "BM404"}


def said(rule: str, command_line: str, **members: Any) -> list[str]:
    return found(StartTask(command_line=command_line, **members), rule)


@pytest.mark.parametrize(
    ("line", "path", "variable"),
    [
        (bash("cp x /mnt/batch/tasks/shared/x"), "/mnt/batch/tasks/shared", "$AZ_BATCH_NODE_SHARED_DIR"),
        (bash("ls /mnt/resource/batch/tasks"), "/mnt/resource/batch/tasks", "$AZ_BATCH_NODE_ROOT_DIR"),
        (bash("cd /mnt/batch/tasks/startup/wd"), "/mnt/batch/tasks/startup", "$AZ_BATCH_NODE_STARTUP_DIR"),
        (bash("ls > /mnt/batch/tasks/fsmounts/a"), "/mnt/batch/tasks/fsmounts", "$AZ_BATCH_NODE_MOUNTS_DIR"),
        (bash("X=/opt/batch/data/tasks/workitems ls"), "/opt/batch/data/tasks/workitems", "$AZ_BATCH_NODE_ROOT_DIR/workitems"),
        ("cmd /c dir D:\\batch\\tasks\\shared\\x", "D:\\batch\\tasks\\shared", "%AZ_BATCH_NODE_SHARED_DIR%"),
        (
            "powershell -Command dir d:/batch/tasks/workitems",
            "d:/batch/tasks/workitems",
            "$env:AZ_BATCH_NODE_ROOT_DIR\\workitems",
        ),
    ],
)
def test_absolute_roots(line: str, path: str, variable: str) -> None:
    assert said("BM401", line) == [
        (
            f"$.commandLine: BM401 warning: {path} exists only on some nodes: Batch's root directory depends on "
            f"the VM size and the"
            f" image. Use {variable} instead."
        )
    ]


@pytest.mark.parametrize(
    ("line", "path", "better"),
    [
        ("/mnt/batch/tasks/shared/setup", "/mnt/batch/tasks/shared", "/bin/bash -c '$AZ_BATCH_NODE_SHARED_DIR/setup'"),
        ("bash /mnt/batch/tasks/shared/a.sh", "/mnt/batch/tasks/shared", "/bin/bash -c 'bash $AZ_BATCH_NODE_SHARED_DIR/a.sh'"),
        (
            "C:\\batch\\data\\tasks\\shared\\x.exe",
            "C:\\batch\\data\\tasks\\shared",
            'cmd /c "%AZ_BATCH_NODE_SHARED_DIR%\\x.exe"',
        ),
    ],
)
def test_absolute_roots_without_a_shell(line: str, path: str, better: str) -> None:
    (text,) = said("BM401", line)
    assert text.endswith(f"the image. Use {better}: variables are expanded only in a shell.")
    assert text.startswith(f"$.commandLine: BM401 warning: {path} exists only on some nodes")


def test_absolute_roots_elsewhere() -> None:
    task = StartTask(
        command_line=bash("ls /mnt/batch/tasks/shared /mnt/batch/tasks/shared /mnt/batch/tasks"),
        environment_settings=[
            EnvironmentSetting(name="A", value="x"),
            EnvironmentSetting(name="B", value="s3cret:/mnt/batch/tasks/shared/s3cret"),
        ],
        resource_files=[ResourceFile(http_url="https://h/x", file_path="/mnt/batch/tasks/shared/x")],
    )
    texts_found = found(task, "BM401")
    assert [text.split(":")[0] for text in texts_found] == [
        "$.commandLine",
        "$.commandLine",
        "$.environmentSettings[1].value",
        "$.resourceFiles[0].filePath",
    ]
    assert "s3cret" not in "".join(texts_found)
    assert texts_found[2].endswith(
        "Set the variable in the command line from AZ_BATCH_NODE_SHARED_DIR: Batch doesn't expand variables in environment "
        "settings."
    )
    assert texts_found[3].endswith("and copy the file to AZ_BATCH_NODE_SHARED_DIR in the command line.")


@pytest.mark.parametrize(
    "line",
    [
        bash("cp x $AZ_BATCH_NODE_SHARED_DIR/x"),
        bash("cp x ${AZ_BATCH_NODE_ROOT_DIR:-/mnt/batch/tasks}/x"),
        bash("ls # /mnt/batch/tasks"),
        bash("ls /mnt/batch/tasks-old /mnt/batch/tasksx /srv/mnt/batch/tasks /mnt/batch /mnt/resource"),
        "cmd /c dir D:\\batch E:\\batch\\tasks D:\\batch\\tasks2",
        "/opt/batch/data/x",
    ],
)
def test_no_absolute_roots(line: str) -> None:
    assert said("BM401", line) == []


@pytest.mark.parametrize(
    ("line", "name", "becomes"),
    [
        (bash("echo $AZ_BATCH_TASK_ID"), "AZ_BATCH_TASK_ID", "$AZ_BATCH_TASK_ID is empty"),
        (bash('mkdir -p "/x/${AZ_BATCH_JOB_ID}"'), "AZ_BATCH_JOB_ID", "$AZ_BATCH_JOB_ID is empty"),
        (bash("ls > $AZ_BATCH_TASK_SHARED_DIR/x"), "AZ_BATCH_TASK_SHARED_DIR", "$AZ_BATCH_TASK_SHARED_DIR is empty"),
        (bash("X=$AZ_BATCH_HOST_LIST; ls"), "AZ_BATCH_HOST_LIST", "$AZ_BATCH_HOST_LIST is empty"),
        (bash("for h in 1; do echo $AZ_BATCH_NODE_LIST; done"), "AZ_BATCH_NODE_LIST", "$AZ_BATCH_NODE_LIST is empty"),
        (bash("echo ${AZ_BATCH_JOB_PREP_DIR%/}"), "AZ_BATCH_JOB_PREP_DIR", "$AZ_BATCH_JOB_PREP_DIR is empty"),
        (
            bash('[ "$AZ_BATCH_IS_CURRENT_NODE_MASTER" = true ] && ls'),
            "AZ_BATCH_IS_CURRENT_NODE_MASTER",
            "$AZ_BATCH_IS_CURRENT_NODE_MASTER is empty",
        ),
        ("cmd /c echo %CCP_NODES%", "CCP_NODES", "%CCP_NODES% is not expanded"),
        ("cmd /c echo %az_batch_master_node%", "AZ_BATCH_MASTER_NODE", "%AZ_BATCH_MASTER_NODE% is not expanded"),
        ("powershell -Command echo $env:AZ_BATCH_TASK_ID", "AZ_BATCH_TASK_ID", "$env:AZ_BATCH_TASK_ID is empty"),
    ],
)
def test_missing_variables(line: str, name: str, becomes: str) -> None:
    (text,) = said("BM402", line)
    assert text.startswith(f"$.commandLine: BM402 warning: {name} isn't set for start tasks, so {becomes}. ")
    assert said("BM402", line, environment_settings=[EnvironmentSetting(name=name, value="x")]) == []


@pytest.mark.parametrize(
    "line",
    [
        bash(
            "echo $AZ_BATCH_NODE_ID $AZ_BATCH_POOL_ID $AZ_BATCH_TASK_DIR $AZ_BATCH_TASK_WORKING_DIR $AZ_BATCH_NODE_IS_DEDICATED"
        ),
        bash("echo '$AZ_BATCH_TASK_ID'"),
        bash("echo \\$AZ_BATCH_TASK_ID"),
        bash("cat > run.sh <<'E'\necho $AZ_BATCH_TASK_ID\nE"),
        bash("echo ${AZ_BATCH_TASK_ID:-none}"),
        bash('[ -n "$AZ_BATCH_TASK_ID" ] && echo $AZ_BATCH_TASK_ID'),
        bash('[ "$AZ_BATCH_TASK_ID" != "" ] && [ $CCP_NODES ] && [ "x$AZ_BATCH_JOB_ID" = x ] && echo $CCP_NODES'),
        bash('if [[ -z $AZ_BATCH_JOB_ID ]]; then echo; else echo "$AZ_BATCH_JOB_ID"; fi'),
        bash("AZ_BATCH_JOB_ID=x; echo $AZ_BATCH_JOB_ID"),
        bash("export AZ_BATCH_JOB_ID=x; echo $AZ_BATCH_JOB_ID"),
        bash("read AZ_BATCH_JOB_ID < x; echo $AZ_BATCH_JOB_ID"),
        bash("echo $az_batch_task_id %AZ_BATCH_TASK_ID%"),
        'cmd /c "if defined AZ_BATCH_TASK_ID echo %AZ_BATCH_TASK_ID%"',
        'cmd /c "set AZ_BATCH_TASK_ID=x&& call echo %AZ_BATCH_TASK_ID%"',
        "powershell -Command \"$env:AZ_BATCH_TASK_ID = 'x'; echo $env:AZ_BATCH_TASK_ID\"",
        "echo $AZ_BATCH_TASK_ID",
    ],
)
def test_no_missing_variables(line: str) -> None:
    assert said("BM402", line) == []


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("cmd /c setup.bat", "cmd is a Windows program"),
        ('cmd.exe /c "dir & dir"', "cmd.exe is a Windows program"),
        ("powershell -Command dir", "powershell is a Windows program"),
        ("powershell.exe -File x.ps1", "powershell.exe is a Windows program"),
        ("C:\\tools\\setup", "C:\\tools\\setup is a Windows program"),
        ('"C:\\Program Files\\x\\setup.exe" /q', "C:\\Program Files\\x\\setup.exe is a Windows program"),
        ("setup.exe /q", "setup.exe is a Windows program"),
        ("choco install -y git", "choco is a Windows program"),
        ("msiexec /i a.msi", "msiexec is a Windows program"),
        ("%AZ_BATCH_NODE_SHARED_DIR%\\x", "%AZ_BATCH_NODE_SHARED_DIR%\\x is a Windows program"),
        (bash("ls C:\\Windows\\x"), "C:\\Windows is a Windows path or variable"),
        (bash("cp x %AZ_BATCH_NODE_SHARED_DIR%"), "%AZ_BATCH_NODE_SHARED_DIR% is a Windows path or variable"),
    ],
)
def test_windows_on_linux(line: str, named: str) -> None:
    (text,) = found(pool(LINUX, line), "BM403")
    assert text.startswith(f"$.startTask.commandLine: BM403 error: {named}, but the pool's image is Linux")
    assert found(pool(WINDOWS, line), "BM403") == []
    assert not any("image" in text for text in said("BM403", line))


@pytest.mark.parametrize(
    "line",
    [
        bash("ls"),
        "pwsh -Command dir",
        "/usr/bin/pwsh -File x.ps1",
        bash("date +%Y%m%d%H; printf 'a:\\nb c:\\n'; curl -w '%{http_code}' https://h"),
        bash("wine C:/x; echo 'user:\\pw'; sed 's:\\x:y:'"),
        "./setup",
        "",
    ],
)
def test_linux_on_linux(line: str) -> None:
    assert found(pool(LINUX, line), "BM403") == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("/bin/bash -c ls", "/bin/bash is a Linux program, but the pool's image is Windows, so the node can't find it."),
        ("bash -c ls", "bash is a Linux program, but the pool's image is Windows, so the node can't find it."),
        ("/usr/bin/env x", "/usr/bin/env is a Linux program, but the pool's image is Windows, so the node can't find it."),
        ("apt-get install -y x", "apt-get is a Linux program, but the pool's image is Windows."),
        ('cmd /c "cd x && apt-get install -y x"', "apt-get is a Linux program, but the pool's image is Windows."),
        ("powershell -Command /usr/bin/x", "/usr/bin/x is a Linux program, but the pool's image is Windows."),
        ("chmod +x a", "chmod is a Linux program, but the pool's image is Windows."),
        ("cmd /c useradd me", "useradd is a Linux program, but the pool's image is Windows."),
        ("cmd /c dir $AZ_BATCH_NODE_SHARED_DIR", "cmd doesn't expand $AZ_BATCH_NODE_SHARED_DIR."),
    ],
)
def test_linux_on_windows(line: str, message: str) -> None:
    (text,) = found(pool(WINDOWS, line), "BM404")
    assert text.startswith(f"$.startTask.commandLine: BM404 error: {message}")
    assert found(pool(LINUX, line), "BM404") == []
    assert not any("image" in text for text in said("BM404", line))


@pytest.mark.parametrize(
    "line",
    [
        "cmd /c dir /s /b",
        "bash.exe -c 'apt-get install x'",
        '"C:\\Program Files\\Git\\bin\\bash.exe" -c "/usr/bin/ls"',
        "wsl apt-get update",
        "msiexec /i x.msi /quiet",
        "powershell -Command dir /tmp/x",
        "docker run x cat /etc/os-release",
        "",
    ],
)
def test_windows_on_windows(line: str) -> None:
    assert found(pool(WINDOWS, line), "BM404") == []


def test_an_image_of_ones_own_may_have_bash() -> None:
    body = pool(WINDOWS, "bash -c ls")
    body.virtual_machine_configuration.image_reference = ImageReference(virtual_machine_image_id="/x")
    assert found(body, "BM404") == []
    body.start_task.command_line = "cmd /c chmod 755 a"
    assert found(body, "BM404") == []


PIECES = [
    *(
        "$AZ_BATCH_TASK_ID",
        "${CCP_NODES",
        "%AZ_BATCH_JOB_ID%",
        "$env:AZ_BATCH_TASK_ID",
        "/mnt/batch/tasks",
        "D:\\batch\\tasks\\shared",
    ),
    *("C:\\", "/bin/bash", "cmd", "set x=", "if defined", "&&", ";", "(", ")", "{", "}", "'", '"', "\n", ">", "=", "[", "test"),
]


@given(
    st.sampled_from([LINUX, WINDOWS, ""]),
    st.sampled_from(["{}", "/bin/bash -c '{}'", 'cmd /c "{}"', 'powershell -Command "{}"']),
    st.lists(st.sampled_from(PIECES) | texts),
)
def test_no_command_line_is_too_odd(agent: str, form: str, pieces: list[str]) -> None:
    review(pool(agent, form.replace("{}", " ".join(pieces))), ignore=set(RULES) - MINE)
