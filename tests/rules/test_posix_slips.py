"""Whole sentences about slips in scripts of POSIX shells: what the shell or a program reads differently than it is meant."""

from __future__ import annotations

import pytest
from posix_pools import admin_pool, sentences
from reviewing import bash, found

CUT = (
    "error: the shell ends the command at the & in the URL, so the server gets only the part before it. "
    "Quote the URL with single or double quotes."
)


@pytest.mark.parametrize(
    "script",
    [
        "curl -fsSL -o x.tgz https://example.com/x.tgz?sv=2024-11-04&sp=r&sig=abc%3D && tar xzf x.tgz -C /opt",
        "set -e; wget -q -O x https://example.com/x?a=1&b=2",
        "set -e; azcopy copy https://example.com/c?sv=2024-11-04&sp=rl&sig=abc%3D /data --recursive",
        "if true; then curl -fsSL https://example.com/x?a=1&b=2 | bash; fi",
    ],
)
def test_url_that_the_shell_cuts_off(script: str) -> None:
    model = admin_pool(bash(script))
    assert sentences("BM147", model) == [CUT]
    assert found(model, "BM106", "BM107", "BM113", "BM901") == []


@pytest.mark.parametrize(
    "script",
    [
        "set -e; curl -fsSL -o x 'https://example.com/x?a=1&b=2'",
        "set -e; curl -fsSL -o x https://example.com/x?a=1\\&b=2",
        "set -e; curl -fsSL -o x https://example.com/x?a=1 & B=2; wait $!",
        "set -e; ./serve& PORT=80; wait $!",
    ],
)
def test_ampersand_that_cuts_no_url(script: str) -> None:
    assert sentences("BM147", admin_pool(bash(script))) == []


def test_commands_around_a_cut_url_are_judged() -> None:
    script = "apt-get install -y jq; curl -fsSL -o x https://example.com/x?a=1&b=2; mkdir -p /opt/x"
    assert sentences("BM106", admin_pool(bash(script))) == [
        (
            "warning: if apt-get install fails, the script continues and the start task still succeeds. "
            "Begin the script with set -e: /bin/bash -c 'set -e; set -o pipefail; ...'."
        )
    ]


def test_shellcheck_says_the_same_about_a_line_once() -> None:
    model = admin_pool(bash("set -e; ./one&PORT=80; ./two&PORT=81; wait"))
    assert sentences("BM901", model) == [
        (
            "warning: SC1132 (line 1): This & terminates the command. Escape it or add space after & to silence. "
            "See https://www.shellcheck.net/wiki/SC1132 for the fix."
        )
    ]


def uncounted(program: str) -> str:
    return (
        f"warning: {program} fails if it finds nothing, so set -e ends the script before N is tested. "
        "Add || true after it, inside of $(...)."
    )


@pytest.mark.parametrize(
    ("script", "program"),
    [
        ('set -e; N=$(grep -c word /etc/fstab); if [ "$N" -eq 0 ]; then mkdir -p /x; fi', "grep"),
        ("set -e; N=$(lspci | grep -ci nvidia); if [[ ! $N -gt 0 ]]; then mkdir -p /x; fi", "grep"),
        ("set -e; N=`pgrep -c agent`; test $N = 0 && mkdir -p /x; true", "pgrep"),
        ("set -e; N=$(grep --count word /etc/fstab); if (( N == 0 )); then mkdir -p /x; fi", "grep"),
        ("set -e; N=$(grep -c word /etc/fstab); if ((N)); then mkdir -p /x; fi", "grep"),
        ("set -e; N=$(grep -c word /etc/fstab); if [ $N -lt 1 ]; then mkdir -p /x; fi", "grep"),
        ("set -eo pipefail; N=$(lspci | grep -i nvidia | wc -l); if [ $N -eq 0 ]; then mkdir -p /x; fi", "grep"),
        ('set -eo pipefail; N=$(grep word /etc/fstab | head -1); if [ -z "$N" ]; then mkdir -p /x; fi', "grep"),
    ],
)
def test_count_that_ends_the_script_if_it_is_0(script: str, program: str) -> None:
    assert sentences("BM124", admin_pool(bash(script))) == [uncounted(program)]


@pytest.mark.parametrize(
    "script",
    [
        'set -e; N=$(grep -c word /etc/fstab || true); if [ "$N" -eq 0 ]; then mkdir -p /x; fi',
        'N=$(grep -c word /etc/fstab); if [ "$N" -eq 0 ]; then mkdir -p /x; fi',
        "set -e; N=$(lspci | grep -i nvidia | wc -l); if [ $N -eq 0 ]; then mkdir -p /x; fi",
        "set -e; N=$(grep -c processor /proc/cpuinfo); if [ $N -ge 4 ]; then mkdir -p /x; fi",
        "set -e; if [ $(grep -c word /etc/fstab) -eq 0 ]; then mkdir -p /x; fi",
    ],
)
def test_count_that_may_be_0(script: str) -> None:
    assert sentences("BM124", admin_pool(bash(script))) == []


