"""What ``&&``, ``||`` and ``!`` do with the exit statuses of the pipelines of a statement."""

from __future__ import annotations

from ...shells.script import Command, Compound, Element, Pipeline, Shell, Statement
from .steps import Status

LEAVING = frozenset({"exit", "return"})
_SUCCEEDING = frozenset({"echo", "printf", "true", ":", "write-host", "write-output"})
_DEALT_WITH = frozenset({Status.handled, Status.background})


def statuses_of(statement: Statement, ending: Status) -> list[Status]:
    """Return the effect of the exit status of each pipeline of a statement, given that of the statement."""
    statuses: list[Status] = []
    status, operators = ending, [*statement.operators]
    joined = ending if ending in {*_DEALT_WITH, Status.asked, Status.substituted} else Status.counts  # before &&
    for pipeline in reversed(statement.pipelines):
        statuses.append(Status.asked if pipeline.negated else status)
        if operators and operators.pop() == "||":
            replaced = Status.counts if _fails(pipeline.elements[-1]) else Status.handled
            joined = ending if ending in _DEALT_WITH else replaced
        status = joined
    return statuses[::-1]


def runs_after_both(pipeline: Pipeline, before: str, after: str, shell: Shell | None) -> bool:
    """Return whether what is after a pipeline runs whether ``||`` before it ran the pipeline or not: ``a || echo b && c``.

    In cmd, ``&&`` binds more tightly than ``||``, so ``c`` runs only after the pipeline.
    """
    element = pipeline.elements[-1]
    succeeds = isinstance(element, Command) and element.name in _SUCCEEDING and not pipeline.negated
    return (before, after) == ("||", "&&") and succeeds and shell is not Shell.cmd


def fates_of(statement: Statement, noticed: Status, stale: Status, leaves: Status) -> list[tuple[Status, Status]]:
    """Return what happens if each pipeline of a statement fails, and if that is in it where ``set -e`` doesn't notice.

    Args:
        statement: The statement.
        noticed: What happens if its last pipeline fails.
        stale: The same if ``set -e`` doesn't notice.
        leaves: What happens if the process that runs it ends with an error.
    """
    fates: list[tuple[Status, Status]] = []
    fate, operators = (noticed, stale), [*statement.operators]
    joined = stale  # set -e doesn't apply before &&
    for pipeline in reversed(statement.pipelines):
        fates.append((Status.asked, Status.asked) if pipeline.negated else fate)
        if operators and operators.pop() == "||":
            joined = _after_or(pipeline.elements[-1], fate[0], leaves)
        fate = (joined, joined)
    return fates[::-1]


def _after_or(element: Element, fate: Status, leaves: Status) -> Status:
    """Return what happens if a pipeline fails before ``||``, given the command after it and the fate of that."""
    if not isinstance(element, Command) or element.name == "return" or not _fails(element):
        return Status.handled
    return leaves if element.name == "exit" else fate


def _fails(element: Element) -> bool:
    """Return whether an element is meant to fail: ``exit 1``, ``false``, or a group that ends with one of them."""
    if isinstance(element, Compound):
        blocks = [section.block for section in element.sections]
        return element.keyword in {"{", "("} and bool(blocks[0].statements) and _fails(blocks[0].statements[-1].last)
    return (element.name in LEAVING and "0" not in element.arguments) or element.name == "false"
