"""``azure15.to_model`` and ``azure15.from_model``: nothing is lost in either direction."""

from __future__ import annotations

import copy
import datetime
import json
from typing import Any

import azure.batch.models as azure
import naming
import pytest
from azure.batch import BatchClient
from azure.core.credentials import AzureNamedKeyCredential
from conftest import WIRE, load, needs_wire
from hypothesis import HealthCheck, given, settings
from loopback import serving
from pools import NODES, POOLS, pool_to_add
from strategies import models

import batchmodels
from batchmodels import (
    CloudPool,
    ComputeNode,
    DiffDiskSettings,
    OSDisk,
    PoolAddParameter,
    StartTask,
    UserAccount,
    ValidationError,
    VirtualMachineConfiguration,
)
from batchmodels.azure15 import COUNTERPARTS, BodyPolicy, Counterpart, from_model, to_model

TASK = {
    "commandLine": "./setup",
    "resourceFiles": [{"httpUrl": "u", "filePath": "f", "later": {"a": [1, None]}}],
    "userIdentity": {"autoUser": {"scope": "galaxy", "elevationLevel": "admin"}},
    "later": 1,
}


def test_a_start_task() -> None:
    ours = StartTask.deserialize(TASK)
    theirs = to_model(ours)
    assert type(theirs) is azure.BatchStartTask
    assert theirs.as_dict() == TASK
    assert theirs.user_identity.auto_user.elevation_level is azure.ElevationLevel.ADMIN
    assert theirs.user_identity.auto_user.scope == "galaxy"
    assert theirs.resource_files[0].file_path == "f"
    assert type(from_model(theirs)) is StartTask
    assert from_model(theirs) == ours


def test_every_record_s_classes() -> None:
    for counterpart in COUNTERPARTS:
        ours = getattr(batchmodels, counterpart.ours)
        theirs = naming.their_class(counterpart.theirs)
        document = {"later": {"a": [1]}}
        back = from_model(theirs(document))
        if not counterpart.one_way:
            assert type(back) is ours
            assert back == ours.deserialize(document)
        if counterpart.answer:
            assert type(to_model(ours.deserialize(document))) is theirs
            assert to_model(ours.deserialize(document)).as_dict() == document


@pytest.mark.parametrize("counterpart", COUNTERPARTS, ids=lambda counterpart: counterpart.ours)
def test_any_valid_model(counterpart: Counterpart) -> None:
    ours: Any = getattr(batchmodels, counterpart.ours)
    theirs: Any = naming.their_class(counterpart.theirs)

    @settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(models(ours, common=True))
    def check(model: Any) -> None:
        document = model.serialize(keep_readonly=True)
        held = ours.deserialize(document)
        converted = to_model(held)
        assert type(converted) is theirs
        assert json.loads(json.dumps(converted.as_dict())).keys() == document.keys()
        assert ours.deserialize(converted) == held
        if not counterpart.one_way:
            assert from_model(converted) == held
            assert to_model(from_model(converted)).as_dict() == converted.as_dict()

    check()


@pytest.mark.parametrize("document", POOLS, ids=lambda document: document["id"])
def test_a_pool_that_the_service_answers(document: dict[str, Any]) -> None:
    ours = CloudPool.deserialize(document)
    assert type(to_model(ours)) is azure.BatchPool
    assert from_model(to_model(ours)) == ours == from_model(azure.BatchPool(document))


@pytest.mark.parametrize("document", NODES, ids=lambda document: document["id"])
def test_a_node_that_the_service_answers(document: dict[str, Any]) -> None:
    ours = ComputeNode.deserialize(document)
    assert type(to_model(ours)) is azure.BatchNode
    assert from_model(to_model(ours)) == ours == from_model(azure.BatchNode(document))


PUBLISHED = [load(path) for folder in ("examples", "examples-all") for path in sorted((WIRE / folder).glob("*.json"))]
BY_OURS = {each.ours: each for each in COUNTERPARTS}


@needs_wire
@pytest.mark.parametrize("example", [each for each in PUBLISHED if each["type"] in BY_OURS], ids=lambda each: each["type"])
def test_every_published_document(example: dict[str, Any]) -> None:
    counterpart = BY_OURS[example["type"]]
    ours = getattr(batchmodels, counterpart.ours).deserialize(example["body"])
    if counterpart.answer or not ours.validate():
        theirs = to_model(ours)
        assert type(ours).deserialize(theirs) == ours
        assert type(theirs).__name__ == counterpart.theirs
    if not counterpart.one_way:
        assert from_model(naming.their_class(counterpart.theirs)(example["body"])) == ours


def test_times_and_durations() -> None:
    ours = CloudPool(
        id="p",
        last_modified=datetime.datetime(2025, 1, 31, 12, tzinfo=datetime.timezone.utc),
        resize_timeout=datetime.timedelta(minutes=20),
    )
    theirs = to_model(ours)
    assert theirs.last_modified == ours.last_modified
    assert theirs.resize_timeout == ours.resize_timeout
    assert from_model(azure.BatchPool(id="p", resize_timeout=datetime.timedelta(minutes=20))) == CloudPool(
        id="p", resize_timeout=datetime.timedelta(minutes=20)
    )