@pytest.mark.parametrize(
    ("written", "given", "program"),
    [
        (r"\\example.com\data", r"\example.comdata", "mount -t cifs"),
        (r'"\\example.com\data"', r"\example.com\data", "mount -t smb3"),
        (r"\\\\example.com\data", r"\\example.comdata", "mount.cifs"),
        (r"\\example.com\data", r"\example.comdata", "smbclient"),
    ],
)
def test_share_without_its_backslashes(written: str, given: str, program: str) -> None:
    name = program.partition(" ")[0]
    assert sentences("BM125", admin_pool(bash(f"set -e; {program} {written} /data -o credentials=/etc/c"))) == [
        (
            f"error: the shell removes backslashes from {written}, so {name} gets {given}, which is no share. "
            "Use slashes: //HOST/SHARE."
        )
    ]


@pytest.mark.parametrize(
    "written", ["//example.com/data", r"'\\example.com\data'", r"\\\\example.com\\data", r'"\\\\example.com\data"']
)
def test_share_with_its_separators(written: str) -> None:
    assert sentences("BM125", admin_pool(bash(f"set -e; mount -t cifs {written} /data -o credentials=/etc/c"))) == []


@pytest.mark.parametrize(
    ("script", "separator", "other"),
    [
        ('set -e; sed -i "s/tmpdir=.*/tmpdir=/opt/scratch/" /etc/app.conf', "/", "|"),
        ("set -e; sed -i s/a=.*/a=/opt/x/ /etc/app.conf", "/", "|"),
        ('set -e; sed -i.bak -e "s/a/b/" -e "1s/a/b/data/" /etc/app.conf', "/", "|"),
        ('set -e; sed -i "s/a=.*/a=/opt/$AZ_BATCH_NODE_ID/" /etc/app.conf', "/", "|"),
        ('set -e; sed -Ei "s|a|x|y|" /etc/app.conf', "|", "#"),
    ],
)
def test_separator_in_a_substitution(script: str, separator: str, other: str) -> None:
    assert sentences("BM125", admin_pool(bash(script))) == [
        (
            f"error: the s command of sed ends at its third {separator}, and sed fails at what follows: unknown option to s. "
            f"Use a separator that the text doesn't contain, for example {other}."
        )
    ]


@pytest.mark.parametrize(
    "program",
    [
        '"s|a=.*|a=/opt/x|"',
        '"s/a=.*/a=\\/opt\\/x/"',
        '"s/a/b/g; s/c/d/2p"',
        '"s/a/b/w/tmp/x"',
        '"s/[/]/x/"',
        '"s/a/$AZ_BATCH_NODE_ID/x/"',
        '-f "s/a/b/c"',
    ],
)
def test_substitution_that_parses_or_may_parse(program: str) -> None:
    assert sentences("BM125", admin_pool(bash(f"set -e; sed -n {program} /etc/app.conf"))) == []


@pytest.mark.parametrize(
    ("script", "first"),
    [
        ('echo "*/10 * * * * /usr/local/bin/sync.sh" > /etc/cron.d/sync', "/usr/local/bin/sync.sh"),
        ('printf "*/5 1-3,7 * JAN mon-fri /opt/x.sh\\n" > /etc/cron.d/sync', "/opt/x.sh"),
        ('printf "%s\\n" "SHELL=/bin/bash" "@reboot cd /opt && ./x.sh" | sudo tee /etc/cron.d/sync', "cd"),
        ("cat > /etc/cron.d/sync <<EOF\nMAILTO=root\n0 * * * * /opt/x.sh --all\nEOF", "/opt/x.sh"),
        ('echo "0 * * * * $AZ_BATCH_NODE_SHARED_DIR/x.sh" > /etc/cron.d/sync', "$AZ_BATCH_NODE_SHARED_DIR/x.sh"),
    ],
)
def test_cron_job_without_a_user(script: str, first: str) -> None:
    assert sentences("BM151", admin_pool(bash(f"set -e; {script}"))) == [
        (
            f"warning: a line of /etc/cron.d/sync has no user before the command, so cron takes {first} for the user and "
            "runs nothing. Write the user before the command, for example root."
        )
    ]


