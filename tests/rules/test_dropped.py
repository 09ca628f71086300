"""BM703: attributes that newer versions of the API no longer have."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any

import pytest
import wire

import batchmodels
from batchmodels import (
    CertificateReference,
    CloudPool,
    CloudServiceConfiguration,
    DataDisk,
    JobAddParameter,
    Model,
    NetworkConfiguration,
    PoolAddParameter,
    PoolSpecification,
    Severity,
    TaskAddParameter,
    VirtualMachineConfiguration,
    review,
)
from batchmodels.engine import shapes
from batchmodels.engine.attributes import Attribute
from batchmodels.rules.checks.retired_members import _SUCCESSORS
from batchmodels.rules.finding import Rename

DROPPED = [
    (model, attribute)
    for model in wire.models()
    for attribute in model.__definition__.attributes
    if attribute.until and not attribute.read_only
]


RETIRED = {"applicationLicenses", "authenticationTokenSettings", "certificateReferences", "cloudServiceConfiguration"}
"""What BM027 reports of pools and tasks, whatever the API version."""


def found(model: Model, rule: str = "BM703") -> list[str]:
    return [str(finding) for finding in review(model) if finding.rule == rule]


def some_value(shape: Any) -> Any:
    """A value of a shape that isn't empty."""
    if isinstance(shape, shapes.Nested):
        return shape.model.deserialize({})
    if isinstance(shape, shapes.ListOf):
        return [some_value(shape.element)]
    return {"a": "b"} if isinstance(shape, shapes.MapOf) else "x"


def test_there_are_some() -> None:
    assert len(DROPPED) > 20


@pytest.mark.parametrize(("model", "attribute"), DROPPED, ids=lambda part: getattr(part, "__name__", None) or part.name)
def test_each_one_is_reported(model: type[Model], attribute: Attribute) -> None:
    instance = model.deserialize({})
    setattr(instance, attribute.name, some_value(attribute.shape))
    if attribute.wire_key in RETIRED and model.__name__ not in {"ComputeNode", "CloudTask"}:
        (text,) = found(instance, "BM027")
        assert text.startswith(f"$.{attribute.wire_key}: BM027 ")
        assert found(instance) == []
        return
    (text,) = found(instance)
    assert text.startswith(f"$.{attribute.wire_key}: BM703 ")
    assert f"{attribute.wire_key} was removed in API version {attribute.until}: " in text
    setattr(instance, attribute.name, None)
    assert found(instance) == []


def test_successors_are_members() -> None:
    assert set(_SUCCESSORS) <= {attribute.wire_key for _, attribute in DROPPED}
    known = {attribute.wire_key for model in wire.models() for attribute in model.__definition__.attributes}
    for successor in _SUCCESSORS.values():
        keys = re.findall(r"\b[a-z]+[A-Z]\w+\b", successor)
        assert keys
        assert known.issuperset(keys)


def test_the_sentences() -> None:
    pool = PoolAddParameter(
        id="p",
        vm_size="s",
        max_tasks_per_node=2,
        network_configuration=NetworkConfiguration(public_ips=["ip"]),
        cloud_service_configuration=CloudServiceConfiguration(os_family="6"),
        certificate_references=[CertificateReference(thumbprint="0a", thumbprint_algorithm="sha1")],
        application_licenses=["maya"],
    )
    refuses = "the service rejects it in requests of that version or later."
    assert sorted(found(pool)) == [
        (
            "$.maxTasksPerNode: BM703 warning: maxTasksPerNode was removed in API version 2020-09-01.12.0: "
            f"{refuses} Use taskSlotsPerNode."
        ),
        (
            "$.networkConfiguration.publicIPs: BM703 warning: publicIPs was removed in API version "
            f"2020-03-01.11.0: {refuses} Use publicIPAddressConfiguration with the addresses as its ipAddressIds."
        ),
    ]
    assert sorted(found(pool, "BM027")) == [
        (
            "$.applicationLicenses: BM027 warning: Batch no longer licenses applications: Azure retired that on "
            "29 February 2024. Use licenses of your own."
        ),
        (
            "$.certificateReferences: BM027 warning: nodes get no certificates: Azure retired them on 29 February 2024. "
            "Use the Key Vault extension, in the extensions of virtualMachineConfiguration; it needs a pool that is created "
            "through ARM with a user-assigned identity."
        ),
        (
            "$.cloudServiceConfiguration: BM027 error: the service refuses new pools on Cloud Services: Azure retired them on "
            "29 February 2024. Use virtualMachineConfiguration."
        ),
    ]


