"""Standard input of commands, from which they may read an answer."""

from __future__ import annotations

from ...shells.script import Compound, nodes_in
from .inner_scripts import Part


def brackets_have_input(part: Part) -> bool:
    """Return whether the groups of a script, whose commands share their standard input, may have input."""
    redirected = (node for node in nodes_in(part.analysis.body) if isinstance(node, Compound))
    return any(step.piped for step in part.flow.steps) or any(node.redirects for node in redirected)


def is_answered(part: Part, index: int, shared: bool) -> bool:
    """Return whether a command has standard input."""
    step = part.flow.steps[index]
    command = step.command
    if any(
        each.operator.lstrip("0123456789").startswith("<") and each.target.text != "/dev/null" for each in command.redirects
    ):
        return True
    return shared if step.nested else step.reads
