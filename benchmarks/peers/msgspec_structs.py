"""msgspec Structs, the floor: nothing is checked on the way out, unknown members are skipped."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter
from typing import Annotated, Any

import msgspec

from . import enumerations
from .interface import Codec, Peer


class Wire(msgspec.Struct, rename="camel", omit_defaults=True):
    """The base class: camelCase keys, None left out."""


class ComputeNodeIdentityReference(Wire):
    """A managed identity."""

    resource_id: str | None = None


class AutoUserSpecification(Wire):
    """A user that Batch creates."""

    scope: enumerations.AutoUserScope | None = None
    elevation_level: enumerations.ElevationLevel | None = None


class UserIdentity(Wire):
    """The user that a task runs as."""

    user_name: str | None = msgspec.field(default=None, name="username")
    auto_user: AutoUserSpecification | None = None


class ContainerRegistry(Wire):
    """A private registry."""

    user_name: str | None = msgspec.field(default=None, name="username")
    password: str | None = None
    registry_server: str | None = None
    identity_reference: ComputeNodeIdentityReference | None = None


class ContainerHostBatchBindMountEntry(Wire):
    """A directory that is mounted into the container."""

    source: enumerations.ContainerHostDataPath | None = None
    is_read_only: bool | None = None


class TaskContainerSettings(Wire, kw_only=True):
    """The container of a task."""

    container_run_options: str | None = None
    image_name: str
    registry: ContainerRegistry | None = None
    working_directory: enumerations.ContainerWorkingDirectory | None = None
    container_host_batch_bind_mounts: list[ContainerHostBatchBindMountEntry] | None = None


class EnvironmentSetting(Wire):
    """An environment variable."""

    name: str
    value: str | None = None


class ResourceFile(Wire):
    """A download."""

    auto_storage_container_name: str | None = None
    storage_container_url: str | None = None
    http_url: str | None = None
    blob_prefix: str | None = None
    file_path: str | None = None
    file_mode: str | None = None
    identity_reference: ComputeNodeIdentityReference | None = None


class StartTask(Wire):
    """A start task."""

    command_line: str
    container_settings: TaskContainerSettings | None = None
    resource_files: list[ResourceFile] | None = None
    environment_settings: list[EnvironmentSetting] | None = None
    user_identity: UserIdentity | None = None
    max_task_retry_count: Annotated[int, msgspec.Meta(ge=-1)] | None = None
    wait_for_success: bool | None = None


class NameValuePair(Wire):
    """A detail of an error."""

    name: str | None = None
    value: str | None = None


class TaskFailureInformation(Wire):
    """The reason that a task failed."""

    category: enumerations.ErrorCategory
    code: str | None = None
    message: str | None = None
    details: list[NameValuePair] | None = None


class TaskContainerExecutionInformation(Wire):
    """The status of a container."""

    container_id: str | None = None
    state: str | None = None
    error: str | None = None


class StartTaskInformation(Wire, kw_only=True):
    """The status of a start task."""

    state: enumerations.StartTaskState
    start_time: datetime
    end_time: datetime | None = None
    exit_code: int | None = None
    container_info: TaskContainerExecutionInformation | None = None
    failure_info: TaskFailureInformation | None = None
    retry_count: int
    last_retry_time: datetime | None = None
    result: enumerations.TaskExecutionResult | None = None


class TaskExecutionInformation(Wire, kw_only=True):
    """The status of a task."""

    start_time: datetime | None = None
    end_time: datetime | None = None
    exit_code: int | None = None
    container_info: TaskContainerExecutionInformation | None = None
    failure_info: TaskFailureInformation | None = None
    retry_count: int
    last_retry_time: datetime | None = None
    requeue_count: int
    last_requeue_time: datetime | None = None
    result: enumerations.TaskExecutionResult | None = None


class TaskInformation(Wire, kw_only=True):
    """A task on a node."""

    task_url: str | None = None
    job_id: str | None = None
    task_id: str | None = None
    subtask_id: int | None = None
    task_state: enumerations.TaskState
    execution_info: TaskExecutionInformation | None = None


class CertificateReference(Wire):
    """A certificate on a node."""

    thumbprint: str
    thumbprint_algorithm: str
    store_location: enumerations.CertificateStoreLocation | None = None
    store_name: str | None = None
    visibility: list[enumerations.CertificateVisibility] | None = None


class ComputeNodeError(Wire):
    """An error of a node."""

    code: str | None = None
    message: str | None = None
    error_details: list[NameValuePair] | None = None


class InboundEndpoint(Wire):
    """A port that is open to the outside."""

    name: str
    protocol: enumerations.InboundEndpointProtocol
    public_ip_address: str = msgspec.field(name="publicIPAddress")
    public_fqdn: str = msgspec.field(name="publicFQDN")
    frontend_port: int
    backend_port: int


class ComputeNodeEndpointConfiguration(Wire):
    """The open ports of a node."""

    inbound_endpoints: list[InboundEndpoint]


class NodeAgentInformation(Wire):
    """The node agent."""

    version: str
    last_update_time: datetime


class ImageReference(Wire):
    """The image of a node."""

    publisher: str | None = None
    offer: str | None = None
    sku: str | None = None
    version: str | None = None
    virtual_machine_image_id: str | None = None
    exact_version: str | None = None
    community_gallery_image_id: str | None = None
    shared_gallery_image_id: str | None = None


class VirtualMachineInfo(Wire):
    """The virtual machine of a node."""

    image_reference: ImageReference | None = None
    scale_set_vm_resource_id: str | None = None


class ComputeNode(Wire):
    """A node."""

    id: str | None = None
    url: str | None = None
    state: enumerations.ComputeNodeState | None = None
    scheduling_state: enumerations.SchedulingState | None = None
    state_transition_time: datetime | None = None
    last_boot_time: datetime | None = None
    allocation_time: datetime | None = None
    ip_address: str | None = None
    affinity_id: str | None = None
    vm_size: str | None = None
    total_tasks_run: int | None = None
    running_tasks_count: int | None = None
    running_task_slots_count: int | None = None
    total_tasks_succeeded: int | None = None
    recent_tasks: list[TaskInformation] | None = None
    start_task: StartTask | None = None
    start_task_info: StartTaskInformation | None = None
    certificate_references: list[CertificateReference] | None = None
    errors: list[ComputeNodeError] | None = None
    is_dedicated: bool | None = None
    endpoint_configuration: ComputeNodeEndpointConfiguration | None = None
    node_agent_info: NodeAgentInformation | None = None
    virtual_machine_info: VirtualMachineInfo | None = None
    ipv6_address: str | None = None


class NodePage(Wire, kw_only=True):
    """A page of the list of nodes."""

    metadata: str | None = msgspec.field(default=None, name="odata.metadata")
    value: list[ComputeNode]
    next_link: str | None = msgspec.field(default=None, name="odata.nextLink")


def codec(model: type[Wire]) -> Codec:
    """Return the operations of one class."""
    encoder = msgspec.json.Encoder()
    decoder = msgspec.json.Decoder(model)

    def encode_dict(value: Wire) -> dict[str, Any]:
        return msgspec.to_builtins(value)  # type: ignore[no-any-return]

    def encode_json(value: Wire) -> bytes:
        return encoder.encode(value)

    def decode_dict(document: dict[str, Any]) -> Wire:
        return msgspec.convert(document, model)

    def decode_json(text: bytes) -> Wire:
        return decoder.decode(text)

    return Codec(encode_dict, encode_json, decode_dict, decode_json)


PEER = Peer(
    "msgspec",
    StartTask,
    codec(StartTask),
    codec(NodePage),
    attrgetter("value"),
    ("msgspec",),
    drops_unknown=True,
    remarks=(
        "It is the floor: it checks nothing when it writes and skips unknown members.",
        "It rounds the seventh digit of a second; the others drop it.",
    ),
)
