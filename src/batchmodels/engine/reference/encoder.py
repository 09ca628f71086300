"""The walk of the reference encoder: from a model to its REST document and every problem on the way.

There is one short function for each shape, chosen by the shape's class. A value that can't be sent is reported and passed on
unchanged, so that one walk finds every problem.
"""

from __future__ import annotations

import math
from enum import Enum
from typing import TYPE_CHECKING, Any

import msgspec

from ...paths import MAX_DEPTH, Steps
from ...secrets.masking import MASK, describe, is_hidden_member, mask_text
from ...secrets.secret_names import is_secret_member
from .. import shapes, wiretexts
from ..attributes import Attribute
from ..enumerations import TextEnum
from .decoder import Converting, decode_model
from .encoding import MAX_BITS, Encoding
from .foreign import foreign_of

if TYPE_CHECKING:
    from ..model import Model


def encode_model(model: Model, path: Steps, encoding: Encoding) -> dict[str, Any]:
    """Write one model and its nested models."""
    definition = type(model).__definition__
    document: dict[str, Any] = {}
    if len(path) > MAX_DEPTH:
        encoding.add(path, "depth", f"document of at most {MAX_DEPTH} levels", "more")
        return document
    for attribute in definition.attributes:
        if attribute.read_only and not encoding.keep_readonly:
            continue
        value = getattr(model, attribute.name, None)
        key = attribute.key_in(encoding.dialect)
        keys = [key]
        if encoding.key_transformer:
            entry = dict(definition.attribute_map[attribute.name])
            keys, value = encoding.key_transformer(attribute.name, entry, value)
            keys = keys if isinstance(keys, list) else [keys]
        here = (*path, key)
        if value is not None:
            secret = definition.is_secret(attribute, vars(model).get)
            before = len(encoding.problems)
            written = encode_attribute(attribute, value, here, secret or attribute.name in definition.hidden, encoding)
            _place(document, keys, MASK if secret and encoding.masked else written)
            if secret:
                encoding.conceal(before, here)
        elif attribute.required and encoding.expected_version(attribute) is None:
            encoding.add(here, "required", attribute.shape.expected, _absence(model, attribute))
    _check_constraints(model, path, encoding)
    _add_unknown_members(document, model, path, encoding)
    return document


def _check_constraints(model: Model, path: Steps, encoding: Encoding) -> None:
    definition = type(model).__definition__

    def key(name: str) -> str:
        return definition.by_name[name].key_in(encoding.dialect)

    has_unknown = bool(getattr(model, "additional_properties", None))
    for constraint in definition.constraints:
        problem = constraint.problem(lambda name: getattr(model, name, None), key, has_unknown, path)
        if problem:
            encoding.problems.append(problem)


def _absence(model: Model, attribute: Attribute) -> str:
    """Describe the missing value of a required attribute, which may be among the unknown members, misspelled."""
    unknown = getattr(model, "additional_properties", None)
    for key in unknown if isinstance(unknown, dict) else ():
        if isinstance(key, str) and key.lower() in (attribute.wire_key.lower(), attribute.name):
            return f"None (the unknown member {key!r} is spelled {attribute.wire_key!r} on the wire; from_dict reads both)"
    return "None"


def _place(document: dict[str, Any], keys: list[str], value: Any) -> None:
    """Store a value under a key, or under a chain of keys."""
    for key in keys[:-1]:
        document = document.setdefault(key, {})
    document[keys[-1]] = value


def _add_unknown_members(document: dict[str, Any], model: Model, path: Steps, encoding: Encoding) -> None:
    definition = type(model).__definition__
    unknown = getattr(model, "additional_properties", None)
    if not unknown:
        return
    if not isinstance(unknown, dict):
        encoding.wrong_type(path, "dict in additional_properties", unknown, hidden=True)
        return
    for key in unknown:
        attribute = _declared(model, key, encoding.dialect)
        if attribute:
            came = f"{'the' if key == attribute.key_in(encoding.dialect) else 'another'} wire key of {attribute.name}"
            encoding.add((*path, key), "unknown", "an unknown member in additional_properties", came)
        elif encoding.masked and definition.has_secrets:  # any member may be the secret one, misspelled
            document[definition.shown_key(key)] = MASK
        else:
            before = len(encoding.problems)
            _encode_member(document, key, unknown, path, True, encoding)
            if definition.has_secrets and isinstance(key, str):
                encoding.conceal(before, (*path, key))


