"""BM3: reruns, retries and prompts that nothing can answer."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...models.job_constraints import JobConstraints
from ...models.job_tasks import JobPreparationTask, JobReleaseTask
from ...models.start_task import StartTask
from ...models.task_settings import TaskConstraints
from ...shells.script import Command, Compound, Shell, Word, nodes_in
from ..analysis import package_managers
from ..analysis.command_line import Analysis, analysis_of, without_prefixes
from ..analysis.display import program_of, shown_command
from ..analysis.flow import Flow, Status, retries_of, runs_of
from ..analysis.idempotency import CONTAINER_ENGINES, appended, effect_of_rerun
from ..analysis.inner_scripts import Part, meant_parts_of, parts_of
from ..analysis.network import downloads
from ..analysis.reruns import RerunEffect, shown
from ..analysis.windows_programs import module_prompt, silent_option
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, TASK, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

# What waits for the lock, or stops who may hold it.
_LOCK = re.compile(r"(?i)lock::timeout|unattended-upgr|apt-daily|cloud-init|\b(?:fuser|lsof|flock)\b|lock-frontend")
_SIMULATED = re.compile(r"-[a-z]*s[a-z]*|--(?:simulate|just-print|dry-run|recon|no-act|print-uris)")  # locks nothing
_REMOVING = names("rm rmdir rd del erase unlink umount swapoff userdel deluser groupdel delgroup mv remove-item ri")
_FRESH = frozenset({"RANDOM", "SRANDOM", "$", "BASHPID", "EPOCHSECONDS", "EPOCHREALTIME"})
_CHANGING_DIRECTORY = frozenset({"cd", "pushd", "chdir", "set-location", "sl", "push-location"})
_WITHOUT_NEW_FILES = names(
    "set export cd pushd echo printf sleep apt-get apt yum dnf zypper chmod chown ls cat test [ [[ true : "
    "systemctl service "
    "usermod useradd rm rmdir unlink id whoami date which command umask ulimit shopt pip pip3 conda mount hostname sync"
) | {""}
"""Commands that make no files whose names aren't known."""
_MAKING = names("mkdir ln mv cp touch tee install")
_MAKING_THE_LAST = names("ln mv cp install")
_MANY = 20
_RUN_AT_BOOT = (StartTask, JobPreparationTask)
_NAME = re.compile(r"\w[\w.+:=-]*")  # of a package, with its version


@rule("BM301", Severity.error, "installer that prompts for confirmation", COMMAND_LINES, explains=(FailureKind.command,))
def package_manager_asks(context: Context[CommandLine]) -> Iterator[Finding]:
    """``apt-get install`` without ``-y``."""
    if package_managers.assumes_yes(analysis_of(context).text):
        return
    for part in meant_parts_of(context):
        names = _plain_lists(part.analysis)
        shared = _brackets_have_input(part)
        for index, command in runs_of(part.analysis):
            action = package_managers.action_of(command)
            if action and not package_managers.agrees(command, names) and not _is_answered(part, index, shared):
                option = package_managers.yes_for(command)
                yield context.finding(
                    f"{action} prompts for confirmation and nothing can answer, so the {TASK} hangs or fails.",
                    f"Use {action} {option}.",
                    "commandLine",
                    span=part.analysis.span(command),
                )
            elif found := _installer_that_asks(part, index, shared):
                message, fix = found
                yield context.finding(message, fix, "commandLine", span=part.analysis.span(part.flow.steps[index].command))


def _installer_that_asks(part: Part, index: int, shared: bool) -> tuple[str, str] | None:
    """Return what an installer of Windows waits for, and the option with which it doesn't."""
    command = program_of(part.analysis, part.flow.steps[index].command)
    if option := silent_option(command):
        name = shown_command(command)
        return f"{name} opens a window and waits for a click that never comes, so the {TASK} hangs.", f"Add {option}."
    cmdlet = "" if _is_answered(part, index, shared) else module_prompt(command)
    if cmdlet:
        return (
            f"{cmdlet} prompts for confirmation and nothing can answer, so the {TASK} hangs or fails.",
            "Add -NoRestart." if "Feature" in cmdlet else "Add -Force.",
        )
    return None


def _plain_lists(analysis: Analysis) -> frozenset[str]:
    """The variables that the script gives nothing but names: no options, and no other variable's value."""
    values = [
        (name.rstrip("+"), value)
        for command in analysis.commands
        for word in command.assignments
        for name, _, value in [word.text.partition("=")]
    ]
    doubtful = {name for name, value in values if not all(_NAME.fullmatch(each) for each in value.split() or [""])}
    return frozenset(name for name, _ in values) - doubtful


def _brackets_have_input(part: Part) -> bool:
    """Return whether the groups of a script, whose commands share their standard input, may have input."""
    redirected = (node for node in nodes_in(part.analysis.body) if isinstance(node, Compound))
    return any(step.piped for step in part.flow.steps) or any(node.redirects for node in redirected)


def _is_answered(part: Part, index: int, shared: bool) -> bool:
    """Return whether a command has standard input."""
    step = part.flow.steps[index]
    command = step.command
    if any(
        each.operator.lstrip("0123456789").startswith("<") and each.target.text != "/dev/null" for each in command.redirects
    ):
        return True
    return shared if step.nested else step.reads


