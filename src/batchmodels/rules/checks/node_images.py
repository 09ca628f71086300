"""BM0: the image of the nodes, and the node agent for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...models.virtual_machines import ImageReference, VirtualMachineConfiguration
from ...spelling import plain
from ..analysis.images import Image, image_of
from ..analysis.pool_values import is_answer, listed, shown, text_of, value_of
from ..analysis.retired_systems import AGENTS, IMAGES, Retirement
from ..context import Context
from ..finding import Finding, Replace, Severity
from ..rule import rule

_AGENT = "nodeAgentSKUId"
_IMAGE = "imageReference"

_VERSION = re.compile(r"(?i)latest|\d+\.\d+(?:\.\d+)?")
_GROUP = r"(?i)/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.Compute"
_GALLERY_IMAGE = re.compile(rf"{_GROUP}/galleries/[^/]+/images/[^/]+(?:/versions/(?P<version>[^/]+))?/?")
_MANAGED_IMAGE = re.compile(rf"{_GROUP}/images/[^/]+/?")
_END_OF_MANAGED_IMAGES = date(2026, 3, 31)
_GALLERY_FORM = (
    "/subscriptions/ID/resourceGroups/GROUP/providers/Microsoft.Compute/galleries/GALLERY/images/IMAGE/versions/VERSION"
)
_LONGEST = 1000


@rule("BM001", Severity.error, "node agent that doesn't fit the image", VirtualMachineConfiguration)
def wrong_agent(context: Context[VirtualMachineConfiguration]) -> Iterator[Finding]:
    """Find a node agent for another operating system than the image's, and an offer without the SKU."""
    image, agent = _image(context), _agent(context)
    if image is None or is_answer(context):
        return
    system = image.system
    if image.instead:
        yield context.finding(
            f"the Marketplace has no image {_named(context)}, so the service refuses the pool.",
            f"Use {image.instead}.",
            _IMAGE,
        )
        return
    if image.offered is not None:
        sku = shown(text_of(context.model, "image_reference", "sku"))
        yield context.finding(
            f"the SKU {sku!r} is {system.name}, but the offer has only {image.offered.name}, so there is no such image.",
            f"Use the offer for {system.name}, or a SKU of this offer.",
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
    names = {"ubuntu": "Ubuntu", "debian": "Debian", "centos": "CentOS", "el": "Enterprise Linux"}
    if not agent.startswith("batch.node.") or not version:
        return ""
    if family == "windows":
        return "Windows"
    return f"{names[family]} {shown(version, 20)}" if family in names else ""


@rule(
    "BM029",
    Severity.error,
    "image reference that the service can't resolve",
    ImageReference,
    reads=(
        *("publisher", "offer", "sku", "imageReference"),
        *("virtualMachineImageId", "sharedGalleryImageId", "communityGalleryImageId"),
    ),
)
def wrong_reference(context: Context[ImageReference]) -> Iterator[Finding]:
    """Find images of the Marketplace without all of their names or with a wrong version, and ids that aren't of an image."""
    image = context.model
    if not context.parents or not isinstance(context.parents[-1], VirtualMachineConfiguration) or is_answer(context):
        return
    names = {key: text_of(image, key)[:_LONGEST] for key in ("publisher", "offer", "sku")}
    joined = next((key for key, name in names.items() if name.count(":") > 1), None)
    missing = [key for key, name in names.items() if not name]
    if joined:
        yield context.finding(
            f"{joined} has a whole image in it, but the service expects its parts.",
            "Write publisher, offer, sku and version as four members.",
            joined,
        )
    elif len(missing) == len(names) and not any(_ids(image).values()):
        yield context.finding(
            "the image has neither a publisher, an offer and a sku nor the id of an image, so the service refuses the pool.",
            "Add publisher, offer and sku; az batch pool supported-images list prints them.",
        )
    elif 0 < len(missing) < len(names) and not any(_ids(image).values()):
        yield context.finding(
            f"the image has no {listed(missing)}: the service needs publisher, offer and sku of a Marketplace image.",
            f"Add {listed(missing)}; az batch pool supported-images list prints them.",
        )
    version = text_of(image, "version")
    if version and not _VERSION.fullmatch(version[:_LONGEST]):
        yield context.finding(
            f"{shown(version, 40)!r} isn't a version of an image, which has three numbers, or is latest.",
            "Use latest, or a version such as 22.04.202410020.",
            "version",
        )
    yield from _wrong_id(context)


def _ids(image: ImageReference) -> dict[str, str]:
    keys = ("virtual_machine_image_id", "community_gallery_image_id", "shared_gallery_image_id")
    return {key: text_of(image, key)[:_LONGEST] for key in keys}


def _wrong_gallery(context: Context[ImageReference]) -> Iterator[Finding]:
    """Yield a finding for the id of a shared or community image that has another form."""
    for key, kind in (("community_gallery_image_id", "CommunityGalleries"), ("shared_gallery_image_id", "SharedGalleries")):
        given = _ids(context.model)[key]
        if given and not re.fullmatch(rf"(?i)/{kind}/[^/]+/images/[^/]+(?:/versions/[^/]+)?/?", given):
            member = f"{key.partition('_')[0]}GalleryImageId"
            yield context.finding(
                f"{member} {shown(given)!r} isn't the id of an image in such a gallery.",
                f"Use an id of the form /{kind}/GALLERY/images/IMAGE/versions/VERSION.",
                member,
            )


def _wrong_id(context: Context[ImageReference]) -> Iterator[Finding]:
    given = _ids(context.model)["virtual_machine_image_id"]
    yield from _wrong_gallery(context)
    found = _GALLERY_IMAGE.fullmatch(given)
    if found and found["version"] and not re.fullmatch(r"(?i)latest|\d+\.\d+\.\d+", found["version"]):
        yield context.finding(
            f"{shown(found['version'], 40)!r} isn't a version of an image in a gallery, which has three numbers.",
            "Use a version such as 1.0.0, or leave out /versions for the latest one.",
            "virtualMachineImageId",
        )
    if not given or found:
        return
    if _MANAGED_IMAGE.fullmatch(given):
        if context.now.date() > _END_OF_MANAGED_IMAGES:
            yield context.finding(
                "the image is a managed image: Azure retired pools with managed images on 31 March 2026.",
                "Copy it into an Azure Compute Gallery, and use its id there.",
                "virtualMachineImageId",
                severity=Severity.warning,
            )
        return
    lower = given.lower()
    member = next(
        (name for name in ("sharedGallery", "communityGallery") if f"/{name.lower().replace('ry', 'ries')}/" in lower), ""
    )
    yield context.finding(
        f"virtualMachineImageId {shown(given)!r} isn't the id of an image in an Azure Compute Gallery.",
        f"Use {member}ImageId for it." if member else f"Use an id of the form {_GALLERY_FORM}.",
        "virtualMachineImageId",
    )
