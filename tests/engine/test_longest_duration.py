"""The longest duration of the service, which answers have where there is no limit."""

from __future__ import annotations

import datetime
import json

import pytest

from batchmodels import CloudTask, TaskConstraints
from batchmodels.forms.convert import convert

LONGEST = "P10675199DT2H48M5.4775807S"


def test_it_is_written_as_it_was_read() -> None:
    constraints = TaskConstraints.from_json(json.dumps({"maxWallClockTime": LONGEST}))
    assert constraints.serialize() == {"maxWallClockTime": LONGEST}
    assert json.loads(constraints.to_json()) == {"maxWallClockTime": LONGEST}
    assert TaskConstraints.deserialize(constraints.serialize()) == constraints
    task = CloudTask.deserialize({"id": "t", "constraints": {"maxWallClockTime": LONGEST}})
    assert task.serialize()["constraints"] == {"maxWallClockTime": LONGEST}


@pytest.mark.parametrize("microseconds", [477579, 477580, 477582])
def test_its_neighbors_are_written_with_six_digits(microseconds: int) -> None:
    duration = datetime.timedelta(days=10675199, hours=2, minutes=48, seconds=5, microseconds=microseconds)
    digits = f"{microseconds}".rstrip("0")
    assert TaskConstraints(max_wall_clock_time=duration).serialize() == {"maxWallClockTime": f"P10675199DT2H48M5.{digits}S"}


def test_python_code_has_it_rounded_down() -> None:
    constraints = TaskConstraints.deserialize({"maxWallClockTime": LONGEST})
    code = convert(constraints, "azure-batch-14")
    assert (
        "        days=10675199,\n        hours=2,\n        minutes=48,\n        seconds=5,\n        microseconds=477580,\n"
        in code.text
    )
