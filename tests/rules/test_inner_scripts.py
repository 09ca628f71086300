"""Scripts that a command line gives to further shells, and what rules say of them."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewing import LINUX, WINDOWS, bash, found, pool

from batchmodels import StartTask, identities, review
from batchmodels.rules.analysis.flow import Status
from batchmodels.rules.analysis.inner_scripts import parts_of
from batchmodels.rules.context import Context


def scripts(line: str) -> list[str | None]:
    """The scripts that are found in a command line."""
    return [part.analysis.script for part in parts_of(place(line))]


def place(line: str) -> Context[StartTask]:
    return Context(StartTask(command_line=line), (), ())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("hostname", [None]),
        ("bash setup.sh", [None]),
        (bash("ls"), ["ls"]),
        (bash("sh -c 'ls'; bash -ec 'pwd'"), ["sh -c 'ls'; bash -ec 'pwd'", "ls", "pwd"]),
        (bash("sudo -u me env A=b bash -c ls"), ["sudo -u me env A=b bash -c ls", "ls"]),
        (bash("timeout 60 sh -c 'ls; pwd'"), ["timeout 60 sh -c 'ls; pwd'", "ls; pwd"]),
        (bash("find . | xargs -n 1 -I{} sudo sh -c 'rm {}'"), ["find . | xargs -n 1 -I{} sudo sh -c 'rm {}'", "rm {}"]),
        ("su - me -c 'ls && pwd'", [None, "ls && pwd"]),
        (bash('su -c "ls" me'), ['su -c "ls" me', "ls"]),
        (bash("su me --command 'ls'"), ["su me --command 'ls'", "ls"]),
        (bash("runuser -u me -- bash -c 'ls'"), ["runuser -u me -- bash -c 'ls'", "ls"]),
        (bash("su me; bash setup.sh; sh -c"), ["su me; bash setup.sh; sh -c"]),
        (bash("ssh host 'ls'; docker run x sh -c 'ls'"), ["ssh host 'ls'; docker run x sh -c 'ls'"]),
        (bash("sh -c \"sh -c 'sh -c ls'\""), ["sh -c \"sh -c 'sh -c ls'\"", "sh -c 'sh -c ls'", "sh -c ls", "ls"]),
        ('cmd /c powershell -Command "dir; pwd"', ['powershell -Command "dir; pwd"', "dir; pwd"]),
        ('cmd /c "powershell -NoProfile dir"', ['"powershell -NoProfile dir"', "dir"]),
        ("cmd /c powershell -File a.ps1", ["powershell -File a.ps1"]),
        ("cmd /c bash -c 'ls -l'", ["bash -c 'ls -l'"]),
        ('cmd /c bash -c "ls -l"', ['bash -c "ls -l"', "ls -l"]),
        (bash("pwsh -Command 'Get-Date'; pwsh -c dir"), ["pwsh -Command 'Get-Date'; pwsh -c dir", "Get-Date", "dir"]),
    ],
)
def test_which_there_are(line: str, expected: list[str | None]) -> None:
    assert scripts(line) == expected


def test_they_are_read_once() -> None:
    asked = place(bash("sh -c ls"))
    assert parts_of(asked) is parts_of(asked)


def test_what_is_around_a_script_holds_for_it() -> None:
    own, inner = parts_of(place(bash("rm a; test -d b || sh -c 'mkdir b; ls'")))
    assert [command.name for command in inner.before] == ["rm", "test"]
    assert own.before == ()
    assert (own.counts, inner.counts) == (True, True)
    assert [step.guarded for step in inner.flow.steps] == [True, True]
    assert [step.status.fails for step in inner.flow.steps] == [False, True]
    (_, ignored) = parts_of(place(bash("sh -c 'mkdir b' || true")))
    assert (ignored.counts, [step.status for step in ignored.flow.steps]) == (False, [Status.handled])


def test_there_is_an_end_to_them() -> None:
    assert len(parts_of(place(bash("sh -c ls; " * 5000)))) == 50
    line = "ls"
    for _ in range(10):
        line = bash(line)
    assert len(parts_of(place(line))) == 5


@pytest.mark.parametrize(
    ("script", "rule", "message"),
    [
        ("sudo sh -c 'apt-get update && apt-get install git'", "BM301", "apt-get install prompts for confirmation"),
        ("xargs -a names sudo sh -c 'yum install git'", "BM301", "yum install prompts for confirmation"),
        ("sudo sh -c 'apt-get install -y git'", "BM302", "unattended upgrades may hold the dpkg lock while a node boots"),
        (
            "su - me -c 'git clone https://h/a/b'",
            "BM303",
            "git clone fails when the start task runs again and b already exists",
        ),
        ("sudo sh -c 'echo a >> /etc/hosts'", "BM303", "/etc/hosts receives duplicate lines"),
        ("env A=b sh -c 'pip install numpy'", "BM305", "pip install downloads from the network"),
        ("set -e; sudo sh -c './a.sh; ls'", "BM106", "if ./a.sh fails, the script continues"),
        ("sudo sh -c './a & wait'", "BM106", "if ./a fails, wait without a process id still succeeds"),
        ("su - me -c 'nohup ./a &'", "BM107", "./a keeps running after the start task ends"),
        ("su me -c 'echo $AZ_BATCH_JOB_ID'", "BM402", "AZ_BATCH_JOB_ID isn't set for start tasks"),
        ("su me -c 'docker login -u a -p s3cret r.io'", "BM803", "the command line contains a secret in plain text"),
        ("sudo sh -c 'wget http://example.com/a.sh'", "BM604", "commandLine uses plain HTTP"),
    ],
)
def test_what_is_found_in_them(script: str, rule: str, message: str) -> None:
    task = StartTask(command_line=bash(script), user_identity=identities.pool_admin())
    (text,) = found(task, rule)
    assert f"{rule} " in text
    assert message in text
    assert "s3cret" not in text


@pytest.mark.parametrize(
    "script",
    [
        "sudo sh -c 'apt-get install -y git && mkdir -p a'",
        "test -d b || sudo sh -c 'git clone https://h/a/b'",
        "sudo sh -c 'test -d b || git clone https://h/a/b'",
        "rm -rf b; su me -c 'git clone https://h/a/b'",
        "sudo sh -c 'grep -q a /etc/hosts || echo a >> /etc/hosts'",
        "sudo sh -c './a.sh; ls' || true; hostname",
        "sudo sh -c './a & wait $!'",
        "AZ_BATCH_JOB_ID=1; sh -c 'echo $AZ_BATCH_JOB_ID'",
    ],
)
def test_what_is_right_in_them(script: str) -> None:
    task = StartTask(command_line=bash(script), user_identity=identities.pool_admin(), max_task_retry_count=1)
    assert found(task, "BM301", "BM303", "BM106", "BM107", "BM402") == []


def test_containers() -> None:
    task = StartTask.deserialize(
        {
            "commandLine": bash("sudo sh -c 'docker ps; ls $AZ_BATCH_NODE_SHARED_DIR'"),
            "containerSettings": {
                "imageName": "i",
                "workingDirectory": "containerImageDefault",
                "containerHostBatchBindMounts": [],
            },
        }
    )
    (docker,) = found(task, "BM502")
    assert "already runs inside the container, where docker isn't available." in docker
    (directory,) = found(task, "BM501")
    assert (
        "AZ_BATCH_NODE_SHARED_DIR is a directory on the node, but the container mounts none of the node's directories"
        in directory
    )


ENCODED = base64.b64encode("mkdir x".encode("utf-16-le")).decode()


@pytest.mark.parametrize(
    "line",
    [
        "powershell mkdir x",
        "powershell.exe -NoProfile -ExecutionPolicy Bypass mkdir x",
        "powershell -ep bypass -nop -c mkdir x",
        "powershell -w hidden -Command mkdir x",
        f"powershell -enc {ENCODED}",
        f"powershell -EC {ENCODED}",
        "pwsh -c mkdir x",
        "cmd /c powershell mkdir x",
    ],
)
def test_what_powershell_takes_for_its_script(line: str) -> None:
    (text,) = found(pool(WINDOWS, line), "BM303")
    assert "mkdir x fails when the start task runs again and x already exists, for example on a retry." in text


@pytest.mark.parametrize(
    "line",
    ["pwsh mkdir x", "powershell -File mkdir x", "powershell -Version 2.0", "powershell -", "powershell -ep Bypass -f mkdir x"],
)
def test_what_powershell_takes_for_something_else(line: str) -> None:
    assert found(pool(WINDOWS, line), "BM303") == []


@pytest.mark.parametrize(
    "line", ["/bin/sh -c 'cp a $X'", "/bin/bash -c 'apt-get update && apt-get install -y a'", "  bash -c 'a b'"]
)
def test_a_shell_of_linux_on_windows_is_one_mistake(line: str) -> None:
    findings = review(pool(WINDOWS, line, user_identity=identities.pool_admin()))
    assert [finding.rule for finding in findings if finding.severity.value == "error"] == ["BM404"]


def test_a_bash_that_git_has_brought_reads_single_quotes() -> None:
    line = "\"C:\\Program Files\\Git\\bin\\bash.exe\" -c 'set -e; cp -f a b'"
    assert found(pool(WINDOWS, line), "BM101", "BM102", "BM103", "BM108") == []


PIECES: list[str] = [
    "sh -c ",
    "su me -c ",
    "xargs ",
    "sudo ",
    "powershell ",
    "cmd /c ",
    "'",
    '"',
    "\\",
    "; ",
    "&& ",
    "mkdir a ",
    "$(",
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from(["{}", "/bin/bash -c '{}'", 'cmd /c "{}"', "powershell {}"])
)
def test_no_command_line_is_too_odd(pieces: list[str], form: str) -> None:
    task: Any = StartTask(command_line=form.format("".join(pieces)))
    for finding in review(task, ignore={"BM901"}):
        assert finding.message.endswith((".", "?"))


@pytest.mark.parametrize(
    "before",
    [
        "./install.sh",
        "bash install.sh",
        "sudo ./install.sh",
        "sudo bash install.sh",
        "sudo python3 install.py",
        "/opt/setup/install",
        "curl -fsSL https://example.com/i.sh | sudo bash",
        'sudo bash -c "./install.sh"',
        'sudo bash -c "apt-get install -y tree"',
    ],
)
@pytest.mark.parametrize("command", ["systemctl start agent", "chown render /opt", "yum install -y jq", "unzip a.zip"])
def test_a_script_that_runs_before_may_bring_anything(before: str, command: str) -> None:
    rules = ("BM128", "BM214", "BM407", "BM408")
    image = ("canonical", "ubuntu-24_04-lts", "server")
    for line in (command, f'sudo bash -c "{command}"'):
        brought = found(pool(LINUX, bash(f"set -e; {before} && {line}"), image=image), *rules)
        installs = "apt-get" in before and not command.startswith("systemctl")
        assert len(brought) == installs
        for harmless in ("echo hi", 'sudo bash -c "echo hi"'):
            assert len(found(pool(LINUX, bash(f"set -e; {harmless} && {line}"), image=image), *rules)) == 1
