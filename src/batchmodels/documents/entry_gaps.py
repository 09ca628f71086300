"""What isn't known of an entry of a document that is compared."""

from __future__ import annotations

import re

from ..changes.nodes import AT_DEPLOYMENT, Gaps
from ..paths import Steps
from ..secrets.masking import mask_text
from .entries import Entry
from .values import value_at

_DEFINED_IN_THE_FILE = re.compile(r"variables\s*\(|\blocal\.|\bmodule\.|copyIndex", re.IGNORECASE)

_UNREADABLE_VALUE = "the value isn't of the type that the service expects"


class EntryGaps(Gaps):
    """What isn't known of an entry of a document."""

    def __init__(self, entry: Entry, without: frozenset[Steps] = frozenset(), also: frozenset[Steps] = frozenset()) -> None:
        self._entry = entry
        self._gaps = (entry.gaps - without) | also
        self._holes = entry.holes | also

    def reason(self, steps: Steps, *, is_absent: bool = False) -> str:
        """Return why a value isn't known; empty if it is. An absent object isn't known if something in it isn't."""
        if not self._gaps:
            return ""
        located = self._entry.partial.spelling.locate(self._entry.content, steps)
        if steps in self._gaps or located in self._gaps:
            return self._explained(steps) if {steps, located} & self._holes else _UNREADABLE_VALUE
        return AT_DEPLOYMENT if is_absent and any(hole[: len(steps)] == steps for hole in self._gaps) else ""

    def _explained(self, steps: Steps) -> str:
        """Return why a value is known only at deployment: its parameter has no value, for example."""
        place = self._entry.locate(steps)
        found = next((each.unknown.reason for each in self._entry.unjudged if each.steps == place), "")
        return f"{AT_DEPLOYMENT}: {mask_text(found)}" if found else AT_DEPLOYMENT

    def expression(self, steps: Steps) -> str | None:
        """Return the expression in place of a value, unless it refers to what another file may define differently."""
        written = value_at(self._entry.source.content, self._entry.locate(steps))
        return written if isinstance(written, str) and not _DEFINED_IN_THE_FILE.search(written) else None

    def written(self, steps: Steps) -> str | None:
        """Return the text of a duration or a time as the document has it; None if that isn't known."""
        content = self._entry.content
        found = value_at(content, self._entry.partial.spelling.locate(content, steps))
        return found if isinstance(found, str) else None

    def lacks_elements(self, steps: Steps, length: int) -> bool:
        """Return whether a list has elements that aren't known, apart from this many that are."""
        if not self._gaps:
            return False
        located = self._entry.partial.spelling.locate(self._entry.content, steps)
        return any(
            len(gap) == len(located) + 1 and gap[:-1] == located and isinstance(gap[-1], int) and gap[-1] >= length
            for gap in self._gaps
        )
