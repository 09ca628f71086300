"""Generic models."""

from __future__ import annotations

import copy
import datetime
import sys
from enum import Enum
from typing import Annotated, Any, Generic, TypeVar

import msgspec
import pytest

from batchmodels import DeserializationError, Model
from batchmodels.declare import Key, Minimum

T = TypeVar("T")
OtherT = TypeVar("OtherT")
ModelT = TypeVar("ModelT", bound=Model)
IntT = TypeVar("IntT", bound=int)


class Leaf(Model):
    name: str


class Color(str, Enum):
    red = "Red"


class Box(Model, Generic[T]):
    content: T
    more: list[T] | None = None
    by_name: dict[str, T] | None = None


class IntBox(Box[int]):
    label: str | None = None


class LeafBox(Box[Leaf]):
    pass


class One(Model, Generic[T]):
    content: T


class LimitedBox(One[Annotated[int, Minimum(3)]]):
    pass


class Pair(Box[T], Generic[T, OtherT]):
    other: OtherT | None = None


class IntAndText(Pair[int, str]):
    pass


class Holder(Model, Generic[ModelT, IntT]):
    model: ModelT
    number: IntT | None = None


class LeafHolder(Holder[Leaf, int]):
    pass


class Node(Model, Generic[T]):
    value: T
    next_node: Node[T] | None = None


@pytest.mark.parametrize(
    ("model", "document"),
    [
        (IntBox, {"content": 1, "more": [2], "byName": {"a": 3}, "label": "a"}),
        (LeafBox, {"content": {"name": "a"}, "more": [{"name": "b"}], "byName": {"c": {"name": "c", "new": 1}}}),
        (IntAndText, {"content": 1, "other": "a"}),
        (LeafHolder, {"model": {"name": "a"}, "number": 1}),
        (Box, {"content": {"anything": [1, "a", None]}}),
        (Box, {"content": 1}),
    ],
)
def test_generic_models_are_read_and_written(model: type[Model], document: dict[str, Any]) -> None:
    read = model.deserialize(document)
    assert read.serialize() == document
    assert model.from_json(read.to_json()) == copy.deepcopy(read) == read


@pytest.mark.parametrize(
    ("model", "messages"),
    [
        (IntBox(content="1", more=["2"]), ["expected int, got str '1' at $.content", "expected int, got str '2' at $.more[0]"]),
        (LeafBox(content=IntBox(content=1)), [f"expected Leaf, got {__name__}.IntBox at $.content"]),
        (LimitedBox(content=2), ["expected int of at least 3, got int 2 at $.content"]),
        (IntAndText(content=1, other=2), ["expected str, got int 2 at $.other"]),
        (Box(content={1}), ["expected JSON value, got set at $.content"]),
        (Holder(model=1, number="1"), ["expected Model, got int 1 at $.model", "expected int, got str '1' at $.number"]),
        (Holder(model=Leaf(name="a"), number=1), []),
    ],
)
def test_values_are_checked_by_what_a_type_variable_stands_for(model: Model, messages: list[str]) -> None:
    assert [problem.message for problem in model.validate()] == messages


def test_a_wrong_member() -> None:
    with pytest.raises(DeserializationError, match=r"(?m)^expected int, got str '1' at \$.content$"):
        IntBox.from_json(b'{"content":"1"}')


def test_a_parametrized_model_makes_models_but_is_no_type_of_an_attribute() -> None:
    box = Box[int](content=1)
    assert type(box) is Box
    assert box.serialize() == {"content": 1}

    class Shelf(Model):
        box: Box[int]

    where = rf"^attribute 'box': {__name__}.Box\[int\] can't be used in a model: declare a subclass and use that$"
    with pytest.raises(TypeError, match=where):
        Shelf(box=box)
    with pytest.raises(TypeError, match=r"Node.* can't be used in a model: declare a subclass and use that$"):
        Node(value=1)


