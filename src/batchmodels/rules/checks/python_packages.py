"""BM405, BM406 and BM204: Python and pip as an image has them, and the user who pip installs for."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from ...models.job_tasks import JobPreparationTask
from ...models.start_task import StartTask
from ...shells.script import Command, Shell
from ..analysis.command_line import analysis_of
from ..analysis.display import in_a_shell
from ..analysis.distributions import Distribution, distribution_of
from ..analysis.flow import Status
from ..analysis.inner_scripts import Part, meant_parts_of
from ..analysis.package_managers import family_of
from ..analysis.pool_values import value_of
from ..analysis.python_packages import (
    changes_the_path,
    installs_with_pip,
    installs_with_pip_for_user,
    is_configured,
    makes_environment,
    may_use_another_python,
    moves_packages_of_users,
    runs_other_scripts,
)
from ..command_lines import COMMAND_LINES, TASK, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES, FailureKind
from ..finding import Finding, Severity
from ..rule import rule
from .elevation import package_manager

_WITHOUT_PYTHON = {"ubuntu": (20, 4), "debian": (11, 0)}
_MANAGED = {"ubuntu": (23, 4), "debian": (12, 0)}
_MANAGERS = frozenset({"apt", "snap", "dpkg", "add-apt-repository", "ln", "update-alternatives", "cp", "install"})
_ABOUT_PYTHON = re.compile(r"python|pip|/py\b")
_PACKAGES = {
    "python": re.compile(r"python-is-python|\Apython\Z|python-dev-is|[$*`]|\.deb\Z"),
    "pip": re.compile(r"pip|python3[0-9.]*-(?:full|all)|[$*`]|\.deb\Z"),
}
_ABOUT_VENV = re.compile(r"venv|virtualenv|python3[0-9.]*-(?:full|all)|[$*`]|\.deb\Z")
_WITHOUT_VENV = frozenset({("ubuntu", (22, 4)), ("ubuntu", (24, 4)), ("debian", (12, 0))})
_PIP_NAME = re.compile(r"(?:/usr/bin/)?pip3?\Z")


def _since(known: Distribution, versions: dict[str, tuple[int, int]]) -> bool:
    """Return whether a distribution has one of the versions, or a later one."""
    first = versions.get(known.family)
    return first is not None and known.version is not None and known.version >= first


@rule(
    "BM405",
    Severity.error,
    "python or pip on an image without it",
    StartTask,
    reads=("virtualMachineConfiguration", "environmentSettings"),
    explains=COMMAND_LINE_FAILURES,
)
def missing_python(context: Context[StartTask]) -> Iterator[Finding]:
    """Find ``python`` where the image only has ``python3``, ``pip``, and ``python3 -m venv`` without its package."""
    known = distribution_of(context)
    analysis = analysis_of(context)
    if known is None or not known.is_plain or not _since(known, _WITHOUT_PYTHON):
        return
    if changes_the_path(context):
        return
    yield from _without_venv(context, known)
    if may_use_another_python(analysis.text):
        return
    configured = is_configured(context, analysis.text)
    for part in meant_parts_of(context):
        for index, command in part.analysis.runs:
            managed = installs_with_pip(command) and _since(known, _MANAGED) and not configured
            missing = _missing(command)
            if missing:
                program = "python" if missing[0].startswith("python,") else "pip"
                step = part.flow.steps[index]
                brought = any(_brings(each, program) for each in part.commands_before(index))
                if brought or step.guarded or runs_other_scripts(part, index):
                    return
                if step.status is Status.handled and _only_asks(command):
                    continue
                name, fix = missing[0], f"Use {missing[1]}."
                if program == "pip":
                    fix = _into_environment(part, with_packages=True) if managed else _after_installing(part, "python3-pip")
                effect = "python3 -m pip fails" if name.startswith("module") else "the command isn't found"
                yield context.finding(
                    f"{known.name} has no {name}, so {effect}.",
                    fix,
                    "commandLine",
                    span=part.analysis.span(command),
                    severity=None if step.status.fails else Severity.warning,
                )
                return


def _into_environment(part: Part, *, with_packages: bool) -> str:
    """Return how to install into a virtual environment, for which plain images lack a package."""
    first = f"{_INSTALLING}python3-venv && " if with_packages else ""
    return f"Install into a virtual environment: {_runnable(part, f'{first}{_ENVIRONMENT}')}"


def _after_installing(part: Part, package: str) -> str:
    """Return that a package is to be installed first."""
    if part.analysis.shell is None:
        return f"Use {_runnable(part, f'{_INSTALLING}{package} && …')}."
    return f"Use {_INSTALLING}{package} first."


def _runnable(part: Part, script: str) -> str:
    """Return a script as it can take the place of a command, which may run without a shell."""
    return in_a_shell(part.analysis, script) if part.analysis.shell is None else script


_INSTALLING = "apt-get update && apt-get install -y "
_ENVIRONMENT = "python3 -m venv DIRECTORY && DIRECTORY/bin/pip install …"
_ASKING = frozenset({"--version", "-V", "--help", "list", "freeze", "show"})


def _only_asks(command: Command) -> bool:
    """Return whether a command only prints something: ``pip3 --version``, ``python -m pip list``."""
    arguments = command.arguments[2:] if command.arguments[:2] == ("-m", "pip") else command.arguments
    return not _ASKING.isdisjoint(arguments[:1])


def _without_venv(context: Context[StartTask], known: Distribution) -> Iterator[Finding]:
    """Find ``python3 -m venv`` where the module that it needs isn't installed."""
    text = analysis_of(context).text
    if (known.family, known.version) not in _WITHOUT_VENV or may_use_another_python(text.partition("-m venv")[0]):
        return
    if may_use_another_python(text.replace("/bin/activate", "")):  # of the new environment
        return
    for part in meant_parts_of(context):
        for index, command in part.analysis.runs:
            if not makes_environment(command):
                continue
            step = part.flow.steps[index]
            if any(map(_brings_venv, part.commands_before(index))):
                return
            if runs_other_scripts(part, index) or step.guarded or step.status is Status.handled:
                return
            yield context.finding(
                f"{known.name} has python3 without ensurepip, so python3 -m venv fails.",
                _after_installing(part, "python3-venv"),
                "commandLine",
                span=part.analysis.span(command),
                severity=Severity.warning,
            )
            return


