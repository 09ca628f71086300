"""Whole pools to ARM and back, with azure-mgmt-batch's own models and the published shapes as judges."""

from __future__ import annotations

import json
import re
from enum import Enum
from typing import Any

import pytest
from azure.mgmt.batch import models as mgmt
from conftest import ALL_EXAMPLES, OWN_DOCUMENTS, WIRE, load, needs_wire
from forms_of import without
from hypothesis import given
from hypothesis import strategies as st
from strategies import json_values, models, texts

import batchmodels
from batchmodels import (
    ApplicationPackageReference,
    CloudPool,
    DeserializationError,
    Loss,
    LossWarning,
    Model,
    PoolAddParameter,
    PoolPatchParameter,
    PoolSpecification,
    StartTask,
    ValidationError,
)
from batchmodels.arm.differences import DIFFERENCES, differences, spellings

ACCOUNT = "/subscriptions/0/resourceGroups/media/providers/Microsoft.Batch/batchAccounts/contoso"

POOL = {"id": "p", "vmSize": "x"}
RESOURCE = {"name": "p", "type": "Microsoft.Batch/batchAccounts/pools", "apiVersion": "2025-06-01"}

MACHINE = {"imageReference": {"virtualMachineImageId": "/i"}, "nodeAgentSKUId": "batch.node.ubuntu 24.04"}
ARM_MACHINE = {"imageReference": {"id": "/i"}, "nodeAgentSkuId": "batch.node.ubuntu 24.04"}

STORAGE = {"cifsMountConfiguration": {"source": "//s", "relativeMountPath": "m", "password": "p"}}

# What the Batch service has, and what ARM has for it in `properties`.
BOTH_WAYS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"virtualMachineConfiguration": MACHINE}, {"deploymentConfiguration": {"virtualMachineConfiguration": ARM_MACHINE}}),
    (
        {"cloudServiceConfiguration": {"osFamily": "6"}},
        {"deploymentConfiguration": {"cloudServiceConfiguration": {"osFamily": "6"}}},
    ),
    (
        {"targetDedicatedNodes": 1, "targetLowPriorityNodes": 2, "resizeTimeout": "PT20M"},
        {"scaleSettings": {"fixedScale": {"targetDedicatedNodes": 1, "targetLowPriorityNodes": 2, "resizeTimeout": "PT20M"}}},
    ),
    (
        {"enableAutoScale": True, "autoScaleFormula": "$T=1", "autoScaleEvaluationInterval": "PT10M"},
        {"scaleSettings": {"autoScale": {"formula": "$T=1", "evaluationInterval": "PT10M"}}},
    ),
    ({"enableInterNodeCommunication": True}, {"interNodeCommunication": "Enabled"}),
    ({"enableInterNodeCommunication": False}, {"interNodeCommunication": "Disabled"}),
    (
        {"applicationPackageReferences": [{"applicationId": f"{ACCOUNT}/applications/renderer", "version": "7.3"}]},
        {"applicationPackages": [{"id": f"{ACCOUNT}/applications/renderer", "version": "7.3"}]},
    ),
    (
        {"startTask": {"commandLine": "x", "userIdentity": {"username": "builder"}}},
        {"startTask": {"commandLine": "x", "userIdentity": {"userName": "builder"}}},
    ),
    (
        {"mountConfiguration": [{"cifsMountConfiguration": {**STORAGE["cifsMountConfiguration"], "username": "u"}}]},
        {"mountConfiguration": [{"cifsMountConfiguration": {**STORAGE["cifsMountConfiguration"], "userName": "u"}}]},
    ),
    (
        {"networkConfiguration": {"dynamicVNetAssignmentScope": "job"}},
        {"networkConfiguration": {"dynamicVnetAssignmentScope": "job"}},
    ),
    (
        {"networkConfiguration": {"endpointConfiguration": {"inboundNATPools": []}}},
        {"networkConfiguration": {"endpointConfiguration": {"inboundNatPools": []}}},
    ),
    (
        {"upgradePolicy": {"mode": "rolling", "rollingUpgradePolicy": {"pauseTimeBetweenBatches": "PT5S"}}},
        {"upgradePolicy": {"mode": "rolling", "rollingUpgradePolicy": {"pauseTimeBetweenBatches": "PT5S"}}},
    ),
]


