"""Names of secrets: environment variables, options and members of documents."""

from __future__ import annotations

import re

from ..spelling import nearest
from .lazy_patterns import lazy_pattern

_PARTS_OF_NAMES = lazy_pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

# The last part of a name decides; "key" needs a qualifier before it.
_SECRET = frozenset(("password", "passwd", "passphrase", "passcode", "pwd", "pass", "secret", "token", "pat", "apikey"))
_AMBIGUOUS_ALONE = frozenset(("pwd", "pass", "pat"))  # for example a directory
_KEYS = frozenset(
    ("access", "account", "api", "auth", "batch", "encryption", "master", "private", "secret", "shared", "signing", "storage")
)
_JOINED_KEYS = frozenset(("accountkey", "storagekey", "storageaccountkey", "sharedaccesskey", "batchaccountkey"))
_NO_KEYS = frozenset(("cancellation", "continuation", "next", "page", "pad", "eos", "old", "public", "row", "max", "min"))

# More names, which are masked although the review doesn't report them: they may also be harmless.
_MASKED_TOO = lazy_pattern(
    r"(?:.*[^a-z])?(?:pass|pat|pw|sig|auth|cookie|creds?|bearer|jwt|dsn|subscription[_-]?key)"
    r"|.*(?:passwo?r?t?d?|pwd|pass?phrase|secret|token|signature|credentials?|conn(?:ection)?[_-]?str(?:ing)?"
    r"|sshpass|storepass|keypass|requirepass|auth[_-]?key|activation[_-]?key|subscription[_-]?key|(?:access|account|api|licen[cs]e|product|encryption|master|private|shared|signing|storage)[_-]?key)",
    re.IGNORECASE,
)

_LONGEST = 200  # characters at the end of a name that are examined

_SECRET_MEMBER = lazy_pattern(
    r"pas+w|pass?phrase|passcode|pwd|secret|secure|token|credential|key|sas|^sig$|signature|protected|auth"
    r"|conn(?:ection)?[_\s-]*str|environment|^env$|cookie",
    re.IGNORECASE,
)
_SECRET_PARTS = frozenset(("pass", "pw", "pat", "pin", "cred", "creds", "bearer", "jwt", "dsn", "conn"))
_SECRET_WORDS = _SECRET_PARTS | frozenset(
    (
        *("password", "passwords", "passwd", "passphrase", "passcode", "pwd", "secret", "secrets", "token", "tokens", "apikey"),
        *("credential", "credentials", "key", "keys", "sas", "sig", "signature", "auth", "cookie", "protected"),
    )
)
_VAULT = lazy_pattern(r"key[-_ .]?vault", re.IGNORECASE)  # the name of one is no secret


def is_secret_name(name: str) -> bool:
    """Return whether a variable of this name contains a secret itself, rather than its file, its address or its length."""
    parts = [part.lower() for part in _PARTS_OF_NAMES.findall(name[-_LONGEST:])]
    while parts and parts[-1].isdigit():
        parts.pop()
    if not parts:
        return False
    last, before = parts[-1], parts[-2] if len(parts) > 1 else ""
    if last == "key":
        return before in _KEYS
    if last in _JOINED_KEYS:
        return True
    if last in _AMBIGUOUS_ALONE:
        return bool(before) and before not in _NO_KEYS
    return (last in _SECRET or last.endswith("password")) and before not in _NO_KEYS


def is_masked_name(name: str) -> bool:
    """Return whether a value assigned to this name is masked: every name of a secret, and every name that may be one."""
    short = name[-_LONGEST:].rstrip("0123456789_")
    return is_secret_name(short) or _MASKED_TOO.fullmatch(short) is not None


def is_secret_member(name: object) -> bool:
    """Return whether an undeclared member contains a secret, judging by its name."""
    if not isinstance(name, str):
        return False
    short = name[-_LONGEST:]
    if _SECRET_MEMBER.search(short):
        return True
    return not _SECRET_PARTS.isdisjoint(part.lower() for part in _PARTS_OF_NAMES.findall(short))


def is_secret_label(name: object) -> bool:
    """Return whether a metadata item, a tag or a detail of an error contains a secret, judging by its name.

    Unlike `is_secret_member`, this looks for whole words: an ``environment`` or an ``author`` is shown.
    """
    if not isinstance(name, str):
        return False
    short = name[-_LONGEST:]
    if is_masked_name(short):
        return True
    return not _SECRET_WORDS.isdisjoint(part.lower() for part in _PARTS_OF_NAMES.findall(_VAULT.sub("", short)))


def is_value_member(name: object) -> bool:
    """Return whether a member is the ``value`` of a name-value pair, in any spelling: ``Value``, ``values``, ``valu``."""
    if not isinstance(name, str):
        return False
    plain = name.lower().strip("_- ")
    if "valu" in plain.replace("evaluat", "") or plain in ("val", "vals"):
        return True
    if not (3 < len(plain) < 9):  # noqa: PLR2004  # because a misspelling has a similar length
        return False
    return nearest(plain, ["value"], 0.75) is not None
