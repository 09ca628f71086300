"""BM323: start tasks that restart their node or shut it down."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.start_task import StartTask
from ..analysis.command_line import analysis_of
from ..analysis.display import program_of
from ..analysis.flow import Status
from ..analysis.inner_scripts import parts_of
from ..command_lines import TASK
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule

_RESTARTS = re.compile(r"(?i)[/-]r.*|[/-]g|--reboot")


@rule("BM323", Severity.warning, "start task that restarts its node", StartTask, explains=COMMAND_LINE_FAILURES)
def restarts(context: Context[StartTask]) -> Iterator[Finding]:
    """``shutdown /r /t 0``."""
    if analysis_of(context).in_container:
        return
    for part in parts_of(context):
        for step in part.flow.steps:
            command = program_of(part.analysis, step.command)
            if _stops(command.name, command.arguments) and not step.guarded and step.status is not Status.unreachable:
                yield context.finding(
                    "the node shuts down, so it never becomes ready, and the pool still pays for it.",
                    "Remove it, and reduce the number of nodes of the pool instead.",
                    "commandLine",
                    span=part.analysis.span(step.command),
                )
                return
            if _restarts(command.name, command.arguments) and not step.guarded and step.status is not Status.unreachable:
                yield context.finding(
                    f"the node runs the {TASK} again after a restart, so the {TASK} restarts it forever, and it never "
                    "becomes ready.",
                    "Restart only if it is needed, for example if a file doesn't exist that you create before.",
                    "commandLine",
                    span=part.analysis.span(step.command),
                )
                return


def _restarts(name: str, arguments: tuple[str, ...]) -> bool:
    """Return whether a command restarts the machine."""
    if name == "shutdown":
        return any(_RESTARTS.fullmatch(text) for text in arguments)
    if name == "msiexec":
        return any(text.lower().lstrip("/-") == "forcerestart" for text in arguments)
    if name in {"install-windowsupdate", "get-windowsupdate"}:
        return any(text.lower() in {"-autoreboot", "-scheduleautoreboot"} for text in arguments)
    if name == "restart-computer":
        return not _elsewhere_or_asks(arguments)
    if name == "systemctl":
        return _verb(arguments) in {"reboot", "kexec", "soft-reboot"}
    if name in _OF_LINUX:
        return _done_by(name, arguments) == "reboot"
    return name in {"init", "telinit"} and arguments == ("6",)


_OF_LINUX = frozenset({"reboot", "poweroff", "halt"})


def _done_by(name: str, arguments: tuple[str, ...]) -> str | None:
    """Return what ``reboot``, ``poweroff`` or ``halt`` of Linux does; None if it only prints or records something."""
    if {"--help", "--version", "-w", "--wtmp-only"} & {*arguments}:
        return None
    for option, done in (("--halt", "halt"), ("-p", "poweroff"), ("--poweroff", "poweroff"), ("--reboot", "reboot")):
        if option in arguments:
            return done
    return name


def _verb(arguments: tuple[str, ...]) -> str | None:
    """Return what ``systemctl`` should do; None if nothing."""
    return next((text for text in arguments if not text.startswith("-")), None)


def _elsewhere_or_asks(arguments: tuple[str, ...]) -> bool:
    """Return whether a command of PowerShell is for another computer, or asks before it does something."""
    texts = [text.lower() for text in arguments]
    return any(text.startswith(("-c", "-whatif")) and text != "-confirm:$false" for text in texts)


def _stops(name: str, arguments: tuple[str, ...]) -> bool:
    """Return whether a command shuts the machine down."""
    if name == "shutdown":
        stops = any(map(_SHUTS_DOWN.fullmatch, arguments)) or _WHEN.match(" ".join(arguments))
        return bool(stops) and not any(map(_NO_STOP.fullmatch, arguments))
    if name == "stop-computer":
        return not _elsewhere_or_asks(arguments)
    if name == "systemctl":
        return _verb(arguments) in {"poweroff", "halt"}
    if name in _OF_LINUX:
        return _done_by(name, arguments) in {"poweroff", "halt"}
    return name in {"init", "telinit"} and arguments == ("0",)


_SHUTS_DOWN = re.compile(r"(?i)[/-](?:s|sg|p|h)|--(?:halt|poweroff)")
_WHEN = re.compile(r"(?:--no-wall )?(?:now|\+?[0-9]+|[0-9]{1,2}:[0-9]{2})(?![^ ])")
"""When ``shutdown`` of Linux without another option shuts the machine down."""
_NO_STOP = re.compile(r"(?i)[/-](?:r.*|g|[akl])|--(?:reboot|show|help)")
