"""The positions of findings within scripts: lines and columns of the file, through every way to write a text."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
import yaml
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from batchmodels import documents, review
from batchmodels.documents.text_offsets import offsets_of

FORMS = ROOT.parent / "shared" / "field" / "forms"
RULES = {"BM301", "BM303"}

LITERAL = """\
startTask:
  commandLine: |
    /bin/bash -c '
    set -e
    apt-get install ffmpeg
      mkdir data
    apt-get install gcc
    '
"""
FOLDED = """\
startTask:
  commandLine: &line >-  # a comment

    /bin/bash -c 'set -e;
    apt-get install ffmpeg;
      mkdir data;

    apt-get install gcc'
"""
SINGLE = """\
startTask:
  commandLine: '/bin/bash -c ''set -e; apt-get install ffmpeg;
    mkdir data;

    apt-get install gcc'''
"""
DOUBLE = """\
startTask:
  commandLine: !!str "/bin/bash -c \\"set -e; \\x61pt-get install ffmpeg; mk\\
    dir data;\\n
    apt-get install gcc\\""
"""
PLAIN = """\
startTask:
  commandLine: /bin/bash -c 'set -e; apt-get install ffmpeg;
    mkdir data;
    apt-get install gcc'
"""
JSON = (
    '{"startTask": {"commandLine": "/bin/bash -c \'set -e\\n\\u0061pt-get install ffmpeg\\n\\tmkdir \\"data\\" # \\ud83d\\ude00'
    "\\napt-get install gcc'\"}}"
)


def places(text: str, name: str, rules: set[str] = RULES) -> list[tuple[str, int, int, str]]:
    """The rule, line and column of each finding, with what is there."""
    lines = text.splitlines()
    found = [each for each in documents.check(documents.read_text(text, name)) if each.rule in rules]
    return [
        (each.rule, each.line, each.column, lines[each.line - 1][each.column - 1 : each.end_column - 1])
        if each.line == each.end_line
        else (each.rule, each.line, each.column, f"up to {each.end_line}:{each.end_column}")
        for each in found
    ]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (
            LITERAL,
            "pool.yaml",
            [
                ("BM301", 5, 5, "apt-get install ffmpeg"),
                ("BM303", 6, 7, "mkdir data"),
                ("BM301", 7, 5, "apt-get install gcc"),
            ],
        ),
        (
            FOLDED,
            "pool.yaml",
            [
                ("BM301", 5, 5, "apt-get install ffmpeg"),
                ("BM303", 6, 7, "mkdir data"),
                ("BM301", 8, 5, "apt-get install gcc"),
            ],
        ),
        (
            SINGLE,
            "pool.yaml",
            [
                ("BM301", 2, 40, "apt-get install ffmpeg"),
                ("BM303", 3, 5, "mkdir data"),
                ("BM301", 5, 5, "apt-get install gcc"),
            ],
        ),
        (
            DOUBLE,
            "pool.yaml",
            [
                ("BM301", 2, 46, "\\x61pt-get install ffmpeg"),
                ("BM303", 2, 73, "up to 3:13"),
                ("BM301", 4, 5, "apt-get install gcc"),
            ],
        ),
        (
            PLAIN,
            "pool.yaml",
            [
                ("BM301", 2, 38, "apt-get install ffmpeg"),
                ("BM303", 3, 5, "mkdir data"),
                ("BM301", 4, 5, "apt-get install gcc"),
            ],
        ),
        (
            JSON,
            "pool.json",
            [
                ("BM301", 1, 54, "\\u0061pt-get install ffmpeg"),
                ("BM303", 1, 85, 'mkdir \\"data\\"'),
                ("BM301", 1, 116, "apt-get install gcc"),
            ],
        ),
    ],
)
def test_a_script_in_a_text(text: str, name: str, expected: list[Any]) -> None:
    assert places(text, name) == expected


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_other_line_breaks(ending: str) -> None:
    text = LITERAL.replace("\n", ending)
    assert [place[1:] for place in places(text, "pool.yaml")] == [
        (5, 5, "apt-get install ffmpeg"),
        (6, 7, "mkdir data"),
        (7, 5, "apt-get install gcc"),
    ]


def test_an_alias_has_the_position_of_its_text() -> None:
    text = "- commandLine: &line |\n    bash -c 'set -e\n    mkdir data'\n  waitForSuccess: true\n- commandLine: *line\n"
    assert places(text, "pool.yaml") == [("BM303", 3, 5, "mkdir data")] * 2


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("mkdir data", "mkdir data"),
        ("bash -c \"mkdir '/data x'\"", "mkdir '/data x'"),
        ("bash -c 'ls; bash -c \"ls; sudo mkdir data\"'", "sudo mkdir data"),
        ("bash -c 'ls; bash -c '\\''ls; mkdir data'\\'", "mkdir data"),
        ('bash -c "ls; bash -c \\"ls; mkdir $X/y\\""', "mkdir $X/y"),
        ("bash -c 'a=`ls; mkdir data`'", "mkdir data"),
        ("su - me -c 'ls; mkdir data'", "mkdir data"),
        ("cmd /c dir & mkdir data", "mkdir data"),
        ('cmd /s /c " dir & mkdir data "', "mkdir data"),
        ("powershell -Command ls; mkdir data", "mkdir data"),
        ('powershell -Command "ls; mkdir data"', "mkdir data"),
        ("cmd /c powershell -Command \"ls; mkdir 'data'\"", "mkdir 'data'"),
        # A script that the command line doesn't have as it is: the finding is about all of it.
        ("bash -c \"bash -c $'ls\\nmkdir data'\"", "bash -c \"bash -c $'ls\\nmkdir data'\""),
        ("powershell -EncodedCommand bQBrAGQAaQByACAAZABhAHQAYQA=", "powershell -EncodedCommand bQBrAGQAaQByACAAZABhAHQAYQA="),
    ],
)
def test_a_command_within_shells(line: str, expected: str) -> None:
    text = json.dumps({"commandLine": line})
    (diagnostic,) = [each for each in documents.check(documents.read_text(text, "task.json")) if each.rule == "BM303"]
    written = json.dumps(expected)[1:-1] if expected != line or line.startswith("mkdir") else json.dumps(expected)
    assert text[diagnostic.column - 1 : diagnostic.end_column - 1] == written


@pytest.mark.parametrize(
    ("rule", "line", "expected"),
    [
        ("BM106", "bash -c 'make; make install; ls'", ["make"]),
        ("BM107", "bash -c './a & ./b & '", ["./a", "./b"]),
        ("BM107", "bash -c './a & disown'", ["./a"]),
        ("BM201", "bash -c 'ls; apt-get update; apt-get install -y a'", ["apt-get update"]),
        ("BM202", "bash -c 'ls; systemctl start a'", ["systemctl start a"]),
        ("BM203", "bash -c 'touch /etc/x /etc/y; touch /etc/z'", ["touch /etc/x /etc/y", "touch /etc/z"]),
        ("BM301", "bash -c 'apt-get install a; apt-get install b'", ["apt-get install a", "apt-get install b"]),
        ("BM301", "apt-get update && apt-get install a", ["apt-get install a"]),
        ("BM301", "/bin/bash -c apt-get update && apt-get install a", ["apt-get install a"]),
        ("BM201", "/bin/bash -c apt-get update", ["apt-get update"]),
        ("BM302", "bash -c 'ls; apt-get install -y a'", ["apt-get install -y a"]),
        ("BM305", "bash -c 'ls; curl -O https://h/x'", ["curl -O https://h/x"]),
        ("BM401", "bash -c 'ls /mnt/batch/tasks; ls /mnt/batch/tasks'", ["/mnt/batch/tasks", "/mnt/batch/tasks"]),
        ("BM402", "bash -c 'ls $AZ_BATCH_TASK_ID\nls x$AZ_BATCH_TASK_ID'", ["$AZ_BATCH_TASK_ID", "x$AZ_BATCH_TASK_ID"]),
        ("BM604", "bash -c 'curl -O http://a.com/x; wget http://b.com/y'", ["http://a.com/x", "http://b.com/y"]),
        ("BM901", "bash -c 'ls\nif [ $a == b ]; then :; fi; [ $c ]\n[ x = ]'", None),
    ],
)
def test_every_rule_about_commands_names_them(rule: str, line: str, expected: list[str] | None) -> None:
    task = documents.read_text(json.dumps({"commandLine": line}), "task.json").models[0]
    spans = [finding.span for finding in review(task) if finding.rule == rule]
    assert spans
    found = [line[slice(*span)] for span in spans if span]
    if expected is None:
        assert len(found) == len(spans)
    else:
        assert found == expected


STYLES = st.sampled_from(["|", ">", "'", '"', ""])


@given(st.text("ab ': \"\\\n\t#-é\U0001f600", min_size=1), STYLES)
def test_every_character_of_a_text(value: str, style: str) -> None:
    dumped = yaml.dump({"commandLine": value}, default_style=style or None, allow_unicode=True, width=8)
    for text, is_yaml in ((json.dumps({"commandLine": value}), False), (dumped, True)):
        source = documents.read_text(text, "x.yaml" if is_yaml else "x.json", type_name="StartTask").source
        assert source.content == {"commandLine": value}
        (_, node) = source.node.within(("commandLine",))
        if node.plain is not None:
            continue
        offsets = offsets_of(text, node.start, node.end, value, is_yaml=is_yaml)
        assert offsets is not None
        assert all(before <= after for before, after in itertools.pairwise(offsets))
        for character, offset in zip(value, offsets, strict=True):
            assert text[offset] in (character, "\\") or character in " \n\t"


@pytest.mark.skipif(not FORMS.exists(), reason="the shared forms aren't here")
def test_the_form_with_a_block() -> None:
    text = (FORMS / "block.yaml").read_text()
    assert places(text, "block.yaml") == [
        ("BM301", 9, 5, "apt-get install ffmpeg"),
        ("BM303", 10, 5, "mkdir $AZ_BATCH_NODE_SHARED_DIR/data"),
        ("BM301", 11, 5, "apt-get install gcc"),
    ]
