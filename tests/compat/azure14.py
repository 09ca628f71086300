"""The client of azure-batch 14, talking to the service on loopback."""

from __future__ import annotations

from azure.batch import BatchServiceClient
from azure.batch.batch_auth import SharedKeyCredentials
from loopback import Service


def client_of(service: Service) -> BatchServiceClient:
    return BatchServiceClient(SharedKeyCredentials("account", "a2V5"), batch_url=service.url)
