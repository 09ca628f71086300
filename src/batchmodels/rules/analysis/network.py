"""Commands that fetch something from the network."""

from __future__ import annotations

import re

from ...shells.script import Command
from . import package_managers

_FETCHERS = frozenset({"curl", "wget", "invoke-webrequest", "iwr", "invoke-restmethod", "irm"})
_OWN_RETRIES = re.compile(
    r"(?i)--(?:retry|tries|retries|retry-.*|waitretry)(?:=.*)?|-t\d*|-maximumretrycount|.*acquire::retries=.*"
)
_ADDRESS = re.compile(r"(?i)[\"'(]*(?:https?|ftps?)://(?!localhost|127\.|169\.254\.|\[::1\])")
_GIT = frozenset({"clone", "fetch", "pull", "submodule"})
_REMOTE = re.compile(r"(?i)(?:https?|ssh|git)://|[\w.-]+@[\w.-]+:|\$")
_WITHOUT_NETWORK = frozenset({"--no-index", "--offline", "--help", "--version", "-h", "--no-download", "--dry-run"})
_REMOVING = re.compile(r" (?:remove|purge|auto.*|erase|rm)\Z")
_UPDATING = frozenset({"update", "makecache", "refresh"})


def downloads(command: Command) -> str:
    """Return the program that downloads something without retries; empty if the command doesn't."""
    name, arguments = command.name, command.arguments
    if not _WITHOUT_NETWORK.isdisjoint(arguments) or any(_OWN_RETRIES.fullmatch(text) for text in arguments):
        return ""
    if name in _FETCHERS:
        return command.words[0].text if any(_ADDRESS.match(text) or text[:1] in {"$", "%"} for text in arguments) else ""
    if name == "git":
        fetches = not _GIT.isdisjoint(arguments) and ("clone" not in arguments or any(map(_REMOTE.match, arguments)))
        return f"git {next(text for text in arguments if text in _GIT)}" if fetches else ""
    if package_managers.is_pip(command):
        return "pip install" if "install" in arguments[:3] else ""
    if name in {"apt-get", "apt", "yum", "dnf", "tdnf", "zypper"}:
        updating = next((text for text in arguments if text in _UPDATING), "")
        action = package_managers.action_of(command) or (f"{name} {updating}" if updating else "")
        return "" if _REMOVING.search(action) else action
    return ""
