"""Programs of Windows that need a console, ask a question, or have exit codes of their own."""

from __future__ import annotations

import itertools
import re

from ...shells.script import Command, Shell
from .word_sets import names

_OF_THE_SYSTEM = re.compile(r"(?:[a-z]:)?\\(?:windows|program)|%(?:windir|systemroot|program)")
_ASKING_CMDLETS = names(
    "format-volume clear-disk remove-partition remove-virtualdisk remove-storagepool remove-smbshare remove-smbmapping "
    "unregister-scheduledtask set-executionpolicy enable-psremoting clear-recyclebin"
)
"""Cmdlets that ask before they do what they are for."""

_WITH_WINDOW = names("notepad mmc explorer iexplore taskmgr msinfo32 charmap mspaint wordpad write calc winver out-gridview")
_ACCOUNTS_OF_THE_SYSTEM = re.compile(
    r'(?i)"?(?:nt authority\\+)?(?:system|localservice|networkservice|local service|network service)"?'
)


def needs_console(command: Command, shell: Shell | None) -> str:
    """Return the program that waits for a key or a line of input; empty if the command doesn't.

    Args:
        command: The command as it is written: ``timeout`` is also a prefix on Linux.
        shell: The shell that runs it.
    """
    lower = [text.lower() for text in command.arguments]
    if command.name == "timeout":
        return "timeout" if all(re.fullmatch(r"/t|/nobreak|-?\d+|-t|>nul", text) for text in lower) and lower else ""
    if shell is Shell.powershell and (command.name in {"pause", "read-host", "get-credential"} or _asks(command.name, lower)):
        return command.words[0].text
    if command.name in _WITH_WINDOW:
        return f"window of {command.name}"
    if asking := _program_that_asks(command.name, lower, shell):
        return asking
    if command.name == "pause" and shell is Shell.cmd:
        return "pause"
    if command.name == "choice" and (shell is Shell.cmd or any(text.startswith("/") for text in lower)):
        return "choice"
    if command.name == "runas":
        return "runas"
    if command.name == "xcopy":
        return _xcopy(lower)
    if command.name == "set" and shell is Shell.cmd and lower[:1] == ["/p"]:
        return "set /p"
    return _deletes_with_a_question(command, lower, shell)


_LONGEST_PASSWORD = 14
"""Characters of a password that ``net user`` sets without a question, for computers before Windows 2000."""
_OF_THE_TASK = re.compile(r"(?i)[\"']?(?:%(?P<cmd>\w+)%|\$env:(?P<plain>\w+)|\$\{env:(?P<braces>\w+)\})[\"']?")


def sets_long_password(command: Command, settings: dict[str, str]) -> bool:
    """Return whether ``net user`` asks if it may set a password that old computers can't use.

    Args:
        command: The command.
        settings: The values of the task's environment settings by their names in upper case.
    """
    lower = [text.lower() for text in command.arguments]
    if command.name not in {"net", "net1"} or lower[:1] != ["user"] or len(lower) < 3 or {"/y", "/yes"} & set(lower):  # noqa: PLR2004  # because a user has a name and a password
        return False
    word = command.words[3]
    variable = _OF_THE_TASK.fullmatch(word.raw)
    if variable is not None:
        return len(settings.get(str(variable[variable.lastgroup or 0]).upper(), "")) > _LONGEST_PASSWORD
    return not (word.variables or word.substitutes or re.match(r"[/>&|(]", word.raw)) and len(word.text) > _LONGEST_PASSWORD


def _asks(name: str, lower: list[str]) -> bool:
    """Return whether a cmdlet asks for confirmation."""
    if "-confirm" in lower:
        return re.fullmatch(r"[a-z]+-[a-z]+", name) is not None
    return name in _ASKING_CMDLETS and not any(text.startswith(("-f", "-confirm:", "-whatif", "@")) for text in lower)


