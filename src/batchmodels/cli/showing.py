"""The commands ``show`` and ``body``, which print a document as a tree without secrets and as a request body."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

from ..documents import Document, Entry, UnreadableError, read_text
from ..documents.entry_names import chosen_from
from ..documents.expressions.scope import Given
from ..documents.model_detection import ANSWERS
from ..documents.problem_texts import sentence_of
from ..documents.shown_keys import shown_path
from ..documents.templates import Unjudged
from ..engine import wiretexts
from ..engine.jsontext import indented
from ..engine.jsontext import write as to_json
from ..engine.model import Model
from ..errors import Loss, Problem
from ..forms.arm_members import arm_members_in
from ..forms.creating import creation_of, is_answer
from ..forms.kinds import kind_named, no_arm_form
from ..models.arm import ArmModel
from ..paths import Steps
from ..secrets.masking import MASK, is_hidden_member, mask_text, masked_json
from ..secrets.printing import printable
from .notes import note_masks, note_status, report_mistakes, require_known_names
from .output import say, write

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree

_UNREADABLE = 2
_LISTED = 20


def show(file: str, text: bytes, type_name: str | None, parameters: Mapping[str, Given], *, color: bool) -> int:
    """Print every entry of a file as a tree; see the command. Return the exit status."""
    from rich.console import Console  # noqa: PLC0415  # because importing it takes time
    from rich.tree import Tree  # noqa: PLC0415  # because it belongs to that

    document = _document(file, text, type_name, parameters)
    if document is None:
        return _UNREADABLE
    if not document.entries:
        say(f"{file}: it contains no pools.")
    for entry in document.entries:
        if entry.model is None:
            continue
        tree = Tree(_label(printable(mask_text(entry.name or file)), "", entry.model_type), guide_style="dim")
        _grow(tree, entry.model)
        reasons = _reasons(entry)
        for hole in sorted(entry.holes, key=str):
            tree.add(_label(printable(shown_path(hole)), f"unknown, because {printable(_reason(entry, hole, reasons))}"))
        # Without a terminal, lines may be of any length.
        console = Console(
            file=io.StringIO(),
            color_system="standard" if color else None,
            force_terminal=color,
            width=None if color else 100_000,
        )
        with console.capture() as printed:
            console.print(tree, soft_wrap=not color)
        write(printed.get().rstrip("\n"), color=color)
    note_masks(document)
    return max([report_mistakes(document), *(report(entry, entry.problems) for entry in document.entries)])


def body(
    file: str,
    text: bytes,
    type_name: str | None,
    name: str | None,
    api_version: str | None,
    parameters: Mapping[str, Given],
    *,
    arm: bool,
) -> int:
    """Print the request body of the only entry of a file; see the command. Return the exit status."""
    document = _document(file, text, type_name, parameters)
    if document is None:
        return _UNREADABLE
    if report_mistakes(document):
        return 1
    wanted = chosen_from(document.entries, name)
    if len(wanted) != 1:
        names = ", ".join(mask_text(entry.name) for entry in document.entries[:_LISTED] if entry.name)
        hint = f"; choose one with --name: {names}" if names else ""
        say(f"{file}: expected one pool or start task, got {len(wanted)}{hint}.")
        return _UNREADABLE
    (entry,) = wanted
    if _refuse_unknown(entry):
        return 1
    if entry.model is None or entry.problems:
        return report(entry, entry.problems)
    lacking = _without_body(entry.model, arm=arm)
    if lacking:
        say(f"{file}: {lacking}.")
        return _UNREADABLE
    if _refuse_arm_members(entry, entry.model):
        return 1
    created, lacks = creation_of(entry.model)
    problems = created.validate(api_version=api_version)
    if problems:
        return report(entry, problems)
    if arm and isinstance(entry.model, ArmModel):
        losses: list[Loss] = []
        _write_body(entry, indented(to_json(entry.model.to_arm(losses=losses)), 2), losses)
    else:
        _write_body(entry, created.to_json(indent=2, api_version=api_version), lacks)
    note_masks(document)
    return 0


def _write_body(entry: Entry, body: bytes, losses: Iterable[Loss]) -> None:
    """Print a request body, and on the standard error what it lacks."""
    for loss in note_status(f"{entry.source.file}: ", losses):
        say(f"{_place(entry, loss.steps)}: note: {loss.reason}")
    write(body.decode())


def _without_body(model: Model, *, arm: bool) -> str:
    """Return why there is no request body of a model; empty if there is one."""
    name = type(model).__name__
    if arm and not isinstance(model, ArmModel):
        return no_arm_form(name)
    return f"no request has a {kind_named(name)}: only the service sends it" if name in ANSWERS and not is_answer(model) else ""


def _refuse_arm_members(entry: Entry, model: Model) -> bool:
    """Print the members that only ARM's pools have, which the Batch service ignores. Return whether there are any."""
    found = [] if entry.arm else list(arm_members_in(model))
    for steps, message in found:
        say(f"{_place(entry, steps)}: {message}")
    return bool(found)


