"""Pools of Ubuntu whose start task is an administrator's."""

from __future__ import annotations

from batchmodels import Model, PoolAddParameter, review
from batchmodels.rules.discovery import RULES


def admin_pool(line: str, settings: tuple[str, ...] = ()) -> PoolAddParameter:
    """A pool of Ubuntu 24.04 whose start task runs a command line as an administrator."""
    return PoolAddParameter.deserialize(
        {
            "id": "p",
            "vmSize": "standard_d2s_v3",
            "virtualMachineConfiguration": {
                "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server"},
                "nodeAgentSKUId": "batch.node.ubuntu 24.04",
            },
            "startTask": {
                "commandLine": line,
                "userIdentity": {"autoUser": {"scope": "pool", "elevationLevel": "admin"}},
                "environmentSettings": [{"name": name, "value": "x"} for name in settings],
            },
        }
    )


def sentences(rule: str, model: Model) -> list[str]:
    """What one rule says about the command line of a pool's start task, with the severity."""
    found = review(model, ignore=set(RULES) - {rule})
    return [str(finding).removeprefix(f"$.startTask.commandLine: {rule} ") for finding in found]
