"""The environment variables of a task."""

from typing import Annotated

from ..engine.attributes import Secret
from .arm import ArmModel

__all__ = ["EnvironmentSetting"]


class EnvironmentSetting(ArmModel):
    """One environment variable.

    Only a shell replaces variables in a command line: ``/bin/sh -c 'echo $NAME'``, or ``cmd /c echo %NAME%``.
    """

    name: str
    """The variable's name."""

    value: Annotated[str | None, Secret()] = None
    """Its text. Shown as ``***``, because that is where passwords and keys are found; sent as it is."""
