"""The command lines that we build say to the shell what the lines said: run for real on Linux, through a model of Windows."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flattening import flat, placeless_redirects
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from windows import Cmd, UnexpectedError, program_words

import batchmodels
from batchmodels.commands import bash, cmd, powershell, sh
from batchmodels.shells.cmd import read_script as read_cmd
from batchmodels.shells.cmd_lines import is_comment
from batchmodels.shells.script import Script
from batchmodels.shells.windows import split_words

Build = Callable[..., str]

POSIX = [pytest.param(bash, id="bash"), pytest.param(sh, id="sh")]
EVERY = [*POSIX, pytest.param(cmd, id="cmd"), pytest.param(powershell, id="powershell")]
on_linux = pytest.mark.skipif(not Path("/bin/bash").exists(), reason="there is no /bin/bash here")

HOSTILE = "'\"\\%$`!&|;<>()[]{}*?~#^=-+,:@ \t\n\rabnr01é\u2018\u201c€😀"
TEXTS = st.text(st.one_of(st.sampled_from(HOSTILE), st.characters(exclude_categories=["Cs"], exclude_characters="\0")))


def run(command_line: str, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """As the agent of a Linux node does: split into words, no shell of its own."""
    return subprocess.run(shlex.split(command_line), cwd=cwd, capture_output=True, check=False)


# --- Linux


def test_examples_of_command_lines() -> None:
    assert bash("apt-get update", "apt-get install -y ffmpeg") == (
        "/bin/bash -c 'set -e -o pipefail\napt-get update\napt-get install -y ffmpeg'"
    )
    assert sh("echo it's") == "/bin/sh -c 'set -e\necho it'\\''s'"
    assert cmd("choco install -y ffmpeg", "call setup.cmd") == (
        'cmd /d /s /c "(choco install -y ffmpeg) && (call setup.cmd) && exit 0 || exit"'
    )
    assert powershell('Write-Output "C:\\"') == (
        "powershell -NoProfile -NonInteractive -ExecutionPolicy Bypass -Command "
        '"$ErrorActionPreference = \'Stop\'\nWrite-Output \\"C:\\\\\\"\nif ($LASTEXITCODE) { exit $LASTEXITCODE }"'
    )


@pytest.mark.parametrize("build", POSIX)
@given(lines=st.lists(TEXTS, min_size=1))
def test_shell_gets_the_lines_unchanged(build: Build, lines: list[str]) -> None:
    assume(any(line.strip() for line in lines))
    _, option, script = shlex.split(build(*lines))
    first, _, rest = script.partition("\n")
    assert option == "-c"
    assert rest.removesuffix("\n") == "\n".join(lines).removesuffix("\n")
    assert len(rest) - len("\n".join(lines)) in {0, 1}
    assert first.startswith("set -e")


@on_linux
@pytest.mark.parametrize("build", POSIX)
@given(texts=st.lists(TEXTS, min_size=20, max_size=60))
def test_hostile_texts_survive_the_real_shell(build: Build, texts: list[str]) -> None:
    done = run(build(*("printf '%s\\0' " + shlex.quote(text) for text in texts)))
    assert done.stdout.decode().split("\0") == [*texts, ""]
    assert (done.returncode, done.stderr) == (0, b"")


@on_linux
@pytest.mark.parametrize("build", POSIX)
@given(texts=st.lists(TEXTS, min_size=1, max_size=20))
def test_hostile_texts_survive_a_shell_around_it(build: Build, texts: list[str]) -> None:
    command_line = build(*("printf '%s\\0' " + shlex.quote(text) for text in texts))
    done = subprocess.run(["/bin/sh", "-c", command_line], capture_output=True, check=True)
    assert done.stdout.decode().split("\0") == [*texts, ""]


@on_linux
@pytest.mark.parametrize("build", POSIX)
@given(before=st.lists(TEXTS, max_size=3), code=st.integers(1, 255), after=st.lists(TEXTS, max_size=3))
def test_first_failure_ends_the_script_with_its_exit_code(build: Build, before: list[str], code: int, after: list[str]) -> None:
    def say(texts: list[str]) -> list[str]:
        return ["printf '%s\\0' " + shlex.quote(text) for text in texts]

    done = run(build(*say(before), f"(exit {code})", *say(after)))
    assert (done.returncode, done.stdout.decode()) == (code, "".join(f"{text}\0" for text in before))


@on_linux
@pytest.mark.parametrize("build", POSIX)
@pytest.mark.parametrize(
    ("lines", "output", "code"),
    [
        (["echo a # a comment", "# another", "echo b"], "a\nb\n", 0),
        (["# only a comment"], "", 0),
        (["echo a \\", "b"], "a b\n", 0),
        (["echo a \\"], "a\n", 0),
        (["cat <<'END'", "$HOME 'as it is'", "END", "echo b"], "$HOME 'as it is'\nb\n", 0),
        (["cat <<END", "no line feed behind", "END"], "no line feed behind\n", 0),
        (["for i in 1 2", "do echo $i", "done"], "1\n2\n", 0),
        (["A=1", "cd /", 'echo "$A $(pwd)"'], "1 /\n", 0),
        (["", "  echo a  ", "\t"], "a\n", 0),
        (["false || echo b", "echo c"], "b\nc\n", 0),
        (["false && echo b", "echo c"], "c\n", 0),
        (["if false; then echo a; fi", "! true || echo b"], "b\n", 0),
        (["sleep 0 & wait", "echo c"], "c\n", 0),
        (["echo a; false; echo b", "echo c"], "a\n", 1),
        (["f() { false; echo b; }", "f", "echo c"], "", 1),
        (["x=$(exit 5)", "echo c"], "", 5),
        (["(exit 300)", "echo c"], "", 44),
        (["exit 7", "echo c"], "", 7),
        (["kill -9 $$", "echo c"], "", -9),
        (["echo a && false"], "a\n", 1),
        (["-x", "echo c"], "", 127),
        (["+x", "echo c"], "", 127),
        (["--help", "echo c"], "", 127),
        (["/", "echo c"], "", 126),
        (["-c 'echo hi'"], "", 127),
    ],
)
def test_scripts(build: Build, lines: list[str], output: str, code: int) -> None:
    done = run(build(*lines))
    assert (done.stdout.decode(), done.returncode) == (output, code)


def outcome(arguments: list[str], cwd: Path) -> tuple[int, bytes]:
    done = subprocess.run(arguments, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return done.returncode, done.stdout


def both_ways(build: Build, lines: list[str], directory: Path) -> tuple[tuple[int, bytes], tuple[int, bytes]]:
    """What comes of a command line, and of the same lines in a file."""
    shell, _, script = shlex.split(build(*lines))
    file = directory / "script"
    first = script.partition("\n")[0]
    file.write_text("".join(f"{line}\n" for line in (first, *lines)), encoding="utf-8", newline="")
    return outcome([shell, "-c", script], directory), outcome([shell, str(file)], directory)


@on_linux
@pytest.mark.parametrize("build", POSIX)
@pytest.mark.parametrize(
    ("lines", "output", "code"),
    [
        (["echo a \\"], "a\n", 0),
        (["echo a \\\\"], "a \\\n", 0),
        (["echo a \\\\\\"], "a \\\n", 0),
        (["echo a\\"], "a\n", 0),
        (["echo a \\", ""], "a\n", 0),
        (["echo a \\\n"], "a\n", 0),
        (["\\", "echo a"], "a\n", 0),
        (["echo a", "\\"], "a\n", 0),
        (["echo a \\\r"], "a \r\n", 0),
        (["echo a\r", "echo b\r"], "a\r\nb\r\n", 0),
        (["echo a # b \\", "echo c"], "a\nc\n", 0),
        (["echo a # b \\"], "a\n", 0),
        (["echo a", "#"], "a\n", 0),
        (["cat <<E", "a"], "a\n", 0),
        (["cat <<'E'", "a \\"], "a \\\n", 0),
        (["cat <<-E", "\ta", "\tE"], "a\n", 0),
        (["cat <<E", "a", "E "], "a\nE \n", 0),
        (["cat <<E"], "", 0),
        (["echo 'a", "b \\'"], "a\nb \\\n", 0),
        (["echo a;", "&& echo b"], "a\n", 2),
        (["echo a", "echo 'b"], "a\n", 2),
        (["echo a", 'echo "b \\'], "a\n", 2),
        (["echo a", "if true; then"], "a\n", 2),
    ],
)
def test_unusual_endings_are_read_as_in_a_file(build: Build, lines: list[str], output: str, code: int, tmp_path: Path) -> None:
    by_command_line, by_file = both_ways(build, lines, tmp_path)
    assert by_command_line == by_file == (code, output.encode())


WORDS = (
    r"""echo a,b,\,\\,',",#,cat <<E,cat <<'E',cat <<-E,E,$(,`,),(,{ ,; },;,&&,||,|,if true; then,fi,x=1,$x,${x,false,!,$',é"""
)
BLANKS = ["\n", "\nE\n", " ", "\t", "\r", "\r\n"]
PIECES = st.sampled_from([*WORDS.split(","), *BLANKS])


@on_linux
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("build", POSIX)
@given(lines=st.lists(st.lists(PIECES, max_size=5).map("".join), min_size=1, max_size=3))
def test_any_lines_are_read_as_in_a_file(build: Build, lines: list[str], tmp_path: Path) -> None:
    assume(any(line.strip() for line in lines))
    by_command_line, by_file = both_ways(build, lines, tmp_path)
    assert by_command_line == by_file


@on_linux
def test_pipeline_fails_with_any_of_its_commands_only_in_bash() -> None:
    assert run(bash("(exit 3) | cat", "echo c")).returncode == 3
    assert run(sh("(exit 3) | cat", "echo c")).stdout == b"c\n"


@on_linux
def test_script_has_the_directory_and_variables_of_its_start_task(tmp_path: Path) -> None:
    script = bash("mkdir -p 'a b'", "cd 'a b'", 'printf %s "$PWD"')
    assert run(script, cwd=tmp_path).stdout.decode() == str(tmp_path / "a b")


@on_linux
@pytest.mark.parametrize("build", POSIX)
def test_length_of_a_posix_script(build: Build) -> None:
    room = 131_071 - len(build("x").partition("'")[2]) + 2
    assert run(build("#" * room)).returncode == 0
    with pytest.raises(ValueError, match="got 131,072") as caught:
        build("#" * (room + 1))
    assert str(caught.value) == (
        "expected a script of at most 131,071 bytes, the limit for an argument on Linux, got 131,072: "
        "download the script as a resource file and run that"
    )


# --- What no command line can hold


@pytest.mark.parametrize("build", EVERY)
@pytest.mark.parametrize("lines", [[], [""], [" ", "\t"]])
def test_script_without_commands(build: Build, lines: list[str]) -> None:
    with pytest.raises(ValueError, match="line") as caught:
        build(*lines)
    assert str(caught.value) == "expected at least one line that isn't blank, got none"


@pytest.mark.parametrize("build", EVERY)
@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["a", 5], "expected line 2 to be str, got int"),
        ([b"a"], "expected line 1 to be str, got bytes"),
        ([None], "expected line 1 to be str, got None"),
        ([["a", "b"]], "expected line 1 to be str, got list: to pass a list of lines, put an asterisk before it"),
    ],
)
def test_lines_of_another_type(build: Build, lines: list[object], message: str) -> None:
    with pytest.raises(TypeError) as caught:
        build(*lines)
    assert str(caught.value) == message


@pytest.mark.parametrize("build", EVERY)
def test_characters_that_a_command_line_cannot_contain(build: Build) -> None:
    with pytest.raises(ValueError, match="NUL") as caught:
        build("a", "password\0")
    assert str(caught.value) == "line 2 contains a NUL character, which a command line can't contain: remove it"
    with pytest.raises(ValueError, match="surrogate") as caught:
        build("password\ud83d")
    assert str(caught.value) == (
        "line 1 contains half of a surrogate pair, which can't be sent: replace it by the whole character"
    )


# --- Windows, through the model in windows.py


def test_the_model_splits_words_as_the_c_runtime_is_documented_to() -> None:
    documented = {
        'p "a b c" d e': ["a b c", "d", "e"],
        'p "ab\\"c" "\\\\" d': ['ab"c', "\\", "d"],
        'p a\\\\\\b d"e f"g h': ["a\\\\\\b", "de fg", "h"],
        'p a\\\\\\"b c d': ['a\\"b', "c", "d"],
        'p a\\\\\\\\"b c" d e': ["a\\\\b c", "d", "e"],
    }
    assert {line: program_words(line)[1:] for line in documented} == documented
    assert all(program_words(subprocess.list2cmdline(words)) == words for words in documented.values())


COMMANDS = st.sampled_from(["a 0", "b 0", "c 1", "d 7", "rd 0", "rd 2", "rd 145"])
CMD_LINES = st.recursive(
    COMMANDS,
    lambda lines: st.one_of(
        st.builds("{} && {}".format, lines, lines),
        st.builds("{} || {}".format, lines, lines),
        st.builds("{}&{}".format, lines, lines),
        st.builds("({})".format, lines),
        st.builds("if 1==1 {}".format, lines),
        st.builds("if 1==2 {}".format, lines),
    ),
    max_leaves=6,
)


def one_by_one(lines: list[str]) -> tuple[list[str], int]:
    shell, code = Cmd(), 0
    for line in lines:
        if code == 0:
            code = shell.status(line)
    return shell.ran, code


@given(lines=st.lists(CMD_LINES, min_size=1, max_size=4))
def test_cmd_stops_at_the_first_line_that_fails(lines: list[str]) -> None:
    shell = Cmd()
    code = shell.run(cmd(*lines))
    assert (shell.ran, code) == one_by_one(lines)


@pytest.mark.parametrize("second", ["c 0 || d 0", "c 0 & d 0", "if 1==1 c 0 & d 0"])
def test_parentheses_keep_the_next_line_from_running(second: str) -> None:
    wrong, right = Cmd(), Cmd()
    wrong.run(f'cmd /d /s /c "a 1 && {second}"')
    assert (right.run(cmd("a 1", second)), right.ran) == (1, ["a 1"])
    assert (wrong.ran == ["a 1"]) == second.startswith("if")


@given(texts=st.lists(TEXTS.filter(lambda text: not set('"\r\n') & set(text)), min_size=1, max_size=8))
def test_hostile_texts_survive_cmd(texts: list[str]) -> None:
    assume(not any(OPEN_VARIABLE.search(text) for text in texts))
    shell = Cmd()
    assert shell.run(cmd(*(f'say "{text}" 0' for text in texts))) == 0
    assert shell.ran == [f'say "{text}" 0' for text in texts]


@given(texts=st.lists(TEXTS, min_size=1, max_size=3))
@example(texts=["%)%"])
def test_cmd_reads_lines_together_as_it_reads_them_alone_or_they_are_refused(texts: list[str]) -> None:
    lines = [f"say {text} 0" for text in texts]
    shell = Cmd()
    try:
        command_line = cmd(*lines)
        expected = one_by_one(lines)
    except (ValueError, UnexpectedError):
        assume(False)
    assert (shell.run(command_line), shell.ran) == expected[::-1]


OPEN_VARIABLE = re.compile(r"%[^%]+:[^%]*\Z")  # a % in a later line may end it; what cmd refuses of these has tests of its own
PIECES = [
    *(
        "a",
        "b ",
        " ",
        "^",
        "^^",
        "^)",
        '"',
        "&",
        "&&",
        "|",
        "||",
        "(",
        ")",
        "(a)",
        ">x",
        " > ",
        "2>&1",
        "2",
        "@",
        ",",
        "%",
        "%A%",
        "%)%",
        "!",
    ),
    *(
        "if 1==1 ",
        "if ",
        "(b) else ",
        "else ",
        "for %i in (a) do ",
        "for ",
        "rem ",
        ":",
        "::",
        "goto ",
        "set A=1",
        "call ",
        "\t",
    ),
]


def parts(script: Script) -> list[tuple[Any, ...]]:
    return [(told.depth, told.keyword, told.texts, placeless_redirects(told.node.redirects)) for told in flat(script)]


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(lines=st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join), min_size=1, max_size=3))
@example(lines=["a >x^"])
@example(lines=["a & rem b"])
def test_no_line_affects_the_next_one(lines: list[str]) -> None:
    kept = []
    for line in lines:
        with suppress(ValueError):
            cmd(*kept, line)
            kept.append(line)
    assume(kept and not any(OPEN_VARIABLE.search(line) for line in kept))
    script = cmd(*kept)
    alone = [read_cmd(f'"({line})"', strip=True) for line in kept if line.strip() and not is_comment(line)]
    together = read_cmd(script.removeprefix("cmd /d /s /c "), strip=True)
    assert together.unfinished is None
    expected = [told for script in alone for told in (*parts(script), (0, ")", [], ()))]
    assert parts(together)[:-2] == expected
    assert [[word.text for word in each.words] for each in together.commands[-2:]] == [["exit", "0"], ["exit"]]


def test_variables_are_left_to_cmd() -> None:
    shell = Cmd({"NAME": "value"})
    shell.run(cmd('say %NAME% "%name%" 100% %NONE% ^%NAME^% 0'))
    assert shell.ran == ['say value "value" 100% %NONE% %NAME% 0']


@pytest.mark.parametrize("comment", ["rem a & b", "REM", ":: a", "  :label", "@rem a"])
def test_cmd_comments_are_left_out(comment: str) -> None:
    assert cmd("", comment, "a 0") == cmd("a 0")
    with pytest.raises(ValueError, match="comment") as caught:
        cmd(comment)
    assert str(caught.value) == "expected at least one line that isn't a comment, got none"


BATCH_FILE = "line {} runs a batch file whose exit code cmd would not see: write call before its name"
CLOSING = (
    "line {} has a closing bracket that would end the brackets that cmd needs around the line: "
    "write ^) if it is text, or put it in quotes"
)
CARET = "line {} ends with ^, which would escape what follows the line: remove it, or write ^^ for a caret that is text"
COMMENT = (
    "line {} has a comment next to a command, and the comment would hide everything after it, the following lines too: "
    "give it a line of its own"
)
IN_A_VARIABLE = (
    "line {} has {} outside quotes, and a closing bracket in its value would end the brackets around the line: "
    'write it in quotes, for example "%ProgramFiles(x86)%" or set "PATH=%PATH%;C:\\tools"'
)
BETWEEN = "a bracket between percent signs"
UNCLOSED = "line {} lacks a closing bracket: write all of a block as one line, and ^( for a bracket that is text"
NO_COMMAND = "line {} lacks a command after {}: write one, or remove {}"
NOTHING_BEFORE = "line {} has {} with no command before it: write a command there, or ^ before a character that is text"
CONDITION = 'line {} has an if without a complete condition: write if exist FILE COMMAND or if "%NAME%"=="x" COMMAND'
KEYWORD = "line {} has {} where cmd can't read it: write if CONDITION (COMMAND) else COMMAND, or for %i in (a b) do COMMAND %i"
AFTER_A_BRACKET = "line {} has text after a closing bracket, where cmd expects an operator: write && before it, or &"
REDIRECTION = "line {} has a redirection without a command: write break > FILE to make an empty file"
NO_NAME = "line {} lacks a name after {}: write the file's name, or ^ before a > or < that is text"
REPLACEMENT = (
    "line {} begins a replacement with %{}: and a following line has the % that would end it: "
    "write the whole replacement into the line, or use powershell()"
)
BATCH_ONLY = (
    "line {} uses {}, which works in batch files only: put the script into a batch file among the resource files, and call that"
)
QUOTE = 'line {} lacks a closing double quote; a quotation mark as text is written ^" in cmd'
SET_BEFORE = (
    "line 2 uses a variable that line 1 sets, and cmd expands all variables before it runs any line: "
    "use powershell(), or a batch file among the resource files"
)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["a", "b\nc"], "line 2 contains a line break, where cmd stops reading: split it into several lines"),
        (["a\r"], "line 1 contains a line break, where cmd stops reading: split it into several lines"),
        (["setup.cmd"], BATCH_FILE.format(1)),
        (["a", 'b & "C:\\the tools\\Setup.BAT" /q'], BATCH_FILE.format(2)),
        (["dir >list.txt^"], CARET.format(1)),
        (["a", "echo b^"], CARET.format(2)),
        (["echo a^^^"], CARET.format(1)),
        (['echo "a" ^'], CARET.format(1)),
        (["a && ^"], CARET.format(1)),
        (["(dir ^"], CARET.format(1)),
        (["echo (a)", "b"], CLOSING.format(1)),
        (["a", "echo :)"], CLOSING.format(2)),
        (["a)", "b"], CLOSING.format(1)),
        (["if a==b) c"], CLOSING.format(1)),
        ([") & a"], CLOSING.format(1)),
        (["a & rem b", "c"], COMMENT.format(1)),
        (["a & :: b", "c"], COMMENT.format(1)),
        (["(rem a)", "c"], COMMENT.format(1)),
        (["(:: a", "c"], COMMENT.format(1)),
        (["rem & a"], COMMENT.format(1)),
        (["REM|a"], COMMENT.format(1)),
        (["if 1==1 rem a"], COMMENT.format(1)),
        (["> x rem a"], COMMENT.format(1)),
        (["a", "del %ProgramFiles(x86)%\\a"], IN_A_VARIABLE.format(2, BETWEEN)),
        (["say %)% 0"], IN_A_VARIABLE.format(1, BETWEEN)),
        (["set PATH=%PATH%;C:\\tools"], IN_A_VARIABLE.format(1, "%PATH%")),
        (["echo %path:~0,9%"], IN_A_VARIABLE.format(1, "%PATH%")),
        (["(a", "b"], UNCLOSED.format(1)),
        (["if exist a (", "b", ")"], UNCLOSED.format(1)),
        (["(a & (b)"], UNCLOSED.format(1)),
        (["for %i in (a b"], "line 1 lacks a closing bracket: write all of a loop as one line"),
        (["a &"], NO_COMMAND.format(1, "&", "&")),
        (["a && "], NO_COMMAND.format(1, "&&", "&&")),
        (["a |"], NO_COMMAND.format(1, "|", "|")),
        (["(a ||)"], NO_COMMAND.format(1, "||", "||")),
        (["if exist a"], NO_COMMAND.format(1, "if", "if")),
        (["if exist a (b) else"], NO_COMMAND.format(1, "else", "else")),
        (["for %i in (a) do"], NO_COMMAND.format(1, "do", "do")),
        (["& a"], NOTHING_BEFORE.format(1, "&")),
        (["a & & b"], NOTHING_BEFORE.format(1, "&")),
        (["a ||| b"], NOTHING_BEFORE.format(1, "|")),
        (["()"], "line 1 has brackets with nothing in them: remove them"),
        (["if"], KEYWORD.format(1, "if")),
        (["if a"], CONDITION.format(1)),
        (["if a=b c"], CONDITION.format(1)),
        (["else a"], KEYWORD.format(1, "else")),
        (["if a==b c", "else d"], KEYWORD.format(2, "else")),
        (["for a"], KEYWORD.format(1, "for")),
        (["> x if a==b c"], KEYWORD.format(1, "if")),
        (["for %i in (a) b"], "line 1 has a for without do: write for %i in (a b) do COMMAND %i"),
        (
            ["for %%i in (a) do b"],
            "line 1 has a loop with %%, which is for batch files only: write the loop's variable with one %, for example %i",
        ),
        (["(a) b"], AFTER_A_BRACKET.format(1)),
        (["(a)(b)"], AFTER_A_BRACKET.format(1)),
        (["(a) else b"], AFTER_A_BRACKET.format(1)),
        (["> a"], REDIRECTION.format(1)),
        (["a & 2>b"], REDIRECTION.format(1)),
        (["> a (b)"], "line 1 has a redirection before brackets: write it after the closing bracket"),
        (["a >"], NO_NAME.format(1, ">")),
        (["a >> & b"], NO_NAME.format(1, ">>")),
        (["a 2>&b"], "line 1 lacks a number after 2>&: write 2>&1 or 2>&2"),
        (["echo %NAME:", "echo a=b%"], REPLACEMENT.format(1, "NAME")),
        (['echo "%NAME:~0,"', "echo b", "echo 3%"], REPLACEMENT.format(1, "NAME")),
        (["goto end"], BATCH_ONLY.format(1, "goto")),
        (["a & goto:eof"], BATCH_ONLY.format(1, "goto")),
        (["setlocal enabledelayedexpansion"], BATCH_ONLY.format(1, "setlocal")),
        (["a", "call :setup"], BATCH_ONLY.format(2, "call")),
        (['echo "a^'], QUOTE.format(1)),
        (
            ["(" * 51 + "a" + ")" * 51],
            (
                "line 1 has more than 50 brackets, conditions and loops inside each other: "
                "put it into a batch file among the resource files, and call that"
            ),
        ),
        (["set A=1", "echo %a%"], SET_BEFORE),
        (['set "Path=%PATH%;C:\\a"', 'set "Path=%PATH%;C:\\b"'], SET_BEFORE),
        (["set /a N=1", "echo %N:~0,1%"], SET_BEFORE),
        (["set /a M=1, N+=2", "echo %N%"], SET_BEFORE),
        (["set /p N=Name", "echo %N%"], SET_BEFORE),
        (["call set N=1", "echo %N%"], SET_BEFORE),
        (["if not defined N set N=1", "echo %N%"], SET_BEFORE),
        (["cd films", "echo %CD%"], SET_BEFORE),
        (["a || b", "exit %ErrorLevel%"], SET_BEFORE),
    ],
)
def test_lines_that_cmd_would_misread_are_refused(lines: list[str], message: str) -> None:
    with pytest.raises(ValueError, match="line") as caught:
        cmd(*lines)
    assert str(caught.value) == message


@pytest.mark.parametrize("line", ['echo "a', 'echo a" b', 'echo "a" "', "(a"])
def test_incomplete_cmd_lines_are_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"^line 2 lacks a closing ") as caught:
        cmd("a", line)
    assert line not in str(caught.value)


@pytest.mark.parametrize(
    "line",
    [
        "if exist x (del x) else (mkdir x)",
        "if not exist x mkdir x",
        "for %i in (a b) do (echo %i)",
        "call setup.cmd (x86^)",
        'msiexec /i "C:\\Program Files (x86)\\a.msi" /qn',
        'python -c "print(\\"hi\\")"',
        'del "%ProgramFiles(x86)%\\a"',
        "echo ^(a^)",
        "robocopy a b & if errorlevel 8 (exit 8) else ver > nul",
        "set A=1",
        'echo 5^" pipe',
        'set "PATH=%PATH%;C:\\a"',
        "echo %TEMP% 100%",
        "echo a^^",
        'echo "a^"',
        "echo a^ ",
        "echo a 2",
        "dir > list.txt",
        "dir > list.txt 2>&1 ",
        "(a & b) > list.txt",
        "a | (b) & if exist x c",
        "if exist a (b) else if exist c (d) else e",
        "for /f \"delims=()\" %i in ('a ^| b') do @echo %i",
        'if not "%A%"=="(" (a)',
        "remove a & b",
        "echo.& echo:a",
        "exit /b 3",
    ],
)
def test_unchanged_cmd_lines(line: str) -> None:
    assert cmd(line) == f'cmd /d /s /c "({line}) && exit 0 || exit"'
    assert cmd(line, "a") == f'cmd /d /s /c "({line}) && (a) && exit 0 || exit"'
    assert cmd("a", line) == f'cmd /d /s /c "(a) && ({line}) && exit 0 || exit"'


@pytest.mark.parametrize(("build", "most", "limit"), [(cmd, 8_191, "for a line in cmd"), (powershell, 32_766, "on Windows")])
def test_length_of_a_windows_command_line(build: Build, most: int, limit: str) -> None:
    room = most - len(build("x")) + 1
    assert len(build("x" * room)) == most
    with pytest.raises(ValueError, match="characters") as caught:
        build("x" * (room - 1) + "😀")
    assert str(caught.value) == (
        f"expected a command line of at most {most:,} characters, the limit {limit}, got {most + 1:,}: "
        "download the script as a resource file and run that"
    )


CHECK = "if ($LASTEXITCODE) { exit $LASTEXITCODE }"


def quoted(text: str) -> str:
    """A text in PowerShell's single quotes, which may be typographic too, and are written twice to be text."""
    return "'" + "".join(character * 2 if character in "'\u2018\u2019\u201a\u201b" else character for character in text) + "'"


