"""The four auto-users: for the pool or the task, with or without administrator rights."""

from __future__ import annotations

from .models.enums import AutoUserScope, ElevationLevel
from .models.identity import AutoUserSpecification, UserIdentity


def pool_admin() -> UserIdentity:
    """Return an administrator shared by all tasks on a node that use it. Use it to install software."""
    return _auto_user(AutoUserScope.pool, ElevationLevel.admin)


def pool_user() -> UserIdentity:
    """Return a user without administrator rights, shared by all tasks on a node that use it."""
    return _auto_user(AutoUserScope.pool, ElevationLevel.non_admin)


def task_admin() -> UserIdentity:
    """Return an administrator for this task only, deleted with the task."""
    return _auto_user(AutoUserScope.task, ElevationLevel.admin)


def task_user() -> UserIdentity:
    """Return a user without administrator rights for this task only, deleted with the task."""
    return _auto_user(AutoUserScope.task, ElevationLevel.non_admin)


def _auto_user(scope: AutoUserScope, elevation_level: ElevationLevel) -> UserIdentity:
    return UserIdentity(auto_user=AutoUserSpecification(scope=scope, elevation_level=elevation_level))
