"""What a run measures, and how it is kept between measuring and reporting."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Timing:
    """How long one operation takes, in nanoseconds a call.

    Attributes:
        peer: The peer's name.
        operation: What is done; a name from ``goals``.
        document: The document's letter.
        minimum: Of all rounds.
        median: Of all rounds.
    """

    peer: str
    operation: str
    document: str
    minimum: float
    median: float


@dataclass(frozen=True)
class Memory:
    """What a node of (c) takes while the page is read, in bytes.

    Attributes:
        peer: The peer's name.
        kept: In the models, when all are read.
        peak: At the worst moment of reading.
    """

    peer: str
    kept: float
    peak: float


@dataclass
class Measurements:
    """All that one environment's process has found out.

    Attributes:
        rounds: How many rounds there were.
        collecting: Whether Python's garbage collector was on while the clock ran.
        circumstances: When and on what machine, as pairs of a word and what there is to say.
        titles: Each peer's title in the tables.
        remarks: What there is to know of each peer.
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
        """Keep this in a file."""
        path.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Measurements:
        """Get back what was kept."""
        content = json.loads(path.read_text(encoding="utf-8"))
        content["timings"] = [Timing(**timing) for timing in content["timings"]]
        content["memory"] = [Memory(**memory) for memory in content["memory"]]
        return cls(**content)


@dataclass(frozen=True)
class StartUp:
    """What is paid once in a process, in milliseconds: the least over fresh processes.

    Attributes:
        msrest_import: ``import msrest.serialization``.
        our_import: ``import batchmodels``, which imports that as well.
        our_share: ``import batchmodels`` where msrest.serialization is imported already.
        first_use: What the first call of each of the four ways takes longer than a later one, for (a), summed up.
    """

    msrest_import: float
    our_import: float
    our_share: float
    first_use: float

    def save(self, path: Path) -> None:
        """Keep this in a file."""
        path.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> StartUp:
        """Get back what was kept."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))
