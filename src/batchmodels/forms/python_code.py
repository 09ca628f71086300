"""Python code that builds a model, with batchmodels, azure-batch 14 or azure-batch 15."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from enum import Enum
from typing import Any

import msgspec

from ..engine import shapes
from ..engine.attributes import Attribute
from ..engine.enumerations import TextEnum
from ..engine.model import Model
from ..engine.reference import Encoding, encode
from ..engine.wiretexts import within_dotnet
from ..errors import Loss
from ..paths import ROOT, Steps
from .absent import with_masks
from .counterparts import COUNTERPARTS, ENUMERATIONS
from .hidden import Names, hidden_in
from .layout import Node, assignment, call, from_import, index, mapping, sequence, text
from .undeclared import without_annotations

_VERSION_OF_14 = "2024-02-01.19.0"
_VERSION_OF_15 = "2025-06-01"


class Library:
    """A library whose models the code builds: batchmodels.

    Attributes:
        name: Its name for people.
        module: The module of its models.
        keeps_undeclared: Whether its models hold undeclared members.
        requires: Whether its constructors require what ours do.
        needed: What its constructors require and ours don't, by our model and attribute, with a value that says nothing.
    """

    name = "batchmodels"
    module = "batchmodels"
    keeps_undeclared = True
    requires = True
    needed: Mapping[tuple[str, str], str] = {}

    def supports(self, known: Attribute | TextEnum) -> bool:
        """Return whether it has an attribute or a value of an enumeration."""
        return True

    def class_of(self, model: type[Model]) -> str:
        """Return the name of its class for one of our models; empty if it has none."""
        return model.__name__

    def attribute_of(self, model: type[Model], name: str) -> str:
        """Return the name of its attribute for one of ours."""
        return name

    def enum_of(self, enum: type[Enum]) -> str:
        """Return the name of its enumeration for one of ours; empty if it has none."""
        return enum.__name__

    def member_of(self, member: Enum) -> str:
        """Return the name of its member for one of ours."""
        return member.name


class _Azure14(Library):
    name = "azure-batch 14"
    module = "azure.batch.models"
    keeps_undeclared = False
    needed: Mapping[tuple[str, str], str] = {  # because nothing changes it
        ("NodeCounts", "upgrading_os"): "None",
        ("PoolUpdatePropertiesParameter", "certificate_references"): "[]",
    }

    def supports(self, known: Attribute | TextEnum) -> bool:
        if isinstance(known, Attribute) and known.read_only:
            return False
        return Encoding(api_version=_VERSION_OF_14).expected_version(known) is None


class _Azure15(Library):
    name = "azure-batch 15"
    module = "azure.batch.models"
    keeps_undeclared = False
    requires = False

    _records = {each.ours: each for each in COUNTERPARTS}  # noqa: RUF012  # because nothing changes it

    def supports(self, known: Attribute | TextEnum) -> bool:
        if isinstance(known, Attribute) and known.read_only:
            return False
        return Encoding(api_version=_VERSION_OF_15).expected_version(known) is None

    def class_of(self, model: type[Model]) -> str:
        record = self._records.get(model.__name__)
        return record.theirs if record else ""

    def attribute_of(self, model: type[Model], name: str) -> str:
        return self._records[model.__name__].attributes.get(name, name)

    def enum_of(self, enum: type[Enum]) -> str:
        return ENUMERATIONS.get(enum.__name__, "")

    def member_of(self, member: Enum) -> str:
        return member.name.upper()


LIBRARIES: dict[str, Library] = {"python": Library(), "azure-batch-14": _Azure14(), "azure-batch-15": _Azure15()}
"""The libraries by the names of the forms."""


class Code(msgspec.Struct):
    """Python code.

    Attributes:
        statements: The statements that build the models.
        imports: The names to import from the library.
        modules: The modules to import.
        losses: What the library's models have no place for.
        secrets: The environment variables that the code reads.
    """

    statements: list[str] = []
    imports: set[str] = set()
    modules: set[str] = set()
    losses: list[Loss] = []
    secrets: list[str] = []

    def source(self, library: Library) -> str:
        """Return the whole module."""
        blocks = ["\n".join(f"import {module}" for module in sorted(self.modules))] if self.modules else []
        blocks += [from_import(library.module, sorted(self.imports))] if self.imports else []
        return "\n\n".join([*blocks, *self.statements]) + "\n"


def add_code(code: Code, model: Model, variable: str, library: Library, names: Names, *, reveal_secrets: bool) -> None:
    """Add the statement that builds a model.

    Args:
        code: The code so far.
        model: The model.
        variable: The name of the variable.
        library: The library whose model it builds.
        names: The names of environment variables so far.
        reveal_secrets: Whether secrets are in the code. Otherwise it reads them from environment variables.
    """
    document, masked = (
        without_annotations(type(model), encode(model, Encoding(keep_readonly=True, masked=each))[0]) for each in (False, True)
    )
    hidden = hidden_in(document, with_masks(document) if reveal_secrets else masked)
    writer = _Writer(code, library, hidden, names, document)
    own = type(model).deserialize(document)
    name = library.class_of(type(own))
    if not name:
        code.losses.append(Loss(ROOT, f"{library.name} has no {type(own).__name__}"))
        return
    code.statements.append(assignment(variable, writer.model(own, ROOT)))


class _Writer:
    """One walk over a model."""

    def __init__(self, code: Code, library: Library, hidden: set[Steps], names: Names, document: dict[str, Any]) -> None:
        self.code = code
        self.package = library
        self.hidden = hidden
        self.names = names
        self.document = document

    def model(self, model: Model, path: Steps) -> Node:
        arguments: list[tuple[str, Node]] = []
        for attribute in sorted(type(model).__definition__.attributes, key=lambda each: not each.required):
            value = getattr(model, attribute.name)
            here = (*path, attribute.wire_key)
            name = self.package.attribute_of(type(model), attribute.name)
            if value is None:
                if attribute.required and self.package.requires:  # an answer lacks it
                    arguments.append((name, Node("None")))
                elif (type(model).__name__, attribute.name) in self.package.needed:
                    arguments.append((name, Node(self.package.needed[type(model).__name__, attribute.name])))
            elif not self.package.supports(attribute):
                self.lose(here, attribute.name)
            else:
                node = self.value(attribute.shape, value, here)
                arguments += [] if node is None else [(name, node)]
        if model.additional_properties:
            arguments += self.undeclared(model.additional_properties, path)
        self.code.imports.add(self.package.class_of(type(model)))
        return call(self.package.class_of(type(model)), arguments)

    def undeclared(self, members: dict[str, Any], path: Steps) -> list[tuple[str, Node]]:
        if not self.package.keeps_undeclared:
            for key in members:
                self.code.losses.append(Loss((*path, key), f"the models of {self.package.name} hold no undeclared members"))
            return []
        if path in self.hidden:
            return [("additional_properties", self.secret(members, (*path, "additionalProperties")))]
        return [("additional_properties", mapping([(key, self.json(each, (*path, key))) for key, each in members.items()]))]

    def lose(self, path: Steps, name: str) -> None:
        self.code.losses.append(Loss(path, f"{self.package.name} has no {name} here"))

    def value(self, shape: Any, value: Any, path: Steps) -> Node | None:
        if path in self.hidden and not isinstance(value, Model):
            return self.secret(value, path)
        while isinstance(shape, shapes.TextOr):
            shape = shape.element
        if isinstance(value, Model):
            if not self.package.class_of(type(value)):
                self.lose(path, type(value).__name__)
                return None
            return self.model(value, path)
        if isinstance(value, list) and isinstance(shape, shapes.ListOf):
            nodes = [self.value(shape.element, each, (*path, number)) for number, each in enumerate(value)]
            return sequence([each for each in nodes if each is not None])
        if isinstance(value, (Enum, shapes.UnknownValue)):
            return self.enumeration(value, path)
        if isinstance(value, datetime.datetime):
            return self.time(value)
        if isinstance(value, datetime.timedelta):
            return self.duration(value)
        return self.json(value, path)

    def enumeration(self, value: Enum | shapes.UnknownValue, path: Steps) -> Node | None:
        if isinstance(value, shapes.UnknownValue):
            if self.package.keeps_undeclared:
                self.code.imports.add("UnknownValue")
                return call("UnknownValue", [("", Node(text(str.__str__(value))))])
            self.code.losses.append(Loss(path, f"{self.package.name} doesn't know this value"))
            return None
        name = self.package.enum_of(type(value))
        if not name or (isinstance(value, TextEnum) and not self.package.supports(value)):
            self.code.losses.append(Loss(path, f"{self.package.name} doesn't know this value"))
            return None
        self.code.imports.add(name)
        return Node(f"{name}.{self.package.member_of(value)}")

    def time(self, value: datetime.datetime) -> Node:
        self.code.modules.add("datetime")
        utc = value.astimezone(datetime.timezone.utc)
        parts = [utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second, utc.microsecond]
        while len(parts) > 5 and not parts[-1]:  # noqa: PLR2004  # because repr() leaves out seconds, but not minutes
            parts.pop()
        numbers = [("", Node(str(part))) for part in parts]
        return call("datetime.datetime", [*numbers, ("tzinfo", Node("datetime.timezone.utc"))])

    def duration(self, value: datetime.timedelta) -> Node:
        self.code.modules.add("datetime")
        value = within_dotnet(value)  # azure-batch writes six digits
        rest, microseconds = divmod(value.seconds * 1_000_000 + value.microseconds, 1_000_000)
        minutes, seconds = divmod(rest, 60)
        hours, minutes = divmod(minutes, 60)
        parts = {"days": value.days, "hours": hours, "minutes": minutes, "seconds": seconds, "microseconds": microseconds}
        arguments = [(unit, Node(str(number))) for unit, number in parts.items() if number]
        return call("datetime.timedelta", arguments or [("", Node("0"))])

    def secret(self, value: Any, path: Steps) -> Node:
        name = self.names.of(path, self.document, value, camel=False)
        if name not in self.code.secrets:
            self.code.secrets.append(name)
        self.code.modules.add("os")
        node = index("os.environ", name)
        if type(value) is str:
            return node
        self.code.modules.add("json")
        return call("json.loads", [("", node)])

    def json(self, value: Any, path: Steps) -> Node:
        if path in self.hidden:
            return self.secret(value, path)
        if isinstance(value, dict):
            return mapping([(key, self.json(each, (*path, key))) for key, each in value.items()])
        if isinstance(value, list):
            return sequence([self.json(each, (*path, number)) for number, each in enumerate(value)])
        if isinstance(value, str):
            return Node(text(str.__str__(value)))
        return Node(repr(value).replace("e+", "e"))
