"""Who runs a task on the node, and as whom the node reaches other services."""

from typing import Annotated, ClassVar

from ..engine.attributes import Key, ReadOnly
from ..engine.constraints import Constraint, exactly_one
from .arm import ArmModel
from .base import Model
from .dialects import in_arm
from .enums import AutoUserScope, ElevationLevel
from .pool_enums import PoolIdentityType

__all__ = [
    "AutoUserSpecification",
    "BatchPoolIdentity",
    "ComputeNodeIdentityReference",
    "PoolIdentityReference",
    "UserAssignedIdentity",
    "UserIdentity",
]


class ComputeNodeIdentityReference(ArmModel, since="2021-06-01.14.0"):
    """A user-assigned managed identity with which the node proves who it is, to storage or to a registry.

    The identity must be attached to the pool. No key and no SAS is needed then, and nothing expires.
    """

    resource_id: str | None = None
    """The identity's ARM id: ``/subscriptions/…/userAssignedIdentities/NAME``."""


class AutoUserSpecification(ArmModel, since="2017-01-01.4.0"):
    """A user that Batch creates on the node, without a name or a password of yours."""

    scope: AutoUserScope | None = None
    """Who shares the user. Default ``pool`` since API version 2019-08-01.10.0, ``task`` before."""

    elevation_level: ElevationLevel | None = None
    """What the user may do. Default ``nonadmin``."""


class UserIdentity(ArmModel, since="2017-01-01.4.0"):
    """The user as whom a task runs: either one of the pool's named accounts or an auto-user, never both."""

    user_name: Annotated[str | None, Key("username"), in_arm("userName")] = None
    """The name of an account that the pool lists in its ``userAccounts``."""

    auto_user: AutoUserSpecification | None = None
    """A user that Batch creates itself."""

    rules: ClassVar[tuple[Constraint, ...]] = (exactly_one("user_name", "auto_user"),)


class PoolIdentityReference(Model, since="2025-06-01"):
    """The pool's managed identity that reaches the key vault whose key encrypts the disks."""

    resource_id: str | None = None
    """The identity's ARM id: ``/subscriptions/…/userAssignedIdentities/NAME``. It must be attached to the pool."""


class UserAssignedIdentity(Model, since="2021-06-01.14.0"):
    """A managed identity that is attached to a pool."""

    resource_id: str
    """The identity's ARM id: ``/subscriptions/…/userAssignedIdentities/NAME``."""

    client_id: Annotated[str | None, ReadOnly()] = None
    """The id by which a program asks for this identity's tokens. The service's: it is never sent."""

    principal_id: Annotated[str | None, ReadOnly()] = None
    """The id by which roles are assigned to it. The service's: it is never sent."""


class BatchPoolIdentity(Model, since="2021-06-01.14.0"):
    """The managed identities of a pool's nodes. They are attached through ARM; in this API a pool only shows them."""

    type: PoolIdentityType
    """Whether the pool has identities."""

    user_assigned_identities: list[UserAssignedIdentity] | None = None
    """The identities; None or empty if ``type`` is ``None``."""
