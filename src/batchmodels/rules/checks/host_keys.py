"""BM310: SSH, and git over SSH, to a server that the node doesn't know."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from ...models.start_task import StartTask
from ...shells.script import Command, Shell
from ..analysis.command_line import analysis_of
from ..analysis.distributions import distribution_of
from ..analysis.environment_settings import environment_of
from ..analysis.inner_scripts import meant_parts_of
from ..analysis.package_managers import is_pip
from ..analysis.pool import pool_of
from ..analysis.pool_values import items_of, value_of
from ..analysis.python_packages import runs_other_scripts
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_KNOWS = re.compile(
    r"(?i)stricthostkeychecking|ssh-keyscan|known_?hosts|git_ssh|sshcommand|\.ssh/|ssh[_-]config|insteadof|rsync_rsh"
)
_ONLY_A_KEY = re.compile(
    r"GIT_SSH_COMMAND=([\"']?)ssh(?:\s+-i\s+(?!\S*\.ssh/)[^\s\"';&|]+|\s+-o\s+IdentitiesOnly=yes)*\1(?=[\s;&])"
)
"""A command for ssh that only names the key."""
_OVER_SSH = re.compile(
    r"(?<![\w.-])[\w.-]+@(?P<host>[\w-]+(?:\.[\w-]+)+):(?!//)[\w~/.-]+|(?:git\+)?ssh://(?:[^@/\s]+@)?(?P<named>[\w.-]+)"
)
_OPTIONS = {"ssh": "BbcDEeFIiJLlmOopQRSWw", "scp": "cFiJloPSDX", "sftp": "BbcDFiJloPRSsX"}
"""The options of the programs that take a value."""
_SERVER = re.compile(
    r"(?:(?:ssh|scp|sftp)://)?(?:[\w.${}-]+@)?(?P<host>(?!localhost\b)\w[\w-]*(?:\.[\w-]+)*)(?:[:/].*)?", re.DOTALL
)
_REMOTE = re.compile(r"scp://.*|(?:[\w.${}-]+@)?(?!\w:)\w[\w-]*(?:\.[\w-]+)*:(?!:|//).*", re.DOTALL)
_NAMES_KEY = re.compile(
    r"\s-i\s|IdentityFile|ssh-add|sshpass|\bid_(?:rsa|ed25519|ecdsa|dsa)|\.pem\b|\.key\b|(?i:private_?key|deploy_?key)"
)
"""How a command line names a private key."""
_MAY_BRING_KEY = re.compile(
    r"(?i)key(?!scan|checking)|\s-[iF]\s|identity|id_|\.pem|ssh-a|auth|\.ssh/(?!known_hosts)|insteadof|base64|azcopy|vault|\baz\b"
)
_ASKING_FOR_KEY = frozenset(
    {"github.com", "gitlab.com", "bitbucket.org", "ssh.dev.azure.com", "vs-ssh.visualstudio.com", "ssh.github.com"}
)
_ACTIONS = frozenset({"clone", "fetch", "pull", "push", "ls-remote", "submodule"})
_WITH_KEYS = frozenset({"known_hosts", "ssh_config", "config"})


@rule(
    "BM310",
    Severity.warning,
    "SSH to a server with an unknown host key",
    COMMAND_LINES,
    reads=("environmentSettings", "resourceFiles", "virtualMachineConfiguration"),
    explains=(FailureKind.command, FailureKind.download),
)
def unknown_host(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``git clone git@HOST:PATH`` and ``scp FILE HOST:PATH`` on a node that has no host key of the server."""
    if _KNOWS.search(_ONLY_A_KEY.sub("", analysis_of(context).text)) or _is_prepared(context):
        yield from _without_key(context)
        return
    known = distribution_of(context)
    for part in meant_parts_of(context):
        on_linux = part.analysis.shell in {Shell.posix, None} and not part.analysis.windows
        for index, command in part.analysis.runs:
            host = (_host(command) if on_linux else "") or _host_of_ssh(command)
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
                f"{_fix(command, host)}{'' if _NAMES_KEY.search(analysis_of(context).text) else _also_a_key(command)}",
                "commandLine",
                span=part.analysis.span(command),
                severity=Severity.error if sure else None,
            )
            return


