"""A start task's command line, taken apart: its words, its shell, its script, the shell's options."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from reviewing import LINUX, WINDOWS, pool

from batchmodels import StartTask, TaskContainerSettings, UserIdentity, identities
from batchmodels.rules.analysis.command_line import Analysis, analysis_of, whole_analysis_of
from batchmodels.rules.analysis.prefixes import without_prefixes
from batchmodels.rules.context import Context
from batchmodels.shells import posix
from batchmodels.shells.script import Command, Shell


def analysis(line: Any, agent: str | None = None, **members: Any) -> Analysis:
    if agent is None:
        return whole_analysis_of(Context(StartTask(command_line=line, **members), (), ()))
    holder = pool(agent, line, **members)
    assert holder.start_task is not None
    return whole_analysis_of(Context(holder.start_task, ("startTask",), (holder,)))


def texts(found: Analysis) -> list[str]:
    return [" ".join(word.text for word in command.words) for command in found.commands]


@pytest.mark.parametrize(
    "prefix",
    [
        "sudo",
        "sudo -E -n",
        *(f"sudo {option} x" for option in ("-u", "-g", "-h", "-p", "-C", "-D", "-T", "--user", "--group")),
        "sudo --user=x",
        "sudo A=b _c1= c=",
        "/usr/bin/sudo",
        "env",
        "env -i",
        *(f"env {option} x" for option in ("-u", "-C", "--unset", "--chdir")),
        "env A=b A=c",
        "env -u x A=b _c=d",
        "timeout 60",
        *(f"timeout {option} 9 60" for option in ("-k", "-s", "--kill-after", "--signal")),
        "timeout --foreground -v 60",
        "nice",
        *(f"nice {option} 5" for option in ("-n", "--adjustment")),
        "nice -5",
        *(f"ionice {option} 3" for option in ("-c", "-n")),
        *(f"stdbuf {option} L" for option in ("-i", "-o", "-e")),
        "stdbuf -oL",
        "nohup",
        "setsid",
        "setsid -w",
        "time",
        "time -p",
        "time -o x",
        "time -f x",
        "exec",
        "exec -a x",
        "command",
        "command -p",
        "builtin",
        "call",
        "sudo -u me nohup timeout -k 5 60 env A=b nice -n 5",
    ],
)
def test_what_only_starts_a_program(prefix: str) -> None:
    command = Command(posix.split_words(f"{prefix} make --all"), start=2, end=40)
    bare = without_prefixes(command)
    assert (bare.name, bare.arguments, bare.start, bare.end) == ("make", ("--all",), 2, 40)
    assert without_prefixes(Command(posix.split_words(prefix))).words == ()


@pytest.mark.parametrize(
    "line",
    ["make", "A=b make", "command -v make", "command -V make", "su -c make", "xargs make", "watch make", "doas make", ""],
)
def test_what_is_a_program_itself(line: str) -> None:
    command = Command(posix.split_words(line))
    assert without_prefixes(command) is command


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("nice A=b make", ["A=b", "make"]),
        ("env 1=b make", ["1=b", "make"]),
        ("sudo command -v make", ["command", "-v", "make"]),
        ("command make -v", ["make", "-v"]),
        ("env -x make", ["make"]),
        ("nice sudo -R /mnt/root make", ["sudo", "-R", "/mnt/root", "make"]),
        ("nice sudo -l make", ["sudo", "-l", "make"]),
        ("sudo ionice -c 3 -p 5 6", ["ionice", "-c", "3", "-p", "5", "6"]),
        ("sudo -n --chroot=/mnt/root make", ["sudo", "-n", "--chroot=/mnt/root", "make"]),
        ("sudo exec make", ["exec", "make"]),
        ("env command make", ["command", "make"]),
        ("exec command sudo make", ["make"]),
    ],
)
def test_where_the_program_begins(line: str, words: list[str]) -> None:
    assert [word.text for word in without_prefixes(Command(posix.split_words(line))).words] == words


# --- The shell


@pytest.mark.parametrize("name", ["sh", "bash", "dash", "ash", "ksh", "zsh", "/bin/sh", "/usr/bin/bash", "sudo -u me bash"])
def test_posix_shells(name: str) -> None:
    found = analysis(f"{name} -c 'ls -l; pwd' zero one")
    assert (found.shell, found.script, texts(found)) == (Shell.posix, "ls -l; pwd", ["ls -l", "pwd"])
    assert [word.text for word in found.rest] == ["zero", "one"]
    assert found.text == f"{name} -c 'ls -l; pwd' zero one"
    assert found.unfinished is None


@pytest.mark.parametrize("name", ["cmd", "CMD.EXE", "C:\\Windows\\System32\\cmd.exe"])
def test_cmd(name: str) -> None:
    found = analysis(f"{name} /c dir /b & ver ")
    assert (found.shell, found.script, texts(found)) == (Shell.cmd, "dir /b & ver", ["dir /b", "ver"])
    assert found.rest == ()


@pytest.mark.parametrize("name", ["powershell", "PowerShell.exe", "pwsh", "pwsh.exe"])
def test_powershell(name: str) -> None:
    found = analysis(f'{name} -Command "dir x; pwd"')
    assert (found.shell, found.script, texts(found)) == (Shell.powershell, "dir x; pwd", ["dir x", "pwd"])
    assert found.rest == ()


@pytest.mark.parametrize("line", ["make -c all", "fish -c ls", "/bin/bash.old -c ls", "python3 -c 'print(1)'"])
def test_no_shell(line: str) -> None:
    found = analysis(line)
    assert (found.shell, found.script, found.rest) == (None, None, ())
    assert [command.words for command in found.commands] == [found.words]


@pytest.mark.parametrize("line", ["", "   "])
def test_nothing(line: str) -> None:
    assert analysis(line) == Analysis(line, is_admin=False)


@pytest.mark.parametrize("line", [None, 3, ["ls"]])
def test_what_is_no_text(line: Any) -> None:
    assert analysis(line) == Analysis("")


# --- POSIX


@pytest.mark.parametrize(
    ("line", "script", "options"),
    [
        ("bash -c ls", "ls", set[str]()),
        ("bash -e -c ls", "ls", {"errexit"}),
        ("bash -u -c ls", "ls", {"nounset"}),
        ("bash -x -c ls", "ls", set[str]()),
        ("bash -euxc ls", "ls", {"errexit", "nounset"}),
        ("bash -lc ls", "ls", set[str]()),
        ("bash -o pipefail -c ls", "ls", {"pipefail"}),
        ("bash -eo pipefail -c ls", "ls", {"errexit", "pipefail"}),
        ("bash +e -c ls", "ls", set[str]()),
        ("bash +o pipefail -c ls", "ls", set[str]()),
        ("bash --norc --noprofile -c ls", "ls", set[str]()),
        ("bash --rcfile-c ls", None, set[str]()),
        ("bash +c ls", None, set[str]()),
        ("bash -c -- ls", "ls", set[str]()),
        ("bash -c - ls", "ls", set[str]()),
        ("bash -- -c ls", None, set[str]()),
        ("bash - -c ls", None, set[str]()),
        ("bash -c", None, set[str]()),
        ("bash -o", None, set[str]()),
        ("bash -c --", None, set[str]()),
        ("bash -e setup.sh -u", None, {"errexit"}),
        ("bash -s -e", None, {"errexit"}),
        ("bash -c 'set -e; ls'", "set -e; ls", {"errexit"}),
        ("bash -c 'set -e\nset -o pipefail; ls; set -u'", "set -e\nset -o pipefail; ls; set -u", {"errexit", "pipefail"}),
        ("bash -uc 'set -e; ls'", "set -e; ls", {"errexit", "nounset"}),
        ("bash -c '(set -e); ls'", "(set -e); ls", set[str]()),
        ("bash -c 'ls; set -e'", "ls; set -e", set[str]()),
    ],
)
def test_options_of_posix_shells(line: str, script: str | None, options: set[str]) -> None:
    found = analysis(line)
    assert (found.shell, found.script, set(found.options)) == (Shell.posix, script, options)


def test_a_posix_shell_with_a_file() -> None:
    found = analysis("bash -x setup.sh one two")
    assert [word.text for word in found.rest] == ["setup.sh", "one", "two"]
    assert texts(found) == ["bash -x setup.sh one two"]


def test_what_a_script_misses() -> None:
    assert analysis("bash -c 'if ls; then pwd'").unfinished == "a closing fi"
    assert analysis("bash -c '( ls'").unfinished == "a closing bracket"


# --- cmd


@pytest.mark.parametrize(
    ("line", "script"),
    [
        ("cmd /c dir", "dir"),
        ("cmd /C dir", "dir"),
        ("cmd /k dir", "dir"),
        ("cmd /cdir", "dir"),
        ("cmd /d /s /c dir /c x", "dir /c x"),
        ("cmd dir", None),
        ("cmd a/c dir", None),
        ("cmd", None),
    ],
)
def test_the_script_of_cmd(line: str, script: str | None) -> None:
    found = analysis(line)
    assert (found.shell, found.script) == (Shell.cmd, script)
    assert found.rest == (() if script is not None else found.words[1:])


def test_quotation_marks_that_cmd_takes_away() -> None:
    assert texts(analysis('cmd /s /c "dir"')) == texts(analysis('cmd /S /c "dir"')) == ["dir"]
    assert [command.name for command in analysis('cmd /c "C:\\a b\\c.exe"').commands] == ["c"]
    assert [command.name for command in analysis('cmd /s /c "C:\\a b\\c.exe"').commands] == ["a"]


# --- PowerShell


@pytest.mark.parametrize(
    "options",
    [
        "-Command",
        "-command",
        "-c",
        "-Co",
        "/c",
        "/Command",
        "-NoProfile -NonInteractive -NoLogo -Sta -Command",
        "-ExecutionPolicy Bypass -Command",
        "-ex Bypass -Command",
        "-ep Bypass -Command",
        "-EP Bypass -c",
        "-InputFormat None -Command",
        "-OutputFormat Text -Command",
        "-WindowStyle Hidden -Command",
        "-w Hidden -Command",
        "-WorkingDirectory x -Command",
        "-Version 5 -Command",
        "-ConfigurationName x -Command",
        "-PSConsoleFile x -Command",
        "-SettingsFile x -Command",
        "-CustomPipeName x -Command",
    ],
)
def test_the_command_of_powershell(options: str) -> None:
    for shell in ("powershell", "pwsh"):
        found = analysis(f'{shell} {options} "dir; pwd" x')
        assert (found.shell, found.script) == (Shell.powershell, "dir; pwd x")
        assert texts(found) == ["dir", "pwd x"]


@pytest.mark.parametrize("option", ["-EncodedCommand", "-enc", "-e", "-ec", "-EC", "/EncodedCommand"])
def test_an_encoded_command(option: str) -> None:
    script = base64.b64encode("dir é; pwd".encode("utf-16-le")).decode()
    found = analysis(f"powershell -NoProfile {option} {script} x")
    assert (found.shell, found.script, texts(found)) == (Shell.powershell, "dir é; pwd", ["dir é", "pwd"])
    assert [word.text for word in found.rest] == ["x"]


@pytest.mark.parametrize("code", ["%%%", "ZGly", "ZABp*AHIA", "ZGlyZ", "A===", "é"])
def test_a_code_that_is_broken(code: str) -> None:
    found = analysis(f"powershell -EncodedCommand {code}")
    assert (found.shell, found.script, found.commands) == (Shell.powershell, "", ())


@pytest.mark.parametrize("option", ["-File", "-f", "/file", "-NoProfile -ExecutionPolicy Bypass -File"])
def test_a_file_for_powershell(option: str) -> None:
    found = analysis(f"powershell {option} setup.ps1 -Command x")
    assert (found.shell, found.script) == (Shell.powershell, None)
    assert [word.text for word in found.rest] == [*option.split(), "setup.ps1", "-Command", "x"]


def test_bare_words_are_a_command_to_windows_powershell_and_a_file_to_pwsh() -> None:
    assert analysis("powershell -NoProfile dir x").script == "dir x"
    assert analysis("powershell - dir").script == "- dir"
    assert analysis("pwsh -NoProfile setup.ps1 x").script is None


@pytest.mark.parametrize("line", ["powershell", "powershell -Command", "powershell -EncodedCommand", "powershell -NoProfile"])
def test_powershell_with_nothing_to_run(line: str) -> None:
    found = analysis(line)
    assert (found.shell, found.script, found.rest) == (Shell.powershell, None, found.words[1:])


# --- Where it runs


@pytest.mark.parametrize(
    ("line", "windows"),
    [
        ("cmd /c dir", True),
        ("powershell dir", True),
        ("PowerShell dir", True),
        ("setup.exe /q", True),
        ("C:\\a\\SETUP.EXE /q", True),
        ("setup.bat", True),
        ("setup.cmd", True),
        ("setup.ps1", True),
        ('"C:\\Program/setup.exe" /q', True),
        ('  "setup.exe" /q', True),
        ("bash -c ls", False),
        ("C:\\git\\bin\\bash -c ls", False),
        ("/opt/setup", False),
        ("/opt/setup.sh cmd", False),
        ("/opt/setup.exe", True),
        ("python3 a.exe", None),
        ("pwsh -c dir", None),
        ("./setup", None),
        ("", None),
        ('"', None),
    ],
)
def test_what_the_program_tells_of_the_node(line: str, windows: bool | None) -> None:
    assert analysis(line).windows is windows
    assert analysis(line, LINUX).windows is False
    assert analysis(line, WINDOWS).windows is True


def test_the_words_of_a_command_line_are_cut_as_the_node_cuts_them() -> None:
    assert [word.text for word in analysis("make 'a b' c\\d", LINUX).words] == ["make", "a b", "cd"]
    assert [word.text for word in analysis("make 'a b' c\\d", WINDOWS).words] == ["make", "'a", "b'", "c\\d"]
    found = analysis(" \tbash -c 'a b' c", WINDOWS)
    assert [word.text for word in found.words] == ["bash", "-c", "a b", "c"]
    assert found.script == "a b"


def test_containers_and_administrators() -> None:
    found = analysis("x")
    assert (found.in_container, found.is_admin) == (False, False)
    found = analysis("x", user_identity=identities.pool_admin())
    assert (found.in_container, found.is_admin) == (False, True)
    found = analysis("x", user_identity=UserIdentity(user_name="me"), container_settings=TaskContainerSettings(image_name="i"))
    assert (found.in_container, found.is_admin) == (True, None)


def test_it_is_done_once() -> None:
    asked = Context(StartTask(command_line="ls"), (), ())
    assert analysis_of(asked) is analysis_of(asked)
