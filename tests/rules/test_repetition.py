"""BM3: reruns, retries and prompts that nothing can answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reviewing import LINUX, WINDOWS, bash, found, pool
from strategies import texts

from batchmodels import StartTask, commands, review
from batchmodels.rules.discovery import RULES

MINE = {"BM301", "BM302", "BM303", "BM304", "BM305", "BM306"}


def said(rule: str, command_line: str, **members: Any) -> list[str]:
    return found(StartTask(command_line=command_line, **members), rule)


@pytest.mark.parametrize(
    ("script", "does", "option"),
    [
        ("apt-get update && apt-get install ffmpeg", "apt-get install", "-y"),
        ("sudo -E DEBIAN_FRONTEND=noninteractive apt-get -q install ffmpeg", "apt-get install", "-y"),
        ("set -e; apt build-dep jq", "apt build-dep", "-y"),
        ("apt-get install ffmpeg </dev/null", "apt-get install", "-y"),
        ("{ apt-get install ffmpeg; } && echo done", "apt-get install", "-y"),
        ("yum install -q gcc", "yum install", "-y"),
        ("yum update", "yum update", "-y"),
        ("dnf --enablerepo=crb install gcc", "dnf install", "-y"),
        ("tdnf install gcc", "tdnf install", "-y"),
        ("zypper in gcc", "zypper in", "-y"),
        ("pacman -Syu", "pacman -Syu", "--noconfirm"),
        ("pacman -S --needed gcc", "pacman -S", "--noconfirm"),
        ("conda install -n base numpy", "conda install", "-y"),
        ("mamba create -n x python", "mamba create", "-y"),
        ("conda create -p $AZ_BATCH_NODE_SHARED_DIR/env python", "conda create", "-y"),
        ("pip3 uninstall numpy", "pip uninstall", "-y"),
        ("python3 -m pip uninstall numpy", "pip uninstall", "-y"),
    ],
)
def test_what_asks(script: str, does: str, option: str) -> None:
    assert said("BM301", bash(script)) == [
        (
            f"$.commandLine: BM301 error: {does} prompts for confirmation and nothing can answer, so the start "
            f"task hangs or fails."
            f" Use {does} {option}."
        )
    ]


def test_what_runs_after_either_side_of_or_runs_again() -> None:
    assert said("BM303", bash("a && b || echo s && mkdir d"), max_task_retry_count=2) == [
        (
            "$.commandLine: BM303 warning: mkdir d fails when the start task runs again and d already exists, for example on a "
            "retry. Use mkdir -p d."
        )
    ]
    assert said("BM303", bash("test -d d || mkdir d"), max_task_retry_count=2) == []
    assert said("BM303", 'cmd /c "a || echo s && mkdir d"', max_task_retry_count=2) == []


def test_what_asks_without_a_shell_and_on_windows() -> None:
    assert len(said("BM301", "apt-get install vim")) == 1
    assert len(said("BM301", 'cmd /c "choco install git"')) == 1
    assert len(said("BM301", 'powershell -Command "choco upgrade git"')) == 1


@pytest.mark.parametrize(
    "script",
    [
        "apt-get install -y vim",
        "apt-get -y install vim",
        "apt-get install vim --yes",
        "apt-get --assume-yes install vim",
        "apt-get -qq install vim",
        "apt-get -q -q install vim",
        "apt-get -q=2 install vim",
        "apt-get -qy install vim",
        "apt-get -yq install vim",
        "apt-get -fy install",
        "apt-get -t stable-backports -y install vim",
        "apt-get -o APT::Get::Assume-Yes=true install vim",
        'echo "APT::Get::Assume-Yes \\"true\\";" > /etc/apt/apt.conf.d/90yes; apt-get install vim',
        "apt-get -s install vim",
        "apt-get --dry-run upgrade",
        "apt-get install --help",
        "apt-get update",
        "apt-get clean && apt-get autoclean",
        "apt-get $OPTIONS install vim",
        'apt-get install "${packages[@]}"',
        "apt list --installed",
        "apt-cache search install",
        "apt-mark hold vim",
        "yes | apt-get install vim",
        "echo y | sudo apt-get install vim",
        "yes | (apt-get update; apt-get install vim)",
        "apt-get install vim <<< y",
        "apt-get install vim < answers",
        "{ apt-get install vim; } < answers",
        "yum -y install gcc",
        "yum list install",
        "yum makecache",
        "yum --setopt=assumeyes=1 install gcc",
        "dnf install -yq gcc",
        "dnf history list",
        "dnf --assumeno update",
        "zypper -n in gcc",
        "zypper --non-interactive install gcc",
        "zypper in -y gcc",
        "zypper refresh",
        "pacman -S --noconfirm gcc",
        "pacman -Sy",
        "pacman -Ss gcc",
        "pacman -Q gcc",
        "conda env update --file x.yml",
        "conda install -qy numpy",
        "conda config --set always_yes true; conda install numpy",
        "conda run -n x install",
        "pip install numpy",
        "pip uninstall -y numpy",
        "python -m pip uninstall --yes numpy",
        "apt-get install $(cat options)",
        "echo apt-get install vim",
        "command -v apt-get",
        "# apt-get install vim",
        "add-apt-repository ppa:x/y",
    ],
)
def test_what_does_not_ask(script: str) -> None:
    assert said("BM301", bash(script)) == []


@pytest.mark.parametrize("line", ['cmd /c "choco install git -y"', "choco install git --confirm", "cmd /c choco list"])
def test_what_does_not_ask_on_windows(line: str) -> None:
    assert said("BM301", line) == []


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("apt-get update && apt-get install -y vim", "apt-get install"),
        ("dpkg -i x.deb", "dpkg"),
        ("set -e; dpkg --purge x; ls", "dpkg"),
    ],
)
def test_the_lock(script: str, name: str) -> None:
    assert said("BM302", bash(script)) == [
        (
            f"$.commandLine: BM302 warning: unattended upgrades may hold the dpkg lock while a node boots: {name} "
            f"then fails, and so"
            " does the start task, which isn't retried. Wait for the lock with apt-get -o DPkg::Lock::Timeout=300, or set"
            " maxTaskRetryCount to 3."
        )
    ]
    assert said("BM302", bash(script), max_task_retry_count=0)
    assert said("BM302", bash(script), max_task_retry_count=1) == []
    assert found(pool(LINUX, bash(script)), "BM302")
    assert found(pool(WINDOWS, bash(script)), "BM302") == []


def test_apt_waits_for_a_while() -> None:
    assert said("BM302", bash("apt update && apt install -y vim")) == [
        (
            "$.commandLine: BM302 note: unattended upgrades may hold the dpkg lock while a node boots: apt install waits only "
            "for a while and then fails, and so does the start task, which isn't retried. Wait for the lock with apt-get -o "
            "DPkg::Lock::Timeout=300, or set maxTaskRetryCount to 3."
        )
    ]


@pytest.mark.parametrize("option", ["-s", "-ys", "--simulate", "--dry-run", "--just-print", "--print-uris"])
def test_a_simulation_locks_nothing(option: str) -> None:
    assert said("BM302", bash(f"apt-get {option} install -y vim")) == []


@pytest.mark.parametrize(
    "script",
    [
        "apt-get -o DPkg::Lock::Timeout=300 install -y vim",
        "until apt-get install -y vim; do sleep 5; done",
        "while fuser /var/lib/dpkg/lock; do sleep 1; done; dpkg -i x.deb",
        "systemctl stop unattended-upgrades; apt-get install -y vim",
        "cloud-init status --wait; apt-get install -y vim",
        "apt-get install -y vim || apt-get install -y vim",
        "apt-get update",
        "dpkg -l",
        "dpkg -s vim",
        "yum install -y gcc",
    ],
)
def test_the_lock_is_waited_for(script: str) -> None:
    assert said("BM302", bash(script)) == []


@pytest.mark.parametrize(
    ("script", "message", "fix"),
    [
        ("mkdir /data && cd /data", "mkdir /data fails", "Use mkdir -p /data."),
        ("set -e; mkdir -m 755 /opt/x; ls", "mkdir /opt/x fails", "Use mkdir -p /opt/x."),
        ("ls; set -e; mkdir x; ls", "mkdir x fails", "Use mkdir -p x."),
        ("mkdir /a || exit 1; ls", "mkdir /a fails", "Use mkdir -p /a."),
        ("mkdir /a && cd /a || exit 1; ls", "mkdir /a fails", "Use mkdir -p /a."),
        ("cd /x || exit; mkdir y", "mkdir y fails", "Use mkdir -p y."),
        ("(mkdir /a) && ls; ls", "mkdir /a fails", "Use mkdir -p /a."),
        ("mkdir $AZ_BATCH_NODE_SHARED_DIR/x", "mkdir $AZ_BATCH_NODE_SHARED_DIR/x fails", "Use mkdir -p "),
        ("test -d /z; mkdir /x", "mkdir /x fails", "Use mkdir -p /x."),
        ("rm -rf /y && mkdir /x", "mkdir /x fails", "Use mkdir -p /x."),
        ("ln -s /opt/a /usr/bin/a", "ln fails", "Use ln -sfn /opt/a /usr/bin/a."),
        ("ln a b", "ln fails", "Use ln -f a b."),
        (
            "useradd -m -s /bin/bash bob && ls",
            "useradd fails",
            "Use { id -u bob >/dev/null 2>&1 || useradd …; } instead.",
        ),
        ("for u in a; do useradd $u; done", "useradd fails", "Use { id -u $u >/dev/null 2>&1 || useradd …; } instead."),
        ("groupadd hpc", "groupadd fails", "Use { getent group hpc >/dev/null || groupadd …; } instead."),
        ("git clone --depth 1 https://t@h/a/b.git", "git clone fails", "Use { [ -d b ] || git clone …; } instead."),
        ("git -C /opt clone -b main git@h:a/b c", "git clone fails", "Use { [ -d /opt/c ] || git clone …; } instead."),
        (
            "mkfs.ext4 -F /dev/sdc; ls",
            "mkfs.ext4 fails or erases the data on ",
            "Use { blkid /dev/disk/azure/scsi1/lun0 || mkfs.ext4 …; } instead, with the lun of the data disk.",
        ),
        (
            "mkfs -t xfs /dev/sdc",
            "mkfs fails or erases the data on ",
            "Use { blkid /dev/disk/azure/scsi1/lun0 || mkfs …; } instead, with the lun of the data disk.",
        ),
        ("docker network create n", "docker network create fails", "Use { docker network inspect n >/dev/null 2>&1 || "),
        ("docker run --name w -d img", "docker run fails", "Run { docker rm -f w || true; } first."),
        ("docker create --name=w img", "docker create fails", "Run { docker rm -f w || true; } first."),
        (
            "echo a >> /etc/fstab; ls",
            "/etc/fstab receives duplicate lines",
            "Append only the lines that are missing, with grep -q … || …, or ",
        ),
        ("echo a | sudo tee -a /etc/hosts", "/etc/hosts receives duplicate lines", "Append only the lines"),
        ("echo a >> ~/.bashrc", "~/.bashrc receives duplicate lines", "Append only the lines"),
        ('echo a >> "$HOME/.profile"', '"$HOME/.profile" receives duplicate lines', "Append only the lines"),
        ("{ echo a; } >> /etc/profile", "/etc/profile receives duplicate lines", "Append only the lines"),
        (
            "mkdir -p /d && mount h:/e /d",
            "mount fails when the start task runs again and /d is already mounted",
            "{ mountpoint -q /d || mount …; }",
        ),
        ("ls; mount -t cifs //h/s /d -o ro", "mount fails", "{ mountpoint -q /d || mount …; }"),
        ("set -e; mount -o noatime /dev/sdc1 /d; ls", "mount fails", "{ mountpoint -q /d || mount …; }"),
        (
            "mkswap /s && swapon -p 1 /s",
            "swapon fails when the start task runs again and /s is already in use",
            "grep -qx /s || swapon /s; }",
        ),
    ],
)
def test_what_is_not_idempotent(script: str, message: str, fix: str) -> None:
    (text,) = said("BM303", bash(script), max_task_retry_count=3)
    assert text.startswith(f"$.commandLine: BM303 warning: {message}")
    assert fix in text


@pytest.mark.parametrize(
    ("line", "message", "fix"),
    [
        ("mkdir /data", "mkdir /data fails", "Use mkdir -p /data."),
        ('cmd /c "mkdir C:\\x && dir"', "mkdir C:\\x fails", "Use (if not exist C:\\x mkdir C:\\x)."),
        ("cmd /c md x", "mkdir x fails", "Use (if not exist x mkdir x)."),
        ("cmd /c git clone https://h/x", "git clone fails", "Use (if not exist x git clone …) instead."),
        ("cmd /c net user bob pw /add", "net user fails", "Use net user bob || net user bob … /add."),
        (
            'cmd /c "echo 1 a >> C:\\Windows\\System32\\drivers\\etc\\hosts"',
            "C:\\Windows\\System32\\drivers\\etc\\hosts receives duplicate lines",
            "with findstr",
        ),
        ("cmd /c sc create w binPath= C:\\w.exe", "sc create fails", "Use (sc query w || sc create w …) instead."),
        ("powershell -Command mkdir C:\\x", "mkdir C:\\x fails", "Use New-Item -ItemType Directory -Force C:\\x."),
        ("powershell -Command New-Item -ItemType Directory C:\\x", "New-Item C:\\x fails", "Use New-Item "),
        ("powershell -Command New-LocalUser -Name bob -NoPassword", "New-LocalUser fails", "Get-LocalUser bob"),
        ("cmd /c mklink /D C:\\a D:\\a", "mklink fails", "Use (if not exist C:\\a mklink …)."),
        (
            "cmd /c schtasks /create /tn a /tr a.exe",
            "schtasks prompts before it replaces",
            "Add /f to replace it without a prompt.",
        ),
        (
            "cmd /c reg add HKLM\\A /v b /d 1",
            "reg add prompts before it overwrites",
            "Add /f to overwrite it without a prompt.",
        ),
        ("powershell -Command Expand-Archive a.zip b", "Expand-Archive fails", "Add -Force to overwrite them."),
        ("powershell -Command Expand-Archive a.zip -DestinationPath b", "Expand-Archive fails", "Add -Force"),
        ("powershell -Command Expand-Archive a.zip", "Expand-Archive fails", "Add -Force"),
        ("powershell -Command New-Service a C:\\a.exe", "New-Service fails", "{ New-Service … }"),
        (commands.cmd("mkdir a", "dir"), "mkdir a fails", "Use (if not exist a mkdir a)."),
        (
            commands.powershell("git clone https://h/y", "dir"),
            "git clone fails",
            "Use if (-not (Test-Path y)) { git clone … }",
        ),
        (commands.bash("mkdir a", "ls"), "mkdir a fails", "Use mkdir -p a."),
    ],
)
def test_what_is_not_idempotent_elsewhere(line: str, message: str, fix: str) -> None:
    (text,) = said("BM303", line)
    assert text.startswith(f"$.commandLine: BM303 warning: {message}")
    assert fix in text


@pytest.mark.parametrize(
    "line", ["net user bob /add", "reg add HKLM\\A /v b /d 1", "schtasks /create /tn a", "git clone https://h/x"]
)
def test_what_is_not_idempotent_without_a_shell(line: str) -> None:
    assert len(found(pool(WINDOWS, line), "BM303")) == 1


def test_what_no_shell_runs_is_not_run_again() -> None:
    assert found(pool(WINDOWS, "mkdir tools"), "BM303") == []


def test_secrets_are_not_shown() -> None:
    for script in ("git clone https://s3cret@h/a/b.git", "useradd -p s3cret bob", "mkdir x?sig=s3cret"):
        assert "s3cret" not in "".join(said("BM303", bash(script)))
    assert "s3cret" not in "".join(said("BM303", "cmd /c net user bob s3cret /add"))


@pytest.mark.parametrize(
    "script",
    [
        "mkdir -p /d",
        "mkdir -pv a b && ls",
        "mkdir --parents a",
        "[ -d x ] || mkdir x",
        "( [ -d x ] ) || mkdir x",
        "[[ -d x ]] || mkdir x && ls",
        "test -d x || { git clone https://h/x; cd x; }",
        "test -d x || (echo new; mkdir x)",
        "if ! id bob; then useradd bob; fi",
        "if [ ! -d x ]; then echo; mkdir x; fi",
        "if mkdir x; then ls; fi",
        "id bob >/dev/null 2>&1 || useradd bob",
        "getent passwd bob | grep -q x || useradd bob",
        "useradd bob || usermod bob",
        "useradd -D -s /bin/bash",
        "groupadd -f hpc",
        "adduser bob sudo",
        "adduser --system bob",
        "rm -rf x && git clone https://h/x",
        "rm -rf build/*; mkdir build/x && ls",
        "rm -rf /opt/a; mkdir /opt/a/b",
        "rm -rf b && mkdir -p b && cd b && mkdir c",
        "d=$(mktemp -d) && mkdir $d/x && ls",
        "cd $(mktemp -d) && git clone https://h/x && ls",
        "mkdir x-$(date +%s) && ls",
        "mkdir x$RANDOM && ls",
        "mkdir /x || true",
        "mkdir a && cd a && make || echo failed",
        "{ mkdir a; cd a; } || true",
        "mkdir /x; ls",
        "mkdir /x & wait",
        "while ! mkdir /lock; do sleep 1; done",
        "! mkdir /x",
        "case $x in a) mkdir /r;; esac; ls",
        "test -f /done && exit 0; mkdir /x && touch /done",
        "if [ -f /done ]; then exit 0; fi; useradd x",
        "set -e; set +e; mkdir x; ls",
        "ln -sf a b",
        "ln -sfn a b && ls",
        "ln --symbolic --force a b",
        "git pull && git -C x fetch",
        "git clone --help",
        "[ -d x ] || git clone https://h/x",
        "blkid /dev/sdc || mkfs.ext4 /dev/sdc",
        "lsblk -f /dev/sdc | grep -q ext4 || mkfs.ext4 /dev/sdc",
        "docker rm -f w; docker run --name w x",
        "docker run --rm --name w x",
        "docker run x --name",
        "docker network inspect n || docker network create n",
        "docker ps && docker pull x",
        "grep -q a /etc/fstab || echo a >> /etc/fstab",
        "if ! grep -q a /etc/fstab; then echo a >> /etc/fstab; fi",
        "sed -i /x/d /etc/hosts; echo x >> /etc/hosts",
        "echo a > /etc/x.conf; echo b >> /etc/x.conf",
        "echo x >> /var/log/a.log",
        "echo x >> /home/a/setup.log",
        "echo x >> setup.txt",
        "echo x >> /dev/stderr",
        "echo x | tee /etc/x",
        "command -v mkdir",
        "echo mkdir /x",
        "mountpoint -q /d || mount h:/e /d",
        "umount /d; mount h:/e /d",
        "mount -t tmpfs tmpfs /d && mount --bind /a /b && mount -a && mount -o remount,ro h:/e /d && mount /d",
        "swapoff /s; swapon /s",
        "swapon -a && swapon --show",
    ],
)
def test_what_is_idempotent(script: str) -> None:
    assert said("BM303", bash(script), max_task_retry_count=3) == []


@pytest.mark.parametrize(
    "line",
    [
        'cmd /c "if not exist x mkdir x"',
        'cmd /c "mkdir x & dir"',
        'cmd /c "mkdir x 2>nul || ver>nul"',
        'cmd /c "if not exist x (git clone https://h/x && mkdir y)"',
        'cmd /c "if exist done exit /b 0 & mkdir x"',
        'cmd /c "net user bob || net user bob pw /add"',
        "cmd /c net user",
        "cmd /c mkdir /?",
        'powershell -Command "if (!(Test-Path x)) { New-Item -ItemType Directory x; git clone https://h/y }"',
        "powershell -Command mkdir x -Force",
        "powershell -Command New-Item -Force -ItemType File x",
        "powershell -Command New-LocalUser bob -EA 0",
        'powershell -Command "New-Item -ItemType Directory -Force C:\\x | Out-Null; dir"',
        'powershell -Command "mkdir x; dir"',
        "cmd /c schtasks /create /tn a /tr a.exe /F",
        "cmd /c schtasks /query",
        "cmd /c reg add HKLM\\A /v b /d 1 /f",
        "cmd /c reg add HKLM\\A",
        'cmd /c "echo y|reg add HKLM\\A /v b /d 1"',
        "cmd /c mklink /?",
        'cmd /c "if not exist a mklink /J a b"',
        "powershell -Command Expand-Archive a.zip b -Force",
        'powershell -Command "Remove-Item -Recurse b; Expand-Archive a.zip b"',
        'powershell -Command "Remove-Item -Recurse b; Expand-Archive a.zip -DestinationPath b"',
        'powershell -Command "Expand-Archive a.zip b; dir"',
        "powershell -Command New-Service",
        "powershell -Command sc create x",
    ],
)
def test_what_is_idempotent_on_windows(line: str) -> None:
    assert said("BM303", line) == []


def test_unlimited_retries() -> None:
    assert said("BM304", "x", max_task_retry_count=-1) == [
        (
            "$.maxTaskRetryCount: BM304 warning: a start task that can't succeed is retried forever: its node "
            "never becomes usable,"
            " never fails, and keeps costing money. Set a limit, for example 3 for up to 4 attempts."
        )
    ]
    for count in (None, 0, 3, -2, "-1", -1.0, True):
        assert said("BM304", "x", max_task_retry_count=count) == []


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("curl -fsSLo x https://h/x && ls", "curl"),
        ("curl -fsSL https://h/x | tar xz", "curl"),
        ("curl -o x $URL", "curl"),
        ("set -e; wget https://h/x; ls", "wget"),
        ("git clone https://h/x", "git clone"),
        ("pip3 install numpy", "pip install"),
        ("python3 -m pip install numpy", "pip install"),
        ("apt-get update && ls", "apt-get update"),
        ("yum install -y gcc", "yum install"),
    ],
)
def test_downloads(script: str, name: str) -> None:
    assert said("BM305", bash(script)) == [
        (
            f"$.commandLine: BM305 note: {name} downloads from the network and maxTaskRetryCount is 0, so a brief network "
            "failure makes the start task fail. Set maxTaskRetryCount, for example to 3."
        )
    ]
    assert said("BM305", bash(script), max_task_retry_count=2) == []
    assert said("BM305", bash(script), max_task_retry_count="2") == []


def test_downloads_on_windows() -> None:
    line = "powershell -Command Invoke-WebRequest https://h/x -OutFile x"
    assert len(said("BM305", line)) == 1
    assert said("BM305", f"{line} -MaximumRetryCount 3") == []
    assert len(said("BM305", "curl -o a https://h/a")) == 1


@pytest.mark.parametrize(
    "script",
    [
        "curl --retry 5 https://h/x",
        "wget --tries=9 https://h/x",
        "wget -t 9 https://h/x",
        "pip install --retries 9 x",
        "pip install --no-index x",
        "apt-get -o Acquire::Retries=3 update",
        "for i in 1 2 3; do curl https://h/x && break; done",
        "curl https://h/x || curl https://i/x",
        "curl -H Metadata:true http://169.254.169.254/metadata",
        "curl http://localhost:80/health",
        "curl --version",
        "git clone /srv/x",
        "git status",
        "pip list",
        "apt-get remove -y vim",
        "apt-get autoremove -y",
        "curl https://h/x; ls",
        "echo curl https://h/x",
    ],
)
def test_no_downloads(script: str) -> None:
    assert said("BM305", bash(script)) == []


def test_not_waiting() -> None:
    assert said("BM306", "x", wait_for_success=False) == [
        (
            "$.waitForSuccess: BM306 warning: tasks are scheduled on the node while the start task is still running, "
            "and even after it"
            " has failed. Remove waitForSuccess or set it to true."
        )
    ]
    for value in (None, True, 0, "false"):
        assert said("BM306", "x", wait_for_success=value) == []


PIECES = [
    *(
        "mkdir a",
        "useradd b",
        "git clone",
        "git clone x",
        "apt-get install",
        "docker run --name",
        "docker network create",
        "net user",
    ),
    *("ln -s", "mkfs.ext4", "New-LocalUser -Name", "echo >> /etc/x", "curl $x", "pacman -S", "set -e", "exit", "test -d x"),
    *(
        "&&",
        "||",
        ";",
        "|",
        "&",
        "(",
        ")",
        "{",
        "}",
        "if",
        "then",
        "fi",
        "do",
        "done",
        "while",
        "$(",
        "'",
        '"',
        "\n",
        "command -v",
    ),
]


@given(
    st.sampled_from(["{}", "/bin/bash -c '{}'", 'cmd /c "{}"', 'powershell -Command "{}"']),
    st.lists(st.sampled_from(PIECES) | texts),
)
def test_no_command_line_is_too_odd(form: str, pieces: list[str]) -> None:
    review(StartTask(command_line=form.replace("{}", " ".join(pieces))), ignore=set(RULES) - MINE)


@pytest.mark.parametrize(
    "piece", ["mkdir a && ", "(mkdir a) || ", "rm a; mkdir b/c && ", "docker run --name x ", "(", "apt-get install | "]
)
def test_long_command_lines(piece: str) -> None:
    review(StartTask(command_line=f"/bin/bash -c '{piece * 2_000}'"), ignore=set(RULES) - MINE)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("make_d() { mkdir d; }; make_d", True),
        ("make_d() { mkdir d; }; [ -d d ] || make_d", False),
        ("[ -f x ] && ls; ( mkdir d )", True),
        ("[ -f x ] && exit 0; mkdir d", False),
        ("if [ -f x ]; then ( exit 0 ); fi; mkdir d", True),
        ("exit 1; mkdir d", False),
    ],
)
def test_what_guards_a_command(script: str, expected: bool) -> None:
    assert bool(found(StartTask(command_line=bash(script)), "BM303")) is expected


def test_a_pipe_from_a_command_with_a_substitution_answers() -> None:
    assert found(StartTask(command_line=bash("echo $(printf y) | apt-get install git")), "BM301") == []
