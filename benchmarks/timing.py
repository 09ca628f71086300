"""Timing: all cases take turns, so that other load on the machine affects all of them."""

from __future__ import annotations

import gc
import statistics
import sys
import time
from timeit import Timer

from .cases import CALL, Case
from .results import Timing

LOOP_NS = 5_000_000
"""The minimum time of a case in one turn."""


def measure(cases: list[Case], rounds: int, collecting: bool) -> list[Timing]:
    """Time all cases in every round.

    Args:
        cases: The cases to time. If they include an empty call, its cost is subtracted from cases that make a call.
        rounds: The number of turns of each case.
        collecting: Whether the garbage collector is enabled during the measurement.
    """
    setup = "gc.enable()" if collecting else "pass"  # timeit disables it
    timers = [Timer(case.statement, setup, time.perf_counter_ns, {"gc": gc, **case.names}) for case in cases]
    loops = [loops_needed(timer) for timer in timers]
    gc.collect()
    gc.freeze()
    durations: list[list[float]] = [[] for _ in cases]
    for number in range(rounds):
        print(f"\rround {number + 1} of {rounds}", end="", file=sys.stderr, flush=True)
        gc.collect()
        for timer, loop, kept in zip(timers, loops, durations, strict=True):
            kept.append(timer.timeit(loop) / loop)
    print(file=sys.stderr)
    gc.unfreeze()
    return summaries(cases, durations)


def loops_needed(timer: Timer) -> int:
    """Return the number of runs for which a statement takes long enough."""
    loops = 1
    while (duration := timer.timeit(loops)) < LOOP_NS:
        loops = max(loops * 2, int(loops * LOOP_NS / max(duration, 1)))
    return loops


def summaries(cases: list[Case], durations: list[list[float]]) -> list[Timing]:
    """Reduce the durations of each case to minimum and median, minus the cost of the call."""
    call = next((kept for case, kept in zip(cases, durations, strict=True) if case.operation == CALL), [0.0])
    timings = []
    for case, kept in zip(cases, durations, strict=True):
        calls = case.statement.startswith("call(")
        minimum = (min(kept) - (min(call) if calls else 0)) / case.repeats
        median = (statistics.median(kept) - (statistics.median(call) if calls else 0)) / case.repeats
        if case.operation != CALL:
            timings.append(Timing(case.peer, case.operation, case.document, minimum, median))
    return timings