def _fix(command: Command, host: str) -> str:
    """Return how a command gets to know the server."""
    if command.name in _OPTIONS:
        return (
            "Add -o StrictHostKeyChecking=accept-new, or bring known_hosts as a resource file and add "
            "-o UserKnownHostsFile=known_hosts."
        )
    if command.name == "rsync":
        return 'Add -e "ssh -o StrictHostKeyChecking=accept-new".'
    return (
        f"Run mkdir -p ~/.ssh && ssh-keyscan {host} > ~/.ssh/known_hosts first, bring known_hosts as a resource file, or set "
        "GIT_SSH_COMMAND to ssh -o StrictHostKeyChecking=accept-new."
    )


def _also_a_key(command: Command) -> str:
    """Return how a command gets the private key that the server asks for next."""
    if command.name == "rsync":
        return " The server asks for a private key, too: bring one as a resource file with mode 0600, and add -i FILE to ssh."
    if command.name in _OPTIONS:
        return (
            " The server asks for a private key, too: bring one as a resource file with the fileMode 0600, and name it with -i."
        )
    return (
        " The server asks for a private key, too: bring one as a resource file with the fileMode 0600, and set GIT_SSH_COMMAND "
        "to ssh -i FILE with the other options; or use https:// and a token."
    )


def _without_key(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``git clone git@github.com:PATH`` on a node that knows the server, but has no private key."""
    known, text = distribution_of(context), analysis_of(context).text
    identity = value_of(context.task, "user_identity")
    has_files = value_of(context.task, "resource_files") or value_of(pool_of(context), "application_package_references")
    if not isinstance(context.model, StartTask) or known is None or not known.is_plain or has_files:
        return  # what ran before it, or an image of one's own, may bring a key
    if value_of(identity, "user_name") or _MAY_BRING_KEY.search(text) or environment_of(context):
        return
    for part in meant_parts_of(context):
        for index, command in part.analysis.runs:
            host = _host(command) if command.name == "git" else ""
            if host not in _ASKING_FOR_KEY or runs_other_scripts(part, index):
                continue
            yield context.finding(
                f'git fails with "Permission denied (publickey)": nothing brings a private key, which {host} asks for.',
                "Bring one as a resource file with the fileMode 0600, and set GIT_SSH_COMMAND to ssh -i FILE -o "
                "StrictHostKeyChecking=accept-new; or use https:// and a token.",
                "commandLine",
                span=part.analysis.span(command),
            )
            return


def _host_of_ssh(command: Command) -> str:
    """Return the host to which ``ssh``, ``scp``, ``sftp`` or ``rsync`` connects; an empty string if that isn't known."""
    plain: list[str] = []
    with_value = _OPTIONS.get(command.name, "")
    words = iter(command.words[1:])
    for word in words:
        text = word.text
        if text in {"-V", "-G", "-Q", "-F"}:
            return ""
        if len(text) > 1 and text.startswith("-"):
            if text[-1] in with_value and not set(text[1:-1]) & set(with_value):
                next(words, None)
        elif not word.substitutes:
            plain.append(text)
    if command.name not in {"ssh", "sftp"}:
        copies = command.name in {"scp", "rsync"}
        plain = [text for text in plain if copies and _REMOTE.fullmatch(text)]
    found = _SERVER.fullmatch(plain[0]) if plain else None
    return found["host"] if found else ""


def _is_prepared(context: Context[CommandLine]) -> bool:
    """Return whether the settings or the files of the start task may bring the host key or the options of ssh."""
    paths = [value_of(each, "file_path") for each in items_of(context.task, "resource_files")]
    return any(name.upper().startswith(("GIT_", "RSYNC_")) for name in environment_of(context)) or any(
        isinstance(path, str) and posixpath.basename(path) in _WITH_KEYS for path in paths
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
