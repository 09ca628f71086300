"""A script's tree as a list of its commands, each with what is around it: short to write in a test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from batchmodels.shells.script import Block, Command, Element, Redirect, Script, Section, Shell, Word

ENDS = {"if": "fi", "while": "done", "until": "done", "for": "done", "select": "done", "case": "esac", "{": "}", "(": ")"}
TELLING = {"&&", "||", "|", "|&", "&"}


class Flat(NamedTuple):
    """A command, or the end of a compound command that is redirected or has an operator after it.

    Attributes:
        depth: How many compound commands and words it is in; functions of POSIX shells aren't counted, only their bodies.
        keyword: The reserved word before it, or the one that ends a compound command.
        texts: The texts of its assignments and words.
        operator: What comes after it.
        node: The command or the compound command.
    """

    depth: int
    keyword: str
    texts: list[str]
    operator: str
    node: Element


def flat(script: Script) -> list[Flat]:
    """Every command of a script, in the order of the text."""
    return list(_of_block(script.body, 0, "", functions=script.shell is not Shell.posix))


def placeless(words: Iterable[Word]) -> tuple[Word, ...]:
    """Words without their places."""
    return tuple(msgspec.structs.replace(word, start=-1) for word in words)


def placeless_redirects(redirects: Iterable[Redirect]) -> tuple[Redirect, ...]:
    return tuple(Redirect(each.operator, *placeless([each.target])) for each in redirects)


def _of_block(block: Block, depth: int, keyword: str, *, functions: bool) -> Iterator[Flat]:
    for statement in block.statements:
        joins = [*statement.operators, statement.terminator]
        for pipeline, after in zip(statement.pipelines, joins, strict=True):
            assert len(pipeline.operators) == len(pipeline.elements) - 1
            word = pipeline.keywords[-1] if pipeline.keywords else keyword
            for element, operator in zip(pipeline.elements, [*pipeline.operators, after], strict=True):
                yield from _of_element(element, depth, word, operator, functions=functions)
                word = keyword = ""


def _of_element(element: Element, depth: int, keyword: str, operator: str, *, functions: bool) -> Iterator[Flat]:
    if isinstance(element, Command):
        texts = [word.text for word in (*element.assignments, *element.words)]
        yield Flat(depth, keyword, texts, operator, element)
        for block in element.inner:
            yield from _of_block(block, depth + 1, "", functions=functions)
        return
    inside = depth + (functions or element.keyword != "function")
    redirected = [*element.redirection.inner] if element.redirection else []
    for block in [*(node for node in element.nodes() if isinstance(node, Block)), *redirected]:
        section = next((section for section in element.sections if section.block is block), None)
        within = depth + 2 if section is None else inside
        yield from _of_block(block, within, _before(section), functions=functions)
    if element.redirects or operator in TELLING:
        yield Flat(depth, ENDS.get(element.keyword, element.keyword), [], operator, element)


def _before(section: Section | None) -> str:
    return "" if section is None or section.keyword in {"(", "case", "function"} else section.keyword
