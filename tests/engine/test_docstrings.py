"""Docstrings under attributes and members are found, and made plain."""

from __future__ import annotations

from enum import Enum

import pytest

from batchmodels import Model
from batchmodels.engine.docstrings import attribute_docstrings, class_docstring, member_docstrings


class Base(Model):
    e_tag: str | None = None
    """Who knows."""


class Shade(str, Enum):
    dark = "dark"
    """Nearly black."""

    light = "light"


class Plain(str, Enum):
    one = "one"


class Described(Base):
    """A class with docstrings of all kinds, and more than one line."""

    first: str | None = None
    """Said
    over lines, with ``code``."""

    unsaid: str | None = None
    second: str | None = None
    """Said.

    Twice."""

    kind = "no attribute"
    rules = ()

    class Inner(Model):
        """Within."""

        name: str | None = None
        """The inner name."""

    last: str | None = None


def test_docstrings_of_attributes() -> None:
    assert attribute_docstrings(Described) == {
        "e_tag": "Who knows.",
        "first": "Said over lines, with `code`.",
        "second": "Said.\n\nTwice.",
    }
    assert attribute_docstrings(Described.Inner) == {"name": "The inner name."}
    assert member_docstrings(Shade) == {"dark": "Nearly black."}
    assert member_docstrings(Plain) == {}
    assert class_docstring(Described) == "A class with docstrings of all kinds, and more than one line."
    assert class_docstring(Base) == ""


def test_docstrings_of_local_classes() -> None:
    class Local(Model):
        """Here."""

        name: str | None = None
        """The local name."""

    async def made() -> type[Model]:
        class Later(Model):
            name: str | None = None
            """The later name."""

        return Later

    with pytest.raises(StopIteration) as stopped:
        made().send(None)
    assert attribute_docstrings(Local) == {"name": "The local name."}
    assert attribute_docstrings(stopped.value.value) == {"name": "The later name."}


def test_docstrings_of_modules_without_source() -> None:
    class Elsewhere(Model):
        name: str | None = None

    for module in ("builtins", "no.such.module"):
        Elsewhere.__module__ = module
        assert attribute_docstrings(Elsewhere) == {}
