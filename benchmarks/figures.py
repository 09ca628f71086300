"""Figures derived from the measurements: ratios, speedups, and goals that are met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from . import goals, peers
from .results import Measurements, Memory, StartUp, Timing

Statistic = Literal["minimum", "median"]


@dataclass(frozen=True)
class Goal:
    """A goal and its result.

    Attributes:
        what: The measured quantity.
        limit: The goal as a text.
        found: The measured value with its unit.
        excess: The value divided by the goal; the goal is met up to 1.
    """

    what: str
    limit: str
    found: str
    excess: float

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.excess <= 1


class Figures:
    """The measurements of all environments. Each library is compared with pydantic in the same process."""

    def __init__(self, runs: list[Measurements], startup: StartUp | None) -> None:
        self.runs = runs
        self.startup = startup
        self.titles = {name: run.titles[name] for name in peers.MODULES for run in runs if name in run.titles}
        self._timings = [{(each.peer, each.operation, each.document): each for each in run.timings} for run in runs]
        self.memory: dict[str, Memory] = {each.peer: each for run in reversed(runs) for each in run.memory}

    def timing(self, peer: str, operation: str, document: str) -> Timing | None:
        """Return a time; pydantic's is from the first environment."""
        return next((found for run in self._timings if (found := run.get((peer, operation, document)))), None)

    def ratio(self, peer: str, operation: str, document: str, statistic: Statistic) -> float | None:
        """Return a time as a ratio to pydantic's in the same process."""
        for run in self._timings:
            own, base = run.get((peer, operation, document)), run.get((peers.BASE, operation, document))
            if own and base:
                return float(getattr(own, statistic) / getattr(base, statistic))
        return None

    def speedup(self, operation: str) -> float | None:
        """Return how many times faster batchmodels is than azure-batch 14 on (a), by the minima."""
        ours, theirs = self.timing(peers.OURS, operation, "a"), self.timing(peers.AZURE14, operation, "a")
        return theirs.minimum / ours.minimum if ours and theirs else None

    def rows(self) -> Iterator[tuple[str, str]]:
        """Return each measured operation with its document."""
        for operation in goals.WAYS:
            for document in "abcd":
                if self.timing(peers.BASE, operation, document):
                    yield operation, document

    def goals(self) -> Iterator[Goal]:
        """Compare the figures with the goals."""
        for operation, document in self.rows():
            ratio = self.ratio(peers.OURS, operation, document, "minimum")
            if ratio is not None:
                limit = goals.RATIOS[operation][document]
                what = f"{operation}, ({document})"
                yield Goal(what, f"at most {limit:.2f} of pydantic's time", number(ratio), ratio / limit)
        for operation, least in goals.SPEEDUPS.items():
            speedup = self.speedup(operation)
            if speedup is not None:
                what = f"{operation}, (a), against azure-batch 14"
                yield Goal(what, f"at least {least} times as fast", f"{number(speedup)} times", least / speedup)
        yield from self._memory_goals()
        yield from self._startup_goals()

    def _memory_goals(self) -> Iterator[Goal]:
        ours = self.memory.get(peers.OURS)
        if ours:
            for what, size, most in (("kept", ours.kept, goals.KEPT_KB), ("at peak", ours.peak, goals.PEAK_KB)):
                label = f"memory {what} for each node of (c)"
                yield Goal(label, f"at most {most} KB", f"{size / 1000:.2f} KB", size / 1000 / most)

    def _startup_goals(self) -> Iterator[Goal]:
        if self.startup:
            added = self.startup.our_share
            used = self.startup.first_use
            yield milliseconds_goal("import, over msrest.serialization's", added, goals.IMPORT_MS)
            yield milliseconds_goal("first use of the start task family", used, goals.FIRST_USE_MS)


def milliseconds_goal(what: str, found: float, most: float) -> Goal:
    """Compare a duration with a goal."""
    return Goal(what, f"at most {most:.0f} ms", f"{found:.1f} ms", found / most)


def number(value: float) -> str:
    """Write a number with about three digits."""
    return f"{value:,.{2 if value < 10 else 1 if value < 100 else 0}f}"  # noqa: PLR2004
