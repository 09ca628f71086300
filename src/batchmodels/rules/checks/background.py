"""BM107: background processes left running."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from ...models.start_task import StartTask
from ...shells.script import Command, Compound, Shell, Statement, nodes_in, statements_in
from ..analysis.command_line import Analysis, analysis_of
from ..analysis.cut_urls import urls_cut_in_posix
from ..analysis.display import program_of, shown_command, shown_word
from ..analysis.endless_programs import may_be_server
from ..analysis.important_commands import is_important
from ..analysis.inner_scripts import parts_of
from ..analysis.prefixes import without_prefixes
from ..analysis.windows_installers import is_installer
from ..analysis.word_sets import names
from ..command_lines import TASK, TASKS, Task
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_SERVICE = "Make it a {} service with its files outside the task's directory, or, if it ends by itself, {}."
_IN_THE_FOREGROUND = f"Remove the & and what else detaches it, so that the {TASK} waits for it."
_INSTALLING = names(
    "apt apt-get aptitude yum dnf tdnf zypper apk snap pip pip3 conda mamba npm yarn gem cargo make cmake azcopy tar unzip "
    "dpkg rpm"
)
_SETTING_UP = re.compile(r"(?i)(?:.*[-_./])?(?:set-?up|install\w*|bootstrap|prepare|provision|init|deploy)(?:[-_.].*)?")
_FOREGROUND = "Run it in the foreground, or {}."
_AWAITING = re.compile(r"(?i)waitforexit|hasexited|\.exitcode\b")
"""How a script waits for a process; BM324 reports an exit code that is read too early."""
_MEMBER = re.compile(r"\s*\)\.\w")
"""A member of what a command in parentheses returns: ``(Start-Process … -PassThru).WaitForExit()``."""
_JOBS = names("start-job sajb start-threadjob")
_SHELLS = names("bash sh dash")
_MAY_CONTINUE = names("reboot shutdown sleep")
_LOOPS = names("while until for select")
_ENDING_AT_ONCE = names(
    "set : true false export readonly declare typeset local unset shopt alias unalias umask ulimit hash trap shift cd pushd "
    "popd pwd echo printf test [ [[ (( let type times exit return break continue disown"
)
"""Commands of the shell itself that end at once."""


@rule("BM107", Severity.warning, "background process left running", TASKS, explains=COMMAND_LINE_FAILURES)
def in_the_background(context: Context[Task]) -> Iterator[Finding]:
    """Find a command that keeps running after the task ends; unless it is a start task, only if nothing else is left to do."""
    analysis = analysis_of(context)
    service = "Windows" if analysis.seems_windows else "system"
    for part in parts_of(context):
        for process, command in _left_running(part.analysis):
            if command.name in _JOBS:
                message = "PowerShell ends the jobs of a script with the script, so this one doesn't finish."
                fix = "Wait for it: Wait-Job, and then Receive-Job."
            elif analysis.seems_windows and (name := _installer(part.analysis, command)):
                message, fix = _about_installer(name, part.analysis, command)
            elif isinstance(context.model, StartTask):
                message = _left_by_start_task(process, on_windows=analysis.seems_windows)
                fix = _SERVICE.format(service, _waiting(part.analysis, "make the script wait for it"))
                if part.analysis.shell is Shell.posix and _installs(command):
                    message = (
                        f"{process} is still running when the {TASK} ends, so tasks start before it is done, and its failure "
                        "goes unnoticed."
                    )
                    fix = _IN_THE_FOREGROUND
            elif any(each.start > command.start for each in part.analysis.commands):
                continue  # it may serve the commands after it
            else:
                message = f"the {TASK} ends without waiting for {process}, so its failure goes unnoticed."
                fix = _FOREGROUND.format(_waiting(part.analysis, "let the script wait for it"))
            yield context.finding(message, fix, "commandLine", span=part.analysis.span(command))


def _left_by_start_task(process: str, *, on_windows: bool) -> str:
    """Return what happens to a process of a start task; whether one of Windows survives the task, Batch doesn't document."""
    if on_windows:
        return (
            f"the {TASK} doesn't wait for {process}: its failure goes unnoticed, and if it keeps running and uses the task's "
            f"directory, the {TASK} can't run again on that node."
        )
    return (
        f"{process} keeps running after the {TASK} ends: its failure goes unnoticed, and while it uses the task's "
        f"directory, the {TASK} can't run again on that node."
    )


def _installs(command: Command) -> bool:
    """Return whether a command installs or brings something, rather than keeps running for the tasks."""
    bare = without_prefixes(command)
    script = next((text for text in bare.arguments if not text.startswith("-")), "") if bare.name in _SHELLS else ""
    path = script or (bare.words[0].text if bare.words else "")
    ends = (bare.name in _INSTALLING and is_important(bare)) or bool(_SETTING_UP.fullmatch(path))
    return ends and not may_be_server(bare)


def _installer(analysis: Analysis, command: Command) -> str:
    """Return the installer that cmd or PowerShell starts; empty if the command starts something else."""
    program = program_of(analysis, command)
    known = analysis.shell is not Shell.posix and program.words and is_installer(program)
    return shown_word(program.words[0].text) if known else ""


