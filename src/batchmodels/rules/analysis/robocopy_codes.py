"""Tests of the exit code of robocopy, which is a success below 8."""

from __future__ import annotations

import re

from ...shells.script import Command, Shell

_IF_IN_CMD = re.compile(
    r"(?i)\s*&\s*(\(?)\s*if\s+(?:/i\s+)?(?:(not\s+)?errorlevel\s+(\d+)"
    r"|(?:not\s+)?\"?[!%]errorlevel[!%]\"?\s*(==|equ|neq|gtr|geq|lss|leq)\s*\"?(\d+)\"?)\s*(.*)",
    re.DOTALL,
)
_EXIT_0 = re.compile(r"(?i)\s*&\s*\(?\s*exit\s+(?:/b\s+)?0\s*\)?\s*\"?\s*")
_IF_IN_POWERSHELL = re.compile(
    r"(?i)[\s;]*if\s*\(\s*(?:(\$LASTEXITCODE)\s*(?:-(ne|gt|ge)\s*(\d+)\s*)?|-not\s*\$\?|!\s*\$\?)\s*\)\s*\{[^}]*\b(?:exit|throw)\b"
)
_IF_AND_ELSE = re.compile(r"(?i)[\s;]*if\s*\([^)]*\)\s*\{[^{}]*\bexit\b[^{}]*\}\s*else\s*\{[^{}]*\bexit\b[^{}]*\}")
_EXIT_IN_POWERSHELL = re.compile(r"(?i)[\s;]*exit\s+(0|\$LASTEXITCODE)\s*")
_FIRST_FAILURE = 8
_SUCCESS = "robocopy exits with 1 if it has copied files, and with any code below 8 if it has succeeded: "
_FAILS = f"{_SUCCESS}the test takes that for a failure"
_NEVER = f"{_SUCCESS}exit 0 belongs to the if and never runs, so the result is robocopy's code"
HIDES = "robocopy fails with 8 and higher codes: exit 0 hides those, too"


def wrong_test(command: Command, shell: Shell | None, script: str) -> str:
    """Return what is wrong with the test of robocopy's exit code after a command; empty if nothing is."""
    if command.name != "robocopy":
        return ""
    rest = script[command.end :]
    return _in_cmd(rest) if shell is Shell.cmd else _in_powershell(rest)


def decides_itself(command: Command, shell: Shell | None, script: str) -> bool:
    """Return whether PowerShell ends with another exit code after a command, whatever that command's is."""
    return shell is Shell.powershell and _IF_AND_ELSE.match(script, command.end) is not None


def _in_cmd(rest: str) -> str:
    if _EXIT_0.fullmatch(rest):
        return HIDES
    match = _IF_IN_CMD.match(rest)
    if match is None or match[2]:
        return ""
    sign = (match[4] or "").lower()
    limit = int(match[3] or match[5]) + (1 if sign in {"neq", "gtr"} else 0)
    if sign in {"==", "equ", "lss", "leq"}:
        return ""
    body = match[6].strip().strip('"').strip()
    if not re.search(r"(?i)\bexit\b", body):
        return ""
    if limit < _FIRST_FAILURE:
        return _FAILS
    never = re.fullmatch(r"(?i)exit\s+(?:/b\s+)?[1-9]\d*\s*&\s*exit\s+(?:/b\s+)?0", body)
    return _NEVER if never and not match[1] else ""


def _in_powershell(rest: str) -> str:
    if found := _EXIT_IN_POWERSHELL.fullmatch(rest):
        return HIDES if found[1] == "0" else f"{_SUCCESS}exit passes that on"
    match = _IF_IN_POWERSHELL.match(rest)
    if match is None:
        return ""
    limit = 1 if match[3] is None else int(match[3]) + (0 if match[2].lower() == "ge" else 1)
    return _FAILS if limit < _FIRST_FAILURE else ""
