"""Commands of Python and pip, and what else in a script decides whether they work."""

from __future__ import annotations

import functools
import re
from typing import Any

from ...shells.script import Command
from ..context import Context, shared
from .environment_settings import environment_of, is_set
from .inner_scripts import Part
from .package_managers import is_pip

_SYSTEM = re.compile(r"(?:/usr/bin/|/bin/)?(?:pip3?|python3?)\Z")
_PYTHON3 = re.compile(r"(?:/usr/bin/|/bin/)?python3\Z")
_ELSEWHERE = re.compile(r"-t.*|--(?:target|prefix|root|dry-run|user-base|break-system-packages|python)(?:=.*)?\Z")
_OTHER_PYTHON = re.compile(
    r"(?i)(?:ana|mini|micro|mini-?forge|\b)conda\b|mamba|\bpyenv|/bin/activate|virtualenv|\buv\b|\bVIRTUAL_ENV\b|\bpixi\b|\bpoetry\b"
    r"|\bPATH=|python-is-python|deadsnakes|\balias\b|EXTERNALLY-MANAGED"
)
_SETTINGS_FOR_PIP = re.compile(
    r"(?i)break[-_]system[-_]packages|PIP_(?:TARGET|PREFIX|ROOT|USER|CONFIG_FILE|REQUIRE_VIRTUALENV)"
)
_NO_PACKAGE = frozenset({"-h", "--help"})


def installs_with_pip(command: Command) -> bool:
    """Return whether a command is the system's pip, and installs packages where the interpreter finds them."""
    if not is_pip(command) or not _SYSTEM.match(command.words[0].text):
        return False
    arguments = command.arguments[2:] if command.arguments[:1] == ("-m",) else command.arguments
    return "install" in arguments[:4] and not any(map(_ELSEWHERE.match, arguments)) and _NO_PACKAGE.isdisjoint(arguments)


def installs_with_pip_for_user(command: Command) -> bool:
    """Return whether a command is the system's pip, and installs packages into the home directory of its user."""
    if not is_pip(command) or not _SYSTEM.match(command.words[0].text):
        return False
    return "install" in command.arguments[:4] and "--user" in command.arguments


@functools.lru_cache(maxsize=8)  # several rules ask
def may_use_another_python(text: str) -> bool:
    """Return whether a script may use a Python that isn't the system's: of conda, or of a virtual environment."""
    return bool(_OTHER_PYTHON.search(text))


def is_configured(context: Context[Any], text: str) -> bool:
    """Return whether the script or the environment settings name the directory of pip, or change ``PATH``."""
    names = [name.upper() for name in environment_of(context)]
    return bool(_SETTINGS_FOR_PIP.search(text)) or changes_the_path(context) or any(name.startswith("PIP_") for name in names)


def moves_packages_of_user(context: Context[Any], text: str) -> bool:
    """Return whether the script or the environment settings name another directory for the packages of a user."""
    return is_set(context, "PYTHONUSERBASE") or "pythonuserbase" in text.lower()


@shared
def changes_the_path(context: Context[Any]) -> bool:
    """Return whether the environment settings change ``PATH`` or name a virtual environment."""
    return is_set(context, "PATH", "VIRTUAL_ENV")


def makes_environment(command: Command) -> bool:
    """Return whether a command is ``python3 -m venv`` of the system's Python, and installs pip into the environment."""
    if not command.words or command.arguments[:2] != ("-m", "venv") or not _PYTHON3.match(command.words[0].text):
        return False
    return {"--without-pip", "--help", "-h"}.isdisjoint(command.arguments)


def runs_other_scripts(part: Part, before: int) -> bool:
    """Return whether a script runs others before a command, which may install or configure anything."""
    return part.first_other_script < before
