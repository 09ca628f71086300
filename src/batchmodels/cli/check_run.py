"""One run of ``check``: reads, fixes and checks files, each with its settings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from ..documents import checking
from ..documents.checking import unreadable, without_content
from ..documents.configuration import Configuration
from ..documents.coverage import EMPTY, Counts, is_note
from ..documents.diagnostics import UNREADABLE, Diagnostic
from ..documents.errors import UnreadableError
from ..documents.expressions.scope import Given
from ..documents.rule_names import left_out
from ..rules.finding import Severity
from .broken_files import is_broken
from .files import Target, concerns_batch, may_concern_batch
from .inputs import STDIN, read_input
from .options import shown_name
from .progress import on_terminal

_SEVERITIES = list(Severity)
_UNREAD = (UNREADABLE, EMPTY)


class Options(msgspec.Struct, frozen=True):
    """The options of the command line that decide what is reported; None and empty leave that to the configuration."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    severity: Severity | None
    api_version: str | None
    type_name: str | None
    max_size: int
    excerpts: bool
    parameters: dict[str, Given] = {}
    allow_empty: bool = False


class Settings(msgspec.Struct, frozen=True):
    """The settings for a file, from the command line and the configuration."""

    type_name: str | None
    api_version: str | None
    ignore: frozenset[str]
    severity: Severity
    parameters: str = "[]"
    """The parameters of templates that the configuration has, as JSON."""

    def shows(self, diagnostic: Diagnostic) -> bool:
        """Whether a diagnostic is severe enough to be reported; notes about what was not judged always are."""
        return _SEVERITIES.index(diagnostic.severity) <= _SEVERITIES.index(self.severity) or is_note(diagnostic)


class RunResult(msgspec.Struct, frozen=True):
    """The result of a run: the diagnostics that are reported, how many are less severe, the checked and the skipped files."""

    shown: list[Diagnostic]
    hidden: int
    files: list[str]
    skipped: int


Change = Callable[[Target, bytes, Settings], bytes]
"""Changes the bytes of a file before they are checked, as ``--fix`` does."""


class Run:
    """Checks files.

    Args:
        targets: The files.
        options: The options.
        change: Changes the bytes of each file first.
    """

    def __init__(self, targets: list[Target], options: Options, change: Change | None = None) -> None:
        self._targets = targets
        self._options = options
        self._change = change
        self._rules: dict[tuple[Any, ...], frozenset[str]] = {}
        self._unsure: set[int] = set()  # found files that may be about something else
        self._skipped: set[int] = set()
        self.counts: Counts = Counts()

    def result(self) -> RunResult:
        """Check all files; those with the same settings together, so that shellcheck runs once for them."""
        groups: dict[Settings, list[int]] = {}
        for index, target in enumerate(self._targets):
            groups.setdefault(self._settings(target), []).append(index)
        found: dict[int, list[Diagnostic]] = {}
        for settings, indexes in groups.items():
            found.update(self._checked(settings, indexes))
        shown: list[Diagnostic] = []
        hidden = 0
        for settings, index in sorted(((each, index) for each, indexes in groups.items() for index in indexes), key=_second):
            least = [each for each in found.get(index, ()) if settings.shows(each)]
            hidden += len(found.get(index, ())) - len(least)
            shown += least
        checked = [index for index in range(len(self._targets)) if index not in self._skipped]
        shown += self._without_documents(checked)
        return RunResult(shown, hidden, [shown_name(self._targets[index].name) for index in checked], len(self._skipped))

    def _settings(self, target: Target) -> Settings:
        options, configuration = self._options, target.configuration
        select, ignore = _rules_of(options, configuration)
        in_file: tuple[str, ...] = ()
        type_name = options.type_name
        if target.name != STDIN:
            in_file = configuration.ignored_in(Path(target.name))
            type_name = type_name or configuration.type_of(Path(target.name))
        key = (select, ignore, in_file)
        if key not in self._rules:
            self._rules[key] = left_out(select, (*ignore, *in_file))
        severity = options.severity or configuration.severity or Severity.warning
        return Settings(
            type_name,
            options.api_version or configuration.api_version,
            self._rules[key],
            severity,
            json.dumps(configuration.parameters),
        )

    def _checked(self, settings: Settings, indexes: list[int]) -> Iterator[tuple[int, list[Diagnostic]]]:
        progress = on_terminal()
        read: list[int] = []

        def texts() -> Iterator[tuple[str, bytes | Diagnostic]]:
            for index in progress("reading files", indexes, len(indexes)):
                data = self._read(index, settings)
                if data is not None:
                    read.append(index)
                    yield shown_name(self._targets[index].name), data

        configured = {name.lower(): Given(value) for name, value in json.loads(settings.parameters)}
        checked = checking.check_all(
            texts(),
            type_name=settings.type_name,
            api_version=settings.api_version,
            ignore=settings.ignore,
            progress=progress,
            excerpts=self._options.excerpts,
            parameters={**configured, **self._options.parameters},
            counts=self.counts,
            allow_empty=self._options.allow_empty,
        )
        for position, diagnostics in enumerate(checked):
            index = read[position]
            if index in self._unsure and any(each.rule in _UNREAD for each in diagnostics):
                self._skipped.add(index)
                self.counts.remove_unreadable()
            else:
                yield index, diagnostics

    def _read(self, index: int, settings: Settings) -> bytes | Diagnostic | None:
        """The bytes of a file, or the diagnostic that it can't be read; None if it was found and isn't about Batch."""
        target = self._targets[index]
        try:
            data = read_input(target.name, self._options.max_size)
        except UnreadableError as error:
            return unreadable(shown_name(target.name), error.message)
        if target.origin and not concerns_batch(data):
            may_concern = may_concern_batch(data)
            if not is_broken(target.name, data, may_concern_batch=may_concern):
                if not may_concern:
                    self._skipped.add(index)
                    return None
                self._unsure.add(index)
        try:
            return data if self._change is None else self._change(target, data, settings)
        except OSError as error:
            return unreadable(target.name, f"it can't be written: {error.strerror or error}")

    def _without_documents(self, checked: list[int]) -> Iterator[Diagnostic]:
        """A diagnostic for each directory and pattern of which all files were skipped."""
        useful = {self._targets[index].origin for index in checked}
        for origin in dict.fromkeys(target.origin for target in self._targets if target.origin):
            if origin not in useful:
                message = "expected documents of Azure Batch in these files, found none"
                yield without_content(origin, message, allow_empty=self._options.allow_empty)


def check_with(file: str, data: bytes, settings: Settings) -> list[Diagnostic]:
    """Check the bytes of one file without the rules that never have an edit because they ask another program."""
    from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time

    slow = {rule.id for rule in RULES.values() if rule.prepare is not None}
    found = checking.check_data(
        file,
        data,
        type_name=settings.type_name,
        api_version=settings.api_version,
        ignore=settings.ignore | slow,
    )
    return [each for each in found if settings.shows(each)]


def _rules_of(options: Options, configuration: Configuration) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is selected and ignored: an option wins over the configuration, and ``--select`` over its ``ignore`` too."""
    if options.select:
        return options.select, options.ignore
    return configuration.select, options.ignore or configuration.ignore


def _second(pair: tuple[Settings, int]) -> int:
    return pair[1]
