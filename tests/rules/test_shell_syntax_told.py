"""BM101 to BM105 and BM108, name by name and word by word: what each of them says, and where its limits are."""

from __future__ import annotations

import pytest
from reviewing import LINUX, WINDOWS, bash, found, pool

from batchmodels import Model, StartTask


def said(rule: str, line: str, agent: str | None = None) -> list[str]:
    model: Model = StartTask(command_line=line) if agent is None else pool(agent, line)
    path = "$.commandLine" if agent is None else "$.startTask.commandLine"
    return [
        finding.removeprefix(f"{path}: {rule} error: ").removeprefix(f"{path}: {rule} warning: ")
        for finding in found(model, rule)
    ]


# --- BM101


@pytest.mark.parametrize(
    ("line", "what", "lost"),
    [
        ("a && b", "&&", "nothing after it runs"),
        ("a || b", "||", "nothing after it runs"),
        ("a | b", "|", "nothing after it runs"),
        ("a |& b", "|&", "nothing after it runs"),
        ("a ; b", ";", "nothing after it runs"),
        ("a x; b", ";", "nothing after it runs"),
        ("a & b", "&", "nothing after it runs"),
        ("a > b", ">", "nothing is redirected"),
        ("a >> b", ">>", "nothing is redirected"),
        ("a >b", ">", "nothing is redirected"),
        ("a 2> b", "2>", "nothing is redirected"),
        ("a 2>>b", "2>>", "nothing is redirected"),
        ("a &> b", "&>", "nothing is redirected"),
        ("a &>> b", "&>>", "nothing is redirected"),
        ("a 2>&1", "2>&1", "nothing is redirected"),
        ("a >&2", ">&2", "nothing is redirected"),
        ("a >&-", ">&", "nothing is redirected"),
        ("a < b", "<", "nothing is redirected"),
        ("a <b", "<", "nothing is redirected"),
        ("a <./b", "<", "nothing is redirected"),
        ("a </b", "<", "nothing is redirected"),
    ],
)
def test_operators_that_no_shell_reads(line: str, what: str, lost: str) -> None:
    assert said("BM101", line) == [
        f"a runs without a shell, so {what} is passed to it as an argument and {lost}. Use /bin/bash -c '{line}'."
    ]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "a '&&' b",
            'a "|" b',
            "a \\; b",
            "a x';'",
            "a &&& b",
            "a x&&y",
            "a x>=1",
            "a '>x'",
            "a >=1",
            "a =>x",
            "a <x>",
        ),
        *("a <(x)", "a 12>x", "a <-x"),
    ],
)
def test_what_is_no_operator(line: str) -> None:
    assert said("BM101", line) == []


@pytest.mark.parametrize("option", ["-exec", "-execdir", "-ok", "-okdir"])
def test_a_program_that_runs_others(option: str) -> None:
    assert said("BM101", f"find . {option} rm x ;") == []
    assert said("BM101", f"find . {option} rm x ; && ls")
    assert said("BM101", "find . -name x ;")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("a $HOME", "$HOME"),
        ("a x/$HOME/y", "$HOME"),
        ("a ${HOME}", "${HOME}"),
        ("a ${HOME:-x}/y", "${HOME:-x}"),
        ("a $(hostname)", "$(hostname)"),
        ("a `hostname`", "`hostname`"),
        ("a ~/x", "~"),
        ("$HOME/a", "$HOME"),
        ("a %TEMP%", "%TEMP%"),
        ("a $MY_TOKEN", "..."),
    ],
)
def test_variables_that_no_shell_replaces(line: str, shown: str) -> None:
    (text,) = said("BM101", line)
    assert f"without a shell, so {shown} is not expanded. Use " in text


@pytest.mark.parametrize(
    "line",
    [
        *(
            "a $1",
            "a ${1}",
            "a 5$",
            "a x~/y",
            "a ~x",
            "a $()",
            "a '$HOME'",
            "a \\$HOME",
            "a 'x $HOME'",
            "a %A%",
            "a %1a%",
            "a 50%",
        ),
        "a https://h/%ABC%",
    ],
)
def test_what_is_no_variable(line: str) -> None:
    assert said("BM101", line) == []


