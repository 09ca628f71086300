"""``azure14.use_models``: the real client of azure-batch 14, over HTTP, reads every answer into our models."""

from __future__ import annotations

import datetime
import inspect
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import azure.batch.models
import pytest
from azure.batch import BatchServiceClient
from azure.batch.operations import PoolOperations
from azure14 import client_of
from loopback import Service, serving
from msrest import Deserializer
from pools import NODES, OWN_NODES, POOLS, pool_to_add
from wire import as_held

from batchmodels import CloudPool, ComputeNode, DeserializationError, ImageReference, StartTask, VirtualMachineConfiguration
from batchmodels import azure14 as models


@pytest.fixture(scope="module")
def running() -> Iterator[Service]:
    with serving() as service:
        yield service


@pytest.fixture
def service(running: Service) -> Service:
    running.clear()
    return running


@pytest.fixture
def client(service: Service) -> Iterator[BatchServiceClient]:
    with models.use_models(client_of(service)) as connected:
        yield connected


class Operation(NamedTuple):
    """An operation that the service answers with a model."""

    group: str
    method: str
    answer: str
    element: str | None
    """What a page has; None if the answer is not one of pages."""

    def call(self, client: Any, *, raw: bool = False) -> Any:
        method = getattr(getattr(client, self.group), self.method)
        parameters = inspect.signature(method).parameters.values()
        required = [each.name for each in parameters if each.default is each.empty and each.kind is not each.VAR_KEYWORD]
        arguments: dict[str, Any] = dict.fromkeys(required, "name")
        if "upload_batch_service_logs_configuration" in arguments:
            arguments["upload_batch_service_logs_configuration"] = models.UploadBatchServiceLogsConfiguration(
                container_url="u", start_time=datetime.datetime(2025, 1, 31, tzinfo=datetime.timezone.utc)
            )
        if self.method == "add_collection":
            arguments["value"] = [models.TaskAddParameter(id="first", command_line="true")]
        return method(**arguments, raw=raw)


def operations() -> Iterator[Operation]:
    """What azure-batch documents each of its operations to return."""
    answer = re.compile(r":rtype:\s+(?:~|:class:`\w+\s+<)azure\.batch\.models\.(\w+)(?:\[~azure\.batch\.models\.(\w+)\])?")
    for group, operations_of_group in vars(client_of(Service())).items():
        if isinstance(getattr(operations_of_group, "_deserialize", None), Deserializer):
            for name, method in inspect.getmembers(operations_of_group, inspect.ismethod):
                found = answer.search(method.__doc__ or "")
                if found:
                    yield Operation(group, name, found[1], found[2])


OPERATIONS = list(operations())
SINGLE = [operation for operation in OPERATIONS if operation.element is None]
PAGED = [operation for operation in OPERATIONS if operation.element]


def named(operation: Operation) -> str:
    return f"{operation.group}.{operation.method}"


def test_there_are_operations() -> None:
    assert len(SINGLE) == 14
    assert len(PAGED) == 15


def answer_all_with(service: Service, document: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "reply", lambda method, path, body: (200, document))


