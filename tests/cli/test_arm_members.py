"""Members of ARM's pools in a document of the Batch service: one sentence in all commands."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from batchmodels.arm.names import ONLY_IN_ARM
from batchmodels.cli.main import cli

POOL: dict[str, Any] = {"id": "p", "vmSize": "standard_d2s_v3"}
COMMANDS = (["body"], *(["convert", "--to", form] for form in ("data", "arm", "bicep", "python", "azure-batch-14")))


def run(*arguments: str, document: Any) -> Result:
    return CliRunner().invoke(cli, [*arguments, "-"], input=json.dumps(document))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_member_of_arm_is_refused_with_its_place(command: list[str]) -> None:
    done = run(*command, document={**POOL, "interNodeCommunication": True})
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        "batchmodels: <stdin>:1:68: $.interNodeCommunication: interNodeCommunication exists only in ARM's pools, so the Batch"
        " service ignores it and everything in it. Use enableInterNodeCommunication with true or false.\n"
    )


@pytest.mark.parametrize("key", [key for key in ONLY_IN_ARM if key != "properties"])  # with it, it is a pool of ARM
def test_check_and_the_other_commands_say_the_same(key: str) -> None:
    document = {**POOL, key: {}}
    found = json.loads(run("check", "--format", "json", document=document).stdout)["diagnostics"]
    (diagnostic,) = [each for each in found if each["rule"] == "BM701"]
    sentence = f"{diagnostic['path']}: {diagnostic['message']} {diagnostic['fix']}"
    for command in COMMANDS:
        assert sentence in run(*command, document=document).stderr


def test_the_pool_of_a_job() -> None:
    pool = {"vmSize": "s", "scaleSettings": {}}
    job = {"id": "j", "poolInfo": {"autoPoolSpecification": {"poolLifetimeOption": "job", "pool": pool}}}
    done = run("body", document=job)
    assert done.exit_code == 1
    assert "$.poolInfo.autoPoolSpecification.pool.scaleSettings: scaleSettings exists only in ARM's pools" in done.stderr


def test_other_undeclared_members_are_sent_as_before() -> None:
    document = {**POOL, "fromTheFuture": 1}
    assert json.loads(run("body", document=document).stdout) == document
    assert json.loads(run("convert", "--to", "arm", document=document).stdout)["properties"]["fromTheFuture"] == 1
