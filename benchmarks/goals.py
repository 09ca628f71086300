"""The goals, and the names of the measured operations."""

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
    ENCODE_DICT: {"a": 0.68, "b": 0.32, "c": 0.60, "d": 1.00},
    ENCODE_JSON: {"a": 0.58, "b": 0.24, "c": 0.50, "d": 1.05},
    DECODE_DICT: {"a": 0.16, "b": 0.20, "c": 0.25, "d": 0.85},
    DECODE_JSON: {"a": 0.22, "b": 0.18, "c": 0.27, "d": 1.10},
}
"""The maximum ratio to pydantic's time, by operation and document."""

SPEEDUPS = {ENCODE_DICT: 80, ENCODE_JSON: 80, DECODE_DICT: 25, DECODE_JSON: 25}
"""The minimum speedup over azure-batch 14 on (a)."""

KEPT_KB = 7.8
PEAK_KB = 7.8
"""The maximum memory for each node of (c), in kilobytes (1,000 bytes)."""

IMPORT_MS = 20.0
FIRST_USE_MS = 5.0
"""The maximum time in milliseconds."""
