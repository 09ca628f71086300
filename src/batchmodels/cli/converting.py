"""The work of the command ``convert``: the models of a file, and notes about what is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NoReturn

import msgspec

from ..arm.reading import Reader
from ..changes.old_names import modernized, old_names_in
from ..documents import Entry, UnreadableError, read_text
from ..documents.arm_pools import is_arm_answer, is_arm_patch
from ..documents.expressions.scope import Given
from ..documents.expressions.secure import SECURE_ONLY
from ..documents.expressions.syntax import is_expression
from ..documents.expressions.values import Unknown
from ..documents.problem_texts import sentence_of
from ..documents.shown_keys import shown_path
from ..engine.model import Model
from ..errors import DeserializationError, Loss, Problem, ValidationError
from ..forms.arm_members import arm_members_in
from ..forms.convert import ConvertedAll, Source, converted
from ..models.cloud_pool import CloudPool
from ..models.pools import PoolAddParameter, PoolPatchParameter
from ..paths import Steps
from ..secrets.masking import cut, mask_text
from .notes import note_masks, note_status, note_unknown_names, report_mistakes
from .output import say

_REFUSED, _UNREADABLE = 1, 2
_LISTED = 20
_FOR_ARM = ("arm", "bicep")


class _RefusedError(Exception):
    """Something can't be converted, and the standard error says what."""


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
        document = read_text(text, file, type_name=type_name, parameters=parameters)
        note_unknown_names(parameters, [document])
        if report_mistakes(document):
            return _REFUSED
        chosen = _chosen(file, document.entries, name)
        sources = [_modernized(entry, _source(entry, to)) for entry in chosen]
        result = _converted(file, chosen, sources, to, api_version, account=account, reveal_secrets=reveal_secrets)
    except UnreadableError as error:
        say(str(error))
        return _UNREADABLE
    except TypeError as error:
        say(f"{file}: {error}.")
        return _UNREADABLE
    except _RefusedError:
        return _REFUSED
    note_masks(document)
    if result.secrets:
        say(f"{file}: {_about_secrets(result.secrets, to)}")
    return result.text


def _chosen(file: str, entries: Sequence[Entry], name: str | None) -> list[Entry]:
    wanted = [entry for entry in entries if name in {None, entry.name}]
    if wanted:
        return wanted
    names = ", ".join(cut(mask_text(entry.name)) for entry in entries[:_LISTED] if entry.name)
    if name and names:
        raise UnreadableError(file, f"expected a pool named {cut(mask_text(name))!r}, got {names}")
    raise UnreadableError(file, "it contains no pools")


class _Read(Source, frozen=True):
    """A model with what its entry has lost already, with steps in the file."""

    losses: tuple[Loss, ...] = ()


def _source(entry: Entry, to: str) -> _Read:
    """Return the model of an entry; a pool of ARM is read with everything in it."""
    if entry.resource is not None:
        return _from_arm(entry, entry.resource, to)
    if entry.holes:
        reasons = {each.steps: each.unknown.reason for each in entry.unjudged}
        holes = [entry.locate(hole) for hole in entry.holes]
        _refuse_unknown(entry, [(steps, reasons.get(steps, "")) for steps in holes])
    if entry.model is None or entry.problems:
        _refuse(entry, entry.problems)
    _refuse_arm_members(entry, entry.model)
    return _Read(entry.model)


def _modernized(entry: Entry, source: _Read) -> _Read:
    """Return a source with the present names of members, and notes about the old ones."""
    notes = [(steps, f"old name; its present name is {successor}") for steps, successor in old_names_in(source.model)]
    losses = tuple(Loss(entry.locate(steps), reason) for steps, reason in notes)
    return msgspec.structs.replace(source, model=modernized(source.model), losses=(*source.losses, *losses))


