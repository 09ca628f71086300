"""The client of azure-batch 14, talking to the service on loopback."""

from __future__ import annotations

from typing import Any

from azure.batch import BatchServiceClient
from azure.batch.batch_auth import SharedKeyCredentials
from loopback import Service


def client_of(service: Service, kind: type[BatchServiceClient] = BatchServiceClient) -> Any:
    return kind(SharedKeyCredentials("account", "a2V5"), service.url)
