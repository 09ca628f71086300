"""The values that templates' parameters are given: ``name=value`` from the command line, and parameter files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .errors import UnreadableError
from .expressions.scope import Given
from .expressions.values import Unknown
from .foreign_files import foreign_text
from .source import Source


def given_values(files: Iterable[Source] = (), written: Iterable[str] = ()) -> dict[str, Given]:
    """Return the values of parameters, by their names in lower case. Later ones win, and written ones win over files.

    Args:
        files: Parameter files, read: ARM's, ``{"parameters": {"name": {"value": 1}}}``, the Batch CLI extension's,
            ``{"name": {"value": 1}}`` or ``{"name": 1}``, or Terraform's: ``.tfvars``, and a ``.tf`` file with defaults.
        written: Texts ``name=value``. The value is read by the type of the parameter.

    Raises:
        UnreadableError: A file isn't a parameter file.
        ValueError: A text has no name or no equals sign.
    """
    given: dict[str, Given] = {}
    for source in files:
        given.update(_in_file(source))
    for text in written:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise ValueError("expected NAME=VALUE")
        given[name.strip().lower()] = Given(value, written=True, name=name.strip())
    return given


def is_parameter_file(content: Any) -> bool:
    """Return whether a document has nothing but the values of a template's parameters."""
    if not isinstance(content, dict):
        return False
    schema = content.get("$schema")
    if isinstance(schema, str) and "deploymentparameters.json" in schema.lower():
        return True
    values = content.get("parameters") if set(content) == {"parameters"} else content
    return isinstance(values, dict) and bool(values) and all(map(_is_value, values.values()))


def _is_value(value: Any) -> bool:
    return isinstance(value, dict) and (set(value) == {"value"} or set(value) == {"reference"})


def _in_file(source: Source) -> dict[str, Given]:
    content = source.content
    if source.file.lower().endswith(".tf"):
        from .hcl_reader import read_defaults  # noqa: PLC0415  # because few files are Terraform's

        return {name.lower(): Given(value) for name, value in read_defaults(source.text).items()}
    if isinstance(content, dict) and ("$schema" in content or set(content) <= {"parameters", "contentVersion"}):
        content = content.get("parameters")
    if not isinstance(content, dict):
        foreign = foreign_text(source.file, source.text)
        if foreign is not None:
            raise UnreadableError(source.file, foreign)
        message = 'expected a parameter file: {"parameters": {"name": {"value": 1}}} or {"name": 1}'
        raise UnreadableError(source.file, message, source.position(()))
    return {name.lower(): _given(name, value) for name, value in content.items()}


def _given(name: str, value: Any) -> Given:
    if not isinstance(value, dict):
        return Given(value)
    if "value" in value:
        return Given(value["value"])
    if "reference" in value:
        return Given(Unknown(f"the value of the parameter {name} is in a Key Vault", secret=True))
    return Given(value or Unknown(f"the parameter file has no value for {name}"))
