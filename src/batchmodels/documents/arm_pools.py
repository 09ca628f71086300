"""Read pools of ARM for a check: what a deployment will put in becomes a hole, and mistakes become findings.

The table of the differences is in ``arm/differences.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, ClassVar

import msgspec

from ..arm.differences import AROUND, BY_ARM
from ..arm.names import POOL_TYPE as _POOL_TYPE
from ..arm.reading import Reader
from ..arm.values import READERS, last_segment
from ..models.pools import PoolAddParameter
from ..paths import ROOT, Steps
from ..rules.finding import Finding, Rename
from ..secrets.masking import cut, mask_text
from ..spelling import nearest
from .arm_places import misplaced
from .diagnostics import document_finding
from .expressions.syntax import is_expression
from .expressions.values import Unknown

POOL_TYPE = _POOL_TYPE.lower()


class ArmPool(Reader):
    """A pool of ARM's in the service's shape.

    Attributes:
        findings: What ARM will not take, with paths in the source.
        unknown: What isn't known, with paths in the source.
        resolved: Whether the expressions have been evaluated, so that no text is one.
        beside: The members of the resource.
    """

    # The names of applications are enough for a check.
    readers: ClassVar[Mapping[str, Callable[[Any], Any]]] = {
        **READERS,
        "ApplicationPackageReference.applicationId": last_segment,
    }

    def __init__(self, origin: Steps = ROOT, *, resolved: bool = False) -> None:
        super().__init__(PoolAddParameter, origin)
        self.findings: list[Finding] = []
        self.unknown: list[tuple[Steps, Unknown]] = []
        self.resolved = resolved
        self.beside: Collection[str] = ()

    def is_unknown(self, value: Any, path: Steps) -> bool:
        """Return whether a value isn't known, and remember where it is."""
        if isinstance(value, Unknown):
            self.unknown.append((path, value))
            return True
        return not self.resolved and is_expression(value)

    def text(self, value: str) -> str:
        """Return the value of a text, which begins with two brackets if it is no expression."""
        return value[1:] if not self.resolved and value.startswith("[[") and value.endswith("]") else value

    def is_skipped(self, key: str, value: Any) -> bool:
        """Return whether a member is a copy loop."""
        return key == "copy" and isinstance(value, list)

    def loops(self, members: dict[str, Any]) -> list[str]:
        """Return the names of members that a copy loop makes."""
        copies = members.get("copy")
        loops = copies if isinstance(copies, list) else []
        return [each["name"] for each in loops if isinstance(each, dict) and isinstance(each.get("name"), str)]

    def misplaced(self, path: Steps, key: str) -> None:
        """Report a member of the service that ARM has elsewhere."""
        self._is_elsewhere(path, ".".join(map(str, path[len(self.origins[ROOT]) : -1])), key)

    def is_misspelled(self, path: Steps, around: str, key: str, siblings: int) -> bool:
        """Report a member that ARM has elsewhere, or that is spelled almost like one that only ARM has there."""
        if self._is_elsewhere(path, around, key):
            return True
        is_declared = around == "properties" and key in PoolAddParameter.__definition__.by_wire_key
        near = _near(key, around) if siblings < _MANY and not is_declared else None
        if near:
            message = f"a pool in ARM has no member {cut(mask_text(key))}; did you mean {near}?"
            finding = document_finding(path, "arm", message, f"Write {near}.")
            self.findings.append(msgspec.structs.replace(finding, edit=Rename(path, near)))
        return near is not None

    def _is_elsewhere(self, path: Steps, around: str, key: str) -> bool:
        found = misplaced(path, around, key, self.beside)
        self.findings += [found] if found else []
        return found is not None

    def undeclared(self, path: Steps, around: str, key: str, value: Any) -> None:
        """Leave out what the service's form has no object for."""

    def wrong(self, path: Steps, expected: str, value: Any) -> None:  # noqa: ARG002  # because the base class passes it
        """Report a value that no pool in ARM has."""
        message = f"expected {expected}, got something else"
        self.findings.append(document_finding(path, "arm", message, f"Write {expected}."))


def is_arm_pool(value: Any) -> bool:
    """Return whether an object looks like a pool of ARM's outside of a template, as its API answers it."""
    if not isinstance(value, dict):
        return False
    properties = value.get("properties")
    if str(value.get("type", "")).lower() == POOL_TYPE:
        return True
    return isinstance(properties, dict) and bool(_TELLING & properties.keys()) and not _TELLING & value.keys()


def is_arm_answer(resource: dict[str, Any]) -> bool:
    """Return whether ARM has answered a pool: a template has no state in it."""
    properties = resource.get("properties")
    return isinstance(properties, dict) and bool(_ANSWERED & properties.keys())


def is_arm_patch(resource: dict[str, Any]) -> bool:
    """Return whether a resource is a change of a pool: it has properties, and nothing else that names or makes a pool."""
    properties = resource.get("properties")
    return isinstance(properties, dict) and not {"type", "name", "apiVersion"} & resource.keys() and "vmSize" not in properties


def unchanged_by(pool: ArmPool) -> Iterator[Steps]:
    """Yield what a change of a pool leaves as it is, which isn't known."""
    for key in PoolAddParameter.__definition__.by_wire_key:
        if key not in pool.content:
            yield (key,)


_ANSWERED = {"provisioningState", "allocationState", "creationTime", "currentDedicatedNodes", "lastModified"}

_TELLING = {"deploymentConfiguration", "scaleSettings", "interNodeCommunication", "vmSize", "startTask", "provisioningState"}


def from_arm(resource: dict[str, Any], origin: Steps, *, resolved: bool = False) -> ArmPool:
    """Bring a pool's resource into the service's shape.

    Args:
        resource: The resource, ``name`` and ``properties`` among its members.
        origin: Its steps in the source.
        resolved: Whether its expressions have been evaluated. Otherwise what they make isn't known.
    """
    pool = ArmPool(origin, resolved=resolved)
    pool.beside = resource.keys()
    if "name" not in resource:
        pool.holes.add(("id",))  # it is in the URL of the request
    pool.read({key: resource[key] for key in ("name", "properties") if key in resource})
    return pool


_SHARE = 0.85  # of a misspelled name's letters that are right
_MANY = 100  # members of an object: no document of ours has more


def _near(key: str, around: str) -> str | None:
    """Return the name of ARM's that a misspelled one looks like, among those that only ARM has there."""
    start = f"{around}." if around else ""
    places = (*AROUND, *(place for place, records in BY_ARM.items() if not records[0].read_only))
    known = [name.removeprefix(start).split(".")[0] for name in places if name.startswith(start)]
    return nearest(key, known, _SHARE)
