"""The cost of the first call of each operation in a new process, in addition to that of later calls. Prints nanoseconds.

Run by ``startup`` as ``python -m benchmarks.first_use``.
"""

from __future__ import annotations

import json
import time

from batchmodels import StartTask

from .documents import full_start_task

WARM_RUNS = 30


def all_ways(document: dict[str, object], text: bytes) -> int:
    """Read and write (a) in all four ways, and return the time."""
    before = time.perf_counter_ns()
    StartTask.from_json(text).to_json()
    StartTask.deserialize(document).serialize()
    return time.perf_counter_ns() - before


def main() -> None:
    """Compare the first time with the best of the following ones."""
    document = full_start_task()
    text = json.dumps(document).encode()
    first = all_ways(document, text)
    print(first - min(all_ways(document, text) for _ in range(WARM_RUNS)))


if __name__ == "__main__":
    main()
