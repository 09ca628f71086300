"""ArmModel: the base of the models that the management plane has too."""

from typing import Any, Self

from ..engine import reference
from .base import Model
from .dialects import ARM


class ArmModel(Model):
    """A model that can also be written and read as the management plane spells it.

    That is how start tasks stand in ARM templates, in the JSON that Bicep makes, and in azure-mgmt-batch: ``userName`` for
    ``username``, ``Admin`` for ``admin``.
    """

    def to_arm(self) -> dict[str, Any]:
        """Write this model as ARM has it, secrets and all.

        Returns:
            A new dict of JSON values; None is never written, an empty list is.

        Raises:
            ValidationError: The model can't be sent; the error lists every problem, each with its path in ARM's spelling.
        """
        return reference.write(self, reference.Encoding(dialect=ARM))

    @classmethod
    def from_arm(cls, data: dict[str, Any] | str | bytes) -> Self:
        """Read a model from its part of an ARM document: a dict, or JSON.

        ``deserialize`` reads both spellings, so this is the same under the name that people look for. A template's
        expressions, ``[parameters('retries')]``, must have been replaced by their values.

        Raises:
            DeserializationError: It is malformed, or holds what the model can't; the error lists every case.
        """
        return cls.deserialize(data)