@pytest.mark.parametrize(
    "program",
    ["awk", "gawk", "mawk", "perl", "sed", "grep", "egrep", "envsubst", "ssh", "su", "expect", "jq", "/usr/bin/awk"],
)
def test_programs_with_variables_of_their_own(program: str) -> None:
    assert said("BM101", f"{program} $HOME") == []


def test_variables_of_windows() -> None:
    assert said("BM101", "a $HOME", WINDOWS) == []
    assert said("BM101", "a %TEMP%", LINUX) == []
    assert said("BM101", "a %TEMP%", WINDOWS) == ['a runs without a shell, so %TEMP% is not expanded. Use cmd /c "a %TEMP%".']


@pytest.mark.parametrize(
    "program",
    [
        *(
            "rm",
            "cp",
            "mv",
            "ls",
            "cat",
            "chmod",
            "chown",
            "ln",
            "touch",
            "mkdir",
            "rmdir",
            "head",
            "tail",
            "wc",
            "sort",
            "bash",
        ),
        "sh",
    ],
)
def test_patterns_for_which_no_files_are_looked_for(program: str) -> None:
    (text,) = said("BM101", f"{program} y x/*.txt")
    assert "x/*.txt is not expanded to file names. Use /bin/bash -c" in text
    for word in ("'*.txt'", "x", "-x*", "https://h/*"):
        assert said("BM101", f"{program} y {word}") == []


def test_other_patterns() -> None:
    for word in ("*", "?", "a?", "x*y"):
        assert said("BM101", f"ls {word}")
    assert said("BM101", "ls *", WINDOWS) == []
    assert said("BM101", "find *") == []


def test_an_assignment_in_front() -> None:
    for line in ("A=b make", "a=b make", "_a1=b make", "A= make"):
        (text,) = said("BM101", line)
        assert text.startswith("the command line runs without a shell, so the node looks for a program named ")
        assert f"{line.split()[0]} and doesn't find it. Use " in text
    assert said("BM101", "1=b make") == []
    assert said("BM101", "a-b=c make") == []
    assert said("BM101", "A=b make", WINDOWS) == []


def test_a_shell_that_reads_a_file() -> None:
    begin = "the shell only runs the file x.sh, so "
    assert said("BM101", "bash x.sh && b") == [
        f"{begin}&& is passed to it as an argument and nothing after it runs. Use /bin/bash -c 'bash x.sh && b'."
    ]
    assert said("BM101", "bash x.sh $HOME")[0].startswith(f"{begin}$HOME is not expanded")
    assert said("BM101", "bash < x.sh")[0].startswith("the shell only runs the file <, so < is passed to it")
    assert said("BM101", "powershell -NoProfile -FILE a.ps1 x && b")[0].startswith(
        "the shell only runs the file a.ps1, so && is passed"
    )
    assert said("BM101", "cmd a && b") == []
    assert said("BM101", "powershell -NoLogo") == []
    assert said("BM101", "powershell -File") == []
    assert said("BM101", "bash") == []
    assert said("BM101", "bash A=b") == []


# --- BM102, BM103


@pytest.mark.parametrize(
    ("line", "operator"),
    [
        *(("bash -c 'a' && b", "&&"), ("bash -c 'a' x || b", "||"), ("bash -c 'a' > x", ">"), ("bash -c 'a' 2>&1", "2>&1")),
        *(("bash -c 'a'; b", ";"), ('bash -c "a"&& b', "&&"), ("bash -c 'a'| b", "|"), ("bash -c 'a'|| b", "||")),
        ("bash -c 'a' b; c", ";"),
    ],
)
def test_an_operator_behind_the_script(line: str, operator: str) -> None:
    (text,) = said("BM102", line)
    assert (
        text
        == f"the shell runs only its -c script: {operator} is passed to it as an argument, and everything after it is silently"
        " ignored. Put all commands into one script: /bin/bash -c 'first && second'."
    )


@pytest.mark.parametrize("line", ["bash -c 'a'", "bash -c 'a' x", "bash -c 'a;'", "bash -c 'a' '&&' b", "bash a && b"])
def test_no_operator_behind_the_script(line: str) -> None:
    assert said("BM102", line) == []


