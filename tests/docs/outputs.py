"""Write what the examples of README and docs print now: ``python tests/docs/outputs.py [PAGE ...]``.

After a message has changed, this puts the new one on every page. Read the diff before you commit it: it writes wrong outputs
too.

A line of text stays one line, however long, since the site wraps it. Two things stay wrapped by hand while they are right:
printed values, and the README, which is read where long lines aren't wrapped.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import sys
import tempfile
import textwrap
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

import test_blocks
from conftest import ROOT

FLAGS = doctest.NORMALIZE_WHITESPACE
VALUE = re.compile(r"[\[({'\"]|b['\"]|[A-Z]\w*\(")
HEAD = "Traceback (most recent call last):\n"


class Printed(doctest.DocTestRunner):
    """Runs the sessions of a page, and keeps what each example really prints."""

    def __init__(self) -> None:
        super().__init__(optionflags=FLAGS)
        self.printed: dict[int, str] = {}
        self.skipped = False
        self._message = ""

    def report_start(self, out: Any, test: Any, example: doctest.Example) -> None:
        self._message = ""

    def report_success(self, out: Any, test: Any, example: doctest.Example, got: str) -> None:
        self.printed[example.lineno] = HEAD + self._message if example.exc_msg is not None else got

    report_failure = report_success

    def report_unexpected_exception(self, out: Any, test: Any, example: doctest.Example, exc_info: Any) -> None:
        self.skipped |= isinstance(exc_info[1], pytest.skip.Exception)
        self.printed[example.lineno] = HEAD + self._message

    def run_page(self, test: doctest.DocTest) -> None:
        whole = traceback.format_exception_only

        def kept(*arguments: Any, **options: Any) -> list[str]:
            lines = whole(*arguments, **options)
            self._message = lines[-1]
            return lines

        with mock.patch.object(traceback, "format_exception_only", kept):
            self.run(test)


def written(want: str, got: str, *, keep: bool) -> str:
    """The output that a page should have: what was printed, unless the page wraps the same by hand and may."""
    if (keep or VALUE.match(got)) and doctest.OutputChecker().check_output(want, got, FLAGS):
        return want
    return re.sub(r"(?m)^$(?=\n)", "<BLANKLINE>", got)


def with_sessions(text: str, name: str) -> str:
    """The text of a page with the outputs of its sessions."""
    test = doctest.DocTestParser().get_doctest(text, {"__name__": "__main__"}, name, name, 0)
    runner = Printed()
    runner.run_page(test)
    lines = text.splitlines(keepends=True)
    for example in reversed([] if runner.skipped else test.examples):
        if example.lineno in runner.printed:
            first = example.lineno + 1
            while lines[first].lstrip().startswith("..."):
                first += 1
            output = written(example.want, runner.printed[example.lineno], keep=name == "README.md")
            lines[first : first + example.want.count("\n")] = textwrap.indent(output, " " * example.indent).splitlines(
                keepends=True
            )
    return "".join(lines)


def with_commands(text: str, page: Path) -> str:
    """The text of a page with the outputs of its commands."""
    with tempfile.TemporaryDirectory() as temporary:
        where = Path(shutil.copytree(ROOT / "examples", Path(temporary) / "examples"))
        if page.name == "README.md":
            where = where.parent
            (where / ".venv").symlink_to(sys.prefix)
        for block in list(test_blocks.BLOCK.finditer(text)):
            if block["language"] == "sh" and test_blocks.Block("sh", block["text"]) in test_blocks.blocks(page, "sh"):
                test_blocks.run_in_bash(f"set -e\n{block['text']}", where)
            if block["language"] == "console":
                session = test_blocks.commands_in(textwrap.dedent(block["text"]))
                output = "".join(_session(session, where))
                text = text.replace(block["text"], textwrap.indent(output, block["margin"]))
    return text


def _session(session: list[test_blocks.Command], where: Path) -> Iterator[str]:
    for each, lines in zip(session, test_blocks.printed_by(session, where), strict=True):
        yield "$ " + each.command.replace("\n", "\n> ") + "\n"
        yield from (f"{line}\n" for line in lines)


def main(names: list[str]) -> None:
    """Write the pages that are named, or all of them."""
    pages = [Path(name).resolve() for name in names] or test_blocks.PAGES
    os.chdir(ROOT)
    for page in pages:
        if page.name == "CONTRIBUTING.md":  # which has pieces of code only
            continue
        text = page.read_text(encoding="utf-8")
        updated = with_commands(with_sessions(text, page.name), page)
        if updated != text:
            page.write_text(updated, encoding="utf-8")
            print(page.relative_to(ROOT))  # noqa: T201  # because it speaks to its user


if __name__ == "__main__":
    main(sys.argv[1:])
