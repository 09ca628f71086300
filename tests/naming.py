"""What azure-batch calls the things that batchmodels has, worked out from both packages; the tables of docs/moving.

    python tests/naming.py

writes the tables about the azure-batch that is installed, 14.2.0 or 15.1.0, and azure14/_names.py or
forms/counterparts.py. The tests compare all of them with the packages.

Two attributes are the same if their wire keys are. Two classes are the same if an attribute that both packages have holds them;
that begins with the classes in ``REQUESTS``, ``ANSWERS`` and ``REPLACED``.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
import typing
from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import azure.batch
import azure.batch.models

import batchmodels
from batchmodels.declare import Model, TextEnum
from batchmodels.engine.shapes import Enumeration, Nested, innermost

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs" / "moving"
LINE_LENGTH = 128  # ruff's, in pyproject.toml
PACKAGE = Path(batchmodels.__file__).parent
NAMES = PACKAGE / "azure14" / "_names.py"
COUNTERPARTS = PACKAGE / "forms" / "counterparts.py"

REQUESTS = {
    "BatchNodeDeallocateOptions": "BatchNodeDeallocateOptions",
    "ComputeNodeUser": "BatchNodeUserCreateOptions",
    "JobAddParameter": "BatchJobCreateOptions",
    "JobDisableParameter": "BatchJobDisableOptions",
    "JobPatchParameter": "BatchJobUpdateOptions",
    "JobScheduleAddParameter": "BatchJobScheduleCreateOptions",
    "JobSchedulePatchParameter": "BatchJobScheduleUpdateOptions",
    "JobTerminateParameter": "BatchJobTerminateOptions",
    "NodeDisableSchedulingParameter": "BatchNodeDisableSchedulingOptions",
    "NodeRebootParameter": "BatchNodeRebootOptions",
    "NodeReimageParameter": "BatchNodeReimageOptions",
    "NodeRemoveParameter": "BatchNodeRemoveOptions",
    "NodeUpdateUserParameter": "BatchNodeUserReplaceOptions",
    "PoolAddParameter": "BatchPoolCreateOptions",
    "PoolEnableAutoScaleParameter": "BatchPoolEnableAutoScaleOptions",
    "PoolEvaluateAutoScaleParameter": "BatchPoolEvaluateAutoScaleOptions",
    "PoolPatchParameter": "BatchPoolUpdateOptions",
    "PoolResizeParameter": "BatchPoolResizeOptions",
    "PoolSpecification": "BatchPoolSpecification",
    "PoolUpdatePropertiesParameter": "BatchPoolReplaceOptions",
    "TaskAddCollectionParameter": "BatchTaskGroup",
    "TaskAddParameter": "BatchTaskCreateOptions",
    "UploadBatchServiceLogsConfiguration": "UploadBatchServiceLogsOptions",
}
"""The bodies of requests, in azure-batch 14 and in azure-batch 15."""

ANSWERS = {
    "ApplicationSummary": "BatchApplication",
    "AutoScaleRun": "AutoScaleRun",
    "BatchError": "BatchError",
    "CloudJob": "BatchJob",
    "CloudJobSchedule": "BatchJobSchedule",
    "CloudPool": "BatchPool",
    "CloudTask": "BatchTask",
    "ComputeNode": "BatchNode",
    "ComputeNodeGetRemoteLoginSettingsResult": "BatchNodeRemoteLoginSettings",
    "ImageInformation": "BatchSupportedImage",
    "JobPreparationAndReleaseTaskExecutionInformation": "BatchJobPreparationAndReleaseTaskStatus",
    "NodeFile": "BatchNodeFile",
    "NodeVMExtension": "BatchNodeVMExtension",
    "PoolNodeCounts": "BatchPoolNodeCounts",
    "PoolUsageMetrics": "BatchPoolUsageMetrics",
    "SubtaskInformation": "BatchSubtask",
    "TaskAddCollectionResult": "BatchCreateTaskCollectionResult",
    "TaskCountsResult": "BatchTaskCountsResult",
    "UploadBatchServiceLogsResult": "UploadBatchServiceLogsResult",
}
"""What the service answers, in both."""

REPLACED = {
    "JobScheduleUpdateParameter": "BatchJobSchedule",
    "JobUpdateParameter": "BatchJob",
    "TaskUpdateParameter": "BatchTask",
}
"""Bodies of requests that take a whole answer in azure-batch 15, of which the service changes some members."""

PAGES_OF_15 = {"CloudTaskListSubtasksResult"}
"""Answers that azure-batch 15's client gives as an iterator over their elements."""

