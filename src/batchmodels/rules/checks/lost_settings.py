"""BM113: settings of a shell that end with it, so that no task sees them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...models.job_tasks import JobPreparationTask
from ...models.start_task import StartTask
from ...shells.script import Command, Compound, Shell, Statement, Word
from ..analysis.cut_connection_strings import strings_cut_in_posix
from ..analysis.cut_urls import urls_cut_in_posix
from ..analysis.display import shown_word
from ..analysis.flow import Status
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.lost_exports import lost_exports
from ..analysis.prefixes import run_by_a_program, without_prefixes
from ..analysis.word_sets import names
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_SAYING = names("echo printf true : exit wait date env printenv sync")
"""Commands after which the settings still have no effect: they print something, or end the script."""
_SETTING = names("export declare typeset readonly alias ulimit umask setenv cd pushd")
_ACTIVATING = re.compile(r"(?:.*/)?(?:activate|setvars\.sh|env\.sh|\.bashrc|\.profile)")
_ENVIRONMENTS = {"conda": "activate", "mamba": "activate", "micromamba": "activate", "module": "load", "nvm": "use"}
_NAMING = names("export declare typeset readonly alias")
_SCREEN = re.compile(r"[0-9-]|/dev/.*")
_BACK = re.compile(r"-|(?:\.\./?)+|\$.*")
_START_FILE = re.compile(
    r"(?:~|\$\{?HOME\}?|/root|/home/[\w.-]+)/\.(?:bashrc|bash_profile|bash_login|bash_aliases|profile|zshrc)\Z"
    r"|/etc/(?:bash\.bashrc|bashrc|profile)\Z"
)
_VARIABLE = (
    "Set it in environmentSettings of the tasks, or write it to a file in $AZ_BATCH_NODE_SHARED_DIR that the tasks read with "
    ". FILE."
)
_ON_WINDOWS = "Set it in environmentSettings of the tasks."
_MOST = 5  # variables of one script
_OF_VARIABLES = ("export", "declare", "typeset", "readonly", "the variable", "setenv")
_OF_FILE = (
    "Set its variables in environmentSettings of the tasks: tasks have other home directories, and the file may end at once in "
    "a shell that isn't interactive."
)
_OTHER = "Put it into the command lines of the tasks that need it."


@rule("BM113", Severity.warning, "shell setting that no task sees", (StartTask, JobPreparationTask))
def lost_settings(context: Context[StartTask | JobPreparationTask]) -> Iterator[Finding]:
    """Find ``export`` at the end of a script, and lines added to ``~/.bashrc``."""
    for number, part in enumerate(parts_of(context)):
        if part.analysis.script is not None and number == 0 and (found := _set_on_windows(part)):
            variable, last = found
            yield context.finding(
                f"the variable {shown_word(variable)} ends with this shell, so no task sees it.",
                _ON_WINDOWS,
                "commandLine",
                span=part.analysis.span(last),
            )
        elif part.analysis.script is not None and number == 0 and _setting_at_the_end(part) is None:
            yield from _without_use(context, part)
        if part.analysis.shell is not Shell.posix or part.analysis.script is None:
            continue
        if number == 0 and (command := _setting_at_the_end(part)):
            reads_start_file = _reads_start_file(command)
            what = shown_word(_setting(command))
            fix = _OF_FILE if reads_start_file else _VARIABLE if what.startswith(_OF_VARIABLES) else _OTHER
            if not (reads_start_file and any(_start_files(part))):
                yield context.finding(
                    f"{what} ends with this shell, so no task sees it.", fix, "commandLine", span=part.analysis.span(command)
                )
        for file, command in _start_files(part):
            yield context.finding(
                f"only interactive and login shells read {shown_word(file)}, and tasks start neither, so no task "
                "sees the change.",
                _VARIABLE,
                "commandLine",
                span=part.analysis.span(command),
            )
            break


def _without_use(context: Context[StartTask | JobPreparationTask], part: Part) -> Iterator[Finding]:
    """Yield the environment variables that no command of the script reads; a note if the script itself uses one."""
    posix = part.analysis.shell is Shell.posix
    for name, command, expanded in itertools.islice(lost_exports(part), _MOST):
        what = f"{command.name} {name}" if posix else f"the variable {name}"
        why = "only the script itself uses the variable" if expanded else "no command after it uses the variable"
        yield context.finding(
            f"{shown_word(what)} ends with this shell: {why}, and no task sees it.",
            _VARIABLE if posix else _ON_WINDOWS,
            "commandLine",
            severity=Severity.note if expanded else None,
            span=part.analysis.span(command),
        )


def _set_on_windows(part: Part) -> tuple[str, Command] | None:
    """Return the variable that the last command of cmd or PowerShell only sets, and the command."""
    last = part.analysis.body.statements[-1].last if part.analysis.body.statements else None
    if not isinstance(last, Command) or last.redirects or last.inner or part.flow.steps[-1].status is Status.unreachable:
        return None
    if part.analysis.shell is Shell.cmd and last.name == "set":
        match = re.match(r"(\w+)=", last.arguments[0]) if last.arguments else None
    elif part.analysis.shell is Shell.powershell:
        words = (*last.assignments, *last.words)
        match = re.match(r"(?i)\$\{?env:(\w+)\}?\s*\+?=", words[0].raw) if words else None
    else:
        match = None
    return (match[1], last) if match else None


def _setting_at_the_end(part: Part) -> Command | None:
    """Return the last command of a script that does something, if it only sets something for the commands after it."""
    of_urls = {id(statement) for url in urls_cut_in_posix(part.analysis) for statement in url.statements}
    of_strings = {id(statement) for cut in strings_cut_in_posix(part.analysis) for statement in cut.statements}
    for statement in reversed(part.analysis.body.statements):
        last = statement.last
        if id(statement) in of_strings and isinstance(last, Command) and not last.words:
            continue  # BM147 reports it
        if id(statement) in of_urls or isinstance(last, Compound) or statement.background or _is_a_way_out(statement):
            return None
        program, command = run_by_a_program(last)
        if program == "env" and not command.words:
            command = last  # it prints the variables
        if command.name in _SAYING and _only_says(command):
            if statement.operators[-1:] != ("&&",):
                continue
            before = [pipeline.elements[-1] for pipeline in statement.pipelines[:-1]]
            if all(isinstance(each, Command) and _setting(each) and not _runs_something(each) for each in before):
                return before[-1] if isinstance(before[-1], Command) else None
            return None
        alone = len(statement.pipelines[-1].elements) == 1 and not command.redirects
        return last if alone and _setting(last) and not _runs_something(command) else None
    return None


def _only_says(command: Command) -> bool:
    """Return whether a command prints nothing that another command or a variable gives, except settings of the shell."""
    if any(">" in each.operator and not _SCREEN.fullmatch(each.target.text) for each in command.redirects):
        return False  # it may write the settings to a file that tasks read
    inner = [each for block in command.inner for each in block.elements()]
    if any(word.substitutes for word in command.words):
        return bool(inner) and all(isinstance(each, Command) and each.name in {"ulimit", "umask", "date"} for each in inner)
    return not any(word.variables for word in command.words)


def _is_a_way_out(statement: Statement) -> bool:
    return "||" in statement.operators


def _setting(command: Command) -> str:
    """Return what a command sets, for a message; an empty string if it sets nothing."""
    program, command = run_by_a_program(command)
    if program:
        return ""  # BM118 reports it
    if not command.words:
        first = command.assignments[0].text.partition("=")[0] if command.assignments else ""
        return f"the variable {first}" if first not in {"", "IFS"} else ""
    name, arguments = command.name, command.arguments
    if name in {"source", "."}:
        return f"{name} {arguments[0]}" if arguments and _ACTIVATING.fullmatch(arguments[0]) else ""
    if name in _ENVIRONMENTS:
        return f"{name} {arguments[0]}" if arguments[:1] == (_ENVIRONMENTS[name],) else ""
    if name not in _SETTING or not arguments or (name in {"cd", "pushd"} and _BACK.fullmatch(arguments[0])):
        return ""
    named = next((text.partition("=")[0] for text in arguments if not text.startswith("-")), "")
    return f"{name} {named}".rstrip() if name in _NAMING else name


def _runs_something(command: Command) -> bool:
    """Return whether a command also runs another, so that it isn't only a setting: ``export X=$(./setup)``."""
    words: tuple[Word, ...] = (*command.assignments, *command.words)
    return not command.words and any(word.substitutes for word in words)


def _reads_start_file(command: Command) -> bool:
    return command.name in {"source", "."} and any(map(_START_FILE.match, command.arguments))


def _start_files(part: Part) -> Iterator[tuple[str, Command]]:
    """Yield the start files of shells that a script changes, each with the command."""
    last = _setting_at_the_end(part)
    if any(_reads_start_file(command) and command is not last for command in part.analysis.commands):
        return  # it reads the file itself
    for command in part.analysis.commands:
        bare = without_prefixes(command)
        targets = [redirect.target.text for redirect in command.redirects if ">" in redirect.operator]
        if bare.name == "tee":
            targets += bare.arguments
        for target in targets:
            if _START_FILE.match(target):
                yield target, command
