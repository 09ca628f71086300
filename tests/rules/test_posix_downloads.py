"""Whole sentences of the rules about Linux command lines: downloads, repositories and settings."""

from __future__ import annotations

import pytest
from posix_pools import admin_pool, sentences


@pytest.mark.parametrize(
    ("rule", "line", "settings", "sentence"),
    [
        (
            "BM114",
            "/bin/bash -c 'set -e; curl -sSL https://example.com/a.tgz -o a.tgz; tar xzf a.tgz -C /opt'",
            (),
            (
                "warning: without -f, curl succeeds when the server answers with an error, and tar gets the error"
                " page instead of the file. Use curl -f, for example curl -fsSL, so that the command fails "
                "instead."
            ),
        ),
    ],
)
def test_sentences_about_downloads(rule: str, line: str, settings: tuple[str, ...], sentence: str) -> None:
    assert sentence in sentences(rule, admin_pool(line, settings))


def test_carriage_returns_are_one_mistake() -> None:
    line = "/bin/bash -c 'set -e\r\napt-get update\r\napt-get install -y git\r\n'"
    assert sentences("BM311", admin_pool(line, ())) == []  # BM117 reports them
