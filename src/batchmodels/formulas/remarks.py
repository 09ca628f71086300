"""Remark: one mistake of an autoscale formula."""

from __future__ import annotations

from enum import Enum

import msgspec


class Topic(Enum):
    """The subject of a remark."""

    names = "names"
    letter_case = "letter case"
    types = "types"
    effect = "effect"
    old_name = "old name"
    samples = "samples"
    no_guard = "no guard"
    no_metric = "no metric"
    time = "time"
    digits = "digits"
    limits = "limits"
    no_limit = "no limit"
    condition = "condition"
    fraction = "fraction"
    percent = "percent"
    misled = "misled"
    stopped = "stopped"
    interrupted = "interrupted"
    vectors = "vectors"


class Remark(msgspec.Struct, frozen=True):
    """One mistake of a formula: what is wrong, what to do, and its place in the text."""

    topic: Topic
    message: str
    fix: str
    start: int
    end: int
