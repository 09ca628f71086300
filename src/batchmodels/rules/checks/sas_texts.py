"""BM611 and BM612: signatures that storage can't read, and names that no blob and no container has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...models.files import ResourceFile
from ...models.output_files import OutputFileBlobContainerDestination
from ...models.virtual_machines import VirtualMachineConfiguration
from ..analysis.container_names import RULES_OF_NAMES, impossible_container, is_container_name
from ..analysis.display import shown_word
from ..analysis.not_urls import is_arm_id
from ..analysis.pool import pool_of
from ..analysis.pool_values import text_of, value_of
from ..analysis.sas import address_of
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_URLS = (("http_url", "httpUrl"), ("storage_container_url", "storageContainerUrl"), ("container_url", "containerUrl"))
_OF_SAS = frozenset({"sv", "se", "sp", "sr", "sig", "ss", "srt", "skoid", "si"})
_NEW = "Copy the SAS again, with all of its parameters."


@rule(
    "BM611",
    Severity.error,
    "SAS that storage can't read",
    (ResourceFile, OutputFileBlobContainerDestination),
    explains=(FailureKind.download, FailureKind.upload),
)
def unreadable(context: Context[ResourceFile | OutputFileBlobContainerDestination]) -> Iterator[Finding]:
    """A signature without some of its parameters, encoded twice, or with a second question mark."""
    if value_of(context.model, "identity_reference") is not None:
        return
    for attribute, key in _URLS:
        address = address_of(text_of(context.model, attribute))
        if address is None or address.service is None or not address.query:
            continue
        found = _wrong(address.query)
        if found is not None:
            what, fix, severity = found
            yield context.finding(f"the SAS in {key} {what}, so storage refuses it.", fix, key, severity=severity)
        elif _restricts_addresses(address.query) and not _has_own_addresses(context):
            yield context.finding(
                f"the SAS in {key} is only for certain IP addresses (sip), which the nodes don't have.",
                "Create a SAS without sip, or give the pool public IP addresses of your own.",
                key,
                severity=Severity.warning,
            )


def _wrong(query: str) -> tuple[str, str, Severity] | None:
    """Return what is wrong with the text of a signature, the fix, and how serious it is."""
    parts = [part.partition("=") for part in query.removeprefix("?").split("&")]
    pairs = [(name, value) for name, _, value in parts]
    members = dict(pairs)
    known = _OF_SAS & set(members)
    if len(known) < 2 or re.search(r"[<>{}]|\$\w", query):  # noqa: PLR2004  # one parameter may belong to something else
        return None
    if query.startswith("?"):
        return "begins with two question marks", "Remove one of them.", Severity.error
    if "?" in query:
        return "has a second question mark in it", "Remove what is there twice.", Severity.error
    needed = ["sig"] if "si" in members else ["sig", "se", "sp"]
    missing = [name for name in needed if not members.get(name)]
    whole = re.match(r"20\d\d-\d\d-\d\d\Z", members.get("sv", "")) and {"sr", "srt"} & set(members)
    if missing and whole:
        return f"has no parameter {' and no parameter '.join(missing)}", _NEW, Severity.error
    if not members.get("sig"):
        return None
    names = [name for name, _ in pairs]
    return _wrong_parameters(members, names)


def _wrong_parameters(members: dict[str, str], names: list[str]) -> tuple[str, str, Severity] | None:
    if re.search(r"(?i)%25(?:2b|2f|3d)", members["sig"]):
        return "is encoded twice: its sig contains %25", "Copy the SAS as it is.", Severity.error
    if " " in members["sig"]:
        return "has a blank in its sig, where a + was", "Write %2B instead of the blank.", Severity.warning
    if "+" in members["sig"]:
        return "has a + in its sig, which means a blank in a URL", "Write %2B instead of +.", Severity.warning
    twice = next((name for name in names if name in _OF_SAS and names.count(name) > 1), "")
    return (f"has the parameter {twice} twice", "Remove one of them.", Severity.error) if twice else None


def _restricts_addresses(query: str) -> bool:
    return re.search(r"(?:\A|&)sip=[\d.]", query) is not None


def _has_own_addresses(context: Context[Any]) -> bool:
    network = value_of(pool_of(context), "network_configuration")
    return network is not None or context.within(VirtualMachineConfiguration) is not None


_CONTAINERS = (("http_url", "httpUrl", 2), ("storage_container_url", "storageContainerUrl", 1))
"""The URLs with a container's name, and the least parts of their paths: a blob in ``$root`` has no container in its URL."""


