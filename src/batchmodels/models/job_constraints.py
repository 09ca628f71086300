"""Limits and network of a job."""

from datetime import timedelta
from typing import Annotated

from ..engine.attributes import Key, Since
from ..engine.checks import Minimum
from .base import Model

__all__ = ["JobConstraints", "JobNetworkConfiguration"]


class JobConstraints(Model):
    """Limits on the execution of a job and of its tasks."""

    max_wall_clock_time: timedelta | None = None
    """The time limit of the job, measured from its creation. Then Batch terminates it and its tasks. Default: no limit.

    The job's termination reason is ``MaxWallClockTimeExpiry`` then.
    """

    max_task_retry_count: Annotated[int | None, Minimum(-1)] = None
    """The number of retries of each task whose command ends with an exit code other than 0. Default 0: one attempt. -1: without
    limit. A task's own constraints take precedence.
    """


class JobNetworkConfiguration(Model, since="2018-12-01.8.0"):
    """A subnet that the nodes join while they run tasks of the job. Only for pools with virtual machines."""

    subnet_id: str
    """The ARM id of the subnet: ``/subscriptions/…/virtualNetworks/NETWORK/subnets/SUBNET``.

    It must be in the region and the subscription of the Batch account, with a free address for each node. The service principal
    ``MicrosoftAzureBatch`` must have the role Classic Virtual Machine Contributor there.
    """

    skip_withdraw_from_v_net: Annotated[bool | None, Key("skipWithdrawFromVNet"), Since("2024-07-01.20.0")] = None
    """Whether the nodes stay in the subnet when the job ends. Default false: they leave it.

    True saves time if the next job uses the same subnet.
    """
