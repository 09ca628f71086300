"""The records of azure-batch 15's names are what the installed package says."""

from __future__ import annotations

from enum import Enum
from typing import Any

import azure.batch.models
import naming
import pytest

import batchmodels
from batchmodels import azure15
from batchmodels.azure15 import COUNTERPARTS, ENUMERATIONS, Counterpart


def test_the_records_are_those_of_the_package() -> None:
    assert naming.COUNTERPARTS.read_text(encoding="utf-8") == naming.counterparts(), "run: python tests/naming.py"


@pytest.mark.parametrize("counterpart", COUNTERPARTS, ids=lambda counterpart: counterpart.ours)
def test_a_record(counterpart: Counterpart) -> None:
    ours: Any = getattr(batchmodels, counterpart.ours)
    theirs = naming.their_class(counterpart.theirs)
    theirs()  # only then are the records of its attributes complete
    for name, field in theirs._attr_to_rest_field.items():
        if counterpart.one_way and field._rest_name not in ours.__definition__.by_wire_key:
            continue  # it takes the whole answer
        attribute = ours.__definition__.by_wire_key[field._rest_name]
        assert counterpart.attributes.get(attribute.name, attribute.name) == name


def test_no_model_has_two_records() -> None:
    assert len({each.ours for each in COUNTERPARTS}) == len(COUNTERPARTS)
    back = [each.theirs for each in COUNTERPARTS if not each.one_way]
    assert len(set(back)) == len(back)


def test_what_has_no_record_is_gone() -> None:
    recorded = {each.ours for each in COUNTERPARTS} | naming.PAGES_OF_15
    for model in naming.MODELS:
        if model.__name__ not in recorded:
            assert all(attribute.until for attribute in model.__definition__.attributes)


def test_everything_of_theirs_has_a_record() -> None:
    recorded = {each.theirs for each in COUNTERPARTS} | set(ENUMERATIONS.values())
    public = {name for name in azure.batch.models.__all__ if isinstance(getattr(azure.batch.models, name), type)}
    # The headers of a file, and an exception: neither is a document.
    assert public - recorded == {"BatchFileProperties", "CreateTasksError"}


@pytest.mark.parametrize("name", ENUMERATIONS)
def test_the_members_are_ours_in_capitals(name: str) -> None:
    ours: Any = getattr(batchmodels, name)
    theirs: Any = naming.their_class(ENUMERATIONS[name])
    assert issubclass(theirs, Enum)
    assert {member.name: member.value.lower() for member in theirs} == {
        member.name.upper(): member.value.lower() for member in ours if member.until is None
    }


def test_the_names_are_exported() -> None:
    for name in ("BodyPolicy", "COUNTERPARTS", "Counterpart", "ENUMERATIONS", "from_model", "to_model"):
        assert hasattr(azure15, name)
