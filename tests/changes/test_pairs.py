"""Pairs of definitions as users have reported them: the verdicts, the requests and the body of the PATCH.

``pairs.json`` has the sources. The documents of a pair are a base, with some members replaced; null leaves a member out. The
body of a change is only these members.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import batchmodels
from batchmodels import Changes, Model, Verdict, diff

DATA = json.loads((Path(__file__).parent / "pairs.json").read_text(encoding="utf-8"))
PAIRS = DATA["pairs"]
SECRETS = ("planted-secret-1", "planted-secret-2")

BODIES = {"PoolPatchParameter", "PoolUpdatePropertiesParameter", "JobPatchParameter", "JobUpdateParameter"}


def model_of(pair: dict[str, Any], side: str) -> Model:
    base = DATA["bases"][pair["base"]]
    name = pair.get(f"{side}_type", base["type"])
    document = pair[side] if name in BODIES else {**base["document"], **pair[side]}
    kind: type[Model] = getattr(batchmodels, name)
    return kind.deserialize({key: value for key, value in document.items() if value is not None})


def changes_of(pair: dict[str, Any]) -> Changes:
    return diff(model_of(pair, "old"), model_of(pair, "new"), api_version=pair.get("api_version"), plane=pair.get("plane"))


def request_of(operation: batchmodels.Operation) -> str:
    path = "arm" if operation.path.startswith("/subscriptions") else operation.path
    return f"{operation.method} {path}".strip()


each_pair = pytest.mark.parametrize("pair", PAIRS, ids=[pair["name"].replace(" ", "-") for pair in PAIRS])


@each_pair
def test_verdicts_and_requests(pair: dict[str, Any]) -> None:
    changes = changes_of(pair)
    assert {each.name: each.verdict.value for each in changes.properties} == pair["verdicts"]
    assert [request_of(each) for each in changes.operations] == pair["steps"]
    assert bool(changes) == any(each.is_change for each in changes.properties)
    for each in changes.properties:
        assert each.reason.endswith(".")


@each_pair
def test_the_values_that_differ(pair: dict[str, Any]) -> None:
    changes = changes_of(pair)
    if "differ" in pair:
        assert [change.path for change in changes] == pair["differ"]
    assert [change.path for change in changes.unknown] == pair.get("unknown", [])


@each_pair
def test_the_body_of_the_patch_is_valid_and_has_whole_values(pair: dict[str, Any]) -> None:
    changes = changes_of(pair)
    if changes.body is None:
        assert "patch" not in pair
        with pytest.raises(ValueError, match=r"no PATCH of API version .* makes any of these changes; see operations"):
            changes.patch()
        return
    if changes.plane == "data":
        assert changes.patch().validate(api_version=changes.api_version) == []
    if "patch" in pair:
        assert changes.patch().serialize() == pair["patch"]


@each_pair
def test_every_body_can_be_sent(pair: dict[str, Any]) -> None:
    changes = changes_of(pair)
    for operation in changes.operations:
        if isinstance(operation.body, Model):
            assert operation.body.validate(api_version=changes.api_version) == [], operation.title


@each_pair
def test_no_output_has_a_secret(pair: dict[str, Any]) -> None:
    changes = changes_of(pair)
    printed = [str(changes), repr(changes), changes.to_markdown(), json.dumps(changes.to_dict()), repr(changes.operations)]
    for text in printed:
        assert not any(secret in text for secret in SECRETS)


@each_pair
def test_nothing_changes_from_a_document_to_itself(pair: dict[str, Any]) -> None:
    for side in ("old", "new"):
        version, plane = pair.get("api_version"), pair.get("plane")
        changes = diff(model_of(pair, side), model_of(pair, side), api_version=version, plane=plane)
        assert (changes.properties, changes.operations, bool(changes)) == ((), (), False)


def test_there_are_enough_pairs_each_with_its_source() -> None:
    assert len(PAIRS) >= 30
    assert [name for name, times in Counter(pair["name"] for pair in PAIRS).items() if times > 1] == []
    assert all(pair["source"] for pair in PAIRS)
    given = {verdict for pair in PAIRS for verdict in pair["verdicts"].values()}
    assert given == {each.value for each in Verdict}
