"""BM407, BM505 and BM031: programs that images lack, and directories that pools don't mount."""

from __future__ import annotations

from typing import Any

import pytest
from reviewing import bash, found

from batchmodels import (
    DataDisk,
    JobAddParameter,
    PoolAddParameter,
    PoolPatchParameter,
    PoolSpecification,
    StartTask,
    TaskAddParameter,
)

JAMMY = ("canonical", "0001-com-ubuntu-server-jammy", "22_04-lts", "batch.node.ubuntu 22.04")
NOBLE = ("canonical", "ubuntu-24_04-lts", "server", "batch.node.ubuntu 24.04")
BOOKWORM = ("debian", "debian-12", "12", "batch.node.debian 12")
ALMA = ("almalinux", "almalinux-x86_64", "9-gen2", "batch.node.el 9")
ROCKY = ("resf", "rockylinux-x86_64", "8-base", "batch.node.el 8")
CENTOS = ("openlogic", "centos", "7_9", "batch.node.centos 7")
SLES = ("suse", "sles-15-sp5", "gen2", "batch.node.suse 15")
WINDOWS = ("microsoftwindowsserver", "windowsserver", "2022-datacenter", "batch.node.windows amd64")
OWN = ("contoso", "nodes", "2", "batch.node.ubuntu 24.04")


def pool(machine: tuple[str, str, str, str], line: str, mounts: Any = None, **members: Any) -> PoolAddParameter:
    publisher, offer, sku, agent = machine
    image = {"publisher": publisher, "offer": offer, "sku": sku}
    return PoolAddParameter.deserialize(
        {
            "id": "p",
            "vmSize": "standard_d2s_v3",
            "virtualMachineConfiguration": {"imageReference": image, "nodeAgentSKUId": agent},
            "startTask": {"commandLine": line, **members},
            **({} if mounts is None else {"mountConfiguration": mounts}),
        }
    )


def said(rule: str, model: Any) -> list[str]:
    return [text.removeprefix(f"$.startTask.commandLine: {rule} ") for text in found(model, rule)]


@pytest.mark.parametrize(
    ("machine", "line", "text"),
    [
        (NOBLE, "yum install -y jq", "error: Ubuntu 24.04 has no yum, so the command isn't found. Use apt-get"),
        (JAMMY, bash("sudo dnf install -y jq"), "error: Ubuntu 22.04 has no dnf, so the command isn't found. Use apt-get"),
        (
            BOOKWORM,
            bash("set -e; zypper in -y jq; ./b"),
            "error: Debian 12 has no zypper, so the command isn't found. Use apt-get",
        ),
        (NOBLE, bash("apk add jq; ./b"), "warning: Ubuntu 24.04 has no apk, so the command isn't found. Use apt-get"),
        (
            ALMA,
            bash("apt-get -o DPkg::Lock::Timeout=300 update && apt-get install -y jq"),
            "error: AlmaLinux 9 has no apt-get, so the command isn't found. Use dnf",
        ),
        (ROCKY, bash("bash -c 'apt install -y jq'"), "error: Rocky Linux 8 has no apt, so the command isn't found. Use dnf"),
        (CENTOS, "apt-get update", "error: CentOS 7 has no apt-get, so the command isn't found. Use yum"),
        (SLES, "yum install -y jq", "error: SUSE Linux has no yum, so the command isn't found. Use zypper"),
    ],
)
def test_a_package_manager_that_is_missing(machine: tuple[str, str, str, str], line: str, text: str) -> None:
    system = text.partition(": ")[2].partition(" has no ")[0]
    assert said("BM407", pool(machine, line)) == [f"{text}, which {system} has."]


@pytest.mark.parametrize(
    ("machine", "line"),
    [
        (NOBLE, "apt-get install -y jq"),
        (ALMA, "dnf install -y jq"),
        (ALMA, "yum install -y jq"),
        (CENTOS, bash("yum install -y epel-release && yum install -y jq")),
        (SLES, "zypper -n in jq"),
        (OWN, "yum install -y jq"),
        (WINDOWS, "apt-get update"),
        (NOBLE, bash("command -v yum && yum install -y jq")),
        (NOBLE, bash("if [ -f /etc/redhat-release ]; then yum install -y jq; else apt-get install -y jq; fi")),
        (NOBLE, bash("yum install -y jq || apt-get install -y jq")),
        (ALMA, bash("apt-get install -y jq || yum install -y jq")),
        (NOBLE, bash("which yum || exit 1; apt-get update; apt-get install -y yum; yum makecache")),
        (NOBLE, bash("apt-get install -y dnf && dnf download x")),
        (NOBLE, bash('yum() { apt-get "$@"; }; yum install -y jq')),
        (NOBLE, bash("./bring-tools.sh && dnf download x")),
        (NOBLE, bash("echo yum install; docker run --rm almalinux:9 yum install -y jq")),
        (NOBLE, bash('case "$ID" in rhel) yum install -y jq ;; *) apt-get install -y jq ;; esac')),
    ],
)
def test_no_missing_package_manager(machine: tuple[str, str, str, str], line: str) -> None:
    assert said("BM407", pool(machine, line)) == []


