"""BM106, name by name and word by word: whose failure matters, what hides it, and what is said of it."""

from __future__ import annotations

import pytest
from reviewing import bash, found

from batchmodels import StartTask


def said(line: str) -> list[str]:
    return [text.removeprefix("$.commandLine: BM106 warning: ") for text in found(StartTask(command_line=line), "BM106")]


IN_BASH = "Begin the script with set -e: /bin/bash -c 'set -e; set -o pipefail; ...'."
IN_CMD = "Join the commands with &&."
IN_POWERSHELL = (
    "Begin the script with $ErrorActionPreference = 'Stop', and add if ($LASTEXITCODE) { exit 1 } after each program."
)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (
            bash("make x; ls"),
            f"if make fails, the script continues and the start task still succeeds. {IN_BASH}",
        ),
        (
            bash("make x; exit 0"),
            f"if make fails, exit 0 at the end hides the failure and the start task still succeeds. {IN_BASH}",
        ),
        (
            bash("make x; (exit 0)"),
            f"if make fails, the script continues and the start task still succeeds. {IN_BASH}",
        ),
        (
            "cmd /c a.exe & b.exe",
            f"if a.exe fails, the script continues and the start task still succeeds. {IN_CMD}",
        ),
        (
            "cmd /c a.exe & exit /b 0",
            f"if a.exe fails, exit 0 at the end hides the failure and the start task still succeeds. {IN_CMD}",
        ),
        (
            bash("make x || true"),
            (
                "if make fails, the command after || hides the failure and the start task still succeeds. "
                "Remove the last || and everything after it, so that the start task fails when make fails."
            ),
        ),
        (
            bash("curl https://h/x | bash"),
            (
                "if curl fails, the pipeline still succeeds because bash does. "
                "Begin the script with set -o pipefail: /bin/bash -c 'set -e; set -o pipefail; ...'."
            ),
        ),
        (
            'powershell -Command "a.exe; b.exe"',
            f"if a.exe fails, PowerShell continues and the failure goes unnoticed. {IN_POWERSHELL}",
        ),
        (
            'powershell -Command "a.exe; exit 0"',
            f"if a.exe fails, exit 0 at the end hides the failure. {IN_POWERSHELL}",
        ),
    ],
)
def test_what_is_told(line: str, text: str) -> None:
    assert said(line) == [text]


def test_it_is_told_once() -> None:
    assert len(said(bash("make x; make y; sh -c 'make z; ls'; ls"))) == 1


# --- What matters


@pytest.mark.parametrize(
    "command",
    [
        *("echo", "printf", "export", "set", "shopt", "unset", "readonly", "local", "declare", "typeset", "alias", "unalias"),
        *("umask", "ulimit", "true", ":", "test", "let", "return", "break", "continue", "shift", "sleep", "wait"),
        *("date", "hostname", "uname", "arch", "whoami", "id", "groups", "printenv", "pwd", "popd", "ls", "df", "du"),
        *(
            "free",
            "ps",
            "lscpu",
            "lsblk",
            "lsmod",
            "lspci",
            "nproc",
            "nvidia-smi",
            "uptime",
            "type",
            "which",
            "command -v",
            "hash",
        ),
        *(
            "logger",
            "tput",
            "rm",
            "rmdir",
            "mkdir",
            "touch",
            "sync",
            "clear",
            "dmesg",
            "ip",
            "ifconfig",
            "ss",
            "netstat",
            "kill",
        ),
        *("pkill", "killall", "umount", "swapoff", "userdel", "groupdel", "read", "grep", "egrep", "fgrep", "pgrep", "source"),
        *(".", "cat", "head", "tail", "stat", "file", "find", "getent", "mountpoint", "dpkg-query", "lsb_release", "jobs"),
        *(
            "disown",
            "screen",
            "tmux",
            "sort",
            "uniq",
            "wc",
            "cut",
            "tr",
            "awk",
            "blkid",
            "findmnt",
            "[",
            "[[",
        ),
        *("((", "exit", "trap"),
    ],
)
def test_whose_failure_seldom_matters(command: str) -> None:
    closing = {"[": " ]", "[[": " ]]", "((": "))"}.get(command, "")
    assert said(bash(f"{command} 1{closing}; ls")) == []
    name = command.split(maxsplit=1)[0].strip("[(:.") or "x"
    assert said(bash(f"my{name} 1; ls"))


