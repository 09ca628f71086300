"""RESULTS.md, written from the figures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from . import documents, goals, peers
from .figures import Figures, Statistic, number

NONE = "—"
MET, MISSED = "✓", "✗"

HEAD = """# How fast batchmodels is

Written by `python -m benchmarks`; the section "Notes" comes from `NOTES.md`, everything else is measured.
"""

RATIOS = """
Time as a ratio to pydantic's in the same process; less is better. From the minimum of all rounds. The column
of batchmodels shows whether the goal is met (✓) or missed (✗).
"""

HANDLING = """
The start task (a), in nanoseconds, minima. *construct* calls the constructor with existing values for all seven
attributes; *read an attribute* is the mean over the seven; *==* compares two equal models. — means that the class
doesn't define the method.
"""

MEMORY = """
Bytes for each node of (c), by `tracemalloc`, while the page is read from JSON by one call: everything that Python's
allocators allocate for the models and for intermediate values, but not the JSON text, which is {text:,} bytes a node.
"""

FIRST_USE = "first use: reading and writing (a) in all four ways, minus the second time"

METHOD = """
- One process in each environment measures all its libraries. azure-batch 15 can't be installed together with 14, so it has
  a separate environment, also with pydantic.
- All operations take turns for {rounds} rounds; in each turn an operation runs for at least 5 ms. The garbage collector is
  {collector} during the measurement.
- All calls are in plain functions; the cost of calling an empty function is subtracted.
- (c) is one call for the whole page.
- Before the measurement, each library must write the document that it has read in every way, and read it back as an equal
  model. Times may be written in another form.
- Import and first use: the minimum of new processes that take turns.
"""


def write(figures: Figures, notes: Path, target: Path, quick: bool) -> None:
    """Write RESULTS.md."""
    target.write_text("\n".join(sections(figures, notes, quick)).rstrip() + "\n", encoding="utf-8")


def sections(figures: Figures, notes: Path, quick: bool) -> Iterator[str]:
    """Yield the text in parts."""
    run = figures.runs[0]
    yield HEAD
    if quick:
        yield "**A quick trial run; its figures are rough.**\n"
    yield from table(("", ""), run.circumstances.items())
    versions = {package: version for each in reversed(figures.runs) for package, version in each.versions.items()}
    versions |= {"azure-batch": " and ".join(each.versions["azure-batch"] for each in figures.runs)}
    yield "\nVersions: " + ", ".join(f"{package} {versions[package]}" for package in sorted(versions)) + ".\n"
    yield "The documents:\n"
    yield from (f"- ({letter}) {title}" for letter, title in documents.TITLES.items())
    yield "\n## Ratios to pydantic\n" + RATIOS
    yield "![Ratios to pydantic](ratios.svg)\n"
    yield from ratio_table(figures, "minimum")
    yield "\nThe same from the medians:\n"
    yield from ratio_table(figures, "median")
    yield "\n## Goals missed\n"
    yield from missed(figures)
    yield "\n## Notes\n"
    yield notes.read_text(encoding="utf-8").strip()
    yield "\n## Against azure-batch 14\n"
    yield from speedups(figures)
    yield "\n## Memory\n" + MEMORY.format(text=text_size())
    yield from memory(figures)
    yield "\n## Import and first use\n"
    yield from startup(figures)
    yield "\n## Handling a model\n" + HANDLING
    yield from handling(figures)
    yield "\n## Times\n\nIn microseconds, minimum / median, for orientation.\n"
    yield from times(figures)
    yield "\n## How it is measured\n" + METHOD.format(rounds=run.rounds, collector="on" if run.collecting else "off")
    yield from remarks(figures)


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Write a table: the first column to the left, the others to the right."""
    columns = list(header)
    yield f"| {' | '.join(columns)} |"
    yield f"|---|{'---:|' * (len(columns) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def ratio_table(figures: Figures, statistic: Statistic) -> Iterator[str]:
    """Write the ratios, with their goals."""
    others = [name for name in figures.titles if name not in (peers.OURS, peers.BASE)]
    header = ["", "goal", figures.titles.get(peers.OURS, peers.OURS), *(figures.titles[name] for name in others)]
    rows = []
    for operation, document in figures.rows():
        ours = figures.ratio(peers.OURS, operation, document, statistic)
        limit = goals.RATIOS[operation][document]
        mark = "" if ours is None else f" {MET if ours <= limit else MISSED}"
        cells = [shown(figures.ratio(name, operation, document, statistic)) for name in others]
        rows.append([f"{operation} ({document})", f"≤ {limit:.2f}", f"**{shown(ours)}**{mark}", *cells])
    yield from table(header, rows)


