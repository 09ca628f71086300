"""BM201 to BM203, name by name: which programs need an administrator, and which of their arguments make them need one."""

from __future__ import annotations

import pytest
from reviewing import LINUX, WINDOWS, bash, found, pool

from batchmodels import Model, StartTask, review

APT = (
    "install reinstall update upgrade dist-upgrade full-upgrade safe-upgrade remove purge autoremove autopurge clean autoclean "
    "build-dep satisfy"
)
YUM = (
    "install localinstall groupinstall reinstall update upgrade downgrade remove erase autoremove swap distro-sync builddep "
    "config-manager copr module"
)
MANAGERS = {
    **dict.fromkeys(("apt", "apt-get", "aptitude"), APT),
    **dict.fromkeys(("yum", "dnf", "tdnf", "microdnf"), YUM),
    "zypper": "install in update up dup patch remove rm addrepo ar removerepo rr refresh ref dist-upgrade",
    "apk": "add del upgrade update fix",
    "snap": "install remove refresh",
    "choco": "install upgrade uninstall",
}


def rules(line: str | Model) -> list[str]:
    model = StartTask(command_line=line) if isinstance(line, str) else line
    return [finding.rule for finding in review(model) if finding.rule in {"BM201", "BM202", "BM203"}]


@pytest.mark.parametrize("manager", MANAGERS)
def test_what_package_managers_do(manager: str) -> None:
    for action in MANAGERS[manager].split():
        assert rules(f"{manager} {action} x") == ["BM201"], action
        assert rules(f"{manager} -q {action} x") == ["BM201"], action
        assert rules(f"{manager} --option value {action} x") == ["BM201"], action
        assert rules(f"{manager} list {action} x") == [], action


@pytest.mark.parametrize(
    "option",
    [
        *("--root /x", "--root=/x", "--installroot=/x", "--user", "--instdir=/x", "--admindir=/x", "--altdir=/x", "--simulate"),
        *("--dry-run", "--just-print", "--help", "--version", "-s", "-D"),
    ],
)
def test_options_with_which_nothing_is_installed_here(option: str) -> None:
    for command in ("apt-get install x", "dpkg -i x", "rpm -i x"):
        assert rules(f"{command} {option}") == []


@pytest.mark.parametrize("option", ["-y", "--rooted", "-sy", "-Dx", "--users"])
def test_other_options(option: str) -> None:
    assert rules(f"apt-get install {option} x") == ["BM201"]


@pytest.mark.parametrize(
    ("line", "installs"),
    [
        *(("dpkg -i x", True), ("dpkg -r x", True), ("dpkg -P x", True), ("dpkg --install x", True), ("dpkg --purge x", True)),
        *(("dpkg --configure -a", True), ("dpkg --remove x", True), ("dpkg --add-architecture i386", True), ("dpkg -l", False)),
        *(("dpkg --print-architecture", False), ("dpkg -I x", False), ("dpkg --list x", False), ("dpkg -x a b", False)),
        *(("rpm -i x", True), ("rpm -U x", True), ("rpm -F x", True), ("rpm -e x", True), ("rpm -ivh x", True)),
        *(("rpm --install x", True), ("rpm --upgrade x", True), ("rpm --erase x", True), ("rpm --freshen x", True)),
        *(("rpm --import x", True), ("rpm -qi x", False), ("rpm -Vi x", False), ("rpm -Ki x", False), ("rpm -q x", False)),
        *(("rpm --query x", False), ("rpm -h", False), ("add-apt-repository x", True), ("apt-key add x", True)),
        *(("apt-key list", False), ("apt-key list add", False), ("apt-mark hold x", False), ("npm install", False)),
    ],
)
def test_what_installs_on_linux(line: str, installs: bool) -> None:
    assert rules(line) == (["BM201"] if installs else [])


@pytest.mark.parametrize(
    ("arguments", "installs"),
    [
        *(("/i a.msi", True), ("-i a.msi", True), ("/I a.msi", True), ("/x a.msi", True), ("/package a.msi", True)),
        *(
            ("/uninstall a.msi", True),
            ("/update a.msp", True),
            ("/quiet /package a.msi", True),
            ("/a a.msi", False),
            ("/?", False),
        ),
        *(("/i a.msi ALLUSERS=2", False), ("/i a.msi AllUsers=2", False), ("/i a.msi MSIINSTALLPERUSER=1", False)),
        *(("/i a.msi msiInstallPerUser=1", False), ("/i a.msi ALLUSERS=1", True)),
        *(('/i a.msi ALLUSERS=""', False), ('/i a.msi "ALLUSERS="', False), ('/i a.msi ALLUSERS="2"', False)),
    ],
)
def test_msiexec(arguments: str, installs: bool) -> None:
    assert rules(f"msiexec {arguments}") == (["BM201"] if installs else [])


