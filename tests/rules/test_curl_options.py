"""The options of curl, which all rules about it read in the same way."""

from __future__ import annotations

import pytest
from reviewing import bash, found

from batchmodels import StartTask
from batchmodels.rules.analysis.curl_options import letters_of_curl, options_of_curl
from batchmodels.shells.script import Command, Word

RELEASE = "https://github.com/o/r/releases/download/v1/tool.zip"


def curl(*arguments: str) -> Command:
    return Command(tuple(Word(text, text) for text in ("curl", *arguments)))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("-kL",), [("k", ""), ("L", "")]),
        (("-skLo", "a", "-f"), [("s", ""), ("k", ""), ("L", ""), ("o", "a"), ("f", "")]),
        (("-oL", "--location", "-", "x"), [("o", "L")]),
        (("-H", "-L", "-#"), [("H", "-L"), ("#", "")]),
        (("-tL", "-D", "-f", "-4"), [("t", "L"), ("D", "-f"), ("4", "")]),
        (("-o",), [("o", "")]),
    ],
)
def test_letters_and_their_values(arguments: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert list(options_of_curl(curl(*arguments))) == expected
    assert letters_of_curl(curl(*arguments)) == {letter for letter, _ in expected}


@pytest.mark.parametrize("options", ["-kL", "-skL", "-fsSkL", "-L", "-hL", "-D x -L", "-kI", "-sw %{http_code}", "-sK x"])
def test_options_that_follow_redirects(options: str) -> None:
    assert not found(StartTask(command_line=bash(f"curl {options} {RELEASE} -o tool.zip")), "BM428")


@pytest.mark.parametrize("options", ["-k", "-D L", "-D -L", "-DL", "-tL", "-uL", "-H -L", "-sTL"])
def test_options_that_do_not_follow_redirects(options: str) -> None:
    assert found(StartTask(command_line=bash(f"curl {options} {RELEASE} -o tool.zip")), "BM428") == [
        (
            "$.commandLine: BM428 warning: github.com answers with a redirect, which curl doesn't follow without -L: it "
            "saves the answer without the file, and succeeds. Use curl -L, for example curl -fsSL."
        )
    ]


@pytest.mark.parametrize(("options", "fails"), [("-kfL", True), ("-D f -L", False), ("-Df -L", False), ("-tf -L", False)])
def test_options_that_fail_with_an_error(options: str, fails: bool) -> None:
    texts = found(StartTask(command_line=bash(f"curl {options} https://example.com/a.zip -o a.zip && unzip a.zip")), "BM114")
    assert texts == [
        (
            "$.commandLine: BM114 warning: without -f, curl succeeds when the server answers with an error, and unzip gets the "
            "error page instead of the file. Use curl -f, for example curl -fsSL, so that the command fails instead."
        )
    ] * (not fails)


@pytest.mark.parametrize(
    ("request_", "found_"),
    [("-sGdapi-version=2021-02-01", 0), ("-sd api-version=2021-02-01 -G", 0), ("-sfo Gd", 1), ("-s", 1)],
)
def test_requests_for_metadata(request_: str, found_: int) -> None:
    line = bash(f'curl {request_} -H Metadata:true "http://169.254.169.254/metadata/instance"')
    assert len(found(StartTask(command_line=line), "BM436")) == found_
