"""The files that a node downloads before a start task runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ..engine import wiretexts
from ..models.start_task import StartTask
from ..rules.analysis.sas import address_of, sas_of
from ..secrets.masking import mask_text
from ..secrets.printing import printable
from .plan_record import PlannedFile

_DEFAULT_MODE = "0770"


def files_of(task: StartTask, *, windows: bool | None, now: datetime) -> Iterator[PlannedFile]:
    """Yield what is downloaded for each resource file."""
    files = getattr(task, "resource_files", None)
    for file in files if isinstance(files, list) else ():
        yield _planned(file, windows, now)


def _planned(file: Any, windows: bool | None, now: datetime) -> PlannedFile:
    mode = "" if windows else _text_of(file, "file_mode") or _DEFAULT_MODE
    path, prefix = _text_of(file, "file_path"), _text_of(file, "blob_prefix")
    url, container_url = getattr(file, "http_url", None), getattr(file, "storage_container_url", None)
    container = _text_of(file, "auto_storage_container_name")
    if isinstance(url, str):
        return PlannedFile(path, _without_query(url), _access(file, url, now), mode)
    directory = f"{path.rstrip('/')}/" if path else "./"
    blobs = f"all blobs whose names start with {prefix}" if prefix else "all blobs"
    if isinstance(container_url, str):
        return PlannedFile(directory, f"{blobs} of {_without_query(container_url)}", _access(file, container_url, now), mode)
    if container:
        source = f"{blobs} of the container {container}"
        return PlannedFile(directory, source, "the storage account that is linked to the Batch account", mode)
    return PlannedFile(path, "no source", "none", mode)


def _text_of(file: Any, name: str) -> str:
    """Return a text of a resource file, masked; empty if it has none."""
    value = getattr(file, name, None)
    return _text(value) if isinstance(value, str) else ""


def _access(file: Any, url: str, now: datetime) -> str:
    identity = getattr(getattr(file, "identity_reference", None), "resource_id", None)
    if isinstance(identity, str):
        return f"the managed identity {_text(identity.rpartition('/')[2])}"
    address = address_of(url)
    sas = sas_of(address.query) if address else None
    if sas is not None:
        if sas.expiry is None:
            return "a SAS, which shows no expiry"
        verb = "expired" if sas.expiry <= now else "expires"
        return f"a SAS, which {verb} at {wiretexts.write_time(sas.expiry)}"
    if address is not None and address.service is not None:
        return "none, so only a public blob can be read"
    return "none"


def _without_query(url: str) -> str:
    return _text(url.partition("?")[0])


def _text(text: str) -> str:
    return printable(mask_text(text))
