"""TextEnum: the base of an enumeration whose members have API versions."""

from __future__ import annotations

from enum import Enum
from typing import Self

from .attributes import Since, Spelling, Until


class TextEnum(str, Enum):
    """An enumeration of texts. A member equals its text.

    A member is declared with its text, optionally followed by metadata:
    ``deallocated = "deallocated", Since("2024-07-01.20.0")``.

    Attributes:
        since: The API version that introduces the member; None if the enumeration always had it.
        until: The first API version without it; None if the last one has it.
        spellings: Its texts in other dialects of the wire, if they differ, by the dialects' names.
    """

    _value_: str
    since: str | None
    until: str | None
    spellings: dict[str, str]

    def __new__(cls, text: str, *facts: Since | Until | Spelling) -> Self:  # because the class docstring describes it
        member = str.__new__(cls, text)
        member._value_ = text
        member.since = member.until = None
        member.spellings = {}
        for fact in facts:
            if isinstance(fact, Since):
                member.since = fact.api_version
            elif isinstance(fact, Until):
                member.until = fact.api_version
            else:
                member.spellings[fact.dialect] = fact.text
        return member
