"""ArmModel, the base of the models that also exist in the management plane."""

from typing import Any, Self

from ..engine import reference
from .base import Model
from .dialects import ARM


class ArmModel(Model):
    """A model that can also be written and read in the spelling of the management plane.

    ARM templates, the JSON that Bicep generates, and azure-mgmt-batch use this spelling: ``userName`` for ``username``,
    ``Admin`` for ``admin``.
    """

    def to_arm(self) -> dict[str, Any]:
        """Write this model in ARM's spelling, including its secrets.

        Returns:
            A new dict of JSON values; None is never written, an empty list is.

        Raises:
            ValidationError: The model can't be sent; the error lists every problem, each with its path in ARM's spelling.
        """
        return reference.write(self, reference.Encoding(dialect=ARM))

    @classmethod
    def from_arm(cls, data: dict[str, Any] | str | bytes) -> Self:
        """Read a model from its part of an ARM document: a dict, or JSON.

        ``deserialize`` reads both spellings; this method is the same under the expected name. Replace the expressions of a
        template, such as ``[parameters('retries')]``, by their values first.

        Raises:
            DeserializationError: It is malformed, or contains values that the model can't have; the error lists all of them.
        """
        return cls.deserialize(data)
