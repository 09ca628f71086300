"""What a pool has used over its lifetime, as the service counts it."""

from datetime import datetime, timedelta
from typing import Annotated

from ..engine.attributes import Key, Quoted
from .base import Model

__all__ = ["PoolStatistics", "ResourceStatistics", "UsageStatistics"]


class UsageStatistics(Model):
    """How much node time a pool has used. The service's; nothing to send."""

    start_time: datetime
    """From when it is counted."""

    last_update_time: datetime
    """Up to when it is counted."""

    dedicated_core_time: timedelta
    """The time of all dedicated cores in the pool added up, busy or not: 10 nodes of 4 cores for an hour are 40 hours."""


class ResourceStatistics(Model):
    """What the nodes of a pool have used of processor, memory, disk and network. The service's; nothing to send."""

    start_time: datetime
    """From when it is counted."""

    last_update_time: datetime
    """Up to when it is counted."""

    avg_cpu_percentage: Annotated[float, Key("avgCPUPercentage"), Quoted()]
    """How busy the processors were on average, in percent per node."""

    avg_memory_gi_b: Annotated[float, Quoted()]
    """Memory in use on average over all nodes, in GiB."""

    peak_memory_gi_b: Annotated[float, Quoted()]
    """The most memory in use across the nodes, in GiB."""

    avg_disk_gi_b: Annotated[float, Quoted()]
    """Disk space in use on average over all nodes, in GiB."""

    peak_disk_gi_b: Annotated[float, Quoted()]
    """The most disk space in use across the nodes, in GiB."""

    disk_read_iops: Annotated[int, Key("diskReadIOps"), Quoted()]
    """How many times all nodes have read from disk: a total, in spite of its name not a rate per second."""

    disk_write_iops: Annotated[int, Key("diskWriteIOps"), Quoted()]
    """How many times all nodes have written to disk: a total, not a rate per second."""

    disk_read_gi_b: Annotated[float, Quoted()]
    """How much all nodes have read from disk, in GiB."""

    disk_write_gi_b: Annotated[float, Quoted()]
    """How much all nodes have written to disk, in GiB."""

    network_read_gi_b: Annotated[float, Quoted()]
    """How much all nodes have received over the network, in GiB."""

    network_write_gi_b: Annotated[float, Quoted()]
    """How much all nodes have sent over the network, in GiB."""


class PoolStatistics(Model):
    """What a pool has used since it was created.

    It is the service's, and comes only with a pool that was fetched with ``stats`` expanded. The figures are added up now
    and then and lag behind by about 30 minutes.
    """

    url: str
    """The address of these statistics."""

    start_time: datetime
    """From when the figures go."""

    last_update_time: datetime
    """Up to when the figures go."""

    usage_stats: UsageStatistics | None = None
    """Core time, if the service has figures."""

    resource_stats: ResourceStatistics | None = None
    """Processor, memory, disk and network, if the service has figures."""
