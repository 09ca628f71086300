"""BM506: packages that a start task installs in its own container."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...models.containers import TaskContainerSettings
from ...models.job_tasks import JobPreparationTask
from ...models.start_task import StartTask
from ...secrets.masking import mask_text
from ...shells import posix
from ...shells.script import Command
from ..analysis.display import shown_word
from ..analysis.file_arguments import values_of
from ..analysis.inner_scripts import parts_of
from ..analysis.linux_runs import Run, runs_on_linux
from ..analysis.package_managers import family_of, is_pip
from ..analysis.reruns import positional
from ..analysis.word_sets import names
from ..command_lines import TASK
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_MOUNTS = re.compile(r"(?:-v|--volume|--mount|--volumes-from)(?:=.*)?|-v.+")
_INSTALLERS = names("apt dnf yum tdnf microdnf zypper apk pip")
_ACTIONS = names("install add")
_PREPARING = names("update upgrade dist-upgrade clean autoclean autoremove makecache check-update refresh ref")
_ELSEWHERE = re.compile(
    r"-t|-d|--(?:target|prefix|root|user|download-only|installroot).*|.*Dir::.*|-[a-qs-z]*r[a-z]*|--requirement"
)
_ALONE = names("set export echo printf true : which command sleep hash type")
_ON_FILES = names("rm chmod chown mkdir ln")
_OF_CONTAINER = re.compile(r"/(?:usr|opt|bin|sbin|lib|etc|root|home|tmp|var)(?:/.*)?")
_WITH_VALUE = frozenset({"-o", "-c", "--repo", "--repository", "-X"})
_LIBRARY = re.compile(r"(?:lib|python3-)[a-z][a-z0-9.+-]{1,60}")
"""Names of packages, which are shown although a part may also name a secret: ``libsecret-1-0``."""
_MODE = re.compile(r"[0-7]{3,4}|[ugoa]*[+=-][rwxX]+|[\w.-]+(?::[\w.-]*)?")


@rule(
    "BM506",
    Severity.warning,
    "packages installed in the container of the start task",
    (StartTask, JobPreparationTask),
    reads=("containerSettings",),
    explains=COMMAND_LINE_FAILURES,
)
def lost_installation(context: Context[StartTask | JobPreparationTask]) -> Iterator[Finding]:
    """Find ``apt-get install`` in a container whose command line does nothing else, so that nothing uses the packages."""
    settings = context.model.container_settings
    if not isinstance(settings, TaskContainerSettings) or _has_mounts(settings):
        return
    runs = runs_on_linux(context)
    commands = sum(len(part.analysis.commands) for part in parts_of(context))
    run = next((each for each in runs if _installs(each.command)), None)
    if run is None or len(runs) != commands or not all(map(_stays_in_container, runs)):
        return
    package = next(iter(_packages(run.command)))
    shown = package if _LIBRARY.fullmatch(package) and mask_text(package) == package else shown_word(package)
    manager = "pip" if is_pip(run.command) else run.command.name
    yield context.finding(
        f"{manager} installs {shown} in the {TASK}'s own container: other tasks have containers of "
        "their own or run on the node, and don't find it there.",
        f"Build it into the image of the containers that need it; or remove containerSettings from the {TASK}, so that it is "
        "installed on the node.",
        "commandLine",
        span=run.span,
    )


def _has_mounts(settings: TaskContainerSettings) -> bool:
    """Return whether a container may see other directories of the node than those of Batch."""
    options: Any = settings.container_run_options
    if options is None:
        return False
    return not isinstance(options, str) or any(_MOUNTS.fullmatch(word.text) for word in posix.split_words(options))


def _packages(command: Command) -> list[str]:
    action = next((number for number, word in enumerate(command.words) if word.text in _ACTIONS), len(command.words))
    return [word.text for word in positional(command.words[action + 1 :], _WITH_VALUE)]


def _is_installer(command: Command) -> bool:
    return (family_of(command) or command.name) in _INSTALLERS


def _installs(command: Command) -> bool:
    return _is_installer(command) and not _ACTIONS.isdisjoint(command.arguments) and bool(_packages(command))


def _stays_in_container(run: Run) -> bool:
    """Return whether a command changes nothing but the container, and uses nothing that is installed in it."""
    command = run.command
    words = (*command.words, *command.assignments, *(each.target for each in command.redirects))
    if any(word.variables or word.substitutes or "AZ_BATCH" in word.text for word in words):
        return False
    if any(">" in each.operator and each.target.text not in {"/dev/null", "&1", "1", "2"} for each in command.redirects):
        return False
    texts = command.arguments
    if _is_installer(command):
        acts = not (_ACTIONS | _PREPARING).isdisjoint(texts)
        return acts and not any(map(_ELSEWHERE.fullmatch, texts))
    if command.name in {"curl", "wget"}:
        files = [*values_of(command, "-o", "-O", "--output", "--output-document")]
        return bool(files) and all(map(_OF_CONTAINER.fullmatch, files))
    if command.name in _ON_FILES:
        return all(_OF_CONTAINER.fullmatch(each.text) or _MODE.fullmatch(each.text) for each in positional(command.words[1:]))
    return command.name in _ALONE or not command.words or texts in {("--version",), ("-version",), ("-V",)}
