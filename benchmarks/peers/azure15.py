"""azure-batch 15, whose models are wrapped dicts."""

from __future__ import annotations

import json
from operator import itemgetter
from typing import Any

from azure.batch._utils.model_base import SdkJSONEncoder, _deserialize
from azure.batch.models import BatchNode, BatchStartTask

from .interface import Codec, Peer


def codec(model: Any) -> Codec:
    """Return the operations of one class, as the client performs them."""

    def encode_dict(value: Any) -> dict[str, Any]:
        return value.as_dict()  # type: ignore[no-any-return]

    def encode_json(value: Any) -> bytes:
        return json.dumps(value, cls=SdkJSONEncoder, exclude_readonly=True).encode()

    def decode_dict(document: dict[str, Any]) -> Any:
        return model(document)

    def decode_json(text: bytes) -> Any:
        return model(json.loads(text))

    return Codec(encode_dict, encode_json, decode_dict, decode_json)


def page_codec() -> Codec:
    """Return the operations of pages of nodes, which the client keeps as dicts with a list of models."""

    def encode_dict(page: dict[str, Any]) -> dict[str, Any]:
        return {**page, "value": [node.as_dict() for node in page["value"]]}

    def encode_json(page: dict[str, Any]) -> bytes:
        return json.dumps(page, cls=SdkJSONEncoder).encode()

    def decode_dict(document: dict[str, Any]) -> dict[str, Any]:
        return {**document, "value": _deserialize(list[BatchNode], document["value"])}

    def decode_json(text: bytes) -> dict[str, Any]:
        return decode_dict(json.loads(text))

    return Codec(encode_dict, encode_json, decode_dict, decode_json)


PEER = Peer(
    "azure-batch 15",
    BatchStartTask,
    codec(BatchStartTask),
    page_codec(),
    itemgetter("value"),
    ("azure-batch", "azure-core"),
    remarks=(
        "It keeps times and enumerations as text, and converts them on each access.",
        "It checks nothing.",
    ),
)