@pytest.mark.parametrize(
    "command",
    [
        *("echo", "set", "setlocal", "endlocal", "rem", "del", "erase", "rd", "rmdir", "md", "mkdir", "title", "ver", "vol"),
        *(
            "dir",
            "type",
            "timeout",
            "ping",
            "exit",
            "cls",
            "color",
            "chcp",
            "path",
            "prompt",
            "pause",
            "popd",
            "taskkill",
            "net",
        ),
        *("sc", "reg", "schtasks", "where", "whoami", "hostname", "ipconfig", "systeminfo", "tasklist", "robocopy", "date"),
        *("goto", "start", "findstr", "find", "time"),
    ],
)
def test_whose_failure_seldom_matters_in_cmd(command: str) -> None:
    assert said(f"cmd /c {command} x& dir") == []
    assert said(f"cmd /c my{command} x& dir")


@pytest.mark.parametrize(
    "word",
    [
        *("stop", "status", "is-active", "is-enabled", "disable", "remove", "purge", "autoremove", "clean", "autoclean"),
        *(
            "uninstall",
            "rm",
            "kill",
            "prune",
            "logout",
            "delete",
            "list",
            "show",
            "version",
            "--version",
            "-v",
            "inspect",
            "ps",
        ),
        "info",
    ],
)
def test_commands_that_tidy_up_or_tell(word: str) -> None:
    assert said(bash(f"tool {word} x; ls")) == []
    assert said(bash(f"tool a b {word}; ls")) == []
    assert said(bash(f"make {word} x || true")) == []
    assert said(bash(f"make a b {word} || true")) == []
    if not word.endswith("version"):
        assert said(bash(f"tool a b c {word}; ls"))
        assert said(bash(f"make a b c {word} || true"))


@pytest.mark.parametrize("option", ["--version", "--help", "--show"])
def test_commands_that_only_tell_about_themselves(option: str) -> None:
    assert said(bash(f"tool a b c d {option}; ls")) == []
    assert said(f"cmd /c tool a b c d {option}& dir") == []


@pytest.mark.parametrize("command", ["`which x` y", "$(which x) y", "$SHELL x", "- x", "env", "nohup", "setsid", "command"])
def test_commands_that_cannot_be_told(command: str) -> None:
    assert said(bash(f"{command}; ls")) == []
    assert said(bash("$COMMAND x; ls"))


@pytest.mark.parametrize("command", ["cd", "pushd", "chdir"])
def test_directories(command: str) -> None:
    for there in (
        "$AZ_BATCH_NODE_SHARED_DIR",
        "${AZ_BATCH_TASK_DIR}/",
        "/tmp",
        "/tmp/",
        "/",
        "~",
        "-",
        "..",
        "$HOME",
        "${HOME}/",
    ):
        assert said(bash(f"{command} {there}; ls")) == []
        assert said(bash(f"{command} -- {there}; ls")) == []
    assert said(bash(f"{command}; ls")) == []
    for elsewhere in ("x", "/tmp/x", "$HOME/x", "$DIR", "${AZ_BATCH_X}y"):
        assert said(bash(f"{command} {elsewhere}; ls"))
    for there in ("%AZ_BATCH_NODE_SHARED_DIR%", "/d %AZ_BATCH_NODE_SHARED_DIR%", "/D %AZ_BATCH_TASK_DIR%/", "%~dp0"):
        assert said(f"cmd /c {command} {there}& dir") == []
    assert said(f"cmd /c {command} /d C:\\x& dir")


IMPORTANT = [
    *("apt", "apt-get", "aptitude", "yum", "dnf", "tdnf", "microdnf", "zypper", "apk", "snap", "pip2", "conda", "mamba", "npm"),
    *(
        "yarn",
        "gem",
        "cargo",
        "go",
        "make",
        "cmake",
        "ninja",
        "azcopy",
        "tar",
        "unzip",
        "bash",
        "sh",
        "zsh",
        "python",
        "python3",
    ),
    *("perl", "node", "R", "Rscript", "dpkg", "rpm", "choco", "msiexec", "powershell", "pwsh"),
]


@pytest.mark.parametrize("program", [*IMPORTANT, "sudo make", "setup.sh", "/opt/setup.sh", "./configure"])
def test_what_the_start_task_is_there_for(program: str) -> None:
    assert said(bash(f"{program} x || true"))
    assert said(bash(f"{program} x | tee log"))
    assert said(bash(f"for x in y; do {program} x; done"))
    assert said(bash(f"{program} update || true")) == []
    assert said(bash(f"{program} x update || true")) == []
    assert said(bash(f"{program} x y update || true"))