@rule(
    "BM612",
    Severity.warning,
    "container or prefix that matches no blob",
    ResourceFile,
    explains=(FailureKind.download, FailureKind.command),
)
def matches_nothing(context: Context[ResourceFile]) -> Iterator[Finding]:
    """``scripts/*.sh`` as a prefix, a URL as the name of a container, and names that no container has."""
    for attribute, key, parts in _CONTAINERS:
        address = address_of(text_of(context.model, attribute))
        if (name := impossible_container(address)) and address is not None and len(address.segments) >= parts:
            yield context.finding(
                f"no container can have the name {shown_word(name)}, so the download fails.",
                f"Use the name of a container: {RULES_OF_NAMES}.",
                key,
                severity=Severity.error,
            )
    container, prefix = text_of(context.model, "auto_storage_container_name"), text_of(context.model, "blob_prefix")
    if container and not is_container_name(container) and not re.match(r"[<{\[$%]", container):
        usual = container.lower().replace("_", "-")
        arm = is_arm_id(container)
        what = "an ARM id" if arm else "a URL" if "://" in container else "a path in it" if "/" in container else ""
        yield context.finding(
            f"autoStorageContainerName is the name of a container, not {what}, so the download fails."
            if what
            else f"no container can have the name {shown_word(container)}, so the download fails.",
            f"Use the name alone: {shown_word(container.rstrip('/').rpartition('/')[2])}."
            if arm
            else "Use storageContainerUrl."
            if "://" in container
            else "Use blobPrefix for the path."
            if "/" in container
            else f"Use the name of the container, for example {shown_word(usual)}."
            if is_container_name(usual)
            else f"Use the name of a container: {RULES_OF_NAMES}.",
            "autoStorageContainerName",
            severity=Severity.error,
        )
    if (
        prefix
        and not re.match(r"[<{\[]", prefix)
        and (found := _of_prefix(prefix, text_of(context.model, "storage_container_url")))
    ):
        yield context.finding(*found, "blobPrefix")


def _of_prefix(prefix: str, url: str) -> tuple[str, str] | None:
    """Return why no blob begins with a prefix, and the fix."""
    address = address_of(url)
    if re.search(r"[*?]", prefix):
        plain = re.split(r"[*?]", prefix)[0]
        return (
            "blobPrefix is the beginning of names, not a pattern, so it matches no blob.",
            _use_prefix(plain),
        )
    if "://" in prefix:
        return "blobPrefix is a URL, but no blob's name begins with one.", "Use the path in the container."
    if prefix.startswith(("/", "./", "\\")):
        return (
            f"the names of blobs don't begin with {prefix[0]}, so blobPrefix matches no blob.",
            _use_prefix(prefix.lstrip("./\\")),
        )
    if "\\" in prefix:
        return (
            "the names of blobs have slashes, so blobPrefix matches no blob.",
            f"Use {shown_word(prefix.replace(chr(92), '/'))}.",
        )
    if address and address.segments and prefix.startswith(f"{(name := address.segments[0])}/"):
        return (
            f"blobPrefix is relative to the container, so it matches only blobs in a directory {shown_word(name)} of it.",
            _use_prefix(prefix.removeprefix(f"{name}/")),
        )
    return None


def _use_prefix(prefix: str) -> str:
    return f"Use {shown_word(prefix)}." if prefix else "Remove it, to download all blobs."
