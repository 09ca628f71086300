"""The interface of the measured libraries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Codec:
    """The operations on one kind of document; None if a library doesn't have the operation.

    Each one is a plain Python function around the library's call, so that the overhead is the same for all.

    Attributes:
        encode_dict: To a dict of JSON values.
        encode_json: To JSON in UTF-8.
        decode_dict: From a dict of JSON values.
        decode_json: From JSON in UTF-8.
        encode_python: To a dict that may contain times and enumerations as Python objects, if the library has this operation.
    """

    encode_dict: Callable[[Any], dict[str, Any]] | None
    encode_json: Callable[[Any], bytes] | None
    decode_dict: Callable[[dict[str, Any]], Any]
    decode_json: Callable[[bytes], Any]
    encode_python: Callable[[Any], dict[str, Any]] | None = None


@dataclass(frozen=True)
class Peer:
    """A library with models for start tasks and pages of nodes.

    Attributes:
        title: Its title in the tables.
        model: The class of start tasks.
        start_task: The operations on start tasks.
        page: The operations on pages of nodes.
        nodes: Returns the nodes of a page.
        packages: The distributions whose versions matter.
        drops_unknown: Whether unknown members of a document are lost.
        keywords_are_keys: Whether the constructor takes the keys of the document, not Python names.
        remarks: Remarks for readers of the figures, in whole sentences.
    """

    title: str
    model: type
    start_task: Codec
    page: Codec
    nodes: Callable[[Any], Sequence[Any]]
    packages: tuple[str, ...]
    drops_unknown: bool = False
    keywords_are_keys: bool = False
    remarks: tuple[str, ...] = ()
