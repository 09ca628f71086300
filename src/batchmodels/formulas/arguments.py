"""The number of the arguments of functions and methods."""

from __future__ import annotations

from .language import ARGUMENTS, MANY
from .remarks import Remark, Topic
from .tree import Call


def wrong_count(node: Call, fewest: int, most: int) -> list[Remark]:
    """Return the remark about a call with too few or too many arguments; empty if their number fits."""
    came = len(node.arguments)
    if fewest <= came <= most:
        return []
    wanted = (
        f"at least {fewest}"
        if most == MANY
        else f"{fewest}"
        if fewest == most
        else f"{fewest} or {most}"
        if most == fewest + 1
        else f"{fewest} to {most}"
    )
    noun = "argument" if wanted.endswith("1") else "arguments"
    message = f"{node.name}() takes {'no' if most == 0 else wanted} {noun} and gets {came}"
    return [Remark(Topic.types, message, ARGUMENTS.get(node.name, "Remove or add arguments."), node.start, node.end)]
