"""Explanations of pools: their sizes, the errors of the last resize, and the last evaluation of the autoscale formula."""

from __future__ import annotations

from typing import Any

from ..models.cloud_pool import CloudPool
from ..models.pool_enums import AllocationState, PoolState
from ..models.scaling import ResizeError
from . import members
from .explanation import Explanation
from .output_files import is_plain_id
from .resize_codes import ResizeCode, resize_code_of

_MOST_ERRORS = 5
_STATES = {
    AllocationState.resizing: "nodes are being added or removed; the errors of a resize appear when it has ended",
    AllocationState.stopping: "the resize is being stopped",
}
_KINDS = (
    ("dedicated", "current_dedicated_nodes", "target_dedicated_nodes"),
    ("Spot or low-priority", "current_low_priority_nodes", "target_low_priority_nodes"),
)
_KEPT = "An error stays in the pool until the next resize, so it may be old: the pool has as many nodes now as it should have."
_MISSING = "The nodes that could be allocated are in the pool and cost money."
_FORMULA = (
    "Correct the formula. To see its result before you use it, run az batch pool autoscale evaluate --pool-id {pool_id}"
    " --auto-scale-formula FORMULA."
)
_BY_FORMULA = "After that, the pool is resized when its formula asks for another size, or when you enable the formula again."
_BY_HAND = "After that, resize the pool again: az batch pool resize --pool-id {pool_id}"
_TARGETS = (
    ("target_dedicated_nodes", "--target-dedicated-nodes"),
    ("target_low_priority_nodes", "--target-low-priority-nodes"),
)


def explain_pool(pool: CloudPool) -> Explanation:
    """Explain why a pool doesn't have the nodes that it should have."""
    pool_id = members.text(pool, "id")
    errors = members.items(pool, "resize_errors")[:_MOST_ERRORS]
    known = [code for code in (resize_code_of(members.text(error, "code")) for error in errors) if code]
    current = [members.number(pool, name) for _, name, _ in _KINDS]
    steps = _next_steps(pool, errors, known)
    return Explanation(
        sentences=(*_size(pool, pool_id), *_allocation(pool), *_errors(pool, errors), *_autoscale(pool)),
        pool_id=pool_id,
        state=members.text(pool, "allocation_state"),
        failure_code=next((code for error in errors if (code := members.text(error, "code"))), None),
        costs_money=any(current) if any(each is not None for each in current) else None,
        causes=tuple(dict.fromkeys(cause for code in known for cause in code.causes)),
        next_steps=tuple(step.format(pool_id=pool_id if is_plain_id(pool_id) else "POOL") for step in steps),
    )


def explain_error(error: ResizeError) -> Explanation:
    """Explain an error without its pool."""
    code = members.text(error, "code")
    known = resize_code_of(code)
    return Explanation(
        sentences=tuple(sentences_of(error)),
        failure_code=code,
        causes=known.causes if known else (),
        next_steps=known.fixes if known else (),
    )


def sentences_of(error: Any) -> list[str]:
    """Describe an error: its code, and the service's message."""
    code, message = members.text(error, "code"), members.error_message(error, "values")
    known = resize_code_of(code)
    meaning = known.meaning if known else "a code that this version of batchmodels doesn't know"
    described = [f"{code}: {meaning}." if code else "The service gives no code."]
    return [*described, f"Message from the service: {message}."] if message else described


def _size(pool: CloudPool, pool_id: str | None) -> list[str]:
    subject = f"Pool {pool_id}" if pool_id else "The pool"
    parts = []
    for kind, current_name, target_name in _KINDS:
        current, target = members.number(pool, current_name), members.number(pool, target_name)
        if current is not None and (current or target or kind == "dedicated"):
            parts.append(f"{current}{f' of {target}' if target is not None else ''} {kind} nodes")
    if not parts:
        return [] if members.items(pool, "resize_errors") else [f"The document doesn't contain the size of {_lower(subject)}."]
    return [f"{subject} has {' and '.join(parts)}."]


def _lower(subject: str) -> str:
    return subject[0].lower() + subject[1:]


def _allocation(pool: CloudPool) -> list[str]:
    found = []
    if (members.text(pool, "state") or "").lower() == PoolState.deleting.value:
        found.append("It is being deleted.")
    state = (members.text(pool, "allocation_state") or "").lower()
    when = members.time(pool, "allocation_state_transition_time")
    since = f" since {members.shown_time(when)}" if when else ""
    meaning = next((text for each, text in _STATES.items() if each.value == state), None)
    if meaning:
        found.append(f"Its allocation is {state}{since}: {meaning}.")
    elif state == AllocationState.steady.value and since:
        found.append(f"Its last resize ended at {since.removeprefix(' since ')}.")
    return found


def _lacks_nodes(pool: CloudPool) -> bool | None:
    """Return whether a pool has fewer or more nodes than its targets; None if the document doesn't show it."""
    pairs = [(members.number(pool, current), members.number(pool, target)) for _, current, target in _KINDS]
    known = [pair for pair in pairs if None not in pair]
    return any(current != target for current, target in known) if known else None


def _errors(pool: CloudPool, errors: list[Any]) -> list[str]:
    if not errors:
        steady = (members.text(pool, "allocation_state") or "").lower() == AllocationState.steady.value
        if _lacks_nodes(pool) and steady:
            return ["The document has no resize errors, although the pool doesn't have its target size."]
        return ["The document has no resize errors."]
    described = ["The last resize failed:"] if len(errors) == 1 else [f"The last resize failed with {len(errors)} errors:"]
    for error in errors:
        described += sentences_of(error)
    more = len(members.items(pool, "resize_errors")) - len(errors)
    if more:
        described.append(f"The pool has {more} more errors.")
    return [*described, _KEPT if _lacks_nodes(pool) is False else _MISSING]


def _autoscale(pool: CloudPool) -> list[str]:
    run = pool.auto_scale_run
    when, results = members.time(run, "timestamp"), members.text(run, "results")
    at = f" at {members.shown_time(when)}" if when else ""
    error = getattr(run, "error", None)
    if error is None:
        return [f"Its formula was last evaluated{at}: {results}."] if results else []
    code, message = members.text(error, "code"), members.error_message(error, "values")
    said = f" Message from the service: {message}." if message else ""
    return [f"The last evaluation of its autoscale formula{at} failed{f' with {code}' if code else ''}.{said}"]


def _next_steps(pool: CloudPool, errors: list[Any], known: list[ResizeCode]) -> list[str]:
    steps = [fix for code in known for fix in code.fixes]
    if getattr(pool.auto_scale_run, "error", None) is not None:
        steps.append(_FORMULA)
    if errors and _lacks_nodes(pool) is not False:
        steps.append(_BY_FORMULA if members.flag(pool, "enable_auto_scale") else f"{_BY_HAND} {_targets(pool)}.")
    return list(dict.fromkeys(steps))


def _targets(pool: CloudPool) -> str:
    """Return the options of the Azure CLI for a pool's targets."""
    known = [f"{option} {number}" for name, option in _TARGETS if (number := members.number(pool, name)) is not None]
    return " ".join(known or [f"{_TARGETS[0][1]} NODES"])
