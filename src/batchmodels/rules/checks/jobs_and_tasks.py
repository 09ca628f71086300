"""BM079: tasks that don't fit their job or its pool."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...engine.model import Model
from ...models.job_settings import JobSettings
from ...models.job_tasks import JobManagerTask
from ...models.tasks import TaskAddParameter
from ..analysis.pool import pool_of
from ..analysis.pool_values import items_of, value_of
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_NEVER_RUNS = "so the task is never scheduled"
_MOST_SLOTS = 256
_JOB_ACTION = "performexitoptionsjobaction"


@rule(
    "BM079",
    Severity.error,
    "task that doesn't fit its job or its pool",
    (TaskAddParameter, JobManagerTask),
    reads=(
        *("usesTaskDependencies", "onTaskFailure", "poolInfo", "dependsOn", "exitConditions", "multiInstanceSettings"),
        *("enableInterNodeCommunication", "taskSlotsPerNode", "maxTasksPerNode", "requiredSlots", "allowLowPriorityNode"),
        *("targetDedicatedNodes", "targetLowPriorityNodes", "enableAutoScale"),
    ),
)
def does_not_fit(context: Context[TaskAddParameter | JobManagerTask]) -> Iterator[Finding]:
    """Find settings of a task that the service refuses in its job, or that no node of its pool can meet."""
    task, job, pool = context.model, context.within(JobSettings), pool_of(context)
    if isinstance(task, TaskAddParameter) and job is not None:
        yield from _refused_by_job(context, task, job)
    needed = _number(task.required_slots)
    if needed is not None and not 1 <= needed <= _MOST_SLOTS:
        yield context.finding(
            f"the task needs {needed} slots, but nodes have 1 to {_MOST_SLOTS}, {_NEVER_RUNS}.",
            "Use the number of slots that the task takes on a node.",
            "requiredSlots",
        )
        return
    if pool is None:
        return
    slots = _number(pool.task_slots_per_node) or _number(value_of(pool, "max_tasks_per_node")) or 1
    required = _number(task.required_slots) or 1
    if required > slots:
        yield context.finding(
            f"the task needs {required} slots of a node, but the nodes of the pool have {slots}, {_NEVER_RUNS}.",
            "Lower requiredSlots, or raise the pool's taskSlotsPerNode.",
            "requiredSlots",
        )
    if isinstance(task, JobManagerTask):
        if task.allow_low_priority_node is False and _has_only_spot_nodes(pool):
            yield context.finding(
                f"the task may not run on Spot nodes, but the pool has no other nodes, {_NEVER_RUNS}.",
                "Remove allowLowPriorityNode, or give the pool dedicated nodes.",
                "allowLowPriorityNode",
            )
    elif task.multi_instance_settings is not None:
        yield from _on_several_nodes(context, task, pool, slots)


def _refused_by_job(context: Context[Any], task: TaskAddParameter, job: Any) -> Iterator[Finding]:
    depends = any(value_of(task.depends_on, name) for name in ("task_ids", "task_id_ranges"))
    if depends and job.uses_task_dependencies is not True:
        yield context.finding(
            "the job's usesTaskDependencies isn't true, so the service refuses a task that depends on others.",
            "Set the job's usesTaskDependencies to true.",
            "dependsOn",
        )
    options = list(_exit_options(task.exit_conditions))
    failure = job.on_task_failure
    acts = isinstance(failure, str) and failure.lower() == _JOB_ACTION
    if not acts and any(each.job_action is not None for each in options):
        yield context.finding(
            "the job's onTaskFailure is noaction, so the service refuses a task with a jobAction.",
            f"Set the job's onTaskFailure to {_JOB_ACTION}.",
            "exitConditions",
        )
    if job.uses_task_dependencies is not True and any(each.dependency_action is not None for each in options):
        yield context.finding(
            "the job's usesTaskDependencies isn't true, so the service refuses a task with a dependencyAction.",
            "Set the job's usesTaskDependencies to true.",
            "exitConditions",
        )


def _exit_options(conditions: Any) -> Iterator[Any]:
    for name in ("exit_codes", "exit_code_ranges"):
        for each in items_of(conditions, name):
            if isinstance(options := value_of(each, "exit_options"), Model):
                yield options
    for name in ("pre_processing_error", "file_upload_error", "default"):
        if isinstance(options := value_of(conditions, name), Model):
            yield options


def _on_several_nodes(context: Context[Any], task: TaskAddParameter, pool: Any, slots: int) -> Iterator[Finding]:
    place = "multiInstanceSettings"
    if pool.enable_inter_node_communication is not True:
        yield context.finding(
            f"the pool's nodes can't communicate with each other, as the nodes of a multi-instance task must, {_NEVER_RUNS}.",
            "Set the pool's enableInterNodeCommunication to true.",
            place,
        )
    if slots > 1:
        yield context.finding(
            f"the pool's taskSlotsPerNode is {slots}, but multi-instance tasks need nodes with one slot, {_NEVER_RUNS}.",
            "Set the pool's taskSlotsPerNode to 1.",
            place,
        )
    wanted = _number(value_of(task.multi_instance_settings, "number_of_instances")) or 1
    nodes = [_number(count) for count in (pool.target_dedicated_nodes, pool.target_low_priority_nodes)]
    if not pool.enable_auto_scale and any(nodes) and wanted > sum(count or 0 for count in nodes):
        yield context.finding(
            f"the task needs {wanted} nodes, but the pool has {sum(count or 0 for count in nodes)}, {_NEVER_RUNS}.",
            "Lower numberOfInstances, or add nodes to the pool.",
            place,
            "numberOfInstances",
        )


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _has_only_spot_nodes(pool: Any) -> bool:
    return not pool.enable_auto_scale and not _number(pool.target_dedicated_nodes) and bool(pool.target_low_priority_nodes)
