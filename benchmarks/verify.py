"""Checks of the results: a library with a wrong result is an error."""

from __future__ import annotations

import copy
import datetime
import json
import re
from collections.abc import Iterator
from typing import Any

from .documents import JsonObject, full_start_task, page, small_start_task, start_task_with_unknown_members
from .peers.interface import Codec, Peer

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
TOLERANCE = datetime.timedelta(microseconds=1)


class WrongResultError(Exception):
    """The error for a library that reads or writes a document incorrectly."""


def verify(peer: Peer) -> None:
    """Read and write each kind of document in each way of a library.

    Raises:
        WrongResultError: A result differs from the document.
    """
    nodes = page(7)
    with_unknown = start_task_with_unknown_members()
    verify_document(peer, peer.start_task, full_start_task(), full_start_task())
    verify_document(peer, peer.start_task, small_start_task(), small_start_task())
    verify_document(peer, peer.start_task, with_unknown, full_start_task() if peer.drops_unknown else with_unknown)
    verify_document(peer, peer.page, nodes, nodes)
    verify_times(peer, nodes)


def verify_times(peer: Peer, document: JsonObject) -> None:
    """Check that the times in the models of a page are ``datetime`` objects, at any depth."""
    models = peer.nodes(peer.page.decode_dict(document))
    for node, model in zip(document["value"], models, strict=True):
        found = {
            node["allocationTime"]: model.allocation_time,
            node["startTaskInfo"]["endTime"]: model.start_task_info.end_time,
        }
        for text, moment in found.items():
            if not isinstance(moment, datetime.datetime) or not same(text, moment.isoformat()):
                raise WrongResultError(f"{peer.title} reads {text} as {moment!r}")


def verify_document(peer: Peer, codec: Codec, document: JsonObject, expected: JsonObject) -> None:
    """Compare the results of a library's operations with each other and with the expected document."""
    before = copy.deepcopy(document)
    value = codec.decode_dict(document)
    if document != before:
        raise WrongResultError(f"{peer.title} changes the document that it reads")
    if codec.decode_json(json.dumps(document).encode()) != value:
        raise WrongResultError(f"{peer.title} reads a dict and JSON to different values")
    for written in documents_written(codec, value):
        difference = next(differences(expected, written, "$"), None)
        if difference:
            raise WrongResultError(f"{peer.title}: {difference}")
        if document == expected and codec.decode_dict(written) != value:
            raise WrongResultError(f"{peer.title} doesn't read what it wrote to the same value")


def documents_written(codec: Codec, value: Any) -> Iterator[JsonObject]:
    """Write a value in every way that ends in JSON values."""
    if codec.encode_dict is not None:
        yield codec.encode_dict(value)
    if codec.encode_json is not None:
        yield json.loads(codec.encode_json(value))


def differences(expected: Any, written: Any, path: str) -> Iterator[str]:
    """Return where two documents differ. Times may differ in form, and by a microsecond."""
    if isinstance(expected, dict) and isinstance(written, dict):
        for key in expected.keys() | written.keys():
            if key in expected and key in written:
                yield from differences(expected[key], written[key], f"{path}.{key}")
            else:
                yield f"{path}.{key} is {'missing' if key in expected else 'too much'}"
    elif isinstance(expected, list) and isinstance(written, list) and len(expected) == len(written):
        for index, (one, other) in enumerate(zip(expected, written, strict=True)):
            yield from differences(one, other, f"{path}[{index}]")
    elif not same(expected, written):
        yield f"expected {expected!r}, got {written!r} at {path}"


def same(expected: Any, written: Any) -> bool:
    """Return whether two JSON values are of the same type and equal, or the same time."""
    if type(expected) is type(written) is str and TIME.fullmatch(expected) and TIME.fullmatch(written):
        apart = datetime.datetime.fromisoformat(expected) - datetime.datetime.fromisoformat(written)
        return abs(apart) <= TOLERANCE
    return type(expected) is type(written) and bool(expected == written)
