"""A review takes models in any state: attributes that are missing, of any type, or that hold themselves."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import broken_models, json_values, odd_values

import batchmodels
from batchmodels import (
    AutoUserSpecification,
    EnvironmentSetting,
    ImageReference,
    Model,
    PoolAddParameter,
    ResourceFile,
    StartTask,
    TaskContainerSettings,
    UserIdentity,
    VirtualMachineConfiguration,
    explain,
    review,
)
from batchmodels.rules.acyclic import acyclic
from batchmodels.rules.internal_errors import FAILED

WITHOUT_SHELLCHECK = {"BM901"}

PUBLIC = [kind for name in batchmodels.__all__ if isinstance(kind := getattr(batchmodels, name), type)]
MODELS = [kind for kind in PUBLIC if issubclass(kind, Model) and kind.__definition__.attributes]

MISSING = object()


class Uncomparable:
    """Like an array of numbers, whose comparison has no truth."""

    __hash__ = None  # type: ignore[assignment]  # because it has no equality to go with

    def __eq__(self, other: object) -> bool:
        raise ValueError("ambiguous")


def own_list() -> list[Any]:
    value: list[Any] = []
    value += [value, value, {"a": value}, StartTask(command_line="x", resource_files=value)]
    return value


def own_dict() -> dict[str, Any]:
    value: dict[str, Any] = {}
    value["a"] = [value, value]
    return value


ODD = (
    st.sampled_from([MISSING, None, 10**5000, "\ud800", "\0", "/bin/bash -c '\0\udcff'", (1,), {1}, StartTask, [None], [[]]])
    | st.sampled_from(["docker", "bash -c", "cmd /c", "https://[", "https://a.blob.core.windows.net/c-files?sig=a&sv=b&se=c"])
    | st.builds(Uncomparable)
    | st.builds(own_list)
    | st.builds(own_dict)
    | st.sampled_from(MODELS).map(lambda kind: kind.__new__(kind))
    | st.dictionaries(st.none() | st.integers() | st.text(max_size=3), json_values, max_size=2)
    | odd_values
)


def put(model: Model, name: str, value: Any) -> None:
    if value is not MISSING:
        setattr(model, name, value)
    elif name in vars(model):
        delattr(model, name)


@st.composite
def half_made_models(draw: st.DrawFn, kind: type[Model]) -> Model:
    """Models in which some attributes are missing or hold anything, at several depths."""
    model: Any = draw(broken_models(kind))
    within = [model, *(value for value in vars(model).values() if isinstance(value, Model))]
    for _ in range(draw(st.integers(1, 3))):
        chosen = draw(st.sampled_from(within))
        names = [attribute.name for attribute in chosen.__definition__.attributes]
        put(chosen, draw(st.sampled_from([*names, "additional_properties"])), draw(ODD))
    return model  # type: ignore[no-any-return]  # because any model will do


def failures(model: Model) -> list[str]:
    return [str(finding) for finding in review(model, ignore=WITHOUT_SHELLCHECK) if finding.rule == FAILED]


@settings(max_examples=3, suppress_health_check=list(HealthCheck), deadline=None)
@pytest.mark.parametrize("kind", MODELS)
@given(data=st.data())
def test_no_rule_fails(kind: type[Model], data: st.DataObject) -> None:
    assert failures(data.draw(half_made_models(kind))) == []


@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@pytest.mark.parametrize("kind", [StartTask, PoolAddParameter])
@given(data=st.data())
def test_no_rule_fails_where_most_rules_look(kind: type[Model], data: st.DataObject) -> None:
    model = data.draw(half_made_models(kind))
    assert failures(model) == []
    assert repr(model).startswith(f"{kind.__name__}(")


@pytest.mark.parametrize("kind", MODELS)
def test_a_model_that_no_constructor_has_made(kind: type[Model]) -> None:
    model = kind.__new__(kind)
    removing = ("BM080", "BM082")  # an update that leaves out everything removes everything
    assert [finding for finding in review(model) if finding.rule not in removing] == []
    assert repr(model) == f"{kind.__name__}()"


@pytest.mark.parametrize("kind", MODELS)
def test_every_attribute_may_be_missing(kind: type[Model]) -> None:
    for attribute in kind.__definition__.attributes:
        model = kind(**{each.name: None for each in kind.__definition__.attributes})
        put(model, attribute.name, MISSING)
        assert failures(model) == []


@settings(max_examples=10, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("kind", [batchmodels.ComputeNode, batchmodels.StartTaskInformation])
def test_an_explanation_of_anything(kind: Any, data: st.DataObject) -> None:
    subject: Any = data.draw(half_made_models(kind))
    task = data.draw(st.none() | half_made_models(StartTask))
    assert str(explain(subject, task=task))  # type: ignore[arg-type]  # because half a start task is one


def test_what_is_wrong_is_still_found_beside_what_is_missing() -> None:
    task = StartTask(command_line="apt-get update && ls")
    pool = PoolAddParameter(id="p", vm_size="s", start_task=task)
    del pool.id
    del pool.additional_properties
    assert [(finding.rule, finding.path) for finding in review(pool, ignore={"BM201", "BM305"})] == [
        ("BM101", "$.startTask.commandLine")
    ]
    assert pool.id is None  # type: ignore[comparison-overlap]  # because it was deleted


def test_a_complete_model_is_not_copied() -> None:
    setting = EnvironmentSetting(name="a", value="b")
    task = StartTask(command_line="x", environment_settings=[setting], resource_files=[ResourceFile(http_url="u")])
    assert acyclic(task) is task


def test_a_model_that_holds_itself_is_reviewed_once() -> None:
    task = StartTask(command_line="echo $PATH")
    identity: Any = UserIdentity(auto_user=AutoUserSpecification())
    identity.user_name = task
    task.user_identity = identity
    assert [(finding.rule, finding.path) for finding in review(task)] == [("BM101", "$.commandLine")]


def test_the_same_model_in_two_places_is_reviewed_in_both() -> None:
    file = ResourceFile(http_url="http://example.com/x", file_path="x")
    task = StartTask(command_line="x", resource_files=[file, file])
    assert [finding.path for finding in review(task) if finding.rule == "BM604"] == [
        "$.resourceFiles[0].httpUrl",
        "$.resourceFiles[1].httpUrl",
    ]


def test_dicts_in_place_of_models() -> None:
    members: dict[str, Any] = {
        "user_identity": {"autoUser": {"elevationLevel": "admin"}},
        "container_settings": {"imageName": "ubuntu"},
        "resource_files": [{"httpUrl": "http://x"}, None, 3],
        "environment_settings": {"a": "b"},
    }
    assert failures(StartTask(command_line="/bin/bash -c 'docker run a'", **members)) == []
    machine: Any = {"imageReference": {"publisher": "canonical"}}
    pool = PoolAddParameter(
        id="p", vm_size="s", virtual_machine_configuration=machine, start_task=StartTask(**members, command_line=3)
    )  # type: ignore[arg-type]  # on purpose
    assert failures(pool) == []
    odd = VirtualMachineConfiguration(image_reference=ImageReference(publisher=3), node_agent_sku_id=b"x")  # type: ignore[arg-type]  # on purpose
    settings = TaskContainerSettings(image_name=["a"], container_run_options={"a": 1})  # type: ignore[arg-type]  # on purpose
    pool = PoolAddParameter(
        id="p",
        vm_size="s",
        virtual_machine_configuration=odd,
        start_task=StartTask(command_line="x", container_settings=settings),
    )
    assert failures(pool) == []
