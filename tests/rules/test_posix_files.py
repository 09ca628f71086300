"""Whole sentences of the rules about Linux command lines: files, directories and archives."""

from __future__ import annotations

import pytest
from posix_pools import admin_pool, sentences
from reviewing import bash


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


@pytest.mark.parametrize(
    ("command", "kind", "option", "letter"),
    [
        ("tar xfz tool.tar.xz", "xz", "gzip", "-J"),
        ("tar xvfJ tool.tar.gz", "gzip", "xz", "-z"),
        ("tar -xzf tool.tar.bz2", "bzip2", "gzip", "-j"),
    ],
)
def test_compression_that_the_option_of_tar_is_not_for(command: str, kind: str, option: str, letter: str) -> None:
    archive = command.rsplit(maxsplit=1)[-1]
    assert sentences("BM431", admin_pool(bash(f"set -e; {command}"))) == [
        (
            f"error: {archive} is compressed with {kind}, but the option of tar is for {option}, so tar fails. "
            f"Use {letter} instead, or tar -xf, which finds out."
        )
    ]


@pytest.mark.parametrize(
    "command", ["tar xfz tool.tar.gz", "tar xfJ tool.tar.xz", "tar -xfz tool.tar.xz", "tar xf tool.tar.xz"]
)
def test_compression_that_tar_reads(command: str) -> None:
    assert sentences("BM431", admin_pool(bash(f"set -e; {command}"))) == []


_ONLY_ONE_USER = (
    "warning: only the user of the start task can open this file system, so tasks that run as other users get permission "
    "denied. Add --allow-other."
)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('echo "logging:" > /etc/blobfuse.yaml', [_ONLY_ONE_USER]),
        ('echo "logging:" > /etc/blobfuse.yaml; echo "  level: x" >> /etc/blobfuse.yaml', [_ONLY_ONE_USER]),
        ('echo "logging:" > /etc/blobfuse.yaml; cat more.yaml >> /etc/blobfuse.yaml', []),
        ('echo "logging:" >> /etc/blobfuse.yaml', []),
        ("cp blobfuse.yaml /etc", []),
    ],
)
def test_settings_that_may_allow_others(script: str, expected: list[str]) -> None:
    line = bash(f"set -e; {script}; blobfuse2 mount /mnt/data --config-file /etc/blobfuse.yaml")
    assert sentences("BM210", admin_pool(line)) == expected
