"""Bashism, one construct that bash has and dash doesn't, with its effect in dash."""

from __future__ import annotations

from enum import Enum, auto

import msgspec


class Effect(Enum):
    """What dash does with a construct of bash."""

    syntax = auto()
    """It reports a syntax error and runs nothing of that line and of what follows."""

    ends = auto()
    """The script ends there with exit code 2."""

    fails = auto()
    """The command fails."""

    literal = auto()
    """It does something else, without any error."""


SYNTAX, ENDS, FAILS, LITERAL = Effect.syntax, Effect.ends, Effect.fails, Effect.literal


class Bashism(msgspec.Struct, frozen=True):
    """A construct that bash has and dash doesn't.

    Attributes:
        effect: What dash does with it.
        name: Its name for a message.
        instead: What dash has instead.
        consequence: What happens, if that is more than the effect says.
    """

    effect: Effect
    name: str
    instead: str
    consequence: str = ""

    @property
    def outcome(self) -> str:
        """What happens, as the end of a sentence."""
        return self.consequence or _OUTCOMES[self.effect]


_OUTCOMES = {
    SYNTAX: "it is a syntax error, and the script fails",
    ENDS: "the script ends there and fails",
    FAILS: "the command fails",
    LITERAL: "the text stays unchanged",
}
