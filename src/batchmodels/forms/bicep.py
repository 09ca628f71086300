"""Bicep: the resource of a pool, with its secrets as parameters."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from ..paths import ROOT, Steps
from .hidden import Names, hidden_in

ACCOUNT = "\ue000"
"""A mark for the resource id of the account within the ids of a pool. No document has this character."""

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_INDENT = "  "
_LARGEST = 2**63 - 1
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}

# Words that mean something else at the beginning of a statement or as a value.
_KEYWORDS = frozenset(
    (
        *("as", "assert", "existing", "extension", "false", "for", "func", "if", "import", "metadata", "module", "null"),
        *("output", "param", "resource", "targetScope", "true", "type", "using", "var", "with"),
    )
)
_VALUES = frozenset(("false", "for", "if", "null", "true"))
"""The words that can't be the key of a member."""

RESERVED = frozenset((*_KEYWORDS, "account", "accountName", "az", "sys"))
"""The names that a parameter can't have."""


class Bicep(msgspec.Struct):
    """A Bicep file, as far as it is written.

    Attributes:
        statements: The resources and variables.
        parameters: The types of its secure parameters, by their names.
        has_account: Whether a resource needs the account.
        api_version: The API version of the account's resource.
        account: The resource id of the account; empty if it isn't known.
    """

    statements: list[str] = []
    parameters: dict[str, str] = {}
    has_account: bool = False
    api_version: str = ""
    account: str = ""

    def source(self) -> str:
        """Return the whole file."""
        blocks: list[str] = []
        if self.has_account:
            name = self.account.rpartition("/")[2]
            default = f" = {text(name)}" if name else ""
            blocks.append(f"@description('The name of the Batch account.')\nparam accountName string{default}")
        blocks += [f"@secure()\nparam {name} {kind}" for name, kind in self.parameters.items()]
        if self.has_account:
            kind = f"Microsoft.Batch/batchAccounts@{self.api_version}"
            blocks.append(f"resource account '{kind}' existing = {{\n{_INDENT}name: accountName\n}}")
        return "\n\n".join([*blocks, *self.statements]) + "\n"


def add_bicep(bicep: Bicep, document: dict[str, Any], masked: dict[str, Any], name: str, names: Names) -> None:
    """Add the resource of a pool, or a variable with any other document.

    Args:
        bicep: The file so far.
        document: ARM's form of the model.
        masked: The same with masks in the place of secrets; the document itself to keep them.
        name: The symbolic name.
        names: The names of parameters so far.
    """
    writer = _Writer(bicep, hidden_in(document, masked), names, document)
    if "type" not in document:
        bicep.statements.append(f"var {name} = {writer.value(document, masked, ROOT, '')}")
        return
    kind = f"{document['type']}@{document['apiVersion']}"
    members = {key: value for key, value in document.items() if key not in {"type", "apiVersion"}}
    bicep.has_account = True
    bicep.api_version = max(bicep.api_version, document["apiVersion"])
    body = writer.members(members, masked, ROOT, _INDENT)
    lines = [f"resource {name} {text(kind)} = {{", f"{_INDENT}parent: account", *body, "}"]
    bicep.statements.append("\n".join(lines))


def with_account(value: Any, account: str) -> Any:
    """Return a document with marks in place of the account's resource id at the beginning of texts."""
    if isinstance(value, dict):
        return {key: with_account(each, account) for key, each in value.items()}
    if isinstance(value, list):
        return [with_account(each, account) for each in value]
    is_within = isinstance(value, str) and value.lower().startswith(f"{account}/".lower())
    return f"{ACCOUNT}{value[len(account) :]}" if is_within else value


class _Writer:
    """One walk over a document."""

    def __init__(self, bicep: Bicep, hidden: set[Steps], names: Names, document: dict[str, Any]) -> None:
        self.bicep = bicep
        self.hidden = hidden
        self.names = names
        self.document = document

    def value(self, value: Any, masked: Any, path: Steps, indent: str) -> str:
        inner = indent + _INDENT
        if path in self.hidden and not isinstance(value, dict):
            return self.parameter(value, path)
        if isinstance(value, dict):
            if not value:
                return "{}"
            secret = [key for key in value if path in self.hidden and isinstance(masked, dict) and key not in masked]
            if path in self.hidden and not secret:
                return self.parameter(value, path)
            shown = {key: each for key, each in value.items() if key not in secret}
            written = "\n".join(["{", *self.members(shown, masked, path, inner), f"{indent}}}"])
            if not secret:
                return written
            return f"union({written}, {self.parameter({key: value[key] for key in secret}, (*path, 'secrets'))})"
        if isinstance(value, list):
            if not value:
                return "[]"
            masks = masked if isinstance(masked, list) else value
            lines = [
                f"{inner}{self.value(each, mask, (*path, number), inner)}"
                for number, (each, mask) in enumerate(zip(value, masks, strict=True))
            ]
            return "\n".join(["[", *lines, f"{indent}]"])
        return plain(value)

    def members(self, members: dict[str, Any], masked: Any, path: Steps, indent: str) -> list[str]:
        masks = masked if isinstance(masked, dict) else members
        return [
            f"{indent}{_key(key)}: {self.value(value, masks.get(key), (*path, key), indent)}" for key, value in members.items()
        ]

    def parameter(self, value: Any, path: Steps) -> str:
        inner = path[0] == "properties"
        document = self.document["properties"] if inner else self.document
        name = self.names.of(path[1:] if inner else path, document, value, camel=True)
        self.bicep.parameters[name] = "object" if isinstance(value, dict) else "string" if isinstance(value, str) else "array"
        return name


def plain(value: Any) -> str:
    """Return a plain value as Bicep has it."""
    if isinstance(value, str):
        return text(str.__str__(value))
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int) and abs(value) <= _LARGEST:
        return str(value)
    return f"json({text(str(value))})"  # Bicep has no other numbers than integers of 64 bits


def text(value: str) -> str:
    """Return a literal of a text.

    Line breaks are escaped: a text of several lines between three quotes would get the line breaks of the file, which git may
    change.
    """
    before, account, rest = value.rpartition(ACCOUNT)
    return f"'{_escaped(before)}{'${account.id}' if account else ''}{_escaped(rest)}'"


def _escaped(value: str) -> str:
    escaped = "".join(_ESCAPES.get(each, each if each.isprintable() else f"\\u{{{ord(each):x}}}") for each in value)
    return escaped.replace("${", "\\${")


def _key(key: str) -> str:
    return key if _IDENTIFIER.fullmatch(key) and key not in _VALUES else text(key)