def test_a_container_has_its_own_package_manager() -> None:
    inside = {"imageName": "docker.io/library/almalinux:9"}
    assert said("BM407", pool(NOBLE, "yum install -y jq", containerSettings=inside)) == []
    assert said("BM407", StartTask(command_line="yum install -y jq")) == []


NO_SHELL = "has no {0}, only sh, so the command isn't found. Use /bin/sh, or an image with {0}."


def contained(image: str, line: str) -> list[str]:
    task = StartTask.deserialize({"commandLine": line, "containerSettings": {"imageName": image}})
    return [text.removeprefix("$.commandLine: BM505 ") for text in found(task, "BM505")]


@pytest.mark.parametrize(
    ("image", "line", "name", "shell", "severity"),
    [
        ("alpine:3.20", bash("mkdir -p work"), "alpine", "bash", "error"),
        ("busybox", "bash -c ls", "busybox", "bash", "error"),
        ("docker.io/library/alpine:latest", "/usr/bin/env bash -c ls", "alpine", "bash", "error"),
        ("library/busybox:1.36", "bash run.sh", "busybox", "bash", "error"),
        ("alpine@sha256:0a1b", "/bin/zsh -c ls", "alpine", "zsh", "error"),
        ("alpine", "/bin/sh -c 'set -e; bash run.sh; ls'", "alpine", "bash", "error"),
        ("alpine", "/bin/sh -c 'bash run.sh; ls'", "alpine", "bash", "warning"),
        ("mcr.microsoft.com/mirror/docker/library/busybox:1.35", "pwsh -c ls", "busybox", "pwsh", "error"),
    ],
)
def test_a_shell_that_is_missing(image: str, line: str, name: str, shell: str, severity: str) -> None:
    assert contained(image, line) == [f"{severity}: the container image {name} {NO_SHELL.format(shell)}"]


@pytest.mark.parametrize(
    ("image", "line"),
    [
        ("alpine:3.20", "/bin/sh -c ls"),
        ("alpine:3.20", "ash -c ls"),
        ("alpine:3.20", "/bin/sh -c 'apk add --no-cache bash && bash run.sh'"),
        ("alpine:3.20", "/bin/sh -c './prepare.sh && bash run.sh'"),
        ("alpine:3.20", "/bin/sh -c 'if command -v bash; then bash run.sh; else sh run.sh; fi'"),
        ("alpine:3.20", "/bin/sh -c 'bash run.sh || sh run.sh'"),
        ("alpine:3.20", "./bash -c ls"),
        ("ubuntu:24.04", bash("ls")),
        ("contoso.azurecr.io/alpine:3.20", bash("ls")),
        ("contoso/alpine", bash("ls")),
        ("alpine-tools", bash("ls")),
        ("python:3.12-alpine", bash("ls")),
    ],
)
def test_no_missing_shell(image: str, line: str) -> None:
    assert contained(image, line) == []


def test_the_task_of_a_job_in_a_container() -> None:
    task = TaskAddParameter.deserialize(
        {"id": "t", "commandLine": bash("ls"), "containerSettings": {"imageName": "alpine:3.20"}}
    )
    assert found(task, "BM505") == [f"$.commandLine: BM505 error: the container image alpine {NO_SHELL.format('bash')}"]


def nfs(path: str) -> dict[str, Any]:
    return {"nfsMountConfiguration": {"source": "10.0.0.4:/export", "relativeMountPath": path}}


def share(path: str) -> dict[str, Any]:
    return {
        "azureFileShareConfiguration": {
            "accountName": "media",
            "azureFileUrl": "https://media.file.core.windows.net/frames",
            "accountKey": "bWVkaWE=",
            "relativeMountPath": path,
        }
    }


ADD = "or add an entry to mountConfiguration whose relativeMountPath is"