@pytest.mark.parametrize(
    "script",
    [
        'echo "0 * * * * root df > /var/log/$(hostname)-\\$(date +%F).log" > /etc/cron.d/disk',
        '(crontab -l 2>/dev/null; echo "0 * * * * df > /var/log/disk-\\$(date +%F).log") | crontab -',
        'printf "0 * * * * date +%%F >> /var/log/days\\n" | sudo crontab -',
        'crontab - <<"EOF"\n0 * * * * date +%F >> /var/log/days\nEOF',
        'echo "0 * * * * date +%F >> /var/log/days" > jobs; crontab jobs',
    ],
)
def test_percent_in_a_crontab(script: str) -> None:
    assert sentences("BM151", admin_pool(bash(f"set -e; {script}"))) == [
        (
            "warning: cron ends a command at the first % without a backslash and passes the rest as its input. "
            "Write \\% instead of %, or put the command into a script."
        )
    ]


@pytest.mark.parametrize(
    "script",
    [
        'echo "*/10 * * * * root /usr/local/bin/sync.sh" > /etc/cron.d/sync',
        'printf "%s\\n" "17 * * * * root find /mnt/cache -delete" "18 * * * * www-data /opt/x" > /etc/cron.d/sync',
        'echo "*/10 * * * * /usr/local/bin/sync.sh" | crontab -',
        'echo "0 * * * * date +\\%F >> /var/log/days" | crontab -',
        'echo "0 5 * * * mail -s ready root%Hello" | crontab -',
        'echo "$TIMES /opt/x.sh" > /etc/cron.d/sync',
        'echo "0 * * * * date +%F" > /opt/notes',
    ],
)
def test_cron_job_that_works(script: str) -> None:
    assert sentences("BM151", admin_pool(bash(f"set -e; {script}"), ("TIMES",))) == []


@pytest.mark.parametrize(
    "command",
    [
        "usermod -aG docker $USER",
        'sudo usermod -a -G docker "${USER}"',
        "usermod --append --groups video $(whoami)",
        "gpasswd -a `id -un` docker",
        "adduser $LOGNAME docker",
    ],
)
def test_only_the_user_of_the_start_task_in_a_group(command: str) -> None:
    name = command.removeprefix("sudo ").partition(" ")[0]
    assert sentences("BM207", admin_pool(bash(f"set -e; {command}"))) == [
        (
            f"warning: {name} adds only the user of the start task to the group: tasks that aren't administrators run as "
            "others, so they don't get its permissions. "
            "Run the tasks as a user of the pool's userAccounts, and add that user to the group."
        )
    ]


@pytest.mark.parametrize(
    ("script", "settings"),
    [
        ("set -e; usermod -aG docker worker", ()),
        ("set -e; USER=worker; usermod -aG docker $USER", ()),
        ("set -e; usermod -aG docker $USER", ("USER",)),
        ("set -e; usermod -s /bin/bash $USER", ()),
    ],
)
def test_other_users_in_a_group(script: str, settings: tuple[str, ...]) -> None:
    assert sentences("BM207", admin_pool(bash(script), settings)) == []


@pytest.mark.parametrize(
    ("script", "severity"),
    [
        ("cat <<EOF > /etc/app.conf; threads=4; EOF; chmod 644 /etc/app.conf", "warning"),
        ("set -e; cat <<EOF > /etc/app.conf; threads=4; EOF; chmod 644 /etc/app.conf", "error"),
        ('cat > /etc/app.conf <<-"EOF" && threads=4 && EOF', "error"),
        ("cat <<EOF | sudo tee /etc/app.conf; threads=4; EOF\nchmod 644 /etc/app.conf", "error"),
    ],
)
def test_here_document_on_one_line(script: str, severity: str) -> None:
    model = admin_pool(bash(script))
    assert sentences("BM117", model) == [
        (
            f"{severity}: the text of the here-document begins on the next line: the shell runs what follows <<EOF on this "
            "line as commands, and doesn't find EOF. Write the text and EOF on lines of their own, or use printf."
        )
    ]
    assert found(model, "BM106") == []


@pytest.mark.parametrize(
    "script",
    [
        "cat <<EOF > /etc/app.conf; chmod 644 /etc/app.conf\nthreads=4\nEOF",
        "END() { true; }; cat <<END > /etc/app.conf; END\nthreads=4\nEND",
    ],
)
def test_commands_after_a_here_document(script: str) -> None:
    assert sentences("BM117", admin_pool(bash(script))) == []


