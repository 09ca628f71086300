"""The measuring process of an environment, run by ``python -m benchmarks``."""

from __future__ import annotations

import argparse
from importlib import metadata
from pathlib import Path

from . import cases, memory, timing
from .machine import circumstances
from .peers import load
from .results import Measurements
from .verify import verify


def main() -> None:
    """Measure as the arguments specify, and write the results to a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("--peers", nargs="+", required=True)
    parser.add_argument("--documents", required=True)
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--gc", action="store_true")
    options = parser.parse_args()

    peers = {name: load(name) for name in options.peers}
    for peer in peers.values():
        verify(peer)
    found = Measurements(options.rounds, options.gc, circumstances())
    for name, peer in peers.items():
        found.titles[name] = peer.title
        found.remarks[name] = list(peer.remarks)
        found.versions |= {package: metadata.version(package) for package in peer.packages}
    every = [cases.empty_call()]
    for name, peer in peers.items():
        every += cases.codec_cases(name, peer, options.documents)
        every += cases.handling_cases(name, peer)
    every.sort(key=lambda case: (case.document, case.operation))
    found.timings = timing.measure(every, options.rounds, options.gc)
    if "c" in options.documents:
        del every
        found.memory = [memory.measure(name, peer) for name, peer in peers.items()]
    found.save(options.output)


if __name__ == "__main__":
    main()
