"""BM901: problem reported by shellcheck, where it is installed."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batchmodels import (
    Finding,
    ImageReference,
    PoolAddParameter,
    Severity,
    StartTask,
    TaskAddParameter,
    TaskContainerSettings,
    VirtualMachineConfiguration,
    review,
)
from batchmodels.identities import pool_admin
from batchmodels.rules.analysis import real_shells, shellcheck_runs
from batchmodels.rules.checks import shellcheck
from batchmodels.rules.discovery import RULES
from batchmodels.rules.review import review_all

needs_shellcheck = pytest.mark.skipif(shellcheck.program() is None, reason="shellcheck isn't installed")


def found(model: StartTask | PoolAddParameter) -> list[Finding]:
    return review(model, ignore=set(RULES) - {"BM901"})


def messages(command_line: str) -> list[str]:
    return [finding.message for finding in found(StartTask(command_line=command_line))]


FAILED = "shellcheck didn't check this script: shellcheck failed, or its output could not be read."
OUT_OF_TIME = "shellcheck didn't check this script: the time limit of 0.2 seconds for all scripts together was reached."


def codes(command_line: str) -> list[str]:
    return [finding.message.split()[0] for finding in found(StartTask(command_line=command_line))]


@needs_shellcheck
def test_a_warning() -> None:
    (finding,) = found(StartTask(command_line="/bin/bash -c 'set -e\nsudo ./run.sh > /root/log'"))
    assert (finding.severity, finding.path) == (Severity.warning, "$.commandLine")
    assert finding.message.startswith("SC2024 (line 2): sudo doesn't affect redirects.")
    assert finding.fix == "See https://www.shellcheck.net/wiki/SC2024 for the fix."


@needs_shellcheck
def test_an_error() -> None:
    (finding,) = found(StartTask(command_line="/bin/bash -c 'for file in $@; do ./run.sh \"$file\"; done' name a b"))
    assert finding.message.startswith("SC2068 (line 1): ")
    assert finding.severity is Severity.warning  # because the script runs


needs_bash = pytest.mark.skipif(
    os.name != "posix" or not (shutil.which("bash") and shutil.which("dash")), reason="needs bash and dash"
)


@needs_shellcheck
def test_advice_about_style_is_left_out() -> None:
    assert messages("/bin/bash -c 'echo $1' name a") == []


@needs_shellcheck
@needs_bash
def test_half_of_a_character() -> None:
    assert codes("bash -c 'for file in $@; do echo \"$file\ud800\"; done' name a") == ["SC2068"]
    assert real_shells.accepts("bash", "echo \ud800", 60) is True


@pytest.mark.skipif(os.name != "posix", reason="needs a program without an ending")
def test_shellcheck_next_to_the_interpreter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert shellcheck_runs.program() is None
    found = tmp_path / "shellcheck"
    found.write_text("#!/bin/sh\n")
    found.chmod(0o700)
    assert shellcheck_runs.program() == str(found)


@needs_shellcheck
@needs_bash
@pytest.mark.parametrize(
    ("line", "severities"),
    [
        ("bash -c 'time(ls; ls) 2>&1'", []),
        ("dash -c 'time(ls; ls) 2>&1'", ["SC1036 error", "SC2177 warning"]),
        ("bash -c 'if true; then fi'", ["SC1073 error", "SC1048 error", "SC1072 error"]),
        ("bash -c 'f(a) { ls; }'", ["SC1065 error"]),
        ("bash -c 'if [-f x]; then ls; fi'", ["SC1035 warning", "SC1019 warning", "SC1020 warning"]),
        ("bash -c '[ -f x]'", ["SC1019 warning", "SC1020 warning"]),
        ("bash -c 'for $i in a b; do ls; done'", ["SC1086 warning"]),
    ],
)
def test_the_shell_decides_about_syntax(line: str, severities: list[str]) -> None:
    texts = [f"{finding.message.split()[0]} {finding.severity.value}" for finding in found(StartTask(command_line=line))]
    assert texts == severities


@needs_shellcheck
def test_what_shellcheck_cannot_parse_is_a_warning_without_the_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    program = shellcheck.program()
    monkeypatch.setattr(shellcheck, "program", lambda: program)
    monkeypatch.setenv("PATH", "/nowhere")
    (finding,) = found(StartTask(command_line="bash -c 'time(ls; ls) 2>&1'"))
    assert finding.severity is Severity.warning
    assert finding.message == "SC1036 (line 1): '(' is invalid here. Did you forget to escape it?"


@needs_bash
def test_a_setting_of_bash_in_the_environment_has_no_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BASHOPTS", "extglob")
    assert real_shells.accepts("bash", "ls !(a)", 60) is False
    with monkeypatch.context() as patched:
        patched.setattr(os, "name", "nt")
        assert real_shells.accepts("bash", "ls", 60) is None


@pytest.mark.skipif(os.name != "posix", reason="real shells are asked only there")
@pytest.mark.parametrize(("end", "accepted"), [("exit 0", True), ("exit 2", False), ("kill -9 $$", None)])
def test_a_shell_that_is_killed_says_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, end: str, accepted: bool | None
) -> None:
    shell = tmp_path / "dash"
    shell.write_text(f"#!/bin/sh\n{end}\n")
    shell.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert real_shells.accepts("dash", "ls", 60) is accepted


def test_the_variables_that_a_shell_gets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shell = tmp_path / "dash"
    shell.write_text(f"#!/bin/sh\n/usr/bin/env > {tmp_path}/environment\n")
    shell.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    for name in ("LANG", "LC_ALL", "LC_CTYPE"):
        monkeypatch.setenv(name, "C")
    monkeypatch.setenv("BASH_ENV", str(tmp_path / "startup"))
    assert real_shells.accepts("dash", "ls", 60) is True
    given = {line.partition("=")[0] for line in (tmp_path / "environment").read_text().splitlines()}
    assert given >= {"PATH", "LANG", "LC_ALL", "LC_CTYPE"}
    assert "BASH_ENV" not in given


@needs_bash
def test_nothing_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made = tmp_path / "made"
    startup = tmp_path / "startup"
    startup.write_text(f"echo > {made}\n")
    monkeypatch.setenv("BASH_ENV", str(startup))
    monkeypatch.setenv("ENV", str(startup))
    script = f"echo > {made}; set +n; echo > {made}; x=$(echo > {made})\n: $(echo > {made})\nexec > {made}\n"
    for shell in ("bash", "dash"):
        assert real_shells.accepts(shell, script, 60) is True
        assert real_shells.accepts(shell, "if", 60) is False
        assert real_shells.accepts(shell, "ls", 0) is None
    assert real_shells.accepts("ksh", "ls", 60) is None
    assert not made.exists()


@needs_bash
def test_a_shell_that_does_not_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "bash"
    program.write_text("#!/bin/sh\nkill -9 $$\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert real_shells.accepts("bash", "ls", 60) is None
    program.write_text("no program")
    assert real_shells.accepts("bash", "ls", 60) is None


@needs_shellcheck
def test_redirections_of_sudo() -> None:
    line = "/bin/bash -c 'sudo ls > out.txt'"
    assert codes(line) == ["SC2024"]
    assert found(StartTask(command_line=line, user_identity=pool_admin())) == []


@needs_shellcheck
@pytest.mark.parametrize(
    ("line", "found_codes"),
    [
        ("/bin/sh -c 'source ./env; for f in $@; do x; done'", ["SC2068"]),
        ("dash -c 'source ./env; for f in $@; do x; done'", ["SC2068"]),
        ("/bin/bash -c 'source ./env'", []),
        ("sudo /bin/sh -ec '[[ -f a ]]; for f in $@; do x; done'", ["SC2068"]),
        ("/bin/bash -c 'echo \u201ca\u201d; x \u2018b\u2019'", []),
        ("ksh -c '[[ -f a ]]'", []),
        ("zsh -c '[[ -f $@ ]]; for f in $@; do :; done'", []),
        ("bash run.sh '[[ $@'", []),
        ("for f in $@; do x; done", []),
        ("cmd /c for f in $@; do x", []),
        ('powershell -Command "$args | rm"', []),
        ("/bin/bash -c 'echo \"a'", []),
        ("/bin/bash -c ''", []),
    ],
)
def test_which_shells(line: str, found_codes: list[str]) -> None:
    assert codes(line) == found_codes


@needs_shellcheck
@pytest.mark.parametrize("publisher", ["canonical", "almalinux", None, "Debian"])
def test_what_dash_lacks_is_left_to_bm111(publisher: str | None) -> None:
    machine = VirtualMachineConfiguration(image_reference=ImageReference(publisher=publisher), node_agent_sku_id="")
    task = StartTask(command_line="/bin/sh -c 'source ./env'")
    pool = PoolAddParameter(id="p", vm_size="s", virtual_machine_configuration=machine, start_task=task)
    assert found(pool) == []


@needs_shellcheck
@pytest.mark.parametrize(("publisher", "found_rules"), [("canonical", ["SC2113"]), ("almalinux", []), (None, ["SC2113"])])
@pytest.mark.parametrize("container", [None, TaskContainerSettings(image_name="almalinux:9")])
def test_which_shell_sh_is(publisher: str | None, found_rules: list[str], container: TaskContainerSettings | None) -> None:
    machine = VirtualMachineConfiguration(image_reference=ImageReference(publisher=publisher), node_agent_sku_id="")
    task = StartTask(command_line="/bin/sh -c 'function clean { ls; }; clean'", container_settings=container)
    pool = PoolAddParameter(id="p", vm_size="s", virtual_machine_configuration=machine, start_task=task)
    expected = ["SC2113"] if container is not None else found_rules
    assert [finding.message.split()[0] for finding in found(pool)] == expected


@needs_shellcheck
@pytest.mark.parametrize(
    "script",
    [
        "set -euo pipefail; apt-get update; apt-get install -y ffmpeg",
        "cd $AZ_BATCH_NODE_SHARED_DIR; tar xf $AZ_BATCH_TASK_WORKING_DIR/tools.tar.gz",
        "apt-get install -y linux-headers-$(uname -r) && make -j$(nproc)",
        "export PATH=$(pwd)/bin:$PATH; . ./env; . $HOME/env",
        "mode=fast; . ./run.sh",
        "echo $licence > file; rm -rf $AZ_BATCH_NODE_SHARED_DIR/*",
        "if [ -f a -a -f b ]; then ./run.sh; fi",
        'files=($(ls)); for f in "${files[@]}"; do echo $f; done',
        "id builder || useradd -m builder",
        "curl -fsSL https://example.com/key | gpg --dearmor > key.gpg",
        "while ! apt-get update; do sleep 5; done",
        "mkdir -p data && [ -d repo ] || git clone https://example.com/repo",
        "cat <<EOF > conf\na=$b\nEOF",
        'tmp=$(mktemp -d); trap "rm -rf $tmp" EXIT; cd $tmp',
        "mkdir -p -m 700 ~/.ssh/x",
    ],
)
def test_good(script: str) -> None:
    assert codes(f"/bin/bash -c '{script}'") == []


@needs_shellcheck
def test_options_from_outside_have_no_say(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SHELLCHECK_OPTS", "--exclude=SC2068 --format=tty")
    (tmp_path / ".shellcheckrc").write_text("disable=SC2068\n")
    monkeypatch.chdir(tmp_path)
    assert codes("/bin/bash -c 'for file in $@; do x; done'") == ["SC2068"]


@needs_shellcheck
def test_a_directive_in_the_script_has() -> None:
    assert codes("/bin/bash -c '# shellcheck disable=SC2068\nfor file in $@; do x; done'") == []


def test_without_shellcheck(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert shellcheck.program() is None
    assert codes("/bin/bash -c 'for file in $@; do x; done'") == []


ECHO = """echo '{"comments": [{"line": 1, "level": "", "code": 1, "message": "'"TEXT"'"}]}'"""


@pytest.mark.skipif(os.name == "nt", reason="programs are made otherwise there")
class TestOtherPrograms:
    """What calls itself shellcheck may be anything."""

    def make(self, monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> Path:
        program = folder / "shellcheck"
        program.write_text(f"#!/bin/sh\n{text}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", "/nowhere")
        monkeypatch.setattr(sys, "executable", str(folder / "python"))
        return program

    def test_it_is_found_beside_the_interpreter(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        program = self.make(monkeypatch, tmp_path, ":")
        assert shellcheck.program() == str(program)

    def test_what_it_is_asked(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        comment = '{"line": 3, "level": "%s", "code": %d, "message": "$*", "fix": null}'
        levels = ("error", "warning", "info", "style", "new")
        comments = ",".join(comment % (level, code) for code, level in enumerate(levels, 1))
        self.make(monkeypatch, tmp_path, f'/bin/cat <<EOF\n{{"comments": [{comments}]}}\nEOF')
        findings = found(StartTask(command_line="sh -c 'a'"))
        assert [finding.severity.value for finding in findings] == ["warning", "warning", "note", "note", "note"]
        assert findings[0].message == (
            "SC1 (line 3): --norc --format=json1 --severity=warning --shell=dash --exclude=SC1010,SC1090,SC1091,SC2034,SC2046,"
            "SC2115,SC2064,SC2148,SC2154,SC2155,SC2164,SC2166,SC2174,SC2206,SC2207 -."
        )
        assert [finding.fix for finding in findings] == [
            f"See https://www.shellcheck.net/wiki/SC{code} for the fix." for code in range(1, 6)
        ]

    @pytest.mark.parametrize(
        ("shell", "dialect"), [("bash", "bash"), ("/bin/sh", "dash"), ("dash", "dash"), ("ash", "busybox"), ("sudo ksh", "ksh")]
    )
    def test_in_which_dialect(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shell: str, dialect: str) -> None:
        self.make(monkeypatch, tmp_path, ECHO.replace("TEXT", "$4"))
        assert [finding.message for finding in found(StartTask(command_line=f"{shell} -c 'a'"))] == [
            f"SC1 (line 1): --shell={dialect}."
        ]

    @pytest.mark.parametrize(
        ("publisher", "offer", "dialect"),
        [
            ("microsoft-dsvm", "ubuntu-hpc", "dash"),
            ("Debian", "debian-12", "dash"),
            ("Canonical", "0001-com", "dash"),
            ("almalinux", "almalinux-hpc", "bash"),
            (None, "centos", "bash"),
            ("", None, "dash"),
            (3, None, "dash"),
        ],
    )
    def test_sh_is_what_the_image_has(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, publisher: Any, offer: Any, dialect: str
    ) -> None:
        self.make(monkeypatch, tmp_path, ECHO.replace("TEXT", "$4"))
        image = ImageReference(publisher=publisher, offer=offer)
        machine = VirtualMachineConfiguration(image_reference=image, node_agent_sku_id="")
        for shell, expected in (("sh", dialect), ("dash", "dash"), ("bash", "bash")):
            task = StartTask(command_line=f"{shell} -c 'a'")
            pool = PoolAddParameter(id="p", vm_size="s", virtual_machine_configuration=machine, start_task=task)
            assert [finding.message for finding in found(pool)] == [f"SC1 (line 1): --shell={expected}."]

    def test_it_is_found_on_the_path(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        program = self.make(monkeypatch, tmp_path, ":")
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr(sys, "executable", "/nowhere/python")
        assert shellcheck.program() == str(program)

    def test_what_it_reads(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("SHELLCHECK_OPTS", "x")
        monkeypatch.setenv("ANOTHER", "y")
        self.make(
            monkeypatch, tmp_path, f'/bin/cat > {tmp_path}/script; echo "$SHELLCHECK_OPTS,$ANOTHER" > {tmp_path}/variables'
        )
        found(StartTask(command_line="sh -c 'a é\ud800'"))
        assert (tmp_path / "script").read_bytes() == "a é?".encode()
        assert (tmp_path / "variables").read_text() == ",y\n"

    @pytest.mark.parametrize(("column", "marked"), [(1, "ls x"), (3, " x"), (4, "x"), (5, "x")])
    def test_a_comment_at_the_end_of_the_script_marks_its_last_character(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, column: int, marked: str
    ) -> None:
        said = {"line": 1, "endLine": 1, "column": column, "endColumn": 5, "level": "error", "code": 1, "message": "x"}
        self.make(monkeypatch, tmp_path, f"echo '{json.dumps({'comments': [said]})}'")
        (finding,) = found(StartTask(command_line="sh -c 'ls x'"))
        assert finding.span is not None
        assert "sh -c 'ls x'"[slice(*finding.span)] == marked

    def test_long_comments_are_cut(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        self.make(monkeypatch, tmp_path, ECHO.replace("TEXT", "x" * 301))
        (finding,) = found(StartTask(command_line="sh -c 'a'"))
        assert finding.message == f"SC1 (line 1): {'x' * 299}…."

    def test_a_signature_in_what_it_says(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        said = '{"comments": [{"line": 1, "level": "error", "code": 1, "message": "?sv=1&sig=s3cret' + "x" * 1000 + '"}]}'
        self.make(monkeypatch, tmp_path, f"/bin/cat <<'EOF'\n{said}\nEOF")
        (finding,) = found(StartTask(command_line="sh -c 'a'"))
        assert finding.message == "SC1 (line 1): ?sv=1&sig=***."

    @pytest.mark.parametrize(
        "text", ["exit 3", "echo '{}'", "echo '{\"comments\": [{}]}'", "echo x", "kill -9 $$", "printf '\\377'"]
    )
    def test_nonsense(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
        self.make(monkeypatch, tmp_path, text)
        assert messages("sh -c 'a'") == [FAILED]

    def test_it_takes_too_long(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        self.make(monkeypatch, tmp_path, "exec /bin/sleep 60")
        monkeypatch.setattr(shellcheck_runs, "TIME_LIMIT", 0.2)
        assert messages("sh -c 'a'") == [OUT_OF_TIME]

    def test_it_is_gone(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(shellcheck, "program", lambda: str(tmp_path / "gone"))
        assert messages("sh -c 'a'") == [FAILED]

    def test_scripts_that_are_too_long_are_reported(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        self.make(monkeypatch, tmp_path, 'echo \'{"comments": [{"line": 1, "level": "error", "code": 1, "message": ""}]}\'')
        assert len(codes(f"sh -c '{'a' * 50_000}'")) == 1
        assert messages(f"sh -c '{'a' * 50_001}'") == [
            "shellcheck didn't check this script: it has more than 50,000 characters."
        ]


@needs_shellcheck
def test_many_scripts_get_what_each_of_them_gets_alone() -> None:
    """In batches by dialect, of which some scripts share a process, some are too large to, and many are equal."""
    shells = ("bash", "sh", "ksh", "ash")
    scripts = [
        "for f in $@; do x; done",
        "[[ -f a ]]",
        "echo ok",
        "source ./env",
        "ls $(",
        "echo é $@",
        *(f"echo {number}; [ $# -eq {number} ] && x $@" for number in range(60)),
        "echo $@ # " + "a" * 40_000,
        "echo ok # " + "b" * 40_000,
    ]
    tasks = [StartTask(command_line=f"{shell} -c '{script}'") for script in scripts for shell in shells] * 2
    together = list(review_all(tasks, ignore=set(RULES) - {"BM901"}))
    assert together == [found(task) for task in tasks[: len(tasks) // 2]] * 2
    assert together[0][0].message.startswith("SC2068 (line 1): ")


@pytest.mark.skipif(os.name == "nt", reason="programs are made otherwise there")
class TestManyScripts:
    """How often shellcheck is started, and what becomes of the scripts that it fails for."""

    def make(self, monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> None:
        program = folder / "shellcheck"
        program.write_text(f"#!{sys.executable}\n{PRELUDE.format(folder=str(folder))}{text}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(shellcheck, "program", lambda: str(program))

    def review(self, lines: list[str]) -> list[list[str]]:
        tasks = [StartTask(command_line=line) for line in lines]
        return [[each.message for each in findings] for findings in review_all(tasks, ignore=set(RULES) - {"BM901"})]

    def test_each_different_script_is_checked_once(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        self.make(monkeypatch, tmp_path, "print(json.dumps({'comments': [comment(name, text) for name, text in scripts]}))")
        lines = [f"{shell} -c 'echo {number % 120}'" for number in range(1000) for shell in ("bash", "sh")]
        assert self.review(lines) == [[f"SC7 (line 1): echo {number % 120}."] for number in range(1000) for _ in "ab"]
        runs = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
        assert sorted((run["options"][3], len(run["scripts"])) for run in runs) == [
            *[("--shell=bash", 20), ("--shell=bash", 50), ("--shell=bash", 50)],
            *[("--shell=dash", 20), ("--shell=dash", 50), ("--shell=dash", 50)],
        ]
        assert sorted(text for run in runs for text in run["scripts"]) == sorted(f"echo {n}" for n in range(120) for _ in "ab")
        folders = {run["folder"] for run in runs}
        assert len(folders) == len(runs)
        assert all(Path(folder).name.startswith("batchmodels-") for folder in folders)
        assert not any(Path(folder).exists() for folder in folders)

    def test_large_scripts_have_a_process_of_their_own(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        self.make(monkeypatch, tmp_path, "print(json.dumps({'comments': []}))")
        texts = ["a" * 30_000, "b" * 30_000, "c", "d" * 19_998, "e", "f", "g"]
        assert self.review([f"bash -c '{text}'" for text in texts]) == [[]] * 7
        runs = [json.loads(line)["scripts"] for line in (tmp_path / "log").read_text().splitlines()]
        assert sorted(["".join(text[0] for text in run) for run in runs]) == ["a", "bcde", "fg"]

    def test_a_script_that_it_fails_for_costs_no_other_script_its_check(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        self.make(
            monkeypatch,
            tmp_path,
            "if any('crash' in text for _, text in scripts): os.abort()\n"
            "print(json.dumps({'comments': [comment(name, text) for name, text in scripts]}))",
        )
        lines = [f"bash -c 'echo {number}'" for number in range(70)]
        lines[3] = lines[40] = "bash -c 'crash a'"
        lines[55] = "bash -c 'crash b'"
        expected = [[f"SC7 (line 1): echo {number}."] for number in range(70)]
        expected[3] = expected[40] = expected[55] = [FAILED]
        assert self.review(lines) == expected

    def test_the_time_limit_is_one_for_all(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        self.make(monkeypatch, tmp_path, "time.sleep(60)")
        monkeypatch.setattr(shellcheck_runs, "TIME_LIMIT", 0.2)
        assert self.review([f"bash -c 'echo {number}'" for number in range(500)]) == [[OUT_OF_TIME]] * 500

    def test_ctrl_c_ends_it(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        self.make(monkeypatch, tmp_path, "print(json.dumps({'comments': []}))")

        def interrupted(run: Any, batch: Any) -> Any:
            raise KeyboardInterrupt

        monkeypatch.setattr("batchmodels.rules.analysis.shellcheck_runs._Run.ask", interrupted)
        with pytest.raises(KeyboardInterrupt):
            self.review([f"bash -c 'echo {number}'" for number in range(200)])


PRELUDE = """
import json, os, pathlib, sys, time
*options, = [argument for argument in sys.argv[1:] if argument[0] == "-" and argument != "-"]
names = [argument for argument in sys.argv[1:] if argument not in options]
scripts = [(name, sys.stdin.read() if name == "-" else pathlib.Path(name).read_text()) for name in names]
with open({folder!r} + "/log", "a") as log:
    log.write(json.dumps({{"options": options, "scripts": [text for _, text in scripts], "folder": os.getcwd()}}) + "\\n")
