"""BM410: variables of application packages that aren't set."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ...models.pool_settings import PoolSettings
from ...models.start_task import StartTask
from ...secrets.masking import mask_text
from ...shells.script import Shell
from ...spelling import nearest
from ..analysis.application_packages import PREFIX, Package, packages_in, same_on_linux, written_names
from ..analysis.display import shown_word
from ..analysis.environment_settings import environment_of
from ..analysis.flow import Status
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.pool import pool_of, runs_windows
from ..analysis.pool_values import is_answer, value_of
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_TESTS = frozenset(("[", "[[", "test"))
_OWN = re.compile(rf"(?i)\$\{{!?{PREFIX}(\w*)(?::?[-=+?]|\*)|(?<![\w%!$:{{]){PREFIX}([\w.#-]*)")


@rule(
    "BM410",
    Severity.error,
    "application package variable that isn't set",
    COMMAND_LINES,
    reads=("applicationPackageReferences", "environmentSettings"),
    explains=COMMAND_LINE_FAILURES,
)
def package_variable(context: Context[CommandLine]) -> Iterator[Finding]:
    """``$AZ_BATCH_APP_PACKAGE_ffmpeg_4.3`` on Linux."""
    references = _references(context)
    without = references is not None and not references.packages
    set_by_hand = {name.upper() for name in environment_of(context)}
    seen: set[str] = set()
    for part in parts_of(context):
        shell = part.analysis.shell
        windows = runs_windows(context)
        on_windows = shell is not Shell.posix if windows is None else windows
        own = _set_or_optional(part) if without else set()
        for command, step in zip(part.analysis.commands, part.flow.steps, strict=True):
            tested = step.guarded or step.asked or step.status is Status.handled or command.name in _TESTS
            for word in (*command.assignments, *command.words, *(redirect.target for redirect in command.redirects)):
                for meant, read in written_names(word, shell):
                    if (PREFIX + read).upper() in set_by_hand or meant in seen:
                        continue
                    if without and (tested or read.lower() in own):
                        continue
                    seen.add(meant)
                    found = _wrong(meant, read, references, shell, windows=on_windows)
                    if found is not None:
                        message, fix, severity = found
                        yield context.finding(message, fix, "commandLine", severity=severity, span=part.analysis.span(word))


def _set_or_optional(part: Part) -> set[str]:
    """Return the names after the prefix, in lower case, that a script sets, looks for, or has another value for."""
    return {(found[1] or found[2] or "").lower() for found in _OWN.finditer(part.analysis.script or part.analysis.text)}


class _References(msgspec.Struct, frozen=True):
    """The application packages that a command line can use.

    Attributes:
        packages: Those of the pool and of the task; empty if both are known to reference none.
        owner: What references them, for a message.
        complete: Whether there are no others.
    """

    packages: tuple[Package, ...]
    owner: str
    complete: bool


def _references(context: Context[CommandLine]) -> _References | None:
    """Return the application packages that a command line can use; None if they aren't known."""
    of_pool = packages_in(value_of(pool_of(context), "application_package_references"))
    own = packages_in(value_of(context.task, "application_package_references"))
    if of_pool is None and own is None:
        return _References((), _without(context), complete=True) if _has_none(context) else None
    owner = "pool and the task reference" if of_pool and own else "pool references" if of_pool else "task references"
    return _References((*(of_pool or ()), *(own or ())), owner, pool_of(context) is not None)


def _has_none(context: Context[CommandLine]) -> bool:
    """Return whether neither the pool nor the task references a package: the definition of the whole pool is known."""
    pool = pool_of(context)
    whole = isinstance(pool, PoolSettings) and not is_answer(context)
    return whole and not any(value_of(each, "application_package_references") for each in (pool, context.task))


def _without(context: Context[CommandLine]) -> str:
    return "pool references" if isinstance(context.model, StartTask) else "pool and the task reference"


_Found = tuple[str, str, Severity]


