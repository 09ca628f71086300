"""The libraries to compare with, one module each, and their environments."""

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
"""The module of each library, in the order of the tables' columns."""


def load(name: str) -> Peer:
    """Import a module. Its library must be installed in this environment."""
    module = import_module(f".{MODULES[name]}", __package__)
    peer: Peer = module.PEER
    return peer
