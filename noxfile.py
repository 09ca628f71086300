"""Everything that has to pass, one session each: ``nox`` runs all, ``nox -s lint`` one; ``nox -l`` lists them."""

from __future__ import annotations

import pathlib
import shutil

import nox

nox.options.default_venv_backend = "venv"
nox.options.sessions = ["lint", "types", "tests", "coverage", "azure15", "docs", "site", "wheel"]
nox.options.error_on_missing_interpreters = False  # a missing one is skipped, and nox says so

PYTHONS = ["3.11", "3.12", "3.13"]


@nox.session
def lint(session: nox.Session) -> None:
    """Format and lint."""
    session.install(".[lint]")
    session.run("ruff", "format", "--check")
    session.run("ruff", "check")


@nox.session
def types(session: nox.Session) -> None:
    """Both type checkers over the package, the examples and what writes the reference; the completeness of the public types."""
    session.install(".[types,test,docs]")
    session.run("mypy")
    session.run("pyright")
    session.run("pyright", "--verifytypes", "batchmodels", "--ignoreexternal")


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The tests, on every interpreter found."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """The tests once more, with the branches counted."""
    session.install("-e", ".[test,types]")
    session.run("coverage", "run", "-m", "pytest")
    session.run("coverage", "report")


@nox.session
def azure15(session: nox.Session) -> None:
    """The tests beside azure-batch 15, which can't be installed beside azure-batch 14."""
    session.install("-e", ".[test-azure15]")
    session.run("python", "-m", "pytest", "tests/azure15", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Every example in README.md and docs/."""
    session.install(".[test]")
    session.run("python", "-m", "pytest", "README.md", "docs", "tests/docs")


@nox.session
def site(session: nox.Session) -> None:
    """The documentation as a site, its links checked: what it warns of is an error."""
    session.install(".[docs]")
    out = pathlib.Path(session.create_tmp()).resolve() / "site"
    session.run("sphinx-build", "-W", "--keep-going", "-E", "-b", "dirhtml", "docs", str(out))


@nox.session
def mutation(session: nox.Session) -> None:
    """How many small mistakes the tests notice: ``nox -s mutation -- --sample 300``. It isn't part of CI, as it takes long."""
    session.install("-e", ".[test]", "mutmut==3.8.1")
    session.run("python", "tests/mutation.py", *session.posargs)


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the wheel, install it alone, and test that: the sources are out of reach."""
    session.install("build")
    out = pathlib.Path(session.create_tmp()).resolve()
    shutil.rmtree(out / "dist", ignore_errors=True)
    session.run("python", "-m", "build", "--outdir", str(out / "dist"))
    (built,) = (out / "dist").glob("*.whl")
    session.install("--force-reinstall", f"batchmodels[test] @ {built.as_uri()}")
    copy = out / "elsewhere"
    shutil.rmtree(copy, ignore_errors=True)
    for part in ("tests", "docs", "examples", "benchmarks", "changelog.d"):
        shutil.copytree(part, copy / part)
    for part in ("README.md", "pyproject.toml", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE"):
        shutil.copy(part, copy)
    session.chdir(copy)
    session.run("python", "-c", "import batchmodels, sys; sys.exit('site-packages' not in batchmodels.__file__)")
    # All tests have just had all their examples; here it is about what the wheel holds. The pages ask every rule and every part
    # of the engine, so the tests of their insides needn't run again.
    insides = ["--ignore=tests/rules", "--ignore=tests/engine"]
    session.run(
        "python", "-m", "pytest", "-p", "no:cacheprovider", *insides, *session.posargs, env={"HYPOTHESIS_PROFILE": "quick"}
    )
