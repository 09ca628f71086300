"""What the tests of the rules have in common."""

from __future__ import annotations

from typing import Any

from batchmodels import ImageReference, Model, PoolAddParameter, StartTask, VirtualMachineConfiguration, review
from batchmodels.rules.discovery import RULES

LINUX = "batch.node.ubuntu 24.04"
WINDOWS = "batch.node.windows amd64"


def bash(script: str) -> str:
    return "/bin/bash -c '" + script.replace("'", "'\\''") + "'"


def found(model: Model, *rules: str) -> list[str]:
    """What these rules say, with their path and id."""
    return [str(finding) for finding in review(model, ignore=set(RULES) - set(rules))]


def pool(
    agent: str,
    command_line: str = "x",
    *,
    image: tuple[str, str, str] = ("p", "o", "s"),
    containers: Any = None,
    **members: Any,
) -> PoolAddParameter:
    """A pool whose nodes run Linux or Windows."""
    publisher, offer, sku = image
    machine = VirtualMachineConfiguration(
        image_reference=ImageReference(publisher=publisher, offer=offer, sku=sku),
        node_agent_sku_id=agent,
        container_configuration=containers,
    )
    task = StartTask(command_line=command_line, **members)
    return PoolAddParameter(id="p", vm_size="s", virtual_machine_configuration=machine, start_task=task)
