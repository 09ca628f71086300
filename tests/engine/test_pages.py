"""Pages of a list are read element by element, and lists of models written as JSON."""

from __future__ import annotations

import copy
import json
import pickle
import sys
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import broken_documents, common_json_values, json_values, models, texts

import batchmodels
from batchmodels import (
    CloudPool,
    ComputeNode,
    DeserializationError,
    EnvironmentSetting,
    Model,
    Page,
    ResourceFile,
    StartTask,
    ValidationError,
    to_json,
)

NOT_UTF_8 = "bytes that are not UTF-8 (invalid start byte)"

PAGE = {
    "odata.metadata": "https://account.region.batch.azure.com/$metadata#nodes",
    "value": [
        {"id": "tvm-1", "state": "idle", "startTask": {"commandLine": "x", "new": 1}},
        {"id": "tvm-2", "state": "hovering"},
    ],
    "odata.nextLink": "https://account.region.batch.azure.com/pools/p/nodes?$skiptoken=WATV2",
}


@pytest.mark.parametrize(
    "data", [PAGE, json.dumps(PAGE), json.dumps(PAGE).encode(), b"\xef\xbb\xbf" + json.dumps(PAGE).encode()]
)
def test_a_page(data: Any) -> None:
    before = copy.deepcopy(data)
    page = ComputeNode.read_page(data)
    assert data == before
    assert isinstance(page, Page)
    assert len(page) == 2
    assert [node.id for node in page] == ["tvm-1", "tvm-2"]
    assert page[0] == ComputeNode.deserialize(PAGE["value"][0])
    assert page[-1:] == [ComputeNode.deserialize(PAGE["value"][1])]
    assert page[0] in page
    assert page.next_link == PAGE["odata.nextLink"]
    assert page.additional_properties == {"odata.metadata": PAGE["odata.metadata"]}
    assert json.loads(page.to_json()) == PAGE
    assert json.loads(page.to_json(indent=2)) == PAGE
    assert b'\n  "value": [' in page.to_json(indent=2)
    assert ComputeNode.read_page(page.to_json()) == page
    assert copy.deepcopy(page) == pickle.loads(pickle.dumps(page)) == page


def test_pages_without_much() -> None:
    for empty in ({}, "{}", b"{}", {"value": []}, {"value": None}, '{"value": null}', b'{"value":[],"odata.nextLink":null}'):
        page = CloudPool.read_page(empty)
        assert (len(page), page.next_link, page.additional_properties) == (0, None, {})
        assert page == Page()
    assert Page().to_json() == b'{"value":[]}'
    assert Page() != []
    with pytest.raises(TypeError, match="unhashable"):
        hash(Page())


def test_a_page_of_one_s_own_making() -> None:
    page = Page([EnvironmentSetting(name="A", value="s3cret")], "https://x/?sig=s3cret&a=1", {"token": "s3cret", "n": 1})
    assert repr(page) == (
        "Page([EnvironmentSetting(name='A', value='***')], next_link='https://x/?sig=***&a=1', "
        "additional_properties={'token': '***', 'n': 1})"
    )
    assert json.loads(page.to_json()) == {
        "token": "s3cret", "n": 1, "value": [{"name": "A", "value": "s3cret"}], "odata.nextLink": "https://x/?sig=s3cret&a=1",
    }  # fmt: skip