def _from_arm(entry: Entry, resource: dict[str, Any], to: str) -> _Read:
    origin = entry.where(())
    lost = () if to in _FOR_ARM else ("identity", "tags")
    known = ("name", "properties", "identity", "tags")
    unknown = list(_unknown({key: each for key, each in resource.items() if key in known and key not in lost}, origin))
    if unknown:
        _refuse_unknown(entry, unknown)
    kind = PoolPatchParameter if is_arm_patch(resource) else CloudPool if is_arm_answer(resource) else PoolAddParameter
    reader = Reader(kind)
    reader.read(resource)
    problems = reader.problems
    if not problems:
        try:
            model = kind.deserialize(reader.content)
        except DeserializationError as error:
            problems = [
                Problem(reader.where(each.steps), each.rule, each.expected, each.came, hidden=each.hidden)
                for each in error.problems
            ]
        else:
            kept = {steps for steps, _ in reader.rest} if to in _FOR_ARM else set()
            losses = [Loss((*origin, *each.steps), each.reason) for each in reader.losses if each.steps not in kept]
            if to in _FOR_ARM:
                losses = [each for each in losses if "to_arm(account=...)" not in each.reason]
            return _Read(model, reader.rest, tuple(losses))
    for problem in problems:
        say(f"{_place(entry, (*origin, *problem.steps))}: {problem.sentence}")
    raise _RefusedError


def _converted(
    file: str, entries: Sequence[Entry], sources: Sequence[_Read], to: str, api_version: str | None, **options: Any
) -> ConvertedAll:
    for entry, source in zip(entries, sources, strict=True):
        problems = source.model.validate(api_version=None if to in _FOR_ARM else api_version)
        problems = [each for each in problems if not (isinstance(source.model, CloudPool) and each.rule == "required")]
        if problems:
            _refuse(entry, problems)
    try:
        result = converted(sources, to, api_version=api_version, creates=True, **options)
    except ValidationError as error:  # of ARM's form, which the file may not have
        for problem in error.problems:
            say(f"{file}: {problem.message}")
        raise _RefusedError from None
    for entry, source, losses in zip(entries, sources, result.losses, strict=True):
        for loss in source.losses:
            say(f"{_place(entry, loss.steps)}: note: {loss.reason}")
        named = f"{entry.name}: " if entry.name and len(entries) > 1 else ""
        for loss in note_status(f"{file}: {cut(mask_text(named))}", losses):
            say(f"{_place(entry, entry.locate(loss.steps))}: note: {loss.reason}")
    return result


def _refuse_arm_members(entry: Entry, model: Model) -> None:
    found = [] if entry.arm else list(arm_members_in(model))
    for steps, message in found:
        say(f"{_place(entry, entry.locate(steps))}: {message}")
    if found:
        raise _RefusedError


def _refuse(entry: Entry, problems: Iterable[Problem]) -> NoReturn:
    for problem in problems:
        say(f"{_place(entry, entry.locate(problem.steps))}: {sentence_of(entry, problem)}")
    raise _RefusedError


def _refuse_unknown(entry: Entry, unknown: Iterable[tuple[Steps, str]]) -> NoReturn:
    for steps, reason in sorted(unknown, key=str):
        because = f" ({reason})" if reason else ""
        named = "parameter" in f"{reason} {steps[-1]}"  # a key is known by its own expression
        of_a_parameter = not reason or (named and not reason.endswith(SECURE_ONLY))
        give = "give the parameter a value with -p or --parameters, or " if of_a_parameter else ""
        say(f"{_place(entry, steps)}: this value is known only at deployment{because}; {give}write the value in the file.")
    raise _RefusedError


def _unknown(value: Any, steps: Steps) -> Iterator[tuple[Steps, str]]:
    if isinstance(value, Unknown):
        yield steps, value.reason
    elif isinstance(value, dict):
        for key, each in value.items():
            if is_expression(key):
                yield (*steps, key), "a key"
            yield from _unknown(each, (*steps, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _unknown(each, (*steps, number))


def _place(entry: Entry, steps: Steps) -> str:
    """Return the place of a value in the file, by its steps there."""
    position = entry.source.position(steps)
    return f"{entry.source.file}:{position.line}:{position.column}: {shown_path(steps)}"


def _about_secrets(secrets: Sequence[str], to: str) -> str:
    count = f"{len(secrets)} secret{'' if len(secrets) == 1 else 's'}"
    if to in {"arm", "data"}:
        return f"{count} written as ***; --reveal-secrets writes the values."
    kind = "parameter" if to == "bicep" else "environment variable"
    return f"{count} read from the {kind}{'' if len(secrets) == 1 else 's'} {', '.join(secrets)}."