@pytest.mark.parametrize(
    ("line", "script", "fix"),
    [
        ("/bin/sh -c echo hi", "echo", "/bin/sh -c 'echo hi'"),
        ("bash -ec make all -j", "make", "bash -ec 'make all -j'"),
        ('bash -c echo "a b"', "echo", "bash -c 'echo \"a b\"'"),
        ("bash -c echo 'a b'", "echo", "bash -c '...'"),
        ("bash -c login --token x", "login", "bash -c 'login --token ***'"),
        ("/opt/token/sh -c echo hi", "echo", "/bin/sh -c 'echo hi'"),
        ("bash -c token x", "...", "bash -c '...'"),
        ("sudo bash -c apt-get update", "apt-get", "sudo bash -c 'apt-get update'"),
        ("/usr/bin/env PASSWORD=x sh -lc make all", "make", "/usr/bin/env PASSWORD=*** sh -lc 'make all'"),
    ],
)
def test_a_script_without_quotes(line: str, script: str, fix: str) -> None:
    assert said("BM103", line) == [
        (
            f"the script is unquoted, so the shell runs only {script}; the remaining words become positional parameters. "
            f"Quote the script: {fix}."
        )
    ]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "bash -c ls",
            "bash -c 'ls' x",
            'bash -c "ls" x',
            "bash -c a\\ b x",
            "bash -c $0 x",
            "bash -c ${1} x",
            "bash -c $@ x",
        ),
        *("bash -c $* x", "bash -c $# x", "bash -c ls && x", "bash -c ls; x", "bash ls x", "cmd /c echo x", "make -c x y"),
    ],
)
def test_a_script_that_is_whole(line: str) -> None:
    assert said("BM103", line) == []


# --- BM104, BM105


@pytest.mark.parametrize(
    ("line", "several"),
    [
        *(("cmd /c a && cmd /c b", True), ("cmd /c a && cmd.exe /C b", True), ("cmd /c a && cmd /d /k b", True)),
        *(('cmd /c "a" && CMD /c "b"', True), ("cmd /c a && call cmd /c b", True), ('cmd /c "a b" cmd /c x', True)),
        *(("cmd /c a && b", False), ("cmd /c cmd /c a", False), ("cmd /c a && cmd b", False), ("cmd /c a && echo cmd", False)),
        *(("cmd /c a && cmd x /c", False), ('cmd /c "if exist x cmd /c b & a"', False), ("cmd /c (cmd /c a) & b", False)),
        *(('cmd /c "a && cmd /c b"', True), ('cmd /c "cmd /c echo a & b"', True), ('cmd /c a && cmd /c "b c"', True)),
        *(("cmd /c", False), ("bash -c 'cmd /c a; cmd /c b'", False)),
    ],
)
def test_several_cmds(line: str, several: bool) -> None:
    text = "the first cmd /c reads the whole line, including the other cmd /c"
    if line == 'cmd /c "a" && CMD /c "b"':
        text += ", and strips only the first and the last quotation mark of the line, so the others remain in the commands."
    elif line == 'cmd /c "a b" cmd /c x':
        text += ", and strips its quotation marks, so the commands have none."
    else:
        text += ": it runs each of them in one more cmd, which is needless."
    fix = 'Use one cmd /c for all commands: cmd /c "first && second".'
    severity = "warning" if "strips" in text else "note"
    assert found(StartTask(command_line=line), "BM104") == (
        [f"$.commandLine: BM104 {severity}: {text} {fix}"] if several else []
    )


