"""The contract of encoding and decoding, stated plainly: complete, readable, exact about every problem.

Whatever is generated to be fast has to give the same results and the same problems as this package.
"""

from .decoder import decode, own_value
from .encoding import Encoding
from .writing import as_dict, encode, encode_json, write

__all__ = ["Encoding", "as_dict", "decode", "encode", "encode_json", "own_value", "write"]
