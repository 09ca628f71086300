"""The whole family beside azure-batch 14: the same documents give the same values, the same values the same bodies."""

from __future__ import annotations

import copy
import inspect
import json
import os
from enum import Enum
from typing import Any

import pytest
import wire
from azure.batch import models as azure
from conftest import in_one_spelling
from hypothesis import given, settings
from msrest.paging import Paged
from msrest.serialization import Deserializer, Serializer
from strategies import models

import batchmodels
from batchmodels import Model
from batchmodels.engine import shapes

AZURE = {name: value for name, value in vars(azure).items() if isinstance(value, type)}
OURS = dict(inspect.getmembers(batchmodels, inspect.isclass))
SHARED = [model for model in wire.models() if model.__name__ in AZURE]

# There are ninety models, and the small ones are parts of the large ones.
fewer = settings(max_examples=2_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 20)


OF_THE_CLIENT = {
    "BatchErrorException": "the exception that the client raises; its error is a BatchError",
    "CreateTasksErrorException": "the exception that the client's add_collection raises",
}
"""The classes of azure-batch that are no documents, beside the options of its operations and its paged results."""

NOT_REQUIRED = {
    ("NodeCounts", "upgrading_os"): "answers of older API versions don't have it",
    ("PoolUpdatePropertiesParameter", "certificate_references"): "Batch retired certificates",
}
"""Attributes that azure-batch requires and batchmodels doesn't, with the reason."""


def belongs_to_the_client(name: str) -> bool:
    """Whether a class of azure-batch is no document: the options of an operation, a paged result, an exception."""
    keys = [entry["key"] for entry in getattr(AZURE[name], "_attribute_map", {}).values()]
    is_options = name.endswith("Options") and not any(keys)
    return is_options or issubclass(AZURE[name], Paged) or name in OF_THE_CLIENT


def test_every_document_and_enumeration_of_azure_batch_is_there() -> None:
    missing = [name for name in AZURE if name not in OURS and not belongs_to_the_client(name)]
    assert missing == []
    assert sum(map(belongs_to_the_client, AZURE)) == 76 + 13 + 2
    assert set(OF_THE_CLIENT) <= set(AZURE)


def test_nothing_of_azure_batch_is_missing() -> None:
    assert len(SHARED) > 140
    for model in SHARED:
        theirs = AZURE[model.__name__]
        assert set(theirs._attribute_map) <= set(model.__definition__.by_name)
        for name, entry in theirs._attribute_map.items():
            assert model._attribute_map[name]["key"] == entry["key"], f"{model.__name__}.{name}"


@pytest.mark.parametrize("model", SHARED, ids=lambda model: model.__name__)
def test_the_constructor_takes_the_same_keywords(model: type[Model]) -> None:
    theirs = inspect.signature(AZURE[model.__name__].__init__).parameters
    read_only = {name for name, rules in AZURE[model.__name__]._validation.items() if rules.get("readonly")}
    keywords = {name: each for name, each in theirs.items() if each.kind is inspect.Parameter.KEYWORD_ONLY}
    ours = {name: each for name, each in inspect.signature(model).parameters.items() if name != "kwargs"}
    assert set(keywords) <= set(ours)
    assert set(AZURE[model.__name__]._attribute_map) - set(keywords) <= read_only
    for name, keyword in keywords.items():
        if (model.__name__, name) not in NOT_REQUIRED:
            required = keyword.default is inspect.Parameter.empty
            assert (ours[name].default is inspect.Parameter.empty) == required, f"{model.__name__}.{name}"


def azure_twin(model: Model) -> Any:
    """The same values in azure-batch's own model: its attributes only, and nothing that nobody declared."""
    twin = AZURE[type(model).__name__]
    required = {name for name, rules in twin._validation.items() if rules.get("required")}
    made = twin(**dict.fromkeys(required))
    for name in twin._attribute_map:
        setattr(made, name, azure_value(getattr(model, name), model.__definition__.by_name[name].shape))
    return made


def azure_value(value: Any, shape: Any) -> Any:
    if isinstance(value, Model):
        return azure_twin(value)
    if isinstance(shape, shapes.ListOf) and value is not None:
        return [azure_value(element, shape.element) for element in value]
    # azure-batch has no enumeration of a container's type, so that it can't correct the letter case.
    return shape.read(value).value if isinstance(shape, shapes.Enumeration) and value is not None else value


