"""BM338 and BM439: files of the system that are overwritten, and JSON that can't be read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ..analysis.command_line import analysis_of
from ..analysis.inner_scripts import parts_of
from ..analysis.linux_runs import runs_on_linux
from ..analysis.system_files_written import Write, writes_of
from ..analysis.utf16_files import utf16_file
from ..command_lines import COMMAND_LINES, CommandLine
from ..context import Context
from ..failure_kinds import FailureKind
from ..finding import Finding, Severity
from ..rule import rule

_NEEDED: dict[str, tuple[str, str]] = {
    "/etc/hosts": (r"\blocalhost\b", "the node no longer knows localhost and its own name"),
    "/etc/passwd": (r"(?m)^root:", "the node no longer has its users"),
    "/etc/group": (r"(?m)^root:", "the node no longer has its groups"),
    "/etc/shadow": (r"(?m)^root:", "no user can sign in"),
    "/etc/fstab": (r"(?m)\s/\s", "the node no longer mounts its own disks at the next start"),
    "/etc/sudoers": (r"(?m)^root\s|%sudo|%admin|includedir", "no user can use sudo"),
}
"""Files that a distribution fills, with the entry without which they don't work, and what follows."""


@rule("BM439", Severity.warning, "file of the system that is overwritten", COMMAND_LINES)
def overwritten_file(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find ``>`` where ``>>`` is meant, as in ``echo ... > /etc/hosts``."""
    analysis = analysis_of(context)
    if analysis.in_container:
        return
    for run in runs_on_linux(context):
        for write in writes_of(run):
            needed, then = _NEEDED.get(write.path, ("", ""))
            if not needed or write.appends or write.text is None or re.search(needed, write.text):
                continue
            if re.search(rf"(?:cat|cp|sed|grep|awk)\s[^;&|>]*{write.path}", analysis.text):
                continue  # its old text may be part of the new one
            yield context.finding(
                f"this replaces {write.path}, so its other entries are gone: {then}.",
                "Use >> to append, and a test, so that a retry doesn't append again.",
                "commandLine",
                span=run.span,
            )
            return


@rule("BM338", Severity.warning, "file that its program can't read", COMMAND_LINES, explains=(FailureKind.command,))
def invalid_json(context: Context[CommandLine]) -> Iterator[Finding]:
    """Find mistakes in a JSON file that a script writes, and a batch file in UTF-16."""
    if (write_of_powershell := utf16_file(parts_of(context))) is not None:
        part, command, message, fix = write_of_powershell
        yield context.finding(message, fix, "commandLine", span=part.analysis.span(command))
        return
    runs = runs_on_linux(context)
    for number, run in enumerate(runs):
        for write in writes_of(run):
            problem = _problem(write)
            if problem is None:
                continue
            by_docker = write.path == "/etc/docker/daemon.json"
            starts = [
                each.severity
                for each in runs[number + 1 :]
                if each.command.name == "systemctl" and {"docker", "docker.service"} & {*each.command.arguments}
            ]
            yield context.finding(
                f"{write.path[:80]} isn't valid JSON: {problem}, so {'Docker' if by_docker else 'nothing'} can"
                f"{'not start' if by_docker else ' read it'}.",
                "Correct the JSON.",
                "commandLine",
                span=run.span,
                severity=starts[0] if by_docker and starts else Severity.warning,
            )
            return


def _problem(write: Write) -> str | None:
    """Return what is wrong with the text of a JSON file, if it is known as it is written."""
    text = (write.text or "").strip()
    if not write.path.endswith(".json") or write.appends or not text.startswith(("{", "[")):
        return None
    if re.search(r"[$`%]|//|/\*", text) or (write.expanded and "\\" in text):
        return None
    try:
        json.loads(text)
    except ValueError as error:
        bare = _STRING.sub('""', text)
        found = [problem for pattern, problem in _MISTAKES if re.search(pattern, bare)]
        listed = " and ".join(filter(None, (", ".join(found[:-1]), *found[-1:])))
        return listed or f"see line {getattr(error, 'lineno', 1)} of its text"
    return None


_STRING = re.compile(r"\"(?>(?:[^\"\\]|\\.)*)\"")
_MISTAKES = (
    (r"[{,]\s*[A-Za-z_][\w.-]*\s*:", "a name isn't in double quotes"),
    (r"'", "it has single quotes where double quotes are needed"),
    (r",\s*(?:[}\]]|\Z)", "there is a comma before the last bracket"),
    (r"\b(?:True|False|None)\b", "it has True, False or None, which JSON writes as true, false or null"),
)
"""Mistakes in a JSON text without the contents of its strings."""
