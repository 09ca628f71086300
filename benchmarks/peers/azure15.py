"""azure-batch 15, whose models are wrapped dicts."""

from __future__ import annotations

import json
from typing import Any

from azure.batch._utils.model_base import SdkJSONEncoder
from azure.batch.models import BatchStartTask, BatchStartTaskInfo

from .interface import Codec, Peer


def codec(model: Any) -> Codec:
    """Give the ways of one class: those that the client itself goes."""

    def encode_dict(value: Any) -> dict[str, Any]:
        return value.as_dict()  # type: ignore[no-any-return]

    def encode_json(value: Any) -> bytes:
        return json.dumps(value, cls=SdkJSONEncoder, exclude_readonly=True).encode()

    def decode_dict(document: dict[str, Any]) -> Any:
        return model(document)

    def decode_json(text: bytes) -> Any:
        return model(json.loads(text))

    return Codec(encode_dict, encode_json, decode_dict, decode_json)


PEER = Peer(
    "azure-batch 15",
    BatchStartTask,
    codec(BatchStartTask),
    codec(BatchStartTaskInfo),
    ("azure-batch", "azure-core"),
    remarks=(
        "It keeps times and enumerations as text, and converts them each time they are asked for.",
        "It checks nothing.",
    ),
)