def known_to_azure(model: Any) -> Any:
    """A copy without what azure-batch 14 doesn't know."""
    if isinstance(model, list):
        return [known_to_azure(element) for element in model]
    if not isinstance(model, Model):
        return model
    twin = AZURE.get(type(model).__name__)
    if twin is None:
        return None
    kept = copy.copy(model)
    kept.additional_properties = {}
    for attribute in model.__definition__.attributes:
        value = known_to_azure(getattr(model, attribute.name)) if attribute.name in twin._attribute_map else None
        enumeration = shapes.innermost(attribute.shape)
        if isinstance(enumeration, shapes.Enumeration) and value is not None:
            value = known_value(value, enumeration)
        if isinstance(attribute.shape, shapes.Number) and value is not None:
            value = float(value)  # which azure-batch makes of an int, however large
        if value is None and not attribute.required and twin._validation.get(attribute.name, {}).get("required"):
            # The certificates, and nodes that are upgraded, which azure-batch requires for every API version.
            value = [] if isinstance(attribute.shape, shapes.ListOf) else 0
        setattr(kept, attribute.name, value)
    return kept


def known_value(value: Any, shape: shapes.Enumeration) -> Any:
    """The value of an enumeration; another one where azure-batch 14 doesn't know it, and can't write it."""
    if isinstance(value, list):
        return [known_value(element, shape) for element in value]
    known = {member.value.lower() for member in AZURE[shape.enum.__name__]}
    return value if value.lower() in known else next(iter(shape.enum))


def same(shape: Any, ours: Any, theirs: Any) -> None:
    """Compare a value of ours with one of azure-batch's."""
    if ours is None:
        assert theirs is None
    elif isinstance(shape, shapes.Nested):
        for attribute in ours.__definition__.attributes:
            same(attribute.shape, getattr(ours, attribute.name), getattr(theirs, attribute.name, None))
    elif isinstance(shape, shapes.ListOf):
        assert len(ours) == len(theirs)
        for one, other in zip(ours, theirs, strict=True):
            same(shape.element, one, other)
    elif isinstance(shape, shapes.Enumeration):
        assert (theirs.value if isinstance(theirs, Enum) else theirs) == ours
    else:
        assert ours == theirs
        assert type(ours) is type(theirs) or isinstance(shape, (shapes.Number, shapes.Text))


@pytest.mark.parametrize("model", SHARED, ids=lambda model: model.__name__)
def test_the_same_documents_give_the_same_values(model: type[Model]) -> None:
    @fewer
    @given(models(model, common=True))
    def check(instance: Model) -> None:
        document = known_to_azure(instance).serialize(keep_readonly=True)
        theirs = Deserializer(AZURE)(model.__name__, json.loads(json.dumps(document)))
        ours = model.deserialize(document)
        same(shapes.shape_of(model), ours, theirs)
        assert model.deserialize(theirs) == ours  # nothing is lost on the way through azure-batch's models

    check()


@pytest.mark.parametrize("model", SHARED, ids=lambda model: model.__name__)
def test_the_same_values_give_the_same_bodies(model: type[Model]) -> None:
    @fewer
    @given(models(model, common=True))
    def check(instance: Model) -> None:
        ours = known_to_azure(instance)
        document = ours.serialize()
        for body in (
            Serializer(AZURE).body(azure_twin(ours), model.__name__),
            azure_twin(ours).serialize(),
            Serializer(OURS).body(copy.deepcopy(ours), model.__name__),
            Serializer(AZURE).body(copy.deepcopy(ours), model.__name__),
        ):
            assert in_one_spelling(body) == document

    check()


@pytest.mark.parametrize("model", SHARED, ids=lambda model: model.__name__)
def test_the_deserializer_of_msrest_reads_what_we_read(model: type[Model]) -> None:
    @fewer
    @given(models(model))
    def check(instance: Model) -> None:
        document = instance.serialize(keep_readonly=True)
        assert Deserializer(OURS)(model.__name__, copy.deepcopy(document)) == model.deserialize(document)

    check()
