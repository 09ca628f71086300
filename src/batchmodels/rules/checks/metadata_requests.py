"""BM436: requests that the metadata service of Azure doesn't answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shells.script import Command
from ..analysis.curl_options import letters_of_curl
from ..analysis.linux_runs import runs_on_linux
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_ADDRESS = re.compile(r"https?://169\.254\.169\.254(?::80)?/metadata/([a-z]*)")
_HEADER = re.compile(r"(?i)metadata\s*:\s*true")
_VERSIONED = frozenset({"instance", "identity", "attested", "scheduledevents", "loadbalancer"})
_DATA = re.compile(r"--(?:get|data|data-urlencode|url-query)(?:=.*)?|--config.*")
_FAILING = re.compile(r"--fail(?:-with-body)?")


@rule(
    "BM436",
    Severity.error,
    "request that the metadata service doesn't answer",
    COMMAND_LINES,
    explains=(FailureKind.command, FailureKind.download),
)
def refused_request(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find a request to 169.254.169.254 without the header ``Metadata: true`` or without a version."""
    for run in runs_on_linux(context):
        command = run.command
        if command.name not in {"curl", "wget"}:
            continue
        address = next((found for text in command.arguments if (found := _ADDRESS.match(text))), None)
        if address is None:
            continue
        refused = _refused(command, address[1])
        if refused is not None:
            message, fix = refused
            fails = command.name == "wget" or "f" in letters_of_curl(command) or any(map(_FAILING.fullmatch, command.arguments))
            sure = fails and not run.step.in_word
            severity = run.severity if sure else Severity.warning
            yield context.finding(message, fix, "commandLine", span=run.span, severity=severity)
            return


def _adds_to_url(command: Command) -> bool:
    """Return whether an option of curl may add the version to the URL."""
    return not {"G", "d"}.isdisjoint(letters_of_curl(command)) or any(map(_DATA.fullmatch, command.arguments))


def _refused(command: Command, kind: str) -> tuple[str, str] | None:
    """Return why the service refuses a request, and the fix."""
    if any((word.variables or word.substitutes) and not _ADDRESS.match(word.text) for word in command.words):
        return None  # a variable may have the header
    if "K" in letters_of_curl(command) or any(text.startswith("--config") for text in command.arguments):
        return None
    option = "--header" if command.name == "wget" else "-H"
    if not any(map(_HEADER.search, command.arguments)):
        return (
            "the metadata service answers a request without the header Metadata: true with the error 400.",
            f'Add {option} "Metadata: true".',
        )
    url = next(text for text in command.arguments if _ADDRESS.match(text))
    if kind in _VERSIONED and "api-version" not in url and not _adds_to_url(command):
        return (
            "the metadata service answers a request without an api-version with the error 400.",
            "Add ?api-version=2021-02-01 to the URL, and quote it.",
        )
    return None
