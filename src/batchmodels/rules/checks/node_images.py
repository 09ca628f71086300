"""BM0: the image of the nodes, and the node agent for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ...models.virtual_machines import VirtualMachineConfiguration
from ...spelling import plain
from ..analysis.images import Image, image_of
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
        f"Use {fitting}." if spelled else _fix(agent, fitting, context.now.date()),
        _AGENT,
        edit=Replace((_AGENT,), fitting) if spelled else None,
    )


def _fix(agent: str, fitting: str, today: date) -> str:
    """Return what to do about an agent and an image that don't fit together: change the one that isn't retired."""
    other = _system_of(agent)
    if not other or _is_retired(agent, today):
        return f"Use {fitting}."
    if _is_retired(fitting, today):
        return f"Use an image with {other}. {fitting} would fit this image, but is retired."
    return f"Use {fitting}, or an image with {other}."


def _is_retired(agent: str, today: date) -> bool:
    return agent in AGENTS and AGENTS[agent].day < today


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
    offer = _named(context).rpartition(":")[0]
    system = image.system
    ends = ((offer, IMAGES.get(offer.lower())), (system.name, IMAGES.get(system.name) or AGENTS.get(system.agents[0])))
    for name, found in ends:
        if found and found.day < today:
            yield _end_of_support(context, name, found, _IMAGE)
            return


def _end_of_support(context: Context[VirtualMachineConfiguration], name: str, end: Retirement, step: str) -> Finding:
    day = f"{end.day.day} {end.day:%B %Y}"
    if end.is_refused:
        said = f"the service has accepted no new pools with {name} since {day}, and scales existing ones down to zero nodes."
    else:
        said = f"Batch ended its support for {name} on {day}, so requests to create or enlarge the pool may fail."
    severity = Severity.error if end.is_refused and not is_answer(context) else None
    return context.finding(said, end.instead, step, severity=severity)


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
