"""Facts about a command line that come from its pool."""

from __future__ import annotations

from typing import Any

from ...arm.names import ARM
from ...models.job_settings import JobSettings
from ...models.pool_settings import PoolSettings
from ...models.pools import PoolPatchParameter, PoolSpecification
from ..command_lines import CommandLine
from ..context import Context, shared
from .pool_values import is_misspelled, items_of, value_of

_POOLS = (PoolSettings, PoolPatchParameter)


@shared
def pool_of(place: Context[Any]) -> Any:
    """Return the pool of a model: the pool or the change to one that contains it, or its job's auto pool; None if unknown."""
    pool = place.within(_POOLS)
    if pool is not None:
        return pool
    named = value_of(place.within(JobSettings), "pool_info")
    pool = value_of(named, "auto_pool_specification", "pool")
    return pool if isinstance(pool, PoolSettings) else None


def machine_of(place: Context[Any]) -> Any:
    """Return the virtual machine configuration of the pool; None if it has none."""
    return value_of(pool_of(place), "virtual_machine_configuration")


@shared
def runs_windows(place: Context[Any]) -> bool | None:
    """Return whether the pool's nodes run Windows; None if unknown."""
    pool = pool_of(place)
    if value_of(pool, "cloud_service_configuration") is not None:
        return True
    machine = machine_of(place)
    agent = value_of(machine, "node_agent_sku_id")
    image = value_of(machine, "image_reference")
    named = [agent, value_of(image, "publisher"), value_of(image, "offer")]
    texts = [text.lower() for text in named if isinstance(text, str) and text]
    if not texts:
        return None
    return any("windows" in text for text in texts)


def or_identity(place: Context[Any], keys: str) -> str:
    """Return a request for a login: keys, or an ``identityReference``, as far as the pool can have an identity.

    Only ARM attaches identities: the bodies of requests to the Batch service that create a pool have no place for them.

    Args:
        place: What needs the login.
        keys: The other ways to log in, as the message names them.
    """
    pool = pool_of(place)
    if not isinstance(pool, PoolSettings) or pool.__dialect__ == ARM:
        return f"{keys}, or an identityReference that the pool has"
    return f"{keys}; an identityReference needs a pool that is created through ARM, which alone attaches identities"


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
        unknown = value_of(place.task, "additional_properties")
        was_meant = isinstance(unknown, dict) and unknown.get("runElevated") is True
        return None if was_meant or is_misspelled(place.task, "userIdentity") else False
    auto_user = value_of(identity, "auto_user")
    if auto_user is not None:
        return _is_admin(auto_user)
    name = value_of(identity, "user_name")
    for account in items_of(pool_of(place), "user_accounts"):
        if name is not None and value_of(account, "name") == name:
            return _is_admin(account)
    return None


def _is_admin(holder: Any) -> bool:
    level = value_of(holder, "elevation_level")
    return isinstance(level, str) and level.lower() == "admin"