def both(model: type[Any], document: dict[str, Any], **options: Any) -> tuple[dict[str, Any], Any, list[Loss]]:
    """A document as ARM has it, what is read from that, and what both have lost."""
    losses: list[Loss] = []
    written = model.deserialize(document).to_arm(losses=losses, **options)
    return written, model.from_arm(written, losses=losses), losses


@pytest.mark.parametrize(("ours", "arm"), BOTH_WAYS, ids=lambda case: next(iter(case)))
def test_what_only_has_another_place_name_or_value(ours: dict[str, Any], arm: dict[str, Any]) -> None:
    written, read, losses = both(PoolAddParameter, {**POOL, **ours})
    assert written["properties"] == {**arm, "vmSize": "x"}
    assert {key: written[key] for key in ("name", "type")} == {key: RESOURCE[key] for key in ("name", "type")}
    assert read.serialize() == {**POOL, **ours}
    assert losses == []


def test_the_version_is_the_newest_that_has_everything() -> None:
    def version(**members: Any) -> str:
        return str(PoolAddParameter(id="p", vm_size="x", **members).to_arm()["apiVersion"])

    assert version() == "2025-06-01"
    assert version(target_node_communication_mode="simplified") == "2024-07-01"
    assert version(application_licenses=["maya"]) == "2024-07-01"
    assert version(cloud_service_configuration=batchmodels.CloudServiceConfiguration(os_family="6")) == "2024-02-01"
    assert version(max_tasks_per_node=3) == "2025-06-01"


def test_a_version_refuses_what_it_lacks() -> None:
    pool = PoolAddParameter(id="p", vm_size="x", target_node_communication_mode="simplified")
    assert pool.to_arm(api_version="2022-10-01")["properties"]["targetNodeCommunicationMode"] == "Simplified"
    with pytest.raises(ValidationError) as caught:
        pool.to_arm(api_version="2025-06-01")
    assert [problem.message for problem in caught.value.problems] == [
        "expected API version before 2025-06-01, got 2025-06-01 at $.properties.targetNodeCommunicationMode"
    ]
    with pytest.raises(ValidationError, match=r"expected API version 2024-02-01 or later, got 2023-11-01 at \$\.properties"):
        PoolAddParameter(id="p", vm_size="x", upgrade_policy=batchmodels.UpgradePolicy(mode="manual")).to_arm(
            api_version="2023-11-01"
        )
    with pytest.raises(ValueError, match=r"expected one of ARM's API versions, 2022-10-01, .*, got '2024-02-01\.19\.0'"):
        pool.to_arm(api_version="2024-02-01.19.0")


def test_application_packages() -> None:
    document = {**POOL, "applicationPackageReferences": [{"applicationId": "renderer"}]}
    written, read, losses = both(PoolAddParameter, document)
    assert written["properties"]["applicationPackages"] == [{"id": "renderer"}]
    assert read.serialize() == document
    assert [loss.message for loss in losses] == [
        (
            "$.applicationPackageReferences[0].applicationId: not deployable as it is: ARM needs the resource id of the "
            "application; pass the account's, as account or --account"
        )
    ]
    written, read, losses = both(PoolAddParameter, document, account=f"{ACCOUNT}/")
    assert written["name"] == "contoso/p"
    assert written["properties"]["applicationPackages"] == [{"id": f"{ACCOUNT}/applications/renderer"}]
    assert losses == []
    assert read.application_package_references[0].application_id == f"{ACCOUNT}/applications/renderer"
    in_a_pool = f"{ACCOUNT}/pools/p/applications/renderer"  # as the examples of the service have it
    assert ApplicationPackageReference.from_arm({"id": in_a_pool}).to_arm() == {"id": in_a_pool}
    with pytest.raises(ValueError, match=r"expected the resource id of a Batch account, /subscriptions/ID/.*, got 'contoso'"):
        PoolAddParameter(id="p", vm_size="x").to_arm(account="contoso")


