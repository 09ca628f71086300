"""Rules are found by discovery: a new one needs its file, its page and its corpus entries, and nothing else."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT

import batchmodels
from batchmodels import Severity, StartTask
from batchmodels.rules import checks
from batchmodels.rules.discovery import RULES, discover
from batchmodels.rules.rule import Rule

PACKAGE = Path(batchmodels.__file__).parent

RULE = '''\
"""BM399: start tasks that only sleep."""

from __future__ import annotations

from collections.abc import Iterator

from ...models.start_task import StartTask
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule


@rule("BM399", Severity.warning, "sleeping start task", StartTask)
def sleeping(context: Context[StartTask]) -> Iterator[Finding]:
    """Find a command line that sleeps."""
    if context.model.command_line.startswith("sleep "):
        yield context.finding("the start task only sleeps.", "Remove the start task.", "commandLine")
'''

PAGE = """\
# BM399: sleeping start task

Severity: warning.

A start task that only sleeps delays the node.

## Bad

```pycon
>>> from batchmodels import StartTask, review
>>> for finding in review(StartTask(command_line="sleep 10")):
...     print(finding)
...
$.commandLine: BM399 warning: the start task only sleeps. Remove the start task.

```

In JSON:

```json
{
  "commandLine": "sleep 10"
}
```

In YAML:

```yaml
commandLine: sleep 10
```

## Good

```pycon
>>> review(StartTask(command_line="setup.sh"))
[]

```

In JSON:

```json
{
  "commandLine": "setup.sh"
}
```

In YAML:

```yaml
commandLine: setup.sh
```

## Switch it off

- In Python: `review(model, ignore={"BM399"})`
- On the command line: `batchmodels check --ignore BM399 FILE`
"""


def run(*command: str, path: Path, where: Path) -> str:
    """Run Python with a path in front of the installed packages, and return what it prints."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=where,
        env=os.environ | {"PYTHONPATH": str(path), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def a_package(where: Path, files: dict[str, str]) -> ModuleType:
    where.mkdir()
    for name, text in files.items():
        (where / name).write_text(textwrap.dedent(text), encoding="utf-8")
    package = ModuleType(where.name)
    package.__path__ = [str(where)]
    return package


def test_the_rules_are_in_the_order_of_their_ids() -> None:
    assert list(RULES) == sorted(RULES)
    assert discover(checks) == RULES
    assert list(RULES) == list(discover(checks))
    assert all(rule.id == identifier for identifier, rule in RULES.items())


def test_every_module_of_checks_has_a_rule() -> None:
    modules = {file.stem for file in (PACKAGE / "rules" / "checks").glob("*.py")} - {"__init__"}
    assert modules == {rule.look.__module__.rpartition(".")[2] for rule in RULES.values()}


def test_the_members_that_a_rule_reads_exist() -> None:
    known = {attribute.wire_key for model in all_models(batchmodels.Model) for attribute in model.__definition__.attributes}
    for rule in RULES.values():
        assert rule.reads <= known, rule.id


def all_models(model: type[batchmodels.Model]) -> list[type[batchmodels.Model]]:
    own = [each for each in model.__subclasses__() if each.__module__.startswith("batchmodels.")]
    return [*own, *itertools.chain.from_iterable(all_models(each) for each in own)]


def rule_source(identifier: str, title: str) -> str:
    return f"""\
        from batchmodels import Severity, StartTask
        from batchmodels.rules.rule import rule

        @rule("{identifier}", Severity.note, "{title}", StartTask)
        def look(context):
            yield context.finding("it is here.", "Remove it.", "commandLine")
    """


def test_two_rules_with_one_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    package = a_package(tmp_path / "twice", {"a.py": rule_source("BM998", "one"), "b.py": rule_source("BM998", "two")})
    monkeypatch.setitem(sys.modules, "twice", package)
    with pytest.raises(ValueError, match=r"^two rules have the id BM998: 'one' and 'two'$"):
        discover(package)


def test_a_rule_that_another_module_imports_is_found_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    files = {"b.py": rule_source("BM998", "one"), "a.py": "from .b import look\n"}
    package = a_package(tmp_path / "imported", files)
    monkeypatch.setitem(sys.modules, "imported", package)
    (rule,) = discover(package).values()
    assert isinstance(rule, Rule)
    assert (rule.id, rule.title, rule.severity, rule.model) == ("BM998", "one", Severity.note, StartTask)


def test_a_package_that_cannot_be_listed(tmp_path: Path) -> None:
    with pytest.raises(ImportError, match=r"^empty has no rules: its modules can't be listed$"):
        discover(a_package(tmp_path / "empty", {}))


def test_the_rules_are_found_in_a_zip_file(tmp_path: Path) -> None:
    archive = tmp_path / "batchmodels.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for file in PACKAGE.rglob("*.py"):
            zipped.write(file, Path("batchmodels", file.relative_to(PACKAGE)).as_posix())
    code = "import batchmodels.rules.discovery as d; print(d.__file__); print(*d.RULES)"
    where, found = run("-c", code, path=archive, where=tmp_path).splitlines()
    assert where.startswith(str(archive))
    assert found == " ".join(RULES)


def test_a_new_rule_needs_only_its_file_its_page_and_its_corpus_entries(tmp_path: Path) -> None:
    if not (ROOT / "src").is_dir():
        pytest.skip("the tests of the wheel run without the sources")
    unneeded = shutil.ignore_patterns("__pycache__", ".*", "benchmarks", "node_modules", "build", "dist")
    copy = Path(shutil.copytree(ROOT, tmp_path / "copy", ignore=unneeded, symlinks=True))
    (copy / "src" / "batchmodels" / "rules" / "checks" / "sleeping.py").write_text(RULE, encoding="utf-8")
    (copy / "docs" / "rules" / "BM399.md").write_text(PAGE, encoding="utf-8")
    corpus = copy / "tests" / "rules" / "corpus" / "bad" / "start-tasks.json"
    entries = json.loads(corpus.read_text(encoding="utf-8"))
    entries += [{"name": f"sleeps {n} s", "rule": "BM399", "commandLine": f"sleep {n}", "image": "linux"} for n in (1, 2, 3)]
    corpus.write_text(json.dumps(entries), encoding="utf-8")
    recorded = copy / "tests" / "rules" / "recorded" / "bad" / "start-tasks.json"  # which recording.py would write
    findings = json.loads(recorded.read_text(encoding="utf-8"))
    sentence = "$.startTask.commandLine: BM399 warning: the start task only sleeps. Remove the start task."
    findings |= {f"sleeps {n} s": [sentence] for n in (1, 2, 3)}
    recorded.write_text(json.dumps(findings), encoding="utf-8")

    source = copy / "src"
    assert "BM399  warning  sleeping start task" in run("-m", "batchmodels", "explain", path=source, where=copy)
    assert "A start task that only sleeps delays the node." in run(
        "-m", "batchmodels", "explain", "bm399", path=source, where=copy
    )
    tests = ["tests/rules/test_corpus.py", "tests/rules/test_rule_pages.py", "tests/cli/test_site.py", "docs/rules/BM399.md"]
    own = "BM399 or sleeps or test_there_are_enough or test_no_page or test_the_table_has"
    done = run("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", own, *tests, path=source, where=copy)
    assert " passed" in done
    (copy / "docs" / "rules" / "BM399.md").unlink()
    with pytest.raises(AssertionError, match=r"BM399\.md"):
        run("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", own, *tests[1:3], path=source, where=copy)
