"""BM6: downloads: shared access signatures, and URLs of the wrong kind."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, cast

from ...engine.model import Model
from ...models.environment import EnvironmentSetting
from ...models.files import ResourceFile
from ...models.job_schedules import JobScheduleAddParameter, JobScheduleUpdateParameter
from ...models.job_settings import JobSettings
from ...models.mounts import AzureBlobFileSystemConfiguration
from ...models.output_files import OutputFileBlobContainerDestination
from ...models.pools import PoolSpecification
from ...models.start_task import StartTask
from ...secrets.masking import cut, mask_text
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.not_urls import is_of_another_service, no_url
from ..analysis.pool_values import time_of, value_of
from ..analysis.prefixes import without_prefixes
from ..analysis.sas import Address, Sas, address_of, for_something_else, sas_of, signatures_in
from ..analysis.web_pages import page_of
from ..command_lines import TASK, TASKS, CommandLine, command_line_of, kind_of
from ..context import Context, shared
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity, Span
from ..rule import rule

_SOON = timedelta(days=30)
_JOB_SCHEDULES = (JobScheduleAddParameter, JobScheduleUpdateParameter)
_BOOTING = timedelta(minutes=15)  # what a node needs at least before its first task runs

# The attributes that may contain a signature: model, attribute, wire key and fix.
_IDENTITY = (
    "Remove the SAS and set identityReference to a managed identity of the pool that can read the container; "
    "an identity doesn't expire."
)
_IDENTITY_TO_WRITE = (
    "Remove the SAS and set identityReference to a managed identity of the pool that can write to the container; "
    "an identity doesn't expire."
)
_IN_COMMANDS = (
    "Use a resource file with an identityReference, or sign in on the node with the pool's identity "
    "(azcopy login --identity); an identity doesn't expire."
)
_SIGNED: tuple[tuple[type[Model], str, str, str], ...] = (
    (ResourceFile, "http_url", "httpUrl", _IDENTITY),
    (ResourceFile, "storage_container_url", "storageContainerUrl", _IDENTITY),
    (AzureBlobFileSystemConfiguration, "sas_key", "sasKey", _IDENTITY),
    (EnvironmentSetting, "value", "value", _IN_COMMANDS),
    (OutputFileBlobContainerDestination, "container_url", "containerUrl", _IDENTITY_TO_WRITE),
)

_SYSTEM_CONTAINERS = frozenset({"$root", "$web", "$logs", "$blobchangefeed"})
_CONTAINER = re.compile(r"(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*")
_FETCHES = frozenset(("curl", "wget", "aria2c", "azcopy", "git", "invoke-webrequest", "iwr", "start-bitstransfer", "bitsadmin"))
_CHECKS = frozenset(
    ("sha256sum", "sha512sum", "sha1sum", "md5sum", "shasum", "gpg", "gpgv", "openssl", "cosign", "get-filehash", "certutil")
)
_NEEDED = {"httpUrl": (("r", "read"),), "storageContainerUrl": (("r", "read"), ("l", "list"))}
"""The permissions that a signature needs."""


@rule("BM601", Severity.error, "expired or not yet valid SAS", Model, explains=(FailureKind.download, FailureKind.upload))
def expired_sas(context: Context[Model]) -> Iterator[Finding]:
    """Find a SAS that has expired or isn't valid yet."""
    for sas, key, fix in _signatures(context):
        if sas.expiry is not None and sas.expiry <= context.now:
            yield context.finding(
                f"the SAS in {key} expired at {_text(sas.expiry)}, so storage refuses every request that uses it.",
                f"{fix} Or create a new SAS.",
                key,
            )
        elif sas.start is not None and sas.start - context.now > _BOOTING:
            yield context.finding(
                f"the SAS in {key} isn't valid before {_text(sas.start)}, so storage refuses every request that uses it until "
                "then.",
                "Create the SAS without a start time (st), so that it is valid immediately.",
                key,
            )


@rule("BM602", Severity.warning, "SAS that expires soon", Model)
def expiring_sas(context: Context[Model]) -> Iterator[Finding]:
    """Find a SAS that expires in less than a month."""
    schedule = context.within(_JOB_SCHEDULES)
    task = context.within(TASKS)
    if schedule is not None:
        if not _recurs_for_long(schedule, context.now):
            return
        then = "after that, the jobs that the schedule creates fail."
    elif context.within(JobSettings) is not None or context.within(PoolSpecification) is not None:
        return  # the pool ends with its job
    elif task is not None and not isinstance(task, StartTask):
        return  # it runs once, and soon
    else:
        then = f"after that the {TASK} fails on every node that starts or is reimaged."
    for sas, key, fix in _signatures(context):
        left = sas.expiry - context.now if sas.expiry is not None else _SOON
        if sas.expiry is not None and timedelta(0) < left < _SOON:
            yield context.finding(
                f"the SAS in {key} expires {_duration(left)}, at {_text(sas.expiry)}; {then}",
                fix,
                key,
            )