def _declared(model: Model, key: Any, dialect: str | None) -> Attribute | None:
    """Return the attribute that would read an unknown member if it were written."""
    definition = type(model).__definition__
    if not isinstance(key, str):
        return None
    for attribute in (definition.by_wire_key.get(key), definition.by_other_key.get(key)):
        if attribute and (key == attribute.key_in(dialect) or getattr(model, attribute.name, None) is None):
            return attribute
    return None


def encode_attribute(attribute: Attribute, value: Any, path: Steps, hidden: bool, encoding: Encoding) -> Any:
    """Write one attribute that is set, and check its limits."""
    before = len(encoding.problems)
    api_version = encoding.api_version
    if not encoding.check_version(path, attribute):
        encoding.api_version = None  # nested values need at least the same version
    written = encode_value(attribute.shape, value, path, hidden, encoding)
    encoding.api_version = api_version
    if len(encoding.problems) == before:
        for check in attribute.checks:
            limited = value if isinstance(attribute.shape, shapes.Duration) else written
            if not check.allows(limited):
                encoding.add(path, check.rule, check.expected(attribute.shape), check.came(limited, hidden))
    return written


def encode_value(shape: shapes.Shape, value: Any, path: Steps, hidden: bool, encoding: Encoding) -> Any:
    """Write a value of a shape."""
    # A text may be a member of an enumeration, and a model may be from another library.
    if not (shape.holds(value) or isinstance(shape, (shapes.Text, shapes.Nested))):
        encoding.wrong_type(path, shape.expected, value, hidden)
        return value
    return _ENCODERS[type(shape)](shape, value, path, hidden, encoding)


def _encode_text(shape: shapes.Shape, value: Any, path: Steps, hidden: bool, encoding: Encoding) -> Any:
    text = value.value if isinstance(value, Enum) else value
    if not isinstance(text, str):
        encoding.wrong_type(path, shape.expected, value, hidden)
        return value
    text = str.__str__(text)
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        encoding.add(path, "encoding", "text that UTF-8 can hold", "a lone surrogate")
    return mask_text(text) if encoding.masked else text


def _encode_integer(shape: shapes.Shape, value: Any, path: Steps, hidden: bool, encoding: Encoding) -> Any:
    if value.bit_length() > MAX_BITS:
        encoding.add(path, "maximum", f"int of at most {MAX_BITS:,} bits", "a larger one")
    return int.__int__(value)


def _encode_as_it_is(shape: shapes.Shape, value: Any, path: Steps, hidden: bool, encoding: Encoding) -> Any:
    return value


def _encode_number(shape: shapes.Shape, value: Any, path: Steps, hidden: bool, encoding: Encoding) -> Any:
    if isinstance(value, float):
        if not math.isfinite(value):
            encoding.add(path, "type", "finite float", describe(value, hidden))
        return float.__float__(value)
    return _encode_integer(shape, value, path, hidden, encoding)


def _encode_time(shape: shapes.Shape, value: Any, path: Steps, hidden: bool, encoding: Encoding) -> Any:
    text = wiretexts.write_time(value)
    if text is None:
        encoding.add(path, "type", shape.expected, "one without a zone or outside of years 1 to 9999 in UTC")
    return text or value


def _encode_duration(shape: shapes.Shape, value: Any, path: Steps, hidden: bool, encoding: Encoding) -> Any:
    return wiretexts.write_duration(value)


def _encode_enumeration(shape: Any, value: Any, path: Steps, hidden: bool, encoding: Encoding) -> Any:
    text = value.value if isinstance(value, Enum) else value
    if isinstance(text, shapes.UnknownValue):
        return _encode_text(shape, text, path, hidden, encoding)
    member = shape.members.get(text.lower()) if isinstance(text, str) else None
    if member is None:
        encoding.add(path, "enumeration", shape.expected, describe(value, hidden))
        return value
    if isinstance(member, TextEnum):
        encoding.check_version(path, member)
        return member.spellings.get(encoding.dialect, member.value) if encoding.dialect else member.value
    return member.value


