"""The commands ``show`` and ``body``: a document as a tree without its secrets, and as what would be sent."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING, Any

from ..documents.keys import shown_path
from ..documents.reading import Gaps, Reading, read
from ..documents.subjects import Subject, subjects
from ..documents.texts import Source, Unreadable, read_source
from ..engine import wiretexts
from ..engine.jsontext import indented
from ..engine.jsontext import write as to_json
from ..engine.model import Model
from ..models.arm import ArmModel
from ..secrets.masking import MASK, is_hidden_member, mask_text, masked_json
from ..secrets.printing import printable
from .output import say, write

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree

_UNREADABLE = 2
_LISTED = 20


def show(file: str, text: bytes, type_name: str | None, *, colour: bool) -> int:
    """Print every subject of a file as a tree; see the command. Returns the exit status."""
    from rich.console import Console  # noqa: PLC0415  # because importing it takes time
    from rich.tree import Tree  # noqa: PLC0415  # because it goes with that

    found = _subjects(file, text, type_name)
    if found is None:
        return _UNREADABLE
    source, all_subjects = found
    if not all_subjects:
        say(f"{file}: there is no pool in it.")
    readings = [read(subject) for subject in all_subjects]
    for subject, reading in zip(all_subjects, readings, strict=True):
        if reading.model is None:
            continue
        tree = Tree(_label(printable(mask_text(subject.name or file)), "", subject.model_type), guide_style="dim")
        _grow(tree, reading.model)
        for hole in sorted(subject.holes, key=str):
            tree.add(_label(printable(shown_path(hole)), "known only at the deployment"))
        # Beside a terminal nobody knows how long a line may be.
        console = Console(
            file=io.StringIO(),
            color_system="standard" if colour else None,
            force_terminal=colour,
            width=None if colour else 100_000,
        )
        with console.capture() as printed:
            console.print(tree, soft_wrap=not colour)
        write(printed.get().rstrip("\n"), colour=colour)
    return _say_problems(source, zip(all_subjects, readings, strict=True))


def body(file: str, text: bytes, type_name: str | None, name: str | None, api_version: str | None, *, arm: bool) -> int:
    """Print what would be sent for the one subject of a file; see the command. Returns the exit status."""
    found = _subjects(file, text, type_name)
    if found is None:
        return _UNREADABLE
    source, all_subjects = found
    wanted = [subject for subject in all_subjects if name in {None, subject.name}]
    if len(wanted) != 1:
        names = ", ".join(mask_text(subject.name) for subject in all_subjects[:_LISTED] if subject.name)
        hint = f"; --name takes one of these: {names}" if names else ""
        say(f"{file}: expected one pool or start task, got {len(wanted)}{hint}.")
        return _UNREADABLE
    subject, reading = wanted[0], read(wanted[0])
    if subject.holes:
        for hole in sorted(subject.holes, key=str):
            say(f"{_place(source, subject, hole)}: only a deployment knows this value; put it in first.")
        return 1
    if reading.model is None or reading.problems:
        return _say_problems(source, [(subject, reading)])
    if arm and not isinstance(reading.model, ArmModel):
        say(f"{file}: --arm is for start tasks, and this is a {subject.model_type}.")
        return _UNREADABLE
    problems = reading.model.validate(api_version=api_version)
    if problems:
        return _say_problems(source, [(subject, Reading(None, tuple(problems), Gaps(()), reading.spelling))])
    if arm and isinstance(reading.model, ArmModel):
        written = indented(to_json(reading.model.to_arm()), 2)
    else:
        written = reading.model.to_json(indent=2, api_version=api_version)
    write(written.decode())
    return 0


def _subjects(file: str, text: bytes, type_name: str | None) -> tuple[Source, list[Subject]] | None:
    try:
        source = read_source(file, text)
        return source, subjects(source, type_name)
    except Unreadable as error:
        say(str(error))
        return None


def _say_problems(source: Source, readings: Iterable[tuple[Subject, Reading]]) -> int:
    """Say on the standard error what is wrong, and return the exit status that it makes."""
    status = 0
    for subject, reading in readings:
        for problem in reading.problems:
            steps = reading.spelling.locate(subject.content, problem.steps)
            say(f"{_place(source, subject, steps)}: {problem.sentence}")
            status = 1
    return status


def _place(source: Source, subject: Subject, path: Any) -> str:
    position = source.position(subject.where(path))
    return f"{source.file}:{position.line}:{position.column}: {shown_path(subject.where(path))}"


def _grow(tree: Tree, model: Model) -> None:
    """Add what a model holds, under its wire keys."""
    definition = model.__definition__
    for attribute in definition.attributes:
        value = getattr(model, attribute.name)
        if value is not None:
            _add(tree, attribute.wire_key, value, definition.is_secret(attribute, vars(model).get))
    unknown = model.additional_properties
    for key, value in unknown.items():
        is_secret = value is not None and (definition.has_secrets or is_hidden_member(key, unknown))
        tree.add(_label(printable(definition.shown_key(key)), MASK if is_secret else _scalar(value), "not known here"))


def _add(tree: Tree, key: str, value: Any, secret: bool) -> None:
    if isinstance(value, Model):
        _grow(tree.add(_label(key, "", type(value).__name__)), value)
    elif isinstance(value, list):
        branch = tree.add(_label(key, "" if value else "[]"))
        for index, element in enumerate(value):
            _add(branch, f"[{index}]", element, secret)
    else:
        tree.add(_label(key, MASK if secret else _scalar(value)))


def _scalar(value: Any) -> str:
    """A value as JSON has it."""
    if isinstance(value, (dict, list)):
        return printable(masked_json(value))
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
