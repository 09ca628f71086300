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
            "BM114",
            (
                "/bin/bash -c 'set -e; curl -fsS -o ninja.zip https://github.com/ninja-"
                "build/ninja/releases/download/v1.12.1/ninja-linux.zip'"
            ),
            (),
            (
                "warning: the server answers with a redirection, which curl doesn't follow without -L, so it "
                "saves an empty file. Use curl -L, for example curl -fsSL."
            ),
        ),
        (
            "BM114",
            "/bin/bash -c 'set -e; wget -q https://github.com/contoso/tools/blob/main/setup.sh; bash setup.sh'",
            (),
            (
                "warning: the URL is that of the page that shows the file, so the download is HTML and not the "
                "file. Use the URL of the file itself, for example "
                "https://raw.githubusercontent.com/OWNER/REPOSITORY/BRANCH/PATH."
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
