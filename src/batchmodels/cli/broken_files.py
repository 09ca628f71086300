"""Files that were found in a directory and can't be parsed: broken ones, and those that another tool reads or fills in."""

from __future__ import annotations

import json
import re

from ..documents.errors import UnreadableError
from ..documents.json_reader import without_comments
from ..documents.source import decode

# A tag of a template (Go, Helm, Jinja, ERB) where JSON and YAML need a value, a key or a line.
_TEMPLATE = re.compile(r"(?:^|[:\[,]|^[ \t]*-)[ \t]*(?:\{\{|\{%|<%)", re.MULTILINE)
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)
# A text that nothing ends goes to the end, so that it is read once.
_LAST_COMMA = re.compile(r'("[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z))|,(?=\s*[}\]])', re.DOTALL)


def is_broken(name: str, data: bytes, *, may_concern_batch: bool) -> bool:
    """Return whether a JSON or YAML file can't be parsed, although it isn't plainly a file of another tool.

    A template that another tool fills in, a list of JSON documents, and JSON with comments and commas at the end are files of
    other tools, as an empty file is; a conflict of a merge is broken anywhere.

    Args:
        name: The file's name.
        data: Its bytes.
        may_concern_batch: Whether it has words that documents of Batch have; then it isn't JSON of another tool.
    """
    if name.lower().endswith(".tf"):
        return False  # the resources of Batch have a word of their own
    try:
        text = decode(name, data)
    except UnreadableError:
        return True
    if not text.strip():
        return False
    parses = _parses_as_yaml if name.lower().endswith((".yaml", ".yml")) else _parses_as_json
    if parses(text):
        return False
    if _CONFLICT.search(text):
        return True
    if _TEMPLATE.search(text):
        return False
    return parses is _parses_as_yaml or may_concern_batch or not _is_json_of_others(text)


def _parses_as_yaml(text: str) -> bool:
    import yaml  # noqa: PLC0415  # because a JSON file needs no YAML parser

    try:
        for _ in yaml.parse(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            pass
    except yaml.YAMLError:
        return False
    return True


def _parses_as_json(text: str) -> bool:
    try:
        json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return False
    except ValueError:
        return True  # a number that is too long for Python is valid JSON
    return True


def _is_json_of_others(text: str) -> bool:
    """Return whether a text is JSON with comments and last commas, or has a JSON document on each line."""
    if _parses_as_json(_LAST_COMMA.sub(lambda found: found[1] or "", without_comments(text))):
        return True
    first, _, rest = text.lstrip().partition("\n")
    return bool(rest.strip()) and _parses_as_json(first)
