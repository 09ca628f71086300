"""Whole sentences of the rules about Linux command lines: shells and their variables."""

from __future__ import annotations

import pytest
from posix_pools import admin_pool, sentences
from reviewing import bash, found

from batchmodels import StartTask


@pytest.mark.parametrize(
    ("rule", "line", "settings", "sentence"),
    [
        (
            "BM116",
            (
                "/bin/bash -c '\n"
                "set -e\n"
                "wget -q https://repo.anaconda.com/miniconda/Miniconda3-latest-Linux-x86_64.sh -O /tmp/mc.sh\n"
                "bash /tmp/mc.sh -b -u -p /opt/conda\n"
                "export PATH=/opt/conda/bin:$PATH\n"
                "conda create -y -n work python=3.11\n"
                "conda activate work\n"
                "pip install numpy\n"
                "'"
            ),
            (),
            (
                "error: conda activate needs a function of the shell that conda init or its hook defines, and "
                "that a script doesn't have, so it fails. Run . DIRECTORY/etc/profile.d/conda.sh before it, or "
                "use conda run -n NAME."
            ),
        ),
        (
            "BM116",
            "/bin/bash -c 'set -e; micromamba activate work; python run.py'",
            (),
            (
                "error: micromamba activate needs a function of the shell that micromamba init or its hook "
                "defines, and that a script doesn't have, so it fails. Run eval \"$(micromamba shell hook -s "
                'bash)" before it, or use micromamba run -n NAME.'
            ),
        ),
        (
            "BM116",
            "/bin/bash -c '\nexport PATH=/opt/mamba/bin:$PATH\nmamba activate base\npython run.py\n'",
            (),
            (
                "warning: mamba activate needs a function of the shell that mamba init or its hook defines, and "
                "that a script doesn't have, so it fails. Run . DIRECTORY/etc/profile.d/conda.sh before it, or "
                "use mamba run -n NAME."
            ),
        ),
        (
            "BM118",
            "/bin/bash -c 'set -e; sudo cd /opt/app; sudo ./install.sh'",
            (),
            (
                "error: cd is a shell builtin: sudo runs only programs, and none of them can change this shell. "
                "Use cd without sudo, or sudo sh -c 'cd ... && ...'."
            ),
        ),
        (
            "BM118",
            (
                "/bin/bash -c 'set -e; sudo mkdir -p /opt/app; sudo cd /opt/app && sudo git clone "
                "https://github.com/a/b.git || true'"
            ),
            (),
            (
                "warning: cd is a shell builtin: sudo runs only programs, and none of them can change this shell."
                " Use cd without sudo, or sudo sh -c 'cd ... && ...'."
            ),
        ),
        (
            "BM118",
            "/bin/bash -c 'set -e; sudo source /etc/profile.d/x.sh'",
            (),
            (
                "error: source is a shell builtin: sudo runs only programs, and none of them can change this "
                "shell. Use source without sudo, or sudo sh -c 'source ... && ...'."
            ),
        ),
        (
            "BM118",
            "/bin/bash -c 'set -e; sudo export PATH=/opt/bin:$PATH'",
            (),
            (
                "error: export is a shell builtin: sudo runs only programs, and none of them can change this "
                "shell. Use export without sudo, or sudo sh -c 'export ... && ...'."
            ),
        ),
        (
            "BM118",
            (
                "/bin/bash -c '\n"
                "set -e\n"
                "count=0\n"
                "cat list.txt | while read line; do\n"
                "  count=$((count+1))\n"
                "done\n"
                '[ "$count" -gt 0 ] || exit 1\n'
                "echo $count > /opt/count\n"
                "'"
            ),
            (),
            (
                "warning: the loop after | runs in a process of its own and sets count only there, so count keeps"
                " its value from before. Use done < <(command), or a file instead of the pipe, and bash."
            ),
        ),
        (
            "BM118",
            (
                "/bin/bash -c '\n"
                "set -e\n"
                'grep -v "^#" pkgs.txt | while read p; do PKGS="$PKGS $p"; done\n'
                "apt-get update\n"
                "apt-get install -y $PKGS\n"
                "'"
            ),
            (),
            (
                "warning: the loop after | runs in a process of its own and sets PKGS only there, so PKGS keeps "
                "its value from before. Use done < <(command), or a file instead of the pipe, and bash."
            ),
        ),
        (
            "BM121",
            (
                "/bin/bash -c '\n"
                "set -e\n"
                "apt-get update\n"
                "apt-get install -y docker.io\n"
                "usermod -aG docker _azbatch\n"
                "newgrp docker\n"
                "docker pull ubuntu:24.04\n"
                "'"
            ),
            (),
            (
                "warning: newgrp starts a shell of its own, which has no input and ends at once: docker pull and "
                "the commands after it run in the first shell, as its user. Use sg GROUP -c '...'."
            ),
        ),
        (
            "BM121",
            "/bin/bash -c 'set -e; su - worker; ./run.sh'",
            (),
            (
                "warning: su worker starts a shell of its own, which has no input and ends at once: ./run.sh and "
                "the commands after it run in the first shell, as its user. Pass the commands to it: su worker -c"
                " '...'."
            ),
        ),
        (
            "BM121",
            "/bin/bash -c 'sudo su; apt-get update; apt-get install -y git'",
            (),
            (
                "warning: su starts a shell of its own, which has no input and ends at once: apt-get update and "
                "the commands after it run in the first shell, as its user. Pass the commands to it: su -c '...'."
            ),
        ),
        (
            "BM121",
            "/bin/bash -c 'set -e; apt-get update; exit 0; apt-get install -y git'",
            (),
            (
                "warning: apt-get install never runs, because exit ends the script before it. Move exit to the "
                "end, or remove it, so that the start task runs all commands."
            ),
        ),
        (
            "BM121",
            "/bin/bash -c 'set -e; exec apt-get update; apt-get install -y git'",
            (),
            (
                "warning: apt-get install never runs, because exec ends the script before it. Move exec to the "
                "end, or remove it, so that the start task runs all commands."
            ),
        ),
        (
            "BM121",
            "/bin/bash -c 'set -e; bash; ./install.sh'",
            (),
            (
                "warning: bash starts a shell of its own, which has no input and ends at once: ./install.sh and "
                "the commands after it run in the first shell, as its user. Pass the commands to it: bash -c "
                "'...'."
            ),
        ),
        (
            "BM122",
            "/bin/bash -c 'set -e; PATH=/opt/x; ls'",
            (),
            ("warning: PATH=/opt/x replaces the old value, so the shell doesn't find ls. Write PATH=DIRECTORY:$PATH."),
        ),
        (
            "BM122",
            "/bin/bash -c 'set -e; export PATH=PATH:/opt/bin; ls /opt'",
            (),
            ("warning: PATH=... contains the word PATH itself, not its value, so the shell doesn't find ls. Write $PATH."),
        ),
        (
            "BM122",
            "/bin/bash -c 'set -e; export PATH=/opt/tool/bin; apt-get update'",
            (),
            (
                "warning: PATH=/opt/tool/bin replaces the old value, so the shell doesn't find apt-get update. "
                "Write PATH=DIRECTORY:$PATH."
            ),
        ),
        (
            "BM122",
            "/bin/bash -c 'set -e; PATH=/opt/tool/bin:/opt/tool/sbin; mkdir -p data; tool --init'",
            (),
            (
                "warning: PATH=/opt/tool/bin:/opt/tool/sbin replaces the old value, so the shell doesn't find "
                "mkdir. Write PATH=DIRECTORY:$PATH."
            ),
        ),
        (
            "BM122",
            "/bin/bash -c 'set -e; export PATH=/opt/x:{PATH}; cp a b'",
            (),
            ("warning: PATH=... contains the word PATH itself, not its value, so the shell doesn't find cp. Write $PATH."),
        ),
        (
            "BM123",
            "/bin/bash -c 'set -e; mkdir -p /opt/app; INSTALL_DIR=/opt/app; cp tool.sh \"$INSTAL_DIR/\"'",
            (),
            (
                "warning: INSTALL_DIR isn't exported and the script doesn't use it, so cp and other programs "
                "don't see it. Use export INSTALL_DIR=... instead."
            ),
        ),
        (
            "BM123",
            "/bin/bash -c 'FOO=bar; ./run.sh'",
            (),
            (
                "warning: FOO isn't exported and the script doesn't use it, so ./run.sh and other programs don't "
                "see it. Use export FOO=... instead."
            ),
        ),
        (
            "BM123",
            ("/bin/bash -c 'set -e; https_proxy=http://10.0.0.4:3128; curl -fsSLO https://example.com/a.tgz; tar -xzf a.tgz'"),
            (),
            (
                "warning: https_proxy isn't exported and the script doesn't use it, so curl and other programs "
                "don't see it. Use export https_proxy=... instead."
            ),
        ),
        (
            "BM123",
            (
                "/bin/bash -c '\n"
                "set -e\n"
                "DEBIAN_FRONTEND=noninteractive\n"
                "apt-get -o DPkg::Lock::Timeout=300 update\n"
                "apt-get -o DPkg::Lock::Timeout=300 install -y tzdata\n"
                "'"
            ),
            (),
            (
                "warning: DEBIAN_FRONTEND isn't exported and the script doesn't use it, so apt-get update and "
                "other programs don't see it. Use export DEBIAN_FRONTEND=... instead."
            ),
        ),
        (
            "BM123",
            "/bin/bash -c 'set -e; OMP_NUM_THREADS=4; ./bench'",
            (),
            (
                "warning: OMP_NUM_THREADS isn't exported and the script doesn't use it, so ./bench and other "
                "programs don't see it. Use export OMP_NUM_THREADS=... instead."
            ),
        ),
    ],
)
def test_sentences_about_scripts(rule: str, line: str, settings: tuple[str, ...], sentence: str) -> None:
    assert sentence in sentences(rule, admin_pool(line, settings))


