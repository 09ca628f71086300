"""Environment variables of a task."""

from typing import Annotated

from ..engine.attributes import Secret
from .arm import ArmModel

__all__ = ["EnvironmentSetting"]


class EnvironmentSetting(ArmModel):
    """An environment variable.

    Only a shell expands variables in a command line: ``/bin/sh -c 'echo $NAME'``, or ``cmd /c echo %NAME%``.
    """

    name: str
    """The variable's name."""

    value: Annotated[str | None, Secret()] = None
    """The value of the variable. Shown as ``***``, because it may be a password or a key; sent unchanged."""
