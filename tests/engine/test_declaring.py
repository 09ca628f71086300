"""A model follows from its annotations."""

from __future__ import annotations

import copy
import datetime
import inspect
import re
from enum import Enum
from typing import Annotated, Any, ClassVar, Self

import msrest.serialization
import pytest

from batchmodels.declare import (
    Key,
    Maximum,
    MaxLength,
    Minimum,
    MinLength,
    Model,
    Pattern,
    ReadOnly,
    Secret,
    exactly_one,
    requires,
)


class Colour(str, Enum):
    red = "Red"
    light_blue = "lightBlue"


class Leaf(Model):
    name: str
    colour: Colour | None = None
    token: Annotated[str | None, Secret()] = None


class Tree(Model):
    leaves: list[Leaf] | None = None
    parent: Tree | None = None
    height: Annotated[float | None, Minimum(0), Maximum(100)] = None
    planted: datetime.datetime | None = None
    age: datetime.timedelta | None = None
    code: Annotated[str | None, Pattern("[a-z]+"), MinLength(2), MaxLength(4)] = None
    labels: dict[str, str] | None = None
    anything: Any | None = None
    anything_at_all: Any = None
    e_tag: Annotated[str | None, Key("odd.eTag"), ReadOnly()] = None
    kind: ClassVar[str] = "tree"
    rules = (requires("age", "planted"),)


class Pine(Tree):
    needles: int
    height: float | None = None


def test_signature() -> None:
    assert str(inspect.signature(Leaf)) == (
        f"(*, name: str, colour: {__name__}.Colour | None = None, token: str | None = None, **kwargs) -> None"
    )


@pytest.mark.parametrize(
    ("given", "listed"),
    [
        ({}, "2 required keyword-only arguments: 'name' and 'size'"),
        ({"size": 1}, "1 required keyword-only argument: 'name'"),
        ({"nme": 1}, "2 required keyword-only arguments: 'name' and 'size'"),
    ],
)
def test_a_missing_keyword(given: dict[str, Any], listed: str) -> None:
    class Sized(Leaf):
        size: int

    with pytest.raises(TypeError, match=rf"^Sized.__init__\(\) missing {listed}$"):
        Sized(**given)
    with pytest.raises(TypeError):
        Sized("name", 1)


def test_attributes_of_base_classes_come_first_and_can_be_declared_anew() -> None:
    assert [attribute.name for attribute in Pine.__definition__.attributes] == [
        "leaves", "parent", "height", "planted", "age", "code", "labels", "anything", "anything_at_all", "e_tag", "needles",
    ]  # fmt: skip
    assert Pine(needles=1, height=-1.0).validate() == []
    assert Tree(height=-1.0).validate() != []


def test_maps() -> None:
    assert Tree._attribute_map == {
        "leaves": {"key": "leaves", "type": "[Leaf]"},
        "parent": {"key": "parent", "type": "Tree"},
        "height": {"key": "height", "type": "float"},
        "planted": {"key": "planted", "type": "iso-8601"},
        "age": {"key": "age", "type": "duration"},
        "code": {"key": "code", "type": "str"},
        "labels": {"key": "labels", "type": "{str}"},
        "anything": {"key": "anything", "type": "object"},
        "anything_at_all": {"key": "anythingAtAll", "type": "object"},
        "e_tag": {"key": "odd\\.eTag", "type": "str"},
        "additional_properties": {"key": "", "type": "{object}"},
    }
    assert Tree._validation == {
        "height": {"minimum": 0, "maximum": 100},
        "code": {"pattern": "[a-z]+", "min_length": 2, "max_length": 4},
        "e_tag": {"readonly": True},
    }
    assert Leaf._validation == {"name": {"required": True}}


def test_a_model_without_attributes() -> None:
    class Empty(Model):
        pass

    assert str(inspect.signature(Empty)) == "(**kwargs) -> None"
    assert Empty().serialize() == {}
    assert Empty.deserialize({"a": 1}).serialize() == {"a": 1}
    assert Model._attribute_map == {"additional_properties": {"key": "", "type": "{object}"}}


