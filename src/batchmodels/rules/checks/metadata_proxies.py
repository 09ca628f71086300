"""BM617: requests to the metadata service of Azure that go to a proxy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Command, Shell
from ..analysis.curl_options import letters_of_curl
from ..analysis.display import program_of, shown_command
from ..analysis.environment_settings import environment_of
from ..analysis.inner_scripts import parts_of
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_ASSIGNMENT = re.compile(r"(?is)((?:https?|all|no)_proxy)=(.*)")
_ADDRESS = re.compile(r"(?:http://)?169\.254\.169\.254(?![\d.])")
_EXCEPT = re.compile(r"169\.254|\*|\$|%")
_OWN = {
    "curl": re.compile(r"--noproxy.*|--proxy.*|--preproxy.*|--config.*"),
    "wget": re.compile(r"--no-proxy|-e|--execute.*"),
}
"""Options that change the proxy."""
_READS = {
    "curl": ("http_proxy", "all_proxy", "ALL_PROXY"),
    "wget": ("http_proxy",),
    "az": ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"),
}


@rule("BM617", Severity.warning, "metadata service through a proxy", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def proxied(context: Context[CommandLine]) -> Iterator[Finding]:
    """``curl http://169.254.169.254/…`` with ``http_proxy``, and without ``no_proxy``."""
    for part in parts_of(context):
        if part.analysis.shell is Shell.powershell:
            continue  # Windows PowerShell has another setting
        known = dict(environment_of(context))
        for command in part.analysis.commands:
            known.update(_assigned(command))
            bare = program_of(part.analysis, command)
            proxy = _proxy_of(bare, known)
            if proxy and not any(_EXCEPT.search(known.get(name, "")) for name in ("no_proxy", "NO_PROXY")):
                yield context.finding(
                    f"{proxy} sends the request of {shown_command(bare)} to the proxy, but only the node itself can reach the "
                    "metadata service.",
                    "Set no_proxy to 169.254.169.254,168.63.129.16.",
                    "commandLine",
                    span=part.analysis.span(command),
                )
                return


def _assigned(command: Command) -> Iterator[tuple[str, str]]:
    """Yield the settings of a proxy that a command changes."""
    words = command.arguments if command.name in {"export", "declare", "set", "env"} else ()
    for text in (*(word.text for word in command.assignments), *words):
        if match := _ASSIGNMENT.fullmatch(text):
            yield match[1], match[2]
    if command.name == "unset":
        yield from ((name, "") for name in command.arguments)
    if command.name in {"source", ".", "call"}:
        yield "no_proxy", "*"  # the file may set it


def _proxy_of(command: Command, known: dict[str, str]) -> str:
    """Return the setting with which a command asks a proxy for the metadata; empty if it doesn't."""
    own = _OWN.get(command.name)
    if own is not None:
        asks = any(map(_ADDRESS.match, command.arguments)) and not any(map(own.fullmatch, command.arguments))
        if command.name == "curl" and not {"K", "x"}.isdisjoint(letters_of_curl(command)):
            return ""
    else:
        asks = command.name == "az" and command.arguments[:1] == ("login",) and "--identity" in command.arguments
    return next((name for name in _READS[command.name] if known.get(name)), "") if asks else ""
