"""BM033: references to application packages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.packages import ApplicationPackageReference
from ..analysis.pool_values import is_answer, items_of, shown, text_of, value_of
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ARM_ID = re.compile(
    r"(?i)/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\.Batch/batchAccounts/[^/]+/applications/[^/]+/?"
)
_VERSION = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LONGEST = 1000


@rule(
    "BM033",
    Severity.error,
    "application package that can't exist",
    ApplicationPackageReference,
    reads=("applicationId", "version"),
)
def impossible_package(context: Context[ApplicationPackageReference]) -> Iterator[Finding]:
    """Find ids and versions that no application package can have, and references that are there twice."""
    name, version = text_of(context.model, "application_id"), value_of(context.model, "version")
    if not name or is_answer(context):
        return
    if not (_ID.fullmatch(name[:_LONGEST]) or _ARM_ID.fullmatch(name[:_LONGEST])):
        together = re.fullmatch(r"([\w-]+)(?:[#:@]v?| v?(?=\d))([\w.-]+)", name[:_LONGEST], re.ASCII)
        yield context.finding(
            f"no application can have the id {shown(name)!r}, so the service refuses the request.",
            f"Write the id {together[1]} and the version {together[2]} as two members."
            if together
            else "Use the id of an application: up to 64 letters, digits, hyphens and underscores.",
            "applicationId",
        )
    elif isinstance(version, str) and not _VERSION.fullmatch(version[:_LONGEST]):
        yield context.finding(
            f"no application package can have the version {shown(version)!r}, so the service refuses the request.",
            "Use up to 64 letters, digits, periods, hyphens and underscores, or leave it out for the default version.",
            "version",
        )
    elif _key(name, version) in _earlier(context):
        yield context.finding(
            f"{shown(name)} is referenced twice with the same version.",
            "Remove one of the two.",
            "applicationId",
            severity=Severity.warning,
        )


def _key(name: object, version: object) -> tuple[str, str]:
    return str(name).casefold(), str(version or "").casefold()


def _earlier(context: Context[ApplicationPackageReference]) -> set[tuple[str, str]]:
    """Return the references in the same list before this one."""
    index = context.steps[-1] if context.steps else 0
    listed = items_of(context.parents[-1], "application_package_references") if context.parents else []
    before = listed[: index if isinstance(index, int) else 0]
    return {_key(value_of(each, "application_id"), value_of(each, "version")) for each in before}
