"""BM106, BM107: silently ignored failures and background processes left running."""

from __future__ import annotations

import pytest

from batchmodels import StartTask, review
from batchmodels.identities import pool_admin


def found(line: str) -> list[str]:
    findings = review(StartTask(command_line=line, user_identity=pool_admin()))
    return [str(finding) for finding in findings if finding.rule in {"BM106", "BM107"}]


def in_bash(script: str) -> str:
    return "/bin/bash -c '" + script.replace("'", "'\\''") + "'"


@pytest.mark.parametrize(
    ("script", "command"),
    [
        ("apt-get update; apt-get install -y ffmpeg", "apt-get update"),
        ("apt-get update\napt-get install -y ffmpeg", "apt-get update"),
        ("export A=b; apt-get install -y ffmpeg; echo done", "apt-get install"),
        ("cd x; useradd y", "cd"),
        ("wget -q https://e/x.tar; tar xf x.tar; rm -f x.tar", "wget"),
        ("./setup.sh; exit 0", "./setup.sh"),
        ("a && b; exit 0", "a"),
        ("false; true", "false"),
        ('for f in *.sh; do bash "$f"; done', "bash"),
        ("for f in *.deb; do dpkg -i $f; done; ls", "dpkg"),
        ("[ -f x ] && pip3 install -r x; useradd y", "pip3 install"),
        ("if true; then curl -O x; fi; ls", "curl"),
        ("if x; then apt-get update; apt-get install -y y; fi", "apt-get update"),
        ("set -e; a; set +e; b; c", "b"),
        ("set -o errexit; set +o errexit; b; c", "b"),
        ("sudo apt-get update; sudo apt-get install -y x", "apt-get update"),
        ("f() { apt-get update; apt-get install -y x; }; f", "apt-get update"),
        ("while ls; do dpkg -i a.deb; sleep 1; done", "dpkg"),
        ("apt-get install -y x || true", "apt-get install"),
        ("apt-get install -y x || :", "apt-get install"),
        ("apt-get install -y x || exit 0", "apt-get install"),
        ("apt-get install -y x || echo failed", "apt-get install"),
        ("set -e; apt-get update; apt-get install -y x || true", "apt-get install"),
        ("apt-get update && apt-get install -y x || true", "apt-get install"),
        ("(cd x && make) || true", "make"),
        ("./setup.sh || true", "./setup.sh"),
        ("pip3 install x || true", "pip3 install"),
        ("curl -o x https://e/x || true", "curl"),
        ("curl -sL https://aka.ms/InstallAzureCLIDeb | bash", "curl"),
        ("set -e; curl -sL https://aka.ms/InstallAzureCLIDeb | sudo bash", "curl"),
        ("wget -qO- https://e/key | sudo tee /etc/key", "wget"),
        ("wget -qO - https://e/x | sh -s -- a", "wget"),
        ("command -v az || curl https://e | bash", "curl"),
        ("apt-get install -y x 2>&1 | tee log", "apt-get install"),
        ("./setup.sh | tee log", "./setup.sh"),
    ],
)
def test_masked(script: str, command: str) -> None:
    (finding,) = found(in_bash(script))
    assert "BM106 warning" in finding
    assert f"if {command} fails, " in finding


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("cmd /c a.exe & b.exe", "a.exe"),
        ('cmd /c "choco install -y git & choco install -y python"', "choco install"),
        ('cmd /c "setup.exe & exit /b 0"', "setup.exe"),
        ('cmd /c "cd /d C:\\x & net user y /add"', "cd"),
        ("cmd /c msiexec /i a.msi /qn || exit /b 0", "msiexec"),
        ("cmd /c msiexec /i a.msi /qn & exit 0", "msiexec"),
        ('powershell -Command "Install-Module Az; exit 0"', "Install-Module"),
        ('powershell -Command "./setup.exe /S; exit 0"', "./setup.exe"),
        ('powershell -Command "./setup.exe /S; Write-Host done"', "./setup.exe"),
        ("powershell -Command \"$ErrorActionPreference = 'Stop'; choco install -y git; choco install -y jq\"", "choco install"),
    ],
)
def test_masked_on_windows(line: str, command: str) -> None:
    (finding,) = found(line)
    assert "BM106 warning" in finding
    assert f"if {command} fails, " in finding


