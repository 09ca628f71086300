"""The diagnostics of an open document, and the quick fixes for them."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any
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
from ..documents.entries import Entry
from ..documents.errors import UnreadableError
from ..documents.file_bytes import MAX_SIZE, MEGABYTE
from ..documents.partial_models import value_at
from ..documents.source import read_source
from ..rules.discovery import RULES
from ..rules.finding import Finding, Rename, Severity
from ..rules.internal_errors import failure
from ..rules.review import review_all
from .json_outline import json_outline
from .schemas import is_of_batch
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


class Options(msgspec.Struct, frozen=True):
    """What the editor's settings can change.

    Attributes:
        api_version: The API version that the documents are for; None checks none.
        ignore: The ids of rules to leave out, or what they begin with.
    """

    api_version: str | None = None
    ignore: tuple[str, ...] = ()

    @property
    def ignored(self) -> list[str]:
        """The ids of the rules to leave out."""
        return [rule for rule in RULES if self.ignore and rule.startswith(self.ignore)]


class Checked(msgspec.Struct, frozen=True):
    """One version of a document, checked.

    Attributes:
        document: The document; None if it can't be read.
        found: What is wrong in it.
        skipped: Why it wasn't checked; empty if it was.
    """

    document: Document | None
    found: list[Found]
    skipped: str = ""


def name_of(uri: str, language: str | None) -> str:
    """The name of a document, with an ending that says whether it is YAML or JSON if the editor knows it."""
    name = PurePosixPath(unquote(urlsplit(uri).path)).name or "untitled"
    if not name.lower().endswith((".yaml", ".yml", ".json")):
        return name + {"yaml": ".yaml", "json": ".json", "jsonc": ".json"}.get(language or "", "")
    return name


def reads_as_yaml(name: str, text: str) -> bool:
    """Whether a document is YAML: by its name, else by how it begins."""
    if name.lower().endswith((".yaml", ".yml")):
        return True
    return not name.lower().endswith(".json") and text.lstrip()[:1] not in ("{", "[")


def check_text(name: str, text: str, options: Options) -> Checked:
    """Check a document, which may be half written. A failure of the check itself is a diagnostic too."""
    if len(text) > MAX_SIZE * MEGABYTE:
        return Checked(None, [], f"it has more than {MAX_SIZE} MB")
    levels = _IN_TEMPLATE
    try:
        source = read_source(name, text)
        levels = _WRAPPED
        document = Document(source)
        return Checked(document, check(document, api_version=options.api_version, ignore=options.ignored))
    except UnreadableError as error:
        outline = (yaml_outline if reads_as_yaml(name, text) else json_outline)(text)
        if is_of_batch(outline.content, levels):
            return Checked(None, [unreadable(name, error.message, error.position)])
        return Checked(None, [], error.message)
    except Exception as error:  # noqa: BLE001  # because a bug in a check must not end the server
        return Checked(None, [unreadable(name, failure(error))])


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


def quick_fixes(uri: str, checked: Checked, found: list[Found], positions: TextPositions) -> list[CodeAction]:
    """Return the certain fixes of some diagnostics of a document: those whose finding has an edit."""
    document = checked.document
    wanted = {each.rule for each in found} & RULES.keys()
    if document is None or not wanted:
        return []
    entries = [entry for entry in document.entries if entry.model is not None]
    reviewed = review_all(document.models, ignore=RULES.keys() - wanted)
    actions: list[CodeAction] = []
    for entry, findings in zip(entries, reviewed, strict=True):
        for finding in findings:
            diagnostic = next((each for each in found if _is_about(each, entry, finding)), None)
            edit = _text_edit(entry, finding, positions) if diagnostic is not None else None
            if diagnostic is not None and edit is not None:
                actions.append(
                    CodeAction(
                        finding.fix.removesuffix("."),
                        kind=CodeActionKind.QuickFix,
                        diagnostics=[lsp_diagnostic(diagnostic, positions)],
                        is_preferred=True,
                        edit=WorkspaceEdit(changes={uri: [edit]}),
                    )
                )
    return actions


def _is_about(found: Found, entry: Entry, finding: Finding) -> bool:
    position = (found.line, found.column, found.end_line, found.end_column)
    return (found.rule, found.message) == (finding.rule, finding.message) and position == entry.position(finding.steps)


def _text_edit(entry: Entry, finding: Finding, positions: TextPositions) -> TextEdit | None:
    """The change of the text that makes a finding's edit; None where the text allows none."""
    edit = finding.edit
    if edit is None:
        return None
    steps = entry.locate(edit.steps)
    spans = entry.source.spans(steps)
    if spans is None:
        return None
    text = entry.source.text
    key, value = spans
    if isinstance(edit, Rename):
        renamed = str(entry.locate((*edit.steps[:-1], edit.key))[-1])
        around = value_at(entry.source.content, steps[:-1])
        if key is None or (isinstance(around, dict) and renamed in around):
            return None
        return TextEdit(positions.range(*key), _as_written(text[key[0] : key[1]], renamed, entry.source.is_yaml))
    old = text[value[0] : value[1]]
    if isinstance(edit.value, (dict, list)) or old[:1] in ("{", "[", "|", ">"):
        return None
    return TextEdit(positions.range(*value), _as_written(old, edit.value, entry.source.is_yaml))


def _as_written(old: str, new: Any, is_yaml: bool) -> str:
    """Write a key or a scalar in the style of the one that it replaces."""
    if is_yaml and isinstance(new, str) and new.isidentifier() and not old.startswith('"'):
        return f"'{new}'" if old.startswith("'") else new
    return json.dumps(new, ensure_ascii=False)


def on_lines(checked: Checked, first: int, last: int) -> list[Found]:
    """The diagnostics of a document on some lines, counted from 0: a key may be on another line than its value."""
    return [found for found in checked.found if max(found.line, 1) - 1 <= last and max(found.end_line, 1) - 1 >= first]
