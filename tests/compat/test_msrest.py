"""msrest's own Serializer and Deserializer take our models."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
from typing import Annotated, Any

import msrest.exceptions
import pytest
from azure.batch import models as azure
from conftest import OWN_DOCUMENTS, WIRE_EXAMPLES, in_one_spelling, load, start_tasks_in
from hypothesis import given
from msrest.serialization import Deserializer, Serializer, full_restapi_key_transformer, last_restapi_key_transformer
from strategies import broken_models, models

import batchmodels
from batchmodels import (
    AutoUserSpecification,
    DeserializationError,
    DiskEncryptionConfiguration,
    Model,
    Problem,
    ResourceFile,
    StartTask,
    StartTaskInformation,
    UnknownValue,
    UserIdentity,
    ValidationError,
)
from batchmodels.declare import Key, ReadOnly

CLASSES = dict(inspect.getmembers(batchmodels, inspect.isclass))
DOCUMENTS = [
    ("StartTaskInformation" if path.name.startswith("information") else "StartTask", load(path)) for path in OWN_DOCUMENTS
] + [found for path in WIRE_EXAMPLES for found in start_tasks_in(load(path)["body"])]


@pytest.mark.parametrize("model", [StartTask, StartTaskInformation], ids=lambda model: model.__name__)
def test_the_serializer_writes_what_we_write(model: type[Model]) -> None:
    @given(models(model))
    def check(instance: Model) -> None:
        assert in_one_spelling(Serializer(CLASSES).body(copy.deepcopy(instance), model.__name__)) == instance.serialize()
        assert in_one_spelling(Serializer(CLASSES)._serialize(instance)) == instance.serialize()
        assert in_one_spelling(Serializer(instance._infer_class_models())._serialize(instance)) == instance.serialize()

    check()


@given(broken_models(StartTask))
def test_the_serializer_refuses_what_we_refuse(task: StartTask) -> None:
    problems = task.validate()
    if problems:
        with pytest.raises(ValidationError) as caught:
            Serializer(CLASSES).body(task, "StartTask")
        assert caught.value.problems == tuple(problems)
    else:
        assert Serializer(CLASSES).body(task, "StartTask") == task.serialize()


@pytest.mark.parametrize(("name", "document"), DOCUMENTS)
def test_the_deserializer_reads_what_we_read(name: str, document: dict[str, Any]) -> None:
    ours = CLASSES[name].deserialize(document)
    theirs = Deserializer(CLASSES)(name, copy.deepcopy(document))
    assert theirs == ours
    assert theirs.serialize() == ours.serialize()
    assert Deserializer(CLASSES)(name, json.dumps(document), content_type="application/json") == ours


def test_the_deserializer_refuses_what_we_refuse_and_shows_no_secret() -> None:
    document = {"commandLine": "x", "environmentSettings": {"A": "s3cret"}, "waitForSuccess": "false", "maxTaskRetryCount": 1.5}
    with pytest.raises(msrest.exceptions.DeserializationError) as caught:
        Deserializer(CLASSES)("StartTask", document)
    assert [problem.message for problem in caught.value.problems] == [
        "expected list, got dict at $.environmentSettings",
        "expected int, got float 1.5 at $.maxTaskRetryCount",
        "expected bool, got str 'false' at $.waitForSuccess",
    ]


def test_the_deserializer_leaves_what_is_no_object_to_msrest() -> None:
    with pytest.raises(msrest.exceptions.DeserializationError):
        Deserializer(CLASSES)("StartTask", [])
    assert Deserializer(CLASSES)("StartTask", None) is None


def test_a_dict_as_a_body_goes_through_msrest() -> None:
    body = Serializer(CLASSES).body({"command_line": "x", "user_identity": {"user_name": "a"}}, "StartTask")
    assert body == {"commandLine": "x", "userIdentity": {"username": "a"}}


@pytest.mark.parametrize("transform", [None, full_restapi_key_transformer, last_restapi_key_transformer])
@given(task=models(StartTask))
def test_as_dict(transform: Any, task: StartTask) -> None:
    keywords = {"key_transformer": transform} if transform else {}
    assert task.as_dict(**keywords) == Serializer(task._infer_class_models())._serialize(
        task, keep_readonly=True, key_transformer=transform or (lambda key, _, value: (key, value))
    )


def test_as_dict_checks_and_coerces_nothing() -> None:
    assert StartTask(command_line=None, wait_for_success="false", max_task_retry_count=3.9).as_dict() == {
        "max_task_retry_count": 3.9,
        "wait_for_success": "false",
    }
    assert UserIdentity(user_name="a").as_dict(key_transformer=lambda key, entry, value: (["u", entry["key"]], value)) == {
        "u": {"username": "a"}
    }


DIFFERENT_TYPES = {("ContainerConfiguration", "type"): "ContainerType", ("PoolSpecification", "resource_tags"): "object"}


@pytest.mark.parametrize("name", [n for n in CLASSES if hasattr(azure, n) and hasattr(CLASSES[n], "_attribute_map")])
def test_the_maps_are_those_of_azure_batch(name: str) -> None:
    ours, theirs = CLASSES[name], getattr(azure, name)
    for attribute, entry in theirs._attribute_map.items():
        # A long is an int to Python. And a container's type has an enumeration, which azure-batch doesn't use.
        same = {"long": "int"}.get(entry["type"], entry["type"])
        # The tags of a PoolSpecification are a text in one API version.
        same = DIFFERENT_TYPES.get((name, attribute), same)
        assert ours._attribute_map[attribute] == {**entry, "type": same}
    for attribute, rules in theirs._validation.items():
        # Retired by the service, and new in the last API version that azure-batch 14 knows.
        if (name, attribute) not in {
            ("PoolUpdatePropertiesParameter", "certificate_references"),
            ("NodeCounts", "upgrading_os"),
        }:
            assert ours._validation[attribute].items() >= rules.items()


@pytest.mark.parametrize("name", [n for n in CLASSES if hasattr(azure, n) and hasattr(CLASSES[n], "__members__")])
def test_the_members_are_those_of_azure_batch(name: str) -> None:
    ours = {member.name: member.value for member in CLASSES[name]}
    assert ours.items() >= {member.name: member.value for member in getattr(azure, name)}.items()
    assert all(CLASSES[name][new].since > "2024-02-01.19.0" for new in set(ours) - set(getattr(azure, name).__members__))


@given(models(StartTask))
def test_azure_batch_reads_the_same_values(task: StartTask) -> None:
    document = task.serialize()
    theirs = Deserializer({name: value for name, value in vars(azure).items() if isinstance(value, type)})(
        "StartTask", json.loads(json.dumps(document))
    )
    assert StartTask.deserialize(theirs) == StartTask.deserialize(document)


def test_validation_errors_are_those_of_msrest() -> None:
    with pytest.raises(msrest.exceptions.ValidationError) as caught:
        StartTask(command_line=None, wait_for_success=1).serialize()
    error = caught.value
    assert (error.rule, error.target) == ("required", "$.commandLine")
    assert str(error) == (
        "2 problems in StartTask\nexpected str, got None at $.commandLine\nexpected bool, got int 1 at $.waitForSuccess"
    )
    assert error.model == "StartTask"
    assert all(isinstance(problem, msrest.exceptions.ValidationError) for problem in error.problems)


def test_read_only_attributes() -> None:
    class Answer(Model):
        url: str | None = None
        e_tag: Annotated[str | None, ReadOnly()] = None

    answer = Deserializer({"Answer": Answer})("Answer", {"url": "u", "eTag": "1"})
    assert answer == Answer(url="u", e_tag="1")
    assert Serializer({"Answer": Answer}).body(answer, "Answer") == answer.serialize() == {"url": "u"}
    assert answer.serialize(keep_readonly=True) == answer.as_dict(key_transformer=full_restapi_key_transformer)


def test_enable_additional_properties_sending_touches_one_class() -> None:
    before = copy.deepcopy(StartTask._attribute_map)
    ResourceFile.enable_additional_properties_sending()
    assert StartTask._attribute_map == before


def test_options_that_only_msrest_knows() -> None:
    identity = UserIdentity(user_name="a")
    assert identity.serialize(is_xml=False) == {"username": "a"}
    assert identity.as_dict(is_xml=False) == {"user_name": "a"}
    element = identity.serialize(is_xml=True)
    assert [(child.tag, child.text) for child in element] == [("username", "a")]
    assert UserIdentity.deserialize("<UserIdentity><username>a</username></UserIdentity>", "application/xml") == identity
    assert UserIdentity.from_dict({"username": "a"}, content_type="application/json") == identity
    with pytest.raises(ValidationError):
        UserIdentity().serialize(is_xml=True)


def test_a_subclass_in_another_module_is_read_back() -> None:
    class Mine(StartTask):
        owner: str | None = None

    document = {"commandLine": "x", "owner": "me", "userIdentity": {"autoUser": {"scope": "pool"}}}
    assert Mine._infer_class_models()["AutoUserSpecification"] is AutoUserSpecification
    assert Mine.deserialize(document).serialize() == document
    assert Deserializer(Mine._infer_class_models())("Mine", copy.deepcopy(document)) == Mine.deserialize(document)
    assert isinstance(StartTask(command_line="x"), StartTask)


def test_problems_and_errors_can_be_pickled() -> None:
    task = StartTask(command_line=None)
    (problem,) = task.validate()
    assert pickle.loads(pickle.dumps(problem)) == problem
    assert hash(problem) == hash(pickle.loads(pickle.dumps(problem)))
    assert problem != "x"
    assert repr(problem) == "Problem(steps=('commandLine',), rule='required', expected='str', came='None')"
    again = pickle.loads(pickle.dumps(ValidationError([problem], "StartTask")))
    assert (again.problems, again.model) == ((problem,), "StartTask")
    read_error = pickle.loads(pickle.dumps(DeserializationError([problem], "StartTask")))
    assert (read_error.problems, read_error.model) == ((problem,), "StartTask")
    assert str(read_error) == str(again) == "1 problem in StartTask\nexpected str, got None at $.commandLine"


def test_every_part_of_a_problem_survives_pickling_and_counts_for_equality() -> None:
    parts: dict[str, Any] = {"steps": ("a", 0), "rule": "r", "expected": "e", "came": "c"}
    parts |= {"hidden": True, "related": (("a", "b"),), "position": (3, 7)}
    problem = Problem(**parts)
    again = copy.deepcopy(problem)
    assert {name: getattr(again, name) for name in parts} == parts
    assert again == problem
    assert str(again) == "expected e, got c at line 3, column 7"
    others = {"steps": (), "rule": "", "expected": "", "came": "", "hidden": False, "related": (), "position": None}
    assert all(Problem(**(parts | {name: value})) != problem for name, value in others.items())


def test_unknown_values_stay_what_they_are_through_str() -> None:
    value = UnknownValue("galaxy")
    assert str(value) is value
    assert f"{value}" == "galaxy"
    assert repr(value) == "UnknownValue('galaxy')"


def test_lists_of_values_that_msrest_does_not_know() -> None:
    targets = DiskEncryptionConfiguration(targets=["OSDISK", UnknownValue("datadisk")])
    assert targets.serialize() == {"targets": ["osdisk", "datadisk"]}
    # msrest can't correct the letter case of one and leave the other alone; the service takes any.
    body = Serializer({**CLASSES}).body(targets, "DiskEncryptionConfiguration")
    assert body == {"targets": ["OSDISK", "datadisk"]}
    targets.targets.pop()
    assert Serializer({**CLASSES}).body(targets, "DiskEncryptionConfiguration") == {"targets": ["osdisk"]}


def test_a_dot_belongs_to_the_key() -> None:
    class Dotted(Model):
        name: Annotated[str | None, Key("properties.name")] = None

    document = {"properties.name": "a"}
    assert Dotted._attribute_map["name"]["key"] == "properties\\.name"
    assert Deserializer({"Dotted": Dotted})("Dotted", dict(document)) == Dotted.deserialize(document) == Dotted(name="a")
    assert Serializer({"Dotted": Dotted}).body(Dotted(name="a"), "Dotted") == Dotted(name="a").serialize() == document


def test_code_that_follows_the_maps_uses_those_of_the_classes() -> None:
    task = StartTask(command_line="x", user_identity=UserIdentity(user_name="a"))
    assert task._attribute_map["user_identity"]["type"] == "batchmodels.models.identity.UserIdentity"
    assert type(task)._attribute_map["user_identity"]["type"] == "UserIdentity"
    for model in CLASSES.values():
        for entry in getattr(model, "_attribute_map", {}).values():
            name = entry["type"].strip("[]{}")
            assert name in CLASSES or name in {"str", "int", "bool", "float", "iso-8601", "duration", "object"}
