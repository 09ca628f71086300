"""BM034: options and keys with which a file system can't be mounted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...models.mounts import (
    AzureBlobFileSystemConfiguration,
    AzureFileShareConfiguration,
    CIFSMountConfiguration,
    NFSMountConfiguration,
)
from ..analysis.pool import runs_windows
from ..analysis.pool_values import is_answer, shown, text_of
from ..analysis.sas import sas_of
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_LONGEST = 1000
_AZURE_EXPORT = re.compile(r"(?i)([a-z0-9]{3,24})\.(?:privatelink\.)?(file|blob)\.[\w.]+:(/.*)")
_AZURE_SHARE = re.compile(r"(?i)[/\\][\w-]+\.file\.(?:core\.windows\.net|storage\.azure\.net)[/\\]")
_VERSION = re.compile(r"(?i)(?:^|[\s,])(?:nfs)?vers=(\d(?:\.\d+)?)")
_NO_KEY = re.compile(r"(?i)^\?|(?:^|[?&])sig=|AccountKey=|^https?://")

_MOUNTS = (
    AzureBlobFileSystemConfiguration,
    AzureFileShareConfiguration,
    CIFSMountConfiguration,
    NFSMountConfiguration,
)


@rule("BM034", Severity.error, "mount whose options or keys are wrong", _MOUNTS)
def wrong_options(context: Context[Any]) -> Iterator[Finding]:
    """Find options that the file system doesn't support, keys that are something else, and a SAS that can't be used."""
    model: Any = context.model
    if is_answer(context) or runs_windows(context):
        return
    if isinstance(model, AzureBlobFileSystemConfiguration):
        yield from _blob(context, model)
    elif isinstance(model, NFSMountConfiguration):
        yield from _export(context, model)
    elif isinstance(model, AzureFileShareConfiguration):
        yield from _key(context, text_of(model, "account_key"))
        yield from _share(context, model)
    elif _AZURE_SHARE.search(text_of(model, "source")[:_LONGEST]):
        yield from _share(context, model)


def _share(context: Context[Any], model: AzureFileShareConfiguration | CIFSMountConfiguration) -> Iterator[Finding]:
    """Yield a finding about a version of SMB that Azure Files doesn't support."""
    version = _VERSION.search(text_of(model, "mount_options")[:_LONGEST])
    if version and version[1] in {"1.0", "2.0", "2.1"}:
        yield context.finding(
            f"Azure Files doesn't support SMB {version[1]} with encryption, which storage accounts require by default.",
            "Use vers=3.0 or vers=3.1.1.",
            "mountOptions",
            severity=None if version[1] != "2.1" else Severity.warning,
        )


def _blob(context: Context[Any], model: AzureBlobFileSystemConfiguration) -> Iterator[Finding]:
    yield from _key(context, text_of(model, "account_key"))
    options = text_of(model, "blobfuse_options").strip()[:_LONGEST]
    if options and not options.startswith("-"):
        yield context.finding(
            "blobfuseOptions doesn't begin with an option, so blobfuse takes it for the name of a directory.",
            "Write -o or -- before the options, for example -o allow_other.",
            "blobfuseOptions",
        )
    key = text_of(model, "sas_key")
    if re.match(r"(?i)https?://", key):
        yield context.finding(
            "sasKey has a whole URL, but blobfuse needs only its query.",
            "Use what follows the question mark.",
            "sasKey",
        )
        return
    sas = sas_of(key.removeprefix("?")) if key else None
    if sas is None:
        return
    if sas.resource == "b":
        yield context.finding(
            "the SAS in sasKey is for a single blob (sr=b), so the container can't be mounted.",
            "Create a SAS for the container, with sr=c and sp=rl.",
            "sasKey",
        )
    elif sas.permissions is not None and not {"r", "l"} <= set(sas.permissions):
        yield context.finding(
            "the SAS in sasKey lacks the permission r (read) or l (list), which blobfuse needs to show the files.",
            "Create a SAS with sp=rl, or with sp=racwdl to write.",
            "sasKey",
        )


def _key(context: Context[Any], key: str) -> Iterator[Finding]:
    if key and _NO_KEY.search(key[:_LONGEST]):
        yield context.finding(
            "accountKey has something else than the key of a storage account, such as a SAS or a connection string.",
            "Use the key alone, as az storage account keys list shows it. A SAS belongs into the sasKey of a blob container.",
            "accountKey",
        )


def _export(context: Context[Any], model: NFSMountConfiguration) -> Iterator[Finding]:
    """Yield findings about exports of storage accounts, whose paths and options are known."""
    found = _AZURE_EXPORT.fullmatch(text_of(model, "source")[:_LONGEST])
    if found is None:
        return
    account, service, path = found[1].lower(), found[2].lower(), found[3]
    if path.strip("/").split("/")[0].lower() != account:
        kind = "SHARE" if service == "file" else "CONTAINER"
        yield context.finding(
            f"the path of an NFS export of a storage account begins with the account, but is {shown(path)!r}.",
            f"Use {found[0].partition(':')[0]}:/{account}/{kind}.",
            "source",
        )
    version = _VERSION.search(text_of(model, "mount_options")[:_LONGEST])
    wanted = "4.1" if service == "file" else "3"
    if version and version[1].partition(".")[0] != wanted[0]:
        name = "Azure Files" if service == "file" else "Blob Storage"
        yield context.finding(
            f"{name} supports only version {wanted} of NFS, but mountOptions asks for version {version[1]}.",
            f"Use vers={wanted}.",
            "mountOptions",
        )
