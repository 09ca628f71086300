"""``python -m benchmarks``: create the environments, measure, and write RESULTS.md and ratios.svg."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import environments, peers, plot, report, startup
from .environments import AZURE15, HOME, MAIN, ROOT, Environment
from .figures import Figures
from .results import Measurements, StartUp

FOLDER = Path(__file__).resolve().parent
ROUNDS, QUICK_ROUNDS = 40, 7
PROCESSES, QUICK_PROCESSES = 21, 3


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure batchmodels and other libraries.")
    parser.add_argument("--quick", action="store_true", help="run few rounds, as a trial")
    parser.add_argument(
        "--only", nargs="+", choices=peers.MODULES, help="measure only these libraries (and pydantic); writes no files"
    )
    parser.add_argument("--documents", default="abcd", help="letters of the documents; writes no files unless all are measured")
    parser.add_argument("--gc", action="store_true", help="keep the garbage collector enabled during the measurement")
    parser.add_argument("--checkout", type=Path, default=ROOT, help="the checkout of batchmodels to measure; default: this one")
    parser.add_argument("--report", action="store_true", help="write the files of the last run again, without measuring")
    return parser.parse_args()


def main() -> None:
    """Run the command."""
    chosen = options()
    complete = chosen.only is None and chosen.documents == "abcd"
    kept = HOME / ("results" if complete else "tried")
    kept.mkdir(parents=True, exist_ok=True)
    if not chosen.report:
        measure(chosen, kept)
    figures = load(kept)
    print("\n".join(report.ratio_table(figures, "minimum")), "\n")
    print("\n".join(report.missed(figures)))
    if complete:
        quick = figures.runs[0].rounds <= QUICK_ROUNDS
        report.write(figures, FOLDER / "NOTES.md", FOLDER / "RESULTS.md", quick)
        plot.write(figures, FOLDER / "ratios.svg")


def measure(chosen: argparse.Namespace, kept: Path) -> None:
    """Measure in each environment, and save the results."""
    for old in kept.glob("*.json"):
        old.unlink()
    for environment in (MAIN, AZURE15):
        wanted = [name for name in environment.peers if chosen.only is None or name in (*chosen.only, peers.BASE)]
        if wanted != [peers.BASE]:
            environments.prepare(environment, chosen.checkout.resolve())
            run_worker(environment, wanted, chosen, kept)
    if chosen.only is None or peers.OURS in chosen.only:
        startup.measure(QUICK_PROCESSES if chosen.quick else PROCESSES).save(kept / "startup.json")


def run_worker(environment: Environment, wanted: list[str], chosen: argparse.Namespace, kept: Path) -> None:
    """Measure in one environment."""
    rounds = QUICK_ROUNDS if chosen.quick else ROUNDS
    arguments = ["--documents", chosen.documents, "--rounds", str(rounds), *(["--gc"] if chosen.gc else [])]
    output = str(kept / f"{environment.name}.json")
    environments.run(environment, "-m", "benchmarks.worker", output, *arguments, "--peers", *wanted)


def load(kept: Path) -> Figures:
    """Read the saved measurements."""
    files = [kept / f"{environment.name}.json" for environment in (MAIN, AZURE15)]
    once = kept / "startup.json"
    runs = [Measurements.load(file) for file in files if file.exists()]
    return Figures(runs, StartUp.load(once) if once.exists() else None)


if __name__ == "__main__":
    main()
