"""The docstrings of attributes: string literals after their annotations, which Python itself discards."""

from __future__ import annotations

import ast
import functools
import inspect
import re
import sys
from enum import Enum
from typing import TYPE_CHECKING

from .shapes import Duration, Enumeration, ListOf, MapOf, Nested, Shape, Time, innermost

if TYPE_CHECKING:
    from .attributes import Attribute
    from .model import Model


class Docstring:
    """The ``__doc__`` of a model class: its own text, and then its attributes in the form of msrest's models.

    Programs such as azure-cli look for ``:param name:`` and ``:type name:`` there. It is composed on access.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def __get__(self, instance: object, owner: type[Model]) -> str:
        try:
            attributes = owner.__definition__.attributes
        except (TypeError, NameError):  # the class has a wrong declaration, which its first use reports
            return self.text
        said = attribute_docstrings(owner)
        lines = [
            line
            for attribute in attributes
            for line in (
                f":param {attribute.name}: {_help(attribute, said.get(attribute.name, ''))}".rstrip(),
                f":type {attribute.name}: {_type_name(attribute.shape)}",
            )
        ]
        lines += _LAST
        return "\n    ".join([f"{self.text.rstrip()}\n", *lines]) + "\n    "


_LAST = (
    ":param additional_properties: The members that no attribute is declared for.",
    ":type additional_properties: dict[str, object]",
    ":rtype: None",
)


def _help(attribute: Attribute, text: str) -> str:
    shape = innermost(attribute.shape)
    values = ", ".join(repr(value) for value in shape.by_text) if isinstance(shape, Enumeration) else ""
    parts = ["Required." * attribute.required, *text.split(), values and f"Possible values include: {values}"]
    return " ".join(part for part in parts if part)


def _type_name(shape: Shape) -> str:
    if isinstance(shape, ListOf):
        return f"list[{_type_name(shape.element)}]"
    if isinstance(shape, MapOf):
        return f"dict[str, {_type_name(shape.element)}]"
    if isinstance(shape, Enumeration):
        return f"str or ~{shape.enum.__module__}.{shape.enum.__qualname__}"
    if isinstance(shape, Nested):
        return f"~{shape.model.__module__}.{shape.model.__qualname__}"
    if isinstance(shape, Time):
        return "~datetime.datetime"
    return "~datetime.timedelta" if isinstance(shape, Duration) else shape.msrest_type


def class_docstring(owner: type) -> str:
    """Return the docstring of a class, one line for each paragraph; empty if it has none."""
    said = vars(owner).get("__doc__") or ""
    return _plain(said.text if isinstance(said, Docstring) else said)


def attribute_docstrings(model: type[Model]) -> dict[str, str]:
    """Return the docstrings of a model's attributes, including those of base classes, by name.

    Attributes without a docstring are missing, and so are all attributes of a class without available source.
    """
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if "__definition__" in vars(base):
            found |= _in_module(base.__module__).get(base.__qualname__, {})
    return found


def member_docstrings(enum: type[Enum]) -> dict[str, str]:
    """Return the docstrings of an enumeration's members, by name."""
    return _in_module(enum.__module__).get(enum.__qualname__, {})


@functools.cache
def _in_module(name: str) -> dict[str, dict[str, str]]:
    try:
        tree = ast.parse(inspect.getsource(sys.modules[name]))
    except (OSError, TypeError, KeyError, SyntaxError):
        return {}
    found: dict[str, dict[str, str]] = {}
    _search(tree, "", found)
    return found


def _search(node: ast.AST, prefix: str, found: dict[str, dict[str, str]]) -> None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            found[prefix + child.name] = _of_class(child)
            _search(child, f"{prefix}{child.name}.", found)
        elif isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            _search(child, f"{prefix}{child.name}.<locals>.", found)


def _of_class(node: ast.ClassDef) -> dict[str, str]:
    found = {}
    for statement, after in zip(node.body, node.body[1:], strict=False):
        if isinstance(statement, ast.AnnAssign):
            target: ast.expr = statement.target
        elif isinstance(statement, ast.Assign):
            target = statement.targets[0]
        else:
            continue
        is_text = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str)
        if isinstance(target, ast.Name) and is_text:
            found[target.id] = _plain(after.value.value)  # type: ignore[attr-defined]  # because is_text has checked it
    return found


def _plain(text: str) -> str:
    """Return a docstring with one line for each paragraph, and code in single backticks, as in Markdown."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join(re.sub(r"\s+", " ", paragraph) for paragraph in paragraphs).replace("``", "`").strip()
