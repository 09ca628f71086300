"""BM303, command by command: what is told of each that doesn't do well when it is run again, and with which options it does."""

from __future__ import annotations

import pytest
from reviewing import WINDOWS, bash, found, pool

from batchmodels import (
    ImageReference,
    PoolAddParameter,
    StartTask,
    TaskContainerSettings,
    VirtualMachineConfiguration,
)


def said(line: str) -> list[str]:
    return [text.removeprefix("$.commandLine: BM303 warning: ") for text in found(StartTask(command_line=line), "BM303")]


AGAIN = "fails when the start task runs again"


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("mkdir /a /b", f"mkdir /a {AGAIN} and /a already exists, for example on a retry. Use mkdir -p /a."),
        ("ln a b", f"ln {AGAIN} and b already exists. Use ln -f a b."),
        ("ln -s a b", f"ln {AGAIN} and b already exists. Use ln -sfn a b."),
        ("ln --symbolic a b c", f"ln {AGAIN} and c already exists. Use ln -sfn a b c."),
        (
            "useradd me",
            f"useradd {AGAIN} and the user me already exists. Use {{ id -u me >/dev/null 2>&1 || useradd …; }} instead.",
        ),
        (
            "adduser me",
            f"adduser {AGAIN} and the user me already exists. Use {{ id -u me >/dev/null 2>&1 || adduser …; }} instead.",
        ),
        (
            "groupadd us",
            f"groupadd {AGAIN} and the group us already exists. Use {{ getent group us >/dev/null || groupadd …; }} instead.",
        ),
        (
            "addgroup us",
            f"addgroup {AGAIN} and the group us already exists. Use {{ getent group us >/dev/null || addgroup …; }} instead.",
        ),
        (
            "mkfs /dev/sdc",
            (
                "mkfs fails or erases the data on /dev/sdc when the start task runs again. "
                "Use { blkid /dev/disk/azure/scsi1/lun0 || mkfs …; } instead, with the lun of the data disk."
            ),
        ),
        (
            "mkfs.xfs /dev/sdc",
            (
                "mkfs.xfs fails or erases the data on /dev/sdc when the start task runs again. "
                "Use { blkid /dev/disk/azure/scsi1/lun0 || mkfs.xfs …; } instead, with the lun of the data disk."
            ),
        ),
        (
            "mount h:/e /d",
            (
                "mount fails when the start task runs again and /d is already mounted, for example on a retry. "
                "Use { mountpoint -q /d || mount …; } instead."
            ),
        ),
        (
            "swapon /s",
            (
                "swapon fails when the start task runs again and /s is already in use, for example on a retry. "
                "Use { swapon --show=NAME --noheadings | grep -qx /s || swapon /s; } instead."
            ),
        ),
        (
            "git clone https://h/a",
            f"git clone {AGAIN} and a already exists, for example on a retry. Use {{ [ -d a ] || git clone …; }} instead.",
        ),
        *(
            (
                f"{engine} network create --driver x n",
                (
                    f"{engine} network create fails when the start task runs again and the network already exists. "
                    f"Use {{ {engine} network inspect n >/dev/null 2>&1 || {engine} network create …; }} instead."
                ),
            )
            for engine in ("docker", "podman", "nerdctl")
        ),
        *(
            (
                f"{engine} {action} --name w x",
                (
                    f"{engine} {action} fails when the start task runs again and the container w already exists. "
                    f"Run {{ {engine} rm -f w || true; }} first."
                ),
            )
            for engine in ("docker", "podman", "nerdctl")
            for action in ("run", "create")
        ),
        (
            "ls >> /etc/x",
            (
                "/etc/x receives duplicate lines each time the start task runs again. "
                "Append only the lines that are missing, with grep -q … || …, or write a separate file with >."
            ),
        ),
    ],
)
def test_what_is_told(command: str, text: str) -> None:
    assert said(bash(command)) == [text]
    assert said(bash(f"sudo {command}")) == [text]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("cmd /c mkdir a b", f"mkdir a {AGAIN} and a already exists, for example on a retry. Use (if not exist a mkdir a)."),
        (
            "cmd /c git clone https://h/a",
            f"git clone {AGAIN} and a already exists, for example on a retry. Use (if not exist a git clone …) instead.",
        ),
        (
            "cmd /c net user me pw /add",
            f"net user {AGAIN} and the user me already exists. Use net user me || net user me … /add.",
        ),
        (
            "cmd /c sc create me binPath= x",
            f"sc create {AGAIN} and the service me already exists. Use (sc query me || sc create me …) instead.",
        ),
        ("cmd /c mklink /d a b", f"mklink {AGAIN} and a already exists. Use (if not exist a mklink …)."),
        (
            "cmd /c schtasks /Create /tn a",
            (
                "schtasks prompts before it replaces the scheduled task when the start task runs again, and nothing can answer."
                " Add /f to replace it without a prompt."
            ),
        ),
        (
            "cmd /c reg ADD HKLM\\a /VE",
            (
                "reg add prompts before it overwrites the value when the start task runs again, and nothing can answer. "
                "Add /f to overwrite it without a prompt."
            ),
        ),
        (
            "powershell New-Item -ItemType Directory a",
            f"New-Item a {AGAIN} and a already exists, for example on a retry. Use New-Item -ItemType Directory -Force a.",
        ),
        (
            "powershell md a",
            f"md a {AGAIN} and a already exists, for example on a retry. Use New-Item -ItemType Directory -Force a.",
        ),
        (
            "powershell git clone https://h/a",
            (
                f"git clone {AGAIN} and a already exists, for example on a retry. Use if (-not (Test-Path a)) {{ git "
                f"clone … }} instead."
            ),
        ),
        (
            "powershell Expand-Archive a.zip b",
            (
                "Expand-Archive fails when the start task runs again and the files already exist, for example on a retry. "
                "Add -Force to overwrite them."
            ),
        ),
        (
            "powershell New-LocalUser me",
            (
                f"New-LocalUser {AGAIN} and the user me already exists. "
                "Use if (-not (Get-LocalUser me -ErrorAction SilentlyContinue)) { New-LocalUser … } instead."
            ),
        ),
        (
            "powershell New-Service -BinaryPathName x -Name me",
            (
                f"New-Service {AGAIN} and the service me already exists. "
                "Use if (-not (Get-Service me -ErrorAction SilentlyContinue)) { New-Service … } instead."
            ),
        ),
        *(
            (
                f"powershell {command} C:\\Windows\\System32\\drivers\\etc\\hosts a",
                (
                    "C:\\Windows\\System32\\drivers\\etc\\hosts receives duplicate lines each time the start task runs again. "
                    "Append only the lines that are missing, with findstr, or write a separate file with >."
                ),
            )
            for command in ("Add-Content", "ac")
        ),
    ],
)
def test_what_is_told_on_windows(line: str, text: str) -> None:
    assert said(line) == [text]


