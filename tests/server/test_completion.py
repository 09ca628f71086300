"""Completion and hovers, at every kind of place."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("lsprotocol", reason="the editor server needs the extra lsp")

from conftest import ROOT
from lsp_client import edited

from batchmodels.server.checks import Options, check_text, reads_as_yaml
from batchmodels.server.completion import completions
from batchmodels.server.hovers import hover
from batchmodels.server.text_positions import TextPositions

START = '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": ['
ARM = START + '{"type": "Microsoft.Batch/batchAccounts/pools", "name": "a/b", "properties": {%s}}]}'


def completed(text: str, name: str) -> dict[str, str]:
    """The text after each completion at the mark ``¦``, by label."""
    offset = text.index("¦")
    text = text.replace("¦", "")
    items = completions(text, offset, TextPositions(text), is_yaml=reads_as_yaml(name, text))
    found = {}
    for item in items:
        edit: Any = item.text_edit
        start, end = ({"line": place.line, "character": place.character} for place in (edit.range.start, edit.range.end))
        found[item.label] = edited(text, [{"range": {"start": start, "end": end}, "newText": edit.new_text}])
    return found


@pytest.mark.parametrize(
    ("name", "before", "label", "after"),
    [
        ("a.yaml", "startTask:\n  ¦", "commandLine", "startTask:\n  commandLine: "),
        ("a.yaml", "startTask:\n  com¦", "commandLine", "startTask:\n  commandLine: "),
        ("a.yaml", "startTask:\n  com¦: x\n", "commandLine", "startTask:\n  commandLine: x\n"),
        (
            "a.yaml",
            "startTask:\n  id: 1\n  us¦\nvmSize: a\n",
            "userIdentity",
            "startTask:\n  id: 1\n  userIdentity:\nvmSize: a\n",
        ),
        ("a.yaml", 'startTask:\n  "us¦', "userIdentity", 'startTask:\n  "userIdentity":'),
        ("a.yaml", "startTask: {commandLine: x, ¦}", "userIdentity", "startTask: {commandLine: x, userIdentity: }"),
        ("a.yaml", "startTask:\n  resourceFiles:\n  - ¦", "httpUrl", "startTask:\n  resourceFiles:\n  - httpUrl: "),
        (
            "a.yaml",
            "startTask:\n  resourceFiles:\n  - httpUrl: x\n    ¦",
            "filePath",
            "startTask:\n  resourceFiles:\n  - httpUrl: x\n    filePath: ",
        ),
        ("a.yaml", "startTask:\n  waitForSuccess: ¦\nid: x", "true", "startTask:\n  waitForSuccess: true\nid: x"),
        ("a.yaml", "userAccounts:\n- elevationLevel: n¦\n", "nonadmin", "userAccounts:\n- elevationLevel: nonadmin\n"),
        ("a.yaml", "userAccounts:\n- elevationLevel: 'n¦'\n", "nonadmin", "userAccounts:\n- elevationLevel: 'nonadmin'\n"),
        ("a.yaml", "¦", "startTask", "startTask:"),
        ("a.yaml", "a: 1\n---\nstartTask:\n  ¦", "commandLine", "a: 1\n---\nstartTask:\n  commandLine: "),
        ("a.json", '{"startTask": {"comm¦', "commandLine", '{"startTask": {"commandLine": '),
        ("a.json", '{"startTask": {"comm¦"}}', "commandLine", '{"startTask": {"commandLine": }}'),
        ("a.json", '{"startTask": {"comm¦": "x"}}', "commandLine", '{"startTask": {"commandLine": "x"}}'),
        (
            "a.json",
            '{"startTask": {"id": 1, ¦\n}, "vmSize": "a"}',
            "userIdentity",
            '{"startTask": {"id": 1, "userIdentity": \n}, "vmSize": "a"}',
        ),
        ("a.json", '{"startTask": {"waitForSuccess": ¦}}', "false", '{"startTask": {"waitForSuccess": false}}'),
        ("a.json", '{"userAccounts": [{"elevationLevel": "¦"}]}', "admin", '{"userAccounts": [{"elevationLevel": "admin"}]}'),
        ("a.json", '{"userAccounts": [{"elevationLevel": ¦', "admin", '{"userAccounts": [{"elevationLevel": "admin"'),
        ("a.json", '[{"startTask": {"¦', "commandLine", '[{"startTask": {"commandLine": '),
        ("a.json", "{¦}", "vmSize", '{"vmSize": }'),
        ("a.json", ARM % '"startTask": {}, "sc¦"', "scaleSettings", ARM % '"startTask": {}, "scaleSettings": '),
        (
            "a.json",
            ARM % '"scaleSettings": {"fixedScale": {"¦"}}',
            "targetDedicatedNodes",
            ARM % '"scaleSettings": {"fixedScale": {"targetDedicatedNodes": }}',
        ),
        (
            "a.json",
            ARM % '"startTask": {"userIdentity": {"¦"}}',
            "userName",
            ARM % '"startTask": {"userIdentity": {"userName": }}',
        ),
        ("a.json", ARM % '"interNodeCommunication": "¦"', "Enabled", ARM % '"interNodeCommunication": "Enabled"'),
        (
            "a.json",
            ARM % '"startTask": {"userIdentity": {"autoUser": {"scope": "¦"}}}',
            "Pool",
            ARM % '"startTask": {"userIdentity": {"autoUser": {"scope": "Pool"}}}',
        ),
    ],
    ids=lambda value: value[-30:],
)
def test_completion(name: str, before: str, label: str, after: str) -> None:
    assert completed(before, name)[label] == after


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "startTask:\n  commandLine: |\n    ¦\n"),
        ("a.yaml", "startTask:\n  commandLine: x # ¦\n"),
        ("a.yaml", "startTask:\n  commandLine: ¦\n"),
        ("a.json", '{"startTask": {"commandLine": "¦"}}'),
        ("a.yaml", "services:\n  web:\n    ¦"),
        ("a.json", '{"scripts": {"¦"}}'),
    ],
    ids=str,
)
def test_places_without_completion(name: str, text: str) -> None:
    assert completed(text, name) == {}


def test_members_that_are_there_are_not_offered() -> None:
    found = completed('{"startTask": {"commandLine": "a", "¦", "waitForSuccess": true}}', "a.json")
    assert sorted(found) == ["containerSettings", "environmentSettings", "maxTaskRetryCount", "resourceFiles", "userIdentity"]


def test_members_that_only_the_service_sets_are_offered_in_its_answers_only() -> None:
    assert "allocationState" not in completed('{"vmSize": "a", ¦}', "a.json")
    assert "currentDedicatedNodes" in completed('{"vmSize": "a", "allocationState": "steady", ¦}', "a.json")


def test_arms_members_are_not_offered_to_the_service() -> None:
    found = completed('{"startTask": {"userIdentity": {"¦"}}}', "a.json")
    assert sorted(found) == ["autoUser", "username"]


def shown(text: str, name: str) -> str | None:
    offset = text.index("¦")
    text = text.replace("¦", "")
    found: Any = hover(text, offset, TextPositions(text), is_yaml=reads_as_yaml(name, text))
    return found and found.contents.value


def test_hovers_of_members() -> None:
    assert shown("startTask:\n  user¦Identity:\n    autoUser: {sc", "a.yaml") == (
        "**userIdentity**: `UserIdentity`\n\n"
        "The user to run as. Default: an auto-user without administrator rights, unique to the task.\n\n"
        "A member of `StartTask`."
    )
    assert shown('{"startTask": {"command¦Line": "', "a.json") == shown("startTask:\n  command¦Line: x\n", "a.yaml")
    assert shown(ARM % '"startTask": {"user¦Identity": {', "a.json") == shown("startTask:\n  user¦Identity: {}\n", "a.yaml")


def test_hovers_of_enumerations() -> None:
    text = "startTask:\n  userIdentity:\n    autoUser:\n      %s\n"
    assert shown(text % "elevation¦Level: admin", "a.yaml") == (
        "**elevationLevel**: `ElevationLevel`\n\n"
        "The rights of the user. Default `nonadmin`.\n\n"
        "- `nonadmin`: A standard user: can't use the package manager, manage services, or write outside the node's Batch "
        "directories.\n"
        "- `admin`: An administrator: root through sudo on Linux, the Administrators group on Windows.\n\n"
        "A member of `AutoUserSpecification`."
    )
    assert shown(text % "elevationLevel: ad¦min", "a.yaml") == (
        "An administrator: root through sudo on Linux, the Administrators group on Windows."
    )
    assert shown(text % "elevationLevel: ro¦ot", "a.yaml") is None


def test_other_texts_have_no_hover() -> None:
    assert shown("services:\n  we¦b: 1\n", "a.yaml") is None
    assert shown("commandLine: ba¦sh\n", "a.yaml") is None
    assert shown("¦", "a.yaml") is None


@pytest.mark.parametrize("name", ["pool.json", "start_task.yaml", "arm_template.json"])
def test_every_beginning_of_a_document(name: str) -> None:
    text = (ROOT / "examples" / name).read_text(encoding="utf-8")
    for end in range(0, len(text), 61):
        half = text[:end]
        positions = TextPositions(half)
        checked = check_text(name, half, Options())
        assert not [found for found in checked.found if "internal error" in found.message]
        completions(half, end, positions, is_yaml=reads_as_yaml(name, half))
        hover(half, end // 2, positions, is_yaml=reads_as_yaml(name, half))
