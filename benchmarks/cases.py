"""What is timed: every peer's operations on every document, as statements for ``timeit``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from . import documents, goals
from .peers.interface import Codec, Peer

CALL = "a call"
NOTHING = ""


@dataclass(frozen=True)
class Case:
    """A statement to be timed.

    Attributes:
        peer: The peer's name.
        operation: What is done.
        document: The document's letter.
        statement: Python code.
        names: What stands behind the names in it.
        repeats: How often the statement does the operation.
    """

    peer: str
    operation: str
    document: str
    statement: str
    names: dict[str, Any]
    repeats: int = 1


def empty_call() -> Case:
    """Give the case of a function that does nothing: what every call costs before it does anything."""
    return Case(NOTHING, CALL, "b", "call(argument)", {"call": lambda argument: argument, "argument": None})


def codec_cases(name: str, peer: Peer, letters: str) -> Iterator[Case]:
    """Give the cases of writing and reading the documents with these letters."""
    single = {
        "a": documents.full_start_task,
        "b": documents.small_start_task,
        "d": documents.start_task_with_unknown_members,
    }
    for letter in letters:
        calls = list_calls(peer) if letter == "c" else single_calls(peer.start_task, single[letter]())
        for operation, (call, argument) in calls.items():
            yield Case(name, operation, letter, "call(argument)", {"call": call, "argument": argument})


def ways(codec: Codec) -> dict[str, Callable[[Any], Any] | None]:
    """Give a codec's functions by the names of the operations."""
    return {
        goals.ENCODE_DICT: codec.encode_dict,
        goals.ENCODE_JSON: codec.encode_json,
        goals.DECODE_DICT: codec.decode_dict,
        goals.DECODE_JSON: codec.decode_json,
        goals.ENCODE_PYTHON: codec.encode_python,
    }


def single_calls(codec: Codec, document: documents.JsonObject) -> dict[str, tuple[Callable[[Any], Any], Any]]:
    """Give the calls for one document, each with its argument."""
    model = codec.decode_dict(document)
    arguments = {goals.DECODE_DICT: document, goals.DECODE_JSON: json.dumps(document).encode()}
    return {name: (way, arguments.get(name, model)) for name, way in ways(codec).items() if way is not None}


def list_calls(peer: Peer) -> dict[str, tuple[Callable[[Any], Any], Any]]:
    """Give the calls for (c), each with its argument: a loop over the elements."""
    nodes = documents.nodes()
    models = for_each(peer.start_task.decode_dict, peer.information.decode_dict)(nodes)
    arguments = {goals.DECODE_DICT: nodes, goals.DECODE_JSON: documents.as_json(nodes)}
    information_ways = ways(peer.information)
    return {
        name: (for_each(way, information_way), arguments.get(name, models))
        for name, way in ways(peer.start_task).items()
        if way is not None and (information_way := information_ways[name]) is not None
    }


def for_each(start_task_way: Callable[[Any], Any], information_way: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    """Make a function that treats all elements of (c), one after the other."""

    def treat(elements: list[tuple[Any, Any]]) -> list[Any]:
        return [(start_task_way(start_task), information_way(information)) for start_task, information in elements]

    return treat


ATTRIBUTES = {
    "command_line": "commandLine",
    "container_settings": "containerSettings",
    "resource_files": "resourceFiles",
    "environment_settings": "environmentSettings",
    "user_identity": "userIdentity",
    "max_task_retry_count": "maxTaskRetryCount",
    "wait_for_success": "waitForSuccess",
}


def handling_cases(name: str, peer: Peer) -> Iterator[Case]:
    """Give the cases of living with a model: those of (a) that the peer's class defines."""
    model, twin = (peer.start_task.decode_dict(documents.full_start_task()) for _ in range(2))
    values = {attribute: getattr(model, attribute) for attribute in ATTRIBUTES}
    keywords = [f"{key if peer.keywords_are_keys else attribute}={attribute}" for attribute, key in ATTRIBUTES.items()]
    construct = f"StartTask({', '.join(keywords)})"
    names = {"StartTask": peer.model, "model": model, "twin": twin, **values}
    read = "; ".join(f"model.{attribute}" for attribute in ATTRIBUTES)
    yield Case(name, goals.CONSTRUCT, "a", construct, names)
    yield Case(name, goals.READ_ATTRIBUTE, "a", read, names, len(ATTRIBUTES))
    if defines(peer.model, "__eq__"):
        yield Case(name, goals.EQUAL, "a", "model == twin", names)
    if defines(peer.model, "__repr__"):
        yield Case(name, goals.REPR, "a", "repr(model)", names)


def defines(model: type, method: str) -> bool:
    """Tell whether a class has a method of its own, not object's."""
    return getattr(model, method) is not getattr(object, method)