@pytest.mark.parametrize(
    ("package", "mount"),
    [
        ("nfs-common", "mountpoint -q /data || mount -t nfs 10.0.0.5:/export /data"),
        ("cifs-utils", "if ! mountpoint -q /data; then mount -t cifs //example.com/x /data -o credentials=/etc/c; fi"),
        ("cifs-utils", 'mount | grep -q " /data " || sudo mount -t cifs //example.com/x /data -o credentials=/etc/c'),
        ("nfs-common", "grep -q /data /proc/mounts || mount -t nfs 10.0.0.5:/export /data"),
    ],
)
def test_mount_that_fails_without_its_package(package: str, mount: str) -> None:
    script = f"set -e\napt-get update && apt-get install -y {package}\nmkdir -p /data\n{mount}"
    assert sentences("BM106", admin_pool(bash(script))) == []


@pytest.mark.parametrize(
    ("package", "mount"),
    [
        ("jq", "mountpoint -q /data || mount -t nfs 10.0.0.5:/export /data"),
        ("nfs-common", "mountpoint -q /data || mount -t nfs 10.0.0.5:/export /data || true"),
        ("nfs-common", "test -e /etc/no || mount -t nfs 10.0.0.5:/export /data"),
    ],
)
def test_failure_that_no_mount_notices(package: str, mount: str) -> None:
    script = f"set -e\napt-get update && apt-get install -y {package}\nmkdir -p /data\n{mount}\ntrue"
    assert sentences("BM106", admin_pool(bash(script))) == [
        (
            "warning: if apt-get update fails, the script continues and the start task still succeeds: "
            "set -e doesn't apply to a command before &&. Put each command on its own line, or join all of them with &&."
        )
    ]


@pytest.mark.parametrize("script", ["pip3 --version || true", "python -m pip list || :", "pip3 --version || echo none"])
def test_pip_that_may_be_missing(script: str) -> None:
    assert sentences("BM405", admin_pool(bash(f"set -e; {script}; mkdir -p /opt/x"))) == []


def test_pip_that_is_missing_after_one_that_may_be() -> None:
    assert sentences("BM405", admin_pool(bash("set -e; pip3 --version || true; pip3 list"))) == [
        (
            "error: Ubuntu 24.04 has no pip3, so the command isn't found. "
            "Use apt-get update && apt-get install -y python3-pip first."
        )
    ]


SWALLOWED = (
    "warning: the script has one line, so everything after # is a comment, and the commands in it never run. Remove the "
    "comment, or end the line after it."
)


@pytest.mark.parametrize(
    "script",
    [
        "set -e; apt-get update; # install octave and its packages; apt-get install -y octave octave-statistics",
        "apt-get update # refresh; apt-get install -y octave",
        "apt-get update #; apt-get install -y octave",
        "apt-get update;# next; mkdir /opt/app",
        "apt-get update # then; cd /opt; ./setup.sh",
        "apt-get update # then; ./setup.sh",
        "apt-get update # first && apt-get install -y octave",
        "pip3 install numpy # and; python3 check.py",
    ],
)
def test_comment_that_swallows_commands(script: str) -> None:
    assert sentences("BM117", admin_pool(bash(script))) == [SWALLOWED]


@pytest.mark.parametrize(
    "script",
    [
        "apt-get update # needed; apt-get wants it",
        "apt-get update && apt-get install -y octave # done",
        "apt-get update # see https://example.com/a; python is there",
        "apt-get update # lists; remove later with care",
        "apt-get update # first; docker needs them; make it fast",
        "apt-get update # refresh; then\napt-get install -y octave",
        "curl -fsSL https://example.com/x#a;b -o x",
        'echo "# a; mkdir b"',
    ],
)
def test_comment_without_commands(script: str) -> None:
    assert sentences("BM117", admin_pool(bash(script))) == []


def test_comment_that_swallows_commands_of_powershell() -> None:
    line = 'pwsh -Command "Install-Module Az -Force # quiet; Import-Module Az"'
    assert [text.partition("BM117 ")[2] for text in found(admin_pool(line), "BM117")] == [SWALLOWED]
    assert found(admin_pool('pwsh -Command "Install-Module Az -Force # quiet; no questions"'), "BM117") == []
    assert found(admin_pool('pwsh -Command "Install-Module Az <# a; Import-Module B #>; Get-Module c"'), "BM117") == []


@pytest.mark.parametrize(
    ("script", "example"),
    [
        ("set -e\r\napt-get update\r\n", "set gets the argument -e\\r instead of -e"),
        ("\nls\r\n./setup.sh\r\n", "the shell looks for ls\\r"),
        ("ls \r\n./setup.sh", "ls gets the argument \\r"),
    ],
)
def test_carriage_returns(script: str, example: str) -> None:
    assert sentences("BM117", admin_pool(bash(script))) == [
        (
            f"warning: the lines end with a carriage return, which becomes part of the last word of each: {example}. "
            "Use line feeds alone, \\n."
        )
    ]
