#!/usr/bin/env python3
"""Check start task documents before they are sent: show what each holds, what is wrong with it, and where.

    python examples/check_start_task.py examples/start_task.json

For each document the model is printed, its secrets masked, and after it the verdict. With ``--body`` the REST body is
printed instead, as it would be sent: the secrets are in it. Problems and notes go to the standard error.

Exit status: 0 if every document can be sent; 1 if one can't; 2 if one is unreadable or no JSON.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from batchmodels import DeserializationError, Model, Problem, StartTask

VALID = 0
INVALID = 1
UNREADABLE = 2


def undeclared_members(value: object) -> Iterator[str]:
    """Name the members that no model declares, at every depth: new ones of the service, or misspelled ones."""
    if isinstance(value, list):
        for element in value:
            yield from undeclared_members(element)
    elif isinstance(value, Model):
        for key in value.additional_properties:
            yield f"{type(value).__name__} declares no member {key!r}; it would be sent as it stands"
        for part in vars(value).values():
            yield from undeclared_members(part)


def report(name: str, problems: Sequence[Problem]) -> int:
    """Print the problems of a document, one a line, and return the exit status that they make."""
    for problem in problems:
        print(f"{name}: {problem.message}", file=sys.stderr)
    return UNREADABLE if any(problem.rule == "json" for problem in problems) else INVALID


def check(name: str, *, body: bool) -> int:
    """Check one document.

    Args:
        name: The path of the document.
        body: Whether to print the REST body, secrets and all, in place of the masked model.

    Returns:
        The exit status for this document.
    """
    try:
        start_task = StartTask.from_json(Path(name).read_bytes())
    except OSError as error:
        print(f"{name}: can't be read: {error.strerror}", file=sys.stderr)
        return UNREADABLE
    except DeserializationError as error:
        return report(name, error.problems)
    if not body:
        print(f"{name}: {start_task}", flush=True)
    for note in undeclared_members(start_task):
        print(f"{name}: note: {note}", file=sys.stderr)
    problems = start_task.validate()
    if problems:
        return report(name, problems)
    print(start_task.to_json(indent=2).decode() if body else f"{name}: can be sent", flush=True)
    return VALID


def main(arguments: Sequence[str] | None = None) -> int:
    """Check every document that the command line names, and return the worst exit status."""
    parser = argparse.ArgumentParser(description="Check start task documents of Azure Batch before they are sent.")
    parser.add_argument("documents", nargs="+", metavar="document", help="path of a start task's JSON document")
    parser.add_argument("--body", action="store_true", help="print the REST body in place of the model: SECRETS AND ALL")
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # JSON is UTF-8, whatever the terminal's encoding; a name that isn't is shown by its escapes.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    return max(check(name, body=options.body) for name in options.documents)


if __name__ == "__main__":
    sys.exit(main())
