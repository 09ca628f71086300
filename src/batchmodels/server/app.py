"""The server: what it does with each message of an editor."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import msgspec
from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from .. import API_VERSIONS, __version__
from ..documents.configuration import ConfigurationError
from ..documents.rule_names import ignorable_rules, matching
from ..rules.internal_errors import failure
from .checks import Checked, check_text, lsp_diagnostic, name_of, on_lines, quick_fixes, reads_as_yaml
from .completion import completions
from .debouncing import Debouncer
from .hcl_places import hcl_completions, hcl_hover
from .hovers import hover
from .settings import Options, Settings, settings_for
from .text_positions import TextPositions

P = ParamSpec("P")
T = TypeVar("T")

_DELAY = 0.3  # seconds without a change before a document is checked


class OpenDocument(msgspec.Struct, frozen=True):
    """A version of an open document, and what converts its positions."""

    name: str
    text: str
    version: int | None
    positions: TextPositions

    @property
    def is_terraform(self) -> bool:
        """Whether it is a file of Terraform."""
        return self.name.lower().endswith(".tf")

    @property
    def is_yaml(self) -> bool:
        """Whether it is YAML."""
        return reads_as_yaml(self.name, self.text)

    def hover(self, position: types.Position) -> types.Hover | None:
        """The documentation of what is at a position."""
        place = self.text, self.positions.offset(position), self.positions
        return hcl_hover(*place) if self.is_terraform else hover(*place, is_yaml=self.is_yaml)

    def completions(self, position: types.Position) -> list[types.CompletionItem]:
        """What can be written at a position."""
        place = self.text, self.positions.offset(position), self.positions
        return hcl_completions(*place) if self.is_terraform else completions(*place, is_yaml=self.is_yaml)


class BatchmodelsServer(LanguageServer):
    """The server of one editor."""

    def __init__(self) -> None:
        # Editors send the whole text: it is what a check needs, and both sides then agree on it.
        super().__init__("batchmodels", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.options: Options = Options()
        self.waiting: Debouncer = Debouncer(self._check)
        self._mistake = ""  # of a configuration file, the last one that was shown
        self._checked: dict[str, tuple[int | None, Checked]] = {}  # by URI, with the version
        self._checker = ThreadPoolExecutor(1, thread_name_prefix="check")  # hovers must not wait for a check

    def configure(self, settings: Any) -> None:
        """Take the initialization options of the editor; those that mean nothing are reported, and ignored."""
        given: dict[str, Any] = msgspec.to_builtins(settings) if settings is not None else {}
        for problem in _problems(given):
            self.warn(problem)
        version, ignore = given.get("apiVersion"), given.get("ignore")
        words = [str(each) for each in ignore] if isinstance(ignore, list) else []
        self.options = Options(
            version if version in API_VERSIONS else None, tuple(word for word in words if not unknown_rule(word))
        )

    def changed(self, uri: str, delay: float = _DELAY) -> None:
        """Check a document soon."""
        self.waiting.schedule(uri, delay)

    def closed(self, uri: str) -> None:
        """Forget a document, and take its diagnostics away."""
        self.waiting.forget(uri)
        self._checked.pop(uri, None)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def guarded(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Answer a request. A bug is logged without the exception's text, which may repeat a secret."""
        try:
            return function(*args, **kwargs)
        except Exception as error:  # noqa: BLE001  # because the editor gets no answer then, and the server continues
            self.log(failure(error))
            return None

    def log(self, message: str) -> None:
        """Write a line to the editor's log."""
        self.window_log_message(types.LogMessageParams(types.MessageType.Info, message))

    def report_server_error(self, error: Exception, source: Any) -> None:  # noqa: ARG002  # because pygls passes it
        """Report an error of the protocol, without its text, which may repeat a part of a document."""
        self.log(f"a message of the editor failed with {type(error).__name__}")

    def opened(self, uri: str) -> OpenDocument | None:
        """An open document; None for any other, which is not read from the disk."""
        document = self.workspace.text_documents.get(uri)
        if document is None:
            return None
        name, text = name_of(uri, document.language_id), document.source
        return OpenDocument(name, text, document.version, TextPositions(text, self.workspace.position_encoding))

    def settings_of(self, uri: str) -> Settings:
        """The settings for a document; a mistake in its configuration file is shown once, and the file is ignored."""
        path = to_fs_path(uri) if uri.startswith("file:") else None
        try:
            settings = settings_for(Path(path) if path else None, self.options)
        except ConfigurationError as error:
            if str(error) != self._mistake:
                self.warn(str(error))
            self._mistake = str(error)
            return settings_for(None, self.options)
        self._mistake = ""
        return settings

    def warn(self, message: str) -> None:
        """Show a message to the user."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, f"batchmodels: {message}"))

    def fixes(self, uri: str, within: types.Range) -> list[types.CodeAction]:
        """The quick fixes for the diagnostics in a range, of the version that was checked last."""
        document = self.opened(uri)
        version, checked = self._checked.get(uri, (None, None))
        if document is None or checked is None or version != document.version:
            return []
        return quick_fixes(uri, on_lines(checked, within.start.line, within.end.line), document.positions)

    async def _check(self, uri: str) -> None:
        document = self.opened(uri)
        if document is None:
            return
        loop = asyncio.get_running_loop()
        settings = self.settings_of(uri)
        checked = await loop.run_in_executor(self._checker, check_text, document.name, document.text, settings)
        present = self.workspace.text_documents.get(uri)
        if present is None or present.version != document.version:
            return  # it was closed, or the next check is waiting
        self._checked[uri] = (document.version, checked)
        if checked.skipped:
            self.log(f"{document.name} is not checked: {checked.skipped}")
        shown = [lsp_diagnostic(found, document.positions) for found in checked.found]
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, shown, document.version))


def _problems(given: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the initialization options."""
    for key in given:
        if key not in ("apiVersion", "ignore"):
            yield f"unknown initialization option {key!r}; expected apiVersion or ignore"
    if given.get("apiVersion") not in (None, *API_VERSIONS):
        yield f"unknown apiVersion {given['apiVersion']!r}; expected one of {', '.join(API_VERSIONS)}"
    ignore = given.get("ignore", [])
    if not isinstance(ignore, list):
        yield f"expected a list of rules as ignore, got {type(ignore).__name__}"
        return
    yield from filter(None, map(unknown_rule, map(str, ignore)))


