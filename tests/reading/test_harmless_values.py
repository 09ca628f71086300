"""What excerpts show although its key is unknown, and what they still hide."""

from __future__ import annotations

import json
from typing import Any

import pytest

from batchmodels.documents.excerpts import Excerpts
from batchmodels.documents.shown_keys import shown_path
from batchmodels.documents.source import read_source


def shown(text: str, file: str = "x.yaml") -> str:
    return "\n".join(Excerpts(read_source(file, text)).masked())


@pytest.mark.parametrize(
    "text",
    [
        "targetDedicated: 2",
        "interNodeCommunication: Enabled",
        "autoScaleEvaluationInterval: PT1M",
        "autoScaleEvaluationInterva: PT1H30M",
        "taskSlotPerNode: 4",
        "scaleFactor: 1.5",
        "elevation: admin",
        "cachingMode: 'ReadOnly'",
    ],
)
def test_harmless_values(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("environmentSettings: [{DB_PASSWORD: hunter2}]", "environmentSettings: [{DB_PASSWORD: ***}]"),
        ("environmentSettings: {DB_PASSWORD: 1234, MODE: fast}", "environmentSettings: {DB_PASSWORD: ***, MODE: ***}"),
        ("environmentSettings: [{name: A, valu: admin}]", "environmentSettings: [{name: A, valu: ***}]"),
        ("password: 1234", "password: ***"),
        ("pin: 1234", "pin: ***"),
        ("accountKey: PT1M", "accountKey: ***"),
        ("password: {abc: def}", "password: {***: ***}"),
        ("unknownThing: hunter2", "unknownThing: ***"),
        ("unknownThing: 12345678", "unknownThing: ***"),
        ("unknownThing: '1234'", "unknownThing: '***'"),
    ],
)
def test_what_may_be_a_secret_is_hidden(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_words_of_terraform() -> None:
    pytest.importorskip("hcl2")
    lines = [
        'resource "azurerm_batch_pool" "q" {',
        '  name = "q"',
        "  start_task {",
        '    common_environment_properties = { DB_PASSWORD = "hunter2", SIZE = "10" }',
        "  }",
        "}",
    ]
    expected = [*lines[:3], '    common_environment_properties = { DB_PASSWORD = "***", SIZE = "***" }', *lines[4:]]
    assert shown("\n".join(lines), "main.tf").splitlines() == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("startTask", "environmentSettings", "DB_PASSWORD"), "$.startTask.environmentSettings.DB_PASSWORD"),
        (("environmentSettings", 0, "DB_PASSWORD"), "$.environmentSettings[0].DB_PASSWORD"),
        (("password", "abc"), '$.password["***"]'),
        (("protectedSettings", "abc"), '$.protectedSettings["***"]'),
        (("environmentSettings", 0, "value", "abc"), '$.environmentSettings[0].value["***"]'),
    ],
)
def test_paths(path: Any, expected: str) -> None:
    assert shown_path(path) == expected


def test_long_lines_are_shown_in_full() -> None:
    text = json.dumps({"displayName": "word " * 100, "targetDedicated": 2})
    assert shown(text, "x.json") == text
