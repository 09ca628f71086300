"""The work of the command ``convert``: the models of a file, and notes about what is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ..arm.writing import READ_ONLY
from ..changes.old_names import modernized, old_names_in
from ..documents import Entry, UnreadableError, read_text
from ..documents.entry_names import chosen_from
from ..documents.expressions.scope import Given
from ..errors import Loss, ValidationError
from ..forms.convert import ConvertedAll, converted
from ..forms.creating import is_answer
from ..secrets.masking import cut, mask_text
from .conversion_sources import FOR_ARM, Read, RefusedError, place_of, refuse_problems, source_of
from .notes import note_masks, note_status, report_mistakes, require_known_names
from .output import say

_REFUSED, _UNREADABLE = 1, 2
_LISTED = 20


def convert(
    file: str,
    text: bytes,
    to: str,
    *,
    account: str | None,
    name: str | None,
    api_version: str | None,
    reveal_secrets: bool,
    type_name: str | None,
    parameters: Mapping[str, Given],
) -> str | int:
    """Convert the entries of a file; see the command. Return the text, or the exit status without one.

    Raises:
        ValueError: An option is wrong.
    """
    try:
        document = read_text(text, file, type_name=type_name, parameters=parameters, account=account)
        require_known_names(parameters, [document])
        if report_mistakes(document):
            return _REFUSED
        chosen = _chosen(file, document.entries, name)
        sources = [_modernized(entry, source_of(entry, to)) for entry in chosen]
        result = _converted(file, chosen, sources, to, api_version, account=account, reveal_secrets=reveal_secrets)
    except UnreadableError as error:
        say(str(error))
        return _UNREADABLE
    except TypeError as error:
        say(f"{file}: {error}.")
        return _UNREADABLE
    except RefusedError:
        return _REFUSED
    note_masks(document)
    if result.secrets:
        say(f"{file}: {_about_secrets(result.secrets, to)}")
    return result.text


def _chosen(file: str, entries: tuple[Entry, ...], name: str | None) -> list[Entry]:
    wanted = chosen_from(entries, name)
    if wanted:
        return wanted
    names = ", ".join(cut(mask_text(entry.name)) for entry in entries[:_LISTED] if entry.name)
    if name and names:
        raise UnreadableError(file, f"expected a pool named {cut(mask_text(name))!r}, got {names}")
    raise UnreadableError(file, "it contains no pools")


def _modernized(entry: Entry, source: Read) -> Read:
    """Return a source with the present names of members, and notes about the old ones."""
    notes = [(steps, f"old name; its present name is {successor}") for steps, successor in old_names_in(source.model)]
    losses = tuple(Loss(entry.locate(steps), reason) for steps, reason in notes)
    return msgspec.structs.replace(source, model=modernized(source.model), losses=(*source.losses, *losses))


def _converted(
    file: str, entries: Sequence[Entry], sources: Sequence[Read], to: str, api_version: str | None, **options: Any
) -> ConvertedAll:
    for entry, source in zip(entries, sources, strict=True):
        problems = source.model.validate(api_version=None if to in FOR_ARM else api_version)
        problems = [each for each in problems if not (is_answer(source.model) and each.rule == "required")]
        if problems:
            refuse_problems(entry, problems)
    try:
        result = converted(sources, to, api_version=api_version, creates=True, **options)
    except ValidationError as error:  # of ARM's form, which the file may not have
        for problem in error.problems:
            say(f"{file}: {problem.message}")
        raise RefusedError from None
    for entry, source, losses in zip(entries, sources, result.losses, strict=True):
        named = f"{entry.name}: " if entry.name and len(entries) > 1 else ""
        note_status(f"{file}: {cut(mask_text(named))}", (*source.losses, *losses))
        for loss in (*source.losses, *(Loss(entry.locate(each.steps), each.reason) for each in losses)):
            if loss.reason != READ_ONLY:
                say(f"{place_of(entry, loss.steps)}: note: {loss.reason}")
    return result


def _about_secrets(secrets: Sequence[str], to: str) -> str:
    count = f"{len(secrets)} secret{'' if len(secrets) == 1 else 's'}"
    if to in {"arm", "data"}:
        return f"{count} written as ***; --reveal-secrets writes the values."
    kind = "parameter" if to == "bicep" else "environment variable"
    return f"{count} read from the {kind}{'' if len(secrets) == 1 else 's'} {', '.join(secrets)}."
