"""Whatever a document or a file's name holds: in no output does any of it begin a line, end one, or steer a terminal."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from batchmodels import Severity, StartTask, review
from batchmodels.cli.formats import FORMATS
from batchmodels.cli.main import cli
from batchmodels.cli.summary import Summary
from batchmodels.documents.diagnostics import Diagnostic
from batchmodels.secrets.printing import printable, without_commands

BREAKS = ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
BIDI = list("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
COMMANDS = ["::error::forged", "::add-mask::a", "  ::stop-commands::x", "##[error]forged", "##[add-mask]a", "\xa0::error ::x"]

hostile = st.lists(
    st.one_of(st.sampled_from([*BREAKS, *BIDI, *COMMANDS, "\x1b[2J", "\x00", "\x9b", " ", "\t"]), st.text(max_size=4)),
    max_size=6,
).map("".join)


def forged(text: str) -> list[str]:
    """The lines that a runner of GitHub Actions takes for commands, as its own code finds them."""
    return [line for line in re.split(r"\r\n|\n|\r", text) if line.lstrip().startswith("::") or "##[" in line]


def steers(text: str) -> list[str]:
    """The characters but line feeds and tabs that a terminal acts on, or that end a line for some reader."""
    unseen = {"Cc", "Zl", "Zp"}
    return [each for each in text if each not in "\n\t" and (unicodedata.category(each) in unseen or each in BIDI)]


def report_with(text: str) -> Diagnostic:
    return Diagnostic(
        file=text,
        line=1,
        column=2,
        end_line=3,
        end_column=4,
        path=f"${text}",
        rule="BM103",
        severity=Severity.error,
        title="a title",
        message=text,
        fix=text or "x",
        help="https://example.com",
    )


@given(hostile)
@example("a\n::error::forged")
@example("::error::forged")
@example("##[error]forged")
@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_no_format_lets_a_value_begin_a_line(form: str, text: str) -> None:
    plain = FORMATS[form](Summary((text,), (report_with("x"),), 0))
    printed = without_commands(click.unstyle(FORMATS[form](Summary((text,), (report_with(text),), 0))))
    assert printed.count("\n") == plain.count("\n")
    assert forged(printed) == []
    assert steers(printed) == []


@given(hostile)
def test_a_json_report_still_has_the_value(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    (report,) = json.loads(without_commands(FORMATS["json"](Summary((text,), (report_with(text),), 0))))["diagnostics"]
    assert (report["file"], report["message"], report["fix"]) == (text, text, text or "x")


@given(hostile)
@example("a\n::error::forged")
def test_github_gets_one_command_for_a_report(text: str) -> None:
    printed = FORMATS["github"](Summary((text,), (report_with(text),), 0))
    assert printed.startswith("::error ")
    assert "\n" not in printed
    assert steers(printed) == []


DOCUMENTS: list[tuple[str, Any]] = [
    ("a key", lambda text: {"commandLine": "x", text: 1}),
    ("a key in a key", lambda text: {"commandLine": "x", "userIdentity": {"autoUser": {text: {text: [text]}}}}),
    ("a command line", lambda text: {"commandLine": text}),
    ("a script", lambda text: {"commandLine": f"/bin/bash -c 'set -e; mkdir {text}; cd {text}; ln -s a {text}'"}),
    ("a script of cmd", lambda text: {"commandLine": f'cmd /c "mkdir {text} & {text}"'}),
    ("the name of a setting", lambda text: {"commandLine": "x", "environmentSettings": [{"name": text}, {"name": text}]}),
    ("a value of the wrong type", lambda text: {"commandLine": "x", "maxTaskRetryCount": text, "waitForSuccess": text}),
    ("an unknown value", lambda text: {"commandLine": "x", "userIdentity": {"autoUser": {"scope": text}}}),
    (
        "a user",
        lambda text: {"id": text, "vmSize": text, "startTask": {"commandLine": "x", "userIdentity": {"username": text}}},
    ),
    (
        "a pool's name",
        lambda text: {"id": text, "vmSize": "a", "startTask": {"commandLine": text}, "metadata": [{"name": text}]},
    ),
    ("a node", lambda text: {"id": text, "startTaskInfo": {"state": text, "startTime": text, "failureInfo": {"code": text}}}),
]


@settings(max_examples=40, deadline=None)
@given(hostile, st.sampled_from([document for _, document in DOCUMENTS]), st.booleans())
@example("a\n::error::forged", DOCUMENTS[5][1], False)
@example("::error::forged", DOCUMENTS[9][1], False)
def test_no_command_lets_a_document_begin_a_line(text: str, document: Any, two: bool) -> None:
    content = json.dumps([document(text), document(text)] if two else document(text))
    for arguments in (
        ["check", "--ignore", "BM901", "--severity", "note", "-"],
        ["check", "--ignore", "BM901", "--format", "json", "-"],
        ["check", "--ignore", "BM901", "--format", "sarif", "-"],
        ["check", "--ignore", "BM901", "--type", "StartTask", "-"],
        ["show", "-"],
        ["body", "-"],
        ["explain", "-"],
    ):
        done = CliRunner().invoke(cli, arguments, input=content.encode("utf-8", "replace"))
        assert done.exception is None or isinstance(done.exception, SystemExit)
        assert forged(done.output) == [], arguments
        if arguments[0] != "body":  # it prints the document itself, as JSON
            assert steers(done.output) == [], arguments


@settings(max_examples=30, deadline=None)
@given(hostile)
@example("k\n::error::forged")
def test_yaml_that_cannot_be_read_begins_no_line(text: str) -> None:
    for document in (
        f"*{text}",
        f"a: !{text} b",
        f"? [{text}]",
        f"{text}: [",
        f'{{"{text}": 1, "{text}": 2}}',
        f"'{text}': 1\n'{text}': 2",
    ):
        done = CliRunner().invoke(cli, ["check", "-"], input=document.encode("utf-8", "replace"))
        assert forged(done.output) == []
        assert steers(done.output) == []


@pytest.mark.parametrize(
    "name", ["a\n::error::forged", "::error::forged", "-x\n::error::forged", "--x=\n::error::y", "##[error]x"]
)
@pytest.mark.parametrize("command", [["check"], ["check", "--format", "json"], ["show"], ["body"], ["explain"], []])
def test_the_name_of_a_file_begins_no_line(name: str, command: list[str]) -> None:
    done = CliRunner().invoke(cli, [*command, name])
    assert done.exit_code == 2
    assert forged(done.output) == []


def test_what_a_finding_says_stays_in_its_line() -> None:
    (finding,) = review(StartTask(command_line="/bin/bash -c 'mkdir a\u2028b'"), ignore={"BM901"})
    assert (
        finding.message
        == "mkdir a\\u2028b fails when the start task runs again and a\\u2028b already exists, for example on a retry."
    )


def test_what_is_escaped() -> None:
    assert printable("a\tb ä 漢 👩\u200d💻\xa0c") == "a\tb ä 漢 👩\u200d💻\xa0c"
    assert (
        printable("\n\r\x85\u2028\u061c\u202e\ufeff\U000e0041\ud800")
        == "\\n\\r\\x85\\u2028\\u061c\\u202e\\ufeff\\U000e0041\\ud800"
    )
    assert without_commands("a ::b\n  ::c\n::d::\n:e\na##[f]\n") == "a ::b\n  \\u003a:c\n\\u003a:d::\n:e\na#\\u0023[f]\n"
    assert without_commands("\x1b[1m::b\x1b[0m\n \x1b[1;31m ::c") == "\x1b[1m\\u003a:b\x1b[0m\n \x1b[1;31m \\u003a:c"


def test_a_file_in_a_repository_that_is_named_like_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("::error::forged.json").write_text('{"commandLine": "sh -c a b"}')
    done = CliRunner().invoke(cli, ["check", "::error::forged.json"])
    assert done.output.startswith("\\u003a:error::forged.json:1:17: ")
