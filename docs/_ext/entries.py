"""Reference entries of functions, classes and methods: signatures, and docstrings as Markdown."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

import msgspec

import batchmodels

_SECTION = re.compile(r"^(Args|Attributes|Returns|Raises|Yields):$")
_ITEM = re.compile(r"^\*{0,2}(\w+): (.*)$", re.DOTALL)


def function_entry(name: str, function: Any) -> str:
    """Return the entry of a function."""
    # Targets ignore the letter case, so a function leaves its own to a class of that name: plan() to Plan.
    target = "" if hasattr(batchmodels, name.capitalize()) else f"({name})=\n"
    return f"{target}## {name}\n\n{_signature_block(function)}\n\n{markdown(function.__doc__)}"


def class_entry(owner: type) -> str:
    """Return the entry of a class that isn't a model."""
    name = owner.__name__
    made = [block for block in [_class_signature(owner)] if block]
    return "\n\n".join([f"({name})=\n## {name}", *made, markdown(owner.__doc__), *methods(owner)])


def _class_signature(owner: type) -> str:
    """Return the signature of a class; empty for an enumeration and a warning, which users don't construct."""
    if inspect.isfunction(vars(owner).get("__init__")):
        return _signature_block(vars(owner)["__init__"], owner.__name__)
    if issubclass(owner, msgspec.Struct):
        types = {name: text for base in reversed(owner.__mro__) for name, text in vars(base).get("__annotations__", {}).items()}
        return signature(owner, types)
    if issubclass(owner, str) and not issubclass(owner, Enum):
        return _block(f"{owner.__name__}(text: str)")
    return ""


def signature(owner: type, types: Mapping[str, str]) -> str:
    """Return the signature of a class as a block, with the given types of its parameters."""
    parameters: list[str] = []
    for name, parameter in inspect.signature(owner).parameters.items():
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in parameters:
            parameters.append("*")
        star = "**" if parameter.kind is parameter.VAR_KEYWORD else ""
        annotation = f": {types[name]}" if name in types else ""
        equals = " = " if annotation else "="
        default = "" if parameter.default is parameter.empty else f"{equals}{parameter.default!r}"
        parameters.append(f"{star}{name}{annotation}{default}")
    return _block(_call(owner.__name__, parameters))


def methods(owner: type) -> Iterator[str]:
    """Yield an entry for each of a class's own public methods."""
    # The public Model derives from the engine's; together they are one class for users.
    steps = [base for base in owner.__mro__ if base.__name__ == owner.__name__ and base.__module__.startswith("batchmodels.")]
    for step in steps:
        for name, value in vars(step).items():
            function = getattr(value, "__func__", getattr(value, "fget", value))
            if not name.startswith("_") and inspect.isfunction(function) and function.__doc__:
                shown = _block(name) if isinstance(value, property) else _signature_block(function)
                yield f"({owner.__name__}.{name})=\n### {name}\n\n{shown}\n\n{markdown(function.__doc__)}"


def markdown(docstring: str | None) -> str:
    """Convert a docstring in Google's style to Markdown: its sections become lists."""
    parts: list[str] = []
    for block in inspect.cleandoc(docstring or "").replace("``", "`").split("\n\n"):
        head, _, rest = block.partition("\n")
        section = _SECTION.match(head)
        if section is None:
            parts.append(" ".join(block.split()))
            continue
        items = [" ".join(item.split()) for item in re.split(r"\n(?=\S)", textwrap.dedent(rest))]
        if section[1] in ("Returns", "Yields"):
            parts.append(f"**{section[1]}:** {' '.join(items)}")
        else:
            parts.append(f"**{section[1]}:**\n\n" + "\n".join(_ITEM.sub(r"- `\1`: \2", item) for item in items))
    return "\n\n".join(parts)


def _signature_block(function: Any, name: str | None = None) -> str:
    """Return a function's signature as a block, with the annotations as the source spells them."""
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(node, ast.FunctionDef)  # noqa: S101  # because inspect gave a function
    arguments = node.args
    first = arguments.posonlyargs or arguments.args
    if first and first[0].arg in ("self", "cls"):
        del first[0]
    returns = f" -> {ast.unparse(node.returns)}" if node.returns and name is None else ""
    return _block(_call(name or node.name, list(_parameters(arguments)), returns))


def _parameters(arguments: ast.arguments) -> Iterator[str]:
    """Yield each parameter as a formatter would write it."""
    positional = [*arguments.posonlyargs, *arguments.args]
    missing: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults))
    for number, (parameter, default) in enumerate(zip(positional, [*missing, *arguments.defaults], strict=True), 1):
        yield _parameter(parameter, default)
        if number == len(arguments.posonlyargs):
            yield "/"
    if arguments.vararg:
        yield f"*{_parameter(arguments.vararg)}"
    elif arguments.kwonlyargs:
        yield "*"
    for parameter, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield _parameter(parameter, default)
    if arguments.kwarg:
        yield f"**{_parameter(arguments.kwarg)}"


def _parameter(parameter: ast.arg, default: ast.expr | None = None) -> str:
    annotation = f": {ast.unparse(parameter.annotation)}" if parameter.annotation else ""
    equals = " = " if annotation else "="
    return f"{parameter.arg}{annotation}" + (f"{equals}{ast.unparse(default)}" if default else "")


def _call(name: str, parameters: list[str], returns: str = "") -> str:
    """Return a signature on one line, or with one parameter a line if it is too long."""
    line = f"{name}({', '.join(parameters)}){returns}"
    if len(line) <= 100:  # noqa: PLR2004  # because that is what a page shows without scrolling
        return line
    return f"{name}(\n" + "".join(f"    {parameter},\n" for parameter in parameters) + f"){returns}"


def _block(code: str) -> str:
    return f"```python\n{code}\n```"
