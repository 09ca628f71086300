"""BM0: file systems that the nodes mount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...models.mounts import AzureBlobFileSystemConfiguration, MountConfiguration
from ..analysis.container_names import RULES_OF_NAMES, is_container_name
from ..analysis.pool import or_identity, pool_of, runs_windows
from ..analysis.pool_values import is_answer, items_of, shown, text_of, value_of
from ..context import Context
from ..finding import Finding, Replace, Severity
from ..rule import rule

_BLOB = ("azure_blob_file_system_configuration", "azureBlobFileSystemConfiguration")
_NFS = ("nfs_mount_configuration", "nfsMountConfiguration")
_CIFS = ("cifs_mount_configuration", "cifsMountConfiguration")
_FILES = ("azure_file_share_configuration", "azureFileShareConfiguration")
_ONLY_ON_LINUX: dict[tuple[str, str], str] = {_BLOB: "a blob container", _NFS: "an NFS export", _CIFS: "a CIFS share"}
_KINDS = (*_ONLY_ON_LINUX, _FILES)

_NET_USE = re.compile(r"(?i)(?:^|\s)/[a-z]\w*(?::|\s|$)")
_DIRECTORY = re.compile(r"(?i)AZ_BATCH_NODE_MOUNTS_DIR|(?:^|[/\\])fsmounts(?:[/\\]|$)")
_DRIVE = re.compile(r"[A-Za-z]:?[\\/]?")
_TAKEN_DRIVES = frozenset("cd")
_ACCOUNT = re.compile(r"[a-z0-9]{3,24}")
_FILE_HOST = re.compile(
    r"([a-z0-9]{3,24})(?:-secondary)?\.(?:z\d+\.)?(?:privatelink\.)?file\."
    r"(?:core\.windows\.net|core\.chinacloudapi\.cn|core\.usgovcloudapi\.net|core\.cloudapi\.de|storage\.azure\.net)"
)
_URL = re.compile(r"(?i)(?:nfs[34]?|https?|smb|cifs|file|s?ftp|abfss?|wasbs?)://")  # HOST:// is a host and the path //
_URL_FORM = "https://ACCOUNT.file.core.windows.net/SHARE"
_LONGEST = 1000


def _mounts(context: Context[MountConfiguration]) -> Iterator[tuple[tuple[str, str], Any]]:
    """Yield the kinds of file systems that an entry has, with their settings."""
    for kind in _KINDS:
        settings = value_of(context.model, kind[0])
        if settings is not None and not is_answer(context):
            yield kind, settings


@rule("BM014", Severity.error, "mount that the operating system doesn't support", MountConfiguration)
def wrong_system(context: Context[MountConfiguration]) -> Iterator[Finding]:
    """Find file systems and mount options of another operating system than the pool's."""
    windows = runs_windows(context)
    for kind, settings in _mounts(context):
        options = text_of(settings, "mount_options")[:_LONGEST]
        if windows and kind in _ONLY_ON_LINUX:
            yield context.finding(
                f"Windows nodes can't mount {_ONLY_ON_LINUX[kind]}: they support only Azure Files shares.",
                "Use azureFileShareConfiguration, or an image with Linux.",
                kind[1],
            )
        elif windows and re.search(r"(?:^|\s)-o\b", options):
            yield context.finding(
                "mountOptions has options of mount on Linux, but Windows nodes pass them to net use.",
                "Remove mountOptions, or use options of net use, such as /persistent:Yes.",
                kind[1],
                "mountOptions",
            )
        elif windows is False and _NET_USE.search(options) and not re.search(r"(?:^|\s)-", options):
            yield context.finding(
                "mountOptions has options of net use on Windows, but Linux nodes pass them to mount.",
                "Use options of mount, such as -o vers=3.0,dir_mode=0777,file_mode=0777.",
                kind[1],
                "mountOptions",
            )
        elif windows is False and options.strip() and not options.lstrip().startswith("-"):
            yield context.finding(
                "mountOptions doesn't begin with -o, so mount takes it for the name of a directory.",
                "Write -o before the options.",
                kind[1],
                "mountOptions",
                severity=Severity.warning,
            )


