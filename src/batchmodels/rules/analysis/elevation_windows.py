"""Commands of Windows that need an administrator only with some of their arguments."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

from ...shells.script import Command

_MACHINE = re.compile(r"(?i)[\"']?(?:registry::)?(?:hklm:|hkey_local_machine)[\\/].*", re.DOTALL)
_FOR_USER = re.compile(r"(?i)-sc\w*[: ](?:process|currentuser)")
_FOR_ADMINISTRATORS = re.compile(
    r"/ru \"?(?:nt authority\\)?(?:system|local ?service|network ?service)\"?|/rl highest|/sc on(?:start|logon)"
)
"""Options of ``schtasks`` with a value that only an administrator may use, in lower case."""


def changes_windows(command: Command) -> bool | None:
    """Return whether a command changes the system; None for one that isn't in the table."""
    look = _LOOKS.get(command.name)
    return None if look is None else look(command, [text.lower() for text in command.arguments])


def _scheduled_task(_: Command, lower: list[str]) -> bool:
    """``schtasks /create`` for another user, with more rights, or at an event that only an administrator may choose."""
    if not {"/create", "/change"} & set(lower):
        return False
    return any(_FOR_ADMINISTRATORS.fullmatch(f"{option} {value}") for option, value in itertools.pairwise(lower))


def _registered_task(_: Command, lower: list[str]) -> bool:
    text = " ".join(lower)
    return bool(re.search(r"-user\s+\S*system|-runlevel\s+highest", text))


def _setx(_: Command, lower: list[str]) -> bool:
    return "/m" in lower or "-m" in lower


def _for_all_users(_: Command, lower: list[str]) -> bool:
    """A cmdlet whose scope is the whole machine by default."""
    return bool(lower) and not _FOR_USER.search(" ".join(lower))


def _registry(_: Command, lower: list[str]) -> bool:
    return any(_MACHINE.fullmatch(text) for text in lower)


def _certificate(_: Command, lower: list[str]) -> bool:
    return any("cert:\\localmachine" in text or "cert:/localmachine" in text for text in lower)


def _certutil(_: Command, lower: list[str]) -> bool:
    given = {f"-{text[1:]}" for text in lower if text.startswith(("-", "/"))}
    return bool({"-addstore", "-importpfx"} & given) and "-user" not in given


def _link(_: Command, lower: list[str]) -> bool:
    """``mklink`` makes a symbolic link, which needs a privilege; junctions and hard links don't."""
    return len([text for text in lower if not text.startswith("/")]) > 1 and not {"/j", "/h"} & set(lower)


def _symbolic(_: Command, lower: list[str]) -> bool:
    return "symboliclink" in lower or _registry(_, lower)


_LOOKS: dict[str, Callable[[Command, list[str]], bool]] = {
    "schtasks": _scheduled_task,
    "register-scheduledtask": _registered_task,
    "setx": _setx,
    **dict.fromkeys(("set-executionpolicy", "install-module", "install-script", "install-packageprovider"), _for_all_users),
    **dict.fromkeys(("new-itemproperty", "set-itemproperty", "remove-itemproperty", "remove-item"), _registry),
    **dict.fromkeys(("import-certificate", "import-pfxcertificate"), _certificate),
    "certutil": _certutil,
    "mklink": _link,
    **dict.fromkeys(("new-item", "ni"), _symbolic),
}
