"""Facts about a command line that come from its pool."""

from __future__ import annotations

from typing import Any

from ...models.job_settings import JobSettings
from ...models.pool_settings import PoolSettings
from ...models.pools import PoolPatchParameter, PoolSpecification
from ..command_lines import CommandLine
from ..context import Context, shared

_POOLS = (PoolSettings, PoolPatchParameter)


@shared
def pool_of(place: Context[Any]) -> Any:
    """Return the pool of a model: the pool or the change to one that contains it, or its job's auto pool; None if unknown."""
    pool = place.within(_POOLS)
    if pool is not None:
        return pool
    named = getattr(place.within(JobSettings), "pool_info", None)
    pool = getattr(getattr(named, "auto_pool_specification", None), "pool", None)
    return pool if isinstance(pool, PoolSettings) else None


def machine_of(place: Context[Any]) -> Any:
    """Return the virtual machine configuration of the pool; None if it has none."""
    return getattr(pool_of(place), "virtual_machine_configuration", None)


@shared
def runs_windows(place: Context[Any]) -> bool | None:
    """Return whether the pool's nodes run Windows; None if unknown."""
    pool = pool_of(place)
    if getattr(pool, "cloud_service_configuration", None) is not None:
        return True
    machine = machine_of(place)
    agent = getattr(machine, "node_agent_sku_id", None)
    image = getattr(machine, "image_reference", None)
    named = [agent, getattr(image, "publisher", None), getattr(image, "offer", None)]
    texts = [text.lower() for text in named if isinstance(text, str) and text]
    if not texts:
        return None
    return any("windows" in text for text in texts)


def identity_of(place: Context[Any]) -> str:
    """Return the words for a managed identity of the pool; an auto pool has none, because only ARM attaches them."""
    if isinstance(pool_of(place), PoolSpecification):
        return "a managed identity, which needs a pool that is created through ARM instead of the auto pool"
    return "a managed identity of the pool"


def is_administrator(place: Context[CommandLine]) -> bool | None:
    """Return whether a command line runs as an administrator; None if unknown."""
    if place.task is None:
        return None
    identity: Any = place.task.user_identity
    if identity is None:
        return False
    auto_user = getattr(identity, "auto_user", None)
    if auto_user is not None:
        return _is_admin(auto_user)
    name = getattr(identity, "user_name", None)
    accounts = getattr(pool_of(place), "user_accounts", None)
    for account in accounts if isinstance(accounts, list) else ():
        if name is not None and getattr(account, "name", None) == name:
            return _is_admin(account)
    return None


def _is_admin(holder: Any) -> bool:
    level = getattr(holder, "elevation_level", None)
    return isinstance(level, str) and level.lower() == "admin"
