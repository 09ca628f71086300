"""A file read as models, with the position of every value."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ..arm.names import known_account
from ..engine.model import Model
from ..paths import ROOT, Steps
from ..rules.finding import Finding, Span
from .entries import Entry, entries_of
from .expressions.scope import Given
from .file_bytes import MAX_SIZE, read_file
from .parameter_limits import beyond_limits
from .partial_models import model_named
from .pool_identities import with_identities
from .positions import Position
from .source import Source, read_source


class Document:
    """A JSON or YAML file read as models.

    Attributes:
        entries: Its start tasks, pools, nodes, jobs and tasks, in the order of the file; of an ARM template, its pools.
        source: The text and its content.
    """

    def __init__(
        self,
        source: Source,
        type_name: str | None = None,
        parameters: Mapping[str, Given] | None = None,
        account: str = "",
    ) -> None:
        if type_name is not None:
            model_named(type_name)  # which refuses an unknown one
        self.source = source
        self.entries: tuple[Entry, ...] = tuple(entries_of(source, type_name, parameters, account))

    @property
    def file(self) -> str:
        """The file's name, as it was given."""
        return self.source.file

    @property
    def content(self) -> Any:
        """The file's content as JSON values; of several YAML documents a list."""
        return self.source.content

    @property
    def models(self) -> list[Model]:
        """The models of the entries, without those that can't be read."""
        return [entry.model for entry in self.entries if entry.model is not None]

    @property
    def reviewed(self) -> list[Model]:
        """The same models as the review gets them: a pool of ARM or of Terraform has its identities."""
        return [with_identities(entry, entry.model) for entry in self.entries if entry.model is not None]

    @property
    def jobs(self) -> list[Model | None]:
        """The jobs that the models belong to, in the same order; None for a model of its own."""
        return [entry.job.model if entry.job else None for entry in self.entries if entry.model is not None]

    @property
    def findings(self) -> list[Finding]:
        """What is wrong with the text itself, for example a duplicate key, and values that a template doesn't allow.

        The steps are those of the file.
        """
        of_entries = [finding for entry in self.entries for finding in entry.findings]
        return [*self.source.findings, *of_entries, *beyond_limits(entry.origins for entry in self.entries)]

    def position(self, steps: Steps = ROOT, span: Span | None = None) -> Position:
        """Return the position of a value in the file, or of a part of a text.

        Args:
            steps: The keys and indexes that lead to it from the root of the file. `Entry.position` takes those from a model.
            span: The offsets of a part of the value, which is a text; None for all of it.
        """
        return self.source.position(steps, span)

    def __repr__(self) -> str:
        kinds = ", ".join(entry.model_type for entry in self.entries)
        return f"Document({self.file!r}: {kinds or 'empty'})"


def read(
    path: str | os.PathLike[str],
    *,
    type_name: str | None = None,
    max_size: int = MAX_SIZE,
    parameters: Mapping[str, Given] | None = None,
) -> Document:
    """Read a file as the command does.

    A file is JSON or YAML: a start task, a pool, a node, a job, a task, a list or a page of them, or an ARM template, which
    may have comments.

    Args:
        path: The file. It is YAML if its name ends with ``.yaml`` or ``.yml``, JSON if it ends with ``.json``; otherwise the
            text decides. YAML needs the extra ``cli``.
        type_name: The name of the model that it holds, for example ``StartTask``; None detects it.
        max_size: The largest size, in megabytes.
        parameters: The values of the parameters of templates, as `given_values` returns them.

    Raises:
        UnreadableError: It can't be read, isn't valid JSON or YAML, or holds something else.
        KeyError: No model has that name.
    """
    name = os.fspath(path)
    return read_text(read_file(name, max_size), name, type_name=type_name, parameters=parameters)


def read_text(
    text: str | bytes,
    name: str = "<text>",
    *,
    type_name: str | None = None,
    parameters: Mapping[str, Given] | None = None,
    account: str | None = None,
) -> Document:
    """Read a text as the command reads a file.

    Args:
        text: The text. Bytes are UTF-8, or UTF-16 with a byte order mark.
        name: The name for the messages; its ending decides as that of a file does.
        type_name: The name of the model that it holds, for example ``StartTask``; None detects it.
        parameters: The values of the parameters of templates, as `given_values` returns them.
        account: The resource id of the Batch account that templates are deployed to, from which their expressions have the
            subscription and the resource group; None if it isn't known.

    Raises:
        UnreadableError: It isn't valid JSON or YAML, or holds something else.
        KeyError: No model has that name.
        ValueError: The account is something else than the resource id of a Batch account.
    """
    where = "" if account is None else known_account(account)
    return Document(read_source(name, text, parameters), type_name, parameters, where)
