"""BM416: variables that nothing sets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.start_task import StartTask
from ...shells.script import Command, Shell, Word
from ...spelling import nearest
from ..analysis.command_line import analysis_of
from ..analysis.display import shown_word
from ..analysis.environment_settings import environment_of
from ..analysis.flow import Status, Step
from ..analysis.here_documents import here_documents
from ..analysis.important_commands import meant_assignment
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.pool import pool_of
from ..analysis.scripts_run import script_of
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity, Span
from ..rule import rule

_USUAL = names(
    "PATH HOME USER LOGNAME SHELL PWD OLDPWD LANG LANGUAGE TERM TMPDIR TEMP TMP HOSTNAME HOSTTYPE OSTYPE MACHTYPE UID "
    "EUID PPID RANDOM SRANDOM SECONDS LINENO IFS OPTARG OPTIND REPLY FUNCNAME PIPESTATUS DIRSTACK GROUPS SHLVL "
    "SHELLOPTS COLUMNS LINES EDITOR PAGER MAIL DISPLAY EPOCHSECONDS EPOCHREALTIME MAPFILE COPROC COMP_WORDS PS1 PS4 "
    "USERNAME pipestatus"
)
_USUAL_BEGINNING = re.compile(
    r"AZ_|AZURE|MSI_|IDENTITY_|CCP_|LC_|BASH|XDG_|DBUS_|SUDO_|SSH_|_|CUDA_|NVIDIA_|WAAGENT|CONDA|OMPI_|PMI"
)
_APPENDED = names(
    "LD_LIBRARY_PATH PYTHONPATH MANPATH CPATH PKG_CONFIG_PATH LIBRARY_PATH CLASSPATH INFOPATH NODE_PATH PERL5LIB "
    "CMAKE_PREFIX_PATH LD_PRELOAD"
)
"""Lists of directories, which usually have no value, and to which scripts append."""
_SETTING = names("export read declare typeset local readonly getopts mapfile readarray printf let unset env")
_UNKNOWN_EFFECT = names("source . eval module")
_NAME = re.compile(r"[A-Za-z_]\w*")
_GIVEN = re.compile(
    r"\b(?:for|select)\s+([A-Za-z_]\w*)\b|\$\{[!#]?([A-Za-z_]\w*)(?:\[[^]]*\])?:?[-=+?]|\b([A-Za-z_]\w*)(?:\[[^]]*\])?(?:\+=|=|\+\+|--)"
    r"|(?:\+\+|--)([A-Za-z_]\w*)"
)
_TESTING = names("[ [[ test")
_ALIKE = 0.8
_MOST = 30  # names without a value; the search for similar ones takes time
_POSITIONAL = re.compile(r"[1-9@*]")


@rule(
    "BM416",
    Severity.warning,
    "variable that nothing sets",
    COMMAND_LINES,
    reads=("environmentSettings", "commonEnvironmentSettings"),
    explains=COMMAND_LINE_FAILURES,
)
def unset_variables(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``$INSTAL_DIR`` where the script sets ``INSTALL_DIR``."""
    analysis = analysis_of(context)
    parts = [part for part in parts_of(context) if part.analysis.shell is Shell.posix and part.analysis.script is not None]
    if not parts or analysis.shell is not Shell.posix or _may_set_anything(parts):
        return
    given = _given(context, parts)
    complete = isinstance(context.model, StartTask) and not analysis.in_container and pool_of(context) is not None
    seen: set[str] = set()
    for name, word, part in _used(parts):
        if name in seen or name in given:
            continue
        if name in _USUAL or name in _APPENDED or _USUAL_BEGINNING.match(name):
            continue
        seen.add(name)
        if len(seen) > _MOST:
            return
        meant = _meant(name, given)
        if (not meant and not complete) or meant in environment_of(context):  # BM402 reports names like those of settings
            continue
        span: Span | None = part.analysis.span(word) if word is not None else None
        child = _child(parts)
        if meant:
            message, fix = f" Did you mean {meant}?", f"Use ${meant}."
        elif child:
            message, fix = (
                "",
                f"Run . {child} instead: {child} runs in a process of its own and can't set variables of this one.",
            )
        else:
            message, fix = "", f"Set {name} in environmentSettings or in the script."
        where = " in the here-document" if word is None else ""
        yield context.finding(
            f"nothing sets {name}, so ${name}{where} is empty.{message}",
            fix
            if word is not None or meant
            else f"Write \\${name} if it is for the program that reads the file, or set {name}.",
            "commandLine",
            span=span,
        )


