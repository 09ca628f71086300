"""``from batchmodels import azure14 as models``: every name of azure-batch 14's models, ours where we have it."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import azure.batch.models
import naming
import pytest

import batchmodels
from batchmodels import azure14
from batchmodels.installed import check_azure_batch

NAMES = sorted(name for name in vars(azure.batch.models) if not name.startswith("_"))


def test_every_name_is_here() -> None:
    assert [name for name in NAMES if not hasattr(azure14, name)] == []
    assert len(NAMES) > 250


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_ours_if_we_have_it(name: str) -> None:
    expected = getattr(batchmodels, name) if hasattr(batchmodels, name) else getattr(azure.batch.models, name)
    assert getattr(azure14, name) is expected


def test_what_is_not_ours_belongs_to_a_client() -> None:
    theirs = {name for name in NAMES if not getattr(azure14, name).__module__.startswith("batchmodels.")}
    assert {name for name in theirs if not name.endswith(("Options", "Paged", "Exception"))} == set()


def test_the_list_is_the_installed_package_s() -> None:
    assert naming.NAMES.read_text(encoding="utf-8") == naming.reexports(), "run: python tests/naming.py"


def test_type_checkers_find_every_name() -> None:
    """They read the source; ``from names import *`` gives what it imports under the same name."""
    source = naming.NAMES.read_text(encoding="utf-8")
    assert [name for name in NAMES if f" {name} as {name}" not in source] == []


def test_a_star_import_gives_them_and_use_models_only() -> None:
    found: dict[str, object] = {}
    exec("from batchmodels.azure14 import *", found)  # as some programs do with azure.batch.models
    assert set(found) - {"__builtins__"} == {*NAMES, "use_models"}


def test_a_missing_azure_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    with pytest.raises(ImportError) as caught:
        check_azure_batch("azure14", "14")
    assert str(caught.value) == (
        "batchmodels.azure14 needs azure-batch 14, which is not installed; run: pip install 'batchmodels[azure14]'"
    )


def test_another_azure_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", lambda name: "15.1.0")
    with pytest.raises(ImportError) as caught:
        check_azure_batch("azure14", "14")
    assert str(caught.value) == "batchmodels.azure14 needs azure-batch 14, got 15.1.0; run: pip install 'batchmodels[azure14]'"


def test_importing_without_azure_batch_gives_that_sentence(tmp_path: Path) -> None:
    """A program without azure-batch: its distribution can't be found."""
    code = (
        "from importlib import metadata\n"
        "def missing(name): raise metadata.PackageNotFoundError(name)\n"
        "metadata.version = missing\n"
        "import batchmodels.azure14\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "ImportError: batchmodels.azure14 needs azure-batch 14, which is not installed; run: pip install 'batchmodels[azure14]'"
    )


def test_importing_batchmodels_imports_no_azure_batch() -> None:
    code = "import batchmodels, sys; print([name for name in sys.modules if name.startswith('azure.batch')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
