"""What every model does, apart from what it declares."""

from __future__ import annotations

import re
from collections import OrderedDict
from enum import Enum
from typing import Annotated, Any, Optional

import pytest

from batchmodels import EnvironmentSetting, Model, Page, StartTask, UnknownAttributeWarning, ValidationError, to_json
from batchmodels.declare import Key, Minimum, Quoted, ReadOnly, Secret, Since
from batchmodels.engine import reference
from batchmodels.engine.metaclass import nearest
from batchmodels.engine.model import Model as EngineModel


class Answer(Model):
    url: str
    newer: Annotated[str | None, Since("2025-06-01")] = None
    e_tag: Annotated[str | None, Key("odd.eTag"), ReadOnly()] = None


class Place(Enum):
    here = "here"


class Versioned(EngineModel):
    api_versions = ("2024-01", "2025-01")
    name: Annotated[str | None, Since("2025-01")] = None


def test_what_only_the_service_sets_is_written_on_demand() -> None:
    answer = Answer(url="u", e_tag="1")
    assert answer.serialize() == {"url": "u"}
    assert answer.serialize(keep_readonly=True) == answer.serialize(True) == {"url": "u", "odd.eTag": "1"}
    assert answer.serialize(api_version="2025-06-01") == {"url": "u"}
    assert answer.serialize(keep_readonly=True, api_version="2025-06-01") == {"url": "u", "odd.eTag": "1"}
    assert answer.as_dict() == {"url": "u", "e_tag": "1"}
    assert answer.as_dict(keep_readonly=False) == {"url": "u"}
    assert answer.to_json() == b'{"url":"u"}'


def test_what_only_the_service_sets_is_not_checked_where_it_is_not_written() -> None:
    answer = Answer(url="u", e_tag=5)
    assert answer.validate() == []
    assert answer.serialize() == {"url": "u"}
    assert Answer(url=Place.here, e_tag=5).to_json() == b'{"url":"here"}'
    assert reference.write(answer) == reference.encode(answer)[0] == {"url": "u"}
    with pytest.raises(ValidationError, match=r'(?m)^expected str, got int 5 at \$\["odd\.eTag"\]$'):
        answer.serialize(keep_readonly=True)
    assert reference.as_dict(answer, True, lambda name, _, value: (name, value)) == {"url": "u", "e_tag": 5}


def test_as_dict_under_keys_that_a_function_chooses() -> None:
    answer = Answer(url="u", newer="n", e_tag="1")

    def choose(name: str, entry: dict[str, Any], value: Any) -> tuple[Any, Any]:
        assert entry == {"key": {"e_tag": "odd\\.eTag"}.get(name, name), "type": "str"}
        entry.clear()
        return ("plain", value) if name == "url" else (["a", "b", name], f"<{value}>")

    assert answer.as_dict(key_transformer=choose) == {"plain": "u", "a": {"b": {"newer": "<n>", "e_tag": "<1>"}}}
    assert Answer._attribute_map["url"] == {"key": "url", "type": "str"}
    assert answer.as_dict(False, lambda name, _, value: (name.upper(), None if name == "newer" else value)) == {"URL": "u"}


@pytest.mark.parametrize("version", ["2023-01", "", None, 5])
def test_versions_that_a_model_knows(version: Any) -> None:
    model = Versioned(name="x")
    if version is None:
        assert model.validate(api_version=None) == []
        return
    came = f"{type(version).__name__} {version!r}"
    sentence = f"expected one of the API versions that Versioned supports, 2024-01, 2025-01, got {came}"
    for use in (model.serialize, model.validate, model.to_json):
        with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
            use(api_version=version)
    with pytest.raises(ValidationError, match=r"\nexpected API version 2025-01 or later, got 2024-01 at \$\.name$"):
        model.to_json(api_version="2024-01")
    assert model.to_json(2, api_version="2025-01") == b'{\n  "name": "x"\n}'


@pytest.mark.parametrize("name", ["_attribute_map", "_validation"])
def test_the_maps_are_nobody_s_to_define(name: str) -> None:
    with pytest.raises(
        TypeError,
        match=f"^Odd must not define {name}: it follows from the annotations. Declare attributes instead, for "
        r"example: name: Annotated\[str, Key\('wireKey'\)\]$",
    ):
        type("Odd", (Model,), {name: {}})