def _may_set_anything(parts: list[Part]) -> bool:
    """Return whether a command may set variables that can't be known."""
    for part in parts:
        for command in part.analysis.commands:
            if command.name in _UNKNOWN_EFFECT or (command.words and command.words[0].variables):
                return True
            unknown = [word.text for word in command.words if word.variables]
            if command.name in {"read", "declare", "mapfile", "readarray"} and unknown:
                return True
            if command.name == "export" and any("=" not in text for text in unknown):
                return True
    return False


def _given(context: Context[CommandLine], parts: list[Part]) -> set[str]:
    """Return the variables that have a value, or that the script expects to have none."""
    found = {*environment_of(context)}
    for part in parts:
        for match in _GIVEN.finditer(part.analysis.code):
            found.add(next(name for name in match.groups() if name))
        for command in part.analysis.commands:
            found.add(meant_assignment(command))
            found |= {word.text.partition("=")[0].rstrip("+").partition("[")[0] for word in command.assignments}
            if command.name in _SETTING or command.name == "((":
                found |= {name for word in command.words[1:] for name in _NAME.findall(word.text)}
            if command.name in _TESTING:
                found |= {name for word in command.words[1:] for name in word.variables}
    return found


def _used(parts: list[Part]) -> Iterator[tuple[str, Word | None, Part]]:
    """Yield the variables that the shell expands, with their words; None for those in here-documents."""
    for part in parts:
        for step in part.flow.steps:
            command = step.command
            if step.status is Status.unreachable or _keeps_going_without(command) or _has_another_finding(part, step):
                continue
            for word in (*command.words, *command.assignments, *(each.target for each in command.redirects)):
                for name in word.variables:
                    if _NAME.fullmatch(name):
                        yield name, word, part
        for document in here_documents(part.analysis):
            for name in document.variables:
                if _NAME.fullmatch(name):
                    yield name, None, part


def _has_another_finding(part: Part, step: Step) -> bool:
    """Return whether BM150 or BM330 reports the variables of a step."""
    return "nounset" in step.options or (step.command.name == "rm" and part.analysis.is_admin is True)


def _keeps_going_without(command: Command) -> bool:
    """Return whether a command only tests or shows variables."""
    return (
        command.name in _TESTING
        or command.name in {"unset", "(("}
        or (command.name in {"echo", "printf"} and not command.redirects)
    )


def _meant(name: str, given: set[str]) -> str:
    """Return the variable whose name is misspelled; empty if none is near."""
    found = nearest(name, sorted(each for each in given if len(each) > 2), _ALIKE)  # noqa: PLR2004  # because short names are all alike
    if not found or found.rstrip("0123456789") == name.rstrip("0123456789"):
        return ""
    return found


def _child(parts: list[Part]) -> str:
    """Return a script with settings that runs in a process of its own; empty without one."""
    for part in parts:
        for command in part.analysis.commands:
            words = command.words[1:2] if command.name in {"bash", "sh"} else command.words[:1]
            text = words[0].text if words else ""
            if re.search(r"(?i)(?:env|vars?|profile|activate|config|settings|rc)(?:\.sh)?\Z", text) and "/" in text + script_of(
                command
            ):
                return shown_word(text)
    return ""