def shown(value: float | None) -> str:
    """Write a number, or a dash for None."""
    return NONE if value is None else number(value)


def missed(figures: Figures) -> Iterator[str]:
    """List the goals that are missed, and by how much."""
    reached = list(figures.goals())
    for goal in reached:
        if not goal.met:
            factor = number(goal.excess)
            yield f"- {goal.what}: {goal.found}, where the goal is {goal.limit}; off by a factor of {factor}."
    count = sum(goal.met for goal in reached)
    yield f"\n{count} of {len(reached)} goals are met."


def speedups(figures: Figures) -> Iterator[str]:
    """Write the speedups of batchmodels."""
    rows = []
    for operation, least in goals.SPEEDUPS.items():
        speedup = figures.speedup(operation)
        if speedup is not None:
            mark = MET if speedup >= least else MISSED
            rows.append([f"{operation} (a)", f"≥ {least} times as fast", f"{number(speedup)} {mark}"])
    yield from table(("", "goal", "times as fast"), rows)


def text_size() -> int:
    """Return the length of a node of (c) as JSON."""
    return round(len(json.dumps(documents.page())) / documents.NODE_COUNT)


def memory(figures: Figures) -> Iterator[str]:
    """Write the memory of a node of (c)."""
    rows = [["goal", f"≤ {goals.KEPT_KB * 1000:,.0f}", f"≤ {goals.PEAK_KB * 1000:,.0f}"]]
    for name, title in figures.titles.items():
        found = figures.memory[name]
        rows.append([title, f"{found.kept:,.0f}", f"{found.peak:,.0f}"])
    yield from table(("", "kept", "at peak"), rows)


def startup(figures: Figures) -> Iterator[str]:
    """Write the one-time costs of a process."""
    paid = figures.startup
    if paid is None:
        return
    import_mark = MET if paid.our_share <= goals.IMPORT_MS else MISSED
    use_mark = MET if paid.first_use <= goals.FIRST_USE_MS else MISSED
    rows = [
        ["import msrest.serialization", "", f"{paid.msrest_import:.1f}"],
        ["import batchmodels", "", f"{paid.our_import:.1f}"],
        [
            "import batchmodels after msrest.serialization, in one process",
            f"≤ {goals.IMPORT_MS:.0f}",
            f"{paid.our_share:.1f} {import_mark}",
        ],
        [FIRST_USE, f"≤ {goals.FIRST_USE_MS:.0f}", f"{paid.first_use:.1f} {use_mark}"],
    ]
    yield from table(("", "goal (ms)", "ms"), rows)


def handling(figures: Figures) -> Iterator[str]:
    """Write the times for handling a model."""
    rows = []
    for operation in goals.HANDLING:
        found = [figures.timing(name, operation, "a") for name in figures.titles]
        rows.append([operation, *(f"{timing.minimum:,.0f}" if timing else NONE for timing in found)])
    yield from table(("", *figures.titles.values()), rows)


def times(figures: Figures) -> Iterator[str]:
    """Write absolute times."""
    rows = []
    for operation, document in [*figures.rows(), *((goals.ENCODE_PYTHON, letter) for letter in "abcd")]:
        found = [figures.timing(name, operation, document) for name in figures.titles]
        cells = [f"{number(each.minimum / 1e3)} / {number(each.median / 1e3)}" if each else NONE for each in found]
        rows.append([f"{operation} ({document})", *cells])
    yield from table(("", *figures.titles.values()), rows)


def remarks(figures: Figures) -> Iterator[str]:
    """Write the remarks about each library."""
    yield "The peers:\n"
    for name, title in figures.titles.items():
        said = next(run.remarks[name] for run in figures.runs if name in run.remarks)
        if said:
            yield f"- {title}: {' '.join(said)}"