def test_certificates() -> None:
    own = {"thumbprint": "0a0b", "thumbprintAlgorithm": "sha1", "storeLocation": "currentuser", "visibility": ["starttask"]}
    document = {**POOL, "certificateReferences": [own]}
    written, read, losses = both(PoolAddParameter, document, account=ACCOUNT)
    assert written["properties"]["certificates"] == [
        {"id": f"{ACCOUNT}/certificates/sha1-0a0b", "storeLocation": "CurrentUser", "visibility": ["StartTask"]}
    ]
    assert written["apiVersion"] == "2024-07-01"
    assert read.serialize() == document
    assert [loss.message for loss in losses] == [
        "$.properties.certificates[0].id: the Batch service has no account in it; to_arm(account=...) writes it again"
    ]
    written, read, losses = both(PoolAddParameter, document)
    assert written["properties"]["certificates"][0]["id"] == "sha1-0a0b"
    assert read.serialize() == document
    assert [loss.path for loss in losses] == ["$.certificateReferences[0].thumbprint"]


ONLY_IN_ARM = {
    **RESOURCE,
    "identity": {"type": "UserAssigned", "userAssignedIdentities": {"/i": {}}},
    "tags": {"team": "media"},
    "location": "westeurope",
    "properties": {
        "vmSize": "x",
        "scaleSettings": {"fixedScale": {"targetDedicatedNodes": 1, "nodeDeallocationOption": "TaskCompletion"}},
        "targetLowPriorityNodes": 3,
        "provisioningState": "Succeeded",
        "resizeOperationStatus": {"startTime": "2025-01-01T00:00:00Z"},
    },
}


def test_what_only_arm_has() -> None:
    losses: list[Loss] = []
    assert PoolAddParameter.from_arm(ONLY_IN_ARM, losses=losses) == PoolAddParameter(
        id="p", vm_size="x", target_dedicated_nodes=1
    )
    assert [loss.message for loss in losses] == [
        (
            "$.identity: PoolAddParameter has no identity: the Batch service shows the identities of a pool, but only "
            "ARM attaches them"
        ),
        "$.tags: a pool of the Batch service has no tags",
        "$.location: it belongs to the resource, and a pool of the Batch service has no such member",
        (
            "$.properties.scaleSettings.fixedScale.nodeDeallocationOption: in the Batch service it is an argument of a "
            "resize, not a setting of a pool"
        ),
        (
            "$.properties.targetLowPriorityNodes: a pool in ARM has no member targetLowPriorityNodes here, but "
            "properties.scaleSettings.fixedScale.targetLowPriorityNodes"
        ),
        "$.properties.provisioningState: PoolAddParameter has no state",
        "$.properties.resizeOperationStatus.startTime: it is part of an answer, which only the service writes",
    ]
    with pytest.warns(LossWarning, match=r"\$\.tags: a pool of the Batch service has no tags\n.*\npass losses=\[\]"):
        PoolAddParameter.from_arm({"tags": {}, "location": "x", "properties": {"vmSize": "x"}})


def test_what_arm_writes_no_member_for() -> None:
    pool = PoolAddParameter(id="p", vm_size="x", enable_auto_scale=False, auto_scale_evaluation_interval=None)
    losses: list[Loss] = []
    assert pool.to_arm(losses=losses)["properties"] == {"vmSize": "x"}
    pool = PoolAddParameter.deserialize({**POOL, "enableAutoScale": True, "autoScaleFormula": "$T=1", "resizeTimeout": "PT20M"})
    assert pool.to_arm(losses=losses)["properties"]["scaleSettings"] == {"autoScale": {"formula": "$T=1"}}
    assert [loss.message for loss in losses] == [
        "$.enableAutoScale: ARM writes no false: a pool without autoScale says the same",
        "$.resizeTimeout: ARM takes no fixedScale beside autoScale, where the formula decides",
    ]


