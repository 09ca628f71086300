"""Words that don't belong in docs and messages, because plain American English has a better one.

The list is short on purpose: it has the words that came up often, not every word that could be wrong.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

DROPPED = {
    r"\banew\b": "again",
    r"\bas (it|they) stands?\b": "unchanged",
    r"\bat hand\b": "available",
    r"\ball the same\b": "anyway",
    r"\bbehind\b": "after",
    r"\bbut for\b": "except for",
    r"\bfor ever\b": "forever",
    r"\bgo(es)? on\b": "continues",
    r"\bgives? up\b": "falls back, stops",
    r"\bhangs? on\b": "is nested in",
    r"\bin earnest\b": "really",
    r"\bin front of\b": "before",
    r"\bin vain\b": "without success",
    r"\b(its|their) likes?\b": "and so on, and similar ones",
    r"\bis asked\b": "name who asks, or what is needed",
    r"(?-i:(?<!there )(?<!action )\b(is|are) none\b)": "is not one",
    r"\bis no (JSON|YAML|number|text|model|bool)\b": "is not valid JSON, is not a number",
    r"\blicence": "license",
    r"\bcolours?\b": "color",
    r"\bmended\b": "fixed",
    r"\bpass(ed|es) over\b": "skips",
    r"\b(some|every|any)body\b": "someone, everyone, anyone; a user",
    r"\bnobody\b": "nothing, no one; or the active voice",
    r"\bonce more\b": "again",
    r", say\b": "for example",
    r"\bshall\b": "should",
    r"\bstands? (at|in|behind|beside|for|there|where)\b": "is at, appears in, means",
    r"\btakes? away\b": "removes",
    r"\b(is|are|was|were|be) told\b": "is given, is known",
    r"\btells?\b": "reports, shows, states",
    r"\bwhoever\b": "anyone who",
    r"\bwhom\b": "who; or say it in another way",
}
"""Each pattern, with what to write instead."""

FILES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "changelog.d").glob("*.md")),
    *sorted((ROOT / "examples").glob("*.py")),
    *sorted((ROOT / "src").rglob("*.py")),
]


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


CODE = re.compile(r"^( *)```.*?^\1```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def prose(text: str) -> str:
    """Return the text of a page without its code, whose lines stay."""
    return CODE.sub(lambda code: "\n" * code[0].count("\n"), text)


def messages(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each string that has several words: messages, and docstrings, which help texts show."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.count(" ") > 1:
            yield node.lineno, CODE.sub("", node.value)


def found_in(text: str) -> list[str]:
    """Return each dropped word in a text, with what to write instead."""
    return [f"{match[0]!r}: {instead}" for word, instead in DROPPED.items() for match in re.finditer(word, text, re.IGNORECASE)]


def dropped_words(file: Path) -> list[str]:
    """Return each dropped word of a file, with its line."""
    text = file.read_text(encoding="utf-8")
    texts = messages(text) if file.suffix == ".py" else enumerate(prose(text).splitlines(), 1)
    return [f"line {number}: {word}" for number, line in texts for word in found_in(line)]


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_words(file: Path) -> None:
    assert dropped_words(file) == []


def test_the_words_are_found_in_prose_only() -> None:
    page = "What stands behind it.\n\n```pycon\n>>> 'nobody'\n```\n\nCode `behind` and 5 as it stands.\n"
    assert [found_in(line) for line in prose(page).splitlines() if found_in(line)] == [
        ["'behind': after", "'stands behind': is at, appears in, means"],
        ["'as it stands': unchanged"],
    ]
    source = 'x = "behind"\ny = f"what is behind {x} is lost"\n'
    assert [(line, words) for line, text in messages(source) if (words := found_in(text))] == [(2, ["'behind': after"])]
