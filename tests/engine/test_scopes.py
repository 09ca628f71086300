"""The names that annotations as texts can use; with ``from __future__ import annotations`` all annotations are texts."""

from __future__ import annotations

import datetime
import inspect
import sys
import types
import typing
from typing import Annotated, Any, ClassVar
from typing import ClassVar as ClassAttribute

import msgspec
import pytest

from batchmodels import Model, StartTask
from batchmodels.declare import Key, Minimum

MODULE = "a_module_of_models"
_SOURCE = (
    "from __future__ import annotations\nfrom typing import *\nfrom batchmodels import *\nfrom batchmodels.declare import *\n"
)


def module_of(source: str) -> types.ModuleType:
    """A module with this source."""
    module = types.ModuleType(MODULE)
    exec(_SOURCE + source, vars(module))
    return module


def make() -> tuple[type[Any], type[Any]]:
    class Forest(Model):
        trees: list[Tree] | None = None
        neighbor: Forest | None = None
        planted: datetime.datetime | None = None

    class Tree(Model):
        forest: Forest | None = None
        height: Limit = None

    Limit = Annotated[int | None, Minimum(1)]  # noqa: N806  # because it is a type
    return Forest, Tree


@pytest.mark.parametrize(
    "read", [lambda model, text: model.from_json(text), lambda model, text: msgspec.json.decode(text, type=model)]
)
def test_classes_in_a_function_that_has_returned(read: Any) -> None:
    Forest, Tree = make()  # noqa: N806  # because they are classes
    text = b'{"trees":[{"forest":{"neighbor":{}},"height":3}],"planted":"2025-01-31T12:00:00Z"}'
    forest = read(Forest, text)
    noon = datetime.datetime(2025, 1, 31, 12, tzinfo=datetime.timezone.utc)
    assert forest == Forest(trees=[Tree(forest=Forest(neighbor=Forest()), height=3)], planted=noon)
    assert forest.to_json() == text
    assert Tree(height=0).validate()[0].message == "expected int of at least 1, got int 0 at $.height"
    assert (
        typing.get_type_hints(Forest)["neighbor"] == inspect.get_annotations(Forest, eval_str=True)["neighbor"] == Forest | None
    )


def test_each_call_of_a_function_makes_classes_of_its_own() -> None:
    (one, _), (two, _) = make(), make()
    assert one(neighbor=one()).validate() == []
    assert len(one(neighbor=two()).validate()) == 1


def test_a_function_in_a_function() -> None:
    def outer() -> tuple[type[Any], type[Any]]:
        def inner() -> type[Any]:
            class Tree(Model):
                leaf: Leaf

            return Tree

        tree = inner()

        class Leaf(Model):
            name: str

        return tree, Leaf

    Tree, Leaf = outer()  # noqa: N806  # because they are classes
    assert Tree(leaf=Leaf(name="a")).serialize() == {"leaf": {"name": "a"}}


def test_classes_in_classes() -> None:
    class Outer(Model):
        Count = Annotated[int | None, Minimum(1)]

        class Inner(Model):
            later: Later | None = None

        inner: Inner
        other: Outer.Other | None = None
        count: Count = None

        class Other(Model):
            outer: Outer | None = None

    class Later(Model):
        name: str

    outer: Any = Outer(inner=Outer.Inner(later=Later(name="a")), other=Outer.Other(), count=1)
    assert outer.serialize() == {"inner": {"later": {"name": "a"}}, "other": {}, "count": 1}
    assert Outer.from_json(outer.to_json()) == outer


def test_an_attribute_or_a_method_may_have_the_name_of_a_type() -> None:
    class Event(Model):
        datetime: datetime.datetime
        dict: dict[str, str] | None = None

        def list(self) -> list[str]:
            return []

        names: list[str] | None = None

    noon = datetime.datetime(2025, 1, 31, 12, tzinfo=datetime.timezone.utc)
    assert Event(datetime=noon, names=[]).serialize() == {"datetime": "2025-01-31T12:00:00Z", "names": []}


def test_a_class_that_is_defined_again_means_itself() -> None:
    class Tree(Model):
        parent: Tree | None = None

    first = Tree

    class Tree(Model):  # because that is tested
        parent: list[Tree] | None = None

    assert first(parent=first()).serialize() == {"parent": {}}
    assert Tree(parent=[Tree()]).serialize() == {"parent": [{}]}


