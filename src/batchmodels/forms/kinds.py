"""The names of models for people: a JobAddParameter is a job."""

from __future__ import annotations

import re

_SUFFIX = re.compile(r"(?:(?:Add|Update|Patch|UpdateProperties)Parameter|Specification)$")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")
_NODES = re.compile(r"\bcompute node\b")


def words_of(model: str) -> list[str]:
    """Return the words of what a model is: ``job`` and ``schedule`` for ``JobScheduleAddParameter``."""
    short = _SUFFIX.sub("", model).removeprefix("Cloud") or model
    return [word.lower() for word in _WORDS.findall(short)]


def kind_named(model: str) -> str:
    """Return what a model is, in words: ``job schedule`` for ``JobScheduleAddParameter``, ``node`` for ``ComputeNode``."""
    return _NODES.sub("node", " ".join(words_of(model)))


def no_arm_form(model: str) -> str:
    """Return why ARM has no form of a model."""
    kind = kind_named(model)
    return f"ARM has no {kind}{'' if kind.endswith('information') else 's'}: it has pools and their parts"
