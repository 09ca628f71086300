"""The environment variables of a start task."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from ..models.start_task import StartTask
from ..paths import Steps
from ..secrets.masking import MASK, mask_text
from ..secrets.printing import printable
from .plan_record import Variable

_BY_BATCH = {
    "AZ_BATCH_ACCOUNT_NAME": "the name of the Batch account",
    "AZ_BATCH_ACCOUNT_URL": "the URL of the Batch account",
    "AZ_BATCH_POOL_ID": "the id of the pool",
    "AZ_BATCH_NODE_ID": "the id of the node",
    "AZ_BATCH_NODE_IS_DEDICATED": "true on a dedicated node, false on a Spot or low-priority one",
    "AZ_BATCH_NODE_ROOT_DIR": "the root of Batch's directories",
    "AZ_BATCH_NODE_SHARED_DIR": "the directory that all tasks on the node share",
    "AZ_BATCH_NODE_STARTUP_DIR": "the directory of the start task",
    "AZ_BATCH_NODE_MOUNTS_DIR": "the directory of the mounted file systems",
    "AZ_BATCH_TASK_DIR": "the directory of the start task",
    "AZ_BATCH_TASK_WORKING_DIR": "the working directory",
    "AZ_BATCH_TASK_RESERVED_EPHEMERAL_DISK_SPACE_BYTES": "the disk space that Batch reserves; not on every node",
}
_ON_LINUX = {"AZ_BATCH_CERTIFICATES_DIR": "the directory of the certificates"}

_MOST = 100  # application packages; a pool can have 10


def setting_of(steps: Steps) -> int | None:
    """Return the index of the environment setting whose value has these steps in a start task; None if none has."""
    if len(steps) == len(_VALUE) and (steps[0], steps[2]) == (_VALUE[0], _VALUE[2]) and isinstance(steps[1], int):
        return steps[1]
    return None


_VALUE = ("environmentSettings", 0, "value")


def variables_of(task: StartTask, pool: Any, *, windows: bool | None, unknown: Collection[int] = ()) -> Iterator[Variable]:
    """Yield the settings of a start task, and then the variables that Batch sets.

    Args:
        task: The start task.
        pool: Its pool.
        windows: Whether the node runs Windows.
        unknown: The indexes of settings whose values are known only at deployment.
    """
    settings = getattr(task, "environment_settings", None)
    for index, setting in enumerate(settings if isinstance(settings, list) else ()):
        name, value = getattr(setting, "name", None), getattr(setting, "value", None)
        if isinstance(name, str):
            shown = "(known only at deployment)" if index in unknown else MASK if isinstance(value, str) and value else ""
            yield Variable(printable(mask_text(name)), shown)
    for name, meaning in (_BY_BATCH if windows else {**_BY_BATCH, **_ON_LINUX}).items():
        yield Variable(name, meaning, set_by_batch=True)
    references = getattr(pool, "application_package_references", None)
    for reference in references[:_MOST] if isinstance(references, list) else ():
        yield from _package(reference, windows)


def _package(reference: Any, windows: bool | None) -> Iterator[Variable]:
    identifier, version = getattr(reference, "application_id", None), getattr(reference, "version", None)
    if not isinstance(identifier, str):
        return
    application = printable(mask_text(identifier.rstrip("/").rpartition("/")[2]))
    name = f"AZ_BATCH_APP_PACKAGE_{application}"
    if isinstance(version, str):
        name += f"#{printable(mask_text(version))}"
    if not windows:
        name = re.sub(r"[.#-]", "_", name)
    yield Variable(name, f"the directory of the application package {application}", set_by_batch=True)
