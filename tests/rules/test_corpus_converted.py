"""Every start task and pool of the corpus in every form that `convert` writes."""

from __future__ import annotations

from typing import Any

from test_corpus import BAD, GOOD, model_of, named

from batchmodels import CloudPool, Loss, ValidationError
from batchmodels.models.arm import ArmModel

MODELS = {named(entry): model for entry in [*GOOD, *BAD] if not (model := model_of(entry)).validate()}


def test_the_corpus_is_there() -> None:
    assert len(MODELS) > 300


def test_arm_and_back() -> None:
    refused = []
    for name, model in MODELS.items():
        if not isinstance(model, ArmModel):
            continue
        losses: list[Loss] = []
        try:
            written = model.to_arm(losses=losses, keep_readonly=isinstance(model, CloudPool))
        except ValidationError as error:  # it has ARM's members in the Batch service's form
            assert {problem.rule for problem in error.problems} == {"unknown"}
            refused.append(name)
            continue
        read: Any = type(model).from_arm(written, losses=losses)
        model.additional_properties.pop("identity", None)  # which ARM has, and the Batch service only shows
        assert read == model
        assert {loss.steps[-1] for loss in losses} <= {"applicationId", "identity", "thumbprint"}
    assert len(refused) < len(MODELS) / 50