@pytest.mark.parametrize(
    ("machine", "mounts", "line", "text"),
    [
        (
            NOBLE,
            [nfs("projects")],
            bash('cp "$AZ_BATCH_NODE_MOUNTS_DIR/data/lic.dat" .'),
            (
                "the pool mounts only projects in AZ_BATCH_NODE_MOUNTS_DIR, so there is no directory data in it. "
                f"Use AZ_BATCH_NODE_MOUNTS_DIR with projects, {ADD} data."
            ),
        ),
        (
            NOBLE,
            [nfs("licenses"), nfs("frames")],
            bash("ls ${AZ_BATCH_NODE_MOUNTS_DIR}/license/$NAME; ls $AZ_BATCH_NODE_MOUNTS_DIR/license/x"),
            (
                "the pool mounts only licenses and frames in AZ_BATCH_NODE_MOUNTS_DIR, so there is no directory license in it. "
                f"Use AZ_BATCH_NODE_MOUNTS_DIR with licenses, {ADD} license."
            ),
        ),
        (
            NOBLE,
            [nfs("a/frames"), nfs("b")],
            bash("cat list > $AZ_BATCH_NODE_MOUNTS_DIR/a/models/list"),
            (
                "the pool mounts only a/frames and b in AZ_BATCH_NODE_MOUNTS_DIR, so there is no directory a/models in it. "
                f"Use AZ_BATCH_NODE_MOUNTS_DIR with a/frames, {ADD} a/models."
            ),
        ),
        (
            NOBLE,
            [nfs("projects")],
            bash("mkdir -p $AZ_BATCH_NODE_SHARED_DIR/x; D=$AZ_BATCH_NODE_MOUNTS_DIR/data; cp $D/a $AZ_BATCH_NODE_SHARED_DIR/x"),
            (
                "the pool mounts only projects in AZ_BATCH_NODE_MOUNTS_DIR, so there is no directory data in it. "
                f"Use AZ_BATCH_NODE_MOUNTS_DIR with projects, {ADD} data."
            ),
        ),
        (
            NOBLE,
            [nfs("projects")],
            bash('cd "$AZ_BATCH_NODE_MOUNTS_DIR/data" && ./run'),
            (
                "the pool mounts only projects in AZ_BATCH_NODE_MOUNTS_DIR, so there is no directory data in it. "
                f"Use AZ_BATCH_NODE_MOUNTS_DIR with projects, {ADD} data."
            ),
        ),
        (
            WINDOWS,
            [share("S")],
            r"cmd /c copy %AZ_BATCH_NODE_MOUNTS_DIR%\T\a.txt .",
            (
                "the pool mounts only S in AZ_BATCH_NODE_MOUNTS_DIR, so there is no directory T in it. "
                f"Use AZ_BATCH_NODE_MOUNTS_DIR with S, {ADD} T."
            ),
        ),
        (
            NOBLE,
            None,
            bash("ls $AZ_BATCH_NODE_MOUNTS_DIR/data"),
            (
                "the pool mounts nothing in AZ_BATCH_NODE_MOUNTS_DIR, so there is no directory data in it. "
                f"Use the path of a mount, {ADD} data."
            ),
        ),
    ],
)
def test_a_directory_that_is_not_mounted(machine: tuple[str, str, str, str], mounts: Any, line: str, text: str) -> None:
    assert said("BM031", pool(machine, line, mounts)) == [f"warning: {text}"]


