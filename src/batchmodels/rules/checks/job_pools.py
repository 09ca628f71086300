"""BM085: pools that a job can't use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...models.auto_pools import AutoPoolSpecification, PoolInformation
from ..analysis.pool_values import is_answer, number_of, shown, text_of, value_of
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_ID = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST = 64


@rule(
    "BM085",
    Severity.error,
    "pool that a job can't use",
    (PoolInformation, AutoPoolSpecification),
    reads=("poolId", "pool", "enableAutoScale", "targetDedicatedNodes", "targetLowPriorityNodes", "autoPoolIdPrefix"),
)
def unusable_pool(context: Context[PoolInformation | AutoPoolSpecification]) -> Iterator[Finding]:
    """Find the id of a pool that can't exist, and auto pools that can't be created or have no nodes."""
    if is_answer(context):
        return
    if isinstance(context.model, AutoPoolSpecification):
        yield from _unusable_auto_pool(context, context.model)
        return
    name = text_of(context.model, "pool_id")
    if name and not (_ID.fullmatch(name[:1000]) and len(name) <= _LONGEST):
        yield context.finding(
            f"no pool can have the id {shown(name)!r}, so the tasks of the job never run.",
            "Use the id of a pool: up to 64 letters, digits, hyphens and underscores.",
            "poolId",
        )


def _unusable_auto_pool(context: Context[Any], model: AutoPoolSpecification) -> Iterator[Finding]:
    prefix = text_of(model, "auto_pool_id_prefix")
    if prefix and not _ID.fullmatch(prefix[:1000]):
        yield context.finding(
            f"the id of a pool can't begin with {shown(prefix)!r}, so the pool can't be created and the job ends at once.",
            "Use letters, digits, hyphens and underscores.",
            "autoPoolIdPrefix",
        )
    pool = value_of(model, "pool")
    if pool is None and value_of(model, "pool_lifetime_option") is None:
        return
    if pool is None:
        yield context.finding(
            "autoPoolSpecification has no pool, so no pool can be created and the job ends at once.",
            "Add pool with the vmSize, the virtualMachineConfiguration and the number of nodes.",
        )
        return
    targets = (number_of(pool, "target_dedicated_nodes"), number_of(pool, "target_low_priority_nodes"))
    scales = value_of(pool, "enable_auto_scale") is True or value_of(pool, "auto_scale_formula") is not None
    if not scales and not any(targets):
        yield context.finding(
            "the auto pool has no nodes, so the tasks of the job never run.",
            "Set targetDedicatedNodes or targetLowPriorityNodes, or enableAutoScale with an autoScaleFormula.",
            "pool",
            severity=Severity.warning,
        )
