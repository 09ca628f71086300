"""BM0: extensions of the virtual machines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...models.virtual_machines import VirtualMachineConfiguration
from ..analysis.hardware import gpu_of
from ..analysis.pool import pool_of, runs_windows
from ..analysis.pool_values import is_answer, items_of, shown, text_of, value_of
from ..analysis.vm_sizes import size_named
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_LINUX_TYPES = frozenset(
    (
        "azuremonitorlinuxagent",
        "keyvaultforlinux",
        "linuxdiagnostic",
        "nvidiagpudriverlinux",
        "amdgpudriverlinux",
        "infinibanddriverlinux",
        "omsagentforlinux",
    )
)
_WINDOWS_TYPES = frozenset(
    (
        "amdgpudriverwindows",
        "azuremonitorwindowsagent",
        "bginfo",
        "iaasantimalware",
        "iaasdiagnostics",
        "infinibanddriverwindows",
        "keyvaultforwindows",
        "microsoftmonitoringagent",
        "nvidiagpudriverwindows",
    )
)
_PUBLISHERS = {
    "azuremonitorlinuxagent": "Microsoft.Azure.Monitor",
    "azuremonitorwindowsagent": "Microsoft.Azure.Monitor",
    "infinibanddriverlinux": "Microsoft.HpcCompute",
    "infinibanddriverwindows": "Microsoft.HpcCompute",
    "keyvaultforlinux": "Microsoft.Azure.KeyVault",
    "keyvaultforwindows": "Microsoft.Azure.KeyVault",
    "nvidiagpudriverlinux": "Microsoft.HpcCompute",
    "nvidiagpudriverwindows": "Microsoft.HpcCompute",
}
"""The publishers of the usual extensions. Source: https://learn.microsoft.com/azure/virtual-machines/extensions/overview."""

_RESERVED = frozenset(("customscript", "customscriptextension", "customscriptforlinux"))
"""The extensions that Batch uses itself. Source: https://learn.microsoft.com/azure/batch/create-pool-extensions#prerequisites."""

_GPU_DRIVER = re.compile(r"(?i)(nvidia|amd)gpudriver(?:linux|windows)")
_SECRETS = frozenset(
    ("storageaccountkey", "accountkey", "password", "sastoken", "storageaccountsastoken", "secret", "clientsecret")
)


@rule(
    "BM026", Severity.error, "extension that the nodes can't install", VirtualMachineConfiguration, reads=("name", "extensions")
)
def wrong_extension(context: Context[VirtualMachineConfiguration]) -> Iterator[Finding]:
    """Find extensions for another operating system, reserved and repeated ones, and an order that can't be."""
    windows = runs_windows(context)
    extensions = items_of(context.model, "extensions")
    if is_answer(context):
        return
    names = [text_of(each, "name").lower() for each in extensions]
    for index, extension in enumerate(extensions):
        where = ("extensions", index)
        kind = text_of(extension, "type")
        if windows is not None and kind.lower() in (_LINUX_TYPES if windows else _WINDOWS_TYPES):
            ours, theirs = ("Windows", "Linux") if windows else ("Linux", "Windows")
            yield context.finding(
                f"the extension {shown(kind, 60)} is for {theirs}, but the nodes run {ours}.",
                f"Use the extension for {ours}, or remove it.",
                *where,
                "type",
            )
        if names[index] and names[index] in names[:index]:
            yield context.finding(
                f"two extensions have the name {shown(text_of(extension, 'name'), 60)!r}.", "Use another name.", *where, "name"
            )
        yield from _no_gpu(context, index)
        reserved = _reserved(context, index)
        yield from _wrong_handler(context, index) if reserved is None else (reserved,)
        yield from _wrong_order(context, index, names)
        yield from _open_secrets(context, index, value_of(extension, "settings"))


