"""Shared access signatures and the URLs of Azure Storage, taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timezone
from urllib.parse import SplitResult, unquote, urlsplit

import msgspec

from ...engine import wiretexts

# What ends a URL in a command line, and what cmd and POSIX shells write before an ampersand that is only a letter to them.
_BETWEEN = re.compile(r"[\s\"'<>|]+")
_ESCAPED = re.compile(r"[\^\\](?=&)")

_STORAGE = re.compile(
    r"\w[\w-]*\.(?:z\d+\.)?(blob|dfs|file|queue|table)\."
    r"(?:core\.windows\.net|core\.chinacloudapi\.cn|core\.usgovcloudapi\.net|core\.cloudapi\.de|storage\.azure\.net)"
)


class Sas(msgspec.Struct, frozen=True):
    """A shared access signature, without its signature.

    Attributes:
        expiry: When it ends; None if that isn't in it.
        start: When it begins; None if that isn't in it.
        permissions: Its letters, ``rl`` say; None if they aren't in it.
        resource: What it is for, ``sr``: ``b`` is a blob, ``c`` a container; None for a whole account.
    """

    expiry: datetime | None = None
    start: datetime | None = None
    permissions: str | None = None
    resource: str | None = None


class Address(msgspec.Struct, frozen=True):
    """A URL.

    Attributes:
        scheme: ``https`` and its like, in lower case.
        host: In lower case.
        service: ``blob``, ``file`` and so on, if it is one of Azure Storage.
        segments: The parts of its path.
        query: What stands behind the question mark.
    """

    scheme: str
    host: str
    service: str | None
    segments: tuple[str, ...]
    query: str


def address_of(text: object) -> Address | None:
    """Take a URL apart; None if it is none."""
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
    return Address(parts.scheme, host, storage[1] if storage else None, segments, parts.query)


_MEMBERS = frozenset(("sig", "sv", "se", "ske", "st", "skt", "sp", "sr"))


def sas_of(query: str) -> Sas | None:
    """Read the shared access signature in the query of a URL; None if there is none."""
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
    return Sas(min(ends, default=None), max(begins, default=None), members.get("sp"), members.get("sr"))


def signatures_in(text: object) -> Iterator[Sas]:
    """Every shared access signature in a text: a URL, a command line, a token alone."""
    if not isinstance(text, str) or "sig=" not in text:
        return
    for part in _BETWEEN.split(text):
        if "sig=" in part:
            found = sas_of(_ESCAPED.sub("", part.rpartition("?")[2]))
            if found:
                yield found


def _time(text: str | None) -> datetime | None:
    """Read a time as signatures have it: the seconds, or all but the day, may be missing."""
    if not text:
        return None
    text = text.strip().replace(" ", "+")  # a plus sign that nobody escaped
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        text += "T00:00:00Z"
    time = wiretexts.read_time(re.sub(r"(T\d\d:\d\d)(?!:)", r"\1:00", text, count=1))
    return time.astimezone(timezone.utc) if time else None
