"""Programs of Windows that need a console, ask a question, or have exit codes of their own."""

from __future__ import annotations

import re

from ...shells.script import Command, Shell

_SILENT = re.compile(
    r"(?i)[/-]{1,2}(?:q|qn.*|qb.*|qr.*|quiet|s|silent|verysilent|passive|unattend(?:ed)?|sp-|version"
    r"|\?|h|help|layout|extract.*|x:.*)(?:[=:].*)?"
)
_MSI_ACTION = re.compile(r"(?i)[/-](?:i|package|x|uninstall|p|update|f[a-z]*|a)(?:.*)?")
_INSTALLERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"vc_?redist.*|vcredist.*"), "/install /quiet /norestart"),
    (re.compile(r"python-[23]\.[\d.]+.*"), "/quiet InstallAllUsers=1 PrependPath=1"),
    (re.compile(r"(?:dotnet|aspnetcore|windowsdesktop)-.*|ndp\d+.*|dotnetfx.*"), "/quiet /norestart"),
    (re.compile(r"git-[\d.]+.*"), "/VERYSILENT /NORESTART"),
    (re.compile(r"vs_(?:buildtools|community|professional|enterprise).*"), "--quiet --wait --norestart"),
    (re.compile(r"7z\d+.*"), "/S"),
    (re.compile(r"(?:miniconda|anaconda|miniforge|mambaforge).*"), "/S"),
    (re.compile(r"npp\..*|notepad\+\+.*"), "/S"),
    (re.compile(r"cuda_[\d.]+.*"), "-s"),
    (re.compile(r"msmpisetup"), "-unattend"),
)
"""Installers that show a window without an option, by the names of their files, and the options."""


def silent_option(command: Command) -> str:
    """Return the options without which an installer waits for a click; empty if the command has them."""
    options = _needed_option(command)
    if not options or any(_SILENT.fullmatch(text) for text in command.arguments):
        return ""
    return "" if any(word.variables for word in command.words[1:]) else options


def _needed_option(command: Command) -> str:
    """Return the options with which a command installs something without a window; empty if it isn't an installer."""
    if command.name == "msiexec":
        return "/qn" if any(_MSI_ACTION.fullmatch(text) for text in command.arguments) else ""
    if command.name == "regsvr32":
        return "/s" if any(text[:1] not in {"/", "-"} for text in command.arguments) else ""
    if command.name == "wusa":
        return "/quiet /norestart" if any(text.lower().endswith(".msu") for text in command.arguments) else ""
    if not command.words or not command.words[0].text.lower().endswith(".exe"):
        return ""
    return next((options for pattern, options in _INSTALLERS if pattern.fullmatch(command.name)), "")


_OF_THE_SYSTEM = re.compile(r"(?:[a-z]:)?\\(?:windows|program)|%(?:windir|systemroot|program)")
_ASKING_CMDLETS = frozenset(
    (
        *("install-module", "install-script", "install-package", "install-packageprovider"),
        *("enable-windowsoptionalfeature", "disable-windowsoptionalfeature"),
    )
)


def module_prompt(command: Command) -> str:
    """Return the cmdlet that asks before it installs something ; empty if it doesn't ask."""
    if command.name not in _ASKING_CMDLETS:
        return ""
    lower = [text.lower() for text in command.arguments]
    if command.name.endswith("windowsoptionalfeature"):
        return "" if not lower or any(text.startswith("-nor") for text in lower) else command.words[0].text
    if not lower or any(text.startswith(("-fo", "-confirm:$false", "-whatif", "-acceptl")) or "@" in text for text in lower):
        return ""
    return command.words[0].text


def needs_console(command: Command, shell: Shell | None) -> str:
    """Return the program that waits for a key or a line of input; empty if the command doesn't.

    Args:
        command: The command as it is written: ``timeout`` is also a prefix on Linux.
        shell: The shell that runs it.
    """
    lower = [text.lower() for text in command.arguments]
    if command.name == "timeout":
        return "timeout" if all(re.fullmatch(r"/t|/nobreak|-?\d+|-t|>nul", text) for text in lower) and lower else ""
    if shell is Shell.powershell:
        if command.name in {"pause", "read-host", "get-credential"}:
            return command.words[0].text
        return ""
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
    name, found = source.rsplit("\\", 1)[-1], target.rsplit("\\", 1)[-1]
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
    return "", False
