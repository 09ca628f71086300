"""What the body of a PATCH doesn't do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .changes import Changes, Operation
from .pool_sequences import EMPTY
from .sizes import SIZE
from .verdicts import NEW, Verdict


def beyond_patch(changes: Changes, body: Mapping[str, Any]) -> Iterator[str]:
    """Yield sentences on the changes that a PATCH with a body doesn't make, and on what they need besides it.

    Args:
        changes: The changes.
        body: The body of the PATCH, as `Changes.patch_document` returns it.
    """
    changed = [each for each in changes.properties if each.is_change]
    is_arm = changes.plane == "arm"
    resized = [each.name for each in changed if each.name in SIZE and not is_arm]
    if resized:
        yield f"The PATCH doesn't change the size: {', '.join(resized)}. See the steps of the text output."
    again = [each.name for each in changed if each.verdict in NEW.values()]
    if again:
        yield f"These need a new {changes.kind}: {', '.join(again)}."
    rest = [each for each in changed if each.name not in {*resized, *again}]
    lacking = [] if is_arm else [each.name for each in rest if each.name not in body]
    if lacking:
        yield f"The PATCH doesn't change {', '.join(lacking)}. See the steps of the text output."
    sentences = {
        Verdict.empty: "Empty the pool before the PATCH" + ("" if is_arm else ", and resize it afterward"),
        Verdict.disable: "Disable the job before the PATCH, and enable it afterward",
        Verdict.reboot: "Reboot the existing nodes after the PATCH",
    }
    for verdict, sentence in sentences.items():
        names = [each.name for each in rest if each.verdict is verdict and each.name not in lacking]
        if names and (again or any(_is_for(verdict, each) for each in changes.operations)):
            yield f"{sentence}: {', '.join(names)}."


def _is_for(verdict: Verdict, operation: Operation) -> bool:
    """Return whether a request does what a verdict needs; a pool that is known to be empty needs nothing."""
    if verdict is Verdict.empty:
        return operation.title == EMPTY
    return operation.path.endswith("/disable" if verdict is Verdict.disable else "/reboot")
