"""Members with Python names, as the models' attributes and the dumps of an SDK have them: ``command_line``."""

from __future__ import annotations

from typing import Any, cast

from ..engine.definition import Definition
from ..engine.model import Model
from ..engine.shapes import ListOf, MapOf, Nested, Shape, TextOr
from ..paths import ROOT, Steps
from ..rules.finding import Finding, Rename, Severity
from .partial_models import model_named
from .renames import Renamed

MISSPELLED = "BM702"
"""The rule that reports them; it finds what is spelled almost like a member."""


class FromPython(Renamed, frozen=True):
    """A document whose members had Python names.

    Attributes:
        findings: A finding for each renamed member, with steps from the root of the source's content.
    """

    findings: tuple[Finding, ...]


def renamed(content: Any, model_type: str, path: Steps) -> FromPython:
    """Give the members of a document the names that the service has, as far as the models declare them.

    Args:
        content: The document.
        model_type: The name of its model.
        path: Its steps in the file, with which the findings' steps begin.
    """
    model = model_named(model_type)
    renaming = _Renaming(path)
    value = renaming.value(content, Nested(model.__name__, model.__name__, model), ROOT, ROOT)
    return FromPython(value if renaming.findings else content, renaming.origins, tuple(renaming.findings))


class _Renaming:
    """A walk over a document that renames its members."""

    def __init__(self, root: Steps) -> None:
        self.root = root
        self.origins: dict[Steps, Steps] = {}
        self.findings: list[Finding] = []

    def value(self, value: Any, shape: Shape, path: Steps, origin: Steps) -> Any:
        """Return a value with renamed members; ``path`` leads to it in the result, ``origin`` in the source."""
        shape = shape.element if isinstance(shape, TextOr) else shape
        if isinstance(value, list) and isinstance(shape, ListOf):
            return [self.value(each, shape.element, (*path, index), (*origin, index)) for index, each in enumerate(value)]
        if isinstance(value, dict) and isinstance(shape, MapOf):
            return {key: self.value(each, shape.element, (*path, key), (*origin, key)) for key, each in value.items()}
        if isinstance(value, dict) and isinstance(shape, Nested):
            return self._members(value, cast("type[Model]", shape.model).__definition__, path, origin)
        return value

    def _members(self, members: dict[str, Any], definition: Definition, path: Steps, origin: Steps) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, member in members.items():
            here, name = (*origin, key), key
            attribute = definition.by_wire_key.get(key) or definition.by_other_key.get(key)
            if attribute is None and (meant := definition.by_name.get(key)) and meant.wire_key not in members:
                attribute, name = meant, meant.wire_key
                self.origins[(*path, name)] = here
                self.findings.append(_finding((*self.root, *here), key, name))
            found[name] = self.value(member, attribute.shape, (*path, name), here) if attribute is not None else member
        return found


def _finding(steps: Steps, name: str, key: str) -> Finding:
    message = f"{name} is the name in Python: the service expects {key}, so it rejects or ignores {name}."
    return Finding(MISSPELLED, Severity.warning, steps, message, f"Rename it to {key}.", Rename(steps, key))