def test_keywords_of_a_class_reach_its_other_bases() -> None:
    class Tagged:
        tag = ""

        def __init_subclass__(cls, *, tag: str = "none", **keywords: Any) -> None:
            super().__init_subclass__(**keywords)
            cls.tag = tag

    class Both(Model, Tagged, since="2022-01-01.15.0", until="2025-06-01", tag="mine"):
        name: str | None = None
        own: Annotated[str | None, Since("2024-07-01.20.0")] = None

    assert Both.tag == "mine"
    assert [(each.since, each.until) for each in Both.__definition__.attributes] == [
        ("2022-01-01.15.0", "2025-06-01"),
        ("2024-07-01.20.0", "2025-06-01"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        '{"url":"u"}',
        b'{"url":"u"}',
        bytearray(b'{"url":"u"}'),
        memoryview(b'{"url":"u"}'),
        {"url": "u"},
        OrderedDict(url="u"),
        Answer(url="u"),
    ],
)
def test_what_a_document_may_come_as(data: Any) -> None:
    assert Answer.deserialize(data) == Answer(url="u")
    assert Answer.deserialize(data, "application/json") == Answer(url="u")


def test_what_msrest_reads() -> None:
    for content_type in ("application/xml", "text/xml; charset=utf-8"):
        assert Answer.deserialize("<Answer><url>u</url></Answer>", content_type) == Answer(url="u")

    def by_shouting(_: str, description: dict[str, Any], data: dict[str, Any]) -> Any:
        return data.get(description["key"].upper())

    assert Answer.from_dict({"URL": "u"}, [by_shouting]).url == "u"
    assert Answer.from_dict({"url": "u"}, content_type="application/json") == Answer(url="u")


def test_equality_of_what_is_half_made() -> None:
    half = Answer.__new__(Answer)
    assert half == Answer.__new__(Answer)
    assert half != Answer(url="u")
    assert Answer(url="u") != half
    half.url = "u"
    assert half != Answer.__new__(Answer)
    assert (Answer(url="u") == Answer(url="u"), Answer(url="u") != Answer(url="u")) == (True, False)
    assert Answer(url="u") != Answer(url="u", additional_properties={"new": 1})


class Vault(Model):
    code: Annotated[str | None, Secret()] = None
    name: str | None = None


class Box(Model):
    vault: Vault | None = None
    vaults: list[Vault] | None = None
    note: str | None = None


def test_repr_hides_what_may_be_secret() -> None:
    assert repr(Vault(code="s", name="n")) == "Vault(code='***', name='n')"
    assert repr(Box(vault="s", vaults=["s", Vault(name="n")], note="x")) == (
        "Box(vault='***', vaults=['***', Vault(name='n')], note='x')"
    )
    assert repr(Box(additional_properties={"new": "x", "key": 1})) == "Box(additional_properties={'new': 'x', 'key': '***'})"
    assert repr(Box(additional_properties="s")) == "Box(additional_properties='***')"
    assert repr(Box(additional_properties=["s"])) == "Box(additional_properties=['***'])"
    assert str(Box()) == "Box()"


def test_every_unknown_keyword_is_told() -> None:
    with pytest.warns(UnknownAttributeWarning) as warned:
        answer = Answer(url="u", Url="x", additional_properties={"new": 1}, neewer="y", zzz=1)
    assert [str(warning.message) for warning in warned] == [
        "Answer has no attribute 'Url'; did you mean 'url'?",
        "Answer has no attribute 'neewer'; did you mean 'newer'?",
        "Answer has no attribute 'zzz'",
    ]
    assert {warning.filename for warning in warned} == {__file__}
    assert answer == Answer(url="u", additional_properties={"new": 1})


@pytest.mark.parametrize(
    ("name", "meant"), [("odd.etag", "e_tag"), ("E_TAG", "e_tag"), ("e_tagg", "e_tag"), ("ulr", "url"), ("zzz", None)]
)
def test_the_attribute_that_was_meant(name: str, meant: str | None) -> None:
    assert nearest(name, Answer) == meant


