"""The table of changes has a record for every property of the service's update bodies, and none too many."""

from __future__ import annotations

from typing import Any

import pytest
import wire
from conftest import WIRE, load, needs_wire

from batchmodels import API_VERSIONS, PoolAddParameter, Verdict
from batchmodels.changes import equivalence
from batchmodels.changes.pool_records import NEVER
from batchmodels.changes.records import NEWEST, Request
from batchmodels.changes.sides import IDENTITY, properties_of
from batchmodels.changes.table import RECORDS, judged, record_for
from batchmodels.documents.partial_models import model_named

BODIES = {
    "PoolPatchParameter": ("pool", Request.patch),
    "PoolUpdatePropertiesParameter": ("pool", Request.update_properties),
    "JobPatchParameter": ("job", Request.patch),
    "JobUpdateParameter": ("job", Request.update),
    "JobSchedulePatchParameter": ("job schedule", Request.patch),
    "JobScheduleUpdateParameter": ("job schedule", Request.update),
    "TaskUpdateParameter": ("task", Request.update),
}

SIZE = {
    *("targetDedicatedNodes", "targetLowPriorityNodes", "resizeTimeout"),
    *("enableAutoScale", "autoScaleFormula", "autoScaleEvaluationInterval"),
}

IN_ARM = {
    "applicationPackageReferences": "applicationPackages",
    "certificateReferences": "certificates",
    "cloudServiceConfiguration": "deploymentConfiguration",
    "enableInterNodeCommunication": "interNodeCommunication",
    "virtualMachineConfiguration": "deploymentConfiguration",
    **dict.fromkeys(SIZE, "scaleSettings"),
}


def recorded(kind: str, request: Request, api_version: str) -> set[str]:
    fitting = [each for each in RECORDS if (each.kind, each.request, each.plane) == (kind, request, "data")]
    return {each.member for each in fitting if each.covers(api_version)}


def update_bodies(api_version: str) -> dict[str, Any]:
    """The update bodies that an API version itself has."""
    definitions: dict[str, Any] = load(wire.DEFINITIONS[api_version])
    return {name: definitions[name] for name in BODIES if name in definitions}


@needs_wire
@pytest.mark.parametrize("api_version", wire.DEFINITIONS)
def test_every_property_of_an_update_body_has_its_record(api_version: str) -> None:
    bodies = update_bodies(api_version)
    assert bodies.keys() >= {"PoolPatchParameter", "PoolUpdatePropertiesParameter", "JobPatchParameter"}
    for name, definition in bodies.items():
        kind, request = BODIES[name]
        missing = set(definition) - recorded(kind, request, api_version)
        assert missing == set(), f"{name} of {api_version}: add a record for each of these in changes/"
        unfounded = recorded(kind, request, api_version) - set(definition)
        assert unfounded == set(), f"{name} of {api_version} doesn't have these"


@needs_wire
@pytest.mark.parametrize("api_version", wire.DEFINITIONS)
def test_a_pool_that_can_be_created_has_a_verdict_for_each_property(api_version: str) -> None:
    """What no update body has needs a new pool; what resize and enableautoscale set has a record, too."""
    created = set(load(wire.DEFINITIONS[api_version])["PoolAddParameter"]) & set(properties_of("pool"))
    patched = recorded("pool", Request.patch, api_version)
    for member in created:
        verdict = judged("pool", member, "data", api_version)[0]
        assert (verdict is Verdict.new_pool) == (member not in patched | SIZE), member


@needs_wire
def test_arm_s_properties_have_records() -> None:
    definitions = load(WIRE / "definitions-arm" / "2024-02-01.json")
    own = {name for name, member in definitions["PoolProperties"].items() if not member.get("readOnly")} | {"identity"}
    in_arm = {IN_ARM.get(each.member, each.member) for each in RECORDS if each.plane == "arm"}
    assert own - in_arm == {"applicationLicenses"}, "ARM's documentation doesn't list it among what can change"
    assert in_arm - own == set()


def test_the_newest_version_needs_a_new_pool_for_the_id_only() -> None:
    newest = API_VERSIONS[-1]
    known = {key for key, each in PoolAddParameter.__definition__.by_wire_key.items() if each.until is None}
    assert {key for key in known if judged("pool", key, "data", newest)[0] is Verdict.new_pool} == {"id"}
    old = {key for key in known if judged("pool", key, "data", "2024-02-01.19.0")[0] is Verdict.new_pool}
    assert old >= {"id", "displayName", "vmSize", "virtualMachineConfiguration", "networkConfiguration", "taskSlotsPerNode"}


def test_records_are_sentences_with_a_source() -> None:
    for record in RECORDS:
        assert record.reason.endswith(".")
        assert record.source
        assert record.member in properties_of(record.kind)
        assert not record.since or not record.until or record.since < record.until
    keys = [(each.kind, each.member, each.plane, each.request, each.since) for each in RECORDS]
    assert len(set(keys)) == len(keys)
    assert NEVER.keys() <= set(properties_of("pool"))


def test_versions_exist() -> None:
    for record in RECORDS:
        if record.plane == "data":
            assert {record.since, record.until} <= {"", *API_VERSIONS}
    assert NEWEST["data"] == API_VERSIONS[-1]
    assert NEWEST["arm"] == "2025-06-01"


def test_a_reason_names_the_version_that_can() -> None:
    verdict, reason, source = judged("pool", "vmSize", "data", "2023-11-01.18.0")
    assert (verdict, source) == (Verdict.new_pool, "REST specification: in no update body")
    assert reason == (
        "API version 2023-11-01.18.0 can't change it; 2024-07-01.20.0 and later can in an empty pool. The pool must be deleted "
        "and created again, or created with another id."
    )
    assert judged("job", "maxParallelTasks", "data", "2020-09-01.12.0")[1] == (
        "API version 2020-09-01.12.0 can't change it; 2021-06-01.14.0 and later can. The job must be added again, with another "
        "id or after it is deleted."
    )
    assert record_for("pool", IDENTITY, "data", API_VERSIONS[-1]) is None


ROOTS = {
    "Pool": "PoolAddParameter",
    "Job": "JobAddParameter",
    "Job schedule": "JobScheduleAddParameter",
    "Task": "TaskAddParameter",
}


def test_the_tables_of_what_makes_no_difference_name_members_that_exist() -> None:
    places = {*equivalence.DEFAULTS, *equivalence.NOT_RETURNED, *equivalence.ANY_CASE, *equivalence.KEEPS_EMPTY}
    places |= {(name, key) for name, keys in equivalence.KEYS.items() for key in keys}
    for name, key in places:
        assert key in model_named(ROOTS.get(name, name)).__definition__.by_wire_key, (name, key)


def test_every_secret_of_a_resource_is_known_to_be_withheld_or_returned() -> None:
    """A new secret needs a decision: is it in the service's answers?"""
    roots = [model_named(name) for name in ROOTS.values()]
    models = {model for root in roots for model in (root, *root.__definition__.held)}
    secrets = {(model.__name__, each.wire_key) for model in models for each in model.__definition__.attributes if each.secret}
    assert secrets - equivalence.NOT_RETURNED == {("EnvironmentSetting", "value")}, "the service returns these"
