"""BM0: the VM size of the nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.pool_settings import PoolSettings
from ...models.pools import PoolPatchParameter
from ..analysis.images import image_of
from ..analysis.pool_values import is_answer, listed, number_of, shown, text_of, value_of
from ..analysis.vm_sizes import Meant, VMSize, is_unsupported, meaning, retired, size_named
from ..context import Context
from ..finding import Finding, Replace, Severity
from ..rule import rule

POOLS = (PoolSettings, PoolPatchParameter)

_SLOTS_PER_CORE = 4

# Sources: the pages of the series at https://learn.microsoft.com/azure/virtual-machines/sizes/overview, Azure/Batch#137 and
# microsoft/ga4gh-tes#43.
_SECOND_GENERATION = re.compile(
    r"standard_(?:"
    r"(?:dc|ec)\d.*_v[2-9]|[def]\d.*_v[6-9]|fx\d.*|l\d.*_v[4-9]|m\d.*_v2|m\d+i?d?s(?:_\d+)?_v3|"  # general sizes
    r"hb\d.*_v[4-9]|hx\d.*|"  # high-performance computing
    r"nc\d.*_(?:a100|h100)_v\d|ncc\d.*|nd\d.*_v[24-9]|nv\d.*_v710_v\d"  # GPUs; NDs_v3 is unknown
    r")$"
)
_FIRST_GENERATION = re.compile(r"(?:standard|basic)_(?:a\d+(?:m?_v2)?|d\d+(?:_v2(?:_promo)?)?|f\d+|np\d+s)$")


@rule("BM003", Severity.error, "VM size that doesn't exist", POOLS)
def unknown_size(context: Context[PoolSettings | PoolPatchParameter]) -> Iterator[Finding]:
    """Find a VM size that Azure doesn't have, or that only Cloud Services have."""
    name = text_of(context.model, "vm_size")
    last = name.rstrip("/").rpartition("/")[2]
    if "/" in name and size_named(last) is not None and not is_answer(context):
        yield context.finding(
            f"vmSize is the name of a size, but is {shown(name)!r}, so the service refuses the pool.",
            f"Use {last}.",
            "vmSize",
            edit=Replace(("vmSize",), last),
        )
        return
    meant = meaning(name)
    if meant is None or is_answer(context) or value_of(context.model, "cloud_service_configuration") is not None:
        return
    if meant.cloud_service:
        yield context.finding(
            f"{shown(name)} is a size of Cloud Services, which the service refuses for virtual machines.",
            "Use a size of virtual machines, such as Standard_D2s_v3.",
            "vmSize",
        )
    elif meant.size:
        proposed = _in_their_spelling(meant.size.name, name)
        yield context.finding(
            f"there is no VM size {shown(name)}, so the service refuses the pool. Did you mean {proposed}?",
            f"Use {proposed}.",
            "vmSize",
            edit=Replace(("vmSize",), proposed),
        )
    elif meant.versions:
        others = listed(list(meant.versions))
        yield context.finding(
            f"there is no VM size {shown(name)}, so the service refuses the pool: Azure has it as {others}.",
            "Use one of these sizes.",
            "vmSize",
        )
    elif meant.numbers:
        yield _wrong_number(context, name, meant)
    else:
        yield context.finding(
            f"Azure has no VM size {shown(name)}, so the service refuses the pool.",
            "Use a size of Azure, such as Standard_D2s_v5.",
            "vmSize",
        )


def _wrong_number(context: Context[PoolSettings | PoolPatchParameter], name: str, meant: Meant) -> Finding:
    numbers = listed([str(number) for number in meant.numbers])
    return context.finding(
        f"there is no VM size {shown(name)}, so the service refuses the pool: the series has only the numbers {numbers}.",
        "Use one of these numbers.",
        "vmSize",
    )


def _in_their_spelling(proposed: str, name: str) -> str:
    """Return the name of a size with the prefix as the document spells it."""
    prefix, _, rest = proposed.partition("_")
    own = name.partition("_")[0]
    return f"{own}_{rest}" if own.lower() == prefix.lower() else proposed


