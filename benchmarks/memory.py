"""The memory of the models of (c): everything that Python's allocators allocate while the page is read.

The JSON text exists before and doesn't count. Memory outside Python's allocators isn't measured.
"""

from __future__ import annotations

import gc
import json
import tracemalloc

from . import documents
from .peers.interface import Peer
from .results import Memory


def measure(name: str, peer: Peer) -> Memory:
    """Read the page of (c) from JSON, and measure its memory."""
    text = json.dumps(documents.page()).encode()
    read = peer.page.decode_json
    read(json.dumps(documents.page(1)).encode())
    gc.collect()
    tracemalloc.start()
    page = read(text)
    size, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    count = len(peer.nodes(page))
    return Memory(name, size / count, peak / count)
