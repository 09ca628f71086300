"""A client of azure-batch 14 that reads answers into our models."""

from __future__ import annotations

import functools
from typing import Any, TypeVar, cast

from azure.batch import BatchServiceClient
from msrest import Deserializer

from . import names

Client = TypeVar("Client", bound=BatchServiceClient)


def use_models(client: Client) -> Client:
    """Make a client of azure-batch 14 read what the service answers into our models.

    This covers all operations of the client: single answers, pages, the results of added tasks, and errors. What the client
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
    ours = {name: kind for name, kind in vars(names).items() if getattr(kind, "__module__", "").startswith("batchmodels.")}
    # The operation groups of a client share one reader, but a subclass may bring groups with their own.
    for part in (client, *vars(client).values()):
        reader = getattr(part, "_deserialize", None)
        if isinstance(reader, Deserializer):
            reader.dependencies = reader.dependencies | ours
    tasks = client.task
    # TaskOperations.add_collection sends tasks in groups of 100 and makes one result of all answers, without the reader.
    if "add_collection" not in vars(tasks):
        vars(tasks)["add_collection"] = _converting(tasks.add_collection)
    return client


def _converting(add_collection: Any) -> Any:
    """Convert the result of TaskOperations.add_collection."""

    @functools.wraps(add_collection)
    def convert(*arguments: Any, **options: Any) -> names.TaskAddCollectionResult:
        return names.TaskAddCollectionResult(value=add_collection(*arguments, **options).value)

    return convert
