"""Masks in place of secrets: what this library prints, pasted into a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from ..paths import ROOT, Steps
from ..secrets.masking import MASK, has_mask
from .document import Document
from .shown_keys import shown_path

_SHOWN = 5

FIX = "Write the secrets in their places before you send the document."
"""What to do about masks."""


class Masks(msgspec.Struct, frozen=True):
    """The masks of a document.

    Attributes:
        steps: The steps of the first one, in the file.
        path: Its place for people.
        message: What is wrong, as a sentence.
    """

    steps: Steps
    path: str
    message: str


def masks_in(document: Document) -> Masks | None:
    """Return the masks in what a document's models are made of; None if it has none."""
    source = document.source
    if MASK not in source.text[slice(*source.span)]:
        return None
    found: dict[Steps, str] = {}
    for entry in document.entries:
        for steps in _masked(entry.content):
            located = entry.locate(steps)
            found.setdefault(located, entry.shown(located))
        tags = entry.resource.get("tags") if entry.resource is not None else None
        for steps in _masked(tags, ("tags",)):
            located = (*entry.where(ROOT), *steps)
            found.setdefault(located, shown_path(located))
    if not found:
        return None
    place, (first, *others) = next(iter(found)), found.values()
    if not others:
        message = f"this value has {MASK}, which batchmodels writes in place of a secret, so the secret isn't known."
        return Masks(place, first, message)
    named = ", ".join([first, *others][:_SHOWN]) + (", …" if len(found) > _SHOWN else "")
    message = f"{len(found)} values have {MASK}, which batchmodels writes in place of a secret, so these aren't known: {named}."
    return Masks(place, first, message)


def _masked(value: Any, steps: Steps = ROOT) -> Iterator[Steps]:
    """Yield the steps of the texts that have a mask, and of the members with a masked key."""
    if isinstance(value, dict):
        for key, member in value.items():
            if key == MASK:
                yield (*steps, key)
            else:
                yield from _masked(member, (*steps, key))
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from _masked(element, (*steps, index))
    elif isinstance(value, str) and has_mask(value):
        yield steps
