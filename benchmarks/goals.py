"""What is to be reached, and the names of what is measured."""

from __future__ import annotations

ENCODE_DICT = "encode to dict"
ENCODE_JSON = "encode to JSON"
DECODE_DICT = "decode from dict"
DECODE_JSON = "decode from JSON"
WAYS = (ENCODE_DICT, ENCODE_JSON, DECODE_DICT, DECODE_JSON)
ENCODE_PYTHON = "encode to dict of Python objects"

CONSTRUCT = "construct"
READ_ATTRIBUTE = "read an attribute"
EQUAL = "=="
REPR = "repr"
HANDLING = (CONSTRUCT, READ_ATTRIBUTE, EQUAL, REPR)

RATIOS = {
    ENCODE_DICT: {"a": 0.70, "b": 0.45, "c": 1.0, "d": 0.8},
    ENCODE_JSON: {"a": 0.75, "b": 0.45, "c": 1.0, "d": 0.9},
    DECODE_DICT: {"a": 0.50, "b": 0.50, "c": 0.55, "d": 1.2},
    DECODE_JSON: {"a": 0.50, "b": 0.45, "c": 0.45, "d": 1.1},
}
"""At most this much of pydantic's time, by operation and document."""

SPEEDUPS = {ENCODE_DICT: 80, ENCODE_JSON: 80, DECODE_DICT: 25, DECODE_JSON: 25}
"""At least so many times as fast as azure-batch 14 on (a)."""

KEPT_KB = 5.0
PEAK_KB = 6.0
"""At most so many kilobytes (1,000 bytes) for each node of (c)."""

IMPORT_MS = 25.0
FIRST_USE_MS = 5.0
"""At most so many milliseconds."""