CLASSES = [kind for _, kind in inspect.getmembers(batchmodels, inspect.isclass)]
MODELS = [kind for kind in CLASSES if issubclass(kind, Model) and kind is not Model]
ENUMERATIONS = [kind for kind in CLASSES if issubclass(kind, TextEnum)]

Pairs = dict[type[Any], type[Any]]


def attributes_of_15(model: type[Any]) -> dict[str, tuple[str, Any]]:
    """The Python names and the types of the attributes of azure-batch 15's class, by their wire keys."""
    model()  # only then are the records of its attributes complete
    module = vars(sys.modules[model.__module__]) | {"_models": azure.batch.models}
    types = typing.get_type_hints(model, module)
    return {field._rest_name: (name, types[name]) for name, field in model._attr_to_rest_field.items()}


def classes_in(annotation: Any) -> Iterator[type[Any]]:
    """The classes that an annotation names, within lists and unions too."""
    if isinstance(annotation, type) and not typing.get_args(annotation):
        yield annotation
    for part in typing.get_args(annotation):
        yield from classes_in(part)


def their_class(name: str) -> type[Any]:
    """A class of azure-batch 15, which doesn't export all that operations take."""
    modules = (azure.batch.models, azure.batch.models._models, azure.batch.models._enums)
    return next(getattr(module, name) for module in modules if hasattr(module, name))


def pairs_with_15(*roots: dict[str, str]) -> tuple[Pairs, Pairs]:
    """Our models and our enumerations, each with its class of azure-batch 15; all of them, or those that some classes hold."""
    models: Pairs = {}
    enumerations: Pairs = {}
    given = [pair for each in roots or (REQUESTS, ANSWERS, REPLACED) for pair in each.items()]
    waiting = [(getattr(batchmodels, ours), their_class(theirs)) for ours, theirs in given]
    while waiting:
        model, theirs = waiting.pop()
        if model in models:
            assert models[model] is theirs, f"{model.__name__} is both {models[model].__name__} and {theirs.__name__}"
            continue
        models[model] = theirs
        known = attributes_of_15(theirs)
        for attribute in model.__definition__.attributes:
            if attribute.wire_key not in known:
                continue
            shape = innermost(attribute.shape)
            held = list(classes_in(known[attribute.wire_key][1]))
            if isinstance(shape, Nested):
                waiting.append((shape.model, next(kind for kind in held if hasattr(kind, "as_dict"))))
            elif isinstance(shape, Enumeration):
                found = next(kind for kind in held if issubclass(kind, Enum))
                assert enumerations.setdefault(shape.enum, found) is found
    return models, enumerations


HEAD_OF_COUNTERPARTS = '''\
"""The names of our models and enumerations in azure-batch 15.1.0. Written by tests/naming.py and compared with the package."""

from __future__ import annotations

from collections.abc import Mapping

from .counterpart import Counterpart

COUNTERPARTS: tuple[Counterpart, ...] = ('''

ENUMERATIONS_OF_15 = """\
# The members have the names that ours have, in capitals.
ENUMERATIONS: Mapping[str, str] = {"""