def test_values_in_azure_batch_15_s_letter_case() -> None:
    machine = VirtualMachineConfiguration(
        image_reference=batchmodels.ImageReference(sku="s"),
        node_agent_sku_id="a",
        os_disk=OSDisk(ephemeral_os_disk_settings=DiffDiskSettings(placement="CacheDisk")),
        security_profile=batchmodels.SecurityProfile(
            security_type="confidentialVM", encryption_at_host=False, uefi_settings=batchmodels.UefiSettings()
        ),
    )
    theirs = to_model(machine)
    assert theirs.os_disk.ephemeral_os_disk_settings.placement is azure.DiffDiskPlacement.CACHE_DISK
    assert theirs.security_profile.security_type is azure.SecurityTypes.CONFIDENTIAL_VM
    assert from_model(theirs) == VirtualMachineConfiguration.deserialize(machine.serialize())
    assert machine.os_disk.ephemeral_os_disk_settings.placement == "CacheDisk"


def test_values_in_a_list_of_models() -> None:
    pool = pool_to_add()
    pool.virtual_machine_configuration.os_disk = OSDisk(ephemeral_os_disk_settings=DiffDiskSettings(placement="cachedisk"))
    before = copy.deepcopy(pool)
    assert to_model(pool).virtual_machine_configuration.os_disk.ephemeral_os_disk_settings.placement == "cachedisk"
    assert pool == before


def test_what_is_sent_is_checked() -> None:
    with pytest.raises(ValidationError) as caught:
        to_model(PoolAddParameter(id="p", vm_size=3, start_task=StartTask(command_line=None)))
    assert [problem.message for problem in caught.value.problems] == [
        "expected str, got None at $.startTask.commandLine",
        "expected str, got int 3 at $.vmSize",
    ]


def test_what_the_service_sends_is_not() -> None:
    pool = CloudPool(id="p", user_accounts=[UserAccount(name="setup", password=None)])
    assert to_model(pool).as_dict() == {"id": "p", "userAccounts": [{"name": "setup"}]}


def test_an_api_version() -> None:
    pool = PoolAddParameter(id="p", vm_size="s", resource_tags={"team": "media"})
    assert to_model(pool).as_dict()["resourceTags"] == {"team": "media"}
    with pytest.raises(ValidationError) as caught:
        to_model(pool, api_version="2025-06-01")
    assert [problem.message for problem in caught.value.problems] == [
        "expected API version before 2025-06-01, got 2025-06-01 at $.resourceTags"
    ]


def test_subclasses() -> None:
    class Ours(StartTask):
        owner: str | None = None

    class Theirs(azure.BatchStartTask):
        pass

    assert to_model(Ours(command_line="true", owner="me")).as_dict() == {"commandLine": "true", "owner": "me"}
    assert from_model(Theirs(command_line="true")) == StartTask(command_line="true")


@pytest.mark.parametrize(
    ("given_", "came"),
    [
        (StartTask(command_line="true").to_json(), "bytes"),
        (StartTask(command_line="true").serialize(), "dict"),
        ("{}", "str"),
        (azure.BatchStartTask(), "azure.batch.models._models.BatchStartTask"),
        (batchmodels.CertificateReference(thumbprint="t", thumbprint_algorithm="sha1"), None),
    ],
)
def test_what_is_not_a_model_of_ours(given_: Any, came: str | None) -> None:
    with pytest.raises(TypeError) as caught:
        to_model(given_)
    came = came or "batchmodels.models.certificates.CertificateReference"
    assert str(caught.value) == f"expected a model of batchmodels that azure-batch 15 has, got {came}"


@pytest.mark.parametrize(
    ("given_", "came"),
    [
        (StartTask(command_line="true"), "batchmodels.models.start_task.StartTask"),
        ({}, "dict"),
        (None, "NoneType"),
        (type("BatchPool", (dict,), {})(), "test_converting.BatchPool"),
    ],
)
def test_what_is_not_a_model_of_theirs(given_: Any, came: str) -> None:
    with pytest.raises(TypeError) as caught:
        from_model(given_)
    assert str(caught.value) == f"expected a model of azure-batch 15 that batchmodels has, got {came}"


def test_what_the_client_makes_of_other_inputs() -> None:
    """Bytes become a base64 text, a str a text, our own model an error: the reasons for BodyPolicy."""
    pool = PoolAddParameter(id="p", vm_size="s")
    with serving() as service, BatchClient(service.url, AzureNamedKeyCredential("account", "a2V5")) as client:
        client.create_pool(pool.to_json())
        client.create_pool(pool.to_json().decode())
        with pytest.raises(TypeError, match="not JSON serializable"):
            client.create_pool(pool)
    assert service.received == ["eyJpZCI6InAiLCJ2bVNpemUiOiJzIn0=", '{"id":"p","vmSize":"s"}']


def test_the_policy() -> None:
    pool = PoolAddParameter(id="p", vm_size="s")
    credential = AzureNamedKeyCredential("account", "a2V5")
    with serving() as service, BatchClient(service.url, credential, per_call_policies=[BodyPolicy()]) as client:
        for body, came in (
            (pool.to_json(), "a text"),
            (pool.to_json().decode(), "a text"),
            ([pool.serialize()], "an array"),
            (3, "something else"),
        ):
            with pytest.raises(TypeError) as caught:
                client.create_pool(body)
            assert str(caught.value) == (
                f"expected a JSON object as the body, got {came}; "
                "give the client azure15.to_model(model) or model.serialize(), not to_json()"
            )
        assert service.requests == []
        client.create_pool(to_model(pool))
        client.create_pool(pool.serialize())
        service.answer = {"id": "p"}
        assert client.get_pool("p").id == "p"
    assert service.received == [pool.serialize(), pool.serialize()]
