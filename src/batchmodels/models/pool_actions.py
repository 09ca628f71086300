"""Requests that change the size of a pool."""

from datetime import timedelta
from typing import Annotated

from ..engine.attributes import Since
from ..engine.checks import Maximum, MaxItems, Minimum
from .base import Model
from .node_enums import ComputeNodeDeallocationOption

__all__ = ["NodeRemoveParameter", "PoolEnableAutoScaleParameter", "PoolEvaluateAutoScaleParameter", "PoolResizeParameter"]


class PoolResizeParameter(Model):
    """A new fixed size of a pool. The pool must be ``steady``, and must not scale by a formula.

    Give one of the two numbers at least. A number that isn't given stays as it is.
    """

    target_dedicated_nodes: Annotated[int | None, Since("2017-05-01.5.0")] = None
    """The number of dedicated nodes that the pool is to have."""

    target_low_priority_nodes: Annotated[int | None, Since("2017-05-01.5.0")] = None
    """The number of Spot or low-priority nodes that the pool is to have."""

    resize_timeout: Annotated[timedelta | None, Minimum(timedelta(minutes=5))] = None
    """The time that Batch tries to reach the size: 5 minutes at least, default 15 minutes.

    When it is over, the pool keeps the size that it has and reports ``resize_errors``.
    """

    node_deallocation_option: ComputeNodeDeallocationOption | None = None
    """The action on the running tasks of nodes that are removed. Default ``requeue``."""


class PoolEnableAutoScaleParameter(Model):
    """A request that a formula sets the size of a pool from now on. Give the formula, the interval, or both.

    Without a formula the pool keeps the one that it has; a pool that doesn't scale yet needs one.
    """

    auto_scale_formula: str | None = None
    """The formula for the numbers of nodes. The service checks it before it takes effect."""

    auto_scale_evaluation_interval: Annotated[
        timedelta | None, Minimum(timedelta(minutes=5)), Maximum(timedelta(hours=168))
    ] = None
    """The interval at which the formula is evaluated: 5 minutes to 168 hours, default 15 minutes, counted from this request."""


class PoolEvaluateAutoScaleParameter(Model):
    """A formula to try out: the service evaluates it and returns an ``AutoScaleRun``, but changes nothing.

    The pool must already scale by a formula.
    """

    auto_scale_formula: str
    """The formula to try."""


class NodeRemoveParameter(Model):
    """Nodes to be removed from a pool. The pool must be ``steady``, and must not scale by a formula."""

    node_list: Annotated[list[str], MaxItems(100)]
    """The ids of the nodes, at most 100."""

    resize_timeout: Annotated[timedelta | None, Minimum(timedelta(minutes=5))] = None
    """The time that Batch tries to remove them: 5 minutes at least, default 15 minutes."""

    node_deallocation_option: ComputeNodeDeallocationOption | None = None
    """The action on their running tasks. Default ``requeue``."""