# --- Users


@pytest.mark.parametrize(
    ("command", "name"),
    [
        *(("useradd --system --create-home me", "me"), ("useradd -r me", "me"), ("sudo useradd --system me", "me")),
        *(("useradd -rms /bin/bash me", "me"), ("useradd -mk /etc/skel me", "me"), ("useradd -f 30 me", "me")),
        *(("useradd -l -u 1000 me", "me"), ("useradd -s/bin/sh me", "me"), ("groupadd --system us", "us")),
        *(("groupadd -rg 1000 us", "us"), ("adduser --disabled-password --gecos '' me", "me"), ("addgroup --gid 5 us", "us")),
        *(
            ("adduser -D me", "me"),
            ("adduser -D -h /data me", "me"),
            ("adduser -SDHs /bin/sh me", "me"),
            ("addgroup -S us", "us"),
        ),
        *(("T=$(mktemp -d); useradd me", "me"), ("cd $(mktemp -d); useradd me", "me"), ("rm -rf *; useradd me", "me")),
    ],
)
def test_users_that_exist_in_the_next_run(command: str, name: str) -> None:
    (text,) = said(bash(f"set -e; {command}; ls"))
    assert text.startswith(tuple(f"{each} {AGAIN} and the " for each in ("useradd", "groupadd", "adduser", "addgroup")))
    assert f" {name} already exists. " in text