def test_models_may_name_themselves_and_each_other() -> None:
    document = {"parent": {"parent": {"leaves": [{"name": "a", "colour": "RED"}]}}}
    tree = Tree.deserialize(document)
    assert tree.parent.parent.leaves[0].colour is Colour.red
    assert Tree.__definition__.neighbours == {"Tree": Tree, "Leaf": Leaf, "Colour": Colour}


def test_every_shape_goes_there_and_back() -> None:
    document = {
        "leaves": [{"name": "a", "colour": "lightBlue"}],
        "height": 1.5,
        "planted": "2025-01-31T12:00:00Z",
        "age": "P1DT2H",
        "code": "abc",
        "labels": {"a": "b"},
        "anything": {"b": [1, None, {"c": 2.5}]},
        "anythingAtAll": [None, True],
        "odd.eTag": "0x1",
    }
    tree = Tree.deserialize(document)
    assert tree.age == datetime.timedelta(days=1, hours=2)
    assert tree.labels == {"a": "b"}
    assert tree.serialize(keep_readonly=True) == document
    assert "odd.eTag" not in tree.serialize()
    assert Tree.from_dict(tree.as_dict()) == tree


def test_a_wrong_value_of_every_shape() -> None:
    tree = Tree(
        leaves=(), parent={}, height="high", planted="2025", age=3, code="A", labels={"a": 1, 2: "b"}, anything={1: object()},
        anything_at_all=[float("inf"), {"a": set()}],
    )  # fmt: skip
    assert [problem.message for problem in tree.validate()] == [
        "expected list, got tuple at $.leaves",
        "expected Tree, got dict at $.parent",
        "expected float, got str 'high' at $.height",
        "expected datetime with a time zone, got str '2025' at $.planted",
        "expected timedelta, got int 3 at $.age",
        "expected str that matches [a-z]+, got str 'A' at $.code",
        "expected str of at least 2 characters, got str 'A' at $.code",
        "expected str, got int 1 at $.labels.a",
        "expected str as a key, got int 2 at $.labels",
        "expected str as a key, got int 1 at $.anything",
        "expected finite float, got float inf at $.anythingAtAll[0]",
        "expected JSON value, got set at $.anythingAtAll[1].a",
    ]
    assert [problem.message for problem in Tree(height=101, code="abcde", labels=[]).validate()] == [
        "expected float of at most 100, got int 101 at $.height",
        "expected str of at most 4 characters, got str 'abcde' at $.code",
        "expected dict, got list at $.labels",
    ]


def test_a_wrong_member_of_every_shape() -> None:
    document = {
        "leaves": {}, "parent": [], "height": True, "planted": "soon", "age": "P1M", "code": 1, "labels": {"a": 1},
    }  # fmt: skip
    with pytest.raises(msrest.exceptions.DeserializationError) as caught:
        Tree.deserialize(document)
    assert [problem.message for problem in caught.value.problems] == [
        "expected list, got dict at $.leaves",
        "expected Tree, got list at $.parent",
        "expected float, got bool True at $.height",
        "expected time such as '2025-01-31T12:00:00Z', got str 'soon' at $.planted",
        "expected duration such as 'PT15M', got str 'P1M' at $.age",
        "expected str, got int 1 at $.code",
        "expected str, got int 1 at $.labels.a",
    ]
    for wrong in ({"labels": [1]}, {"labels": {1: "a"}}, {"height": 10**400}, {"age": "x"}, {"age": 5}, {"planted": 5}):
        with pytest.raises(msrest.exceptions.DeserializationError):
            Tree.deserialize(wrong)


def test_values_that_are_python_already_are_taken() -> None:
    now = datetime.datetime.now(datetime.timezone.utc)
    tree = Tree.from_dict({"planted": now, "age": datetime.timedelta(1), "leaves": [Leaf(name="a")], "height": 3})
    assert tree == Tree(planted=now, age=datetime.timedelta(1), leaves=[Leaf(name="a")], height=3.0)


