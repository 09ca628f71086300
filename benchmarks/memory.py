"""What the models of (c) take: all that Python's allocators give out while each element is read and appended to a list.

The JSON texts are there before and don't count. What a peer allocates outside Python's allocators isn't seen.
"""

from __future__ import annotations

import gc
import tracemalloc

from . import documents
from .peers.interface import Peer
from .results import Memory


def measure(name: str, peer: Peer) -> Memory:
    """Read the list of (c) from JSON, element by element, and see what it takes."""
    elements = documents.as_json(documents.nodes())
    decode_start_task, decode_information = peer.start_task.decode_json, peer.information.decode_json
    decode_start_task(elements[0].start_task)
    decode_information(elements[0].information)
    gc.collect()
    tracemalloc.start()
    kept = []
    for start_task, information in elements:
        kept.append(decode_start_task(start_task))
        kept.append(decode_information(information))
    size, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Memory(name, size / len(elements), peak / len(elements))
