"""ArmModel, the base of the models that also exist in the management plane, and ArmPool, the base of whole pools."""

import warnings
from typing import Any, ClassVar, Self

from ..arm.names import known_account, known_version
from ..arm.reading import Reader
from ..arm.writing import write
from ..engine import jsontext
from ..engine.once import making
from ..errors import DeserializationError, Loss, LossWarning, Problem
from .base import Model


class ArmModel(Model):
    """A model that can also be written and read as the management plane has it.

    ARM templates, the JSON that Bicep generates, and azure-mgmt-batch have other names, other places and other values for a
    part of the members: ``userName`` for ``username``, ``Admin`` for ``admin``, ``scaleSettings`` around the size of a pool.
    """

    def to_arm(
        self,
        *,
        account: str | None = None,
        api_version: str | None = None,
        keep_readonly: bool = False,
        losses: list[Loss] | None = None,
    ) -> dict[str, Any]:
        """Write this model as ARM has it, including its secrets.

        A pool becomes a resource with ``name``, ``type``, ``apiVersion`` and ``properties``; a ``PoolPatchParameter`` becomes
        the body of a PATCH, which has only ``properties``. Any other model becomes its part of it.

        Args:
            account: The resource id of the Batch account, which application packages and certificates need.
            api_version: The API version of the management plane; anything that it doesn't support is refused. None skips this
                check, and takes the newest that supports the pool for its ``apiVersion``.
            keep_readonly: Whether to write members that only the service sets, as in an answer.
            losses: A list that takes what ARM can't express. Without it, a `LossWarning` says so.

        Returns:
            A new dict of JSON values; None is never written, an empty list is.

        Raises:
            ValidationError: The model can't be sent; the error lists every problem, each with its path in ARM's form.
            ValueError: Unknown API version, or something else than the resource id of a Batch account.
        """
        result = write(
            self,
            account="" if account is None else known_account(account),
            api_version=None if api_version is None else known_version(api_version),
            keep_readonly=keep_readonly,
        )
        _report(result.losses, losses)
        return result.document

    @classmethod
    def from_arm(cls, data: dict[str, Any] | str | bytes, *, losses: list[Loss] | None = None) -> Self:
        """Read a model from an ARM document, or from its part of one: a dict, or JSON.

        A pool is read from its resource, as in a template or in an answer. Replace the expressions of a template, such as
        ``[parameters('retries')]``, by their values first. ``deserialize`` reads ARM's names too, but not its places.

        Args:
            data: The document.
            losses: A list that takes what the Batch service's form can't express. Without it, a `LossWarning` says so.

        Raises:
            DeserializationError: It is malformed, or contains values that the model can't have; the error lists all of them,
                each with its path in the document.
        """
        document = data if isinstance(data, dict) else jsontext.parse(data)
        if not isinstance(document, dict):
            return cls.deserialize(document)  # which refuses it
        reader = Reader(cls)
        reader.read(document)
        if reader.problems:
            raise DeserializationError(reader.problems, cls.__name__)
        _report(reader.losses, losses)
        try:
            return cls.deserialize(reader.content)
        except DeserializationError as error:
            raise DeserializationError([_placed(each, reader) for each in error.problems], cls.__name__) from None

    @classmethod
    def arm_schema(cls, *, closed: bool = False, api_version: str | None = None) -> dict[str, Any]:
        """Return a JSON Schema, Draft 2020-12, of this model's documents in ARM; see ``json_schema``.

        Args:
            closed: Whether to refuse undeclared members and enumeration values, so that an editor marks misspellings.
            api_version: The API version of the management plane; its schema lacks what the version doesn't support. None has
                everything.

        Raises:
            ValueError: Unknown API version; the message lists the known ones.
        """
        with making:
            from ..arm.schema import arm_schema  # noqa: PLC0415  # because few programs need it

        return arm_schema(cls, closed=closed, api_version=None if api_version is None else known_version(api_version))


class ArmPool(ArmModel):
    """A description of a whole pool, which ARM has as a resource; or a change of one."""

    arm_kind: ClassVar[str] = "resource"


def _report(found: list[Loss], losses: list[Loss] | None) -> None:
    if losses is not None:
        losses += found
    elif found:
        text = "\n".join(each.message for each in found)
        warnings.warn(f"{text}\npass losses=[] to get them as a list", LossWarning, stacklevel=3)


def _placed(problem: Problem, reader: Reader) -> Problem:
    """Return a problem with its steps in ARM's document."""
    return Problem(
        reader.where(problem.steps),
        problem.rule,
        problem.expected,
        problem.came,
        hidden=problem.hidden,
        related=[reader.where(each) for each in problem.related],
    )