@rule(
    "BM302",
    Severity.warning,
    "apt-get that doesn't wait for the dpkg lock",
    StartTask,
    reads=("maxTaskRetryCount", "constraints"),
)
def dpkg_lock(context: Context[StartTask]) -> Iterator[Finding]:
    """``apt-get`` at boot, when unattended upgrades run too."""
    analysis = analysis_of(context)
    if retries_of(context) != 0 or analysis.in_container or analysis.windows or _LOCK.search(analysis.text):
        return
    for part, index, command in _runs_without_loops(context):
        name = _locks(command)
        if name and _is_followed_by_or(part, index):
            return
        if name and part.flow.steps[index].status.fails:
            waits = command.name == "apt"  # for a while; before Debian 11 and Ubuntu 20.04 not at all
            then = f"{name} waits only for a while and then fails" if waits else f"{name} then fails"
            yield context.finding(
                f"unattended upgrades may hold the dpkg lock while a node boots: {then}, and so does the {TASK}, which "
                "isn't retried.",
                "Wait for the lock with apt-get -o DPkg::Lock::Timeout=300, or set maxTaskRetryCount to 3.",
                "commandLine",
                severity=Severity.note if waits else Severity.warning,
                span=part.analysis.span(command),
            )
            return


def _runs_without_loops(context: Context[CommandLine]) -> Iterator[tuple[Part, int, Command]]:
    """The commands that are run, of all scripts; none where a loop may be there to try again."""
    parts = parts_of(context)
    for part in () if any(part.flow.loops for part in parts) else parts:
        for index, command in runs_of(part.analysis):
            yield part, index, command


def _is_followed_by_or(part: Part, index: int) -> bool:
    """Whether something runs instead of a command that fails."""
    step = part.flow.steps[index]
    joins = itertools.zip_longest(step.statement.pipelines, step.statement.operators)
    return any(operator == "||" and pipeline.elements[-1] is step.command for pipeline, operator in joins)


def _locks(command: Command) -> str:
    if command.name == "dpkg":
        installs = re.compile(r"-(?>[A-Za-z]*?[irPU])[A-Za-z]*|--(?:install|unpack|configure|remove|purge)")
        return "dpkg" if any(installs.fullmatch(text) for text in command.arguments) else ""
    if package_managers.family_of(command) != "apt" or any(map(_SIMULATED.fullmatch, command.arguments)):
        return ""
    return package_managers.action_of(command)


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
    shared = _brackets_have_input(part)
    for command in part.before:
        ground.after(without_prefixes(command))
    for index, command in runs_of(analysis):
        if not flow.steps[index].guarded:
            found = effect_of_rerun(command, analysis.shell, windows=bool(analysis.windows))
            if found and _matters(found, flow, index, ground) and not (found.asks and _is_answered(part, index, shared)):
                yield context.finding(found.message, found.fix, "commandLine", span=analysis.span(command))
            for target in appended(command):
                if ground.is_untouched(target):
                    yield context.finding(
                        f"{shown(target)} receives duplicate lines each time the {TASK} runs again.",
                        f"Append only the lines that are missing, with {_looking(analysis)}, or write a separate file with >.",
                        "commandLine",
                        span=analysis.span(command),
                    )
        ground.after(command)


def _looking(analysis: Analysis) -> str:
    return "findstr" if analysis.shell in {Shell.cmd, Shell.powershell} else "grep -q … || …"


def _matters(effect: RerunEffect, flow: Flow, index: int, ground: _Ground) -> bool:
    if effect.fails and not flow.steps[index].status.fails:
        return False
    if effect.gone:
        return effect.target is not None and ground.is_given(effect.target)
    return effect.target is None or not ground.is_new(effect.target)


class _Ground:
    """The files that the script has removed, created or named so far."""

    def __init__(self, analysis: Analysis) -> None:
        self._temporary = any(command.name == "mktemp" for command in analysis.commands)
        self._removed: set[str] = set()
        self._patterns: list[str] = []
        self._named: set[str] = set()
        self._in_new_directory = False
        self._made: set[str] = set()
        self._made_anywhere = {path for command in analysis.commands for path in _makes(without_prefixes(command))}
        self._only_given = True  # whether no command so far makes files with names of its own

    def is_new(self, target: Word) -> bool:
        """Return whether a target doesn't exist yet, or may not exist."""
        if target.substitutes or not _FRESH.isdisjoint(target.variables):
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
    if command.name in _MAKING and len(command.words) > 1:
        yield from (word.text for word in command.words[-1 if command.name in _MAKING_THE_LAST else 1 :])


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


@rule("BM305", Severity.note, "download without retries", COMMAND_LINES, reads=("maxTaskRetryCount", "constraints"))
def downloads_without_retries(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find a download in a command line that isn't retried."""
    if retries_of(context) != 0 or isinstance(context.model, JobReleaseTask):
        return
    for part, index, command in _runs_without_loops(context):
        name = downloads(command)
        if name and _is_followed_by_or(part, index):
            return
        step = part.flow.steps[index]
        if name and (step.status.fails or step.status is Status.substituted or step.piped):
            yield context.finding(
                f"{name} downloads from the network and maxTaskRetryCount is 0, so a brief network failure makes the "
                f"{TASK} fail.",
                "Set maxTaskRetryCount, for example to 3.",
                "commandLine",
                span=part.analysis.span(command),
            )
            return