@pytest.mark.parametrize(
    ("machine", "mounts", "line"),
    [
        (NOBLE, [nfs("data")], bash("ls $AZ_BATCH_NODE_MOUNTS_DIR/data/x $AZ_BATCH_NODE_MOUNTS_DIR")),
        (NOBLE, [nfs("/data/")], bash('ls "${AZ_BATCH_NODE_MOUNTS_DIR}"//data')),
        (NOBLE, [nfs("a/b")], bash("ls $AZ_BATCH_NODE_MOUNTS_DIR/a $AZ_BATCH_NODE_MOUNTS_DIR/a/b/c")),
        (NOBLE, [nfs("data")], bash("ls $AZ_BATCH_NODE_MOUNTS_DIR/$SHARE $AZ_BATCH_NODE_MOUNTS_DIR/d$X/y")),
        (NOBLE, [nfs("data")], bash("ls $AZ_BATCH_NODE_MOUNTS_DIR/*/x; ls $AZ_BATCH_NODE_MOUNTS_DIR/..")),
        (NOBLE, [nfs("data")], bash("mkdir -p $AZ_BATCH_NODE_MOUNTS_DIR/x && ls $AZ_BATCH_NODE_MOUNTS_DIR/x")),
        (NOBLE, [nfs("data")], bash("mount -t nfs s:/e $AZ_BATCH_NODE_MOUNTS_DIR/x; ls $AZ_BATCH_NODE_MOUNTS_DIR/x")),
        (NOBLE, [nfs("data")], bash("[ -d $AZ_BATCH_NODE_MOUNTS_DIR/x ] && ls $AZ_BATCH_NODE_MOUNTS_DIR/x")),
        (NOBLE, [nfs("data")], bash("D=$AZ_BATCH_NODE_MOUNTS_DIR/x; mkdir -p $D; ls $D")),
        (NOBLE, [nfs("data")], bash("export D=$AZ_BATCH_NODE_MOUNTS_DIR/x; E=$D/y; [ -d $E ] && ls $E")),
        (NOBLE, [nfs("data")], bash("cd $AZ_BATCH_NODE_MOUNTS_DIR && mkdir x && ls $AZ_BATCH_NODE_MOUNTS_DIR/x")),
        (NOBLE, [nfs("data")], bash("if ls $AZ_BATCH_NODE_MOUNTS_DIR/x; then ./a; fi")),
        (NOBLE, [nfs("data")], bash("./mount-all.sh; ls $AZ_BATCH_NODE_MOUNTS_DIR/x")),
        (NOBLE, [nfs("data")], "/bin/bash -c \"echo '\\$AZ_BATCH_NODE_MOUNTS_DIR/x'\""),
        (NOBLE, [{"nfsMountConfiguration": {"source": "s:/e"}}], bash("ls $AZ_BATCH_NODE_MOUNTS_DIR/x")),
        (WINDOWS, [share("S:")], r"cmd /c dir %AZ_BATCH_NODE_MOUNTS_DIR%\s\x"),
    ],
)
def test_no_missing_mount(machine: tuple[str, str, str, str], mounts: Any, line: str) -> None:
    assert said("BM031", pool(machine, line, mounts)) == []


def test_mounts_of_an_unknown_pool() -> None:
    line = bash("ls $AZ_BATCH_NODE_MOUNTS_DIR/x")
    assert said("BM031", StartTask(command_line=line)) == []
    assert said("BM031", PoolPatchParameter(start_task=StartTask(command_line=line))) == []
    assert said("BM031", TaskAddParameter(id="t", command_line=line)) == []


ELSEWHERE = (
    "warning: the pool mounts {} in the directory AZ_BATCH_NODE_MOUNTS_DIR, but the command line uses {}, which nothing mounts."
    " Use $AZ_BATCH_NODE_MOUNTS_DIR/{} in a shell."
)


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("set -e; mkdir -p /opt/x; tar -xzf /mnt/tools/x.tgz -C /opt/x; ldconfig", "/mnt/tools/x.tgz"),
        ("cp /mnt/resource/tools/x .", "/mnt/resource/tools/x"),
        ("cp -r /media/Tools/x /opt/", "/media/Tools/x"),
        ("/tools/setup.sh", "/tools/setup.sh"),
        ("source /mnt/tools/env.sh", "/mnt/tools/env.sh"),
        ("export PATH=$PATH:/mnt/tools/bin; run", "/mnt/tools/bin"),
        ("T=/mnt/tools; cp $T/x .", "/mnt/tools"),
        ("mkdir -p $AZ_BATCH_NODE_SHARED_DIR/t && cp -r /mnt/tools/. $AZ_BATCH_NODE_SHARED_DIR/t", "/mnt/tools/."),
        ("run < /mnt/tools/list", "/mnt/tools/list"),
        ("docker run --rm -v /mnt/tools:/tools ubuntu:24.04 /tools/run", "/mnt/tools"),
        ("test -d /mnt/tools || exit 1; ls /mnt/tools", "/mnt/tools"),
        ("curl -o a.tgz https://h/a.tgz; cp /mnt/tools/x .", "/mnt/tools/x"),
        ("cd /opt && python3 /mnt/tools/x.py", "/mnt/tools/x.py"),
    ],
)
def test_a_mount_that_is_looked_for_elsewhere(line: str, path: str) -> None:
    assert said("BM031", pool(JAMMY, bash(line), [nfs("tools")])) == [ELSEWHERE.format("tools", path, "tools")]