@pytest.mark.parametrize(
    ("namespace", "message"),
    [
        ({"serialize": None}, "has the name of a member of every model; choose another name and declare the wire key"),
        ({"self": None}, "has the name of a member of every model; choose another name and declare the wire key"),
        ({"kwargs": None}, "has the name of a member of every model; choose another name and declare the wire key"),
        (
            {"additional_properties": None},
            "has the name of a member of every model; choose another name and declare the wire key",
        ),
        ({"_x": None}, "begins or ends with an underscore; choose another name and declare the wire key"),
        ({"x_": None}, "begins or ends with an underscore; choose another name and declare the wire key"),
        ({"x": 0}, "has the default 0; only None is allowed, which leaves the value to the service"),
        ({"x": ""}, "has the default ''; only None is allowed, which leaves the value to the service"),
    ],
)
def test_names_and_defaults_that_no_attribute_can_have(namespace: dict[str, Any], message: str) -> None:
    (name,) = namespace
    odd = type("Odd", (Model,), {"__annotations__": {name: str | None}, "__module__": __name__, **namespace})
    with pytest.raises(TypeError, match=f"^attribute '{name}' of Odd {re.escape(message)}$"):
        odd()


NO_PLACE = (
    "can't be used in a model: use str, int, bool, float, datetime, timedelta, Any, an enumeration that is a str, "
    "a batchmodels model, or list[...] or dict[str, ...] of these"
)


@pytest.mark.parametrize(
    ("annotation", "message"),
    [
        (bytes, f"attribute 'x': <class 'bytes'> {NO_PLACE}"),
        (int | str | None, f"attribute 'x': int | str | None {NO_PLACE}"),
        (dict, f"attribute 'x': <class 'dict'> {NO_PLACE}"),
        (list, f"attribute 'x': <class 'list'> {NO_PLACE}"),
        (dict[int, str], f"attribute 'x': dict[int, str] {NO_PLACE}"),
        (set[int], f"attribute 'x': set[int] {NO_PLACE}"),
        (Annotated[str, 5], "attribute 'x': 5 isn't metadata of a model"),
        (Annotated[str, Quoted()], "attribute 'x': Quoted() is only for an int or a float"),
        (Annotated[list[int], Quoted()], "attribute 'x': Quoted() is only for an int or a float"),
        (
            Annotated[dict[str, Answer], Secret()],
            "attribute 'x': Secret() belongs on the attributes of the nested model that hold the secret",
        ),
        (Annotated[bool, Minimum(1)], "attribute 'x': Minimum(limit=1) doesn't apply to a bool"),
        (Annotated[list[int], Minimum(1)], "attribute 'x': Minimum(limit=1) doesn't apply to a list"),
    ],
)
def test_annotations_that_no_attribute_can_have(annotation: Any, message: str) -> None:
    odd = type("Odd", (Model,), {"__annotations__": {"x": annotation}, "__module__": __name__})
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        odd(x=1)


OLDER_STYLE = Optional[str]  # noqa: UP045  # because code of some age has it


@pytest.mark.parametrize("annotation", [str, str | None, None | str, OLDER_STYLE, Annotated[str | None, Secret()]])
def test_none_says_nothing_of_a_shape(annotation: Any) -> None:
    model = type("Held", (Model,), {"__annotations__": {"x": annotation}, "__module__": __name__, "x": None})
    assert [type(attribute.shape).__name__ for attribute in model.__definition__.attributes] == ["Text"]


@pytest.mark.parametrize(
    ("name", "wire_key"),
    [("id", "id"), ("max_task_retry_count", "maxTaskRetryCount"), ("a_b1_c", "aB1C"), ("etag_URL", "etagUrl")],
)
def test_wire_keys_are_in_camel_case(name: str, wire_key: str) -> None:
    model = type("Held", (Model,), {"__annotations__": {name: str}, "__module__": __name__})
    (attribute,) = model.__definition__.attributes
    assert attribute.wire_key == attribute.key_in(None) == attribute.key_in("arm") == wire_key


def test_a_list_shows_nothing_of_what_is_no_model() -> None:
    for wrong, came in (("s3cret", "str"), (5, "int"), (StartTask, "type")):
        with pytest.raises(ValidationError) as caught:
            to_json([EnvironmentSetting(name="A"), wrong])
        (problem,) = caught.value.problems
        assert (problem.path, problem.rule) == ("$[1]", "type")
        assert re.fullmatch(rf"expected a model, got ({came}) at \$\[1\]", problem.message)
    with pytest.raises(ValidationError, match=r"(?m)^expected a model, got str at \$\.value\[0\]$"):
        Page(["s3cret"]).to_json()
    with pytest.raises(ValidationError, match=r"(?m)^expected JSON value, got set at \$\.n$"):
        Page([], None, {"n": {1}}).to_json()
