"""Programs and directories that images of Windows Server have, or don't have."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ..context import Context, shared
from .pool import machine_of, pool_of
from .pool_values import items_of, text_of, value_of
from .word_sets import names

_FROM_INSTALLERS = names(
    "python python3 py pip pip3 git az azcopy node npm npx java javac dotnet choco cinst pwsh 7z 7za ffmpeg ffprobe "
    "aws gcloud cmake go ruby perl php rscript conda mamba gcc g++ make nuget terraform kubectl helm jq rclone "
    "msbuild cl mvn bash sh cargo rustc docker winget"
)
_SINCE_2019 = names("curl tar ssh scp sftp")

SYSTEM_PROGRAMS = names(
    "where whoami ipconfig ping net net1 netsh sc reg schtasks robocopy xcopy tar curl powershell cmd icacls "
    "takeown attrib find findstr sort more timeout tasklist taskkill hostname systeminfo wmic wevtutil certutil "
    "bitsadmin dism sfc diskpart format chkdsk fsutil msiexec regsvr32 rundll32 expand makecab cacls setx shutdown "
    "w32tm tzutil gpupdate gpresult nslookup route arp netstat nltest klist cmdkey mountvol label subst vssadmin "
    "bcdedit ssh scp sftp cscript wscript notepad comp fc tree choice clip forfiles openfiles driverquery pnputil "
    "query logoff msg quser winrm wusa regedit cipher compact convert powercfg ftp replace runas secedit slmgr "
    "tracert pathping wbadmin manage-bde auditpol lodctr unlodctr typeperf logman printui dispdiag"
)
"""Programs that every image has."""

BUILTINS = names(
    "echo rem cd chdir md mkdir rd rmdir del erase copy move ren rename set setlocal endlocal type dir if for call "
    "exit pause start pushd popd ver vol title cls color path prompt verify shift goto assoc ftype mklink date time "
    "break"
)
"""Commands of cmd itself."""

_HARMLESS = (
    SYSTEM_PROGRAMS
    - names("powershell msiexec wusa dism expand cscript wscript rundll32 regsvr32 tar robocopy xcopy cmd schtasks")
) | (BUILTINS - names("call start copy move ren rename mklink path"))
_CMDLETS = re.compile(r"(?i)(?:write|set|new|get|test|out|add|remove|select|where|sort|format|join|split)-[a-z]+")


class ServerImage(NamedTuple):
    """An image of Windows Server of the Marketplace.

    Attributes:
        name: Its name.
        year: Its version.
        lacking: The programs that it doesn't have.
    """

    name: str
    year: int
    lacking: frozenset[str]


@shared
def server_image(place: Context[Any]) -> ServerImage | None:
    """Return the image of a pool if nothing is added to it before the start task; None for another one."""
    machine, pool = machine_of(place), pool_of(place)
    reference = value_of(machine, "image_reference")
    publisher, offer, sku = (text_of(reference, key).lower() for key in ("publisher", "offer", "sku"))
    match = re.match(r"(20\d\d)-", sku)
    if publisher != "microsoftwindowsserver" or offer != "windowsserver" or match is None or items_of(machine, "extensions"):
        return None
    year = int(match[1])
    lacking = _FROM_INSTALLERS | (_SINCE_2019 if year < 2019 else frozenset())  # noqa: PLR2004  # a version of Windows
    lacking |= {"wmic"} if year >= 2025 else frozenset()  # noqa: PLR2004  # a version of Windows
    if "container" in sku or value_of(machine, "container_configuration") is not None:
        lacking -= {"docker"}
    if year >= 2025:  # noqa: PLR2004  # a version of Windows
        lacking -= {"winget"}
    return None if items_of(pool, "application_package_references") else ServerImage(f"Windows Server {year}", year, lacking)


def installs_nothing(name: str) -> bool:
    """Return whether a command with this name can't install a program or unpack files."""
    return name in _HARMLESS or _CMDLETS.fullmatch(name) is not None
