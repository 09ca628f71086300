"""attrs classes, which cattrs writes and reads."""

from datetime import datetime
from enum import Enum
from operator import attrgetter
from typing import Annotated, Any, TypeVar, get_origin

import attrs
from attrs.validators import ge, optional
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf import json as cattrs_json
from cattrs.preconf import orjson as cattrs_orjson

from . import enumerations
from .interface import Codec, Peer

ConverterT = TypeVar("ConverterT", bound=Converter)

Username = Annotated[str | None, override(rename="username")]
"""The text of an attribute whose key isn't its name in camelCase."""


@attrs.define(kw_only=True)
class ComputeNodeIdentityReference:
    """A managed identity."""

    resource_id: str | None = None


@attrs.define(kw_only=True)
class AutoUserSpecification:
    """A user that Batch creates."""

    scope: enumerations.AutoUserScope | None = None
    elevation_level: enumerations.ElevationLevel | None = None


@attrs.define(kw_only=True)
class UserIdentity:
    """The user that a task runs as."""

    user_name: Username = None
    auto_user: AutoUserSpecification | None = None


@attrs.define(kw_only=True)
class ContainerRegistry:
    """A private registry."""

    user_name: Username = None
    password: str | None = None
    registry_server: str | None = None
    identity_reference: ComputeNodeIdentityReference | None = None


@attrs.define(kw_only=True)
class ContainerHostBatchBindMountEntry:
    """A directory that is mounted into the container."""

    source: enumerations.ContainerHostDataPath | None = None
    is_read_only: bool | None = None


@attrs.define(kw_only=True)
class TaskContainerSettings:
    """The container of a task."""

    container_run_options: str | None = None
    image_name: str
    registry: ContainerRegistry | None = None
    working_directory: enumerations.ContainerWorkingDirectory | None = None
    container_host_batch_bind_mounts: list[ContainerHostBatchBindMountEntry] | None = None


@attrs.define(kw_only=True)
class EnvironmentSetting:
    """An environment variable."""

    name: str
    value: str | None = None


@attrs.define(kw_only=True)
class ResourceFile:
    """A download."""

    auto_storage_container_name: str | None = None
    storage_container_url: str | None = None
    http_url: str | None = None
    blob_prefix: str | None = None
    file_path: str | None = None
    file_mode: str | None = None
    identity_reference: ComputeNodeIdentityReference | None = None


@attrs.define(kw_only=True)
class StartTask:
    """A start task."""

    command_line: str
    container_settings: TaskContainerSettings | None = None
    resource_files: list[ResourceFile] | None = None
    environment_settings: list[EnvironmentSetting] | None = None
    user_identity: UserIdentity | None = None
    max_task_retry_count: int | None = attrs.field(default=None, validator=optional(ge(-1)))
    wait_for_success: bool | None = None


@attrs.define(kw_only=True)
class NameValuePair:
    """A detail of an error."""

    name: str | None = None
    value: str | None = None


@attrs.define(kw_only=True)
class TaskFailureInformation:
    """The reason that a task failed."""

    category: enumerations.ErrorCategory
    code: str | None = None
    message: str | None = None
    details: list[NameValuePair] | None = None


@attrs.define(kw_only=True)
class TaskContainerExecutionInformation:
    """The status of a container."""

    container_id: str | None = None
    state: str | None = None
    error: str | None = None


@attrs.define(kw_only=True)
class StartTaskInformation:
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


@attrs.define(kw_only=True)
class TaskExecutionInformation:
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


@attrs.define(kw_only=True)
class TaskInformation:
    """A task on a node."""

    task_url: str | None = None
    job_id: str | None = None
    task_id: str | None = None
    subtask_id: int | None = None
    task_state: enumerations.TaskState
    execution_info: TaskExecutionInformation | None = None


@attrs.define(kw_only=True)
class CertificateReference:
    """A certificate on a node."""

    thumbprint: str
    thumbprint_algorithm: str
    store_location: enumerations.CertificateStoreLocation | None = None
    store_name: str | None = None
    visibility: list[enumerations.CertificateVisibility] | None = None


