"""The secrets in a document, and names for what takes their place."""

from __future__ import annotations

import re
from typing import Any

from ..paths import ROOT, Steps

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
    """Names for secrets, each made from the steps of one, and different from the others."""

    def __init__(self) -> None:
        self._taken: dict[str, Steps] = {}

    def of(self, path: Steps, *, camel: bool) -> str:
        """Return a name for a secret.

        Args:
            path: Its steps.
            camel: Whether to write it as ``userAccountsPassword`` instead of ``USER_ACCOUNTS_PASSWORD``.
        """
        name = _joined(path, camel=camel)
        if len(name) > _LONGEST:
            name = _joined((*path[:1], *(step for step in path[1:-1] if isinstance(step, int)), *path[-1:]), camel=camel)
        name = name[:_LONGEST].rstrip("_")
        if not name[0].isalpha():
            name = f"s{name}" if camel else f"S_{name}"
        number, found = 2, name
        while self._taken.setdefault(found.lower(), path) != path:
            found = f"{name}{number}" if camel else f"{name}_{number}"
            number += 1
        return found


def _joined(path: Steps, *, camel: bool) -> str:
    words = [word for step in path for word in _words(str(step))] or ["secret"]
    return _camel(words) if camel else "_".join(word.upper() for word in words)


def _words(step: str) -> list[str]:
    return re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", step)


def _camel(words: list[str]) -> str:
    return words[0].lower() + "".join(word[:1].upper() + word[1:].lower() for word in words[1:])