@pytest.mark.parametrize("value", ["2025-01-31T12:00:00", "2025-01-31T12:00:00Z"])
def test_times_have_a_zone(value: str) -> None:
    class TimeBox(Box[datetime.datetime]):
        pass

    class Shelf(Model):
        boxes: list[TimeBox]

    noon = datetime.datetime(2025, 1, 31, 12, tzinfo=datetime.timezone.utc)
    document = {"boxes": [{"content": value, "more": [value]}]}
    for read in (Shelf.deserialize(document), Shelf.from_json(msgspec.json.encode(document))):
        assert read == Shelf(boxes=[TimeBox(content=noon, more=[noon])])
        assert read.serialize() == {"boxes": [{"content": "2025-01-31T12:00:00Z", "more": ["2025-01-31T12:00:00Z"]}]}


def test_values_that_msgspec_writes_in_another_form() -> None:
    class DurationBox(Box[datetime.timedelta]):
        pass

    class ColorBox(Box[Color]):
        pass

    document = {"content": "P1DT2H", "more": ["PT1H"], "byName": {"a": "PT1M"}}
    for read in (DurationBox.deserialize(document), DurationBox.from_json(msgspec.json.encode(document))):
        assert read.content == datetime.timedelta(days=1, hours=2)
        assert read.serialize() == msgspec.json.decode(read.to_json()) == document
    colors = ColorBox.from_json(b'{"content":"red","more":["Red","new"]}')
    assert colors.content is Color.red
    assert colors.serialize() == {"content": "Red", "more": ["Red", "new"]}


def test_msgspec_reads_generic_models() -> None:
    assert msgspec.json.decode(b'{"content":{"name":"a"}}', type=LeafBox) == LeafBox(content=Leaf(name="a"))
    assert msgspec.json.decode(b'{"content":1}', type=Box[int]) == Box(content=1)
    with pytest.raises(msgspec.ValidationError, match=r"^Expected `int`, got `str` - at `\$.content`$"):
        msgspec.json.decode(b'{"content":"1"}', type=Box[int])


PEP_695 = """
class Box[T](Model):
    content: T
    more: list[T] | None = None

class Holder[M: Model](Model):
    model: M
    again: "Holder | None" = None

class IntBox(Box[int]): pass
class LeafHolder(Holder[Leaf]): pass

def make():
    class Inner[T](Model):
        content: T
        later: "Later | None" = None
    class Later(Model):
        name: str
    class TextInner(Inner[str]): pass
    return TextInner
type Number = int
"""


@pytest.mark.skipif(sys.version_info < (3, 12), reason="Python 3.11 has no type parameters")
@pytest.mark.parametrize("future", ["", "from __future__ import annotations\n"])
def test_type_parameters(future: str) -> None:
    names: dict[str, Any] = {"Model": Model, "Leaf": Leaf, "__name__": __name__}
    exec(future + PEP_695, names)
    assert names["IntBox"].from_json(b'{"content":1,"more":[2]}').serialize() == {"content": 1, "more": [2]}
    assert names["IntBox"](content="1").validate()[0].message == "expected int, got str '1' at $.content"
    assert names["LeafHolder"].from_json(b'{"model":{"name":"a"}}').model == Leaf(name="a")
    inner = names["make"]()
    assert inner.from_json(b'{"content":"a","later":{"name":"b"}}').serialize() == {"content": "a", "later": {"name": "b"}}
    assert inner(content=1).validate()[0].message == "expected str, got int 1 at $.content"


ALIASES = """
type Number = Annotated[int | None, Minimum(1), Key("n")]
type Numbers = list[Number]
type Laters = list[Later]

class A(Model):
    number: Number = None
    plain: int | None = None
    laters: Laters | None = None

class Later(Model):
    number: Number = None
"""


@pytest.mark.skipif(sys.version_info < (3, 12), reason="Python 3.11 has no type statement")
@pytest.mark.parametrize("future", ["", "from __future__ import annotations\n"])
def test_a_type_statement(future: str) -> None:
    names: dict[str, Any] = {"Model": Model, "Annotated": Annotated, "Minimum": Minimum, "Key": Key, "__name__": __name__}
    exec(future + ALIASES.replace("    laters: Laters | None = None\n", ""), names)
    assert names["A"](number=1).serialize() == {"n": 1}
    assert names["A"](number=0).validate()[0].message == "expected int of at least 1, got int 0 at $.n"
    exec(future + ALIASES.replace(', Key("n")', ""), names)
    document = {"number": 1, "laters": [{"number": 2}]}
    assert names["A"].deserialize(document).serialize() == document
