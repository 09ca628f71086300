"""BM410: variables of application packages that aren't set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...models.start_task import StartTask
from ...shells.script import Shell
from ...spelling import nearest
from ..analysis.application_packages import PREFIX, Package, packages_in, same_on_linux, written_names
from ..analysis.display import shown_word
from ..analysis.inner_scripts import parts_of
from ..analysis.pool import pool_of, runs_windows
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule


@rule(
    "BM410",
    Severity.error,
    "application package variable that isn't set",
    StartTask,
    reads=("applicationPackageReferences", "environmentSettings"),
    explains=COMMAND_LINE_FAILURES,
)
def package_variable(context: Context[StartTask]) -> Iterator[Finding]:
    """``$AZ_BATCH_APP_PACKAGE_ffmpeg_4.3`` on Linux."""
    packages = _packages(context)
    set_by_hand = {name.upper() for name in _settings(context)}
    seen: set[str] = set()
    for part in parts_of(context):
        shell = part.analysis.shell
        windows = runs_windows(context)
        on_windows = shell is not Shell.posix if windows is None else windows
        for command in part.analysis.commands:
            for word in (*command.assignments, *command.words, *(redirect.target for redirect in command.redirects)):
                for meant, read in written_names(word, shell):
                    if (PREFIX + read).upper() in set_by_hand or meant in seen:
                        continue
                    seen.add(meant)
                    found = _wrong(meant, read, packages, shell, windows=on_windows)
                    if found is not None:
                        yield context.finding(*found, "commandLine", span=part.analysis.span(word))


def _packages(context: Context[StartTask]) -> list[Package] | None:
    """Return the application packages of the pool; None if they aren't known."""
    return packages_in(getattr(pool_of(context), "application_package_references", None))


def _settings(context: Context[StartTask]) -> Iterator[str]:
    settings: Any = context.model.environment_settings
    for setting in settings if isinstance(settings, list) else ():
        if isinstance(name := getattr(setting, "name", None), str):
            yield name


def _wrong(
    meant: str, read: str, packages: list[Package] | None, shell: Shell | None, *, windows: bool
) -> tuple[str, str] | None:
    """Return what is wrong with a variable and the fix; None if it may be set."""
    package = _meant(meant, packages or [])
    if package is not None:
        right = package.variable(windows=windows)
        if (PREFIX + read).lower() == right.lower():
            return None
        if read != meant and shell is Shell.powershell:
            return (
                f"PowerShell ends the name of a variable before {meant[len(read)]} unless it is in braces.",
                f"Use {_reference(right, shell)}.",
            )
        system = "Windows" if windows else "Linux"
        return (
            f"{PREFIX}{shown_word(meant)} isn't set: the name of the variable of {shown_word(package.shown)} on {system} is {right}.",
            f"Use {_reference(right, shell)}.",
        )
    if not windows and read != meant:
        right = PREFIX + same_on_linux(meant)
        return (
            f"the shell ends the name of the variable before {meant[len(read)]}: on Linux, dots, hyphens and # are underscores in it.",
            f"Use {_reference(right, shell)}.",
        )
    return None if packages is None else _unknown(meant, packages, shell, windows=windows)


def _meant(text: str, packages: list[Package]) -> Package | None:
    """Return the package whose variable is meant, whatever the characters between its parts are."""
    plain = same_on_linux(text).lower()
    return next((each for each in packages if same_on_linux(each.variable(windows=True)[len(PREFIX) :]).lower() == plain), None)


def _unknown(meant: str, packages: list[Package], shell: Shell | None, *, windows: bool) -> tuple[str, str]:
    """Return what is wrong with the variable of a package that isn't referenced, and the fix."""
    plain = same_on_linux(meant).lower()
    named = [each for each in packages if plain == (name := same_on_linux(each.name).lower()) or plain.startswith(f"{name}_")]
    best = max(named, key=lambda each: len(each.name), default=None)
    if best is not None:
        same = [each for each in packages if each.name == best.name]
        asked = meant[len(best.name) + 1 :]
        asks = f"version {shown_word(asked)}" if asked else "the default version"
        has = " and ".join("its default version" if each.version is None else f"version {shown_word(each.version)}" for each in same)
        others = " or ".join(_reference(each.variable(windows=windows), shell) for each in same)
        return (
            f"the command line asks for {asks} of the application package {shown_word(best.name)}, but the pool references {has}.",
            f"Use {others}, or reference the version that the command line asks for.",
        )
    names = list(dict.fromkeys(each.name for each in packages))
    similar = nearest(meant, [each.variable(windows=windows)[len(PREFIX) :] for each in packages])
    question = f"; did you mean {_reference(PREFIX + similar, shell)}?" if similar else "."
    return (
        f"{PREFIX}{shown_word(meant)} isn't set: the pool references no such application package, only "
        f"{' and '.join(shown_word(name) for name in names[:3])}{question}",
        "Add the package to the pool's applicationPackageReferences, or correct the name.",
    )


def _reference(variable: str, shell: Shell | None) -> str:
    """Return a reference to a variable in the syntax of the shell."""
    if shell is Shell.cmd:
        return f"%{variable}%"
    if shell is Shell.powershell:
        return f"${{env:{variable}}}"
    return f"${variable}"