def _encode_nested(shape: Any, value: Any, path: Steps, hidden: bool, encoding: Encoding) -> Any:
    foreign = None if isinstance(value, shape.model) else foreign_of(value)
    if foreign is not None:
        converting = Converting()
        value = decode_model(shape.model, foreign, path, hidden, converting)
        encoding.problems += converting.problems
        if value is None:
            return None
    if not isinstance(value, shape.model):
        encoding.wrong_type(path, shape.expected, value, hidden)
        return value
    return encode_model(value, path, encoding)


def _encode_list(shape: Any, value: Any, path: Steps, hidden: bool, encoding: Encoding) -> Any:
    return [encode_value(shape.element, element, (*path, index), hidden, encoding) for index, element in enumerate(value)]


def _encode_map(shape: Any, value: Any, path: Steps, hidden: bool, encoding: Encoding) -> Any:
    document: dict[str, Any] = {}
    for key in value:
        _encode_member(document, key, value, path, hidden, encoding, shape)
    return document


def _encode_text_or(shape: Any, value: Any, path: Steps, hidden: bool, encoding: Encoding) -> Any:
    if isinstance(value, str):
        return _encode_text(shape, value, path, hidden, encoding)
    return encode_value(msgspec.structs.replace(shape.element, expected=shape.expected), value, path, hidden, encoding)


def _encode_json(shape: shapes.Shape, value: Any, path: Steps, hidden: bool, encoding: Encoding) -> Any:
    if value is None:
        return None
    if len(path) > MAX_DEPTH:
        encoding.add(path, "depth", f"document of at most {MAX_DEPTH} levels", "more")
        return None
    if isinstance(value, dict):
        return _encode_map(_JSON_MAP, value, path, hidden, encoding)
    if isinstance(value, list):
        return _encode_list(_JSON_LIST, value, path, hidden, encoding)
    for plain, encoder in _JSON_ENCODERS.items():
        if isinstance(value, plain):
            return encoder(shape, value, path, hidden, encoding)
    encoding.wrong_type(path, shape.expected, value, hidden)
    return value


def _encode_member(
    document: dict[str, Any],
    key: Any,
    members: dict[Any, Any],
    path: Steps,
    hidden: bool,
    encoding: Encoding,
    shape: shapes.MapOf | None = None,
) -> None:
    """Write one member of a map, or one undeclared member."""
    if not isinstance(key, str):
        encoding.add(path, "type", "str as a key", describe(key, hidden))
        return
    before = len(encoding.problems)
    here = (*path, key)
    secret = is_secret_member(key) if shape is None else shape.hides(key)
    written = encode_value(shape.element if shape else _JSON, members[key], here, hidden or secret, encoding)
    masked = encoding.masked and is_hidden_member(key, members, labels=shape is not None and shape.has_labels)
    document[_encode_text(_JSON, key, here, hidden, encoding)] = MASK if masked else written
    if secret:
        encoding.conceal(before, here)


_JSON = shapes.shape_of(Any)
_JSON_LIST = shapes.shape_of(list[Any])
_JSON_MAP = shapes.shape_of(dict[str, Any])

_JSON_ENCODERS: dict[type, Any] = {
    str: _encode_text,
    bool: _encode_as_it_is,
    int: _encode_integer,
    float: _encode_number,
}

_ENCODERS: dict[type[shapes.Shape], Any] = {
    shapes.Text: _encode_text,
    shapes.Integer: _encode_integer,
    shapes.Boolean: _encode_as_it_is,
    shapes.Number: _encode_number,
    shapes.Time: _encode_time,
    shapes.Duration: _encode_duration,
    shapes.Enumeration: _encode_enumeration,
    shapes.Nested: _encode_nested,
    shapes.ListOf: _encode_list,
    shapes.MapOf: _encode_map,
    shapes.TextOr: _encode_text_or,
    shapes.Json: _encode_json,
}
