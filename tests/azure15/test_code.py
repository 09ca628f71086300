"""Code for azure-batch 15 that `convert` writes builds models that send the same."""

from __future__ import annotations

import sys
from enum import Enum
from typing import Any

import pytest
from conftest import ROOT, in_one_spelling, without_annotations
from forms_of import built, environment_of, recorded, without
from hypothesis import given
from strategies import models

from batchmodels import (
    CloudPool,
    DiffDiskSettings,
    JobAddParameter,
    JobScheduleAddParameter,
    OSDisk,
    PoolAddParameter,
    PoolPatchParameter,
    SecurityProfile,
    StartTask,
    TaskAddParameter,
)
from batchmodels.engine import wiretexts
from batchmodels.forms.convert import convert

sys.path.insert(0, str(ROOT / "tests" / "rules"))

MODELS = [PoolAddParameter, StartTask, PoolPatchParameter, JobAddParameter, TaskAddParameter, JobScheduleAddParameter]


def plain(value: Any) -> Any:
    """A document with the values of enumerations in lower case: azure-batch 15 spells some differently."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items() if each != {}}
    if isinstance(value, list):
        return [plain(each) for each in value]
    text = value.value if isinstance(value, Enum) else value
    text = "P0D" if text == "P" else text  # as azure-batch 15 spells a duration of zero
    duration = wiretexts.read_duration(text) if isinstance(text, str) and text[:1] in ("P", "-") else None
    return text if duration is None else wiretexts.write_duration(duration)  # which azure-batch 15 spells with more zeros


def sent_by(theirs: Any) -> Any:
    return in_one_spelling(plain(theirs.as_dict()))


@pytest.mark.parametrize("model", MODELS, ids=lambda each: each.__name__)
def test_generated_models(model: type[Any]) -> None:
    @given(models(model, common=True))
    def check(instance: Any) -> None:
        ours = model.deserialize(instance.serialize())
        with recorded() as secrets:
            result = convert(ours, "azure-batch-15")
        theirs = built(result.text, environment_of(secrets))
        expected = in_one_spelling(plain(without(ours.serialize(), result.losses)))
        assert spelled(sent_by(theirs)) == spelled(expected)

    check()


def spelled(value: Any) -> Any:
    """A document in which the two values that azure-batch 15 spells in lower case are so."""
    if isinstance(value, dict):
        return {key: each.lower() if key in ("placement", "securityType") else spelled(each) for key, each in value.items()}
    return [spelled(each) for each in value] if isinstance(value, list) else value


def test_the_corpus() -> None:
    from corpus_entries import BAD, GOOD, model_of  # noqa: PLC0415  # because its directory isn't on the path otherwise

    count = 0
    for entry in [*GOOD, *BAD]:
        ours: Any = model_of(entry)
        if ours.validate() or b'"-PT' in ours.to_json():  # azure-batch 15 writes -PT1H as P-1DT23H00M00S
            continue
        result = convert(ours, "azure-batch-15", reveal_secrets=True)
        expected = in_one_spelling(plain(without_annotations(without(ours.serialize(), result.losses))))
        assert spelled(sent_by(built(result.text))) == spelled(expected)
        count += 1
    assert count > 300


def test_values_that_are_spelled_differently() -> None:
    disk = OSDisk(ephemeral_os_disk_settings=DiffDiskSettings(placement="CacheDisk"))
    assert built(convert(disk, "azure-batch-15").text).ephemeral_os_disk_settings.placement == "cachedisk"
    profile = SecurityProfile(security_type="confidentialVM")
    assert built(convert(profile, "azure-batch-15").text).security_type == "confidentialvm"


def test_an_answer() -> None:
    pool = CloudPool(id="p", vm_size="x", state="active", current_dedicated_nodes=1)
    assert built(convert(pool, "azure-batch-15").text).as_dict() == {
        "id": "p", "vmSize": "x", "state": "active", "currentDedicatedNodes": 1,
    }  # fmt: skip


def test_what_it_lacks_is_a_loss() -> None:
    pool = PoolAddParameter(id="p", vm_size="x", target_node_communication_mode="simplified")
    result = convert(pool, "azure-batch-15")
    assert [loss.message for loss in result.losses] == [
        "$.targetNodeCommunicationMode: azure-batch 15 has no target_node_communication_mode here"
    ]
