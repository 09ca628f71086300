"""Commands of Docker."""

from __future__ import annotations

from ...shells.script import Command
from .word_sets import names

DOCKER = frozenset({"docker", "docker-compose"})
_WITHOUT_ENGINE = names("login logout version help --help -h --version -v context config manifest completion plugin")


def uses_the_socket(command: Command) -> bool:
    """Return whether a command of Docker talks to the engine on the node, whose socket belongs to root."""
    arguments = command.arguments
    if not arguments or any(text in {"-H", "--host", "-c", "--context"} or text.startswith("--host=") for text in arguments[:2]):
        return False
    first = next((text for text in arguments if not text.startswith("-")), arguments[0])
    return first not in _WITHOUT_ENGINE and not any(text in {"--help", "--version"} for text in arguments)
