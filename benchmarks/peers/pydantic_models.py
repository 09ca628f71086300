"""pydantic, strict in types, with aliases, unknown members kept, and validators where batchmodels has constraints."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, model_validator
from pydantic.alias_generators import to_camel

from . import enumerations
from .interface import Codec, Peer


class Wire(BaseModel):
    """The base class: camelCase keys, unknown members kept."""

    model_config = ConfigDict(extra="allow", alias_generator=to_camel)


class ComputeNodeIdentityReference(Wire):
    """A managed identity."""

    resource_id: StrictStr | None = None


class AutoUserSpecification(Wire):
    """A user that Batch creates."""

    scope: enumerations.AutoUserScope | None = None
    elevation_level: enumerations.ElevationLevel | None = None


class UserIdentity(Wire):
    """The user that a task runs as."""

    user_name: Annotated[StrictStr | None, Field(alias="username")] = None
    auto_user: AutoUserSpecification | None = None

    @model_validator(mode="after")
    def _one_user(self) -> UserIdentity:
        users = (self.user_name is not None) + (self.auto_user is not None)
        if users != 1 and (users or not self.model_extra):
            raise ValueError("exactly one of username, autoUser")
        return self


class ContainerRegistry(Wire):
    """A private registry."""

    user_name: Annotated[StrictStr | None, Field(alias="username")] = None
    password: StrictStr | None = None
    registry_server: StrictStr | None = None
    identity_reference: ComputeNodeIdentityReference | None = None


class ContainerHostBatchBindMountEntry(Wire):
    """A directory that is mounted into the container."""

    source: enumerations.ContainerHostDataPath | None = None
    is_read_only: StrictBool | None = None


class TaskContainerSettings(Wire):
    """The container of a task."""

    container_run_options: StrictStr | None = None
    image_name: StrictStr
    registry: ContainerRegistry | None = None
    working_directory: enumerations.ContainerWorkingDirectory | None = None
    container_host_batch_bind_mounts: list[ContainerHostBatchBindMountEntry] | None = None


class EnvironmentSetting(Wire):
    """An environment variable."""

    name: StrictStr
    value: StrictStr | None = None


class ResourceFile(Wire):
    """A download."""

    auto_storage_container_name: StrictStr | None = None
    storage_container_url: StrictStr | None = None
    http_url: StrictStr | None = None
    blob_prefix: StrictStr | None = None
    file_path: StrictStr | None = None
    file_mode: StrictStr | None = None
    identity_reference: ComputeNodeIdentityReference | None = None

    @model_validator(mode="after")
    def _one_source(self) -> ResourceFile:
        containers = (self.auto_storage_container_name is not None) + (self.storage_container_url is not None)
        sources = containers + (self.http_url is not None)
        if sources != 1 and (sources or not self.model_extra):
            raise ValueError("exactly one of autoStorageContainerName, storageContainerUrl, httpUrl")
        if self.http_url is not None and self.file_path is None and not self.model_extra:
            raise ValueError("filePath beside httpUrl")
        if self.blob_prefix is not None and not containers and not self.model_extra:
            raise ValueError("autoStorageContainerName or storageContainerUrl beside blobPrefix")
        return self


class StartTask(Wire):
    """A start task."""

    command_line: StrictStr
    container_settings: TaskContainerSettings | None = None
    resource_files: list[ResourceFile] | None = None
    environment_settings: list[EnvironmentSetting] | None = None
    user_identity: UserIdentity | None = None
    max_task_retry_count: Annotated[StrictInt, Field(ge=-1)] | None = None
    wait_for_success: StrictBool | None = None


class NameValuePair(Wire):
    """A detail of an error."""

    name: StrictStr | None = None
    value: StrictStr | None = None


class TaskFailureInformation(Wire):
    """The reason that a task failed."""

    category: enumerations.ErrorCategory
    code: StrictStr | None = None
    message: StrictStr | None = None
    details: list[NameValuePair] | None = None


class TaskContainerExecutionInformation(Wire):
    """The status of a container."""

    container_id: StrictStr | None = None
    state: StrictStr | None = None
    error: StrictStr | None = None


class StartTaskInformation(Wire):
    """The status of a start task."""

    state: enumerations.StartTaskState
    start_time: datetime
    end_time: datetime | None = None
    exit_code: StrictInt | None = None
    container_info: TaskContainerExecutionInformation | None = None
    failure_info: TaskFailureInformation | None = None
    retry_count: StrictInt
    last_retry_time: datetime | None = None
    result: enumerations.TaskExecutionResult | None = None


class TaskExecutionInformation(Wire):
    """The status of a task."""

    start_time: datetime | None = None
    end_time: datetime | None = None
    exit_code: StrictInt | None = None
    container_info: TaskContainerExecutionInformation | None = None
    failure_info: TaskFailureInformation | None = None
    retry_count: StrictInt
    last_retry_time: datetime | None = None
    requeue_count: StrictInt
    last_requeue_time: datetime | None = None
    result: enumerations.TaskExecutionResult | None = None


class TaskInformation(Wire):
    """A task on a node."""

    task_url: StrictStr | None = None
    job_id: StrictStr | None = None
    task_id: StrictStr | None = None
    subtask_id: StrictInt | None = None
    task_state: enumerations.TaskState
    execution_info: TaskExecutionInformation | None = None


class CertificateReference(Wire):
    """A certificate on a node."""

    thumbprint: StrictStr
    thumbprint_algorithm: StrictStr
    store_location: enumerations.CertificateStoreLocation | None = None
    store_name: StrictStr | None = None
    visibility: list[enumerations.CertificateVisibility] | None = None


class ComputeNodeError(Wire):
    """An error of a node."""

    code: StrictStr | None = None
    message: StrictStr | None = None
    error_details: list[NameValuePair] | None = None


class InboundEndpoint(Wire):
    """A port that is open to the outside."""

    name: StrictStr
    protocol: enumerations.InboundEndpointProtocol
    public_ip_address: Annotated[StrictStr, Field(alias="publicIPAddress")]
    public_fqdn: Annotated[StrictStr, Field(alias="publicFQDN")]
    frontend_port: StrictInt
    backend_port: StrictInt


class ComputeNodeEndpointConfiguration(Wire):
    """The open ports of a node."""

    inbound_endpoints: list[InboundEndpoint]


class NodeAgentInformation(Wire):
    """The node agent."""

    version: StrictStr
    last_update_time: datetime


class ImageReference(Wire):
    """The image of a node."""

    publisher: StrictStr | None = None
    offer: StrictStr | None = None
    sku: StrictStr | None = None
    version: StrictStr | None = None
    virtual_machine_image_id: StrictStr | None = None
    exact_version: StrictStr | None = None
    community_gallery_image_id: StrictStr | None = None
    shared_gallery_image_id: StrictStr | None = None


class VirtualMachineInfo(Wire):
    """The virtual machine of a node."""

    image_reference: ImageReference | None = None
    scale_set_vm_resource_id: StrictStr | None = None


class ComputeNode(Wire):
    """A node."""

    id: StrictStr | None = None
    url: StrictStr | None = None
    state: enumerations.ComputeNodeState | None = None
    scheduling_state: enumerations.SchedulingState | None = None
    state_transition_time: datetime | None = None
    last_boot_time: datetime | None = None
    allocation_time: datetime | None = None
    ip_address: StrictStr | None = None
    affinity_id: StrictStr | None = None
    vm_size: StrictStr | None = None
    total_tasks_run: StrictInt | None = None
    running_tasks_count: StrictInt | None = None
    running_task_slots_count: StrictInt | None = None
    total_tasks_succeeded: StrictInt | None = None
    recent_tasks: list[TaskInformation] | None = None
    start_task: StartTask | None = None
    start_task_info: StartTaskInformation | None = None
    certificate_references: list[CertificateReference] | None = None
    errors: list[ComputeNodeError] | None = None
    is_dedicated: StrictBool | None = None
    endpoint_configuration: ComputeNodeEndpointConfiguration | None = None
    node_agent_info: NodeAgentInformation | None = None
    virtual_machine_info: VirtualMachineInfo | None = None
    ipv6_address: StrictStr | None = None


class NodePage(Wire):
    """A page of the list of nodes."""

    metadata: Annotated[StrictStr | None, Field(alias="odata.metadata")] = None
    value: list[ComputeNode]
    next_link: Annotated[StrictStr | None, Field(alias="odata.nextLink")] = None


def codec(model: type[Wire]) -> Codec:
    """Return the operations of one class."""

    def encode_dict(value: Wire) -> dict[str, Any]:
        return value.model_dump(mode="json", by_alias=True, exclude_none=True)

    def encode_json(value: Wire) -> bytes:
        return value.model_dump_json(by_alias=True, exclude_none=True).encode()

    def decode_dict(document: dict[str, Any]) -> Wire:
        return model.model_validate(document)

    def decode_json(text: bytes) -> Wire:
        return model.model_validate_json(text)

    def encode_python(value: Wire) -> dict[str, Any]:
        return value.model_dump(by_alias=True, exclude_none=True)

    return Codec(encode_dict, encode_json, decode_dict, decode_json, encode_python)


PEER = Peer(
    "pydantic",
    StartTask,
    codec(StartTask),
    codec(NodePage),
    attrgetter("value"),
    ("pydantic", "pydantic-core"),
    keywords_are_keys=True,
    remarks=(
        "It checks when it reads and constructs, not when it writes.",
        "It writes dicts in JSON mode, which gives what can be sent: times and enumerations as text.",
    ),
)
