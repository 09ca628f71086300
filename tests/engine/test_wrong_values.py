"""What a wrong value of each shape is told: path, rule and sentence, written and read, secret or not."""

from __future__ import annotations

import datetime
import re
from collections import OrderedDict
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Annotated, Any

import pytest

from batchmodels import DeserializationError, Model, Problem, UnknownValue, UserIdentity, ValidationError
from batchmodels.declare import Key, Quoted, Secret
from batchmodels.engine import jsontext, reference
from batchmodels.engine.findings import Findings


class Colour(str, Enum):
    red = "Red"
    light_blue = "lightBlue"


class Fruit(str, Enum):
    apple = "apple"


class Leaf(Model):
    name: str | None = None


class Vault(Model):
    code: Annotated[str | None, Secret()] = None


class Box(Model):
    vault: Vault | None = None
    vaults: list[Vault] | None = None
    leaf: Leaf | None = None
    leaves: dict[str, Leaf] | None = None


class Node(Model):
    child: Node | None = None
    anything: Any = None


def holder(annotation: Any, *extras: Any) -> type[Model]:
    """A model with one attribute."""
    for extra in extras:
        annotation = Annotated[annotation, extra]
    return type("Holder", (Model,), {"__annotations__": {"value": annotation}, "value": None, "__module__": __name__})


def told(problems: Any) -> list[tuple[str, str, str]]:
    return [(problem.path, problem.rule, problem.message) for problem in problems]


def refused(read: Any, data: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(DeserializationError) as caught:
        read(data)
    return told(caught.value.problems)


HUGE = 1 << 13_000
FAR_EAST = datetime.timezone(datetime.timedelta(hours=9))
NO_UTC = "one without a zone or outside of years 1 to 9999 in UTC"
SURROGATE = ("encoding", "text that UTF-8 can hold", "a lone surrogate", "a lone surrogate")

# The annotation, a wrong value, and then: the rule, what was expected, what came, and what came where it is secret; and the
# path, where it isn't the attribute's.
WRITTEN: list[tuple[Any, ...]] = [
    (str, 5, "type", "str", "int 5", "int"),
    (str, b"x", "type", "str", "bytes", "bytes"),
    (str, "a\ud800", *SURROGATE),
    (str, "\udfff", *SURROGATE),
    (int, "3", "type", "int", "str '3'", "str"),
    (int, True, "type", "int", "bool True", "bool"),
    (int, 3.0, "type", "int", "float 3.0", "float"),
    (int, HUGE, "maximum", "int of at most 13,000 bits", "a larger one", "a larger one"),
    (int, -HUGE, "maximum", "int of at most 13,000 bits", "a larger one", "a larger one"),
    (Annotated[int, Quoted()], "3", "type", "int", "str '3'", "str"),
    (bool, 1, "type", "bool", "int 1", "int"),
    (bool, "true", "type", "bool", "str 'true'", "str"),
    (float, "1.5", "type", "float", "str '1.5'", "str"),
    (float, False, "type", "float", "bool False", "bool"),
    (float, float("nan"), "type", "finite float", "float nan", "float"),
    (float, float("-inf"), "type", "finite float", "float -inf", "float"),
    (Annotated[float, Quoted()], "1.5", "type", "float", "str '1.5'", "str"),
    (datetime.datetime, "2025", "type", "datetime with a time zone", "str '2025'", "str"),
    (datetime.datetime, datetime.datetime(2025, 1, 1), "type", "datetime with a time zone", NO_UTC, NO_UTC),
    (datetime.datetime, datetime.datetime(1, 1, 1, tzinfo=FAR_EAST), "type", "datetime with a time zone", NO_UTC, NO_UTC),
    (datetime.timedelta, 3, "type", "timedelta", "int 3", "int"),
    (Colour, "green", "enumeration", "one of 'Red', 'lightBlue'", "str 'green'", "str"),
    (Colour, 3, "enumeration", "one of 'Red', 'lightBlue'", "int 3", "int"),
    (Colour, Fruit.apple, "enumeration", "one of 'Red', 'lightBlue'", "Fruit.apple", "Fruit"),
    (Colour, UnknownValue("\ud800"), *SURROGATE),
    (list[str], "x", "type", "list", "str 'x'", "str"),
    (list[str], ("x",), "type", "list", "tuple", "tuple"),
    (list[str], ["x", 3], "type", "str", "int 3", "int", "$.value[1]"),
    (list[Leaf], [Leaf(), "x"], "type", "Leaf", "str 'x'", None, "$.value[1]"),
    (dict[str, str], "x", "type", "dict", "str 'x'", "str"),
    (dict[str, str], {"a": "b", "c": 3}, "type", "str", "int 3", "int", "$.value.c"),
    (dict[str, str], {2: "b"}, "type", "str as a key", "int 2", "int"),
    (dict[str, str], {"\ud800": "b"}, *SURROGATE, '$.value["\\ud800"]'),
    (Leaf, "x", "type", "Leaf", "str 'x'", None),
    (Any, {1}, "type", "JSON value", "set", "set"),
    (Any, [1, {"a": float("nan")}], "type", "finite float", "float nan", "float", "$.value[1].a"),
    (Any, datetime.timedelta(1), "type", "JSON value", "timedelta 1 day, 0:00:00", "datetime.timedelta"),
    (Any, [1, {"a": (2,)}], "type", "JSON value", "tuple", "tuple", "$.value[1].a"),
    (Any, {"a": {5: 1}}, "type", "str as a key", "int 5", "int", "$.value.a"),
    (Any, {"a": {"\ud800": 1}}, *SURROGATE, '$.value.a["\\ud800"]'),
    (Any, ["\udc00"], *SURROGATE, "$.value[0]"),
    (Any, {"n": HUGE}, "maximum", "int of at most 13,000 bits", "a larger one", "a larger one", "$.value.n"),
]


def concealed(path: str) -> str:
    """The path as a problem within a secret has it: the keys in a secret aren't shown."""
    kept = re.match(r"\$\.value(\[\d+\])*", path)
    assert kept is not None
    return path if kept[0] == path else f'{kept[0]}["***"]'


@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: f"{row[0]} {row[3]}"[:60])
def test_what_cannot_be_written(row: tuple[Any, ...]) -> None:
    annotation, value, rule, expected, shown, hidden, path = (*row, "$.value")[:7]
    for extras, came in (((), shown), ((Secret(),), hidden)):
        if came is None:
            continue  # secrets belong into the model
        path = concealed(path) if extras else path
        instance = holder(annotation, *extras)(value=value)
        problems = [(path, rule, f"expected {expected}, got {came} at {path}")]
        assert told(instance.validate()) == problems
        for write in (instance.serialize, instance.to_json):
            with pytest.raises(ValidationError) as caught:
                write()
            assert told(caught.value.problems) == problems