@pytest.mark.parametrize(
    "command",
    [
        *("useradd -D -s /bin/sh", "useradd -rD", "groupadd -rf us", "groupadd -f us", "addgroup --system us", "adduser -h me"),
        *("adduser --system --group me", "adduser me us", "userdel -f me || true; useradd me", "id me || useradd --system me"),
        *("getent group us || groupadd --system us", "useradd --system me || true"),
    ],
)
def test_users_that_do_no_harm(command: str) -> None:
    assert said(bash(f"set -e; {command}; ls")) == []


def test_a_user_that_the_script_makes_and_deletes() -> None:
    (text,) = said(bash("set -e; useradd -m me; userdel me"))
    assert text.startswith("useradd ")


@pytest.mark.parametrize(
    ("image", "agent", "number"),
    [
        (ImageReference(publisher="almalinux", offer="almalinux-x86_64", sku="9-gen2"), "batch.node.el 9", 1),
        (ImageReference(publisher="canonical", offer="ubuntu-24_04-lts", sku="server"), "batch.node.ubuntu 24.04", 0),
    ],
)
def test_adduser_is_useradd_in_the_family_of_red_hat(image: ImageReference, agent: str, number: int) -> None:
    nodes = PoolAddParameter(
        id="p",
        vm_size="standard_d2s_v3",
        virtual_machine_configuration=VirtualMachineConfiguration(image_reference=image, node_agent_sku_id=agent),
        start_task=StartTask(command_line=bash("adduser --system me")),
    )
    text = f"adduser {AGAIN} and the user me already exists. Use {{ id -u me >/dev/null 2>&1 || adduser …; }} instead."
    assert found(nodes, "BM303") == [f"$.startTask.commandLine: BM303 warning: {text}"] * number


def test_a_container_has_its_own_users() -> None:
    container = TaskContainerSettings(image_name="ubuntu:24.04")
    assert found(StartTask(command_line=bash("useradd me"), container_settings=container), "BM303") == []


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (
            "cmd /c net user /add me pw",
            f"net user {AGAIN} and the user me already exists. Use net user me || net user me … /add.",
        ),
        (
            "cmd /c net users me pw /add",
            f"net user {AGAIN} and the user me already exists. Use net user me || net user me … /add.",
        ),
        (
            "cmd /c net localgroup us /add",
            f"net localgroup {AGAIN} and the group us already exists. Use net localgroup us || net localgroup us … /add.",
        ),
        (
            "powershell New-LocalUser -AccountNeverExpires -Name me",
            (
                f"New-LocalUser {AGAIN} and the user me already exists. "
                "Use if (-not (Get-LocalUser me -ErrorAction SilentlyContinue)) { New-LocalUser … } instead."
            ),
        ),
        (
            "powershell New-LocalUser -Name:me",
            (
                f"New-LocalUser {AGAIN} and the user me already exists. "
                "Use if (-not (Get-LocalUser me -ErrorAction SilentlyContinue)) { New-LocalUser … } instead."
            ),
        ),
        (
            "powershell New-LocalGroup us",
            (
                f"New-LocalGroup {AGAIN} and the group us already exists. "
                "Use if (-not (Get-LocalGroup us -ErrorAction SilentlyContinue)) { New-LocalGroup … } instead."
            ),
        ),
    ],
)
def test_users_on_windows(line: str, text: str) -> None:
    assert said(line) == [text]


@pytest.mark.parametrize("action", ["-ErrorAction Stop", "-ErrorAction:Continue", "-ea 1", "-EA Inquire", "-ErrorA stop"])
@pytest.mark.parametrize(
    ("cmdlet", "text"),
    [
        ("New-LocalGroup us", f"New-LocalGroup {AGAIN} and the group us already exists. "),
        ("New-Item -ItemType Directory C:\\a", f"New-Item C:\\a {AGAIN} and C:\\a already exists, for example on a retry. "),
        ("Expand-Archive a.zip C:\\a", f"Expand-Archive {AGAIN} and the files already exist, for example on a retry. "),
        ("Register-ScheduledTask a", f"Register-ScheduledTask {AGAIN} and the scheduled task already exists. "),
    ],
)
def test_error_actions_that_hide_nothing(cmdlet: str, text: str, action: str) -> None:
    name, _, arguments = cmdlet.partition(" ")
    for line in (f"powershell {cmdlet} {action}", f"powershell {name} {action} {arguments}"):
        (found,) = said(line)
        assert found.startswith(text)