def comment(name, text):
    return {{"file": name, "line": 1, "level": "warning", "code": 7, "message": text}}
"""


@needs_shellcheck
@settings(max_examples=30)
@given(st.text(), st.sampled_from(["bash", "sh", "ksh", "ash"]))
def test_any_script(script: str, shell: str) -> None:
    found(StartTask(command_line=f"{shell} -c '{script}'"))


@needs_shellcheck
def test_what_never_runs_is_not_reported() -> None:
    assert messages("/bin/bash -c 'exit 0\nsudo cd /opt'") == []


@needs_shellcheck
def test_an_exit_code_that_the_exit_conditions_name() -> None:
    task = {"id": "a", "commandLine": "/bin/bash -c './a || exit -1'"}
    options = {"exitOptions": {"jobAction": "disable"}}
    named, other = (
        TaskAddParameter.deserialize({**task, "exitConditions": {"exitCodes": [{"code": code, **options}]}}) for code in (-1, 3)
    )
    rules = [
        [
            each.rule
            for each in review(model, ignore=set(RULES) - {"BM064", "BM901"})
            if each.rule == "BM064" or "SC2242" in str(each)
        ]
        for model in (named, other)
    ]
    assert rules == [["BM064"], ["BM901"]]


@needs_shellcheck
def test_the_pieces_of_a_url_that_is_cut_off_are_not_reported() -> None:
    assert codes("/bin/bash -c 'z=$@'") == ["SC2124"]
    assert messages("/bin/bash -c 'wget https://example.com/a?x=1&y=2&z=$@'") == []
