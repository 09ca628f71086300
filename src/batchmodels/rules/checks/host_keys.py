"""BM310: git over SSH, whose server the node doesn't know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...models.start_task import StartTask
from ...shells.script import Command, Shell
from ..analysis.command_line import analysis_of
from ..analysis.distributions import distribution_of
from ..analysis.environment_settings import environment_of
from ..analysis.inner_scripts import meant_parts_of
from ..analysis.package_managers import is_pip
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_KNOWS = re.compile(r"(?i)stricthostkeychecking|ssh-keyscan|known_?hosts|git_ssh|sshcommand|\.ssh/|ssh[_-]config|insteadof")
_ONLY_A_KEY = re.compile(
    r"GIT_SSH_COMMAND=([\"']?)ssh(?:\s+-i\s+(?!\S*\.ssh/)[^\s\"';&|]+|\s+-o\s+IdentitiesOnly=yes)*\1(?=[\s;&])"
)
"""A command for ssh that only names the key."""
_OVER_SSH = re.compile(
    r"(?<![\w.-])[\w.-]+@(?P<host>[\w-]+(?:\.[\w-]+)+):(?!//)[\w~/.-]+|(?:git\+)?ssh://(?:[^@/\s]+@)?(?P<named>[\w.-]+)"
)
_ACTIONS = frozenset({"clone", "fetch", "pull", "push", "ls-remote", "submodule"})
_WITH_KEYS = frozenset({"known_hosts", "ssh_config", "config"})


@rule(
    "BM310",
    Severity.warning,
    "git over SSH to a server with an unknown host key",
    COMMAND_LINES,
    reads=("environmentSettings", "resourceFiles", "virtualMachineConfiguration"),
    explains=(FailureKind.command, FailureKind.download),
)
def unknown_host(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``git clone git@HOST:PATH`` on a node that has no host key of the server."""
    if _KNOWS.search(_ONLY_A_KEY.sub("", analysis_of(context).text)) or _is_prepared(context):
        return
    known = distribution_of(context)
    for part in meant_parts_of(context):
        if part.analysis.shell not in {Shell.posix, None} or part.analysis.windows:
            continue
        for index, command in part.analysis.runs:
            host = _host(command)
            if not host:
                continue
            step = part.flow.steps[index]
            sure = (
                isinstance(context.model, StartTask)
                and known is not None
                and known.is_plain
                and step.status.fails
                and not step.guarded
            )
            yield context.finding(
                f'{command.name} fails with "Host key verification failed": the node doesn\'t know the SSH host '
                f"key of {host}, and "
                "nothing can confirm it.",
                f"Run mkdir -p ~/.ssh && ssh-keyscan {host} > ~/.ssh/known_hosts first, bring known_hosts as a "
                "resource file, or set "
                "GIT_SSH_COMMAND to ssh -o StrictHostKeyChecking=accept-new.",
                "commandLine",
                span=part.analysis.span(command),
                severity=Severity.error if sure else None,
            )
            return


def _is_prepared(context: Context[CommandLine]) -> bool:
    """Return whether the settings or the files of the start task may bring the host key or the options of ssh."""
    files: Any = getattr(context.task, "resource_files", None)
    paths = [getattr(each, "file_path", None) for each in (files if isinstance(files, list) else ())]
    return any(name.upper().startswith("GIT_") for name in environment_of(context)) or any(
        isinstance(path, str) and path.rsplit("/", 1)[-1] in _WITH_KEYS for path in paths
    )


def _host(command: Command) -> str:
    """Return the host from which a command fetches a repository over SSH; an empty string if it doesn't."""
    if command.name == "git":
        if _ACTIONS.isdisjoint(command.arguments):
            return ""
    elif not is_pip(command):
        return ""
    found = next((match for text in command.arguments if (match := _OVER_SSH.search(text))), None)
    return (found["host"] or found["named"]) if found else ""
