"""The number of small mistakes that the tests notice, measured with a random sample of mutants.

``nox -s mutation -- --sample 300`` runs it. mutmut finds what can be changed, one place at a time: a comparison, a number, a
string, an argument. Its own runner isn't used, because it imports a module before it changes it, and here much happens
at import: models are declared, rules are registered, functions are generated. So each mutant gets a process that imports the
package with the changed module in place of the real one, and runs tests until one fails.

First, all tests run without a mutant, and coverage.py records which test executes which line. A mutant then runs only the
tests that execute the changed statement; if there are none, it survives without a run. For a constant, those are the tests
that execute a statement with its name. All tests of the suite run for other statements that are executed at import, and for the
engine, most of which is executed once, by the first test that uses a model.
"""

from __future__ import annotations

import argparse
import ast
import functools
import importlib
import importlib.abc
import importlib.util
import json
import os
import pathlib
import pkgutil
import random
import re
import resource
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

import coverage
import pytest

ROOT = pathlib.Path(__file__).parent.parent
SOURCES = ROOT / "src"
SECONDS = 120
"""Processor time after which a step of tests counts as one that never ends; the mutant is noticed then."""

ENOUGH = 150
"""Processor time after which no more steps begin: a mutant that no test has noticed until then survives."""

BYTES = 4 << 30
"""What a mutant may take of the memory."""

RULES = [
    "tests/rules/test_[!clv]*.py",
    "tests/rules/test_c[!o]*.py",
    "tests/rules/test_co[!r]*.py",
    "tests/rules/test_l[!i]*.py",
    "tests/rules/test_lines_recorded.py",
    "tests/rules/test_corpus.py",
    "tests/rules/test_v*.py",
    "tests/test_commands.py",
    "docs/rules/BM*.md",
]

SUITES = {
    "rules": RULES,
    "shells": ["tests/shells/test_[!a]*.py", "tests/secrets/test_*.py", *RULES, "tests/shells/test_a*.py"],
    "formulas": ["tests/formulas/test_*.py", *RULES],
    "engine": [
        "docs/explanation/how-it-works.md",
        "tests/engine/test_[!cs]*.py",
        "tests/models/test_*.py",
        "tests/test_secrets.py",
        "tests/test_refused_values.py",
        "tests/compat/test_msrest.py",
        "tests/compat/test_arm.py",
        "docs/how-to/*.md",
        "tests/engine/test_[cs]*.py",
    ],
}
"""The tests of each package, roughly the quick ones first. The pages that match one pattern run together."""

RECORDED = re.compile(r"test_(lines_recorded|corpus|variants_recorded)\.py")
"""Tests that compare all findings of many texts. They notice most mutants, so they run before others that take as long."""

MAPPED = ["rules", "shells", "formulas"]
"""The packages whose mutants run only the tests that execute the changed statement."""

LEFT_OUT = [
    "-p",
    "no:cacheprovider",
    "-k",
    "not (TestHostile or test_long_texts or test_long_command_lines or test_every_rule_takes)",
]
"""Tests of huge input, and of a command line that ends anywhere, take long and look for nothing else."""


class Mutant(NamedTuple):
    """One module with one change."""

    number: int
    file: pathlib.Path
    module: str
    line: int
    before: str
    after: str
    source: str


def mutants(file: pathlib.Path) -> Iterator[Callable[[], Mutant]]:
    """Every mutant of one file, each made only when it is called for, as that takes a while."""
    from mutmut.mutation.file_mutation import create_mutations  # noqa: PLC0415  # because processes that run tests don't need it

    code = file.read_text(encoding="utf-8")
    tree, found, *_ = create_mutations(str(file), code)
    lines = code.splitlines()
    name = ".".join(file.relative_to(SOURCES).with_suffix("").parts).removesuffix(".__init__")

    def make(number: int, mutation: Any) -> Mutant:
        changed: Any = tree.deep_replace(mutation.original_node, mutation.mutated_node)
        after = changed.code.splitlines()
        line = next((at for at, (old, new) in enumerate(zip(lines, after, strict=False)) if old != new), len(after) - 1)
        return Mutant(number, file, name, line + 1, lines[line].strip(), after[line].strip(), changed.code)

    for number, mutation in enumerate(found):
        yield partial(make, number, mutation)


class Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from a changed source, and leaves all others alone."""

    def __init__(self, module: str, source: str) -> None:
        self.module, self.source = module, source

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        if fullname != self.module:
            return None
        file = SOURCES.joinpath(*fullname.split("."))
        package = (file / "__init__.py").exists()
        location = file / "__init__.py" if package else file.with_suffix(".py")
        return importlib.util.spec_from_file_location(
            fullname, location, loader=self, submodule_search_locations=[str(file)] if package else None
        )

    def create_module(self, spec: Any) -> None:
        return None

    def exec_module(self, module: Any) -> None:
        exec(compile(self.source, module.__spec__.origin, "exec"), module.__dict__)  # that is what importing does


def suite_of(module: str) -> list[str]:
    """The steps of tests for a module, before anything is known of them: those that have its name come first."""
    _, package, *names = module.split(".")
    steps: dict[str, None] = {}
    for pattern in SUITES[package]:
        files = [str(file.relative_to(ROOT)) for file in sorted(ROOT.glob(pattern))]
        steps |= dict.fromkeys(files if pattern.endswith(".py") else [" ".join(files)])
    return sorted(
        steps,
        key=lambda step: (
            not any(name.split("_")[0] in step.split("/")[-1] for name in names),
            not RECORDED.search(step),
        ),
    )


class Only:
    """A pytest plugin that deselects all other tests, and runs the quick ones first."""

    def __init__(self, tests: Collection[str], seconds: Mapping[str, float]) -> None:
        self.tests, self.seconds = tests, seconds

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((item for item in items if item.nodeid in self.tests), key=lambda item: self.seconds[item.nodeid])


def seconds_file(data: pathlib.Path) -> pathlib.Path:
    """The file beside a map that has the processor time of each test, a line each."""
    return data.with_name(f"seconds-{data.name}")  # coverage.py combines all files whose names begin like that of the map


class Recorder:
    """A pytest plugin that records how long each test takes and which lines it executes; one file of data for each process."""

    def __init__(self, data: pathlib.Path) -> None:
        self.seconds = seconds_file(data)
        files = [str(SOURCES / "batchmodels" / package / "*") for package in MAPPED]
        self.coverage = coverage.Coverage(data_file=str(data), data_suffix=True, config_file=False, include=files)
        self.coverage.start()
        for package in MAPPED:  # so that no test is the first to import a module
            parent = importlib.import_module(f"batchmodels.{package}")
            for module in pkgutil.walk_packages(parent.__path__, f"{parent.__name__}."):
                importlib.import_module(module.name)
        self.modules = 0
        self.caches: list[Any] = []

    def clear_caches(self) -> None:
        """Clear the caches of functions, or only the first test of several executes what they share."""
        if self.modules != len(sys.modules):
            self.modules = len(sys.modules)
            ours = [module for module in sys.modules.values() if str(ROOT) in (getattr(module, "__file__", None) or "")]
            self.caches = [value for module in ours for value in vars(module).values() if hasattr(value, "cache_clear")]
        for cache in self.caches:
            cache.cache_clear()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.clear_caches()
        self.coverage.switch_context(item.nodeid)
        start = time.process_time()
        result = yield
        self.coverage.switch_context("")
        with self.seconds.open("a", encoding="utf-8") as times:
            times.write(json.dumps([item.nodeid, round(time.process_time() - start, 3)]) + "\n")
        return result

    def pytest_sessionfinish(self) -> None:
        self.coverage.stop()
        self.coverage.save()


class File:
    """The statements of one file, and the tests that execute each line."""

    def __init__(self, file: pathlib.Path, recorded: coverage.CoverageData) -> None:
        self.file, self.recorded = file, recorded
        self.statements: dict[int, ast.stmt] = {}
        self.called: set[int] = set()
        self.lines_of_name: defaultdict[str, set[int]] = defaultdict(set)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):  # a statement comes before those in it
            if isinstance(node, ast.stmt):
                self.statements |= dict.fromkeys(range(node.lineno, (node.end_lineno or node.lineno) + 1), node)
            if isinstance(node, ast.FunctionDef):
                self.called |= set(range(node.body[0].lineno, (node.end_lineno or node.lineno) + 1))
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                self.lines_of_name[node.id].add(node.lineno)
            if isinstance(node, ast.Attribute):
                self.lines_of_name[node.attr].add(node.lineno)
            if isinstance(node, ast.alias) and node.asname:
                self.lines_of_name[node.name].add(node.lineno)

    @functools.cached_property
    def contexts(self) -> dict[int, list[str]]:
        """The tests that execute each line."""
        return self.recorded.contexts_by_lineno(str(self.file))

    def tests(self, line: int) -> set[str] | None:
        """The tests that execute the statement of a line; None if importing the module executes it."""
        if line not in self.called:
            return None
        statement = self.statements[line]
        lines = [other for other, owner in self.statements.items() if owner is statement]
        found = {test for other in lines for test in self.contexts.get(other, [])}
        return None if "" in found else found

    def constant(self, line: int) -> str | None:
        """The name that the statement of a line assigns when the module is imported."""
        match self.statements.get(line):
            case ast.Assign(targets=[ast.Name(name)]) | ast.AnnAssign(target=ast.Name(name)) if line not in self.called:
                return name
        return None


class Map:
    """The tests that execute each statement of the package."""

    def __init__(self, data: pathlib.Path) -> None:
        recorded = coverage.CoverageData(str(data))
        recorded.read()
        self.files = {file: File(file, recorded) for file in (SOURCES / "batchmodels").rglob("*.py")}
        self.seconds: dict[str, float] = dict(map(json.loads, seconds_file(data).open(encoding="utf-8")))

    def tests(self, file: pathlib.Path, line: int) -> set[str] | None:
        """The tests that execute a statement, or that use the constant that it assigns; None if that isn't known."""
        if (name := self.files[file].constant(line)) is None:
            return self.files[file].tests(line)
        names, found = [name], set[str]()
        for name in names:
            uses = [(where, use) for where in self.files.values() for use in where.lines_of_name[name]]
            for where, use in uses:
                if other := where.constant(use):
                    names += {other} - set(names)
                elif where.file.relative_to(SOURCES).parts[1] not in MAPPED or (tests := where.tests(use)) is None:
                    return None
                else:
                    found |= tests
            if not uses:
                return None
        return found


