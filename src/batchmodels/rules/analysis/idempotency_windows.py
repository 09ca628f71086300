"""Windows commands that work once, and fail or prompt when they are rerun."""

from __future__ import annotations

import itertools
from functools import partial

import msgspec

from ...shells.script import Command, Word
from ..command_lines import TASK
from .powershell_options import REPORTING, error_action, plain_arguments
from .reruns import Look, RerunEffect, git_clone, shown
from .word_sets import names


def _hides_errors(command: Command) -> bool:
    """Return whether a cmdlet has an error action that may hide that something exists."""
    return error_action(command) not in {"", *REPORTING}


def _mkdir_in_cmd(command: Command) -> RerunEffect | None:
    targets = [word for word in command.words[1:] if not word.text.startswith(("/", "-"))]
    if not targets:
        return None
    name = shown(targets[0])
    return RerunEffect(
        f"mkdir {name} fails when the {TASK} runs again and {name} already exists, for example on a retry.",
        f"Use (if not exist {name} mkdir {name}).",
        targets[0],
    )


def _mkdir_in_powershell(command: Command) -> RerunEffect | None:
    lower = [text.lower() for text in command.arguments]
    if command.name in {"new-item", "ni"} and "directory" not in lower:
        return None
    if any(text.startswith(("-f", "-whatif", "-p:")) for text in lower) or _hides_errors(command):
        return None
    targets = [word for word in plain_arguments(command) if word.text.lower() != "directory"]
    if not targets:
        return None
    name = shown(targets[0])
    return RerunEffect(
        f"{command.words[0].text} {name} fails when the {TASK} runs again and {name} already exists, for example on a retry.",
        f"Use New-Item -ItemType Directory -Force {name}.",
        targets[0],
    )


def _net(command: Command) -> RerunEffect | None:
    """``net user``, ``net localgroup`` and ``net share`` that add something."""
    action, *options = [text.lower() for text in command.arguments] or [""]
    named = [word for word in command.words[2:] if not word.text.startswith("/")]
    if action == "share" and named and "=" in named[0].text and "/delete" not in options:
        return RerunEffect(
            f"net share fails when the {TASK} runs again and the share already exists.",
            "Test with net share NAME whether it exists.",
        )
    if action not in {"user", "users", "localgroup"} or "/add" not in options or not named:
        return None
    name = shown(named[0])
    if action == "localgroup" and len(named) > 1:
        return RerunEffect(
            f"net localgroup fails with 1378 when the {TASK} runs again and the member is already in the group.",
            "Join it with & instead of &&, or test with net localgroup before.",
        )
    kind, net = ("group", "net localgroup") if action == "localgroup" else ("user", "net user")
    return RerunEffect(
        f"{net} fails when the {TASK} runs again and the {kind} {name} already exists.",
        f"Use {net} {name} || {net} {name} … /add.",
        named[0],
        is_path=False,
    )


def _service(command: Command) -> RerunEffect | None:
    if len(command.arguments) < 2 or command.arguments[0].lower() != "create":  # noqa: PLR2004  # because a service has a name
        return None
    name = shown(command.words[2])
    return RerunEffect(
        f"sc create fails when the {TASK} runs again and the service {name} already exists.",
        f"Use (sc query {name} || sc create {name} …) instead.",
        command.words[2],
    )


def _mklink(command: Command) -> RerunEffect | None:
    names = [word for word in command.words[1:] if not word.text.startswith("/")]
    if len(names) != 2:  # noqa: PLR2004  # because a link has two ends
        return None
    name = shown(names[0])
    return RerunEffect(
        f"mklink fails when the {TASK} runs again and {name} already exists.",
        f"Use (if not exist {name} mklink …).",
        names[0],
    )


def _scheduled_task(command: Command) -> RerunEffect | None:
    lower = {text.lower() for text in command.arguments}
    if "/create" not in lower or not lower.isdisjoint({"/f", "/?"}):
        return None
    return RerunEffect(
        f"schtasks prompts before it replaces the scheduled task when the {TASK} runs again, and nothing can answer.",
        "Add /f to replace it without a prompt.",
        asks=True,
    )


def _registry(command: Command) -> RerunEffect | None:
    lower = [text.lower() for text in command.arguments]
    if lower[:1] != ["add"] or "/f" in lower or {"/v", "/ve"}.isdisjoint(lower):
        return None
    return RerunEffect(
        f"reg add prompts before it overwrites the value when the {TASK} runs again, and nothing can answer.",
        "Add /f to overwrite it without a prompt.",
        asks=True,
    )


def _expand_archive(command: Command) -> RerunEffect | None:
    lower = [text.lower() for text in command.arguments]
    if any(text.startswith(("-f", "-whatif", "-confirm")) or "@" in text for text in lower) or _hides_errors(command):
        return None
    position = lower.index("-destinationpath") + 2 if "-destinationpath" in lower else 0
    plain = plain_arguments(command)
    target = command.words[position] if 0 < position < len(command.words) else plain[1] if len(plain) > 1 else None
    return RerunEffect(
        f"Expand-Archive fails when the {TASK} runs again and the files already exist, for example on a retry.",
        "Add -Force to overwrite them.",
        target,
    )


