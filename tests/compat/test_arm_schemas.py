"""The JSON Schemas of both forms, with jsonschema as the judge."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from strategies import models

from batchmodels import (
    API_VERSIONS,
    ARM_API_VERSIONS,
    CloudPool,
    PoolAddParameter,
    PoolPatchParameter,
    PoolSpecification,
    StartTask,
    VirtualMachineConfiguration,
)

ACCOUNT = "/subscriptions/0/resourceGroups/media/providers/Microsoft.Batch/batchAccounts/contoso"


def errors(schema: dict[str, Any], document: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(document)]


@pytest.mark.parametrize(
    "model", [PoolAddParameter, PoolSpecification, PoolPatchParameter, StartTask], ids=lambda m: m.__name__
)
def test_what_we_write_is_valid(model: type[Any]) -> None:
    schemas = [model.arm_schema(), model.json_schema()]
    closed = [model.arm_schema(closed=True), model.json_schema(closed=True)]
    for schema in (*schemas, *closed):
        Draft202012Validator.check_schema(schema)

    @given(models(model))
    def check(instance: Any) -> None:
        documents = [instance.to_arm(account=ACCOUNT, losses=[]), instance.serialize()]
        for schema, document in zip(schemas, documents, strict=True):
            assert errors(schema, document) == []

    check()


def test_an_answer_is_valid() -> None:
    status = {"provisioningState": "Succeeded", "resizeOperationStatus": {"startTime": "2025-01-01T00:00:00Z", "errors": []}}
    answer = {"id": "/a", "etag": "e", "name": "p", "properties": {"vmSize": "x", **status}}
    for closed in (False, True):
        schema = CloudPool.arm_schema(closed=closed)
        assert errors(schema, answer) == []
        assert errors(schema, CloudPool.from_arm(answer, losses=[]).to_arm(keep_readonly=True, losses=[])) == []


RESOURCE = {"name": "p", "type": "Microsoft.Batch/batchAccounts/pools", "apiVersion": "2024-02-01"}


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({"targetDedicatedNodes": 1}, "$.properties: Additional properties are not allowed"),
        ({"scaleSettings": {"fixedScale": {"targetDedicatedNodes": "1"}}}, "'1' is not of type 'integer', 'null'"),
        ({"scaleSettings": {"fixedScale": {}, "autoScale": {"formula": "x"}}}, "should not be valid under"),
        ({"scaleSettings": {"autoScale": {}}}, "$.properties.scaleSettings.autoScale: 'formula' is a required property"),
        ({"interNodeCommunication": True}, "True is not valid under any of the given schemas"),
        ({"startTask": {"waitForSuccess": True}}, "$.properties.startTask: 'commandLine' is a required property"),
        (
            {"deploymentConfiguration": {"virtualMachineConfiguration": {"nodeAgentSKUId": "x"}}},
            "$.properties.deploymentConfiguration.virtualMachineConfiguration: Additional properties are not allowed",
        ),
        (
            {"applicationPackages": [{"applicationId": "x"}]},
            "$.properties.applicationPackages[0]: Additional properties are not allowed",
        ),
    ],
    ids=str,
)
def test_a_closed_schema_refuses(properties: dict[str, Any], message: str) -> None:
    found = errors(PoolAddParameter.arm_schema(closed=True), {**RESOURCE, "properties": properties})
    assert [each for each in found if message in each]


@pytest.mark.parametrize(
    "properties",
    [
        {"startTask": {}},
        {"startTask": {"commandLine": "x", "userIdentity": {"userName": "u"}}},
        {"scaleSettings": {"fixedScale": {"nodeDeallocationOption": "TaskCompletion"}}},
        {"deploymentConfiguration": {"virtualMachineConfiguration": {"nodeAgentSkuId": "x", "imageReference": {"id": "/i"}}}},
        {"applicationPackages": [{"id": "/x", "version": "1"}], "interNodeCommunication": "Enabled"},
        {
            "networkConfiguration": {
                "dynamicVnetAssignmentScope": "none",
                "publicIPAddressConfiguration": {"provision": "UserManaged"},
            }
        },
    ],
    ids=str,
)
def test_a_closed_schema_accepts(properties: dict[str, Any]) -> None:
    schema = PoolAddParameter.arm_schema(closed=True)
    identity = {"type": "UserAssigned", "userAssignedIdentities": {"/i": {}}}
    assert (
        errors(schema, {**RESOURCE, "identity": identity, "tags": {"a": "b"}, "dependsOn": [], "properties": properties}) == []
    )


@pytest.mark.parametrize("version", ARM_API_VERSIONS)
def test_each_version_of_arm(version: str) -> None:
    schema = PoolAddParameter.arm_schema(closed=True, api_version=version)
    Draft202012Validator.check_schema(schema)
    own = schema["properties"]["properties"]["properties"]
    assert ("upgradePolicy" in own) == (version >= "2024-02-01")
    assert ("targetNodeCommunicationMode" in own) == (version < "2025-06-01")
    assert ("applicationLicenses" in own) == (version < "2025-06-01")
    assert ("certificates" in own) == (version < "2025-06-01")
    assert ("cloudServiceConfiguration" in own["deploymentConfiguration"]["properties"]) == (version < "2024-07-01")
    assert ("CertificateReference" in schema["$defs"]) == (version < "2025-06-01")
    assert errors(schema, {**RESOURCE, "apiVersion": version, "properties": {"vmSize": "x"}}) == []
    assert errors(schema, {**RESOURCE, "apiVersion": "1999-01-01", "properties": {}}) == [
        f"$.apiVersion: '1999-01-01' is not one of ['{version}']"
    ]


@pytest.mark.parametrize("version", API_VERSIONS)
def test_each_version_of_the_batch_service(version: str) -> None:
    schema = PoolAddParameter.json_schema(closed=True, api_version=version)
    Draft202012Validator.check_schema(schema)

    own = schema["properties"]
    assert ("taskSlotsPerNode" in own) == (version >= "2020-09-01")
    assert ("maxTasksPerNode" in own) == (version < "2020-09-01")
    assert ("virtualMachineConfiguration" in own) == (version >= "2016-02-01")


def test_values_of_enumerations_have_versions() -> None:
    def texts(version: str | None) -> list[str]:
        schema = VirtualMachineConfiguration.arm_schema(api_version=version)
        found: list[str] = schema["$defs"]["ContainerType"]["anyOf"][0]["enum"]
        return found

    assert texts("2022-10-01") == ["DockerCompatible"]
    assert texts("2023-05-01") == texts(None) == ["DockerCompatible", "CriCompatible"]


def test_rules_between_members_that_a_version_lacks() -> None:
    image = VirtualMachineConfiguration.json_schema(api_version="2016-02-01.3.0")["$defs"]["ImageReference"]
    assert "allOf" not in image
    assert "oneOf" not in image
    with pytest.raises(ValueError, match=r"expected one of the API versions that StartTask supports"):
        StartTask.json_schema(api_version="2024-02-01")
    with pytest.raises(ValueError, match=r"expected one of ARM's API versions"):
        StartTask.arm_schema(api_version="2024-02-01.19.0")


def without_description(schema: dict[str, Any], path: str = "") -> list[str]:
    found = []
    for key, member in schema.get("properties", {}).items():
        found += [] if "description" in member else [f"{path}.{key}"]
        found += without_description(member, f"{path}.{key}")
    return [*found, *(each for name, inner in schema.get("$defs", {}).items() for each in without_description(inner, name))]


@pytest.mark.parametrize("closed", [False, True])
def test_every_member_has_a_description(closed: bool) -> None:
    """As those of the Batch service's form have."""
    for model in (PoolAddParameter, CloudPool, PoolPatchParameter, PoolSpecification, StartTask, VirtualMachineConfiguration):
        for version in (None, *ARM_API_VERSIONS):
            assert without_description(model.arm_schema(closed=closed, api_version=version)) == []


def test_descriptions_name_what_arm_has() -> None:
    schema = CloudPool.arm_schema()
    for key in ("enableAutoScale", "autoScaleFormula", "resizeErrors", "enableInterNodeCommunication"):
        assert f"`{key}`" not in str(schema)
    properties = schema["properties"]["properties"]["properties"]
    assert properties["scaleSettings"]["properties"]["fixedScale"]["properties"]["targetDedicatedNodes"]["description"] == (
        "The target number of dedicated nodes, which are never preempted. Excluded by `autoScale`.\n\n"
        "Without automatic scaling, this or `targetLowPriorityNodes` is required."
    )
    assert properties["scaleSettings"]["description"] == "The size of the pool: `fixedScale` or `autoScale`."
    own = StartTask.json_schema()["properties"]["commandLine"]["description"]
    assert schema["$defs"]["StartTask"]["properties"]["commandLine"]["description"] == own
