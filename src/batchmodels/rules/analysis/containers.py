"""Commands of Docker, and what starts a task's container."""

from __future__ import annotations

import itertools
from typing import Any

from ...models.task_settings import MultiInstanceSettings
from ...shells.script import Command
from ..context import Context
from .container_images import lacking
from .pool_values import text_of, value_of
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


def unless_in_a_shell(place: Context[Any]) -> str:
    """Return the condition under which a command line runs in a shell that it doesn't name; empty if it never does.

    A task in a container may start the ENTRYPOINT of its image. That of a private image is unknown; official images of
    systems and languages have none that is a shell. Public logs show that Batch runs the commands of multi-instance tasks
    from variables, ``AZ_BATCH_MTC_APPLICATION_CMD``, which a shell may read.
    """
    if isinstance(place.model, MultiInstanceSettings) or value_of(place.task, "multi_instance_settings") is not None:
        return ", unless Batch starts multi-instance tasks in a shell of its own"
    if value_of(place.task, "container_settings") is None:
        return ""
    own = "--entrypoint" in text_of(place.task, "container_settings", "container_run_options")
    if not own and lacking(text_of(place.task, "container_settings", "image_name")) is not None:
        return ""
    return ", unless the ENTRYPOINT of the image is a shell"
