"""BM310 and BM311: host keys of SSH, and package lists; BM202 and BM205: Docker and sudo."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import LINUX, bash, found, pool

from batchmodels import (
    EnvironmentSetting,
    PoolAddParameter,
    ResourceFile,
    StartTask,
    TaskAddParameter,
    TaskContainerSettings,
)
from batchmodels.identities import pool_admin

GIT = (
    'git fails with "Host key verification failed": the node doesn\'t know the SSH host key of {0}, and nothing '
    "can confirm it. "
    "Run mkdir -p ~/.ssh && ssh-keyscan {0} > ~/.ssh/known_hosts first, bring known_hosts as a resource file, or "
    "set GIT_SSH_COMMAND to "
    "ssh -o StrictHostKeyChecking=accept-new. "
    "The server asks for a private key, too: bring one as a resource file with the fileMode 0600, and set GIT_SSH_COMMAND to "
    "ssh -i FILE with the other options; or use https:// and a token."
)
KEY = (
    'git fails with "Permission denied (publickey)": nothing brings a private key, which {0} asks for. Bring one as a resource '
    "file with the fileMode 0600, and set GIT_SSH_COMMAND to ssh -i FILE -o StrictHostKeyChecking=accept-new; or use https:// "
    "and a token."
)


def said(line: str, rule: str, **members: Any) -> list[str]:
    return [text.removeprefix(f"$.commandLine: {rule} ") for text in found(StartTask(command_line=line, **members), rule)]


@pytest.mark.parametrize(
    ("line", "host"),
    [
        ("git clone git@github.com:a/b.git", "github.com"),
        ("git clone --depth 1 ssh://git@git.example.com:2222/a/b", "git.example.com"),
        (bash("cd x && git pull git@gitlab.com:a/b"), "gitlab.com"),
        (bash("git -C x submodule add me@h.example.org:a"), "h.example.org"),
        (bash("git ls-remote deploy@10.0.0.4:x.git"), "10.0.0.4"),
    ],
)
def test_an_unknown_host(line: str, host: str) -> None:
    assert said(line, "BM310") == [f"warning: {GIT.format(host)}"]


def test_pip_uses_git() -> None:
    (text,) = said("pip install git+ssh://git@github.com/a/b", "BM310")
    assert text == f"warning: {GIT.format('github.com').replace('git fails', 'pip fails')}"


@pytest.mark.parametrize(
    "line",
    [
        "git clone https://github.com/a/b.git",
        "git clone https://user@github.com/a/b.git",
        bash("git config user.email me@example.com; git log"),
        bash("ssh-keyscan github.com >> ~/.ssh/known_hosts; git clone git@github.com:a/b"),
        bash("export GIT_SSH_COMMAND='ssh -i k'; git clone git@github.com:a/b"),
        bash("git -c core.sshCommand='ssh -o StrictHostKeyChecking=no' clone git@github.com:a/b"),
        bash("git config --global url.https://github.com/.insteadOf git@github.com:; git clone git@github.com:a/b"),
        "echo git@github.com:a/b",
    ],
)
def test_a_known_host(line: str) -> None:
    assert said(line, "BM310") == []


def test_files_and_settings_bring_the_key() -> None:
    line = "git clone git@github.com:a/b"
    for members in (
        {"resourceFiles": [{"httpUrl": "https://x/y", "filePath": "ssh/known_hosts"}]},
        {"environmentSettings": [{"name": "GIT_SSH_COMMAND", "value": "ssh -i k"}]},
    ):
        assert found(StartTask.deserialize({"commandLine": line, **members}), "BM310") == []


def test_an_error_on_a_plain_image() -> None:
    machine = {
        "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server"},
        "nodeAgentSKUId": LINUX,
    }
    for script, severity in (("git clone git@github.com:a/b", "error"), ("git clone git@github.com:a/b || ./c", "warning")):
        body = {"id": "p", "vmSize": "s", "virtualMachineConfiguration": machine, "startTask": {"commandLine": bash(script)}}
        (text,) = found(PoolAddParameter.deserialize(body), "BM310")
        assert text == f"$.startTask.commandLine: BM310 {severity}: {GIT.format('github.com')}"
    assert found(TaskAddParameter(id="t", command_line="git clone git@github.com:a/b"), "BM310") == [
        f"$.commandLine: BM310 warning: {GIT.format('github.com')}"
    ]


LISTS = (
    "{0} uses the package lists of the image, which may be empty or outdated, so that it doesn't find the packages. "
    "Run apt-get update first: apt-get update && {0} …"
)


@pytest.mark.parametrize(
    ("script", "action"),
    [
        ("apt-get install -y jq", "apt-get install"),
        ("apt install -y jq", "apt install"),
        ("apt-get -o DPkg::Lock::Timeout=60 -y install jq", "apt-get install"),
        ("sudo -E apt-get install -yq jq && apt-get update", "apt-get install"),
        ("set -e; for p in a b; do apt-get install -y $p; done", "apt-get install"),
        ("bash -c 'apt-get install -y jq'", "apt-get install"),
        ("apt-get install -y ./a.deb jq", "apt-get install"),
        ("env setup; apt-get install -y jq", "apt-get install"),
        ("env setup; bash -c 'apt-get install -y jq'", "apt-get install"),
        ("sudo bash -c ls; bash -c 'apt-get install -y jq'", "apt-get install"),
        ("f() { apt-get install -y jq; }; ls; f", "apt-get install"),
    ],
)
def test_stale_lists(script: str, action: str) -> None:
    assert said(bash(script), "BM311") == ["warning: " + LISTS.format(action)]


def test_the_lists_of_a_plain_container_are_empty() -> None:
    for image, script, severity, lists in (
        ("ubuntu:24.04", "apt-get install -y jq", "error", "which are empty"),
        ("debian", "apt-get install -y jq; ./a", "warning", "which are empty"),
        ("media.azurecr.io/x", "apt-get install -y jq", "warning", "which may be empty or outdated"),
    ):
        text = LISTS.format("apt-get install").replace("which may be empty or outdated", lists)
        settings = TaskContainerSettings(image_name=image)
        assert said(bash(script), "BM311", container_settings=settings) == [f"{severity}: {text}"]


def test_a_note_without_a_shell() -> None:
    assert said("apt-get install -y jq", "BM311") == ["note: " + LISTS.format("apt-get install")]


@pytest.mark.parametrize(
    "script",
    [
        "apt-get update && apt-get install -y jq",
        "bash -c 'apt-get update'; apt-get install -y jq",
        "bash -c ./prepare.sh; apt-get install -y jq",
        "apt-get update -qq || true; apt-get install -y jq",
        "apt update; bash -c 'apt-get install -y jq'",
        "add-apt-repository -y ppa:x/y && apt-get install -y z",
        "./prepare.sh; apt-get install -y jq",
        "curl -fsSL https://x/setup | bash -; apt-get install -y nodejs",
        "apt-get install -y ./a.deb /tmp/b.deb",
        "apt-get install -f -y",
        "apt-get -s install jq",
        "dpkg -i a.deb || apt-get install -y -f",
        "command -v jq || apt-get install -y jq",
        "yum install -y jq",
        "up() { apt-get update; }; up; apt-get install -y jq",
        "apt-get remove -y jq",
        "env LC_ALL=C /opt/tools/setup; apt-get install -y jq",
        "env LC_ALL=C /opt/tools/setup; bash -c 'apt-get install -y jq'",
        "sudo bash -c 'apt-get update'; bash -c 'apt-get install -y jq'",
        "sudo bash -c ./prepare; bash -c 'apt-get install -y jq'",
        "f() { apt-get install -y jq; }; sudo apt-get update; f",
        "echo apt-get install jq",
    ],
)
def test_no_stale_lists(script: str) -> None:
    assert said(bash(script), "BM311") == []


def test_no_lists_of_apt() -> None:
    line = bash("apt-get install -y jq")
    assert len(found(pool(LINUX, line), "BM311")) == 1
    assert found(pool("batch.node.el 9", line), "BM311") == []
    assert found(StartTask(command_line='cmd /c "apt-get install jq"'), "BM311") == []


RIGHTS = (
    'Run the start task as an administrator: "userIdentity": {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}; in '
    "Python, user_identity=identities.pool_admin()."
)
SOCKET = "because only an administrator can use Docker's socket, and the start task doesn't run as an administrator."


@pytest.mark.parametrize(
    ("script", "action"),
    [
        ("docker pull x", "docker pull"),
        ("docker --log-level debug ps", "docker debug"),
        ("docker run -c 512 x", "docker run"),
        ("docker-compose up -d", "docker-compose"),
        ("docker", ""),
        ("env DOCKER_HOST=x ls", ""),
        ("docker login -u a x", ""),
        ("docker --version", ""),
        ("docker -H tcp://h pull x", ""),
        ("docker --context c pull x", ""),
        ("docker pull --help", ""),
        ("podman pull x", ""),
    ],
)
def test_the_socket_of_docker(script: str, action: str) -> None:
    texts = [f"error: {action} fails {SOCKET} {RIGHTS}"] if action else []
    assert said(bash(script), "BM202") == texts
    assert said(bash(script), "BM202", user_identity=pool_admin()) == []


PASSWORD = "because the start task doesn't run as an administrator: it asks for a password, which nothing can enter."


@pytest.mark.parametrize(
    ("line", "program"),
    [
        ("sudo ./a", "sudo"),
        (bash("./a && sudo -E ./b"), "sudo"),
        (bash("su - bob -c ./a"), "su"),
        (bash("bash -c 'sudo ./a'"), "sudo"),
        (bash("sudo apt-get update"), ""),
        (bash("sudo docker ps"), ""),
        (bash("sudo -n true && sudo ./a"), ""),
        (bash("command -v sudo; sudo --version"), ""),
        (bash("echo sudo ./a"), ""),
        (bash('[ "$(id -u)" = 0 ] || sudo ./a'), ""),
    ],
)
def test_another_user(line: str, program: str) -> None:
    assert said(line, "BM205") == ([f"error: {program} fails {PASSWORD} {RIGHTS}"] if program else [])
    assert said(line, "BM205", user_identity=pool_admin()) == []
    assert found(pool(LINUX, line, user_identity=pool_admin()), "BM205") == []


def on_ubuntu(script: str, **members: Any) -> list[str]:
    model = pool(LINUX, bash(script), image=("canonical", "ubuntu-24_04-lts", "server"), **members)
    return [text.removeprefix("$.startTask.commandLine: BM310 ") for text in found(model, "BM310")]


@pytest.mark.parametrize(
    ("script", "host"),
    [
        ("mkdir -p ~/.ssh && ssh-keyscan github.com > ~/.ssh/known_hosts && git clone git@github.com:a/b /opt/b", "github.com"),
        ('GIT_SSH_COMMAND="ssh -o StrictHostKeyChecking=accept-new" git clone git@gitlab.com:a/b /opt/b', "gitlab.com"),
        ("ssh-keyscan ssh.dev.azure.com >> ~/.ssh/known_hosts; git clone git@ssh.dev.azure.com:v3/a/b/c", "ssh.dev.azure.com"),
    ],
)
def test_no_private_key(script: str, host: str) -> None:
    assert on_ubuntu(script) == [f"warning: {KEY.format(host)}"]
    assert found(StartTask(command_line=bash(script)), "BM310") == []


@pytest.mark.parametrize(
    "script",
    [
        'GIT_SSH_COMMAND="ssh -i key -o StrictHostKeyChecking=accept-new" git clone git@github.com:a/b',
        "ssh-keyscan github.com > ~/.ssh/known_hosts; cp id_ed25519 ~/.ssh/; git clone git@github.com:a/b",
        "ssh-keyscan github.com > ~/.ssh/known_hosts; ./prepare; git clone git@github.com:a/b",
        "ssh-keyscan github.com > ~/.ssh/known_hosts; az keyvault secret show -n k > k; git clone git@github.com:a/b",
        "ssh-keyscan git.example.com > ~/.ssh/known_hosts; git clone git@git.example.com:a/b",
        "ssh-keyscan github.com > ~/.ssh/known_hosts; git clone https://github.com/a/b",
    ],
)
def test_a_private_key_may_be_there(script: str) -> None:
    assert on_ubuntu(script) == []


def test_files_may_bring_a_private_key() -> None:
    script = "ssh-keyscan github.com > ~/.ssh/known_hosts; git clone git@github.com:a/b"
    assert on_ubuntu(script, resource_files=[ResourceFile(http_url="https://x/y", file_path="deploy")]) == []
    assert on_ubuntu(script, environment_settings=[EnvironmentSetting(name="GIT_SSH_COMMAND", value="ssh -i k")]) == []


def test_a_key_that_the_command_names() -> None:
    (text,) = said("scp -i key me@host.example.com:x .", "BM310")
    assert text.endswith(
        "Add -o StrictHostKeyChecking=accept-new, or bring known_hosts as a resource file and add -o "
        "UserKnownHostsFile=known_hosts."
    )
    (text,) = said("scp me@host.example.com:x .", "BM310")
    assert text.endswith(
        "The server asks for a private key, too: bring one as a resource file with the fileMode 0600, and name it with -i."
    )
