"""What the commands print on the standard error about a file that they have read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

from ..arm.writing import READ_ONLY
from ..documents.arm_resources import RESOURCE
from ..documents.declared_parameters import DeclaredParameters
from ..documents.diagnostics import DOCUMENT
from ..documents.document import Document
from ..documents.expressions.scope import Given
from ..documents.masks import FIX, masks_in
from ..documents.shown_keys import shown_path
from ..errors import Loss
from ..paths import Steps
from ..rules.finding import Severity
from .output import say

_LISTED = 20


def require_known_names(given: Mapping[str, Given], documents: Iterable[Document]) -> None:
    """End the program if ``-p`` has names that no template has, as a deployment would fail."""
    if not any(each.written for each in given.values()):
        return
    declared = DeclaredParameters()
    for document in documents:
        declared.add(document)
    mistakes = list(declared.mistakes(given))
    for mistake in mistakes:
        say(mistake)
    if mistakes:
        sys.exit(2)


def note_masks(document: Document) -> None:
    """Print a note if a document has masks in place of secrets."""
    masks = masks_in(document)
    if masks is not None:
        position = document.position(masks.steps)
        say(f"{document.file}:{position.line}:{position.column}: {masks.path}: note: {masks.message} {FIX}")


def note_status(place: str, losses: Iterable[Loss]) -> list[Loss]:
    """Print one note about all members of an answer that only the service sets. Return the other losses.

    Args:
        place: The file, and what the losses are of.
        losses: What another form lacks.
    """
    found = list(losses)
    paths = [loss.path.removeprefix("$.") for loss in found if loss.reason == READ_ONLY]
    if paths:
        members = ", ".join(paths[:_LISTED]) + (", …" if len(paths) > _LISTED else "")
        count = (
            "1 member that only the service sets is"
            if len(paths) == 1
            else f"{len(paths)} members that only the service sets are"
        )
        say(f"{place}note: {count} left out: {members}")
    return [loss for loss in found if loss.reason != READ_ONLY]


def report_mistakes(document: Document) -> int:
    """Print the mistakes in the text of a document, for example a duplicate key. Return the exit status, 1 if there are any.

    Only ``check`` reports what is wrong around a pool in ARM: the pool itself can be read.
    """
    status = 0
    for finding in document.findings:
        if finding.severity == Severity.error and finding.rule != DOCUMENT + RESOURCE:
            say(
                f"{place_in(document, finding.steps)}: {finding.message}. {finding.fix}".replace("?. ", "? ").replace(
                    ".. ", ". "
                )
            )
            status = 1
    return status


def place_in(document: Document, steps: Steps) -> str:
    """Return the place of a value in a file, by its steps there."""
    position = document.position(steps)
    return f"{document.file}:{position.line}:{position.column}: {shown_path(steps)}"
