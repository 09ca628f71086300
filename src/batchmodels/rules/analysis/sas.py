"""A parser of shared access signatures and of URLs of Azure Storage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timezone
from urllib.parse import SplitResult, unquote, urlsplit

import msgspec

from ...engine import wiretexts

# The end of a URL in a command line, and the escapes of cmd and POSIX shells before an ampersand.
_BETWEEN = re.compile(r"[\s\"'<>|]+")
_ESCAPED = re.compile(r"[\^\\](?=&)")

_STORAGE = re.compile(
    r"\w[\w-]*\.(?:z\d+\.)?(blob|dfs|file|queue|table)\."
    r"(?:core\.windows\.net|core\.chinacloudapi\.cn|core\.usgovcloudapi\.net|core\.cloudapi\.de|storage\.azure\.net)"
)


class Sas(msgspec.Struct, frozen=True):
    """A shared access signature, without its signature.

    Attributes:
        expiry: Its end; None if it has none.
        start: Its beginning; None if it has none.
        permissions: Its letters, for example ``rl``; None if it has none.
        resource: The resource that it is for, ``sr``: ``b`` is a blob, ``c`` a container; None for a whole account.
        services: The services of a SAS for an account, ``ss``: ``b`` is the blob service; None for another SAS.
        types: The types of resources of a SAS for an account, ``srt``; None for another SAS.
    """

    expiry: datetime | None = None
    start: datetime | None = None
    permissions: str | None = None
    resource: str | None = None
    services: str | None = None
    types: str | None = None


class Address(msgspec.Struct, frozen=True):
    """A URL.

    Attributes:
        scheme: The scheme in lower case, for example ``https``.
        host: The host in lower case.
        service: ``blob``, ``file`` and so on, if it is one of Azure Storage.
        segments: The parts of its path.
        query: The text after the question mark.
        ends_with_slash: Whether its path ends with a slash after the last part.
    """

    scheme: str
    host: str
    service: str | None
    segments: tuple[str, ...]
    query: str
    ends_with_slash: bool = False


def address_of(text: object) -> Address | None:
    """Parse a URL; return None if the text isn't one."""
    if not isinstance(text, str):
        return None
    try:
        parts: SplitResult = urlsplit(text.strip())
        host = parts.hostname or ""
    except ValueError:
        return None
    if not parts.scheme or not host:
        return None
    storage = _STORAGE.fullmatch(host)
    segments = tuple(segment for segment in parts.path.split("/") if segment)
    ends_with_slash = bool(segments) and parts.path.endswith("/")
    return Address(parts.scheme, host, storage[1] if storage else None, segments, parts.query, ends_with_slash)


_MEMBERS = frozenset(("sig", "sv", "se", "ske", "st", "skt", "sp", "sr", "ss", "srt"))


def sas_of(query: str) -> Sas | None:
    """Read the shared access signature in the query of a URL; return None if it has none."""
    if "sig" not in query:
        return None
    members: dict[str, str] = {}
    for part in query.split("&"):
        key, _, value = part.partition("=")
        if key in _MEMBERS:
            members.setdefault(key, unquote(value))
    if not members.get("sig") or not members.get("sv"):
        return None
    ends = [time for key in ("se", "ske") if (time := _time(members.get(key)))]
    begins = [time for key in ("st", "skt") if (time := _time(members.get(key)))]
    whole = members.get("ss"), members.get("srt")
    return Sas(min(ends, default=None), max(begins, default=None), members.get("sp"), members.get("sr"), *whole)


def signatures_in(text: object) -> Iterator[Sas]:
    """Yield every shared access signature in a text: a URL, a command line, a token alone."""
    if not isinstance(text, str) or "sig=" not in text:
        return
    for part in _BETWEEN.split(text):
        if "sig=" in part:
            found = sas_of(_ESCAPED.sub("", part.rpartition("?")[2]))
            if found:
                yield found


def for_something_else(sas: Sas, *, container: bool) -> str:
    """Return what a SAS for an account is for, if it isn't for blobs, or for listing a container; empty if it is."""
    if sas.services is not None and "b" not in sas.services:
        return f"not for the blob service (ss={sas.services})"
    if sas.types is not None and "o" not in sas.types:
        return f"not for blobs (srt={sas.types})"
    if sas.types is not None and container and "c" not in sas.types:
        return f"not for containers (srt={sas.types})"
    return ""


def _time(text: str | None) -> datetime | None:
    """Read a time in a signature; the seconds, or everything but the day, can be missing."""
    if not text:
        return None
    text = text.strip().replace(" ", "+")  # an unescaped plus sign
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        text += "T00:00:00Z"
    time = wiretexts.read_time(re.sub(r"(T\d\d:\d\d)(?!:)", r"\1:00", text, count=1))
    return time.astimezone(timezone.utc) if time else None
