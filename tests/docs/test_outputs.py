"""The script that writes the outputs of the pages."""

from __future__ import annotations

import textwrap
from pathlib import Path

import outputs

PAGE = """\
Text.

```pycon
>>> 1 + 1
3
>>> for word in ("a", "b c"):
...     print(word)
...
a
>>> raise ValueError("no\\n\\nway, not at all")
Traceback (most recent call last):
ValueError: no
>>> print("a message that is\\n\\nlong")
a message
that is
<BLANKLINE>
long
>>> ["a", "list"]
['a',
 'list']
>>> {"a": "dict"}
['a']
>>> b = 1

```
"""

WRITTEN = """\
Text.

```pycon
>>> 1 + 1
2
>>> for word in ("a", "b c"):
...     print(word)
...
a
b c
>>> raise ValueError("no\\n\\nway, not at all")
Traceback (most recent call last):
ValueError: no
<BLANKLINE>
way, not at all
>>> print("a message that is\\n\\nlong")
a message that is
<BLANKLINE>
long
>>> ["a", "list"]
['a',
 'list']
>>> {"a": "dict"}
{'a': 'dict'}
>>> b = 1

```
"""


def test_outputs_of_sessions() -> None:
    assert outputs.with_sessions(PAGE, "page.md") == WRITTEN
    assert outputs.with_sessions(WRITTEN, "page.md") == WRITTEN


def test_outputs_within_a_list() -> None:
    page = "- Item:\n\n" + textwrap.indent(PAGE, "  ")
    assert outputs.with_sessions(page, "page.md") == "- Item:\n\n" + textwrap.indent(WRITTEN, "  ")


def test_a_message_of_the_readme_stays_wrapped() -> None:
    page = ">>> print('one line')\none\nline\n"
    assert outputs.with_sessions(page, "README.md") == page
    assert outputs.with_sessions(page, "page.md") == ">>> print('one line')\none line\n"


def test_a_page_that_is_skipped_stays_as_it_is() -> None:
    page = ">>> import pytest\n>>> package = pytest.importorskip('there_is_no_such_module')\n>>> 1\n2\n"
    assert outputs.with_sessions(page, "page.md") == page


def test_outputs_of_commands(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    text = "```console\n$ echo one && \\\n> echo two\none\n$ (exit 3)\n$ echo $?\n0\n```\n"
    written = "```console\n$ echo one && \\\n> echo two\none\ntwo\n$ (exit 3)\n$ echo $?\n3\n```\n"
    assert outputs.with_commands(text, page) == written
    assert outputs.with_commands(written, page) == written
