"""The measurements of a run, and the files that keep them until the report is written."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Timing:
    """The time of one operation, in nanoseconds per call.

    Attributes:
        peer: The peer's name.
        operation: A name from ``goals``.
        document: The document's letter.
        minimum: The minimum of all rounds.
        median: The median of all rounds.
    """

    peer: str
    operation: str
    document: str
    minimum: float
    median: float


@dataclass(frozen=True)
class Memory:
    """The memory for a node of (c) while the page is read, in bytes.

    Attributes:
        peer: The peer's name.
        kept: The memory of the models after reading.
        peak: The peak memory during reading.
    """

    peer: str
    kept: float
    peak: float


@dataclass
class Measurements:
    """All measurements of one environment's process.

    Attributes:
        rounds: The number of rounds.
        collecting: Whether Python's garbage collector was enabled.
        circumstances: The time and the machine, as names and descriptions.
        titles: Each peer's title in the tables.
        remarks: The remarks about each library.
        versions: The installed version of each distribution that matters.
    """

    rounds: int
    collecting: bool
    circumstances: dict[str, str]
    timings: list[Timing] = field(default_factory=list)
    memory: list[Memory] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, list[str]] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """Write the record to a file."""
        path.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Measurements:
        """Read the record from a file."""
        content = json.loads(path.read_text(encoding="utf-8"))
        content["timings"] = [Timing(**timing) for timing in content["timings"]]
        content["memory"] = [Memory(**memory) for memory in content["memory"]]
        return cls(**content)


@dataclass(frozen=True)
class StartUp:
    """The one-time costs of a process in milliseconds: the minimum of new processes.

    Attributes:
        msrest_import: ``import msrest.serialization``.
        our_import: ``import batchmodels``, which imports that as well.
        our_share: ``import batchmodels`` after msrest.serialization has been imported.
        first_use: The extra time of the first call over a later one for (a), summed over the four ways.
    """

    msrest_import: float
    our_import: float
    our_share: float
    first_use: float

    def save(self, path: Path) -> None:
        """Write the record to a file."""
        path.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> StartUp:
        """Read the record from a file."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))
