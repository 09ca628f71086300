"""Values of URLs that aren't URLs, and hosts that have no blob containers."""

from __future__ import annotations

import re

from .sas import Address, address_of

_PLACEHOLDER = re.compile(r"[<\[{$%#@]|__|.*(?:\{\{|\$\{|\$\(|<\w)", re.DOTALL)
_PATH = re.compile(r"(?:[A-Za-z]:|\\\\|~|\.{0,2})[\\/]|[A-Za-z]:(?![\\/]{2})")
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?/")
_ENTITY = re.compile(r"(?i)&(?:amp|#0*38|#x0*26);|\\u0026|%26amp%3B|&amp%3B")
_LOCAL_HOSTS = re.compile(r"localhost|[\d.]+|[^.]+")
_OTHER_SERVICES = re.compile(
    r"(?:.+\.)?(?:github\.com|githubusercontent\.com|gitlab\.com|bitbucket\.org|amazonaws\.com|googleapis\.com|google\.com"
    r"|dropbox\.com|sharepoint\.com|onedrive\.live\.com|huggingface\.co|azurecr\.io|dev\.azure\.com|visualstudio\.com)"
)


def is_arm_id(text: str) -> bool:
    """Return whether a text is the ARM id of a resource, where a name or a URL is expected."""
    return text.lower().startswith("/subscriptions/")


def no_url(key: str, text: object) -> tuple[str, str] | None:
    """Return what is wrong with a text that can't be a URL, and the fix; None if it can be one, or is a placeholder."""
    if not isinstance(text, str) or not text.strip() or _PLACEHOLDER.match(text.strip()):
        return None
    text = text.strip()
    if is_arm_id(text):
        return f"{key} is the ARM id of a resource, not a URL.", "Use the https:// URL of the file or container."
    if _PATH.match(text):
        return (
            f"{key} is the path of a file on a computer, which the nodes can't reach.",
            "Upload it to blob storage, and use the https:// URL of the blob.",
        )
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", text)
    if scheme and text.startswith(f"{scheme[0]}//") and scheme[1].lower() not in {"http", "https"}:
        return (
            f"{key} begins with {scheme[1].lower()}://, which Batch can't download from.",
            "Use the https:// URL of the file or container, or download it in the command line.",
        )
    if not scheme or scheme[1].lower() not in {"http", "https"}:
        if _HOST.match(text):
            return f"{key} is not a URL: it has no scheme, so the download fails.", "Begin it with https://."
        return f"{key} is not a URL, so the download fails.", "Use the https:// URL of a file or container."
    entity = _ENTITY.search(text.partition("?")[2])
    if entity:
        return (
            f"{key} has {entity[0]} in its query instead of &, so the parameters after it, such as a SAS's, aren't seen.",
            f"Write & instead of {entity[0]}, which HTML, XML and JSON use for it.",
        )
    if address_of(text) is None:
        return f"{key} is not a URL: it has no host, so the download fails.", "Use https://HOST/PATH."
    if re.search(r"\s", text):
        return (
            f"{key} contains a space, which isn't allowed in a URL, so the download fails.",
            "Write %20 instead of each space.",
        )
    return None


def is_of_another_service(address: Address) -> bool:
    """Return whether a URL belongs to a service that isn't Azure Storage; other hosts may be custom domains of it."""
    return (
        address.service is None and bool(_OTHER_SERVICES.fullmatch(address.host)) and not _LOCAL_HOSTS.fullmatch(address.host)
    )
