"""The commands that a command line runs on Linux, with what decides whether their failure matters."""

from __future__ import annotations

from typing import Any

import msgspec

from ...shells.script import Command, Shell
from ..context import Context, shared
from ..finding import Severity, Span
from .flow import Status, Step
from .inner_scripts import Part, meant_parts_of


class Run(msgspec.Struct, frozen=True):
    """A command that a command line runs.

    Attributes:
        part: The script that contains it.
        index: Its number in the script.
        command: The command without prefixes such as ``sudo``.
    """

    part: Part
    index: int
    command: Command

    @property
    def step(self) -> Step:
        """Its place in the control flow."""
        return self.part.flow.steps[self.index]

    @property
    def span(self) -> Span | None:
        """Its place in the command line."""
        return self.part.analysis.span(self.command)

    @property
    def severity(self) -> Severity:
        """The severity of its failure: an error if the command line always fails with it."""
        step = self.step
        return Severity.error if step.status.fails and not step.guarded else Severity.warning


@shared
def runs_on_linux(context: Context[Any]) -> list[Run]:
    """Return the commands of a command line in the order of the text; none on Windows."""
    return [
        Run(part, index, command)
        for part in meant_parts_of(context)
        if part.analysis.shell in {Shell.posix, None} and not part.analysis.windows
        for index, command in part.analysis.runs
        if part.flow.steps[index].status is not Status.unreachable
    ]
