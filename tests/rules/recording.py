"""The findings of the corpus, and of command lines and models for each word of the rules, as text, word for word.

Small changes of half of the entries of the corpus are recorded, too, with the rules that find something.

After a change of the corpus or the rules, write them again and read the difference::

    python tests/rules/recording.py

A new command line belongs into ``recorded/lines.json``, and a new model into ``recorded/documents.json``, with an empty list,
which this fills.
"""

from __future__ import annotations

import itertools
import json
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from conftest import ROOT
from corpus_entries import BAD, CORPUS, GOOD, NOW, document_of, findings_of
from reviewing import LINUX, WINDOWS, pool
from variants import rules_of_variant, variants_of

import batchmodels
from batchmodels import Finding, Model, TaskContainerSettings, identities, review

RECORDED = ROOT / "tests" / "rules" / "recorded"
LINES = RECORDED / "lines.json"
DOCUMENTS = RECORDED / "documents.json"
VARIANTS = RECORDED / "variants.json"

VARIED = [entry for entry in [*BAD, *GOOD] if zlib.crc32(entry["name"].encode()) % 2]
"""The entries whose variants are recorded: about half of them, chosen by their names, because a review of each takes long."""

ADMIN: dict[str, Any] = {"user_identity": identities.pool_admin()}
MACHINES: dict[str, tuple[str, dict[str, Any]]] = {
    "linux": (LINUX, ADMIN),
    "linux user": (LINUX, {}),
    "windows": (WINDOWS, ADMIN),
    "windows user": (WINDOWS, {}),
    **{
        f"ubuntu {version}": (f"batch.node.ubuntu {version}", {**ADMIN, "image": ("canonical", offer, sku)})
        for version, offer, sku in (
            ("20.04", "0001-com-ubuntu-server-focal", "20_04-lts"),
            ("22.04", "0001-com-ubuntu-server-jammy", "22_04-lts"),
            ("24.04", "ubuntu-24_04-lts", "server"),
        )
    },
    **{
        f"debian {version}": (f"batch.node.debian {version}", {**ADMIN, "image": ("debian", f"debian-{version}", version)})
        for version in ("11", "12", "13")
    },
    "almalinux 9": ("batch.node.el 9", {**ADMIN, "image": ("almalinux", "almalinux-x86_64", "9-gen2")}),
    **{
        f"windows {year}": (WINDOWS, {**ADMIN, "image": ("microsoftwindowsserver", "windowsserver", f"{year}-datacenter")})
        for year in ("2016", "2022", "2025")
    },
    **{
        f"container {name}": (LINUX, {**ADMIN, "container_settings": TaskContainerSettings(image_name=name)})
        for name in ("ubuntu:24.04", "alpine:3.20", "busybox", "python:3.12-slim", "rockylinux:9")
    },
}
"""The nodes that command lines run on: the node agent, and what the image and the start task have."""


def findings_of_entry(entry: dict[str, Any]) -> list[str]:
    """Each finding of an entry of the corpus."""
    return texts_of(findings_of(entry["name"]), document_of(entry)[1])


def findings_of_line(machine: str, line: str) -> list[str]:
    """Each finding of a start task that runs a command line, and is retried."""
    agent, members = MACHINES[machine]
    model = pool(agent, line, **members, max_task_retry_count=2, wait_for_success=True)
    return texts_of(review(model, now=NOW, ignore={"BM901"}), model.serialize())


def findings_of_document(entry: dict[str, Any]) -> list[str]:
    """Each finding of a model."""
    kind: type[Model] = getattr(batchmodels, entry["type"])
    return texts_of(review(kind.deserialize(entry["document"]), now=NOW, ignore={"BM901"}), entry["document"])


def rules_of_variants(entry: dict[str, Any]) -> dict[str, str]:
    """The rules that find something in each variant of an entry."""
    return {change: rules_of_variant(entry, document) for change, document in variants_of(entry)}


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
    write(VARIANTS, {entry["name"]: rules_of_variants(entry) for entry in VARIED})
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
