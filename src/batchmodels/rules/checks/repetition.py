"""BM303 and BM304: reruns and unlimited retries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.job_constraints import JobConstraints
from ...models.job_tasks import JobPreparationTask
from ...models.start_task import StartTask
from ...models.task_settings import TaskConstraints
from ...shells.script import Command, Word
from ..analysis.answers import brackets_have_input, is_answered
from ..analysis.archive_arguments import unpacks_package
from ..analysis.assigned_values import assigned_values
from ..analysis.command_line import Analysis
from ..analysis.distributions import distribution_of
from ..analysis.flow import Flow, retries_of
from ..analysis.idempotency import CONTAINER_ENGINES, appended, effect_of_rerun
from ..analysis.idempotency_users import USER_MAKERS
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.prefixes import without_prefixes
from ..analysis.reruns import RerunEffect, shown
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, TASK, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_REMOVING = names(
    "rm rmdir rd del erase unlink umount swapoff userdel deluser groupdel delgroup mv remove-item ri "
    "remove-localuser remove-localgroup remove-service remove-smbshare"
)
_REMOVING_WITH_A_WORD = names("net sc schtasks reg")
_DELETING = names("/delete /del delete")
_FRESH = frozenset({"RANDOM", "SRANDOM", "$", "BASHPID", "EPOCHSECONDS", "EPOCHREALTIME"})
_CHANGING_DIRECTORY = frozenset({"cd", "pushd", "chdir", "set-location", "sl", "push-location"})
_WITHOUT_NEW_FILES = names(
    "set export cd pushd echo printf sleep apt-get apt yum dnf zypper chmod chown ls cat test [ [[ true : "
    "systemctl service "
    "usermod useradd rm rmdir unlink id whoami date which command umask ulimit shopt pip pip3 conda mount hostname sync"
) | {""}
"""Commands that make no files whose names aren't known."""
_MAKING = names("mkdir ln mv cp touch tee install")
_MAKING_THE_LAST = names("ln mv cp install") | USER_MAKERS
_MANY = 20
_SAME_WHEN_REPEATED = re.compile(
    r"/etc/security/limits\.(?:conf|d/.+)|/etc/sysctl\.(?:conf|d/.+)|(?:/\.ssh|/etc/ssh)/(?:config|sshd?_config|known_hosts"
    r"|authorized_keys|ssh_known_hosts)|/etc/ssh/sshd?_config\.d/.+"
)
"""Files in which a line that is there twice means the same as once."""
_RUN_AT_BOOT = (StartTask, JobPreparationTask)


