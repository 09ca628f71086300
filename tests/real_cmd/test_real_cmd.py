"""What cmd itself does with the lines of `commands.cmd` and with what its lexer reads: nox -s cmd."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

import machine as machines
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from machine import Machine, Ran

from batchmodels.commands import cmd
from batchmodels.rules.shells.cmd import read_script, without_outer_quotes
from batchmodels.rules.shells.windows import split_words

pytestmark = pytest.mark.skipif(bool(machines.missing()), reason=machines.missing())

# Each example starts a few processes, so these are samples; HYPOTHESIS_PROFILE=long runs 20,000 of each.
sample = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture],
    max_examples=min(settings.default.max_examples if settings.default else 50, 20_000),
)


# --- Where Wine isn't cmd


class Quirk(NamedTuple):
    """Something that a Wine does otherwise than cmd.

    Attributes:
        reason: What it does.
        line: A line that shows it.
        log: The arguments of the programs that the real cmd starts in that line.
        code: The real cmd's exit code.
    """

    reason: str
    line: str
    log: list[list[str]]
    code: int = 0


QUIRKS = {
    "and": Quirk("Wine 8 runs what follows && after a failure as well", "p 3 && p a", [["3"]], 3),
    "exit": Quirk("Wine's exit without a number ends with 0, the real one with ERRORLEVEL", "p 3 & exit", [["3"]], 3),
    "late": Quirk("Wine 8 puts a variable in when its command runs, cmd before the line runs", "set VALUE=new& p %VALUE%", [["the", "value"]]),
    "syntax": Quirk("Wine 8 runs the commands of a line before the error in its syntax", "p a & & p b", [], 1),
    "redirect": Quirk("Wine 8 gives a redirection after brackets to the command that follows", "(p a) >x & p b & p <x", [["a"], ["b"], []]),
    "comment": Quirk("Wine's rem hides an operator directly after it", "rem & p", [[]]),
    "opening": Quirk("Wine 10 counts an opening bracket among a command's words", "(p ( a) & p b", [["(", "a"], ["b"]]),
    "caret": Quirk("Wine 8 runs nothing where a line ends with a caret", "p a^", [["a"]]),
}