@pytest.mark.parametrize(
    "program",
    [
        *("useradd", "usermod", "userdel", "groupadd", "groupdel", "groupmod", "adduser", "addgroup", "deluser", "chpasswd"),
        *("visudo", "modprobe", "insmod", "rmmod", "depmod", "umount", "ufw", "mkswap", "mdadm", "parted", "setenforce"),
        *("firewall-cmd", "setcap", "mknod", "mkfs", "mkfs.ext4", "mkfs.xfs", "Enable-WindowsOptionalFeature"),
        *("Install-WindowsFeature", "Add-WindowsFeature", "Add-WindowsCapability", "New-Service", "New-LocalUser"),
        *("Add-LocalGroupMember", "New-NetFirewallRule", "Set-NetFirewallProfile"),
    ],
)
def test_programs_that_do_nothing_without_rights(program: str) -> None:
    assert rules(f"{program} x") == ["BM202"]
    assert rules(program) == []
    for option in ("--user", "--help", "--version", "-h", "/?", "-n", "--dry-run", "--show-depends"):
        assert rules(f"{program} x {option}") == [], option
    for option in ("-L", "-l", "--list"):
        assert rules(f"{program} {option} x") == [], option
        assert rules(f"{program} x {option}") == ["BM202"], option


CHANGING = {
    "systemctl": "start stop restart try-restart reload reload-or-restart enable reenable disable mask unmask daemon-reload "
    "daemon-reexec set-default isolate",
    "iptables": "-A -D -I -N -P -F -X -t --append --insert --policy --flush",
    "ip6tables": "-A -D -I -N -P -F -X -t --append --insert --policy --flush",
    "sysctl": "-w -p -p/x --system --write --load --load=/x a.b=1 a=",
    "swapon": "/x -a --all UUID=x",
    "update-alternatives": "--install --set --remove --auto --config --remove-all",
    "hostnamectl": "set-hostname set-chassis",
    "timedatectl": "set-timezone set-ntp",
    "net": "start stop",
    "sc": "create config delete start stop failure CREATE Delete",
    "reg": "add delete import",
    "dism": "/online /Online",
    "netsh": "advfirewall interface http",
    "Start-Service": "x",
    "Stop-Service": "x",
    "Restart-Service": "x",
    "Set-Service": "x",
}
HIVE = {"reg": " HKLM\\x"}


@pytest.mark.parametrize("program", CHANGING)
def test_programs_that_are_asked_to_change_something(program: str) -> None:
    for argument in CHANGING[program].split():
        assert rules(f"{program} {argument}{HIVE.get(program, ' x')}") == ["BM202"], argument
        assert rules(f"{program} {argument}{HIVE.get(program, ' x')} --help") == [], argument
    assert rules(program) == []


@pytest.mark.parametrize(
    "line",
    [
        "systemctl status start-x",
        "systemctl list-units a b start",
        "iptables -L INPUT",
        "ip6tables -S A",
        "sysctl -n a.b",
        "sysctl a.b",
        "swapon --show",
        "swapon -s",
        "update-alternatives --display x",
        "update-alternatives --list set",
        "hostnamectl status",
        "timedatectl show",
        "net start",
        "net stop",
        "net use x",
        "net user",
        "net user me",
        "net localgroup x",
        "sc query x",
        "sc start",
        "reg query HKLM\\x",
        "reg add HKCU\\x",
        "reg add x",
        "dism /get-features",
        "netsh wlan show",
        "mount",
        "mount -l",
        "service x status",
        "service start",
        "service x y start",
        "service",
        "service --status-all",
        "ldconfig -p",
        "ldconfig -C x",
        "ldconfig -n x",
        "ldconfig -N",
        "ldconfig -r x",
        "ldconfig -rx",
        "ldconfig -nx",
        "ldconfig --print-cache",
        "chown me x",
        "chown rooted x",
        "chown 01 x",
        "chown me:root x",
        "chgrp root x",
        "systemd-analyze start x",
    ],
)
def test_what_only_tells_something(line: str) -> None:
    assert rules(line) == []


