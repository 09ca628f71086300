"""Every session of the pages can be pasted into a Python prompt.

The tests paste what the site's copy button copies: the lines with prompts, without the prompts. At a prompt, only an empty line
ends a block of statements, so a session has a line of three dots after each.
"""

from __future__ import annotations

import code
import re
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
import test_blocks
from conftest import ROOT

PAGES = [page for page in test_blocks.PAGES if page.name != "CONTRIBUTING.md"]  # it only has pieces of code

CONF = (ROOT / "docs" / "conf.py").read_text(encoding="utf-8")
PROMPT = re.search(r'^copybutton_prompt_text = r"(.+?)"', CONF, re.MULTILINE)


def copied(block: str) -> str:
    """Return what the button of sphinx-copybutton copies of a block, with the settings of docs/conf.py."""
    assert PROMPT
    lines = [(line, re.match(f"^({PROMPT[1]})(.*)", line)) for line in block.split("\n")]
    if not any(found for _, found in lines):
        return block.removesuffix("\n")
    return "\n".join(found[2] if found else "" for line, found in lines if found or not line.strip()).removesuffix("\n")


class Prompt(code.InteractiveInterpreter):
    """A Python prompt that compiles statements but doesn't run them. It counts those that don't compile."""

    def __init__(self) -> None:
        super().__init__()
        self.errors = 0

    def showsyntaxerror(self, *args: Any, **kwargs: Any) -> None:
        self.errors += 1

    def runcode(self, code: CodeType) -> None:
        pass

    def paste(self, text: str) -> list[str]:
        """Paste a text and press Enter. Return refused statements, and a statement that isn't complete."""
        refused: list[str] = []
        pending: list[str] = []
        for line in text.split("\n"):
            before = self.errors
            pending.append(line)
            if not self.runsource("\n".join(pending), "<prompt>"):
                if self.errors > before:
                    refused.append("\n".join(pending))
                pending = []
        return [*refused, "\n".join(pending)] if pending else refused


def pasted(page: Path) -> list[str]:
    """Return the blocks of a page that a reader may paste: sessions, and code without prompts."""
    blocks = test_blocks.blocks(page, "pycon", "python")
    # Code without prompts may end with a block of statements: press Enter once more.
    return [f"{block.text}\n" if block.language == "python" else block.text for block in blocks]


@pytest.mark.parametrize("page", [page for page in PAGES if pasted(page)], ids=test_blocks.name_of)
def test_each_block_can_be_pasted(page: Path) -> None:
    refused = [part for block in pasted(page) for part in Prompt().paste(copied(block))]
    assert refused == [], "end each block of statements with a line of three dots"


LOOP = ">>> for a in (1, 2):\n...     print(a)\n"


@pytest.mark.parametrize(
    ("block", "refused"),
    [
        (f"{LOOP}1\n2\n>>> 3\n3\n\n", ["for a in (1, 2):\n    print(a)\n3"]),
        (f"{LOOP}...\n1\n2\n>>> 3\n3\n\n", []),
        (f"{LOOP}1\n2\n{LOOP}...\n1\n2\n\n", ["for a in (1, 2):\n    print(a)\nfor a in (1, 2):", "    print(a)"]),
        (">>> def f():\n...     a = 1\n...\n...     return a\n...\n>>> f()\n\n", ["    return a"]),
        (">>> f(\n...     1,\n...\n...     2,\n... )\n\n", []),
        (">>> f(\n...     1\n\n", ["f(\n    1\n"]),
        (">>> f(1))\n\n", ["f(1))"]),
        ("class A:\n    a = 1\n\n    b = 2\n", ["    b = 2"]),
        ("class A:\n    a = 1\n    b = 2\n\n\nA()\n", []),
    ],
)
def test_refused_blocks(block: str, refused: list[str]) -> None:
    assert Prompt().paste(copied(block)) == refused


def test_copied_text() -> None:
    session = '>>> for a in (1, 2):\n...     print(a)\n...\n1\n2\n>>> f("""\n... $ x""")\n...\n\n'
    assert copied(session) == 'for a in (1, 2):\n    print(a)\n\nf("""\n$ x""")\n\n'
    assert copied("$ echo a\na\n") == "echo a"
