"""Templates of the Batch CLI extension and of Batch Explorer: pools, jobs, and the tasks that a job's task factory makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from ..engine.shapes import Boolean, Integer, Text
from ..paths import Steps
from .expressions.evaluating import resolve
from .expressions.scope import Given, Scope
from .expressions.values import LEFT_OUT, Budget, Unknown
from .extension import OLD_URL, auto_pool_runs_windows, run_in_a_shell, runs_windows
from .partial_models import declared_shape, model_named, read_partially
from .values import value_at, with_value

_WRAPPED = Unknown("the extension puts it into a script that installs the packageReferences")

_FACTORY, _APPLICATION = "taskFactory", "applicationTemplateInfo"

_PACKAGES = "packageReferences"


class TemplatePart(msgspec.Struct, frozen=True):
    """A pool, a job or a task of a template, with its expressions evaluated.

    Attributes:
        model_type: The name of its model.
        steps: Its steps in the file.
        content: The body of the request, in which unknown values are `Unknown`.
        scope: The names that its expressions refer to.
    """

    model_type: str
    steps: Steps
    content: dict[str, Any]
    scope: Scope


def is_batch_template(content: dict[str, Any]) -> bool:
    """Return whether an object is a template of the Batch CLI extension."""
    if isinstance(content.get(_FACTORY), dict) or isinstance(content.get(_APPLICATION), dict) or _is_application(content):
        return True
    parts = [content[kind] for kind in ("pool", "job") if isinstance(content.get(kind), dict)]
    declared = any(isinstance(content.get(key), dict) for key in _DECLARED)
    return any(declared or _is_typed(part) or _FACTORY in part or _APPLICATION in part for part in parts)


_DECLARED = ("parameters", "variables", "templateMetadata")
_OF_JOB = (
    "commonEnvironmentSettings",
    "jobManagerTask",
    "jobPreparationTask",
    "jobReleaseTask",
    "onAllTasksComplete",
    _FACTORY,
)


def _is_application(content: dict[str, Any]) -> bool:
    """Return whether an object is an application template: a part of a job, which a job's file names."""
    if any(key in content for key in ("id", "poolInfo", "pool", "job", "resources", "$schema")):
        return False
    return any(key in content for key in _OF_JOB) and any(isinstance(content.get(key), dict) for key in _DECLARED)


def _is_job(content: dict[str, Any]) -> bool:
    """Return whether a template is a job itself: an application template has neither an id nor a pool."""
    return bool({_FACTORY, _APPLICATION} & content.keys()) and bool({"id", "poolInfo"} & content.keys())


def _is_typed(part: dict[str, Any]) -> bool:
    """Return whether the body is in ``properties``, beside its type."""
    return isinstance(part.get("properties"), dict) and ("type" in part or "apiVersion" in part)


def parts_of(content: dict[str, Any], path: Steps, budget: Budget, given: Mapping[str, Given]) -> Iterator[TemplatePart]:
    """Yield the pool, the job and the tasks of a template, in the order of the document.

    Args:
        content: The template.
        path: Its steps in the file.
        budget: The limit on the work.
        given: The values that its parameters are given.
    """
    scope = Scope(content, path, budget, given, embedded=True)
    scope.places_secrets = True
    if _is_job(content):
        body = resolve(content, scope)
        yield TemplatePart("JobAddParameter", path, _service_job(body), scope)
        yield from _tasks(body.get(_FACTORY), (*path, _FACTORY), scope, auto_pool_runs_windows(body))
    elif _is_application(content):
        body = resolve({key: value for key, value in content.items() if key not in _DECLARED}, scope)
        job = {**_service_job(body), "id": LEFT_OUT, "poolInfo": LEFT_OUT}  # which the job's file has
        yield TemplatePart("JobAddParameter", path, job, scope)
        yield from _tasks(body.get(_FACTORY), (*path, _FACTORY), scope, None)
    elif isinstance(content.get(_FACTORY), dict):
        yield from _tasks(resolve(content[_FACTORY], scope), (*path, _FACTORY), scope, None)
    for key, part in content.items():
        if key not in ("pool", "job") or not isinstance(part, dict):
            continue
        steps = (*path, key)
        if _is_typed(part):
            part, steps = part["properties"], (*steps, "properties")  # noqa: PLW2901  # because the body takes its place
        body = resolve(part, scope)
        if key == "pool":
            yield TemplatePart("PoolAddParameter", steps, _service_pool(body), scope)
        else:
            yield TemplatePart("JobAddParameter", steps, _service_job(body), scope)
            yield from _tasks(body.get(_FACTORY), (*steps, _FACTORY), scope, auto_pool_runs_windows(body))


def _service_pool(body: dict[str, Any]) -> dict[str, Any]:
    pool: dict[str, Any] = _service_form(body)
    if isinstance(pool.get("startTask"), dict):
        task = pool["startTask"]
        pool["startTask"] = {**task, "commandLine": _WRAPPED} if _PACKAGES in body else run_in_a_shell(task, runs_windows(pool))
    return pool


