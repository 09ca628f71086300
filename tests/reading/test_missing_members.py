"""Members that are missing, null, misspelled or unknown: each is reported once, with the name that is meant."""

from __future__ import annotations

import json
from typing import Any

import pytest

from batchmodels.documents import checking

MACHINE = {"imageReference": {"publisher": "a", "offer": "b", "sku": "c"}, "nodeAgentSKUId": "x"}
POOL = {"id": "p", "vmSize": "standard_d2s_v3", "virtualMachineConfiguration": MACHINE, "targetDedicatedNodes": 1}


def told(document: dict[str, Any], **options: Any) -> list[tuple[str, str, str, str]]:
    """The severity, the rule, the sentence and the fix of each diagnostic."""
    found = checking.check_data("x.json", json.dumps(document).encode(), **options)
    return [(each.severity.value, each.rule, f"{each.path}: {each.message}", each.fix) for each in found]


@pytest.mark.parametrize(
    ("task", "sentence"),
    [
        ({}, "expected str, but commandLine is missing"),
        ({"commandLine": None}, "expected str, got null"),
    ],
)
def test_what_is_missing_and_what_is_null(task: dict[str, Any], sentence: str) -> None:
    assert told({**POOL, "startTask": task}) == [("error", "refused/required", f"$.startTask.commandLine: {sentence}", "")]


def test_null_in_a_list() -> None:
    assert told({**POOL, "metadata": [None]}) == [
        ("error", "refused/type", "$.metadata[0]: expected MetadataItem, got null", ""),
    ]


def test_members_that_others_require() -> None:
    file = {"httpUrl": "https://example.com/a"}
    assert told({**POOL, "startTask": {"commandLine": "./a", "resourceFiles": [file]}}) == [
        (
            "error",
            "refused/requires",
            "$.startTask.resourceFiles[0].filePath: expected filePath with httpUrl, but filePath is missing",
            "",
        ),
    ]


@pytest.mark.parametrize(
    ("task", "path", "key"),
    [
        ({"comandLine": "./a"}, "$.startTask", "comandLine"),
        ({"commandline": "./a"}, "$.startTask", "commandline"),
    ],
)
def test_a_misspelled_member_is_not_missing_too(task: dict[str, Any], path: str, key: str) -> None:
    message = (
        f"{path}.{key}: the service has no member {key}, so it rejects or ignores it. Did you mean commandLine? commandLine is "
        "required, so the service refuses the document."
    )
    document = {**POOL, "startTask": task}
    assert told(document) == [("error", "BM702", message, "Rename it to commandLine.")]
    assert sorted(rule for _, rule, _, _ in told(document, ignore={"BM702"})) == ["refused/required", "unknown/member"]


def test_a_misspelled_member_that_nothing_requires_is_a_warning() -> None:
    (found,) = told({**POOL, "startTask": {"commandLine": "./a", "waitForSucess": True}})
    assert found[:2] == ("warning", "BM702")


@pytest.mark.parametrize(
    ("members", "fix"),
    [
        ({"user": "x"}, "Remove user, or use one of username, autoUser."),
    ],
)
def test_unknown_members_with_similar_ones(members: dict[str, Any], fix: str) -> None:
    task = {"commandLine": "./a", "userIdentity": members}
    (found,) = [each for each in told({**POOL, "startTask": task}) if each[1] == "unknown/member"]
    assert found[3] == fix


def test_unknown_members_without_similar_ones() -> None:
    (found,) = told({**POOL, "startTask": {"commandLine": "./a", "image": "x"}})
    assert found == (
        "warning",
        "unknown/member",
        "$.startTask.image: StartTask has no known member image: the service refuses or ignores it.",
        (
            "Remove image, or use one of commandLine, containerSettings, resourceFiles, environmentSettings, userIdentity, "
            "maxTaskRetryCount, waitForSuccess."
        ),
    )
    (found,) = told({**POOL, "zzz": 1})
    assert found[3].startswith("Remove zzz, or use one of ")
    assert found[3].endswith(" or another member.")


@pytest.mark.parametrize(
    ("document", "fix"),
    [
        (
            {**POOL, "startTask": {"commandLine": "./a", "elevationLevel": "admin"}},
            "Move elevationLevel to userIdentity.autoUser.",
        ),
        (
            {**POOL, "startTask": {"commandLine": "./a", "nodeAgentSKUId": "x"}},
            "Move nodeAgentSKUId to virtualMachineConfiguration of PoolAddParameter.",
        ),
        ({**POOL, "startTask": {"commandLine": "./a", "vmSize": "x"}}, "Move vmSize to PoolAddParameter."),
        (
            {**POOL, "frontendPortRangeStart": 1},
            ("Move frontendPortRangeStart to networkConfiguration.endpointConfiguration.inboundNATPools[]."),
        ),
    ],
)
def test_members_that_belong_elsewhere(document: dict[str, Any], fix: str) -> None:
    (found,) = [each for each in told(document) if each[1] == "unknown/member"]
    assert found[3] == fix


def test_unknown_members_that_are_null() -> None:
    machine = {**MACHINE, "securityProfile": {"enabled": None}}
    assert told({**POOL, "virtualMachineConfiguration": machine}) == [
        (
            "note",
            "unknown/member",
            (
                "$.virtualMachineConfiguration.securityProfile.enabled: SecurityProfile has no known member enabled: the "
                "service refuses or ignores it."
            ),
            "Remove enabled, which is null.",
        ),
    ]


def test_declared_members_that_are_null_are_unset() -> None:
    profile = {"proxyAgentSettings": {"enabled": None}, "encryptionAtHost": None}
    machine = {**MACHINE, "securityProfile": profile}
    task = {
        "commandLine": "./a",
        "userIdentity": None,
        "resourceFiles": None,
        "waitForSuccess": None,
        "maxTaskRetryCount": None,
    }
    assert told({**POOL, "virtualMachineConfiguration": machine, "startTask": task, "enableAutoScale": None}) == []
