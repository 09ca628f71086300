"""Everything that has to pass, one session each: ``nox`` runs all, ``nox -s lint`` one; ``nox -l`` lists them."""

from __future__ import annotations

import os
import pathlib
import shutil
import sys

import nox

nox.options.default_venv_backend = "venv"
nox.options.sessions = ["lint", "types", "tests", "azure15", "site", "wheel"]
nox.options.error_on_missing_interpreters = False  # a missing one is skipped, and nox says so

PYTHONS = ["3.11", "3.12", "3.13"]
REQUIREMENTS = pathlib.Path("requirements")
LOCKS = nox.project.load_toml("pyproject.toml")["tool"]["batchmodels-locks"]


def install_locked(session: nox.Session, name: str) -> None:
    """Install exactly what a file in requirements/ pins."""
    session.install("--require-hashes", "-r", str(REQUIREMENTS / f"{name}.txt"))


def install(session: nox.Session, name: str) -> None:
    """Install what a file in requirements/ pins, and the package in place; hatchling, which builds it, is pinned too."""
    install_locked(session, name)
    session.install("--no-deps", "--no-build-isolation", "-e", ".")


@nox.session
def lint(session: nox.Session) -> None:
    """Format, lint, and whether towncrier can read the changelog's fragments."""
    install_locked(session, "lint")
    session.run("ruff", "format", "--check")
    session.run("ruff", "check")
    session.run("towncrier", "build", "--draft", "--version", "0", silent=True)


@nox.session
def types(session: nox.Session) -> None:
    """Both type checkers over the package, the examples and what writes the reference; the completeness of the public types."""
    install_locked(session, "dev")
    session.install("--no-deps", "--no-build-isolation", ".")  # not in place: pyright must find the whole package installed
    session.run("mypy")
    session.run("pyright")
    session.run("python", "-m", "pytest", "tests/typing")


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The tests, on every interpreter found."""
    install(session, "test")
    session.run("python", "-m", "pytest", "-n", "auto", *session.posargs)


@nox.session
def azure15(session: nox.Session) -> None:
    """The tests beside azure-batch 15, which can't be installed beside azure-batch 14."""
    install(session, "azure15")
    session.run("python", "-m", "pytest", "tests/azure15", *session.posargs)


@nox.session
def cmd(session: nox.Session) -> None:
    """What cmd itself does with the lines of `commands.cmd`: Wine's cmd, or on Windows the real one.

    Outside Windows it needs Wine and a compiler for Windows: ``apt-get install wine gcc-mingw-w64-x86-64``; on Windows gcc.
    HYPOTHESIS_PROFILE=short tries more random lines, long very many.
    """
    if sys.platform != "win32":
        for program in ("wine", "x86_64-w64-mingw32-gcc"):
            if not shutil.which(program):
                session.skip(f"needs {program}: apt-get install wine gcc-mingw-w64-x86-64")
    install(session, "test")
    profile = os.environ.get("HYPOTHESIS_PROFILE", "quick")
    session.run(
        "python",
        "-m",
        "pytest",
        "tests/real_cmd",
        *session.posargs,
        env={"BATCHMODELS_CMD_TESTS": "1", "HYPOTHESIS_PROFILE": profile},
    )


@nox.session
def newest(session: nox.Session) -> None:
    """The tests with the newest release of every dependency, whatever is locked."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "pytest", "-n", "auto", *session.posargs)


@nox.session
def lowest(session: nox.Session) -> None:
    """The tests with the lowest release of every direct dependency that pyproject.toml allows."""
    install_locked(session, "lock")
    session.run("uv", "pip", "install", "--resolution", "lowest-direct", "-e", ".[test]")
    session.run("python", "-m", "pytest", "-n", "auto", *session.posargs)


@nox.session
def lock(session: nox.Session) -> None:
    """Bring requirements/ up to date with pyproject.toml; ``nox -s lock -- --upgrade`` takes newer releases too."""
    install_locked(session, "lock")
    for name, parts in LOCKS.items():
        inputs = [*(f"--extra={extra}" for extra in parts["extras"]), *(f"--group={group}" for group in parts["groups"])]
        if parts["extras"]:
            inputs.append("pyproject.toml")
        options = [
            "--universal",
            "--python-version=3.11",
            "--generate-hashes",
            "--custom-compile-command=nox -s lock",
            "--quiet",
        ]
        output = f"--output-file={REQUIREMENTS / name}.txt"
        session.run("uv", "pip", "compile", *inputs, *options, output, *session.posargs, silent=True)


@nox.session
def site(session: nox.Session) -> None:
    """The documentation as a site, its links checked: what it warns of is an error."""
    install(session, "docs")
    out = pathlib.Path(session.create_tmp()).resolve() / "site"
    session.run("sphinx-build", "-W", "--keep-going", "-E", "-b", "dirhtml", "docs", str(out))


@nox.session
def mutation(session: nox.Session) -> None:
    """How many small mistakes the tests notice: ``nox -s mutation -- --sample 300``. It isn't part of CI, as it takes long."""
    install(session, "test")
    session.install("mutmut==3.8.1")
    session.run("python", "tests/mutation.py", *session.posargs)


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the sdist, the wheel from that, and test the wheel with the tests and docs of the sdist, its sources removed."""
    install_locked(session, "test")
    out = pathlib.Path(session.create_tmp()).resolve()
    shutil.rmtree(out / "dist", ignore_errors=True)
    session.run("python", "-m", "hatchling", "build", "-t", "sdist", "-d", str(out / "dist"))
    (sdist,) = (out / "dist").glob("*.tar.gz")
    session.run("pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(out / "dist"), str(sdist))
    (built,) = (out / "dist").glob("*.whl")
    session.install("--no-deps", "--force-reinstall", str(built))
    shutil.unpack_archive(sdist, out / "dist")
    unpacked = out / "dist" / sdist.name.removesuffix(".tar.gz")
    shutil.rmtree(unpacked / "src")
    session.chdir(unpacked)
    session.run("python", "-c", "import batchmodels, sys; sys.exit('site-packages' not in batchmodels.__file__)")
    # All tests have just run; here it is about what the wheel holds. The pages and the commands ask every part of it.
    outsides = ["README.md", "docs", "tests/cli", "tests/docs", "tests/server", "tests/planning", "tests/test_public_names.py"]
    options = ["-n", "auto", "-p", "no:cacheprovider", *outsides]
    session.run("python", "-m", "pytest", *options, *session.posargs, env={"HYPOTHESIS_PROFILE": "quick"})
