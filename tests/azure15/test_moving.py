"""docs/moving beside azure-batch 15: the tables are what the packages say, the sessions and the portable example run."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import Any

import azure.batch
import naming
import portability
import pytest
from conftest import ROOT
from pools import OWN_POOL

PAGE = ROOT / "docs" / "moving" / "to-azure-batch-15.md"
API_VERSION = "2025-06-01"

MODELS, ENUMERATIONS = naming.pairs_with_15()


def test_the_tables_of_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert naming.with_tables(text, naming.tables()) == text, "run: python tests/naming.py"


def test_the_sessions_of_the_page() -> None:
    results = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE, encoding="utf-8")
    assert results.attempted > 30
    assert results.failed == 0


def test_what_has_no_counterpart_is_gone_from_the_api_version() -> None:
    alone = [model for model in naming.MODELS if model not in MODELS and model.__name__ not in naming.PAGES_OF_15]
    assert alone
    assert all(attribute.until for model in alone for attribute in model.__definition__.attributes)


@pytest.mark.parametrize(
    "model", [model for model in MODELS if model.__name__ not in naming.REPLACED], ids=lambda model: model.__name__
)
def test_the_api_version_has_what_azure_batch_15_has(model: Any) -> None:
    """So that no class is taken for another, and ``api_version`` refuses just what azure-batch 15 doesn't have."""
    theirs = naming.attributes_of_15(MODELS[model])
    ours = model.__definition__.by_wire_key
    assert set(theirs) == {key for key, attribute in ours.items() if attribute.until is None}


@pytest.mark.parametrize("enumeration", list(ENUMERATIONS), ids=lambda enumeration: enumeration.__name__)
def test_members_are_named_in_capitals(enumeration: Any) -> None:
    ours = {member.name.upper(): member.value.lower() for member in enumeration if member.until is None}
    assert ours == {member.name: member.value.lower() for member in ENUMERATIONS[enumeration]}


def test_two_values_have_another_letter_case() -> None:
    spelled = [
        (ours.value, theirs.value)
        for enumeration, other in ENUMERATIONS.items()
        for ours in enumeration
        for theirs in other
        if ours.value != theirs.value and ours.value.lower() == theirs.value.lower()
    ]
    assert sorted(spelled) == [("CacheDisk", "cachedisk"), ("confidentialVM", "confidentialvm")]


def test_the_methods_of_the_client() -> None:
    methods = re.findall(r"\| `client\.(\w+)\([^|]*\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(methods) > 10
    for method in methods:
        assert callable(getattr(azure.batch.BatchClient, method))


def test_the_example_adds_a_pool() -> None:
    portability.check_adding(API_VERSION)


def test_the_example_changes_a_pool_that_exists() -> None:
    portability.check_changing(API_VERSION)


def test_the_example_reads_a_pool() -> None:
    portability.check_reading(OWN_POOL)


def test_the_example_reads_extensions_as_they_are() -> None:
    extension = {"name": "keys", "publisher": "p", "type": "t", "settings": {"certificates": ["a"]}}
    portability.check_reading({"id": "render", "virtualMachineConfiguration": {"extensions": [extension]}})


def test_the_example_refuses_what_is_gone(tmp_path: Path) -> None:
    message = "expected API version before 2025-06-01, got 2025-06-01 at $.resourceTags"
    portability.check_refusing({"resourceTags": {"team": "media"}}, message, tmp_path)
