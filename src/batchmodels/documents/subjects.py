"""What can be checked in a document: start tasks, pools, nodes, and the pools of an ARM template."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

import msgspec

from ..engine.model import Model
from ..engine.paths import ROOT, Path
from .arm_pools import POOL_TYPE, from_arm, is_arm_pool
from .kinds import kind_of
from .texts import Notice, Source, Unreadable

__all__ = ["Subject", "subjects"]


class Subject(msgspec.Struct, frozen=True):
    """One thing in a document that can be read as a model.

    Attributes:
        model_type: The name of the model: ``StartTask``, ``PoolAddParameter``, ``CloudPool`` …
        name: A label for people: the pool's or node's id, the resource's name; empty if it has none.
        content: The JSON to deserialize, in the Batch service's own spelling.
        where: From a path within ``content`` to the path in the source.
        arm: Whether it is a pool of ARM's, brought into the service's shape.
        holes: The paths within ``content`` whose values only a deployment knows, ``"[parameters('size')]"``. They are left
            out of it.
        notices: What is wrong with it that its model will never see; the paths are the source's.
    """

    model_type: str
    name: str
    content: Any
    where: Callable[[Path], Path]
    arm: bool = False
    holes: frozenset[Path] = frozenset()
    notices: tuple[Notice, ...] = ()


def subjects(source: Source, type_name: str | None = None, others: Collection[type[Model]] = ()) -> list[Subject]:
    """Find what can be checked in a document.

    It may be one of the models' documents, a list or a page of them (``{"value": […]}``), a job with a pool of its own, an
    ARM template, or one or several ARM pools.

    Args:
        source: The document.
        type_name: The name of the model that it holds, or that each element of its list does; None finds out.
        others: Models to recognize besides those that can be checked.

    Returns:
        The subjects, in the document's order; none for an ARM template without pools, and for an empty list.

    Raises:
        Unreadable: There is something else in it.
    """
    return [
        found
        for path, element in _elements(source.content)
        for found in (_named(type_name, element, path) if type_name else _found(source, element, path, others))
    ]


def _elements(content: Any) -> Iterator[tuple[Path, Any]]:
    """The elements of a list or of a page, those of lists within a list too; else the document itself."""
    waiting: list[tuple[Path, Any]] = [(ROOT, content)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict) and isinstance(value.get("value"), list) and _is_page(value):
            path, value = (*path, "value"), value["value"]
        if isinstance(value, list):
            waiting += [((*path, index), element) for index, element in reversed(list(enumerate(value)))]
        else:
            yield path, value


def _is_page(value: dict[str, Any]) -> bool:
    return all(key in ("value", "nextLink") or key.startswith(("odata.", "@odata.")) for key in value)


def _named(type_name: str, content: Any, path: Path) -> list[Subject]:
    return [Subject(type_name, _label(content), content, lambda within: (*path, *within))]


def _found(source: Source, content: Any, path: Path, others: Collection[type[Model]]) -> list[Subject]:
    if isinstance(content, dict):
        kind = kind_of(content, others) if others else None
        if kind in [model.__name__ for model in others]:
            return _named(str(kind), content, path)
        if _is_template(content):
            return [_arm_subject(resource, place) for place, resource in _pools_of(content, path)]
        if is_arm_pool(content):
            return [_arm_subject(content, path)]
        for way in _POOLS_OF_JOBS:
            specification = _at(content, way)
            if isinstance(specification, dict):
                return _named("PoolSpecification", specification, (*path, *way))
        kind = kind_of(content)
        if kind:
            return _named(kind, content, path)
    raise Unreadable(
        source.file,
        "expected a start task, a pool, a node or an ARM template, got something else; if it is one, say so: --type StartTask",
        source.position(path),
    )


# A job, or a job schedule, may bring a pool with it.
_POOLS_OF_JOBS: tuple[Path, ...] = (
    ("autoPoolSpecification", "pool"),
    ("poolInfo", "autoPoolSpecification", "pool"),
    ("jobSpecification", "poolInfo", "autoPoolSpecification", "pool"),
)


def _at(content: Any, path: Path) -> Any:
    for step in path:
        content = content.get(step) if isinstance(content, dict) else None
    return content


def _label(content: Any) -> str:
    label = content.get("id") if isinstance(content, dict) else None
    return label if isinstance(label, str) else ""


def _arm_subject(resource: dict[str, Any], path: Path) -> Subject:
    pool = from_arm(resource, path)
    name = resource.get("name")
    return Subject(
        model_type="PoolAddParameter",
        name=name if isinstance(name, str) else "",
        content=pool.content,
        where=pool.where,
        arm=True,
        holes=frozenset(pool.holes),
        notices=tuple(pool.notices),
    )


def _is_template(content: dict[str, Any]) -> bool:
    schema = content.get("$schema")
    if isinstance(schema, str) and "deploymenttemplate.json" in schema.lower():
        return True
    return any(True for _ in _pools_of(content, ROOT))


def _pools_of(holder: dict[str, Any], path: Path, parent: str = "") -> Iterator[tuple[Path, dict[str, Any]]]:
    """The pools of a template, with their paths: those within an account, and in templates within it, too."""
    resources = holder.get("resources")
    if isinstance(resources, list):
        children: list[tuple[Any, Any]] = list(enumerate(resources))
    else:
        children = list(resources.items()) if isinstance(resources, dict) else []
    for key, resource in children:
        if not isinstance(resource, dict) or resource.get("existing") is True:
            continue
        place = (*path, "resources", key)
        kind = str(resource.get("type", "")).lower()
        kind = f"{parent}/{kind}" if parent and "." not in kind else kind
        if kind == POOL_TYPE:
            yield place, resource
        elif kind == "microsoft.resources/deployments":
            template = _at(resource, ("properties", "template"))
            if isinstance(template, dict):
                yield from _pools_of(template, (*place, "properties", "template"))
        yield from _pools_of(resource, place, kind)