LOST = (
    "cmd strips the first and the last quotation mark after /c, so the program's path loses its quotes and isn't found."
    " Quote the whole command: "
)


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ('cmd /c "a b.exe" "c"', 'cmd /c ""a b.exe" "c""'),
        ('cmd /c "C:\\a b\\c.exe" /q', None),
        ('cmd /s /c "C:\\a b\\c.exe" /q', 'cmd /c ""C:\\a b\\c.exe" /q"'),
        ('cmd /d /S /c "C:\\a b\\c.exe" /q', 'cmd /c ""C:\\a b\\c.exe" /q"'),
        ('cmd /s /c "%A%\\a b\\c.bat"', 'cmd /c ""%A%\\a b\\c.bat""'),
        ('cmd /s /c ".\\a b.com"', 'cmd /c "".\\a b.com""'),
        ('cmd /s /c "..\\a b.cmd"', 'cmd /c ""..\\a b.cmd""'),
        ('cmd /s /c "\\a b.EXE"', 'cmd /c ""\\a b.EXE""'),
        ('cmd /c "C:\\a (x86)\\c.exe" /q', 'cmd /c ""C:\\a (x86)\\c.exe" /q"'),
        ('cmd /c "a.exe" "hunter2-token"', 'cmd /c ""C:\\Program Files\\a\\a.exe" "argument""'),
        ('cmd /s /c "C:\\a\\c.exe"', None),
        ('cmd /s /c "a b.exe"', None),
        ('cmd /s /c "C:\\a\\c.exe /q d.exe"', None),
        ('cmd /s /c "C:\\a\\c.exe d"', None),
        ('cmd /s /c "C:\\a b\\c"', None),
        ('cmd /s /c "C:\\a b\\c.executable"', None),
        ('cmd /c "" "a"', None),
        ('cmd /c " " "a"', None),
        ('cmd /c "a"b "c"', None),
        ('cmd /c "a b', None),
        ('cmd /c a "b" "c"', None),
        ('cmd /c ""a b" "c""', None),
        ('cmd /c "a" && cmd /c "b"', None),
        ('bash -c \'"a b" "c"\'', None),
    ],
)
def test_quotation_marks_that_cmd_takes_away(line: str, fix: str | None) -> None:
    assert said("BM105", line) == ([] if fix is None else [f"{LOST}{fix}."])


# --- BM108


@pytest.mark.parametrize(
    "builtin",
    [
        *(
            "cd",
            "export",
            "source",
            ".",
            "set",
            "unset",
            "ulimit",
            "alias",
            "unalias",
            "eval",
            "exec",
            "shopt",
            "trap",
            "builtin",
        ),
        *("declare", "local", "readonly", "if", "for", "while", "until", "case", "[[", "{"),
    ],
)
def test_commands_of_posix_shells(builtin: str) -> None:
    (text,) = said("BM108", f"{builtin} x")
    assert (
        text == f"{builtin} is a shell builtin, not a program, so the node can't find it. "
        f"Run it in a shell together with the commands that need it: /bin/bash -c '{builtin} x'."
    )
    assert said("BM108", f"{builtin}x y") == []
    assert said("BM108", f"{builtin} x", LINUX)


@pytest.mark.parametrize(
    "builtin",
    [
        *("dir", "echo", "copy", "del", "erase", "md", "mkdir", "rd", "rmdir", "move", "ren", "rename", "set", "cd", "chdir"),
        *(
            "type",
            "if",
            "for",
            "start",
            "mklink",
            "rem",
            "path",
            "pushd",
            "popd",
            "exit",
            "ver",
            "vol",
            "title",
            "assoc",
        ),
        *("cls", "setlocal", "DIR"),
    ],
)
def test_commands_of_cmd(builtin: str) -> None:
    (text,) = said("BM108", f"{builtin} x", WINDOWS)
    assert text == (
        f"{builtin} is a shell builtin, not a program, so the node can't find it. "
        f'Run it in a shell together with the commands that need it: cmd /c "{builtin} x".'
    )


@pytest.mark.parametrize("line", ["call", "call setup.bat", "CALL copy a b", "call cmd /c dir", "call powershell -File a.ps1"])
def test_call_is_a_builtin(line: str) -> None:
    name = line.partition(" ")[0]
    assert said("BM108", line, WINDOWS) == [
        (
            f"{name} is a shell builtin, not a program, so the node can't find it. "
            f'Run it in a shell together with the commands that need it: cmd /c "{line}".'
        )
    ]
    assert said("BM108", line, LINUX) == []


def test_exec_in_front_of_a_shell() -> None:
    assert said("BM108", "exec bash run.sh", LINUX) == [
        (
            "exec is a shell builtin, not a program, so the node can't find it. Run it in a shell together with the commands "
            "that need it: /bin/bash -c 'exec bash run.sh'."
        )
    ]