@pytest.mark.parametrize("program", ["mytool", "useradd", "systemctl", "/usr/bin/x", "x.sh.bak"])
def test_what_may_well_fail(program: str) -> None:
    assert said(bash(f"{program} x || true")) == []
    assert said(bash(f"{program} x | tee log"))  # a log of what it prints shows that it matters
    assert said(bash(f"for x in y; do {program} x; done")) == []


@pytest.mark.parametrize("program", ["pip", "pip3", "docker", "podman"])
def test_what_fetches_or_builds(program: str) -> None:
    for action in ("install", "pull", "build", "load"):
        assert said(bash(f"{program} {action} x || true")), action
    for action in ("run", "rm", "download", "-q install"):
        assert said(bash(f"{program} {action} x || true")) == [], action


@pytest.mark.parametrize("program", ["curl", "wget"])
def test_what_downloads_into_a_file(program: str) -> None:
    for option in ("-o x", "-O x", "-P x", "-fsSLo x", "--output x", "--output=x", "--remote-name", "--output-document=x"):
        assert said(bash(f"{program} {option} https://h/x || true")), option
    for option in ("", "-s", "-o /dev/null", "-O x --spider", "--no-output"):
        assert said(bash(f"{program} {option} https://h/x || true")) == [], option


# --- What hides a failure


@pytest.mark.parametrize("word", ["echo x", "printf x", "true", ":", "logger x", "exit 0", "sudo true"])
def test_words_that_end_a_script_well(word: str) -> None:
    assert said(bash(f"make x || {word}"))
    assert said(bash(f"make x && make y || {word}"))
    assert said(bash(f"ls; make x || {word}"))
    assert said(bash(f"( make x ) || {word}"))
    assert said(bash(f"make x || ( {word} )")) == []


@pytest.mark.parametrize("word", ["exit 1", "exit", "exit 0 1", "false", "ls", "make y", "return 0"])
def test_words_that_do_not(word: str) -> None:
    assert [text for text in said(bash(f"make x || {word}")) if "the command after || hides" in text] == []


def test_words_that_end_a_line_of_cmd_well() -> None:
    for word in ("exit /b 0", "exit 0"):
        assert said(f"cmd /c make x || {word}"), word
    for word in ("exit /b 1", "exit /b", "dir", "ver", "echo x"):
        assert said(f"cmd /c make x || {word}") == [], word


@pytest.mark.parametrize(
    ("script", "named"),
    [
        ("make x && tar y || true", "tar"),
        ("make x && ls || true", "make"),
        ("make x; tar y || true", "tar"),
        ("make x; ls || true", None),
        ("if make x || true; then ls; fi", None),
        ("! make x || true", None),
        ("true || true", None),
        ("true", None),
        ("make x && true", None),
        ("make x | true", None),
        ("make x; { tar y; } || true", "tar"),
        ("ls && ( make x; ls ) || true", "make"),
    ],
)
def test_which_command_is_ignored(script: str, named: str | None) -> None:
    ignored = [text for text in said(bash(script)) if "the command after || hides" in text]
    assert [text.split()[1] for text in ignored] == ([] if named is None else [named])


@pytest.mark.parametrize("program", ["curl", "wget", "az", "azcopy", "aws", "gsutil"])
def test_what_is_piped(program: str) -> None:
    (text,) = said(bash(f"ls; {program} x | sh y; ls"))
    assert text.startswith(f"if {program} fails, the pipeline still succeeds because sh does.")
    assert said(bash(f"{program} x | sh"))
    assert said(bash(f"{program} x |& sh"))
    assert said(bash(f"sudo {program} x | sudo sh"))
    assert said(bash(f"ls | {program} x | sh"))
    assert said(bash(f"set -o pipefail; {program} x | sh")) == []
    assert said(f"bash -o pipefail -c '{program} x | sh'") == []
    assert said(bash(f"if {program} x | sh; then ls; fi")) == []
    assert said(bash(f"! {program} x | sh")) == []
    assert said(bash(f"while ls && {program} x | sh; do ls; done")) == []
    assert said(bash(f"{program} x | ( sh )")) == []
    assert said(bash(f"{program} x && sh")) == []
    assert said(bash(f"x=$({program} x | sh)")) == []


