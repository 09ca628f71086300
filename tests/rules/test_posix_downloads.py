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
        (
            "BM311",
            "/bin/bash -c 'set -e\r\napt-get update\r\napt-get install -y git\r\n'",
            (),
            (
                "warning: apt-get install uses the package lists of the image, which may be empty or outdated, so"
                " that it doesn't find the packages. Run apt-get update first: apt-get update && apt-get install "
                "…"
            ),
        ),
    ],
)
def test_sentences_about_downloads(rule: str, line: str, settings: tuple[str, ...], sentence: str) -> None:
    assert sentence in sentences(rule, admin_pool(line, settings))