def counterparts() -> str:
    """The source of forms/counterparts.py: a record for each of our models and enumerations that azure-batch 15 has."""
    models, enumerations = pairs_with_15()
    sent, _ = pairs_with_15(REQUESTS, REPLACED)
    records = []
    for model, theirs in in_order(models):
        options = []
        if model not in sent:
            options.append("answer=True")
        if model.__name__ in REPLACED:
            options.append("one_way=True")
        names, values = differences(model, theirs, enumerations)
        if names:
            options.append(("attributes", names))
        if values:
            options.append(("values", values))
        records += record(f'"{model.__name__}"', f'"{theirs.__name__}"', *options)
    pairs = [f'    "{ours.__name__}": "{theirs.__name__}",' for ours, theirs in in_order(enumerations)]
    return "\n".join((HEAD_OF_COUNTERPARTS, *records, ")", "", ENUMERATIONS_OF_15, *pairs, "}", ""))


def in_order(pairs: Pairs) -> list[tuple[type[Any], type[Any]]]:
    return sorted(pairs.items(), key=lambda pair: pair[0].__name__)


def differences(model: Any, theirs: Any, enumerations: Pairs) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """The attributes that have other names in azure-batch 15, and the values that it spells in another letter case."""
    known = attributes_of_15(theirs)
    names, values = {}, {}
    for attribute in model.__definition__.attributes:
        if attribute.wire_key not in known:
            continue
        name = known[attribute.wire_key][0]
        if name != attribute.name:
            names[attribute.name] = name
        shape = innermost(attribute.shape)
        if isinstance(shape, Enumeration):
            spelled = {member.value.lower(): member.value for member in enumerations[shape.enum]}
            other = {member.value: spelled.get(member.value.lower(), member.value) for member in shape.enum}
            other = {ours: value for ours, value in other.items() if ours != value}
            if other:
                values[attribute.name] = other
    return names, values


def record(*parts: Any) -> list[str]:
    """A record, laid out as ruff does it."""
    written = [part if isinstance(part, str) else f"{part[0]}={literal(part[1])}" for part in parts]
    line = f"    Counterpart({', '.join(written)}),"
    if len(line) <= LINE_LENGTH:
        return [line]
    lines = ["    Counterpart("]
    for part, text in zip(parts, written, strict=True):
        if len(f"        {text},") <= LINE_LENGTH:
            lines.append(f"        {text},")
        else:
            lines += [f"        {part[0]}={{", *[f'            "{a}": {literal(b)},' for a, b in part[1].items()], "        },"]
    return [*lines, "    ),"]


