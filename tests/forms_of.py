"""Helpers of the tests of converted models: run their code, and format it as ruff does."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from batchmodels import Loss, Model
from batchmodels.engine import reference
from batchmodels.engine.reference import Encoding
from batchmodels.forms.hidden import Names, hidden_in


def built(source: str, environment: dict[str, str] | None = None) -> Any:
    """The only model that code builds, run with environment variables."""
    names: dict[str, Any] = {}
    before = dict(os.environ)
    os.environ.update(environment or {})
    try:
        exec(compile(source, "<converted>", "exec"), names)
    finally:
        os.environ.clear()
        os.environ.update(before)
    (model,) = [
        each
        for each in names.values()
        if hasattr(each, "_attribute_map") or hasattr(each, "_attr_to_rest_field")
        if not isinstance(each, type)
    ]
    return model


def environment_of(model: Model, secrets: tuple[str, ...]) -> dict[str, str]:
    """The environment variables of converted code, with the secrets of its model."""
    document, _ = reference.encode(model, Encoding(keep_readonly=True))
    masked, _ = reference.encode(model, Encoding(keep_readonly=True, masked=True))
    found: dict[str, str] = {}
    for steps in hidden_in(document, masked):
        value: Any = document
        for step in steps:
            value = value[step]
        text = value if isinstance(value, str) else json.dumps(value)
        names = [name for name in secrets if name.startswith(Names().of(steps, camel=False))]
        found.update(dict.fromkeys(names, text))
    return found


def misformatted(sources: dict[str, str], folder: Path) -> str:
    """What ruff would change in some modules."""
    ruff = shutil.which("ruff", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if ruff is None:
        pytest.skip("ruff isn't installed")
    for name, source in sources.items():
        (folder / f"{name}.py").write_text(source, encoding="utf-8")
    commands = (["format", "--diff"], ["check", "--select", "F,I", "--output-format", "concise"])
    return "".join(
        subprocess.run([ruff, *command, "--isolated", str(folder)], capture_output=True, text=True, check=False).stdout
        for command in commands
    ).replace("All checks passed!\n", "")


def without(document: Any, losses: Iterable[Loss]) -> Any:
    """A document without what is lost, and without what is only incomplete."""
    document = copy.deepcopy(document)
    for loss in losses:
        holder = document
        for step in loss.steps[:-1]:
            holder = holder[step] if isinstance(holder, list) else holder.get(step, {})
        if isinstance(holder, dict) and "ARM needs" not in loss.reason:
            holder.pop(loss.steps[-1], None)
    return document