ANSWER = {
    "id": "p",
    "url": "https://contoso.westeurope.batch.azure.com/pools/p",
    "eTag": "0x8D",
    "state": "active",
    "stateTransitionTime": "2025-01-01T00:00:00Z",
    "allocationState": "steady",
    "vmSize": "x",
    "virtualMachineConfiguration": {**MACHINE, "imageReference": {"publisher": "c", "exactVersion": "1.2.3"}},
    "resizeErrors": [{"code": "AccountCoreQuotaReached", "message": "m", "values": [{"name": "a", "value": "b"}]}],
    "autoScaleRun": {"timestamp": "2025-01-01T00:00:00Z", "results": "$T=1"},
    "userAccounts": [{"name": "builder", "elevationLevel": "nonadmin"}],
    "identity": {"type": "UserAssigned", "userAssignedIdentities": [{"resourceId": "/i", "clientId": "c"}]},
}


def test_an_answer_becomes_a_resource_without_its_status() -> None:
    written, _, losses = both(CloudPool, ANSWER)
    assert written == {
        **RESOURCE,
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {"/i": {}}},
        "properties": {
            "vmSize": "x",
            "deploymentConfiguration": {
                "virtualMachineConfiguration": {**ARM_MACHINE, "imageReference": {"publisher": "c"}},
            },
            "userAccounts": [{"name": "builder", "elevationLevel": "NonAdmin"}],
        },
    }
    assert {loss.path: loss.reason for loss in losses} == {
        "$.userAccounts[0].password": "the service doesn't return it; write it before you send the document",
        "$.virtualMachineConfiguration.imageReference.exactVersion": "only the service sets it",
        "$.identity.userAssignedIdentities[0].clientId": "only the service sets it",
        **{
            f"$.{key}": "only the service sets it"
            for key in (
                "url", "eTag", "state", "stateTransitionTime", "allocationState", "resizeErrors", "autoScaleRun",
            )
        },
    }  # fmt: skip


def test_an_answer_as_arm_answers() -> None:
    written, read, losses = both(CloudPool, ANSWER, keep_readonly=True)
    assert written["etag"] == "0x8D"
    properties = written["properties"]
    assert properties["provisioningState"] == "Succeeded"
    assert properties["provisioningStateTransitionTime"] == "2025-01-01T00:00:00Z"
    assert properties["allocationState"] == "Steady"
    assert properties["resizeOperationStatus"] == {"errors": [{"code": "AccountCoreQuotaReached", "message": "m"}]}
    assert properties["autoScaleRun"] == {"evaluationTime": "2025-01-01T00:00:00Z", "results": "$T=1"}
    assert written["identity"]["userAssignedIdentities"] == {"/i": {"clientId": "c"}}
    assert [loss.path for loss in losses] == [
        "$.userAccounts[0].password",
        "$.virtualMachineConfiguration.imageReference.exactVersion",
        "$.url",
        "$.resizeErrors[0].values",
    ]
    assert read == CloudPool.deserialize(without(ANSWER, losses))


def test_a_change_of_a_pool() -> None:
    document = {"startTask": {"commandLine": "x"}, "enableInterNodeCommunication": True}
    written, read, losses = both(PoolPatchParameter, document)
    assert written == {"properties": {"startTask": {"commandLine": "x"}, "interNodeCommunication": "Enabled"}}
    assert read.serialize() == document
    assert losses == []
    patch = {"properties": {"startTask": {}, "scaleSettings": {"fixedScale": {"targetDedicatedNodes": 3}}}}
    assert PoolPatchParameter.from_arm(patch, losses=losses) == PoolPatchParameter()
    assert [loss.message for loss in losses] == [
        "$.properties.scaleSettings.fixedScale.targetDedicatedNodes: PoolPatchParameter has no targetDedicatedNodes",
        "$.properties.startTask: an empty object removes the start task, which PATCH of the Batch service can't",
    ]
    assert PoolAddParameter.from_arm({"name": "p", "properties": {"startTask": {}}}).start_task is None


