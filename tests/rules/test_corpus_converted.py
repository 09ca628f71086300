"""Every start task and pool of the corpus in every form that `convert` writes."""

from __future__ import annotations

from typing import Any

from test_corpus import BAD, GOOD, model_of, named

from batchmodels import CloudPool, Loss
from batchmodels.models.arm import ArmModel

MODELS = {named(entry): model for entry in [*GOOD, *BAD] if not (model := model_of(entry)).validate()}


def test_the_corpus_is_there() -> None:
    assert len(MODELS) > 300


def test_arm_and_back() -> None:
    for model in MODELS.values():
        if isinstance(model, ArmModel):
            losses: list[Loss] = []
            written = model.to_arm(losses=losses, keep_readonly=isinstance(model, CloudPool))
            read: Any = type(model).from_arm(written, losses=losses)
            assert read == model
            assert {loss.steps[-1] for loss in losses} <= {"applicationId"}  # which needs the account
