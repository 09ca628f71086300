"""Codes of the service without a document: what each of them means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from ..models.execution import NameValuePair
from ..models.scaling import ResizeError
from ..spelling import nearest
from . import members
from .explanation import Explanation
from .failure_codes import FAILURE_CODES, FailureCode
from .jobs import SCHEDULING_ERRORS, TERMINATE_REASONS, Known
from .pools import explain_error as explain_resize_error
from .resize_codes import RESIZE_CODES, ResizeCode, resize_code_of

_ALMOST = 0.8  # of a misspelled code's letters that are right


def explain_code(code: str) -> list[Explanation]:
    """Explain a code of the service, in any letter case: of a failure, a resize, a scheduling error or the end of a job.

    Returns:
        An explanation for each kind of code that it is; empty for an unknown one.
    """
    wanted = code.lower()
    return [each for name, explanations in _explained().items() if name.lower() == wanted for each in explanations]


def explain_error(error: dict[str, Any]) -> Explanation:
    """Explain an error of the service that is a document of its own: a resize error, or the failure of a task."""
    code = members.shown_text(error.get("code")) or ""
    read = ResizeError(code=code, message=error.get("message"), values=_pairs(error))
    found = [] if resize_code_of(code) else explain_code(code)
    if not found:
        return explain_resize_error(read)
    message = members.error_message(read, "values")
    said = (f"Message from the service: {message}.",) if message else ()
    return msgspec.structs.replace(found[0], sentences=(*found[0].sentences, *said))


def _pairs(error: dict[str, Any]) -> list[NameValuePair]:
    """Return the details of an error; those of ARM have a code and a message."""
    details = error.get("values") or error.get("details")
    return [
        NameValuePair(name=each.get("name", each.get("code")), value=each.get("value", each.get("message")))
        for each in (details if isinstance(details, list) else [])
        if isinstance(each, dict)
    ]


def nearest_code(code: str) -> str | None:
    """Return the code that a misspelled one is likely to be; None if none is near."""
    return nearest(code, list(_explained()), _ALMOST)


def _explained() -> dict[str, list[Explanation]]:
    found: dict[str, list[Explanation]] = {}
    tables: dict[str, Mapping[str, ResizeCode | FailureCode | Known]] = {
        "resize error of a pool": RESIZE_CODES,
        "failure of a task or a node": FAILURE_CODES,
        "scheduling error of a job": SCHEDULING_ERRORS,
        "termination reason of a job": TERMINATE_REASONS,
    }
    for kind, table in tables.items():
        for code, known in table.items():
            found.setdefault(code, []).append(_explanation(kind, code, known))
    return found


def _explanation(kind: str, code: str, known: ResizeCode | FailureCode | Known) -> Explanation:
    return Explanation(
        sentences=(f"{code} ({kind}): {known.meaning}.",),
        failure_code=code,
        causes=() if isinstance(known, Known) else known.causes,
        next_steps=tuple(step.replace("{job_id}", "JOB") for step in known.fixes),
    )