@pytest.mark.parametrize(
    ("annotation", "value", "written"),
    [
        (str, "\ud7ff\ue000", "\ud7ff\ue000"),
        (int, HUGE - 1, HUGE - 1),
        (int, 1 - HUGE, 1 - HUGE),
        (float, 2, 2),
        (float, 1.5, 1.5),
        (Annotated[float, Quoted()], 2.5, 2.5),
        (bool, False, False),
        (Colour, "LIGHTBLUE", "lightBlue"),
        (list[Colour], [Colour.red, "red"], ["Red", "Red"]),
        (Any, ["a", 1, 1.5, True, None, {"b": [Colour.red]}], ["a", 1, 1.5, True, None, {"b": ["Red"]}]),
        (dict[str, list[int]], {"a": [1], "": []}, {"a": [1], "": []}),
    ],
)
def test_what_can_be_written(annotation: Any, value: Any, written: Any) -> None:
    instance = holder(annotation)(value=value)
    assert reference.encode(instance) == ({"value": written}, [])
    document = instance.serialize()
    assert document == {"value": written}
    assert type(document["value"]) is type(written)
    assert document["value"] is not value or not isinstance(value, (list, dict))


TIME = "time such as '2025-01-31T12:00:00Z'"
DURATION = "duration such as 'PT15M'"

READ: list[tuple[Any, ...]] = [
    (str, 5, "str", "int 5", "int"),
    (int, "3", "int", "str '3'", "str"),
    (int, True, "int", "bool True", "bool"),
    (int, 3.5, "int", "float 3.5", "float"),
    (Annotated[int, Quoted()], "ten", "int", "str 'ten'", "str"),
    (Annotated[int, Quoted()], True, "int", "bool True", "bool"),
    (bool, 0, "bool", "int 0", "int"),
    (float, "1.5", "float", "str '1.5'", "str"),
    (float, True, "float", "bool True", "bool"),
    (float, 10**400, "float", "int", "int"),
    (Annotated[float, Quoted()], "ten", "float", "str 'ten'", "str"),
    (Annotated[float, Quoted()], True, "float", "bool True", "bool"),
    (datetime.datetime, "soon", TIME, "str 'soon'", "str"),
    (datetime.datetime, 5, TIME, "int 5", "int"),
    (datetime.timedelta, "P1M", DURATION, "str 'P1M'", "str"),
    (datetime.timedelta, 5, DURATION, "int 5", "int"),
    (Colour, 5, "one of 'Red', 'lightBlue'", "int 5", "int"),
    (list[str], "x", "list", "str 'x'", "str"),
    (list[str], ["x", 3], "str", "int 3", "int", "$.value[1]"),
    (list[int], [[]], "int", "list", "list", "$.value[0]"),
    (list[Leaf], [{}, "x"], "Leaf", "str 'x'", None, "$.value[1]"),
    (dict[str, str], "x", "dict", "str 'x'", "str"),
    (dict[str, str], {"a": "b", "c": 3}, "str", "int 3", "int", "$.value.c"),
    (dict[str, str], {2: "b"}, "str as a key", "int 2", "int"),
    (Leaf, "x", "Leaf", "str 'x'", None),
]


