"""The findings of the corpus as text, word for word.

After a change of the corpus or the rules, write them again and read the difference::

    PYTHONPATH=tests:tests/rules python tests/rules/telling.py
"""

from __future__ import annotations

import json
from typing import Any

from conftest import ROOT
from test_corpus import CORPUS, document_of, findings_of

from batchmodels import Finding

TOLD = ROOT / "tests" / "rules" / "told"


def told(entry: dict[str, Any]) -> list[str]:
    """Each finding of an entry: its sentences, the part of the text that it marks, and its edit."""
    _, document = document_of(entry)
    return [
        " | ".join([str(finding), *marks(finding, document), *([repr(finding.edit)] if finding.edit else [])])
        for finding in findings_of(entry["name"])
        if finding.rule != "BM901"  # depends on the version of shellcheck
    ]


def marks(finding: Finding, document: Any) -> list[str]:
    """The part of a text that a finding marks; none if it marks the whole value."""
    if finding.span is None:
        return []
    for step in finding.steps:
        document = document[step]
    return [document[slice(*finding.span)]]


def main() -> None:
    """Write the findings of every file of the corpus; good entries that have none are left out."""
    for side in ("bad", "good"):
        (TOLD / side).mkdir(exist_ok=True)
        for file in sorted((CORPUS / side).glob("*.json")):
            findings = {entry["name"]: told(entry) for entry in json.loads(file.read_text(encoding="utf-8"))}
            text = json.dumps({name: texts for name, texts in findings.items() if texts}, indent=1, ensure_ascii=False)
            (TOLD / side / file.name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
