#!/usr/bin/env python3
"""Check start task documents before they are sent: show each one, its problems, and where they are.

    python examples/check_start_task.py examples/start_task.json

For each document, the script prints the model, with secrets masked, and then the result. With ``--body`` it prints the
request body instead, including secrets. Problems and notes go to standard error.

Exit status: 0 if every document can be sent; 1 if one can't; 2 if one can't be read or isn't JSON.
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
    """Yield a note for each undeclared member, at every depth: a new one of the service, or a misspelled one."""
    if isinstance(value, list):
        for element in value:
            yield from undeclared_members(element)
    elif isinstance(value, Model):
        for key in value.additional_properties:
            yield f"{type(value).__name__} declares no member {key!r}; it would be sent unchanged"
        for part in vars(value).values():
            yield from undeclared_members(part)


def report(name: str, problems: Sequence[Problem]) -> int:
    """Print the problems of a document, one a line, and return the exit status."""
    for problem in problems:
        print(f"{name}: {problem.message}", file=sys.stderr)
    return UNREADABLE if any(problem.rule == "json" for problem in problems) else INVALID


def check(name: str, *, body: bool) -> int:
    """Check one document.

    Args:
        name: The path of the document.
        body: Whether to print the request body, including secrets, instead of the masked model.

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
    parser.add_argument("--body", action="store_true", help="print the request body, including secrets, instead of the model")
    options = parser.parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # JSON is UTF-8, whatever the terminal's encoding; other bytes in a name are shown as escapes.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    return max(check(name, body=options.body) for name in options.documents)


if __name__ == "__main__":
    sys.exit(main())
