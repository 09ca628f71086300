"""What happens if one command of a script fails: what the control flow says, against what bash and dash do."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from generated_scripts import Writer, commands_of, run_all
from reviewing import bash, found

from batchmodels import ResourceFile, StartTask, review
from batchmodels.rules.analysis.flow import Status, flow_of
from batchmodels.rules.context import Context

SCRIPTS = 25
SEEDS = range(3)


def fates(shell: str, script: str) -> dict[int, Status]:
    """What the control flow says of each command of a generated script."""
    line = bash(script).replace("/bin/bash", shell)
    steps = flow_of(Context(StartTask(command_line=line), (), ())).steps
    named = ((step.command.words[0].text, step.fate) for step in steps if step.command.words)
    return {int(text.removeprefix("./c")): fate for text, fate in named if text.startswith("./c")}


@pytest.mark.parametrize("shell", ["bash", "dash"])
@pytest.mark.parametrize("seed", SEEDS)
def test_real_shells_agree(shell: str, seed: int) -> None:
    if not shutil.which(shell):
        pytest.skip(f"needs {shell}")
    chance = random.Random(seed)
    scripts = [Writer(chance, shell).script() for _ in range(SCRIPTS)]
    sure = 0
    for script, runs in zip(scripts, run_all(shell, scripts), strict=True):
        succeed = {run.tests for run in runs if not run.failing and run.code == 0}  # if nothing fails
        of = fates(shell, script)
        assert sorted(of) == commands_of(script)
        for number, fate in of.items():
            codes = [run.code for run in runs if run.failing == number and number in run.ran and run.tests in succeed]
            if fate is Status.counts:
                assert 0 not in codes, (script, number)
            if fate in {Status.passed, Status.repeated} and codes:
                assert 0 in codes, (script, number)
            sure += bool(codes) and fate in {Status.counts, Status.passed, Status.repeated}
    assert sure > SCRIPTS  # a generator of trivial scripts shows nothing


@pytest.mark.parametrize("shell", ["bash", "dash"])
@pytest.mark.parametrize(
    "script",
    [
        "set -e; ./c1 && ./c2; ./c3",
        "./c1 && ./c2; ./c3",
        "set -e; { ./c1 && ./c2; }; ./c3",
        "set -e; ( ./c1; ./c2 ) || ./c3; ./c4",
        "f() { ./c1; ./c2; }; set -e; f && ./c3; ./c4",
        "f() { ./c1 && ./c2; }; set -e; f; ./c3",
        "f() { ./c1; ./c2; }; set -e; f || exit 1",
        "( set -e; ./c1; ./c2 ); ./c3",
        "( ./c1 ) && ./c2; ./c3",
        "set -e; ! ./c1; ./c2",
        "set -e; if ./c1; then ./c2 && ./c3; fi; ./c4",
        "./c1; exit",
        "./c1; exit $?",
        "./c1; exit 0",
        "set -e; ./c1; exit 0",
        "set -e; ./c1 | ./c2; ./c3",
        "set -e; for x in 1 2; do ./c1 && ./c2; done; ./c3",
        "set -e; set +e; ./c1; ./c2",
        "trap : EXIT; ./c1; ./c2",
        "./c1 & wait; ./c2",
        "x=$(./c1); ./c2",
    ],
)
def test_real_shells_agree_on_what_people_write(shell: str, script: str) -> None:
    if not shutil.which(shell):
        pytest.skip(f"needs {shell}")
    (runs,) = run_all(shell, [script])
    ran = {run.failing for run in runs if run.failing in run.ran}
    assert ran
    for number, fate in fates(shell, script).items():
        codes = [run.code for run in runs if run.failing == number in ran and run.tests == 0]
        if fate is Status.counts:
            assert 0 not in codes
        if fate is Status.passed:
            assert codes == [0]
        assert fate in {Status.counts, Status.passed} or number not in ran or re.search(r"[|!&=]|exit", script)


SET_E = "Begin the script with set -e: /bin/bash -c 'set -e; set -o pipefail; ...'."
NOT_BEFORE_AND = "set -e doesn't apply to a command before &&"


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (
            "set -e; ./a && ./b; ./c",
            (
                f"if ./a fails, the script continues and the start task still succeeds: {NOT_BEFORE_AND}. "
                "Put each command on its own line, or join all of them with &&."
            ),
        ),
        (
            "./a && ./b; ./c",
            (
                "if ./a fails, the script continues and the start task still succeeds. "
                "Begin the script with set -e and put each command on its own line, or join all of them with &&."
            ),
        ),
        (
            "set -e; f() { ./a; ./b; }; f || exit 1",
            (
                "if ./a fails, the script continues and the start task still succeeds: set -e doesn't apply in a group or "
                "function whose result &&, ||, ! or a condition examines. Join all commands with &&, also in groups and "
                "functions."
            ),
        ),
        (
            "{ ./a; ./b; } || exit 1",
            (
                "if ./a fails, the script continues and the start task still succeeds. "
                "Join all commands with &&, also in groups and functions."
            ),
        ),
        ("( set -e; ./a; ./b ); ./c", f"if ./a fails, the script continues and the start task still succeeds. {SET_E}"),
        (
            "set -e; ./a && ./b; exit 0",
            (
                f"if ./a fails, exit 0 at the end hides the failure and the start task still succeeds: "
                f"{NOT_BEFORE_AND}. Put each command on its own line, or join all of them with &&."
            ),
        ),
    ],
)
def test_failures_that_set_e_does_not_catch(script: str, message: str) -> None:
    task = StartTask(command_line=bash(script))
    assert found(task, "BM106") == [f"$.commandLine: BM106 warning: {message}"]


@pytest.mark.parametrize(
    "script",
    [
        "set -e; ./a && ./b",
        "set -e; ./a; ./b && ./c",
        "set -e; [ -f x ] && ./a; ./b",
        "set -e; dpkg -s x && ./a; ./b",
        "set -e; command -v az && az login; ./b",
        "set -e; systemctl is-active x && systemctl stop x; ./b",
        "set -e; ! ./a; ./b",
        "set -e; if ./a && ./b; then ./c; fi",
        "set -e; ./a && ./b || ./c; ./d",
        "./a; exit",
        "./a && ./b; exit $?",
        "f() { ./a; ./b; }; ./c",
        'usage() { echo usage; exit 1; }; [ -n "$1" ] || usage; ./c',
        "usage() { echo usage; exit 0; }; usage; ./c",
        "update-alternatives --remove editor /usr/bin/vim; ./c",
        "sed s/a/b/ x; ./c",
        "${VERBOSE+set -x}; ./c",
        'names["[x]"]=1; ./c',
    ],
)
def test_failures_that_are_noticed(script: str) -> None:
    assert found(StartTask(command_line=bash(script)), "BM106") == []


# --- The last command needs what the failed one makes


@pytest.mark.parametrize(
    "script",
    [
        "wget https://example.com/s.sh;chmod u+x s.sh;./s.sh",
        "wget https://example.com/a.tgz; tar xzf a.tgz; cd a; ./install.sh",
        "wget -P /opt https://example.com/s.sh; bash /opt/s.sh",
        "curl -fsSLo s.sh https://example.com/s.sh; bash s.sh",
        "curl -fO https://example.com/s.py; python3 s.py",
        "curl -fo /usr/local/bin/tool https://example.com/tool; chmod +x /usr/local/bin/tool; tool init",
        "wget -O a.zip https://example.com/a.zip; unzip a.zip",
        "wget -O a.deb https://example.com/a.deb; apt-get install -y ./a.deb",
        "tar xzf a.tgz; cd a; ./install.sh",
        "tar xzf a.tgz -C /opt; /opt/a/install.sh",
        "unzip app.zip -d /opt/app; /opt/app/setup.sh",
        "unzip app.zip; chmod +x setup.sh; ./setup.sh",
        "git clone https://github.com/x/tool; cd tool; make",
        "git clone https://github.com/x/tool.git /opt/tool; /opt/tool/install.sh",
        "git clone --depth 1 git@github.com:x/tool.git; tool/install.sh",
        "cd app; ./install.sh",
        "cd app; make",
        "apt-get install -y ffmpeg; ffmpeg -version",
        "apt-get install -y ffmpeg; ffmpeg -i a.mp4 b.mkv",
        "apt-get install -y docker.io; docker pull ubuntu:24.04",
        "apt-get install -y nginx; systemctl restart nginx",
        "yum install -y nodejs; npm install -g x",
        "pip3 install --user numpy; python3 -m numpy",
        "pip3 install -r requirements.txt; python3 app.py",
        "./configure; make; make install",
        "gcc -o prog prog.c; ./prog",
        "cp tool /usr/local/bin/; tool --init",
        "python3 -m venv env; env/bin/pip install numpy",
        "mount -t cifs //x/y /mnt/y; cp /mnt/y/a.sh .; bash a.sh",
        "useradd svc; chown -R svc /opt/x",
        "docker login reg.azurecr.io -u a; docker pull reg.azurecr.io/x:1",
        "docker pull x:1; docker run --rm x:1 init",
        "az login --identity; az storage blob download -f a -c b -n c",
        "add-apt-repository -y ppa:x/y; apt-get install -y z",
        "wget https://e/packages-microsoft-prod.deb; dpkg -i packages-microsoft-prod.deb; apt-get update; apt-get install -y x",
        "set -e; apt-get update && apt-get install -y jq; jq . x.json",
        "wget https://e/l.txt; ./a < l.txt",
        "wget https://e/l.txt; ./a --list=l.txt",
        "wget https://e/x.tar; rm x.tar",
    ],
)
def test_scripts_that_lack_something_fail(script: str) -> None:
    assert found(StartTask(command_line=bash(script)), "BM106") == []


@pytest.mark.parametrize(
    ("script", "named"),
    [
        ("wget -O s.sh https://example.com/s.sh; chmod u+x s.sh; ./s.sh", "wget"),  # wget creates an empty file
        ("curl -fsSL https://example.com/s.sh > s.sh; bash s.sh", "curl"),  # so does the shell
        ("wget https://example.com/s.sh; ./t.sh", "wget"),
        ("wget https://example.com/s.sh; if [ -f s.sh ]; then ./s.sh; fi; ./t.sh", "wget"),
        ("wget https://example.com/s.sh; ./s.sh; ./t.sh", "wget"),
        ("wget https://e/x.tar; tar xf x.tar; rm -f x.tar", "wget"),
        ("tar xzf a.tgz -C $AZ_BATCH_NODE_SHARED_DIR; chmod -R a+rx $AZ_BATCH_NODE_SHARED_DIR", "tar"),
        ("chmod +x run.sh; tar xzf data.tgz; ./run.sh", "tar"),
        ("git clone https://github.com/x/tool.git /opt/tool; ./install.sh", "git clone"),
        ("apt-get install -y ffmpeg; ./install.sh", "apt-get install"),
        ("apt-get update; apt-get install -y ffmpeg; ls", "apt-get update"),
        ("apt-get update; apt-get install -y python3-pip; pip3 install numpy", "apt-get update"),
        ("pip3 install numpy; ./run.sh", "pip3 install"),
        ("pip3 install --upgrade pip; pip3 install numpy", "pip3 install"),
        ("mkdir -p /data; mount /dev/disk/azure/scsi1/lun0 /data; ls /data", "mount"),
        ("docker pull x:1; docker pull y:1", "docker pull"),
        ("cd app; useradd svc", "cd"),
        ("./a; wget https://e/x.sh; bash x.sh", "./a"),
        ("cp tool /usr/local/bin/; systemctl restart tool", "cp"),  # a service of type simple starts without its program
    ],
)
def test_scripts_that_do_not_lack_it_succeed(script: str, named: str) -> None:
    (text,) = found(StartTask(command_line=bash(script)), "BM106")
    assert text.startswith(
        f"$.commandLine: BM106 warning: if {named} fails, the script continues and the start task still succeeds"
    )


def test_a_resource_file_is_there_anyway() -> None:
    run = ResourceFile(http_url="https://a.blob.core.windows.net/c-files/run.sh", file_path="run.sh")
    task = StartTask(command_line=bash("tar xzf data.tgz; ./run.sh"), resource_files=[run])
    (text,) = found(task, "BM106")
    assert text.startswith("$.commandLine: BM106 warning: if tar fails, the script continues")
    assert found(StartTask(command_line=bash("tar xzf data.tgz; ./run.sh")), "BM106") == []


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('cmd /c "install.cmd & echo done"', None),  # echo leaves the exit code as it is
        ('cmd /c "install.cmd || echo failed"', None),
        ('cmd /c "install.cmd & exit /b"', None),
        ('cmd /c "install.cmd & exit"', None),
        ('cmd /c "a.exe & b.exe & echo done"', "a.exe"),
        ('cmd /c "a.exe & dir"', "a.exe"),
        ('cmd /c "install.cmd & exit /b 0"', "install.cmd"),
        ('cmd /c "curl -fo a.exe https://e/a.exe & a.exe /S"', None),
        ('cmd /c "curl -fo a.msi https://e/a.msi & msiexec /i a.msi /qn"', None),
        ('powershell -Command "curl.exe -fo a.exe https://e/a.exe; .\\a.exe"', None),
        ('powershell -Command "curl.exe -fo a.exe https://e/a.exe; .\\b.exe"', "curl.exe"),
    ],
)
def test_on_windows(line: str, named: str | None) -> None:
    texts = found(StartTask(command_line=line), "BM106")
    assert [text.split()[4] for text in texts] == ([] if named is None else [named])


def test_many_commands_are_followed_in_reasonable_time() -> None:
    lines = "\n".join(f"wget https://e/f{number}.sh; bash f{number}.sh" for number in range(400))
    texts = found(StartTask(command_line=bash(lines)), "BM106")
    assert [text.split()[4] for text in texts] == ["wget"]


# --- The same with real programs

FILE, FOLDER = "cp there.sh tool", "mkdir tool; cp there.sh tool/run.sh"
FIRST = {
    "cp missing tool": FILE,
    "tar xf missing.tar": FOLDER,
    "cd missing": f"mkdir missing; cp there.sh missing; cd missing; {FOLDER}",
    "curl -fsSo tool http://127.0.0.1:9/tool": FILE,
    "curl -fsS http://127.0.0.1:9/tool > tool": FILE,
    "wget -qO tool http://127.0.0.1:9/tool": FILE,
    "wget -q http://127.0.0.1:9/tool": FILE,
    "gcc -o tool missing.c": FILE,
    "git clone -q ./missing tool": FOLDER,
    "make -f missing tool": FILE,
}
"""Commands that fail, each with what it would do if it succeeded."""

THEN = [
    *("./tool", "bash tool", "chmod +x tool", "cat tool > /dev/null", "rm tool", "rm -f tool", "bash < tool", "tar xf tool"),
    *("cp tool other", "./other", "mv tool other", "bash ./other", "cd tool", "tool/run.sh", "bash tool/run.sh"),
    *("./there.sh", "bash there.sh", "mkdir -p d", "cp there.sh d/", "d/there.sh", "ls", "sh -c 'exit 0'", "cat there.sh > t"),
]


@pytest.mark.skipif(os.name != "posix" or not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize("first", FIRST)
def test_a_claim_is_true_of_real_programs(first: str, tmp_path: Path) -> None:
    """If the first command fails and BM106 says that the start task still succeeds, the script's exit code is 0."""
    if not shutil.which(first.split(maxsplit=1)[0]) and not first.startswith("cd "):
        pytest.skip(f"needs {first.split(maxsplit=1)[0]}")
    chance = random.Random(first)
    there = ResourceFile(http_url="https://a.blob.core.windows.net/c-files/there.sh", file_path="there.sh")
    claims = 0
    for number in range(40):
        then = "; ".join(chance.sample(THEN, chance.randint(1, 4)))
        if _code(f"{FIRST[first]}; {then}", tmp_path / f"{number}-good"):
            continue  # it fails anyway
        script = f"{first}; {then}"
        task = StartTask(command_line=bash(script), resource_files=[there])
        spans = [finding.span for finding in review(task) if finding.rule == "BM106"]
        if any(span and span[0] == task.command_line.find(first) for span in spans):
            claims += 1
            assert _code(script, tmp_path / str(number)) == 0, script
    assert claims


