"""The output of examples/first_pool.py, the README's first command, and the two versions of its pool."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from typing import Any

from conftest import ROOT

import batchmodels

SCRIPT = ROOT / "examples" / "first_pool.py"


def printed(**environment: str) -> str:
    done = subprocess.run(
        [sys.executable, str(SCRIPT)],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_it_ends_with_the_masked_body() -> None:
    first, body = printed(SHARE_KEY="a-very-secret-key").split("The request body, with secrets masked:\n\n")
    assert "a-very-secret-key" not in first + body
    pool: dict[str, Any] = json.loads(body)
    assert pool["mountConfiguration"][0]["azureFileShareConfiguration"]["accountKey"] == "***"
    assert pool["startTask"]["environmentSettings"] == [{"name": "LICENSE_SERVER", "value": "***"}]
    names = runpy.run_path(str(SCRIPT))
    sent = names["build_pool"](names["fixed_start_task"](), "***").serialize()
    sent["startTask"]["environmentSettings"][0]["value"] = "***"
    assert pool == sent


def test_it_shows_findings_of_the_first_version_only() -> None:
    first, fixed = printed().split("The fixed version:\n")
    names = runpy.run_path(str(SCRIPT))
    pool = names["build_pool"](names["first_start_task"](), "key")
    findings = batchmodels.review(pool)
    assert pool.validate() == []
    assert [finding.rule for finding in findings] == ["BM101", "BM201", "BM301"]
    shown = " ".join(first.split())
    for finding in findings:
        assert f"{finding.rule} error at {finding.path} {finding.message} {finding.fix}" in shown
    assert fixed.startswith("\n  validate(): the service accepts the pool.\n  review():   no problems found.\n\n")


def test_it_fails_if_the_pool_cannot_be_sent(capsys: Any) -> None:
    names = runpy.run_path(str(SCRIPT))
    pool = names["build_pool"](names["fixed_start_task"](), "key")
    assert names["is_fit"](pool)
    pool.id = "my pool"
    assert not names["is_fit"](pool)
    assert (
        "  validate(): the service refuses the pool.\n\n"
        "    expected str that matches [A-Za-z0-9_-]{1,64}, got str 'my pool' at $.id\n"
    ) in capsys.readouterr().out