def _program_that_asks(name: str, lower: list[str], shell: Shell | None) -> str:
    """Return the action of a program that asks a question, or waits for commands; empty if it doesn't."""
    given = set(lower)
    user = next((after for option, after in itertools.pairwise(lower) if option == "/ru"), "")
    asks = {
        "format": bool(lower[:1]) and lower[0].endswith(":") and not given & {"/y", "/?"},
        "diskpart": not any(text in {"/s", "/?"} for text in lower),
        "chkdsk": bool(given & {"/f", "/r", "/x"}),
        "reg": lower[:1] == ["delete"] and "/f" not in given,
        "regedit": any(text.endswith(".reg") for text in lower) and not given & {"/s", "-s", "/e"},
        "schtasks": ("/delete" in given and "/f" not in given)
        or ("/create" in given and bool(user) and "/rp" not in given and not _ACCOUNTS_OF_THE_SYSTEM.fullmatch(user)),
        "cmdkey": any(text.startswith("/add") for text in lower) and "/pass" in given,
        "net": lower[:1] in (["use"], ["user"]) and "*" in lower[2:],
        "certutil": "-importpfx" in given and not given & {"-p", "/p"},
        "winrm": bool(given & {"quickconfig", "qc"}) and not any(re.match("[-/]q", text) for text in lower),
        "cacls": bool(given & {"/g", "/p", "/d", "/r"}),
        "copy": shell is Shell.cmd and lower[:1] == ["con"],
        "date": shell is Shell.cmd and not lower,
        "time": shell is Shell.cmd and not lower,
    }
    return f"question of {name}" if asks.get(name) else ""


def _xcopy(lower: list[str]) -> str:
    """Return ``xcopy`` if it asks what its target is: a directory is copied, and the target may not exist."""
    paths = [text for text in lower if not text.startswith("/")]
    if len(paths) != 2 or "/i" in lower or "/?" in lower:  # noqa: PLR2004  # because it copies one thing to another
        return ""
    source, target = paths
    several = bool({"/s", "/e"} & set(lower)) or "*" in source
    if not several:
        return "xcopy of a file" if _names_the_copy(source, target) else ""
    known = target.endswith(("\\", '"', ".", ":")) or re.fullmatch(r"%\w+%", target) is not None
    return "xcopy" if several and not known else ""


def _names_the_copy(source: str, target: str) -> bool:
    """Return whether the target of ``xcopy`` is the name of a file that an image doesn't have."""
    name, found = source.rpartition("\\")[2], target.rpartition("\\")[2]
    ending = re.search(r"\.[a-z]\w*\Z", name)
    return ending is not None and found.endswith(ending[0]) and found != ending[0] and not _OF_THE_SYSTEM.match(target)


def _deletes_with_a_question(command: Command, lower: list[str], shell: Shell | None) -> str:
    if shell is not Shell.cmd:
        return ""
    if command.name in {"rd", "rmdir"} and "/s" in lower and "/q" not in lower:
        return f"{command.name} /s"
    if command.name in {"del", "erase"} and not {"/q", "/?"} & set(lower):
        wide = any(re.search(r"(?:\A|[\\/])\*(?:\.\*)?\Z", text) for text in lower)
        return f"{command.name} of all files" if wide else ""
    return ""


def odd_exit_code(command: Command) -> tuple[str, bool]:
    """Return how the exit code of a program differs from others', and whether it is a success; empty if it doesn't."""
    lower = [text.lower() for text in command.arguments]
    if command.name == "robocopy" and len([text for text in lower if not text.startswith("/")]) > 1:
        return "robocopy exits with 1 if it has copied files, and with any code below 8 if it has succeeded", True
    if command.name == "taskkill" and {"/im", "/pid"} & set(lower):
        return "taskkill exits with 128 if the process isn't running", False
    if stopped_service(command) in _ON_DEMAND:
        code = "1062" if command.name == "sc" else "2"
        return f"{command.name} stop exits with {code} if the service isn't running", False
    return "", False


_ON_DEMAND = names("wuauserv bits msiserver trustedinstaller dosvc wsearch appidsvc waasmedicsvc sppsvc")
"""Services that Windows Server starts only when something needs them, or not at all."""


def stopped_service(command: Command) -> str:
    """Return the name in lower case of the service that ``net stop`` or ``sc stop`` stops; empty if a command doesn't."""
    lower = [text.lower() for text in command.arguments if text.lower() not in {"/y", "/yes"}]
    stops = command.name in {"net", "net1", "sc"} and len(lower) > 1 and lower[0] == "stop"
    return lower[1] if stops else ""
