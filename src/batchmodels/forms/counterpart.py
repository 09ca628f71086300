"""The record of one of our models and its class in azure-batch 15."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Counterpart:
    """One of our models and its class in azure-batch 15."""

    ours: str
    """The name of our class, which is also that of azure-batch 14."""

    theirs: str
    """The name of azure-batch 15's class."""

    answer: bool = False
    """Whether only the service sends it. Anything else is part of requests."""

    one_way: bool = False
    """Whether azure-batch 15's class converts to another of our models. Its ``replace_job`` takes a whole ``BatchJob``."""

    attributes: Mapping[str, str] = field(default_factory=dict)
    """The attributes with other names in azure-batch 15, by our names."""

    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By attribute, the values of enumerations that azure-batch 15 spells in another letter case, by our names."""
