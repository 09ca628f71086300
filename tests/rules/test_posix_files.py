"""Whole sentences of the rules about Linux command lines: files, directories and archives."""

from __future__ import annotations

import pytest
from posix_pools import admin_pool, sentences


@pytest.mark.parametrize(
    ("rule", "line", "settings", "sentence"),
    [
        (
            "BM413",
            "/bin/bash -c 'set -e; wget -q https://example.com/install.sh; ./install.sh'",
            (),
            (
                'error: ./install.sh fails with "permission denied": after its download or chmod, it isn\'t '
                "executable. Run chmod +x install.sh first."
            ),
        ),
        (
            "BM413",
            "/bin/bash -c 'set -e; curl -fsSLo /usr/local/bin/tool https://example.com/tool; tool --version'",
            (),
            (
                'error: tool fails with "permission denied": after its download or chmod, it isn\'t executable. '
                "Run chmod +x */tool first."
            ),
        ),
        (
            "BM413",
            "/bin/bash -c 'set -e; chmod 644 run.sh; ./run.sh'",
            (),
            (
                'error: ./run.sh fails with "permission denied": after its download or chmod, it isn\'t '
                "executable. Run chmod +x run.sh first."
            ),
        ),
        (
            "BM414",
            "/bin/bash -c '\ncd /opt/app\ngit pull\nrm -rf *\n'",
            (),
            "warning: /opt/app doesn't exist on a new node, so cd fails. Run mkdir -p /opt/app first.",
        ),
        (
            "BM415",
            "/bin/bash -c 'set -e; tar xzf a.tar.bz2'",
            (),
            (
                "error: the option z is for gzip, and a.tar.bz2 is compressed with bzip2, so tar fails. Use tar "
                "-xf a.tar.bz2, which finds out the compression."
            ),
        ),
        (
            "BM415",
            "/bin/bash -c 'set -e; tar -xzf a.tar.xz -C /opt'",
            (),
            (
                "error: the option z is for gzip, and a.tar.xz is compressed with xz, so tar fails. Use tar -xf "
                "a.tar.xz, which finds out the compression."
            ),
        ),
        (
            "BM415",
            "/bin/bash -c 'set -e; tar -xjf a.tar.gz -C /opt'",
            (),
            (
                "error: the option j is for bzip2, and a.tar.gz is compressed with gzip, so tar fails. Use tar "
                "-xf a.tar.gz, which finds out the compression."
            ),
        ),
        (
            "BM415",
            "/bin/bash -c 'set -e; tar xzf a.zip'",
            (),
            "error: a.zip is no archive of tar, so tar fails. Use unzip -o a.zip.",
        ),
        (
            "BM415",
            "/bin/bash -c 'set -e; apt-get update; apt-get install -y unzip; unzip -o a.tgz'",
            (),
            "error: a.tgz is no zip file, which is all that unzip reads, so unzip fails. Use tar -xf a.tgz.",
        ),
        (
            "BM415",
            "/bin/bash -c 'set -e; tar -xz a.tgz'",
            (),
            (
                "error: without the option f, tar reads from its default device and not from a.tgz, so tar fails."
                " Use tar -xzf a.tgz."
            ),
        ),
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