def unknown_rule(word: str) -> str:
    """What is wrong with the name of a rule; empty if it names one, or the beginning of one."""
    try:
        matching(word, ignorable_rules())
    except ValueError as error:
        return f"ignore: {error}"
    return ""


def make_server() -> BatchmodelsServer:
    """Make a server with all its handlers."""
    server = BatchmodelsServer()

    @server.feature(types.INITIALIZE)
    def initialize(ls: BatchmodelsServer, params: types.InitializeParams) -> None:
        ls.guarded(ls.configure, params.initialization_options)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(ls: BatchmodelsServer, params: types.DidOpenTextDocumentParams) -> None:
        ls.changed(params.text_document.uri, 0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(ls: BatchmodelsServer, params: types.DidChangeTextDocumentParams) -> None:
        ls.changed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(ls: BatchmodelsServer, params: types.DidCloseTextDocumentParams) -> None:
        ls.closed(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def on_hover(ls: BatchmodelsServer, params: types.HoverParams) -> types.Hover | None:
        def answer() -> types.Hover | None:
            document = ls.opened(params.text_document.uri)
            return None if document is None else document.hover(params.position)

        return ls.guarded(answer)

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=['"', ":", " "]))
    def on_completion(ls: BatchmodelsServer, params: types.CompletionParams) -> list[types.CompletionItem] | None:
        def answer() -> list[types.CompletionItem] | None:
            document = ls.opened(params.text_document.uri)
            return None if document is None else document.completions(params.position)

        return ls.guarded(answer)

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix]))
    async def on_code_action(ls: BatchmodelsServer, params: types.CodeActionParams) -> list[types.CodeAction] | None:
        await ls.waiting.settle(params.text_document.uri)
        return ls.guarded(ls.fixes, params.text_document.uri, params.range)

    return server


def run() -> None:
    """Serve one editor on the standard input and output, until it says exit or ends."""
    # What pygls logs has whole messages, and with them the text of documents.
    logging.getLogger("pygls").disabled = True
    for name in ("pygls", "asyncio"):
        logger = logging.getLogger(name)
        logger.addHandler(logging.NullHandler())
        logger.propagate = False
    make_server().start_io()
