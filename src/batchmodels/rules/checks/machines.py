"""BM0: disks, security, upgrades and Windows settings of the virtual machines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...models.pool_settings import PoolSettings
from ...models.pools import PoolPatchParameter
from ...models.virtual_machines import VirtualMachineConfiguration
from ..analysis.images import image_of
from ..analysis.pool import runs_windows
from ..analysis.pool_values import is_answer, items_of, number_of, shown, text_of, value_of
from ..analysis.vm_sizes import VMSize, size_named
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_MACHINE = "virtualMachineConfiguration"
_POLICY = "upgradePolicy"
_WITH_PREMIUM_SIZES = frozenset(("A", "D", "E", "F", "G", "NC", "NV"))
"""The families in which only the sizes with the letter s support premium storage; ``DS`` is a family of its own."""

_LARGEST_OS_DISK = 4095
_LARGEST_CACHED = 4095
_WINDOWS_DISK = 127
_LINUX_DISK = 30
_WITH_DISKS: dict[str, tuple[int, ...]] = {"D": (3, 4, 5), "E": (3, 4, 5), "F": (2,)}
"""The versions of the series whose number of data disks is known; others are different."""

_LICENSES = frozenset(("windows_server", "windows_client"))


@rule(
    "BM022",
    Severity.error,
    "disk settings that the nodes can't have",
    VirtualMachineConfiguration,
    reads=("targets", "diskEncryptionConfiguration", "customerManagedKey"),
)
def wrong_disks(context: Context[VirtualMachineConfiguration]) -> Iterator[Finding]:
    """Find targets of disk encryption that the operating system doesn't support, and sizes of disks that can't be."""
    machine, windows = context.model, runs_windows(context)
    if is_answer(context):
        return
    encryption = value_of(machine, "disk_encryption_configuration")
    targets = {each.lower() for each in items_of(encryption, "targets") if isinstance(each, str)}
    own_key = value_of(encryption, "customer_managed_key") is not None
    where = ("diskEncryptionConfiguration", "targets")
    if windows is False and "osdisk" in targets and not own_key:
        yield context.finding(
            "on Linux nodes Batch encrypts only the temporary disk.",
            "Remove osdisk from the targets; Azure encrypts the OS disk at rest anyway.",
            *where,
        )
    elif windows and len(targets & {"osdisk", "temporarydisk"}) == 1 and not own_key:
        yield context.finding(
            "on Windows nodes Batch encrypts the OS disk and the temporary disk together, but the targets have only one.",
            "List osdisk and temporarydisk.",
            *where,
        )
    elif own_key and "osdisk" not in targets:
        yield context.finding(
            "customerManagedKey needs osdisk among the targets.", "Add osdisk to the targets.", "diskEncryptionConfiguration"
        )
    yield from _wrong_storage(context)
    yield from _wrong_sizes(context, windows=windows)
    for index, disk in enumerate(items_of(machine, "data_disks")):
        size = number_of(disk, "disk_size_gb")
        if size is not None and not 1 <= size <= 32767:  # noqa: PLR2004  # because it is the largest disk of Azure
            yield context.finding(
                f"a data disk has {size} GiB, but Azure has disks of 1 to 32767 GiB.",
                "Use a size in this range.",
                *("dataDisks", index, "diskSizeGB"),
            )


def _wrong_sizes(context: Context[VirtualMachineConfiguration], *, windows: bool | None) -> Iterator[Finding]:
    """Yield findings about the size of the OS disk, the caching of large disks, and the number of data disks."""
    size = number_of(context.model, "os_disk", "disk_size_gb")
    sku = text_of(context.model, "image_reference", "sku").lower()
    least = _WINDOWS_DISK if windows and sku and "small" not in sku else _LINUX_DISK
    if size is not None and (not 0 < size <= _LARGEST_OS_DISK or (windows is not None and sku and size < least)):
        yield context.finding(
            f"the OS disk has {size} GiB, but it must have at least {least}, as the image has, and at most {_LARGEST_OS_DISK}.",
            "Use a size in this range, or remove diskSizeGB.",
            *("osDisk", "diskSizeGB"),
        )
    disks = items_of(context.model, "data_disks")
    for index, disk in enumerate(disks):
        caching = text_of(disk, "caching").lower()
        if (number_of(disk, "disk_size_gb") or 0) > _LARGEST_CACHED and caching in {"readonly", "readwrite"}:
            yield context.finding(
                f"Azure doesn't cache disks of more than {_LARGEST_CACHED} GiB, but caching is {caching}.",
                "Use the caching none, or smaller disks.",
                *("dataDisks", index, "caching"),
            )
    machine = size_named(text_of(context.within((PoolSettings, PoolPatchParameter)), "vm_size"))
    most = _most_disks(machine)
    if machine is not None and most is not None and len(disks) > most:
        yield context.finding(
            f"there are {len(disks)} data disks, but {machine.name} takes at most {most}, so no nodes can be allocated.",
            "Use fewer and larger disks, or a larger VM size.",
            "dataDisks",
        )


def _most_disks(size: VMSize | None) -> int | None:
    """Return the most data disks of a VM size, as far as known: two for each core, up to 32."""
    if size is None or size.version not in _WITH_DISKS.get(size.family, ()):
        return None
    return min(2 * size.number, 32) if size.number in {2, 4, 8, 16, 32, 48, 64, 96} else None


def _wrong_storage(context: Context[VirtualMachineConfiguration]) -> Iterator[Finding]:
    """Yield a finding for each disk on premium storage that the VM size doesn't support."""
    size = size_named(text_of(context.within((PoolSettings, PoolPatchParameter)), "vm_size"))
    if size is None or size.family not in _WITH_PREMIUM_SIZES or "s" in size.features:
        return
    disks: list[tuple[tuple[str | int, ...], Any]] = [
        (("osDisk", "managedDisk"), value_of(context.model, "os_disk", "managed_disk"))
    ]
    for index, disk in enumerate(items_of(context.model, "data_disks")):
        disks += [(("dataDisks", index), disk), (("dataDisks", index, "managedDisk"), value_of(disk, "managed_disk"))]
    for steps, disk in disks:
        if text_of(disk, "storage_account_type").lower() == "premium_lrs":
            place = "" if steps[-1] == "managedDisk" else " of managedDisk, which replaces this one"  # BM703
            yield context.finding(
                f"the VM size {size.name} doesn't support premium storage, so no nodes can be allocated.",
                f"Use a size with the letter s, or the storageAccountType standardssd_lrs{place}.",
                *steps,
                "storageAccountType",
            )