def literal(value: Any) -> str:
    return json.dumps(value)


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    lines = [list(heads), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def code(*names: str) -> str:
    return ", ".join(f"`{name}`" for name in names)


def tables_of_15() -> dict[str, str]:
    """What is named differently in azure-batch 15, what is gone from it, and what it has besides."""
    models, enumerations = pairs_with_15()
    pairs = in_order(models | enumerations)
    ours_and_15 = ("batchmodels and azure-batch 14", "azure-batch 15")
    renamed, gone, besides = [], [], []
    for model in MODELS:
        if model not in models or model.__name__ in REPLACED:
            continue
        theirs = attributes_of_15(models[model])
        where = code(model.__name__)
        for attribute in model.__definition__.attributes:
            name = theirs.get(attribute.wire_key, (None, None))[0]
            if name is None:
                gone.append((where, code(attribute.name), code(attribute.wire_key), str(attribute.until)))
            elif name != attribute.name:
                renamed.append((where, code(attribute.name), code(name), code(attribute.wire_key)))
        besides += [(where, code(key)) for key in theirs if key not in model.__definition__.by_wire_key]
    assert not besides, f"azure-batch 15 has more than we have: {besides}"
    both = MODELS + ENUMERATIONS
    return {
        "classes": table(ours_and_15, [(code(a.__name__), code(b.__name__)) for a, b in pairs if a.__name__ != b.__name__]),
        "attributes": table(("Class", *ours_and_15, "Wire key"), renamed),
        "gone classes": code(*[kind.__name__ for kind in both if kind not in models and kind not in enumerations]),
        "gone attributes": table(("Class", "Attribute", "Wire key", "Gone from API version"), gone),
        "same classes": code(*[a.__name__ for a, b in pairs if a.__name__ == b.__name__]),
    }


def tables_of_14() -> dict[str, str]:
    """What batchmodels has and azure-batch 14 has not."""
    attributes, values = [], []
    theirs = vars(azure.batch.models)
    for model in MODELS:
        if model.__name__ in theirs:
            known = theirs[model.__name__]._attribute_map
            new = [attribute for attribute in model.__definition__.attributes if attribute.name not in known]
            attributes += [(code(model.__name__), code(attribute.name), versions(attribute)) for attribute in new]
    for enumeration in ENUMERATIONS:
        if enumeration.__name__ in theirs:
            new = [member for member in enumeration if member.name not in theirs[enumeration.__name__].__members__]
            values += [(code(enumeration.__name__), code(member.name), versions(member)) for member in new]
    return {
        "new classes": code(*[kind.__name__ for kind in MODELS + ENUMERATIONS if kind.__name__ not in theirs]),
        "new attributes": table(("Class", "Attribute or member", "API versions that have it"), attributes + values),
    }


def versions(thing: Any) -> str:
    """The API versions that have an attribute or a member, in words."""
    parts = [f"from {thing.since} on"] if thing.since else []
    parts += [f"before {thing.until}"] if thing.until else []
    return ", ".join(parts)


def reexports() -> str:
    """The source of azure14/_names.py: every name of azure-batch 14's models, from batchmodels where it has the name."""
    everything = [name for name in vars(azure.batch.models) if not name.startswith("_")]
    ours = [name for name in everything if hasattr(batchmodels, name)]
    # What the client patches into azure.batch.models, no type checker finds there.
    patched = [name for name in everything if vars(azure.batch.models)[name].__module__.startswith("azure.batch.custom")]
    theirs = [name for name in everything if name not in ours and name not in patched]
    parts = [
        '"""Every name of azure-batch 14.2.0\'s models. Written by tests/naming.py; a test compares it with the package."""\n',
        *imports("azure.batch.custom.custom_errors", patched),
        *imports("azure.batch.models", theirs),
        "",
        *imports("..models", ours),
    ]
    return "\n".join(parts) + "\n"


def imports(module: str, names: Iterable[str]) -> Iterator[str]:
    """Import names so that type checkers see them in the importing module, too."""
    for name in sorted(names, key=str.casefold):
        line = f"from {module} import {name} as {name}"
        yield line if len(line) <= LINE_LENGTH else f"from {module} import (\n    {name} as {name},\n)"


def is_15() -> bool:
    return not azure.batch.__version__.startswith("14.")


def page() -> Path:
    """The page with the tables about the azure-batch that is installed."""
    return PAGES / ("to-azure-batch-15.md" if is_15() else "from-azure-batch-14.md")


def tables() -> dict[str, str]:
    """The tables about the azure-batch that is installed, by the names that their places on the page have."""
    return tables_of_15() if is_15() else tables_of_14()


def with_tables(text: str, found: dict[str, str]) -> str:
    """The text of a page with each table between the two comments that mark its place."""
    for name, content in found.items():
        place = re.compile(rf"(<!-- table: {name} -->\n).*?(<!-- end of the table -->)", re.DOTALL)
        text, count = place.subn(lambda marks, content=content: f"{marks[1]}\n{content}\n\n{marks[2]}", text)
        assert count == 1, f"the page has {count} places for the table {name!r}"
    return text


if __name__ == "__main__":
    if is_15():
        COUNTERPARTS.write_text(counterparts(), encoding="utf-8")
    else:
        NAMES.write_text(reexports(), encoding="utf-8")
    page().write_text(with_tables(page().read_text(encoding="utf-8"), tables()), encoding="utf-8")
