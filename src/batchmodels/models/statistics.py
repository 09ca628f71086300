"""The resources used by a pool over its lifetime."""

from datetime import datetime, timedelta
from typing import Annotated

from ..engine.attributes import Key, Quoted
from .base import Model

__all__ = ["PoolStatistics", "ResourceStatistics", "UsageStatistics"]


class UsageStatistics(Model):
    """The node time used by a pool. The service fills it in; it isn't sent."""

    start_time: datetime
    """The start of the period."""

    last_update_time: datetime
    """The end of the period."""

    dedicated_core_time: timedelta
    """The total time of all dedicated cores, busy or not: 10 nodes with 4 cores for an hour are 40 hours."""


class ResourceStatistics(Model):
    """The CPU, memory, disk and network usage of a pool's nodes. The service fills it in; it isn't sent."""

    start_time: datetime
    """The start of the period."""

    last_update_time: datetime
    """The end of the period."""

    avg_cpu_percentage: Annotated[float, Key("avgCPUPercentage"), Quoted()]
    """The average CPU usage in percent per node."""

    avg_memory_gi_b: Annotated[float, Quoted()]
    """The average memory usage across all nodes, in GiB."""

    peak_memory_gi_b: Annotated[float, Quoted()]
    """The peak memory usage across all nodes, in GiB."""

    avg_disk_gi_b: Annotated[float, Quoted()]
    """The average disk usage across all nodes, in GiB."""

    peak_disk_gi_b: Annotated[float, Quoted()]
    """The peak disk usage across all nodes, in GiB."""

    disk_read_iops: Annotated[int, Key("diskReadIOps"), Quoted()]
    """The total number of disk reads of all nodes; not a rate per second, despite its name."""

    disk_write_iops: Annotated[int, Key("diskWriteIOps"), Quoted()]
    """The total number of disk writes of all nodes; not a rate per second."""

    disk_read_gi_b: Annotated[float, Quoted()]
    """The data read from disk by all nodes, in GiB."""

    disk_write_gi_b: Annotated[float, Quoted()]
    """The data written to disk by all nodes, in GiB."""

    network_read_gi_b: Annotated[float, Quoted()]
    """The data received over the network by all nodes, in GiB."""

    network_write_gi_b: Annotated[float, Quoted()]
    """The data sent over the network by all nodes, in GiB."""


class PoolStatistics(Model):
    """The resources used by a pool since its creation.

    The service returns them only if the request expands ``stats``. The numbers are about 30 minutes old.
    """

    url: str
    """The URL of these statistics."""

    start_time: datetime
    """The start of the period."""

    last_update_time: datetime
    """The end of the period."""

    usage_stats: UsageStatistics | None = None
    """The core time, if available."""

    resource_stats: ResourceStatistics | None = None
    """The CPU, memory, disk and network usage, if available."""