def _refuse_unknown(entry: Entry) -> bool:
    """Print the values of an entry that are known only at deployment. Return whether there are any."""
    reasons = _reasons(entry)
    secrets = {_located(entry, each) for each in entry.unjudged if each.unknown.secret}  # which don't belong in the file
    for hole in sorted(entry.holes, key=str):
        because = f"because {_reason(entry, hole, reasons)}"
        advice = "give it with -p" if entry.locate(hole) in secrets else "write it in the file, or give it with -p"
        say(f"{_place(entry, hole)}: this value isn't known, {because}; {advice}.")
    return bool(entry.holes)


def _document(file: str, text: bytes, type_name: str | None, parameters: Mapping[str, Given]) -> Document | None:
    try:
        document = read_text(text, file, type_name=type_name, parameters=parameters)
    except UnreadableError as error:
        say(str(error))
        return None
    require_known_names(parameters, [document])
    return document


def _reasons(entry: Entry) -> dict[Steps, str]:
    """Return why values aren't known, by their steps in the file."""
    return {_located(entry, each): each.unknown.reason for each in entry.unjudged}


def _located(entry: Entry, unjudged: Unjudged) -> Steps:
    """Return the steps in the file of a value that isn't known."""
    return entry.origins.place(unjudged.steps) if entry.origins else unjudged.steps


def _reason(entry: Entry, hole: Steps, reasons: dict[Steps, str]) -> str:
    """Return why a value of an entry isn't known, or the object around it."""
    steps = entry.locate(hole)
    found = (reasons.get(steps[:length]) for length in range(len(steps), 0, -1))
    return next((each for each in found if each), "something outside of the file gives it")


def report(entry: Entry, problems: Iterable[Problem]) -> int:
    """Print problems of an entry on the standard error. Return the exit status, 1 if there are any."""
    status = 0
    for problem in problems:
        say(f"{_place(entry, problem.steps)}: {sentence_of(entry, problem)}")
        status = 1
    return status


def _place(entry: Entry, steps: Steps) -> str:
    position = entry.position(steps)
    located = entry.locate(steps)
    path = entry.shown(located)
    return f"{entry.source.file}:{position.line}:{position.column}: {path}"


def _grow(tree: Tree, model: Model) -> None:
    """Add the members of a model to a tree, under their wire keys."""
    definition = model.__definition__
    for attribute in definition.attributes:
        value = getattr(model, attribute.name)
        if value is not None:
            secret = definition.is_secret(attribute, vars(model).get)
            _add(tree, attribute.wire_key, value, secret, labels=attribute.shape.has_labels)
    unknown = model.additional_properties
    for key, value in unknown.items():
        is_secret = value is not None and (definition.has_secrets or is_hidden_member(key, unknown))
        tree.add(_label(printable(definition.shown_key(key)), MASK if is_secret else _scalar(value), "unknown"))


def _add(tree: Tree, key: str, value: Any, secret: bool, *, labels: bool = False) -> None:
    if isinstance(value, Model):
        _grow(tree.add(_label(key, "", type(value).__name__)), value)
    elif isinstance(value, list):
        branch = tree.add(_label(key, "" if value else "[]"))
        for index, element in enumerate(value):
            _add(branch, f"[{index}]", element, secret)
    else:
        tree.add(_label(key, MASK if secret else _scalar(value, labels=labels)))


def _scalar(value: Any, *, labels: bool = False) -> str:
    """Return a value as JSON has it."""
    if isinstance(value, (dict, list)):
        return printable(masked_json(value, labels=labels))
    if isinstance(value, str):
        text = value.value if isinstance(value, Enum) else value
        return printable(json.dumps(mask_text(str.__str__(text)), ensure_ascii=False))
    if value is None or isinstance(value, (bool, int, float)):
        return masked_json(value) if isinstance(value, int) and not isinstance(value, bool) else json.dumps(value)
    return wiretexts.write_duration(value) if hasattr(value, "total_seconds") else str(wiretexts.write_time(value))


def _label(key: str, value: str = "", kind: str = "") -> Text:
    from rich.text import Text  # noqa: PLC0415  # because importing it takes time

    label = Text().append(key, style="bold")
    if value:
        label.append(": ", style="dim").append(value, style="green")
    if kind:
        label.append(f" {kind}", style="dim")
    return label