@pytest.mark.parametrize("options", ["-NoPassword me", "-Password $p -Name me", "-Description x me -Disabled"])
def test_names_among_options(options: str) -> None:
    (text,) = said(f"powershell New-LocalUser {options}")  # the name may be masked
    assert text.startswith(f"New-LocalUser {AGAIN} and the user ")


@pytest.mark.parametrize(
    "line",
    [
        "cmd /c net user me /delete & net user me pw /add",
        "cmd /c net user me || net user me pw /add",
        "cmd /c sc delete a & sc create a b",
        "powershell Remove-LocalUser me -ErrorAction Ignore; New-LocalUser me",
        "powershell New-LocalUser @user",
    ],
)
def test_users_that_do_no_harm_on_windows(line: str) -> None:
    assert said(line) == []


# --- Which words are names


@pytest.mark.parametrize(
    ("command", "name"),
    [
        *(("mkdir -m 755 /a", "/a"), ("mkdir --mode 755 /a", "/a"), ("mkdir -v /a", "/a"), ("mkdir -Z --verbose /a", "/a")),
        *(
            (f"useradd {option} x me", "me")
            for option in ["-s", "-d", "-g", "-G", "-u", "-c", "-e", "-k", "-K", "-p", "-b", "-R", "-P", "-Z"]
        ),
        *((f"useradd {option} x me", "me") for option in ("--shell", "--home", "--home-dir", "--gid", "--groups", "--uid")),
        *((f"useradd {option} x me", "me") for option in ("--comment", "--expiredate", "--inactive", "--skel", "--key")),
        *((f"useradd {option} x me", "me") for option in ("--password", "--base-dir", "--root", "--prefix", "--ingroup")),
        *((f"adduser {option} x me", "me") for option in ("--gecos", "--firstuid", "--lastuid", "-l")),
        *(
            (f"mkfs {option} x /dev/sdc", "/dev/sdc")
            for option in ["-t", "--type", "-b", "-C", "-E", "-g", "-G", "-i", "-I", "-J", "-L", "-m", "-M"]
        ),
        *((f"mkfs.xfs {option} x /dev/sdc", "/dev/sdc") for option in ["-o", "-O", "-r", "-T", "-U", "-z", "-d", "-l", "-s"]),
        *(("mkfs.xfs -f -N x /dev/sdc", "/dev/sdc"), ("mkfs.xfs -f -n x /dev/sdc", "/dev/sdc")),
        *((f"mount {option} x h:/e /d", "/d") for option in ("-t", "-o", "-O", "-N", "--types", "--options")),
        *((f"swapon {option} x /s", "/s") for option in ("-p", "--priority", "-o", "--options", "-L", "-U")),
        *(("mount /dev/sdc1 /d", "/d"), ("mount //h/s /d", "/d"), ("mount $HOST:/e /d", "/d"), ("mount ${H}.x-y:/e /d", "/d")),
        *(
            (f"git clone {option} x https://h/a b", "b")
            for option in ["-b", "--branch", "--depth", "-o", "--origin", "-u", "--upload-pack"]
        ),
        *((f"git clone {option} x https://h/a b", "b") for option in ("--reference", "--reference-if-able", "-c", "--config")),
        *((f"git clone {option} x https://h/a b", "b") for option in ("-j", "--jobs", "--filter", "--separate-git-dir")),
        *((f"git clone {option} x https://h/a b", "b") for option in ("--template", "--shallow-since", "--shallow-exclude")),
        *(
            (f"git clone {option} x https://h/a b", "b")
            for option in ("--server-option", "--bundle-uri", "--revision", "-q --depth")
        ),
        *(("git clone https://h/a", "a"), ("git clone https://h/a.git", "a"), ("git clone https://h/a/", "a")),
        *(("git clone https://h/x/a.git?b=c", "a"), ("git clone https://h/a#b", "a"), ("git clone me@h:a", "a")),
        *(("git clone me@h:b/a.git", "a"), ("git clone -- https://h/a", "a"), ("git -C /x -c y=z clone https://h/a", "/x/a")),
        *(("git -C /x/ clone https://h/a b", "/x/b"), ("git -C /x clone https://h/a /b", "/b")),
        *(('git -C "$D" clone https://h/a', '"$D"/a'), ("git -C x -C y clone https://h/a", "x/y/a")),
        *(("git --no-pager clone https://h/a", "a"), ("git clone --depth=1 https://h/a", "a")),
    ],
)
def test_what_is_made(command: str, name: str) -> None:
    (text,) = said(bash(command))
    assert f" {name} " in text


