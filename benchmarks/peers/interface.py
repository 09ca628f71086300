"""What every peer offers to be measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Codec:
    """How the documents of one kind are written and read; None where a peer has no such way.

    Every way is a plain Python function around the peer's own call, so that all peers bear the same cost for it.

    Attributes:
        encode_dict: To a dict of JSON values.
        encode_json: To JSON in UTF-8.
        decode_dict: From a dict of JSON values.
        decode_json: From JSON in UTF-8.
        encode_python: To a dict that may hold times and enumerations as Python objects, if that is a way of its own.
    """

    encode_dict: Callable[[Any], dict[str, Any]] | None
    encode_json: Callable[[Any], bytes] | None
    decode_dict: Callable[[dict[str, Any]], Any]
    decode_json: Callable[[bytes], Any]
    encode_python: Callable[[Any], dict[str, Any]] | None = None


@dataclass(frozen=True)
class Peer:
    """A library, with models of its own for start tasks and for pages of nodes.

    Attributes:
        title: What the tables call it.
        model: The class of start tasks.
        start_task: How start tasks are written and read.
        page: The same for a page of the list of nodes.
        nodes: Gives the nodes of such a page.
        packages: The distributions whose versions decide on the figures.
        drops_unknown: Whether members of a document that the models don't declare are lost.
        keywords_are_keys: Whether the constructor takes the keys of the document, not Python names.
        remarks: What a reader of the figures should know; whole sentences.
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
