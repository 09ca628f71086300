"""BM324, BM326 and BM328: processes, drives and downloads that differ from a session at a desktop."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...models.start_task import StartTask
from ...shells.script import Command, Shell
from ..analysis.batch_variables import reference_on_windows
from ..analysis.command_line import analysis_of
from ..analysis.display import shown_word
from ..analysis.early_exit_codes import early_exit_code
from ..analysis.inner_scripts import Part, parts_of
from ..analysis.pool import machine_of, pool_of
from ..analysis.pool_values import items_of, text_of, value_of
from ..analysis.prefixes import without_prefixes
from ..analysis.restart_codes import how_to_wait
from ..analysis.temporary_disks import WITHOUT_TEMPORARY_DISK, assigns_letters
from ..analysis.windows_installers import shows_window
from ..analysis.word_sets import names
from ..command_lines import COMMAND_LINES, TASKS, CommandLine, Task
from ..context import Context
from ..failure_kinds import COMMAND_LINE_FAILURES
from ..finding import Finding, Severity
from ..rule import rule


@rule("BM324", Severity.warning, "program that the script doesn't wait for", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def not_awaited(context: Context[CommandLine]) -> Iterator[Finding]:
    """``powershell -Command "msiexec /i tool.msi /qn"``, and an exit code that is read too early."""
    for part in parts_of(context):
        if (again := _restarted_service(part)) is not None:
            name = shown_word(again.arguments[1])
            yield context.finding(
                f"sc stop doesn't wait until {name} has stopped, so {again.name} start fails if it is still running.",
                f"Use net stop {name}, which waits.",
                "commandLine",
                span=part.analysis.span(again),
            )
            return
        script = part.analysis.code
        if part.analysis.shell is not Shell.powershell:
            continue
        if early := early_exit_code(part.analysis.commands, script):
            code, start, end = early
            yield context.finding(
                f"nothing waits for the program, so it still runs when the script reads {code}: there is no exit code yet, and "
                "the program's failure goes unnoticed.",
                "Add -Wait to Start-Process, or call WaitForExit() first.",
                "commandLine",
                span=part.analysis.span_in_script(start, end),
            )
            return
        if re.search(r"(?i)wait-process|waitforexit|-Wait\b|get-process", script):
            continue
        for step in part.flow.steps:
            command = step.command
            alone = not (step.piped or step.in_word or command.assignments or command.redirects)
            if alone and shows_window(command) and not _is_assigned(script, command):
                name = shown_word(command.words[0].text)
                yield context.finding(
                    f"PowerShell doesn't wait for {name}, a program with windows: it continues at once, and the exit code is "
                    "lost.",
                    how_to_wait(command),
                    "commandLine",
                    span=part.analysis.span(command),
                )
                return


def _restarted_service(part: Part) -> Command | None:
    """Return the command that starts a service right after ``sc stop``; None without one."""
    for stop, start in itertools.pairwise(part.flow.steps):
        first, second = ([text.lower() for text in step.command.arguments] for step in (stop, start))
        names_match = first[:1] == ["stop"] and second[:1] == ["start"] and first[1:2] == second[1:2] != []
        is_sc = stop.command.name == "sc" and (part.analysis.shell is Shell.cmd or stop.command.words[0].text.endswith(".exe"))
        if names_match and is_sc and start.command.name in {"sc", "net"} and not (start.repeats or start.asked):
            return None if "||" in start.statement.operators else start.command
    return None


def _is_assigned(script: str, command: Command) -> bool:
    """Return whether the output of a command goes to a variable or is in brackets: PowerShell waits for it."""
    return bool(re.search(r"[=(]\s*&?\s*\Z", script[: command.start]))


_WEB = names(
    "invoke-webrequest iwr invoke-restmethod irm curl wget install-module install-packageprovider find-module save-module "
    "start-bitstransfer"
)
_TLS = re.compile(r"(?i)SecurityProtocol|SchUseStrongCrypto|SystemDefaultTlsVersions")
_CLIENT = re.compile(r"(?i)\.Download(?:File|String|Data)\(\s*['\"]https:")


@rule("BM326", Severity.warning, "download that Windows PowerShell refuses", COMMAND_LINES, explains=COMMAND_LINE_FAILURES)
def refused(context: Context[CommandLine]) -> Iterator[Finding]:
    """``Invoke-WebRequest`` without TLS 1.2 on Windows Server 2016, or without ``-UseBasicParsing``."""
    sku = text_of(machine_of(context), "image_reference", "sku").lower()
    year = int(sku[:4]) if re.match(r"20(?:12|16)-", sku) else 0
    for part in parts_of(context):
        script = part.analysis
        outer = without_prefixes(Command(script.words))
        if script.shell is not Shell.powershell or outer.name != "powershell" or not script.script or script.windows is False:
            continue
        for step in part.flow.steps:
            command = step.command
            if year and not _TLS.search(analysis_of(context).text) and _needs_tls(command):
                yield context.finding(
                    f"Windows PowerShell on Windows Server {year} doesn't offer TLS 1.2, which most servers require.",
                    "Begin the script with [Net.ServicePointManager]::SecurityProtocol = 'Tls12'.",
                    "commandLine",
                    span=script.span(command),
                )
                return
            if _needs_browser(command):
                yield context.finding(
                    f"without -UseBasicParsing, {command.words[0].text} needs the engine of Internet Explorer, which isn't set "
                    "up for the user of a task.",
                    "Add -UseBasicParsing.",
                    "commandLine",
                    span=script.span(command),
                )
                return


def _needs_tls(command: Command) -> bool:
    raw = " ".join(word.raw for word in (*command.assignments, *command.words))
    plain = command.name in _WEB and "http://" not in raw
    return (plain and "$" not in (command.words[0].raw if command.words else "")) or bool(_CLIENT.search(raw))


def _needs_browser(command: Command) -> bool:
    """Return whether a command reads a page with the engine of Internet Explorer."""
    lower = [text.lower() for text in command.arguments]
    if command.name not in {"invoke-webrequest", "iwr"} or not any("http" in text or text.startswith("-u") for text in lower):
        return False
    return not any(text.startswith(("-useb", "-outf", "-o", "@")) for text in lower)


_ON_D = re.compile(r"(?i)(?<![\w%!])\"?'?(d:[\\/][\w.\\/-]*)")


@rule(
    "BM328",
    Severity.warning,
    "drive that the node doesn't have",
    TASKS,
    reads=("vmSize",),
    explains=COMMAND_LINE_FAILURES,
)
def no_temporary_disk(context: Context[Task]) -> Iterator[Finding]:
    r"""``D:\data`` on Standard_D2s_v5."""
    pool, machine = pool_of(context), machine_of(context)
    size = text_of(pool, "vm_size")
    yield from _other_drives(context)
    if not WITHOUT_TEMPORARY_DISK.fullmatch(size) or items_of(machine, "data_disks") or analysis_of(context).in_container:
        return
    for part in parts_of(context):
        script = part.analysis
        if script.windows is not True or script.shell is Shell.posix or assigns_letters(script.code):
            continue
        match = _ON_D.search(script.script or script.text)
        if match is not None:
            own, shared = (
                reference_on_windows(f"AZ_BATCH_{name}_DIR", script.shell) for name in ("TASK_WORKING", "NODE_SHARED")
            )
            yield context.finding(
                f"{shown_word(size)} has no temporary disk, so there is no drive D: for {shown_word(match[1])}.",
                f"Use {own} or {shared}, or a size with a temporary disk.",
                "commandLine",
                span=script.span_in_script(match.start(1), match.end(1)) if script.script else None,
            )
            return


_OTHER_DRIVE = re.compile(
    r"(?i)(?<!match )(?<!replace )(?<!split )(?<!like )(?<![\w%!\\/:])[\"']?([e-y]:[\\/][\w.-]{2}[\w.\\/-]*)"
)


def _other_drives(context: Context[Task]) -> Iterator[Finding]:
    r"""``F:\data`` without a data disk, or before it is formatted."""
    machine, pool = machine_of(context), pool_of(context)
    publisher = text_of(machine, "image_reference", "publisher").lower()
    if publisher != "microsoftwindowsserver" or value_of(pool, "mount_configuration") or analysis_of(context).in_container:
        return
    if items_of(machine, "extensions") or not isinstance(context.model, StartTask):
        return
    for part in parts_of(context):
        text = part.analysis.script or part.analysis.text
        match = _OTHER_DRIVE.search(text)
        known = assigns_letters(text) or re.search(r"(?i)\bformat\b|\bmount|new-partition|\.(?:ps1|bat|cmd)\b", text)
        if match is not None and not known and part.analysis.shell is not Shell.posix:
            disks = items_of(machine, "data_disks")
            letter = match[1][0].upper()
            shared = reference_on_windows("AZ_BATCH_NODE_SHARED_DIR", part.analysis.shell)
            why = "the data disk has no letter before it is formatted" if disks else "the pool has no data disk"
            yield context.finding(
                f"there is no drive {letter}: for {shown_word(match[1])}: {why}.",
                _how_to_format(letter if len(disks) == 1 else "", part.analysis.shell)
                if disks
                else f"Use {shared}, or add a data disk to the pool.",
                "commandLine",
                span=part.analysis.span_in_script(match.start(1), match.end(1)) if part.analysis.script else None,
            )
            return


def _how_to_format(letter: str, shell: Shell | None) -> str:
    """Return how a script makes a volume of each new data disk; without a letter, Windows chooses one."""
    volume = f"-DriveLetter {letter}" if letter else "-AssignDriveLetter"
    script = (
        "Get-Disk | Where-Object PartitionStyle -eq RAW | Initialize-Disk -PassThru | "
        f"New-Partition {volume} -UseMaximumSize | Format-Volume -Confirm:$false"
    )
    written = script if shell is Shell.powershell else f'powershell -Command "{script}"'
    return f"Format the disk first: {written}."
