"""When a start task runs, how often, and what each run finds."""

from __future__ import annotations

from ..models.start_task import StartTask

_FEW = 1


def attempts_of(task: StartTask) -> int | None:
    """Return the number of attempts at most; -1 is no limit, None is unknown."""
    retries = getattr(task, "max_task_retry_count", None)
    if retries is None:
        return 1
    if not isinstance(retries, int) or isinstance(retries, bool) or retries < -1:
        return None
    return -1 if retries == -1 else retries + 1


def waits_of(task: StartTask) -> bool | None:
    """Return whether the node waits; None if that isn't a bool."""
    waits = getattr(task, "wait_for_success", None)
    if waits is None:
        return True
    return waits if isinstance(waits, bool) else None


def run_sentences(attempts: int | None) -> list[str]:
    """Describe the runs and the attempts of each."""
    sentences = [
        "It runs when the node joins the pool, after a reboot or a reimage, and sometimes when Azure recovers the node."
    ]
    if attempts == -1:
        sentences.append("Each run has any number of attempts: the command is repeated until its exit code is 0.")
    elif attempts == _FEW:
        sentences.append("Each run has 1 attempt: an exit code other than 0 fails the start task.")
    elif attempts is None:
        sentences.append("The number of its attempts isn't known.")
    else:
        sentences.append(f"Each run has up to {attempts} attempts: the command is repeated while its exit code isn't 0.")
    sentences.append("A failed download is not an attempt: it fails the start task at once.")
    if attempts != _FEW:
        sentences.append("A retry finds the working directory as the attempt before left it.")
    sentences.append("A new run finds the working directory deleted and created again, with the files downloaded again.")
    sentences.append(
        "Everything else on the node stays as it was: packages, users, services, files elsewhere. A reimage removes it."
    )
    return sentences


def wait_sentences(waits: bool | None, attempts: int | None, *, by_default: bool) -> list[str]:
    """Describe the wait of the node for the start task, and its cost; ``by_default`` means that waitForSuccess is missing."""
    if waits is None:
        return ["It isn't known whether the node waits for it."]
    if not waits:
        return [
            "The node accepts tasks at once, while the start task runs and even after it fails.",
            "The node costs money in any case.",
        ]
    end = "until an attempt succeeds" if attempts == -1 else "until the start task ends"
    old = ["Before API version 2019-08-01.10.0, waitForSuccess is false by default."] if by_default else []
    failed = (
        ["If the last attempt fails, the state becomes starttaskfailed, and the node accepts no tasks."]
        if attempts != -1
        else []
    )
    return [
        f"The node waits in the state waitingforstarttask {end}, and accepts no tasks. Batch sets no time limit.",
        *failed,
        *old,
        "The node costs money from its allocation on, while it waits and after the start task has failed, until it is removed.",
    ]
