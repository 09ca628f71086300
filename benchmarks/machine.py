"""The time and the machine of a run."""

from __future__ import annotations

import datetime
import os
import platform
from pathlib import Path


def circumstances() -> dict[str, str]:
    """Describe this machine and the current time."""
    return {
        "Date": f"{datetime.datetime.now(datetime.timezone.utc):%Y-%m-%d}",
        "CPU": f"{cpu_model()}, {os.cpu_count()} cores",
        "System": system(),
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def cpu_model() -> str:
    """Name the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def system() -> str:
    """Name the operating system."""
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return f"{platform.system()} {platform.release()}"