def _wrong(meant: str, read: str, references: _References | None, shell: Shell | None, *, windows: bool) -> _Found | None:
    """Return what is wrong with a variable, the fix and how serious it is; None if it may be set."""
    package = _meant(meant, references.packages if references else ())
    if package is not None:
        right = package.variable(windows=windows)
        if (PREFIX + read).lower() == right.lower():
            return None
        if read != meant and shell is Shell.powershell:
            message = f"PowerShell ends the name of a variable before '{meant[len(read)]}' unless it is in braces."
        else:
            shown = _variable(package, windows=windows)
            named = f"the variable of {shown_word(package.shown)} on {'Windows' if windows else 'Linux'} is {shown}"
            message = f"{PREFIX}{shown_word(meant)} isn't set: {named}."
        return message, f"Use {_reference(_variable(package, windows=windows), shell)}.", Severity.error
    if not windows and read != meant:
        right = PREFIX + same_on_linux(meant)
        return (
            (
                f"the shell ends the name of the variable before '{meant[len(read)]}': on Linux, dots, hyphens and # are "
                "underscores in the name."
            ),
            f"Use {_reference(right, shell)}.",
            Severity.error,
        )
    if windows and "." in meant and "#" not in meant:
        right = PREFIX + re.sub(r"[_-](?=\d[\w.-]*\Z)", "#", meant, count=1)
        return (
            f"{PREFIX}{shown_word(meant)} isn't set: on Windows, # separates the name of the package and its version.",
            f"Use {_reference(right, shell)}.",
            Severity.error,
        )
    return None if references is None else _unknown(meant, references, shell, windows=windows)


def _meant(text: str, packages: tuple[Package, ...]) -> Package | None:
    """Return the package whose variable is meant, whatever the characters between its parts are."""
    plain = same_on_linux(text).lower()
    return next((each for each in packages if each.variable(windows=False).removeprefix(PREFIX).lower() == plain), None)


def _unknown(meant: str, references: _References, shell: Shell | None, *, windows: bool) -> _Found | None:
    """Return what is wrong with the variable of a package that isn't referenced; None if the pool may reference it."""
    plain, packages = same_on_linux(meant).lower(), references.packages
    named = [each for each in packages if plain == (name := same_on_linux(each.name).lower()) or plain.startswith(f"{name}_")]
    best = max(named, key=lambda each: len(each.name), default=None)
    if best is not None:
        return _other_version(meant, best.name, references, shell, windows=windows)
    if not references.complete:
        return None
    if not packages:
        message = f"{PREFIX}{shown_word(meant)} isn't set: the {references.owner} no application packages."
        return message, "Add the package to applicationPackageReferences.", Severity.error
    names = list(dict.fromkeys(each.name for each in packages))
    variables = {each.variable(windows=windows)[len(PREFIX) :]: _variable(each, windows=windows) for each in packages}
    similar = nearest(meant, variables)
    question = f"; did you mean {_reference(variables[similar], shell)}?" if similar else "."
    return (
        (
            f"{PREFIX}{shown_word(meant)} isn't set: the {references.owner} no such application package, only "
            f"{' and '.join(shown_word(name) for name in names[:3])}{question}"
        ),
        "Add the package to applicationPackageReferences, or correct the name.",
        Severity.error,
    )


def _other_version(meant: str, name: str, references: _References, shell: Shell | None, *, windows: bool) -> _Found:
    same = [each for each in references.packages if each.name == name]
    asked = meant[len(name) + 1 :]
    asks = f"version {shown_word(asked)}" if asked else "the default version"
    has = " and ".join(
        "its default version" if each.version is None else f"version {shown_word(each.version)}" for each in same
    )
    others = " or ".join(_reference(_variable(each, windows=windows), shell) for each in same)
    return (
        f"the command line asks for {asks} of the application package {shown_word(name)}, but the {references.owner} {has}.",
        f"Use {others}, or reference the version that the command line asks for.",
        Severity.error if references.complete else Severity.warning,
    )


def _variable(package: Package, *, windows: bool) -> str:
    """Return the name of a package's variable for a message; masked before other characters become underscores."""
    return package.variable(windows=windows) if mask_text(package.shown) == package.shown else f"{PREFIX}..."


def _reference(variable: str, shell: Shell | None) -> str:
    """Return a reference to a variable in the syntax of the shell."""
    if shell is Shell.cmd:
        return f"%{variable}%"
    if shell is Shell.powershell:
        return f"${{env:{variable}}}"
    return f"$(printenv '{variable}')" if "#" in variable else f"${variable}"