@given(texts=st.lists(TEXTS, min_size=1, max_size=20))
def test_hostile_texts_survive_powershell(texts: list[str]) -> None:
    lines = [f"Write-Output {quoted(text)}" for text in texts]
    command_line = powershell(*lines)
    program, *options, script = program_words(command_line)
    assert [word.text for word in split_words(command_line)] == [program, *options, script]
    assert (program, options[-1]) == ("powershell", "-Command")
    assert script == "\n".join(["$ErrorActionPreference = 'Stop'", *(part for line in lines for part in (line, CHECK))])


@given(line=TEXTS.filter(str.strip))
def test_powershell_gets_any_line_unchanged_or_it_is_refused(line: str) -> None:
    try:
        command_line = powershell(line)
    except ValueError:
        assume(False)
    assert program_words(command_line)[-1] == f"$ErrorActionPreference = 'Stop'\n{line}\n{CHECK}"


@pytest.mark.parametrize(
    "line", ["if ($true) {", "Write-Output 'a", 'Write-Output "a', "Write-Output @'", "Write-Output (1", "<# a"]
)
def test_incomplete_powershell_lines_are_refused(line: str) -> None:
    with pytest.raises(
        ValueError, match=r"^line 2 lacks a .*: pass a block or here-string as one line that contains line feeds$"
    ):
        powershell("a", line)


