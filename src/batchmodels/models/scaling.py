"""What came of the last attempts to scale and to resize a pool."""

from datetime import datetime

from .base import Model
from .execution import NameValuePair

__all__ = ["AutoScaleRun", "AutoScaleRunError", "ResizeError"]


class AutoScaleRunError(Model):
    """Why an autoscale formula could not be evaluated or carried out."""

    code: str | None = None
    """The kind of error, meant for programs."""

    message: str | None = None
    """The same for people."""

    values: list[NameValuePair] | None = None
    """More about it, by name and value."""


class AutoScaleRun(Model):
    """The last evaluation of the pool's autoscale formula; only pools that scale by formula have one.

    It is the service's. What the formula computed is in ``results``; ``error`` is where to look when a pool won't grow.
    """

    timestamp: datetime
    """When the formula was last evaluated."""

    results: str | None = None
    """The variables and their final values, as one text: ``$TargetDedicatedNodes=4;$NodeDeallocationOption=requeue;…``"""

    error: AutoScaleRunError | None = None
    """What went wrong; None if the evaluation succeeded."""


class ResizeError(Model):
    """Why a pool has not reached the size that it was to have.

    It is the service's, and there only when the last resize failed and the pool is ``steady`` again. The nodes that could
    be had are in the pool, and cost money.
    """

    code: str | None = None
    """The kind of error, meant for programs: ``AccountCoreQuotaReached``, say."""

    message: str | None = None
    """The same for people."""

    values: list[NameValuePair] | None = None
    """More about it, by name and value."""
