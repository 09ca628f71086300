"""The objects that a text in their place probably means: an image's URN, the id of an application, the URL of a file."""

from __future__ import annotations

import json
import posixpath
import re
from typing import Any, cast

import msgspec

from ..engine.enumerations import TextEnum
from ..engine.model import Model
from ..engine.shapes import Enumeration, Nested, Text
from ..models.enums import AutoUserScope, ElevationLevel
from ..secrets.masking import mask_text

ELIDED = "…"
"""The place of a value that a fix doesn't show."""

THIS_TEXT = ', with this text for "…"'
VALUE = ', with the value for "…"'
VALUES = ', with the values for "…"'
"""What a fix adds if it has such places."""

_SHOWABLE = re.compile(r"[\w.:/@#+~-]{1,200}", re.ASCII)  # no query of a URL
_URN = re.compile(r"([\w.-]+):([\w.-]+):([\w.-]+):([\w.-]+)", re.ASCII)
_PACKAGE = re.compile(r"([\w-]+)(?:[#:@]|==?)([\w.-]+)", re.ASCII)
_CONTAINER = re.compile(r"https://[\w-]+\.blob\.core\.windows\.net/[a-z0-9-]+/?", re.ASCII)
_ADMINISTRATORS = frozenset(("admin", "administrator", "elevated", "root", "sudo", "system"))
_OTHERS = frozenset(("nonadmin", "non-admin", "nonelevated", "unprivileged"))

BY_RESOURCE_ID = frozenset(("ApplicationPackageReference", "CertificateReference"))
"""What ARM refers to by its resource id."""

# The member of a model without required ones that a text means.
_MEANT = {
    "ComputeNodeIdentityReference": "resourceId",
    "NetworkConfiguration": "subnetId",
    "PoolInformation": "poolId",
}


class In(msgspec.Struct, frozen=True):
    """Where a value is.

    Attributes:
        dialect: The dialect of the document; None is the Batch service's.
        hidden: Whether the value may be a secret.
    """

    dialect: str | None
    hidden: bool

    def shown(self, text: str) -> str:
        """Return a text if a fix can show it; else its placeholder."""
        return text if not self.hidden and _SHOWABLE.fullmatch(text) and mask_text(text) == text else ELIDED


def spelled(shape: Enumeration, text: str, where: In) -> str:
    """Return a value of an enumeration as the dialect spells it; any other text unchanged."""
    member = shape.members.get(text.lower())
    if member is None:
        return text
    own: str = member.value
    return member.spellings.get(where.dialect, own) if isinstance(member, TextEnum) and where.dialect else own


def object_of(shape: Nested, text: str, where: In) -> tuple[str, str]:
    """Return the object that a text means, as JSON, and what to add to it; two empty texts if that isn't known."""
    if where.dialect and shape.model.__name__ in BY_RESOURCE_ID:
        written = json.dumps({"id": ELIDED}, ensure_ascii=False)
        return written, ', with the resource id of the application or certificate for "…"'
    members = _members(shape, where.shown(text), where)
    if not members:
        return "", ""
    elided = [key for key, value in members.items() if value == ELIDED]
    only = _enumeration(shape, elided[0]) if len(elided) == 1 else None
    if only is not None:
        values = [spelled(only, each, where) for each in only.members]
        also = f', with {" or ".join(filter(None, [", ".join(values[:-1]), values[-1]]))} for "…"'
    elif len(elided) == 1:
        also = THIS_TEXT if text and len(members) == 1 else VALUE
    else:
        also = VALUES if elided else ""
    return json.dumps(_keys_in(shape, members, where.dialect), ensure_ascii=False), also


def _enumeration(shape: Nested, key: str) -> Enumeration | None:
    attribute = cast("type[Model]", shape.model).__definition__.by_wire_key.get(key)
    return attribute.shape if attribute is not None and isinstance(attribute.shape, Enumeration) else None


def user_identities(text: str, where: In) -> str:
    """Return the fix for a user that is a text: an automatic user, or the name of an account."""
    low = text.lower()
    shown = where.shown(text)
    account = json.dumps({"username": shown}, ensure_ascii=False)
    ordinary = low in _OTHERS
    level = ElevationLevel.non_admin if ordinary else ElevationLevel.admin
    names = [AutoUserScope.pool, level]
    scope, elevation = [each.spellings.get(where.dialect, each.value) if where.dialect else each.value for each in names]
    automatic = json.dumps({"autoUser": {"scope": scope, "elevationLevel": elevation}})
    of_account = f"{account} for an account of the pool's userAccounts"
    of_automatic = f"{automatic} for an automatic user {'without' if ordinary else 'with'} administrator rights"
    first, second = (of_automatic, of_account) if ordinary or low in _ADMINISTRATORS else (of_account, of_automatic)
    return f"Write {first}, or {second}."


def _members(shape: Nested, text: str, where: In) -> dict[str, Any]:
    name = shape.model.__name__
    if name == "ImageReference":
        return _image(text)
    if name == "ResourceFile":
        return _file(text)
    if name == "TaskDependencies":
        return {"taskIds": [text]} if text != ELIDED else {}
    if name == "EnvironmentSetting":
        return {"name": ELIDED, "value": ELIDED}
    if name == "ApplicationPackageReference" and (found := _PACKAGE.fullmatch(text)):
        return {"applicationId": found[1], "version": found[2]}
    attributes = cast("type[Model]", shape.model).__definition__.attributes
    required = [each for each in attributes if each.required and not each.read_only]
    if not required:
        required = [each for each in attributes if each.wire_key == _MEANT.get(name)]
    if not required:
        kinds = [each for each in attributes if isinstance(each.shape, Enumeration) and not each.read_only]
        required = [each for each in kinds if text.lower() in cast("Enumeration", each.shape).members]
    if len(required) != 1 or not isinstance(required[0].shape, (Text, Enumeration)):
        return {}
    kind = required[0].shape
    if isinstance(kind, Enumeration):
        text = spelled(kind, text, where) if text.lower() in kind.members else ELIDED
    return {required[0].wire_key: text}


def _image(text: str) -> dict[str, Any]:
    if found := _URN.fullmatch(text):
        return dict(zip(("publisher", "offer", "sku", "version"), found.groups(), strict=True))
    low = text.lower()
    for start, key in (
        ("/subscriptions/", "virtualMachineImageId"),
        ("/communitygalleries/", "communityGalleryImageId"),
        ("/sharedgalleries/", "sharedGalleryImageId"),
    ):
        if low.startswith(start):
            return {key: text}
    return dict.fromkeys(("publisher", "offer", "sku", "version"), ELIDED)


def _file(text: str) -> dict[str, Any]:
    if "://" not in text:
        return {"httpUrl": ELIDED, "filePath": posixpath.basename(text) or ELIDED}
    if _CONTAINER.fullmatch(text):
        return {"storageContainerUrl": text}
    return {"httpUrl": text, "filePath": posixpath.basename(text) or ELIDED}


def _keys_in(shape: Nested, members: dict[str, Any], dialect: str | None) -> dict[str, Any]:
    keys = cast("type[Model]", shape.model).__definition__.by_wire_key
    return {keys[key].key_in(dialect) if key in keys else key: value for key, value in members.items()}