def _recurs_for_long(schedule: Any, now: datetime) -> bool:
    """Return whether a job schedule still creates jobs when a SAS that expires soon has expired."""
    times = schedule.schedule
    end = time_of(times, "do_not_run_after")
    if end is not None and end < now + _SOON:
        return False
    return value_of(times, "recurrence_interval") is not None


@rule("BM603", Severity.error, "SAS without the required permissions", ResourceFile, explains=(FailureKind.download,))
def powerless_sas(context: Context[ResourceFile]) -> Iterator[Finding]:
    """Find a SAS that doesn't allow reading, or listing a container."""
    for sas, key, _ in _signatures(context):
        if sas.permissions is None:
            continue
        needed = _NEEDED[key]
        missing = [f"{letter} ({name})" for letter, name in needed if letter not in sas.permissions]
        if missing:
            permissions = "permissions" if missing[1:] else "permission"
            yield context.finding(
                f"the SAS in {key} lacks the {permissions} {' and '.join(missing)}, so storage refuses the download.",
                f"Create a SAS with sp={''.join(letter for letter, _ in needed)}.",
                key,
            )
        elif lacking := for_something_else(sas, container=key == "storageContainerUrl"):
            yield context.finding(
                f"the SAS in {key} is {lacking}, so storage refuses the download.",
                "Create a SAS for the account with ss=b and srt=co, or for the container or the blob.",
                key,
            )


@rule("BM604", Severity.warning, "download over plain HTTP", Model)
def plain_http(context: Context[Model]) -> Iterator[Finding]:
    """Find a download that anyone on the network path can read and change."""
    urls: list[tuple[str, Address, Span | None]]
    if isinstance(context.model, ResourceFile):
        urls = [(key, address, None) for key, address in _urls(cast("Context[ResourceFile]", context))]
    elif kind_of(context.model) is not None:
        urls = [("commandLine", *found) for found in _fetched(parts_of(cast("Context[CommandLine]", context)))]
    else:
        return
    for key, address, span in urls:
        if address.scheme == "http" and not _is_near(address.host):
            refusal = " Storage accounts refuse plain HTTP by default." if address.service else ""
            yield context.finding(
                f"{key} uses plain HTTP: anyone on the network path can read the download and change what the nodes run."
                f"{refusal}",
                "Use https://.",
                key,
                span=span,
            )


@rule("BM605", Severity.error, "wrong kind of URL in a resource file", ResourceFile, explains=(FailureKind.download,))
def wrong_kind(context: Context[ResourceFile]) -> Iterator[Finding]:
    """Find a container where a file belongs, a file where a container belongs, and what is not a URL at all."""
    file = context.model
    for key, text in (("httpUrl", file.http_url), ("storageContainerUrl", file.storage_container_url)):
        message_and_fix = no_url(key, text)
        if message_and_fix:
            yield context.finding(*message_and_fix, key)
    for key, address in _urls(context):
        wrong = _no_file(address) if key == "httpUrl" else _no_container(address)
        if wrong and address.scheme in {"http", "https"}:
            message, fix = wrong
            yield context.finding(message, fix, key)
        elif key == "httpUrl" and _looks_like_container(address):
            signed = sas_of(address.query)
            for_container = signed is not None and signed.resource == "c"
            yield context.finding(
                "httpUrl has a SAS for a container and the name of one, but no blob in it: a container can't be downloaded "
                "that way."
                if for_container
                else "httpUrl has one name after the storage account, so it is a blob in the container $root. A container "
                "can't be downloaded that way.",
                "If it is a container, use https://ACCOUNT.blob.core.windows.net/CONTAINER/BLOB, or storageContainerUrl for "
                "all blobs of it.",
                key,
                severity=Severity.warning if for_container else Severity.note,
            )


