"""The values that Terraform writes differently: functions from Terraform's to those of ARM or of the Batch service."""

from __future__ import annotations

import json
import re
from typing import Any

from ..arm.values import last_segment


def is_enabled(value: Any) -> Any:
    """``"Enabled"`` → true."""
    return value.lower() == "enabled" if isinstance(value, str) else value


def ports(value: Any) -> dict[str, Any]:
    """``"15000-15100"`` → the first port and the last."""
    found = re.fullmatch(r"\s*(\d{1,5})\s*-\s*(\d{1,5})\s*", value) if isinstance(value, str) else None
    return dict(zip(PORTS, map(int, found.groups()), strict=True)) if found else {}


PORTS = ("frontendPortRangeStart", "frontendPortRangeEnd")


def certificate(value: Any) -> dict[str, Any]:
    """``"…/certificates/sha1-0a0b"`` → the thumbprint and its algorithm."""
    algorithm, dash, thumbprint = last_segment(value).rpartition("-") if isinstance(value, str) else ("", "", "")
    return dict(zip(THUMBPRINT, (thumbprint, algorithm), strict=True)) if dash else {}


THUMBPRINT = ("thumbprint", "thumbprintAlgorithm")


def identity(blocks: Any) -> Any:
    """Return ARM's identity, in which the resource ids are keys."""
    block = (blocks[0] if blocks else None) if isinstance(blocks, list) else blocks
    if not isinstance(block, dict):
        return None
    ids = block.get("identity_ids")
    return {"type": block.get("type"), "userAssignedIdentities": {str(each): {} for each in ids or ()}}


def targets(blocks: Any) -> Any:
    """Return the disks that blocks name."""
    blocks = blocks if isinstance(blocks, list) else [blocks]
    return [each["disk_encryption_target"] for each in blocks if isinstance(each, dict) and "disk_encryption_target" in each]


def decoded(value: Any) -> Any:
    """Return the object of a text that jsonencode makes."""
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return value