@pytest.mark.parametrize("row", READ, ids=lambda row: f"{row[0]} {row[2]}"[:60])
def test_what_cannot_be_read(row: tuple[Any, ...]) -> None:
    annotation, value, expected, shown, hidden, path = (*row, "$.value")[:6]
    for extras, came in (((), shown), ((Secret(),), hidden)):
        if came is None:
            continue
        path = concealed(path) if extras else path
        model = holder(annotation, *extras)
        problems = [(path, "type", f"expected {expected}, got {came} at {path}")]
        assert refused(model.deserialize, {"value": value}) == problems
        assert refused(model.from_dict, {"VALUE": value}) == problems
        assert refused(lambda data, model=model: reference.decode(model, data), {"value": value, "new": 1}) == problems
        if "as a key" not in expected:
            assert refused(model.from_json, jsontext.write({"value": value})) == problems


class Name(str):
    """A str of somebody's own."""

    __slots__ = ()


@pytest.mark.parametrize(
    ("annotation", "value", "read"),
    [
        (str, Name("x"), "x"),
        (int, "3", None),
        (float, 3, 3.0),
        (float, Decimal("1.5"), 1.5),
        (Annotated[int, Quoted()], "3", 3),
        (Annotated[float, Quoted()], "3", 3.0),
        (list[int], (1, 2), [1, 2]),
        (list[int], {1}, [1]),
        (list[int], frozenset({1}), [1]),
        (dict[str, int], MappingProxyType({"a": 1}), {"a": 1}),
        (dict[str, float], OrderedDict(a=1), {"a": 1.0}),
        (datetime.timedelta, datetime.timedelta(0), datetime.timedelta(0)),
        (datetime.timedelta, "PT0S", datetime.timedelta(0)),
        (Colour, "RED", Colour.red),
        (Colour, Colour.red, Colour.red),
        (Leaf, MappingProxyType({"name": "a"}), Leaf(name="a")),
        (Any, (1,), (1,)),
    ],
)
def test_what_python_has_beside_json_is_read(annotation: Any, value: Any, read: Any) -> None:
    model = holder(annotation)
    if read is None:
        assert refused(model.deserialize, {"value": value})
        return
    for found in (model.deserialize({"value": value}), model.from_dict({"Value": value})):
        assert found == model(value=read)
        assert isinstance(found.value, type(read))


def test_what_should_hold_a_secret_is_not_shown() -> None:
    wrong = {"vault": "x", "vaults": ["x", {"code": 5}], "leaf": "x", "leaves": {"a": "x"}}
    sentences = [
        "expected Vault, got str at $.vault",
        "expected Vault, got str at $.vaults[0]",
        "expected str, got int at $.vaults[1].code",
        "expected Leaf, got str 'x' at $.leaf",
        "expected Leaf, got str 'x' at $.leaves.a",
    ]
    assert [message for _, _, message in refused(Box.deserialize, wrong)] == sentences
    box = Box(vault="x", vaults=["x", Vault(code=5)], leaf="x", leaves={"a": "x"})
    assert [problem.message for problem in box.validate()] == sentences


@pytest.mark.parametrize("data", ["x", '"x"', b'"x"'])
def test_what_is_no_document_is_not_shown(data: Any) -> None:
    if data != "x":
        assert refused(Leaf.deserialize, data) == [("$", "type", "expected Leaf, got str at $")]
    assert refused(lambda data: reference.decode(Leaf, data), "x") == [("$", "type", "expected Leaf, got str at $")]


def chain(levels: int) -> tuple[Node, dict[str, Any]]:
    node, document = Node(), dict[str, Any]()
    for _ in range(levels):
        node, document = Node(child=node), {"child": document}
    return node, document


def test_two_hundred_levels_are_the_most() -> None:
    node, document = chain(200)
    assert reference.encode(node) == (document, [])
    assert Node.deserialize(document) == node
    node, document = chain(201)
    path = "$" + ".child" * 201
    problems = [(path, "depth", f"expected document of at most 200 levels, got more at {path}")]
    assert told(node.validate()) == problems
    assert refused(Node.deserialize, document) == problems


