"""The values that ARM writes differently: functions from ARM's to the Batch service's, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_ENABLED, _DISABLED = "Enabled", "Disabled"


def last_segment(value: Any) -> Any:
    """``account/pool`` → ``pool``."""
    return value.rstrip("/").rpartition("/")[2] if isinstance(value, str) else value


def _thumbprint(value: Any) -> Any:
    """``…/certificates/sha1-0a0b`` → ``0a0b``."""
    return last_segment(value).rpartition("-")[2] if isinstance(value, str) else value


def _algorithm(value: Any) -> Any:
    before, dash, _ = last_segment(value).rpartition("-") if isinstance(value, str) else (value, "", "")
    return before if dash or not isinstance(value, str) else None


def _is_enabled(value: Any) -> Any:
    if value is None:
        return None
    text = value.lower() if isinstance(value, str) else ""
    if text not in (_ENABLED.lower(), _DISABLED.lower()):
        raise ValueError("Enabled or Disabled as interNodeCommunication")
    return text == _ENABLED.lower()


def _identities(value: Any) -> Any:
    """An object with the resource ids as keys → a list of objects with the ids in them."""
    if not isinstance(value, dict):
        return value
    return [{"resourceId": key, **(each if isinstance(each, dict) else {})} for key, each in value.items()]


READERS: dict[str, Callable[[Any], Any]] = {
    "id": last_segment,
    "enableAutoScale": lambda value: isinstance(value, dict) or None,
    "enableInterNodeCommunication": _is_enabled,
    "BatchPoolIdentity.userAssignedIdentities": _identities,
    "CertificateReference.thumbprint": _thumbprint,
    "CertificateReference.thumbprintAlgorithm": _algorithm,
}
"""From ARM's values, by the member of the Batch service."""


def enabled(value: Any) -> Any:
    """True → ``Enabled``."""
    return {True: _ENABLED, False: _DISABLED}.get(value, value) if isinstance(value, bool) else value


def identity_map(value: Any) -> Any:
    """A list of identities → an object with their resource ids as keys."""
    if not isinstance(value, list):
        return value
    return {each["resourceId"]: {key: member for key, member in each.items() if key != "resourceId"} for each in value}


def certificate_id(account: str, algorithm: str, thumbprint: str) -> str:
    """Return the resource id of a certificate; without an account, only its end."""
    name = f"{algorithm}-{thumbprint}"
    return f"{account}/certificates/{name}" if account else name


def application_id(account: str, name: str) -> str:
    """Return the resource id of an application; a name without an account, and an id, stay as they are."""
    return name if "/" in name or not account else f"{account}/applications/{name}"
