"""Codec: the generated functions of one class, each made when it is first needed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from ..checks import MaxSize
from ..once import once
from .decoders import struct_for, write_copier, write_decoder, write_dict_reader, write_list_copier
from .encoders import write_encoder, write_list_encoder
from .helpers import give_up

if TYPE_CHECKING:
    from ..definition import Definition

ModelT = TypeVar("ModelT")

Encode = Callable[[Any], dict[str, Any]]
EncodeAll = Callable[[Any], list[dict[str, Any]]]


class Codec(Generic[ModelT]):
    """The fast functions of one model class.

    A class that can hold itself, or that makes its instances in its own way, has none to read with: they give up. So
    does the encoder of one that can hold itself.
    """

    def __init__(self, definition: Definition) -> None:
        self.definition = definition

    @once
    def encode(self) -> Encode:
        """Writes a model as its REST document."""
        return give_up if self.definition.is_recursive else write_encoder(self.definition)

    @once
    def encode_for_json(self) -> Encode:
        """The same for a document that becomes JSON at once, which refuses a lone surrogate of itself."""
        return give_up if self.definition.is_recursive else write_encoder(self.definition, for_json=True)

    @once
    def size_limit(self) -> int:
        """The least ``MaxSize`` in a document of this model; a JSON text that is no longer breaks none."""
        definitions = (self.definition, *(model.__definition__ for model in self.definition.held))
        attributes = [attribute for definition in definitions for attribute in definition.attributes]
        limits = [check.limit for attribute in attributes for check in attribute.checks if isinstance(check, MaxSize)]
        return min(limits, default=sys.maxsize)

    @once
    def encode_all(self) -> EncodeAll:
        """Writes a list of models."""
        return give_up if self.definition.is_recursive else write_list_encoder(self.definition)

    @once
    def encode_all_for_json(self) -> EncodeAll:
        """The same for documents that become JSON at once."""
        return give_up if self.definition.is_recursive else write_list_encoder(self.definition, for_json=True)

    @once
    def decode(self) -> Callable[[Any], ModelT]:
        """Makes a model from a dict that has no undeclared members."""
        return write_decoder(self.definition, from_json=False) if self.definition.is_plain else give_up

    @once
    def decode_json(self) -> Callable[[Any], ModelT]:
        """Makes a model from JSON that has no undeclared members."""
        return write_decoder(self.definition, from_json=True) if self.definition.is_plain else give_up

    @once
    def struct(self) -> type[msgspec.Struct]:
        """The Struct that msgspec fills in the model's place."""
        return struct_for(self.definition)

    @once
    def copy_struct(self) -> Callable[[msgspec.Struct], ModelT]:
        """Makes a model from such a Struct."""
        return write_copier(self.definition)

    @once
    def copy_all(self) -> Callable[[list[msgspec.Struct]], list[ModelT]]:
        """Makes models from a list of them."""
        return write_list_copier(self.definition)

    @once
    def read_dict(self) -> Callable[[Any], ModelT]:
        """Makes a model from a dict, undeclared members and all."""
        return write_dict_reader(self.definition) if self.definition.is_plain else give_up
