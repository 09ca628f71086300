"""The here-documents of a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .command_line import Analysis

_DOCUMENT = re.compile(
    r"(?P<line>[^\n]*)(?<![<\w])<<(?P<dash>-?)[ \t]*(?P<mark>\\?[A-Za-z_]\w*|\"[^\"\n]+\"|'[^'\n]+')(?P<after>[^\n]*)\n"
)
_VARIABLE = re.compile(r"(?<!\\)\$(?:([A-Za-z_]\w*|[0-9@*#])|\{([A-Za-z_]\w*|[0-9])\})")
_TARGET = re.compile(r">>?[ \t]*\"?([^\s\"'<>|;&]+)|\btee\b(?:[ \t]+-\S+)*[ \t]+\"?([^\s\"'<>|;&]+)")


class HereDocument(NamedTuple):
    """A here-document.

    Attributes:
        mark: The word that ends it, without quotes.
        quoted: Whether the shell expands nothing in it.
        text: Its lines; all the rest of the script if nothing ends it.
        target: The file that it goes to; empty if unknown.
        start: The offset of its lines in the script.
        ended: Whether a line ends it.
        nearly: A line that looks like its end and isn't; empty without one.
    """

    mark: str
    quoted: bool
    text: str
    target: str
    start: int
    ended: bool
    nearly: str

    @property
    def variables(self) -> list[str]:
        """The variables that the shell expands in it."""
        return [] if self.quoted else [name or braced for name, braced in _VARIABLE.findall(self.text)]

    @property
    def names(self) -> list[str]:
        """The variables in it, whether or not the shell expands them."""
        return [name or braced for name, braced in _VARIABLE.findall(self.text)]


def here_documents(analysis: Analysis) -> Iterator[HereDocument]:
    """Yield the here-documents of a script, one a line."""
    script, position = analysis.code, 0
    if "<<" not in script:
        return
    redirects = (each for command in analysis.commands for each in command.redirects if each.operator.endswith(("<<", "<<-")))
    marks = {each.target.text for each in redirects}
    while match := _DOCUMENT.search(script, position):
        raw = match["mark"]
        mark = raw.strip("\\\"'")
        if mark not in marks or match["line"].lstrip().startswith("#"):
            position = match.end()
            continue
        tabs = "\t*" if match["dash"] else ""
        end = re.compile(rf"^{tabs}{re.escape(mark)}$", re.MULTILINE).search(script, match.end())
        stop = end.start() if end else len(script)
        near = (
            None if end else re.compile(rf"^[ \t]*{re.escape(mark)}[ \t\r;)}}'\"]*$", re.MULTILINE).search(script, match.end())
        )
        line = match["line"] + match["after"]
        target = next((first or second for first, second in _TARGET.findall(line)), "")
        yield HereDocument(
            mark, raw != mark, script[match.end() : stop], target, match.end(), end is not None, near[0] if near else ""
        )
        position = end.end() if end else len(script)