def test_a_module_that_runs_again() -> None:
    source = "class Tree(Model):\n    parent: Tree | None = None\n"
    module = module_of(source)
    first = module.Tree
    exec(_SOURCE + source, vars(module))
    assert first is not module.Tree
    for tree in (first, module.Tree):
        assert tree(parent=tree()).validate() == []


def test_a_module_that_is_not_registered() -> None:
    module = module_of("class A(Model):\n    b: B | None = None\nclass B(Model):\n    a: A | None = None\n")
    assert MODULE not in sys.modules
    assert module.A(b=module.B(a=module.A())).serialize() == {"b": {"a": {}}}


def test_a_module_that_is_still_being_imported() -> None:
    other = types.ModuleType("other")
    module = types.ModuleType(MODULE)
    module.other = other
    source = "class A(Model):\n    b: other.B | None = None\n    size: Annotated[int | None, Minimum(1)] = None\n"
    exec(_SOURCE + source, vars(module))
    other.B = type("B", (Model,), {})
    assert module.A(b=other.B(), size=1).serialize() == {"b": {}, "size": 1}


def test_what_is_defined_later() -> None:
    module = module_of("""
class A(Model):
    b: Annotated[Names.B | None, Key("bee")] = None
    size: Size = None
    box: IntBox | None = None
    limited: Annotated[int | None, Minimum(LEAST)] = None
class Names:
    class B(Model):
        a: A | None = None
Size = Annotated[int | None, Minimum(1)]
T = TypeVar("T")
class Box(Model, Generic[T]):
    content: T
class IntBox(Box[int]):
    pass
LEAST = 2
""")
    model = module.A(b=module.Names.B(a=module.A()), size=1, box=module.IntBox(content=1), limited=2)
    assert model.serialize() == {"bee": {"a": {}}, "size": 1, "box": {"content": 1}, "limited": 2}
    assert module.A.from_json(model.to_json()) == model
    assert [problem.message for problem in module.A(size=0, limited=1).validate()] == [
        "expected int of at least 1, got int 0 at $.size",
        "expected int of at least 2, got int 1 at $.limited",
    ]


def test_a_wire_key_that_is_defined_later() -> None:
    later = "attribute 'size' of A gets its wire key from a name that is defined after the class; define it before"
    module = module_of('class A(Model):\n    size: Size = None\nSize = Annotated[int | None, Key("s")]\n')
    with pytest.raises(TypeError, match=f"^{later}$"):
        module.A(size=1)
    with pytest.raises(TypeError, match=r"^attribute 'size': expected a str as the wire key, got Key\(wire_key=3\)$"):
        module_of("class A(Model):\n    size: Annotated[int | None, Key(3)] = None")


def test_a_name_that_is_never_defined() -> None:
    module = module_of("class A(Model):\n    b: Nothing | None = None\n")
    where = f"A is annotated with 'Nothing', which isn't defined in {MODULE} or in the function that defines A"
    for _ in range(2):
        with pytest.raises(NameError, match=f"^{where}$"):
            module.A()
    module.Nothing = StartTask
    assert module.A(b=StartTask(command_line="true")).serialize() == {"b": {"commandLine": "true"}}


def test_class_variables() -> None:
    class A(Model):
        a: ClassVar[int] = 1
        b: typing.ClassVar[int] = 2
        c: ClassVar = 3
        d: "ClassVar[int]" = 4  # noqa: UP037  # the quotation marks are what is tested
        e: ClassAttribute[int] = 5
        f: t.ClassVar[dict[str, Nowhere]] = {}  # noqa: F821, RUF012  # because it is never evaluated
        name: str | None = None

    assert A.__struct_fields__ == ("additional_properties", "name")
    assert (A.a, A.b, A.c, A.d, A.e, A.f) == (1, 2, 3, 4, 5, {})
    assert A(name="a").serialize() == {"name": "a"}


t = typing


def test_an_alias_with_a_wire_key() -> None:
    class A(Model):
        size: Size = None
        sizes: list[Count] | None = None

    assert A(size=1, sizes=[1]).serialize() == {"theSize": 1, "sizes": [1]}
    assert A(size=0).validate()[0].message == "expected int of at least 1, got int 0 at $.theSize"


Size = Annotated[int | None, Minimum(1), Key("theSize")]
Count = int
