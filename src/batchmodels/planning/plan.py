"""The function ``plan``: what a node would do with a start task. It runs nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timezone
from typing import Any

from ..engine.model import Model
from ..engine.once import making
from ..models.pool_settings import PoolSettings
from ..models.pools import PoolPatchParameter
from ..models.start_task import StartTask
from ..paths import ROOT, Steps
from ..secrets.masking import describe
from .plan_record import Plan


def plan(start_task: StartTask, pool: Model | None = None, *, now: datetime | None = None) -> Plan:
    """Describe what a node would do with a start task. Nothing is run or sent.

    Args:
        start_task: The start task.
        pool: Its pool, or the change to a pool that has it. It has the image, which decides the operating system, the
            application packages, and the user accounts.
        now: The time that decides whether a SAS has expired; UTC without a time zone. None is the current time.

    Returns:
        The plan; ``str()`` gives its text.

    Raises:
        TypeError: An argument has the wrong type.
    """
    if not isinstance(start_task, StartTask):  # pyright: ignore[reportUnnecessaryIsInstance]  # because not every caller uses a type checker
        raise TypeError(f"expected a StartTask, got {describe(start_task, hidden=True)}")
    if pool is not None and not isinstance(pool, (PoolSettings, PoolPatchParameter)):
        raise TypeError(f"expected a pool or None, got {describe(pool, hidden=True)}")
    if now is not None and not isinstance(now, datetime):  # pyright: ignore[reportUnnecessaryIsInstance]  # for the same reason
        raise TypeError(f"expected datetime or None as now, got {describe(now)}")
    return plan_within(start_task, () if pool is None else (pool,), now=now)


def plan_within(
    start_task: StartTask,
    parents: tuple[Model, ...],
    *,
    unknown: Collection[Steps] = (),
    wrong: Collection[str] = (),
    now: datetime | None = None,
) -> Plan:
    """Describe a start task in a document.

    Args:
        start_task: The start task.
        parents: The models that contain it, the outermost first.
        unknown: The steps in it of what is known only at deployment.
        wrong: The wire keys of its members whose values it can't hold.
        now: As for `plan`.
    """
    with making:
        from ..rules.acyclic import acyclic  # noqa: PLC0415  # because importing the rules takes time
        from ..rules.context import Context  # noqa: PLC0415  # because importing the rules takes time
        from .composing import compose  # noqa: PLC0415  # because it imports them, too

    now = datetime.now(timezone.utc) if now is None else now if now.tzinfo else now.replace(tzinfo=timezone.utc)
    place: Context[Any] = Context(acyclic(start_task), ROOT, tuple(acyclic(parent) for parent in parents), now)
    return compose(place, unknown, wrong)
