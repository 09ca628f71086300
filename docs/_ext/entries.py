"""Entries of the reference for what is no model: functions, classes and their methods, with their docstrings as Markdown."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from typing import Any

import msgspec

_SECTION = re.compile(r"^(Args|Attributes|Returns|Raises|Yields):$")
_ITEM = re.compile(r"^\*{0,2}(\w+): (.*)$", re.DOTALL)


def function_entry(name: str, function: Any) -> str:
    """The entry of a function."""
    return f"({name})=\n## {name}\n\n{_signature_block(function)}\n\n{markdown(function.__doc__)}"


def class_entry(owner: type) -> str:
    """The entry of a class that is no model."""
    name = owner.__name__
    made = _signature_block(vars(owner)["__init__"], name) if inspect.isfunction(vars(owner).get("__init__")) else ""
    if issubclass(owner, msgspec.Struct):
        fields = inspect.signature(owner).parameters.values()
        made = _block(name + str(inspect.Signature([field.replace(annotation=field.empty) for field in fields])))
    return "\n\n".join([f"({name})=\n## {name}", *([made] if made else []), markdown(owner.__doc__), *methods(owner)])


def methods(owner: type) -> Iterator[str]:
    """The entries of a class's own public methods, one each."""
    # The public Model and the engine's are two steps of one class.
    steps = [base for base in owner.__mro__ if base.__name__ == owner.__name__ and base.__module__.startswith("batchmodels.")]
    for step in steps:
        for name, value in vars(step).items():
            function = getattr(value, "__func__", getattr(value, "fget", value))
            if not name.startswith("_") and inspect.isfunction(function) and function.__doc__:
                shown = _block(name) if isinstance(value, property) else _signature_block(function)
                yield f"({owner.__name__}.{name})=\n### {name}\n\n{shown}\n\n{markdown(function.__doc__)}"


def markdown(docstring: str | None) -> str:
    """A docstring in Google's style as Markdown: its sections become lists."""
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
    """A function's head as it stands in the source, which has its annotations as a reader wants them."""
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(node, ast.FunctionDef)  # noqa: S101  # because inspect gave a function
    arguments = node.args
    if arguments.args and arguments.args[0].arg in ("self", "cls"):
        del arguments.args[0]
    returns = f" -> {ast.unparse(node.returns)}" if node.returns and name is None else ""
    head = f"{name or node.name}({ast.unparse(arguments)}){returns}"
    if len(head) > 100:  # noqa: PLR2004  # because that is what a page shows without scrolling
        each_on_its_line = re.sub(r", (?![^\[]*\])", ",\n    ", ast.unparse(arguments))
        head = f"{name or node.name}(\n    {each_on_its_line},\n){returns}"
    return _block(head)


def _block(code: str) -> str:
    return f"```python\n{code}\n```"
