#!/usr/bin/env python3
"""Add a pool to a Batch account and count its nodes, with azure-batch 14 or azure-batch 15, whichever is installed.

    BATCH_URL=https://ACCOUNT.REGION.batch.azure.com BATCH_ACCOUNT=ACCOUNT BATCH_KEY=KEY python examples/portable.py pool.json

If the pool already exists, it gets the start task of the document. The rest of a program only needs ``BatchService`` and the
models of batchmodels; ``AzureBatch14`` and ``AzureBatch15`` contain the differences between the two packages.

Exit status: 0 if the pool exists; 1 if the document can't be read or sent, or the service refuses it; 2 for wrong usage.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from batchmodels import (
    CloudPool,
    ComputeNode,
    ComputeNodeState,
    DeserializationError,
    PoolAddParameter,
    PoolPatchParameter,
    ValidationError,
)


class BatchService(Protocol):
    """The operations that the program needs.

    Attributes:
        api_version: The API version that the client uses.
        refusal: The exception that the client raises if the service refuses a request; its ``error.code`` is the reason.
    """

    api_version: str
    refusal: type[Exception]

    def add_pool(self, pool: PoolAddParameter) -> None:
        """Add a pool."""

    def patch_pool(self, pool_id: str, change: PoolPatchParameter) -> None:
        """Change what is set in ``change``, and leave the rest alone."""

    def get_pool(self, pool_id: str) -> CloudPool:
        """Read a pool."""
        raise NotImplementedError

    def list_nodes(self, pool_id: str) -> Iterator[ComputeNode]:
        """Read the nodes of a pool, page by page."""
        raise NotImplementedError


class AzureBatch14:
    """The service through azure-batch 14, whose client accepts our models."""

    api_version = "2024-02-01.19.0"

    def __init__(self, url: str, account: str, key: str) -> None:
        batch: Any = importlib.import_module("azure.batch")
        credentials: Any = importlib.import_module("azure.batch.batch_auth")
        self.refusal: type[Exception] = batch.models.BatchErrorException
        self._client = batch.BatchServiceClient(credentials.SharedKeyCredentials(account, key), batch_url=url)

    def add_pool(self, pool: PoolAddParameter) -> None:
        """Add a pool."""
        pool.serialize(api_version=self.api_version)  # refuses what this API version lacks; the client would send it
        self._client.pool.add(pool)

    def patch_pool(self, pool_id: str, change: PoolPatchParameter) -> None:
        """Change what is set in ``change``, and leave the rest alone."""
        change.serialize(api_version=self.api_version)
        self._client.pool.patch(pool_id, change)

    def get_pool(self, pool_id: str) -> CloudPool:
        """Read a pool."""
        return CloudPool.deserialize(self._client.pool.get(pool_id))

    def list_nodes(self, pool_id: str) -> Iterator[ComputeNode]:
        """Read the nodes of a pool, page by page."""
        return map(ComputeNode.deserialize, self._client.compute_node.list(pool_id))


class AzureBatch15:
    """The service through azure-batch 15, whose client accepts and returns documents.

    Its own models aren't used: they check nothing, and convert an extension's settings to strings.
    """

    api_version = "2025-06-01"

    def __init__(self, url: str, account: str, key: str) -> None:
        batch: Any = importlib.import_module("azure.batch")
        credentials: Any = importlib.import_module("azure.core.credentials")
        exceptions: Any = importlib.import_module("azure.core.exceptions")
        self.refusal: type[Exception] = exceptions.HttpResponseError
        self._client = batch.BatchClient(url, credentials.AzureNamedKeyCredential(account, key))

    def add_pool(self, pool: PoolAddParameter) -> None:
        """Add a pool."""
        self._client.create_pool(pool.serialize(api_version=self.api_version))

    def patch_pool(self, pool_id: str, change: PoolPatchParameter) -> None:
        """Change what is set in ``change``, and leave the rest alone."""
        self._client.update_pool(pool_id, change.serialize(api_version=self.api_version))

    def get_pool(self, pool_id: str) -> CloudPool:
        """Read a pool."""
        return CloudPool.deserialize(self._client.get_pool(pool_id).as_dict())

    def list_nodes(self, pool_id: str) -> Iterator[ComputeNode]:
        """Read the nodes of a pool, page by page."""
        return (ComputeNode.deserialize(node.as_dict()) for node in self._client.list_nodes(pool_id))


def connect(url: str, account: str, key: str) -> BatchService:
    """Connect to an account with the installed azure-batch.

    Args:
        url: The account's address, ``https://ACCOUNT.REGION.batch.azure.com``.
        account: The account's name.
        key: One of the account's shared keys, in base64.
    """
    batch: Any = importlib.import_module("azure.batch")
    kind = AzureBatch15 if hasattr(batch, "BatchClient") else AzureBatch14
    return kind(url, account, key)


def add_or_patch(service: BatchService, pool: PoolAddParameter) -> str:
    """Add a pool, or change the start task of an existing one. Return what was done, in a word."""
    try:
        service.add_pool(pool)
    except service.refusal as refused:
        error: Any = getattr(refused, "error", None)  # the service's answer; each package has its own class for it
        if error is None or error.code != "PoolExists":
            raise
        service.patch_pool(pool.id, PoolPatchParameter(start_task=pool.start_task))
        return "changed"
    return "added"


def main(path: str, url: str, account: str, key: str) -> int:
    """Add the pool of a document, print the states of its nodes, and return the exit status."""
    try:
        pool = PoolAddParameter.from_json(Path(path).read_bytes())
    except (OSError, DeserializationError) as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 1
    service = connect(url, account, key)
    try:
        done = add_or_patch(service, pool)
        states = [node.state for node in service.list_nodes(pool.id)]
    except (ValidationError, service.refusal) as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 1
    idle = states.count(ComputeNodeState.idle)
    print(f"{pool.id}: {done}, API version {service.api_version}; {len(states)} nodes, {idle} of them idle")
    return 0


if __name__ == "__main__":
    settings = [os.environ.get(name, "") for name in ("BATCH_URL", "BATCH_ACCOUNT", "BATCH_KEY")]
    if len(sys.argv) != 2 or not all(settings):  # noqa: PLR2004  # because a script and one document are two arguments
        print("usage: BATCH_URL=… BATCH_ACCOUNT=… BATCH_KEY=… python examples/portable.py DOCUMENT", file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1], *settings))
