"""A node of a pool as the service returns it."""

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
    """An error of a node, for example an application package that can't be installed or a full disk."""

    code: str | None = None
    """The code of the error, for programs. It doesn't change."""

    message: str | None = None
    """The description of the error, for people."""

    error_details: list[NameValuePair] | None = None
    """Further details, by name and value."""


class InboundEndpoint(Model, since="2017-06-01.5.1"):
    """A port of one node that is open to the outside: connections to the public address and port are forwarded to it."""

    name: str
    """The endpoint's name."""

    protocol: InboundEndpointProtocol
    """The protocol: TCP or UDP."""

    public_ip_address: Annotated[str, Key("publicIPAddress")]
    """The public address to connect to."""

    public_fqdn: Annotated[str, Key("publicFQDN")]
    """The public host name to connect to."""

    frontend_port: int
    """The public port to connect to, from the range in the pool's configuration."""

    backend_port: int
    """The port on the node."""


class ComputeNodeEndpointConfiguration(Model, since="2017-06-01.5.1"):
    """The ports of a node that are open to the outside."""

    inbound_endpoints: list[InboundEndpoint]
    """One entry for each open port."""


class NodeAgentInformation(Model, since="2018-08-01.7.0"):
    """The node agent: Batch's program on the node, which starts tasks and reports their status."""

    version: str
    """The version of the agent; its release notes describe it."""

    last_update_time: datetime
    """When the agent was last updated."""


class VirtualMachineInfo(Model, since="2021-06-01.14.0"):
    """The current virtual machine of the node."""

    image_reference: ImageReference | None = None
    """The current image."""

    scale_set_vm_resource_id: Annotated[str | None, Since("2023-11-01.18.0")] = None
    """The ARM id of the VM in its scale set. Only for accounts in user subscription mode."""


class ComputeNode(Model):
    """A node of a pool and its status. The service fills it in; it isn't sent.

    If a node runs no tasks, check ``state`` first. ``start_task_info`` explains ``starttaskfailed``, and ``errors`` explains
    ``unusable``; ``unusable`` without errors means that Batch can't reach the node. Such nodes cost money until they are
    removed.

    The task counts include ordinary tasks and job manager tasks, but no start, job preparation or job release tasks.
    """

    id: str | None = None
    """The id of the node, unique among the current nodes of the pool; a later node can have the same id."""

    url: str | None = None
    """The URL of the node."""

    state: ComputeNodeState | None = None
    """The state of the node."""

    scheduling_state: SchedulingState | None = None
    """Whether the node accepts new tasks. With ``disabled``, running tasks continue."""

    state_transition_time: datetime | None = None
    """When ``state`` last changed."""

    last_boot_time: datetime | None = None
    """When the node last started. It can be missing when ``state`` is ``unusable``."""

    allocation_time: datetime | None = None
    """When the node was first allocated. Neither repairs nor preemption change it."""

    ip_address: str | None = None
    """The IP address for other nodes; a later node can have the same address."""

    affinity_id: str | None = None
    """The value for ``affinity_info`` of a task that should run on this node. If the node is busy, it runs elsewhere."""

    vm_size: str | None = None
    """The VM size of the node."""

    total_tasks_run: int | None = None
    """The number of tasks that have ended on the node, successful or not."""

    running_tasks_count: Annotated[int | None, Since("2016-02-01.3.0")] = None
    """The number of running tasks."""

    running_task_slots_count: Annotated[int | None, Since("2020-09-01.12.0")] = None
    """The number of task slots in use, out of the pool's ``task_slots_per_node``."""

    total_tasks_succeeded: Annotated[int | None, Since("2016-02-01.3.0")] = None
    """The number of tasks that have ended on the node with exit code 0."""

    recent_tasks: list[TaskInformation] | None = None
    """The tasks whose state changed recently. None if no task has run on the node since it joined the pool."""

    start_task: StartTask | None = None
    """The task that runs when the node joins the pool. A changed start task takes effect when the node restarts."""

    start_task_info: StartTaskInformation | None = None
    """The status of the start task on this node."""

    certificate_references: Annotated[list[CertificateReference] | None, Until("2025-06-01")] = None
    """The certificates that are installed on the node."""

    errors: list[ComputeNodeError] | None = None
    """The current errors of the node."""

    is_dedicated: Annotated[bool | None, Since("2017-05-01.5.0")] = None
    """Whether the node is dedicated. If not, it is a Spot or low-priority node, which Azure can preempt."""

    endpoint_configuration: Annotated[ComputeNodeEndpointConfiguration | None, Since("2017-06-01.5.1")] = None
    """The ports of the node that can be reached from outside."""

    node_agent_info: Annotated[NodeAgentInformation | None, Since("2018-08-01.7.0")] = None
    """The version of Batch's agent on the node."""

    virtual_machine_info: Annotated[VirtualMachineInfo | None, Since("2021-06-01.14.0")] = None
    """The image of the VM and, in user subscription mode, its ARM id."""

    ipv6_address: Annotated[str | None, Since("2025-06-01")] = None
    """The IPv6 address for other nodes. None if the pool doesn't use IPv6."""
