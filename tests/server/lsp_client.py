"""An editor for the tests: speaks LSP with ``batchmodels server`` over its standard streams."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PATIENCE = 60  # seconds until a test fails that would wait forever


class Editor:
    """One editor with its server. Each document has the version that was sent last."""

    def __init__(self, encodings: list[str] | None = None, options: Any = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "batchmodels", "server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.received: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.notifications: list[dict[str, Any]] = []
        self.everything = b""
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.number = 0
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        general = {"general": {"positionEncodings": encodings}} if encodings else {}
        parameters = {"processId": None, "rootUri": None, "capabilities": general, "initializationOptions": options}
        self.capabilities: dict[str, Any] = self.request("initialize", parameters)["capabilities"]
        self.notify("initialized", {})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream is not None
            with contextlib.suppress(BrokenPipeError):
                stream.close()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while header := stream.readline():
            length = int(header.removeprefix(b"Content-Length:"))
            while stream.readline().strip():
                pass
            body = stream.read(length)
            self.everything += body
            self.received.put(json.loads(body))
        self.received.put(None)

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def notify(self, method: str, parameters: Any) -> None:
        self._send({"method": method, "params": parameters})

    def answer(self, method: str, parameters: Any) -> dict[str, Any]:
        """The whole response to a request."""
        self.number += 1
        self._send({"id": self.number, "method": method, "params": parameters})
        while True:
            message = self.received.get(timeout=PATIENCE)
            assert message is not None, "the server has ended"
            if message.get("id") == self.number:
                return message
            self.notifications.append(message)

    def request(self, method: str, parameters: Any) -> Any:
        """The result of a request."""
        answer = self.answer(method, parameters)
        assert "error" not in answer, answer
        return answer["result"]

    def published(self, uri: str) -> list[dict[str, Any]]:
        """The diagnostics of the present version of a document, once they have come."""

        def is_it(message: dict[str, Any]) -> bool:
            parameters = message.get("params", {})
            is_present = parameters.get("uri") == uri and parameters.get("version") == self.versions[uri]
            return message.get("method") == "textDocument/publishDiagnostics" and is_present

        while True:
            found = [message["params"]["diagnostics"] for message in self.notifications if is_it(message)]
            if found:
                return list(found[-1])
            message = self.received.get(timeout=PATIENCE)
            assert message is not None, "the server has ended"
            self.notifications.append(message)

    def logged(self) -> list[str]:
        return [each["params"]["message"] for each in self.notifications if each.get("method") == "window/logMessage"]

    def shown(self) -> list[str]:
        return [each["params"]["message"] for each in self.notifications if each.get("method") == "window/showMessage"]

    def open(self, name: str, text: str, language: str = "") -> str:
        uri = f"file:///pools/{name}"
        language = language or {"yaml": "yaml", "json": "json"}.get(Path(name).suffix[1:], "plaintext")
        self.texts[uri], self.versions[uri] = text, 1
        self.notify("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": language, "version": 1, "text": text}})
        return uri

    def change(self, uri: str, text: str) -> None:
        self.texts[uri] = text
        self.versions[uri] += 1
        self.notify(
            "textDocument/didChange",
            {"textDocument": {"uri": uri, "version": self.versions[uri]}, "contentChanges": [{"text": text}]},
        )

    def at(self, uri: str, offset: int) -> dict[str, Any]:
        """The parameters of a request about an offset, in UTF-16."""
        return {"textDocument": {"uri": uri}, "position": position(self.texts[uri], offset)}

    def hover(self, uri: str, word: str) -> str | None:
        """What the editor shows for the first occurrence of a word."""
        found = self.request("textDocument/hover", self.at(uri, self.texts[uri].index(word)))
        return found and found["contents"]["value"]

    def actions(self, uri: str, diagnostic: dict[str, Any]) -> list[dict[str, Any]]:
        parameters = {
            "textDocument": {"uri": uri},
            "range": diagnostic["range"],
            "context": {"diagnostics": [diagnostic]},
        }
        return list(self.request("textDocument/codeAction", parameters))

    def completed(self, text: str, name: str) -> dict[str, str]:
        """The texts that come from choosing each completion at the mark ``¦``, by label."""
        offset = text.index("¦")
        uri = self.open(name, text.replace("¦", ""))
        items = self.request("textDocument/completion", self.at(uri, offset))
        return {item["label"]: edited(self.texts[uri], [item["textEdit"]]) for item in items}

    def shut_down(self) -> tuple[int, bytes]:
        """End the server as an editor does, and return its exit status and what it wrote on the standard error."""
        self.request("shutdown", None)
        self.notify("exit", None)
        self.reader.join(PATIENCE)
        assert self.process.stderr is not None
        return self.process.wait(PATIENCE), self.process.stderr.read()


def position(text: str, offset: int) -> dict[str, int]:
    """An offset as LSP counts it by default."""
    before = text[:offset]
    line = before.count("\n")
    return {"line": line, "character": len(before.rpartition("\n")[2].encode("utf-16-le")) // 2}


def offset_at(text: str, place: dict[str, int]) -> int:
    """The offset of a position in UTF-16."""
    start = sum(len(line) for line in text.splitlines(keepends=True)[: place["line"]])
    units = text[start:].encode("utf-16-le")[: 2 * place["character"]]
    return start + len(units.decode("utf-16-le"))


def in_range(text: str, where: dict[str, Any]) -> str:
    """The text in a range."""
    return text[offset_at(text, where["start"]) : offset_at(text, where["end"])]


def edited(text: str, edits: list[dict[str, Any]]) -> str:
    """A text after some edits, as an editor makes them."""
    for edit in sorted(edits, key=lambda each: offset_at(text, each["range"]["start"]), reverse=True):
        start, end = (offset_at(text, edit["range"][name]) for name in ("start", "end"))
        text = text[:start] + edit["newText"] + text[end:]
    return text