def _brings_venv(command: Command) -> bool:
    """Return whether a command may install the package that ``python3 -m venv`` needs."""
    name = family_of(command)
    if name not in _MANAGERS:
        return False
    return any(map((_ABOUT_VENV if name == "apt" else _ABOUT_PYTHON).search, command.arguments))


def _missing(command: Command) -> tuple[str, str] | None:
    """Return the program that plain images don't have, and what to use instead; empty for pip, which can be installed."""
    if not command.words:
        return None
    program = command.words[0].text
    if program in {"python", "/usr/bin/python"}:
        return "python, only python3", "python3, or install python-is-python3 first"
    if program in {"python3", "/usr/bin/python3"} and command.arguments[:2] == ("-m", "pip"):
        return "module pip for python3", ""
    if _PIP_NAME.match(program):
        return posixpath.basename(program), ""
    return None


def _brings(command: Command, program: str) -> bool:
    """Return whether a command may install ``python`` or ``pip``, or give another program that name."""
    name = family_of(command)
    about = _ABOUT_PYTHON if name != "apt" else _PACKAGES[program]
    return name in _MANAGERS and any(map(about.search, command.arguments))


@rule(
    "BM406",
    Severity.warning,
    "pip install into a system Python that refuses it",
    COMMAND_LINES,
    reads=("virtualMachineConfiguration", "environmentSettings", "containerSettings"),
    explains=(FailureKind.command,),
)
def managed_python(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``pip install`` where the distribution's packages manage the system's Python."""
    known = distribution_of(context)
    text = analysis_of(context).text
    if known is None or not _since(known, _MANAGED) or may_use_another_python(text) or is_configured(context, text):
        return
    for part, index, command in _installations(context):
        step = part.flow.steps[index]
        in_start_task = isinstance(context.model, StartTask)
        is_plain = in_start_task and known.is_plain
        before = part.commands_before(index)
        if is_plain and not step.guarded and _missing(command) and not any(_brings(each, "pip") for each in before):
            return  # BM405 reports that there is no pip
        fails = is_plain and step.status.fails and not step.guarded
        yield context.finding(
            f'pip fails with "externally-managed-environment": on {known.name}, only packages of the distribution '
            "may be installed "
            "into the system's Python.",
            f"{_into_environment(part, with_packages=in_start_task and not any(map(_brings_venv, before)))}; or use the "
            "option --break-system-packages.",
            "commandLine",
            span=part.analysis.span(command),
            severity=Severity.error if fails else None,
        )
        return


def _installations(context: Context[CommandLine]) -> Iterator[tuple[Part, int, Command]]:
    """Yield the commands that install with the system's pip, where no other script has run before."""
    for part in meant_parts_of(context):
        if part.analysis.shell not in {Shell.posix, None} or part.analysis.windows:
            continue
        for index, command in part.analysis.runs:
            if installs_with_pip(command) and not runs_other_scripts(part, index):
                yield part, index, command


@rule(
    "BM204",
    Severity.warning,
    "pip install for a user that no task runs as",
    (StartTask, JobPreparationTask),
    reads=("userIdentity", "userAccounts", "environmentSettings", "virtualMachineConfiguration"),
)
def pip_for_another_user(context: Context[StartTask | JobPreparationTask]) -> Iterator[Finding]:
    """Find ``pip install`` as the start task's own user, into whose home directory the packages go."""
    analysis = analysis_of(context)
    if moves_packages_of_users(context, analysis.text):
        return
    if analysis.is_admin and isinstance(context.model, StartTask) and not analysis.in_container and not analysis.windows:
        yield from _into_own_home(context)
    if analysis.is_admin is not False or analysis.in_container or analysis.windows or not _is_own_user(context):
        return
    known = distribution_of(context)
    if known is not None and _since(known, _MANAGED):
        return  # BM406 reports it
    if any(True for _ in package_manager.look(context)):
        return  # BM201 reports the cause, and an administrator's packages aren't in a home directory
    if may_use_another_python(analysis.text) or is_configured(context, analysis.text):
        return
    for part, _, command in _installations(context):
        chosen = "--user" in command.arguments
        yield context.finding(
            f"pip installs the packages into the home directory of the {TASK}'s own user, where tasks, which "
            "run as other users, "
            "don't find them.",
            "Install with --target into a directory in $AZ_BATCH_NODE_SHARED_DIR that PYTHONPATH of the tasks names, or into a "
            "virtual environment there.",
            "commandLine",
            span=part.analysis.span(command),
            severity=Severity.note if chosen else None,
        )
        return


def _into_own_home(context: Context[StartTask | JobPreparationTask]) -> Iterator[Finding]:
    """Find ``pip install --user`` of an administrator, whose home directory is that of the start task."""
    for part in meant_parts_of(context):
        for _, command in part.analysis.runs:
            if installs_with_pip_for_user(command):
                yield context.finding(
                    f"pip installs the packages into the home directory of the {TASK}, where tasks don't find them.",
                    "Install without --user into a virtual environment in $AZ_BATCH_NODE_SHARED_DIR.",
                    "commandLine",
                    span=part.analysis.span(command),
                )
                return


def _is_own_user(context: Context[StartTask | JobPreparationTask]) -> bool:
    """Return whether the user of a start task is only for that task."""
    identity: Any = value_of(context.task, "user_identity")
    if identity is None:
        return True
    scope = value_of(identity, "auto_user", "scope")
    return isinstance(scope, str) and scope.lower() == "task"
