"""Results of scaling and resizing a pool."""

from datetime import datetime
from typing import Annotated

from .arm import ArmModel
from .dialects import in_arm
from .execution import NameValuePair

__all__ = ["AutoScaleRun", "AutoScaleRunError", "ResizeError"]


class AutoScaleRunError(ArmModel):
    """An error of the evaluation or execution of an autoscale formula."""

    code: str | None = None
    """The code of the error, for programs."""

    message: str | None = None
    """The description of the error, for people."""

    values: list[NameValuePair] | None = None
    """Further details, by name and value."""


class AutoScaleRun(ArmModel):
    """The last evaluation of a pool's autoscale formula.

    The service fills it in. ``results`` contains the computed values; check ``error`` if a pool doesn't grow.
    """

    timestamp: Annotated[datetime, in_arm("evaluationTime")]
    """When the formula was last evaluated."""

    results: str | None = None
    """The variables and their final values, as one text: ``$TargetDedicatedNodes=4;$NodeDeallocationOption=requeue;…``"""

    error: AutoScaleRunError | None = None
    """The error; None if the evaluation succeeded."""


class ResizeError(ArmModel):
    """A reason why a pool hasn't reached its target size.

    The service fills it in if the last resize failed and the pool is ``steady`` again. The nodes that could be allocated are in
    the pool and cost money.
    """

    code: str | None = None
    """The code of the error, for programs, for example ``AccountCoreQuotaReached``."""

    message: str | None = None
    """The description of the error, for people."""

    values: list[NameValuePair] | None = None
    """Further details, by name and value."""
