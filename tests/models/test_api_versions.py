"""Since when everything exists, and until when: compared with the service's own definitions."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
import wire
from conftest import needs_wire

import batchmodels
from batchmodels import (
    API_VERSIONS,
    AutoUserScope,
    AzureFileShareConfiguration,
    CertificateReference,
    CloudPool,
    ComputeNode,
    ComputeNodeState,
    ContainerHostBatchBindMountEntry,
    ManagedDisk,
    Model,
    MountConfiguration,
    OSDisk,
    PoolAddParameter,
    PoolUpdatePropertiesParameter,
    ResourceFile,
    StartTask,
    TaskContainerSettings,
    ValidationError,
    VirtualMachineConfiguration,
)
from batchmodels.declare import Since, TextEnum, Until
from batchmodels.engine import shapes

NAMES = {
    shapes.Text: "string", shapes.Integer: "integer", shapes.Boolean: "boolean", shapes.Number: "number",
    shapes.Time: "date-time", shapes.Duration: "duration", shapes.Json: "object",
}  # fmt: skip


OTHER_TYPES = {
    ("InstanceViewStatus", "time"): ("string", "date-time"),
    ("JobSchedulingError", "category"): ("ErrorCategory",),
    ("SubtaskInformation", "state"): ("SubtaskState",),
    ("SubtaskInformation", "previousState"): ("SubtaskState",),
}
"""Members whose type has changed, with their types from ``FIRST_WHOLE`` on."""

ANSWERED = {"CloudJob", "CloudJobSchedule", "NodeCounts"}
"""Documents of the service in which newer definitions require what azure-batch 14, or an older API version, doesn't have."""


def knows(version: str, known: Any) -> bool:
    return (known.since is None or known.since <= version) and (known.until is None or version < known.until)


def wire_type(shape: Any) -> Any:
    if isinstance(shape, shapes.ListOf):
        return [wire_type(shape.element)]
    if isinstance(shape, shapes.MapOf):
        return {"*": wire_type(shape.element)}
    if isinstance(shape, shapes.Nested):
        return shape.model.__name__
    return shape.enum.__name__ if isinstance(shape, shapes.Enumeration) else NAMES[type(shape)]


@needs_wire
def test_the_table_lists_every_version() -> None:
    assert tuple(wire.DEFINITIONS) == API_VERSIONS


@needs_wire
@pytest.mark.parametrize("version", API_VERSIONS)
def test_every_type_is_there_as_long_as_it_is_published(version: str) -> None:
    published = wire.definitions(version)
    if version >= wire.FIRST_WHOLE:
        assert not [name for name in published if not hasattr(batchmodels, name) and name not in wire.lists(version)]
    for model in wire.models():
        exists = any(knows(version, attribute) for attribute in model.__definition__.attributes)
        # An OS disk of today's kind came back after a while without any.
        assert exists == (model.__name__ in published) or model is OSDisk, model.__name__


@needs_wire
@pytest.mark.parametrize("version", API_VERSIONS)
def test_every_attribute_is_there_as_long_as_it_is_published(version: str) -> None:
    published = wire.definitions(version)
    for model in wire.models():
        members = dict(published.get(model.__name__, {}))
        if version < "2021":
            members = {key: entry for key, entry in members.items() if key not in wire.CHANGED_MEANING.get(model.__name__, ())}
        ours = {attribute.wire_key: attribute for attribute in model.__definition__.attributes if knows(version, attribute)}
        assert not set(ours) - set(members), model.__name__
        if version >= wire.FIRST_WHOLE:
            assert set(members) == set(ours), model.__name__
        for key, attribute in ours.items():
            theirs = members[key]["type"]
            if (model.__name__, key) in OTHER_TYPES:
                assert version < wire.FIRST_WHOLE or theirs in OTHER_TYPES[model.__name__, key]
            elif key not in wire.LOOSE_MAPS and (key, version) != ("visibility", "2015-12-01.2.2"):
                assert wire_type(attribute.shape) == theirs, f"{model.__name__}.{key}"