@pytest.mark.parametrize("encode", [lambda page: page, json.dumps, lambda page: json.dumps(page).encode()])
def test_a_bad_element_is_named(encode: Any) -> None:
    nodes: list[Any] = [{"id": f"tvm-{number}"} for number in range(20)]
    nodes[17] = {"id": "tvm-17", "startTaskInfo": {"state": "running", "startTime": "yesterday", "retryCount": "0"}}
    nodes[18] = None
    nodes[19] = ["tvm-19"]
    with pytest.raises(DeserializationError) as caught:
        ComputeNode.read_page(encode({"value": nodes, "odata.nextLink": 3}))
    assert [problem.message for problem in caught.value.problems] == [
        "expected time such as '2025-01-31T12:00:00Z', got str 'yesterday' at $.value[17].startTaskInfo.startTime",
        "expected int, got str '0' at $.value[17].startTaskInfo.retryCount",
        "expected ComputeNode, got None at $.value[18]",
        "expected ComputeNode, got list at $.value[19]",
        'expected str, got int 3 at $["odata.nextLink"]',
    ]
    assert caught.value.problems[0].path == "$.value[17].startTaskInfo.startTime"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"value": {}}, "expected list, got dict at $.value"),
        ('{"value": "s3cret"}', "expected list, got str at $.value"),
        ([], "expected JSON, got list at $"),
        ("[" * 100_000, "expected JSON, got more than 200 levels at $"),
        ("[]", "expected Page, got list at $"),
        (b"3", "expected Page, got int at $"),
        (None, "expected JSON, got None at $"),
        (3, "expected JSON, got int 3 at $"),
        ('{"value": [{}', "expected JSON, got malformed text (Expecting ',' delimiter) at line 1, column 14"),
        ('{"value": [{]}', "at line 1, column 13"),
        ('{"value": ' + "[" * 100_000, "expected JSON, got more than 200 levels at $"),
        ('{"value": [' + '{"a": ' * 100_000, "expected JSON, got more than 200 levels at $"),
        (
            b'{"value": [{"id": "\xff"}]}',
            f"expected JSON, got {NOT_UTF_8} at line 1, column 20",
        ),
        (
            b'{"value": [{}, {"id": "ab\xff"}]}',
            f"expected JSON, got {NOT_UTF_8} at line 1, column 26",
        ),
        (b'{"a": 1, "b": "\xff"}', f"expected JSON, got {NOT_UTF_8} at line 1, column 16"),
        (
            b'{"value": [], "b": ["\xff"]}',
            f"expected JSON, got {NOT_UTF_8} at line 1, column 22",
        ),
        ('{"value": [{"id": "\ud800"}]}', "expected JSON, got a lone surrogate at line 1, column 20"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_invalid_pages(data: Any, message: str) -> None:
    with pytest.raises(DeserializationError) as caught:
        ComputeNode.read_page(data)
    assert message in str(caught.value)


def at_depth(levels: int, function: Callable[[], Any]) -> Any:
    """Call a function with so many calls left before the recursion limit."""
    frame: Any = sys._getframe()
    depth = 0
    while frame:
        frame, depth = frame.f_back, depth + 1

    def descend(further: int) -> Any:
        return descend(further - 1) if further else function()

    return descend(sys.getrecursionlimit() - depth - levels)


@pytest.mark.parametrize("read", [ComputeNode.from_json, ComputeNode.read_page])
def test_a_full_stack_is_not_blamed_on_the_document(read: Callable[[str], Any]) -> None:
    text = '{"value": [{"new": ' + "[" * 150 + '"]]]]"' + "]" * 150 + "}]}"
    expected = read(text)
    if sys.version_info >= (3, 12):  # where a parser in C has a stack of its own
        assert at_depth(60, lambda: read(text)) == expected
        return
    with pytest.raises(RecursionError):
        at_depth(60, lambda: read(text))


@given(
    st.lists(broken_documents(StartTask), max_size=4),
    st.none() | texts,
    st.dictionaries(texts.filter(lambda key: key not in ("value", "odata.nextLink")), json_values, max_size=2),
)
def test_elements_are_read_as_they_would_be_alone(documents: list[Any], link: str | None, unknown: dict[str, Any]) -> None:
    page = {**unknown, "value": documents, "odata.nextLink": link}
    alone = [result_of(StartTask.deserialize, document) for document in documents]
    problems = [
        problem.message.replace(" at $", f" at $.value[{index}]")
        for index, result in enumerate(alone)
        if isinstance(result, DeserializationError)
        for problem in result.problems
    ]
    for data in (page, json.dumps(page)):
        read = result_of(StartTask.read_page, data)
        if isinstance(read, DeserializationError):
            assert [problem.message for problem in read.problems] == problems
        else:
            assert problems == []
            assert list(read) == alone
            assert read.next_link == link
            assert read.additional_properties == unknown


def result_of(read: Callable[[Any], Any], data: Any) -> Any:
    """What is read, or the error."""
    try:
        return read(data)
    except DeserializationError as error:
        return error


@given(st.lists(models(ResourceFile, common=True) | models(StartTask, common=True), max_size=4), common_json_values)
def test_lists_as_json(listed: list[Model], unknown: Any) -> None:
    assert json.loads(to_json(listed)) == [json.loads(model.to_json()) for model in listed]
    page = Page(listed, "next", {"unknown": unknown})
    assert json.loads(page.to_json()) == {"unknown": unknown, "value": json.loads(to_json(listed)), "odata.nextLink": "next"}


def test_lists_from_anything_that_can_be_gone_through() -> None:
    settings = (EnvironmentSetting(name=name) for name in "ab")
    assert to_json(settings) == b'[{"name":"a"},{"name":"b"}]'
    assert to_json(Page([EnvironmentSetting(name="a")]), indent=1) == b'[\n {\n  "name": "a"\n }\n]'
    assert to_json([]) == b"[]"


def test_every_problem_of_a_list_at_once() -> None:
    wrong: list[Any] = [StartTask(command_line="x"), StartTask(command_line=3, wait_for_success="no"), {"name": "s3cret"}, None]
    with pytest.raises(ValidationError) as caught:
        to_json(wrong)
    assert [problem.message for problem in caught.value.problems] == [
        "expected str, got int 3 at $[1].commandLine",
        "expected bool, got str 'no' at $[1].waitForSuccess",
        "expected a model, got dict at $[2]",
        "expected a model, got None at $[3]",
    ]
    with pytest.raises(ValidationError, match=r"expected str, got int 3 at \$\.value\[1\]\.commandLine"):
        Page(wrong).to_json()
    with pytest.raises(ValidationError, match="expected finite float, got float"):
        Page([], None, {"n": float("nan")}).to_json()


def test_memory_stays_near_what_is_kept() -> None:
    node = {
        "id": "tvm-1",
        "state": "idle",
        "startTask": {"commandLine": "x" * 50},
        "vmSize": "STANDARD_D2S_V3",
        "url": "u" * 80,
    }
    text = json.dumps({"value": [node] * 2000})
    ComputeNode.read_page(text)  # compiles
    tracemalloc.start()
    page = ComputeNode.read_page(text)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(page) == 2000
    assert peak < kept * 1.25


def test_a_page_is_public() -> None:
    assert {"Page", "to_json"} <= set(batchmodels.__all__)
