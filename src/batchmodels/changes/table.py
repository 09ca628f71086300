"""The table of changes: which request changes which property, in which API version, and what that takes."""

from __future__ import annotations

from .job_records import JOB_RECORDS
from .pool_records import NEVER, POOL_RECORDS
from .records import Record
from .verdicts import NEW, Kind, Plane, Verdict

RECORDS: tuple[Record, ...] = (*POOL_RECORDS, *JOB_RECORDS)
"""All records. Of two that fit, the first one counts."""

AGAIN: dict[Kind, str] = {
    "pool": "The pool must be deleted and created again, or created with another id.",
    "job": "The job must be added again, with another id or after it is deleted.",
    "job schedule": "The job schedule must be added again, with another id or after it is deleted.",
    "task": "The task must be deleted and added again. Running it again without a change is a reactivation, which only a "
    "completed or failed task takes.",
}


def record_for(kind: Kind, member: str, plane: Plane, api_version: str) -> Record | None:
    """Return the way to change a property; None if this API version can't change it."""
    fitting = (each for each in RECORDS if each.kind == kind and each.member == member and each.plane == plane)
    return next((each for each in fitting if each.covers(api_version)), None)


def judged(kind: Kind, member: str, plane: Plane, api_version: str) -> tuple[Verdict, str, str]:
    """Return the verdict on a change of a property, its reason and its source."""
    record = record_for(kind, member, plane, api_version)
    if record is not None:
        return record.verdict, record.reason, record.source
    return NEW[kind], f"{_why_not(kind, member, plane, api_version)} {AGAIN[kind]}", "REST specification: in no update body"


def _why_not(kind: Kind, member: str, plane: Plane, api_version: str) -> str:
    if kind == "pool" and member in NEVER:
        return NEVER[member]
    same = [each for each in RECORDS if each.kind == kind and each.member == member and each.plane == plane]
    later = [each.since for each in same if each.since > api_version]
    if later:
        empty = " in an empty pool" if kind == "pool" else ""
        return f"API version {api_version} can't change it; {min(later)} and later can{empty}."
    if same:
        return f"API version {api_version} doesn't have it."
    return "No request changes it."
