"""Asking a shell whether it accepts the syntax of a script, without running the script."""

from __future__ import annotations

import os
import shutil
import subprocess

_LONGEST_WAIT = 5.0  # seconds for one script

_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE")
"""The variables that the shell gets; others, such as ``BASH_ENV``, can make it read files."""


def accepts(dialect: str, script: str, time_left: float) -> bool | None:
    """Return whether a shell accepts a script; None if the shell isn't installed or doesn't answer.

    The option ``-n`` makes a shell read commands and not run them.

    Args:
        dialect: The name of the shell: ``bash`` or ``dash``. Others are never asked.
        script: The script.
        time_left: The time limit in seconds.
    """
    path = shutil.which(dialect) if dialect in {"bash", "dash"} and os.name == "posix" else None
    if path is None or time_left <= 0:
        return None
    options = ("--norc", "--noprofile") if dialect == "bash" else ()
    try:
        done = subprocess.run(  # noqa: S603  # because the script is the input, and no part of the command
            (path, *options, "-n"),
            input=script.encode(errors="replace"),
            capture_output=True,
            timeout=min(_LONGEST_WAIT, time_left),
            check=False,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.returncode == 0 if done.returncode >= 0 else None