def test_a_pool_of_a_job_has_no_name() -> None:
    written, read, losses = both(PoolSpecification, {"vmSize": "x"})
    assert written == {"type": RESOURCE["type"], "apiVersion": "2025-06-01", "properties": {"vmSize": "x"}}
    assert read == PoolSpecification(vm_size="x")
    assert losses == []


def test_both_readings_of_json() -> None:
    text = json.dumps({**RESOURCE, "properties": {"vmSize": "x"}})
    assert PoolAddParameter.from_arm(text) == PoolAddParameter.from_arm(text.encode()) == PoolAddParameter(id="p", vm_size="x")
    with pytest.raises(DeserializationError, match=r"expected PoolAddParameter, got list"):
        PoolAddParameter.from_arm("[]")


def test_problems_have_the_paths_of_arm() -> None:
    with pytest.raises(DeserializationError) as caught:
        PoolAddParameter.from_arm(
            {
                "properties": {
                    "scaleSettings": {"fixedScale": {"targetDedicatedNodes": "3"}},
                    "deploymentConfiguration": {"virtualMachineConfiguration": {"dataDisks": [{"lun": "0"}]}},
                }
            }
        )
    assert [problem.message for problem in caught.value.problems] == [
        "expected int, got str '0' at $.properties.deploymentConfiguration.virtualMachineConfiguration.dataDisks[0].lun",
        "expected int, got str '3' at $.properties.scaleSettings.fixedScale.targetDedicatedNodes",
    ]
    with pytest.raises(DeserializationError) as caught:
        PoolAddParameter.from_arm({"properties": {"scaleSettings": 3, "interNodeCommunication": True}})
    assert [problem.message for problem in caught.value.problems] == [
        "expected an object as scaleSettings, got int 3 at $.properties.scaleSettings",
        "expected Enabled or Disabled as interNodeCommunication, got bool True at $.properties.interNodeCommunication",
    ]
    with pytest.raises(ValidationError) as refused:
        PoolAddParameter(id="p", vm_size="x", enable_auto_scale=True, target_dedicated_nodes=3, auto_scale_formula="x").to_arm()
    assert [problem.path for problem in refused.value.problems] == [
        "$.properties.scaleSettings.fixedScale.targetDedicatedNodes"
    ]


def test_unknown_members_that_arm_takes_for_others_are_refused() -> None:
    unknown = {
        "interNodeCommunication": "Enabled",
        "scaleSettings": {"fixedScale": {"targetDedicatedNodes": 1}, "future": 1},
    }
    package = ApplicationPackageReference(application_id="a", additional_properties={"id": "b"})
    pool = PoolAddParameter(id="p", vm_size="x", application_package_references=[package])
    pool.additional_properties = unknown
    with pytest.raises(ValidationError) as caught:
        pool.to_arm(losses=[])
    assert [problem.message for problem in caught.value.problems] == [
        (
            "expected an unknown member in additional_properties, got ARM's name of applicationId at "
            "$.properties.applicationPackages[0].id"
        ),
        (
            "expected an unknown member in additional_properties, got ARM's name of enableInterNodeCommunication at "
            "$.properties.interNodeCommunication"
        ),
        (
            "expected an unknown member in additional_properties, got ARM's name of targetDedicatedNodes at "
            "$.properties.scaleSettings.fixedScale.targetDedicatedNodes"
        ),
    ]


