"""The timed operations of each library on each document, as statements for ``timeit``."""

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
    """A statement to time.

    Attributes:
        peer: The peer's name.
        operation: The operation.
        document: The document's letter.
        statement: Python code.
        names: The values of the names in it.
        repeats: The number of operations in the statement.
    """

    peer: str
    operation: str
    document: str
    statement: str
    names: dict[str, Any]
    repeats: int = 1


def empty_call() -> Case:
    """Return the case of an empty function, which measures the cost of a call."""
    return Case(NOTHING, CALL, "b", "call(argument)", {"call": lambda argument: argument, "argument": None})


def codec_cases(name: str, peer: Peer, letters: str) -> Iterator[Case]:
    """Return the cases of writing and reading the documents with these letters."""
    built = {
        "a": documents.full_start_task,
        "b": documents.small_start_task,
        "c": documents.page,
        "d": documents.start_task_with_unknown_members,
    }
    for letter in letters:
        codec = peer.page if letter == "c" else peer.start_task
        for operation, (call, argument) in codec_calls(codec, built[letter]()).items():
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


def codec_calls(codec: Codec, document: documents.JsonObject) -> dict[str, tuple[Callable[[Any], Any], Any]]:
    """Return the calls for one document, each with its argument."""
    model = codec.decode_dict(document)
    arguments = {goals.DECODE_DICT: document, goals.DECODE_JSON: json.dumps(document).encode()}
    return {name: (way, arguments.get(name, model)) for name, way in ways(codec).items() if way is not None}


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
    """Return the cases of handling a model of (a), for the methods that the class defines."""
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
    """Return whether a class defines a method instead of inheriting it from object."""
    return getattr(model, method) is not getattr(object, method)
