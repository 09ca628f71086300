"""The place of a script in its command line, through the quotes and escapes of every shell around it."""

from __future__ import annotations

import bisect
import functools
import itertools
from array import array

import msgspec

from ...shells.script import Word


class Origin(msgspec.Struct, frozen=True, dict=True):
    """The place of a script in a command line.

    Attributes:
        words: The words that contain the script: their texts, joined by blanks, are the script.
        outer: The place of the script that the words are in; None if they are in the command line itself.
    """

    words: tuple[Word, ...]
    outer: Origin | None = None

    @functools.cached_property
    def _ends(self) -> list[int]:
        """The offsets in the script at which the words and the blanks after them end."""
        return list(itertools.accumulate(len(word.text) + 1 for word in self.words))

    def offset(self, at: int) -> int | None:
        """Return the offset in the command line of a character of the script; None if it can't be known."""
        number = bisect.bisect_right(self._ends, at)
        if at < 0 or number == len(self.words):
            return None
        word = self.words[number]
        within = at - (self._ends[number] - len(word.text) - 1)
        places = _places(word.raw, word.text) if within < len(word.text) else None
        if word.start < 0 or places is None:
            return None
        place = word.start + places[within]
        return place if self.outer is None else self.outer.offset(place)


UNKNOWN = Origin(())
"""The place of a script that isn't in the command line as it is written, for example an encoded one."""


@functools.lru_cache(maxsize=4)
def _places(raw: str, text: str) -> range | array[int] | None:
    """Return the offset in a written word of each character of its text; None if an escape is another character.

    Shells only remove quotes, backslashes and line breaks after backslashes. So the first place where a character can be is
    the right one, except for a quote or a backslash that is text itself, which may be a few characters further.
    """
    if raw == text:
        return range(len(text))
    if raw[1:-1] == text:
        return range(1, len(text) + 1)
    places, at = array("q"), 0
    for character in text:
        at = raw.find(character, at)
        if at == -1:
            return None
        places.append(at)
        at += 1
    return places
