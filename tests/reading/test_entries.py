"""The entries of a document."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import OWN_DOCUMENTS, ROOT, WIRE_EXAMPLES, load
from hypothesis import given
from hypothesis import strategies as st
from strategies import models

import batchmodels
from batchmodels import ComputeNode, PoolAddParameter, StartTask, StartTaskInformation, documents
from batchmodels.documents import Entry, Position, UnreadableError
from batchmodels.documents.entries import entries_of
from batchmodels.documents.source import read_source

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
POOL = "Microsoft.Batch/batchAccounts/pools"


def find(content: Any, type_name: str | None = None) -> list[Entry]:
    return entries_of(read_source("x.json", json.dumps(content, indent=1).encode()), type_name)


def types(content: Any) -> list[str]:
    return [entry.model_type for entry in find(content)]


@pytest.mark.parametrize("path", WIRE_EXAMPLES, ids=lambda path: path.stem)
def test_published_examples(path: Any) -> None:
    example = load(path)
    [entry] = find(example["body"])
    if example["type"] == "PoolSpecification":  # alone it is a pool without an id
        assert entry.model_type == "PoolAddParameter"
    else:
        assert entry.model_type == example["type"]
    assert entry.content == example["body"]
    assert entry.where(("a", 1)) == ("a", 1)
    assert not entry.arm


@pytest.mark.parametrize("path", OWN_DOCUMENTS, ids=lambda path: path.stem)
def test_own_documents(path: Any) -> None:
    expected = "StartTaskInformation" if path.stem.startswith("information") else "StartTask"
    assert types(load(path)) == [expected]


def test_own_pools() -> None:
    documents = ROOT / "tests" / "documents" / "pools"
    assert types(load(documents / "cloud_pool.json")) == ["CloudPool"]
    nodes = find(load(documents / "node_list.json"))
    assert {entry.model_type for entry in nodes} == {"ComputeNode"}
    assert nodes[1].where(("startTask", "commandLine")) == ("value", 1, "startTask", "commandLine")
    assert nodes[1].name == load(documents / "node_list.json")["value"][1]["id"]
    [pool] = find(load(ROOT / "examples" / "pool.json"))
    assert (pool.model_type, pool.name) == ("PoolAddParameter", load(ROOT / "examples" / "pool.json")["id"])


@pytest.mark.parametrize("model", [StartTask, PoolAddParameter, ComputeNode], ids=lambda model: model.__name__)
def test_whatever_a_model_writes(model: Any) -> None:
    @given(models(model, common=True))
    def check(instance: Any) -> None:
        document = instance.serialize()
        if len(document) > 1 + ("id" in document) or model is StartTask:
            try:
                [entry] = find(document)
            except UnreadableError:
                assert model is ComputeNode  # nothing is required of a node, so it may have no distinctive member
            else:
                assert entry.model_type == model.__name__ or model is ComputeNode

    check()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"comandLine": "x"}, "StartTask"),
        ({"command_line": "x", "resource_files": []}, "StartTask"),
        ({"CommandLine": "x", "WaitForSucess": True}, "StartTask"),
        ({"resourceFiles": [], "timeout": 3}, "StartTask"),
        ({"id": "p", "vm_size": "x"}, "PoolAddParameter"),
        ({"vmSize": "x", "startTask": {}}, "PoolAddParameter"),
        ({"id": "p", "targetDedicatedNode": 3}, "PoolAddParameter"),
        ({"id": "p", "vmSize": "x", "identity": {}}, "PoolAddParameter"),
        ({"id": "p", "vmSize": "x", "eTag": "1"}, "CloudPool"),
        ({"id": "p", "state": "active", "startTask": {}}, "CloudPool"),
        ({"startTask": {"commandLine": "x"}}, "PoolPatchParameter"),
        ({"startTask": {}, "metadata": []}, "PoolPatchParameter"),
        ({"poolInfo": {"poolId": "p"}}, "JobUpdateParameter"),
        (
            {"startTask": {}, "metadata": [], "certificateReferences": [], "applicationPackageReferences": []},
            "PoolUpdatePropertiesParameter",
        ),
        ({"state": "running", "startTime": "2024-01-01T00:00:00Z", "retryCount": 0}, "StartTaskInformation"),
        (
            {"id": "n", "state": "starttaskfailed", "vmSize": "x", "startTaskInfo": {}, "schedulingState": "enabled"},
            "ComputeNode",
        ),
    ],
)
def test_by_its_members(content: Any, expected: str) -> None:
    assert types(content) == [expected]


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"id": "x", "name": "y", "state": "z"},
        {"name": "package", "version": "1.0", "dependencies": {}},
        {"resources": {"limits": {"cpu": 1}}},
        {"vm_size": "s", "location": "eastus", "command": "env", "image": {}, "flags": "-r"},
        {"x" * 10_000: 1},
        "text",
        3,
        None,
        True,
    ],
)
def test_nothing_to_check(content: Any) -> None:
    with pytest.raises(UnreadableError) as caught:
        find(content)
    came = {str: "a text", int: "a number", type(None): "null", bool: "a truth value"}.get(type(content), "something else")
    assert caught.value.message == (
        f"expected a start task, a pool, a node, a job, a task or an ARM template, got {came}; specify its type"
        " (--type in the command, type_name in Python), for example StartTask"
    )
    assert caught.value.position is not None
    assert caught.value.position[:2] == (1, 1)


@pytest.mark.parametrize(
    "content",
    [
        {"$schema": SCHEMA.replace("deploymentTemplate", "deploymentParameters"), "parameters": {}},
        {"parameters": {"vmSize": {"value": "s"}, "key": {"reference": {}}}},
        {"vmSize": {"value": "s"}},
    ],
)
def test_parameter_files_have_nothing_to_check(content: Any) -> None:
    document = documents.read_text(json.dumps(content), "pool.parameters.json")
    assert document.entries == ()
    assert [(each.rule, each.message, each.fix) for each in documents.check(document)] == [
        (
            "not-judged/file",
            "0 pools checked: the file has the values of a template's parameters.",
            "Check its template, with this file as --parameters.",
        )
    ]


@pytest.mark.parametrize("written", ["<<_ID_>>", "{{ id }}", "#{id}#", "__ID__"])
def test_placeholders_of_other_tools_are_not_judged(written: str) -> None:
    references = [{"applicationId": written}, {"applicationId": "a b"}, written]
    for content, path in (
        ({"id": written, "vmSize": "s", "applicationPackageReferences": references}, "$"),
        ({"pool": {"id": written, "vmSize": "s", "applicationPackageReferences": references}, "parameters": {}}, "$.pool"),
    ):
        found = documents.check(documents.read_text(json.dumps(content), "pool.json"))
        assert [(each.rule, each.path, each.message) for each in found if "id" in each.path.lower() or "[" in each.path] == [
            ("not-judged/value", f"{path}.id", "id is not judged, because it is a placeholder."),
            (
                "not-judged/value",
                f"{path}.applicationPackageReferences[0].applicationId",
                "applicationId is not judged, because it is a placeholder.",
            ),
            (
                "not-judged/value",
                f"{path}.applicationPackageReferences[2]",
                "an element of applicationPackageReferences is not judged, because it is a placeholder.",
            ),
        ]


def test_texts_that_only_contain_braces_are_judged() -> None:
    task = {"commandLine": "echo {{ $X }}", "resourceFiles": [{"httpUrl": "http://example.com/{{a}}", "filePath": "x"}]}
    found = documents.check(documents.read_text(json.dumps(task)))
    assert {"BM101", "BM604"} <= {each.rule for each in found}


def test_lists_and_pages() -> None:
    assert find([]) == find({"value": []}) == []
    found = find([{"commandLine": "x"}, {"value": [{"id": "p", "vmSize": "x"}], "odata.nextLink": "u"}])
    assert [(each.model_type, each.name) for each in found] == [("StartTask", ""), ("PoolAddParameter", "p")]
    assert found[1].where(("vmSize",)) == (1, "value", 0, "vmSize")
    with pytest.raises(UnreadableError) as caught:
        find([{"commandLine": "x"}, {"a": 1}])
    assert caught.value.position == Position(5, 2, 5, 3)


def test_yaml_documents() -> None:
    source = read_source("x.yaml", b"commandLine: x\n---\nid: p\nvmSize: y\n")
    assert [each.model_type for each in entries_of(source)] == ["StartTask", "PoolAddParameter"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("poolInfo", "autoPoolSpecification", "pool"), "JobAddParameter"),
        (("autoPoolSpecification", "pool"), "PoolInformation"),
        (("jobSpecification", "poolInfo", "autoPoolSpecification", "pool"), "JobScheduleAddParameter"),
    ],
)
def test_a_job_with_the_pool_that_it_defines(path: tuple[str, ...], expected: str) -> None:
    content: Any = {"vmSize": "x"}
    for step in reversed(path):
        content = {step: content, "id": "job"}
    [entry] = find(content)
    assert (entry.model_type, entry.name) == (expected, "job")
    assert entry.locate((*path, "vmSize")) == (*path, "vmSize")


def test_a_type_that_was_named() -> None:
    assert [each.model_type for each in find({"a": 1}, "StartTask")] == ["StartTask"]
    found = find([{"vmSize": "x"}, {"vmSize": "y"}], "PoolSpecification")
    assert [(each.model_type, each.where(("a",))) for each in found] == [
        ("PoolSpecification", (0, "a")),
        ("PoolSpecification", (1, "a")),
    ]
    assert find("text", "StartTask")[0].content == "text"


class TestTemplates:
    @staticmethod
    def pool(name: str = "account/pool") -> dict[str, Any]:
        return {"type": POOL, "apiVersion": "2024-02-01", "name": name, "properties": {"vmSize": "x"}}

    def test_at_the_top(self) -> None:
        template = {"$schema": SCHEMA, "resources": [{"type": "Microsoft.Storage/storageAccounts"}, self.pool()]}
        [entry] = find(template)
        assert (entry.model_type, entry.name, entry.arm) == ("PoolAddParameter", "account/pool", True)
        assert entry.content == {"id": "pool", "vmSize": "x"}
        assert entry.where(("vmSize",)) == ("resources", 1, "properties", "vmSize")

    def test_in_any_letter_case(self) -> None:
        assert len(find({"$schema": SCHEMA.upper(), "resources": [{**self.pool(), "type": POOL.upper()}]})) == 1

    def test_within_an_account(self) -> None:
        inner = {**self.pool("inner"), "type": "pools"}
        account = {
            "type": "Microsoft.Batch/batchAccounts",
            "name": "a",
            "resources": [inner, {**inner, "type": "certificates"}],
        }
        [entry] = find({"$schema": SCHEMA, "resources": [account]})
        assert entry.where(("id",)) == ("resources", 0, "resources", 0, "name")

    def test_within_another_template(self) -> None:
        deployment = {
            "type": "Microsoft.Resources/deployments",
            "properties": {"template": {"$schema": SCHEMA, "resources": [self.pool()]}},
        }
        [entry] = find({"$schema": SCHEMA, "resources": [deployment]})
        assert entry.where(()) == ("resources", 0, "properties", "template", "resources", 0)

    def test_resources_by_name(self) -> None:
        resources = {"first": self.pool(), "there": {**self.pool(), "existing": True}}
        [entry] = find({"$schema": SCHEMA, "languageVersion": "2.0", "resources": resources})
        assert entry.where(("vmSize",)) == ("resources", "first", "properties", "vmSize")

    def test_without_a_schema_and_without_pools(self) -> None:
        assert len(find({"resources": [self.pool()]})) == 1
        assert find({"$schema": SCHEMA, "resources": []}) == []
        assert find({"$schema": SCHEMA, "resources": "[variables('all')]"}) == []
        assert find({"$schema": SCHEMA, "resources": [3, {"type": None, "properties": None}]}) == []

    def test_single_pools(self) -> None:
        answer = {
            "id": "/subscriptions/0/pools/pool",
            "name": "pool",
            "properties": {"vmSize": "x", "provisioningState": "Succeeded"},
        }
        assert [each.arm for each in find(self.pool())] == [True]
        assert [each.content for each in find([answer, answer])] == [{"id": "pool", "vmSize": "x"}] * 2
        assert find({"value": [answer]})[0].where(("id",)) == ("value", 0, "name")

    def test_a_pool_of_the_service_with_properties_is_not_an_arm_pool(self) -> None:
        content = {"id": "p", "vmSize": "x", "properties": {"startTask": {"commandLine": "x"}}}
        assert [(each.arm, each.content) for each in find(content)] == [(False, content)]

    def test_holes(self) -> None:
        [entry] = find({**self.pool("[parameters('name')]")})
        assert entry.holes == {("id",)}
        assert entry.name == "[parameters('name')]"

    def test_notices(self) -> None:
        pool = self.pool()
        pool["properties"]["enableAutoScale"] = True
        [entry] = find({"$schema": SCHEMA, "resources": [pool]})
        [finding] = entry.findings
        assert finding.steps == ("resources", 0, "properties", "enableAutoScale")
        assert finding.fix == "Write properties.scaleSettings.autoScale."


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["resources", "type", "properties", "value", "template", "vmSize", "copy", "name", "$schema", "scaleSettings"]
            ),
            inner | st.just(POOL) | st.just(SCHEMA) | st.just("Microsoft.Resources/deployments"),
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_document(content: Any) -> None:
    try:
        found = find(content)
    except UnreadableError:
        return
    for entry in found:
        assert hasattr(batchmodels, entry.model_type)
        entry.where(("a", 0, "b"))


def test_a_document_of_each_type() -> None:
    assert StartTaskInformation.__name__ in types({"value": [{"retryCount": 1, "failureInfo": {}}]})
