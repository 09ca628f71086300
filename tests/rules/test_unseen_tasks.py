"""Mistakes in lone tasks and jobs of an author who didn't know the rules, and what is like them but right."""

from __future__ import annotations

import pytest
from reviewing import found

from batchmodels import TaskAddParameter


def task(command_line: str, *rules: str) -> list[str]:
    return found(TaskAddParameter(id="t", command_line=command_line), *rules)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            r'cmd /c "app.exe --out $AZ_BATCH_TASK_WORKING_DIR\out"',
            "BM404 error: cmd doesn't expand $AZ_BATCH_TASK_WORKING_DIR. Use %AZ_BATCH_TASK_WORKING_DIR%.",
        ),
        (
            r"cmd /c type out.csv > ${AZ_BATCH_NODE_SHARED_DIR}\out.csv",
            "BM404 error: cmd doesn't expand ${AZ_BATCH_NODE_SHARED_DIR}. Use %AZ_BATCH_NODE_SHARED_DIR%.",
        ),
        (
            "/bin/bash -c 'cp out.csv %AZ_BATCH_NODE_SHARED_DIR%/out.csv'",
            "BM403 error: the shell doesn't expand %AZ_BATCH_NODE_SHARED_DIR%. Use $AZ_BATCH_NODE_SHARED_DIR.",
        ),
        (
            "app.exe --out $AZ_BATCH_TASK_WORKING_DIR/out",
            (
                "BM101 error: app.exe runs without a shell, so $AZ_BATCH_TASK_WORKING_DIR is not expanded. "
                'Use cmd /c "app.exe --out %AZ_BATCH_TASK_WORKING_DIR%/out".'
            ),
        ),
        (
            r"python main.py --out $AZ_BATCH_TASK_WORKING_DIR\out",
            (
                "BM101 error: python runs without a shell, so $AZ_BATCH_TASK_WORKING_DIR is not expanded. "
                r'Use cmd /c "python main.py --out %AZ_BATCH_TASK_WORKING_DIR%\out".'
            ),
        ),
        (
            "bash run.sh %AZ_BATCH_TASK_ID%",
            (
                "BM101 error: the shell only runs the file run.sh, so %AZ_BATCH_TASK_ID% is not expanded. "
                "Use /bin/bash -c 'bash run.sh $AZ_BATCH_TASK_ID'."
            ),
        ),
    ],
)
def test_the_shell_says_how_a_variable_of_batch_is_written(line: str, says: str) -> None:
    assert task(line, "BM101", "BM403", "BM404") == [f"$.commandLine: {says}"]


@pytest.mark.parametrize(
    "line",
    [
        "cmd /c \"bash -c 'echo $AZ_BATCH_TASK_ID'\"",
        "cmd /c \"wsl sh -c 'cp a $AZ_BATCH_TASK_ID'\"",
        "/bin/bash -c 'sed -i s/%AZ_BATCH_TASK_ID%/$AZ_BATCH_TASK_ID/ cfg.ini'",
        "/bin/bash -c 'wsl.exe cmd.exe /c app.exe %AZ_BATCH_TASK_ID%'",
        r'cmd /c "app.exe --out %AZ_BATCH_TASK_WORKING_DIR%\out"',
    ],
)
def test_another_shell_or_program_may_expand_the_variable(line: str) -> None:
    assert not task(line, "BM101", "BM403", "BM404")
