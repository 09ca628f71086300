"""mashumaro's dataclasses, with orjson."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Annotated, Any

from mashumaro.config import BaseConfig
from mashumaro.mixins.orjson import DataClassORJSONMixin
from mashumaro.types import Alias

from . import enumerations
from .interface import Codec, Peer


class Wire(DataClassORJSONMixin):
    """The base class: keys by alias, None left out."""

    class Config(BaseConfig):
        """The configuration of mashumaro."""

        serialize_by_alias = True
        omit_none = True


@dataclass(kw_only=True)
class ComputeNodeIdentityReference(Wire):
    """A managed identity."""

    resource_id: Annotated[str | None, Alias("resourceId")] = None


@dataclass(kw_only=True)
class AutoUserSpecification(Wire):
    """A user that Batch creates."""

    scope: enumerations.AutoUserScope | None = None
    elevation_level: Annotated[enumerations.ElevationLevel | None, Alias("elevationLevel")] = None


@dataclass(kw_only=True)
class UserIdentity(Wire):
    """The user that a task runs as."""

    user_name: Annotated[str | None, Alias("username")] = None
    auto_user: Annotated[AutoUserSpecification | None, Alias("autoUser")] = None


@dataclass(kw_only=True)
class ContainerRegistry(Wire):
    """A private registry."""

    user_name: Annotated[str | None, Alias("username")] = None
    password: str | None = None
    registry_server: Annotated[str | None, Alias("registryServer")] = None
    identity_reference: Annotated[ComputeNodeIdentityReference | None, Alias("identityReference")] = None


@dataclass(kw_only=True)
class ContainerHostBatchBindMountEntry(Wire):
    """A directory that is mounted into the container."""

    source: enumerations.ContainerHostDataPath | None = None
    is_read_only: Annotated[bool | None, Alias("isReadOnly")] = None


@dataclass(kw_only=True)
class TaskContainerSettings(Wire):
    """The container of a task."""

    container_run_options: Annotated[str | None, Alias("containerRunOptions")] = None
    image_name: Annotated[str, Alias("imageName")]
    registry: ContainerRegistry | None = None
    working_directory: Annotated[enumerations.ContainerWorkingDirectory | None, Alias("workingDirectory")] = None
    container_host_batch_bind_mounts: Annotated[
        list[ContainerHostBatchBindMountEntry] | None, Alias("containerHostBatchBindMounts")
    ] = None


@dataclass(kw_only=True)
class EnvironmentSetting(Wire):
    """An environment variable."""

    name: str
    value: str | None = None


@dataclass(kw_only=True)
class ResourceFile(Wire):
    """A download."""

    auto_storage_container_name: Annotated[str | None, Alias("autoStorageContainerName")] = None
    storage_container_url: Annotated[str | None, Alias("storageContainerUrl")] = None
    http_url: Annotated[str | None, Alias("httpUrl")] = None
    blob_prefix: Annotated[str | None, Alias("blobPrefix")] = None
    file_path: Annotated[str | None, Alias("filePath")] = None
    file_mode: Annotated[str | None, Alias("fileMode")] = None
    identity_reference: Annotated[ComputeNodeIdentityReference | None, Alias("identityReference")] = None


@dataclass(kw_only=True)
class StartTask(Wire):
    """A start task."""

    command_line: Annotated[str, Alias("commandLine")]
    container_settings: Annotated[TaskContainerSettings | None, Alias("containerSettings")] = None
    resource_files: Annotated[list[ResourceFile] | None, Alias("resourceFiles")] = None
    environment_settings: Annotated[list[EnvironmentSetting] | None, Alias("environmentSettings")] = None
    user_identity: Annotated[UserIdentity | None, Alias("userIdentity")] = None
    max_task_retry_count: Annotated[int | None, Alias("maxTaskRetryCount")] = None
    wait_for_success: Annotated[bool | None, Alias("waitForSuccess")] = None


@dataclass(kw_only=True)
class NameValuePair(Wire):
    """A detail of an error."""

    name: str | None = None
    value: str | None = None


@dataclass(kw_only=True)
class TaskFailureInformation(Wire):
    """The reason that a task failed."""

    category: enumerations.ErrorCategory
    code: str | None = None
    message: str | None = None
    details: list[NameValuePair] | None = None


@dataclass(kw_only=True)
class TaskContainerExecutionInformation(Wire):
    """The status of a container."""

    container_id: Annotated[str | None, Alias("containerId")] = None
    state: str | None = None
    error: str | None = None


@dataclass(kw_only=True)
class StartTaskInformation(Wire):
    """The status of a start task."""

    state: enumerations.StartTaskState
    start_time: Annotated[datetime, Alias("startTime")]
    end_time: Annotated[datetime | None, Alias("endTime")] = None
    exit_code: Annotated[int | None, Alias("exitCode")] = None
    container_info: Annotated[TaskContainerExecutionInformation | None, Alias("containerInfo")] = None
    failure_info: Annotated[TaskFailureInformation | None, Alias("failureInfo")] = None
    retry_count: Annotated[int, Alias("retryCount")]
    last_retry_time: Annotated[datetime | None, Alias("lastRetryTime")] = None
    result: enumerations.TaskExecutionResult | None = None


@dataclass(kw_only=True)
class TaskExecutionInformation(Wire):
    """The status of a task."""

    start_time: Annotated[datetime | None, Alias("startTime")] = None
    end_time: Annotated[datetime | None, Alias("endTime")] = None
    exit_code: Annotated[int | None, Alias("exitCode")] = None
    container_info: Annotated[TaskContainerExecutionInformation | None, Alias("containerInfo")] = None
    failure_info: Annotated[TaskFailureInformation | None, Alias("failureInfo")] = None
    retry_count: Annotated[int, Alias("retryCount")]
    last_retry_time: Annotated[datetime | None, Alias("lastRetryTime")] = None
    requeue_count: Annotated[int, Alias("requeueCount")]
    last_requeue_time: Annotated[datetime | None, Alias("lastRequeueTime")] = None
    result: enumerations.TaskExecutionResult | None = None


@dataclass(kw_only=True)
class TaskInformation(Wire):
    """A task on a node."""

    task_url: Annotated[str | None, Alias("taskUrl")] = None
    job_id: Annotated[str | None, Alias("jobId")] = None
    task_id: Annotated[str | None, Alias("taskId")] = None
    subtask_id: Annotated[int | None, Alias("subtaskId")] = None
    task_state: Annotated[enumerations.TaskState, Alias("taskState")]
    execution_info: Annotated[TaskExecutionInformation | None, Alias("executionInfo")] = None


@dataclass(kw_only=True)
class CertificateReference(Wire):
    """A certificate on a node."""

    thumbprint: str
    thumbprint_algorithm: Annotated[str, Alias("thumbprintAlgorithm")]
    store_location: Annotated[enumerations.CertificateStoreLocation | None, Alias("storeLocation")] = None
    store_name: Annotated[str | None, Alias("storeName")] = None
    visibility: list[enumerations.CertificateVisibility] | None = None


@dataclass(kw_only=True)
class ComputeNodeError(Wire):
    """An error of a node."""

    code: str | None = None
    message: str | None = None
    error_details: Annotated[list[NameValuePair] | None, Alias("errorDetails")] = None


@dataclass(kw_only=True)
class InboundEndpoint(Wire):
    """A port that is open to the outside."""

    name: str
    protocol: enumerations.InboundEndpointProtocol
    public_ip_address: Annotated[str, Alias("publicIPAddress")]
    public_fqdn: Annotated[str, Alias("publicFQDN")]
    frontend_port: Annotated[int, Alias("frontendPort")]
    backend_port: Annotated[int, Alias("backendPort")]


@dataclass(kw_only=True)
class ComputeNodeEndpointConfiguration(Wire):
    """The open ports of a node."""

    inbound_endpoints: Annotated[list[InboundEndpoint], Alias("inboundEndpoints")]


@dataclass(kw_only=True)
class NodeAgentInformation(Wire):
    """The node agent."""

    version: str
    last_update_time: Annotated[datetime, Alias("lastUpdateTime")]


@dataclass(kw_only=True)
class ImageReference(Wire):
    """The image of a node."""

    publisher: str | None = None
    offer: str | None = None
    sku: str | None = None
    version: str | None = None
    virtual_machine_image_id: Annotated[str | None, Alias("virtualMachineImageId")] = None
    exact_version: Annotated[str | None, Alias("exactVersion")] = None
    community_gallery_image_id: Annotated[str | None, Alias("communityGalleryImageId")] = None
    shared_gallery_image_id: Annotated[str | None, Alias("sharedGalleryImageId")] = None


@dataclass(kw_only=True)
class VirtualMachineInfo(Wire):
    """The virtual machine of a node."""

    image_reference: Annotated[ImageReference | None, Alias("imageReference")] = None
    scale_set_vm_resource_id: Annotated[str | None, Alias("scaleSetVmResourceId")] = None


@dataclass(kw_only=True)
class ComputeNode(Wire):
    """A node."""

    id: str | None = None
    url: str | None = None
    state: enumerations.ComputeNodeState | None = None
    scheduling_state: Annotated[enumerations.SchedulingState | None, Alias("schedulingState")] = None
    state_transition_time: Annotated[datetime | None, Alias("stateTransitionTime")] = None
    last_boot_time: Annotated[datetime | None, Alias("lastBootTime")] = None
    allocation_time: Annotated[datetime | None, Alias("allocationTime")] = None
    ip_address: Annotated[str | None, Alias("ipAddress")] = None
    affinity_id: Annotated[str | None, Alias("affinityId")] = None
    vm_size: Annotated[str | None, Alias("vmSize")] = None
    total_tasks_run: Annotated[int | None, Alias("totalTasksRun")] = None
    running_tasks_count: Annotated[int | None, Alias("runningTasksCount")] = None
    running_task_slots_count: Annotated[int | None, Alias("runningTaskSlotsCount")] = None
    total_tasks_succeeded: Annotated[int | None, Alias("totalTasksSucceeded")] = None
    recent_tasks: Annotated[list[TaskInformation] | None, Alias("recentTasks")] = None
    start_task: Annotated[StartTask | None, Alias("startTask")] = None
    start_task_info: Annotated[StartTaskInformation | None, Alias("startTaskInfo")] = None
    certificate_references: Annotated[list[CertificateReference] | None, Alias("certificateReferences")] = None
    errors: list[ComputeNodeError] | None = None
    is_dedicated: Annotated[bool | None, Alias("isDedicated")] = None
    endpoint_configuration: Annotated[ComputeNodeEndpointConfiguration | None, Alias("endpointConfiguration")] = None
    node_agent_info: Annotated[NodeAgentInformation | None, Alias("nodeAgentInfo")] = None
    virtual_machine_info: Annotated[VirtualMachineInfo | None, Alias("virtualMachineInfo")] = None
    ipv6_address: Annotated[str | None, Alias("ipv6Address")] = None


@dataclass(kw_only=True)
class NodePage(Wire):
    """A page of the list of nodes."""

    metadata: Annotated[str | None, Alias("odata.metadata")] = None
    value: list[ComputeNode]
    next_link: Annotated[str | None, Alias("odata.nextLink")] = None


def codec(model: type[Wire]) -> Codec:
    """Return the operations of one class."""

    def encode_dict(value: Wire) -> dict[str, Any]:
        return value.to_dict()

    def encode_json(value: Wire) -> bytes:
        return value.to_jsonb()

    def decode_dict(document: dict[str, Any]) -> Wire:
        return model.from_dict(document)

    def decode_json(text: bytes) -> Wire:
        return model.from_json(text)

    return Codec(encode_dict, encode_json, decode_dict, decode_json)


PEER = Peer(
    "mashumaro",
    StartTask,
    codec(StartTask),
    codec(NodePage),
    attrgetter("value"),
    ("mashumaro", "orjson"),
    drops_unknown=True,
    remarks=("It takes texts and numbers as they come, checks nothing when it writes and skips unknown members.",),
)
