"""What is reported about a document: the editor's options, and the configuration file of its directory."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ..documents.configuration import Configuration, Configurations
from ..documents.diagnostics import Diagnostic
from ..documents.rule_names import left_out
from ..rules.finding import Severity

_SEVERITIES = list(Severity)


class Options(msgspec.Struct, frozen=True):
    """The initialization options of the editor; None and empty leave the decision to the configuration.

    Attributes:
        api_version: The API version that the documents are for.
        ignore: The rules to leave out, by ids and beginnings of ids.
    """

    api_version: str | None = None
    ignore: tuple[str, ...] = ()


class Settings(msgspec.Struct, frozen=True):
    """The settings for one document.

    Attributes:
        type_name: The name of its model; None detects it.
        api_version: The API version that it is for; None checks none.
        ignore: The ids of the rules to leave out.
        severity: The least severe that is reported.
    """

    type_name: str | None = None
    api_version: str | None = None
    ignore: frozenset[str] = frozenset()
    severity: Severity = Severity.note

    def shows(self, diagnostic: Diagnostic) -> bool:
        """Whether a diagnostic is severe enough to be reported."""
        return _SEVERITIES.index(diagnostic.severity) <= _SEVERITIES.index(self.severity)


def settings_for(path: Path | None, options: Options) -> Settings:
    """Return the settings for a document, from the editor's options and the nearest configuration file.

    Args:
        path: Where the document is saved; None if it isn't.
        options: The options, which win.

    Raises:
        ConfigurationError: The configuration file has a mistake.
    """
    # Read again for each check: the file may be open in the same editor.
    configuration = Configurations().of(path.parent) if path is not None else Configuration()
    in_file = configuration.ignored_in(path) if path is not None else ()
    return Settings(
        configuration.type_of(path) if path is not None else None,
        options.api_version or configuration.api_version,
        left_out(configuration.select, (*(options.ignore or configuration.ignore), *in_file)),
        configuration.severity or Severity.note,
    )
