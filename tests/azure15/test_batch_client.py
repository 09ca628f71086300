"""The real azure-batch 15 client, over HTTP: it takes our documents, and what it answers is read by our models."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from azure.batch import BatchClient
from azure.batch.models import (
    BatchPoolCreateOptions,
    BatchPoolUpdateOptions,
    VirtualMachineConfiguration,
)
from azure.core.credentials import AzureNamedKeyCredential
from conftest import needs_wire
from loopback import Service, serving
from pools import NODES, OWN_NODES, OWN_POOL, POOLS, START_TASKS, bodies, pool_to_add
from wire import as_held

from batchmodels import (
    CloudPool,
    ComputeNode,
    PoolAddParameter,
    PoolPatchParameter,
    StartTask,
    ValidationError,
    VMExtension,
)

API_VERSION = "2025-06-01"

# Those have a test of their own.
WITHOUT_STATISTICS = [{key: value for key, value in document.items() if key != "stats"} for document in POOLS]


@pytest.fixture(scope="module")
def running() -> Iterator[Service]:
    with serving() as service:
        yield service


@pytest.fixture
def service(running: Service) -> Service:
    running.received.clear()
    running.api_versions.clear()
    running.further_answers.clear()
    return running


@pytest.fixture
def client(service: Service) -> Iterator[BatchClient]:
    with BatchClient(service.url, AzureNamedKeyCredential("account", "a2V5")) as connected:
        yield connected


SENDABLE = [pool_to_add(), *(pool for pool in bodies(PoolAddParameter) if not pool.validate(api_version=API_VERSION))]


@needs_wire
def test_there_are_published_documents() -> None:
    assert len(SENDABLE) > 5
    assert len(POOLS) > 10
    assert len(NODES) > 5


@pytest.mark.parametrize("pool", SENDABLE, ids=lambda pool: pool.id)
def test_creating_a_pool(client: BatchClient, service: Service, pool: PoolAddParameter) -> None:
    document = pool.serialize(api_version=API_VERSION)
    client.create_pool(BatchPoolCreateOptions(document))
    client.create_pool(document)
    assert service.received == [document, document]
    assert service.api_versions == [API_VERSION, API_VERSION]
    assert PoolAddParameter.deserialize(service.received[0]).serialize() == document


@pytest.mark.parametrize("document", START_TASKS)
def test_creating_a_pool_with_a_start_task(client: BatchClient, service: Service, document: dict[str, Any]) -> None:
    task = StartTask.deserialize(document)
    pool = PoolAddParameter(id="render", vm_size="standard_d2s_v3", start_task=task)
    client.create_pool(BatchPoolCreateOptions(pool.serialize(api_version=API_VERSION)))
    assert service.received == [{"id": "render", "vmSize": "standard_d2s_v3", "startTask": task.serialize()}]


def test_a_start_task_in_the_client_s_own_pool(client: BatchClient, service: Service) -> None:
    task = pool_to_add().start_task
    pool = BatchPoolCreateOptions(id="render", vm_size="standard_d2s_v3", start_task=task.serialize(api_version=API_VERSION))
    client.create_pool(pool)
    assert service.received == [{"id": "render", "vmSize": "standard_d2s_v3", "startTask": task.serialize()}]


def test_extensions_with_settings_of_any_shape(client: BatchClient, service: Service) -> None:
    pool = pool_to_add()
    pool.virtual_machine_configuration.extensions = [
        VMExtension(name="keys", publisher="p", type="t", settings={"certificates": ["a"], "often": {"s": 3600}})
    ]
    document = pool.serialize(api_version=API_VERSION)
    client.create_pool(BatchPoolCreateOptions(document))
    client.create_pool(document)
    assert service.received == [document, document]


def test_settings_that_the_client_would_make_texts_of(client: BatchClient, service: Service) -> None:
    extension = VMExtension(name="keys", publisher="p", type="t", settings={"certificates": ["a"], "often": {"s": 3600}})
    machine = {"imageReference": {}, "nodeAgentSKUId": "a", "extensions": [extension.serialize()]}
    service.answer = {"id": "render", "virtualMachineConfiguration": machine}
    pool = CloudPool.deserialize(client.get_pool("render"))
    assert pool.virtual_machine_configuration.extensions == [extension]


def test_updating_a_pool(client: BatchClient, service: Service) -> None:
    change = PoolPatchParameter(start_task=pool_to_add().start_task, metadata=[], display_name="Süd")
    document = change.serialize(api_version=API_VERSION)
    client.update_pool("render", BatchPoolUpdateOptions(document))
    assert service.received == [document]
    assert set(document) == {"startTask", "metadata", "displayName"}


def test_nothing_invalid_reaches_the_server(client: BatchClient, service: Service) -> None:
    pool = pool_to_add()
    pool.vm_size = 3
    with pytest.raises(ValidationError) as caught:
        client.create_pool(BatchPoolCreateOptions(pool.serialize(api_version=API_VERSION)))
    assert str(caught.value) == "1 problem in PoolAddParameter\nexpected str, got int 3 at $.vmSize"
    assert service.received == []


@pytest.mark.parametrize("document", WITHOUT_STATISTICS, ids=lambda document: document["id"])
def test_getting_a_pool(client: BatchClient, service: Service, document: dict[str, Any]) -> None:
    service.answer = document
    answer = client.get_pool("render").as_dict()
    assert CloudPool.deserialize(answer) == CloudPool.deserialize(json.dumps(document))
    assert CloudPool.deserialize(answer).serialize(keep_readonly=True) == as_held(CloudPool, document)
    assert service.api_versions == [API_VERSION]


@pytest.mark.parametrize("document", WITHOUT_STATISTICS, ids=lambda document: document["id"])
def test_reading_the_client_s_own_models(client: BatchClient, service: Service, document: dict[str, Any]) -> None:
    service.answer = document
    pool = CloudPool.deserialize(document)
    for form in (lambda answer: answer, dict, lambda answer: answer.as_dict()):
        assert CloudPool.deserialize(form(client.get_pool("render"))) == pool
    answer = client.get_pool("render")
    assert CloudPool.deserialize(answer).serialize(keep_readonly=True) == as_held(CloudPool, document)
    assert isinstance(answer.virtual_machine_configuration, (VirtualMachineConfiguration, type(None)))
    assert answer.last_modified == pool.last_modified
    assert answer.resize_timeout == pool.resize_timeout
    if pool.start_task is not None:
        assert StartTask.deserialize(answer.start_task) == pool.start_task


def test_a_pool_with_statistics(client: BatchClient, service: Service) -> None:
    service.answer = OWN_POOL
    answer = client.get_pool("render").as_dict()
    assert CloudPool.deserialize(answer) == CloudPool.deserialize(OWN_POOL)


def test_listing_nodes(client: BatchClient, service: Service) -> None:
    first, *others = NODES
    service.answer = {**OWN_NODES, "value": [first], "odata.nextLink": f"{service.url}/pools/render/nodes/further?page=2"}
    service.further_answers["/pools/render/nodes/further"] = {"value": others}
    listed = list(client.list_nodes("render"))
    page = ComputeNode.read_page(json.dumps(service.answer))
    assert page.next_link == f"{service.url}/pools/render/nodes/further?page=2"
    nodes = [*page, *ComputeNode.read_page(json.dumps(service.further_answers["/pools/render/nodes/further"]))]
    assert [ComputeNode.deserialize(node) for node in listed] == nodes
    assert [ComputeNode.deserialize(node.as_dict()) for node in listed] == nodes
    assert [node.serialize(keep_readonly=True) for node in nodes] == [as_held(ComputeNode, node) for node in NODES]
    assert service.api_versions == [API_VERSION, API_VERSION]


def test_listing_pools(client: BatchClient, service: Service) -> None:
    service.answer = {"value": WITHOUT_STATISTICS}
    listed = list(client.list_pools())
    assert [CloudPool.deserialize(pool) for pool in listed] == list(CloudPool.read_page(json.dumps(service.answer)))
    assert len(listed) == len(WITHOUT_STATISTICS)
