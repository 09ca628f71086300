"""BM106: the exit codes of a pipeline's commands that a script takes from PIPESTATUS."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest
from reviewing import bash, found

from batchmodels import StartTask

LOST = (
    "$.commandLine: BM106 warning: if ./a fails, the pipeline still succeeds because tee does. "
    "Begin the script with set -o pipefail: /bin/bash -c 'set -e; set -o pipefail; ...'."
)

EXAMINED = [
    "./a | tee b; exit ${PIPESTATUS[0]}",
    './a 2>&1 | tee b\nexit "${PIPESTATUS[0]}"',
    "./a | tee b; exit $PIPESTATUS",
    "./a | tee b; exit $((PIPESTATUS[0]))",
    "./a | grep -v x | tee b; exit ${PIPESTATUS[-3]}",
    "./a | tee b; rc=${PIPESTATUS[0]}; echo done; exit $rc",
    "./a | tee b; rc=${PIPESTATUS[0]}; if [ $rc -ne 0 ]; then exit $rc; fi",
    "./a | tee b; declare -i rc=${PIPESTATUS[0]}; exit $rc",
    './a | tee b; all=("${PIPESTATUS[@]}"); for each in "${all[@]}"; do [ $each -eq 0 ] || exit $each; done',
    './a | tee b; for each in "${PIPESTATUS[@]}"; do [ $each -eq 0 ] || exit $each; done',
    './a | tee b; read -r first rest <<< "${PIPESTATUS[@]}"; exit $first',
    "./a | tee b; [ ${PIPESTATUS[0]} -eq 0 ]",
    "./a | tee b; test ${PIPESTATUS[0]} -eq 0",
    "./a | tee b; [[ ${PIPESTATUS[0]} -eq 0 ]] || exit 1",
    "./a | tee b; (( PIPESTATUS[0] == 0 ))",
    "./a | tee b; if [ ${PIPESTATUS[0]} -ne 0 ]; then exit 1; fi",
    "./a | tee b; if (( PIPESTATUS[0] )); then exit 1; fi",
    "./a | tee b; case ${PIPESTATUS[0]} in 0) ;; *) exit 1 ;; esac",
    "./a | tee b && exit ${PIPESTATUS[0]}",
    "./a | tee b || exit 2; exit ${PIPESTATUS[0]}",
    "./a | tee b; (exit ${PIPESTATUS[0]})",
    "run() { ./a | tee b; return ${PIPESTATUS[0]}; }; run",
    "if true; then ./a | tee b; fi; exit ${PIPESTATUS[0]}",
    "{ ./a | tee b; }; exit ${PIPESTATUS[0]}",
    "for x in 1 2; do ./a $x | tee b; [ ${PIPESTATUS[0]} -eq 0 ] || exit 1; done",
    "set -e; ./a | tee b; [ ${PIPESTATUS[0]} -eq 0 ]; echo done",
    "./a | tee b; a=${PIPESTATUS[0]}; ./a | tee c; b=${PIPESTATUS[0]}; exit $((a + b))",
]
"""Scripts that fail if ``./a`` does."""

OVERWRITTEN = [
    "./a | tee b; echo done; exit ${PIPESTATUS[0]}",
    "./a | tee b; x=1; exit ${PIPESTATUS[0]}",
    "./a | tee b; date > c; if [ ${PIPESTATUS[0]} -ne 0 ]; then exit 1; fi",
    "./a | tee b; exit ${PIPESTATUS[1]}",
    "./a | tee b; exit $?",
    "./a | tee b; rc=$?; exit $rc",
    "./a | tee b; echo ${PIPESTATUS[0]}",
    "./a | tee b; rc=${PIPESTATUS[0]}; echo finished with $rc",
    "./a | tee b; rc=${PIPESTATUS[0]}; rc=0; exit 0",
    "./a | tee b; : ${PIPESTATUS[0]}; exit ${PIPESTATUS[0]}",
    "(./a | tee b); exit ${PIPESTATUS[0]}",
    "run() { ./a | tee b; }; run; exit ${PIPESTATUS[0]}",
    "./a | tee b; cat < b | tee c; exit ${PIPESTATUS[0]}",
]
"""Scripts that succeed although ``./a`` fails."""


@pytest.mark.parametrize("script", EXAMINED)
def test_statuses_that_are_examined(script: str) -> None:
    assert found(StartTask(command_line=bash(script)), "BM106") == []


@pytest.mark.parametrize("script", OVERWRITTEN)
def test_statuses_that_are_lost(script: str) -> None:
    assert found(StartTask(command_line=bash(script)), "BM106") == [LOST]


def test_a_loop_keeps_only_the_last_statuses() -> None:
    assert found(StartTask(command_line=bash("for x in 1 2; do ./a $x | tee b; done; exit ${PIPESTATUS[0]}")), "BM106") == [
        LOST
    ]


@pytest.mark.skipif(os.name != "posix" or not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize("script", [*EXAMINED, *OVERWRITTEN])
def test_bash_does_the_same(script: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    directory = tmp_path_factory.mktemp("pipe")
    (directory / "a").write_text("#!/bin/sh\nexit 3\n")
    (directory / "a").chmod(0o755)
    ended = subprocess.run(["bash", "-c", script], cwd=directory, capture_output=True, check=False)
    assert (ended.returncode != 0) is (script in EXAMINED)


@pytest.mark.parametrize(
    ("shell", "word", "expected"),
    [
        ("/bin/zsh", "${PIPESTATUS[0]}", [LOST]),
        ("/bin/zsh", "${pipestatus[1]}", []),
        ("/bin/zsh", "${pipestatus[2]}", [LOST]),
        ("/bin/bash", "${pipestatus[1]}", [LOST]),
        ("sudo bash", "${PIPESTATUS[0]}", []),
    ],
)
def test_the_variable_of_each_shell(shell: str, word: str, expected: list[str]) -> None:
    assert found(StartTask(command_line=f"{shell} -c './a | tee b; exit {word}'"), "BM106") == expected