@pytest.mark.parametrize(
    ("line", "program", "builtin", "fix"),
    [
        ("LEVEL=a; sudo source /opt/env.sh", "sudo", "source", "Use source without sudo, or sudo sh -c 'source ... && ...'."),
        ("sudo -u me cd /opt", "sudo", "cd", "Use cd without sudo, or sudo sh -c 'cd ... && ...'."),
        ("env A=b . /opt/env.sh", "env", ".", "Use . without env, or env sh -c '. ... && ...'."),
        ("timeout 5 source a", "timeout", "source", "Use source without timeout, or timeout ... sh -c 'source ... && ...'."),
        ("LEVEL=debug; sudo exec setup", "sudo", "exec", "Use sudo without exec."),
        ("exec sudo exec setup", "sudo", "exec", "Use sudo without exec."),
    ],
)
def test_builtins_that_a_program_cannot_run(line: str, program: str, builtin: str, fix: str) -> None:
    assert found(StartTask(command_line=bash(line)), "BM113", "BM118", "BM123") == [
        (
            f"$.commandLine: BM118 warning: {builtin} is a shell builtin: {program} runs only programs, and none of them can "
            f"change this shell. {fix}"
        )
    ]


@pytest.mark.parametrize("line", ["exec sudo setup", "time source a; ./b", "command cd /opt; ./b", "sudo exec/setup"])
def test_builtins_that_the_shell_runs(line: str) -> None:
    assert found(StartTask(command_line=bash(line)), "BM118") == []