@needs_wire
@pytest.mark.parametrize("version", API_VERSIONS)
def test_every_value_is_there_as_long_as_it_is_published(version: str) -> None:
    published = wire.definitions(version)
    for enumeration in wire.enumerations():
        if enumeration.__name__ in published:
            theirs = {text.lower() for text in published[enumeration.__name__]["enum"]}
            ours = {member.value.lower() for member in enumeration if knows(version, member)}
            assert ours <= theirs if version < wire.FIRST_WHOLE else ours == theirs, enumeration.__name__


@needs_wire
def test_required_is_what_the_newest_version_requires() -> None:
    """In bodies that are sent; what only comes back may lack anything, and nobody needs certificates since they are retired."""
    for version in ("2024-02-01.19.0", "2025-06-01"):
        for model in wire.models():
            for key, entry in wire.definitions(version).get(model.__name__, {}).items():
                attribute = model.__definition__.by_wire_key[key]
                if (
                    not entry.get("readOnly")
                    and model.__name__ not in ANSWERED
                    and (model, key) != (PoolUpdatePropertiesParameter, "certificateReferences")
                ):
                    assert attribute.required == entry.get("required", False), f"{model.__name__}.{key} in {version}"


def test_a_table_of_versions_that_stands_by_itself() -> None:
    assert list(API_VERSIONS) == sorted(API_VERSIONS)
    for owner in [*wire.models(), *wire.enumerations()]:
        for known in owner.__definition__.attributes if issubclass(owner, Model) else list(owner):
            assert known.since in {None, *API_VERSIONS[1:]}
            assert known.until in {None, *API_VERSIONS[1:]}
            assert known.since is None or known.until is None or known.since < known.until


def test_what_an_older_version_does_not_know_is_refused() -> None:
    task = StartTask(
        command_line="x", container_settings=TaskContainerSettings(image_name="i", container_host_batch_bind_mounts=[])
    )
    with pytest.raises(ValidationError) as caught:
        task.serialize(api_version="2023-05-01.17.0")
    assert caught.value.problems[0].message == (
        "expected API version 2024-07-01.20.0 or later, got 2023-05-01.17.0 at $.containerSettings.containerHostBatchBindMounts"
    )
    assert caught.value.problems[0].rule == "api_version"
    assert caught.value.problems[0].path == "$.containerSettings.containerHostBatchBindMounts"
    assert task.validate(api_version="2023-05-01.17.0") == list(caught.value.problems)
    with pytest.raises(ValidationError, match="expected API version"):
        task.to_json(api_version="2023-05-01.17.0")
    assert task.validate() == task.validate(api_version="2024-07-01.20.0") == []
    assert task.serialize(api_version="2024-07-01.20.0") == task.serialize()
    assert task.to_json(api_version="2025-06-01") == task.to_json()
    assert task.to_json(api_version="2025-06-01", indent=1) == task.to_json(indent=1)


def test_every_problem_at_once_and_what_hangs_on_it_only_once() -> None:
    share = AzureFileShareConfiguration(account_name="a", azure_file_url="u", account_key="k", relative_mount_path="p")
    disk = OSDisk(managed_disk=ManagedDisk(storage_account_type="standardssd_lrs"))
    pool = PoolAddParameter(
        id="p",
        vm_size=3,
        mount_configuration=[MountConfiguration(azure_file_share_configuration=share)],
        virtual_machine_configuration=VirtualMachineConfiguration(
            image_reference=batchmodels.ImageReference(shared_gallery_image_id="g"), node_agent_sku_id="n", os_disk=disk
        ),
    )
    assert [problem.message for problem in pool.validate(api_version="2019-06-01.9.0")] == [
        (
            "expected API version 2024-07-01.20.0 or later, got 2019-06-01.9.0 "
            "at $.virtualMachineConfiguration.imageReference.sharedGalleryImageId"
        ),
        "expected API version 2021-06-01.14.0 or later, got 2019-06-01.9.0 at $.virtualMachineConfiguration.osDisk",
        "expected API version 2019-08-01.10.0 or later, got 2019-06-01.9.0 at $.mountConfiguration",
        "expected str, got int 3 at $.vmSize",
    ]


def test_what_is_gone_is_refused() -> None:
    pool = PoolAddParameter(
        id="p", vm_size="s", certificate_references=[CertificateReference(thumbprint="t", thumbprint_algorithm="sha1")]
    )
    assert pool.validate(api_version="2024-07-01.20.0") == []
    (problem,) = pool.validate(api_version="2025-06-01")
    assert problem.message == "expected API version before 2025-06-01, got 2025-06-01 at $.certificateReferences"