@attrs.define(kw_only=True)
class ComputeNodeError:
    """An error of a node."""

    code: str | None = None
    message: str | None = None
    error_details: list[NameValuePair] | None = None


@attrs.define(kw_only=True)
class InboundEndpoint:
    """A port that is open to the outside."""

    name: str
    protocol: enumerations.InboundEndpointProtocol
    public_ip_address: Annotated[str, override(rename="publicIPAddress")]
    public_fqdn: Annotated[str, override(rename="publicFQDN")]
    frontend_port: int
    backend_port: int


@attrs.define(kw_only=True)
class ComputeNodeEndpointConfiguration:
    """The open ports of a node."""

    inbound_endpoints: list[InboundEndpoint]


@attrs.define(kw_only=True)
class NodeAgentInformation:
    """The node agent."""

    version: str
    last_update_time: datetime


@attrs.define(kw_only=True)
class ImageReference:
    """The image of a node."""

    publisher: str | None = None
    offer: str | None = None
    sku: str | None = None
    version: str | None = None
    virtual_machine_image_id: str | None = None
    exact_version: str | None = None
    community_gallery_image_id: str | None = None
    shared_gallery_image_id: str | None = None


@attrs.define(kw_only=True)
class VirtualMachineInfo:
    """The virtual machine of a node."""

    image_reference: ImageReference | None = None
    scale_set_vm_resource_id: str | None = None


@attrs.define(kw_only=True)
class ComputeNode:
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


@attrs.define(kw_only=True)
class NodePage:
    """A page of the list of nodes."""

    metadata: Annotated[str | None, override(rename="odata.metadata")] = None
    value: list[ComputeNode]
    next_link: Annotated[str | None, override(rename="odata.nextLink")] = None


def camel_case(name: str) -> str:
    """Return the key of an attribute."""
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def with_keys(converter: ConverterT) -> ConverterT:
    """Configure a converter to write and read camelCase keys, and to leave None out."""

    def renames(cls: Any) -> dict[str, Any]:
        names = [field.name for field in attrs.fields(cls) if get_origin(field.type) is not Annotated]
        return {name: override(rename=camel_case(name)) for name in names}

    @converter.register_unstructure_hook_factory(attrs.has)
    def _writer(cls: Any) -> Any:
        return make_dict_unstructure_fn(cls, converter, _cattrs_omit_if_default=True, **renames(cls))

    @converter.register_structure_hook_factory(attrs.has)
    def _reader(cls: Any) -> Any:
        return make_dict_structure_fn(cls, converter, **renames(cls))

    return converter


def text_of(member: Enum) -> Any:
    """Return the text of an enumeration's member, which cattrs leaves to ``json``."""
    return member.value


def codec(model: Any) -> Codec:
    """Return the operations of one class."""
    dicts = with_keys(cattrs_json.make_converter())
    for enumeration in enumerations.ALL:
        dicts.register_unstructure_hook(enumeration, text_of)
    texts = with_keys(cattrs_orjson.make_converter())

    def encode_dict(value: Any) -> dict[str, Any]:
        document: dict[str, Any] = dicts.unstructure(value)
        return document

    def encode_json(value: Any) -> bytes:
        return texts.dumps(value)

    def decode_dict(document: dict[str, Any]) -> Any:
        return dicts.structure(document, model)

    def decode_json(text: bytes) -> Any:
        return texts.loads(text, model)

    return Codec(encode_dict, encode_json, decode_dict, decode_json)


PEER = Peer(
    "attrs + cattrs",
    StartTask,
    codec(StartTask),
    codec(NodePage),
    attrgetter("value"),
    ("attrs", "cattrs", "orjson"),
    drops_unknown=True,
    remarks=(
        "Its converters are cattrs' own for `json` (dicts) and orjson (text), with detailed errors, the default.",
        "It converts values to the declared text or number types, checks nothing when it writes and skips unknown members.",
    ),
)
