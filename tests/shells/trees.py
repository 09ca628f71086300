"""Outlines of scripts: each node of the tree as one line of text.

After a change of a parser, write them again and read the difference::

    python tests/shells/trees.py

A new script belongs into ``trees.json``, with an empty list, which this fills.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from batchmodels.shells import cmd, posix, powershell, windows
from batchmodels.shells.cmd_grammar import grammar_problem
from batchmodels.shells.cmd_lines import line_problem
from batchmodels.shells.script import Block, Command, Compound, Node, Pipeline, Redirect, Script, Statement, Word, nodes_in

FILE = Path(__file__).with_name("trees.json")


def of_script(script: Script) -> list[str]:
    """Each node of a script, and what is missing at its end."""
    missing = [f"unfinished: {script.unfinished}"] if script.unfinished is not None else []
    return [*map(of_node, nodes_in(script.body)), *missing]


def of_node(node: Node) -> str:
    """One node, without the nodes in it."""
    place = f"{type(node).__name__} {node.start}-{node.end}"
    match node:
        case Block():
            return place
        case Statement():
            return f"{place} {[*node.operators, node.terminator]} {'background' if node.background else ''}".rstrip()
        case Pipeline():
            return f"{place} {[*node.keywords]} {[*node.operators]}"
        case Command():
            parts = [*map(of_word, node.assignments), *map(of_word, node.words), *map(of_redirect, node.redirects)]
            return f"{place} {'; '.join(parts)} {[(block.start, block.end) for block in node.inner] or ''}".rstrip()
        case Compound():
            sections = [f"{section.keyword} {section.block.start}-{section.block.end}" for section in node.sections]
            inner = [(block.start, block.end) for block in node.inner] or ""
            return f"{place} {node.keyword} {node.name} {sections} {inner}".rstrip()


def of_word(word: Word) -> str:
    """One word: how it is written, its text if that differs, what is in it, and its place."""
    marks = [*word.variables, *(["output"] if word.substitutes else []), *(["pattern"] if word.pattern else [])]
    return " ".join([repr(word.raw), *([repr(word.text)] if word.quoted else []), *marks, f"@{word.start}"])


def of_redirect(redirect: Redirect) -> str:
    """One redirection."""
    return f"{redirect.operator} {of_word(redirect.target)} @{redirect.start}"


OUTLINES: dict[str, Callable[[str], list[str]]] = {
    "posix": lambda text: of_script(posix.read_script(text)),
    "posix words": lambda text: list(map(of_word, posix.split_words(text))),
    "cmd": lambda text: of_script(cmd.read_script(text)),
    "cmd without quotes": lambda text: [cmd.without_outer_quotes(text), cmd.without_outer_quotes(text, strip=True)],
    "cmd with quotes removed": lambda text: of_script(cmd.read_script(text, strip=True)),
    "problems of a line of cmd": lambda text: [str(line_problem(text)), str(grammar_problem(text))],
    "powershell": lambda text: of_script(powershell.read_script(text)),
    "windows words": lambda text: list(map(of_word, windows.split_words(text))),
}


def main() -> None:
    """Write the outline of every script of the file."""
    scripts = json.loads(FILE.read_text(encoding="utf-8"))
    written = {kind: {text: OUTLINES[kind](text) for text in scripts[kind]} for kind in scripts}
    FILE.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
