"""BM067 to BM069: the destinations of output files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from ...models.job_task_settings import JobTaskSettings
from ...models.output_files import OutputFile, OutputFileBlobContainerDestination
from ...models.tasks import TaskAddCollectionParameter
from ...paths import Steps
from ...secrets.masking import cut, mask_text
from ..analysis.container_names import RULES_OF_NAMES, impossible_container
from ..analysis.output_patterns import WILDCARDS, pattern_of, standard_files
from ..analysis.pool_values import items_of, value_of
from ..analysis.sas import Address, address_of, sas_of
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Replace, Severity
from ..rule import rule

_FIX = "Use https://ACCOUNT.blob.core.windows.net/CONTAINER with a SAS, or with identityReference."
_DESTINATION = ("destination", "container")
_MOST = 1000  # tasks of a collection; the service takes 100
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,5}\Z")
_OF_FILES = frozenset({".csv", ".json", ".log", ".txt", ".png", ".jpg", ".zip", ".gz", ".tgz", ".tar", ".mp4", ".pdf", ".html"})
_OF_DIRECTORIES = frozenset({".parquet", ".orc", ".delta", ".zarr", ".d", ".app"})
"""The endings of names that are also those of directories."""
_FILLED_IN = re.compile(r"[{}$%<>]")


@rule(
    "BM067",
    Severity.error,
    "output file destination that storage refuses",
    OutputFileBlobContainerDestination,
    explains=(FailureKind.upload,),
)
def refused_destination(context: Context[OutputFileBlobContainerDestination]) -> Iterator[Finding]:
    """Find a destination that isn't a container, or that the task can't write to."""
    text: Any = context.model.container_url
    if not isinstance(text, str) or not text.strip():
        return
    address = address_of(text)
    wrong = _no_container(address) or _no_access(address, signed_in=context.model.identity_reference is not None)
    if wrong:
        message, fix = wrong
        yield context.finding(message, fix, "containerUrl")
    elif address is not None and address.scheme == "http" and address.service is not None:
        yield context.finding(
            "containerUrl uses plain HTTP, which storage accounts refuse by default.",
            "Use https://.",
            "containerUrl",
            severity=Severity.warning,
        )


def _no_container(address: Address | None) -> tuple[str, str] | None:
    if address is None:
        return "containerUrl isn't a URL, so no file can be uploaded.", _FIX
    if address.service not in {None, "blob", "dfs"}:
        return f"containerUrl names the {address.service} service, which has no blob containers.", _FIX
    if address.service == "blob" and len(address.segments) != 1:
        if not address.segments:
            return "containerUrl names a storage account instead of a container, so the upload fails.", _FIX
        return (
            "containerUrl names a path in a container instead of the container, so the upload fails.",
            "End containerUrl after the container's name, and put the rest into path.",
        )
    if name := impossible_container(address):
        return (
            f"no container can have the name {_shown(name)!r}, so the upload fails.",
            f"Use the name of a container: {RULES_OF_NAMES}.",
        )
    return None


def _no_access(address: Address | None, *, signed_in: bool) -> tuple[str, str] | None:
    if address is None or address.service != "blob" or signed_in:
        return None
    sas = sas_of(address.query)
    if sas is None:
        if "sig=" in address.query:
            return None
        return (
            "containerUrl has no SAS and identityReference isn't set, so storage refuses the upload.",
            (
                "Set identityReference to a managed identity of the pool that can write to the container, or append a SAS with "
                "sp=w."
            ),
        )
    if sas.resource == "b":
        return (
            "the SAS in containerUrl is for a single blob (sr=b), so storage refuses the upload.",
            "Create a SAS for the container, with sr=c and sp=w.",
        )
    if sas.permissions is not None and not {"w", "c"} & set(sas.permissions):
        return (
            "the SAS in containerUrl lacks the permission w (write), so storage refuses the upload.",
            "Create a SAS with sp=w.",
        )
    return None


class _Upload(msgspec.Struct, frozen=True):
    """The upload of one file.

    Attributes:
        blob: The container's URL without its query, and the blob's name.
        name: The blob's name.
        condition: When it is uploaded.
        task: The id of its task.
        steps: The steps to its output file.
    """

    blob: tuple[str, str]
    name: str
    condition: str
    task: str
    steps: Steps


def _uploads_of(task: Any, before: Steps) -> Iterator[_Upload]:
    """Yield the files that a task uploads, as far as their blobs' names are known."""
    for index, file in enumerate(items_of(task, "output_files")):
        container = value_of(file, "destination", "container")
        address = address_of(value_of(container, "container_url"))
        pattern = pattern_of(file)
        if address is None or not pattern or pattern.endswith("/") or _FILLED_IN.search(pattern):
            continue  # a directory matches no file
        place = f"{address.host}/{'/'.join(address.segments)}".lower()
        condition: Any = value_of(file, "upload_options", "upload_condition")
        when = condition.lower() if isinstance(condition, str) else ""
        for name in _names(pattern, value_of(container, "path")):
            yield _Upload((place, name), name, when, str(getattr(task, "id", "")), (*before, "outputFiles", index))


