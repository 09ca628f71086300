"""The upgrade of a pool's nodes to new versions of their operating system."""

from datetime import timedelta
from typing import Annotated

from ..engine.attributes import Key
from ..engine.checks import Maximum, Minimum
from .arm import ArmModel
from .machine_enums import UpgradeMode

__all__ = ["AutomaticOSUpgradePolicy", "RollingUpgradePolicy", "UpgradePolicy"]


class AutomaticOSUpgradePolicy(ArmModel, since="2024-02-01.19.0"):
    """The policy for automatic upgrades to new versions of the image.

    The image's ``version`` must be ``latest``, and only some images are supported. A new image replaces the node's OS disk.
    Windows Update (``enable_automatic_updates``) can't be enabled at the same time. Files that nodes need when they start
    again, such as those of extensions and start tasks, must still exist and be readable.
    """

    disable_automatic_rollback: bool | None = None
    """Whether nodes keep the new image if an upgrade fails, instead of returning to the previous one."""

    enable_automatic_os_upgrade: Annotated[bool | None, Key("enableAutomaticOSUpgrade")] = None
    """Whether nodes are upgraded in batches when a newer version of their image is published.

    Requires ``enable_automatic_updates`` to be false on Windows.
    """

    use_rolling_upgrade_policy: bool | None = None
    """Whether these upgrades follow the pool's ``rolling_upgrade_policy``. Without one, Azure's defaults apply."""

    os_rolling_upgrade_deferral: bool | None = None
    """Whether the upgrade of a node waits until its tasks have ended. Otherwise it interrupts them.

    In accounts in user subscription mode the subscription must have the feature Microsoft.Compute/RollingUpgradeDeferral.
    """


class RollingUpgradePolicy(ArmModel, since="2024-02-01.19.0"):
    """The policy for upgrading nodes in batches.

    ``max_batch_instance_percent`` must not be greater than ``max_unhealthy_instance_percent`` if both are set.
    """

    enable_cross_zone_upgrade: bool | None = None
    """Whether a batch can contain nodes of several availability zones. Only with ``zonal`` placement."""

    max_batch_instance_percent: Annotated[int | None, Minimum(5), Maximum(100)] = None
    """The maximum share of nodes in one batch, in percent: 5 to 100. Unhealthy nodes make batches smaller."""

    max_unhealthy_instance_percent: Annotated[int | None, Minimum(5), Maximum(100)] = None
    """The maximum share of nodes that are unhealthy or being upgraded, in percent: 5 to 100.

    Checked before each batch; if it is exceeded, the upgrade stops.
    """

    max_unhealthy_upgraded_instance_percent: Annotated[int | None, Minimum(0), Maximum(100)] = None
    """The maximum share of upgraded nodes that become unhealthy, in percent: 0 to 100.

    Checked after each batch; if it is exceeded, the upgrade stops.
    """

    pause_time_between_batches: timedelta | None = None
    """The pause between two batches."""

    prioritize_unhealthy_instances: bool | None = None
    """Whether unhealthy nodes are upgraded before healthy ones."""

    rollback_failed_instances_on_policy_breach: bool | None = None
    """Whether failed nodes return to their previous version if a limit is exceeded."""


class UpgradePolicy(ArmModel, since="2024-02-01.19.0"):
    """The policy for upgrading a pool's nodes.

    ``mode`` applies to existing nodes when the settings of their VMs change; ``automatic_os_upgrade_policy`` applies to new
    versions of the image. They are independent.
    """

    mode: UpgradeMode
    """When existing nodes are upgraded: all at once, in batches, or only on request."""

    automatic_os_upgrade_policy: Annotated[AutomaticOSUpgradePolicy | None, Key("automaticOSUpgradePolicy")] = None
    """Automatic upgrades to new versions of the image. None: existing nodes keep their image."""

    rolling_upgrade_policy: RollingUpgradePolicy | None = None
    """The policy for upgrades in the mode ``rolling``, or with ``use_rolling_upgrade_policy``."""