@rule("BM004", Severity.warning, "VM size that is retired or unsupported", POOLS)
def retired_size(context: Context[PoolSettings | PoolPatchParameter]) -> Iterator[Finding]:
    """Find a VM size that Azure has retired, or that Batch doesn't support."""
    size = size_named(text_of(context.model, "vm_size"))
    if size is None:
        return
    day = retired(size, context.now.date())
    if day:
        yield context.finding(
            f"Azure retired the VM size {size.name} on {day.day} {day:%B %Y}, so no nodes can be allocated.",
            "Use a size of a newer series.",
            "vmSize",
        )
    elif is_unsupported(size):
        yield context.finding(
            f"Batch doesn't support the VM size {size.name}, according to its documentation.",
            "Use another size, such as Standard_D2s_v3.",
            "vmSize",
        )


@rule("BM005", Severity.error, "more task slots than the VM size allows", POOLS)
def too_many_slots(context: Context[PoolSettings | PoolPatchParameter]) -> Iterator[Finding]:
    """Find a number of task slots that is greater than four times the number of cores."""
    size = size_named(text_of(context.model, "vm_size"))
    if size is None or not size.cores or is_answer(context):
        return
    most = min(_SLOTS_PER_CORE * size.cores, 256)
    for name, key in (("task_slots_per_node", "taskSlotsPerNode"), ("max_tasks_per_node", "maxTasksPerNode")):
        slots = number_of(context.model, name)
        if slots is not None and most < slots <= 256:  # noqa: PLR2004  # because validate() reports more
            cores = "1 core" if size.cores == 1 else f"{size.cores} cores"
            yield context.finding(
                f"{key} is {slots}, but the service accepts at most {most} on {cores}, which {size.name} has.",
                f"Use {most} or less, or a larger VM size.",
                key,
            )


@rule("BM006", Severity.error, "VM size that can't start the image", POOLS)
def wrong_generation(context: Context[PoolSettings | PoolPatchParameter]) -> Iterator[Finding]:
    """Find an image of a generation that the VM size doesn't start, and one for x64 on a size with Arm processors."""
    size = size_named(text_of(context.model, "vm_size"))
    reference = value_of(context.model, "virtual_machine_configuration", "image_reference")
    image = image_of(reference)
    if size is None or image is None or is_answer(context):
        return
    sku = text_of(reference, "sku").lower()
    if _is_arm(size) and not _FOR_ARM.search(f"{text_of(reference, 'offer')} {sku}"):
        yield context.finding(
            f"the VM size {size.name} has Arm processors, but the image is for x64 and can't start on it.",
            f"Use a size without the letter p, such as {_without_arm(size)}.",
            "vmSize",
        )
    elif "arm64" in sku and size.family in {"D", "E", "F", "B", "NC", "NV", "L"} and "p" not in size.features:
        yield context.finding(
            f"the image is for Arm processors and can't start on the VM size {size.name}, which has x64 processors.",
            "Use the image for x64, or a size with the letter p, such as Standard_D2ps_v5.",
            "vmSize",
        )
    elif image.generation == 1 and _is_second_generation(size):
        yield context.finding(
            f"the VM size {size.name} starts only images of generation 2, but the image is of generation 1.",
            "Use an image of generation 2: its SKU ends in -gen2 or -g2, for example.",
            "vmSize",
        )
    elif image.generation == 2 and _is_first_generation(size):  # noqa: PLR2004  # because it is the other generation
        yield context.finding(
            f"the VM size {size.name} starts only images of generation 1, but the image is of generation 2.",
            "Use a VM size of a newer series, such as Standard_D2s_v3, or an image of generation 1.",
            "vmSize",
        )


def _is_first_generation(size: VMSize) -> bool:
    """Return whether a size starts only images of generation 1."""
    return _FIRST_GENERATION.match(size.name.lower()) is not None


_FOR_ARM = re.compile(r"(?i)(?<![a-z])arm(?![a-z])|arm64|aarch64|-gb(?![a-z])")
"""What the offers and SKUs of images for Arm have in their names: almalinux-arm, server-arm64, 2404-gb."""


def _is_arm(size: VMSize) -> bool:
    return size.family in {"D", "E", "B"} and "p" in size.features


def _without_arm(size: VMSize) -> str:
    return f"Standard_{size.series.replace('#', str(size.number)).replace('p', '', 1)}"


def _is_second_generation(size: VMSize) -> bool:
    """Return whether a size starts only images of generation 2."""
    return _SECOND_GENERATION.match(size.name.lower()) is not None
