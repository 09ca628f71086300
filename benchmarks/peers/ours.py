"""batchmodels itself."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from batchmodels import ComputeNode, Model, Page, StartTask

from .interface import Codec, Peer


def codec(model: type[Model]) -> Codec:
    """Return the operations of one class."""

    def encode_dict(value: Model) -> dict[str, Any]:
        return value.serialize()

    def encode_json(value: Model) -> bytes:
        return value.to_json()

    def decode_dict(document: dict[str, Any]) -> Model:
        return model.deserialize(document)

    def decode_json(text: bytes) -> Model:
        return model.from_json(text)

    return Codec(encode_dict, encode_json, decode_dict, decode_json)


def page_codec(model: type[Model]) -> Codec:
    """Return the operations of pages of one class."""

    def encode_dict(page: Page[Model]) -> dict[str, Any]:
        document = {**page.additional_properties, "value": [value.serialize() for value in page]}
        if page.next_link is not None:
            document["odata.nextLink"] = page.next_link
        return document

    def encode_json(page: Page[Model]) -> bytes:
        return page.to_json()

    def decode(document: dict[str, Any] | bytes) -> Page[Model]:
        return model.read_page(document)

    return Codec(encode_dict, encode_json, decode, decode)


PEER = Peer(
    "batchmodels",
    StartTask,
    codec(StartTask),
    page_codec(ComputeNode),
    attrgetter("models"),
    ("batchmodels", "msrest", "msgspec"),
    remarks=("A page has no call that writes it to a dict: its nodes are written one by one.",),
)
