"""Extensions of virtual machines that Azure has retired."""

from __future__ import annotations

from datetime import date

import msgspec


class RetiredExtension(msgspec.Struct, frozen=True):
    """An extension that Azure has retired.

    Attributes:
        what: What it installs.
        day: The day of its retirement.
        effect: What happens since then.
        instead: What to use instead.
    """

    what: str
    day: date
    effect: str
    instead: str


_LOG_ANALYTICS = ("the Log Analytics agent", date(2024, 8, 31), "its data may no longer arrive in Azure Monitor")
_DIAGNOSTICS = ("the Azure Diagnostics agent", date(2026, 3, 31), "it gets no support and no fixes")
_ON_LINUX = "Use the extension AzureMonitorLinuxAgent of Microsoft.Azure.Monitor."
_ON_WINDOWS = "Use the extension AzureMonitorWindowsAgent of Microsoft.Azure.Monitor."

RETIRED_EXTENSIONS = {
    "omsagentforlinux": RetiredExtension(*_LOG_ANALYTICS, _ON_LINUX),
    "microsoftmonitoringagent": RetiredExtension(*_LOG_ANALYTICS, _ON_WINDOWS),
    "linuxdiagnostic": RetiredExtension(*_DIAGNOSTICS, _ON_LINUX),
    "iaasdiagnostics": RetiredExtension(*_DIAGNOSTICS, _ON_WINDOWS),
}
"""The retired extensions by their types in lower case.

Sources: https://learn.microsoft.com/azure/virtual-machines/extensions/oms-windows, and
https://learn.microsoft.com/azure/azure-monitor/agents/diagnostics-extension-overview.
"""
