"""Codec: the generated functions of one class, each made when it is first needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from .decoders import struct_for, write_copier, write_dict_reader
from .encoders import write_encoder
from .helpers import give_up

if TYPE_CHECKING:
    from ..definition import Definition


class Codec:
    """The fast functions of one model class.

    A class that can hold itself, or that makes its instances in its own way, has none of them: they all give up.
    """

    def __init__(self, definition: Definition) -> None:
        self.definition = definition

    @cached_property
    def encode(self) -> Callable[[Any], dict[str, Any]]:
        """Writes a model as its REST document."""
        return _gives_up if self.definition.is_recursive else write_encoder(self.definition)

    @cached_property
    def decode(self) -> Callable[[Any], Any]:
        """Makes a model from a dict that has no undeclared members."""
        if not self.definition.is_plain:
            return _gives_up
        copy, struct, convert = self.copy_struct, self.struct, msgspec.convert
        return lambda data: copy(convert(data, struct))

    @cached_property
    def decode_json(self) -> Callable[[Any], Any]:
        """Makes a model from JSON that has no undeclared members."""
        if not self.definition.is_plain:
            return _gives_up
        copy, parse = self.copy_struct, msgspec.json.Decoder(self.struct).decode
        return lambda text: copy(parse(text))

    @cached_property
    def decode_undeclared(self) -> Callable[[Any], Any]:
        """Makes a model from any dict."""
        return self.read_dict if self.definition.is_plain else _gives_up

    @cached_property
    def struct(self) -> type[msgspec.Struct]:
        """The Struct that msgspec fills in the model's place."""
        return struct_for(self.definition)

    @cached_property
    def copy_struct(self) -> Callable[[Any], Any]:
        """Makes a model from such a Struct."""
        return write_copier(self.definition)

    @cached_property
    def read_dict(self) -> Callable[[Any], Any]:
        """Makes a model from a dict."""
        return write_dict_reader(self.definition)


def _gives_up(_: Any) -> Any:
    give_up()
