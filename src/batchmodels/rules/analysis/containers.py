"""Commands of Docker."""

from __future__ import annotations

import itertools

from ...shells.script import Command
from .word_sets import names

DOCKER = frozenset({"docker", "docker-compose"})
_WITHOUT_ENGINE = names("login logout version help --help -h --version -v context config manifest completion plugin")

_ELSEWHERE = frozenset({"-H", "--host", "-c", "--context"})


def uses_the_socket(command: Command) -> bool:
    """Return whether a command of Docker talks to the engine on the node, whose socket belongs to root."""
    before = list(itertools.takewhile(lambda text: text.startswith("-"), command.arguments))
    if not command.arguments or any(text.split("=")[0] in _ELSEWHERE for text in before):
        return False
    first = command.arguments[min(len(before), len(command.arguments) - 1)]
    return first not in _WITHOUT_ENGINE