@pytest.mark.parametrize("operation", SINGLE, ids=named)
@pytest.mark.parametrize("raw", [False, True])
def test_every_answer(service: Service, operation: Operation, raw: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    document: dict[str, Any] = {"later": {"a": [1]}}
    if operation.method == "add_collection":
        document = {"value": [{"status": "Success", "taskId": "first", "later": 1}]}
    answer_all_with(service, document, monkeypatch)
    with models.use_models(client_of(service)) as client:
        answer = operation.call(client, raw=raw)
    if raw and operation.method != "add_collection":  # of which azure-batch's own code drops the response
        assert answer.response.status_code == 200
        answer = answer.output
    assert type(answer) is getattr(models, operation.answer)
    if operation.method == "add_collection":
        (answer,) = answer.value
        assert type(answer) is models.TaskAddResult
        assert answer.additional_properties == {"later": 1}
    else:
        assert answer.additional_properties == document


@pytest.mark.parametrize("operation", PAGED, ids=named)
def test_every_page(service: Service, operation: Operation, monkeypatch: pytest.MonkeyPatch) -> None:
    answer_all_with(service, {"value": [{"later": 1}, {}]}, monkeypatch)
    with models.use_models(client_of(service)) as client:
        pages = operation.call(client)
        first, second = pages
    assert type(pages) is getattr(azure.batch.models, operation.answer)
    assert type(first) is type(second) is getattr(models, operation.element or "")
    assert first.additional_properties == {"later": 1}


def test_other_clients_are_left_alone(service: Service) -> None:
    service.answer = {"id": "render", "state": "active"}
    with client_of(service) as before, models.use_models(client_of(service)) as used, client_of(service) as after:
        assert isinstance(used.pool.get("render"), CloudPool)
        for other in (before, after):
            assert type(other.pool.get("render")) is azure.batch.models.CloudPool
            assert "add_collection" not in vars(other.task)


def test_using_twice_changes_nothing(service: Service, client: BatchServiceClient) -> None:
    add_collection = client.task.add_collection
    assert models.use_models(client) is client
    assert client.task.add_collection is add_collection


@pytest.mark.parametrize(
    ("other", "name"),
    [(None, "NoneType"), (BatchServiceClient, "type"), (PoolOperations(None, None, None, None), "PoolOperations")],
)
def test_what_is_not_a_client_is_refused(other: Any, name: str) -> None:
    with pytest.raises(TypeError) as caught:
        models.use_models(other)
    assert str(caught.value) == f"expected a BatchServiceClient of azure-batch 14, got {name}"


def test_a_subclass_with_a_group_of_its_own(service: Service) -> None:
    class Extended(BatchServiceClient):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            reader = Deserializer(self._deserialize.dependencies)
            self.more = PoolOperations(self._client, self.config, self._serialize, reader)

    service.answer = {"id": "render"}
    with client_of(service, Extended) as extended:
        assert isinstance(models.use_models(extended).more.get("render"), CloudPool)


@pytest.mark.parametrize("document", POOLS, ids=lambda document: document["id"])
def test_a_pool(service: Service, client: BatchServiceClient, document: dict[str, Any]) -> None:
    service.answer = document
    pool = client.pool.get("render")
    assert type(pool) is CloudPool
    assert pool == CloudPool.deserialize(document)
    assert pool.serialize(keep_readonly=True) == as_held(CloudPool, document)


def test_pages_of_nodes(service: Service, client: BatchServiceClient) -> None:
    first, *others = NODES
    service.answer = {**OWN_NODES, "value": [first], "odata.nextLink": f"{service.url}/pools/render/nodes/further"}
    service.further_answers["/pools/render/nodes/further"] = {"value": others}
    nodes = list(client.compute_node.list("render"))
    assert nodes == [ComputeNode.deserialize(node) for node in NODES]
    page = client.compute_node.list("render", raw=True)
    page.advance_page()
    assert page.raw.output == [ComputeNode.deserialize(first)]
    assert page.next_link == f"{service.url}/pools/render/nodes/further"


def test_an_empty_page(service: Service, client: BatchServiceClient) -> None:
    service.answer = {"value": []}
    assert list(client.pool.list()) == []


def test_what_is_wrong_in_an_answer(service: Service, client: BatchServiceClient) -> None:
    service.answer = {"id": "render", "startTask": {"commandLine": 3}}
    with pytest.raises(DeserializationError) as caught:
        client.pool.get("render")
    assert [problem.message for problem in caught.value.problems] == ["expected str, got int 3 at $.startTask.commandLine"]


REFUSAL = {
    "code": "PoolExists",
    "message": {"lang": "en-US", "value": "The specified pool already exists."},
    "values": [{"key": "PoolName", "value": "render"}],
}


def test_a_refusal(service: Service, client: BatchServiceClient) -> None:
    service.answers["POST /pools"] = 409, REFUSAL
    with pytest.raises(models.BatchErrorException) as caught:
        client.pool.add(pool_to_add())
    error = caught.value.error
    assert type(error) is models.BatchError
    assert (error.code, error.message.value, error.values[0].key) == (
        "PoolExists",
        "The specified pool already exists.",
        "PoolName",
    )
    assert caught.value.response.status_code == 409
    with client_of(service) as other, pytest.raises(models.BatchErrorException) as theirs:
        other.pool.add(pool_to_add())
    assert str(caught.value).splitlines()[:2] == str(theirs.value).splitlines()[:2]
    assert str(caught.value).splitlines()[-1] == str(theirs.value).splitlines()[-1] == "PoolName: render"


@pytest.mark.parametrize(
    "document",
    [
        {"code": 3},
        {"code": "PoolExists", "message": {"lang": 1, "value": "It is there."}, "values": [{"key": "a", "value": 5}]},
        {"code": "PoolExists", "values": None},
        {"error": {"code": "PoolExists"}},
        {},
    ],
)
def test_a_refusal_in_another_form_is_not_lost(service: Service, client: BatchServiceClient, document: Any) -> None:
    service.answers["POST /pools"] = 409, document
    raised = []
    with client_of(service) as other:
        for each in (client, other):
            with pytest.raises(models.BatchErrorException) as caught:
                each.pool.add(pool_to_add())
            raised.append(caught.value)
    ours, theirs = raised
    assert str(ours).splitlines()[1] == str(theirs).splitlines()[1]
    assert ours.error.code == theirs.error.code
    assert ours.response.status_code == 409


@pytest.mark.parametrize("document", ["no object", ["a"], {"message": "a text"}, 5])
def test_a_refusal_that_is_no_error_document(service: Service, client: BatchServiceClient, document: Any) -> None:
    service.answers["POST /pools"] = 503, document
    raised = []
    with client_of(service) as other:
        for each in (client, other):
            with pytest.raises(models.BatchErrorException) as caught:
                each.pool.add(pool_to_add())
            raised.append(caught.value)
    ours, theirs = raised
    assert type(ours.error) is type(theirs.error)
    assert ours.message == theirs.message == "Operation returned an invalid status code 'Service Unavailable'"


def test_reading_an_error_on_its_own(client: Any) -> None:
    reader = client._deserialize
    assert reader.failsafe_deserialize("BatchError", REFUSAL) == models.BatchError.deserialize(REFUSAL)
    assert reader.failsafe_deserialize("CloudPool", {"id": 3}) is None


def test_an_image_of_an_answer_goes_into_a_pool(service: Service, client: BatchServiceClient) -> None:
    image = {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server"}
    service.answer = {
        "value": [{"nodeAgentSKUId": "batch.node.ubuntu 24.04", "imageReference": image, "verificationType": "verified"}]
    }
    (found,) = client.account.list_supported_images()
    assert type(found.image_reference) is ImageReference
    pool = models.PoolAddParameter(
        id="render",
        vm_size="standard_d2s_v3",
        virtual_machine_configuration=VirtualMachineConfiguration(
            image_reference=found.image_reference, node_agent_sku_id=found.node_agent_sku_id
        ),
    )
    client.pool.add(pool)
    assert service.received[-1]["virtualMachineConfiguration"]["imageReference"] == image


def test_members_newer_than_azure_batch_14_are_sent_with_models_and_dropped_from_dicts(
    service: Service, client: BatchServiceClient
) -> None:
    pool = pool_to_add()
    pool.virtual_machine_configuration.image_reference = ImageReference(community_gallery_image_id="/communityGalleries/a")
    client.pool.add(pool)
    client.pool.add(pool.serialize())
    with_model, with_dict = [body["virtualMachineConfiguration"]["imageReference"] for body in service.received]
    assert with_model == {"communityGalleryImageId": "/communityGalleries/a"}
    assert with_dict == {}
    assert pool.validate(api_version="2024-02-01.19.0")[0].message == (
        "expected API version 2024-07-01.20.0 or later, got 2024-02-01.19.0 "
        "at $.virtualMachineConfiguration.imageReference.communityGalleryImageId"
    )


def test_sending_is_unchanged(service: Service, client: BatchServiceClient) -> None:
    pool = pool_to_add()
    client.pool.add(pool)
    client.pool.patch("render", models.PoolPatchParameter(start_task=StartTask(command_line="true")))
    assert service.received == [pool.serialize(), {"startTask": {"commandLine": "true"}}]
