"""BM207: settings and programs that only the user of the start task has."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from ...models.job_tasks import JobPreparationTask
from ...models.start_task import StartTask
from ...shells.script import Command, Shell
from ..analysis.command_line import analysis_of
from ..analysis.display import program_of
from ..analysis.environment_settings import environment_of
from ..analysis.group_members import adds_itself
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.linux_runs import runs_on_linux
from ..analysis.package_managers import is_pip
from ..analysis.pool_values import text_of, value_of
from ..analysis.prefixes import without_prefixes
from ..analysis.python_packages import moves_packages_of_users
from ..analysis.word_sets import names
from ..command_lines import TASK
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule


@rule("BM207", Severity.warning, "setting for a user that no task runs as", (StartTask, JobPreparationTask))
def of_another_user(context: Context[StartTask | JobPreparationTask]) -> Iterator[Finding]:
    """``cmdkey /add`` by a user that exists only for one task, ``setx`` without ``/m``, ``usermod -aG docker $USER``."""
    identity: Any = context.model.user_identity
    only_here = identity is None or text_of(value_of(identity, "auto_user"), "scope").lower() == "task"
    named = bool(text_of(identity, "user_name"))
    if not named:
        yield from itertools.islice(_members_of_groups(context), 1)
    for part in parts_of(context):
        commands = part.analysis.commands if part.analysis.windows is not False else ()
        for number, command in enumerate(commands):
            what = _of_the_user(program_of(part.analysis, command)) or _by_a_method(part, command)
            on_windows = part.analysis.seems_windows and part.analysis.shell is not Shell.posix
            if on_windows and _uses_own_site(command) and not moves_packages_of_users(context, analysis_of(context).text):
                what = _PACKAGES
            if not what or _is_used(what, commands[number + 1 :], part.analysis.code[command.end :]):
                continue
            if not only_here and what != _MODULE and (named or what in {_CREDENTIAL, _FILE}):
                continue  # tasks with the same user share it
            lasting = (
                "who exists only for it, so no other task sees it" if only_here else "so tasks of other users don't see it"
            )
            yield context.finding(
                f"{what} belongs to the user of the {TASK}, {lasting}.",
                _FIXES[what],
                "commandLine",
                severity=Severity.note if what == _MODULE else None,  # tasks may run as the same user
                span=part.analysis.span(command),
            )
            return


def _members_of_groups(context: Context[StartTask | JobPreparationTask]) -> Iterator[Finding]:
    """Find ``usermod -aG docker $USER`` by an administrator."""
    analysis = analysis_of(context)
    runs = runs_on_linux(context) if analysis.is_admin is True and not analysis.in_container else []
    if {"USER", "LOGNAME"} & {*environment_of(context)} or re.search(r"\b(?:USER|LOGNAME)=", analysis.text):
        return
    for run in runs:
        if adds_itself(run.command):
            yield context.finding(
                f"{run.command.name} adds only the user of the {TASK} to the group: tasks that aren't administrators run as "
                "others, so they don't get its permissions.",
                "Run the tasks as a user of the pool's userAccounts, and add that user to the group.",
                "commandLine",
                span=run.span,
            )


_MODULE, _VARIABLE, _CREDENTIAL = "the module", "the variable", "the credential"
_CERTIFICATE, _FILE, _KEY = "the certificate", "the directory of the profile", "the registry key"
_PYTHON, _PROGRAM, _PACKAGES = "this installation of Python", "the program", "what pip install --user installs"
_PROFILE = re.compile(
    r"(?i)[\"']?(?:%(?:USERPROFILE|APPDATA|LOCALAPPDATA)%|\$HOME\b|\$\{?env:(?:USERPROFILE|APPDATA|LOCALAPPDATA)\b)"
)
_FIXES = {
    _CERTIFICATE: "Use the store of the machine, which needs an administrator.",
    _FILE: "Copy it to AZ_BATCH_NODE_SHARED_DIR.",
    _KEY: "Use HKLM, which needs an administrator.",
    _MODULE: "Use -Scope AllUsers.",
    _PACKAGES: "Remove --user: an installation for all users needs an administrator.",
    _PROGRAM: "Install it for all users, which needs an administrator.",
    _PYTHON: "Add InstallAllUsers=1, which needs an administrator.",
    _VARIABLE: "Store it for the machine, which needs an administrator: setx /m.",
    _CREDENTIAL: 'Set userIdentity to an autoUser with the scope "pool", here and in the tasks.',
}
_USER_KEY = re.compile(r"(?i)[\"']?(?:(?:Microsoft\.PowerShell\.Core\\)?Registry::)?(?:HKCU:?|HKEY_CURRENT_USER)(?:\\|/|\Z)")
_WRITING = names("new-itemproperty set-itemproperty sp new-item ni set-item copy-item")
_PYTHON_SETUP = re.compile(r"python-3\.[\d.]+(?:(?:a|b|rc)\d+)?(?:-(?:amd64|arm64|win32|webinstall))*")
_SILENT = re.compile(r"(?i)[/-]{1,2}(?:quiet|q|passive|s|silent)")
_FOR_ALL = re.compile(r"(?i)installallusers=(?!0)|targetdir=")
_SET_FOR_USER = re.compile(
    r"(?i)SetEnvironmentVariable\([^()]*,\s*(?:['\"]User['\"]|\[[\w.]*EnvironmentVariableTarget\]::User)\s*\)"
)
_QUIET = names("echo echo. rem exit reg write-host write-output setx cmdkey where set new-itemproperty set-itemproperty")


def _of_the_user(command: Command) -> str:
    """Return what a command stores for the user who runs it; empty if it stores nothing."""
    lower = [text.lower() for text in command.arguments]
    if command.name == "cmdkey" and any(text.startswith("/add") for text in lower):
        return _CREDENTIAL
    if command.name == "setx" and len(lower) > 1 and "/m" not in lower and not {"/?", "/s"} & set(lower):
        return _VARIABLE
    if command.name in {"install-module", "install-script"} and "currentuser" in lower:
        return _MODULE
    in_store = command.name in {"import-certificate", "import-pfxcertificate"} and "cert:\\currentuser" in " ".join(lower)
    if in_store or (command.name == "certutil" and "-user" in lower and {"-addstore", "-importpfx"} & set(lower)):
        return _CERTIFICATE
    key = lower[2:3] if lower[:1] == ["copy"] else lower[1:2]
    if command.name == "reg" and lower[:1] in (["add"], ["copy"]) and any(map(_USER_KEY.match, key)):
        return _KEY
    if command.name in _WRITING and _USER_KEY.match(_path_in(lower)):
        return _KEY
    copies = command.name in {"copy", "xcopy", "robocopy", "copy-item", "move", "move-item"}
    if copies and any(_PROFILE.match(word.raw) for word in command.words[2:]):
        return _FILE
    return _installed(command, lower)


def _uses_own_site(command: Command) -> bool:
    """Return whether pip installs packages into the profile of its user."""
    bare = without_prefixes(command)
    return is_pip(bare) and "--user" in bare.arguments and "install" in bare.arguments[:4] and "--dry-run" not in bare.arguments


def _path_in(lower: list[str]) -> str:
    """Return the path among the arguments of a cmdlet: the value of -Path, or the first argument."""
    named = (text for before, text in itertools.pairwise(lower) if before in {"-path", "-literalpath"})
    return next(named, next((text for text in lower if not text.startswith("-")), ""))


def _installed(command: Command, lower: list[str]) -> str:
    """Return what an installer puts into the profile of the user."""
    if _PYTHON_SETUP.fullmatch(command.name) and any(map(_SILENT.fullmatch, lower)):
        known = not any(word.variables or "uninstall" in word.text for word in command.words[1:])
        return _PYTHON if known and not any(map(_FOR_ALL.match, lower)) else ""
    if command.name == "msiexec" and any(text.replace('"', "") in {"msiinstallperuser=1", "allusers="} for text in lower):
        return _PROGRAM
    if command.name.startswith("vscodeusersetup") or (re.search(r"\d", command.name) and "/currentuser" in lower):
        return _PROGRAM if not any(text.startswith("/dir=") for text in lower) else ""
    tool = command.name == "dotnet" and lower[:2] == ["tool", "install"] and {"-g", "--global"} & set(lower)
    return _PROGRAM if tool else ""


def _by_a_method(part: Part, command: Command) -> str:
    """Return the variable that .NET stores for the user."""
    if part.analysis.shell is not Shell.powershell:
        return ""
    text = part.analysis.code[command.start : command.end]
    return _VARIABLE if _SET_FOR_USER.search(text) else ""


def _is_used(what: str, after: tuple[Command, ...] | list[Command], rest: str) -> bool:
    """Return whether the commands after it may need what a command has stored."""
    if what in {_PYTHON, _PROGRAM, _PACKAGES}:
        return bool(_PROFILE.search(rest)) or any(each.name in {"python", "pip", "py"} for each in after)
    if what == _VARIABLE:
        return False  # running programs keep the environment that they began with
    if what == _KEY:
        return any(each.name not in _QUIET for each in after)
    return any(each.name in {"net", "robocopy", "copy", "import-module"} for each in after)
