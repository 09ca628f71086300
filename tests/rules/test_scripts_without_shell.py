"""BM101, BM108 and BM110: lines, scripts and typographic signs in place of a command line, and arguments that aren't -c."""

from __future__ import annotations

import subprocess

import pytest
from reviewing import found, pool

from batchmodels import StartTask

FEED = "a line feed is no separator without a shell"


def said(line: str, rule: str) -> list[str]:
    return [text.removeprefix(f"$.commandLine: {rule} ") for text in found(StartTask(command_line=line), rule)]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (
            "./a\n./b",
            (
                f"error: {FEED}, so ./a gets ./b and all other words of the next lines as arguments. Use /bin/bash -c "
                "'./a && ./b'."
            ),
        ),
        (
            "  ./a -x\r\n\r\n  b=1 ./c\r\n",
            (
                f"error: {FEED}, so ./a gets b=1 and all other words of the next lines as arguments. "
                "Use /bin/bash -c './a -x && b=1 ./c'."
            ),
        ),
        (
            "bash a.sh\nbash b.sh",
            (
                f"error: {FEED}, so a.sh gets bash and all other words of the next lines as arguments. "
                "Use /bin/bash -c 'bash a.sh && bash b.sh'."
            ),
        ),
        (
            "./a\n# then\n./b",
            f"error: {FEED}, so ./a gets # and all other words of the next lines as arguments. Use /bin/bash -c '...'.",
        ),
        (
            "./a;\n./b",
            f"error: {FEED}, so ./a; gets ./b and all other words of the next lines as arguments. Use /bin/bash -c '...'.",
        ),
    ],
)
def test_several_lines(line: str, text: str) -> None:
    assert said(line, "BM101") == [text]


@pytest.mark.parametrize(
    "line",
    [
        "./a\n  --all\n  -x",
        "./a\n",
        "./a 'b\nc'",
        "python3 a.py\nconfig.yml",
        "/bin/bash -c 'a\nb'",
        "tar -xzf\n\tbundle.tar.gz",
        "python3 a.py \\\n  --all",
    ],
)
def test_one_command_on_several_lines(line: str) -> None:
    assert said(line, "BM101") == []


SCRIPT = "nothing reads the #! line of a command line: the node looks for a program named"
FILE = "or put the script in a resource file and run that."


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (
            "#!/bin/sh\n./a\n./b",
            f"error: {SCRIPT} #!/bin/sh and fails. Use /bin/bash -c './a && ./b', {FILE}",
        ),
        (
            "\n#!/usr/bin/env bash\nfor x in a; do\n./b\ndone",
            f"error: {SCRIPT} #!/usr/bin/env and fails. Use /bin/bash -c '...', {FILE}",
        ),
        (
            "#!/bin/bash\nset -eu\n./a\n./b",
            f"error: {SCRIPT} #!/bin/bash and fails. Use /bin/bash -c 'set -eu; ./a; ./b', {FILE}",
        ),
        (
            "# install\n./a",
            (
                "error: only a shell skips comments: the node looks for a program named # and fails. Use /bin/bash "
                f"-c './a', {FILE}"
            ),
        ),
        (
            "#./a",
            (
                "error: only a shell skips comments: the node looks for a program named #./a and fails. Use "
                f"/bin/bash -c '...', {FILE}"
            ),
        ),
    ],
)
def test_a_script_in_place_of_a_command_line(line: str, text: str) -> None:
    assert said(line, "BM108") == [text]
    assert said(line, "BM101") == []


def test_the_lines_of_a_script_are_reviewed_too() -> None:
    for line in ("#!/bin/bash\napt-get install ffmpeg", "./a\napt-get install ffmpeg", "# x\nsudo apt-get install ffmpeg"):
        assert found(StartTask(command_line=line), "BM301") == [
            (
                "$.commandLine: BM301 error: apt-get install prompts for confirmation and nothing can answer, so "
                "the start task hangs "
                "or fails. Use apt-get install -y."
            )
        ]
        assert len(found(StartTask(command_line=line), "BM201")) == 1


WRONG = [
    (
        '/bin/bash - c "./a"',
        (
            "error: - ends the options of the shell, so it looks for a script file named c and fails. "
            "Remove the blank between - and c: /bin/bash -c '...'."
        ),
    ),
    (
        '/bin/bash -c"./a"',
        (
            "error: the script is joined to -c, so the shell reads its letters as further options and fails. "
            "Write a blank after -c: /bin/bash -c '...'."
        ),
    ),
    (
        "bash -lc'./a && ./b'",
        (
            "error: the script is joined to -c, so the shell reads its letters as further options and fails. "
            "Write a blank after -lc: bash -c '...'."
        ),
    ),
    (
        "bash -e \u2013c './a'",
        (
            "error: \u2013c begins with a typographic dash, so the shell looks for a script file of that name and fails. "
            "Write -c with a plain hyphen: bash -c '...'."
        ),
    ),
    (
        "bash './a && ./b'",
        "error: -c is missing, so the shell looks for a script file named ... and fails. Use bash -c '...'.",
    ),
    (
        "sh apt-get update",
        "error: -c is missing, so the shell looks for a script file named apt-get and fails. Use sh -c '...'.",
    ),
    ("bash /c './a'", "error: /c isn't -c, so the shell looks for a script file named /c and fails. Use bash -c '...'."),
    ("bash c './a'", "error: c isn't -c, so the shell looks for a script file named c and fails. Use bash -c '...'."),
    ("cmd -c a", "error: cmd doesn't know -c, so nothing runs. Use cmd /c a."),
    ("bash --c './a'", "error: --c isn't -c, so the shell looks for a script file named --c and fails. Use bash -c '...'."),
]


