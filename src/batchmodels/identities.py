"""The four auto-users: pool or task, administrator or not."""

from __future__ import annotations

from .models.enums import AutoUserScope, ElevationLevel
from .models.identity import AutoUserSpecification, UserIdentity


def pool_admin() -> UserIdentity:
    """An administrator whom all tasks of a node share that ask for one; what installs software runs as this one."""
    return _auto_user(AutoUserScope.pool, ElevationLevel.admin)


def pool_user() -> UserIdentity:
    """A user without special rights, shared by all tasks of a node that ask for one."""
    return _auto_user(AutoUserScope.pool, ElevationLevel.non_admin)


def task_admin() -> UserIdentity:
    """An administrator for this task alone, deleted with it."""
    return _auto_user(AutoUserScope.task, ElevationLevel.admin)


def task_user() -> UserIdentity:
    """A user without special rights for this task alone, deleted with it."""
    return _auto_user(AutoUserScope.task, ElevationLevel.non_admin)


def _auto_user(scope: AutoUserScope, elevation_level: ElevationLevel) -> UserIdentity:
    return UserIdentity(auto_user=AutoUserSpecification(scope=scope, elevation_level=elevation_level))