@pytest.mark.parametrize(
    "script",
    [
        "a",
        "a && b",
        "a && b && c || exit 1",
        "set -e; a; b",
        "set -ex\na\nb",
        "set -euo pipefail; curl x | bash; b",
        "export A=b; set -e; a; b",
        "echo begin; a",
        "export A=b; a",
        "A=b; a",
        "sleep 10; a",
        "mkdir -p x; a",
        "rm -rf x; a",
        "ulimit -n 4096; a",
        ". /etc/os-release; a",
        "source env.sh; a",
        "cd $AZ_BATCH_NODE_SHARED_DIR; a",
        'cd "$AZ_BATCH_NODE_SHARED_DIR"; a',
        "cd /tmp; a",
        "cd x || exit 1; a",
        "cd x && a",
        "a || exit 1; b || exit 1",
        "a || true; b",
        "a; exit $?",
        "a; rc=$?; echo done; exit $rc",
        "a\nif [ $? -ne 0 ]; then exit 1; fi\nb",
        "a | tee log; exit ${PIPESTATUS[0]}",
        "trap cleanup ERR; a; b",
        "if ! command -v az; then set -o pipefail; curl x | bash; fi",
        "command -v az || apt-get install -y az",
        "[ -d x ] || git clone y x",
        "[ -d x ] || { a && b; }",
        "id u || useradd u",
        "id u || useradd u; a",
        "useradd u || true",
        "mkdir x || true",
        "git clone x || true",
        "systemctl stop x || true; a",
        "docker rm -f x || true",
        "apt-get remove -y x || true",
        "killall x; a",
        "systemctl stop unattended-upgrades; a",
        "apt-get purge -y x; a",
        "until apt-get update; do sleep 5; done; a",
        "for i in 1 2 3; do apt-get update && break; sleep 5; done; a",
        "for i in 1 2 3; do a && exit 0; sleep 5; done; exit 1",
        "while pgrep apt; do sleep 1; done; a",
        "while ! a; do apt-get update; done; b",
        "for f in *.sh; do bash $f || exit 1; done",
        "for f in *.sh; do echo $f; done",
        "set -e; for f in *.sh; do bash $f; done",
        "if [ -f x ]; then a; else b; fi",
        "if a; then b; fi",
        "case $x in a) b;; c) d;; esac",
        "x=$(curl -s y | jq .z); a",
        'echo "$(curl -s y | jq .z)"',
        "a; command -v b",
        "a; test -f b",
        "a; [ -f b ]",
        "ls | wc -l",
        "dmesg | tee log",
        "nvidia-smi | tee log",
        "echo x | sudo tee y",
        "yes | apt-get install x",
        "wget -O- x | tar xz",
        "curl -fsSL x | gpg --dearmor -o y",
        "curl -s x | grep y || a",
        "if curl -s x | jq .; then a; fi",
        "curl -s https://hc-ping.com/x || true",
        "{ a && b; } > log 2>&1",
        "( a && b )",
        "f() { a && b; }; f",
        "f() { a && b; }\nf || exit 1",
        "nvidia-smi; a",
        "env | sort; df -h; a",
        "exec a",
        "a --version; b",
        "a.sh; exit 1",
        "a.sh; b.sh; exit 03",
        "a.sh; false",
    ],
)
def test_not_masked(script: str) -> None:
    assert found(in_bash(script)) == []


@pytest.mark.parametrize(
    "line",
    [
        "/bin/bash -ec 'a; b'",
        "/bin/bash -e -o pipefail -c 'curl x | bash; b'",
        "bash setup.sh",
        "cmd /c a && b",
        "cmd /c a || exit /b 1",
        "cmd /c mkdir x & a",
        "cmd /c echo a & b",
        'cmd /c "a & if errorlevel 1 exit /b 1"',
        'cmd /c "a & exit /b %errorlevel%"',
        'cmd /c "robocopy a b & exit /b 0"',
        'cmd /c "taskkill /im x.exe & a"',
        'cmd /c "net stop x & a"',
        'cmd /c "netsh advfirewall firewall delete rule name=x & a"',
        'cmd /c "cd /d %AZ_BATCH_NODE_SHARED_DIR% & a"',
        "cmd /c set A=b& a",
        'cmd /c "a && exit /b 0"',
        'cmd /c "if not exist x (a & b)"',
        'powershell -Command "Install-Module Az; exit $LASTEXITCODE"',
        "powershell -Command \"$ErrorActionPreference = 'Stop'; Install-Module Az; exit 0\"",
        'powershell -Command "a; if ($LASTEXITCODE -ne 0) { exit 1 }; exit 0"',
        'powershell -Command "try { a } catch { exit 1 }; exit 0"',
        'powershell -Command "Write-Host a; exit 0"',
        'powershell -Command "a; b"',
        'powershell -Command "a.exe; exit $LASTEXITCODE"',
        'powershell -Command "robocopy.exe a b; b.exe"',
        'powershell -Command "if (x) { a.exe }; b.exe"',
        'powershell -Command "exit 0"',
    ],
)
def test_not_masked_elsewhere(line: str) -> None:
    assert found(line) == []


