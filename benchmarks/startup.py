"""The one-time costs of a process: the import and the first use of the models. New processes take turns."""

from __future__ import annotations

import sys

from .environments import MAIN, run
from .results import StartUp

IMPORT = "import time; before = time.perf_counter_ns(); import {module}; print(time.perf_counter_ns() - before)"
COMMANDS = {
    "msrest_import": ["-c", IMPORT.format(module="msrest.serialization")],
    "our_import": ["-c", IMPORT.format(module="batchmodels")],
    "our_share": ["-c", "import msrest.serialization; " + IMPORT.format(module="batchmodels")],
    "first_use": ["-m", "benchmarks.first_use"],
}


def measure(runs: int) -> StartUp:
    """Run each command several times in turns, and return the minimum, because other load only adds time."""
    durations: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for number in range(runs + 1):
        print(f"\rprocess {number} of {runs}", end="", file=sys.stderr, flush=True)
        for name, command in COMMANDS.items():
            duration = int(run(MAIN, *command, capture=True)) / 1e6
            if number:  # the first turn only fills Python's caches
                durations[name].append(duration)
    print(file=sys.stderr)
    return StartUp(**{name: min(values) for name, values in durations.items()})