@rule(
    "BM023",
    Severity.error,
    "upgrade policy that the pool can't have",
    PoolSettings,
    reads=("policy", "nodePlacementConfiguration", "useRollingUpgradePolicy", "automaticOSUpgradePolicy"),
)
def wrong_upgrades(context: Context[PoolSettings]) -> Iterator[Finding]:
    """Find automatic upgrades without the image or the settings that they need, and policies without effect."""
    pool = context.model
    if is_answer(context):
        return
    automatic = value_of(pool, "upgrade_policy", "automatic_os_upgrade_policy")
    upgrades = value_of(automatic, "enable_automatic_os_upgrade") is True
    machine = value_of(pool, "virtual_machine_configuration")
    version = text_of(machine, "image_reference", "version")
    if upgrades and version and version.lower() != "latest":
        yield context.finding(
            f"automatic OS upgrades need the image version latest, but the image has the version {shown(version, 40)!r}.",
            "Use latest, or remove automaticOSUpgradePolicy.",
            *(_MACHINE, "imageReference", "version"),
        )
    if upgrades and value_of(machine, "windows_configuration", "enable_automatic_updates") is True:
        yield context.finding(
            "automatic OS upgrades exclude enableAutomaticUpdates of windowsConfiguration.",
            "Set enableAutomaticUpdates to false.",
            *(_MACHINE, "windowsConfiguration", "enableAutomaticUpdates"),
        )
    yield from _wrong_rolling(context, automatic)


def _wrong_rolling(context: Context[PoolSettings], automatic: Any) -> Iterator[Finding]:
    rolling = value_of(context.model, "upgrade_policy", "rolling_upgrade_policy")
    if rolling is None:
        return
    mode = text_of(context.model, "upgrade_policy", "mode").lower()
    if mode in {"manual", "automatic"} and value_of(automatic, "use_rolling_upgrade_policy") is not True:
        yield context.finding(
            f"the rollingUpgradePolicy has no effect in the mode {mode} without useRollingUpgradePolicy.",
            "Use the mode rolling, or set useRollingUpgradePolicy to true in automaticOSUpgradePolicy.",
            *(_POLICY, "rollingUpgradePolicy"),
            severity=Severity.warning,
        )
    batch, unhealthy = (number_of(rolling, f"max_{name}_instance_percent") for name in ("batch", "unhealthy"))
    if batch is not None and unhealthy is not None and batch > unhealthy:
        yield context.finding(
            f"maxBatchInstancePercent is {batch}, but must not be greater than maxUnhealthyInstancePercent, {unhealthy}.",
            f"Use {unhealthy} or less as maxBatchInstancePercent.",
            *(_POLICY, "rollingUpgradePolicy", "maxBatchInstancePercent"),
        )
    policy = text_of(context.model, "virtual_machine_configuration", "node_placement_configuration", "policy").lower()
    if isinstance(value_of(rolling, "enable_cross_zone_upgrade"), bool) and policy != "zonal":
        yield context.finding(
            "enableCrossZoneUpgrade is allowed only in a pool whose nodes are spread across zones.",
            "Remove it, or use the policy zonal in nodePlacementConfiguration.",
            *(_POLICY, "rollingUpgradePolicy", "enableCrossZoneUpgrade"),
        )


