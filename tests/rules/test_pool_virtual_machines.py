"""Disks, upgrades, security, Windows settings and extensions of pools: just inside and just outside of what is reported."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from test_pool_limits import OWN, UBUNTU, WINDOWS, found, only, pool

from batchmodels import VirtualMachineConfiguration, review

OWN_KEY = {"customerManagedKey": {"keyUrl": "https://v.vault.azure.net/keys/k/1"}}
GENERATION_1 = {
    "imageReference": {"publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server-gen1"},
    "nodeAgentSKUId": "batch.node.ubuntu 24.04",
}


@pytest.mark.parametrize(
    ("targets", "own_key", "on_linux", "on_windows"),
    [
        ([], False, 0, 0),
        (["temporarydisk"], False, 0, 1),
        (["osdisk"], False, 1, 1),
        (["OsDisk", "TemporaryDisk"], False, 1, 0),
        (["osdisk"], True, 0, 0),
        (["temporarydisk"], True, 1, 1),
        (["osdisk", "temporarydisk"], True, 0, 0),
    ],
)
def test_disk_encryption(targets: list[str], own_key: bool, on_linux: int, on_windows: int) -> None:
    encryption = {"diskEncryptionConfiguration": {"targets": targets, **(OWN_KEY if own_key else {})}}
    assert found("BM022", {**UBUNTU, **encryption}) == ["error"] * on_linux
    assert found("BM022", {**WINDOWS, **encryption}) == ["error"] * on_windows


@pytest.mark.parametrize(("size", "reported"), [(0, True), (1, False), (32767, False), (32768, True), (-1, True)])
def test_sizes_of_disks(size: int, reported: bool) -> None:
    assert found("BM022", {**UBUNTU, "dataDisks": [{"lun": 0, "diskSizeGB": size}]}) == ["error"] * reported


@pytest.mark.parametrize(
    ("size", "reported"),
    [
        ("Standard_D2s_v3", False),
        ("Standard_D2_v3", True),
        ("Standard_DS2_v2", False),
        ("Standard_D2_v2", True),
        ("Standard_A2_v2", True),
        ("Standard_M64", False),
        ("Standard_NC6", True),
        ("Standard_NC4as_T4_v3", False),
        ("unknown", False),
    ],
)
def test_premium_storage(size: str, reported: bool) -> None:
    managed = {"managedDisk": {"storageAccountType": "premium_lrs"}}
    disks = {
        "osDisk": managed,
        "dataDisks": [{"lun": 0, "diskSizeGB": 8, "storageAccountType": "premium_lrs"}, {"lun": 1, "diskSizeGB": 8, **managed}],
    }
    paths = [finding.path for finding in only("BM022", pool({**UBUNTU, **disks}, vmSize=size))]
    start = "$.virtualMachineConfiguration"
    expected = [
        f"{start}.osDisk.managedDisk.storageAccountType",
        f"{start}.dataDisks[0].storageAccountType",
        f"{start}.dataDisks[1].managedDisk.storageAccountType",
    ]
    assert paths == (expected if reported else [])
    standard = {"osDisk": {"managedDisk": {"storageAccountType": "standardssd_lrs"}}}
    assert found("BM022", {**UBUNTU, **standard}, vmSize=size) == []


def policy(mode: str = "automatic", rolling: Any = None, **automatic: Any) -> dict[str, Any]:
    return {"upgradePolicy": {"mode": mode, "automaticOSUpgradePolicy": automatic, "rollingUpgradePolicy": rolling}}


@pytest.mark.parametrize(
    ("version", "upgrades", "reported"),
    [
        ("latest", True, False),
        ("Latest", True, False),
        (None, True, False),
        ("1.0.0", True, True),
        ("1.0.0", False, False),
        ("1.0.0", None, False),
    ],
)
def test_upgrades_need_the_latest_image(version: str | None, upgrades: bool | None, reported: bool) -> None:
    machine = {**UBUNTU, "imageReference": {**UBUNTU["imageReference"], "version": version}}  # type: ignore[dict-item]  # because it is a dict of a dict
    assert found("BM023", machine, **policy(enableAutomaticOSUpgrade=upgrades)) == ["error"] * reported


@pytest.mark.parametrize(
    ("updates", "upgrades", "reported"), [(True, True, True), (False, True, False), (None, True, False), (True, False, False)]
)
def test_upgrades_exclude_windows_update(updates: bool | None, upgrades: bool, reported: bool) -> None:
    machine = {**WINDOWS, "windowsConfiguration": {"enableAutomaticUpdates": updates}}
    assert found("BM023", machine, **policy(enableAutomaticOSUpgrade=upgrades)) == ["error"] * reported


@pytest.mark.parametrize(
    ("mode", "uses", "reported"),
    [
        ("rolling", None, False),
        ("manual", None, True),
        ("automatic", None, True),
        ("automatic", True, False),
        ("automatic", False, True),
    ],
)
def test_a_rolling_policy_without_effect(mode: str, uses: bool | None, reported: bool) -> None:
    members = policy(mode, {"maxBatchInstancePercent": 20}, useRollingUpgradePolicy=uses)
    assert found("BM023", **members) == ["warning"] * reported
    assert found("BM023", **policy(mode)) == []


@pytest.mark.parametrize(
    ("batch", "unhealthy", "reported"), [(20, 20, False), (21, 20, True), (20, None, False), (None, 20, False), (5, 100, False)]
)
def test_the_sizes_of_batches(batch: int | None, unhealthy: int | None, reported: bool) -> None:
    rolling = {"maxBatchInstancePercent": batch, "maxUnhealthyInstancePercent": unhealthy}
    assert found("BM023", **policy("rolling", rolling)) == ["error"] * reported


@pytest.mark.parametrize(
    ("value", "placement", "reported"),
    [(True, "zonal", False), (True, "regional", True), (False, None, True), (None, None, False), (True, "Zonal", False)],
)
def test_upgrades_across_zones(value: bool | None, placement: str | None, reported: bool) -> None:
    machine = {**UBUNTU, "nodePlacementConfiguration": {"policy": placement}}
    assert found("BM023", machine, **policy("rolling", {"enableCrossZoneUpgrade": value})) == ["error"] * reported


ENCRYPTED = {"osDisk": {"managedDisk": {"securityProfile": {"securityEncryptionType": "VMGuestStateOnly"}}}}
FIRMWARE = {"uefiSettings": {"secureBootEnabled": True}}


@pytest.mark.parametrize(
    ("machine", "size", "count"),
    [
        (UBUNTU, "Standard_D4s_v5", 0),
        ({**UBUNTU, "securityProfile": {"securityType": "trustedLaunch", **FIRMWARE}}, "Standard_D4s_v5", 0),
        ({**UBUNTU, "securityProfile": FIRMWARE}, "Standard_D4s_v5", 1),
        ({**UBUNTU, "securityProfile": {"encryptionAtHost": True}}, "Standard_D4s_v5", 0),
        ({**UBUNTU, **ENCRYPTED}, "Standard_D4s_v5", 1),
        ({**UBUNTU, **ENCRYPTED, "securityProfile": {"securityType": "confidentialVM"}}, "Standard_DC4as_v5", 0),
        ({**UBUNTU, **ENCRYPTED, "securityProfile": {"securityType": "ConfidentialVM"}}, "Standard_EC4as_v5", 0),
        ({**UBUNTU, **ENCRYPTED, "securityProfile": {"securityType": "confidentialVM"}}, "Standard_NCC40ads_H100_v5", 0),
        ({**UBUNTU, **ENCRYPTED, "securityProfile": {"securityType": "confidentialVM"}}, "Standard_E4s_v5", 1),
        ({**UBUNTU, "securityProfile": {"securityType": "confidentialVM"}}, "Standard_DC4as_v5", 1),
        ({**UBUNTU, "securityProfile": {"securityType": "confidentialVM"}}, "Standard_D4s_v5", 2),
        (UBUNTU, "Standard_DC4as_v5", 1),
        (UBUNTU, "Standard_EC4es_v5", 1),
        (UBUNTU, "Standard_NCC40ads_H100_v5", 1),
        (UBUNTU, "Standard_DC4s_v3", 0),
        (UBUNTU, "Standard_DC4ds_v3", 0),
        ({**UBUNTU, "securityProfile": {"securityType": "trustedLaunch"}}, "Standard_DC4as_v5", 1),
        ({**GENERATION_1, "securityProfile": {"securityType": "trustedLaunch"}}, "Standard_D4s_v5", 1),
        ({**GENERATION_1, **ENCRYPTED, "securityProfile": {"securityType": "confidentialVM"}}, "unknown", 1),
        ({**OWN, "securityProfile": {"securityType": "trustedLaunch"}}, "Standard_D4s_v5", 0),
        (GENERATION_1, "Standard_D4s_v5", 0),
    ],
)
def test_security(machine: dict[str, Any], size: str, count: int) -> None:
    assert found("BM024", machine, vmSize=size) == ["error"] * count


def test_a_machine_alone() -> None:
    machine = VirtualMachineConfiguration.deserialize({**UBUNTU, "securityProfile": {"securityType": "confidentialVM"}})
    assert [finding.path for finding in only("BM024", machine)] == ["$.securityProfile.securityType"]


@pytest.mark.parametrize(
    ("members", "on_linux", "on_windows"),
    [
        ({}, [], []),
        ({"windowsConfiguration": {}}, ["error"], []),
        ({"licenseType": "Windows_Server"}, ["warning"], []),
        ({"licenseType": "windows_client"}, ["warning"], []),
        ({"licenseType": "Windows"}, ["warning"], ["error"]),
        ({"licenseType": ""}, [], []),
        ({"licenseType": "Windows_Server", "windowsConfiguration": {"enableAutomaticUpdates": True}}, ["error", "warning"], []),
    ],
)
def test_windows_settings(members: dict[str, Any], on_linux: list[str], on_windows: list[str]) -> None:
    assert found("BM025", {**UBUNTU, **members}) == on_linux
    assert found("BM025", {**WINDOWS, **members}) == on_windows


PUBLISHERS = {
    "NvidiaGpuDriverLinux": "Microsoft.HpcCompute",
    "AzureMonitorWindowsAgent": "Microsoft.Azure.Monitor",
}


def extension(name: str = "keys", kind: str = "KeyVaultForLinux", **members: Any) -> dict[str, Any]:
    return {"name": name, "publisher": PUBLISHERS.get(kind, "Microsoft.Azure.KeyVault"), "type": kind, **members}


@pytest.mark.parametrize(
    ("kind", "on_linux", "on_windows"),
    [
        ("KeyVaultForLinux", 0, 1),
        ("keyvaultforwindows", 1, 0),
        ("AzureMonitorWindowsAgent", 1, 0),
        ("Own", 0, 0),
    ],
)
def test_extensions_of_an_operating_system(kind: str, on_linux: int, on_windows: int) -> None:
    assert found("BM026", {**UBUNTU, "extensions": [extension(kind=kind)]}) == ["error"] * on_linux
    assert found("BM026", {**WINDOWS, "extensions": [extension(kind=kind)]}) == ["error"] * on_windows


@pytest.mark.parametrize("settings", [{"commandToExecute": "echo"}, {}, None])
@pytest.mark.parametrize("kind", ["CustomScript", "CustomScriptExtension", "customscriptforlinux"])
def test_extensions_that_batch_reserves(kind: str, settings: Any) -> None:
    findings = only("BM026", pool({**UBUNTU, "extensions": [extension(kind=kind, settings=settings)]}))
    assert [str(finding) for finding in findings] == [
        (
            f"$.virtualMachineConfiguration.extensions[0].type: BM026 error: Batch reserves the extension {kind} for itself, "
            "so the service refuses the pool. Remove the extension, and run its commands in the start task."
        )
    ]


def paths(*extensions: dict[str, Any]) -> list[str]:
    findings = only("BM026", pool({**UBUNTU, "extensions": list(extensions)}))
    return [finding.path.removeprefix("$.virtualMachineConfiguration.extensions") for finding in findings]


def test_names_and_order_of_extensions() -> None:
    assert paths(extension("a"), extension("b", "Own")) == []
    assert paths(extension("a"), extension("A")) == ["[1].name"]
    assert paths(extension("a"), extension("b")) == ["[1].type"]
    assert paths(extension("a"), extension("b", "Own", provisionAfterExtensions=["A"])) == []
    assert paths(extension("a", provisionAfterExtensions=["b"]), extension("b", "Own")) == []
    assert paths(extension("a", provisionAfterExtensions=["a"])) == ["[0].provisionAfterExtensions[0]"]
    assert paths(extension("a"), extension("b", "Own", provisionAfterExtensions=["a", "c"])) == [
        "[1].provisionAfterExtensions[1]"
    ]


@pytest.mark.parametrize(
    ("settings", "reported"),
    [
        ({"storageAccountKey": "eA=="}, True),
        ({"Password": "x"}, True),
        ({"storageAccountKey": ""}, False),
        ({"storageAccountName": "x"}, False),
        ({"password": None}, False),
        ("password", False),
        (None, False),
    ],
)
def test_secrets_of_extensions(settings: Any, reported: bool) -> None:
    assert found("BM026", {**UBUNTU, "extensions": [extension(settings=settings)]}) == ["warning"] * reported
    assert found("BM026", {**UBUNTU, "extensions": [extension(protectedSettings=settings)]}) == []


@pytest.mark.parametrize(
    ("kind", "machine", "sentence"),
    [
        (
            "OmsAgentForLinux",
            UBUNTU,
            (
                "the extension OmsAgentForLinux installs the Log Analytics agent, which Azure retired on 31 August 2024: its "
                "data may no longer arrive in Azure Monitor. Use the extension AzureMonitorLinuxAgent of "
                "Microsoft.Azure.Monitor."
            ),
        ),
        (
            "microsoftmonitoringagent",
            WINDOWS,
            (
                "the extension microsoftmonitoringagent installs the Log Analytics agent, which Azure retired on 31 August "
                "2024: its data may no longer arrive in Azure Monitor. Use the extension AzureMonitorWindowsAgent of "
                "Microsoft.Azure.Monitor."
            ),
        ),
        (
            "IaaSDiagnostics",
            WINDOWS,
            (
                "the extension IaaSDiagnostics installs the Azure Diagnostics agent, which Azure retired on 31 March 2026: it "
                "gets no support and no fixes. Use the extension AzureMonitorWindowsAgent of Microsoft.Azure.Monitor."
            ),
        ),
    ],
)
def test_retired_extensions(kind: str, machine: dict[str, Any], sentence: str) -> None:
    (finding,) = only("BM027", pool({**machine, "extensions": [extension(kind=kind)]}))
    assert str(finding) == f"$.virtualMachineConfiguration.extensions[0].type: BM027 warning: {sentence}"


def test_extensions_are_retired_at_a_day() -> None:
    document = pool({**UBUNTU, "extensions": [extension(kind="LinuxDiagnostic")]})
    days = [datetime(2026, month, 1, tzinfo=timezone.utc) for month in (3, 4)]
    before, after = (["BM027" in {finding.rule for finding in review(document, now=day)}] for day in days)
    assert (before, after) == ([False], [True])
