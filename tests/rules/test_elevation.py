"""BM201 to BM203: what only an administrator may do."""

from __future__ import annotations

from typing import Any

import pytest

from batchmodels import CloudPool, StartTask, TaskContainerSettings, review
from batchmodels.identities import pool_user

RULES = {"BM201", "BM202", "BM203"}
ADMIN = {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}
CONTAINER = {"imageName": "ubuntu:22.04"}


def found(line: str, **members: Any) -> list[str]:
    findings = review(StartTask.deserialize({"commandLine": line, **members}))
    return [str(finding) for finding in findings if finding.rule in RULES]


def in_bash(script: str) -> str:
    return "/bin/bash -c '" + script.replace("'", "'\\''") + "'"


BAD = [
    ("apt-get install -y ffmpeg", "BM201"),
    (in_bash("apt-get update && apt-get install -y ffmpeg"), "BM201"),
    (in_bash("sudo apt-get -o DPkg::Lock::Timeout=60 -qq update"), "BM201"),
    (in_bash("DEBIAN_FRONTEND=noninteractive apt install -y x"), "BM201"),
    (in_bash("command -v ffmpeg || apt-get install -y ffmpeg"), "BM201"),
    (in_bash("yum install -y x"), "BM201"),
    (in_bash("yum -y install x"), "BM201"),
    (in_bash("dnf upgrade -y"), "BM201"),
    (in_bash("tdnf install -y x"), "BM201"),
    (in_bash("zypper --non-interactive install x"), "BM201"),
    (in_bash("apk add --no-cache x"), "BM201"),
    (in_bash("xargs -n 1 apt-get install -y < packages.txt"), "BM201"),
    (in_bash("bash -c 'apt-get install -y x'"), "BM201"),
    (in_bash("xargs -a packages.txt apt-get install -y"), "BM201"),
    (in_bash("snap install x --classic"), "BM201"),
    (in_bash("dpkg -i x.deb"), "BM201"),
    (in_bash("rpm -ivh x.rpm"), "BM201"),
    (in_bash("rpm -Uvh x.rpm"), "BM201"),
    (in_bash("rpm --import https://e/key"), "BM201"),
    (in_bash("add-apt-repository -y ppa:x/y"), "BM201"),
    ("cmd /c choco install -y git", "BM201"),
    ("msiexec /i a.msi /qn", "BM201"),
    ("cmd /c start /wait msiexec /i a.msi /qn", "BM201"),
    ("powershell -Command \"Start-Process msiexec.exe -ArgumentList '/i a.msi /qn' -Wait\"", "BM201"),
    ("systemctl restart docker", "BM202"),
    (in_bash("sudo systemctl enable --now x"), "BM202"),
    (in_bash("service ssh restart"), "BM202"),
    (in_bash("mount -t nfs a:/b /mnt/c"), "BM202"),
    (in_bash("mount -a"), "BM202"),
    (in_bash("umount /mnt/c"), "BM202"),
    (in_bash("id u || useradd u"), "BM202"),
    (in_bash("usermod -aG docker u"), "BM202"),
    (in_bash("groupadd g"), "BM202"),
    (in_bash("modprobe nvidia"), "BM202"),
    (in_bash("sysctl -w vm.max_map_count=262144"), "BM202"),
    (in_bash("sysctl vm.max_map_count=262144"), "BM202"),
    (in_bash("iptables -A INPUT -p tcp -j ACCEPT"), "BM202"),
    (in_bash("ufw disable"), "BM202"),
    (in_bash("swapon /swapfile"), "BM202"),
    (in_bash("mkfs.ext4 /dev/disk/azure/scsi1/lun0"), "BM202"),
    (in_bash("update-alternatives --set python /usr/bin/python3"), "BM202"),
    (in_bash("ldconfig"), "BM202"),
    (in_bash("hostnamectl set-hostname x"), "BM202"),
    (in_bash("timedatectl set-timezone UTC"), "BM202"),
    (in_bash("chown root:root x"), "BM202"),
    ("cmd /c sc create x binPath= y", "BM202"),
    ("cmd /c net user u p /add", "BM202"),
    ("cmd /c net start x", "BM202"),
    ("cmd /c reg add HKLM\\Software\\x /v y /f", "BM202"),
    ("powershell -Command Enable-WindowsOptionalFeature -Online -FeatureName x", "BM202"),
    ("powershell -Command Install-WindowsFeature x", "BM202"),
    (in_bash("echo x > /etc/x"), "BM203"),
    (in_bash("echo x >> /etc/hosts"), "BM203"),
    (in_bash("cp x /usr/local/bin/"), "BM203"),
    (in_bash("cp -t /usr/local/bin x"), "BM203"),
    (in_bash("mv x /opt/x"), "BM203"),
    (in_bash("mkdir -p /opt/x"), "BM203"),
    (in_bash("ln -sf $PWD/x /usr/bin/x"), "BM203"),
    (in_bash("install -m 755 x /usr/local/bin/x"), "BM203"),
    (in_bash("install -d /opt/x"), "BM203"),
    (in_bash("tar -xzf x.tgz -C /opt"), "BM203"),
    (in_bash("tar xzf x.tgz --directory=/usr/local"), "BM203"),
    (in_bash("curl -fsSLo /usr/local/bin/x https://e/x"), "BM203"),
    (in_bash("curl https://e/x --output /usr/local/bin/x"), "BM203"),
    (in_bash("wget -qO /opt/x https://e/x"), "BM203"),
    (in_bash("wget https://e/x -P /opt"), "BM203"),
    (in_bash("unzip x.zip -d /opt/x"), "BM203"),
    (in_bash("touch /var/lib/x"), "BM203"),
    (in_bash("sed -i s/a/b/ /etc/ssh/sshd_config"), "BM203"),
    (in_bash("[ -d /opt/x ] || git clone https://e/x /opt/x"), "BM203"),
    (in_bash("dd if=x of=/etc/x"), "BM203"),
    (in_bash("rm -f /etc/x"), "BM203"),
    (in_bash("rmdir /opt/x"), "BM203"),
    (in_bash("chmod -R 755 /usr/local/bin/x"), "BM203"),
    (in_bash("whoami; apt-get install -y x"), "BM201"),
    (in_bash("usermod -aG docker $(whoami)"), "BM202"),
    (in_bash("id -u x || useradd x"), "BM202"),
    (in_bash("sudo sh -c \"su me -c 'apt-get install -y x'\""), "BM201"),
    ('cmd /c del /q "C:\\Program Files\\x"', "BM203"),
    ('cmd /c powershell -Command "choco install -y x"', "BM201"),
    ("powershell Restart-Service x", "BM202"),
    ("powershell -Command \"Expand-Archive a.zip 'C:\\Program Files\\x' -Force\"", "BM203"),
    ("cmd /c copy a.dll C:\\Windows\\System32", "BM203"),
    ('cmd /c "copy a.dll "C:\\Program Files\\x""', "BM203"),
    ('cmd /c "mkdir "%ProgramFiles%\\x""', "BM203"),
    ("cmd /c echo x > C:\\Windows\\x.txt", "BM203"),
    ("cmd /c robocopy a C:\\Windows\\x b.txt", "BM203"),
    ('powershell -Command "Copy-Item a -Destination C:\\Windows\\x"', "BM203"),
    ('powershell -Command "Expand-Archive a.zip -DestinationPath $env:ProgramFiles\\x"', "BM203"),
    ('powershell -Command "Invoke-WebRequest https://e/x -OutFile C:\\Windows\\x.exe"', "BM203"),
]


