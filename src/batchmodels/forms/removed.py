"""The members that the newest API version of the Batch service doesn't have any more."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.model import Model
from ..errors import Loss
from ..models.versions import API_VERSIONS

_RULE = "api_version"


def removed_members(model: Model) -> Iterator[Loss]:
    """Yield a note for each member that is written although only earlier API versions have it."""
    newest = API_VERSIONS[-1]
    for problem in model.validate(api_version=newest):
        if problem.rule == _RULE:
            what = f"it needs an {problem.expected}: {newest}, the newest one, refuses or ignores it"
            yield Loss(problem.steps, f"written as it is, but {what}")
