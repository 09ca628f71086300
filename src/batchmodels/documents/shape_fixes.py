"""Fixes for values of another shape: an object in place of a list, a text in place of an object, a list in place of a text."""

from __future__ import annotations

import json
import re
from typing import Any, cast

from ..arm.names import ARM
from ..engine.model import Model
from ..engine.shapes import Boolean, Enumeration, Integer, ListOf, MapOf, Nested, Number, Shape
from ..errors import Problem
from ..secrets.masking import mask_text
from .entries import Entry
from .partial_models import declared_shape, model_named
from .text_objects import BY_RESOURCE_ID, ELIDED, THIS_TEXT, VALUES, In, object_of, spelled, user_identities
from .values import value_at

_MOST = 20  # names that a fix shows
_FEW = 4  # members that a fix names
_NAME = re.compile(r"[A-Za-z_][\w.-]{0,80}", re.ASCII)
_FILE = re.compile(r"[\w./-]{1,120}", re.ASCII)
_WORD = re.compile(r"[\w./:=@+,-]{1,200}", re.ASCII)  # any shell and the node read it as it is
_SCRIPT = 3  # words of bash -c SCRIPT
_SHELL = re.compile(r"(?:/[\w/]{1,40}/)?(?:ba|da|k|z)?sh -[eux]{0,3}c", re.ASCII)
_IN_QUOTES = re.compile(r"[ -&(-~]{1,300}", re.ASCII)  # printable, without single quotes

# Members of an element that a mapping has as keys and values: {LOG_LEVEL: debug}, {setup.sh: https://…}.
_PAIRS = (("name", "value"), ("applicationId", "version"), ("filePath", "httpUrl"))


def shape_fix(entry: Entry, problem: Problem) -> str:
    """Return what to do about a value of another shape; ``""`` where that isn't known.

    It has the names that are in the document, and no value that may be a secret.
    """
    if problem.rule != "type" or entry.terraform is not None:  # whose blocks and attributes have shapes of their own
        return ""
    located = entry.partial.spelling.locate(entry.content, problem.steps)
    value, shape = value_at(entry.content, located), declared_shape(model_named(entry.model_type), problem.steps)
    if value is None or shape is None:
        return ""
    if any(hole[: len(located)] == located for hole in entry.holes):  # which aren't in the content
        written = value_at(entry.source.content, entry.locate(problem.steps))
        value = written if type(written) is type(value) else None
    where = In(ARM if entry.arm else None, problem.hidden)
    if isinstance(shape, ListOf) and isinstance(value, dict):
        return _list_of_object(entry, problem, shape.element, value, where)
    if isinstance(shape, ListOf) and isinstance(value, str):
        return _list_of_text(shape.element, value, where)
    if isinstance(shape, Nested):
        return _object(entry, problem, shape, value, where)
    if isinstance(shape, MapOf) and isinstance(value, list):
        return _mapping(value)
    if isinstance(value, list):
        return _scalar_of_list(problem, shape, value, where)
    return f"Write {_kind(shape)}, not an object." if isinstance(value, dict) else ""


def _list_of_object(entry: Entry, problem: Problem, element: Shape, value: dict[str, Any], where: In) -> str:
    """Return the fix for an object in place of a list: a mapping of names, or the only element."""
    if not value:
        return "Write an empty list: []."
    if not isinstance(element, Nested):
        return "Write a list, in brackets: […]."
    if where.dialect and element.model.__name__ in BY_RESOURCE_ID:
        each = 'Write a list of objects, in brackets, each with its resource id: [{"id": "…"}].'
        return _bracketed(entry, problem) if "id" in value else each
    attributes = cast("type[Model]", element.model).__definition__.attributes
    keys = {each.wire_key for each in attributes} | {key for each in attributes for key in each.spellings.values()}
    pair = next((pair for pair in _PAIRS if set(pair) <= {each.wire_key for each in attributes}), None)
    required = {each.key_in(where.dialect) for each in attributes if each.required}
    if value.keys() & keys and (pair is None or (value.keys() <= keys and required <= value.keys())):
        return _bracketed(entry, problem)
    if pair is not None and not any(isinstance(each, (dict, list)) for each in value.values()):
        shown = [{pair[0]: _named(key, member, files=pair[0] == "filePath"), pair[1]: ELIDED} for key, member in value.items()]
        return f"Write a list of objects{VALUES}: {_listed(shown)}."
    if "name" in keys and all(isinstance(each, dict) for each in value.values()):
        shown = [{"name": _named(key, member)} for key, member in value.items()]
        return f"Write a list of objects, each with its name and its other members: {_listed(shown)}."
    return "Write a list of objects, in brackets: [{…}]."


def _named(key: str, member: Any, *, files: bool = False) -> str:
    """Return a key of a mapping; elided if it may not be one: YAML reads braces in a password as an object."""
    is_name = (_FILE if files else _NAME).fullmatch(key) and member is not None and mask_text(key) == key
    return key if is_name else ELIDED