def first_failing(steps: list[str], plugins: list[object], seconds: int) -> int:
    """Run steps of tests, each for at most some seconds of processor time, until one fails; its number, or -1."""
    start = time.process_time()
    for number, step in enumerate(steps):
        if time.process_time() - start > ENOUGH:
            break
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.alarm(10 * seconds)  # for a process that waits
        if pytest.main(["-x", "-q", "--tb=no", "--no-header", *LEFT_OUT, *step.split()], plugins) not in {0, 5}:
            return number
    return -1


def run(mutant: Mutant | None, steps: list[str], plugin: Callable[[], object] | None = None, seconds: int = SECONDS) -> str:
    """Fork, and run the tests there; the step that failed, "" for none, "never ended" or "an error"."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        if mutant:
            sys.meta_path.insert(0, Changed(mutant.module, mutant.source))
        failing = -2
        try:
            failing = first_failing(steps, [plugin()] if plugin else [], seconds)
        finally:
            os.write(writing, str(failing).encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answers:
        answer = answers.read()
    os.waitpid(child, 0)
    if not answer:
        return "never ended"
    return "" if answer == "-1" else "an error" if answer == "-2" else steps[int(answer)]


def warm_up() -> None:
    """Import what all children need, and nothing of this project."""
    sys.dont_write_bytecode = False
    os.chdir(ROOT)
    os.environ["HYPOTHESIS_PROFILE"] = "quick"
    for module in ("msrest.serialization", "isodate", "azure.batch.models", "azure.mgmt.batch.models"):
        __import__(module)
    pytest.main(["--version"])  # which imports its plugins


def in_processes(parts: Iterable[Callable[[], bool]]) -> bool:
    """Call each function in a process of its own; whether all of them return true."""
    children = []
    for part in parts:
        child = os.fork()
        if not child:
            warm_up()
            right = part()
            sys.stdout.flush()
            os._exit(not right)
        children.append(child)
    states = [os.waitpid(child, 0)[1] for child in children]
    return not any(states)


def all_pass(steps: list[str], data: pathlib.Path) -> bool:
    """Run every step without a mutant, record what each test executes, and print those that fail."""
    failing = [step for step in steps if run(None, [step], partial(Recorder, data), 10 * SECONDS)]
    if failing:
        print("these fail without a mutant:", *failing, sep="\n  ")
    return not failing


def check_the_tests(packages: Collection[str], data: pathlib.Path, processes: int) -> None:
    """Run and record all tests of the packages, and end the program if one fails."""
    steps = list(dict.fromkeys(step for package in packages for step in suite_of(f"batchmodels.{package}")))
    if not in_processes(partial(all_pass, steps[part::processes], data) for part in range(processes)):
        sys.exit(2)
    whole = coverage.Coverage(data_file=str(data), config_file=False)
    whole.combine()
    whole.save()


def work(chosen: list[Callable[[], Mutant]], data: pathlib.Path, out: pathlib.Path) -> bool:
    """Run mutants one after the other, the files of tests first that take the least time."""
    every = Map(data)
    with out.open("a", encoding="utf-8") as results:
        for make in chosen:
            mutant = make()
            steps = suite_of(mutant.module)
            tests = every.tests(mutant.file, mutant.line) if mutant.module.split(".")[1] in MAPPED else None
            if tests is not None:
                seconds = defaultdict[str, float](float)
                for test in tests:
                    seconds[test.split("::")[0]] += every.seconds[test]
                steps = [step for step in steps if not seconds.keys().isdisjoint(step.split())]
                steps.sort(key=lambda step: sum(seconds[file] for file in step.split()) / (5 if RECORDED.search(step) else 1))
            start = time.monotonic()
            by = run(mutant, steps, None if tests is None else partial(Only, tests, every.seconds))
            ran = {"by": by, "tests": None if tests is None else len(tests), "seconds": round(time.monotonic() - start, 1)}
            results.write(json.dumps({**mutant._asdict(), "file": "", "source": "", **ran}) + "\n")
            results.flush()
    return True


def report(results: list[dict[str, Any]], total: int) -> None:
    """Print the figure, by file, and the survivors."""
    survivors = [result for result in results if not result["by"]]
    print(
        f"{len(results)} of {total} mutants, {len(results) - len(survivors)} noticed: {1 - len(survivors) / len(results):.1%}"
    )
    by_module = Counter(result["module"] for result in results)
    for module, count in sorted(by_module.items()):
        alive = sum(result["module"] == module for result in survivors)
        print(f"  {module}: {count - alive} of {count}")
    for result in sorted(survivors, key=lambda result: (result["module"], result["line"])):
        print(f"{result['module']}:{result['line']} #{result['number']}\n  - {result['before']}\n  + {result['after']}")


def main() -> None:
    """Choose mutants, run them in as many processes as asked for, and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", help="parts of file names; default: all of the packages that have a suite")
    parser.add_argument("--sample", type=int, default=0, help="how many mutants, chosen at random; 0 is all")
    parser.add_argument("--seed", type=int, default=0, help="of the choice")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--again", type=pathlib.Path, help="a file of results: run its survivors only")
    parser.add_argument(
        "--map", type=pathlib.Path, help="keep which test executes which line in this file, or take it from there"
    )
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "mutation.jsonl", help="a file that results are added to")
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    files = [file for package in SUITES for file in sorted((SOURCES / "batchmodels" / package).rglob("*.py"))]
    files = [
        file for file in files if not options.files or any(part in str(file.relative_to(SOURCES)) for part in options.files)
    ]
    every = [mutant for file in files for mutant in mutants(file)]
    chosen = every
    if options.again:
        alive = {(r["module"], r["before"], r["after"]) for r in map(json.loads, options.again.open()) if not r["by"]}
        chosen = [mutant for mutant in every if (made := mutant()) and (made.module, made.before, made.after) in alive]
    elif options.sample:
        chosen = random.Random(options.seed).sample(every, min(options.sample, len(every)))
    options.out.unlink(missing_ok=True)
    print(f"{len(chosen)} of {len(every)} mutants in {len(files)} files", flush=True)
    with tempfile.TemporaryDirectory() as directory:
        data = options.map.absolute() if options.map else pathlib.Path(directory) / "coverage"
        if not data.exists():
            packages = dict.fromkeys(file.relative_to(SOURCES).parts[1] for file in files)
            check_the_tests(packages, data, options.processes)
        in_processes(partial(work, chosen[part :: options.processes], data, options.out) for part in range(options.processes))
    report([json.loads(line) for line in options.out.open(encoding="utf-8")], len(every))


if __name__ == "__main__":
    main()
