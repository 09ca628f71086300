"""What ``batchmodels`` exports, and when it imports it."""

from __future__ import annotations

import importlib
import pickle
import subprocess
import sys
import typing

import families
import pytest
import wire

import batchmodels
from batchmodels import declare, models
from batchmodels.declare import Model

THREADS = """
import importlib, sys, threading
import batchmodels
sys.setswitchinterval(1e-6)
names = batchmodels.__all__
barrier, failures = threading.Barrier(32), []
def use(number):
    try:
        barrier.wait()
        for name in names[number * 7 % len(names):] + names[:number * 7 % len(names)]:
            found = getattr(batchmodels, name)
            if number % 2 and isinstance(found, type) and found.__module__.startswith("batchmodels.models."):
                importlib.import_module(found.__module__)
                assert getattr(batchmodels.models, name) is found
    except BaseException as error:
        failures.append(error)
threads = [threading.Thread(target=use, args=(number,)) for number in range(32)]
for thread in threads: thread.start()
for thread in threads: thread.join()
sys.exit(repr(failures) if failures else 0)
"""


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def loaded_by(statement: str) -> set[str]:
    """The families that a new process has imported after a statement."""
    names = run(f"import sys; {statement}; print(*[name for name in sys.modules if name.startswith('batchmodels.')])").split()
    return {name.rpartition(".")[2] for name in names if name.startswith("batchmodels.models.")}


def test_the_exports_are_those_of_the_families() -> None:
    text = (families.PACKAGE / "__init__.py").read_text(encoding="utf-8")
    assert families.updated(text) == text, "run: python tests/families.py"


@pytest.mark.parametrize("family", families.families())
def test_a_family_exports_the_classes_that_it_defines(family: str) -> None:
    module = importlib.import_module(f"batchmodels.models.{family}")
    defined = {name for name, value in vars(module).items() if getattr(value, "__module__", None) == module.__name__}
    expected = {name for name in defined if name[0].isupper()} or {"API_VERSIONS"}
    assert set(module.__all__) == expected


def test_what_is_public() -> None:
    assert sorted(batchmodels.__all__) == batchmodels.__all__
    assert set(dir(batchmodels)) >= {*batchmodels.__all__, "__version__"}
    beside_the_models = set(batchmodels.__all__) - set(models.__all__)
    assert beside_the_models == {
        *("DeserializationError", "Loss", "LossWarning", "Problem", "UnknownAttributeWarning", "ValidationError"),
        *("ARM_API_VERSIONS", "Converted", "Page", "UnknownValue", "convert", "to_json"),
        *("Explanation", "Finding", "Plan", "Severity", "explain", "plan", "review"),
        *("Change", "Changes", "Operation", "PropertyChange", "Verdict", "diff"),
        *("commands", "declare", "identities"),
    }
    for name in batchmodels.__all__:
        assert getattr(batchmodels, name) is not None
    for name in models.__all__:
        assert getattr(batchmodels, name) is getattr(models, name)
    public = {name for name in vars(batchmodels) if not name.startswith("_")}
    packages = {"arm", "changes", "cli", "documents", "engine", "explaining", "formulas", "models", "planning", "rules"}
    packages |= {"forms", "secrets", "shells"}
    packages |= {"azure14", "azure15", "errors", "installed", "paths", "server", "spelling"}
    assert public - packages - {"TYPE_CHECKING"} == set(batchmodels.__all__)


def test_what_declares_a_model_has_a_module_of_its_own() -> None:
    assert not set(declare.__all__) & set(batchmodels.__all__) - {"Model"}
    assert declare.Model is batchmodels.Model
    assert {name for name in vars(declare) if not name.startswith("_")} == set(declare.__all__)


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match=r"^module 'batchmodels' has no attribute 'reviw'$"):
        _ = batchmodels.reviw
    with pytest.raises(AttributeError, match=r"^module 'batchmodels.models' has no attribute 'Since'$"):
        _ = models.Since
    with pytest.raises(ImportError, match=r"^cannot import name 'StratTask' from 'batchmodels'"):
        exec("from batchmodels import StratTask")


def test_a_family_is_imported_when_it_is_used() -> None:
    assert loaded_by("import batchmodels") == set()
    of_a_start_task = loaded_by("from batchmodels import StartTask")
    assert "start_task" in of_a_start_task
    assert not of_a_start_task & {"pools", "cloud_pool", "nodes", "virtual_machines", "statistics"}
    assert loaded_by("from batchmodels import *") >= set(families.families())


def test_inspect_finds_every_class() -> None:
    code = "import inspect, batchmodels; print(*[name for name, _ in inspect.getmembers(batchmodels, inspect.isclass)])"
    expected = {name for name in batchmodels.__all__ if isinstance(getattr(batchmodels, name), type)}
    assert set(run(code).split()) == expected


def test_first_use_in_many_threads() -> None:
    run(THREADS)


@pytest.mark.parametrize("model", wire.models(), ids=lambda model: model.__name__)
def test_type_hints_are_complete(model: type[Model]) -> None:
    assert set(model.__definition__.by_name) <= set(typing.get_type_hints(model))


def test_pickles_are_read_before_anything_else_is_imported() -> None:
    pool = batchmodels.PoolAddParameter(id="p", vm_size="Standard_D2s_v3", start_task=batchmodels.StartTask(command_line="x"))
    code = (
        f"import pickle; pool = pickle.loads({pickle.dumps(pool)!r}); print(type(pool).__name__, pool.start_task.command_line)"
    )
    assert run(code) == "PoolAddParameter x\n"


def test_a_model_of_azure_batch_is_told_from_one_of_a_family_that_is_not_imported_yet() -> None:
    code = (
        "from azure.batch import models; from batchmodels import StartTask; "
        "header = models.HttpHeader(name='a', value='b'); "  # which has the members of an EnvironmentSetting
        "print(*StartTask(command_line='x', environment_settings=[header]).validate())"
    )
    assert run(code) == (
        "expected EnvironmentSetting, got azure.batch.models._models_py3.HttpHeader at $.environmentSettings[0]\n"
    )


def test_the_keys_of_all_families_are_known() -> None:
    assert (
        run("from batchmodels.documents.shown_keys import is_known; print(is_known('jobManagerTask'), is_known('secret'))")
        == "True False\n"
    )