def test_constraints_between_attributes() -> None:
    class Either(Model):
        a: str | None = None
        b: str | None = None
        long_name: str | None = None
        rules = (exactly_one("a", "b"), requires("long_name", "a", "b"), requires("b", "long_name"))

    assert Either(a="x").validate() == []
    assert [(p.path, p.rule, p.message) for p in Either(long_name="x").validate()] == [
        ("$", "exactly_one", "expected exactly one of a, b, got none of them at $"),
        ("$", "requires", "expected a or b with longName, got none of them at $"),
    ]
    assert [p.message for p in Either(a="x", b="x").validate()] == [
        "expected exactly one of a, b, got a and b at $",
        "expected longName with b, got None at $.longName",
    ]
    newer = Either()
    newer.additional_properties["c"] = "a source that a later API version brings"
    assert newer.validate() == []


@pytest.mark.parametrize(
    ("annotation", "message"),
    [
        (bytes, r"attribute 'x': <class 'bytes'> can't be used in a model: use str, int, bool, float, datetime,"),
        (tuple[int], "can't be used in a model"),
        (int | str, "can't be used in a model"),
        (list, "can't be used in a model"),
        (dict[int, str], "can't be used in a model"),
        (Enum, "can't be used in a model"),
        (msrest.serialization.Model, "can't be used in a model"),
        (Annotated[int, MaxLength(3)], r"attribute 'x': MaxLength\(limit=3\) doesn't apply to a int"),
        (Annotated[str, Minimum(3)], r"attribute 'x': Minimum\(limit=3\) doesn't apply to a str"),
        (
            Annotated[Leaf, Secret()],
            r"attribute 'x': Secret\(\) belongs on the attributes of the nested model that hold the secret",
        ),
        (Annotated[list[Leaf], Secret()], r"attribute 'x': Secret\(\) belongs on the attributes of the nested model"),
        (Annotated[int, "five"], "attribute 'x': 'five' isn't metadata of a model"),
    ],
)
def test_what_no_model_can_hold(annotation: Any, message: str) -> None:
    odd = type("Odd", (Model,), {"__annotations__": {"x": annotation}, "__module__": __name__})
    with pytest.raises(TypeError, match=message):
        odd(x=1)


def test_what_a_declaration_must_not_do() -> None:
    class Default(Model):
        x: int | None = 3

    with pytest.raises(TypeError, match="attribute 'x' of Default has the default 3; only None is allowed"):
        Default()

    class Method(Model):
        validate: str | None = None

    with pytest.raises(TypeError, match="attribute 'validate' of Method has the name of a member of every model"):
        Method(validate="x")

    with pytest.raises(TypeError, match="attributes 'x' and 'y' of Twice have the same wire key 'x'"):

        class Twice(Model):
            x: int
            y: Annotated[int | None, Key("x")] = None

    with pytest.raises(TypeError, match="attributes 'name' and 'title' of Titled have the same wire key 'name'"):

        class Titled(Leaf):
            title: Annotated[str, Key("name")]

    for name in ("self", "kwargs", "additional_properties", "_private", "class_"):
        odd = type("Odd", (Model,), {"__annotations__": {name: str}, "__module__": __name__})
        with pytest.raises(TypeError, match=f"attribute '{name}' of Odd .* choose another"):
            odd()

    nowhere = type("Nowhere", (Model,), {"__annotations__": {"x": "Elsewhere"}, "__module__": __name__})
    with pytest.raises(NameError, match=f"Nowhere is annotated with 'Elsewhere', which isn't defined in {__name__} or in"):
        nowhere(x=1)

    class Constrained(Model):
        a: str | None = None
        rules = (exactly_one("a", "b"),)

    with pytest.raises(TypeError, match="names 'b', which isn't an attribute"):
        Constrained().validate()

    with pytest.raises(TypeError, match="Mapped must not define _attribute_map: it follows from the annotations"):
        type("Mapped", (Model,), {"_attribute_map": {}})


