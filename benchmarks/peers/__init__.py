"""The peers, one module each, and the environment in which each can be installed."""

from __future__ import annotations

from importlib import import_module

from .interface import Peer

OURS = "batchmodels"
BASE = "pydantic"
AZURE14 = "azure14"
AZURE15 = "azure15"

MODULES = {
    OURS: "ours",
    AZURE14: "azure14",
    AZURE15: "azure15",
    BASE: "pydantic_models",
    "msgspec": "msgspec_structs",
    "attrs": "attrs_classes",
    "mashumaro": "mashumaro_dataclasses",
}
"""The module of each peer, in the order of the tables' columns."""


def load(name: str) -> Peer:
    """Import a peer. Its library must be installed where this runs."""
    module = import_module(f".{MODULES[name]}", __package__)
    peer: Peer = module.PEER
    return peer
