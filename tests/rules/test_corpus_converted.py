"""Every start task and pool of the corpus in every form that `convert` writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from conftest import in_one_spelling, without_annotations
from corpus_entries import BAD, GOOD, model_of, named
from forms_of import built, environment_of, misformatted, recorded, without

from batchmodels import CloudPool, Loss, Model, ValidationError
from batchmodels.documents.values import value_at
from batchmodels.forms.convert import convert
from batchmodels.forms.hidden import hidden_in
from batchmodels.models.arm import ArmModel


def sent(model: Model) -> Model:
    """A model without annotations."""
    document = model.serialize(keep_readonly=True)
    plain = without_annotations(document)
    return model if plain == document else type(model).deserialize(plain)


MODELS = {named(entry): sent(model) for entry in [*GOOD, *BAD] if not (model := model_of(entry)).validate()}


def test_the_corpus_is_there() -> None:
    assert len(MODELS) > 300


LOSSES = {
    *("applicationId", "autoScaleEvaluationInterval", "autoScaleFormula", "enableAutoScale", "identity", "resizeTimeout"),
    *("targetDedicatedNodes", "targetLowPriorityNodes", "thumbprint", "url"),
}


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
        answered = isinstance(model, CloudPool)
        assert read == type(model).deserialize(without(model.serialize(keep_readonly=answered), losses))
        assert {loss.steps[-1] for loss in losses} <= LOSSES
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
        if "certificateReferences" not in model.serialize() and theirs.get("certificateReferences") == []:
            del theirs["certificateReferences"]  # which azure-batch 14 requires in its constructor
        ours = without(model.serialize(keep_readonly=True), result.losses)
        assert without_default(in_one_spelling(theirs)) == without_default(in_one_spelling(ours))
        sources[f"module_{number}"] = result.text
    assert misformatted(sources, tmp_path) == ""


def without_default(value: Any) -> Any:
    """A document without the number of parallel tasks that azure-batch 14 always sends, and that means no limit."""
    if isinstance(value, dict):
        return {key: without_default(each) for key, each in value.items() if (key, each) != ("maxParallelTasks", -1)}
    return [without_default(each) for each in value] if isinstance(value, list) else value


def test_no_code_holds_a_secret() -> None:
    for model in MODELS.values():
        document, masked = model.serialize(keep_readonly=True), json.loads(model.to_json(masked=True))
        hidden = [value_at(document, steps) for steps in hidden_in(document, masked)]
        secrets = {str(value) for value in hidden if not isinstance(value, bool)}  # True is a word of the code, too
        shown = json.dumps(masked)  # a value that is a word elsewhere in the document, too, isn't hidden there
        for form in ("python", "azure-batch-14", "azure-batch-15", "data"):
            text = convert(model, form).text
            assert [each for each in secrets if len(each) > 3 and each in text and each not in shown] == []
