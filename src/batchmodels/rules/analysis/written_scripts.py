"""Scripts that a script writes to files, from here-documents that begin with ``#!``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Command, Redirect
from .command_line import Analysis

_SHEBANG = re.compile(r"#![ \t]*(?:/usr/bin/env[ \t]+|/\S*/)(\w+)[^\n]*\n")
_TABS = r"\t*"
_ESCAPED = re.compile(r"\\([$`\\])")


def written_scripts(analysis: Analysis) -> Iterator[tuple[Command, str, str]]:
    """Yield the commands that write scripts, each with the name of the shell or program that will read it, and the script."""
    text = analysis.code
    for command in analysis.commands if "<<" in text and "#!" in text else ():
        delimiters = [redirect for redirect in command.redirects if redirect.operator.endswith(("<<", "<<-"))]
        if len(delimiters) == 1:
            body = body_of(text, command.end, delimiters[0])
            if not delimiters[0].target.quoted:
                body = _ESCAPED.sub(r"\1", body)
            if found := _SHEBANG.match(body):
                yield command, found[1], body


def body_of(text: str, start: int, document: Redirect) -> str:
    """Return the here-document of a command that ends at an offset of the script."""
    begin = text.find("\n", start) + 1
    if not begin:
        return ""
    tabs = document.operator.endswith("-")
    end = re.compile(rf"^{_TABS if tabs else ''}{re.escape(document.target.text)}$", re.MULTILINE).search(text, begin)
    body = text[begin : end.start() if end else len(text)]
    return re.sub(r"(?m)^\t+", "", body) if tabs else body