@pytest.mark.parametrize(
    "program",
    [
        *("bash", "sh", "dash", "zsh", "ksh", "python", "python2", "python3", "perl", "node", "ruby", "php", "tee", "cat"),
        *("xargs", "sed", "awk", "gawk", "jq", "cut", "tr", "sort", "uniq", "base64", "crontab", "patch", "psql", "sqlite3"),
        *("logger", "ts"),
    ],
)
def test_what_is_content_with_nothing(program: str) -> None:
    assert said(bash(f"curl https://h/x | {program} y"))
    watches = program in {"tee", "logger", "ts", "cat"}
    assert bool(said(bash(f"make x | {program} y"))) is watches


def test_what_fails_with_nothing_to_read() -> None:
    for program in ("tar xz", "gpg --dearmor", "grep x", "apt-key add -", "head"):
        assert said(bash(f"curl https://h/x | {program}")) == []


# --- Where a script goes on


@pytest.mark.parametrize(
    ("script", "named"),
    [
        ("set -e; make x; ls", None),
        ("set -x -e; make x; ls", None),
        ("set -o errexit; make x; ls", None),
        ("set -xo errexit; make x; ls", None),
        ("set -Eeu; make x; ls", None),
        ("set -o nounset; make x; ls", "make"),
        ("set -u; make x; ls", "make"),
        ("set errexit; make x; ls", "make"),
        ("set errexit -o nounset; make x; ls", "make"),
        ("set -e; set +e; make x; ls", "make"),
        ("set -e; set +o errexit; make x; ls", "make"),
        ("set -e; set +x; make x; ls", None),
        ("set -e; ( set +e ); make x; ls", None),
        ("make x; set -e; useradd y; ls", "make"),
        ("trap ls ERR; make x; ls", None),
        ("trap ls EXIT; make x; ls", "make"),
        ("make x & ls", None),
        ("make x && ls", None),
        ("make x || exit 1; ls", None),
        ("make x && ls || exit 1; ls", None),
        ("ls && make x; ls", "make"),
        ("make x | ls; ls", None),
        ("ls | make x; ls", "make"),
        ("make x && exit; ls", None),
        ("make x && exec y; ls", None),
        ("make x && break; ls", None),
        ("make x && return; ls", None),
        ("make x && continue; ls", None),
        ("make x; [ -f y ]", None),
        ("make x; [[ -f y ]]", None),
        ("make x; test -f y", None),
        ("make x; which y", None),
        ("make x; type y", None),
        ("make x; hash y", None),
        ("make x; grep y z", None),
        ("make x; dpkg-query y", None),
        ("make x; command -v y", None),
        ("make x; y --version", None),
        ("make x; test -f y && ls", None),
        ("make x; ls && test -f y", None),
        ("make x; ls | grep y", None),
        ("make x; ls $?", None),
        ("make x; y=$?", None),
        ("make x; ls ${PIPESTATUS[1]}", None),
        ("make x; ls $y", "make"),
        ("if make x; then ls; fi; ls", None),
        ("if ls; then make x; ls; fi", "make"),
        ("if ls; then make x; fi; ls", "make"),
        ("if ls; then make x; fi", None),
        ("if ls; then make x; fi && ls", None),
        ("if ls; then make x; fi || ls", None),
        ("if ls; then make x; fi | ls", None),
        ("if ls; then make x; fi & ls", None),
        ("if ls; then ls; else make x; fi; ls", "make"),
        ("if ls; then make x; else ls; fi; ls", "make"),
        ("if ls; then make x; elif ls; then ls; fi", None),
        ("if ls; then ls; elif make x; then ls; fi; ls", None),
        ("if ls; make x; then ls; fi; ls", None),
        ("while ls; make x; do ls; done; ls", None),
        ("if ls; then make x; fi; until ls; do ls; done", "make"),
        *((f"for x in y; do mytool x; done; {block}", None) for block in ("if ls; then ls; fi", "while ls; do ls; done")),
        *((f"for x in y; do mytool x; done; {block}", None) for block in ("until ls; do ls; done", "{ ls; }")),
        ("ls $(pwd); { make x; ls; }", "make"),
        ("x=$(pwd); if ls; then make x; ls; fi", "make"),
        ("ls $(make x; pwd); tar y; ls", "tar"),
        ("ls > $(make x; pwd); ls", None),
        ("x=$(make y; ls); pwd", None),
        ("while ls; do make x; ls; done", "make"),
        ("while ls; do make x; done; ls", None),
        ("until ls; do make x; ls; done", "make"),
        ("for x in y; do make x; ls; done", "make"),
        ("for x in y; do make x; done", "make"),
        ("for x in y; do make x; done; ls", "make"),
        ("for x in y; do mytool x; done; ls", None),
        ("for x in y; do if ls; then make x; fi; done; ls", None),
        ("{ make x; ls; }", "make"),
        ("{ make x; ls; }; ls", "make"),
        ("( make x; ls )", "make"),
        ("f() { make x; ls; }; f", "make"),
        ("( make x ); ls", "make"),
        ("{ make x; }; ls", "make"),
        ("{ ( make x ) }; ls", "make"),
        ("( make x ) && ls; ls", "make"),
        ("( make x ) || ls; ls", None),
        ("( make x ) | ls; ls", None),
        ("( make x ) & ls", None),
        ("case $x in a) make x;; *) ls;; esac; ls", "make"),
        ("case $x in a) make x;; esac", None),
        ("exit 1; make x; ls", None),
        ("f() { make x; ls; }; set -e; f", None),
        ("( set -e; make x; ls ); ls", "make"),
        ("( set -e ); make x; ls", "make"),
        ("set -e; rpm -i a.rpm && x; y", "rpm"),
        ("set -e; rpm -Uvh --quiet a.rpm && x; y", "rpm"),
        ("set -e; rpm -q a && x; y", None),
        ("set -e; rpm --verify a && x; y", None),
        ("set -e; dpkg -i a.deb && x; y", "dpkg"),
        ("set -e; dpkg -s a && x; y", None),
        ("set -e; dpkg --compare-versions 1 lt 2 && x; y", None),
        ("set -e; curl -fsSo a https://h/a && x; y", "curl"),
        ("set -e; curl -fsS https://h/a && x; y", None),
        ("set -e; openssl req -x509 -out c && x; y", "openssl"),
        ("set -e; openssl x509 -checkend 0 -in c && x; y", None),
    ],
)
def test_where_a_script_goes_on(script: str, named: str | None) -> None:
    lost = [text for text in said(bash(script)) if "the script continues and" in text]
    assert [text.split()[1] for text in lost] == ([] if named is None else [named])


