"""explain(): puts together what a document tells about a start task on a node."""

from __future__ import annotations

import re
from datetime import datetime, timezone

from ..engine.masking import cut, describe
from ..models.execution import StartTaskInformation
from ..models.nodes import ComputeNode
from ..models.start_task import StartTask
from ..rules.analysis.acyclic import whole
from ..rules.finding import Finding, Severity
from ..rules.review import review
from . import nodes, reading, telling
from .exit_codes import MAKE_ADMINISTRATOR
from .explanation import Explanation
from .run import Outcome, Run

_SUCCEEDED = {Outcome.succeeded: True, Outcome.failed: False, Outcome.not_started: False}
_FAILURES = (Outcome.failed, Outcome.not_started, Outcome.between_attempts)
_WITH_OUTPUT = (Outcome.running, Outcome.between_attempts, Outcome.succeeded, Outcome.failed)
_MOST_FINDINGS = 3
_LONGEST_FINDING = 400

_REPLACE = (
    "When the start task is changed, let the pool have a new node in this one's place: nodes that are there take the change"
    " only when they restart."
)
_WAIT = "Set wait_for_success to true, so that a node whose start task has failed takes no tasks."
_SERVERS = "The service calls it an error of its own: the same start task may succeed on a new node."


def explain(
    subject: ComputeNode | StartTaskInformation, *, start_task: StartTask | None = None, now: datetime | None = None
) -> Explanation:
    """Tell what became of a start task on a node, why it is likely to have failed, and what to change.

    It takes the document as it is: what isn't in it is left out of what is told, and half an answer is explained half.

    Args:
        subject: The node, as the service answers it, or the start task's information alone.
        start_task: The start task, where only its information is at hand; it has how many attempts are allowed. None: the
            node's own.
        now: The time to judge a SAS by, which may have expired; UTC if it has no zone. None: when the start task ran.

    Returns:
        What there is to say, for programs in its attributes and for people as ``str()`` of it. No secrets are in it.

    Raises:
        TypeError: It is neither a node nor a start task's information; or ``start_task`` is no start task.
    """
    node, information = _node_and_information(subject)
    run = Run(node, information, _start_task_of(node, start_task))
    findings = _findings(run, now)
    meaning = nodes.meaning_of(node) if node else None
    files = _files(run)
    return Explanation(
        sentences=(*telling.sentences(run), *_about_tasks(run)),
        node_id=reading.text(node, "id"),
        node_state=reading.text(node, "state"),
        state=reading.text(run.information, "state"),
        succeeded=_SUCCEEDED.get(run.outcome),
        attempts_made=run.attempts_made,
        attempts_allowed=run.attempts_allowed,
        exit_code=run.exit_code,
        failure_code=run.failure_code,
        takes_tasks=_takes_tasks(run),
        costs_money=meaning.costs_money if meaning else None,
        causes=_causes(run),
        files=files,
        download=_download(run, files),
        changes=_changes(run, findings),
    )


def _node_and_information(subject: object) -> tuple[ComputeNode | None, StartTaskInformation | None]:
    if isinstance(subject, StartTaskInformation):
        return None, whole(subject)
    if isinstance(subject, ComputeNode):
        subject = whole(subject)
        found = subject.start_task_info
        return subject, found if isinstance(found, StartTaskInformation) else None
    raise TypeError(
        f"expected ComputeNode or StartTaskInformation, got {describe(subject, hidden=True)}:"
        " read it first, with ComputeNode.deserialize say"
    )


def _start_task_of(subject: object, start_task: object) -> StartTask | None:
    if start_task is None:
        found = getattr(subject, "start_task", None)
        return whole(found) if isinstance(found, StartTask) else None
    if not isinstance(start_task, StartTask):
        raise TypeError(
            f"expected StartTask as start_task, got {describe(start_task, hidden=True)}:"
            " read it first, with StartTask.deserialize say"
        )
    return whole(start_task)


def _takes_tasks(run: Run) -> bool | None:
    if run.node is not None:
        return nodes.takes_tasks(run.node)
    held_back = run.waits_for_success and run.outcome in (Outcome.running, *_FAILURES)
    return False if held_back else None


