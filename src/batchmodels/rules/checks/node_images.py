"""BM0: the image of the nodes, and the node agent for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...models.virtual_machines import VirtualMachineConfiguration
from ...spelling import plain
from ..analysis.images import Image, System, image_of
from ..analysis.pool_values import is_answer, shown, text_of, value_of
from ..analysis.retired_systems import AGENTS, IMAGES, Retirement
from ..context import Context
from ..finding import Finding, Replace, Severity
from ..rule import rule

_AGENT = "nodeAgentSKUId"
_IMAGE = "imageReference"


@rule("BM001", Severity.error, "node agent that doesn't fit the image", VirtualMachineConfiguration)
def wrong_agent(context: Context[VirtualMachineConfiguration]) -> Iterator[Finding]:
    """Find a node agent for another operating system than the image's, and an offer without the SKU."""
    image, agent = _image(context), _agent(context)
    if image is None or is_answer(context):
        return
    system = image.system
    if image.offered is not None:
        sku = shown(text_of(context.model, "image_reference", "sku"))
        yield context.finding(
            f"the SKU {sku!r} is {system.name}, but the offer has only {image.offered.name}, so there is no such image.",
            f"Use a SKU of {image.offered.name}, or the offer for {system.name}.",
            _IMAGE,
            "sku",
        )
        return
    if not agent or agent in system.agents:
        return
    fitting = system.agents[0]
    spelled = plain(agent) == plain(fitting)
    yield context.finding(
        f"the node agent must match the image: {shown(agent)} isn't for {system.name}, which the image "
        f"{_named(context)} has, so the service refuses the pool.",
        f"Use {fitting}." if spelled or not _system_of(agent) else f"Use {fitting}, or an image with {_system_of(agent)}.",
        _AGENT,
        edit=Replace((_AGENT,), fitting) if spelled else None,
    )


@rule("BM002", Severity.warning, "operating system that Batch no longer supports", VirtualMachineConfiguration)
def retired_system(context: Context[VirtualMachineConfiguration]) -> Iterator[Finding]:
    """Find a node agent or an image whose operating system has reached the end of its support."""
    image, agent = _image(context), _agent(context)
    today = context.now.date()
    found = AGENTS.get(agent)
    if found and found.day < today:
        yield _end_of_support(context, agent, found, _AGENT)
    elif image is not None and (agent in image.system.agents or agent not in AGENTS):
        yield from _retired_image(context, image, today)


def _retired_image(context: Context[VirtualMachineConfiguration], image: Image, today: date) -> Iterator[Finding]:
    system: System = image.system
    of_offer = IMAGES.get(_named(context).rpartition(":")[0].lower())
    found = IMAGES.get(system.name) or of_offer or AGENTS.get(system.agents[0])
    if found and found.day < today:
        yield _end_of_support(context, system.name, found, _IMAGE)


def _end_of_support(context: Context[VirtualMachineConfiguration], name: str, end: Retirement, step: str) -> Finding:
    day = f"{end.day.day} {end.day:%B %Y}"
    if end.is_refused:
        said = (
            f"no new pools with {name} since {day}: Batch has ended its support, and scales existing pools down to zero nodes."
        )
    else:
        said = f"Batch ended its support for {name} on {day}: requests to create or enlarge the pool may fail."
    return context.finding(
        said, end.instead, step, severity=Severity.error if end.is_refused and not is_answer(context) else None
    )


def _image(context: Context[VirtualMachineConfiguration]) -> Image | None:
    return image_of(value_of(context.model, "image_reference"))


def _agent(context: Context[VirtualMachineConfiguration]) -> str:
    """Return the node agent in lower case, with single blanks."""
    text = text_of(context.model, "node_agent_sku_id")
    return " ".join(text[:200].lower().split())


def _named(context: Context[VirtualMachineConfiguration]) -> str:
    reference = value_of(context.model, "image_reference")
    return ":".join(shown(text_of(reference, name), 60) for name in ("publisher", "offer", "sku"))


def _system_of(agent: str) -> str:
    """Return the operating system that an agent is for, as a person writes it; empty if unknown."""
    family, _, version = agent.removeprefix("batch.node.").partition(" ")
    names = {"ubuntu": "Ubuntu", "debian": "Debian", "centos": "CentOS", "el": "Enterprise Linux", "windows": "Windows"}
    if family not in names or not agent.startswith("batch.node.") or not version:
        return ""
    return "Windows" if family == "windows" else f"{names[family]} {shown(version, 20)}"
