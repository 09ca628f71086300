"""Find arguments and values in a configuration of Terraform's that the provider doesn't have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..paths import ROOT, Steps
from ..rules.finding import Finding, Severity
from ..secrets.masking import cut, mask_text
from ..spelling import nearest
from .diagnostics import document_finding
from .terraform import Converted
from .terraform_names import AROUND, NAMES, RESOURCES, Part
from .unknown_members import UNKNOWN_MEMBER
from .values import value_at

# Source: the schema of the resource in the provider's source, in its versions from 2018 to 2025.
_VALUES = {
    "access": ("Allow", "Deny"),
    "caching": ("None", "ReadOnly", "ReadWrite"),
    "disk_encryption_target": ("OsDisk", "TemporaryDisk"),
    "dynamic_vnet_assignment_scope": ("job", "none"),
    "elevation_level": ("Admin", "NonAdmin"),
    "inter_node_communication": ("Disabled", "Enabled"),
    "login_mode": ("Batch", "Interactive"),
    "node_deallocation_method": ("Requeue", "RetainedData", "TaskCompletion", "Terminate"),
    "node_fill_type": ("Pack", "Spread"),
    "os_disk_placement": ("CacheDisk",),
    "policy": ("Regional", "Zonal"),
    "protocol": ("TCP", "UDP"),
    "public_address_provisioning_type": ("BatchManaged", "NoPublicIPAddresses", "UserManaged"),
    "scope": ("Pool", "Task"),
    "security_type": ("confidentialVM", "trustedLaunch"),
    "storage_account_type": ("Premium_LRS", "Standard_LRS"),
    "target_node_communication_mode": ("Classic", "Default", "Simplified"),
    "working_directory": ("ContainerImageDefault", "TaskWorkingDirectory"),
}
"""The values of arguments; their case matters to the provider."""

_OF_EVERY_RESOURCE = frozenset(("connection", "count", "dynamic", "for_each", "provisioner", "//"))
_LIKE = 0.8


def argument_mistakes(converted: Converted) -> list[Finding]:
    """Return the findings about the arguments of a resource in a configuration; a plan has those of the provider."""
    resource = converted.resource
    if not resource.written:
        return []
    parts = RESOURCES[resource.kind][1]
    found = [_unknown(converted, steps) for steps in converted.left if steps[-1] not in _OF_EVERY_RESOURCE]
    found += _other_case(resource.values, parts, resource.steps)
    return found


def _other_case(values: Any, parts: dict[str, Part], steps: Steps) -> Iterator[Finding]:
    """Find values that are right except for the case of their letters."""
    for name, part in parts.items():
        value, here = value_at(values, (name,)), (*steps, name)
        if part.members:
            blocks: Iterable[tuple[int | None, Any]] = enumerate(value) if isinstance(value, list) else [(None, value)]
            for index, block in blocks:
                yield from _other_case(block, part.members, here if index is None else (*here, index))
        known = _VALUES.get(name, ())
        meant = next((each for each in known if isinstance(value, str) and each.lower() == value.lower()), value)
        if meant != value:
            only = " or ".join(f'"{each}"' for each in known)
            message = f'{name} takes only {only}, and case matters, so terraform plan fails with "{value}"'
            yield document_finding(here, "terraform", message, f'Write "{meant}".')


def _unknown(converted: Converted, steps: Steps) -> Finding:
    """Return the finding about an argument or a block that the resource doesn't have."""
    *outer, name = steps
    parts = RESOURCES[converted.resource.kind][1]
    blocks = [each for each in outer if isinstance(each, str)]
    around = f"the block {blocks[-1]}" if blocks else converted.resource.kind
    shown = cut(mask_text(str(name)))
    message = (
        f"{around} has no argument or block {shown}, so terraform plan fails unless a newer version of the provider has it."
    )
    fix = _instead(str(name), blocks, parts)
    blocks_in_it = isinstance(value_at(converted.resource.values, (*steps, 0)), dict)
    place = (*converted.resource.steps, *steps, *([0] if blocks_in_it else []))
    return Finding(UNKNOWN_MEMBER, Severity.warning, place, message, fix)


def _instead(name: str, blocks: list[str], parts: dict[str, Part]) -> str:
    first, *others = name.split("_")
    member = first + "".join(map(str.capitalize, others))
    here = parts
    for block in blocks:
        here = here[block].members or {}
    if member in AROUND:
        return "Write what is in it into the resource itself, as the documentation of the provider shows."
    if NAMES.get(member) in here:
        return f"Write {NAMES[member]}."
    if places := list(_places(name, parts, ROOT)):
        return f"Move it to {'.'.join(map(str, places[0])) or 'the resource itself'}."
    similar = nearest(name, list(here), _LIKE)
    return f"Write {similar}." if similar else "Remove it."


def _places(name: str, parts: dict[str, Part], path: Steps) -> Iterator[Steps]:
    """Yield the blocks that have an argument."""
    if name in parts:
        yield path
    for block, part in parts.items():
        yield from _places(name, part.members or {}, (*path, block))
