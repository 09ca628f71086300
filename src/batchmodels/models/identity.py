"""Who runs a task on the node, and as whom the node reaches other services."""

from typing import Annotated, ClassVar

from ..engine.attributes import Key
from ..engine.constraints import Constraint, exactly_one
from ..engine.model import Model
from .enums import AutoUserScope, ElevationLevel


class ComputeNodeIdentityReference(Model):
    """A user-assigned managed identity with which the node proves who it is, to storage or to a registry.

    The identity must be attached to the pool. No key and no SAS is needed then, and nothing expires.
    """

    resource_id: str | None = None
    """The identity's ARM id: ``/subscriptions/…/userAssignedIdentities/NAME``."""


class AutoUserSpecification(Model):
    """A user that Batch creates on the node, without a name or a password of yours."""

    scope: AutoUserScope | None = None
    """Who shares the user. Default ``pool`` since API version 2019-08-01.10.0, ``task`` before."""

    elevation_level: ElevationLevel | None = None
    """What the user may do. Default ``nonadmin``."""


class UserIdentity(Model):
    """The user as whom a task runs: either one of the pool's named accounts or an auto-user, never both."""

    user_name: Annotated[str | None, Key("username")] = None
    """The name of an account that the pool lists in its ``userAccounts``."""

    auto_user: AutoUserSpecification | None = None
    """A user that Batch creates itself."""

    constraints: ClassVar[tuple[Constraint, ...]] = (exactly_one("user_name", "auto_user"),)
