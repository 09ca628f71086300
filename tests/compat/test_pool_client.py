"""Pools and nodes through the real azure-batch 14 client, over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from azure14 import client_of
from conftest import needs_wire, one_of
from hypothesis import HealthCheck, given, settings
from loopback import Service, serving
from pools import NODES, OWN_NODES, POOLS, START_TASKS, bodies, pool_to_add
from strategies import models
from wire import as_held

from batchmodels import (
    CloudPool,
    ComputeNode,
    ComputeNodeState,
    DynamicVNetAssignmentScope,
    ImageReference,
    MetadataItem,
    NetworkConfiguration,
    PoolAddParameter,
    PoolPatchParameter,
    PoolUpdatePropertiesParameter,
    StartTask,
    UserAccount,
    ValidationError,
    VirtualMachineConfiguration,
)


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


def add(service: Service, pool: PoolAddParameter) -> Any:
    with client_of(service) as client:
        client.pool.add(pool)
    return service.received[-1]


def patch(service: Service, change: PoolPatchParameter) -> Any:
    with client_of(service) as client:
        client.pool.patch("render", change)
    return service.received[-1]


def update(service: Service, properties: PoolUpdatePropertiesParameter) -> Any:
    with client_of(service) as client:
        client.pool.update_properties("render", properties)
    return service.received[-1]


SEND = {PoolAddParameter: add, PoolPatchParameter: patch, PoolUpdatePropertiesParameter: update}


@needs_wire
def test_there_are_published_documents() -> None:
    assert len(POOLS) > 10
    assert len(NODES) > 5
    assert all(bodies(model) for model in SEND)


def test_adding_a_pool(service: Service) -> None:
    pool = pool_to_add()
    before = repr(pool)
    body = add(service, pool)
    assert body == pool.serialize() == pool.serialize(api_version="2024-02-01.19.0")
    assert service.api_versions == ["2024-02-01.19.0"]
    assert repr(pool) == before
    assert body["networkConfiguration"]["endpointConfiguration"]["inboundNATPools"][0]["networkSecurityGroupRules"] == [
        {"priority": 150, "access": "deny", "sourceAddressPrefix": "*"}
    ]
    assert body["userAccounts"][0]["password"] == "s3cret"
    assert body["resizeTimeout"] == "PT20M"
    assert PoolAddParameter.deserialize(body).serialize() == body


@pytest.mark.parametrize("document", START_TASKS)
def test_a_start_task_in_every_body_that_has_one(service: Service, document: dict[str, Any]) -> None:
    task = StartTask.deserialize(document)
    pool = PoolAddParameter(id="render", vm_size="standard_d2s_v3", start_task=task)
    assert add(service, pool) == {"id": "render", "vmSize": "standard_d2s_v3", "startTask": task.serialize()}
    assert patch(service, PoolPatchParameter(start_task=task)) == {"startTask": task.serialize()}


def test_patching_a_pool(service: Service) -> None:
    change = PoolPatchParameter(
        start_task=pool_to_add().start_task, metadata=[], application_package_references=None,
        target_node_communication_mode="simplified",
    )  # fmt: skip
    body = patch(service, change)
    assert body == change.serialize() == change.serialize(api_version="2024-02-01.19.0")
    assert body["metadata"] == []
    assert set(body) == {"startTask", "metadata", "targetNodeCommunicationMode"}


def test_replacing_the_properties_of_a_pool(service: Service) -> None:
    properties = PoolUpdatePropertiesParameter(
        certificate_references=[], application_package_references=[], metadata=[MetadataItem(name="team", value="Süd")]
    )
    assert update(service, properties) == properties.serialize() == {
        "certificateReferences": [], "applicationPackageReferences": [], "metadata": [{"name": "team", "value": "Süd"}],
    }  # fmt: skip


@pytest.mark.parametrize("model", SEND, ids=lambda model: model.__name__)
def test_every_published_body(service: Service, model: Any) -> None:
    for body in bodies(model):
        assert SEND[model](service, body) == body.serialize()


@pytest.mark.parametrize("model", SEND, ids=lambda model: model.__name__)
def test_any_valid_body(service: Service, model: Any) -> None:
    @settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(models(model, common=True))
    def check(body: Any) -> None:
        document = body.serialize()  # in the right letter case: the client can't correct enumerations newer than it is
        assert SEND[model](service, model.deserialize(document)) == document

    check()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"vm_size": 3}, "expected str, got int 3 at $.vmSize"),
        ({"id": None}, "expected str, got None at $.id"),
        ({"target_dedicated_nodes": "4"}, "expected int, got str '4' at $.targetDedicatedNodes"),
        ({"resize_timeout": "PT15M"}, "expected timedelta, got str 'PT15M' at $.resizeTimeout"),
        ({"enable_auto_scale": "false"}, "expected bool, got str 'false' at $.enableAutoScale"),
        ({"start_task": {"command_line": "x"}}, "expected StartTask, got dict at $.startTask"),
        ({"start_task": StartTask(command_line=["a"])}, "expected str, got list at $.startTask.commandLine"),
        ({"metadata": [None]}, "expected MetadataItem, got None at $.metadata[0]"),
        (
            {
                "virtual_machine_configuration": VirtualMachineConfiguration(
                    image_reference=ImageReference(), node_agent_sku_id=1
                )
            },
            "expected str, got int 1 at $.virtualMachineConfiguration.nodeAgentSKUId",
        ),
        (
            {"network_configuration": NetworkConfiguration(dynamic_vnet_assignment_scope="moon")},
            (
                f"expected {one_of(DynamicVNetAssignmentScope)}, got str 'moon' "
                "at $.networkConfiguration.dynamicVNetAssignmentScope"
            ),
        ),
        ({"user_accounts": [UserAccount(name="a", password=1)]}, "expected str, got int at $.userAccounts[0].password"),
    ],
)
def test_nothing_invalid_reaches_the_server(service: Service, wrong: dict[str, Any], message: str) -> None:
    pool = PoolAddParameter(**{"id": "render", "vm_size": "standard_d4s_v3", **wrong})
    assert [problem.message for problem in pool.validate()] == [message]
    with pytest.raises(ValidationError) as caught:
        add(service, pool)
    assert str(caught.value) == message
    assert service.received == []


def test_nor_do_invalid_changes(service: Service) -> None:
    with pytest.raises(ValidationError) as caught:
        patch(service, PoolPatchParameter(metadata=[MetadataItem(name="team", value=3)]))
    assert str(caught.value) == "expected str, got int 3 at $.metadata[0].value"
    with pytest.raises(ValidationError) as caught:
        update(
            service, PoolUpdatePropertiesParameter(certificate_references=[], application_package_references=None, metadata=[])
        )
    assert str(caught.value) == "expected list, got None at $.applicationPackageReferences"
    assert service.received == []


@pytest.mark.parametrize("document", POOLS, ids=lambda document: document["id"])
def test_getting_a_pool(service: Service, document: dict[str, Any]) -> None:
    service.answer = document
    with client_of(service) as client:
        answer = client.pool.get("render", raw=True)
    written = as_held(CloudPool, document)
    pool = CloudPool.deserialize(answer.response.content)
    assert pool.serialize(keep_readonly=True) == written
    assert CloudPool.deserialize(answer.output) == pool
    assert CloudPool.deserialize(answer.output).serialize(keep_readonly=True) == written


@pytest.mark.parametrize("document", NODES, ids=lambda document: document["id"])
def test_getting_a_node(service: Service, document: dict[str, Any]) -> None:
    service.answer = document
    with client_of(service) as client:
        answer = client.compute_node.get("render", document["id"], raw=True)
    written = as_held(ComputeNode, document)
    node = ComputeNode.deserialize(answer.response.content)
    assert node.serialize(keep_readonly=True) == written
    assert ComputeNode.deserialize(answer.output) == node
    assert ComputeNode.deserialize(answer.output).serialize(keep_readonly=True) == written


def test_a_page_of_nodes_holds_what_the_pager_gives(service: Service) -> None:
    service.answer = {**OWN_NODES, "value": NODES}
    with client_of(service) as client:
        paged = list(client.compute_node.list("render"))
        response = client.compute_node.get("render", "any", raw=True).response
    page = ComputeNode.read_page(response.content)
    assert list(page) == [ComputeNode.deserialize(node) for node in paged]
    assert [node.serialize(keep_readonly=True) for node in page] == [as_held(ComputeNode, node) for node in NODES]
    assert page.next_link is None
    assert page.additional_properties == {"odata.metadata": OWN_NODES["odata.metadata"]}
    assert page[0].state is ComputeNodeState.running
    assert page[0].recent_tasks[1].execution_info.failure_info.code == "FailureExitCode"


def test_a_page_of_pools_holds_what_the_pager_gives(service: Service) -> None:
    service.answer = {"value": POOLS}
    with client_of(service) as client:
        paged = list(client.pool.list())
        response = client.pool.get("any", raw=True).response
    page = CloudPool.read_page(response.content)
    assert list(page) == [CloudPool.deserialize(pool) for pool in paged]
    assert [pool.serialize(keep_readonly=True) for pool in page] == [as_held(CloudPool, pool) for pool in POOLS]
    assert json.loads(page.to_json()) == {"value": [pool.serialize() for pool in page]}


def test_pages_follow_one_another_as_with_the_pager(service: Service) -> None:
    first, second = OWN_NODES["value"]
    service.answer = {"value": [first], "odata.nextLink": f"{service.url}/pools/render/nodes/further"}
    service.further_answers["/pools/render/nodes/further"] = {"value": [second]}
    with client_of(service) as client:
        paged = [ComputeNode.deserialize(node) for node in client.compute_node.list("render")]
    page = ComputeNode.read_page(json.dumps(service.answer))
    assert page.next_link == f"{service.url}/pools/render/nodes/further"
    assert [*page, *ComputeNode.read_page(service.further_answers["/pools/render/nodes/further"])] == paged
    assert len(paged) == 2


def test_a_pool_is_answered_without_secrets_and_so_not_for_sending(service: Service) -> None:
    service.answer = {**POOLS[0], "userAccounts": [{"name": "setup", "elevationLevel": "admin"}]}
    with client_of(service) as client:
        answer = client.pool.get("render", raw=True)
    pool = CloudPool.deserialize(answer.response.content)
    assert pool == CloudPool.deserialize(answer.output)
    assert pool.user_accounts == [UserAccount(name="setup", password=None, elevation_level="admin")]
    assert [problem.message for problem in pool.validate()] == ["expected str, got None at $.userAccounts[0].password"]
