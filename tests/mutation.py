"""How many small mistakes the tests notice: mutants of the engine and the rules, a random sample of them.

``nox -s mutation -- --sample 500`` runs it. mutmut says what can be changed, one place at a time: a comparison, a number, a
text, an argument. Its own runner isn't used, because it keeps what a module does when it is imported, which here is much:
models are declared, rules are registered, functions are generated. So each mutant gets a process that imports the package anew,
with the one changed module in place of the real one, and runs the tests that look at it until one fails.
"""

from __future__ import annotations

import argparse
import importlib.abc
import importlib.util
import json
import os
import pathlib
import random
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

ROOT = pathlib.Path(__file__).parent.parent
SOURCES = ROOT / "src"
SECONDS = 120
"""After which a step of tests, the longest of which takes ten, is taken for one that never ends; the mutant is noticed then."""

BYTES = 4 << 30
"""What a mutant may take of the memory."""

SUITES = {
    "rules": [
        "docs/rules/BM*.md",
        "tests/rules/test_[!c]*.py",
        "tests/rules/test_c[!o]*.py",
        "tests/rules/test_co[!r]*.py",
        "tests/test_commands.py",
        "tests/rules/test_corpus.py",
    ],
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
"""The tests of each room, about the quick ones first. The pages that one pattern names are run together."""

LEFT_OUT = ["-p", "no:cacheprovider", "-k", "not (TestHostile or test_long_texts or test_long_command_lines)"]
"""Tests of huge input take long and look for nothing else."""


class Mutant(NamedTuple):
    """One module with one change."""

    number: int
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
        return Mutant(number, name, line + 1, lines[line].strip(), after[line].strip(), changed.code)

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
    _, room, *names = module.split(".")
    steps: list[str] = []
    for pattern in SUITES[room]:
        files = [str(file.relative_to(ROOT)) for file in sorted(ROOT.glob(pattern))]
        steps += files if pattern.endswith(".py") else [" ".join(files)]
    return sorted(steps, key=lambda step: not any(name.split("_")[0] in step.split("/")[-1] for name in names))


def first_failing(steps: list[str]) -> int:
    """Run steps of tests until one fails; its number, or -1."""
    import pytest  # noqa: PLC0415  # because only a process that runs tests needs it

    for number, step in enumerate(steps):
        signal.alarm(SECONDS)
        if pytest.main(["-x", "-q", "--tb=no", "--no-header", *LEFT_OUT, *step.split()]) not in {0, 5}:
            return number
    return -1


def run(mutant: Mutant | None, steps: list[str]) -> str:
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
            failing = first_failing(steps)
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
    import pytest  # noqa: PLC0415  # because only a process that runs tests needs it

    pytest.main(["--version"])  # which imports its plugins


def check_the_tests() -> None:
    """End the program unless every step passes without a mutant, in the same surroundings."""
    child = os.fork()
    if not child:
        warm_up()
        failing = [step for room in SUITES for step in suite_of(f"batchmodels.{room}") if run(None, [step])]
        if failing:
            print("these fail without a mutant:", *failing, sep="\n  ")
        sys.stdout.flush()
        os._exit(bool(failing))
    if os.waitpid(child, 0)[1]:
        sys.exit(2)


def work(chosen: list[Callable[[], Mutant]], out: pathlib.Path) -> None:
    """Run mutants one after the other, the tests first that noticed most of their module."""
    warm_up()
    noticed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with out.open("a", encoding="utf-8") as results:
        for make in chosen:
            mutant = make()
            steps = sorted(suite_of(mutant.module), key=lambda step: -noticed[mutant.module][step])
            start = time.monotonic()
            by = run(mutant, steps)
            noticed[mutant.module][by] += 1
            record = {**mutant._asdict(), "source": "", "by": by, "seconds": round(time.monotonic() - start, 1)}
            results.write(json.dumps(record) + "\n")
            results.flush()


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
    parser.add_argument("files", nargs="*", help="parts of file names; default: all of engine/ and rules/")
    parser.add_argument("--sample", type=int, default=0, help="how many mutants, chosen at random; 0 is all")
    parser.add_argument("--seed", type=int, default=0, help="of the choice")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--again", type=pathlib.Path, help="a file of results: run its survivors only")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "mutation.jsonl", help="a file that results are added to")
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    files = [file for room in ("engine", "rules") for file in sorted((SOURCES / "batchmodels" / room).rglob("*.py"))]
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
    check_the_tests()
    children = []
    for part in range(options.processes):
        child = os.fork()
        if not child:
            work(chosen[part :: options.processes], options.out)
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    report([json.loads(line) for line in options.out.open(encoding="utf-8")], len(every))


if __name__ == "__main__":
    main()
