"""Whole sentences of the rules about Linux command lines: files, directories and archives."""

from __future__ import annotations

import pytest
from posix_pools import admin_pool, sentences


@pytest.mark.parametrize(
    ("rule", "line", "settings", "sentence"),
    [
        (
            "BM303",
            "/bin/bash -c 'set -e; conda env create -f environment.yml'",
            (),
            (
                "warning: conda env create fails when the start task runs again and the environment already "
                "exists. Use conda env update --prune."
            ),
        ),
    ],
)
def test_sentences_about_files(rule: str, line: str, settings: tuple[str, ...], sentence: str) -> None:
    assert sentence in sentences(rule, admin_pool(line, settings))