def _about_installer(name: str, analysis: Analysis, command: Command) -> tuple[str, str]:
    """Return the message and the fix about an installer that the script starts without waiting for it."""
    goes_on = any(each.start > command.start and each.name != "exit" for each in analysis.commands)
    message = (
        f"nothing waits for {name}: what follows runs before it has installed anything, and its failure is lost."
        if goes_on
        else f"the {TASK} ends without waiting for {name}, so its failure goes unnoticed."
    )
    return message, "Use start /wait." if analysis.shell is Shell.cmd else "Add -Wait to Start-Process."


def _waiting(analysis: Analysis, in_posix: str) -> str:
    """Return how a script waits for a process, for the fix."""
    if analysis.shell is Shell.powershell and analysis.windows is False:
        return "wait for it with -Wait"
    if analysis.seems_windows and analysis.shell is not Shell.posix:
        return "wait for it with start /wait" if analysis.shell is Shell.cmd else "wait for it with -Wait"
    return f"{in_posix}, for example first & wait $!"


def _left_running(analysis: Analysis) -> list[tuple[str, Command]]:
    """Return the processes that nothing waits for, in the order of the text: a name, and the command that starts it."""
    awaited = max((command.start for command in analysis.commands if _awaits(command)), default=-1)
    left = {
        command.start: (_started_by(command, analysis.shell), command)
        for command in analysis.commands
        if _detaches(command, analysis.shell) and not _MEMBER.match(analysis.code, command.end)
    }
    of_urls = {id(statement) for url in urls_cut_in_posix(analysis) for statement in url.statements}  # BM147 reports them
    for statement in statements_in(analysis.body) if analysis.shell is Shell.posix else ():
        if statement.background and id(statement) not in of_urls:
            last = _last_in_background(statement)
            if last is not None:
                left[last.start] = (shown_command(last), last)
    # A process that is disowned is one that was left running before.
    found = [left[place] for place in sorted(left) if place > awaited]
    return [each for each in found if each[1].name != "disown"] or found


def _last_in_background(statement: Statement) -> Command | None:
    """Return the last command of a statement in the background that keeps running; None if all of it soon ends."""
    nodes = [*nodes_in(statement, in_words=False)]
    started = [node for node in nodes if isinstance(node, Command) and node.words]
    if not any(isinstance(node, Compound) and node.keyword in _LOOPS for node in nodes):
        started = [command for command in started if command.name not in _ENDING_AT_ONCE]
    return started[-1] if started and started[-1].name not in _MAY_CONTINUE else None


def _started_by(command: Command, shell: Shell | None) -> str:
    """Name the process that a command starts: ``setsid ./agent`` becomes ``./agent``, ``screen`` starts one by itself."""
    name = shown_command(command)
    return f"the process that {name} launches" if _detaches(without_prefixes(command), shell) else name


def _awaits(command: Command) -> bool:
    if command.name in {
        "wait",
        "kill",
        "pkill",
        "killall",
        "fg",
        "wait-process",
        "wait-job",
        "receive-job",
        "stop-process",
        "taskkill",
        "tail",
    }:
        return True
    return any(_AWAITING.search(word.raw) for word in command.words)


class _Detaching(NamedTuple):
    """Programs that start something and don't wait for it.

    Attributes:
        shell: The shell that they are commands of.
        names: Their names.
        given: What their arguments have, one a line, if they don't wait.
        unless: What their arguments have if they do wait, or start nothing.
    """

    shell: Shell
    names: frozenset[str]
    given: re.Pattern[str] = re.compile("")
    unless: re.Pattern[str] = re.compile("(?!)")


_OTHER_OPTIONS = r"(?:-[A-Za-ce-ln-z]+\n(?:[^-\n].*\n)?)*"
"""Options of screen that don't have the letters d and m, which detach it together; some have a value: ``-S name``."""


def _lines(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE | re.IGNORECASE)


_DETACHING = (
    _Detaching(Shell.powershell, names("start-process saps"), unless=_lines(r"^-wai?t?(?:$|:)|^@")),
    _Detaching(Shell.powershell, _JOBS),
    _Detaching(Shell.cmd, names("start"), given=_lines(r"."), unless=_lines(r"\A(?:.*\n){0,5}/wait$")),
    _Detaching(Shell.posix, names("setsid"), unless=re.compile(r"^(?:-w|--wait|-fw|-h|--help)$", re.MULTILINE)),
    _Detaching(Shell.posix, names("screen"), given=re.compile(rf"\A{_OTHER_OPTIONS}(?:-\w*d(?:\n-)?\w*m|-\w*m(?:\n-)?\w*d)")),
    _Detaching(
        Shell.posix,
        names("tmux"),
        given=_lines(r"\A(?:-.*\n(?:[^-\n].*\n)?)*?new(?:-session)?\n(?s:.*\n)?-(?>[a-z]*?d)[a-z]*$"),
    ),
    _Detaching(Shell.posix, names("disown")),
)
_STARTERS = names("sudo nohup env")


def _detaches(command: Command, shell: Shell | None) -> bool:
    """Return whether a command starts a process without waiting for it."""
    shell = shell or Shell.posix
    words = command.words
    if shell is Shell.posix:
        words = tuple(itertools.dropwhile(lambda word: Command((word,)).name in _STARTERS, words))
    bare = Command(words)
    lines = "\n".join(bare.arguments)
    rows = (row for row in _DETACHING if row.shell is shell and bare.name in row.names)
    return any(row.given.search(lines) and not row.unless.search(lines) for row in rows)
