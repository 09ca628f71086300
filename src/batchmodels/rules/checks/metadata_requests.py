"""BM436: requests that the metadata service of Azure doesn't answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...shells.script import Command
from ..analysis.command_line import analysis_of
from ..analysis.linux_runs import Run, runs_on_linux
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_ADDRESS = re.compile(r"https?://169\.254\.169\.254(?::80)?/metadata/([a-z]*)")
_HEADER = re.compile(r"(?i)metadata\s*:\s*true")
_VERSIONED = frozenset({"instance", "identity", "attested", "scheduledevents", "loadbalancer"})
_DATA = re.compile(r"-[A-Za-z]*[Gd]|--(?:get|data|data-urlencode|url-query)(?:=.*)?|-K.*|--config.*")
_FAILING = re.compile(r"-[A-Za-z]*f[A-Za-z]*|--fail(?:-with-body)?")
_PROXY = re.compile(r"(?<![\w-])(?:http_proxy|all_proxy|ALL_PROXY)=")


@rule(
    "BM436",
    Severity.error,
    "request that the metadata service doesn't answer",
    COMMAND_LINES,
    reads=("environmentSettings", "commonEnvironmentSettings"),
    explains=(FailureKind.command, FailureKind.download),
)
def refused_request(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find a request to 169.254.169.254 without the header ``Metadata: true``, without a version, or through a proxy."""
    for run in runs_on_linux(context):
        command = run.command
        if command.name not in {"curl", "wget"}:
            continue
        address = next((found for text in command.arguments if (found := _ADDRESS.match(text))), None)
        if address is None:
            continue
        refused = _refused(command, address[1]) or _through_a_proxy(context, run)
        if refused is not None:
            message, fix = refused
            fails = command.name == "wget" or any(map(_FAILING.fullmatch, command.arguments))
            sure = fails and "proxy" not in message and not run.step.in_word
            severity = run.severity if sure else Severity.warning
            yield context.finding(message, fix, "commandLine", span=run.span, severity=severity)
            return


def _refused(command: Command, kind: str) -> tuple[str, str] | None:
    """Return why the service refuses a request, and the fix."""
    if any((word.variables or word.substitutes) and not _ADDRESS.match(word.text) for word in command.words):
        return None  # a variable may have the header
    if any(text.startswith(("-K", "--config")) for text in command.arguments):
        return None
    option = "--header" if command.name == "wget" else "-H"
    if not any(map(_HEADER.search, command.arguments)):
        return (
            "the metadata service answers a request without the header Metadata: true with the error 400.",
            f'Add {option} "Metadata: true".',
        )
    url = next(text for text in command.arguments if _ADDRESS.match(text))
    if kind in _VERSIONED and "api-version" not in url and not any(map(_DATA.fullmatch, command.arguments)):
        return (
            "the metadata service answers a request without an api-version with the error 400.",
            "Add ?api-version=2021-02-01 to the URL, and quote it.",
        )
    return None


def _through_a_proxy(context: Context[CommandLine], run: Run) -> tuple[str, str] | None:
    """Return why a request goes to a proxy, which can't reach the service, and the fix."""
    settings = _settings(context)
    text = analysis_of(context).text
    if not (settings & {"http_proxy", "all_proxy", "ALL_PROXY"} or _PROXY.search(text)):
        return None
    if settings & {"no_proxy", "NO_PROXY"} or re.search(r"(?i)no_?proxy|unset|env\s+-i", text):
        return None
    if any(text in {"-x", "--proxy", "--no-proxy"} for text in run.command.arguments):
        return None
    return (
        (
            "http_proxy is set and no_proxy isn't, so the request to 169.254.169.254 goes to the proxy, which can't reach the "
            "metadata service of the node."
        ),
        "Set no_proxy to 169.254.169.254,168.63.129.16, or add --noproxy '*' to curl.",
    )


def _settings(context: Context[Any]) -> set[str]:
    """Return the names of the environment settings of a task, and of what contains it."""
    holders = (context.task, *context.parents)
    lists: list[Any] = [
        getattr(holder, key, None) for holder in holders for key in ("environment_settings", "common_environment_settings")
    ]
    settings = [setting for each in lists if isinstance(each, list) for setting in each]
    return {name for setting in settings if isinstance(name := getattr(setting, "name", None), str)}
