"""The secrets in a document, and names for what takes their place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from ..paths import ROOT, Steps
from .absent import ABSENT

_LONGEST = 48  # characters of a name


def hidden_in(document: Any, masked: Any, path: Steps = ROOT) -> set[Steps]:
    """Return the steps of the secrets in a document.

    Args:
        document: The document.
        masked: The same document with masks in the place of secrets.
        path: The steps of both.

    Returns:
        The steps. Those of an object mean that it has members with secret keys.
    """
    if isinstance(document, dict) and isinstance(masked, dict):
        found: set[Steps] = set()
        for key, value in document.items():
            found |= hidden_in(value, masked[key], (*path, key)) if key in masked else {path}
        return found
    if isinstance(document, list) and isinstance(masked, list) and len(document) == len(masked):
        pairs = enumerate(zip(document, masked, strict=True))
        return {steps for number, (one, other) in pairs for steps in hidden_in(one, other, (*path, number))}
    return set() if document == masked and type(document) is type(masked) else {path}


class Names:
    """Names for secrets, each made from the steps of one. Only secrets with the same value share a name.

    Args:
        reserved: Names that no secret gets.
    """

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self._reserved = frozenset(name.lower() for name in reserved)
        self._taken: dict[str, tuple[str, str]] = {}

    def of(self, path: Steps, document: Any, value: Any, *, camel: bool) -> str:
        """Return a name for a secret: that of its environment setting, or what it is.

        Args:
            path: Its steps.
            document: The document that it is in.
            value: The secret.
            camel: Whether to write it as ``userAccountsPassword`` instead of ``USER_ACCOUNTS_PASSWORD``.
        """
        own = _own_name(document, path)
        steps = (own,) if own else _within_last_list(path)
        if len("_".join(word for step in steps for word in _words(str(step)))) > _LONGEST:
            steps = (*steps[:1], *(step for step in steps[1:-1] if isinstance(step, int)), *steps[-1:])
        name = own if own and not camel else _joined(steps, camel=camel)
        if not name[0].isalpha():
            name = f"s{name}" if camel else f"S_{name}"
        return self._distinct(name, value, "" if camel else "_")

    def _distinct(self, name: str, value: Any, separator: str) -> str:
        """Return a name for this value only, with a number at its end if needed."""
        number, found, held = 2, name, repr(value)
        while (taken := self._taken.get(found.lower())) or found.lower() in self._reserved:
            if taken and taken[1] == held and value != ABSENT:
                return taken[0]
            found = f"{name}{separator}{number}"
            number += 1
        self._taken[found.lower()] = found, held
        return found


_NAME = re.compile(rf"[A-Za-z_][A-Za-z0-9_]{{0,{_LONGEST - 1}}}")
_OF_SYSTEMS = frozenset(
    (
        *("APPDATA", "COMSPEC", "HOME", "HOSTNAME", "LANG", "LD_LIBRARY_PATH", "LOGNAME", "OS", "PATH", "PATHEXT", "PWD"),
        *("PYTHONHOME", "PYTHONPATH", "SHELL", "SYSTEMROOT", "TEMP", "TERM", "TMP", "TMPDIR", "TZ", "USER", "USERNAME"),
        *("USERPROFILE", "WINDIR"),
    )
)
"""Variables that every process has already, with other values."""


def _own_name(document: Any, path: Steps) -> str:
    """Return the name of the environment setting with a secret; empty if it is no such value, or the name can't be used."""
    if path[-3:-2] != ("environmentSettings",) or path[-1] != "value":
        return ""
    for step in path[:-1]:
        document = document[step]
    name = document.get("name") if isinstance(document, dict) else None
    usable = isinstance(name, str) and _NAME.fullmatch(name) and name[0] != "_" and name.upper() not in _OF_SYSTEMS
    return str(name) if usable else ""


def _within_last_list(path: Steps) -> Steps:
    """Return the last steps of a path, from the last list on, whose name becomes that of one element."""
    for position in range(len(path) - 1, 0, -1):
        name = path[position - 1]
        if isinstance(path[position], int) and isinstance(name, str):
            one = f"{name[:-3]}y" if name.endswith("ies") else name.removesuffix("s")
            return (one, *path[position:])
    return path


def _joined(path: Steps, *, camel: bool) -> str:
    words = [word for step in path for word in _words(str(step))] or ["secret"]
    while len(words) > 1 and sum(map(len, words)) + (0 if camel else len(words) - 1) > _LONGEST:
        del words[0]
    words = [word[:_LONGEST] for word in words]
    return _camel(words) if camel else "_".join(word.upper() for word in words)


def _words(step: str) -> list[str]:
    return re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", step)


def _camel(words: list[str]) -> str:
    return words[0].lower() + "".join(word[:1].upper() + word[1:].lower() for word in words[1:])
