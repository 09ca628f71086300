"""The findings of the corpus, and of command lines and models for each word of the rules, as text, word for word.

After a change of the corpus or the rules, write them again and read the difference::

    python tests/rules/recording.py

A new command line belongs into ``recorded/lines.json``, and a new model into ``recorded/documents.json``, with an empty list,
which this fills.
"""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from conftest import ROOT
from reviewing import LINUX, WINDOWS, pool
from test_corpus import CORPUS, NOW, document_of, findings_of

import batchmodels
from batchmodels import Finding, Model, identities, review

RECORDED = ROOT / "tests" / "rules" / "recorded"
LINES = RECORDED / "lines.json"
DOCUMENTS = RECORDED / "documents.json"

MACHINES = {
    "linux": (LINUX, identities.pool_admin()),
    "linux user": (LINUX, None),
    "windows": (WINDOWS, identities.pool_admin()),
    "windows user": (WINDOWS, None),
}


def findings_of_entry(entry: dict[str, Any]) -> list[str]:
    """Each finding of an entry of the corpus."""
    return texts_of(findings_of(entry["name"]), document_of(entry)[1])


def findings_of_line(machine: str, line: str) -> list[str]:
    """Each finding of a start task that runs a command line, and is retried."""
    agent, identity = MACHINES[machine]
    model = pool(agent, line, user_identity=identity, max_task_retry_count=2, wait_for_success=True)
    return texts_of(review(model, now=NOW), model.serialize())


def findings_of_document(entry: dict[str, Any]) -> list[str]:
    """Each finding of a model."""
    kind: type[Model] = getattr(batchmodels, entry["type"])
    return texts_of(review(kind.deserialize(entry["document"]), now=NOW), entry["document"])


def texts_of(findings: list[Finding], document: Any) -> list[str]:
    """The sentences of each finding, the part of the text that it marks, and its edit."""
    return [
        " | ".join([str(finding), *marks(finding, document), *([repr(finding.edit)] if finding.edit else [])])
        for finding in findings
        if finding.rule != "BM901"  # depends on the version of shellcheck
    ]


def marks(finding: Finding, document: Any) -> list[str]:
    """The part of a text that a finding marks; none if it marks the whole value."""
    if finding.span is None:
        return []
    for step in finding.steps:
        document = document[step]
    return [document[slice(*finding.span)]]


def batched(values: Iterable[Any], size: int) -> Iterator[tuple[Any, ...]]:
    """Yield some values at a time: a test for each of thousands takes long, and a test for all shows too much when it fails."""
    remaining = iter(values)
    while batch := tuple(itertools.islice(remaining, size)):
        yield batch


def main() -> None:
    """Write the findings of every file of the corpus, without good entries that have none, and of the lines and models."""
    for side in ("bad", "good"):
        for file in sorted((CORPUS / side).glob("*.json")):
            findings = {entry["name"]: findings_of_entry(entry) for entry in json.loads(file.read_text(encoding="utf-8"))}
            write(RECORDED / side / file.name, {name: texts for name, texts in findings.items() if texts})
    lines = json.loads(LINES.read_text(encoding="utf-8"))
    write(LINES, {machine: {line: findings_of_line(machine, line) for line in lines[machine]} for machine in lines})
    documents = json.loads(DOCUMENTS.read_text(encoding="utf-8"))
    told_of_documents = {title: {**entry, "findings": findings_of_document(entry)} for title, entry in documents.items()}
    entries = (f" {json.dumps(title)}: {json.dumps(entry, ensure_ascii=False)}" for title, entry in told_of_documents.items())
    DOCUMENTS.write_text("{\n" + ",\n".join(entries) + "\n}\n", encoding="utf-8")  # one line for each model


def write(file: Any, value: Any) -> None:
    """Write a file of JSON, one text a line."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
