"""Pieces of other things that a shell takes for commands."""

from __future__ import annotations

from ...shells.script import Shell
from .cmdlets_in_cmd import is_cut_off
from .command_line import Analysis
from .cut_urls import pieces_of_urls
from .here_documents import taken_for_commands


def not_commands(analysis: Analysis) -> set[int]:
    """Return the ids of what isn't meant as commands: BM147 reports the pieces of URLs, BM117 a here-document on one line.

    In cmd, it is a PowerShell that gets no script, which BM142 reports.
    """
    if analysis.shell is Shell.cmd:
        return {id(command) for command in analysis.commands if is_cut_off(analysis, command)}
    return pieces_of_urls(analysis) | {id(command) for command in taken_for_commands(analysis)}
