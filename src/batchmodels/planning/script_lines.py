"""The lines of a script: one for each command, with what joins it to the one before."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ..shells.script import Block, Command, Compound, Element, Pipeline, Statement
from .plan_record import ScriptLine

_DEEPEST = 20  # deeper commands are shown as their text


def lines_of(script: str, body: Block) -> Iterator[ScriptLine]:
    """Yield the lines of a script; the texts aren't masked."""
    return _block(script, body, 0)


def _block(script: str, block: Block, depth: int) -> Iterator[ScriptLine]:
    for statement in block.statements:
        yield from _statement(script, statement, depth)


def _statement(script: str, statement: Statement, depth: int) -> Iterator[ScriptLine]:
    if statement.background:
        found = [*_joined(script, statement, depth)]
        yield from found[:-1]
        last = found[-1]
        yield msgspec.structs.replace(last, text=f"{last.text} &")
        return
    yield from _joined(script, statement, depth)


def _joined(script: str, statement: Statement, depth: int) -> Iterator[ScriptLine]:
    for pipeline, operator in zip(statement.pipelines, ("", *statement.operators), strict=True):
        yield from _pipeline(script, pipeline, operator, depth)


def _pipeline(script: str, pipeline: Pipeline, operator: str, depth: int) -> Iterator[ScriptLine]:
    for element, joint in zip(pipeline.elements, (operator, *pipeline.operators), strict=True):
        keywords = " ".join(pipeline.keywords) if element is pipeline.elements[0] else ""
        yield from _element(script, element, joint, depth, keywords)


def _element(script: str, element: Element, operator: str, depth: int, keywords: str) -> Iterator[ScriptLine]:
    if isinstance(element, Command) or depth >= _DEEPEST or not element.sections:
        yield ScriptLine(f"{keywords} {script[element.start : element.end].strip()}".strip(), depth, operator)
    else:
        yield from _compound(script, element, operator, depth, keywords)


def _compound(script: str, compound: Compound, operator: str, depth: int, keywords: str) -> Iterator[ScriptLine]:
    at = compound.start
    for section in compound.sections:
        head = script[at : section.block.start].strip().lstrip(";").strip()
        if head:
            yield ScriptLine(f"{keywords} {head}".strip() if at == compound.start else head, depth, operator)
        operator = operator if not head else ""
        yield from _block(script, section.block, depth + 1)
        at = section.block.end
    rest = script[at : compound.end].strip().lstrip(";").strip()
    if rest:
        yield ScriptLine(rest, depth)