@pytest.mark.parametrize(
    ("rules", "came"),
    [
        (exactly_one("a", "b"), "ExactlyOne"),
        ((exactly_one("a", "b"), "b"), "tuple with str"),
        ([exactly_one], "list with function"),
        ({exactly_one("a", "b")}, "set"),
        (None, "NoneType"),
    ],
)
def test_rules_that_are_not_a_tuple_of_rules_are_refused(rules: Any, came: str) -> None:
    sentence = f"Ruled.rules: expected a tuple of rules, e.g. (exactly_one('a', 'b'),), got {came}"
    with pytest.raises(TypeError, match=f"^{re.escape(sentence)}$"):
        type("Ruled", (Model,), {"__annotations__": {"a": str, "b": str}, "rules": rules})
    with pytest.raises(TypeError, match=f"^{re.escape(sentence)}$"):
        type("Derived", (type("Ruled", (), {"rules": rules}), Model), {"__annotations__": {"a": str, "b": str}})


def test_rules_may_be_a_list() -> None:
    class Listed(Model):
        a: str | None = None
        b: str | None = None
        rules = [exactly_one("a", "b")]  # noqa: RUF012  # because that a list works is what is tested

    assert [problem.rule for problem in Listed().validate()] == ["exactly_one"]


def test_a_constructor_of_ones_own() -> None:
    class Mine(Leaf):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.made = True

    mine = Mine.deserialize({"name": "a"})
    assert mine.made
    assert mine.name == "a"
    assert Mine(name="a").serialize() == {"name": "a"}


class Numbered(Leaf):
    """Its constructor takes no attribute."""

    def __init__(self, number: int) -> None:
        super().__init__(name=f"leaf {number}")


class Bare(Leaf):
    """Its constructor takes nothing at all."""

    def __init__(self) -> None:
        super().__init__(name="bare")


class Rejecting(Leaf):
    """Its constructor takes every attribute, and raises an error of its own."""

    def __init__(self, **kwargs: Any) -> None:
        raise TypeError("not today")


@pytest.mark.parametrize("model", [Numbered, Bare])
def test_a_constructor_that_does_not_take_the_attributes(model: type[Leaf]) -> None:
    for read in (
        model.deserialize({"name": "a", "new": 1}),
        model.from_json('{"name": "a", "new": 1}'),
        model.from_dict({"name": "a", "new": 1}),
    ):
        assert type(read) is model
        assert read.serialize() == {"name": "a", "new": 1}
        assert read == copy.deepcopy(read)
    assert Numbered(3).serialize() == {"name": "leaf 3"}
    assert Bare().serialize() == {"name": "bare"}


def test_a_new_of_ones_own_is_refused() -> None:
    with pytest.raises(TypeError) as caught:

        class Counting(Leaf):
            def __new__(cls, number: int = 0) -> Self:
                return super().__new__(cls)

    assert str(caught.value) == "Counting must not define __new__: msgspec makes the object. Define __init__ instead"


def test_an_error_in_a_constructor_is_not_hidden() -> None:
    with pytest.raises(TypeError, match="not today"):
        Rejecting.from_json('{"name": "a"}')


def test_a_definition_is_a_class_of_its_own() -> None:
    Leaf.enable_additional_properties_sending()
    assert Leaf._attribute_map is not Tree._attribute_map
    assert Pine._attribute_map is not Tree._attribute_map
    assert not Leaf.is_xml_model()


class Forest(Model):
    groves: list["Grove"] | None = None  # noqa: UP037  # the quotation marks are what is tested
    by_name: dict[str, "Grove"] | None = None  # noqa: UP037  # the same


class Grove(Model):
    forest: Forest | None = None


def test_a_class_that_comes_later_is_named_in_quotation_marks() -> None:
    assert Forest.deserialize({"groves": [{"forest": {"groves": []}}], "byName": {"a": {}}}) == Forest(
        groves=[Grove(forest=Forest(groves=[]))], by_name={"a": Grove()}
    )


def test_an_attribute_may_be_called_constraints() -> None:
    class Both(Model):
        constraints: str | None = None
        b: str | None = None
        rules = (exactly_one("constraints", "b"),)

    assert Both(constraints="x").serialize() == {"constraints": "x"}
    assert [problem.message for problem in Both().validate()] == [
        "expected exactly one of constraints, b, got none of them at $"
    ]
