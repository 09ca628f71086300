"""A client of azure-batch 14 that reads responses into our models."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar, cast

import azure.batch.models
from azure.batch import BatchServiceClient
from msrest import Deserializer

from .. import models
from ..errors import DeserializationError
from ..models.base import Model
from ..models.tasks import TaskAddCollectionResult

Client = TypeVar("Client", bound=BatchServiceClient)


def use_models(client: Client) -> Client:
    """Make a client of azure-batch 14 read the responses of the service into our models.

    This covers all operations of the client: single responses, pages, the results of added tasks, and errors. What the client
    sends, and other clients, are unchanged.

    Args:
        client: The client to change. Calling this again for the same client changes nothing.

    Returns:
        The same client.

    Raises:
        TypeError: This is not a ``BatchServiceClient`` of azure-batch 14.
    """
    given = cast("object", client)  # not every caller runs a type checker
    if not isinstance(given, BatchServiceClient):
        raise TypeError(f"expected a BatchServiceClient of azure-batch 14, got {type(given).__qualname__}")
    kinds = {name: getattr(models, name) for name in dir(models)}
    ours = {name: _reading(kind) for name, kind in kinds.items() if isinstance(kind, type) and issubclass(kind, Model)}
    # The operation groups of a client share one deserializer, but a subclass may add groups with their own.
    for part in (client, *vars(client).values()):
        reader = getattr(part, "_deserialize", None)
        if isinstance(reader, Deserializer):
            reader.dependencies = reader.dependencies | ours
    tasks = client.task
    # TaskOperations.add_collection sends tasks in groups of 100 and makes one result of all responses without it.
    if "add_collection" not in vars(tasks):
        vars(tasks)["add_collection"] = _converting(tasks.add_collection)
    return client


class _Read:
    """The object that msrest's Deserializer calls, in place of a class, with the parts of a document."""

    # A key for the additional properties, so that msrest leaves undeclared members to us.
    _attribute_map: ClassVar = {"additional_properties": {"key": "\0", "type": "object"}}
    _validation: ClassVar[dict[str, Any]] = {}

    def __init__(self, model: Model) -> None:
        self._model = model

    def __call__(self, **_: Any) -> Model:
        return self._model


_ERRORS = ("BatchError", "BatchErrorDetail", "ErrorMessage")
"""The models of errors. An error that ours can't hold is read as azure-batch reads it, so that it isn't lost."""


def _reading(kind: type[Model]) -> type:
    """Make the class that msrest's Deserializer finds under a model's name. It reads a document at once, not by attribute."""

    def new(_: type) -> Model:
        return kind()  # an error response without a document

    def classify(_: type, document: Any, classes: dict[str, type]) -> Any:
        if isinstance(document, Mapping):
            try:
                return _Read(kind.deserialize(document))
            except DeserializationError:
                if kind.__name__ in _ERRORS:
                    return getattr(azure.batch.models, kind.__name__)
                raise
        return kind._classify(document, classes)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # because it is msrest's hook

    return type(kind.__name__, (), {"__new__": new, "_classify": classmethod(classify)})


def _converting(add_collection: Any) -> Any:
    """Convert the result of TaskOperations.add_collection."""

    @functools.wraps(add_collection)
    def convert(*arguments: Any, **options: Any) -> TaskAddCollectionResult:
        return TaskAddCollectionResult(value=add_collection(*arguments, **options).value)

    return convert
