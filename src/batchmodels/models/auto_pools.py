"""The pool of a job: one that exists, or one that Batch creates for it."""

from typing import Annotated, ClassVar

from ..engine.checks import MaxLength
from ..engine.constraints import Constraint, exactly_one
from .base import Model
from .job_enums import PoolLifetimeOption
from .pools import PoolSpecification

__all__ = ["AutoPoolSpecification", "PoolInformation"]


class AutoPoolSpecification(Model):
    """A pool that Batch creates for a job when the job is submitted, and deletes afterwards.

    If it can't be created, the job is completed at once; its ``scheduling_error`` has the reason.
    """

    auto_pool_id_prefix: Annotated[str | None, MaxLength(20)] = None
    """The beginning of the pool's id, up to 20 characters. Batch appends a unique id to it."""

    pool_lifetime_option: PoolLifetimeOption
    """The lifetime of the pool: that of the job, or that of its job schedule."""

    keep_alive: bool | None = None
    """Whether the pool stays after that. Default false. If true, delete it yourself: its nodes cost money until then."""

    pool: PoolSpecification | None = None
    """The pool: its machines, its size, its start task."""


class PoolInformation(Model):
    """The pool that a job runs on: exactly one of ``pool_id`` and ``auto_pool_specification``."""

    pool_id: str | None = None
    """The id of an existing pool.

    The service doesn't check that there is one: without it, the job's tasks wait until a pool of that id is created.
    """

    auto_pool_specification: AutoPoolSpecification | None = None
    """A pool that Batch creates for the job. Don't change or delete it while the job is active."""

    rules: ClassVar[tuple[Constraint, ...]] = (exactly_one("pool_id", "auto_pool_specification"),)
