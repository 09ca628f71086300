"""The types of scalars in YAML 1.1: text, number, bool, null and date."""

from __future__ import annotations

from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.events import ScalarEvent
from yaml.nodes import ScalarNode

from ..paths import Steps
from ..rules.finding import Finding
from .diagnostics import document_finding
from .errors import MalformedTextError

TAG = "tag:yaml.org,2002:"
TEXT = TAG + "str"
DATE = TAG + "timestamp"

_RESOLVERS: Any = yaml.SafeLoader.yaml_implicit_resolvers

_CONSTRUCTOR: Any = SafeConstructor()

_CONSTRUCT: dict[str, Any] = {
    TAG + "null": _CONSTRUCTOR.construct_yaml_null,
    TAG + "bool": _CONSTRUCTOR.construct_yaml_bool,
    TAG + "int": _CONSTRUCTOR.construct_yaml_int,
    TAG + "float": _CONSTRUCTOR.construct_yaml_float,
}


def scalar_tag(event: ScalarEvent, start: int, end: int) -> str:
    """Return the type that YAML 1.1 gives a scalar: text, date, or a key of ``_CONSTRUCT``."""
    if event.tag is not None and event.tag != "!":
        if event.tag != TEXT and event.tag not in _CONSTRUCT:
            raise strange_tag(event.tag, start, end)
        return event.tag
    if event.implicit[0]:
        for tag, pattern in _RESOLVERS.get(event.value[:1], ()):
            if (tag in _CONSTRUCT or tag == DATE) and pattern.match(event.value):
                return str(tag)
    return TEXT


def scalar(tag: str, text: str, start: int, end: int) -> Any:
    """Read a scalar that isn't a text."""
    try:
        return _CONSTRUCT[tag](ScalarNode(tag, text))
    except (ValueError, LookupError):  # for example !!bool maybe, 0x_, or too many digits
        what = tag.removeprefix(TAG)
        raise MalformedTextError(
            f"YAML reads this as a value of type {what}, but it isn't valid; write a text in quotes", start, end
        ) from None


# The tags of YAML itself; any other one may be a text that begins with an exclamation mark.
_TAGS = frozenset(
    f"{TAG}{name}" for name in ("binary", "map", "merge", "omap", "pairs", "seq", "set", "str", "timestamp", "value", "yaml")
)


def strange_tag(tag: str, start: int, end: int) -> MalformedTextError:
    """Return the error for a tag whose values JSON doesn't have."""
    if tag in _TAGS:
        name = tag.replace(TAG, "!!")
        return MalformedTextError(
            f"the tag {name} is for something that JSON doesn't have; write the value without it", start, end
        )
    return MalformedTextError(
        "YAML reads a text that begins with ! as a tag; write the text in quotes, or remove the tag", start, end
    )


_READ_AS = {"bool": "a bool", "int": "an int", "float": "a float", "null": "null", "timestamp": "a date"}


def strange_key(path: Steps, key: str, tag: str) -> Finding:
    """Return the finding about a key that YAML doesn't read as a text."""
    name = tag.removeprefix(TAG)
    if name in ("bool", "null"):  # one of a few words
        return document_finding(
            path,
            "key",
            f"YAML reads the key {key} as {_READ_AS[name]}, but a key must be a text",
            f'Write it in quotes: "{key}".',
        )
    return document_finding(
        path, "key", f"YAML reads this key as {_READ_AS[name]}, but a key must be a text", "Write it in quotes."
    )


def date_finding(path: Steps) -> Finding:
    """Return the finding about an unquoted date; it doesn't show the date, which may be a password."""
    return document_finding(path, "date", "YAML reads this as a date, and JSON has no dates", "Write it in quotes.")
