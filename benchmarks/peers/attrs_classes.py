"""attrs classes, which cattrs writes and reads."""

from datetime import datetime
from enum import Enum
from typing import Annotated, Any, TypeVar

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
    """As whom a task runs."""

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
    """A directory that the container sees."""

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
    """Why a task failed."""

    category: enumerations.ErrorCategory
    code: str | None = None
    message: str | None = None
    details: list[NameValuePair] | None = None


@attrs.define(kw_only=True)
class TaskContainerExecutionInformation:
    """What became of a container."""

    container_id: str | None = None
    state: str | None = None
    error: str | None = None


@attrs.define(kw_only=True)
class StartTaskInformation:
    """How a start task fares."""

    state: enumerations.StartTaskState
    start_time: datetime
    end_time: datetime | None = None
    exit_code: int | None = None
    container_info: TaskContainerExecutionInformation | None = None
    failure_info: TaskFailureInformation | None = None
    retry_count: int
    last_retry_time: datetime | None = None
    result: enumerations.TaskExecutionResult | None = None


def camel_case(name: str) -> str:
    """Give the key of an attribute."""
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def with_keys(converter: ConverterT) -> ConverterT:
    """Make a converter write and read camelCase keys and leave None out."""

    def renames(cls: Any) -> dict[str, Any]:
        names = [field.name for field in attrs.fields(cls) if field.type is not Username]
        return {name: override(rename=camel_case(name)) for name in names}

    @converter.register_unstructure_hook_factory(attrs.has)
    def _writer(cls: Any) -> Any:
        return make_dict_unstructure_fn(cls, converter, _cattrs_omit_if_default=True, **renames(cls))

    @converter.register_structure_hook_factory(attrs.has)
    def _reader(cls: Any) -> Any:
        return make_dict_structure_fn(cls, converter, **renames(cls))

    return converter


def text_of(member: Enum) -> Any:
    """Give the text of an enumeration's member, which cattrs would leave to ``json``."""
    return member.value


def codec(model: Any) -> Codec:
    """Give the ways of one class."""
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
    codec(StartTaskInformation),
    ("attrs", "cattrs", "orjson"),
    drops_unknown=True,
    remarks=(
        "Its converters are cattrs' own for `json` (dicts) and orjson (text), with detailed errors, the default.",
        "It turns what should be text or a number into that, checks nothing when it writes and skips unknown members.",
    ),
)
