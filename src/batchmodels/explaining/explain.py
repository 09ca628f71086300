"""explain(): explains what a document of the service shows."""

from __future__ import annotations

import re
from datetime import datetime, timezone

from ..engine.once import making
from ..models.execution import StartTaskInformation
from ..models.nodes import ComputeNode
from ..models.start_task import StartTask
from ..rules.acyclic import acyclic
from ..rules.failure_kinds import FailureKind
from ..rules.finding import Finding, Severity
from ..rules.review import review
from ..secrets.masking import cut, describe
from . import members, node_states, run_sentences, start_tasks
from .exit_codes import MAKE_ADMINISTRATOR
from .explanation import Explanation
from .output_files import download_of, files_of
from .task_run import FAILURES, TaskKind, TaskRun

_MOST_FINDINGS = 3
_LONGEST_FINDING = 400


def explain(
    subject: ComputeNode | StartTaskInformation, *, start_task: StartTask | None = None, now: datetime | None = None
) -> Explanation:
    """Explain what happened to the start task of a node, why it probably failed, and what to do next.

    Every document is accepted as it is: what is missing in it is left out of the explanation.

    Args:
        subject: A node as the service returns it, or the information about a start task alone.
        start_task: The start task, which contains the number of allowed attempts. None: the node's own.
        now: The time at which a SAS is checked for expiry; UTC if it has no zone. None: the start of the run.

    Returns:
        The explanation: attributes for programs, and ``str()`` of it for people. It contains no secrets.

    Raises:
        TypeError: The subject is of another type, or ``start_task`` is no ``StartTask``.
    """
    run = _run_of(subject, start_task)
    findings = _findings(run, now)
    meaning = node_states.meaning_of(run.node) if run.node else None
    files = files_of(run)
    return Explanation(
        sentences=(*run_sentences.sentences(run), *start_tasks.consequences(run)),
        node_id=run.node_id,
        node_state=members.text(run.node, "state"),
        state=run.state,
        succeeded=run.succeeded,
        attempts_made=run.attempts_made,
        attempts_allowed=run.attempts_allowed,
        exit_code=run.exit_code,
        failure_code=run.failure_code,
        accepts_tasks=start_tasks.accepts_tasks(run),
        costs_money=meaning.costs_money if meaning else None,
        causes=_causes(run),
        files=files,
        download=download_of(run, files),
        next_steps=_next_steps(run, findings),
    )


def _run_of(subject: object, start_task: object) -> TaskRun:
    if isinstance(subject, StartTaskInformation):
        return TaskRun(
            kind=TaskKind.start, information=acyclic(subject), definition=_start_task(start_task), directory="startup"
        )
    if not isinstance(subject, ComputeNode):
        raise TypeError(
            f"expected ComputeNode or StartTaskInformation, got {describe(subject, hidden=True)}:"
            " deserialize it first, for example with ComputeNode.deserialize"
        )
    node = acyclic(subject)
    information = node.start_task_info
    pool = re.search(r"/pools/([A-Za-z0-9_-]{1,64})/", members.text(node, "url") or "")
    return TaskRun(
        kind=TaskKind.start,
        information=information if isinstance(information, StartTaskInformation) else None,
        definition=_start_task(start_task if start_task is not None else _own_start_task(node)),
        node=node,
        node_id=members.text(node, "id"),
        pool_id=pool[1] if pool else None,
        directory="startup",
    )


def _own_start_task(node: ComputeNode) -> StartTask | None:
    found = node.start_task
    return found if isinstance(found, StartTask) else None


def _start_task(start_task: object) -> StartTask | None:
    if start_task is not None and not isinstance(start_task, StartTask):
        raise TypeError(
            f"expected StartTask as start_task, got {describe(start_task, hidden=True)}:"
            " deserialize it first, for example with StartTask.deserialize"
        )
    return acyclic(start_task) if start_task is not None else None


def _causes(run: TaskRun) -> tuple[str, ...]:
    if run.status not in FAILURES:
        return ()
    code = run.known_exit_code
    if code and (causes := code.likely_causes(is_admin=run.is_admin)):
        return causes
    return run.known_failure_code.causes if run.known_failure_code else ()


def _next_steps(run: TaskRun, findings: list[Finding]) -> tuple[str, ...]:
    steps = [cut(f"{finding.rule}: {finding.message} {finding.fix}", _LONGEST_FINDING) for finding in findings]
    if run.status in FAILURES:
        code = run.known_exit_code
        if code and code.administrator and not run.is_admin and not _explain_permission(findings):
            steps.append(MAKE_ADMINISTRATOR)
        steps += code.fixes if code else ()
        if not steps and run.known_failure_code:
            steps += run.known_failure_code.fixes
        category = members.text(run.failure_info, "category") or ""
        if category.lower() == "servererror":
            steps.append(f"The service reports an error on its side; the same {run.kind.value} may succeed on another node.")
    return tuple(dict.fromkeys([*steps, *start_tasks.next_steps(run)]))


def _findings(run: TaskRun, now: datetime | None) -> list[Finding]:
    """Review the start task, and keep the findings that fit the failure."""
    known = run.known_exit_code or run.known_failure_code
    kind = known.kind if known else None
    if run.definition is None or run.status not in FAILURES or kind is None:
        return []
    with making:
        from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time
    now = now or members.time(run.information, "start_time") or datetime.now(timezone.utc)
    unrelated = {rule.id for rule in RULES.values() if kind not in rule.explains}
    found = review(run.definition, ignore=unrelated, now=now)
    fitting = [each for each in found if each.severity is not Severity.note and each.rule in RULES]
    return sorted(fitting, key=lambda finding: finding.severity is not Severity.error)[:_MOST_FINDINGS]


def _explain_permission(findings: list[Finding]) -> bool:
    """Whether a finding already asks for an administrator."""
    if not findings:
        return False
    from ..rules.discovery import RULES  # noqa: PLC0415  # because the review has imported it by now

    return any(FailureKind.permission in RULES[finding.rule].explains for finding in findings)
