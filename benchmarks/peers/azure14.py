"""azure-batch 14, whose models msrest writes and reads."""

from __future__ import annotations

import json
from operator import attrgetter
from typing import Any

from azure.batch.models import ComputeNode, StartTask
from msrest.serialization import Model

from .interface import Codec, Peer


class NodePage(Model):
    """A page of nodes, declared like msrest's generated models: azure-batch has only an iterator over pages."""

    _attribute_map = {  # noqa: RUF012  # because msrest declares it this way
        "metadata": {"key": "odata\\.metadata", "type": "str"},
        "value": {"key": "value", "type": "[ComputeNode]"},
        "next_link": {"key": "odata\\.nextLink", "type": "str"},
    }

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)  # type: ignore[no-untyped-call]  # because msrest is untyped
        self.metadata = values.get("metadata")
        self.value = values.get("value")
        self.next_link = values.get("next_link")

    @classmethod
    def _infer_class_models(cls) -> dict[str, Any]:
        known: dict[str, Any] = ComputeNode._infer_class_models()  # type: ignore[no-untyped-call]  # noqa: SLF001
        return {**known, "NodePage": cls}


def codec(model: Any) -> Codec:
    """Return the operations of one class."""

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
    codec(NodePage),
    attrgetter("value"),
    ("azure-batch", "msrest"),
    drops_unknown=True,
    remarks=(
        "JSON goes through the standard library's `json`, as in its client. A page is a model of msrest's, declared here.",
        "It checks nothing, and unknown members are read, but not written back.",
    ),
)