class Retired(Model):
    name: Annotated[str, Until("2025-06-01")]


def test_what_is_gone_is_not_required_either() -> None:
    assert Retired(name=None).serialize(api_version="2025-06-01") == {}
    assert [problem.path for problem in Retired(name=None).validate(api_version="2024-07-01.20.0")] == ["$.name"]
    assert Retired(name=None).validate() == Retired(name=None).validate(api_version="2024-07-01.20.0")


@pytest.mark.parametrize("api_version", [None, *API_VERSIONS])
def test_an_update_does_not_need_the_certificates_that_batch_retired(api_version: str | None) -> None:
    update = PoolUpdatePropertiesParameter(metadata=[], application_package_references=[])
    assert update.serialize(api_version=api_version) == {"applicationPackageReferences": [], "metadata": []}


def test_values_of_enumerations() -> None:
    node = ComputeNode(state="deallocated")
    (problem,) = node.validate(api_version="2024-02-01.19.0")
    assert problem.message == "expected API version 2024-07-01.20.0 or later, got 2024-02-01.19.0 at $.state"
    assert node.validate(api_version="2024-07-01.20.0") == []
    assert ComputeNode.deserialize({"state": "new"}).validate(api_version="2024-02-01.19.0") == []
    assert ComputeNodeState.deallocated.since == "2024-07-01.20.0"
    assert ComputeNodeState.idle.since is ComputeNodeState.idle.until is None


def test_a_class_says_since_when_for_all_its_attributes() -> None:
    entry = ContainerHostBatchBindMountEntry(is_read_only=True)
    assert [problem.path for problem in entry.validate(api_version="2024-02-01.19.0")] == ["$.isReadOnly"]
    assert ContainerHostBatchBindMountEntry.__definition__.by_name["source"].since == "2024-07-01.20.0"
    assert CloudPool.__definition__.by_name["application_licenses"].until == "2024-07-01.20.0"
    assert ResourceFile.__definition__.by_name["http_url"].since == "2018-12-01.8.0"


def test_only_what_is_sent_counts() -> None:
    pool = CloudPool(id="p", current_node_communication_mode="classic")
    assert pool.serialize(api_version="2019-06-01.9.0") == {"id": "p"}
    with pytest.raises(ValidationError):
        pool.serialize(keep_readonly=True, api_version="2019-06-01.9.0")
    task = StartTask.deserialize({"commandLine": "x", "new": 1})
    assert task.serialize(api_version="2016-02-01.3.0") == {"commandLine": "x", "new": 1}


@pytest.mark.parametrize("version", ["2023-05-01", "", "latest", 2024, ["2025-06-01"]])
def test_an_unknown_version(version: Any) -> None:
    task = StartTask(command_line="x")
    for use in (task.serialize, task.to_json, task.validate):
        with pytest.raises(ValueError, match=r"expected one of the API versions .*2015-12-01.2.2, .*, 2025-06-01, got "):
            use(api_version=version)


class Colour(TextEnum):
    red = "red"
    blue = "blue", Since("2024-02-01.19.0"), Until("2025-06-01")


class Painted(Model, since="2022-01-01.15.0"):
    colour: Colour
    scope: Annotated[AutoUserScope | None, Until("2024-07-01.20.0")] = None


def test_own_models_say_it_the_same_way() -> None:
    assert [problem.message for problem in Painted(colour="BLUE", scope="task").validate(api_version="2025-06-01")] == [
        "expected API version before 2025-06-01, got 2025-06-01 at $.colour",
        "expected API version before 2024-07-01.20.0, got 2025-06-01 at $.scope",
    ]
    assert [problem.message for problem in Painted(colour="red").validate(api_version="2019-06-01.9.0")] == [
        "expected API version 2022-01-01.15.0 or later, got 2019-06-01.9.0 at $.colour"
    ]


def test_a_model_without_versions() -> None:
    from batchmodels.engine.model import Model as EngineModel  # noqa: PLC0415  # because only this test is about it

    class Plain(EngineModel):
        name: str | None = None

    with pytest.raises(ValueError, match="expected one of the API versions that Plain supports, none, got str '2025-06-01'"):
        Plain(name="x").serialize(api_version="2025-06-01")
