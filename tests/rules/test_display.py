"""How a command is shown in a message, which programs a command line runs, and what becomes of it in a shell."""

from __future__ import annotations

import pytest
from reviewing import LINUX, WINDOWS, bash, pool

from batchmodels import StartTask, TaskContainerSettings
from batchmodels.rules.analysis.command_line import analysis_of
from batchmodels.rules.analysis.display import in_a_shell, programs, shown_command, shown_text, shown_value, shown_word
from batchmodels.rules.context import Context
from batchmodels.shells import posix
from batchmodels.shells.script import Command


@pytest.mark.parametrize(
    "text",
    [
        *(
            "password",
            "PASSWD",
            "paswd",
            "pwd",
            "client_secret",
            "Token",
            "credentials",
            "x-key",
            "sas",
            "sig 1",
            "Authorization",
        ),
        *("a\nb", "x" * 201, "./password x --token y", "mytool -phunter2"),
    ],
)
def test_what_may_be_a_secret_is_not_shown(text: str) -> None:
    assert shown_text(text) is None
    assert shown_word(text) == "..."


@pytest.mark.parametrize(
    "text", ["", "make all", "https://host/x", "https://host/x@y", "mkdir -p x", "ls-print", "x" * 200, "a\tb", "pas"]
)
def test_what_may_be_shown(text: str) -> None:
    assert shown_text(text) == text
    assert shown_word(text) == (text if len(text) <= 40 else "x" * 39 + "…")


@pytest.mark.parametrize("word", ["libsecretword", "libsasl2-dev", "python3-secretstorage"])
def test_a_word_that_may_be_a_package_or_a_password_is_not_shown(word: str) -> None:
    assert shown_word(word) == "..."


def test_the_name_decides_whether_a_value_is_shown() -> None:
    assert shown_value("MODE", "fast") == "fast"
    assert shown_value("DB_PASSWORD", "fast") == "..."
    assert shown_value("MODE", "docker login -p hunter2") == "docker login -p ***"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://me@host/x", "https://***@host/x"),
        ("ftp://me:pw@host", "ftp://***@host"),
        ("mysql -phunter2", "mysql -p***"),
        ("docker login -p hunter2 x && ls", "docker login -p *** x && ls"),
        ("curl -H 'Authorization: Bearer x2345678' h", "curl -H 'Authorization: ***' h"),
    ],
)
def test_of_a_secret_what_masking_leaves_is_shown(text: str, shown: str) -> None:
    assert shown_text(text) == shown
    assert shown_word(text) == shown


def test_how_long_a_shown_word_is() -> None:
    assert shown_word("x" * 40) == "x" * 40
    assert shown_word("x" * 41) == "x" * 39 + "…"


@pytest.mark.parametrize(
    "program",
    [
        *("apt", "apt-get", "aptitude", "yum", "dnf", "tdnf", "zypper", "apk", "snap", "choco", "pip", "pip3", "conda", "npm"),
        *("git", "docker", "systemctl", "net", "sc", "sudo -E apt"),
    ],
)
def test_programs_that_are_shown_with_what_they_do(program: str) -> None:
    name = program.rsplit(" ", 1)[-1]
    assert shown_command(Command(posix.split_words(f"{program} -q install x"))) == f"{name} install"
    assert shown_command(Command(posix.split_words(f"{program} -q"))) == name


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("make install", "make"),
        ("/usr/bin/apt-get update", "/usr/bin/apt-get update"),
        ("git Clone x/y 1 ab", "git ab"),
        ("git a", "git"),
        ("git abcdefghij-abcdefghi", "git abcdefghij-abcdefghi"),
        ("git abcdefghij-abcdefghij", "git"),
        ("git clone! status", "git status"),
        ("sudo", "the command"),
        ("", "the command"),
        ("./token", "a command"),
    ],
)
def test_how_a_command_is_shown(line: str, shown: str) -> None:
    assert shown_command(Command(posix.split_words(line))) == shown


