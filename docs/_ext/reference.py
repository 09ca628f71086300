"""Generates the reference from the declarations and docstrings of batchmodels, as Markdown.

A page of docs/reference/ names a module, or one name of it, in a comment. When Sphinx reads the page, the entries replace the
comment:

    <!-- reference: batchmodels.models.files -->
    <!-- reference: batchmodels.models.arm:ArmModel -->
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from enum import Enum
from typing import TYPE_CHECKING, Any

from entries import class_entry, function_entry, methods, signature

import batchmodels
from batchmodels import declare, documents
from batchmodels.arm.names import ARM
from batchmodels.engine.attributes import Attribute
from batchmodels.engine.checks import Check, Pattern
from batchmodels.engine.constraints import Constraint
from batchmodels.engine.docstrings import attribute_docstrings, class_docstring, member_docstrings
from batchmodels.engine.enumerations import TextEnum
from batchmodels.engine.model import Model
from batchmodels.engine.shapes import Enumeration, ListOf, MapOf, Nested, Shape, innermost
from batchmodels.models.arm import ArmModel

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_NAMES = {*dir(batchmodels), *declare.__all__, *documents.__all__}
"""What users import from the package and from its modules ``declare`` and ``documents``."""

_COMMENT = re.compile(r"^<!-- reference: ([\w.]+)(?::(\w+))? -->$", re.MULTILINE)


def expanded(page: str) -> str:
    """Return a page with its comments replaced by entries."""
    return _COMMENT.sub(lambda comment: "\n\n".join(_entries(comment[1], comment[2])), page)


def _entries(module: str, name: str | None) -> Iterator[str]:
    named = importlib.import_module(module)
    for each in [name] if name else _public(named):
        yield entry(each, getattr(named, each))


def _public(module: Any) -> list[str]:
    """Return the public names of a module, in their order in the source."""
    own = [name for name, value in vars(module).items() if getattr(value, "__module__", None) == module.__name__]
    if getattr(batchmodels, module.__name__.rpartition(".")[2], None) is module:  # users import the whole module
        return [name for name in own if not name.startswith("_")]
    return [name for name in own if name in _NAMES]


def entry(name: str, value: Any) -> str:
    """Return the entry of a public name."""
    if isinstance(value, type) and issubclass(value, Model):
        return model_entry(value)
    if isinstance(value, type) and issubclass(value, Enum) and value is not TextEnum:
        return enumeration_entry(value)
    if isinstance(value, type):
        return class_entry(value)
    return function_entry(name, value)


def model_entry(model: type[Model]) -> str:
    """Return the entry of a model: signature, description, constraints, attributes, and its own methods."""
    definition = model.__definition__
    docstrings = attribute_docstrings(model)
    facts = [f"Since API version {definition.since}."] if definition.since else []
    facts += [f"Removed in API version {definition.until}."] if definition.until else []
    if issubclass(model, ArmModel) and model is not ArmModel:
        facts.append("ARM has this type too: [`to_arm()`, `from_arm()`](#ArmModel).")
    rules = [f"- {_sentence(constraint, model)}" for constraint in definition.constraints]
    required_first = sorted(definition.attributes, key=lambda attribute: not attribute.required)
    parts = [
        f"({model.__name__})=\n## {model.__name__}",
        signature(model, {name: _annotation(attribute) for name, attribute in definition.by_name.items()}),
        _linked(class_docstring(model), model),
        " ".join(facts),
        *(["Constraints:", "\n".join(rules)] if rules else []),
        *(_attribute_entry(model, attribute, docstrings.get(attribute.name, "")) for attribute in required_first),
        *methods(model),
    ]
    return "\n\n".join(part for part in parts if part)


def enumeration_entry(enum: type[Enum]) -> str:
    """Return the entry of an enumeration: a table of its members."""
    docstrings = member_docstrings(enum)
    columns = [["Member"], ["On the wire"], ["In ARM"], ["API versions"], ["Meaning"]]
    for member in enum:
        facts = [f"`{member.name}`", f"`{member.value}`", "", "", docstrings.get(member.name, "")]
        if isinstance(member, TextEnum):
            in_arm = member.spellings.get(ARM)
            facts[2:4] = [f"`{in_arm}`" if in_arm else "", _versions(member.since, member.until)]
        for column, fact in zip(columns, facts, strict=True):
            column.append(" ".join(fact.split()))
    kept = [column for column in columns if any(column[1:])]
    kept = [[column[0], "---", *column[1:]] for column in kept]
    rows = [f"| {' | '.join(cells)} |" for cells in zip(*kept, strict=True)]
    return "\n\n".join([f"({enum.__name__})=\n## {enum.__name__}", class_docstring(enum), "\n".join(rows)])


def _attribute_entry(model: type[Model], attribute: Attribute, docstring: str) -> str:
    own = model.__definition__
    versions = _versions(
        None if attribute.since == own.since else attribute.since, None if attribute.until == own.until else attribute.until
    )
    facts = [
        f"Wire key `{attribute.wire_key}`" + (f", in ARM `{attribute.spellings[ARM]}`" if ARM in attribute.spellings else ""),
        "required" if attribute.required else "",
        "read-only, set by the service" if attribute.read_only else "",
        "secret, shown as `***`" if attribute.secret else "",
        "also read from a string" if getattr(attribute.shape, "quoted", False) else "",
        *(_limit(check, attribute.shape) for check in attribute.checks),
        f"API versions: {versions}" if versions else "",
    ]
    description = _linked(docstring, model).replace("\n\n", "\n\n  ")
    return (
        f'[`{attribute.name}`]{{id="{model.__name__}.{attribute.name}"}} {_type(attribute.shape)}\n'
        f": {description}\n\n  {'; '.join(fact for fact in facts if fact)}."
    )


def _annotation(attribute: Attribute) -> str:
    """Return the type of a constructor's parameter."""
    return _type_name(attribute.shape) + ("" if attribute.required else " | None")