@rule("BM015", Severity.warning, "mount path that isn't relative or unique", MountConfiguration)
def wrong_path(context: Context[MountConfiguration]) -> Iterator[Finding]:
    """Find mount paths that are absolute, leave the directory, are no drive letters on Windows, or are taken."""
    windows = runs_windows(context)
    for kind, settings in _mounts(context):
        path = text_of(settings, "relative_mount_path")
        where = (kind[1], "relativeMountPath")
        parts = re.split(r"[/\\]", path[:_LONGEST])
        if path.startswith(".") and not set(parts) - {"", "."}:
            yield context.finding(
                f"the mount path {shown(path)!r} is the directory of the mounts itself.",
                "Use a path below AZ_BATCH_NODE_MOUNTS_DIR, such as data.",
                *where,
            )
            continue
        if ".." in parts:
            yield context.finding(
                f"the mount path {shown(path)!r} leaves the directory of the mounts with '..'.",
                "Use a path below AZ_BATCH_NODE_MOUNTS_DIR, such as data.",
                *where,
            )
        elif _DIRECTORY.search(path[:_LONGEST]):
            yield context.finding(
                f"the mount path {shown(path)!r} repeats the directory of the mounts, which Batch puts before it.",
                "Use only the rest of the path, such as data.",
                *where,
            )
        elif windows is False and path.startswith("/"):
            yield context.finding(
                f"the mount path {shown(path)!r} is absolute, but it is relative to AZ_BATCH_NODE_MOUNTS_DIR.",
                f"Use a relative path, such as {shown(path.strip('/').rpartition('/')[2] or 'data')}; tasks find it in "
                "$AZ_BATCH_NODE_MOUNTS_DIR.",
                *where,
            )
        elif windows is False and re.match(r"[A-Za-z]:", path):
            yield context.finding(
                f"the mount path {shown(path)!r} is a drive of Windows, but the nodes run Linux.",
                "Use a relative path, such as data.",
                *where,
            )
        elif windows and kind == _FILES and path and not _DRIVE.fullmatch(path):
            yield context.finding(
                f"the mount path {shown(path)!r} is no drive letter, which net use needs on Windows nodes.",
                "Use a drive letter, such as S.",
                *where,
            )
        elif windows and path[:1].lower() in _TAKEN_DRIVES and _DRIVE.fullmatch(path):
            yield context.finding(
                f"the drive {path[:1].upper()}: of the mount is taken on Windows nodes.",
                "Use a letter from F to Z, such as S.",
                *where,
                severity=Severity.error,
            )
        elif path and _place(path, windows=windows) in _earlier_paths(context, windows=windows):
            yield context.finding(
                f"two mounts have the path {shown(path)!r}, so the second hides the first or fails.",
                "Use another path.",
                *where,
            )


def _place(path: str, *, windows: bool | None) -> str:
    """Return a mount path as two paths are compared: on Windows it is a drive, with or without a colon."""
    return path[:1].lower() if windows and _DRIVE.fullmatch(path) else path.rstrip("/").lower()


def _earlier_paths(context: Context[MountConfiguration], *, windows: bool | None) -> set[str]:
    """Return the mount paths of the entries before this one, in lower case."""
    index = context.steps[-1] if context.steps else 0
    earlier = items_of(pool_of(context), "mount_configuration")[: index if isinstance(index, int) else 0]
    paths = [text_of(mount, kind[0], "relative_mount_path") for mount in earlier for kind in _KINDS]
    return {_place(path, windows=windows) for path in paths if path}


