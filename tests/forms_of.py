"""Helpers of the tests of converted models: run their code, and format it as ruff does."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from batchmodels import Loss
from batchmodels.forms import bicep, python_code


def built(source: str, environment: dict[str, str] | None = None) -> Any:
    """The only model that code builds, run with environment variables."""
    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "environ", environment or {})  # which takes any text, unlike that of the process
        exec(compile(source, "<converted>", "exec"), names)
    (model,) = [
        each
        for each in names.values()
        if hasattr(each, "_attribute_map") or hasattr(each, "_attr_to_rest_field")
        if not isinstance(each, type)
    ]
    return model


@contextmanager
def recorded() -> Iterator[dict[str, Any]]:
    """The secrets for which converted code has names, by their names."""
    found: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        for writer, method in ((python_code._Writer, "secret"), (bicep._Writer, "parameter")):
            patch.setattr(writer, method, _recording(getattr(writer, method), found))
        yield found


def _recording(method: Any, found: dict[str, Any]) -> Any:
    def record(writer: Any, value: Any, path: Any) -> Any:
        node = method(writer, value, path)
        found[node if isinstance(node, str) else writer.code.secrets[-1]] = value
        return node

    return record


def environment_of(values: dict[str, Any]) -> dict[str, str]:
    """Environment variables with values."""
    return {name: value if type(value) is str else json.dumps(value) for name, value in values.items()}


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