@pytest.mark.parametrize(
    ("script", "named"),
    [
        ("a.exe & b.exe", "a.exe"),
        ("a.exe && b.exe & dir", "a.exe"),
        ("dir && b.exe & dir", "b.exe"),
        ("a.exe", None),
        ("a.exe &", None),
        ("a.exe && b.exe", None),
        ("a.exe || b.exe & dir", None),
        ("a.exe | dir", None),
        ("a.exe & exit /b %ErrorLevel%", None),
        ("a.exe & if errorlevel 1 exit", None),
        ("a.exe & if exist x dir", None),
        ("a.exe & (dir)", None),
        ("(a.exe & b.exe)", None),
        ("curl x | sh", None),
        ("a.exe && goto x & dir", None),
        ("vs_buildtools.exe --quiet --wait & mkdir x & echo ready > x.txt", "vs_buildtools.exe"),
        ("a.exe & md x", "a.exe"),
        ("a.exe & del a.exe", "a.exe"),
        ("a.exe & cd x & rd y", "a.exe"),
        ("a.exe & ver > nul", "a.exe"),
        ("a.exe & echo x & set A=1 & rd y & start b.exe", None),
        ("a.exe & call b.cmd", None),
        ("start /wait a.exe /S & mkdir x", "a.exe"),
        ('start "" /d C:\\y /wait "a.exe" /S & mkdir x', "a.exe"),
        ("start /wait a.msi & start /wait b.msi", "a.msi"),
        ("start a.exe & mkdir x", None),
        ("start /wait a & mkdir x", None),
        ("shutdown /a & mkdir x", None),
        ("a.exe & if not exist x mkdir x", "a.exe"),
        ("a.exe & if not exist x\\nul (md x & echo y)", "a.exe"),
        ("a.exe & if not exist x (md x & b.exe)", None),
        ("a.exe & if not exist x md y", None),
        ("a.exe & if exist x md x", None),
        ("a.exe & if not exist x ()", None),
        ("if not exist x mkdir x & a.exe", None),
        ("timeout /t 10 & b.exe", None),
        ("timeout /t 10 /nobreak >nul & a.exe & b.exe", "a.exe"),
        ("time /t & b.exe", None),
        ("nohup a.exe & b.exe", "nohup"),
        ("call a.cmd & b.exe", "a.cmd"),
    ],
)
def test_where_a_line_of_cmd_goes_on(script: str, named: str | None) -> None:
    lost = said(f'cmd /c "{script}"')
    assert [text.split()[1] for text in lost] == ([] if named is None else [named])


