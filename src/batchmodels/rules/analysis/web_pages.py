"""Addresses of web pages that show a file, or ask for a login, instead of the file."""

from __future__ import annotations

import re

from .sas import Address

_SHOWS = "httpUrl is the address of a web page that shows the file, so the node downloads HTML instead of the file."
_NO_FILE = "httpUrl is the address of a web page, not of a file, so the node downloads HTML."
_LOGIN = "httpUrl is the address of a web page that asks for a login, so the node downloads HTML instead of the file."
_UPLOAD = "Upload the file to blob storage, and use the URL of the blob."
_RAW = "Use the address of the page's Raw button: https://raw.githubusercontent.com/OWNER/REPOSITORY/BRANCH/PATH."
_PAGES_OF_GITHUB = frozenset(("tree", "blame", "edit", "wiki", "issues", "pull", "actions", "packages"))

_SITES = (
    (r"gist\.github\.com", r"\A(?!.*/raw)", "Use the address of the page's Raw button."),
    (r"gitlab\..+", r"/(?:blob|tree)/", "Write /-/raw/ instead of /-/blob/."),
    (r"bitbucket\.org", r"\A/[^/]+/[^/]+/src/", "Write /raw/ instead of /src/."),
    (r"huggingface\.co", r"/blob/", "Write /resolve/ instead of /blob/."),
    (r"pastebin\.com", r"\A/(?!raw/)\w", "Write /raw/ before the last part."),
    (r"dropbox\.com", r"\A(?!.*[?&](?:dl|raw)=1)", "Write dl=1 instead of dl=0."),
    (r"(?:drive|docs)\.google\.com", r"\A(?!.*/(?:uc|export))", _UPLOAD),
)
"""Hosts whose pages show files: the host, the path and query of a page, and how to get the file."""


def page_of(address: Address) -> tuple[str, str] | None:
    """Return what a node downloads from the address of a web page, and the address to use; None for other addresses."""
    host, segments, query = address.host.removeprefix("www."), address.segments, address.query
    if host == "github.com":
        return _of_github(segments, query)
    found = next((row for row in _SITES if re.fullmatch(row[0], host)), None)
    if found is not None:
        return (_SHOWS, found[2]) if re.search(found[1], f"/{'/'.join(segments)}?{query}") else None
    private = (r".+\.sharepoint\.com", r"onedrive\.live\.com", r"1drv\.ms", r"portal\.azure\.com", r".+\.atlassian\.net")
    if any(re.fullmatch(pattern, host) for pattern in private) and not any("download" in part for part in (query, *segments)):
        return _LOGIN, _UPLOAD
    if (host == "dev.azure.com" or host.endswith(".visualstudio.com")) and "_git" in segments:
        return _LOGIN, _UPLOAD
    return None


def _of_github(segments: tuple[str, ...], query: str) -> tuple[str, str] | None:
    if segments[2:3] == ("blob",):
        return None if "raw=" in query else (_SHOWS, _RAW)
    if len(segments) == 2 or (segments[2:3] and segments[2] in _PAGES_OF_GITHUB):  # noqa: PLR2004  # an owner and a repository
        return (_NO_FILE, _RAW) if not (segments[-1] if segments else "").endswith((".git", ".zip", ".gz")) else None
    if segments[2:] == ("releases",) or segments[2:4] in {("releases", "tag"), ("releases", "latest")}:
        is_file = segments[2:5] == ("releases", "latest", "download")
        return None if is_file else (_NO_FILE, "Use the address of the file: …/releases/download/TAG/FILE.")
    return None