def _names(pattern: str, path: Any) -> Iterator[str]:
    """Yield the names of the blobs that a pattern makes; nothing where they depend on the files."""
    given = path.replace("\\", "/").strip("/") if isinstance(path, str) else ""
    if not WILDCARDS.search(pattern):
        yield given or posixpath.basename(pattern)
        return
    for name in standard_files(pattern):
        yield f"{given}/{name}" if given else name


def _both_happen(first: str, second: str) -> bool:
    return {first, second} != {"tasksuccess", "taskfailure"}


@rule(
    "BM068",
    Severity.warning,
    "output files that overwrite each other",
    (JobTaskSettings, TaskAddCollectionParameter),
    reads=("path", "containerUrl", "filePattern"),
)
def overwritten(context: Context[Any]) -> Iterator[Finding]:
    """Find uploads of several files to one blob, by one task or by the tasks of a collection."""
    model: Any = context.model
    if isinstance(model, TaskAddCollectionParameter):
        yield from _overwritten_by_tasks(context, model)
        return
    seen: dict[tuple[str, str], _Upload] = {}
    for upload in _uploads_of(model, ()):
        first = seen.setdefault(upload.blob, upload)
        if first.steps != upload.steps and _both_happen(first.condition, upload.condition):
            yield context.finding(
                f"two output files are uploaded to the blob {_shown(upload.name)}, so only the last one is kept.",
                "Give each its own path.",
                *upload.steps,
                *_DESTINATION,
            )


def _overwritten_by_tasks(context: Context[Any], collection: TaskAddCollectionParameter) -> Iterator[Finding]:
    tasks: Any = collection.value
    uploads: dict[tuple[str, str], list[_Upload]] = {}
    for index, task in enumerate(tasks if isinstance(tasks, list) and len(tasks) <= _MOST else ()):
        for upload in _uploads_of(task, ("value", index)):
            uploads.setdefault(upload.blob, []).append(upload)
    reported: set[Steps] = set()
    for same in uploads.values():
        others = [each for each in same[1:] if each.steps[:2] != same[0].steps[:2]]
        if others and others[0].steps not in reported:
            reported.add(others[0].steps)
            count = len({each.steps[:2] for each in same})
            yield context.finding(
                f"{count} tasks upload to the blob {_shown(same[0].name)}, so only the file of the last one is kept.",
                "Put the task's id into path.",
                *others[0].steps,
                *_DESTINATION,
            )


def _shown(name: str) -> str:
    return cut(mask_text(name), 80)


@rule("BM069", Severity.warning, "blob named like a directory", OutputFile, reads=("path", "filePattern"))
def named_like_a_directory(context: Context[OutputFile]) -> Iterator[Finding]:
    """Find a path that is meant as a directory, although it is the name of the blob; and the opposite."""
    pattern = pattern_of(context.model)
    container: Any = value_of(context.model.destination, "container")
    path = value_of(container, "path")
    if not isinstance(path, str) or not path or _FILLED_IN.search(path):
        return
    file = posixpath.basename(pattern)
    if not file:
        return  # a directory matches no file
    if WILDCARDS.search(pattern):
        if _is_named_like_a_file(path, file):
            yield context.finding(
                f"filePattern has wildcards, so path is a directory: the names of the blobs begin with {_shown(path)}/.",
                f"Use the path of a directory, for example {_shown(_EXTENSION.sub('', path))}, or name a single file in "
                "filePattern.",
                *_DESTINATION,
                "path",
            )
        return
    extension = _EXTENSION.search(file)
    last = posixpath.basename(path.replace("\\", "/"))
    if last and (extension is None or _EXTENSION.search(last)):
        return
    meant = f"{path.rstrip('/')}/{file}"
    yield context.finding(
        f"filePattern has no wildcards, so path is the whole name of the blob: {_shown(file)} is uploaded as {_shown(path)}.",
        f"Use the path {_shown(meant)}.",
        *_DESTINATION,
        "path",
        edit=Replace((*_DESTINATION, "path"), meant),
    )


def _is_named_like_a_file(path: str, pattern: str) -> bool:
    """Return whether a path ends with a file name that has the ending of a pattern, or the one of a usual kind of file."""
    found, same = _EXTENSION.search(path), _EXTENSION.search(pattern)
    if found is None or pattern.startswith("part"):  # Spark writes part-0001.csv into the directory data.csv
        return False
    ending = found[0].lower()
    return ending not in _OF_DIRECTORIES and (ending in _OF_FILES or (same is not None and ending == same[0].lower()))