@pytest.mark.parametrize(
    ("agent", "text", "expected"),
    [
        (LINUX, "a && b", "/bin/bash -c 'a && b'"),
        (LINUX, 'a "b"', "/bin/bash -c 'a \"b\"'"),
        (LINUX, "a 'b'", "/bin/bash -c '...'"),
        (LINUX, "a --token b", "/bin/bash -c 'a --token ***'"),
        (WINDOWS, "a && b", 'cmd /c "a && b"'),
        (WINDOWS, "a 'b'", "cmd /c \"a 'b'\""),
        (WINDOWS, 'a "b"', 'cmd /c "..."'),
    ],
)
def test_how_a_text_is_run_by_a_shell(agent: str, text: str, expected: str) -> None:
    holder = pool(agent, "x")
    assert holder.start_task is not None
    assert in_a_shell(analysis_of(Context(holder.start_task, (), (holder,))), text) == expected
    assert in_a_shell(analysis_of(Context(StartTask(command_line="x"), (), ())), "a") == "/bin/bash -c 'a'"


@pytest.mark.parametrize(
    ("text", "shell"),
    [
        ("copy a.csv ..\\b.csv", "cmd"),
        ("del a & b", "cmd"),
        ("a > %AZ_BATCH_NODE_SHARED_DIR%\\b", "cmd"),
        ("C:\\tools\\a && b", "cmd"),
        ("setup.exe /S && b", "cmd"),
        ("copying a && b", "bash"),
        ("date +%F%T && b", "bash"),
        ("./a.exe.sh && b", "bash"),
    ],
)
def test_the_text_chooses_the_shell_if_nothing_else_does(text: str, shell: str) -> None:
    written = in_a_shell(analysis_of(Context(StartTask(command_line="x"), (), ())), text)
    assert written == (f'cmd /c "{text}"' if shell == "cmd" else f"/bin/bash -c '{text}'")


def test_a_container_may_have_no_bash() -> None:
    task = StartTask(command_line="x", container_settings=TaskContainerSettings(image_name="i"))
    assert in_a_shell(analysis_of(Context(task, (), ())), "a") == "/bin/sh -c 'a'"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (bash("sudo a b; env x=y c"), ["a b", "c"]),
        (bash("ls | xargs -n 1 a b"), ["ls", "a b"]),
        (bash("> x"), [""]),
        (bash("x=y; a"), ["a"]),
        (bash("start a; start-process b"), ["start a", "start-process b"]),
        ("cmd /c call a b & start c", ["a b", "c"]),
        ("cmd /c start /wait /b a b", ["a b"]),
        ('cmd /c "start "title" /wait a b"', ["a b"]),
        ("cmd /c start /d C:\\x /wait a b", ["a b"]),
        ("cmd /c start /D C:\\x a b", ["a b"]),
        ("cmd /c start", []),
        ("cmd /c start-process a & saps b", ["start-process a", "saps b"]),
        ('powershell -Command "Start-Process a; saps b; start c"', ["a", "b", "c"]),
        ('powershell -Command "Start-Process -Wait -FilePath a -ArgumentList b,c -NoNewWindow"', ["a b c"]),
        ("powershell -Command \"Start-Process a -Args 'b  c', d -Wait\"", ["a b c d"]),
        ('powershell -Command "Start-Process a b -Verb RunAs"', ["a b"]),
        ('powershell -Command "Start-Process a -WorkingDirectory x b"', ["a b"]),
        ('powershell -Command "Start-Process -FILEPATH a -ARGUMENTLIST b"', ["a b"]),
        ('powershell -Command "Start-Process a -ArgumentList -b -Wait"', ["a -b"]),
        ('powershell -Command "Start-Process -Verb RunAs"', []),
    ],
)
def test_which_programs_are_run(line: str, expected: list[str]) -> None:
    found = programs(analysis_of(Context(StartTask(command_line=line), (), ())))
    assert [" ".join(word.text for word in command.words) for command in found] == expected
