"""The command ``init``: a start task or a pool to begin with."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .completion import FileName
from .group import examples, refuse
from .output import say, write

_START_TASK = """\
# The start task of a Batch pool: it runs on each node before any task does.
{task}"""

_TASK = """\
# The command line runs without a shell, so a script needs one. set -e stops it at the first failure.
commandLine: /bin/bash -c 'set -e; apt-get update; apt-get -o DPkg::Lock::Timeout=300 install -y ffmpeg'
# An administrator may install packages.
userIdentity:
  autoUser:
    scope: pool
    elevationLevel: admin
# Up to three more attempts if the command fails; the script must be safe to rerun.
maxTaskRetryCount: 3
# Tasks wait until the start task has succeeded on the node.
waitForSuccess: true
"""

_POOL = """\
# A pool as the Batch service and `az batch pool create --json-file` accept it; the latter needs JSON.
# The id of the pool in its Batch account.
id: encoders
# The size of the virtual machines.
vmSize: standard_d2s_v3
virtualMachineConfiguration:
  imageReference:
    publisher: microsoft-dsvm
    offer: ubuntu-hpc
    sku: "2204"
    version: latest
  # The node agent that matches the image.
  nodeAgentSKUId: batch.node.ubuntu 22.04
targetDedicatedNodes: 2
# Tasks that run on one node at the same time.
taskSlotsPerNode: 1
startTask:
{task}"""


@click.command(
    short_help="Write a start task or a pool to begin with.",
    epilog=examples("batchmodels init task.yaml", "batchmodels init --pool pool.json"),
)
@click.argument("file", metavar="FILE", type=FileName())
@click.option("--pool", is_flag=True, help="Write a pool with a start task.")
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
def init(file: str, pool: bool, force: bool) -> None:
    """Write a start task, or a pool, which `batchmodels check` accepts; edit it to fit.

    The ending of FILE decides about the format: .yaml and .yml have comments that explain the members, .json has none, .jsonc
    begins with one. - is the standard output, in YAML.
    """
    text = _pool() if pool else _START_TASK.format(task=_TASK)
    if file == "-":
        write(text.rstrip())
        return
    ending = Path(file).suffix.lower()
    if ending not in {".yaml", ".yml", ".json", ".jsonc"}:
        refuse(f"{file}: expected a name that ends with .yaml, .yml, .json or .jsonc")
    if ending.startswith(".json"):
        text = _as_json(text, first_comment=ending == ".jsonc")
    try:
        with Path(file).open("w" if force else "x", encoding="utf-8", newline="\n") as output:
            output.write(text)
    except FileExistsError:
        refuse(f"{file}: the file exists; --force replaces it")
    except (OSError, ValueError) as error:
        refuse(f"{file}: it can't be written: {getattr(error, 'strerror', None) or error}")
    say(f"{file}: written; run batchmodels check {file}")
    sys.exit(0)


def _pool() -> str:
    return _POOL.format(task="".join(f"  {line}\n" for line in _TASK.splitlines()))


def _as_json(text: str, *, first_comment: bool) -> str:
    import json  # noqa: PLC0415  # because it goes with this command

    from ..documents.source import read_source  # noqa: PLC0415  # because not every command needs it

    comment = text.partition("\n")[0].replace("#", "//", 1) + "\n" if first_comment else ""
    return comment + json.dumps(read_source("x.yaml", text).content, indent=2) + "\n"