def test_the_classic_mode_ends_at_a_day() -> None:
    pool = PoolAddParameter(id="p", vm_size="s", target_node_communication_mode="classic")
    before, after = (
        [finding.rule for finding in review(pool, now=datetime(2026, month, 1, tzinfo=timezone.utc))] for month in (3, 4)
    )
    assert (before, after) == (["BM703"], ["BM027"])
    assert found(PoolAddParameter(id="p", vm_size="s", target_node_communication_mode="classic"), "BM027") == [
        (
            "$.targetNodeCommunicationMode: BM027 warning: the classic mode of node communication no longer exists: "
            "Azure retired it on 31 March 2026. Use simplified, or remove the member."
        )
    ]
    assert found(PoolAddParameter(id="p", vm_size="s", target_node_communication_mode="simplified"), "BM027") == []


def test_in_a_list() -> None:
    machine = VirtualMachineConfiguration.deserialize({})
    machine.data_disks = [DataDisk(lun=0, disk_size_gb=8, storage_account_type="standard_lrs")]
    pool = PoolSpecification(vm_size="s", virtual_machine_configuration=machine)
    assert found(pool) == [
        (
            "$.virtualMachineConfiguration.dataDisks[0].storageAccountType: BM703 note: storageAccountType "
            "was removed in API"
            " version 2025-06-01: the service rejects it in requests of that version or later. Use managedDisk with its"
            " storageAccountType."
        )
    ]


def test_the_severity() -> None:
    pool = PoolAddParameter(id="p", vm_size="s", max_tasks_per_node=2, target_node_communication_mode="simplified")
    by_key = {finding.steps[-1]: finding.severity for finding in review(pool) if finding.rule == "BM703"}
    assert by_key == {"maxTasksPerNode": Severity.warning, "targetNodeCommunicationMode": Severity.note}


def test_an_empty_list_is_not_reported() -> None:
    assert found(PoolAddParameter(id="p", vm_size="s", certificate_references=[])) == []


def test_it_is_a_note_in_an_answer() -> None:
    (finding,) = review(CloudPool(id="p", max_tasks_per_node=2))
    assert finding.edit == Rename(("maxTasksPerNode",), "taskSlotsPerNode")
    assert (finding.rule, finding.severity) == ("BM703", Severity.note)
    (finding,) = review(CloudPool(id="p", cloud_service_configuration=CloudServiceConfiguration(os_family="6")))
    assert (finding.rule, finding.severity) == ("BM027", Severity.note)


def test_validate_stays_silent() -> None:
    assert PoolAddParameter(id="p", vm_size="s", max_tasks_per_node=2).validate() == []


@pytest.mark.parametrize(
    ("kind", "document", "fix"),
    [
        ("ExitConditions", {"schedulingError": {"dependencyAction": "block"}}, "preProcessingError"),
        ("TaskExecutionInformation", {"schedulingError": {"code": "x"}}, "failureInfo"),
        ("CloudServiceConfiguration", {"targetOSVersion": "*"}, "osVersion"),
        (
            "PoolAddParameter",
            {"id": "p", "targetOSVersion": "*"},
            "virtualMachineConfiguration, whose imageReference names the operating system",
        ),
        (
            "PoolAddParameter",
            {"id": "p", "osFamily": "4"},
            "virtualMachineConfiguration, whose imageReference names the operating system",
        ),
        (
            "OSDisk",
            {"imageUris": ["https://media.blob.core.windows.net/vhds/a.vhd"]},
            "the imageReference of virtualMachineConfiguration with the virtualMachineImageId of an image in a gallery",
        ),
    ],
)
def test_old_names_have_a_successor_in_each_model(kind: str, document: dict[str, Any], fix: str) -> None:
    model: Model = getattr(batchmodels, kind).deserialize(document)
    key = list(document)[-1]
    assert found(model) == [
        f"$.{key}: BM703 warning: {key} is an old name that the service no longer has, so it rejects or ignores it. Use {fix}."
    ]


def test_members_that_still_exist_have_no_old_name() -> None:
    assert found(batchmodels.ExitConditions.deserialize({"preProcessingError": {"dependencyAction": "block"}})) == []


def test_the_token_of_a_task() -> None:
    settings = {"access": ["job"]}
    begins = (
        "authenticationTokenSettings: BM027 warning: the service may refuse the request or give the task no token, because "
        "Azure retired such tokens on 30 September 2024. Remove it, and sign in to the Batch service with "
    )
    task = TaskAddParameter.deserialize({"id": "a", "commandLine": "./a", "authenticationTokenSettings": settings})
    assert found(task, "BM027") == [f"$.{begins}a managed identity of the pool."]
    assert [each.rule for each in review(task, now=datetime(2024, 9, 1, tzinfo=timezone.utc))] == ["BM703"]
    job = {
        "id": "j",
        "poolInfo": {"autoPoolSpecification": {"poolLifetimeOption": "job", "pool": {"vmSize": "standard_d2s_v3"}}},
        "jobManagerTask": {"id": "m", "commandLine": "./a", "authenticationTokenSettings": settings},
    }
    assert found(JobAddParameter.deserialize(job), "BM027") == [
        f"$.jobManagerTask.{begins}a managed identity, which needs a pool that is created through ARM instead of the auto pool."
    ]