_SWITCHES = names(
    "-nopassword -accountneverexpires -disabled -passwordneverexpires -usermaynotchangepassword -temporary -encryptdata "
    "-verbose"
)
"""Options without a value of the cmdlets that make users, groups, services and shares."""


def _made_once(kind: str, getter: str) -> Look:
    """Return the check of a cmdlet that makes something with a name; ``getter`` is the cmdlet that finds it."""

    def look(command: Command) -> RerunEffect | None:
        if any(word.text.lower().startswith(("-whatif", "@")) for word in command.words) or _hides_errors(command):
            return None
        word = _name_of(command)
        if word is None:
            return None
        name, cmdlet = shown(word), f"New-{getter.removeprefix('Get-')}"
        return RerunEffect(
            f"{cmdlet} fails when the {TASK} runs again and the {kind} {name} already exists.",
            f"Use if (-not ({getter} {name} -ErrorAction SilentlyContinue)) {{ {cmdlet} … }} instead.",
            word,
            is_path=False,
        )

    return look


def _name_of(command: Command) -> Word | None:
    """Return the value of -Name, or the first argument that is no option and no value of one; None without one."""
    first = None
    for before, word in itertools.pairwise(command.words):
        option, text = before.text.lower(), word.text.lower()
        if text.startswith("-name:"):
            return msgspec.structs.replace(word, text=word.text[6:], raw=word.text[6:])
        if text.startswith("-"):
            continue
        if option == "-name":
            return word
        if not option.startswith("-") or option in _SWITCHES or ":" in option:
            first = first or word
    return first


def _made_without_force(what: str, fix: str, *, takes_force: bool = True) -> Look:
    """Return the check of a cmdlet that fails if something exists, unless it has an option such as ``-Force``."""
    harmless = ("-whatif", "-f") if takes_force else ("-whatif",)

    def look(command: Command) -> RerunEffect | None:
        lower = [text.lower() for text in command.arguments]
        if not lower or any(text.startswith(harmless) for text in lower) or _hides_errors(command):
            return None
        name = command.words[0].text
        return RerunEffect(f"{name} fails when the {TASK} runs again and {what}.", fix)

    return look


_ITEM_EXISTS = _made_without_force("the item already exists", "Add -Force.")


def _new_item(command: Command) -> RerunEffect | None:
    """``New-Item`` of a file or a link; that of a registry key with -Force loses its values."""
    if (found := _mkdir_in_powershell(command)) is not None:
        return found
    lower = [text.lower() for text in command.arguments]
    makes = any(text in {"file", "symboliclink", "junction", "hardlink"} for text in lower)
    return _ITEM_EXISTS(command) if makes else None


def _appended_path(command: Command) -> RerunEffect | None:
    """``setx PATH`` with the old value and one more directory."""
    lower = [text.lower() for text in command.arguments]
    if "path" not in lower[:2] or not any("%path%" in word.raw.lower() for word in command.words):
        return None
    return RerunEffect(
        f"setx adds the directory to PATH again each time the {TASK} runs, and cuts PATH at 1,024 characters.",
        "Add it only if it is missing, with [Environment]::SetEnvironmentVariable in PowerShell.",
        fails=False,
    )


OF_WINDOWS: dict[str, Look] = {
    "net": _net,
    "setx": _appended_path,
    "sc": _service,
    "schtasks": _scheduled_task,
    "reg": _registry,
    "git": partial(git_clone, "(if not exist {0} git clone …)"),
}
"""The checks of programs that need no shell, by name."""

OF_CMD: dict[str, Look] = {
    **OF_WINDOWS,
    **dict.fromkeys(("mkdir", "md"), _mkdir_in_cmd),
    "mklink": _mklink,
}
"""The checks of commands of cmd, by name."""

OF_POWERSHELL: dict[str, Look] = {
    **{name: look for name, look in OF_WINDOWS.items() if name != "sc"},  # Set-Content
    **dict.fromkeys(("mkdir", "md"), _mkdir_in_powershell),
    **dict.fromkeys(("new-item", "ni"), _new_item),
    "git": partial(git_clone, "if (-not (Test-Path {0})) {{ git clone … }}"),
    "expand-archive": _expand_archive,
    "new-localuser": _made_once("user", "Get-LocalUser"),
    "new-localgroup": _made_once("group", "Get-LocalGroup"),
    "new-service": _made_once("service", "Get-Service"),
    "new-smbshare": _made_once("share", "Get-SmbShare"),
    "new-smbmapping": _made_without_force(
        "the drive letter is already in use", "Test with Get-SmbMapping whether it exists.", takes_force=False
    ),
    "new-itemproperty": _made_without_force("the value already exists", "Add -Force."),
    "add-localgroupmember": _made_without_force(
        "the member is already in the group", "Add -ErrorAction SilentlyContinue.", takes_force=False
    ),
    "register-scheduledtask": _made_without_force("the scheduled task already exists", "Add -Force."),
    "register-psrepository": _made_without_force(
        "the repository is already registered", "Test with Get-PSRepository whether it exists.", takes_force=False
    ),
}
"""The checks of commands of PowerShell, by name."""
