"""The names of the variables that Batch sets for tasks.

Sources: https://learn.microsoft.com/azure/batch/batch-compute-node-environment-variables, and the environment that nodes show.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from ...shells.script import Shell
from ...spelling import nearest
from .word_sets import names

_PREFIX = "AZ_BATCH_"

_OF_PACKAGES = re.compile(r"AZ_BATCH_APP_PACKAGE(?:\Z|_)")
_SIMILAR = 0.8
_NAMES = names(
    "ACCOUNT_NAME ACCOUNT_URL AUTHENTICATION_TOKEN CERTIFICATES_DIR HOST_LIST IS_CURRENT_NODE_MASTER JOB_ID JOB_PREP_DIR "
    "JOB_PREP_WORKING_DIR MASTER_NODE NODE_ID NODE_IS_DEDICATED NODE_LIST NODE_MOUNTS_DIR NODE_ROOT_DIR NODE_SHARED_DIR "
    "NODE_STARTUP_DIR NODE_STARTUP_WORKING_DIR OMS_CORRELATION_ID POOL_ID RESERVED_DISK_SPACE_BYTES "
    "RESERVED_EPHEMERAL_DISK_SPACE_BYTES SOFTWARE_ENTITLEMENT_TOKEN TASK_DIR TASK_ID TASK_RESERVED_DISK_SPACE_BYTES "
    "TASK_RESERVED_EPHEMERAL_DISK_SPACE_BYTES TASK_SHARED_DIR TASK_USER TASK_USER_IDENTITY TASK_WORKING_DIR"
)


def reference_on_windows(name: str, shell: Shell | None) -> str:
    """Return a reference to a variable in the syntax of the shell of a script on Windows."""
    return f"$env:{name}" if shell is Shell.powershell else f"%{name}%"


def is_unknown(name: str) -> bool:
    """Return whether a name is one of Batch, but of no variable that it sets."""
    return name.startswith(_PREFIX) and not is_of_batch(name)


def meant_variable(name: str, unset: Collection[str] = ()) -> str | None:
    """Return the variable of Batch that an unknown name is similar to; None for a known one, or if no name is similar.

    Args:
        name: The name.
        unset: Variables that aren't set for the task; another one that contains the whole name goes first.
    """
    if not is_unknown(name):
        return None
    rest = name.removeprefix(_PREFIX)
    longer = [each for each in sorted(_NAMES) if rest in each and f"{_PREFIX}{each}" not in unset]
    found = nearest(rest, longer, _SIMILAR) or nearest(rest, sorted(_NAMES), _SIMILAR)
    return f"{_PREFIX}{found}" if found else None


def is_of_batch(name: str) -> bool:
    """Return whether Batch sets a variable with this name."""
    rest = name.removeprefix(_PREFIX)
    return rest != name and (rest in _NAMES or bool(_OF_PACKAGES.match(name)))