@pytest.mark.parametrize(
    ("line", "program", "fix"),
    [
        ("/bin/bash-c './a && ./b'", "/bin/bash-c", "/bin/bash -c"),
        ("bash-lc './a'", "bash-lc", "bash -lc"),
        ("/bin/bsh -c './a'", "/bin/bsh", "/bin/bash -c"),
        ("/bin/bahs -c './a'", "/bin/bahs", "/bin/bash -c"),
        ("Basch -c './a'", "Basch", "bash -c"),
    ],
)
def test_what_is_no_shell(line: str, program: str, fix: str) -> None:
    assert said(line, "BM108") == [
        f"error: {program} isn't a shell, so the node doesn't find the program and nothing runs. Use {fix} '...'."
    ]


@pytest.mark.parametrize(
    "line", ["ssh -c 'a b'", "csh -c 'a b'", "python3 -c 'a b'", "bash-c a", "./bash-tool 'a'", "fish -c 'a'"]
)
def test_what_is_another_program(line: str) -> None:
    assert said(line, "BM108") == []


@pytest.mark.parametrize(("line", "text"), WRONG)
def test_what_is_not_c(line: str, text: str) -> None:
    assert said(line, "BM108") == [text]


@pytest.mark.parametrize("line", [line for line, _ in WRONG if line.startswith(("bash", "/bin/bash"))])
def test_bash_does_not_run_it(line: str, tmp_path: object) -> None:
    answer = subprocess.run(
        ["/bin/sh", "-c", line], check=False, capture_output=True, text=True, cwd=str(tmp_path), stdin=subprocess.DEVNULL
    )
    assert answer.returncode in {1, 2, 127}
    assert "bash: " in answer.stderr


@pytest.mark.parametrize(
    "line",
    [
        "bash 'my script.sh' -x",
        "bash c a.conf",
        "bash --norc -c './a'",
        "bash -ec './a'",
        "bash -e -c './a'",
        'bash "-c" "./a"',
        "bash -c -e './a'",
        "bash - a.sh",
        "bash -s c",
        "bash python3",
        "./bash.sh - c",
    ],
)
def test_what_can_be_meant(line: str) -> None:
    assert not [text for text in said(line, "BM108") if "-c" in text]


def test_typographic_quotes() -> None:
    quotes = "begins with a typographic quote, which quotes nothing: it is part of the word, and blanks still separate words."
    assert said("/bin/bash -c \u201cset -e; ./a\u201d", "BM110") == [f"error: \u201cset {quotes} Use plain quotes: \" or '."]
    assert said("/bin/bash -c \u201cset -e; ./a\u201d", "BM103") == []
    assert said("\u2018./a\u2019 --x", "BM110") == [f"error: \u2018./a\u2019 {quotes} Use plain quotes: \" or '."]
    assert said("/bin/bash -c '\u201c./a\u201d'", "BM110") == [f"error: \u201c./a\u201d {quotes} Use plain quotes: \" or '."]
    assert said("/bin/bash -c 'x=\u201ca b\u201d; ./a'", "BM110") == [f"warning: x=\u201ca {quotes} Use plain quotes: \" or '."]


def test_typographic_dashes() -> None:
    dash = "begins with a typographic dash, so the program reads it as a name and not as an option."
    assert said("/bin/bash -c 'apt-get install \u2013y jq'", "BM110") == [
        f"warning: \u2013y {dash} Write -y with plain hyphens."
    ]
    assert said("./a \u2014all", "BM110") == [f"warning: \u2014all {dash} Write --all with plain hyphens."]
    assert said("bash \u2013c './a'", "BM110") == []
    assert said("bash a.sh \u2013v", "BM110") == [f"warning: \u2013v {dash} Write -v with plain hyphens."]


@pytest.mark.parametrize(
    "line",
    [
        "/bin/bash -c 'echo \u201ca\u201d \u2013 b; printf \u201cx\u201d'",
        "/bin/bash -c './a \"\u201cb\u201d\" \\\u2013c'",
        "./a --name \u00e9t\u00e9 \u2013 5\u20136",
        'powershell -Command "\u201ca\u201d; b \u2013c"',
        "/bin/bash -c './a \"it\u2019s\"'",
    ],
)
def test_typographic_signs_that_are_text(line: str) -> None:
    assert said(line, "BM110") == []


def test_windows_has_no_shell_either() -> None:
    assert found(pool("batch.node.windows amd64", "a.exe /x\nb.exe /y"), "BM101") == [
        (
            "$.startTask.commandLine: BM101 error: a line feed is no separator without a shell, so a.exe gets "
            "b.exe and all other "
            'words of the next lines as arguments. Use cmd /c "a.exe /x && b.exe /y".'
        )
    ]
    assert found(pool("batch.node.windows amd64", "cmdkey /add:x\n  /user:y\n  /pass"), "BM101") == []
    assert found(pool("batch.node.windows amd64", 'a.exe "b\nc" d'), "BM101") == []
    assert found(pool("batch.node.windows amd64", "\na.exe /x"), "BM000", "BM101") == []
