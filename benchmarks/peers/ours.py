"""batchmodels itself."""

from __future__ import annotations

from typing import Any

from batchmodels import Model, StartTask, StartTaskInformation

from .interface import Codec, Peer


def codec(model: type[Model]) -> Codec:
    """Give the ways of one class."""

    def encode_dict(value: Model) -> dict[str, Any]:
        return value.serialize()

    def encode_json(value: Model) -> bytes:
        return value.to_json()

    def decode_dict(document: dict[str, Any]) -> Model:
        return model.deserialize(document)

    def decode_json(text: bytes) -> Model:
        return model.from_json(text)

    return Codec(encode_dict, encode_json, decode_dict, decode_json)


PEER = Peer(
    "batchmodels",
    StartTask,
    codec(StartTask),
    codec(StartTaskInformation),
    ("batchmodels", "msrest", "msgspec"),
)
