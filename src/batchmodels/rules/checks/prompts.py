"""BM301: installers that prompt for a confirmation which nothing can give."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.start_task import StartTask
from ..analysis import package_managers
from ..analysis.answers import brackets_have_input, is_answered
from ..analysis.apt_questions import question
from ..analysis.command_line import Analysis, analysis_of
from ..analysis.display import program_of, shown_command, shown_word
from ..analysis.image_programs import lacks_manager
from ..analysis.inner_scripts import Part, meant_parts_of
from ..analysis.nuget_provider import installation_of_provider, lacks_provider
from ..analysis.pool import machine_of
from ..analysis.pool_values import text_of
from ..analysis.prefixes import without_prefixes
from ..analysis.windows_installers import lost_after_directory, missing_agreement, module_prompt, silence
from ..command_lines import COMMAND_LINES, TASK, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_NAME = re.compile(r"\w[\w.+:=-]*")  # of a package, with its version


@rule("BM301", Severity.error, "installer that prompts for confirmation", COMMAND_LINES, explains=(FailureKind.command,))
def package_manager_asks(context: Context[CommandLine]) -> Iterator[Finding]:
    """``apt-get install`` without ``-y``."""
    if package_managers.assumes_yes(analysis_of(context).text):
        return
    for part in meant_parts_of(context):
        names = _plain_lists(part.analysis)
        shared = brackets_have_input(part)
        for index, command in part.analysis.runs:
            if lacks_manager(context, command):
                continue
            action = package_managers.action_of(command)
            if action and not package_managers.agrees(command, names) and not is_answered(part, index, shared):
                condition = question(context, part, index, command) if package_managers.family_of(command) == "apt" else ""
                if condition is None:
                    continue
                effect = (
                    f"{condition}, and nothing can answer: the {TASK} then"
                    if condition
                    else f"and nothing can answer, so the {TASK}"
                )
                yield context.finding(
                    f"{action} prompts for confirmation {effect} hangs or fails.",
                    f"Use {action} {package_managers.yes_for(command)}.",
                    "commandLine",
                    severity=Severity.warning if condition else None,
                    span=part.analysis.span(command),
                )
            elif found := _installer_that_asks(part, index, shared):
                message, fix = found
                span = part.analysis.span(part.flow.steps[index].command)
                yield context.finding(message, fix, "commandLine", span=span)
            elif _asks_for_provider(context, part, index) and not is_answered(part, index, shared):
                name = shown_command(command)
                yield context.finding(
                    f"{name} asks whether to install the NuGet provider, which -Force doesn't answer, and nothing can answer, "
                    f"so the {TASK} hangs or fails.",
                    f"Run {installation_of_provider(command)} before it.",
                    "commandLine",
                    severity=Severity.warning,
                    span=part.analysis.span(command),
                )


def _asks_for_provider(context: Context[CommandLine], part: Part, index: int) -> bool:
    """Return whether a start task needs the NuGet provider, which the images of Windows Server don't have."""
    publisher = text_of(machine_of(context), "image_reference", "publisher").lower()
    server = isinstance(context.model, StartTask) and publisher == "microsoftwindowsserver"
    return server and not part.analysis.in_container and lacks_provider(part, index)


def _installer_that_asks(part: Part, index: int, shared: bool) -> tuple[str, str] | None:
    """Return what an installer waits for, and the option with which it doesn't."""
    command = program_of(part.analysis, part.flow.steps[index].command)
    if fix := silence(command):
        name = shown_command(command)
        if lost_after_directory(command) == "/S":
            return (
                (
                    f"{name} takes everything after /D= for the directory, so it doesn't get /S: it opens a window and waits "
                    f"for a click that never comes, so the {TASK} hangs."
                ),
                "Move /D=… to the end.",
            )
        return f"{name} opens a window and waits for a click that never comes, so the {TASK} hangs.", fix
    bare = without_prefixes(part.flow.steps[index].command)
    installer = package_managers.conda_installer(bare, part.analysis.script or part.analysis.text)
    if installer and not is_answered(part, index, shared):
        return f"{shown_word(installer)} asks for agreement and nothing can answer, so the {TASK} hangs or fails.", "Add -b."
    if (found := package_managers.silent_installer(bare, part.analysis.script or part.analysis.text)) and not is_answered(
        part, index, shared
    ):
        name, option = found
        return f"{shown_word(name)} asks for agreement and nothing can answer, so the {TASK} hangs or fails.", f"Add {option}."
    if bare.name in {"sh", "bash"} and _rustup(part, index):
        return (
            f"the installer of Rust asks how to proceed and nothing can answer, so the {TASK} fails.",
            "Use sh -s -- -y.",
        )
    if agreement := missing_agreement(command):
        return f"{shown_command(command)} refuses to install the package without {agreement}.", f"Add {agreement}."
    program, option = module_prompt(command)
    if program and not is_answered(part, index, shared):
        return (
            f"{shown_word(program)} prompts for confirmation and nothing can answer, so the {TASK} hangs or fails.",
            f"Add {option}, and run {installation_of_provider(command)} before it."
            if lacks_provider(part, index)
            else f"Add {option}.",
        )
    return None


def _rustup(part: Part, index: int) -> bool:
    """Return whether a shell reads the installer of Rust from a pipe, and isn't given ``-y``."""
    step = part.flow.steps[index]
    if not step.reads or index == 0 or any("y" in text for text in step.command.arguments):
        return False
    before = part.flow.steps[index - 1].command
    return before.name in {"curl", "wget"} and any("sh.rustup.rs" in text for text in before.arguments)


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