@pytest.mark.parametrize(
    "command",
    [
        *("mkdir", "mkdir -p a", "mkdir -vp a", "mkdir --parents a", "mkdir --help a", "mkdir --version a", "mkdir -m 755"),
        *("ln a", "ln -f a b", "ln -i a b", "ln -b a b", "ln -t a b c", "ln -S x a b", "ln -sf a b", "ln --force a b"),
        *("ln --interactive a b", "ln --backup a b", "ln --backup=x a b", "ln --target-directory=a b c", "ln --help a b"),
        *("ln --target-directory a b c", "ln -s a --suffix b", "ln -s a --target-directory b"),
        *("useradd", "useradd me us", "useradd -D me", "useradd --defaults me", "useradd --help me", "addgroup -h me"),
        *("adduser --system me", "groupadd -f me", "groupadd --force me", "useradd -s me"),
        *(
            "mkfs",
            "mkfs --help x",
            "mkfs --version x",
            "mkfs -n x",
            "mkfs -n x /dev/sdc",
            "mkfs -N x /dev/sdc",
            "mkfs -N x",
            "mkfs -t x",
        ),
        *("mount", "mount a", "mount h:/e", "mount x /d", "mount x h:/e /d", "mount -o remount h:/e /d", "mount /x /d"),
        *("mount -o ro,remount /dev/sdc /d", "mount -t tmpfs x /d", "swapon", "swapon -a", "swapon -L x", "swapon x"),
        *(
            "git",
            "git clone",
            "git pull x",
            "git clone --help x",
            "git -C clone https://h/a",
            "git fetch clone x",
            "git clone -b x",
        ),
        *(
            "docker network create n || true",
            "docker network rm n",
            "docker network ls",
        ),
        *("docker run x", "docker run --rm --name w x", "docker run --name", "docker run --name=", "docker run --name $w x"),
        *("docker run --name `w` x", "docker exec --name w x", "docker run --named w x", "docker start w"),
        *("tee /etc/x", "tee -i /etc/x", "tee -a x", "ls > /etc/x", "ls >> x", "ls >> /tmp/x", "ls >> /etc/x.log"),
        *("ls >> /home/me/logs/x", "ls >> /opt/x", "ls 2>> /var/x"),
    ],
)
def test_what_does_well_again(command: str) -> None:
    assert said(bash(command)) == []


@pytest.mark.parametrize(
    "file", ["/etc/x", "/root/x", "/home/x", "/usr/x", "/boot/x", "~/x", "$HOME/x", "${HOME}/x", "/etc/x.logs"]
)
def test_files_that_stay(file: str) -> None:
    for command in (
        f"ls >> {file}",
        f"ls 2>> {file}",
        f"date | tee -a {file}",
        f"date | tee --append {file}",
        f"date | tee -ia {file}",
    ):
        (text,) = said(bash(command))
        assert text.startswith(f"{file} receives duplicate lines")


