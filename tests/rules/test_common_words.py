"""Words that are passwords in a command line and parts of messages: masking them would make a message unreadable."""

from __future__ import annotations

import pytest

from batchmodels import StartTask, review
from batchmodels.rules.context import Context
from batchmodels.rules.discovery import RULES


def said(password: str) -> str:
    context = Context(StartTask(command_line=f"/bin/bash -c 'mysql --password={password} x'"), (), ())
    context.rule = RULES["BM106"]
    return context.finding(f"the {password} is lost.", "Fix it.").message


@pytest.mark.parametrize(
    "word",
    [
        *("admin", "administrator", "azure", "batch", "command", "container", "default", "docker", "guest", "linux", "login"),
        *("node", "password", "pool", "root", "script", "secret", "server", "shell", "start", "system", "task", "test"),
        *("ubuntu", "user", "windows"),
    ],
)
def test_common_words_stay(word: str) -> None:
    assert said(word) == f"the {word} is lost."
    assert said(word.upper()) == f"the {word.upper()} is lost."


def test_other_passwords_are_masked() -> None:
    assert said("hunter2") == "the *** is lost."


@pytest.mark.parametrize("program", ["tar", "python3"])
def test_programs_after_a_secret_stay(program: str) -> None:
    """As cmd reads it, all of the line after the secret is a part of it."""
    script = f"echo AccountKey=abcdEFGH1234567890== >> ~/.credentials; echo x >> ~/.credentials; {program} xf a; ls"
    said = [str(each) for each in review(StartTask(command_line=f'/bin/bash -c "{script}"')) if each.rule == "BM106"]
    assert said == [
        (
            f"$.commandLine: BM106 warning: if {program} fails, the script continues and the start task still "
            "succeeds. Begin the "
            "script with set -e: /bin/bash -c 'set -e; set -o pipefail; ...'."
        )
    ]