@pytest.mark.parametrize("builtin", ["copy", "del", "erase", "md", "rd", "ren", "mklink", "type", "DEL"])
def test_commands_that_only_cmd_has(builtin: str) -> None:
    assert said("BM108", f"{builtin} x")
    assert said("BM108", f"{builtin} x", LINUX) == []


@pytest.mark.parametrize(
    "verb",
    [
        *("Add", "Clear", "Copy", "Disable", "Enable", "Expand", "Export", "Get", "Import", "Install", "Invoke", "Move", "New"),
        *("Out", "Remove", "Rename", "Restart", "Set", "Start", "Stop", "Test", "Uninstall", "Update", "Wait", "Write"),
    ],
)
def test_commands_of_powershell(verb: str) -> None:
    (text,) = said("BM108", f"{verb}-Some a")
    assert text == (
        f"{verb}-Some is a PowerShell command, not a program, so the node can't find it. "
        f'Use powershell -Command "{verb}-Some a".'
    )
    assert said("BM108", f"{verb.lower()}-some a") == []


@pytest.mark.parametrize("line", ["dir x", "echo x", "mkdir x", "ls x", "sudo ls x", "CD x", "sudo"])
def test_commands_that_are_programs_too(line: str) -> None:
    assert said("BM108", line, LINUX) == []


NOTHING = "Add the commands to run, for example /bin/bash -c 'first && second', or remove the start task."
OPEN = "Complete the script and quote it as a whole. Inside single quotes, write a single quote as '\\''."


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", f"the command line is empty, so the node has nothing to start. {NOTHING}"),
        (" \t", f"the command line is empty, so the node has nothing to start. {NOTHING}"),
        ("/bin/bash -c ''", f"the -c script contains no command, so nothing runs. {NOTHING}"),
        ("/bin/bash -c '# x'", f"the -c script contains no command, so nothing runs. {NOTHING}"),
        ("a 'b", f"a single quote is never closed, so the rest of the command line is one word. {OPEN}"),
        ('a "b', f"a double quote is never closed, so the rest of the command line is one word. {OPEN}"),
        ("a 'b\" c", f"a single quote is never closed, so the rest of the command line is one word. {OPEN}"),
        ("a 'b\\' 'c", f"a single quote is never closed, so the rest of the command line is one word. {OPEN}"),
        ('a "b\\"', f"a double quote is never closed, so the rest of the command line is one word. {OPEN}"),
        (bash("if a"), f"the script is incomplete: the shell expects a closing fi and fails. {OPEN}"),
        (bash('a "b'), f"the script is incomplete: the shell expects a closing double quote and fails. {OPEN}"),
    ],
)
def test_what_cannot_be_run(line: str, message: str) -> None:
    assert said("BM108", line) == [message]


@pytest.mark.parametrize("line", ["bash", "bash -c", "bash -lc", "cmd", "powershell", "sh -ec"])
def test_a_shell_with_nothing_to_run(line: str) -> None:
    (text,) = said("BM108", line)
    assert text.startswith("the shell has nothing to run. ")


@pytest.mark.parametrize(
    "line",
    [
        *(
            "a 'b' \"c\"",
            "a 'b\\'",
            'a "b\\"c"',
            "a \\'",
            'a \\"',
            "a '\"'",
            'a "\'"',
            "bash -l x.sh",
            "bash x-c",
            "bash -c ls",
        ),
        *(bash("cat <<X\nhello"), 'cmd /c "echo "', "cmd /c 'a", 'cmd /c echo "a', "bash -c ls -c"),
    ],
)
def test_what_can_be_run(line: str) -> None:
    assert said("BM108", line) == []


def test_an_open_quote_on_windows_is_no_matter() -> None:
    assert said("BM108", 'a "b', WINDOWS) == []
    assert said("BM108", "a 'b", WINDOWS) == []


def test_what_is_written_instead_on_windows() -> None:
    (text,) = said("BM108", "", WINDOWS)
    assert text.endswith('Add the commands to run, for example cmd /c "first && second", or remove the start task.')