@pytest.mark.parametrize(
    "line",
    [
        *("cmd /c mkdir", "cmd /c mkdir /?", "cmd /c net user me", "cmd /c net user /add", "cmd /c net localgroup me"),
        *("cmd /c sc create", "cmd /c sc query x", "cmd /c mklink a", "cmd /c mklink a b c", "cmd /c schtasks /query /tn a"),
        *("cmd /c schtasks /create /tn a /f", "cmd /c schtasks /create /?", "cmd /c reg add a", "cmd /c reg add a /v b /f"),
        *(
            "cmd /c reg query a /v b",
            "powershell ni a",
            "powershell New-Item a",
            "powershell New-Item -Force -ItemType File a",
            "powershell mkdir",
        ),
        *("powershell New-Item -ItemType Directory", "powershell md -Force a", "powershell md -f a", "powershell md a -ea 0"),
        *("powershell md a -ErrorAction Ignore", "powershell md a -WhatIf", "powershell ni a -ItemType Directory -Force"),
        *("powershell Expand-Archive a b -Force", "powershell Expand-Archive a b -ea 0", "powershell Expand-Archive a -WhatIf"),
        *("powershell Expand-Archive a b -ErrorAction Ignore", "powershell Expand-Archive a b -Confirm"),
        *(
            "powershell Expand-Archive @options",
            "powershell New-LocalUser",
            "powershell New-LocalUser -Name",
            "powershell sc create a b",
        ),
        *(
            "powershell New-LocalUser me -ea 0",
            "powershell New-LocalUser me -ErrorAction Ignore",
            "powershell New-LocalUser me -WhatIf",
        ),
        *("powershell New-LocalUser @user", "powershell New-LocalUser -Name -x", "powershell ls >> C:\\x"),
        *("powershell md a -ea:4", "powershell md a -ErrorAction:SilentlyContinue", "powershell md a -ErrorAction $action"),
    ],
)
def test_what_does_well_again_on_windows(line: str) -> None:
    assert said(line) == []


@pytest.mark.parametrize(
    "line",
    [
        *("cmd /c md a", "powershell mkdir a", "powershell md a", "powershell ni -ItemType Directory a", "cmd /c mkdir /x a"),
        *(
            "powershell net user me pw /add",
            "powershell schtasks /create /tn a",
            "powershell reg add a /v b",
            "cmd /c reg add a /ve",
        ),
    ],
)
def test_other_names_on_windows(line: str) -> None:
    assert len(said(line)) == 1


def test_programs_that_no_shell_runs() -> None:
    for line in ("mkdir a", "useradd me", "git clone https://h/a"):
        assert len(found(StartTask(command_line=line), "BM303")) == 1
    for line in ("net user me pw /add", "sc create a b", "schtasks /create /tn a", "reg add a /v b", "git clone https://h/a"):
        assert len(found(pool(WINDOWS, line), "BM303")) == 1
    for line in ("mkdir a", "useradd me", "mklink a b", "Expand-Archive a b"):
        assert found(pool(WINDOWS, line), "BM303") == []


@pytest.mark.parametrize("command", ["deluser alice docker", "delgroup alice docker"])
def test_two_names_are_a_user_and_a_group(command: str) -> None:
    assert said(bash(command)) == []
    assert len(said(bash("delgroup docker"))) == 1


# --- What the script has done before


@pytest.mark.parametrize(
    "before",
    [
        *(f"{remover} /a" for remover in ("rm -rf", "rmdir", "rd", "del", "erase", "unlink", "userdel", "deluser", "groupdel")),
        *(
            "delgroup /a",
            "mv /a /b",
            "remove-item /a",
            "ri /a",
            "rm -rf /a/",
            "docker rm /a",
            "docker container rm /a",
            "podman rm /a",
        ),
        *("rm -r /*", "sudo rm -rf /a", "rm -rf /x /y /a"),
    ],
)
def test_what_was_removed_before(before: str) -> None:
    assert said(bash(f"{before}; mkdir /a")) == []
    assert said(bash(f"{before}; mkdir /a/b")) == []
    assert len(said(bash(f"mkdir /a && {before}"))) == 1


@pytest.mark.parametrize(
    "before", ["ls /a", "rm -rf /b", "rm -rf /a/b", "docker ps /a", "docker run x rm /a", "rm -r /b*", "cp /a /b"]
)
def test_what_was_not(before: str) -> None:
    assert len(said(bash(f"{before}; mkdir /a"))) == 1


def test_how_a_path_is_written() -> None:
    assert said(bash("rm -rf ./a; mkdir a")) == said(bash("rm -rf a; mkdir ./a/b")) == []
    assert said("cmd /c rmdir a\\b & mkdir a/b/c") == []
    assert said(bash("rm -rf a; mkdir ab"))
    assert said(bash("rm -rf a*; mkdir ab")) == []


