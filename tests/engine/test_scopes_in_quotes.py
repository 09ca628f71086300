# The same as in test_scopes.py in a module without ``from __future__ import annotations``.
"""Annotations that are types, and texts in quotation marks."""

import datetime
from typing import Annotated, Any, ClassVar

from batchmodels.declare import Key, Minimum, Model


def make() -> tuple[type[Any], type[Any]]:
    class Forest(Model):
        trees: "list[Tree] | None" = None
        by_name: dict[str, "Tree"] | None = None
        neighbor: Annotated["Forest | None", Key("next")] = None
        planted: datetime.datetime | None = None
        kind: ClassVar[str] = "forest"
        quoted: "ClassVar[str]" = "quoted"

    class Tree(Model):
        forest: Forest | None = None
        height: Annotated[int | None, Minimum(1)] = None

    return Forest, Tree


def test_classes_in_a_function_that_has_returned() -> None:
    Forest, Tree = make()  # noqa: N806  # because they are classes
    document = {"trees": [{"forest": {"next": {}}}], "byName": {"a": {"height": 3}}, "planted": "2025-01-31T12:00:00Z"}
    forest = Forest.deserialize(document)
    assert forest.trees == [Tree(forest=Forest(neighbor=Forest()))]
    assert forest.by_name["a"].height == 3
    assert forest.serialize() == document
    assert Forest.from_json(forest.to_json()) == forest
    assert (Forest.kind, Forest.quoted) == ("forest", "quoted")


def test_classes_in_classes() -> None:
    class Outer(Model):
        class Inner(Model):
            outer: "Outer | None" = None

        inner: Inner
        quoted: "Inner | None" = None
        qualified: "Outer.Inner | None" = None

    outer = Outer(inner=Outer.Inner(outer=None), quoted=Outer.Inner(), qualified=Outer.Inner())
    assert outer.serialize() == {"inner": {}, "quoted": {}, "qualified": {}}


def test_a_class_that_is_defined_again_means_itself() -> None:
    class Tree(Model):
        parent: "Tree | None" = None

    first = Tree

    class Tree(Model):  # because that is tested
        parent: "list[Tree] | None" = None

    assert first(parent=first()).serialize() == {"parent": {}}
    assert Tree(parent=[Tree()]).serialize() == {"parent": [{}]}
