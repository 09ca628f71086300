"""The virtual machine extensions of a node, as the service reports them."""

from .base import Model
from .node_enums import StatusLevelTypes
from .virtual_machines import VMExtension

__all__ = ["InstanceViewStatus", "NodeVMExtension", "VMExtensionInstanceView"]


class InstanceViewStatus(Model, since="2021-06-01.14.0"):
    """A status message of a virtual machine extension."""

    code: str | None = None
    """The status, for programs: ``ProvisioningState/succeeded`` …"""

    display_status: str | None = None
    """A short label for people: ``Provisioning succeeded``."""

    level: StatusLevelTypes | None = None
    """Its severity."""

    message: str | None = None
    """The message itself, for people."""

    time: str | None = None
    """The time of the report, as a text."""


class VMExtensionInstanceView(Model, since="2021-06-01.14.0"):
    """The state of a virtual machine extension on one node."""

    name: str | None = None
    """The name of the extension."""

    statuses: list[InstanceViewStatus] | None = None
    """Its status messages."""

    sub_statuses: list[InstanceViewStatus] | None = None
    """The status messages of its parts, for example the output of a script."""


class NodeVMExtension(Model, since="2021-06-01.14.0"):
    """A virtual machine extension on one node. The service fills it in; it isn't sent."""

    provisioning_state: str | None = None
    """Whether it is installed: ``Succeeded``, ``Failed`` …"""

    vm_extension: VMExtension | None = None
    """The extension as the pool declares it."""

    instance_view: VMExtensionInstanceView | None = None
    """The state that the extension reports."""
