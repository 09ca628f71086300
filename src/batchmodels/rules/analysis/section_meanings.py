"""The effects of compound commands on the commands in their sections."""

from __future__ import annotations

import msgspec


class SectionMeaning(msgspec.Struct, frozen=True):
    """The effect of a section of a compound command on the commands in it.

    Attributes:
        asks: Whether the exit status of its last command decides how the script continues.
        guarded: Whether its commands run conditionally or are the condition.
        suspends: Whether ``set -e`` doesn't apply in it.
        chooses: Whether it is one of several alternatives.
    """

    asks: bool = False
    guarded: bool = False
    suspends: bool = False
    chooses: bool = False


_CONDITION = SectionMeaning(asks=True, guarded=True, suspends=True)
_CHOICE = SectionMeaning(guarded=True, chooses=True)
SECTIONS = {
    **dict.fromkeys(("if", "elif", "elseif", "while", "until", "switch"), _CONDITION),
    **dict.fromkeys(("then", "else", "case", "catch", "try"), _CHOICE),
    **dict.fromkeys(("in", "for", "foreach"), SectionMeaning(asks=True)),
}
PLAIN = SectionMeaning()

OWN_PROCESS = frozenset({"("})
"""The compound commands of POSIX shells that run in a process of their own."""