@rule(
    "BM303",
    Severity.warning,
    "command that isn't safe to rerun",
    COMMAND_LINES,
    reads=("maxTaskRetryCount", "constraints"),
    explains=(FailureKind.command,),
)
def not_idempotent(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find commands such as ``mkdir`` without ``-p``, where the command line runs again on the same node."""
    if not isinstance(context.model, _RUN_AT_BOOT) and not retries_of(context):
        return
    for part in parts_of(context):
        yield from _not_idempotent(context, part)


def _not_idempotent(context: Context[CommandLine], part: Part) -> Iterator[Finding]:
    analysis, flow = part.analysis, part.flow
    ground = _Ground(analysis)
    shared = brackets_have_input(part)
    known = distribution_of(context)
    red_hat = known is not None and known.family == "el"
    values = assigned_values(analysis.commands)
    for command in part.before:
        ground.after(without_prefixes(command))
    for index, command in analysis.runs:
        if not flow.steps[index].guarded and not unpacks_package(command, values):  # BM431 reports an unpacked package
            found = effect_of_rerun(command, analysis.shell, windows=bool(analysis.windows), red_hat=red_hat)
            if found and _matters(found, flow, index, ground) and not (found.asks and is_answered(part, index, shared)):
                yield context.finding(found.message, found.fix, "commandLine", span=analysis.span(command))
            for target in appended(command):
                if ground.is_untouched(target):
                    yield context.finding(
                        f"{shown(target)} receives duplicate lines each time the {TASK} runs again.",
                        f"Append only the lines that are missing, with {_looking(analysis)}, or write a separate file with >.",
                        "commandLine",
                        severity=Severity.note if _SAME_WHEN_REPEATED.search(target.text) else None,
                        span=analysis.span(command),
                    )
        ground.after(command)


def _looking(analysis: Analysis) -> str:
    return "findstr" if analysis.seems_windows else "grep -q … || …"


def _matters(effect: RerunEffect, flow: Flow, index: int, ground: _Ground) -> bool:
    if effect.fails and not flow.steps[index].status.fails:
        return False
    if effect.gone:
        return effect.target is not None and ground.is_given(effect.target)
    if effect.target is not None and not effect.is_path:
        return not ground.is_new_name(effect.target)
    return effect.target is None or not ground.is_new(effect.target)


class _Ground:
    """The files that the script has removed, created or named so far."""

    def __init__(self, analysis: Analysis) -> None:
        self._temporary = any(command.name == "mktemp" for command in analysis.commands)
        self._in_container = analysis.in_container  # the next run has a new container, without the users of this one
        self._removed: set[str] = set()
        self._patterns: list[str] = []
        self._named: set[str] = set()
        self._in_new_directory = False
        self._made: set[str] = set()
        self._made_anywhere = {path for command in analysis.commands for path in _makes(without_prefixes(command))}
        self._only_given = True  # whether no command so far makes files with names of its own

    def is_new_name(self, target: Word) -> bool:
        """Return whether what has a name, such as a user, doesn't exist yet, or may not exist."""
        return self._in_container or _is_fresh(target) or _normal(target.text) in self._removed

    def is_new(self, target: Word) -> bool:
        """Return whether a target doesn't exist yet, or may not exist."""
        if _is_fresh(target):
            return True
        path = _normal(target.text)
        if (self._temporary or self._in_new_directory) and not path.startswith(("/", "~")):
            return True
        if any(path.startswith(pattern) for pattern in self._patterns):
            return True
        parts = path.split("/")[:_MANY]
        return any("/".join(parts[:length]) in self._removed for length in range(1, len(parts) + 1))

    def is_given(self, target: Word) -> bool:
        """Return whether a target is there before the script, which makes neither it nor any file that isn't known."""
        if target.text in self._made_anywhere:
            return False
        made = bool(self._made) if target.pattern else target.text in self._made
        return self._only_given and not made and not self.is_new(target)

    def is_untouched(self, target: Word) -> bool:
        """Return whether no earlier command has named a file."""
        return target.text not in self._named and not self.is_new(target)

    def after(self, command: Command) -> None:
        """Record the effects of a command."""
        name = command.name
        removes = name in _REMOVING or (name in CONTAINER_ENGINES and "rm" in command.arguments[:2])
        removes = removes or (name in _REMOVING_WITH_A_WORD and not _DELETING.isdisjoint(map(str.lower, command.arguments)))
        for word in command.words[1:]:
            path = _normal(word.text)
            if removes:
                self._removed.add(path)
                if path.endswith("*") and len(self._patterns) < _MANY:
                    self._patterns.append(path.rstrip("*"))
            elif name in _CHANGING_DIRECTORY and not self._in_new_directory:
                self._in_new_directory = self.is_new(word)
            self._named.add(word.text)
        written = {redirect.target.text for redirect in command.redirects}
        self._only_given = self._only_given and (name in _WITHOUT_NEW_FILES or name in _MAKING)
        self._made |= written | ({word.text for word in command.words[1:]} if name in _MAKING else set())
        self._named |= written


def _makes(command: Command) -> Iterator[str]:
    """Yield the files and directories that a command makes, as far as they are known."""
    yield from (redirect.target.text for redirect in command.redirects if ">" in redirect.operator)
    if command.name in _MAKING | USER_MAKERS and len(command.words) > 1:
        yield from (word.text for word in command.words[-1 if command.name in _MAKING_THE_LAST else 1 :])


def _is_fresh(target: Word) -> bool:
    """Return whether a target has another name in each run."""
    return target.substitutes or not _FRESH.isdisjoint(target.variables)


def _normal(path: str) -> str:
    return path.replace("\\", "/").removeprefix("./").rstrip("/")


@rule("BM304", Severity.warning, "unlimited retries", (StartTask, TaskConstraints, JobConstraints))
def unlimited_retries(context: Context[StartTask | TaskConstraints | JobConstraints]) -> Iterator[Finding]:
    """Find a task that is retried forever."""
    model = context.model
    count: object = model.max_task_retry_count
    if not isinstance(count, int) or count != -1:
        return
    if not isinstance(model, StartTask):
        if model.max_wall_clock_time is None:
            yield context.finding(
                "a task that can't succeed is retried forever, and its node does nothing else meanwhile.",
                "Set a limit, for example 3 for up to 4 attempts.",
                "maxTaskRetryCount",
            )
    else:
        yield context.finding(
            f"a {TASK} that can't succeed is retried forever: its node never becomes usable, never fails, and keeps "
            "costing money.",
            "Set a limit, for example 3 for up to 4 attempts.",
            "maxTaskRetryCount",
        )
