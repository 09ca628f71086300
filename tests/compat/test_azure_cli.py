"""What azure-cli does with model classes for the help of its batch commands: none of it raises, all of it finds something."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Iterator
from enum import Enum
from typing import Annotated

import pytest
import wire

import batchmodels
from batchmodels import AutoUserScope, Model, PoolAddParameter, PoolPatchParameter, StartTask
from batchmodels.declare import Key, ReadOnly
from batchmodels.engine.docstrings import class_docstring

MODELS = wire.models()
BASIC_TYPES = {"str", "int", "bool", "float", "duration", "iso-8601", "object"}


def help_of(model: type[Model], name: str) -> str:
    """The help of one option, from the docstring of the class."""
    found = re.search(rf":param {name}:(.*?)\n\s*:type ", str(model.__doc__), re.DOTALL)
    assert found, f"{model.__name__} has no help for {name}"
    return re.sub(r"\n\s*", " ", found[1].strip())


def type_of(model: type[Model], name: str) -> str:
    found = re.search(rf":type {name}:(.*?)\n(\s*:param |\s*:rtype:|\s*:raises:)", str(model.__doc__), re.DOTALL)
    assert found, f"{model.__name__} has no type for {name}"
    return found[1].strip()


def options(model: type[Model], path: str, levels: int = 3) -> Iterator[tuple[str, str, str, list[str]]]:
    """The options of a model and of the models in it: their paths, their types, their help and their choices."""
    for name, entry in model._attribute_map.items():
        rules = model._validation.get(name, {})
        if rules.get("readonly") or rules.get("constant") or entry["type"].startswith("{"):
            continue
        text, choices = help_of(model, name), []
        where = f"{path}.{name}"
        if entry["type"] not in BASIC_TYPES and not entry["type"].startswith("["):
            held = getattr(batchmodels, entry["type"])
            if not issubclass(held, Enum):
                if levels:
                    yield from options(held, where, levels - 1)
                continue
            text, _, values = text.partition(" Possible values include: ")
            choices = [value.strip(" '").lower() for value in values.split(", ")]
            assert choices == [member.value.lower() for member in held]
        yield where, entry["type"], text, choices


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_attribute_has_help_and_a_type(model: type[Model]) -> None:
    for name in model._attribute_map:
        assert help_of(model, name)
        assert type_of(model, name)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_classes_can_be_looked_into(model: type[Model]) -> None:
    members = dict(inspect.getmembers(model))
    assert members.keys() >= set(model.__annotations__)
    assert all(isinstance(str(value), str) for value in members.values())
    assert typing.get_type_hints(model).keys() >= set(model.__annotations__)
    names = [name for name in model._attribute_map if name != "additional_properties"]
    assert [name for name in inspect.signature(model).parameters if name != "kwargs"] == names
    assert inspect.getfullargspec(model).kwonlyargs == names
    assert inspect.getfullargspec(model.__init__)
    assert inspect.isclass(model)


def test_the_options_of_a_pool() -> None:
    found = {path: (kind, choices) for path, kind, _, choices in options(PoolAddParameter, "pool")}
    assert len(found) > 80
    assert found["pool.id"] == ("str", [])
    assert found["pool.resize_timeout"] == ("duration", [])
    assert found["pool.start_task.resource_files"] == ("[ResourceFile]", [])
    assert found["pool.start_task.user_identity.auto_user.scope"] == ("AutoUserScope", ["task", "pool"])
    assert not {path for path in found if path.endswith("additional_properties")}
    assert list(options(PoolPatchParameter, "pool"))


def test_the_docstring_of_a_class() -> None:
    class Described(Model):
        """What it is."""

        name: str
        """The name. It may have
        two lines.
        """

        scope: AutoUserScope | None = None
        """The scope."""

        tasks: Annotated[dict[str, list[StartTask]] | None, Key("T")] = None
        e_tag: Annotated[str | None, ReadOnly()] = None

    assert Described.__doc__ == (
        "What it is.\n"
        "\n"
        "    :param name: Required. The name. It may have two lines.\n"
        "    :type name: str\n"
        "    :param scope: The scope. Possible values include: 'task', 'pool'\n"
        "    :type scope: str or ~batchmodels.models.enums.AutoUserScope\n"
        "    :param tasks:\n"
        "    :type tasks: dict[str, list[~batchmodels.models.start_task.StartTask]]\n"
        "    :param e_tag:\n"
        "    :type e_tag: str\n"
        "    :param additional_properties: The members that no attribute is declared for.\n"
        "    :type additional_properties: dict[str, object]\n"
        "    :rtype: None\n"
        "    "
    )
    assert Described(name="x").__doc__ == Described.__doc__
    assert class_docstring(Described) == "What it is."
    assert help_of(Described, "e_tag") == ""


def test_a_class_that_is_declared_wrongly_has_its_own_docstring() -> None:
    class Wrong(Model):
        """What it is."""

        name: complex

    assert Wrong.__doc__ == "What it is."


def test_a_class_without_a_docstring_has_none() -> None:
    class Bare(StartTask):
        pass

    assert Bare.__doc__ is None
    assert (inspect.getdoc(Bare) or "").startswith("A task that runs on each node")
