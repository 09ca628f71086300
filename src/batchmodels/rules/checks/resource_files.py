"""BM606 and BM607: paths of resource files, and blobs that are read without credentials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...engine.model import Model
from ...models.files import ResourceFile
from ..analysis.brought_files import directories_above, normal_path
from ..analysis.display import shown_word
from ..analysis.pool import pool_of, runs_windows
from ..analysis.pool_values import value_of
from ..analysis.sas import address_of
from ..command_lines import TASKS, Task
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_VARIABLE = re.compile(r"\$\{?(?:env:)?AZ_BATCH_\w+\}?|%AZ_BATCH_\w+%|\$HOME\b|~(?=/)", re.IGNORECASE)
_ABSOLUTE = re.compile(r"[\\/]|[A-Za-z]:")
_PUBLIC = frozenset({"$web", "public"})
_SIGNED = re.compile(r"(?i)sig=|^\W*(?:your|my|the)?[\s_-]*sas\b|^\W*sas[\s_-]*(?:token|key|signature)")
"""The query of a URL with a SAS, or with a placeholder for one, as samples have it: ``?sas``."""


@rule(
    "BM606", Severity.warning, "wrong filePath in a resource file", Model, explains=(FailureKind.download, FailureKind.command)
)
def wrong_path(context: Context[Model]) -> Iterator[Finding]:
    """Find a path that isn't relative to the working directory, names no file, or is there twice."""
    if isinstance(context.model, ResourceFile):
        found = _wrong(context.model)
        if found is not None:
            yield context.finding(*found, "filePath")
    elif isinstance(files := value_of(context.model, "resource_files"), list):
        yield from _duplicates(context, files)


def _wrong(file: ResourceFile) -> tuple[str, str] | None:
    """Return what is wrong with a path, and the fix; None if nothing is."""
    path: Any = file.file_path
    if not isinstance(path, str) or not path.strip():
        return None
    path, shown = path.strip(), shown_word(path.strip())
    if variable := _VARIABLE.match(path):
        return (
            f"Batch doesn't expand {variable[0]} in filePath, so the download gets a directory with that name.",
            f"Use a path relative to the working directory, and copy the file to {variable[0]} in the command line.",
        )
    if _ABSOLUTE.match(path):
        return (
            (
                f"filePath is relative to the task's working directory, but {shown} is absolute: the file isn't in the working "
                "directory, and where Batch puts it, the task's user may not be allowed to read it."
            ),
            "Use a relative path, and copy the file in the command line.",
        )
    if file.http_url is not None and (path[-1] in "\\/" or normal_path(path) == "."):
        return (
            f"filePath is {shown}, a directory, but it has to include the name of the file that httpUrl names.",
            "Add the name under which the file is saved.",
        )
    return None


def _duplicates(context: Context[Model], files: list[Any]) -> Iterator[Finding]:
    """Find two resource files with the same path and different contents."""
    fold = bool(runs_windows(context))
    seen: dict[str, str] = {}
    for index, file in enumerate(files):
        path, url = value_of(file, "file_path"), value_of(file, "http_url")
        if not isinstance(path, str) or not isinstance(url, str) or not path.strip():
            continue
        key = normal_path(path.strip().lower() if fold else path.strip())
        if seen.setdefault(key, url) != url:
            yield context.finding(
                f"another resource file has the filePath {shown_word(path)}, too: the node keeps only one of the two files.",
                "Give each resource file its own filePath.",
                "resourceFiles",
                index,
                "filePath",
            )
    inner = {above for path in seen for above in directories_above(path)}
    for index, file in enumerate(files):
        path = value_of(file, "file_path")
        if not isinstance(path, str) or not isinstance(value_of(file, "http_url"), str):
            continue
        if normal_path((path.lower() if fold else path).strip()) in inner:
            yield context.finding(
                f"{shown_word(path)} is a file here, but a directory in the filePath of another resource file.",
                "Give the file another name.",
                "resourceFiles",
                index,
                "filePath",
            )


@rule(
    "BM607",
    Severity.note,
    "blob read without credentials",
    TASKS,
    reads=("identityReference",),
    explains=(FailureKind.download,),
)
def anonymous(context: Context[Task]) -> Iterator[Finding]:
    """Find a blob URL with neither a SAS nor an identity."""
    files: Any = context.model.resource_files
    if pool_of(context) is None or not isinstance(files, list):
        return
    found = [(index, key) for index, file in enumerate(files) if (key := _anonymous_key(file))]
    for index, key in found[:1]:
        others = f" The same is true of {_count(len(found) - 1)}." if found[1:] else ""
        yield context.finding(
            f"{key} has neither a SAS nor an identityReference: only public blobs can be read like that.{others}",
            "Set identityReference to a managed identity of the pool, or add a SAS, unless the blob is public.",
            "resourceFiles",
            index,
            key,
        )


def _anonymous_key(file: Any) -> str:
    """Return the wire key of the URL that is read without credentials; empty if all URLs have credentials."""
    if value_of(file, "identity_reference") is not None:
        return ""
    for key, text in (
        ("httpUrl", value_of(file, "http_url")),
        ("storageContainerUrl", value_of(file, "storage_container_url")),
    ):
        address = address_of(text)
        if address is not None and address.service == "blob" and not _SIGNED.search(address.query) and address.segments:
            return "" if address.segments[0] in _PUBLIC else key
    return ""


def _count(others: int) -> str:
    return "another resource file" if others == 1 else f"{others} other resource files"
