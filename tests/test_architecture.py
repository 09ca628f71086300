"""Who may import whom, and how long a file may be."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from conftest import ROOT

import batchmodels

PACKAGE = Path(batchmodels.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))

# From the ground up: a room imports from its own and from those before it.
ROOMS = [
    *("spelling", "secrets", "paths", "errors"),
    *("engine", "arm", "models", "declare", "identities", "changes", "shells", "formulas", "rules", "planning"),
    *("commands", "explaining"),
    *("forms", "installed", "azure14", "azure15"),
    *("documents", "server", "cli", "__main__"),
]

# These may import the package's public names. The others may not: a thread that imports one of them, and another thread that
# uses the name for the first time, would wait for each other.
PUBLIC = [*batchmodels.__all__, "__all__", "__version__"]
ABOVE = ["server", "cli", "__main__"]

# The files of the two rooms, from the ground up; those that stand together know nothing of each other.
FAMILIES = [
    ["versions", "dialects", "limits"],
    ["base"],
    ["arm"],
    ["enums", "pool_enums", "machine_enums", "account_enums", "job_enums", "node_enums", "task_enums"],
    ["identity", "service_errors", "applications", "work_statistics"],
    ["accounts", "certificates", "cloud_services", "containers", "environment", "execution", "files", "metadata", "mounts"],
    ["disks", "network", "packages", "scaling", "scheduling", "security", "statistics", "upgrades"],
    ["exit_conditions", "output_files", "job_constraints", "task_settings"],
    ["node_actions", "node_files", "node_users", "pool_actions", "pool_counts", "task_counts"],
    ["account_certificates", "job_task_execution"],
    ["start_task", "virtual_machines", "job_task_settings"],
    ["nodes", "node_extensions", "pool_settings", "supported_images"],
    ["cloud_pool", "pools", "cloud_task", "tasks", "job_tasks"],
    ["auto_pools", "job_settings"],
    ["cloud_job", "job_schedules", "jobs"],
    ["cloud_job_schedule"],
]

OUTSIDE = {"msrest", "msgspec", "isodate", "azure.core.exceptions"}

# What the extra ``cli`` brings.
COMMAND_LINE = {"click", "rich", "yaml"}

# What a package may import beside OUTSIDE.
EXTRAS = {
    "documents": {*COMMAND_LINE, "hcl2", "lark"},
    "server": {"lsprotocol", "pygls"},
    "cli": COMMAND_LINE,
    "azure14": {"azure"},
    "azure15": {"azure"},
}


def module_name(path: Path) -> str:
    return ".".join(("batchmodels", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


def imports(path: Path) -> list[str]:
    """Every module that a file imports from, in full."""
    package = module_name(path).split(".") if path.stem == "__init__" else module_name(path).split(".")[:-1]
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found += [f"{module}.{alias.name}" for alias in node.names] if node.module is None else [module]
    return found


def room(module: str) -> int:
    return ROOMS.index(module.split(".")[1])


def module_room(path: Path) -> str:
    return ROOMS[room(module_name(path))]


@pytest.mark.parametrize("path", [f for f in FILES if f != PACKAGE / "__init__.py"], ids=lambda path: path.stem)
def test_dependencies_go_one_way(path: Path) -> None:
    for imported in imports(path):
        if module_room(path) in ABOVE and imported.removeprefix("batchmodels.") in PUBLIC:
            continue
        if imported.startswith("batchmodels"):
            assert room(imported) <= room(module_name(path)), f"{path.name} imports {imported}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "engine").rglob("*.py")), ids=lambda path: path.stem)
def test_the_engine_knows_nothing_of_azure_batch(path: Path) -> None:
    text = path.read_text().lower()
    for word in ("starttask", "start_task", "resourcefile", "resource_file", "commandline", "command_line"):
        assert word not in text


def test_models_import_only_upward() -> None:
    level = {name: index for index, names in enumerate(FAMILIES) for name in names}
    paths = {path.stem: path for path in (PACKAGE / "models").glob("*.py") if path.stem != "__init__"}
    assert set(paths) == set(level)
    for name, path in paths.items():
        for imported in imports(path):
            if imported.startswith("batchmodels.models."):
                assert level[imported.rsplit(".", 1)[1]] < level[name]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_these_come_from_outside(path: Path) -> None:
    allowed = OUTSIDE | EXTRAS.get(path.relative_to(PACKAGE).parts[0], set())
    for imported in imports(path):
        top = imported.split(".")[0]
        assert top in ("batchmodels", *sys.stdlib_module_names) or top in allowed or imported in allowed


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_stay_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 320


def tables_of_names(path: Path) -> set[str]:
    """The words of the tables in which a module looks for ``command.name``."""
    module = importlib.import_module(".".join(["batchmodels", *path.relative_to(PACKAGE).with_suffix("").parts]))
    words: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute) and node.left.attr == "name":
            tables = [getattr(module, each.id, None) for each in ast.walk(node.comparators[0]) if isinstance(each, ast.Name)]
            words |= {word for table in tables if isinstance(table, frozenset | dict) for word in table}
    return words


def test_tables_of_programs_are_in_lower_case() -> None:
    words = {word for path in FILES if path.parent.parent.name == "rules" for word in tables_of_names(path)}
    assert len(words) > 500  # far fewer would mean that the tables aren't found
    assert [word for word in words if word != word.lower()] == []  # Command.name is in lower case


def test_files_of_tests_have_different_names() -> None:
    """Of two with the same name, pytest imports only one. The tests in ``azure15`` run alone."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py") if path.parent.name != "azure15")
    assert [name for name, times in names.items() if times > 1] == []


def test_importing_reads_no_network_code_of_ours_and_prints_nothing() -> None:
    code = (
        "import sys, msrest.serialization; before = set(sys.modules); import batchmodels; "
        "print(sorted(m for m in set(sys.modules) - before if m.split('.')[0] not in ('batchmodels', 'msgspec')))"
    )
    done = subprocess.run([sys.executable, "-W", "error::UserWarning", "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    brought = ast.literal_eval(done.stdout)
    assert not [module for module in brought if module.split(".")[0] not in sys.stdlib_module_names]


@pytest.mark.parametrize("module", ["batchmodels.__main__", "batchmodels.cli.main", "batchmodels.documents.checking"])
def test_the_command_line_imports_what_it_shows_only_when_it_shows_it(module: str) -> None:
    late = ["rich", "yaml", "pygls", "batchmodels.rules.discovery"]
    code = f"import sys, {module}; print([name for name in {late} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


REVIEWING = [module_name(path) for room in ("rules", "shells", "formulas") for path in sorted((PACKAGE / room).rglob("*.py"))]


@pytest.mark.parametrize("name", REVIEWING)
def test_what_a_module_exports_exists(name: str) -> None:
    module = importlib.import_module(name)
    assert [each for each in getattr(module, "__all__", ()) if not hasattr(module, each)] == []


def test_what_a_review_keeps_cannot_change() -> None:
    """Several rules, and several threads, share the results of an analysis."""
    kept = {
        each
        for name in REVIEWING
        for each in vars(importlib.import_module(name)).values()
        if isinstance(each, type) and issubclass(each, msgspec.Struct) and each.__module__ == name
    }
    changeable = {each.__qualname__ for each in kept if not each.__struct_config__.frozen}
    assert changeable == {"_Report"}  # it lasts until the answer of shellcheck has been read
    assert len(kept) > 40  # because fewer would mean that the search doesn't find them