def _listed(objects: list[dict[str, str]]) -> str:
    shown = [json.dumps(each, ensure_ascii=False) for each in objects[:_MOST]]
    return f"[{', '.join(shown)}{', …' if len(objects) > _MOST else ''}]"


def _bracketed(entry: Entry, problem: Problem) -> str:
    """Return the fix for the only element of a list that is written without the list."""
    first = _first_character(entry, problem)
    if not entry.source.is_yaml or first == "{":
        return "Put the object in a list: write [ before it and ] after it."
    if first in ("&", "*", "!"):
        return "Put the object in a list."
    return 'Put the object in a list: write "- " before its first member, and two more spaces before each of its other lines.'


def _first_character(entry: Entry, problem: Problem) -> str:
    *_, node = entry.source.node.within(entry.locate(problem.steps))
    return entry.source.text[node.start : node.start + 1]


def _list_of_text(element: Shape, text: str, where: In) -> str:
    """Return the fix for a text in place of a list."""
    if isinstance(element, Nested):
        written, also = object_of(element, text, where)
        return f"Write a list: [{written}]{also}." if written else "Write a list of objects, in brackets: [{…}]."
    shown = where.shown(spelled(element, text, where) if isinstance(element, Enumeration) else text)
    also = THIS_TEXT if shown == ELIDED else ""
    return f"Write a list: [{json.dumps(shown, ensure_ascii=False)}]{also}."


def _object(entry: Entry, problem: Problem, shape: Nested, value: Any, where: In) -> str:
    """Return the fix for something else in place of an object."""
    name = shape.model.__name__
    if isinstance(value, list):
        # In YAML, the only element of a list may be a secret in brackets.
        if value and all(isinstance(each, str) for each in value) and name == "TaskDependencies":
            ids = [where.shown(each) if len(value) > 1 else ELIDED for each in value[:_MOST]]
            return f'Write {{"taskIds": {json.dumps(ids, ensure_ascii=False)}}}.'
        if len(value) == 1 and isinstance(value[0], dict):
            first = _first_character(entry, problem)
            if not entry.source.is_yaml or first == "[":
                return "Write the object alone: remove the [ before it and the ] after it."
            if first == "-":
                return "Write the object alone: replace the - before its first member by a space."
            return "Write the object alone, not in a list."
        value, where = value[0] if len(value) == 1 else value, In(where.dialect, hidden=True)
    if name == "UserIdentity" and isinstance(value, str):
        return user_identities(value, where)
    written, also = object_of(shape, value if isinstance(value, str) else "", where)
    if written:
        return f"Write {written}{also}."
    attributes = [each for each in cast("type[Model]", shape.model).__definition__.attributes if not each.read_only]
    keys = [each.key_in(where.dialect) for each in [each for each in attributes if each.required] or attributes]
    shown = keys[:_FEW]
    such = f", with members such as {' and '.join(filter(None, [', '.join(shown[:-1]), *shown[-1:]]))}" if shown else ""
    return f"Write an object{such}."


def _mapping(value: list[Any]) -> str:
    """Return the fix for a list of objects in place of a mapping: tags."""
    names = [each.get("name", each.get("key")) if isinstance(each, dict) else None for each in value]
    if not names or not all(isinstance(each, str) and _NAME.fullmatch(each) and mask_text(each) == each for each in names):
        return "Write an object: {…}, with a name and a value in each member."
    shown = json.dumps(dict.fromkeys(names[:_MOST], ELIDED), ensure_ascii=False)
    return f"Write an object{VALUES}: {shown}."


def _scalar_of_list(problem: Problem, shape: Shape, value: list[Any], where: In) -> str:
    """Return the fix for a list in place of a text, a number and the like."""
    last = problem.steps[-1] if problem.steps else ""
    if isinstance(last, str) and last.lower().endswith("commandline"):
        return _command_line(value, where)
    if len(value) == 1 and shape.holds(value[0]):
        return "Write its only element, without the list."
    return f"Write {_kind(shape)}, not a list."


def _command_line(words: list[Any], where: In) -> str:
    """Return the fix for a command line that is a list; a single word isn't shown, because it may be a secret in brackets."""
    texts = [each for each in words if isinstance(each, str)]
    if len(texts) == len(words) == _SCRIPT and _SHELL.fullmatch(" ".join(texts[:-1])) and _IN_QUOTES.fullmatch(texts[-1]):
        texts[-1] = f"'{texts[-1]}'"
    elif not all(map(_WORD.fullmatch, texts)):
        texts = []
    line = " ".join(texts)
    if len(words) == len(texts) > 1 and not where.hidden and mask_text(line) == line:
        return f"Write one string: {json.dumps(line)}."
    return "Write one string: the program and its arguments, with spaces between them, and those with spaces in quotes."


def _kind(shape: Shape) -> str:
    if isinstance(shape, (Integer, Number)):
        return "one number"
    if isinstance(shape, Boolean):
        return "true or false"
    return "one of its values" if isinstance(shape, Enumeration) else "one string"