def _about_tasks(run: Run) -> list[str]:
    """How the node is, or what of that follows from the start task alone."""
    waits, failed = run.waits_for_success, run.outcome in _FAILURES
    if run.node is not None:
        told = nodes.sentences(run.node)
        if failed and nodes.takes_tasks(run.node):
            because = ", because wait_for_success is off" if waits is False else ""
            told.append(f"It takes them although the start task has failed{because}.")
        return told
    if waits is None:
        return ["Whether the node takes tasks and costs money isn't in this document: the node itself tells."]
    if not waits:
        return ["The start task keeps no tasks away from the node, because wait_for_success is off."]
    if failed or run.outcome is Outcome.running:
        return ["The node takes no tasks before the start task has succeeded, because wait_for_success is on."]
    return []


def _causes(run: Run) -> tuple[str, ...]:
    if run.outcome not in _FAILURES:
        return ()
    code = run.known_exit_code
    if code and (causes := code.likely_causes(is_admin=run.is_admin)):
        return causes
    return run.failure.causes if run.failure else ()


def _changes(run: Run, findings: list[Finding]) -> tuple[str, ...]:
    found = [cut(f"{finding.rule}: {finding.message} {finding.fix}", _LONGEST_FINDING) for finding in findings]
    if run.outcome in _FAILURES:
        code = run.known_exit_code
        if code and code.administrator and not run.is_admin and not any(each.rule.startswith("BM2") for each in findings):
            found.append(MAKE_ADMINISTRATOR)
        found += code.changes if code else ()
        if not found and run.failure:
            found += run.failure.changes
        category = reading.text(run.failure_info, "category") or ""
        if category.lower() == "servererror":
            found.append(_SERVERS)
        if run.outcome is not Outcome.between_attempts:
            found.append(_REPLACE)
    if run.node is not None:
        found += nodes.changes(run.node)
        if run.outcome in _FAILURES and nodes.takes_tasks(run.node) and not run.waits_for_success:
            found.append(_WAIT)
    return tuple(dict.fromkeys(found))


def _findings(run: Run, now: datetime | None) -> list[Finding]:
    """What a review of the start task has to say that fits the failure."""
    known = run.known_exit_code or run.failure
    rules = known.rules if known else ()
    if run.start_task is None or run.outcome not in _FAILURES or not rules:
        return []
    now = now or reading.time(run.information, "start_time") or datetime.now(timezone.utc)
    found = review(run.start_task, ignore={"BM901"}, now=now)
    fitting = [each for each in found if each.severity is not Severity.note and each.rule.startswith(rules)]
    return sorted(fitting, key=lambda finding: finding.severity is not Severity.error)[:_MOST_FINDINGS]


def _files(run: Run) -> tuple[str, ...]:
    """Where the output is; an attempt that was never started has none."""
    if run.outcome not in _WITH_OUTPUT or not nodes.has_files(run.node):
        return ()
    separator = "\\" if run.on_windows else "/"
    names = ("stdout.txt", "stderr.txt") if run.outcome is Outcome.succeeded else ("stderr.txt", "stdout.txt")
    return tuple(f"startup{separator}{name}" for name in names)


def _download(run: Run, files: tuple[str, ...]) -> str | None:
    """The Azure CLI's command for the first of the files; only with ids that need no quotes in any shell."""
    pool = re.search(r"/pools/([A-Za-z0-9_-]{1,64})/", reading.text(run.node, "url") or "")
    node = re.fullmatch(r"[A-Za-z0-9_-]{1,128}", reading.text(run.node, "id") or "")
    if not files or node is None or run.outcome is Outcome.succeeded:
        return None
    path = f'"{files[0]}"' if run.on_windows else files[0]
    name = files[0].removeprefix("startup")[1:]
    return (
        f"az batch node file download --pool-id {pool[1] if pool else 'POOL'} --node-id {node[0]}"
        f" --file-path {path} --destination {name}"
    )
