"""Answers as ``az batch`` prints them: with durations and keys that aren't the service's."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

from batchmodels import CloudJobSchedule, CloudPool, CloudTask, review
from batchmodels.documents import Entry, az_answers
from batchmodels.documents.entries import entries_of
from batchmodels.documents.model_detection import ANSWERS
from batchmodels.documents.partial_models import model_named
from batchmodels.documents.source import read_source
from batchmodels.rules.discovery import RULES


def entry_of(content: Any, name: str = "x.json") -> Entry:
    [entry] = entries_of(read_source(name, json.dumps(content) if name.endswith("json") else content))
    return entry


POOL = {"id": "p", "vmSize": "s", "allocationState": "steady", "lastModified": "2017-10-26T22:35:56.500992+00:00"}


@pytest.mark.parametrize(
    ("printed", "duration"),
    [
        ("0:15:00", "PT15M"),
        ("12:00:30", "PT12H30S"),
        ("1 day, 0:00:00", "P1D"),
        ("7 days, 0:00:00.500000", "P7DT0.5S"),
        ("10675199 days, 2:48:05.477581", "P10675199DT2H48M5.4775807S"),
    ],
)
def test_a_duration_of_an_answer(printed: str, duration: str) -> None:
    entry = entry_of({**POOL, "resizeTimeout": printed})
    assert (entry.model_type, entry.problems) == ("CloudPool", ())
    assert entry.model is not None
    assert entry.model.serialize(keep_readonly=True)["resizeTimeout"] == duration


def test_durations_within_an_answer() -> None:
    task = {
        "id": "t",
        "state": "active",
        "commandLine": "x",
        "constraints": {"maxWallClockTime": "10675199 days, 2:48:05.477581", "retentionTime": "7 days, 0:00:00"},
        "environmentSettings": [{"name": "SINCE", "value": "0:15:00"}],
    }
    model = entry_of(task).model
    assert isinstance(model, CloudTask)
    assert model.constraints is not None
    assert model.constraints.retention_time == datetime.timedelta(days=7)
    assert model.environment_settings is not None
    assert model.environment_settings[0].value == "0:15:00", "a text that isn't a duration stays"
    schedule = {
        "id": "s",
        "state": "active",
        "schedule": {"recurrenceInterval": "1 day, 0:00:00"},
        "jobSpecification": {"poolInfo": {"poolId": "p"}, "constraints": {"maxWallClockTime": "4:00:00"}},
    }
    found = entry_of(schedule)
    assert isinstance(found.model, CloudJobSchedule)
    assert (found.problems, found.model.validate()) == ((), [])


def test_yaml_and_what_is_not_a_duration() -> None:
    text = "id: p\nvmSize: s\nallocationState: steady\nresizeTimeout: '0:15:00'\n"
    model = entry_of(text, "x.yaml").model
    assert isinstance(model, CloudPool)
    assert model.resize_timeout == datetime.timedelta(minutes=15)
    [problem] = entry_of({**POOL, "resizeTimeout": "0:75:00"}).problems
    assert problem.sentence == "expected duration such as 'PT15M', got str '0:75:00'"


def test_the_service_refuses_it_in_a_body() -> None:
    entry = entry_of({"id": "p", "vmSize": "s", "targetDedicatedNodes": 1, "resizeTimeout": "0:15:00"})
    assert entry.model_type == "PoolAddParameter"
    assert [each.sentence for each in entry.problems] == ["expected duration such as 'PT15M', got str '0:15:00'"]


def test_keys_of_an_answer() -> None:
    machine = {
        "nodeAgentSkuId": "a",
        "imageReference": {"offer": "o"},
        "dataDisks": [{"lun": 0, "diskSizeGb": 30}],
        "osDisk": {"ephemeralOsDiskSettings": {"placement": "cachedisk"}},
        "containerConfiguration": {"type": "dockerCompatible", "containerRegistries": [{"userName": "u"}]},
    }
    network = {"publicIpAddressConfiguration": {"provision": "batchmanaged"}}
    upgrade = {"mode": "rolling", "automaticOsUpgradePolicy": {"enableAutomaticOsUpgrade": True}}
    answer = {**POOL, "virtualMachineConfiguration": machine, "networkConfiguration": network, "upgradePolicy": upgrade}
    entry = entry_of(answer)
    assert isinstance(entry.model, CloudPool)
    assert entry.model.as_dict()["virtual_machine_configuration"]["data_disks"] == [{"lun": 0, "disk_size_gb": 30}]
    service = entry.content
    assert service["networkConfiguration"] == {"publicIPAddressConfiguration": {"provision": "batchmanaged"}}
    assert service["upgradePolicy"]["automaticOSUpgradePolicy"] == {"enableAutomaticOSUpgrade": True}
    assert service["virtualMachineConfiguration"]["osDisk"] == {"ephemeralOSDiskSettings": {"placement": "cachedisk"}}
    registries = service["virtualMachineConfiguration"]["containerConfiguration"]["containerRegistries"]
    assert registries == [{"username": "u"}]
    steps = ("virtualMachineConfiguration", "dataDisks", 0, "diskSizeGB")
    assert entry.where(steps) == (*steps[:-1], "diskSizeGb")
    assert all(not each.additional_properties for each in (entry.model, entry.model.upgrade_policy) if each is not None)


def test_every_key_that_az_prints_is_found_in_a_text() -> None:
    for name in ANSWERS:
        model = model_named(name)
        for held in (model, *model.__definition__.held):
            for key in az_answers.printed_keys(held.__definition__):
                for text in (f'{{"{key}": 1}}', f"{key}: 1"):
                    assert az_answers.may_be_from_az(text, 0, len(text)), key


def test_keys_of_a_body_stay() -> None:
    machine = {"dataDisks": [{"lun": 0, "diskSizeGb": 30}]}
    content = {"id": "p", "vmSize": "s", "targetDedicatedNodes": 1, "virtualMachineConfiguration": machine}
    assert entry_of(content).content == content


def test_keys_that_arm_has_too() -> None:
    network = {"dynamicVnetAssignmentScope": "job", "endpointConfiguration": {"inboundNatPools": [{"name": "ssh"}]}}
    task = {"commandLine": "x", "userIdentity": {"userName": "u"}}
    pool = {"virtualMachineConfiguration": {"nodeAgentSkuId": "a"}, "networkConfiguration": network, "startTask": task}
    entry = entry_of({**POOL, **pool})
    assert entry.content["virtualMachineConfiguration"] == {"nodeAgentSKUId": "a"}
    assert entry.content["networkConfiguration"] == {
        "dynamicVNetAssignmentScope": "job",
        "endpointConfiguration": {"inboundNATPools": [{"name": "ssh"}]},
    }
    assert entry.content["startTask"]["userIdentity"] == {"username": "u"}
    steps = ("virtualMachineConfiguration", "nodeAgentSKUId")
    assert entry.where(steps) == ("virtualMachineConfiguration", "nodeAgentSkuId")


def findings_about(content: Any) -> list[str]:
    [entry] = entries_of(read_source("x.json", json.dumps(content)))
    assert entry.model is not None
    return [each.message for each in review(entry.model, ignore=set(RULES) - {"BM701"})]


def test_an_answer_has_no_spelling_of_arm() -> None:
    machine = {"nodeAgentSkuId": "batch.node.ubuntu 22.04", "imageReference": {"offer": "o"}}
    answer = {**POOL, "virtualMachineConfiguration": machine, "startTask": {"userIdentity": {"userName": "u"}}}
    assert findings_about(answer) == []
    auto_pool = {"autoPoolSpecification": {"pool": {"vmSize": "s", "virtualMachineConfiguration": machine}}}
    assert findings_about({"id": "j", "state": "active", "poolInfo": auto_pool}) == []
    definition = {"id": "p", "vmSize": "s", "targetDedicatedNodes": 1, "virtualMachineConfiguration": machine}
    assert findings_about(definition) == [
        "the document has nodeAgentSkuId, as ARM spells it, but the Batch service expects nodeAgentSKUId."
    ]