@pytest.mark.parametrize(("line", "rule"), BAD)
def test_bad(line: str, rule: str) -> None:
    assert [finding.split()[1] for finding in found(line)] == [rule]
    assert found(line, userIdentity={"autoUser": {"scope": "task", "elevationLevel": "nonadmin"}}) == found(line)
    assert found(line, userIdentity=ADMIN) == []
    assert found(line, containerSettings=CONTAINER) == []
    assert found(line, userIdentity={"username": "builder"}) == []


@pytest.mark.parametrize(
    "line",
    [
        "x",
        in_bash("[ $(whoami) = root ] && apt-get install -y x"),
        in_bash("me=$(whoami); apt-get install -y x"),
        in_bash("whoami | grep -q root && apt-get install -y x"),
        in_bash("if [ $(id -u) -eq 0 ]; then apt-get install -y x; fi"),
        in_bash("rm -rf x /tmp/y; chmod 755 x $AZ_BATCH_NODE_SHARED_DIR"),
        'powershell -Command "Expand-Archive -DestinationPath x -Path C:\\Windows\\a.zip"',
        in_bash("apt list --installed && apt-cache show x && dpkg -l x && rpm -qi x && rpm -qa"),
        in_bash("apt-get --version"),
        in_bash("apt-get -s install x"),
        in_bash("apt-get download x"),
        in_bash("command -v apt-get"),
        in_bash("which yum && yum list installed"),
        in_bash("dnf repoquery x && yum search install"),
        in_bash("dpkg -x a.deb b"),
        in_bash("snap list && apk info && choco -v"),
        in_bash("pip3 install --user x"),
        in_bash("pip install x"),
        in_bash("npm install && conda install -y x"),
        in_bash('[ "$(id -u)" = 0 ] && apt-get install -y x'),
        in_bash("sudo -n true && sudo apt-get install -y x"),
        in_bash("systemctl status x; systemctl is-active x; systemctl list-units; systemctl show x"),
        in_bash("systemctl --user start x"),
        in_bash("service x status && service --status-all"),
        in_bash("mount && mount -l"),
        in_bash("mount | grep /mnt"),
        in_bash("sysctl vm.max_map_count && sysctl -a"),
        in_bash("swapon --show && swapon -s"),
        in_bash("ldconfig -p | grep x"),
        in_bash("update-alternatives --display python"),
        in_bash("hostnamectl && timedatectl"),
        in_bash("chown $USER x && chown -R me:me y"),
        in_bash("ip addr"),
        in_bash("useradd --help"),
        in_bash("modprobe -n -v ip_tables"),
        in_bash("echo apt-get install x"),
        in_bash("echo x > $AZ_BATCH_NODE_SHARED_DIR/x"),
        in_bash("echo x > /tmp/x && mkdir -p /tmp/y /var/tmp/z && cp a b /mnt/batch/tasks/shared"),
        in_bash("x > /dev/null 2>&1"),
        in_bash("cp /etc/os-release ."),
        in_bash("cat < /etc/hosts"),
        in_bash("tar -czf x.tgz -C /etc ssl"),
        in_bash("tar -tzf x.tgz"),
        in_bash("ln -s /usr/bin/python3 ~/python"),
        in_bash("curl -o x https://e/etc/x && wget -O y https://e/usr"),
        in_bash("source /opt/intel/setvars.sh && /usr/local/bin/x"),
        in_bash("grep x /etc/hosts && ls /opt && rsync -a /usr/share/x ."),
        in_bash("mkdir -p /opt/batch/data/tasks/shared/x"),
        in_bash("cp x usr/etc"),
        in_bash("sed -n /etc/p /etc/hosts && git clone https://e/x"),
        in_bash("dd if=/etc/x of=x && xargs ls && bash -c ls && bash -c"),
        "",
        "cmd /c msiexec /a a.msi",
        "msiexec /i a.msi MSIINSTALLPERUSER=1 /qn",
        "cmd /c choco list",
        "cmd /c sc query x && net use && net user && net start",
        "cmd /c reg add HKCU\\Software\\x /v y /f",
        "cmd /c reg query HKLM\\Software",
        "cmd /c mkdir C:\\data && echo x > D:\\batch\\x.txt",
        "cmd /c copy C:\\Windows\\x.dll .",
        'cmd /c ""C:\\Program Files\\a\\a.exe" /q"',
        "cmd /c echo x > C:\\Windows\\Temp\\x.txt",
        'powershell -Command "Get-Service x; Get-WindowsFeature; Copy-Item $env:ProgramFiles\\x ."',
        'powershell -Command "Start-Process a.exe -Wait"',
    ],
)
def test_good(line: str) -> None:
    assert found(line) == []


