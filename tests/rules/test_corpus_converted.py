"""Every start task and pool of the corpus in every form that `convert` writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from conftest import in_one_spelling
from forms_of import built, environment_of, misformatted, recorded, without
from test_corpus import BAD, GOOD, model_of, named

from batchmodels import CloudPool, Loss, ValidationError
from batchmodels.documents.values import value_at
from batchmodels.forms.convert import convert
from batchmodels.forms.hidden import hidden_in
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


def test_python_code_builds_equal_models(tmp_path: Path) -> None:
    sources = {}
    for number, model in enumerate(MODELS.values()):
        with recorded() as secrets:
            result = convert(model, "python")
        assert (result.losses, set(result.secrets)) == ((), set(secrets))
        assert built(result.text, environment_of(secrets)) == model
        assert built(convert(model, "python", reveal_secrets=True).text) == model
        sources[f"module_{number}"] = result.text
    assert misformatted(sources, tmp_path) == ""


def test_code_for_azure_batch_14_sends_the_same(tmp_path: Path) -> None:
    sources = {}
    for number, model in enumerate(MODELS.values()):
        result = convert(model, "azure-batch-14", reveal_secrets=True)
        theirs = built(result.text).serialize(keep_readonly=True)
        assert in_one_spelling(theirs) == in_one_spelling(without(model.serialize(keep_readonly=True), result.losses))
        sources[f"module_{number}"] = result.text
    assert misformatted(sources, tmp_path) == ""


def test_no_code_holds_a_secret() -> None:
    for model in MODELS.values():
        document, masked = model.serialize(keep_readonly=True), json.loads(model.to_json(masked=True))
        secrets = {str(value_at(document, steps)) for steps in hidden_in(document, masked)}
        for form in ("python", "azure-batch-14", "azure-batch-15", "data"):
            text = convert(model, form).text
            assert [each for each in secrets if len(each) > 3 and each in text] == []