def _code(script: str, folder: Path) -> int:
    """The exit code of a script in a new directory with a script ``there.sh``."""
    folder.mkdir()
    (folder / "there.sh").write_text("#!/bin/sh\nexit 0\n")
    (folder / "there.sh").chmod(0o755)
    return subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, timeout=30, check=False).returncode


@pytest.mark.parametrize(
    ("script", "lost"),
    [
        ("mkdir -p app; tar -xf app.tgz; python3 app", True),
        ("mkdir -p app; rmdir app; tar -xf app.tgz; python3 app", False),
        ("touch app.cfg; unlink app.cfg; tar -xf app.tgz; cat app.cfg", False),
        ("touch app.cfg; [ -f other ] && rm app.cfg; tar -xf app.tgz; cat app.cfg", True),
    ],
)
def test_files_that_are_removed_before(script: str, lost: bool) -> None:
    """What the script itself has removed isn't there for a later command, so that one fails."""
    texts = found(StartTask(command_line=bash(script), resource_files=[]), "BM106")
    assert any("if tar fails" in text for text in texts) == lost


@pytest.mark.parametrize(
    "second",
    [
        "Invoke-WebRequest https://example.com/a.exe -OutFile a.exe",
        "curl.exe -f -o a.exe https://example.org/a.exe",
    ],
)
def test_a_later_download_of_the_same_file_brings_it_after_all(second: str) -> None:
    line = f'powershell -Command "curl.exe -f -o a.exe https://example.com/a.exe; {second}; .\\a.exe"'
    (finding, *_) = found(StartTask(command_line=line), "BM106")
    assert finding == (
        "$.commandLine: BM106 warning: if curl.exe fails, PowerShell continues and the failure goes unnoticed. Begin the "
        "script with $ErrorActionPreference = 'Stop', and add if ($LASTEXITCODE) { exit 1 } after each program."
    )


@pytest.mark.parametrize(
    "script",
    [
        "mkdir d; tar xzf x.tgz -C d; ./run --reference d",
        "mkdir d; unzip x.zip -d d; ./run --reference d",
        "tar xzf x.tgz -C d; d/run",
        "ln -s /data/template.nii.gz; ./register -r [template.nii.gz,1]",
        "ln -s /data/a b; ./run b",
        "(./serve.sh &); wait",
    ],
)
def test_what_the_last_command_needs(script: str) -> None:
    """The last command needs what the failing one makes; and nothing waits for the children of another shell."""
    assert found(StartTask(command_line=bash(script)), "BM106") == []


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("mkdir d; tar xzf x.tgz -C d; ls d", "if tar fails, the script continues and the start task still succeeds."),
        ("ln -s /data/a.nii; ./register -r [b.nii,1]", "if ln fails, the script continues and the start task still succeeds."),
        (
            "(./train.sh & wait)",
            "if ./train.sh fails, wait without a process id still succeeds, and so does the start task.",
        ),
    ],
)
def test_failures_that_stay_lost(script: str, message: str) -> None:
    (text,) = found(StartTask(command_line=bash(script)), "BM106")
    assert message in text