@rule(
    "BM024",
    Severity.error,
    "security profile that the nodes can't have",
    VirtualMachineConfiguration,
    reads=("securityType", "securityProfile", "securityEncryptionType", "managedDisk", "osDisk"),
)
def wrong_security(context: Context[VirtualMachineConfiguration]) -> Iterator[Finding]:
    """Find security settings that need others, or another image or VM size."""
    machine = context.model
    if is_answer(context):
        return
    profile = value_of(machine, "security_profile")
    kind = text_of(profile, "security_type").lower()
    encryption = value_of(machine, "os_disk", "managed_disk", "security_profile", "security_encryption_type")
    where = ("securityProfile", "securityType")
    if profile is not None and not kind and value_of(profile, "uefi_settings") is not None:
        yield context.finding(
            "uefiSettings needs a securityType.", "Add the securityType trustedLaunch.", "securityProfile", "uefiSettings"
        )
    if kind == "confidentialvm" and encryption is None:
        yield context.finding(
            "a confidential VM needs securityEncryptionType in the securityProfile of the OS disk's managedDisk.",
            "Add it, for example VMGuestStateOnly.",
            *where,
        )
    elif kind != "confidentialvm" and encryption is not None:
        yield context.finding(
            "securityEncryptionType is allowed only for confidential VMs.",
            "Use the securityType confidentialVM, or remove it.",
            *("osDisk", "managedDisk", "securityProfile", "securityEncryptionType"),
        )
    size = size_named(text_of(context.within(PoolSettings), "vm_size"))
    if kind != "confidentialvm" and size and _is_confidential(size):
        yield context.finding(
            f"the VM size {size.name} runs only confidential VMs, but the pool has no securityType confidentialVM.",
            "Add a securityProfile with the securityType confidentialVM, or use another VM size.",
            "securityProfile",
        )
    if kind == "confidentialvm" and size and not size.family.startswith(("DC", "EC", "NCC")):
        yield context.finding(
            f"the VM size {size.name} can't run confidential VMs.", "Use a size of the DC or EC family.", *where
        )
    image = image_of(value_of(machine, "image_reference"))
    if kind in {"trustedlaunch", "confidentialvm"} and image and image.generation == 1:
        yield context.finding(
            f"the securityType {text_of(profile, 'security_type')} needs an image of generation 2, but the image is of "
            "generation 1.",
            "Use an image of generation 2: its SKU ends in -gen2 or -g2, for example.",
            *where,
        )


def _is_confidential(size: VMSize) -> bool:
    """Return whether a size is for confidential VMs alone; sizes with SGX, such as ``DC4s_v3``, aren't."""
    return size.family == "NCC" or (size.family in {"DC", "EC"} and bool({"a", "e"} & set(size.features)))


@rule("BM025", Severity.error, "Windows settings on other nodes", VirtualMachineConfiguration)
def windows_settings(context: Context[VirtualMachineConfiguration]) -> Iterator[Finding]:
    """Find settings for Windows in a pool with Linux nodes, and license types that don't exist."""
    machine, windows = context.model, runs_windows(context)
    if is_answer(context):
        return
    if windows is False and value_of(machine, "windows_configuration") is not None:
        yield context.finding(
            "windowsConfiguration is not allowed with a Linux image.", "Remove windowsConfiguration.", "windowsConfiguration"
        )
    license_type = text_of(machine, "license_type")
    if windows is False and license_type:
        yield context.finding(
            "licenseType applies only to images with Windows.", "Remove licenseType.", "licenseType", severity=Severity.warning
        )
    elif license_type and license_type.lower() not in _LICENSES:
        yield context.finding(
            f"the service knows no licenseType {shown(license_type, 40)!r}.",
            "Use Windows_Server or Windows_Client.",
            "licenseType",
        )
