"""Commands of Windows that need an administrator."""

from __future__ import annotations

import pytest
from reviewing import WINDOWS, found, pool

NEEDS: list[tuple[str, str]] = [
    (
        "schtasks /create /tn a /tr b /sc onstart /ru SYSTEM /f",
        "schtasks",
    ),
    (
        "schtasks /create /tn a /tr b /sc minute /f",
        "",
    ),
    (
        "schtasks /create /tn a /tr b /sc minute /rl HIGHEST /f",
        "schtasks",
    ),
    (
        "schtasks /create /tn a /tr b /sc onlogon",
        "schtasks",
    ),
    (
        'schtasks /create /tn a /ru "NT AUTHORITY\\SYSTEM"',
        "schtasks",
    ),
    (
        "schtasks /create /tn a /ru LocalService",
        "schtasks",
    ),
    (
        "schtasks /create /tn a /ru networkservice",
        "schtasks",
    ),
    (
        "schtasks /create /tn a /ru bob",
        "",
    ),
    (
        "schtasks /change /tn a /ru SYSTEM",
        "schtasks",
    ),
    (
        "schtasks /query /ru SYSTEM",
        "",
    ),
    (
        "cmd /c setx /m A B",
        "setx",
    ),
    (
        "setx A B /M",
        "setx",
    ),
    (
        "setx A B",
        "",
    ),
    (
        'powershell -Command "Register-ScheduledTask -User SYSTEM"',
        "Register-ScheduledTask",
    ),
    (
        'powershell -Command "Register-ScheduledTask -RunLevel Highest"',
        "Register-ScheduledTask",
    ),
    (
        'powershell -Command "Register-ScheduledTask a"',
        "",
    ),
    (
        'powershell -Command "Set-ExecutionPolicy Unrestricted"',
        "Set-ExecutionPolicy",
    ),
    (
        'powershell -Command "Set-ExecutionPolicy Bypass -Scope Process"',
        "",
    ),
    (
        'powershell -Command "Set-ExecutionPolicy Bypass -Scope:CurrentUser"',
        "",
    ),
    (
        'powershell -Command "Set-ExecutionPolicy Bypass -Scope LocalMachine"',
        "Set-ExecutionPolicy",
    ),
    (
        'powershell -Command "Install-Module Az"',
        "Install-Module",
    ),
    (
        'powershell -Command "Install-Module Az -Scope CurrentUser"',
        "",
    ),
    (
        'powershell -Command "Install-Script Az"',
        "Install-Script",
    ),
    (
        'powershell -Command "Install-PackageProvider NuGet -Force"',
        "Install-PackageProvider",
    ),
    (
        'powershell -Command "New-ItemProperty -Path HKLM:\\SOFTWARE\\X -Name A"',
        "New-ItemProperty",
    ),
    (
        "powershell -Command \"Set-ItemProperty 'HKLM:/SOFTWARE/X' A\"",
        "Set-ItemProperty",
    ),
    (
        'powershell -Command "Remove-ItemProperty Registry::HKEY_LOCAL_MACHINE\\X A"',
        "Remove-ItemProperty",
    ),
    (
        'powershell -Command "Remove-Item HKLM:\\X"',
        "Remove-Item",
    ),
    (
        'powershell -Command "Remove-Item HKCU:\\X"',
        "",
    ),
    (
        'powershell -Command "New-Item HKLM:\\X"',
        "New-Item",
    ),
    (
        'powershell -Command "New-Item -ItemType SymbolicLink a"',
        "New-Item",
    ),
    (
        'powershell -Command "ni a"',
        "",
    ),
    (
        'powershell -Command "Import-Certificate -FilePath a -CertStoreLocation Cert:\\LocalMachine\\Root"',
        "Import-Certificate",
    ),
    (
        'powershell -Command "Import-PfxCertificate a -CertStoreLocation Cert:/LocalMachine/My"',
        "Import-PfxCertificate",
    ),
    (
        'powershell -Command "Import-Certificate a -CertStoreLocation Cert:\\CurrentUser\\My"',
        "",
    ),
    (
        "certutil -addstore Root x.cer",
        "certutil",
    ),
    (
        "certutil /importpfx x.pfx",
        "certutil",
    ),
    (
        "certutil -user -addstore Root x.cer",
        "",
    ),
    (
        "certutil -hashfile x",
        "",
    ),
    (
        "cmd /c mklink /D a b",
        "mklink",
    ),
    (
        "cmd /c mklink a b",
        "mklink",
    ),
    (
        "cmd /c mklink /J a b",
        "",
    ),
    (
        "cmd /c mklink /h a b",
        "",
    ),
    (
        "cmd /c mklink /?",
        "",
    ),
    (
        "pnputil /add-driver a.inf",
        "pnputil",
    ),
    (
        "pnputil /enum-drivers",
        "",
    ),
    (
        "bcdedit /set x y",
        "bcdedit",
    ),
    (
        "diskpart /s a",
        "diskpart",
    ),
    (
        "wusa a.msu /quiet",
        "wusa",
    ),
    (
        'powershell -Command "Set-NetFirewallRule x"',
        "Set-NetFirewallRule",
    ),
    (
        'powershell -Command "Remove-NetFirewallRule x"',
        "Remove-NetFirewallRule",
    ),
    (
        'powershell -Command "Enable-NetFirewallRule x"',
        "Enable-NetFirewallRule",
    ),
    (
        'powershell -Command "Register-ScheduledJob x"',
        "Register-ScheduledJob",
    ),
    (
        'powershell -Command "Add-MpPreference x"',
        "Add-MpPreference",
    ),
    (
        'powershell -Command "Set-MpPreference x"',
        "Set-MpPreference",
    ),
    (
        'powershell -Command "Remove-Service x"',
        "Remove-Service",
    ),
    (
        'powershell -Command "Disable-LocalUser x"',
        "Disable-LocalUser",
    ),
    (
        'powershell -Command "Remove-LocalUser x"',
        "Remove-LocalUser",
    ),
    (
        'powershell -Command "Set-LocalUser x"',
        "Set-LocalUser",
    ),
    (
        'powershell -Command "New-SmbShare x"',
        "New-SmbShare",
    ),
    (
        'powershell -Command "Initialize-Disk x"',
        "Initialize-Disk",
    ),
    (
        'powershell -Command "New-Partition x"',
        "New-Partition",
    ),
    (
        'powershell -Command "Format-Volume x"',
        "Format-Volume",
    ),
    (
        'powershell -Command "Set-DnsClientServerAddress x"',
        "Set-DnsClientServerAddress",
    ),
    (
        'powershell -Command "New-NetRoute x"',
        "New-NetRoute",
    ),
    (
        'powershell -Command "Remove-WindowsFeature x"',
        "Remove-WindowsFeature",
    ),
    (
        'powershell -Command "Uninstall-WindowsFeature x"',
        "Uninstall-WindowsFeature",
    ),
    (
        'powershell -Command "Disable-WindowsOptionalFeature x"',
        "Disable-WindowsOptionalFeature",
    ),
    (
        'powershell -Command "Get-MpPreference x"',
        "",
    ),
    (
        'powershell -Command "Enable-PSRemoting -Force"',
        "Enable-PSRemoting",
    ),
]
"""Command lines, and what fails; nothing if it needs no administrator."""

FAILS = (
    "$.startTask.commandLine: BM202 error: {} fails because the start task doesn't run as an administrator. "
    'Run the start task as an administrator: "userIdentity": {{"autoUser": {{"scope": "pool", "elevationLevel": "admin"}}}}; '
    "in Python, user_identity=identities.pool_admin()."
)


@pytest.mark.parametrize(("command_line", "program"), NEEDS)
def test_needs_an_administrator(command_line: str, program: str) -> None:
    assert found(pool(WINDOWS, command_line), "BM202") == ([FAILS.format(program)] if program else [])
