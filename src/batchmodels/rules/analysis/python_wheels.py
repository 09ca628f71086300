"""Projects of PyPI that can't be installed, and versions without wheels for the Python of a release.

Sources: the pages of the projects on https://pypi.org; each name here was installed with pip, which failed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .distributions import Distribution

_PYTHONS: dict[tuple[str, tuple[int, int]], tuple[int, int]] = {
    ("ubuntu", (20, 4)): (3, 8),
    ("ubuntu", (22, 4)): (3, 10),
    ("ubuntu", (24, 4)): (3, 12),
    ("debian", (11, 0)): (3, 9),
    ("debian", (12, 0)): (3, 11),
    ("debian", (13, 0)): (3, 13),
}
_TENSORFLOW = {(3, 8): (2, 2), (3, 9): (2, 5), (3, 10): (2, 8), (3, 11): (2, 12), (3, 12): (2, 16), (3, 13): (2, 20)}
_TORCH = {(3, 10): (1, 11), (3, 11): (1, 13), (3, 12): (2, 2), (3, 13): (2, 5)}
_FIRST: dict[str, dict[tuple[int, int], tuple[int, int]]] = {
    "tensorflow": _TENSORFLOW,
    "tensorflow-cpu": _TENSORFLOW,
    "tensorflow-gpu": _TENSORFLOW,
    "torch": _TORCH,
    "torchvision": {(3, 10): (0, 12), (3, 11): (0, 14), (3, 12): (0, 17), (3, 13): (0, 20)},
    "onnxruntime": {(3, 10): (1, 12), (3, 11): (1, 15), (3, 12): (1, 17), (3, 13): (1, 20)},
    "numpy": {(3, 12): (1, 26), (3, 13): (2, 1)},
}
"""The first version with wheels for a Python; earlier ones have no source that can be built with it."""

_STUBS = {
    "sklearn": "scikit-learn",
    "skimage": "scikit-image",
    "pytorch": "torch",
    "azure": "the packages of the services that you need, for example azure-storage-blob",
    "azure-mgmt": "the packages of the services that you need, for example azure-mgmt-batch",
    "azure-storage": "azure-storage-blob, azure-storage-file-share or azure-storage-queue",
    "pil": "pillow",
    "cv2": "opencv-python-headless",
    "opencv": "opencv-python-headless",
    "yaml": "pyyaml",
    "mysqldb": "mysqlclient",
    "distutils": "setuptools",
}
"""Names that aren't projects, or whose only purpose is to fail, with the projects that are meant."""
_OLD_ONLY = {"azure": (5, 0), "azure-mgmt": (5, 0), "azure-storage": (0, 37), "sklearn": (0, 1), "tensorflow-gpu": (2, 12)}
"""The first versions that fail; pip installs earlier ones. The version 0.0 of sklearn works, 0.0.post1 doesn't."""
_REQUIREMENT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[\w,-]*\])?\s*(.*)\Z")
_HIGHEST = 999
_LIMIT = re.compile(r"(===?|~=|<=|<)\s*([0-9]+)(?:\.([0-9]+))?(\.[0-9]+)?")


def wrong_project(requirement: str) -> tuple[str, str] | None:
    """Return the name of a project that pip can't install, and the projects that are meant; None for any other."""
    found = _REQUIREMENT.match(requirement)
    if not found or found[2].startswith(("@", "/")):
        return None
    name = re.sub(r"[-_.]+", "-", found[1]).lower()
    limit = _limit(found[2])
    is_older = "!=" in found[2] or (limit is not None and limit.version < _OLD_ONLY.get(name, (0, 0)))
    if name in _OLD_ONLY and is_older and "post" not in found[2]:
        return None
    if name == "tensorflow-gpu":
        return name, "tensorflow"
    return (found[1], _STUBS[name]) if name in _STUBS else None


def without_wheels(known: Distribution, requirement: str) -> tuple[str, str, str] | None:
    """Return the Python of a release, a version without wheels for it, and the first with some; None if there may be some."""
    python = _PYTHONS.get((known.family, known.version)) if known.version else None
    found = _REQUIREMENT.match(requirement)
    limit = _limit(found[2]) if found else None
    if python is None or found is None or limit is None:
        return None
    first = _FIRST.get(found[1].lower().replace("_", "-"), {}).get(python)
    if first is None or limit.version >= first:
        return None
    return f"{python[0]}.{python[1]}", f"{found[1]}{limit.text}", f"{first[0]}.{first[1]}"


class _Limit(NamedTuple):
    """The newest version that a specifier allows, up to its second number, and how that is written after a name."""

    version: tuple[int, int]
    text: str


def _limit(specifier: str) -> _Limit | None:
    """Return the newest version that a specifier allows; None if it allows any."""
    limits: list[_Limit] = []
    for operator, number, part, patch in _LIMIT.findall(specifier):
        major, minor = int(number), int(part or 0)
        if operator == "<":
            newest = (major, minor - 1) if minor else (major - 1, _HIGHEST)
            limits.append(_Limit(newest, f"<{number}.{part}" if part else f"<{number}"))
        elif operator != "~=" or patch:  # ~=2.2 allows 2.16
            limits.append(_Limit((major, minor), f" {major}.{minor}"))
    return min(limits, default=None)