def test_a_named_user_of_the_pool() -> None:
    task = {"commandLine": "apt-get update", "userIdentity": {"username": "builder"}}
    for level, rules in (("admin", []), ("nonadmin", ["BM201"]), (None, ["BM201"])):
        pool = CloudPool.deserialize(
            {"startTask": task, "userAccounts": [{"name": "builder", "password": "x", "elevationLevel": level}]}
        )
        assert [finding.rule for finding in review(pool) if finding.rule in RULES] == rules


def test_what_is_told() -> None:
    start_task = StartTask(command_line=in_bash("sudo apt-get update"), user_identity=pool_user())
    assert [str(finding) for finding in review(start_task) if finding.rule in RULES] == [
        (
            "$.commandLine: BM201 error: apt-get update fails because the start task doesn't run as an administrator. sudo "
            "doesn't help, because the task's user isn't allowed to use it. Run the start task as an administrator: "
            '"userIdentity": {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}; in Python, '
            "user_identity=identities.pool_admin()."
        )
    ]
    start_task = StartTask(command_line=in_bash("echo hi > /etc/motd"))
    assert [finding.message for finding in review(start_task) if finding.rule in RULES] == [
        "the start task can't write to /etc/motd because it doesn't run as an administrator."
    ]
    start_task.container_settings = TaskContainerSettings(image_name="x")
    assert [finding for finding in review(start_task) if finding.rule in RULES] == []


@pytest.mark.parametrize("members", [{"runElevated": True}, {"userIdentitiy": ADMIN}, {"user_identity ": ADMIN}])
def test_an_identity_under_another_name(members: dict[str, Any]) -> None:
    """BM702 or BM703 reports the name; with the right one, the command runs."""
    assert found("apt-get install -y jq", **members) == []


def test_an_old_name_that_asks_for_no_rights() -> None:
    assert len(found("apt-get install -y jq", runElevated=False)) == 1
