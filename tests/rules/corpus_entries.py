"""The corpus: start tasks, pools, jobs and tasks that are right, others that are wrong, and their findings."""

from __future__ import annotations

import functools
import json
import re
from datetime import datetime, timedelta, timezone
from typing import Any

from conftest import ROOT

import batchmodels
from batchmodels import Finding, JobAddParameter, Model, review

CORPUS = ROOT / "tests" / "rules" / "corpus"

MACHINES = {
    "linux": ("canonical", "ubuntu-24_04-lts", "server", "batch.node.ubuntu 24.04"),
    "windows": ("microsoftwindowsserver", "windowsserver", "2022-datacenter", "batch.node.windows amd64"),
    "windows with tools": ("microsoft-dsvm", "dsvm-win-2022", "winserver-2022", "batch.node.windows amd64"),
}
"""The images: the last one is the Data Science Virtual Machine, which has Python, Git and other programs."""

NOW = datetime(2026, 12, 1, tzinfo=timezone.utc)
"""The time of every review here: images, VM sizes and SAS expire, so the corpora hold for one day."""


_OF_POOL = frozenset({"name", "rule", "admin", "image", "vmSize", "packages", "dataDisks"})
_LUN = re.compile(r"/dev/disk/azure/(?:scsi1/lun|data/by-lun/)([0-9]+)")
"""A data disk that a command line names. The pool has it, unless the entry names the data disks of the pool."""


def dated(text: str) -> str:
    """The text with days from `NOW`, such as ``{+30d}``, as SAS URLs have them."""

    def date(found: re.Match[str]) -> str:
        day = NOW + timedelta(days=int(found[1]))
        return day.strftime("%Y-%m-%dT%H:%M:%SZ")

    return re.sub(r"\{([+-]\d+)d\}", date, text)


def document_of(entry: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The name of an entry's class, and its document."""
    entry = json.loads(dated(json.dumps(entry)))
    if "document" in entry:
        return entry["type"], entry["document"]
    task = {key: value for key, value in entry.items() if key not in _OF_POOL}
    if isinstance(task["commandLine"], list):
        task["commandLine"] = "\n".join(task["commandLine"])
    if entry.get("admin"):
        task["userIdentity"] = {"autoUser": {"scope": "pool", "elevationLevel": "admin"}}
    if "image" not in entry:
        return "StartTask", task
    publisher, offer, sku, agent = MACHINES[entry["image"]]
    machine: dict[str, Any] = {"imageReference": {"publisher": publisher, "offer": offer, "sku": sku}, "nodeAgentSKUId": agent}
    luns = entry.get("dataDisks", sorted({int(lun) for lun in _LUN.findall(task["commandLine"])}))
    if luns:
        machine["dataDisks"] = [{"lun": lun, "diskSizeGB": 64} for lun in luns]
    size = entry.get("vmSize", "standard_d2s_v3")
    pool = {"id": "p", "vmSize": size, "virtualMachineConfiguration": machine, "targetDedicatedNodes": 1}
    if "packages" in entry:
        pool["applicationPackageReferences"] = entry["packages"]
    return "PoolAddParameter", {**pool, "startTask": task}


def model_of(entry: dict[str, Any]) -> Model:
    name, document = document_of(entry)
    kind: type[Model] = getattr(batchmodels, name)
    return kind.deserialize(document)


def entries(name: str) -> list[dict[str, Any]]:
    files = sorted((CORPUS / name).glob("*.json"))
    return [entry for file in files for entry in json.loads(file.read_text(encoding="utf-8"))]


def named(entry: dict[str, Any]) -> str:
    return entry["name"].replace(" ", "-")


GOOD = entries("good")
BAD = entries("bad")
BY_NAME = {entry["name"]: entry for entry in [*GOOD, *BAD]}


@functools.cache
def findings_of(name: str) -> list[Finding]:
    entry = BY_NAME[name]
    job = JobAddParameter.deserialize(entry["job"]) if "job" in entry else None
    return review(model_of(entry), now=NOW, job=job)