def test_two_hundred_levels_of_json_are_the_most() -> None:
    def lists(levels: int) -> Any:
        value: Any = None
        for level in range(levels):
            value = [value if level else 1]
        return value

    assert Node(anything=lists(199)).serialize() == {"anything": lists(199)}
    path = "$.anything" + "[0]" * 200
    assert told(Node(anything=lists(200)).validate()) == [
        (path, "depth", f"expected document of at most 200 levels, got more at {path}")
    ]


def test_json_that_nobody_declared_is_never_shown() -> None:
    wrong = {"a": 1 + 0j, "b": {5: 1}, 7: 1, "c": float("inf"), "d": "\ud800", "e": datetime.timedelta(1)}
    sentences = [
        ("$.a", "type", "expected JSON value, got complex at $.a"),
        ("$.b", "type", "expected str as a key, got int at $.b"),
        ("$", "type", "expected str as a key, got int at $"),
        ("$.c", "type", "expected finite float, got float at $.c"),
        ("$.d", "encoding", "expected text that UTF-8 can hold, got a lone surrogate at $.d"),
        ("$.e", "type", "expected JSON value, got datetime.timedelta at $.e"),
    ]
    assert told(Leaf(additional_properties=wrong).validate()) == sentences
    assert told(reference.encode_json(wrong)[1]) == sentences
    assert reference.encode_json({"a": [None]}) == ({"a": [None]}, [])
    assert told(Leaf(additional_properties="s3cret").validate()) == [
        ("$", "type", "expected dict in additional_properties, got str at $")
    ]


class Odd(Model):
    the_name: Annotated[str, Key("odd.Name")]
    other: str | None = None


@pytest.mark.parametrize("key", ["odd.Name", "odd.name", "ODD.NAME", "the_name", "The_Name"])
def test_a_required_member_that_is_misspelled(key: str) -> None:
    odd = Odd.deserialize({key: "x"})
    if key == "odd.Name":
        assert odd.validate() == []
        return
    came = f"None (the unknown member {key!r} is spelled 'odd.Name' on the wire; from_dict reads both)"
    assert told(odd.validate()) == [('$["odd.Name"]', "required", f'expected str, got {came} at $["odd.Name"]')]


@pytest.mark.parametrize("unknown", [{}, {"new": 1}, {3: 4}, ["the_name"], None])
def test_a_required_member_that_is_missing(unknown: Any) -> None:
    odd = Odd(the_name=None, additional_properties=unknown)
    assert ('$["odd.Name"]', "required", 'expected str, got None at $["odd.Name"]') in told(odd.validate())


def test_an_unknown_member_that_is_declared() -> None:
    odd = Odd(the_name="x", additional_properties={"odd.Name": "y", "other": "z"})
    expected = "expected an unknown member in additional_properties, got the wire key of"
    assert told(odd.validate()) == [
        ('$["odd.Name"]', "unknown", f'{expected} the_name at $["odd.Name"]'),
        ("$.other", "unknown", f"{expected} other at $.other"),
    ]


def test_a_half_made_model_has_no_unknown_members() -> None:
    identity = UserIdentity.__new__(UserIdentity)
    sentence = "expected exactly one of username, autoUser, got none of them at $"
    assert told(identity.validate()) == [("$", "exactly_one", sentence)]
    assert Leaf.__new__(Leaf).serialize() == {}


def test_findings_are_kept_in_their_order() -> None:
    findings = Findings()
    findings.add(("a", 3), "rule", "this", "that")
    findings.wrong_type((), "str", "x", hidden=False)
    findings.wrong_type((), "str", "x", hidden=True)
    assert findings.problems == [
        Problem(("a", 3), "rule", "this", "that"),
        Problem((), "type", "str", "str 'x'"),
        Problem((), "type", "str", "str", hidden=True),
    ]
    assert [problem.message for problem in findings.problems] == [
        "expected this, got that at $.a[3]",
        "expected str, got str 'x' at $",
        "expected str, got str at $",
    ]


def test_keys_within_a_secret_are_masked() -> None:
    findings = Findings()
    findings.add(("before", "key"), "rule", "this", "that")
    findings.add(("secret", 0, 1, "key", 2, "deeper"), "rule", "this", "that", related=[("secret", "a"), ("secret", 3)])
    findings.add(("secret", 0), "rule", "this", "that")
    findings.conceal(1, ("secret",))
    assert findings.problems == [
        Problem(("before", "key"), "rule", "this", "that"),
        Problem(("secret", 0, 1, "***"), "rule", "this", "that", hidden=True, related=[("secret", "***"), ("secret", 3)]),
        Problem(("secret", 0), "rule", "this", "that", hidden=True),
    ]
