"""BM032: accelerated networking on sizes that don't support it."""

from __future__ import annotations

from collections.abc import Iterator

from ...models.network import NetworkConfiguration
from ..analysis.pool import pool_of
from ..analysis.pool_values import is_answer, text_of, value_of
from ..analysis.vm_sizes import VMSize, size_named
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_WITH_HYPERTHREADING = frozenset(("D#_v3", "D#s_v3", "E#_v3", "E#s_v3", "F#s_v2"))
"""Series whose sizes with two cores have only one physical core."""

_SMALLEST = 4
_LARGE_BURSTABLE = 12


@rule(
    "BM032",
    Severity.error,
    "accelerated networking on a VM size without it",
    NetworkConfiguration,
    reads=("vmSize", "enableAcceleratedNetworking"),
)
def not_accelerated(context: Context[NetworkConfiguration]) -> Iterator[Finding]:
    """Find ``enableAcceleratedNetworking`` in a pool whose VM size doesn't support it."""
    if value_of(context.model, "enable_accelerated_networking") is not True or is_answer(context):
        return
    size = size_named(text_of(pool_of(context), "vm_size"))
    if size is not None and _lacks_it(size):
        yield context.finding(
            f"the VM size {size.name} doesn't support accelerated networking, so no nodes can be allocated.",
            "Use a larger or newer size, such as Standard_D4s_v5, or remove enableAcceleratedNetworking.",
            "enableAcceleratedNetworking",
        )


def _lacks_it(size: VMSize) -> bool:
    """Return whether a size is one of those that are known not to support accelerated networking."""
    name = size.name.lower()
    if size.series in _WITH_HYPERTHREADING:
        return size.number < _SMALLEST
    if size.family == "A":
        return True
    if size.family == "B" and size.version == 1:
        return size.number < _LARGE_BURSTABLE
    return name in {"standard_d1_v2", "standard_ds1_v2", "standard_f1", "standard_f1s"}
