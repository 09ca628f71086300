"""The explanation of a task's run: what happened, likely causes, and what to do next."""

from __future__ import annotations

from datetime import datetime, timezone

from ..engine.once import making
from ..rules.command_lines import TASKS
from ..rules.failure_kinds import FailureKind
from ..rules.finding import Finding, Severity
from ..rules.review import review
from ..secrets.masking import cut
from . import job_tasks, members, node_states, run_sentences, start_tasks, tasks
from .exit_codes import MAKE_ADMINISTRATOR
from .explanation import Explanation
from .output_files import download_of, files_of
from .task_run import FAILURES, TaskKind, TaskRun

_MOST_FINDINGS = 3
_LONGEST_FINDING = 400

_TOO_SLOW = "the command took longer than maxWallClockTime allows"
_RAISE_LIMIT = "Raise maxWallClockTime, or split the work into shorter tasks."

_BY_KIND = {
    TaskKind.start: start_tasks,
    TaskKind.task: tasks,
    TaskKind.subtask: tasks,
    TaskKind.preparation: job_tasks,
    TaskKind.release: job_tasks,
}


def explanation_of(run: TaskRun, now: datetime | None) -> Explanation:
    """Explain the run of a task. A SAS in the task is checked at the given time, or else at the start of the run."""
    findings = _findings(run, now)
    meaning = node_states.meaning_of(run.node) if run.node else None
    files = files_of(run)
    return Explanation(
        sentences=(*run_sentences.sentences(run), *_BY_KIND[run.kind].consequences(run)),
        job_id=run.job_id,
        task_id=run.task_id,
        node_id=run.node_id,
        node_state=members.text(run.node, "state"),
        state=run.state,
        succeeded=run.succeeded,
        attempts_made=run.attempts_made,
        attempts_allowed=run.attempts_allowed,
        exit_code=run.exit_code,
        failure_code=run.failure_code,
        accepts_tasks=start_tasks.accepts_tasks(run) if run.kind is TaskKind.start else None,
        costs_money=meaning.costs_money if meaning else None,
        causes=_causes(run),
        files=files,
        download=download_of(run, files),
        next_steps=_next_steps(run, findings),
    )


def _causes(run: TaskRun) -> tuple[str, ...]:
    if run.status not in FAILURES:
        return ()
    code = run.known_exit_code
    causes = code.likely_causes(is_admin=run.is_admin) if code else ()
    if not causes and run.known_failure_code:
        causes = run.known_failure_code.causes
    return (_TOO_SLOW, *causes) if run.reached_time_limit else causes


def _next_steps(run: TaskRun, findings: list[Finding]) -> tuple[str, ...]:
    steps = [cut(f"{finding.rule}: {finding.message} {finding.fix}", _LONGEST_FINDING) for finding in findings]
    if run.status in FAILURES:
        code = run.known_exit_code
        if code and code.administrator and not run.is_admin and not _explain_permission(findings):
            steps.append(MAKE_ADMINISTRATOR)
        steps += code.fixes if code else ()
        if not steps and run.known_failure_code:
            steps += run.known_failure_code.fixes
        if run.reached_time_limit:
            steps.insert(0, _RAISE_LIMIT)
        category = members.text(run.failure_info, "category") or ""
        if category.lower() == "servererror":
            steps.append(f"The service reports an error on its side; the same {run.kind.value} may succeed on another node.")
    return tuple(dict.fromkeys([*steps, *_BY_KIND[run.kind].next_steps(run)]))


def _findings(run: TaskRun, now: datetime | None) -> list[Finding]:
    """Review the task, and keep the findings that fit the failure."""
    known = run.known_exit_code or run.known_failure_code
    kind = known.kind if known else None
    if not isinstance(run.definition, TASKS) or run.status not in FAILURES or kind is None:
        return []
    with making:
        from ..rules.discovery import RULES  # noqa: PLC0415  # because importing the rules takes time
    now = now or members.time(run.information, "start_time") or datetime.now(timezone.utc)
    unrelated = {rule.id for rule in RULES.values() if kind not in rule.explains}
    found = review(run.definition, ignore=unrelated, now=now)
    fitting = [each for each in found if each.severity is not Severity.note and each.rule in RULES]
    return sorted(fitting, key=lambda finding: finding.severity is not Severity.error)[:_MOST_FINDINGS]


def _explain_permission(findings: list[Finding]) -> bool:
    """Return whether a finding already asks for an administrator."""
    if not findings:
        return False
    from ..rules.discovery import RULES  # noqa: PLC0415  # because the review has imported it by now

    return any(FailureKind.permission in RULES[finding.rule].explains for finding in findings)
