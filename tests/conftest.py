"""Fixtures and Hypothesis profiles for all tests."""

from __future__ import annotations

import json
import os
import re
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from batchmodels.engine import wiretexts
from batchmodels.engine.annotations import is_annotation

# No test is timed. The usual profiles take the same examples each time, so that what passes today passes next year.
settings.register_profile("long", max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("short", settings.get_profile("long"), max_examples=50, derandomize=True)
settings.register_profile("quick", settings.get_profile("short"), max_examples=15)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))

# azure-batch 15 can't be installed beside azure-batch 14, so nox has an environment for these: nox -s azure15.
collect_ignore = ["azure15"]

ROOT = Path(__file__).parent.parent
WIRE = ROOT.parent / "shared" / "wire"
OWN_DOCUMENTS = sorted((ROOT / "tests" / "documents").glob("*.json"))
WIRE_EXAMPLES = sorted((WIRE / "examples").glob("*.json"))
ALL_EXAMPLES = [*WIRE_EXAMPLES, *sorted((WIRE / "examples-all").glob("*.json"))]

needs_wire = pytest.mark.skipif(not WIRE.is_dir(), reason="the service's published shapes and examples are not here")


def start_tasks_in(value: Any) -> list[tuple[str, dict[str, Any]]]:
    """Every start task and every start task's information in a document, with the name of its type."""
    found = []
    if isinstance(value, dict):
        for key, member in value.items():
            if key == "startTask" and isinstance(member, dict):
                found.append(("StartTask", member))
            elif key == "startTaskInfo" and isinstance(member, dict):
                found.append(("StartTaskInformation", member))
            else:
                found += start_tasks_in(member)
    elif isinstance(value, list):
        for element in value:
            found += start_tasks_in(element)
    return found


def without_annotations(value: Any) -> Any:
    """A document without what the service adds to its answers, which no form has."""
    if isinstance(value, dict):
        return {key: without_annotations(each) for key, each in value.items() if not is_annotation(key)}
    return [without_annotations(each) for each in value] if isinstance(value, list) else value


def in_one_spelling(value: Any) -> Any:
    """A JSON value with its times spelled as serialize() spells them: msrest writes the same time with other digits."""
    if isinstance(value, dict):
        return {key: in_one_spelling(member) for key, member in value.items()}
    if isinstance(value, list):
        return [in_one_spelling(element) for element in value]
    if isinstance(value, str) and re.fullmatch(wiretexts.TIME_PATTERN, value):
        time = wiretexts.read_time(value)
        return value if time is None else wiretexts.write_time(time)
    return value


def one_of(enumeration: type[Enum]) -> str:
    """How a message lists the values of an enumeration, which may have more some day: ``one of 'task', 'pool'``."""
    return f"one of {', '.join(repr(member.value) for member in enumeration)}"


def load(path: Path) -> Any:
    return json.loads(path.read_bytes())