@pytest.mark.parametrize(
    "line",
    [
        "mkdir -p /mnt/tools; cp x /mnt/tools",
        "cp -r x /mnt/tools; ls /mnt/tools",
        "mount -t nfs s:/e /mnt/tools; ls /mnt/tools",
        "mount -a; ls /mnt/tools",
        "mount /dev/sdc1 /mnt; ls /mnt/tools",
        "D=/mnt/tools; mkdir -p $D; cp x $D/x",
        "tar -xzf x.tgz -C /mnt; ls /mnt/tools",
        "cd /mnt && git clone https://h/x tools; ls /mnt/tools",
        "cd /mnt && ./x; ls /mnt/tools",
        "git clone https://h/tools.git /tools && /tools/setup.sh",
        "ln -s $AZ_BATCH_NODE_MOUNTS_DIR/tools /mnt/tools; ls /mnt/tools",
        "ln -sfn /opt/x /tools; ls /tools",
        "[ -d /mnt/tools ] && ls /mnt/tools; true",
        "set -e; [ -d /mnt/tools ] && ls /mnt/tools; ./x",
        "if [ -d /mnt/tools ]; then ls /mnt/tools; fi",
        "if command -v rsync; then ls /mnt/tools; fi",
        "useradd -m -d /tools t; ls /tools",
        "./prepare.sh; ls /mnt/tools",
        "docker run --rm ubuntu:24.04 /tools/run",
        "docker run --rm -v /opt/x:/tools ubuntu:24.04 ls /tools",
        "rm -rf /mnt/tools; echo /mnt/tools",
        "ls /mnt/toolset /mnt/other/tools /mnt/tool",
        "curl https://h/mnt/tools/x -o x",
    ],
)
def test_no_mount_elsewhere(line: str) -> None:
    assert said("BM031", pool(JAMMY, bash(line), [nfs("tools")])) == []


def test_what_the_start_task_of_an_auto_pool_may_make() -> None:
    def job(start_task: Any) -> JobAddParameter:
        machine = pool(JAMMY, "x").virtual_machine_configuration
        settings = {"mountConfiguration": [nfs("tools")], "vmSize": "standard_d2s_v3", "startTask": start_task}
        auto = PoolSpecification.deserialize({**settings, "virtualMachineConfiguration": machine.serialize()})
        auto_pool = {"poolLifetimeOption": "job", "pool": auto.serialize()}
        task = {"id": "m", "commandLine": bash("ls /mnt/tools")}
        info = {"autoPoolSpecification": auto_pool}
        return JobAddParameter.deserialize({"id": "j", "poolInfo": info, "jobManagerTask": task})

    text = ELSEWHERE.format("tools", "/mnt/tools", "tools")
    assert found(job(None), "BM031") == [f"$.jobManagerTask.commandLine: BM031 {text}"]
    assert found(job({"commandLine": bash("ls")}), "BM031") == []


@pytest.mark.parametrize(
    ("mounts", "line", "text"),
    [
        (
            [share("S")],
            r"cmd /c xcopy /e /i T:\tools C:\tools",
            "only S:, so there is no drive T: for T:\\tools. Use S:, or add",
        ),
        (
            [share("s:"), share("X")],
            r'powershell -Command "Copy-Item T:\tools C:\tools"',
            "only S: and X:, so there is no drive T: for T:\\tools. Use the drive of a mount, or add",
        ),
        ([share("S")], r"cmd /c Z:\setup.exe /quiet", "only S:, so there is no drive Z: for Z:\\setup.exe. Use S:, or add"),
    ],
)
def test_a_drive_that_is_not_mounted(mounts: Any, line: str, text: str) -> None:
    letter = text.partition("no drive ")[2][:1]
    (given,) = said("BM031", pool(WINDOWS, line, mounts))
    assert given == f"warning: the pool mounts {text} an entry to mountConfiguration whose relativeMountPath is {letter}."


@pytest.mark.parametrize(
    "line",
    [
        r"cmd /c xcopy /e /i S:\tools C:\tools",
        r"cmd /c copy D:\x E:\y",
        r"cmd /c net use T: \\h\s && copy T:\x .",
        r"cmd /c if exist T:\x copy T:\x .",
        r'powershell -Command "New-PSDrive -Name T -PSProvider FileSystem -Root \\h\s; Copy-Item T:\x ."',
        r"cmd /c subst T: C:\x & copy T:\x .",
        r"cmd /c prepare.cmd && copy T:\x .",
        "cmd /c curl -O https://h/x",
    ],
)
def test_no_drive_that_is_not_mounted(line: str) -> None:
    assert said("BM031", pool(WINDOWS, line, [share("S")])) == []


def test_drives_of_other_disks() -> None:
    line = r"cmd /c copy T:\x ."
    assert len(said("BM031", pool(WINDOWS, line, [share("S")]))) == 1
    assert said("BM031", pool(WINDOWS, line, [share("tools")])) == []
    model = pool(WINDOWS, line, [share("S")])
    assert model.virtual_machine_configuration is not None
    model.virtual_machine_configuration.data_disks = [DataDisk(lun=0, disk_size_gb=8)]
    assert said("BM031", model) == []
