"""ratios.svg: every ratio of the main table as a mark on a logarithmic scale, a row for each operation and document."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from . import goals, peers
from .figures import Figures, number

HEADING = "Time as a ratio to pydantic (less is better, logarithmic)"

WIDTH, LEFT, RIGHT = 900, 170, 870
LEGEND, ROW, GAP = 96, 24, 34
TICKS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200)
INK, FAINT, GOAL = "#1f2328", "#d8dee4", "#1a7f37"

SHORT = {"a": "20 files", "b": "2 members", "c": "1,000 nodes", "d": "unknown member"}

MARKS = {
    peers.OURS: ("#0550ae", "M-7,0a7,7 0 1,0 14,0a7,7 0 1,0 -14,0z"),
    peers.AZURE14: ("#d1242f", "M-5,-5h10v10h-10z"),
    peers.AZURE15: ("#e8852c", "M0,-6.5L6.5,0L0,6.5L-6.5,0z"),
    "msgspec": ("#6e7781", "M-4.5,0a4.5,4.5 0 1,0 9,0a4.5,4.5 0 1,0 -9,0z"),
    "attrs": ("#8250df", "M0,-6L6,5H-6z"),
    "mashumaro": ("#12808c", "M0,6L6,-5H-6z"),
}
"""Color and outline of each peer's mark; batchmodels' is the largest and drawn last."""


def write(figures: Figures, target: Path) -> None:
    """Draw the plot."""
    target.write_text("\n".join(Plot(figures).lines()) + "\n", encoding="utf-8")


class Plot:
    """A drawing: positions, and its parts as lines of SVG."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.names = [name for name in reversed(MARKS) if name in figures.titles]
        self.rows = list(figures.rows())
        ratios = [ratio for row in self.rows for name in self.names if (ratio := self.ratio(name, row))]
        lowest, highest = min(*ratios, 0.2), max(*ratios, 2)
        self.low = max(tick for tick in TICKS if tick <= lowest or tick == TICKS[0])
        self.high = min(tick for tick in TICKS if tick >= highest or tick == TICKS[-1])
        panels = len({operation for operation, _ in self.rows})
        self.bottom = LEGEND + panels * GAP + len(self.rows) * ROW

    def ratio(self, name: str, row: tuple[str, str]) -> float | None:
        """Return a library's ratio for a row."""
        return self.figures.ratio(name, *row, "minimum")

    def x(self, ratio: float) -> float:
        """Return the position of a ratio; values off the scale are at its end."""
        share = math.log(ratio / self.low) / math.log(self.high / self.low)
        return round(LEFT + min(max(share, 0), 1) * (RIGHT - LEFT), 1)

    def lines(self) -> Iterator[str]:
        """Yield the whole drawing."""
        height = self.bottom + 44
        yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
        yield f'  width="{WIDTH}" height="{height}"'
        yield f'  font-family="system-ui, Helvetica, Arial, sans-serif" font-size="13" fill="{INK}">'
        yield f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
        yield f'<text x="20" y="28" font-size="16" font-weight="600">{HEADING}</text>'
        yield from self.legend()
        yield from self.scale()
        yield from self.panels()
        yield "</svg>"

    def legend(self) -> Iterator[str]:
        """Draw the legend, in the order of the tables."""
        x = 30
        for name in MARKS:
            if name in self.names:
                title = self.figures.titles[name]
                yield mark(name, x, 55)
                yield f'<text x="{x + 12}" y="59.5">{title}</text>'
                x += 44 + 7 * len(title)
        yield goal_mark(x, 55)
        yield f'<text x="{x + 8}" y="59.5">goal</text>'

    def scale(self) -> Iterator[str]:
        """Draw the scale, with a prominent line for pydantic at 1."""
        top = LEGEND - 8
        for tick in TICKS:
            if self.low <= tick <= self.high:
                x = self.x(tick)
                stroke = f'stroke="{INK}" stroke-width="1.5"' if tick == 1 else f'stroke="{FAINT}"'
                yield f'<line x1="{x}" y1="{top}" x2="{x}" y2="{self.bottom + 6}" {stroke}/>'
                yield f'<text x="{x}" y="{self.bottom + 24}" text-anchor="middle">{tick:g}</text>'
        yield f'<text x="{self.x(1)}" y="{top - 6}" text-anchor="middle" font-weight="600">pydantic</text>'

    def panels(self) -> Iterator[str]:
        """Draw the rows, under a heading for each operation."""
        y = LEGEND
        heading = ""
        for operation, document in self.rows:
            if operation != heading:
                heading = operation
                y += GAP
                yield f'<text x="20" y="{y - 10}" font-weight="600">{operation}</text>'
            yield from self.row(operation, document, y + ROW / 2)
            y += ROW

    def row(self, operation: str, document: str, y: float) -> Iterator[str]:
        """Draw the marks of one operation and document."""
        yield f'<text x="{LEFT - 14}" y="{y + 4.5}" text-anchor="end">{SHORT[document]} ({document})</text>'
        yield f'<line x1="{LEFT}" y1="{y}" x2="{RIGHT}" y2="{y}" stroke="{FAINT}"/>'
        yield goal_mark(self.x(goals.RATIOS[operation][document]), y)
        for name in self.names:
            ratio = self.ratio(name, (operation, document))
            if ratio:
                yield mark(name, self.x(ratio), y, f"{self.figures.titles[name]}: {number(ratio)}")


def mark(name: str, x: float, y: float, hint: str = "") -> str:
    """Draw a library's mark, with a tooltip."""
    colour, outline = MARKS[name]
    title = f"<title>{hint}</title>" if hint else ""
    place = f'transform="translate({x} {y})" fill="{colour}" stroke="#ffffff"'
    return f'<path d="{outline}" {place}>{title}</path>'


def goal_mark(x: float, y: float) -> str:
    """Draw the mark of a goal."""
    return f'<line x1="{x}" y1="{y - 9}" x2="{x}" y2="{y + 9}" stroke="{GOAL}" stroke-width="3"/>'
