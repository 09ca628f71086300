"""Memory before and after models are built, written, read and dropped: python -m benchmarks.leaks [COUNT]."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from batchmodels import EnvironmentSetting, ResourceFile, StartTask


def resident() -> int:
    """Return the resident memory of this process, in kilobytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def use(count: int) -> None:
    """Build, write, read and drop models of each kind that the engine treats differently."""
    for number in range(count):
        task = StartTask(
            command_line=f"echo {number}",
            environment_settings=[EnvironmentSetting(name="NUMBER", value=str(number))],
            resource_files=[ResourceFile(http_url=f"https://example.com/{number}", file_path=str(number))],
        )
        StartTask.from_json(task.to_json())
        StartTask.deserialize({**task.serialize(), f"new{number % 100}": number})


def main(count: int = 1_000_000) -> None:
    """Print the memory before and after."""
    for done in (1_000, count // 10, count):
        use(done)
        gc.collect()
        print(f"{done:>10,} more start tasks: {resident():,} kB, {sys.getallocatedblocks():,} blocks")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
