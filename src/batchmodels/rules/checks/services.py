"""BM151 and BM334: units of systemd and jobs of cron that don't work as written."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterator

from ..analysis.command_line import analysis_of
from ..analysis.cron_lines import cron_problems
from ..analysis.linux_runs import Run, runs_on_linux
from ..analysis.system_files_written import Write, writes_of
from ..command_lines import COMMAND_LINES, TASK, CommandLine
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_UNIT = re.compile(r"/(?:etc|usr/lib|lib)/systemd/system/([\w@.-]+\.(?:service|timer|socket|path|mount))\Z")
_CRON = re.compile(r"/etc/(?:crontab|cron\.d/[\w-]+)\Z")
_OF_BATCH = re.compile(r"\$\{?(AZ_BATCH_\w+)\}?")
_RELATIVE = re.compile(r"(?m)^Exec\w+=[-@:+!]*(\.{1,2}/[^\s]+)")
_OPERATOR = re.compile(r"(?m)^Exec\w+=[-@:+!]*(?!\S*sh\s+-\S*c\b|/usr/bin/env\s+\w*sh\b)[^\n\"']*?\s(&&|\|\|?|>>?|2>&1|;)\s+\S")
_IN_WORKING_DIRECTORY = re.compile(
    r"(?m)^(?:ExecStart|WorkingDirectory)=[-@:+!]*(?<!\\)\$\{?(AZ_BATCH_TASK_(?:WORKING_)?DIR|AZ_BATCH_NODE_STARTUP_DIR|PWD)\b"
)
_ESCAPED = re.compile(r"(?<=\\)\$\{?\w+\}?")
_EXPANDING = {
    "mark": "use a here-document whose delimiter has no quotes",
    "quotes": "use double quotes around it",
    "backslash": "remove the backslash before $",
}
_PASSING = re.compile(r"(?m)^(?:PassEnvironment|Environment|EnvironmentFile)=")


@rule("BM151", Severity.warning, "systemd unit or cron job that can't work as written", COMMAND_LINES)
def unit_without_shell(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find units of systemd and jobs of cron with variables of Batch, units with a relative path, and jobs without a user."""
    runs = runs_on_linux(context)
    for run in runs:
        for write in writes_of(run):
            found = _problem(write)
            if found is not None:
                message, fix = found
                yield context.finding(message, fix, "commandLine", span=run.span)
                return
    for run, message, fix in itertools.islice(cron_problems(runs), 1):
        yield context.finding(message, fix, "commandLine", span=run.span)


def _problem(write: Write) -> tuple[str, str] | None:
    """Return what systemd or cron can't do with the text of a file, and the fix."""
    text = write.text or ""
    by_systemd = _UNIT.match(write.path)
    if not by_systemd and not _CRON.match(write.path):
        return None
    program = "systemd" if by_systemd else "cron"
    variables = _OF_BATCH.finditer(text if not write.expanded else "".join(_ESCAPED.findall(text)))
    variable = next((found[1] for found in variables if f"{found[1]}=" not in text), None)
    if variable is not None and not (by_systemd and _PASSING.search(text)):
        return (
            f"{program} doesn't have the variables of Batch, so {variable} is empty or isn't expanded in {write.path}.",
            f"Let the shell of the script expand it: {_EXPANDING[write.kept_by]}.",
        )
    if by_systemd and write.expanded and (place := _IN_WORKING_DIRECTORY.search(text)):
        return (
            (
                f"the service of {write.path} runs from {place[1]}, the directory of the {TASK}: Batch can't clean it while "
                f"the service runs, so the {TASK} can't run again."
            ),
            "Copy the program elsewhere, for example to /opt or $AZ_BATCH_NODE_SHARED_DIR, and use that path.",
        )
    if by_systemd and (relative := _RELATIVE.search(text)):
        return (
            f"systemd refuses the relative path {relative[1][:40]} in {write.path}, so the service doesn't start.",
            "Use the full path of the program.",
        )
    if by_systemd and (operator := _OPERATOR.search(text)):
        return (
            f"systemd runs no shell for Exec lines, so {operator[1]} in {write.path} is passed to the program as an argument.",
            "Use /bin/sh -c '...' around the commands.",
        )
    return None


_STARTING = frozenset({"start", "restart", "reload-or-restart", "try-restart", "isolate"})


@rule("BM334", Severity.note, "service that is enabled but not started", COMMAND_LINES)
def never_started(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find a new service that a script enables, and that only the next start of the node starts."""
    runs = runs_on_linux(context)
    own = {found[1] for run in runs for write in writes_of(run) if (found := _UNIT.match(write.path))}
    if not own or re.search(r"\b(?:reboot|shutdown)\b|--now\b", analysis_of(context).text):
        return
    started = {_full(text) for run in runs if _is(run, _STARTING) for text in run.command.arguments}
    started |= {_full(text) for run in runs if run.command.name == "service" for text in run.command.arguments}
    for run in runs:
        if not _is(run, frozenset({"enable", "reenable"})):
            continue
        for name in map(_full, run.command.arguments):
            stem = posixpath.splitext(name)[0]
            if name in own and not any(posixpath.splitext(each)[0] == stem for each in started) and "@" not in name:
                yield context.finding(
                    f"systemctl enable starts {name} only when the node starts the next time, and nothing "
                    f"starts it now, so the {TASK} "
                    "ends without it.",
                    f"Use systemctl enable --now {name}.",
                    "commandLine",
                    span=run.span,
                )
                return


def _is(run: Run, verbs: frozenset[str]) -> bool:
    return run.command.name == "systemctl" and not verbs.isdisjoint(run.command.arguments)


def _full(text: str) -> str:
    """Return the name of a unit with its kind."""
    return text if re.search(r"\.(?:service|timer|socket|path|mount|target)\Z", text) else f"{text}.service"
