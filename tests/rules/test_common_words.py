"""Words that are passwords in a command line and parts of messages: masking them would make a message unreadable."""

from __future__ import annotations

import pytest

from batchmodels import StartTask
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