@pytest.mark.parametrize(
    "command",
    [
        *(
            "mkdir /a$RANDOM",
            "mkdir /a$SRANDOM",
            "mkdir /a$$",
            "mkdir /a$BASHPID",
            "mkdir /a$EPOCHSECONDS",
            "mkdir /$EPOCHREALTIME",
        ),
        *("mkfs $(losetup -f)", "mkdir /$(date)", "mkdir /`date`", "d=$(mktemp -d); cd $d; mkdir a", "d=$(mktemp -d); mkdir a"),
        *(f"{change} $(date); mkdir a" for change in ("cd", "pushd", "chdir")),
    ],
)
def test_names_that_are_new_each_time(command: str) -> None:
    assert said(bash(command)) == []


@pytest.mark.parametrize(
    "command", ["mkdir /$DATE", "cd $(date); mkdir /a", "cd $(date); mkdir ~/a", "d=$(mktemp -d); mkdir /a", "cd a; mkdir b"]
)
def test_names_that_are_the_same_each_time(command: str) -> None:
    assert len(said(bash(command))) == 1


@pytest.mark.parametrize("change", ["Set-Location", "sl", "Push-Location"])
def test_a_new_directory_in_powershell(change: str) -> None:
    assert said(f'powershell -Command "{change} $(New-Guid); mkdir a"') == []


def test_a_file_that_was_looked_into_or_written_before() -> None:
    assert said(bash("grep a /etc/x; ls >> /etc/x")) == []
    assert said(bash("ls > /etc/x; pwd >> /etc/x")) == []
    assert said(bash("ls >> /etc/y; pwd >> /etc/x"))[1:]
    assert len(said(bash("ls >> /etc/x; pwd >> /etc/x"))) == 1
    assert said(bash("grep a /etc/x; sh -c 'ls >> /etc/x'")) == []


# --- Whether it matters


@pytest.mark.parametrize("command", ["mkdir /a", "ln a b", "useradd me", "git clone https://h/a", "mount h:/e /d", "swapon /s"])
def test_a_failure_that_does_not_count_is_no_matter(command: str) -> None:
    assert said(bash(f"{command}; ls")) == []
    assert said(bash(f"{command} || true")) == []
    assert len(said(bash(f"set -e; {command}; ls"))) == 1


def test_what_does_harm_always_matters() -> None:
    assert len(said(bash("mkfs /dev/sdc; ls"))) == 1
    assert len(said(bash("ls >> /etc/x; ls"))) == 1
    assert said("cmd /c echo y | reg add a /v b") == []
    assert said("cmd /c echo y | schtasks /create /tn a") == []
    assert said("cmd /c schtasks /create /tn a < answers.txt") == []


def test_what_was_removed_before_on_windows() -> None:
    assert said("cmd /c rmdir a & mklink a b") == []
    assert said('powershell -Command "Remove-Item b; Expand-Archive -DestinationPath b a.zip"') == []
    assert said('powershell -Command "Remove-Item a.zip; Expand-Archive -DestinationPath b a.zip"')
    assert said('powershell -Command "Remove-Item b; Expand-Archive -Path a.zip b"') == []
    assert said('powershell -Command "Remove-Item b; Expand-Archive a.zip -DestinationPath"')


def test_several_at_once() -> None:
    assert len(said(bash("mkdir /a && mkdir /b && ls >> /etc/x"))) == 3
    assert len(said(bash("date | tee -a /etc/x /etc/y"))) == 2


def test_long_names_are_cut() -> None:
    (text,) = said(bash(f"mkdir /{'a' * 70}"))
    assert f"mkdir /{'a' * 58}… fails" in text
    assert f"mkdir /{'a' * 59} fails" in said(bash(f"mkdir /{'a' * 59}"))[0]


@pytest.mark.parametrize(
    "script",
    [
        "unzip() { python3 -m zipfile -e $1 /opt; }; unzip a.zip",
        "mkdir() { command mkdir -p $1; }; mkdir data",
        "function ln { true; }; ln -s a b",
    ],
)
def test_functions_with_the_name_of_a_program(script: str) -> None:
    assert said(bash(script)) == []


def test_a_program_in_spite_of_a_function() -> None:
    assert len(said(bash("mkdir() { true; }; sudo mkdir data"))) == 1


@pytest.mark.parametrize("rule", ["BM114", "BM428"])
def test_a_function_around_curl(rule: str) -> None:
    line = bash("curl() { command curl -fsSL $@; }; curl -O https://aka.ms/setup.sh; bash setup.sh")
    assert found(StartTask(command_line=line), rule) == []