def test_powershell_lines_that_continue_on_the_next_line_are_refused() -> None:
    with pytest.raises(ValueError, match="continues on") as caught:
        powershell("Write-Output a `")
    assert str(caught.value) == ("line 1 continues on the next line: pass a statement as one line that contains line feeds")


@pytest.mark.parametrize(
    "line",
    ["Write-Output a # a comment `", "if ($true) {\n  a\n}", "$x = @'\n'\n'@", "<# a\nb #>", "Write-Output ``", 'a --% "b'],
)
def test_unchanged_powershell_lines(line: str) -> None:
    assert program_words(powershell(line))[-1].split("\n", 1)[1] == f"{line}\n{CHECK}"


@pytest.mark.skipif(shutil.which("pwsh") is None, reason="there is no pwsh here")
def test_real_powershell() -> None:
    def real(*lines: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(["pwsh", *program_words(powershell(*lines))[1:]], capture_output=True, check=False)

    program = f"& {quoted(sys.executable)} -c "
    text = "'\"\\%$`!&|;<>(){}#\t é\u201c\u2018😀"
    done = real(f"Write-Output {quoted(text)}", program + quoted("raise SystemExit(7)"), "Write-Output no")
    assert (done.stdout.decode().splitlines(), done.returncode) == ([text], 7)
    assert real("Get-Item /does/not/exist", "Write-Output no").returncode == 1
    assert real(program + quoted("pass"), "Write-Output yes").stdout.decode().strip() == "yes"


@pytest.mark.skipif(sys.platform != "win32", reason="this isn't Windows")
def test_real_cmd() -> None:
    program = subprocess.list2cmdline([sys.executable, "-c"])
    done = subprocess.run(
        cmd("echo (a^)", "if 1==2 echo no", f'{program} "raise SystemExit(7)"', "echo no"), capture_output=True, check=False
    )
    assert (done.stdout.decode().splitlines(), done.returncode) == (["(a)"], 7)


# --- In a start task


def test_secret_in_a_script_is_masked() -> None:
    for build in (bash, sh, cmd, powershell):
        task = batchmodels.StartTask(command_line=build('curl "https://a.blob.core.windows.net/c/f?sv=1&sig=s3cret" -o f'))
        assert "s3cret" not in repr(task)
        assert "sig=***" in repr(task)


def test_modules_are_available_without_importing_them() -> None:
    assert batchmodels.commands.bash is bash
    assert batchmodels.identities.pool_admin().validate() == []