@pytest.mark.parametrize(
    ("line", "command"),
    [
        (in_bash("./agent &"), "./agent"),
        (in_bash("nohup ./agent > log 2>&1 &"), "./agent"),
        (in_bash("cd /tmp && sudo nohup ./agent &"), "./agent"),
        (in_bash("./agent & disown"), "./agent"),
        (in_bash("setsid ./agent"), "./agent"),
        (in_bash("(cd x && ./agent) &"), "./agent"),
        (in_bash("./agent & echo started"), "./agent"),
        (in_bash("screen -dmS a ./agent"), "the process that screen launches"),
        (in_bash("screen -d -m ./agent"), "the process that screen launches"),
        (in_bash("tmux new-session -d ./agent"), "the process that tmux launches"),
        (in_bash("tmux new -d -s a ./agent"), "the process that tmux launches"),
        (in_bash("wait; ./agent &"), "./agent"),
        ("setsid ./agent", "./agent"),
        ("cmd /c start /b agent.exe", "the process that start launches"),
        ('cmd /c "start "" agent.exe"', "the process that start launches"),
        ('powershell -Command "Start-Process agent.exe"', "the process that Start-Process launches"),
        (
            'powershell -Command "Start-Process -FilePath agent.exe -WindowStyle Hidden"',
            "the process that Start-Process launches",
        ),
    ],
)
def test_in_the_background(line: str, command: str) -> None:
    (finding,) = found(line)
    on_windows = line.startswith(("cmd", "powershell"))
    said = f"the start task doesn't wait for {command}:" if on_windows else f"{command} keeps running after the start task ends"
    assert f"BM107 warning: {said}" in finding


@pytest.mark.parametrize(
    "line",
    [
        in_bash("a & b & wait"),
        in_bash("a & pid=$!; b && wait $pid"),
        in_bash("a & b && kill $!"),
        in_bash("for i in 1 2; do a $i & done; wait"),
        in_bash("a && b"),
        in_bash("a 2>&1"),
        in_bash("a &> log"),
        in_bash('echo "a & b"'),
        in_bash("nohup ./x"),
        in_bash("setsid --wait ./x"),
        in_bash("docker run -d x"),
        in_bash("systemctl enable --now x"),
        in_bash("screen -ls"),
        in_bash("screen -r d"),
        in_bash("tmux ls"),
        in_bash("curl 'https://e/x?a=b&c=d' -o x"),
        "cmd /c start /wait agent.exe",
        "cmd /c a && b",
        'powershell -Command "Start-Process msiexec -ArgumentList /i,a.msi -Wait -PassThru"',
        'powershell -Command "$p = Start-Process a -PassThru; $p.WaitForExit()"',
        'powershell -Command "Start-Process a -NoNewWindow -Wait:$true"',
    ],
)
def test_not_in_the_background(line: str) -> None:
    assert found(line) == []


def test_secrets_are_not_told() -> None:
    assert "hunter2" not in str(
        found(in_bash("mysql -phunter2; TOKEN=hunter2 ./hunter2-token; curl https://x?sig=hunter2 | bash"))
    )


def test_what_is_told() -> None:
    assert found(in_bash("apt-get update; apt-get install -y x")) == [
        (
            "$.commandLine: BM106 warning: if apt-get update fails, the script continues and the start task "
            "may still succeed. Begin"
            " the script with set -e: /bin/bash -c 'set -e; set -o pipefail; ...'."
        )
    ]


@pytest.mark.parametrize(
    ("script", "still"),
    [
        ("apt-get update; apt-get install -y jq", "may still succeed"),
        ("apt update; sudo apt install -y jq && jq . a.json", "may still succeed"),
        ("apt-get update; apt-get install -y jq; echo done", "still succeeds"),
        ("apt-get update; ./setup.sh", "still succeeds"),
    ],
)
def test_an_installation_may_fail_without_lists(script: str, still: str) -> None:
    (text,) = found(in_bash(script))
    assert f"update fails, the script continues and the start task {still}. Begin" in text
