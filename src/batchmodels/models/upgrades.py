"""How the nodes of a pool get a new version of their operating system."""

from datetime import timedelta
from typing import Annotated

from ..engine.attributes import Key
from ..engine.checks import Maximum, Minimum
from .base import Model
from .machine_enums import UpgradeMode

__all__ = ["AutomaticOSUpgradePolicy", "RollingUpgradePolicy", "UpgradePolicy"]


class AutomaticOSUpgradePolicy(Model, since="2024-02-01.19.0"):
    """How new versions of the image reach the nodes by themselves.

    The image's ``version`` must be ``latest``, and only some images qualify. A new image replaces the node's OS disk.
    Windows Update (``enable_automatic_updates``) can't be on at the same time. Whatever the nodes need when they start
    again, such as the files of extensions and start tasks, has to be still there and readable then.
    """

    disable_automatic_rollback: bool | None = None
    """Whether nodes keep the new image if an upgrade goes wrong, instead of getting the previous one back."""

    enable_automatic_os_upgrade: Annotated[bool | None, Key("enableAutomaticOSUpgrade")] = None
    """Whether nodes are upgraded, in batches, whenever a newer version of their image appears.

    On Windows ``enable_automatic_updates`` must be false then.
    """

    use_rolling_upgrade_policy: bool | None = None
    """Whether these upgrades follow the pool's ``rolling_upgrade_policy``. If there is none, Azure's defaults apply."""

    os_rolling_upgrade_deferral: bool | None = None
    """Whether the upgrade of a node waits until its tasks are done. Without, it comes while they run.

    In accounts in user subscription mode the subscription must have the feature Microsoft.Compute/RollingUpgradeDeferral.
    """


class RollingUpgradePolicy(Model, since="2024-02-01.19.0"):
    """The size and pace of the batches in which nodes are upgraded, and when to stop.

    ``max_batch_instance_percent`` may not be more than ``max_unhealthy_instance_percent`` if both are given.
    """

    enable_cross_zone_upgrade: bool | None = None
    """Whether a batch may take nodes of several availability zones. Only with ``zonal`` placement."""

    max_batch_instance_percent: Annotated[int | None, Minimum(5), Maximum(100)] = None
    """How many of the nodes one batch may hold at most, in percent: 5 to 100. Unhealthy nodes make batches smaller."""

    max_unhealthy_instance_percent: Annotated[int | None, Minimum(5), Maximum(100)] = None
    """How many of all nodes may be unhealthy or in an upgrade at once, in percent: 5 to 100.

    Checked before each batch; with more than that the upgrade is abandoned.
    """

    max_unhealthy_upgraded_instance_percent: Annotated[int | None, Minimum(0), Maximum(100)] = None
    """How many of the upgraded nodes may turn out unhealthy, in percent: 0 to 100.

    Checked after each batch; with more than that the upgrade is abandoned.
    """

    pause_time_between_batches: timedelta | None = None
    """How long to wait after a batch before the next one begins."""

    prioritize_unhealthy_instances: bool | None = None
    """Whether all unhealthy nodes are upgraded before any healthy one."""

    rollback_failed_instances_on_policy_breach: bool | None = None
    """Whether failed nodes get their previous version back when one of the limits is broken."""


class UpgradePolicy(Model, since="2024-02-01.19.0"):
    """How a pool's nodes are brought up to date.

    ``mode`` says what becomes of existing nodes when the settings of their VMs change; ``automatic_os_upgrade_policy`` is
    about new versions of the image. The two are independent.
    """

    mode: UpgradeMode
    """When nodes take a change: all at once, in batches, or only when told to."""

    automatic_os_upgrade_policy: Annotated[AutomaticOSUpgradePolicy | None, Key("automaticOSUpgradePolicy")] = None
    """Upgrades that follow new versions of the image. None: existing nodes keep the image they have."""

    rolling_upgrade_policy: RollingUpgradePolicy | None = None
    """The batches for upgrades in the ``rolling`` mode, or with ``use_rolling_upgrade_policy``."""
