"""BM335: configuration that a script writes, and that nothing applies before the node starts the next time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...models.job_tasks import JobPreparationTask
from ...models.start_task import StartTask
from ..analysis.command_line import analysis_of
from ..analysis.linux_runs import runs_on_linux
from ..analysis.python_packages import runs_other_scripts
from ..analysis.system_files_written import Write, writes_of
from ..command_lines import TASK
from ..context import Context
from ..finding import Finding, Severity
from ..rule import rule

_APPLIED: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...] = (
    (re.compile(r"/usr/local/share/ca-certificates/.+\.crt\Z"), re.compile("update-ca-certificates"), "update-ca-certificates"),
    (re.compile(r"/etc/ld\.so\.conf\.d/.+\.conf\Z"), re.compile(r"\bldconfig\b"), "ldconfig"),
    (re.compile(r"/etc/sysctl\.(?:conf|d/.+\.conf)\Z"), re.compile(r"\bsysctl\s|/proc/sys|systemd-sysctl"), "sysctl --system"),
    (re.compile(r"/etc/udev/rules\.d/.+\.rules\Z"), re.compile("udevadm"), "udevadm control --reload && udevadm trigger"),
    # Without mkdir, the directory is there already, and something may be mounted on it.
    (re.compile(r"/etc/fstab\Z"), re.compile(r"\bmount\b|remote-fs|noauto|\A(?!.*\bmkdir\b)", re.DOTALL), "mount -a"),
    (re.compile(r"/etc/pki/ca-trust/source/anchors/.+"), re.compile("update-ca-trust"), "update-ca-trust"),
)
"""The files that a program reads when it is run, with what shows that it is run, and the command."""
_OF_SERVICES: tuple[tuple[re.Pattern[str], str, re.Pattern[str], str], ...] = (
    (
        re.compile(r"/etc/docker/daemon\.json\Z"),
        r"(?:install\b[^;&|\n]*\bdocker|get\.docker\.com|(?:re)?start\s+docker|enable\s+--now\s+docker)",
        re.compile(r"(?:re(?:start|load)|reload-or-restart|stop|start)\s+docker|docker\s+re(?:start|load)|dockerd|HUP"),
        "systemctl restart docker",
    ),
    (
        re.compile(r"/etc/systemd/system/[\w@.-]+\.service\.d/.+\.conf\Z"),
        r"(?:systemctl|service)\s[^;&|\n]*\b{0}\b|install\b[^;&|\n]*\b{0}",
        re.compile(r"daemon-re(?:load|exec)|systemctl\s+(?:re)?enable"),
        "systemctl daemon-reload, and restart the service",
    ),
)
"""Files of a service that already runs, with what shows before that it does, what applies them after, and the command."""
_SERVICE = re.compile(r"/([\w@-]+)\.service\.d/")
_RESTARTS = re.compile(r"\b(?:reboot|shutdown)\b")


@rule("BM335", Severity.warning, "configuration that isn't applied", (StartTask, JobPreparationTask))
def not_applied(context: Context[StartTask | JobPreparationTask]) -> Iterator[Finding]:
    """Find a certificate, a library path or settings of the kernel that a script only writes."""
    analysis = analysis_of(context)
    if analysis.in_container or _RESTARTS.search(analysis.text):
        return
    runs = runs_on_linux(context)
    if not runs or any(runs_other_scripts(run.part, run.index + 1) for run in runs):
        return
    for run in runs:
        for write in writes_of(run):
            command = _of_service(write)
            if command:
                yield context.finding(
                    f"the service already runs when {write.path[:80]} is written, and nothing makes it read the file.",
                    f"Run {command} after it.",
                    "commandLine",
                    span=run.span,
                )
                return
            for files, applied, command in _APPLIED:
                if files.match(write.path) and not applied.search(analysis.text):
                    yield context.finding(
                        f"nothing applies {write.path[:80]} after it is written, so the {TASK} and the tasks run without it.",
                        f"Run {command} after it.",
                        "commandLine",
                        span=run.span,
                        severity=Severity.note if "sysctl" in write.path else None,  # it may be meant for the next start
                    )
                    return


def _of_service(write: Write) -> str:
    """Return the command that applies a file of a service that already runs; empty if it is applied, or none is needed."""
    script = write.run.part.analysis.code
    before, after = script[: write.run.step.command.start], script[write.run.step.command.end :]
    service = _SERVICE.search(write.path)
    for files, running, applied, command in _OF_SERVICES:
        there = running.replace("{0}", re.escape(service[1])) if service else running
        if files.match(write.path) and re.search(there, before) and not applied.search(after):
            later = re.search(r"\binstall\b[^;&|\n]*\bdocker|get\.docker\.com", after)
            return "" if later else command
    return ""
