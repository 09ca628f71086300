"""The diagnostics of an open document, and the quick fixes for them."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import msgspec
from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    CodeDescription,
    Diagnostic,
    DiagnosticSeverity,
    TextEdit,
    WorkspaceEdit,
)

from ..documents.checking import check, unreadable
from ..documents.diagnostics import Diagnostic as Found
from ..documents.document import Document
from ..documents.errors import UnreadableError
from ..documents.file_bytes import MAX_SIZE, MEGABYTE
from ..documents.source import read_source
from ..rules.finding import Severity
from ..rules.internal_errors import failure
from .json_outline import json_outline
from .schemas import is_of_batch
from .settings import Settings
from .text_positions import TextPositions
from .yaml_outline import yaml_outline

_SEVERITIES = {
    Severity.error: DiagnosticSeverity.Error,
    Severity.warning: DiagnosticSeverity.Warning,
    Severity.note: DiagnosticSeverity.Information,
}

# Levels of a document that are searched for a pool or a start task, to decide whether an error concerns this server at all.
_IN_TEMPLATE = 4  # in a text with a mistake: an ARM template has pools at resources[0].properties
_WRAPPED = 2  # in a valid text that holds nothing to check: an object or a list around a pool


class Checked(msgspec.Struct, frozen=True):
    """One version of a document, checked.

    Attributes:
        found: What is wrong in it.
        skipped: Why it wasn't checked; empty if it was.
    """

    found: list[Found]
    skipped: str = ""


def name_of(uri: str, language: str | None) -> str:
    """The name of a document, with an ending that says what it is if the editor knows it."""
    name = PurePosixPath(unquote(urlsplit(uri).path)).name or "untitled"
    if not name.lower().endswith((".yaml", ".yml", ".json", ".tf")):
        return name + {"yaml": ".yaml", "json": ".json", "jsonc": ".json", "terraform": ".tf"}.get(language or "", "")
    return name


def reads_as_yaml(name: str, text: str) -> bool:
    """Whether a document is YAML: by its name, else by how it begins."""
    if name.lower().endswith((".yaml", ".yml")):
        return True
    return not name.lower().endswith(".json") and text.lstrip()[:1] not in ("{", "[")


def check_text(name: str, text: str, settings: Settings) -> Checked:
    """Check a document, which may be half written. A failure of the check itself is a diagnostic too."""
    if len(text) > MAX_SIZE * MEGABYTE:
        return Checked([], f"it has more than {MAX_SIZE} MB")
    levels = _IN_TEMPLATE
    try:
        source = read_source(name, text)
        levels = _WRAPPED
        document = Document(source, settings.type_name)
        found = check(document, api_version=settings.api_version, ignore=settings.ignore)
        return Checked([each for each in found if settings.shows(each)])
    except UnreadableError as error:
        if name.lower().endswith(".tf"):
            found = [unreadable(name, error.message, error.position)]
            return Checked(found) if "azurerm_batch" in text else Checked([], error.message)
        outline = (yaml_outline if reads_as_yaml(name, text) else json_outline)(text)
        if settings.type_name is not None or is_of_batch(outline.content, levels):
            return Checked([unreadable(name, error.message, error.position)])
        return Checked([], error.message)
    except Exception as error:  # noqa: BLE001  # because a bug in a check must not end the server
        return Checked([unreadable(name, failure(error))])


def lsp_diagnostic(found: Found, positions: TextPositions) -> Diagnostic:
    """Convert a diagnostic to that of the protocol."""
    start = positions.offset_of(found.line, found.column)
    end = positions.offset_of(found.end_line, found.end_column)
    sentence = found.message if found.message.endswith((".", "?", "!")) or not found.fix else f"{found.message}."
    return Diagnostic(
        positions.range(start, end),
        f"{sentence} {found.fix}".rstrip(),
        severity=_SEVERITIES[found.severity],
        code=found.rule,
        code_description=CodeDescription(found.help) if found.help.startswith("https://") else None,
        source="batchmodels",
    )


def quick_fixes(uri: str, found: list[Found], positions: TextPositions) -> list[CodeAction]:
    """Return the certain fixes of some diagnostics of a document: those that have an edit."""
    return [
        CodeAction(
            each.fix.removesuffix("."),
            kind=CodeActionKind.QuickFix,
            diagnostics=[lsp_diagnostic(each, positions)],
            is_preferred=True,
            edit=WorkspaceEdit(changes={uri: [TextEdit(positions.range(each.edit.start, each.edit.end), each.edit.text)]}),
        )
        for each in found
        if each.edit is not None
    ]


def on_lines(checked: Checked, first: int, last: int) -> list[Found]:
    """The diagnostics of a document on some lines, counted from 0: a key may be on another line than its value."""
    return [found for found in checked.found if max(found.line, 1) - 1 <= last and max(found.end_line, 1) - 1 >= first]
