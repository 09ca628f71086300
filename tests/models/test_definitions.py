"""Documents of every API version, made from its own definitions, come back as they were."""

from __future__ import annotations

import datetime
import json
import os
from typing import Any

import pytest
import wire
from conftest import needs_wire
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import common_json_values, texts

from batchmodels import Model
from batchmodels.engine import reference

WHOLE = [version for version in wire.DEFINITIONS if version >= wire.FIRST_WHOLE]
OLDER = [version for version in wire.DEFINITIONS if version < wire.FIRST_WHOLE]


def time_text(time: datetime.datetime) -> str:
    """A time as the service writes it, to the microsecond, which is what Python holds."""
    fraction = f"{time.microsecond:06}".rstrip("0").ljust(3, "0")
    return f"{time.replace(microsecond=0).isoformat()}.{fraction}Z"


def duration_text(seconds: int) -> str:
    days, rest = divmod(seconds, 86_400)
    parts = [(rest // 3600, "H"), (rest % 3600 // 60, "M"), (rest % 60, "S")]
    clock = "".join(f"{number}{letter}" for number, letter in parts if number)
    return "P" + (f"{days}D" if days or not clock else "") + (f"T{clock}" if clock else "")


PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "string": texts,
    "integer": st.integers(-(2**53), 2**53),
    "boolean": st.booleans(),
    "number": st.floats(allow_nan=False, allow_infinity=False, width=32),
    "date-time": st.datetimes(datetime.datetime(1000, 1, 1)).map(time_text),
    "duration": st.integers(0, 10**7).map(duration_text),
    "object": common_json_values.filter(lambda value: value is not None),
}


def values(version: str, wire_type: Any) -> st.SearchStrategy[Any]:
    if isinstance(wire_type, list):
        return st.lists(values(version, wire_type[0]), max_size=2)
    if isinstance(wire_type, dict):
        return st.dictionaries(texts, values(version, wire_type["*"]), max_size=2)
    if wire_type in PLAIN:
        return PLAIN[wire_type]
    definition = wire.definitions(version)[wire_type]
    if wire.is_enumeration(definition):
        return st.sampled_from(definition["enum"])
    return documents(version, wire_type)


@st.composite
def documents(draw: st.DrawFn, version: str, name: str) -> dict[str, Any]:
    """Documents of a type; each member there or not, and few of those that hold much."""
    found = {}
    definition = wire.definitions(version)[name]
    wanted = draw(st.sets(st.sampled_from(sorted(definition)), max_size=8))
    for key, entry in definition.items():
        if key in wanted or entry.get("required"):
            wire_type = entry["type"]
            if (key, version) == ("visibility", "2015-12-01.2.2"):
                continue  # one text in that version, a list in all others: refused
            found[key] = draw(values(version, "object" if key in ("settings", "protectedSettings") else wire_type))
    return found


def any_document(version: str) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """The name of a type that is sent or read, and a document of it."""
    return st.sampled_from(wire.bodies(version)).flatmap(lambda name: st.tuples(st.just(name), documents(version, name)))


def each_type(versions: list[str]) -> list[tuple[str, str]]:
    """Every type in the first version that has it, and in those that define it in another way than the version before."""
    found = []
    for before, version in zip([None, *versions], versions, strict=False):
        known = wire.definitions(before) if before else {}
        found += [(version, name) for name in wire.bodies(version) if wire.definitions(version)[name] != known.get(name)]
    return found


few = settings(max_examples=2_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 3)


@needs_wire
@pytest.mark.parametrize("version", WHOLE)
def test_every_type_and_member_has_its_class_and_attribute(version: str) -> None:
    for name, definition in wire.definitions(version).items():
        if name in wire.lists(version):
            assert issubclass(wire.model_of(wire.lists(version)[name]), Model)
        elif not wire.is_enumeration(definition):
            assert set(definition) <= set(wire.model_of(name).__definition__.by_wire_key), name


@needs_wire
@pytest.mark.parametrize(("version", "name"), each_type(WHOLE))
def test_a_document_of_each_type_comes_back(version: str, name: str) -> None:
    @few
    @given(documents(version, name))
    def check(document: dict[str, Any]) -> None:
        model = wire.model_of(name)
        expected = wire.as_held(model, document)
        for read in (model.deserialize(document), model.from_json(json.dumps(document)), model.from_dict(document)):
            assert wire.unknown_members(read) == {}
            # Random documents break rules between members, so they are written without asking for problems.
            written, problems = reference.encode(read, reference.Encoding(keep_readonly=True, api_version=version))
            assert written == expected
            assert not [problem for problem in problems if problem.rule == "api_version"]

    check()


@needs_wire
@pytest.mark.parametrize(("version", "element"), [(v, e) for v in WHOLE for e in sorted(wire.lists(v).values())])
def test_pages_of_each_list_come_back(version: str, element: str) -> None:
    @few
    @given(st.lists(documents(version, element), max_size=3))
    def check(elements: list[dict[str, Any]]) -> None:
        model = wire.model_of(element)
        page = {"odata.metadata": "m", "value": elements, "odata.nextLink": "https://account.region.batch.azure.com/next"}
        read = model.read_page(page)
        assert list(read) == [model.deserialize(each) for each in elements] == list(model.read_page(json.dumps(page)))
        assert (read.next_link, read.additional_properties) == (page["odata.nextLink"], {"odata.metadata": "m"})

    check()


@needs_wire
@pytest.mark.parametrize("version", WHOLE)
def test_documents_come_back_and_every_member_has_an_attribute(version: str) -> None:
    @given(any_document(version))
    def check(drawn: tuple[str, dict[str, Any]]) -> None:
        model, document = wire.model_of(drawn[0]), drawn[1]
        expected = wire.as_held(model, document)
        for read in (model.deserialize(document), model.from_json(json.dumps(document)), model.from_dict(document)):
            assert wire.unknown_members(read) == {}
            # Random documents break rules between members, so they are written without asking for problems.
            written, problems = reference.encode(read, reference.Encoding(keep_readonly=True, api_version=version))
            assert written == expected
            assert not [problem for problem in problems if problem.rule == "api_version"]

    check()


@needs_wire
@pytest.mark.parametrize("version", OLDER)
def test_older_documents_come_back_as_well(version: str) -> None:
    @given(any_document(version))
    def check(drawn: tuple[str, dict[str, Any]]) -> None:
        model, document = wire.model_of(drawn[0]), drawn[1]
        written, _ = reference.encode(model.deserialize(document), reference.Encoding(keep_readonly=True))
        assert written == wire.as_held(model, document)

    check()
