"""The body of a PATCH, and what it doesn't do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .changes import EMPTY, Changes, Operation, PropertyChange
from .sizes import SIZE
from .verdicts import NEW, Verdict

_STEPS = "See the steps of the text output."


def patch_body(changes: Changes) -> dict[str, Any]:
    """Return the body of the PATCH as JSON values, including its secrets; an empty one if no PATCH makes any change.

    Raises:
        ValidationError: It can't be sent.
    """
    if changes.tool or changes.only_in:
        return {}
    if changes.plane == "data" and changes.body is None:
        return {}
    if changes.plane == "arm" and not changes.patches():
        return {}
    return changes.patch_document()


def not_made(changes: Changes, body: Mapping[str, Any]) -> Iterator[str]:
    """Yield sentences on the changes that a PATCH with a body doesn't make.

    Args:
        changes: The changes.
        body: The body of the PATCH, as `patch_body` returns it.
    """
    if changes.only_in:
        yield f"No PATCH makes this change: only {changes.only_in.upper()} has the {changes.kind}. {_STEPS}"
        return
    changed = [each for each in changes.properties if each.is_change]
    if changes.tool:
        names = ", ".join(each.name for each in changed)
        yield f"Terraform makes these changes: {names}. Run terraform apply, or give --plane arm for the PATCH of ARM."
        return
    resized = _resized(changes)
    if resized:
        yield f"The PATCH doesn't change the size: {', '.join(resized)}. {_STEPS}"
    again = [each.name for each in changed if each.verdict in NEW.values()]
    if again:
        yield f"These need a new {changes.kind}: {', '.join(again)}."
    lacking = _lacking(changes, body)
    if lacking:
        yield f"The PATCH doesn't change {', '.join(lacking)}. {_STEPS}"


def around_patch(changes: Changes, body: Mapping[str, Any]) -> Iterator[str]:
    """Yield sentences on what the changes of a PATCH need before or after it.

    Args:
        changes: The changes.
        body: The body of the PATCH, as `patch_body` returns it.
    """
    resize = "" if changes.plane == "arm" else ", and resize it afterward"
    sentences = {
        Verdict.empty: f"Empty the pool before the PATCH{resize}",
        Verdict.disable: "Disable the job before the PATCH, and enable it afterward",
        Verdict.reboot: "Reboot the existing nodes after the PATCH",
    }
    changed = [each for each in changes.properties if each.is_change and not changes.tool]
    again = any(each.verdict in NEW.values() for each in changed)
    others = {*_resized(changes), *_lacking(changes, body)}
    for verdict, sentence in sentences.items():
        names = [each.name for each in changed if each.verdict is verdict and each.name not in others]
        if names and (again or any(_is_for(verdict, each) for each in changes.operations)):
            yield f"{sentence}: {', '.join(names)}."


def _resized(changes: Changes) -> list[str]:
    return [each.name for each in _changed(changes) if each.name in SIZE and changes.plane != "arm"]


def _lacking(changes: Changes, body: Mapping[str, Any]) -> list[str]:
    """Return the other changes that the body of a PATCH lacks."""
    rest = [each.name for each in _changed(changes) if each.verdict not in NEW.values() and each.name not in _resized(changes)]
    if changes.plane == "arm":
        return [] if body else rest
    return [each for each in rest if each not in body]


def _changed(changes: Changes) -> list[PropertyChange]:
    return [each for each in changes.properties if each.is_change]


def _is_for(verdict: Verdict, operation: Operation) -> bool:
    """Return whether a request does what a verdict needs; a pool that is known to be empty needs nothing."""
    if verdict is Verdict.empty:
        return operation.title == EMPTY
    return operation.path.endswith("/disable" if verdict is Verdict.disable else "/reboot")
