"""BM0: settings of a pool that exclude each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.pool_settings import PoolSettings
from ..analysis.pool_values import is_answer, number_of, text_of, value_of
from ..analysis.vm_sizes import VMSize, size_named
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_MOST_TALKING_NODES = 100

# Source: the pages of the series at https://learn.microsoft.com/azure/virtual-machines/sizes/overview.
_WITHOUT_DISK = re.compile(r"standard_[de]\d+(?:-\d+)?(?:i?s?_v4|[abceil]*s?_v5|[aeil]*s_v[67])")

_SMALL_CACHE = re.compile(r"standard_[de](?:2s_v3|4s_v3|2a?d?s_v4|2a?ds_v5)")


@rule("BM007", Severity.warning, "pool settings that exclude inter-node communication", PoolSettings)
def communicating_nodes(context: Context[PoolSettings]) -> Iterator[Finding]:
    """Find inter-node communication in a pool of both kinds of nodes, in a large one, and in one across zones."""
    pool = context.model
    if value_of(pool, "enable_inter_node_communication") is not True or is_answer(context):
        return
    dedicated, spot = (number_of(pool, name) or 0 for name in ("target_dedicated_nodes", "target_low_priority_nodes"))
    key = "enableInterNodeCommunication"
    formula = _formula(pool)
    if (dedicated > 0 and spot > 0) or (_sets(formula, "Dedicated") and _sets(formula, "LowPriority")):
        yield context.finding(
            "the service refuses both targetDedicatedNodes and targetLowPriorityNodes in a pool with inter-node communication.",
            "Set one of the two targets to 0, or remove enableInterNodeCommunication if tasks don't span several nodes.",
            key,
        )
    elif dedicated + spot > _MOST_TALKING_NODES:
        yield context.finding(
            f"the pool can't reach its target of {dedicated + spot} nodes: inter-node communication limits it to "
            f"{_MOST_TALKING_NODES} nodes, or 80 in user subscription mode.",
            "Use a smaller target, several pools, or remove enableInterNodeCommunication.",
            key,
        )
    size = size_named(text_of(pool, "vm_size"))
    if size and _has_infiniband(size) and _is_zonal(pool):
        yield context.finding(
            f"the nodes are spread across availability zones, but the InfiniBand network of {size.name} doesn't span zones.",
            "Use the policy regional in nodePlacementConfiguration.",
            key,
        )


def _formula(pool: PoolSettings) -> str:
    """Return the autoscale formula without its comments."""
    return re.sub(r"//[^\n]*", "", text_of(pool, "auto_scale_formula"))


def _sets(formula: str, kind: str) -> bool:
    """Return whether a formula sets a target to anything but 0."""
    values = re.findall(rf"\$Target{kind}(?:Nodes)?\s*=\s*([^=;\s][^;]*)", formula)
    return any(value.strip() != "0" for value in values)


def _has_infiniband(size: VMSize) -> bool:
    return size.family.startswith(("H", "N")) and "r" in size.features


def _is_zonal(pool: PoolSettings) -> bool:
    policy = text_of(pool, "virtual_machine_configuration", "node_placement_configuration", "policy")
    return policy.lower() == "zonal"


@rule("BM008", Severity.error, "ephemeral OS disk that the nodes can't have", PoolSettings)
def ephemeral_disk(context: Context[PoolSettings]) -> Iterator[Finding]:
    """Find an ephemeral OS disk in a pool with Spot nodes, or on a VM size without a local disk."""
    settings = value_of(context.model, "virtual_machine_configuration", "os_disk", "ephemeral_os_disk_settings")
    if settings is None or is_answer(context):
        return
    where = ("virtualMachineConfiguration", "osDisk", "ephemeralOSDiskSettings")
    if (number_of(context.model, "target_low_priority_nodes") or 0) > 0:
        yield context.finding(
            "Batch doesn't support ephemeral OS disks on Spot nodes, which targetLowPriorityNodes asks for.",
            "Use targetDedicatedNodes instead, or remove ephemeralOSDiskSettings.",
            *where,
        )
    elif _sets(_formula(context.model), "LowPriority"):
        yield context.finding(
            "Batch doesn't support ephemeral OS disks on Spot nodes, which the autoscale formula asks for.",
            "Use $TargetDedicatedNodes instead, or remove ephemeralOSDiskSettings.",
            *where,
        )
    size = size_named(text_of(context.model, "vm_size"))
    if size and _WITHOUT_DISK.fullmatch(size.name.lower()):
        yield context.finding(
            f"the VM size {size.name} has no local disk for an ephemeral OS disk.",
            "Use a size with the letter d, or remove ephemeralOSDiskSettings.",
            *where,
        )
    elif size and _SMALL_CACHE.fullmatch(size.name.lower()) and _has_large_image(context.model):
        yield context.finding(
            f"the image of Windows has 127 GiB, which don't fit into the cache of the VM size {size.name}.",
            "Use a larger size, or an image whose SKU has smalldisk.",
            *where,
        )


def _has_large_image(pool: PoolSettings) -> bool:
    """Return whether a pool has an image of Windows Server of the usual size."""
    image = value_of(pool, "virtual_machine_configuration", "image_reference")
    return text_of(image, "offer").lower() == "windowsserver" and "small" not in text_of(image, "sku").lower()


@rule(
    "BM009", Severity.warning, "pool size setting without effect", PoolSettings, reads=("enableAutoScale", "autoScaleFormula")
)
def idle_size_setting(context: Context[PoolSettings]) -> Iterator[Finding]:
    """Find a setting of a fixed size in a pool that scales by a formula, the other way around, and a negative target."""
    pool = context.model
    if is_answer(context):
        return
    scales = value_of(pool, "enable_auto_scale") is True
    if scales and value_of(pool, "resize_timeout") is not None:
        yield context.finding(
            "resizeTimeout applies only to a fixed size, so it has no effect in a pool that scales by a formula.",
            "Remove resizeTimeout.",
            "resizeTimeout",
            severity=Severity.note,
        )
    if (
        value_of(pool, "auto_scale_evaluation_interval") is not None
        and not scales
        and value_of(pool, "auto_scale_formula") is None
    ):
        yield context.finding(
            "autoScaleEvaluationInterval has no effect in a pool of a fixed size.",
            "Remove it, or set enableAutoScale to true and add an autoScaleFormula.",
            "autoScaleEvaluationInterval",
        )
    for name, key in (
        ("target_dedicated_nodes", "targetDedicatedNodes"),
        ("target_low_priority_nodes", "targetLowPriorityNodes"),
    ):
        target = number_of(pool, name)
        if target is not None and target < 0:
            yield context.finding(
                f"{key} is negative, so the service refuses the pool.",
                "Use 0 or a positive number.",
                key,
                severity=Severity.error,
            )