@pytest.mark.parametrize(
    ("script", "named"),
    [
        ("a.exe; b", "a.exe"),
        ("A.EXE; b", "A.EXE"),
        ("choco x; b", "choco"),
        ("sudo.exe; b", None),
        ("a.exe\nb", "a.exe"),
        ("a.exe", None),
        ("a; b", None),
        ("a; exit 0", "a"),
        ("a; exit 1", None),
        ("a; if ($x) { exit 0 }", None),
        ("Install-Module x; exit 0", "Install-Module"),
        ("Write-Host x; exit 0", None),
        ("Out-File x; exit 0", None),
        ("Set-Location x; exit 0", None),
        ("Remove-Item x; exit 0", None),
        ("Writer x; exit 0", "Writer"),
        ("Start-Sleep 5; exit 0", None),
        ("timeout /t 10; a.exe; exit 0", "a.exe"),
        ("ping -n 11 127.0.0.1; Get-Date; hostname; echo x; exit 0", None),
        ("timeout /t 10; a.exe; b.exe", "a.exe"),
        ("$x.y(); exit 0", None),
        ("$ErrorActionPreference = 'Stop'; a; exit 0", None),
        ("$ErrorActionPreference = 'Stop'; a.exe; exit 0", "a.exe"),
        ("a -ErrorAction Stop; exit 0", None),
        ("try { b } catch { c }; a; exit 0", None),
        ("trap { c }; a; exit 0", None),
        ("a.exe && b; c", None),
        ("a.exe | b; c", None),
        ("if ($x) { a.exe }; b", None),
        ("if ($x) { c; a.exe; c }; b", None),
        ("a.exe; exit $LASTEXITCODE", None),
        ("a.exe; b $p.ExitCode", None),
        ("a.exe; $?", None),
        ("a.exe; Robocopy x y", None),
        ("$PSNativeCommandUseErrorActionPreference = $true; a.exe; b", None),
        ("choco list x; b", None),
        ("choco x list; b", None),
        ("choco a b list; b", None),
        ("choco a b c list; b", "choco"),
        ("robot.exe --help; b", None),
    ],
)
def test_where_powershell_goes_on(script: str, named: str | None) -> None:
    lost = said(f'powershell -Command "{script}"')
    assert [text.split()[1] for text in lost] == ([] if named is None else [named])


@pytest.mark.parametrize(
    ("option", "setting"),
    [
        ("-ErrorAction SilentlyContinue", "-ErrorAction SilentlyContinue"),
        ("-ea 0", "-ErrorAction SilentlyContinue"),
        ("-ErrorAction:ignore", "-ErrorAction Ignore"),
        ("-EA 4", "-ErrorAction Ignore"),
    ],
)
def test_error_actions_that_hide_a_failure(option: str, setting: str) -> None:
    (text,) = said(f'powershell -Command "Copy-Item a.txt C:\\a {option}"')
    assert text == f"if Copy-Item fails, {setting} hides the failure. Use Stop instead."


@pytest.mark.parametrize(
    "download", ["curl -L -o tool.tgz", "wget -q -O tool.tgz", "curl -s -O", "apt-get -q install -y", "sudo curl -L -O"]
)
def test_quiet_downloads_are_no_conditions(download: str) -> None:
    (text,) = said(bash(f"set -e; {download} https://example.com/tool.tgz && tar xf tool.tgz; echo ready"))
    program = download.removeprefix("sudo ").split()[0]
    assert text.startswith(f"if {program} ")
    assert "fails, the script continues and the start task still succeeds" in text


@pytest.mark.parametrize(
    "test", ["python3 manage.py check", "ansible-playbook --check site.yml", "fdisk -l /dev/sdc", "visudo -q"]
)
def test_conditions(test: str) -> None:
    assert said(bash(f"set -e; {test} && make; echo ready")) == []
