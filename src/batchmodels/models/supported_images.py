"""The images that the service offers for pools."""

from datetime import datetime
from typing import Annotated

from ..engine.attributes import Key
from .account_enums import OSType, VerificationType
from .base import Model
from .virtual_machines import ImageReference

__all__ = ["ImageInformation", "NodeAgentSku"]


class ImageInformation(Model, since="2019-06-01.9.0"):
    """An image of the Marketplace that pools can use, with the node agent that fits it. The service fills it in.

    Both go into a pool's ``VirtualMachineConfiguration``: ``image_reference`` and ``node_agent_sku_id``.
    """

    node_agent_sku_id: Annotated[str, Key("nodeAgentSKUId")]
    """The node agent for the image, for example ``batch.node.ubuntu 22.04``."""

    image_reference: ImageReference
    """The image."""

    os_type: OSType
    """The kind of operating system: ``linux`` or ``windows``."""

    capabilities: list[str] | None = None
    """Features of the image: ``DockerCompatible``, ``SupportsRDMA`` … Not every feature is listed."""

    batch_support_end_of_life: datetime | None = None
    """The date at which Batch stops supporting the image. None: no date is known."""

    verification_type: VerificationType
    """Whether Azure has tested the image with the node agent."""


class NodeAgentSku(Model, since="2016-02-01.3.0", until="2019-06-01.9.0"):
    """A node agent and the images that were tested with it, before ``ImageInformation`` replaced it."""

    id: str | None = None
    """The node agent's id, for example ``batch.node.centos 7``."""

    verified_image_references: list[ImageReference] | None = None
    """The images that Azure has tested with it. Others may work."""

    os_type: OSType | None = None
    """The kind of operating system that it runs on."""
