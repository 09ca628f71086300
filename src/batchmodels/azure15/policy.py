"""A policy for azure-batch 15's client that refuses bodies other than JSON objects."""

from __future__ import annotations

from typing import Any

from azure.core.pipeline import PipelineRequest
from azure.core.pipeline.policies import SansIOHTTPPolicy


class BodyPolicy(SansIOHTTPPolicy[Any, Any]):
    """A policy that refuses a request body other than a JSON object, for example the base64 text of ``to_json()``.

    Use it as ``BatchClient(url, credential, per_call_policies=[BodyPolicy()])``. Azure Batch accepts only objects.
    """

    def on_request(self, request: PipelineRequest[Any]) -> None:
        """Raise a TypeError if the body isn't an object.

        Args:
            request: The request that the client is about to send.
        """
        body = getattr(request.http_request, "content", None)
        if isinstance(body, str) and not body.lstrip().startswith("{"):
            came = {'"': "a text", "[": "an array"}.get(body.lstrip()[:1], "something else")
            raise TypeError(
                f"expected a JSON object as the body, got {came}; "
                "give the client azure15.to_model(model) or model.serialize(), not to_json()"
            )