def _no_gpu(context: Context[VirtualMachineConfiguration], index: int) -> Iterator[Finding]:
    """Yield a finding about the driver of a GPU that the nodes don't have."""
    kind = text_of(items_of(context.model, "extensions")[index], "type")
    driver = _GPU_DRIVER.fullmatch(kind)
    size = size_named(text_of(pool_of(context), "vm_size"))
    if driver is None or size is None:
        return
    wanted = "AMD" if driver[1].lower() == "amd" else "NVIDIA"
    has = gpu_of(size)
    if has is not None and has != wanted:
        what = f"a GPU of {has}" if has else "no GPU"
        yield context.finding(
            f"the extension {shown(kind, 60)} installs the driver of {wanted}, but nodes of the size {size.name} have {what}: "
            "the extension fails on them.",
            "Use the extension for that GPU."
            if has
            else "Remove the extension, or use a size with a GPU, such as Standard_NC4as_T4_v3.",
            *("extensions", index, "type"),
            severity=Severity.warning,
        )


def _wrong_handler(context: Context[VirtualMachineConfiguration], index: int) -> Iterator[Finding]:
    """Yield findings about the publisher and the version of an extension, and about a second one of the same type."""
    extensions = items_of(context.model, "extensions")
    extension, where = extensions[index], ("extensions", index)
    kind, publisher = text_of(extension, "type").lower(), text_of(extension, "publisher").lower()
    version = text_of(extension, "type_handler_version")
    if version and not re.fullmatch(r"\d+\.\d+", version[:100]):
        yield context.finding(
            f"typeHandlerVersion is {shown(version, 40)!r}, but needs the form MAJOR.MINOR.",
            "Use two numbers, such as 2.1; autoUpgradeMinorVersion brings newer ones.",
            *where,
            "typeHandlerVersion",
        )
    known = _PUBLISHERS.get(kind)
    if known and publisher and publisher != known.lower():
        yield context.finding(
            f"the publisher of the extension {shown(text_of(extension, 'type'), 60)} is {known}, not {shown(publisher, 60)}.",
            f"Use {known}.",
            *where,
            "publisher",
        )
    elif kind and (kind, publisher) in [
        (text_of(each, "type").lower(), text_of(each, "publisher").lower())
        for each in extensions[:index]
        if text_of(each, "name").lower() != text_of(extension, "name").lower()
    ]:
        yield context.finding(
            f"two extensions have the type {shown(text_of(extension, 'type'), 60)}, but a node can have only one of each type.",
            "Combine the two.",
            *where,
            "type",
        )


def _reserved(context: Context[VirtualMachineConfiguration], index: int) -> Finding | None:
    """Return a finding about an extension that only Batch itself may install on its nodes."""
    kind = text_of(items_of(context.model, "extensions")[index], "type")
    if kind.lower() not in _RESERVED:
        return None
    return context.finding(
        f"Batch reserves the extension {shown(kind, 60)} for itself, so the service refuses the pool.",
        "Remove the extension, and run its commands in the start task.",
        *("extensions", index, "type"),
    )


def _wrong_order(context: Context[VirtualMachineConfiguration], index: int, names: list[str]) -> Iterator[Finding]:
    extension = items_of(context.model, "extensions")[index]
    for number, earlier in enumerate(items_of(extension, "provision_after_extensions")):
        if not isinstance(earlier, str):
            continue
        where = ("extensions", index, "provisionAfterExtensions", number)
        if earlier.lower() == names[index]:
            yield context.finding("the extension waits for itself.", "Remove it from provisionAfterExtensions.", *where)
        elif earlier.lower() not in names:
            yield context.finding(
                f"the extension waits for {shown(earlier, 60)!r}, but the pool has no extension with this name.",
                "Use the name of an extension of this pool.",
                *where,
            )


def _open_secrets(context: Context[VirtualMachineConfiguration], index: int, settings: Any) -> Iterator[Finding]:
    for key, value in settings.items() if isinstance(settings, dict) else ():
        if isinstance(key, str) and key.lower() in _SECRETS and isinstance(value, str) and value:
            yield context.finding(
                f"{key} is in settings, which anyone who can read the pool can read.",
                "Move it to protectedSettings.",
                *("extensions", index, "settings"),
                severity=Severity.warning,
            )
