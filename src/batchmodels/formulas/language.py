"""The names of the language of autoscale formulas.

The source is the service's documentation of automatic scaling; names that only older or newer texts of it have are in, too.
"""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """The type of a value; ``unknown`` fits everywhere."""

    number = "a number"
    vector = "a vector"
    metric = "a metric"
    text = "a text"
    time = "a time"
    interval = "a time interval"
    option = "a deallocation option"
    nothing = "nothing"
    unknown = "an unknown value"


TARGETS = ("$TargetDedicatedNodes", "$TargetLowPriorityNodes", "$TargetDedicated", "$TargetLowPriority")
"""The variables that set the size of the pool; the last two are old names of the first two."""

OPTION = "$NodeDeallocationOption"

OPTIONS = ("requeue", "terminate", "taskcompletion", "retaineddata")

RETIRED_METRICS = (
    *("$CPUPercent", "$WallClockSeconds", "$MemoryBytes", "$DiskBytes", "$DiskReadBytes", "$DiskWriteBytes", "$DiskReadOps"),
    *("$DiskWriteOps", "$NetworkInBytes", "$NetworkOutBytes"),
)
"""The metrics of the nodes' resources. A formula may still read them, but there are no samples of them since 31 March 2024."""

RETIREMENT = "Azure retired the metrics of the nodes' resources on 31 March 2024"

METRICS = (
    *("$ActiveTasks", "$RunningTasks", "$PendingTasks", "$SucceededTasks", "$FailedTasks", "$TaskSlotsPerNode"),
    *("$CurrentDedicatedNodes", "$CurrentLowPriorityNodes", "$CurrentDedicated", "$CurrentLowPriority"),
    *("$PreemptedNodeCount", "$UsableNodeCount", "$SampleNodeCount"),
    *RETIRED_METRICS,
)
"""The variables that the service sets; a formula can't."""

INTERVALS = {
    "TimeInterval_Zero": 0.0,
    "TimeInterval_100ns": 1e-7,
    "TimeInterval_Microsecond": 1e-6,
    "TimeInterval_Millisecond": 1e-3,
    "TimeInterval_Second": 1.0,
    "TimeInterval_Minute": 60.0,
    "TimeInterval_Hour": 3600.0,
    "TimeInterval_Day": 86400.0,
    "TimeInterval_Week": 604800.0,
    "TimeInterval_Year": 31536000.0,
}
"""The constants, with their length in seconds."""

MEMBERS = ("year", "month", "day", "weekday", "hour", "minute", "second")
"""The members of a time."""

METHODS = {
    "GetSample": (1, 3),
    "GetSamplePeriod": (0, 0),
    "Count": (0, 0),
    "HistoryBeginTime": (0, 0),
    "GetSamplePercent": (1, 2),
}
"""The methods of a metric, with the fewest and the most arguments."""

METHOD_KINDS = {
    "GetSample": Kind.vector,
    "GetSamplePeriod": Kind.interval,
    "Count": Kind.number,
    "HistoryBeginTime": Kind.time,
    "GetSamplePercent": Kind.number,
}

MANY = 1000
"""No limit to the number of arguments."""

FUNCTIONS: dict[str, tuple[int, int, Kind]] = {
    **dict.fromkeys(("avg", "len", "max", "min", "norm", "range", "std", "sum"), (1, MANY, Kind.number)),
    **dict.fromkeys(("lg", "ln", "log", "ceil", "floor", "round", "trunc"), (1, MANY, Kind.unknown)),
    "vec": (0, MANY, Kind.vector),
    "percentile": (2, 2, Kind.number),
    "rand": (0, 0, Kind.number),
    "stop": (0, 0, Kind.nothing),
    "time": (0, 1, Kind.time),
    "val": (2, 2, Kind.number),
}
"""The functions, with the fewest and the most arguments and the type of the result."""

OTHER_NAMES = {
    "average": "avg",
    "mean": "avg",
    "length": "len",
    "count": "len",
    "size": "len",
    "ceiling": "ceil",
    "now": "time",
}
"""The functions that people mean by other names."""

ARGUMENTS = {
    "percentile": "Write percentile(vector, percentage).",
    "val": "Write val(vector, index).",
    "time": 'Write time() or time("2030-01-31T08:00:00Z").',
    "GetSample": "Write GetSample(count), or GetSample(start, end, percentage) with the last two optional.",
    "GetSamplePercent": "Write GetSamplePercent(start), or GetSamplePercent(start, end).",
}
"""The fixes for wrong arguments of functions and methods."""
