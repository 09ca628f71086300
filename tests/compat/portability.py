"""What examples/portable.py has to do, with whichever azure-batch is installed."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from conftest import ROOT, load
from loopback import Service, serving
from pools import NODES

from batchmodels import CloudPool

SCRIPT = ROOT / "examples" / "portable.py"
DOCUMENT = ROOT / "examples" / "pool.json"


def run(url: str, document: Path = DOCUMENT) -> tuple[int, str, str]:
    """Run the example; give the exit status and what it printed."""
    settings = {
        "BATCH_URL": url,
        "BATCH_ACCOUNT": "account",
        "BATCH_KEY": "a2V5",
        "PYTHONWARNINGS": "ignore::DeprecationWarning",
    }
    done = subprocess.run(
        [sys.executable, SCRIPT, document],
        env=os.environ | settings | {"PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    return done.returncode, done.stdout, done.stderr


@contextmanager
def serving_a_pool_that_exists() -> Iterator[Service]:
    """A service that refuses every new pool and takes every change."""
    service = Service()
    refusal = {
        "code": "PoolExists",
        "message": {"lang": "en-US", "value": "It is there."},
        "values": [{"key": "a", "value": "b"}],
    }

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.reply(409, refusal)

        def do_PATCH(self) -> None:
            service.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.reply(200, {})

        def do_GET(self) -> None:
            self.reply(200, service.answer)

        def reply(self, status: int, document: object) -> None:
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
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


def check_adding(api_version: str) -> None:
    with serving() as service:
        service.answer = {"value": NODES}
        status, out, err = run(service.url)
    idle = sum(node["state"] == "idle" for node in NODES)
    assert (status, err) == (0, "")
    assert out == f"encoders: added, API version {api_version}; {len(NODES)} nodes, {idle} of them idle\n"
    assert service.received == [load(DOCUMENT)]
    assert set(service.api_versions) == {api_version}


def check_changing(api_version: str) -> None:
    with serving_a_pool_that_exists() as service:
        service.answer = {"value": []}
        status, out, err = run(service.url)
    assert (status, err) == (0, "")
    assert out == f"encoders: changed, API version {api_version}; 0 nodes, 0 of them idle\n"
    assert service.received == [{"startTask": load(DOCUMENT)["startTask"]}]


def check_reading(document: dict[str, Any]) -> None:
    """Whatever the client makes of an answer, our model is that of the document."""
    with serving() as service:
        service.answer = document
        connected = runpy.run_path(str(SCRIPT))["connect"](service.url, "account", "a2V5")
        assert connected.get_pool("render") == CloudPool.deserialize(document)


def check_refusing(wrong: dict[str, Any], message: str, where: Path) -> None:
    """What the API version doesn't have is refused, and nothing is sent."""
    document = where / "pool.json"
    document.write_text(json.dumps(load(DOCUMENT) | wrong), encoding="utf-8")
    with serving() as service:
        assert run(service.url, document) == (1, "", f"{document}: 1 problem in PoolAddParameter\n{message}\n")
    assert service.received == []
