"""A Batch service on loopback that keeps what it is sent and answers with what it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class Service:
    """What the client sent, and what it will be answered."""

    def __init__(self) -> None:
        self.received: list[Any] = []
        self.api_versions: list[str] = []
        self.answer: Any = None
        self.further_answers: dict[str, Any] = {}
        self.url = ""


@contextmanager
def serving() -> Iterator[Service]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            service.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.reply(204 if urlsplit(self.path).path.endswith("/updateproperties") else 201, b"")

        def do_PATCH(self) -> None:
            service.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.reply(200, b"")

        def do_GET(self) -> None:
            answer = service.further_answers.get(urlsplit(self.path).path, service.answer)
            self.reply(200, json.dumps(answer).encode())

        def reply(self, status: int, body: bytes) -> None:
            service.api_versions += parse_qs(urlsplit(self.path).query).get("api-version", [])
            self.send_response(status)
            self.send_header("Content-Type", "application/json; odata=minimalmetadata")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

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
