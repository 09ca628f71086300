"""The here-documents of a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...shells.script import Command
from .command_line import Analysis

_DOCUMENT = re.compile(
    r"(?m)^(?=[^\n]*+\n)(?P<line>[^\n]*)"
    r"(?<![<\w])<<(?P<dash>-?)[ \t]*(?P<mark>\\?[A-Za-z_]\w*|\"[^\"\n]+\"|'[^'\n]+')(?P<after>[^\n]*)\n"
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


def taken_for_commands(analysis: Analysis) -> list[Command]:
    """Return the commands that are meant as the text of a here-document, but are on its first line; its mark is the last."""
    script = analysis.code
    for number, command in enumerate(analysis.commands if "<<" in script else ()):
        marks = {each.target.text for each in command.redirects if each.operator.endswith(("<<", "<<-"))}
        if not marks:
            continue
        line_end = script.find("\n", command.start)
        after = analysis.commands[number + 1 :]
        same_line = [each for each in after if line_end < 0 or each.start < line_end]
        place = next((at for at, each in enumerate(same_line) if each.words and each.words[0].text in marks), None)
        if place is not None and not analysis.calls_function(same_line[place]):
            return same_line[: place + 1]
    return []