def test_an_identity_among_the_undeclared_members() -> None:
    """Only ARM can attach it, so people write it where the Batch service has no place for it."""
    document = {**POOL, "identity": {"type": "UserAssigned", "userAssignedIdentities": [{"resourceId": "/i"}]}, "url": "u"}
    written, _, losses = both(PoolAddParameter, document)
    assert written["identity"] == {"type": "UserAssigned", "userAssignedIdentities": {"/i": {}}}
    assert list(written) == ["name", "type", "apiVersion", "identity", "properties"]
    assert [loss.path for loss in losses] == ["$.url", "$.identity"]
    odd = PoolAddParameter(id="p", vm_size="x")
    odd.additional_properties = {"identity": {"userAssignedIdentities": ["/i"]}}
    assert odd.to_arm()["identity"] == {"userAssignedIdentities": ["/i"]}


def test_both_spellings_at_once() -> None:
    losses: list[Loss] = []
    read = PoolAddParameter.from_arm(
        {"properties": {"startTask": {"commandLine": "x", "userIdentity": {"username": "a", "userName": "b"}}}}, losses=losses
    )
    assert read.start_task is not None
    assert read.start_task.user_identity == batchmodels.UserIdentity(user_name="b")
    assert [loss.message for loss in losses] == [
        "$.properties.startTask.userIdentity.username: the object has it in both spellings"
    ]
    official = {"deploymentConfiguration": {"virtualMachineConfiguration": {"nodeAgentSKUId": "batch.node.ubuntu 24.04"}}}
    machine = PoolAddParameter.from_arm({"properties": official}).virtual_machine_configuration
    assert machine is not None
    assert machine.node_agent_sku_id == "batch.node.ubuntu 24.04"


def test_keys_with_dots() -> None:
    """An undeclared key stays one key, and isn't taken for a place of the table."""
    scale = {"fixedScale": {"targetDedicatedNodes": 1, "x.y": None}, ".a": {"b": 1}, "": 2}
    document = {**RESOURCE, "properties": {"scaleSettings": scale, "vmSize": "x", "scaleSettings.fixedScale": {"b": 1}}}
    losses: list[Loss] = []
    read = PoolAddParameter.from_arm(document, losses=losses)
    assert losses == []
    assert read.additional_properties == {
        "scaleSettings": {"fixedScale": {"x.y": None}, ".a": {"b": 1}, "": 2},
        "scaleSettings.fixedScale": {"b": 1},
    }
    assert read.to_arm() == document
    read.additional_properties["scaleSettings.fixedScale.targetDedicatedNodes"] = 3
    assert PoolAddParameter.from_arm(read.to_arm()) == read
    read.additional_properties["scaleSettings"]["autoScale"] = {"formula": "$T=1", "formula.": 1}
    with pytest.raises(ValidationError) as caught:
        read.to_arm(losses=[])
    assert [problem.path for problem in caught.value.problems] == ["$.properties.scaleSettings.autoScale.formula"]


# Generated pools.


def without_empty(value: Any) -> Any:
    """A document without null and empty objects where ARM has an object around members: they say nothing."""
    for name in ("scaleSettings", "deploymentConfiguration"):
        holder = value["properties"].get(name)
        if isinstance(holder, dict):
            kept = {key: each for key, each in holder.items() if key == "autoScale" or each not in (None, {})}
            value["properties"][name] = kept
            if not kept:
                del value["properties"][name]
    return value


@pytest.mark.parametrize("model", [PoolAddParameter, PoolSpecification, PoolPatchParameter], ids=lambda each: each.__name__)
def test_generated_pools_come_back(model: type[Any]) -> None:
    @given(models(model))
    def check(pool: Any) -> None:
        spell_certificates(pool)
        written, read, losses = both(model, pool.serialize())
        assert read == model.deserialize(without(pool.serialize(), losses))
        assert {loss.steps[-1] for loss in losses} <= LOSSES
        assert read.to_arm(api_version=None, losses=[]) == written

    check()