def _service_job(body: dict[str, Any]) -> dict[str, Any]:
    job: dict[str, Any] = _service_form({key: value for key, value in body.items() if key not in (_FACTORY, _APPLICATION)})
    if {_FACTORY, _APPLICATION} & body.keys() and str(body.get("onAllTasksComplete")).lower() == "terminatejob":
        job["onAllTasksComplete"] = LEFT_OUT  # the extension sets it when it has added the tasks
    pool = job.get("poolInfo")
    if isinstance(pool, dict) and any(isinstance(each, Unknown) and each.mistake for each in pool.values()):
        job["poolInfo"] = LEFT_OUT  # Batch Explorer writes the pool that its user picks there before it evaluates the template
    if _PACKAGES in str(body.get(_FACTORY)):
        job["jobPreparationTask"] = LEFT_OUT  # the extension makes it
    for key in ("jobManagerTask", "jobPreparationTask", "jobReleaseTask"):
        if isinstance(job.get(key), dict):
            job[key] = run_in_a_shell(job[key], auto_pool_runs_windows(body))
    return job


def _service_form(value: Any) -> Any:
    """Leave out what the extension replaces: file groups, and packages to install. It accepts an old name of ``httpUrl``."""
    if isinstance(value, list):
        return [_service_form(each) for each in value]
    if not isinstance(value, dict):
        return value
    form: dict[str, Any] = {}
    for key, member in value.items():
        if key in ("resourceFiles", "commonResourceFiles") and isinstance(member, list):
            form[key] = [LEFT_OUT if isinstance(each, dict) and "source" in each else _service_form(each) for each in member]
        elif key == OLD_URL and "filePath" in value and "httpUrl" not in value:
            form["httpUrl"] = member
        elif key == "destination" and isinstance(member, dict) and "autoStorage" in member:
            form[key] = LEFT_OUT
        elif key == "containerConfiguration" and isinstance(member, dict):
            form[key] = {"type": "dockerCompatible", **_service_form(member)}  # which its SDK sends
        elif key == "userIdentity" and isinstance(member, dict) and isinstance(member.get("userName"), Unknown):
            form[key] = {"username" if each == "userName" else each: value for each, value in member.items()}
        elif key != _PACKAGES:
            form[key] = _service_form(member)
    return form


def _tasks(factory: Any, path: Steps, scope: Scope, windows: bool | None) -> Iterator[TemplatePart]:
    if not isinstance(factory, dict):
        return
    tasks = factory.get("tasks")
    for index, task in enumerate(tasks if isinstance(tasks, list) else []):
        if isinstance(task, dict):
            yield TemplatePart("TaskAddParameter", (*path, "tasks", index), _service_task(task, windows), scope)
    for key in ("repeatTask", "mergeTask"):
        task = factory.get(key)
        if isinstance(task, dict):
            form = _service_task(task, windows)
            first = _first(form, factory) if key == "repeatTask" else form
            yield TemplatePart("TaskAddParameter", (*path, key), {"id": LEFT_OUT, **first}, scope)


def _service_task(task: dict[str, Any], windows: bool | None) -> dict[str, Any]:
    form: dict[str, Any] = _service_form(task)
    return {**form, "commandLine": _WRAPPED} if _PACKAGES in task else run_in_a_shell(form, windows)


_SWEPT = re.compile(r"\{(\d{1,4})(?::(\d))?\}")
_OF_FILE = re.compile(r"\{(?:url|filePath|fileName|fileNameWithoutExtension|containerUrl)\}", re.IGNORECASE)


def _first(task: dict[str, Any], factory: dict[str, Any]) -> dict[str, Any]:
    """The first task that a factory makes: ``{0}`` and ``{1:3}`` are the values with which it begins, ``{fileName}`` a name."""
    sets = factory.get("parameterSets")
    starts = [each.get("start") if isinstance(each, dict) else None for each in sets] if isinstance(sets, list) else []

    def value(found: re.Match[str]) -> str:
        if int(found[1]) >= len(starts):
            return found[0]
        start = starts[int(found[1])]
        return str(start if isinstance(start, (int, str)) else 0).zfill(int(found[2] or 0))

    def put(part: Any, key: str = "") -> Any:
        if isinstance(part, str):
            if key == "httpUrl" and _OF_FILE.search(part):
                return LEFT_OUT
            return _SWEPT.sub(value, _OF_FILE.sub(lambda found: found[0][1:-1], part))
        if isinstance(part, list):
            return [put(each) for each in part]
        return {name: put(each, name) for name, each in part.items()} if isinstance(part, dict) else part

    swept: dict[str, Any] = put(task)
    return swept


def read_as_sent(model_type: str, content: Any) -> Any:
    """Return a body as its tool sends it: a number where a text is expected becomes one, and the other way around."""
    partial = read_partially(model_type, content)
    for problem in partial.problems:
        value = value_at(content, problem.steps)
        shape = declared_shape(model_named(model_type), problem.steps)
        if isinstance(shape, Text) and isinstance(value, int) and not isinstance(value, bool):
            content = with_value(content, problem.steps, str(value))
        elif isinstance(shape, Integer) and isinstance(value, str) and re.fullmatch(r"-?\d{1,18}", value):
            content = with_value(content, problem.steps, int(value))
        elif isinstance(shape, Boolean) and isinstance(value, str) and value.lower() in ("true", "false"):
            content = with_value(content, problem.steps, value.lower() == "true")
    return content


def application_template(content: dict[str, Any]) -> str | None:
    """Return the file that makes the tasks of a template's job; None without one."""
    job = content if _is_job(content) else content.get("job")
    job = job.get("properties", job) if isinstance(job, dict) and _is_typed(job) else job
    info = job.get(_APPLICATION) if isinstance(job, dict) else None
    file = info.get("filePath") if isinstance(info, dict) else None
    return file if isinstance(file, str) else None