@rule("BM016", Severity.error, "mount source that can't be mounted", MountConfiguration)
def wrong_source(context: Context[MountConfiguration]) -> Iterator[Finding]:
    """Find addresses of file systems that have another form than the node needs."""
    for kind, settings in _mounts(context):
        if kind == _FILES:
            yield from _wrong_share(context, settings)
        elif kind == _BLOB:
            yield from _wrong_container(context, settings)
        elif kind == _CIFS:
            source = text_of(settings, "source")
            if source and not re.match(r"//|\\\\", source):
                yield context.finding(
                    f"the source {shown(source)!r} isn't the address of an SMB share.",
                    "Use //SERVER/SHARE.",
                    kind[1],
                    "source",
                )
        else:
            yield from _wrong_export(context, text_of(settings, "source")[:_LONGEST])
        account = text_of(settings, "account_name")
        if kind in (_FILES, _BLOB) and account and not _ACCOUNT.fullmatch(account[:_LONGEST]):
            yield context.finding(
                f"{shown(account)!r} isn't the name of a storage account.",
                "Use the name alone: 3 to 24 lower-case letters and digits, without a domain.",
                kind[1],
                "accountName",
            )


def _wrong_share(context: Context[MountConfiguration], settings: Any) -> Iterator[Finding]:
    url = text_of(settings, "azure_file_url")[:_LONGEST]
    where = (_FILES[1], "azureFileUrl")
    scheme, found, rest = url.partition("://")
    host, _, share = rest.partition("?")[0].partition("/")
    account = _FILE_HOST.fullmatch(host.lower())
    if not url:
        return
    if not found or scheme.lower() not in {"http", "https"}:
        said = f"azureFileUrl {shown(url)!r} isn't a URL."
    elif scheme.lower() == "http":
        yield context.finding(
            "azureFileUrl begins with http://, but the service expects https://.",
            f"Use the form {_URL_FORM}.",
            *where,
            edit=Replace(where, f"https://{rest}"),
        )
        return
    elif re.search(r"\.(?:blob|dfs|queue|table)\.", host.lower()):
        said = f"azureFileUrl names the host {shown(host)}, which isn't that of Azure Files."
    elif account and not share.strip("/"):
        said = "azureFileUrl names no share, only the storage account."
    elif account and account[1] != (name := text_of(settings, "account_name").lower()) and _ACCOUNT.fullmatch(name):
        said = f"azureFileUrl is of the storage account {account[1]}, but accountName is {shown(name)}."
    elif "?" in rest:
        said = "azureFileUrl has a query, for example a SAS, but a mount takes only the accountKey."
    else:
        return
    yield context.finding(said, f"Use the form {_URL_FORM}.", *where)


def _wrong_container(context: Context[MountConfiguration], settings: Any) -> Iterator[Finding]:
    container = text_of(settings, "container_name")[:_LONGEST]
    if container and not is_container_name(container):
        yield context.finding(
            f"{shown(container)!r} isn't the name of a container.",
            f"Use the name alone, not a URL or a path: {RULES_OF_NAMES}.",
            _BLOB[1],
            "containerName",
        )


@rule(
    "BM028",
    Severity.error,
    "blob container without access",
    AzureBlobFileSystemConfiguration,
    reads=("accountKey", "sasKey", "identityReference"),
)
def no_access(context: Context[AzureBlobFileSystemConfiguration]) -> Iterator[Finding]:
    """Find a blob container to mount that has neither a key nor an identity."""
    names = ("account_key", "sas_key", "identity_reference")
    named = text_of(context.model, "container_name")
    if named and not is_answer(context) and all(value_of(context.model, name) is None for name in names):
        yield context.finding(
            "nothing gives access to the container: the service needs exactly one of accountKey, sasKey and identityReference.",
            f"Add {or_identity(context, 'one of the keys')}.",
        )


def _wrong_export(context: Context[MountConfiguration], source: str) -> Iterator[Finding]:
    if source and (_URL.match(source) or source.startswith(("//", "\\\\")) or ":/" not in source):
        yield context.finding(
            f"the source {shown(source)!r} isn't the address of an NFS export.",
            "Use SERVER:/EXPORT.",
            _NFS[1],
            "source",
        )
