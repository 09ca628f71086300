"""Installers of Windows that exit with 3010 if they have succeeded and Windows has to restart.

Sources: https://learn.microsoft.com/windows/win32/msi/error-codes, and the documentation of wusa, DISM and the .NET Framework.
"""

from __future__ import annotations

import re

from ...shells.script import Command, Shell
from .word_sets import names

_NO_RESTART = re.compile(r"(?i)[-/]{1,2}(?:norestart|promptrestart)|REBOOT=(?:R|ReallySuppress)")
_INSTALLING = re.compile(r"(?i)[-/](?:i|package|x|uninstall|p|update|qn|quiet)\b.*")
_BUNDLES = re.compile(
    r"vc_?redist.*|vcredist.*|(?:dotnet|aspnetcore|windowsdesktop)-.*|ndp\d+.*|vs_(?:buildtools|community|professional|enterprise).*"
)
_FRAMEWORK = re.compile(r"ndp\d+.*")
_CHANGING = re.compile(r"(?i)/(?:enable-feature|disable-feature|add-package|remove-package|add-capability)\b.*")
_FEATURES_WITH_RESTART = re.compile(
    r"(?i)/featurename:(?:Microsoft-Hyper-V(?:-All)?|Containers|Microsoft-Windows-Subsystem-Linux|VirtualMachinePlatform)"
)
_KNOWN = re.compile(r"3010|1641|0x0*bc2\b", re.IGNORECASE)

_IF_NOT_0 = r"if\s*\(\s*(?:0\s*-ne\s*)?{code}\s*(?:-(?:ne|gt)\s*0\s*)?\)\s*\{{[^}}]*\b(?:exit|throw)\b"
_EXIT = r"exit\s*\(?\s*{code}"
_AFTER_PROGRAM = re.compile(
    r"(?i)\s*+(?:\|\s*[\w-]+\s*+)?[;\s]*+(?:{}|{})".format(
        _EXIT.format(code=r"\$LASTEXITCODE"), _IF_NOT_0.format(code=r"\$LASTEXITCODE")
    )
)
_VARIABLE = re.compile(r"\$(?:script:|global:)?(\w{1,60})\s*=", re.IGNORECASE)
_AFTER_CMD = re.compile(
    r"(?i)\s*(?:\|\|\s*+\(?\s*+exit\b(?!\s+(?:/b\s+)?0\b)"
    r"|&\s*+\(?\s*+(?:exit\s+(?:/b\s+)?!errorlevel!|if\s+(?:errorlevel\s+1|not\s+!errorlevel!\s*==\s*0|!errorlevel!\s+(?:neq|gtr)\s+0)"
    r"\s*+\(?\s*+exit\b(?!\s+(?:/b\s+)?0\b)))"
)
STARTERS = names("start-process saps start")
"""The names of the cmdlet that starts a program."""
_LONGEST = 20_000  # characters of a script that are searched


def exits_with_restart_code(command: Command) -> bool:
    """Return whether a command is an installer that doesn't restart the node itself and says with 3010 that it has to."""
    arguments = command.arguments
    if not any(map(_NO_RESTART.fullmatch, arguments)):
        return False
    if command.name == "msiexec":
        return any(map(_INSTALLING.fullmatch, arguments))
    if command.name == "dism":
        return any(map(_CHANGING.fullmatch, arguments))
    return command.name == "wusa" or bool(_BUNDLES.fullmatch(command.name))


def usually_needs_restart(command: Command) -> bool:
    """Return whether a restart is usual after what a command installs: updates, the .NET Framework, some features."""
    if not exits_with_restart_code(command):
        return False
    if command.name == "dism":
        return any(map(_FEATURES_WITH_RESTART.fullmatch, command.arguments))
    return command.name == "wusa" or bool(_FRAMEWORK.fullmatch(command.name))


def knows_restart_code(text: str) -> bool:
    """Return whether a script has the code in it."""
    return _KNOWN.search(text) is not None


def takes_for_failure(command: Command, shell: Shell | None, script: str) -> bool:
    """Return whether a script ends with a failure if a command has any other exit code than 0.

    Args:
        command: The command as it is in the script, with ``Start-Process`` or without.
        shell: The shell of the script.
        script: The script.
    """
    rest = script[command.end : command.end + _LONGEST]
    if shell is Shell.cmd:
        return _AFTER_CMD.match(rest) is not None
    if shell is not Shell.powershell:
        return False
    if command.name not in STARTERS:
        return _AFTER_PROGRAM.match(rest) is not None
    if re.search(r"(?i)\bexit\s*\(\s*\Z", script[max(0, command.start - _LONGEST) : command.start]):
        return re.match(r"(?i)\s*\)\.ExitCode\b", rest) is not None
    name = variable_of(command)
    code = rf"\$(?:script:|global:)?{name}\.ExitCode"
    return bool(name) and re.search(rf"(?i){_EXIT.format(code=code)}\b|{_IF_NOT_0.format(code=code)}", rest) is not None


def variable_of(command: Command) -> str:
    """Return the name of the variable that takes the output of a command of PowerShell; empty if none does."""
    assigned = _VARIABLE.match(command.assignments[0].raw) if command.assignments else None
    return assigned[1] if assigned else ""


def how_to_wait(command: Command) -> str:
    """Return how PowerShell waits for an installer and passes on its failure, but not 3010, also before other commands."""
    stays = any("norestart" in text.lower() for text in command.arguments)
    failed = "$p.ExitCode -notin 0, 3010" if stays else "$p.ExitCode"
    return f"Use $p = Start-Process … -Wait -PassThru; if ({failed}) {{ exit $p.ExitCode }}."
