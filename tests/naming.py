"""What azure-batch calls the things that batchmodels has, worked out from both packages; the tables of docs/moving.

    python tests/naming.py

writes the tables anew, those about the azure-batch that is installed: 14.2.0 or 15.1.0. The tests compare them with the pages.

Two attributes are the same if their wire keys are. Two classes are the same if an attribute that both packages have holds them;
that begins with the six classes in ``ROOTS``.
"""

from __future__ import annotations

import inspect
import re
import sys
import typing
from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import azure.batch
import azure.batch.models

import batchmodels
from batchmodels.declare import Model, TextEnum
from batchmodels.engine.shapes import Enumeration, Nested, innermost

PAGES = Path(__file__).parent.parent / "docs" / "moving"

ROOTS = {
    "PoolAddParameter": "BatchPoolCreateOptions",
    "PoolPatchParameter": "BatchPoolUpdateOptions",
    "PoolUpdatePropertiesParameter": "BatchPoolReplaceOptions",
    "PoolSpecification": "BatchPoolSpecification",
    "CloudPool": "BatchPool",
    "ComputeNode": "BatchNode",
}
"""The bodies and the answers of the pool operations, in azure-batch 14 and in azure-batch 15."""

CLASSES = [kind for _, kind in inspect.getmembers(batchmodels, inspect.isclass)]
MODELS = [kind for kind in CLASSES if issubclass(kind, Model) and kind is not Model]
ENUMERATIONS = [kind for kind in CLASSES if issubclass(kind, TextEnum)]

Pairs = dict[type[Any], type[Any]]


def attributes_of_15(model: type[Any]) -> dict[str, tuple[str, Any]]:
    """The Python names and the types of the attributes of azure-batch 15's class, by their wire keys."""
    model()  # only then are the records of its attributes complete
    module = vars(sys.modules[model.__module__]) | {"_models": azure.batch.models}
    types = typing.get_type_hints(model, module)
    return {field._rest_name: (name, types[name]) for name, field in model._attr_to_rest_field.items()}


def classes_in(annotation: Any) -> Iterator[type[Any]]:
    """The classes that an annotation names, within lists and unions too."""
    if isinstance(annotation, type) and not typing.get_args(annotation):
        yield annotation
    for part in typing.get_args(annotation):
        yield from classes_in(part)


def pairs_with_15() -> tuple[Pairs, Pairs]:
    """Our models and our enumerations, each with its class of azure-batch 15."""
    models: Pairs = {}
    enumerations: Pairs = {}
    waiting = [(getattr(batchmodels, ours), getattr(azure.batch.models, theirs)) for ours, theirs in ROOTS.items()]
    while waiting:
        model, theirs = waiting.pop()
        if model in models:
            assert models[model] is theirs, f"{model.__name__} is both {models[model].__name__} and {theirs.__name__}"
            continue
        models[model] = theirs
        known = attributes_of_15(theirs)
        for attribute in model.__definition__.attributes:
            if attribute.wire_key not in known:
                continue
            shape = innermost(attribute.shape)
            held = list(classes_in(known[attribute.wire_key][1]))
            if isinstance(shape, Nested):
                waiting.append((shape.model, next(kind for kind in held if hasattr(kind, "as_dict"))))
            elif isinstance(shape, Enumeration):
                found = next(kind for kind in held if issubclass(kind, Enum))
                assert enumerations.setdefault(shape.enum, found) is found
    return models, enumerations


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    lines = [list(heads), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def code(*names: str) -> str:
    return ", ".join(f"`{name}`" for name in names)


def tables_of_15() -> dict[str, str]:
    """What is named differently in azure-batch 15, what is gone from it, and what it has besides."""
    models, enumerations = pairs_with_15()
    pairs = sorted((models | enumerations).items(), key=lambda pair: pair[0].__name__)
    ours_and_15 = ("batchmodels and azure-batch 14", "azure-batch 15")
    renamed, gone, besides = [], [], []
    for model in MODELS:
        if model not in models:
            continue
        theirs = attributes_of_15(models[model])
        where = code(model.__name__)
        for attribute in model.__definition__.attributes:
            name = theirs.get(attribute.wire_key, (None, None))[0]
            if name is None:
                gone.append((where, code(attribute.name), code(attribute.wire_key), str(attribute.until)))
            elif name != attribute.name:
                renamed.append((where, code(attribute.name), code(name), code(attribute.wire_key)))
        besides += [(where, code(key)) for key in theirs if key not in model.__definition__.by_wire_key]
    assert not besides, f"azure-batch 15 has more than we have: {besides}"
    both = MODELS + ENUMERATIONS
    return {
        "classes": table(ours_and_15, [(code(a.__name__), code(b.__name__)) for a, b in pairs if a.__name__ != b.__name__]),
        "attributes": table(("Class", *ours_and_15, "Wire key"), renamed),
        "gone classes": code(*[kind.__name__ for kind in both if kind not in models and kind not in enumerations]),
        "gone attributes": table(("Class", "Attribute", "Wire key", "Gone from API version"), gone),
        "same classes": code(*[a.__name__ for a, b in pairs if a.__name__ == b.__name__]),
    }


def tables_of_14() -> dict[str, str]:
    """What batchmodels has and azure-batch 14 has not."""
    attributes, values = [], []
    theirs = vars(azure.batch.models)
    for model in MODELS:
        if model.__name__ in theirs:
            known = theirs[model.__name__]._attribute_map
            new = [attribute for attribute in model.__definition__.attributes if attribute.name not in known]
            attributes += [(code(model.__name__), code(attribute.name), versions(attribute)) for attribute in new]
    for enumeration in ENUMERATIONS:
        if enumeration.__name__ in theirs:
            new = [member for member in enumeration if member.name not in theirs[enumeration.__name__].__members__]
            values += [(code(enumeration.__name__), code(member.name), versions(member)) for member in new]
    return {
        "new classes": code(*[kind.__name__ for kind in MODELS + ENUMERATIONS if kind.__name__ not in theirs]),
        "new attributes": table(("Class", "Attribute or member", "API versions that have it"), attributes + values),
    }


def versions(thing: Any) -> str:
    """The API versions that have an attribute or a member, in words."""
    parts = [f"from {thing.since} on"] if thing.since else []
    parts += [f"before {thing.until}"] if thing.until else []
    return ", ".join(parts)


def is_15() -> bool:
    return not azure.batch.__version__.startswith("14.")


def page() -> Path:
    """The page with the tables about the azure-batch that is installed."""
    return PAGES / ("to-azure-batch-15.md" if is_15() else "from-azure-batch-14.md")


def tables() -> dict[str, str]:
    """The tables about the azure-batch that is installed, by the names that their places on the page have."""
    return tables_of_15() if is_15() else tables_of_14()


def with_tables(text: str, found: dict[str, str]) -> str:
    """The text of a page with each table between the two comments that mark its place."""
    for name, content in found.items():
        place = re.compile(rf"(<!-- table: {name} -->\n).*?(<!-- end of the table -->)", re.DOTALL)
        text, count = place.subn(lambda marks, content=content: f"{marks[1]}\n{content}\n\n{marks[2]}", text)
        assert count == 1, f"the page has {count} places for the table {name!r}"
    return text


if __name__ == "__main__":
    page().write_text(with_tables(page().read_text(encoding="utf-8"), tables()), encoding="utf-8")
