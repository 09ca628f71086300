"""azure-batch 14, whose models msrest writes and reads."""

from __future__ import annotations

import json
from typing import Any

from azure.batch.models import StartTask, StartTaskInformation

from .interface import Codec, Peer


def codec(model: Any) -> Codec:
    """Give the ways of one class."""

    def encode_dict(value: Any) -> dict[str, Any]:
        return value.serialize()  # type: ignore[no-any-return]  # because msrest is untyped

    def encode_json(value: Any) -> bytes:
        return json.dumps(value.serialize()).encode()

    def decode_dict(document: dict[str, Any]) -> Any:
        return model.deserialize(document)

    def decode_json(text: bytes) -> Any:
        return model.deserialize(json.loads(text))

    return Codec(encode_dict, encode_json, decode_dict, decode_json)


PEER = Peer(
    "azure-batch 14 (msrest)",
    StartTask,
    codec(StartTask),
    codec(StartTaskInformation),
    ("azure-batch", "msrest"),
    drops_unknown=True,
    remarks=(
        "JSON goes through the standard library's `json`, as in its client.",
        "It checks nothing, and unknown members are read, but not written back.",
    ),
)
