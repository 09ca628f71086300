"""BM120: versions of packages that the shell reads as redirections."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Shell
from ..analysis.display import shown_command, shown_word
from ..analysis.inner_scripts import parts_of
from ..analysis.package_managers import family_of
from ..analysis.prefixes import without_prefixes
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_VERSION = re.compile(r"=?=?[0-9][\w.,*<>=!-]*")
_INSTALLING = frozenset({"pip", "conda", "uv", "pipx", "poetry", "npm", "gem"})


@rule("BM120", Severity.warning, "version that the shell reads as a redirection", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def redirected_version(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``pip install numpy>=1.20``, which writes a file ``=1.20``."""
    for part in parts_of(context):
        if part.analysis.shell is not Shell.posix:
            continue
        for step in part.flow.steps:
            command = without_prefixes(step.command)
            if family_of(command) not in _INSTALLING or not {"install", "create", "add"} & set(command.arguments[:4]):
                continue
            wrong = next(
                (each for each in command.redirects if each.operator in {">", "<"} and _VERSION.fullmatch(each.target.text)),
                None,
            )
            if wrong is None:
                continue
            reads = wrong.operator == "<"
            version = shown_word(wrong.target.text)
            effect = (
                f"the shell reads < as a redirection, so it looks for a file {version} and fails"
                if reads
                else f"the shell reads > as a redirection, so {shown_command(command)} gets no version, and its output goes to "
                f"a file {version}"
            )
            yield context.finding(
                f"{effect}.",
                f"Quote the requirement: 'name{wrong.operator}{version}'.",
                "commandLine",
                span=part.analysis.span(command),
                severity=Severity.error if reads and step.status.fails else None,
            )
            break
