"""Members of ARM's pools in documents of the Batch service."""

from __future__ import annotations

from collections.abc import Iterator

from ..arm.names import ONLY_IN_ARM, only_in_arm
from ..changes.old_names import models_in
from ..engine.model import Model
from ..paths import Steps


def arm_members_in(model: Model) -> Iterator[tuple[Steps, str]]:
    """Yield the steps of the undeclared members that only ARM's pools have, each with what is wrong and what to do."""
    for steps, each in models_in(model):
        if each.__definition__.by_name.keys() >= {"start_task", "metadata"}:  # a pool, or the pool of a job
            for key, fix in ONLY_IN_ARM.items():
                if key in each.additional_properties:
                    yield (*steps, key), f"{only_in_arm(key)} {fix}"
