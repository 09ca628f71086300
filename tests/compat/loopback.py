"""A Batch service on loopback that records what it receives and answers what a test sets."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

# The statuses of the service's answers without a body, by the end of the path.
STATUSES = {
    "POST": {
        "updateproperties": 204, "terminate": 202, "enable": 202, "disable": 202, "reactivate": 204, "resize": 202,
        "stopresize": 202, "removenodes": 202, "enableautoscale": 200, "disableautoscale": 200, "": 201,
    },
    "PUT": {"": 200},
    "PATCH": {"": 200},
    "DELETE": {"": 202},
}  # fmt: skip

Answer = tuple[int, Any]


class Service:
    """What the client sent, and the answers to it."""

    def __init__(self) -> None:
        self.url = ""
        self.clear()

    def clear(self) -> None:
        self.received: list[Any] = []
        """The bodies, read as JSON; a request without a body adds none."""
        self.requests: list[str] = []
        """The methods and paths, for example ``POST /pools``."""
        self.api_versions: list[str] = []
        self.answer: Any = None
        """The document that answers every GET without an answer of its own."""
        self.further_answers: dict[str, Any] = {}
        """Documents that answer a GET, by path."""
        self.answers: dict[str, Answer | Callable[[Any], Answer]] = {}
        """Status and document for a method and path, or what makes them of the body."""

    def reply(self, method: str, path: str, body: Any) -> Answer:
        """Choose status and document."""
        answer = self.answers.get(f"{method} {path}")
        if answer is not None:
            return answer(body) if callable(answer) else answer
        if method == "GET":
            return 200, self.further_answers.get(path, self.answer)
        statuses = STATUSES[method]
        return statuses.get(path.rpartition("/")[2], statuses[""]), None


@contextmanager
def serving() -> Iterator[Service]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"] or 0))
            body = json.loads(sent) if sent else None
            if sent:
                service.received.append(body)
            split = urlsplit(self.path)
            service.requests.append(f"{self.command} {split.path}")
            service.api_versions += parse_qs(split.query).get("api-version", [])
            status, document = service.reply(self.command, split.path, body)
            has_body = document is not None or self.command == "GET"
            content = json.dumps(document).encode() if has_body else b""
            self.send_response(status)
            self.send_header("Content-Type", "application/json; odata=minimalmetadata")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any  # noqa: N815  # because http.server looks for these names

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
