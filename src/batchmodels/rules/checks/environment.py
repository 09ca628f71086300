"""BM608 to BM610: names and values of environment settings that the task doesn't get as they are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...models.environment import EnvironmentSetting
from ...models.job_settings import JobSettings
from ..analysis.batch_variables import is_of_batch
from ..analysis.display import shown_word
from ..analysis.pool import runs_windows
from ..analysis.pool_values import items_of, text_of
from ..analysis.unexpanded_settings import read_unexpanded, unexpanded_in
from ..command_lines import TASKS, Task, command_line_of
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_ODD_NAME = re.compile(r"=|\s|\A\$|\A%.*%\Z")
_LONGEST = {True: 32_767, False: 131_071}


@rule("BM608", Severity.error, "unusable name of an environment setting", (EnvironmentSetting, *TASKS))
def odd_name(context: Context[EnvironmentSetting | Task]) -> Iterator[Finding]:
    """``$DATA``, ``export DATA``, and two names on Windows that differ only in the case of their letters."""
    model: Any = context.model
    if not isinstance(model, EnvironmentSetting):
        yield from _differing_in_case(context, model)
        return
    name = text_of(model, "name")
    if not name:
        return
    if match := _ODD_NAME.search(name):
        what = "a blank" if match[0].isspace() else match[0]
        meant = re.sub(r"\A(?:export|set)\s+|[$%\s]|=.*", "", name)
        yield context.finding(
            f"the name of the variable contains {what}, so no shell and no program finds it under the name that is meant.",
            f"Use {shown_word(meant)}." if meant else "Use letters, digits and underscores.",
            "name",
        )
        return
    task = context.within(TASKS)
    text = (command_line_of(task) or "") if task is not None else ""
    if re.search(r"[-.]", name) and re.search(rf"\$(?:{re.escape(name)}|\{{{re.escape(name)}\}})(?![\w-])", text):
        yield context.finding(
            f"shells allow only letters, digits and underscores in the name of a variable, so ${shown_word(name)} isn't it.",
            f"Use {shown_word(re.sub('[-.]', '_', name))}, here and in the command line.",
            "name",
        )


def _differing_in_case(context: Context[Any], task: Any) -> Iterator[Finding]:
    if not runs_windows(context):
        return
    seen: dict[str, str] = {}
    for index, setting in enumerate(items_of(task, "environment_settings")):
        name = text_of(setting, "name")
        if name and seen.setdefault(name.upper(), name) != name:
            yield context.finding(
                f"on Windows, {shown_word(name)} and {shown_word(seen[name.upper()])} are the same variable, which keeps only "
                "one of the two values.",
                "Give each variable a name of its own.",
                "environmentSettings",
                index,
                "name",
                severity=Severity.warning,
            )


@rule("BM609", Severity.warning, "environment setting with a value that isn't meant", (EnvironmentSetting, *TASKS))
def odd_value(context: Context[EnvironmentSetting | Task]) -> Iterator[Finding]:
    """``$PATH:/opt/bin``, a value with quotes around it, and ``$AZ_BATCH_NODE_SHARED_DIR/cache`` that the command line uses."""
    model: Any = context.model
    if not isinstance(model, EnvironmentSetting):
        yield from _unexpanded(context, model)
        return
    name, value, windows = text_of(model, "name"), text_of(model, "value"), runs_windows(context)
    found = _odd_value(name, value, windows)
    if found is not None:
        yield context.finding(*found, "value")
    elif (match := _BATCH_FIRST.match(value)) and not windows and context.within(JobSettings) and not context.within(TASKS):
        yield context.finding(
            *_gets_as_it_is("a program", match[0]), "value", severity=Severity.note if _EXPANDED.match(name) else None
        )


def _odd_value(name: str, value: str, windows: bool | None) -> tuple[str, str] | None:
    found = next((found for look in _LOOKS if (found := look(name, value, windows))), None)
    return found if value else None


def _unexpanded(context: Context[Any], task: Any) -> Iterator[Finding]:
    windows = runs_windows(context)
    for index, setting in enumerate(items_of(task, "environment_settings")):
        name, value = text_of(setting, "name"), text_of(setting, "value")
        if not name or _odd_value(name, value, windows) is not None:
            continue
        unexpanded = unexpanded_in(context, name, value)
        if unexpanded is None and windows is not True:
            unexpanded = read_unexpanded(context, name, value)
        if unexpanded is not None:
            variable, user = unexpanded
            yield context.finding(*_gets_as_it_is(user, variable), "environmentSettings", index, "value")


_BATCH_FIRST = re.compile(r"\$\{?AZ_BATCH_\w+\}?")
_EXPANDED = re.compile(r"HF_")
"""The settings that programs expand: huggingface_hub does."""


def _gets_as_it_is(user: str, variable: str) -> tuple[str, str]:
    return (
        f"no shell reads the value, so {user} gets {shown_word(variable)} as it is, not the value of the variable.",
        _IN_SCRIPT,
    )


_IN_SCRIPT = "Set the variable in the command line, in a shell."


def _refers_to_itself(name: str, value: str, windows: bool | None) -> tuple[str, str] | None:
    known = re.escape(name)
    flags = re.NOFLAG if windows is False else re.IGNORECASE
    match = re.search(rf"\$\{{?{known}\}}?(?!\w)|%{known}%|\$env:{known}(?!\w)", value, flags)
    if not name or match is None:
        return None
    lost = _lost_directories(name, value, windows) if windows is not None else ""
    then = f": PATH lacks {lost}, and the task doesn't find the programs of the system" if lost else ""
    return (
        (
            f"no shell reads the value, so {shown_word(match[0])} in it isn't replaced by the value that {shown_word(name)} "
            f"has before{then}."
        ),
        _IN_SCRIPT,
    )


def _runs_a_command(_name: str, value: str, _windows: bool | None) -> tuple[str, str] | None:
    match = re.search(r"\$\([\w./-]+[^()]*\)|`[\w./-]+[^`]*`", value)
    if match is None or re.fullmatch(r"\$\([A-Z_]+\)", match[0]):  # a placeholder
        return None
    return f"no shell reads the value, so {shown_word(match[0])} in it isn't run.", _IN_SCRIPT


def _of_the_other_system(_name: str, value: str, windows: bool | None) -> tuple[str, str] | None:
    if windows is None:
        return None
    match = re.search(r"\$\{?AZ_BATCH_\w+\}?" if windows else r"%AZ_BATCH_\w+%|\$env:\w+", value)
    if match is None or (windows and "$env:" in value.lower()):
        return None
    system = "Windows" if windows else "Linux"
    return f"{shown_word(match[0])} isn't the syntax of {system}, so nothing replaces it by a value.", _IN_SCRIPT


def _is_in_quotes(_name: str, value: str, _windows: bool | None) -> tuple[str, str] | None:
    match = re.fullmatch(r"(['\"])([^'\"{}\[\]]+)\1", value)
    if match is None:
        return None
    return "the quotes are part of the value, because no shell removes them.", "Remove the quotes."


def _has_blanks(_name: str, value: str, _windows: bool | None) -> tuple[str, str] | None:
    if value == value.strip() or not value.strip():
        return None
    what = "a line feed" if "\n" in value[len(value.rstrip()) :] else "a blank"
    return f"{what} at the end or the beginning is part of the value.", "Remove it."


def _has_a_tilde(_name: str, value: str, windows: bool | None) -> tuple[str, str] | None:
    if windows or not re.match(r"~/\w", value):
        return None
    return "no shell reads the value, so ~ in it isn't replaced by the home directory.", _IN_SCRIPT


def _replaces_path(name: str, value: str, windows: bool | None) -> tuple[str, str] | None:
    lost = "" if windows is None or re.search(r"[$%]", value) else _lost_directories(name, value, windows)
    if not lost:
        return None
    return (
        f"the value replaces PATH, and it lacks {lost}, so the task doesn't find the programs of the system.",
        "Set PATH in the command line, in a shell, with the old value in it.",
    )


def _lost_directories(name: str, value: str, windows: bool | None) -> str:
    """Return the directories of the system that a new value of ``PATH`` lacks; empty if it has one, or isn't for ``PATH``."""
    if name.upper() != "PATH":
        return ""
    if windows:
        return "" if "system32" in value.lower() else "C:\\Windows\\System32"
    return "" if {"/usr/bin", "/bin"} & {part.rstrip("/") for part in value.split(":")} else "/usr/bin and /bin"


def _is_too_long(_name: str, value: str, windows: bool | None) -> tuple[str, str] | None:
    if windows is None or len(value) <= _LONGEST[windows]:
        return None
    return (
        f"the value has {len(value):,} characters, but the operating system allows {_LONGEST[windows]:,}.",
        "Write it to a resource file.",
    )


_LOOKS = (
    _refers_to_itself,
    _runs_a_command,
    _of_the_other_system,
    _is_in_quotes,
    _has_blanks,
    _has_a_tilde,
    _replaces_path,
    _is_too_long,
)


@rule("BM610", Severity.warning, "environment setting that Batch sets itself", EnvironmentSetting)
def of_batch(context: Context[EnvironmentSetting]) -> Iterator[Finding]:
    """``AZ_BATCH_TASK_ID`` with a value of one's own."""
    name = text_of(context.model, "name")
    if is_of_batch(name.upper()):
        yield context.finding(
            f"Batch sets {shown_word(name)} itself, so the task and Batch's tools read one value where the other is meant.",
            "Use a name without AZ_BATCH_.",
            "name",
        )
