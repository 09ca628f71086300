"""Writes the tables of the differences between the Batch service's pools and ARM's, from the data that converts them.

The comments ``<!-- differences -->`` and ``<!-- spellings -->`` are where they go when Sphinx reads the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from batchmodels import CloudPool, PoolAddParameter
from batchmodels.arm.differences import Difference, differences, spellings

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_PAGE = "how-to/arm"


def expanded(page: str) -> str:
    """Return a page with its comments replaced by tables."""
    return page.replace("<!-- differences -->", differences_table()).replace("<!-- spellings -->", spellings_table())


def differences_table() -> str:
    """Return the table of members."""
    lines = ["| The Batch service | ARM | |", "|---|---|---|"]
    found = differences(PoolAddParameter, CloudPool)
    lines += [f"| {_code(each.ours)} | {_code(each.arm)} | {_remark(each)} |" for each in found]
    return "\n".join(lines)


def spellings_table() -> str:
    """Return the table of the values of enumerations."""
    lines = ["| Enumeration | The Batch service | ARM |", "|---|---|---|"]
    for name, texts in spellings(PoolAddParameter, CloudPool).items():
        ours, arm = (", ".join(f"`{each}`" for each in side) for side in (texts, texts.values()))
        lines.append(f"| {name} | {ours} | {arm} |")
    return "\n".join(lines)


def _code(place: str) -> str:
    return f"`{place}`" if place else "none"


def _remark(each: Difference) -> str:
    remarks = [each.note] if each.note else []
    remarks += ["read-only"] if each.read_only else []
    return "; ".join(remarks)


def _read(_app: Sphinx, document: str, source: list[str]) -> None:
    if document == _PAGE:
        source[0] = expanded(source[0])


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the extension."""
    app.connect("source-read", _read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