LOSSES = {
    "applicationId", "thumbprint", "enableAutoScale", "autoScaleEvaluationInterval", "autoScaleFormula", "resizeTimeout",
    "targetDedicatedNodes", "targetLowPriorityNodes",
    *(each.ours for each in DIFFERENCES if each.read_only),  # of which an undeclared member may have the name
}  # fmt: skip


@given(models(PoolAddParameter), st.data())
def test_generated_resources_come_back(pool: Any, data: st.DataObject) -> None:
    """With unknown members at every depth, and with what only ARM has."""
    spell_certificates(pool)
    resource = pool.to_arm(account=ACCOUNT, losses=[])
    resource["tags"] = {"a": "b"}
    fixed = resource["properties"].setdefault("scaleSettings", {}).setdefault("fixedScale", {})
    fixed["nodeDeallocationOption"] = "Requeue"
    known = arm_names() - {""}
    for holder in objects_in(resource["properties"]):
        if data.draw(st.integers(0, 3)) == 0:
            key = data.draw(texts.filter(lambda text: text not in known))
            holder.setdefault(key, data.draw(json_values))
    losses: list[Loss] = []
    read = PoolAddParameter.from_arm(resource, losses=losses)
    if "autoScale" not in resource["properties"]["scaleSettings"]:  # beside which ARM takes no fixedScale
        again = read.to_arm(account=ACCOUNT, losses=[])
        certain = [loss for loss in losses if loss.steps[-1] != "id"]
        assert without_empty(again) == without_empty(without(resource, certain))
    assert ("tags",) in [loss.steps for loss in losses]


def spell_certificates(pool: Any) -> None:
    """Give certificates thumbprints that can be one: the id of ARM has no room for slashes in it."""
    for each in getattr(pool, "certificate_references", None) or ():
        each.thumbprint, each.thumbprint_algorithm = each.thumbprint.encode().hex(), "sha1"


def arm_names() -> set[str]:
    found = {step for each in differences(PoolAddParameter, CloudPool) for step in each.arm.split(".")}
    held = (PoolAddParameter, *PoolAddParameter.__definition__.held)
    return found | {key for model in held for attribute in model.__definition__.attributes for key in names_of(attribute)}


def names_of(attribute: Any) -> list[str]:
    return [attribute.wire_key, attribute.name, *attribute.spellings.values()]


def objects_in(value: Any) -> list[dict[str, Any]]:
    """Every object in a document, but those of free form."""
    if isinstance(value, list):
        return [each for element in value for each in objects_in(element)]
    if not isinstance(value, dict):
        return []
    free = {"settings", "protectedSettings", "resourceTags"}
    return [value, *(each for key, member in value.items() if key not in free for each in objects_in(member))]


@given(models(PoolAddParameter, common=True))
def test_azure_mgmt_batch_knows_every_member_that_we_write(pool: Any) -> None:
    forget_unknown(pool)
    for name in ("application_licenses", "certificate_references", "cloud_service_configuration", "max_tasks_per_node"):
        setattr(pool, name, None)
    pool.target_node_communication_mode = pool.resource_tags = None
    document = pool.to_arm(account=ACCOUNT, losses=[])
    assert unknown_in(mgmt.PoolProperties, document["properties"]) == []
    assert mgmt.Pool(document).as_dict() == document


def forget_unknown(value: Any) -> None:
    if isinstance(value, list):
        for each in value:
            forget_unknown(each)
    elif isinstance(value, Model):
        value.additional_properties = {}
        for attribute in value.__definition__.attributes:
            if attribute.until:
                setattr(value, attribute.name, None)
            forget_unknown(getattr(value, attribute.name))


