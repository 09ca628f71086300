"""The user that runs a task on the node, and the identities of the node."""

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
    """A user-assigned managed identity that the node uses to access storage or a registry.

    The identity must be attached to the pool. It needs no key and no SAS, and doesn't expire.
    """

    resource_id: str | None = None
    """The identity's ARM id: ``/subscriptions/…/userAssignedIdentities/NAME``."""


class AutoUserSpecification(ArmModel, since="2017-01-01.4.0"):
    """A user that Batch creates on the node, without a name or password to specify."""

    scope: AutoUserScope | None = None
    """The scope of the user. Default ``pool`` since API version 2019-08-01.10.0, ``task`` before."""

    elevation_level: ElevationLevel | None = None
    """The rights of the user. Default ``nonadmin``."""


class UserIdentity(ArmModel, since="2017-01-01.4.0"):
    """The user that a task runs as: either a named account of the pool or an auto-user."""

    user_name: Annotated[str | None, Key("username"), in_arm("userName")] = None
    """The name of an account in the pool's ``user_accounts``."""

    auto_user: AutoUserSpecification | None = None
    """A user that Batch creates."""

    rules: ClassVar[tuple[Constraint, ...]] = (exactly_one("user_name", "auto_user"),)


class PoolIdentityReference(ArmModel, since="2025-06-01"):
    """The pool's managed identity that accesses the key for disk encryption."""

    resource_id: str | None = None
    """The identity's ARM id: ``/subscriptions/…/userAssignedIdentities/NAME``. It must be attached to the pool."""


class UserAssignedIdentity(Model, since="2021-06-01.14.0"):
    """A managed identity that is attached to a pool."""

    resource_id: str
    """The identity's ARM id: ``/subscriptions/…/userAssignedIdentities/NAME``."""

    client_id: Annotated[str | None, ReadOnly()] = None
    """The client id, with which programs request tokens of this identity. Set by the service; never sent."""

    principal_id: Annotated[str | None, ReadOnly()] = None
    """The principal id, to which roles are assigned. Set by the service; never sent."""


class BatchPoolIdentity(ArmModel, since="2021-06-01.14.0"):
    """The managed identities of a pool's nodes. They are attached through ARM; this API only returns them."""

    type: PoolIdentityType
    """The type of identity."""

    user_assigned_identities: list[UserAssignedIdentity] | None = None
    """The identities; None or empty if ``type`` is ``None``."""