def _type(shape: Shape) -> str:
    """Return a type, with a link to the class in it."""
    inner = innermost(shape)
    text = f"`{_type_name(shape)}`"
    return f"[{text}](#{_type_name(inner)})" if isinstance(inner, (Nested, Enumeration)) else text


def _type_name(shape: Shape) -> str:
    if isinstance(shape, ListOf):
        return f"list[{_type_name(shape.element)}]"
    if isinstance(shape, MapOf):
        return f"dict[str, {_type_name(shape.element)}]"
    if isinstance(shape, Nested):
        return shape.model.__name__
    if isinstance(shape, Enumeration):
        return shape.enum.__name__
    return {"iso-8601": "datetime", "object": "Any"}.get(shape.msrest_type, shape.expected)


def _limit(check: Check, shape: Shape) -> str:
    if isinstance(check, Pattern):
        return f"must match `{check.limit}`"
    expected = check.expected(shape)
    return f"must be {'an' if expected[0] in 'aeiou' else 'a'} {expected}"


def _versions(since: str | None, until: str | None) -> str:
    """Describe the API versions that have something; empty for all of them."""
    return ", but ".join([*([f"{since} and later"] if since else []), *([f"before {until}"] if until else [])])


def _sentence(constraint: Constraint, model: type[Model]) -> str:
    """Return what the error of a broken constraint expects, with the attributes' Python names."""

    def link(name: str) -> str:
        return f"[`{name}`](#{model.__name__}.{name})"

    describe: Callable[[Callable[[str], str]], str] | None = getattr(constraint, "sentence", None)
    if describe is not None:  # a rule about the values of two attributes
        return describe(link)
    when = getattr(constraint, "when", None)
    first = True if when is None else when
    for others in (True, None):
        values: dict[str, Any] = dict.fromkeys(constraint.attributes, others) | {constraint.attributes[0]: first}
        problem = constraint.problem(values.__getitem__, link, has_unknown=False)
        if problem:
            return problem.expected
    raise AssertionError(constraint)


def _linked(text: str, model: type[Model]) -> str:
    """Turn names of attributes and public classes in a docstring into links."""

    def link(code: re.Match[str]) -> str:
        name = code[1]
        if name in model.__definition__.by_name:
            return f"[`{name}`](#{model.__name__}.{name})"
        if name != model.__name__ and isinstance(getattr(batchmodels, name, None), type):
            return f"[`{name}`](#{name})"
        return code[0]

    return re.sub(r"(?<!`)`(\w+)`(?!`)", link, text)


def _read(_app: Sphinx, document: str, source: list[str]) -> None:
    if document.startswith("reference/"):
        source[0] = expanded(source[0])
    # doctest needs an empty line after the output; a reader doesn't.
    source[0] = source[0].replace("\n\n```\n", "\n```\n")


def _always(_app: Sphinx, env: BuildEnvironment, *_changes: set[str]) -> list[str]:
    """Rebuild the reference each time: the package may have changed although its pages have not."""
    return [document for document in env.found_docs if document.startswith("reference/")]


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect the handlers."""
    app.connect("source-read", _read)
    app.connect("env-get-outdated", _always)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