def unknown_in(kind: Any, document: dict[str, Any], path: str = "") -> list[str]:
    """The members that azure-mgmt-batch's model doesn't have, and the values that its enumerations don't have."""
    kind({})
    fields = {field._rest_name: name for name, field in kind._attr_to_rest_field.items()}
    found = []
    for key, value in document.items():
        if key not in fields:
            found.append(f"{path}.{key}")
            continue
        inner, allowed = inner_of(kind, fields[key]), values_of(kind, fields[key])
        for element in value if isinstance(value, list) else [value]:
            if inner and isinstance(element, dict):
                found += unknown_in(inner, element, f"{path}.{key}")
            if allowed and isinstance(element, str) and element not in allowed:
                found.append(f"{path}.{key}={element}")
    return found


def hint_of(kind: Any, name: str) -> str:
    return next(str(base.__annotations__[name]) for base in kind.__mro__ if name in getattr(base, "__annotations__", {}))


def inner_of(kind: Any, name: str) -> Any:
    """The model of an attribute of theirs, also within a list."""
    found = [getattr(mgmt, each) for each in re.findall(r"_models\.(\w+)", hint_of(kind, name))]
    return found[0] if found and "dict[" not in hint_of(kind, name) else None


def values_of(kind: Any, name: str) -> list[str]:
    """The values of an attribute of theirs that is an enumeration."""
    found = [
        getattr(mgmt, each)
        for each in re.findall(r"ForwardRef\('_?(\w+)'\)|\"(\w+)\"", hint_of(kind, name))
        for each in each
        if each
    ]
    return [member.value for each in found if issubclass(each, Enum) for member in each]


# The table.


def test_every_record_has_its_members() -> None:
    held = {model.__name__: model for pool in (PoolAddParameter, CloudPool) for model in (pool, *pool.__definition__.held)}
    own = {key for pool in (PoolAddParameter, CloudPool) for key in pool.__definition__.by_wire_key}
    for each in DIFFERENCES:
        owner, _, key = each.ours.rpartition(".")
        if each.ours:
            assert key in (held[owner].__definition__.by_wire_key if owner else own)
        else:
            assert each.note


@needs_wire
def test_the_published_shapes_have_all_that_the_table_has() -> None:
    published = load(WIRE / "definitions-arm" / "2024-02-01.json")
    published["VMDiskSecurityProfile"] = {"diskEncryptionSet": {}}  # of 2025-06-01
    published["PoolIdentityReference"] = {"resourceId": {}}
    renamed = {"InboundNATPool": "InboundNatPool"}
    for each in differences(PoolAddParameter, CloudPool):
        owner, _, key = each.arm.rpartition(".")
        if owner and owner[0].isupper():
            assert key in published[renamed.get(owner, owner)]
        elif each.arm.startswith("properties."):
            shape = published["PoolProperties"]
            for step in each.arm.split(".")[1:]:
                name = shape[step]["type"]
                shape = published.get(name if isinstance(name, str) else "", {})
    for enumeration, texts_of in spellings(PoolAddParameter, CloudPool).items():
        names = {"ComputeNodeFillType": "ComputeNodeFillType", "PoolState": "PoolProvisioningState"}
        if names.get(enumeration, enumeration) in published:
            assert set(texts_of.values()) <= set(published[names.get(enumeration, enumeration)]["enum"])


@needs_wire
def test_the_published_examples() -> None:
    for file in ALL_EXAMPLES:
        name = file.name.partition("-")[0]
        if name in ("PoolAddParameter", "PoolPatchParameter", "PoolSpecification", "CloudPool"):
            model = getattr(batchmodels, name)
            content = load(file)["body"]
            for document in content.get("value", [content]):
                written, read, losses = both(model, document, keep_readonly=True)
                assert read == model.deserialize(without(document, losses))
                assert read.to_arm(keep_readonly=True, losses=[]) == written


@pytest.mark.parametrize("path", OWN_DOCUMENTS, ids=lambda path: path.stem)
def test_our_documents(path: Any) -> None:
    document = load(path)
    if "commandLine" in document:
        written, read, losses = both(StartTask, document)
        assert (read, losses) == (StartTask.deserialize(document), [])
        assert StartTask.deserialize(written) == read
