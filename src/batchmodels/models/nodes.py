"""A node of a pool as the service answers it."""

from datetime import datetime
from typing import Annotated

from ..engine.attributes import Key, Since, Until
from .base import Model
from .certificates import CertificateReference
from .execution import NameValuePair, StartTaskInformation, TaskInformation
from .pool_enums import ComputeNodeState, InboundEndpointProtocol, SchedulingState
from .start_task import StartTask
from .virtual_machines import ImageReference

__all__ = [
    "ComputeNode",
    "ComputeNodeEndpointConfiguration",
    "ComputeNodeError",
    "InboundEndpoint",
    "NodeAgentInformation",
    "VirtualMachineInfo",
]


class ComputeNodeError(Model):
    """Something that is wrong with a node: an application package that can't be installed, an image, a full disk."""

    code: str | None = None
    """The kind of error, meant for programs; it doesn't change."""

    message: str | None = None
    """The same for people."""

    error_details: list[NameValuePair] | None = None
    """More about it, as names and values."""


class InboundEndpoint(Model, since="2017-06-01.5.1"):
    """A port of one node that is open to the outside: who connects to the public address and port arrives at the node's own."""

    name: str
    """The endpoint's name."""

    protocol: InboundEndpointProtocol
    """Whether it is for TCP or UDP."""

    public_ip_address: Annotated[str, Key("publicIPAddress")]
    """The public address to connect to."""

    public_fqdn: Annotated[str, Key("publicFQDN")]
    """The public host name to connect to."""

    frontend_port: int
    """The public port to connect to, out of the range that the pool's configuration gives."""

    backend_port: int
    """The port on the node."""


class ComputeNodeEndpointConfiguration(Model, since="2017-06-01.5.1"):
    """The ports of a node that can be reached from outside."""

    inbound_endpoints: list[InboundEndpoint]
    """One entry for each port that is open."""


class NodeAgentInformation(Model, since="2018-08-01.7.0"):
    """The node agent: Batch's own program on the node, which starts the tasks and reports on them."""

    version: str
    """Its version, to be looked up in the agent's release notes."""

    last_update_time: datetime
    """When the agent was last brought to a new version."""


class VirtualMachineInfo(Model, since="2021-06-01.14.0"):
    """The virtual machine that is the node at present."""

    image_reference: ImageReference | None = None
    """The image that it has at present."""

    scale_set_vm_resource_id: Annotated[str | None, Since("2023-11-01.18.0")] = None
    """The ARM id of the machine in its scale set. Only for accounts whose pools live in the user's own subscription."""


class ComputeNode(Model):
    """A machine of a pool, and how it fares. The service fills it in; it isn't for sending.

    A node without tasks: look at ``state`` first. ``starttaskfailed`` is explained by ``start_task_info``, ``unusable`` by
    ``errors``; ``unusable`` without errors means that Batch can't reach the machine. Such nodes cost money until they are
    removed.

    The counts of tasks include ordinary tasks and job manager tasks; start tasks, job preparation and job release don't count.
    """

    id: str | None = None
    """The node's id, unique in the pool while the node is there; a later node can have it again."""

    url: str | None = None
    """Where the service has the node."""

    state: ComputeNodeState | None = None
    """What the node is doing, or what keeps it from working."""

    scheduling_state: SchedulingState | None = None
    """Whether the node takes new tasks. ``disabled`` lets those that run go on."""

    state_transition_time: datetime | None = None
    """When ``state`` became what it is."""

    last_boot_time: datetime | None = None
    """When the node last started. It can be missing when ``state`` is ``unusable``."""

    allocation_time: datetime | None = None
    """When the node was first allocated. Neither repairs nor preemption change it."""

    ip_address: str | None = None
    """The address by which other nodes reach it; a later node can have it again."""

    affinity_id: str | None = None
    """What to put into a task that should run here. A wish only: if the node is busy, the task runs elsewhere."""

    vm_size: str | None = None
    """The size of the machine, in Azure's words."""

    total_tasks_run: int | None = None
    """How many tasks have ended on the node, with success or without."""

    running_tasks_count: Annotated[int | None, Since("2016-02-01.3.0")] = None
    """How many tasks are running on the node."""

    running_task_slots_count: Annotated[int | None, Since("2020-09-01.12.0")] = None
    """How many slots the running tasks take, out of the pool's ``task_slots_per_node``."""

    total_tasks_succeeded: Annotated[int | None, Since("2016-02-01.3.0")] = None
    """How many tasks have ended on the node with exit code 0."""

    recent_tasks: list[TaskInformation] | None = None
    """The tasks whose state changed lately. None if no task has run here since the node joined the pool."""

    start_task: StartTask | None = None
    """What the node runs when it joins the pool; a change of the pool's start task takes effect when the node restarts."""

    start_task_info: StartTaskInformation | None = None
    """How the start task fares, or fared, on this node."""

    certificate_references: Annotated[list[CertificateReference] | None, Until("2025-06-01")] = None
    """The certificates that are installed on the node."""

    errors: list[ComputeNodeError] | None = None
    """What is wrong with the node at present."""

    is_dedicated: Annotated[bool | None, Since("2017-05-01.5.0")] = None
    """Whether the node is dedicated; if not, it is a Spot or low-priority node, which Azure may take back."""

    endpoint_configuration: Annotated[ComputeNodeEndpointConfiguration | None, Since("2017-06-01.5.1")] = None
    """The ports of the node that can be reached from outside."""

    node_agent_info: Annotated[NodeAgentInformation | None, Since("2018-08-01.7.0")] = None
    """The version of Batch's agent on the node."""

    virtual_machine_info: Annotated[VirtualMachineInfo | None, Since("2021-06-01.14.0")] = None
    """The machine's image and, in the user's own subscription, its ARM id."""

    ipv6_address: Annotated[str | None, Since("2025-06-01")] = None
    """The IPv6 address by which other nodes reach it. None if the pool isn't set up for IPv6."""