@pytest.mark.parametrize(
    "line",
    [
        "systemctl -q --no-block restart x",
        "systemctl --now x enable",
        "iptables -v -A INPUT",
        "sysctl -q -e a.b=1",
        "swapon -p 5 /x",
        "net user me secret /add",
        "net USER me /ADD",
        "net localgroup x me /delete",
        "reg add HKEY_LOCAL_MACHINE\\x",
        "reg add hklm\\x",
        "dism /quiet /online",
        "mount /x",
        "mount -a",
        "mount --all",
        "service x start",
        "service x stop",
        "service x restart",
        "service x reload",
        "service x force-reload",
        "ldconfig",
        "ldconfig -v",
        "ldconfig /x",
        "chown root x",
        "chown root:root x",
        "chown -R 0:0 x",
        "chown 0 x",
        "sudo ldconfig",
    ],
)
def test_what_changes_something(line: str) -> None:
    assert rules(line) == ["BM202"]


# --- What is told


@pytest.mark.parametrize(
    "asking",
    [
        *("id -u", '[ "$(id -u)" = 0 ]', "[ $EUID = 0 ]", "sudo -n true", "net session", "test $(whoami) = root"),
        *("case $(whoami) in root) ls;; esac", "x=$(whoami)", "whoami | grep root"),
    ],
)
def test_a_script_that_asks_who_runs_it(asking: str) -> None:
    for command in ("apt-get update", "ldconfig", "touch /etc/x"):
        assert rules(bash(f"{asking}; {command}")) == []


@pytest.mark.parametrize("asking", ["id -u me", "id -un", "whoami", "id", "EUIDS=1", "sudo -E ls", "net sessions"])
def test_a_script_that_asks_something_else(asking: str) -> None:
    for command, rule in (("apt-get update", "BM201"), ("ldconfig", "BM202"), ("touch /etc/x", "BM203")):
        assert rules(bash(f"{asking}; {command}")) == [rule]


FIX = (
    "un the start task as an administrator: "
    '"userIdentity": {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}; '
    "in Python, user_identity=identities.pool_admin()."
)


@pytest.mark.parametrize(
    ("script", "rule", "message"),
    [
        ("apt-get update", "BM201", "apt-get update fails because the start task doesn't run as an administrator."),
        ("rpm -i x", "BM201", "rpm fails because the start task doesn't run as an administrator."),
        ("systemctl stop x", "BM202", "systemctl stop fails because the start task doesn't run as an administrator."),
        ("ldconfig", "BM202", "ldconfig fails because the start task doesn't run as an administrator."),
    ],
)
def test_a_command_that_fails(script: str, rule: str, message: str) -> None:
    assert found(StartTask(command_line=bash(script)), rule) == [f"$.commandLine: {rule} error: {message} R{FIX}"]
    help_of_sudo = "sudo doesn't help, because the task's user isn't allowed to use it."
    assert found(StartTask(command_line=bash(f"sudo {script}; {script}")), rule) == [
        f"$.commandLine: {rule} error: {message} {help_of_sudo} R{FIX}"
    ]


@pytest.mark.parametrize(
    ("model", "target", "there"),
    [
        (StartTask(command_line=bash("touch /etc/x /etc/y")), "/etc/x", "$AZ_BATCH_NODE_SHARED_DIR"),
        (pool(LINUX, "touch /etc/x"), "/etc/x", "$AZ_BATCH_NODE_SHARED_DIR"),
        (StartTask(command_line="cmd /c del C:\\Windows\\x"), "C:\\Windows\\x", "%AZ_BATCH_NODE_SHARED_DIR%"),
        (pool(WINDOWS, "mkdir C:\\Windows\\x"), "C:\\Windows\\x", "%AZ_BATCH_NODE_SHARED_DIR%"),
        (StartTask(command_line="powershell del C:\\Windows\\x"), "C:\\Windows\\x", "$env:AZ_BATCH_NODE_SHARED_DIR"),
        (
            pool(WINDOWS, 'cmd /c xcopy /E /Y app "C:\\Program Files\\app\\"'),
            "C:\\Program Files\\app",
            "%AZ_BATCH_NODE_SHARED_DIR%",
        ),
    ],
)
def test_a_file_that_cannot_be_written(model: Model, target: str, there: str) -> None:
    (finding,) = found(model, "BM203")
    assert finding.split(": ", 1)[1] == (
        f"BM203 warning: the start task can't write to {target} because it doesn't run as an administrator. "
        f"Write to {there}, which all tasks on the node can access, or r{FIX}"
    )


def test_sudo_does_not_help_with_files() -> None:
    assert found(StartTask(command_line=bash("sudo touch /etc/x")), "BM203") == []  # BM205 reports it
    (finding,) = found(StartTask(command_line=bash("sudo ls; touch /etc/x")), "BM203")
    assert "administrator. sudo doesn't help, because the task's user isn't allowed to use it. Write to" in finding
