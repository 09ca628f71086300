"""Detect the model of a document by its members, some of which may be misspelled."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ..engine.model import Model
from ..models.cloud_pool import CloudPool
from ..models.execution import StartTaskInformation
from ..models.nodes import ComputeNode
from ..models.pools import PoolAddParameter, PoolPatchParameter, PoolUpdatePropertiesParameter
from ..models.start_task import StartTask
from ..spelling import nearest, plain

# Members that documents of all sorts have: alone they tell nothing.
_EVERYWHERE = frozenset(
    (
        *("displayName", "endTime", "errors", "exitCode", "id", "identity", "lastModified", "metadata", "name"),
        *("resourceTags", "result", "startTime", "state", "stats", "url"),
    )
)

_SHARE = 0.85  # of a misspelled name's letters that are right
_MANY = 100  # members that are looked at: no document of ours has more


def kind_of(content: dict[str, Any]) -> str | None:
    """The name of the model that has the most of a document's members; None if none has any that tell."""
    keys = list(content)[:_MANY]
    # A pool of any sort has members of these; which sort it is is told afterwards.
    scores = {model: _score(keys, model) for model in (CloudPool, StartTask, ComputeNode, StartTaskInformation)}
    best = max(scores, key=lambda model: scores[model])
    if scores[best] <= 0:
        return None
    return _kind_of_pool(keys) if best is CloudPool else best.__name__


def _score(keys: list[str], model: type[Model]) -> int:
    """Two for a member that the model has, one for one that it seems to have, less one for each other; 0 if none tells."""
    known = [*model.__definition__.by_wire_key, *model.__definition__.by_other_key]
    telling = [key for key in known if key not in _EVERYWHERE]
    told = False
    score = 0
    for key in keys:
        near = key not in known and _is_near(key, telling)
        told = told or near or key in telling
        score += 2 if key in known else 1 if near else -1
    return max(score, 1) if told else 0


def _kind_of_pool(keys: list[str]) -> str:
    added = PoolAddParameter.__definition__.by_wire_key
    answered = [key for key in CloudPool.__definition__.by_wire_key if key not in added and key != "identity"]
    if any(key in answered for key in keys):
        return CloudPool.__name__
    changed = PoolPatchParameter.__definition__.by_wire_key
    only_added = ["id", "vmSize", *(key for key in added if key not in changed)]
    if any(key in only_added or (key not in changed and _is_near(key, only_added)) for key in keys):
        return PoolAddParameter.__name__
    updated = PoolUpdatePropertiesParameter.__definition__.by_wire_key
    required = {key for key, attribute in updated.items() if attribute.required}
    is_update = required <= set(keys) <= set(updated)
    return PoolUpdatePropertiesParameter.__name__ if is_update else PoolPatchParameter.__name__


def _is_near(key: str, known: Collection[str]) -> bool:
    """Whether a name is a known one, misspelled."""
    spelled = plain(key)
    return any(plain(each) == spelled for each in known) or nearest(key, known, _SHARE) is not None