def _no_file(address: Address) -> tuple[str, str] | None:
    if page := page_of(address):
        return page
    if address.service != "blob" or len(address.segments) > 1 or _may_be_blob(address):
        return None
    what = "a container" if address.segments else "a storage account"
    return (
        f"httpUrl names {what} instead of a file in it, so the download fails.",
        "Use https://ACCOUNT.blob.core.windows.net/CONTAINER/BLOB, or storageContainerUrl for all blobs of a container.",
    )


def _may_be_blob(address: Address) -> bool:
    """Return whether the only part of a path can be the name of a blob in the container ``$root``."""
    if not address.segments or address.segments[0] in _SYSTEM_CONTAINERS:
        return False
    return not (address.ends_with_slash or "restype=container" in address.query or "comp=list" in address.query)


def _looks_like_container(address: Address) -> bool:
    """Return whether a URL names a blob in ``$root`` with a name that a container can have."""
    if address.service != "blob" or len(address.segments) != 1 or not _may_be_blob(address):
        return False
    sas = sas_of(address.query)
    return bool(_CONTAINER.fullmatch(address.segments[0])) and (sas is None or sas.resource != "b")


def _no_container(address: Address) -> tuple[str, str] | None:
    if address.service in ("file", "queue", "table"):
        return (
            f"storageContainerUrl names the {address.service} service, which has no blob containers.",
            "Use https://ACCOUNT.blob.core.windows.net/CONTAINER, or mount a file share with mountConfiguration.",
        )
    if is_of_another_service(address):
        return (
            (
                f"storageContainerUrl is on {cut(mask_text(address.host), 60)}, which isn't the blob host of a storage "
                "account, so Batch can't list a container there."
            ),
            "Use https://ACCOUNT.blob.core.windows.net/CONTAINER, or httpUrl for a single file.",
        )
    if address.service != "blob":
        return None
    if len(address.segments) != 1:
        what = "a path in a container" if address.segments else "a storage account"
        return (
            f"storageContainerUrl names {what} instead of a container, so the download fails.",
            (
                "Use https://ACCOUNT.blob.core.windows.net/CONTAINER, with blobPrefix to choose blobs, or httpUrl for a single "
                "file."
            ),
        )
    sas = sas_of(address.query)
    if sas is not None and sas.resource == "b":
        return (
            "the SAS in storageContainerUrl is for a single blob (sr=b), so storage refuses to list the container.",
            "Create a SAS for the container, with sr=c and sp=rl.",
        )
    return None


@shared
def _signatures(context: Context[Model]) -> list[tuple[Sas, str, str]]:
    """Return the signatures in a model, each with its wire key and its fix."""
    return list(_signatures_of(context.model))


def _signatures_of(model: Model) -> Iterator[tuple[Sas, str, str]]:
    if value_of(model, "identity_reference") is not None:
        return
    for kind, attribute, key, fix in _SIGNED:
        if isinstance(model, kind):
            for sas in dict.fromkeys(signatures_in(value_of(model, attribute))):
                yield sas, key, fix
    runner = kind_of(model)
    if runner is not None:
        for sas in dict.fromkeys(signatures_in(command_line_of(model))):
            yield sas, runner.key, _IN_COMMANDS


@shared
def _urls(context: Context[ResourceFile]) -> list[tuple[str, Address]]:
    """Return the URLs of a resource file, each with its wire key."""
    file = context.model
    texts = (("httpUrl", file.http_url), ("storageContainerUrl", file.storage_container_url))
    return [(key, address) for key, text in texts if (address := address_of(text))]


def _fetched(parts: list[Part]) -> Iterator[tuple[Address, Span | None]]:
    """Yield the addresses that scripts fetch over plain HTTP without verifying the result, each with its place."""
    commands = [(part.analysis, without_prefixes(command)) for part in parts for command in part.analysis.commands]
    if any(command.name in _CHECKS for _, command in commands):
        return
    for script, command in commands:
        for word in command.words[1:] if command.name in _FETCHES else ():
            address = address_of(word.text) if word.text.startswith("http://") and not word.variables else None
            if address is not None and not _is_near(address.host):
                yield address, script.span(word)


def _is_near(host: str) -> bool:
    """Return whether a host is the node itself or in its network."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".internal", ".local", ".localhost", ".lan"))


def _duration(left: timedelta) -> str:
    hours = left // timedelta(hours=1)
    if hours < 1:
        return "in less than an hour"
    if left.days > 1:
        return f"in {left.days} days"
    return f"in {hours} hours" if hours > 1 else "in 1 hour"


def _text(time: datetime) -> str:
    return f"{time.replace(tzinfo=None).isoformat(' ', 'minutes')} UTC"
